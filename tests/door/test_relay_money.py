"""Payments and refunds that a relay hands on: exact, each once, and the ledger and the count agree."""

from __future__ import annotations

import pytest

from mirrorball.box import intake as intake_module
from mirrorball.box.block import Kind
from mirrorball.box.money import Sums, Why, ledger
from mirrorball.box.receipt import spot_of
from mirrorball.box.tally import count
from mirrorball.core.votes import NotCounted
from mirrorball.door.page import Stage
from tests.door.relayed import (
    FOXX,
    REGGIE,
    RULES,
    Door,
    gift,
    refund,
    votes_of,
)

# Money.


def test_a_payment_buys_whole_votes_and_the_rest_is_told(door: Door) -> None:
    text, number = door.send("gifts", gift("5.20"), gift("1.00", "p2") | {"text": None, "votes": {"7": 2}})

    assert (text["star"], text["votes"], text["rest"]) == (REGGIE, 10, {"amount": "0.20", "currency": "EUR"})
    assert (number["star"], number["votes"]) == (FOXX, 2)
    box = door.box()
    assert [votes_of(one) for one in box.ballots] == [{REGGIE: 10}, {FOXX: 2}]
    book = ledger(box.notes, RULES.channels)
    assert book.sums == {(REGGIE, "EUR"): Sums(1, 520, 0, 10), (FOXX, "EUR"): Sums(1, 100, 0, 2)}
    assert book.listed == ()


def test_too_little_for_a_vote_is_taken_and_told(door: Door) -> None:
    (answer,) = door.send("gifts", gift("0.49"))

    assert (answer["votes"], answer["rest"]["amount"]) == (0, "0.49")
    assert ledger(door.box().notes, RULES.channels).of(REGGIE) == Sums(1, 49)


def test_a_payment_stands_in_front_of_its_ballots(door: Door) -> None:
    """A power cut between the two leaves money without votes, which is sent again, and no vote without money."""
    (answer,) = door.send("gifts", gift("5.00"))

    spot = spot_of(answer["receipt"])
    assert spot is not None
    assert [note.number for note in door.box().notes if note.kind is Kind.MONEY] == [spot.block - 1]


def test_where_too_many_wait_a_payment_comes_again_and_is_one(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as crowded:
        crowded.setattr(intake_module, "MOST_WAITING", 1)
        first, second = door.send("gifts", gift("5.00"), gift("1.00", "p2"))
    assert (first["kept"], second["again"]) == (True, True)

    door.send("gifts", gift("1.00", "p2"))
    box = door.box()
    assert ledger(box.notes, RULES.channels).of() == Sums(2, 600, 0, 12)
    assert count(box.ballots, RULES.channels).counted(REGGIE, "gifts") == 12


def test_one_payment_is_one_ballot_whatever_it_is_called(door: Door) -> None:
    door.send("gifts", gift("5.00"), gift("5.00") | {"id": "another name"})

    box = door.box()
    assert count(box.ballots, RULES.channels).counted(REGGIE, "gifts") == 10
    assert ledger(box.notes, RULES.channels).of(REGGIE) == Sums(1, 500, 0, 10)


def test_a_refund_before_certification_takes_votes_back(door: Door) -> None:
    (*_, answer) = door.send("gifts", gift("5.00"), refunds=[refund("1.00")])
    door.send("gifts", refunds=[refund("1.00")])  # the same again

    assert answer == {"id": "r1", "kept": True}
    box = door.box()
    book = ledger(box.notes, RULES.channels)
    assert book.of(REGGIE) == Sums(1, 500, 100, 8)
    counted = count(box.ballots, RULES.channels, back=book.back)
    assert (counted.counted(REGGIE, "gifts"), counted.why_not()[NotCounted.VOIDED]) == (8, 2)


def test_a_refund_of_no_payment_is_kept_for_the_ledger_to_list(door: Door) -> None:
    (answer,) = door.send("gifts", refunds=[refund("1.00", payment="p7")])

    assert answer["kept"] is True
    assert [one.why for one in ledger(door.box().notes, RULES.channels).listed] == [Why.UNKNOWN]


@pytest.mark.parametrize(
    ("channel", "bad", "why"),
    [
        ("sms", refund("1.00"), "sms takes no money"),
        ("gifts", refund("1.00", currency="USD"), "in EUR"),
        ("gifts", refund("0"), "above nothing"),
        ("gifts", refund("1.00", ""), "The id has 0 letters"),
        ("gifts", refund("1.00", payment=""), "The voter has 0 letters"),
        ("gifts", {"id": "r1"}, "The refund does not read"),
    ],
)
def test_a_bad_refund_refuses_only_itself(door: Door, channel: str, bad: object, why: str) -> None:
    (answer,) = door.send(channel, refunds=[bad])

    assert why in answer["refused"]
    assert [note.kind for note in door.box().notes] == [Kind.OPEN]


def test_a_late_payment_is_in_the_books_and_buys_nothing(door: Door) -> None:
    door.mark(Kind.CLOSE)
    (answer,) = door.send("gifts", gift("5.00"), stage=Stage.CLOSED)

    box = door.box()
    assert answer["late"] is True
    assert count(box.ballots, RULES.channels).counted(REGGIE, "gifts") == 0
    assert ledger(box.notes, RULES.channels).of(REGGIE) == Sums(1, 500, late=10)
