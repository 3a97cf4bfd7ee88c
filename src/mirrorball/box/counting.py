"""The count of a box of any size, from its files.

Ballots go the compiled path (``chunks``, ``compiled``). What is rare is made into values and counted by
``tally.count``: paper ballots, all ballots of voters who were paid back or whom a signed rule names, and whole boxes
that are small. Voters are counted apart from each other, so both parts add up to the whole.

``recount`` counts by a second path that shares none of this.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import msgspec

from mirrorball.box.ballot import Ballot
from mirrorball.box.block import (
    BOX_BYTES,
    ID_BYTES,
    NO_AGE,
    RECORD_HEAD,
    VOTER_BYTES,
    Block,
    Damage,
    Kind,
    packed,
    record,
)
from mirrorball.box.contents import NoBox, Note, Part, contents, files, rules_of, without_rules
from mirrorball.box.exclusion import Exclusion, NotARule, signature, signed
from mirrorball.box.money import ledger
from mirrorball.box.paper import papers
from mirrorball.box.rules import Choice, Rules
from mirrorball.box.tally import Count, count
from mirrorball.box.writer import SUFFIX
from mirrorball.core.channel import Channel, Way

if TYPE_CHECKING:  # importing this loads machine code, which is for those who count
    from mirrorball.box.chunks import Surveyed

Progress = Callable[[int, int], None]  # bytes gone through, of how many

FEW = 1 << 18  # bytes: a box with some 6,000 ballots, which values count in a blink
SOME = 1 << 23  # bytes: some 200,000 ballots, which values count before machine code is compiled and loaded
MACHINE_CODE = "mirrorball.box.chunks"
THREADS = 2
TOGETHER = 12_000  # ballots in a partition, about: so many fit into the cache of a core
LEAST_BITS, MOST_BITS = 1, 13  # of a voter that tell the partition


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted box. ``unread`` is how many messages of a channel named no couple."""

    count: Count
    rules: Rules | None
    unread: Counter[str]
    parts: tuple[Part, ...]
    damages: tuple[tuple[Path, Damage], ...]
    notes: tuple[Note, ...]


def count_box(folder: Path, progress: Progress | None = None, few: int | None = None) -> Counted:
    """Count a box. It may be growing meanwhile: what was in its files when the count began is counted.

    A box of at most ``few`` bytes is counted by the rule on values alone, without machine code; how many that are
    depends on whether the code is loaded, if it is not said. For a bigger one the first count on a machine compiles for
    some fifteen seconds, unless ``warm`` was called before. Raises ``NoBox``.
    """
    paths = files(folder)
    size = sum(path.stat().st_size for path in paths)
    if few is None:
        few = FEW if MACHINE_CODE in sys.modules else SOME
    if size <= few:
        return _by_values(folder)
    from mirrorball.box.chunks import surveyed  # noqa: PLC0415  # loads machine code

    rules = rules_of(paths)
    gone = _Gone(progress, 2 * size)
    shift = 64 - _bits(size, rules)
    with ThreadPoolExecutor(THREADS) as threads:
        found = [surveyed(path, rules, shift, threads, gone.add) for path in paths]
        notes = tuple(note for file in found for note in file.notes)
        parts = tuple(file.part for file in found)
        damages = tuple((file.part.path, damage) for file in found for damage in file.damages)
        if rules is not None:
            counted = _counted(folder, found, rules, notes, shift, threads, gone)
        elif any(part.ballots for part in parts):
            raise NoBox(without_rules(paths))
        else:
            counted = Count()
    gone.finish()
    return Counted(counted, rules, unread_of(notes), parts, damages, notes)


def warm() -> None:
    """Have the machine code of the count compiled and loaded, so that the first real count need not wait for it."""
    rules = Rules("", "", 0, (Choice(1, "", ""),), (Channel(""),))
    opening = Block(Kind.OPEN, bytes(BOX_BYTES), 0, 0, msgspec.json.encode({**msgspec.to_builtins(rules), "at": 0}))
    voters = bytes(VOTER_BYTES), b"1" * VOTER_BYTES  # one whom a rule names, and one for whom nothing is special
    body = b"".join(record(1, 1).pack(voter, bytes(ID_BYTES), 0, NO_AGE, 0, 0, 1) for voter in voters)
    rule = Exclusion(None, frozenset(voters[:1]), None, None, "")
    notes = (signature(rule, by, 0) for by in ("one", "another"))
    blocks = [
        opening,
        Block(Kind.BALLOTS, bytes(BOX_BYTES), 1, 0, body, 2, 1, 1),
        *(Block(Kind.EXCLUDE, bytes(BOX_BYTES), nth, 0, note) for nth, note in enumerate(notes, 2)),
    ]
    with TemporaryDirectory() as scratch:
        (Path(scratch) / f"warm{SUFFIX}").write_bytes(b"".join(map(packed, blocks)))
        count_box(Path(scratch), few=0)


