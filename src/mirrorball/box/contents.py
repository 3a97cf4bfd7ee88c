"""What lies in a box, read from its files: ballots as values, notes, and what is damaged.

A box is a folder of files, one for each process that took ballots and for each of its lives. ``contents`` holds all of
it at once and is for boxes of some hundred thousand ballots; ``files``, ``rules_of``, ``entries`` and ``Reading`` go
through a box of any size block by block. ``counting`` counts big boxes without making values of their ballots.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from mirrorball.box.ballot import Ballot, When
from mirrorball.box.block import NO_AGE, Block, Damage, Kind, record, walk
from mirrorball.box.rules import Rules
from mirrorball.box.writer import SUFFIX
from mirrorball.core.channel import Way

BROUGHT = (Way.RELAY, Way.DONATION)  # ways in which somebody else's clock has seen the ballot before


class NoBox(Exception):
    """What was named is no box that can be read; its text is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Note:
    """One JSON value of a block that is not ballots. ``at`` is when its block was begun; ``when`` is where it lies."""

    kind: Kind
    box: bytes
    number: int
    at: int
    value: dict[str, object]
    when: When


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a box. Times are milliseconds since 1970; ``last_at`` is that of its last block, 0 if it has none."""

    box: bytes
    path: Path
    blocks: int
    ballots: int
    opened_at: int | None
    closed_at: int | None
    last_at: int


@dataclass(frozen=True, slots=True)
class Contents:
    """All of a box. ``rules`` is None as long as its window has not opened."""

    rules: Rules | None
    ballots: tuple[Ballot, ...]
    notes: tuple[Note, ...]
    parts: tuple[Part, ...]
    damages: tuple[tuple[Path, Damage], ...]


class Reading:
    """How far one file has been read, and whether its window stands open there.

    Hand it the entries of the file in their order. ``rules`` are those of the box where they are known already, else
    those of the file's first OPEN.
    """

    def __init__(self, path: Path, rules: Rules | None = None) -> None:
        """Begin in front of the first block."""
        self.path, self.rules = path, rules
        self.when = When.EARLY
        self.opened_at: int | None = None
        self.closed_at: int | None = None
        self._box, self._blocks, self._ballots, self._last_at = b"", 0, 0, 0

    def take(self, entry: Block | Damage) -> None:
        """Go past one entry of the file. Raises ``NoBox`` if it cannot be of this box."""
        if isinstance(entry, Damage):
            # A file begins with its OPEN. If that is what is lost, the window was open all the same.
            self.when = When.IN_TIME if self.when is When.EARLY else self.when
            return
        self._box, self._blocks, self._last_at = entry.box, self._blocks + 1, entry.at
        if entry.kind is Kind.OPEN:
            self._open(entry)
        elif entry.kind is Kind.CLOSE and self.when is not When.LATE:
            self.closed_at, self.when = _time(self.path, entry), When.LATE
        elif entry.kind is Kind.BALLOTS:
            self._ballots += entry.count
            if self.rules is not None and entry.couples != len(self.rules.choices):
                raise NoBox(misfit(self.path, entry.number, f"{entry.couples} couples", f"{len(self.rules.choices)}"))

    def ballots(self, block: Block) -> Iterator[Ballot]:
        """The ballots of a block that was just taken. Raises ``NoBox`` where no rules are known, or others hold."""
        rules = self.rules
        if rules is None:
            raise NoBox(without_rules([self.path]))
        for voter, name, after, age, channel, _, *votes in record(block.couples, block.width).iter_unpack(block.body):
            if channel >= len(rules.channels):
                raise NoBox(misfit(self.path, block.number, f"channel {channel + 1}", f"{len(rules.channels)}"))
            at = block.at + after
            when = self.lies(rules, channel, at, age)
            yield Ballot(
                at, name, voter, rules.channels[channel].name, tuple(zip(rules.stars, votes, strict=True)), when
            )

    def notes(self, block: Block) -> Iterator[Note]:
        """The notes of a block that was just taken. Raises ``NoBox`` if they are no JSON."""
        for value in _values(self.path, block):
            yield Note(block.kind, block.box, block.number, block.at, value, self._lies_note(value))

    def lies(self, rules: Rules, channel: int, at: int, age: int) -> When:
        """How a ballot lies to the window if it stands here: received ``at``, ``age`` ms after its sender's time."""
        if self.when is not When.LATE or self.closed_at is None or age == NO_AGE:
            return self.when
        way, grace = rules.channels[channel].way, rules.channels[channel].grace
        in_grace = way in BROUGHT and grace and at <= self.closed_at + grace and at - age <= self.closed_at
        return When.IN_TIME if in_grace else When.LATE

    def part(self) -> Part:
        """The file as far as it has been read."""
        return Part(self._box, self.path, self._blocks, self._ballots, self.opened_at, self.closed_at, self._last_at)

    def _lies_note(self, value: dict[str, object]) -> When:
        """A note on a ballot lies as the ballot would."""
        match value:
            case {"channel": str(name), "at": int(at), "age": int(age)} if self.rules is not None:
                names = [channel.name for channel in self.rules.channels]
                return self.lies(self.rules, names.index(name), at, age) if name in names else self.when
            case _:
                return self.when

    def _open(self, block: Block) -> None:
        (value,) = _values(self.path, block)
        try:
            found = msgspec.convert(value, Rules)
        except msgspec.ValidationError as error:
            message = f"{self.path}: block {block.number} opens the window, and its rules cannot be read ({error})."
            raise NoBox(message) from error
        if self.rules is not None and self.rules != found:
            message = f"{self.path}: its rules are not those of the other files; these are files of two boxes."
            raise NoBox(message)
        self.rules = found
        if self.opened_at is None:
            self.opened_at = _time(self.path, block)
        if self.when is When.EARLY:
            self.when = When.IN_TIME


