"""Who votes, without knowing who: what a sender gave becomes a name that only the night's key can lead back from.

A box holds no phone number, address or code. When the key is destroyed after the time for appeals, nobody can tell any
more whose ballot is whose.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from mirrorball.box.block import ID_BYTES, VOTER_BYTES
from mirrorball.core.channel import Unit

SHA = sha256().name
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no letter that reads like a figure
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
SEAT_BITS, SIGNED_BITS, LETTER_BITS = 16, 34, 5  # who guesses a code without pause needs days for one
MOST_SEATS = 1 << SEAT_BITS
CODE_LENGTH = (SEAT_BITS + SIGNED_BITS) // LETTER_BITS


class Voters:
    """The keys of one night, all drawn from its secret."""

    def __init__(self, secret: bytes) -> None:
        """Draw them."""
        self._voter = _Named(_key(secret, "voter"))
        self._ballot = _Named(_key(secret, "ballot"))
        self._seat = _key(secret, "seat")
        self.receipt = _key(secret, "receipt")
        self.relay = _key(secret, "relay")
        self.code = _key(secret, "code")

    def voter(self, unit: Unit, known_as: str) -> bytes:
        """The name in the box of whoever is known by this; ``known_as`` is written in one way only (E.164, say)."""
        return self._voter.name(_text(unit, known_as).encode())[:VOTER_BYTES]

    def ballot(self, name: str) -> bytes:
        """The id in the box of a ballot that its sender calls so."""
        return self._ballot.name(name.encode())[:ID_BYTES]

    def seat_code(self, seat: int) -> str:
        """The code on the card of a seat, ``0 <= seat < MOST_SEATS``."""
        number = seat << SIGNED_BITS | self._signed_seat(seat)
        shifts = range(LETTER_BITS * (CODE_LENGTH - 1), -1, -LETTER_BITS)
        return "".join(LETTERS[number >> shift & 31] for shift in shifts)

    def seat_of(self, typed: str) -> int | None:
        """The seat of a code as somebody typed it, or None if no card has this code."""
        read = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(READ_AS)
        if len(read) != CODE_LENGTH or not set(read) <= set(LETTERS):
            return None
        number = 0
        for letter in read:
            number = number << LETTER_BITS | LETTERS.index(letter)
        seat = number >> SIGNED_BITS
        return seat if hmac.compare_digest(self.seat_code(seat), read) else None

    def token(self, unit: Unit, known_as: str) -> str:
        """What a browser keeps so that it stays this voter: who it is, and its name in the box, which we alone know.

        So one look tells both that we made the token and under which name its ballots lie in the box.
        """
        return f"{_text(unit, known_as)}.{self.voter(unit, known_as).hex()}"

    def read_token(self, unit: Unit, token: str) -> bytes | None:
        """The name in the box of the voter with this token, or None if we never made it for this unit."""
        text, _, named = token.rpartition(".")
        if not text.startswith(unit.name) or not token.isascii():
            return None
        voter = self._voter.name(text.encode())[:VOTER_BYTES]
        return voter if hmac.compare_digest(voter.hex(), named) else None

    def _signed_seat(self, seat: int) -> int:
        digest = hmac.digest(self._seat, seat.to_bytes(4, "big"), SHA)
        return int.from_bytes(digest[:8], "big") & ((1 << SIGNED_BITS) - 1)


class _Named:
    """HMAC-SHA-256 under one key, begun once and carried on for each name: half the time of ``hmac.digest``."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        block = key.ljust(sha256().block_size, b"\0")
        self._inner = sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = sha256(bytes(byte ^ 0x5C for byte in block))

    def name(self, said: bytes) -> bytes:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(said)
        outer.update(inner.digest())
        return outer.digest()


def _text(unit: Unit, known_as: str) -> str:
    """A voter as the key signs it; in figures, so that any name fits into a cookie."""
    return f"{unit.name}.{known_as.encode().hex()}"


def _key(secret: bytes, what_for: str) -> bytes:
    return hmac.digest(secret, f"box {what_for}".encode(), SHA)
