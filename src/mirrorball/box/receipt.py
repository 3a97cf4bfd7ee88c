"""The receipt of a ballot: a code that leads to its place in the box, and says for whom it was to nobody.

A code holds which box, block and place, and a signature under the night's key over that place and the ballot there. So
looking one up is reading one block, however many ballots there are, and nobody can make one up.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from mirrorball.box.voters import LETTER_BITS, LETTERS, READ_AS

BOX_BITS, BLOCK_BITS, PLACE_BITS, SIGNED_BITS = 16, 28, 12, 34
LENGTH = (BOX_BITS + BLOCK_BITS + PLACE_BITS + SIGNED_BITS) // LETTER_BITS
GROUP = 6  # letters between two dashes
_THREE = [a + b + c for a in LETTERS for b in LETTERS for c in LETTERS]  # three letters at a time, six times a code
_LAST = len(_THREE) - 1


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a ballot lies: the first two bytes of its box's name as a number, its block, its place in the block."""

    box: int
    block: int
    place: int


def spot_box(box: bytes) -> int:
    """How a receipt names a box."""
    return int.from_bytes(box[: BOX_BITS // 8], "big")


def receipt(key: bytes, spot: Spot, voter: bytes, name: bytes) -> str:
    """The code of the ballot that lies here."""
    return receipts(key, spot.box, spot.block)(spot.place, voter, name)


def receipts(key: bytes, box: int, block: int) -> Callable[[int, bytes, bytes], str]:
    """What gives the codes of the ballots of one block, by place, voter and id."""
    begun = blake2b(b"%d %d " % (box, block), key=key, digest_size=5)
    above = (box << BLOCK_BITS | block) << PLACE_BITS

    def code(place: int, voter: bytes, name: bytes) -> str:
        said = begun.copy()
        said.update(b"%d " % place + voter + name)
        signed = int.from_bytes(said.digest(), "big") & ((1 << SIGNED_BITS) - 1)
        number = (above | place) << SIGNED_BITS | signed
        first, second = _THREE[number >> 75], _THREE[number >> 60 & _LAST]
        third, fourth = _THREE[number >> 45 & _LAST], _THREE[number >> 30 & _LAST]
        return f"{first}{second}-{third}{fourth}-{_THREE[number >> 15 & _LAST]}{_THREE[number & _LAST]}"

    return code


def spot_of(typed: str) -> Spot | None:
    """Where the ballot of a code as somebody typed it should lie; None if no code looks like this."""
    read = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(READ_AS)
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
    read = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(READ_AS)
    return hmac.compare_digest(receipt(key, spot, voter, name).replace("-", ""), read)
