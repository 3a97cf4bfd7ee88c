"""The count of a box a second time, from its bytes, by plain code: ``struct``, ``zlib``, ``json`` and dictionaries.

It shares no code with ``counting`` but the values that both answer with, and is written after docs/box.md, so that a
mistake would have to be made twice to stay hidden. It is slow and says how far it is. So that a box of any size fits
into memory, voters are counted in slices by the first byte of their names, and the files are read once for each slice.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from mirrorball.box.ballot import When
from mirrorball.box.block import Damage, Kind
from mirrorball.box.contents import NoBox, Note, Part
from mirrorball.box.counting import Counted
from mirrorball.box.recounted_notes import in_force, paid_back, read_rules, typed_alike
from mirrorball.box.rules import Rules
from mirrorball.box.tally import Count
from mirrorball.core.channel import Channel, LimitPer, Way
from mirrorball.core.votes import NotCounted

TOGETHER = 60_000_000  # bytes of ballots whose voters are counted together
LONGEST = 65_535

Row = tuple[int, bytes, tuple[int, ...]]  # received at, id, votes by couple


@dataclass(frozen=True, slots=True)
class Found:
    """One block of a file: where it begins, what its head says, and what it holds."""

    offset: int
    kind: int
    width: int
    box: bytes
    number: int
    count: int
    couples: int
    at: int
    body: bytes


@dataclass(slots=True)
class File:
    """What is known of a file before its ballots are counted."""

    path: Path
    box: bytes = b""
    blocks: int = 0
    ballots: int = 0
    last_at: int = 0
    opens: int | None = None  # offset of the block from which on ballots count
    closes: int | None = None  # offset of the block behind which ballots are late
    opened_at: int | None = None
    closed_at: int | None = None
    notes: list[Note] = field(default_factory=list)
    damages: list[Damage] = field(default_factory=list)


def recount_box(folder: Path, progress: Callable[[int, int], None] | None = None) -> Counted:
    """Count a box again; ``progress`` hears how many bytes were gone through, of how many. Raises ``NoBox``."""
    paths = sorted(folder.glob("*.box"))
    if not paths:
        message = f"{folder}: there is no box to recount. Name a folder that holds .box files."
        raise NoBox(message)
    rules = _rules(paths)
    files = [_first_look(path, rules) for path in paths]
    if rules is None and any(file.ballots for file in files):
        message = f"{folder}: ballots are there, but no whole OPEN block, which holds the rules they are counted by."
        raise NoBox(message)
    notes = [note for file in files for note in file.notes]
    counted = Count()
    if rules is not None:
        counter = _Counter(rules, notes, counted)
        size = sum(path.stat().st_size for path in paths)
        slices = min(256, size // TOGETHER + 1)
        for nth in range(slices):
            counter.count_slice(files, nth, slices)
            if progress is not None:
                progress(size * (nth + 1), size * slices)
    unread = {(n.value.get("channel"), n.value.get("voter"), n.value.get("id")) for n in notes if n.kind == Kind.UNREAD}
    return Counted(
        counted,
        rules,
        Counter(str(channel) for channel, _, _ in unread),
        tuple(Part(f.box, f.path, f.blocks, f.ballots, f.opened_at, f.closed_at, f.last_at) for f in files),
        tuple((file.path, damage) for file in files for damage in file.damages),
        tuple(notes),
    )


class _Counter:
    """Counts voters, a slice of them at a time."""

    def __init__(self, rules: Rules, notes: list[Note], counted: Count) -> None:
        self._rules, self._counted = rules, counted
        self._back = paid_back(notes, rules)
        self._left_out = in_force(notes)
        self._papers = typed_alike(notes, rules)

    def count_slice(self, files: list[File], nth: int, slices: int) -> None:
        """Count the voters whose first byte is in this slice."""
        mine = [first * slices // 256 == nth for first in range(256)]
        cast: dict[tuple[int, bytes], list[Row]] = defaultdict(list)
        for file in files:
            for found in _blocks(file.path):
                if isinstance(found, Found) and found.kind == Kind.BALLOTS:
                    self._read_block(file, found, mine, cast)
        for channel, voter, at, name, votes in self._papers:
            if mine[voter[0]]:
                self._counted.ballots[self._rules.channels[channel].name] += 1
                cast[channel, voter].append((at, name, votes))
        for (channel, voter), rows in cast.items():
            self._count_voter(self._rules.channels[channel], voter, rows)

    def _read_block(self, file: File, found: Found, mine: list[bool], cast: dict[tuple[int, bytes], list[Row]]) -> None:
        if found.couples != len(self._rules.choices):
            message = f"{file.path}: block {found.number} is for {found.couples} couples, and the rules name others."
            raise NoBox(message)
        votes_as = struct.Struct(f"<16s8sIIBB{found.couples}{ {1: 'B', 2: 'H', 4: 'I'}[found.width] }")
        early = file.opens is None or found.offset < file.opens
        late = file.closes is not None and found.offset > file.closes
        for nth, first in enumerate(found.body[:: votes_as.size]):
            if not mine[first]:
                continue
            voter, name, after, age, number, _, *votes = votes_as.unpack_from(found.body, nth * votes_as.size)
            if number >= len(self._rules.channels):
                message = f"{file.path}: block {found.number} names channel {number + 1}, and the rules have no such."
                raise NoBox(message)
            channel, at = self._rules.channels[number], found.at + after
            self._counted.ballots[channel.name] += 1
            if late and not _in_grace(channel, at, age, file.closed_at):
                self._not_counted(channel, votes, NotCounted.LATE)
            elif early and not late:
                self._not_counted(channel, votes, NotCounted.EARLY)
            else:
                cast[number, voter].append((at, name, tuple(votes)))

    def _count_voter(self, channel: Channel, voter: bytes, rows: list[Row]) -> None:
        rows.sort()
        seen: set[bytes] = set()
        stands: list[list[int]] = []
        for at, name, votes in rows:
            if name in seen:
                self._not_counted(channel, votes, NotCounted.DUPLICATE)
                continue
            seen.add(name)
            if any(leaves_out(channel.name, voter, at) for leaves_out in self._left_out):
                self._not_counted(channel, votes, NotCounted.EXCLUDED)
                continue
            left, back = list(votes), self._back.get((voter, name), 0)
            for couple, given in enumerate(votes):
                taken = min(given, back)
                left[couple] -= taken
                back -= taken
                self._fate(channel, couple, NotCounted.VOIDED, taken)
            stands.append(left)
        if channel.replaceable:
            for replaced in stands[:-1]:
                self._not_counted(channel, replaced, NotCounted.REPLACED)
            del stands[:-1]
        self._limit(channel, stands)

    def _limit(self, channel: Channel, stands: list[list[int]]) -> None:
        """Count vote for vote until the limit is reached."""
        in_all, of_couple = 0, [0] * len(self._rules.choices)
        for votes in stands:
            for couple, given in enumerate(votes):
                used = of_couple[couple] if channel.per is LimitPer.COUPLE else in_all
                counts = given if channel.limit is None else max(0, min(given, channel.limit - used))
                of_couple[couple] += counts
                in_all += counts
                self._fate(channel, couple, None, counts)
                self._fate(channel, couple, NotCounted.OVER_LIMIT, given - counts)

    def _not_counted(self, channel: Channel, votes: Any, reason: NotCounted) -> None:  # noqa: ANN401
        for couple, given in enumerate(votes):
            self._fate(channel, couple, reason, given)

    def _fate(self, channel: Channel, couple: int, reason: NotCounted | None, votes: int) -> None:
        if votes:
            self._counted.fates[channel.name, self._rules.choices[couple].star, reason] += votes


def _in_grace(channel: Channel, at: int, age: int, closed_at: int | None) -> bool:
    """Whether a late ballot was given to its relay in time, and brought soon enough."""
    if channel.way not in (Way.RELAY, Way.DONATION) or closed_at is None or age == 0xFFFF_FFFF:
        return False
    return channel.grace > 0 and at <= closed_at + channel.grace and at - age <= closed_at


def _rules(paths: list[Path]) -> Rules | None:
    """The rules of a box: those of the first OPEN of each file, which have to be the same."""
    found: Rules | None = None
    for path in paths:
        opening = next((b for b in _blocks(path) if isinstance(b, Found) and b.kind == Kind.OPEN), None)
        if opening is not None:
            rules = read_rules(json.loads(opening.body))
            if found is not None and rules != found:
                message = f"{path}: its rules are not those of the files before; these are files of two boxes."
                raise NoBox(message)
            found = rules
    return found


def _first_look(path: Path, rules: Rules | None) -> File:
    """All of a file but its ballots."""
    file = File(path)
    for found in _blocks(path):
        if isinstance(found, Damage):
            file.damages.append(found)
            if file.opens is None and file.closes is None:
                file.opens = found.offset  # the OPEN that a file begins with may be what is lost
            continue
        file.blocks, file.last_at, file.box = file.blocks + 1, found.at, found.box
        if found.kind == Kind.BALLOTS:
            file.ballots += found.count
        else:
            _note(file, found, rules)
    return file


def _note(file: File, found: Found, rules: Rules | None) -> None:
    """A block that is not ballots: a marker of the window, or notes."""
    values = [json.loads(line) for line in found.body.split(b"\n") if line]
    if found.kind == Kind.OPEN:
        if read_rules(values[0]) != rules:
            message = f"{file.path}: block {found.number} holds other rules than the rest of the box."
            raise NoBox(message)
        file.opened_at = values[0]["at"] if file.opened_at is None else file.opened_at
        if file.opens is None and file.closes is None:
            file.opens = found.offset
    elif found.kind == Kind.CLOSE and file.closes is None:
        file.closes, file.closed_at = found.offset, values[0]["at"]
    kind = Kind(found.kind)
    file.notes += [Note(kind, found.box, found.number, found.at, value, _lies(file, rules, value)) for value in values]


def _lies(file: File, rules: Rules | None, value: dict[str, Any]) -> When:
    """How a note at the end of what was read of a file lies to the window."""
    if file.closes is None:
        return When.EARLY if file.opens is None else When.IN_TIME
    if isinstance(value.get("age"), int) and isinstance(value.get("at"), int):
        for channel in rules.channels if rules is not None else ():
            if channel.name == value.get("channel"):
                in_grace = _in_grace(channel, value["at"], value["age"], file.closed_at)
                return When.IN_TIME if in_grace else When.LATE
    return When.LATE


def _blocks(path: Path) -> Iterator[Found | Damage]:
    """The blocks of a file in order, and the stretches of it that are no block."""
    with path.open("rb") as file:
        offset, number = 0, 0
        while True:
            found = _block_at(file, offset)
            if found is not None:
                yield found
                offset, number = offset + 32 + len(found.body) + 4, found.number + 1
                continue
            file.seek(offset)
            head = file.read(LONGEST)
            if not head:
                return
            following, end = _next_block(file, offset + 1)
            is_cut = following == end and head[:4] == b"MBX1"[: len(head)]
            if is_cut and len(head) >= 32:
                is_cut = struct.unpack_from("<H", head, 4)[0] > end - offset
            yield Damage(offset, following - offset, number, cut=is_cut)
            offset, number = following, number + 1


def _next_block(file: BinaryIO, offset: int) -> tuple[int, int]:
    """Where the next whole block begins, and where the file ends; there is none if these are the same."""
    end = file.seek(0, 2)
    while offset < end:
        file.seek(offset)
        at = file.read(LONGEST).find(b"MBX1")
        if at < 0:
            offset += LONGEST - 3
        elif _block_at(file, offset + at) is not None:
            return offset + at, end
        else:
            offset += at + 1
    return end, end


def _block_at(file: BinaryIO, offset: int) -> Found | None:
    """The block that begins here, if one does."""
    file.seek(offset)
    head = file.read(32)
    if len(head) < 32 or head[:4] != b"MBX1":
        return None
    _, size, kind, width, box, number, count, couples, at = struct.unpack("<4sHBB8sIHHq", head)
    rest = file.read(max(0, size - 32))
    if size < 36 or len(rest) < size - 32 or not 1 <= kind <= 8:
        return None
    body, checksum = rest[:-4], struct.unpack("<I", rest[-4:])[0]
    if zlib.crc32(head + body) != checksum:
        return None
    if kind == 2 and (width not in (1, 2, 4) or len(body) != count * (34 + couples * width)):
        return None
    return Found(offset, kind, width, box, number, count, couples, at, body)
