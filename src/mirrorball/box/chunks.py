"""The first pass of the count over the files of a box: which blocks are whole, and how their ballots are dealt.

A file is cut into chunks that begin with a block, so that one big file keeps both threads busy. Where a chunk begins is
guessed by looking for a block; the guess holds if the chunk before ends just there, and otherwise the file is read
again in one piece.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import numpy as np

from mirrorball.box.ballot import When
from mirrorball.box.block import Block, Damage, Kind, block_at, walk
from mirrorball.box.contents import NoBox, Note, Part, Reading, misfit
from mirrorball.box.deal import (
    AT,
    BROKEN,
    COLUMNS,
    COUNT,
    COUPLES,
    KIND,
    NUMBER,
    OFFSET,
    PAD,
    Bytes,
    Wide,
    checksum_table,
    survey,
)
from mirrorball.box.rules import Rules

CHUNK = 1 << 25  # bytes of a file that one thread takes on
PIECE = 1 << 19  # bytes of a chunk that are in memory, small enough for the cache of a core
ROWS = 4_096  # blocks that are told of at once
FAR = 1 << 62  # behind the end of every file

_TABLE = checksum_table()


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole blocks, one behind the other: where they begin in their file, how long they are, and a row for each."""

    offset: int
    size: int
    rows: Wide


@dataclass(slots=True)
class Chunk:
    """What the first pass found in one stretch of a file. ``dealt``: how many ballots go to each partition."""

    path: Path
    begin: int
    end: int
    dealt: Wide
    pieces: list[Piece] = field(default_factory=list)
    damages: list[Damage] = field(default_factory=list)
    reached: int = 0  # where it stopped: at ``end``, if the guess where the next chunk begins was right


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One file after the first pass. ``window``: where in the file it opens and closes, and when it closed."""

    chunks: tuple[Chunk, ...]
    notes: tuple[Note, ...]
    part: Part
    window: tuple[int, int, int]

    @property
    def damages(self) -> list[Damage]:
        """What is damaged in the file, from its beginning on."""
        return [damage for chunk in self.chunks for damage in chunk.damages]


def surveyed(path: Path, rules: Rules | None, shift: int, threads: Executor, told: Callable[[int], None]) -> Surveyed:
    """Go through one file; ``told`` hears of bytes gone through. Raises ``NoBox``."""
    size = path.stat().st_size
    starts = [*_starts(path, size), size]
    chunks = []
    for chunk in threads.map(partial(survey_chunk, path, shift), starts[:-1], starts[1:]):
        chunks.append(chunk)
        told(chunk.end - chunk.begin)
    if any(chunk.reached != chunk.end for chunk in chunks[:-1]):
        chunks = [survey_chunk(path, shift, 0, size)]
    return _in_its_window(path, rules, chunks)


def pieces_of(chunk: Chunk) -> Iterator[tuple[Piece, Bytes]]:
    """The pieces of a chunk, each with its bytes, which hold until the next is asked for."""
    held = np.empty(PIECE + PAD, np.uint8)
    with chunk.path.open("rb", buffering=0) as file:
        for piece in chunk.pieces:
            _read(file, held, piece.offset, piece.size)
            yield piece, held


def survey_chunk(path: Path, shift: int, begin: int, end: int) -> Chunk:
    """Go through one stretch of a file that begins with a block, or is the beginning of the file."""
    chunk = Chunk(path, begin, end, np.zeros(1 << 64 - shift, np.int64))
    held, rows = np.empty(PIECE + PAD, np.uint8), np.empty((ROWS, COLUMNS), np.int64)
    at, number = begin, 0
    with path.open("rb", buffering=0) as file:
        while at < end:
            size = _read(file, held, at, min(PIECE, end - at))
            gone, found, why = survey(_TABLE, held, size, at, shift, rows, chunk.dealt)
            if found:
                chunk.pieces.append(Piece(at, gone, rows[:found].copy()))
                number = int(rows[found - 1, NUMBER]) + 1
            at += gone
            if why == BROKEN or gone == 0:
                file.seek(at)
                _, entry = next(walk(file))
                if isinstance(entry, Block):  # it goes on behind the end, in the next chunk or written just now
                    assert at + entry.size > end, "a piece is too small for a block"  # noqa: S101  # or it is lost
                    break
                chunk.damages.append(replace(entry, offset=at, number=number))
                at += entry.size
                number += 1
    chunk.reached = at
    return chunk


def _starts(path: Path, size: int) -> Iterator[int]:
    """Where chunks may begin."""
    yield 0
    with path.open("rb", buffering=0) as file:
        for about in range(CHUNK, size, CHUNK):
            file.seek(about)
            held = file.read(PIECE)
            offset, entry = next(walk(BytesIO(held)))
            start = offset + entry.size if isinstance(entry, Damage) else offset
            if start < len(held):
                yield about + start


def _read(file: BinaryIO, held: Bytes, offset: int, size: int) -> int:
    """Read so many bytes, or as many as there are; how many."""
    file.seek(offset)
    view, read = held.data, 0
    while read < size and (more := file.readinto(view[read:size])):  # type: ignore[attr-defined]  # a raw file has it
        read += more
    return read


def _in_its_window(path: Path, rules: Rules | None, chunks: Sequence[Chunk]) -> Surveyed:
    """Read what is not ballots, and see where the window opens and closes."""
    reading = Reading(path, rules)
    notes: list[Note] = []
    opens, closes, box = FAR, FAR, b""
    for offset, entry in _markers(path, chunks):
        if isinstance(entry, Block) and entry.kind is Kind.BALLOTS:
            box = entry.box
            continue
        before = reading.when
        reading.take(entry)
        if reading.when is not before:
            opens, closes = min(opens, offset), offset if reading.when is When.LATE else FAR
        if isinstance(entry, Block):
            box = entry.box
            notes += reading.notes(entry)
    rows = np.concatenate([piece.rows for chunk in chunks for piece in chunk.pieces] or [np.empty((0, COLUMNS), int)])
    of_ballots = rows[rows[:, KIND] == Kind.BALLOTS]
    if rules is not None:
        for row in of_ballots[of_ballots[:, COUPLES] != len(rules.choices)][:1]:
            raise NoBox(misfit(path, int(row[NUMBER]), f"{row[COUPLES]} couples", f"{len(rules.choices)}"))
    part = replace(
        reading.part(),
        box=box,
        blocks=len(rows),
        ballots=int(of_ballots[:, COUNT].sum()),
        last_at=int(rows[-1, AT]) if len(rows) else 0,
    )
    return Surveyed(tuple(chunks), tuple(notes), part, (opens, closes, reading.closed_at or 0))


def _markers(path: Path, chunks: Sequence[Chunk]) -> Iterator[tuple[int, Block | Damage]]:
    """All that is not ballots, and the last block, each with where it begins, in the order of the file."""
    found: list[tuple[int, int, Damage | None]] = [(d.offset, d.size, d) for chunk in chunks for d in chunk.damages]
    for chunk in chunks:
        for piece in chunk.pieces:
            begins, ends = piece.rows[:, OFFSET], np.append(piece.rows[1:, OFFSET], piece.offset + piece.size)
            told = piece.rows[:, KIND] != Kind.BALLOTS
            told[-1] |= piece is chunks[-1].pieces[-1]
            found += [(int(begin), int(end - begin), None) for begin, end in zip(begins[told], ends[told], strict=True)]
    with path.open("rb", buffering=0) as file:
        for offset, size, damage in sorted(found, key=lambda one: one[0]):
            file.seek(offset)
            entry = damage or block_at(file.read(size), 0)
            if entry is not None:
                yield offset, entry
