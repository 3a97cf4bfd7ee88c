"""The ledger of a donation vote adds up, whatever is sent twice, late, wrong or paid back."""

from __future__ import annotations

import pytest

from mirrorball.box.ballot import Ballot, When
from mirrorball.box.block import Kind
from mirrorball.box.contents import Note
from mirrorball.box.money import Listed, Sums, Why, ledger
from mirrorball.box.tally import count
from mirrorball.core.channel import Channel, Price, Unit, Way
from mirrorball.core.votes import NotCounted

GIFTS = Channel("gifts", way=Way.DONATION, unit=Unit.PAYMENT, price=Price(50, "EUR"))
CARDS = Channel("cards", way=Way.DONATION, unit=Unit.PAYMENT, price=Price(100, "USD"))
CHANNELS = (GIFTS, CARDS, Channel("web"))


def paid(name: str, amount: object = 520, star: str = "Ada", at: int = 10, **other: object) -> Note:
    """A note of a payment."""
    said = {"payment": name, "voter": name.encode().hex(), "id": "0a", "at": at, "channel": "gifts", "star": star}
    return note(said | {"amount": amount, "currency": "EUR"} | other, at)


def repaid(name: str, amount: object, refund: str = "r1", at: int = 20) -> Note:
    """A note of a refund."""
    return note({"payment": name, "refund": refund, "amount": amount, "at": at}, at)


def note(value: dict[str, object], at: int, when: When = When.IN_TIME, kind: Kind = Kind.MONEY) -> Note:
    """A note with this value."""
    return Note(kind, b"12345678", 1, at, value, when)


def test_payments_are_added_by_couple_and_currency() -> None:
    book = ledger(
        [paid("p1"), paid("p2", 49), paid("p3", 100, "Bo"), paid("p4", 250, channel="cards", currency="USD")], CHANNELS
    )

    assert book.sums == {
        ("Ada", "EUR"): Sums(payments=2, taken=569, votes=10),
        ("Bo", "EUR"): Sums(payments=1, taken=100, votes=2),
        ("Ada", "USD"): Sums(payments=1, taken=250, votes=2),
    }
    assert book.of(currency="EUR") == Sums(payments=3, taken=669, votes=12)
    assert book.of("Ada").votes == 12
    assert (book.back, book.listed) == ({}, ())


def test_the_same_payment_and_the_same_refund_again_change_nothing() -> None:
    once = [paid("p1"), repaid("p1", 100)]
    again = [paid("p1", at=30), repaid("p1", 100, at=40)]

    assert ledger(once + again, CHANNELS) == ledger(once, CHANNELS)
    assert ledger(once, CHANNELS).of("Ada") == Sums(payments=1, taken=520, back=100, votes=8)


def test_a_refund_takes_the_votes_back_that_it_bought() -> None:
    book = ledger([paid("p1", 520), repaid("p1", 20), repaid("p1", 1, "r2")], CHANNELS)

    assert book.of("Ada") == Sums(payments=1, taken=520, back=21, votes=9)
    assert book.of("Ada").kept == 499
    assert book.back == {(b"p1", b"\x0a"): 1}


def test_what_is_taken_back_is_voided_in_the_count() -> None:
    book = ledger([paid("p1", 500), repaid("p1", 500)], CHANNELS)
    ballot = Ballot(10, b"\x0a", b"p1", "gifts", (("Ada", 10), ("Bo", 0)))

    counted = count([ballot], CHANNELS, back=book.back)

    assert counted.counted("Ada", "gifts") == 0
    assert counted.why_not()[NotCounted.VOIDED] == 10


def test_a_refund_may_come_before_its_payment() -> None:
    assert ledger([repaid("p1", 500, at=5), paid("p1", 500)], CHANNELS).of("Ada").kept == 0


def test_a_refund_of_a_payment_that_is_not_there_is_listed() -> None:
    book = ledger([paid("p1"), repaid("p9", 500)], CHANNELS)

    assert book.listed == (Listed(Why.UNKNOWN, "p9", "r1", 500, 20),)
    assert book.of() == Sums(payments=1, taken=520, votes=10)


def test_more_than_was_paid_is_not_paid_back() -> None:
    book = ledger(
        [paid("p1", 500), repaid("p1", 300), repaid("p1", 201, "r2", 21), repaid("p1", 200, "r3", 22)], CHANNELS
    )

    assert book.listed == (Listed(Why.OVER, "p1", "r2", 201, 21),)
    assert book.of("Ada") == Sums(payments=1, taken=500, back=500, votes=0)


def test_of_notes_that_contradict_each_other_the_first_holds_and_the_other_is_listed() -> None:
    book = ledger([paid("p1", 900, at=11), paid("p1", 500), repaid("p1", 60, at=21), repaid("p1", 50)], CHANNELS)

    assert book.of("Ada") == Sums(payments=1, taken=500, back=50, votes=9)
    assert [(one.why, one.amount) for one in book.listed] == [(Why.CONTRADICTS, 900), (Why.CONTRADICTS, 60)]


def test_a_late_payment_is_in_the_books_and_buys_no_votes() -> None:
    late = note(paid("p1", 500).value, 10, When.LATE)

    assert ledger([late], CHANNELS).of("Ada") == Sums(payments=1, taken=500, late=10)
    assert ledger([late, paid("p1", 500, at=12)], CHANNELS).of("Ada") == Sums(payments=1, taken=500, votes=10)


@pytest.mark.parametrize(
    "odd",
    [
        paid("p1", "500"),
        paid("p1", 5.5),
        paid("p1", 0),
        paid("p1", -500),
        paid("p1", channel="web"),
        paid("p1", channel="nowhere"),
        paid("p1", currency="USD"),
        paid("p1", voter="not hexadecimal"),
        repaid("p1", -5),
    ],
)
def test_what_is_no_payment_is_listed(odd: Note) -> None:
    book = ledger([odd, paid("p2", 500)], CHANNELS)

    assert [one.why for one in book.listed] == [Why.UNREADABLE]
    assert book.of() == Sums(payments=1, taken=500, votes=10)


def test_notes_of_other_kinds_are_passed_over() -> None:
    assert ledger([note({"paper": "A1"}, 10, kind=Kind.PAPER)], CHANNELS) == ledger([], CHANNELS)
