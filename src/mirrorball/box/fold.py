"""The second compiled part of the count: one partition of ballots under the limits.

``deal`` says how a ballot lies here. The rule is that of ``tally.count``, which says it on values: a law holds the two
together. A voter with one ballot is the usual case and goes the short way; one with a million costs no more than
putting a million in order.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from mirrorball.box.deal import (
    AT_SHIFT,
    CHANNEL_SHIFT,
    EARLY_MARK,
    IN_TIME_MARK,
    LIMIT,
    PER_BALLOT,
    REPLACEABLE,
    U64,
    VOTES,
    Bytes,
    Number,
    Small,
    Wide,
    Words,
    mixed,
)

COUNTED, OVER_LIMIT, DUPLICATE, EARLY, LATE, REPLACED, EXCLUDED, FATES = range(8)  # what becomes of a vote
EX_CHANNEL, EX_FROM, EX_UNTIL, EX_COLUMNS = range(4)  # of a rule that leaves ballots out; channel -1 is any
_SHORT = 24  # so many ballots of one voter are put in order one by one
_LOW = 0xFFFF_FFFF
_LANES, _EVEN = 0x0001_0001_0001_0001, 0x00FF_00FF_00FF_00FF
_LANE_FULL = 0x7FFF  # the most that a lane is compared with
_MOST_TOGETHER = _LANE_FULL // 0xFF  # ballots of one voter that stay under it
_LANE_HOLDS = 0xFFFF // 0xFF  # ballots that are added up in a lane
_CHANNEL = (1 << AT_SHIFT - CHANNEL_SHIFT) - 1


@njit(nogil=True, cache=True, inline="always")
def _votes(rows: Words, row: Number, couple: Number, width: Number) -> Number:
    bit = couple * width * 8
    word = rows[row + VOTES + (bit >> 6)] >> U64(bit & 63)
    return np.int64(word & ((U64(1) << U64(8 * width)) - U64(1)))


@njit(nogil=True, cache=True)
def _before(rows: Words, a: Number, b: Number, couples: Number, width: Number, id_first: Number) -> Number:
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
def _order(
    rows: Words,
    order: Wide,
    spare: Wide,
    size: Number,
    couples: Number,
    width: Number,
    id_first: Number,
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
def _put(rows: Words, row: Number, couples: Number, width: Number, fates: Wide, channel: Number, fate: Number) -> None:
    for couple in range(couples):
        fates[channel, couple, fate] += _votes(rows, row, couple, width)


@njit(nogil=True, cache=True)
def _without_copies(
    rows: Words, order: Wide, spare: Wide, size: Number, couples: Number, width: Number, fates: Wide, channel: Number
) -> Number:
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
def _not_excluded(
    rows: Words,
    order: Wide,
    size: Number,
    couples: Number,
    width: Number,
    base: Number,
    excluded: Wide,
    fates: Wide,
    channel: Number,
) -> Number:
    """Leave out of one voter's ballots those that a signed rule names; how many are left."""
    kept = 0
    for nth in range(size):
        at = base + (np.int64(rows[order[nth] + 3]) >> AT_SHIFT)
        is_out = False
        for rule in range(len(excluded)):
            from_at, until_at = excluded[rule, EX_FROM], excluded[rule, EX_UNTIL]
            is_out |= excluded[rule, EX_CHANNEL] in (-1, channel) and from_at <= at < until_at
        if is_out:
            _put(rows, order[nth], couples, width, fates, channel, EXCLUDED)
        else:
            order[kept] = order[nth]
            kept += 1
    return kept


@njit(nogil=True, cache=True)
def set_aside(rows: Words, size: Number, words: Number, aside: Words) -> Number:
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
def _is_aside(rows: Words, row: Number, aside: Words) -> Number:
    size = len(aside) // 3
    slot = np.int64(mixed(rows[row], rows[row + 1]) & U64(size - 1))
    while aside[3 * slot]:
        if aside[3 * slot + 1] == rows[row] and aside[3 * slot + 2] == rows[row + 1]:
            return True
        slot = (slot + 1) & (size - 1)
    return False


