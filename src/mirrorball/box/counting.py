"""The count of a box of any size, from its files.

Ballots go the compiled path (``chunks``, ``compiled``). What is rare is made into values and counted by
``tally.count``: paper ballots, and all ballots of voters who were paid back or whom a signed rule names. Voters are
counted apart from each other, so both parts add up to the whole.

``recount`` counts by a second path that shares none of this.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mirrorball.box.ballot import Ballot
from mirrorball.box.block import RECORD_HEAD, Damage, Kind
from mirrorball.box.contents import NoBox, Note, Part, contents, files, rules_of, without_rules
from mirrorball.box.exclusion import Exclusion, NotARule, signed
from mirrorball.box.money import ledger
from mirrorball.box.paper import papers
from mirrorball.box.rules import Rules
from mirrorball.box.tally import Count, count
from mirrorball.core.channel import Way

if TYPE_CHECKING:  # importing this loads machine code, which is for those who count
    from mirrorball.box.chunks import Surveyed

Progress = Callable[[int, int], None]  # bytes gone through, of how many

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


def count_box(folder: Path, progress: Progress | None = None) -> Counted:
    """Count a box. It may be growing meanwhile: what was in its files when the count began is counted.

    Raises ``NoBox``. The first count on a machine compiles, for half a minute or so.
    """
    from mirrorball.box.chunks import surveyed  # noqa: PLC0415  # loads machine code

    paths = files(folder)
    rules = rules_of(paths)
    size = sum(path.stat().st_size for path in paths)
    gone = _Gone(progress, 2 * size)
    shift = 64 - _bits(size, rules)
    with ThreadPoolExecutor(THREADS) as threads:
        found = [surveyed(path, rules, shift, threads, gone.add) for path in paths]
        notes = tuple(note for file in found for note in file.notes)
        parts = tuple(file.part for file in found)
        damages = tuple((file.part.path, damage) for file in found for damage in file.damages)
        if rules is not None:
            counted = _counted(folder, found, rules, shift=shift, threads=threads, gone=gone)
        elif any(part.ballots for part in parts):
            raise NoBox(without_rules(paths))
        else:
            counted = Count()
    gone.finish()
    return Counted(counted, rules, unread_of(notes), parts, damages, notes)


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


def _counted(  # noqa: PLR0913  # what one count is made of
    folder: Path, found: Sequence[Surveyed], rules: Rules, *, shift: int, threads: ThreadPoolExecutor, gone: _Gone
) -> Count:
    from mirrorball.box.compiled import ballots_of, counted_rows, counts, frame_of  # noqa: PLC0415

    notes = [note for file in found for note in file.notes]
    exclusions = _in_force(folder, notes)
    back = ledger(notes, rules.channels).back
    typed = _papers(notes, rules)
    named = [voter for rule in exclusions for voter in rule.voters or ()]
    aside = frozenset([*named, *(voter for voter, _ in back), *(ballot.voter for ballot in typed)])
    frame = frame_of(rules, found, shift, exclusions, aside)

    def is_excluded(ballot: Ballot) -> bool:
        return any(rule.holds(ballot) for rule in exclusions)

    if frame is None:  # clocks that lie ages apart: rare enough to be slow
        return count([*contents(folder).ballots, *typed], rules.channels, is_excluded, back)
    sums = counted_rows(found, frame, threads, gone.add)
    rare = count(
        [*typed, *(ballot for rows in sums.aside for ballot in ballots_of(rows, frame, rules))],
        rules.channels,
        is_excluded,
        back,
    )
    often = counts(sums, rules)
    return Count(often.fates + rare.fates, often.ballots + rare.ballots)


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
