"""The receipt of a ballot: a code that leads to its place in the box, and says for whom it was to nobody.

A code holds which box, block and place, and a signature under the night's key over that place and the ballot there. So
looking one up is reading one block, however many ballots there are, and nobody can make one up.
"""

from __future__ import annotations

import hmac
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from mirrorball.box.voters import LETTER_BITS, LETTERS, READ_AS

BOX_BITS, BLOCK_BITS, PLACE_BITS, SIGNED_BITS = 16, 29, 12, 33
HALF = (BOX_BITS + BLOCK_BITS) // LETTER_BITS  # letters that say which block, and as many for the ballot in it
LENGTH = 2 * HALF
GROUP = 6  # letters between two dashes
_THREE = [a + b + c for a in LETTERS for b in LETTERS for c in LETTERS]  # three letters at a time
_THREE_BITS = 3 * LETTER_BITS
_MOST = (1 << _THREE_BITS) - 1


class Spot(NamedTuple):
    """Where a ballot lies: the first two bytes of its box's name as a number, its block, its place in the block."""

    box: int
    block: int
    place: int


def spot_box(box: bytes) -> int:
    """How a receipt names a box."""
    return int.from_bytes(box[: BOX_BITS // 8], "big")


def receipt(key: bytes, spot: Spot, voter: bytes, name: bytes) -> str:
    """The code of the ballot that lies here."""
    box, block, place = spot
    begin = _letters(box << BLOCK_BITS | block)
    end = _half(place << SIGNED_BITS | _signed(key, begin, place, voter, name))
    return f"{begin[:GROUP]}-{begin[GROUP:]}{end[: 2 * GROUP - HALF]}-{end[2 * GROUP - HALF :]}"


def spot_of(typed: str) -> Spot | None:
    """Where the ballot of a code as somebody typed it should lie; None if no code looks like this."""
    read = _read(typed)
    if len(read) != LENGTH or not set(read) <= set(LETTERS):
        return None
    number = 0
    for letter in read:
        number = number << LETTER_BITS | LETTERS.index(letter)
    number >>= SIGNED_BITS
    place = number & ((1 << PLACE_BITS) - 1)
    number >>= PLACE_BITS
    return Spot(number >> BLOCK_BITS, number & ((1 << BLOCK_BITS) - 1), place)


def is_receipt(key: bytes, typed: str, spot: Spot, voter: bytes, name: bytes) -> bool:
    """Whether this code was given for the ballot that lies here."""
    code = receipt(key, spot, voter, name)
    return hmac.compare_digest(code.replace("-", "").encode(), _read(typed).encode())


def _read(typed: str) -> str:
    return "".join(letter for letter in typed.upper() if letter.isalnum()).translate(READ_AS)


@lru_cache(maxsize=1024)
def _letters(number: int) -> str:
    """The letters of a block; all its ballots share them."""
    return _half(number)


def _half(number: int) -> str:
    high, middle = number >> 2 * _THREE_BITS, number >> _THREE_BITS & _MOST
    return f"{_THREE[high]}{_THREE[middle]}{_THREE[number & _MOST]}"


def _signed(key: bytes, block: str, place: int, voter: bytes, name: bytes) -> int:
    said = b"%b%d %b%b" % (block.encode(), place, voter, name)
    return int.from_bytes(blake2b(said, key=key, digest_size=5).digest(), "big") >> 40 - SIGNED_BITS