def unread_of(notes: Iterable[Note]) -> Counter[str]:
    """How many messages of each channel named no couple; the same message again is one."""
    messages = {
        (str(note.value.get("channel")), str(note.value.get("voter")), str(note.value.get("id")))
        for note in notes
        if note.kind is Kind.UNREAD
    }
    return Counter(channel for channel, _, _ in messages)


class _Gone:
    """How far the count is."""

    def __init__(self, told: Progress | None, whole: int) -> None:
        self._told, self._whole, self._gone = told, whole, 0

    def add(self, size: int) -> None:
        """So many bytes more were gone through."""
        self._gone = min(self._gone + size, self._whole)
        if self._told is not None:
            self._told(self._gone, self._whole)

    def finish(self) -> None:
        """It is done."""
        self.add(self._whole)


def _bits(size: int, rules: Rules | None) -> int:
    """How many bits of a voter tell the partition of a box of so many bytes."""
    ballots = size // (RECORD_HEAD.size + len(rules.choices)) if rules else 0
    return min(MOST_BITS, max(LEAST_BITS, (ballots // TOGETHER).bit_length()))


def _by_values(folder: Path) -> Counted:
    """Count a box that is held in memory as values."""
    held = contents(folder)
    found = Count()
    if held.rules is not None:
        found = _Rare(folder, held.rules, held.notes).count(held.ballots)
    elif held.ballots:
        raise NoBox(without_rules([part.path for part in held.parts]))
    return Counted(found, held.rules, unread_of(held.notes), held.parts, held.damages, held.notes)


class _Rare:
    """What notes change, and the count of the ballots that they change it for."""

    def __init__(self, folder: Path, rules: Rules, notes: Sequence[Note]) -> None:
        self._channels = rules.channels
        self.exclusions = _in_force(folder, notes)
        self._back = ledger(notes, rules.channels).back
        self._papers = _papers(notes, rules)

    @property
    def voters(self) -> frozenset[bytes]:
        """Whoever was paid back, typed from paper or named by a rule."""
        named = [voter for rule in self.exclusions for voter in rule.voters or ()]
        return frozenset([*named, *(voter for voter, _ in self._back), *(ballot.voter for ballot in self._papers)])

    def count(self, ballots: Iterable[Ballot]) -> Count:
        """The count of these ballots and of all paper ballots."""

        def is_excluded(ballot: Ballot) -> bool:
            return any(rule.holds(ballot) for rule in self.exclusions)

        return count([*ballots, *self._papers], self._channels, is_excluded, self._back)


def _counted(  # noqa: PLR0913, PLR0917  # what one count is made of
    folder: Path,
    found: Sequence[Surveyed],
    rules: Rules,
    notes: Sequence[Note],
    shift: int,
    threads: ThreadPoolExecutor,
    gone: _Gone,
) -> Count:
    from mirrorball.box.compiled import ballots_of, counted_rows, counts, frame_of  # noqa: PLC0415

    rare = _Rare(folder, rules, notes)
    frame = frame_of(rules, found, shift, rare.exclusions, rare.voters)
    if frame is None:  # clocks that lie ages apart: so rare that it may be slow
        return rare.count(contents(folder).ballots)
    sums = counted_rows(found, frame, threads, gone.add)
    some = rare.count(ballot for rows in sums.aside for ballot in ballots_of(rows, frame, rules))
    often = counts(sums, rules)
    return Count(often.fates + some.fates, often.ballots + some.ballots)


def _papers(notes: Sequence[Note], rules: Rules) -> tuple[Ballot, ...]:
    """Paper ballots that two people typed alike; they go by the first channel for paper."""
    channel = next((channel.name for channel in rules.channels if channel.way is Way.PAPER), None)
    return papers(notes, channel, rules.stars).agreed if channel is not None else ()


def _in_force(folder: Path, notes: Sequence[Note]) -> tuple[Exclusion, ...]:
    """The rules that two people signed. Raises ``NoBox``."""
    try:
        return signed(note.value for note in notes if note.kind is Kind.EXCLUDE)[0]
    except NotARule as error:
        message = f"{folder}: {error}."
        raise NoBox(message) from error
