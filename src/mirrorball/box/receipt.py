"""The receipt of a ballot: a code that leads to its place in the box, and says for whom it was to nobody.

A code holds which box, block and place, and a signature under the night's key over that place and the ballot there. So
looking one up is reading one block, however many ballots there are, and nobody can make one up.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from dataclasses import dataclass
from hashlib import blake2b

from mirrorball.box.voters import LETTER_BITS, LETTERS, READ_AS

BOX_BITS, BLOCK_BITS, PLACE_BITS, SIGNED_BITS = 16, 28, 12, 34
LENGTH = (BOX_BITS + BLOCK_BITS + PLACE_BITS + SIGNED_BITS) // LETTER_BITS
GROUP = 6  # letters between two dashes
ENCODED_BYTES = 15  # whole groups of forty bits, as the encoding wants them
SPARE_BITS = ENCODED_BYTES * 8 - LENGTH * LETTER_BITS
_OUR_LETTERS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", LETTERS.encode())


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
    number = (spot.box << BLOCK_BITS | spot.block) << PLACE_BITS | spot.place
    number = (number << SIGNED_BITS | _signed(key, spot, voter, name)) << SPARE_BITS
    letters = b32encode(number.to_bytes(ENCODED_BYTES, "big"))[:LENGTH].translate(_OUR_LETTERS).decode()
    return f"{letters[:GROUP]}-{letters[GROUP : 2 * GROUP]}-{letters[2 * GROUP :]}"


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


def _signed(key: bytes, spot: Spot, voter: bytes, name: bytes) -> int:
    said = b"%d %d %d " % (spot.box, spot.block, spot.place) + voter + name
    return int.from_bytes(blake2b(said, key=key, digest_size=5).digest(), "big") & ((1 << SIGNED_BITS) - 1)
