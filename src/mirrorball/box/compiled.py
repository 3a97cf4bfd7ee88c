"""The count of a box by the compiled path: two passes over its files, each by two threads.

The first pass checks every block and counts how many ballots go to each partition of voters (``chunks``). The second
deals as many partitions as fit into memory, folds them, and goes on with the next. Importing this loads machine code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from mirrorball.box.ballot import Ballot, When
from mirrorball.box.block import ID_BYTES, Kind
from mirrorball.box.chunks import Chunk, Surveyed, pieces_of
from mirrorball.box.contents import BROUGHT, NoBox, misfit
from mirrorball.box.deal import (
    ASKS,
    AT,
    AT_SHIFT,
    CHANNEL_SHIFT,
    EARLY_MARK,
    GRACE,
    IN_TIME_MARK,
    KIND,
    LATE_MARK,
    LIMIT,
    PER_BALLOT,
    REPLACEABLE,
    VOTES,
    WIDTH,
    Wide,
    Words,
    deal,
    mixed,
)
from mirrorball.box.exclusion import Exclusion
from mirrorball.box.fold import (
    COUNTED,
    DUPLICATE,
    EARLY,
    EX_CHANNEL,
    EX_COLUMNS,
    EX_FROM,
    EX_UNTIL,
    EXCLUDED,
    FATES,
    LATE,
    OVER_LIMIT,
    REPLACED,
    fold,
    set_aside,
)
from mirrorball.box.rules import Rules
from mirrorball.box.tally import Count
from mirrorball.core.channel import Channel, LimitPer
from mirrorball.core.votes import NotCounted

MEMORY = 2_200_000_000  # bytes of ballots that are in memory in one round
MOST_TIME = 1 << 53  # milliseconds between the first and the last ballot that a word can hold
NAMES = {
    COUNTED: None,
    OVER_LIMIT: NotCounted.OVER_LIMIT,
    DUPLICATE: NotCounted.DUPLICATE,
    EARLY: NotCounted.EARLY,
    LATE: NotCounted.LATE,
    REPLACED: NotCounted.REPLACED,
    EXCLUDED: NotCounted.EXCLUDED,
}
MARKS = {IN_TIME_MARK: When.IN_TIME, EARLY_MARK: When.EARLY, LATE_MARK: When.LATE}
LIMITS = np.iinfo(np.int64)


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for every ballot of a box: how a row is made, and what its channels and rules ask."""

    couples: int
    wider: int  # bytes of a couple's votes in a row
    base: int  # the time that rows count from
    shift: int  # of a mixed voter, to tell the partition
    asks: Wide
    excluded: Wide
    aside: Words

    @property
    def words(self) -> int:
        """Of a row."""
        return VOTES + (self.couples * self.wider + 7) // 8


@dataclass(slots=True)
class Sums:
    """What was counted, by channel, couple and fate; ballots by channel; rows of voters who are counted elsewhere."""

    fates: Wide
    brought: Wide
    aside: list[Words] = field(default_factory=list)

    @classmethod
    def none(cls, frame: Frame) -> Sums:
        """Nothing yet."""
        return cls(np.zeros((len(frame.asks), frame.couples, FATES), np.int64), np.zeros(len(frame.asks), np.int64))

    def add(self, other: Sums) -> None:
        """Take over what another thread counted."""
        self.fates += other.fates
        self.brought += other.brought
        self.aside += other.aside


def frame_of(
    rules: Rules, files: Sequence[Surveyed], shift: int, exclusions: Iterable[Exclusion], aside: frozenset[bytes]
) -> Frame | None:
    """What holds for every ballot of these files; None if their times lie too far apart for a row."""
    rows = [p.rows[p.rows[:, KIND] == Kind.BALLOTS] for f in files for chunk in f.chunks for p in chunk.pieces]
    some = [r for r in rows if len(r)]
    first = min((int(r[:, AT].min()) for r in some), default=0)
    last = max((int(r[:, AT].max()) for r in some), default=0)
    if last - first >= MOST_TIME:
        return None
    return Frame(
        len(rules.choices),
        max((int(r[:, WIDTH].max()) for r in some), default=1),
        first,
        shift,
        _asked(rules.channels),
        _table_of(exclusions, rules),
        _hash_table(aside),
    )


