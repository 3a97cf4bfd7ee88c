"""The ledger is a function of a set of notes, and it adds up to the last cent and vote."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from mirrorball.box.ballot import Ballot, When
from mirrorball.box.contents import Note
from mirrorball.box.money import Ledger, Sums, ledger
from mirrorball.box.tally import count
from mirrorball.core.votes import NotCounted
from tests.laws import voting_strategies as made

MONEY = made.money()
PRICE = 3


def books(notes: list[Note], certified_at: int | None = None) -> Ledger:
    """The ledger of these notes."""
    return ledger(notes, [made.GIFTS], certified_at)


@given(MONEY, st.randoms(use_true_random=False), st.data())
def test_neither_order_nor_copies_of_notes_matter(notes: list[Note], rng: random.Random, more: st.DataObject) -> None:
    """Two boxes may be merged in any order, and a platform may send everything twice."""
    again = [*notes, *more.draw(st.lists(st.sampled_from(notes)))] if notes else []
    rng.shuffle(again)

    assert books(again).sums == books(notes).sums
    assert books(again).back == books(notes).back
    assert set(books(again).listed) == set(books(notes).listed)


@given(MONEY)
def test_it_adds_up(notes: list[Note]) -> None:
    """Taken is kept and paid back; the votes are those that what is kept of each payment buys."""
    whole = books(notes).of()
    names = {note.value["payment"] for note in notes}
    alone = [books([note for note in notes if note.value["payment"] == name]).of() for name in sorted(map(str, names))]

    for one in alone:
        assert one.taken == one.kept + one.back
        assert 0 <= one.back <= one.taken
        assert one.votes + one.late == one.kept // PRICE
        assert one.payments <= 1
    refunds = {(note.value["refund"], note.value["payment"]) for note in notes if "refund" in note.value}
    if len({refund for refund, _ in refunds}) == len(refunds):  # else one of two holds, and alone each would
        assert sum(alone, Sums()) == whole
    assert sum(books(notes).sums.values(), Sums()) == whole
    assert whole.taken == sum(kept.taken for kept in alone)


@given(MONEY)
def test_the_count_has_the_votes_of_the_ledger(notes: list[Note]) -> None:
    """With what refunds take back; nothing is counted that is not paid for."""
    ballots = [
        Ballot(note.at, bytes.fromhex(name), bytes.fromhex(name), "gifts", ((star, amount // PRICE),), note.when)
        for note in notes
        for name, star, amount in [(note.value.get("id"), note.value.get("star"), note.value.get("amount"))]
        if isinstance(name, str) and isinstance(star, str) and isinstance(amount, int)
    ]
    # Of payments that contradict each other, the box and the ledger both keep the first, by a time that they share.
    names = [(ballot.id, ballot.when) for ballot in ballots]
    if len({ballot.id for ballot in ballots}) < len(names):
        return
    book = books(notes)
    counted = count(ballots, [made.GIFTS], back=book.back)

    for star in made.STARS:
        assert counted.counted(star, "gifts") == book.of(star).votes
    in_time = {ballot.id for ballot in ballots if ballot.when is When.IN_TIME}
    assert counted.why_not()[NotCounted.VOIDED] == sum(n for (_, name), n in book.back.items() if name in in_time)


@given(MONEY)
def test_what_comes_after_certification_changes_nothing(notes: list[Note]) -> None:
    """It is as if those refunds had never come, but for the list."""
    before = [n for n in notes if "refund" not in n.value or n.at < made.CERTIFIED_AT]

    assert books(notes, made.CERTIFIED_AT).sums == books(before).sums
    assert books(notes, made.CERTIFIED_AT).back == books(before).back
