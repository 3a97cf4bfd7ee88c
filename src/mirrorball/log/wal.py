"""A look at the file into which SQLite writes ahead, before SQLite opens it.

A program that was killed leaves its last entries in that file. SQLite reads it up to the first frame whose sum is wrong
and takes all behind it for what a power cut left half-written: a changed byte would lose entries without a word. Of a
power cut only the last transaction can be half-written, since each is on the disk before the next one begins. So where
two or more transactions end behind the first wrong sum, something else happened to the file. What happens to the last
one nobody can tell from a power cut, and a night must start after a power cut.

The format is at https://sqlite.org/fileformat2.html#walformat.
"""

from __future__ import annotations

from pathlib import Path
from struct import Struct, iter_unpack

_HEADER = Struct(">8I")  # magic, version, page size, checkpoint, two salts, two sums
_FRAME = Struct(">6I")  # page, pages after a commit (else 0), two salts, two sums
_MAGIC = 0x377F0682  # and one more where the sums are over big-endian words
_SUMMED = 24
_WORD = 0xFFFFFFFF

Sums = tuple[int, int]


def cut_short(path: Path) -> bool:
    """Whether entries stand in this file behind a place at which SQLite stops to read."""
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return False
    if len(written) < _HEADER.size or not any(written[: _HEADER.size]):
        return False  # nothing was written yet
    magic, _, page, _, *salts, first, second = _HEADER.unpack_from(written)
    order = ">" if magic & 1 else "<"
    sums = _sums(order, written[:_SUMMED], (0, 0))
    if magic & ~1 != _MAGIC or sums != (first, second):
        return True  # it was written in one piece and is whole or is not there
    return _ends_behind(written, order, page, salts, sums) > 1


def _ends_behind(written: bytes, order: str, page: int, salts: list[int], sums: Sums) -> int:
    """How many transactions end behind the first frame that does not add up."""
    whole, ends = True, 0
    for at in range(_HEADER.size, len(written) - _FRAME.size - page + 1, _FRAME.size + page):
        _, pages, *salted, first, second = _FRAME.unpack_from(written, at)
        if whole:
            content = at + _FRAME.size
            sums = _sums(order, written[at : at + 8] + written[content : content + page], sums)
            whole = salted == salts and sums == (first, second)
        if not whole and salted == salts and pages:
            ends += 1
    return ends


def _sums(order: str, of: bytes, sums: Sums) -> Sums:
    """SQLite's running sums over pairs of words."""
    first, second = sums
    for one, other in iter_unpack(f"{order}2I", of):
        first = (first + one + second) & _WORD
        second = (second + other + first) & _WORD
    return first, second