def counted_rows(
    files: Sequence[Surveyed], frame: Frame, threads: ThreadPoolExecutor, told: Callable[[int], None]
) -> Sums:
    """Deal and fold all ballots of these files; ``told`` hears of bytes gone through. Raises ``NoBox``."""
    sums = Sums.none(frame)
    chunks = [(file, chunk) for file in files for chunk in file.chunks]
    dealt = np.array([chunk.dealt for _, chunk in chunks])
    per_partition = dealt.sum(axis=0)
    out = np.empty(0, np.uint64)
    rounds = _rounds(per_partition, MEMORY // (8 * frame.words))
    for low, high in rounds:
        begins = np.concatenate([[0], np.cumsum(per_partition[low:high])])
        if len(out) < begins[-1] * frame.words:
            out = np.empty(begins[-1] * frame.words, np.uint64)
        before = np.cumsum(dealt[:, low:high], axis=0) - dealt[:, low:high]
        rooms = np.full(dealt.shape, -1, np.int64)
        rooms[:, low:high] = before + begins[:-1]
        jobs = [
            threads.submit(_deal_chunk, file, chunk, frame, room, out)
            for (file, chunk), room in zip(chunks, rooms, strict=True)
        ]
        for job in jobs:
            told(job.result() // len(rounds))
        together = max(1, (high - low) // 64)
        edges = [*range(0, high - low, together), high - low]
        for part in threads.map(partial(_fold_some, out, begins, frame), edges[:-1], edges[1:]):
            sums.add(part)
    return sums


def counts(sums: Sums, rules: Rules) -> Count:
    """The sums by the names of channels, couples and reasons."""
    found = Count()
    for channel, couple, fate in np.argwhere(sums.fates):
        key = (rules.channels[channel].name, rules.stars[couple], NAMES[int(fate)])
        found.fates[key] += int(sums.fates[channel, couple, fate])
    for channel, ballots in zip(rules.channels, sums.brought, strict=True):
        if ballots:
            found.ballots[channel.name] += int(ballots)
    return found


def ballots_of(rows: Words, frame: Frame, rules: Rules) -> list[Ballot]:
    """Rows as values."""
    mask, bits = (1 << 8 * frame.wider) - 1, 8 * frame.wider
    found = []
    for first, second, name, meta, *words in rows.reshape(-1, frame.words).tolist():
        held = sum(word << 64 * nth for nth, word in enumerate(words))
        votes = tuple((star, held >> bits * nth & mask) for nth, star in enumerate(rules.stars))
        channel = rules.channels[meta >> CHANNEL_SHIFT & (1 << AT_SHIFT - CHANNEL_SHIFT) - 1].name
        voter = first.to_bytes(8, "little") + second.to_bytes(8, "little")
        at = frame.base + (meta >> AT_SHIFT)
        found.append(Ballot(at, name.to_bytes(ID_BYTES, "big"), voter, channel, votes, MARKS[meta & 3]))
    return found


def _deal_chunk(file: Surveyed, chunk: Chunk, frame: Frame, room: Wide, out: Words) -> int:
    """Deal one chunk, and how many bytes it has."""
    window = np.array([*file.window, frame.base])
    for piece, held in pieces_of(chunk):
        strange = deal(held, piece.offset, piece.rows, window, frame.asks, frame.shift, frame.wider, room, out)
        if strange:
            message = misfit(chunk.path, strange - 1, "a channel beyond them", f"{len(frame.asks)} channels")
            raise NoBox(message)
    return chunk.end - chunk.begin


def _fold_some(out: Words, begins: Wide, frame: Frame, first: int, last: int) -> Sums:
    """Fold partitions from ``first`` up to ``last``."""
    sums = Sums.none(frame)
    most = int(np.diff(begins[first : last + 1]).max(initial=1))
    slots = 1 << (2 * most - 1).bit_length()
    table, following, is_last = np.empty(slots, np.uint64), np.empty(most, np.int32), np.empty(most, np.uint8)
    scratch = table, following, is_last, np.empty(most, np.int64), np.empty(most, np.int64)
    for nth in range(first, last):
        rows = out[begins[nth] * frame.words : begins[nth + 1] * frame.words]
        size = int(begins[nth + 1] - begins[nth])
        if len(frame.aside):
            front = set_aside(rows, size, frame.words, frame.aside)
            if front:
                sums.aside.append(rows[: front * frame.words].copy())
            rows, size = rows[front * frame.words :], size - front
        if size:
            fold(
                rows,
                size,
                frame.couples,
                frame.wider,
                frame.base,
                frame.asks,
                frame.excluded,
                scratch,
                sums.fates,
                sums.brought,
            )
    return sums


def _rounds(per_partition: Wide, most: int) -> list[tuple[int, int]]:
    """Partitions that are in memory together: as many as have no more than so many ballots, and one at least."""
    rounds, low, held = [], 0, 0
    for nth, size in enumerate(per_partition.tolist()):
        if held and held + size > most:
            rounds.append((low, nth))
            low, held = nth, 0
        held += size
    return [*rounds, (low, len(per_partition))] if held else rounds


def _asked(channels: Sequence[Channel]) -> Wide:
    asks = np.zeros((len(channels), ASKS), np.int64)
    for row, channel in zip(asks, channels, strict=True):
        row[LIMIT] = -1 if channel.limit is None else channel.limit
        row[PER_BALLOT] = channel.per is LimitPer.BALLOT
        row[REPLACEABLE] = channel.replaceable
        row[GRACE] = channel.grace if channel.way in BROUGHT else 0
    return asks


def _table_of(exclusions: Iterable[Exclusion], rules: Rules) -> Wide:
    """Rules that name no voters; those that do are for ballots that are counted elsewhere."""
    names = [channel.name for channel in rules.channels]
    rows = []
    for rule in exclusions:
        if rule.voters is None and (rule.channel is None or rule.channel in names):
            row = [0] * EX_COLUMNS
            row[EX_CHANNEL] = -1 if rule.channel is None else names.index(rule.channel)
            row[EX_FROM] = LIMITS.min if rule.from_at is None else min(max(rule.from_at, LIMITS.min), LIMITS.max)
            row[EX_UNTIL] = LIMITS.max if rule.until_at is None else min(max(rule.until_at, LIMITS.min), LIMITS.max)
            rows.append(row)
    return np.array(rows, np.int64).reshape(-1, EX_COLUMNS)


def _hash_table(voters: frozenset[bytes]) -> Words:
    """Voters in a table as ``set_aside`` looks them up; empty if there are none."""
    if not voters:
        return np.empty(0, np.uint64)
    places = 1 << (2 * len(voters)).bit_length()
    table = np.zeros((places, 3), np.uint64)
    for voter in voters:
        first, second = np.frombuffer(voter, "<u8")
        slot = int(mixed(first, second)) & places - 1
        while table[slot, 0]:
            slot = slot + 1 & places - 1
        table[slot] = 1, first, second
    return table.reshape(-1)
