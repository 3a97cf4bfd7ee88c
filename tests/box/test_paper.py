"""A paper ballot counts once two people typed the same, and never before."""

from __future__ import annotations

import pytest

from mirrorball.box.ballot import Ballot, When
from mirrorball.box.block import Kind
from mirrorball.box.contents import Note
from mirrorball.box.paper import OpenPaper, Papers, Typed, papers

STARS = ("Ada", "Bo")
HALL = "hall"


def typed(by: str, votes: object, at: int = 10, paper: str = "A1", **other: object) -> Note:
    """One person's entry."""
    ids = {"voter": paper.encode().hex(), "id": "0a"}
    said = {"paper": paper, "by": by, "votes": votes, "at": at, **ids, **other}
    return Note(Kind.PAPER, b"12345678", 1, at, said, When.LATE)


def read(*notes: Note) -> Papers:
    """What these entries come to."""
    return papers(notes, HALL, STARS)


def test_what_two_people_typed_alike_is_a_ballot() -> None:
    found = read(typed("Ann", {"Ada": 2, "Bo": 0}), typed("Ben", {"Ada": 2}, 20))

    assert found == Papers((Ballot(20, b"\x0a", b"A1", HALL, (("Ada", 2),)),), (), ())
    assert found.agreed[0].when is When.IN_TIME  # typing takes as long as it takes


def test_one_person_alone_never_suffices() -> None:
    notes = [typed("Ann", {"Ada": 2}), typed("ann ", {"Ada": 2}, 20), typed("Ann", {"Ada": 2}, 30)]

    assert read(*notes) == Papers((), (OpenPaper("A1", (Typed("Ann", (("Ada", 2),), 30),)),), ())


def test_where_they_differ_the_paper_is_open_and_shows_what_each_typed() -> None:
    found = read(typed("Ben", {"Ada": 3}, 20), typed("Ann", {"Ada": 2}))

    assert found.agreed == ()
    assert found.open == (OpenPaper("A1", (Typed("Ann", (("Ada", 2),), 10), Typed("Ben", (("Ada", 3),), 20))),)


def test_whoever_typed_wrong_types_it_again() -> None:
    wrong, other, right = typed("Ann", {"Ada": 3}), typed("Ben", {"Ada": 2}, 20), typed("Ann", {"Ada": 2}, 30)

    assert [ballot.votes for ballot in read(right, wrong, other).agreed] == [(("Ada", 2),)]
    assert read(right, wrong, other).agreed[0].at == 30


def test_a_correction_after_agreement_opens_the_paper_again() -> None:
    notes = [typed("Ann", {"Ada": 2}), typed("Ben", {"Ada": 2}, 20), typed("Ben", {"Ada": 1}, 30)]

    assert read(*notes).agreed == ()


def test_a_third_person_settles_it() -> None:
    notes = [typed("Ann", {"Ada": 2}), typed("Ben", {"Ada": 3}, 20), typed("Cyd", {"Ada": 3}, 30)]

    assert [ballot.votes for ballot in read(*notes).agreed] == [(("Ada", 3),)]


def test_two_pairs_that_agree_on_two_things_agree_on_nothing() -> None:
    notes = [typed(by, {"Ada": 2 + nth // 2}, nth) for nth, by in enumerate(("Ann", "Ben", "Cyd", "Dot"))]

    assert read(*notes).agreed == ()
    assert len(read(*notes).open[0].typed) == 4


def test_papers_are_apart() -> None:
    found = read(typed("Ann", {"Ada": 2}), typed("Ben", {"Ada": 2}, paper="A2"))

    assert (found.agreed, [one.paper for one in found.open]) == ((), ["A1", "A2"])


def test_a_spoilt_paper_is_agreed_to_hold_no_votes() -> None:
    assert [ballot.votes for ballot in read(typed("Ann", {}), typed("Ben", {"Ada": 0})).agreed] == [()]


@pytest.mark.parametrize(
    "odd",
    [
        typed("Ben", {"Ada": -2}),
        typed("Ben", {"Ada": "2"}),
        typed("Ben", {"Ada": 2.5}),
        typed("Ben", {"Nobody": 2}),
        typed(" ", {"Ada": 2}),
        typed("Ben", {"Ada": 2}, paper=""),
        typed("Ben", {"Ada": 2}, voter="xyz"),
        typed("Ben", None),
    ],
)
def test_what_is_no_entry_is_told_and_agrees_with_nothing(odd: Note) -> None:
    found = read(typed("Ann", {"Ada": 2}), odd)

    assert (found.agreed, found.unreadable) == ((), (odd,))


def test_notes_of_other_kinds_are_passed_over() -> None:
    other = Note(Kind.MONEY, b"12345678", 1, 1, {}, When.IN_TIME)

    assert read(other) == Papers((), (), ())