def contents(folder: Path) -> Contents:
    """All of a box at once. Raises ``NoBox``."""
    paths = files(folder)
    rules = rules_of(paths)
    ballots: list[Ballot] = []
    notes: list[Note] = []
    damages: list[tuple[Path, Damage]] = []
    parts = []
    for path in paths:
        reading = Reading(path, rules)
        for entry in entries(path):
            reading.take(entry)
            if isinstance(entry, Damage):
                damages.append((path, entry))
            elif entry.kind is Kind.BALLOTS:
                ballots += reading.ballots(entry)
            else:
                notes += reading.notes(entry)
        parts.append(reading.part())
    return Contents(rules, tuple(ballots), tuple(notes), tuple(parts), tuple(damages))


def files(folder: Path) -> tuple[Path, ...]:
    """The files of a box, by name. Raises ``NoBox`` if there are none."""
    if not folder.is_dir():
        message = f"{folder}: there is no such folder. Name the folder of a box, one that holds {SUFFIX} files."
        raise NoBox(message)
    found = tuple(sorted(path for path in folder.iterdir() if path.suffix == SUFFIX))
    if not found:
        message = f"{folder}: no {SUFFIX} file is in it. Name the folder of a box, one that holds {SUFFIX} files."
        raise NoBox(message)
    return found


def rules_of(paths: Sequence[Path]) -> Rules | None:
    """The rules that the files of a box share, None where no window has opened. Raises ``NoBox`` where they differ.

    Reads each file to its first OPEN, which is its first block unless that is damaged.
    """
    rules = None
    for path in paths:
        opening = next((e for e in entries(path) if isinstance(e, Block) and e.kind is Kind.OPEN), None)
        if opening is not None:
            reading = Reading(path, rules)
            reading.take(opening)
            rules = reading.rules
    return rules


def entries(path: Path) -> Iterator[Block | Damage]:
    """The blocks of a file, and what is damaged between them. Some megabytes of the file are in memory."""
    with path.open("rb") as file:
        for _, entry in walk(file):
            yield entry


def without_rules(paths: Sequence[Path]) -> str:
    """Why these files cannot be counted."""
    named = ", ".join(str(path) for path in paths)
    return (
        f"{named}: ballots are there, and no whole OPEN block, which holds the rules that they are counted by. "
        "Put another file of the same box beside, or a whole copy of this one."
    )


def misfit(path: Path, number: int, found: str, expected: str) -> str:
    """Why the ballots of a block cannot be read by the rules of its box."""
    return (
        f"{path}: block {number} holds ballots for {found}, and the rules of the box know {expected}. "
        "It was not written for this box; take the file out of the folder."
    )


def _values(path: Path, block: Block) -> list[dict[str, object]]:
    """The JSON values of a block, a line each."""
    try:
        return [msgspec.json.decode(line, type=dict[str, object]) for line in block.body.split(b"\n") if line]
    except msgspec.DecodeError as error:
        message = f"{path}: block {block.number} should hold JSON objects, a line each, and does not ({error})."
        raise NoBox(message) from error


def _time(path: Path, block: Block) -> int:
    """The time that a marker carries."""
    match _values(path, block):
        case [{"at": int(at)}]:
            return at
        case _:
            message = f'{path}: block {block.number} is a marker of the window, and carries no time as "at".'
            raise NoBox(message)
