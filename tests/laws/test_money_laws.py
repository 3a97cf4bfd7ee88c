"""The ledger is a function of a set of notes, and it adds up to the last cent and vote."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from mirrorball.box.ballot import Ballot, When
from mirrorball.box.block import Kind
from mirrorball.box.contents import Note
from mirrorball.box.money import Ledger, Sums, ledger
from mirrorball.box.paper import papers
from mirrorball.box.recounted_notes import paid_back, typed_alike
from mirrorball.box.rules import Choice, Rules
from mirrorball.box.tally import count
from mirrorball.core.channel import Channel, Unit, Way
from mirrorball.core.votes import NotCounted
from tests.laws import voting_strategies as made

MONEY = made.money()
PRICE = 3


def books(notes: list[Note]) -> Ledger:
    """The ledger of these notes."""
    return ledger(notes, [made.GIFTS])


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


def _foreign() -> st.SearchStrategy[list[Note]]:
    """Notes of money and paper as nobody would write them: a part is missing, or is of another kind."""
    odd = st.sampled_from(
        (0, -3, 3, 4, True, 2.5, "", " ", "0a", "0A", "0a\n", "0", "zz", None, (), {"Ada": 1}, {"Ada": -1})
    )
    good = {
        "payment": st.sampled_from(("p1", "p2")),
        "voter": st.sampled_from(("0a", "0b")),
        "id": st.just("0a"),
        "channel": st.just(made.GIFTS.name),
        "star": st.sampled_from(made.STARS),
        "amount": st.integers(1, 9),
        "currency": st.just("EUR"),
        "at": st.integers(0, 3),
        "paper": st.sampled_from(("A1", "A2")),
        "by": st.sampled_from(("Ann", "Ben", "ben ")),
        "votes": st.just({"Ada": 1}),
    }
    refund = {"refund": st.sampled_from(("r1", "r2")) | odd}
    whole = st.fixed_dictionaries(good, optional=refund)
    spoilt = st.builds(
        lambda value, key, other, gone: {k: v for k, v in (value | {key: other}).items() if k != gone},
        whole,
        st.sampled_from(sorted(good)),
        odd,
        st.sampled_from([*sorted(good), None, None, None]),
    )
    kinds = st.sampled_from((Kind.MONEY, Kind.PAPER))
    note = st.builds(lambda kind, value: Note(kind, b"a box", 1, 0, value, When.IN_TIME), kinds, whole | spoilt)
    return st.lists(note, max_size=6)


@given(_foreign())
def test_damaged_and_foreign_notes_are_read_alike_by_both_ways(notes: list[Note]) -> None:
    """Neither raises, and what one of them passes over, the other passes over too."""
    channels = (made.GIFTS, Channel("paper", way=Way.PAPER, unit=Unit.PAPER))
    rules = Rules("", "", 1, tuple(Choice(n, star, "") for n, star in enumerate(made.STARS, 1)), channels)
    numbers = {star: nth for nth, star in enumerate(made.STARS)}

    assert paid_back(notes, rules) == dict(ledger(notes, channels).back)
    typed = [
        (one.voter, one.at, one.id, {numbers[star]: votes for star, votes in one.votes})
        for one in papers(notes, "paper", made.STARS).agreed
    ]
    again = [
        (voter, at, name, {nth: n for nth, n in enumerate(votes) if n})
        for _, voter, at, name, votes in typed_alike(notes, rules)
    ]
    assert sorted(again, key=repr) == sorted(typed, key=repr)
