"""Names in a box are HMAC-SHA-256 under keys of the night, as anybody who has its secret finds."""

from __future__ import annotations

import hmac

from mirrorball.box.voters import Voters
from mirrorball.core.channel import Unit

SECRET = b"secret of the night"


def keyed(what_for: str, said: str) -> bytes:
    """HMAC-SHA-256 of this, under the key for this."""
    return hmac.digest(hmac.digest(SECRET, f"box {what_for}".encode(), "sha256"), said.encode(), "sha256")


def test_voters_and_ballots_are_named_by_hmac() -> None:
    voters = Voters(SECRET)

    for _ in range(2):  # what was begun once is carried on for each name, not through all of them
        assert voters.voter(Unit.PHONE, "+1").hex() == keyed("voter", f"PHONE.{b'+1'.hex()}").hex()[:32]
        assert voters.ballot("gate/b1") == keyed("ballot", "gate/b1")[:8]


def test_names_of_one_night_say_nothing_in_another() -> None:
    first, second = Voters(SECRET), Voters(b"another night")

    assert first.voter(Unit.PHONE, "+1") != second.voter(Unit.PHONE, "+1")
    assert first.ballot("b1") != second.ballot("b1")
    assert first.voter(Unit.PHONE, "+1") != first.voter(Unit.ACCOUNT, "+1")
