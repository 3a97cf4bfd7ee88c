"""The second compiled part of the count: one partition of ballots under the limits.

``deal`` says how a ballot lies here. The rule is that of ``tally.count``, which says it on values: a law holds the two
together. A voter with one ballot is the usual case and goes the short way; one with a million costs no more than
putting a million in order.
"""

from __future__ import annotations

import numpy as np
from numba import njit, uint64

from mirrorball.box.deal import (
    AT_SHIFT,
    CHANNEL_SHIFT,
    EARLY_MARK,
    IN_TIME_MARK,
    LIMIT,
    PER_BALLOT,
    REPLACEABLE,
    VOTES,
    Small,
    Wide,
    Words,
    mixed,
)

COUNTED, OVER_LIMIT, DUPLICATE, EARLY, LATE, REPLACED, EXCLUDED, FATES = range(8)  # what becomes of a vote
EX_CHANNEL, EX_FROM, EX_UNTIL, EX_COLUMNS = range(4)  # of a rule that leaves ballots out; channel -1 is any
_SHORT = 24  # so many ballots of one voter are put in order one by one
_CHANNEL = (1 << AT_SHIFT - CHANNEL_SHIFT) - 1


@njit(nogil=True, cache=True, inline="always")
def _votes(rows: Words, row: int, couple: int, width: int) -> int:
    bit = couple * width * 8
    word = rows[row + VOTES + (bit >> 6)] >> uint64(bit & 63)
    return np.int64(word & ((uint64(1) << uint64(8 * width)) - uint64(1)))


@njit(nogil=True, cache=True)
def _before(rows: Words, a: int, b: int, couples: int, width: int, id_first: bool) -> bool:  # noqa: PLR0913, FBT001
    """Whether the row at ``a`` comes before that at ``b``: by time, id and votes, or by id, time and votes."""
    if id_first and rows[a + 2] != rows[b + 2]:
        return rows[a + 2] < rows[b + 2]
    if rows[a + 3] != rows[b + 3]:
        return rows[a + 3] < rows[b + 3]
    if rows[a + 2] != rows[b + 2]:
        return rows[a + 2] < rows[b + 2]
    for couple in range(couples):
        mine, other = _votes(rows, a, couple, width), _votes(rows, b, couple, width)
        if mine != other:
            return mine < other
    return False


@njit(nogil=True, cache=True)
def _order(  # noqa: PLR0913
    rows: Words,
    order: Wide,
    spare: Wide,
    size: int,
    couples: int,
    width: int,
    id_first: bool,  # noqa: FBT001
) -> None:
    """Put the first ``size`` of ``order`` in order; ``spare`` is as long."""
    if size <= _SHORT:
        for nth in range(1, size):
            row, to = order[nth], nth
            while to > 0 and _before(rows, row, order[to - 1], couples, width, id_first):
                order[to] = order[to - 1]
                to -= 1
            order[to] = row
        return
    run = 1
    while run < size:
        for begin in range(0, size, 2 * run):
            middle, end = min(begin + run, size), min(begin + 2 * run, size)
            left, right = begin, middle
            for to in range(begin, end):
                if left < middle and (
                    right >= end or not _before(rows, order[right], order[left], couples, width, id_first)
                ):
                    spare[to] = order[left]
                    left += 1
                else:
                    spare[to] = order[right]
                    right += 1
        order[:size] = spare[:size]
        run *= 2


@njit(nogil=True, cache=True)
def _put(rows: Words, row: int, couples: int, width: int, fates: Wide, channel: int, fate: int) -> None:  # noqa: PLR0913
    for couple in range(couples):
        fates[channel, couple, fate] += _votes(rows, row, couple, width)


@njit(nogil=True, cache=True)
def _without_copies(  # noqa: PLR0913
    rows: Words, order: Wide, spare: Wide, size: int, couples: int, width: int, fates: Wide, channel: int
) -> int:
    """Put one voter's ballots in order and leave out those whose id came before; how many are left."""
    kept = 0
    if size <= _SHORT:
        _order(rows, order, spare, size, couples, width, False)
        for nth in range(size):
            row, is_copy = order[nth], False
            for earlier in range(kept):
                is_copy |= rows[order[earlier] + 2] == rows[row + 2]
            if is_copy:
                _put(rows, row, couples, width, fates, channel, DUPLICATE)
            else:
                order[kept] = row
                kept += 1
        return kept
    _order(rows, order, spare, size, couples, width, True)
    for nth in range(size):
        row = order[nth]
        if kept and rows[order[kept - 1] + 2] == rows[row + 2]:
            _put(rows, row, couples, width, fates, channel, DUPLICATE)
        else:
            order[kept] = row
            kept += 1
    _order(rows, order, spare, kept, couples, width, False)
    return kept


