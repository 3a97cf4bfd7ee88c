"""Blocks: the bytes in which a box keeps what it took. docs/box.md describes them for readers without this code.

A box file is blocks, one behind the other, and nothing else. Each block is written whole and waited for before anybody
hears that their ballot is in, so only the end of a file can be half a block, and nobody was answered for that one.
Numbers are little-endian. A block has at most 65,535 bytes, so that it can later be an entry of a C2SP tlog-tiles log.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from struct import Struct
from typing import BinaryIO
from zlib import crc32

MAGIC = b"MBX1"
HEAD = Struct("<4sHBB8sIHHq")  # magic, size, kind, width, box, number, count, couples, at
SUM = Struct("<I")
MOST_BYTES = 65_535
BOX_BYTES, VOTER_BYTES, ID_BYTES = 8, 16, 8
MOST_VOTES = {1: 0xFF, 2: 0xFFFF, 4: 0xFFFF_FFFF}  # for one couple on one ballot, by how many bytes hold them
NO_AGE = 0xFFFF_FFFF
HEX = r"^([0-9a-f]{2})+\Z"  # how notes write a name of the box
AT_A_TIME = 1 << 22  # bytes of a file that are read at once
RECORD_HEAD = Struct(f"<{VOTER_BYTES}s{ID_BYTES}sIIBB")  # voter, id, after, age, channel, nothing
_COUNTS = {1: "B", 2: "H", 4: "I"}


class Kind(IntEnum):
    """What a block holds."""

    OPEN = 1  # the rules, as JSON: ballots behind it count
    BALLOTS = 2
    EXTENDED = 3  # a new time for the close, with its reason, as JSON
    CLOSE = 4  # as JSON; ballots behind it are late
    UNREAD = 5  # messages that name no couple, a JSON value a line
    PAPER = 6  # paper ballots, each as one person typed it, a JSON value a line
    MONEY = 7  # payments and refunds, a JSON value a line
    EXCLUDE = 8  # one person's signature under a rule that leaves ballots out, as JSON


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a box. ``at`` is when it was begun, in milliseconds since 1970 by the clock of whoever wrote it."""

    kind: Kind
    box: bytes
    number: int
    at: int
    body: bytes
    count: int = 0
    couples: int = 0
    width: int = 0

    @property
    def size(self) -> int:
        """How many bytes it is in a file."""
        return HEAD.size + len(self.body) + SUM.size


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of a file that are no block. ``number`` is that of the block which should stand there, as far as known."""

    offset: int
    size: int
    number: int
    cut: bool  # the file ends in the middle of a block: a power cut, and nobody was answered for it


def record(couples: int, width: int) -> Struct:
    """The bytes of one ballot: ``RECORD_HEAD`` and one number a couple."""
    return Struct(RECORD_HEAD.format + str(couples) + _COUNTS[width])


def room(couples: int, width: int) -> int:
    """How many ballots fit into one block."""
    return (MOST_BYTES - HEAD.size - SUM.size) // record(couples, width).size


def packed(block: Block) -> bytes:
    """A block as bytes. Raises ``ValueError`` if it is longer than a block can be."""
    size = block.size
    if size > MOST_BYTES:
        message = f"a block of {size} bytes, and {MOST_BYTES} is the most"
        raise ValueError(message)
    head = HEAD.pack(
        MAGIC, size, block.kind, block.width, block.box, block.number, block.count, block.couples, block.at
    )
    return head + block.body + SUM.pack(crc32(block.body, crc32(head)))


def walk(file: BinaryIO) -> Iterator[tuple[int, Block | Damage]]:
    """The blocks of a file and where each begins; in between, what is damaged. Some megabytes of it are in memory."""
    held = _Held(file)
    offset, number = 0, 0
    while (at := held.reach(offset)) < len(held.bytes):
        block = block_at(held.bytes, at)
        if block is None:
            is_cut = _is_cut(held.bytes, at)
            following = _next_block(held, offset)
            yield offset, Damage(offset, following - offset, number, cut=is_cut and following == held.end)
            offset, number = following, number + 1
        else:
            yield offset, block
            offset, number = offset + block.size, block.number + 1


def block_at(held: bytes, offset: int) -> Block | None:
    """The block that begins here, or None if none does."""
    if offset + HEAD.size + SUM.size > len(held):
        return None
    magic, size, kind, width, box, number, count, couples, at = HEAD.unpack_from(held, offset)
    end = offset + size - SUM.size
    if magic != MAGIC or size < HEAD.size + SUM.size or end + SUM.size > len(held):
        return None
    if crc32(memoryview(held)[offset:end]) != SUM.unpack_from(held, end)[0] or kind not in Kind.__members__.values():
        return None
    body = held[offset + HEAD.size : end]
    if kind == Kind.BALLOTS and (width not in _COUNTS or len(body) != count * record(couples, width).size):
        return None
    return Block(Kind(kind), box, number, at, body, count, couples, width)


class _Held:
    """What is in memory of a file that is read from its beginning to its end."""

    def __init__(self, file: BinaryIO) -> None:
        """Begin with nothing."""
        self.bytes = b""
        self._file, self._begin, self._ended = file, 0, False

    def reach(self, offset: int) -> int:
        """Have a block's length from this offset of the file on, as far as it goes: where that begins in memory."""
        at = offset - self._begin
        while not self._ended and len(self.bytes) - at < MOST_BYTES:
            more = self._file.read(AT_A_TIME)
            self._ended = not more
            self.bytes, self._begin, at = self.bytes[at:] + more, offset, 0
        return at

    def find_magic(self, offset: int) -> int | None:
        """Where a block may begin, from this offset of the file on."""
        while True:
            at = self.reach(offset)  # which may change what is in memory
            found = self.bytes.find(MAGIC, at)
            if found >= 0:
                return self._begin + found
            if self._ended:
                return None
            offset = max(offset, self.end - len(MAGIC) + 1)

    @property
    def end(self) -> int:
        """Where in the file that ends which is in memory."""
        return self._begin + len(self.bytes)


def _next_block(held: _Held, offset: int) -> int:
    """Where the next whole block begins behind a damaged one; the end of the file if there is none."""
    while (following := held.find_magic(offset + 1)) is not None:
        offset = following
        at = held.reach(offset)
        if block_at(held.bytes, at) is not None:
            return offset
    return held.end


def _is_cut(held: bytes, offset: int) -> bool:
    """Whether what begins here is a block that the file ends in the middle of."""
    left = len(held) - offset
    if left < HEAD.size:
        return held[offset : offset + len(MAGIC)] == MAGIC[:left]
    magic, size, *_ = HEAD.unpack_from(held, offset)
    return bool(magic == MAGIC and size > left)
