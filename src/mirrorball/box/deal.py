"""The first compiled part of the count: blocks are checked, and their ballots dealt to partitions by voter.

``counting`` leads it, and ``fold`` counts each partition. All ballots of a voter go to one partition, and a partition
is small enough for the cache of a core. Nothing here makes a value of a ballot: in a partition a ballot is a row of
64-bit words, ``voter`` (two), ``id``, ``meta`` and the votes. ``meta`` is time, channel and place to the window, so
that rows of one voter on one channel are in order by (``meta``, ``id``). Voters and ids are compared in full, never
by a digest.

The functions let go of Python's lock, so two threads work at once. They are compiled once a machine and kept beside
this file.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, uint64
from numpy.typing import NDArray

from mirrorball.box.block import HEAD, MAGIC, MOST_BYTES, NO_AGE, SUM, Kind

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]
Small = NDArray[np.int32]
Wide = NDArray[np.int64]
U64: Any = uint64  # called in compiled code it makes a number, which its own types do not know
Number = Any  # a whole number of the machine, which Python's types tell from its own ones

OFFSET, KIND, WIDTH, COUNT, COUPLES, AT, NUMBER, COLUMNS = range(8)  # of a row that tells of one block
WHOLE, BROKEN, FULL = range(3)  # why ``survey`` stopped: the piece is done, no block begins here, no row is left
IN_TIME_MARK, EARLY_MARK, LATE_MARK = range(3)  # the last two bits of ``meta``
CHANNEL_SHIFT, AT_SHIFT = 2, 10  # of ``meta``: channel has the 8 bits between, time the 54 above
LIMIT, PER_BALLOT, REPLACEABLE, GRACE, ASKS = range(5)  # columns of what a channel asks
VOTES = 4  # the word that a row's votes begin in
PAD = 16  # bytes behind what is read, so that a word may be taken across its end

_HEAD, _SUM, _MOST, _RECORD = HEAD.size, SUM.size, MOST_BYTES, 34
_MAGIC = int.from_bytes(MAGIC, "little")
_BALLOTS, _LAST_KIND = int(Kind.BALLOTS), max(int(kind) for kind in Kind)
_NO_AGE = NO_AGE
_MIX = 0x9E37_79B9_7F4A_7C15


def checksum_table() -> NDArray[np.uint32]:
    """What a byte does to a CRC-32, by how many bytes stand behind it in a group of 16."""
    table = np.zeros((16, 256), np.uint32)
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = value >> 1 ^ (0xEDB8_8320 if value & 1 else 0)
        table[0, byte] = value
    for behind in range(1, 16):
        table[behind] = (table[behind - 1] >> 8) ^ table[0, table[behind - 1] & 0xFF]
    return table


@njit(nogil=True, cache=True, inline="always")
def _word(held: Bytes, at: Number) -> Number:
    """Eight bytes as a number; the compiler makes one load of it."""
    return (
        U64(held[at])
        | U64(held[at + U64(1)]) << U64(8)
        | U64(held[at + U64(2)]) << U64(16)
        | U64(held[at + U64(3)]) << U64(24)
        | U64(held[at + U64(4)]) << U64(32)
        | U64(held[at + U64(5)]) << U64(40)
        | U64(held[at + U64(6)]) << U64(48)
        | U64(held[at + U64(7)]) << U64(56)
    )


@njit(nogil=True, cache=True, inline="always")
def mixed(first: Number, second: Number) -> Number:
    """A number that depends on all bits of a voter, however voters are named."""
    value = (first ^ (second << U64(29)) ^ (second >> U64(35))) * U64(_MIX)
    value = (value ^ (value >> U64(32))) * U64(_MIX)
    return value ^ (value >> U64(29))


@njit(nogil=True, cache=True)
def _checksum(table: NDArray[np.uint32], held: Bytes, begin: Number, size: Number) -> Number:
    """The CRC-32 of these bytes, sixteen at a time."""
    at, end, low = U64(begin), U64(begin + size), U64(0xFF)
    value = U64(0xFFFF_FFFF)
    while at + U64(16) <= end:
        a = _word(held, at) ^ value
        b = _word(held, at + U64(8))
        value = U64(
            table[15, a & low]
            ^ table[14, a >> U64(8) & low]
            ^ table[13, a >> U64(16) & low]
            ^ table[12, a >> U64(24) & low]
            ^ table[11, a >> U64(32) & low]
            ^ table[10, a >> U64(40) & low]
            ^ table[9, a >> U64(48) & low]
            ^ table[8, a >> U64(56)]
            ^ table[7, b & low]
            ^ table[6, b >> U64(8) & low]
            ^ table[5, b >> U64(16) & low]
            ^ table[4, b >> U64(24) & low]
            ^ table[3, b >> U64(32) & low]
            ^ table[2, b >> U64(40) & low]
            ^ table[1, b >> U64(48) & low]
            ^ table[0, b >> U64(56)]
        )
        at += U64(16)
    while at < end:
        value = U64(table[0, (value ^ U64(held[at])) & low]) ^ (value >> U64(8))
        at += U64(1)
    return value ^ U64(0xFFFF_FFFF)


@njit(nogil=True, cache=True)
def survey(
    table: NDArray[np.uint32], held: Bytes, size: Number, offset: Number, shift: Number, rows: Wide, dealt: Wide
) -> tuple[Number, Number, Number]:
    """Check the blocks in a piece of a file, write a row for each, and count the ballots of each partition.

    ``offset`` is where the piece begins in its file; a partition is what a mixed voter is shifted right by ``shift``.
    Answers how many bytes were gone through, how many rows were written, and why it stopped.
    """
    at, found = 0, 0
    while at + _HEAD + _SUM <= size:
        first = _word(held, U64(at))
        length = int((first >> U64(32)) & U64(0xFFFF))
        if first & U64(0xFFFF_FFFF) != U64(_MAGIC) or length < _HEAD + _SUM:
            return at, found, BROKEN
        if at + length > size:
            return at, found, WHOLE
        if found == len(rows):
            return at, found, FULL
        body = length - _SUM
        stated = _word(held, U64(at + body)) & U64(0xFFFF_FFFF)
        kind = int((first >> U64(48)) & U64(0xFF))
        if _checksum(table, held, at, body) != stated or kind == 0 or kind > _LAST_KIND:
            return at, found, BROKEN
        width = int(first >> U64(56))
        numbers = _word(held, U64(at + 16))
        count, couples = int((numbers >> U64(32)) & U64(0xFFFF)), int(numbers >> U64(48))
        if kind == _BALLOTS:
            stride = _RECORD + couples * width
            if width not in (1, 2, 4) or body - _HEAD != count * stride:
                return at, found, BROKEN
            for nth in range(count):
                place = U64(at + _HEAD + nth * stride)
                dealt[mixed(_word(held, place), _word(held, place + U64(8))) >> U64(shift)] += 1
        row = rows[found]
        row[OFFSET], row[KIND], row[WIDTH], row[COUNT], row[COUPLES] = offset + at, kind, width, count, couples
        row[AT], row[NUMBER] = np.int64(_word(held, U64(at + 24))), int(numbers & U64(0xFFFF_FFFF))
        found += 1
        at += length
    return at, found, WHOLE


@njit(nogil=True, cache=True, inline="always")
def _turned(name: Number) -> Number:
    """The bytes of an id the other way round, so that ids compare as numbers like they do as bytes."""
    name = (name & U64(0x00FF_00FF_00FF_00FF)) << U64(8) | (name >> U64(8)) & U64(0x00FF_00FF_00FF_00FF)
    name = (name & U64(0x0000_FFFF_0000_FFFF)) << U64(16) | (name >> U64(16)) & U64(0x0000_FFFF_0000_FFFF)
    return name << U64(32) | name >> U64(32)


@njit(nogil=True, cache=True, inline="always")
def _copy_votes(held: Bytes, at: Number, size: Number, out: Words, to: Number) -> None:
    """So many bytes of votes as words, the rest of the last word empty."""
    left = size
    while left >= 8:  # noqa: PLR2004  # bytes of a word
        out[to] = _word(held, at)
        at += U64(8)
        to += U64(1)
        left -= 8
    if left > 0:
        out[to] = _word(held, at) & ((U64(1) << U64(8 * left)) - U64(1))


@njit(nogil=True, cache=True)
def _widen_votes(
    held: Bytes, at: Number, couples: Number, width: Number, wider: Number, out: Words, to: Number
) -> None:
    """Votes that stand on few bytes as words in which each has more of them."""
    for word in range((couples * wider + 7) // 8):
        out[to + word] = U64(0)
    for couple in range(couples):
        votes = U64(0)
        for byte in range(width):
            votes |= U64(held[at + couple * width + byte]) << U64(8 * byte)
        bit = couple * wider * 8
        out[to + (bit >> 6)] |= votes << U64(bit & 63)


@njit(nogil=True, cache=True)
def deal(
    held: Bytes,
    offset: Number,
    rows: Wide,
    window: Wide,
    asks: Wide,
    shift: Number,
    wider: Number,
    room: Wide,
    out: Words,
) -> Number:
    """Put the ballots of a piece where ``room`` says for each partition; below 0 its turn is in another round.

    ``window``: where in the file it opens, where it closes, when it closed, and the time that rows count from.
    Answers 0, or by one more than the number of a block whose ballots name a channel that is not there.
    """
    for nth_row in range(len(rows)):
        row = rows[nth_row]
        if row[KIND] != _BALLOTS:
            continue
        width, couples = row[WIDTH], row[COUPLES]
        stride, words = _RECORD + couples * width, VOTES + (couples * wider + 7) // 8
        mark = EARLY_MARK if row[OFFSET] < window[0] else (LATE_MARK if row[OFFSET] > window[1] else IN_TIME_MARK)
        place = U64(row[OFFSET] - offset + _HEAD)
        for _ in range(row[COUNT]):
            first, second = _word(held, place), _word(held, place + U64(8))
            partition = mixed(first, second) >> U64(shift)
            spot = room[partition]
            if spot >= 0:
                room[partition] = spot + 1
                times = _word(held, place + U64(24))
                channel = np.int64(held[place + U64(32)])
                if channel >= len(asks):
                    return row[NUMBER] + 1
                at = row[AT] + np.int64(times & U64(0xFFFF_FFFF))
                lies = mark
                if mark == LATE_MARK and asks[channel, GRACE] > 0:
                    age, late = np.int64(times >> U64(32)), at - window[2]
                    if age != _NO_AGE and late <= asks[channel, GRACE] and late <= age:
                        lies = IN_TIME_MARK
                to = U64(spot * words)
                out[to] = first
                out[to + U64(1)] = second
                out[to + U64(2)] = _turned(_word(held, place + U64(16)))
                out[to + U64(3)] = U64((at - window[3]) << AT_SHIFT | channel << CHANNEL_SHIFT | lies)
                if width == wider:
                    _copy_votes(held, place + U64(_RECORD), couples * width, out, to + U64(VOTES))
                else:
                    _widen_votes(held, np.int64(place) + _RECORD, couples, width, wider, out, spot * words + VOTES)
            place += U64(stride)
    return 0