@njit(nogil=True, cache=True)
def _is_excluded(meta: int, base: int, excluded: Wide) -> bool:
    at, channel = base + (meta >> AT_SHIFT), (meta >> CHANNEL_SHIFT) & _CHANNEL
    for nth in range(len(excluded)):
        rule = excluded[nth]
        if rule[EX_CHANNEL] in (-1, channel) and rule[EX_FROM] <= at < rule[EX_UNTIL]:
            return True
    return False


@njit(nogil=True, cache=True)
def set_aside(rows: Words, size: int, words: int, aside: Words) -> int:
    """Bring the rows of voters who are counted elsewhere to the front; how many they are.

    ``aside`` is a hash table of a power of two places with three words each: whether it is taken, and the voter.
    """
    front = 0
    for nth in range(size):
        if _is_aside(rows, nth * words, aside):
            for word in range(words):
                here, there = nth * words + word, front * words + word
                rows[here], rows[there] = rows[there], rows[here]
            front += 1
    return front


@njit(nogil=True, cache=True)
def _is_aside(rows: Words, row: int, aside: Words) -> bool:
    size = len(aside) // 3
    slot = int(mixed(rows[row], rows[row + 1]) & uint64(size - 1))
    while aside[3 * slot]:
        if aside[3 * slot + 1] == rows[row] and aside[3 * slot + 2] == rows[row + 1]:
            return True
        slot = (slot + 1) & (size - 1)
    return False


@njit(nogil=True, cache=True)
def _limit(  # noqa: PLR0913
    rows: Words, row: int, couples: int, width: int, asks: Wide, channel: int, used: Wide, fates: Wide
) -> None:
    """Count one ballot as far as the limit of its voter has room; ``used`` is what earlier ones took of it."""
    limit, per_ballot = asks[channel, LIMIT], asks[channel, PER_BALLOT]
    for couple in range(couples):
        votes = _votes(rows, row, couple, width)
        of = 0 if per_ballot else couple
        kept = votes if limit < 0 else min(votes, limit - used[of])
        used[of] += kept
        fates[channel, couple, COUNTED] += kept
        fates[channel, couple, OVER_LIMIT] += votes - kept


@njit(nogil=True, cache=True)
def fold(  # noqa: PLR0913, C901, PLR0912  # one pass, compiled as one loop
    rows: Words,
    size: int,
    couples: int,
    width: int,
    base: int,
    asks: Wide,
    excluded: Wide,
    scratch: tuple[Small, Small, Wide, Wide],
    fates: Wide,
    brought: Wide,
) -> None:
    """Count a partition of ``size`` ballots into ``fates`` (channel, couple, fate) and ``brought`` (ballots a channel).

    ``scratch``: a table of a power of two, at least twice ``size``, then three lists of ``size``.
    """
    table, following, order, spare = scratch
    words = VOTES + (couples * width + 7) // 8
    slots = 2
    while slots < 2 * size:
        slots *= 2
    table[:slots] = 0
    used = np.zeros(max(1, couples), np.int64)
    for nth in range(size):
        row = nth * words
        meta = np.int64(rows[row + 3])
        channel = (meta >> CHANNEL_SHIFT) & _CHANNEL
        brought[channel] += 1
        if meta & 3 != IN_TIME_MARK:
            _put(rows, row, couples, width, fates, channel, EARLY if meta & 3 == EARLY_MARK else LATE)
            continue
        slot = np.int64(mixed(rows[row], rows[row + 1] + uint64(channel)) & uint64(slots - 1))
        while True:
            last = table[slot]
            if last == 0:
                following[nth] = 0
                break
            head = (last - 1) * words
            if (
                rows[head] == rows[row]
                and rows[head + 1] == rows[row + 1]
                and (np.int64(rows[head + 3]) >> CHANNEL_SHIFT) & _CHANNEL == channel
            ):
                following[nth] = last
                break
            slot = (slot + 1) & (slots - 1)
        table[slot] = nth + 1
    for slot in range(slots):
        nth = table[slot]
        if nth == 0:
            continue
        found = 0
        while nth:
            order[found] = (nth - 1) * words
            found += 1
            nth = following[nth - 1]
        channel = (np.int64(rows[order[0] + 3]) >> CHANNEL_SHIFT) & _CHANNEL
        if found > 1:
            found = _without_copies(rows, order, spare, found, couples, width, fates, channel)
        if len(excluded):
            kept = 0
            for at in range(found):
                if _is_excluded(np.int64(rows[order[at] + 3]), base, excluded):
                    _put(rows, order[at], couples, width, fates, channel, EXCLUDED)
                else:
                    order[kept] = order[at]
                    kept += 1
            found = kept
        begin = 0
        if asks[channel, REPLACEABLE] and found > 1:
            begin = found - 1
            for at in range(begin):
                _put(rows, order[at], couples, width, fates, channel, REPLACED)
        used[:] = 0
        for at in range(begin, found):
            _limit(rows, order[at], couples, width, asks, channel, used, fates)