@njit(nogil=True, cache=True)
def _limit(
    rows: Words, row: Number, couples: Number, width: Number, asks: Wide, channel: Number, used: Wide, fates: Wide
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


@njit(nogil=True, cache=True, inline="always")
def _at_most(votes: Number, limit: Number) -> Number:
    """The lesser of two numbers in each lane."""
    over = ((votes + (U64(_LANE_FULL * _LANES) - limit)) >> U64(15) & U64(_LANES)) * U64(0xFFFF)
    return votes & ~over | limit & over


@njit(nogil=True, cache=True)
def _add_up(rows: Words, order: Wide, first: Number, last: Number, limit: Number, packed: Words) -> None:
    """Count one voter's ballots where the limit is per couple: the order does not matter, only what a couple gets."""
    for word in range(len(packed) // 4):
        even, odd = U64(0), U64(0)
        for nth in range(first, last):
            votes = rows[order[nth] + VOTES + word]
            even += votes & U64(_EVEN)
            odd += votes >> U64(8) & U64(_EVEN)
        packed[4 * word] += even
        packed[4 * word + 1] += odd
        packed[4 * word + 2] += _at_most(even, limit)
        packed[4 * word + 3] += _at_most(odd, limit)


@njit(nogil=True, cache=True)
def _empty(packed: Words, channel: Number, couples: Number, fates: Wide) -> None:
    """Count what was added up for a channel, and begin again with nothing."""
    for couple in range(couples):
        lane, shift = couple >> 3 << 2 | couple & 1, U64((couple & 6) << 3)
        given = np.int64(packed[lane] >> shift & U64(0xFFFF))
        kept = np.int64(packed[lane + 2] >> shift & U64(0xFFFF))
        fates[channel, couple, COUNTED] += kept
        fates[channel, couple, OVER_LIMIT] += given - kept
    packed[:] = U64(0)


@njit(nogil=True, cache=True)
def _enter(rows: Words, size: Number, words: Number, table: Words, following: Small, is_last: Bytes) -> None:
    """Chain the rows of one voter on one channel, the last first, as they were dealt; not the early and late ones.

    A place of the table holds a part of the mixed voter and, by one more, the row that a chain begins with.
    """
    slots = U64(len(table) - 1)
    for nth in range(size):
        row = nth * words
        meta = rows[row + 3]
        is_last[nth] = 0
        if meta & U64(3) != U64(IN_TIME_MARK):
            continue
        channel = meta >> U64(CHANNEL_SHIFT) & U64(_CHANNEL)
        known_as = mixed(rows[row], rows[row + 1] + channel)
        part, slot = known_as >> U64(32) << U64(32), known_as & slots
        earlier = U64(0)
        while table[slot]:
            entry = table[slot]
            if entry >> U64(32) << U64(32) == part:
                head = np.int64((entry & U64(_LOW)) - U64(1)) * words
                if (
                    rows[head] == rows[row]
                    and rows[head + 1] == rows[row + 1]
                    and rows[head + 3] >> U64(CHANNEL_SHIFT) & U64(_CHANNEL) == channel
                ):
                    earlier = entry & U64(_LOW)
                    is_last[np.int64(earlier) - 1] = 0
                    break
            slot = (slot + U64(1)) & slots
        table[slot] = part | U64(nth + 1)
        following[nth] = np.int32(earlier)
        is_last[nth] = 1


@njit(nogil=True, cache=True)
def _chain(following: Small, last: Number, words: Number, order: Wide) -> Number:
    """Write down where the rows of a chain begin; how many they are."""
    order[0] = last * words
    found, nth = 1, following[last]
    while nth:
        order[found] = (nth - 1) * words
        found += 1
        nth = following[nth - 1]
    return found


@njit(nogil=True, cache=True)
def fold(
    rows: Words,
    size: Number,
    couples: Number,
    width: Number,
    base: Number,
    asks: Wide,
    excluded: Wide,
    scratch: tuple[Words, Small, Bytes, Wide, Wide],
    fates: Wide,
    brought: Wide,
) -> None:
    """Count a partition of ``size`` ballots into ``fates`` (channel, couple, fate) and ``brought`` (ballots a channel).

    ``scratch``: a table of a power of two, at least twice ``size``, then four lists of ``size``.
    """
    whole_table, following, is_last, order, spare = scratch
    slots = 2
    while slots < 2 * size:
        slots *= 2
    table = whole_table[:slots]
    table[:] = U64(0)
    words = VOTES + (couples * width + 7) // 8
    used = np.zeros(max(1, couples), np.int64)
    # The usual channel has a limit per couple and votes on one byte. Its votes are added up eight couples at a time, in
    # lanes of 16 bits: for each word what even and odd couples were given, and what of that is under the limit.
    in_lanes = (asks[:, PER_BALLOT] == 0) & (width == 1)
    limits = asks[:, LIMIT]
    lane_limits = np.where((limits < 0) | (limits > _LANE_FULL), _LANE_FULL, limits).astype(np.uint64) * U64(_LANES)
    packed = np.zeros((len(asks), 4 * (words - VOTES)), np.uint64)
    added = np.zeros(len(asks), np.int64)
    _enter(rows, size, words, table, following, is_last)
    for last in range(size):
        row = last * words
        meta = np.int64(rows[row + 3])
        channel = (meta >> CHANNEL_SHIFT) & _CHANNEL
        brought[channel] += 1
        if meta & 3 != IN_TIME_MARK:
            _put(rows, row, couples, width, fates, channel, EARLY if meta & 3 == EARLY_MARK else LATE)
        if not is_last[last]:
            continue
        found = _chain(following, last, words, order)
        if found > 1:
            found = _without_copies(rows, order, spare, found, couples, width, fates, channel)
        if len(excluded):
            found = _not_excluded(rows, order, found, couples, width, base, excluded, fates, channel)
        first = max(0, found - 1) if asks[channel, REPLACEABLE] else 0
        for nth in range(first):
            _put(rows, order[nth], couples, width, fates, channel, REPLACED)
        if in_lanes[channel] and found <= _MOST_TOGETHER:
            if added[channel] + found > _LANE_HOLDS:
                _empty(packed[channel], channel, couples, fates)
                added[channel] = 0
            added[channel] += found
            _add_up(rows, order, first, found, lane_limits[channel], packed[channel])
            continue
        used[:] = 0
        for nth in range(first, found):
            _limit(rows, order[nth], couples, width, asks, channel, used, fates)
    for nth in range(len(asks)):
        _empty(packed[nth], nth, couples, fates)
