"""Lost votes: the cases that the laws leave to be seen one by one, and how they are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from mirrorball.core.book import Book
from mirrorball.core.books import BOOKS
from mirrorball.core.commands import NameSave
from mirrorball.core.loss import Decision, Margin, margins, overtaking, with_added
from mirrorball.core.show import Show, result_of
from mirrorball.core.ties import Convention
from mirrorball.sentences import decision_named, what_a_decision_bears, what_lost_votes_could_change
from tests.core.stage import FINAL, JUDGED, PANEL, a_season, a_week, after, all_told, marked, sealed, told, voted

LEVEL = dict.fromkeys(("Ada", "Bo", "Cy", "Dee"), Fraction(20))


def by(show: Show) -> dict[tuple[Decision, int | None], Margin]:
    """The margins of a night by what they are about."""
    return {(one.decision, one.place): one for one in margins(show)}


def in_points(**given: int) -> dict[str, Fraction]:
    return {star: Fraction(number) for star, number in given.items()}


def test_without_a_tally_nothing_is_said() -> None:
    unvoted = Show(marked(a_season(), 1), 1)
    assert margins(unvoted) == ()
    assert margins(replace(unvoted, season=voted(unvoted.season, 1))) != ()


def test_votes_alone_need_what_is_missing() -> None:
    """A tie is a change: somebody would have to decide it."""
    book = replace(BOOKS["gala-votes"], combined_tie=())
    assert overtaking(book, None, {"Ada": 50, "Bo": 20}, "Ada", "Bo") == {"Bo": 30}
    assert overtaking(book, None, {"Ada": 50, "Bo": 20}, "Bo", "Ada") == {}


def test_shares_need_more_than_what_is_missing_as_each_vote_makes_the_whole_larger() -> None:
    """30 to 20 points are 0.2 of the whole; so b - a has to reach 0.2 of all votes."""
    book = replace(BOOKS["gala-percent"], combined_tie=())
    added = overtaking(book, in_points(Ada=30, Bo=20), {"Ada": 50, "Bo": 50}, "Ada", "Bo")

    assert added == {"Bo": 25}  # 75 to 50: 0.2 of 125


def test_at_equal_shares_a_tie_that_goes_by_votes_asks_for_one_more() -> None:
    """Bo is 0.2 ahead by marks; with 50 more, 60 to 90 of 150 is 0.2 behind by votes, and Ada has more of those."""
    given, votes = in_points(Ada=20, Bo=30), {"Ada": 90, "Bo": 10}
    assert overtaking(replace(BOOKS["gala-percent"], combined_tie=()), given, votes, "Ada", "Bo") == {"Bo": 50}
    assert overtaking(BOOKS["gala-percent"], given, votes, "Ada", "Bo") == {"Bo": 51}


def test_without_any_vote_one_is_enough_to_make_up_for_the_whole_panel() -> None:
    assert overtaking(BOOKS["gala-percent"], in_points(Ada=9, Bo=0), {"Ada": 0, "Bo": 0}, "Ada", "Bo") == {"Bo": 1}


def test_the_panel_can_be_too_far_apart_for_any_vote() -> None:
    book = BOOKS["gala-percent"]
    assert (
        overtaking(replace(book, panel_weight=Fraction(5)), in_points(Ada=9, Bo=3), {"Ada": 1, "Bo": 1}, "Ada", "Bo")
        is None
    )


def test_by_ranks_the_cheapest_loss_may_be_votes_for_somebody_else() -> None:
    """Bo is a rank ahead by votes and two behind by marks; Cy, lifted past Ada, takes a rank from her for 11 votes."""
    book = replace(BOOKS["us-1-2"], combined_tie=())
    given = in_points(Ada=30, Bo=25, Cy=10)
    votes = {"Ada": 100, "Bo": 200, "Cy": 90}
    assert overtaking(book, given, votes, "Ada", "Bo") == {}
    assert overtaking(book, in_points(Ada=30, Cy=27, Bo=25), votes, "Ada", "Bo") == {"Cy": 11}


def test_where_equal_votes_are_one_rank_joining_those_between_may_be_cheapest() -> None:
    """Between Ada and Dee lie Bo and Cy with 52 and 51 votes; one vote makes them one rank."""
    book = replace(BOOKS["uk-8-9"], combined_tie=(), audience_ties=Convention.DENSE)
    given = in_points(Dee=40, Bo=30, Ada=20, Cy=6)
    votes = {"Ada": 1000, "Bo": 52, "Cy": 51, "Dee": 1}
    assert overtaking(book, given, votes, "Ada", "Dee") == {"Cy": 1}


@pytest.mark.parametrize("book", ["us-3-16", "us-1-2", "uk-8-9", "gala-votes"])
def test_one_vote_fewer_than_said_does_not_change_who_leaves(book: str) -> None:
    """By the outcome of the season itself, with the votes added to the week."""
    votes = {"Ada": 100, "Bo": 200, "Cy": 300, "Dee": 350}
    season = marked(a_season(a_week(book=book)), 1)
    found = by(Show(voted(season, 1, votes), 1))[Decision.LEAVES, None]
    assert found.least is not None

    def out(added: Mapping[str, int]) -> tuple[str, ...]:
        result = result_of(voted(season, 1, with_added(votes, added)), 1)
        assert result is not None
        return result.out

    assert out(found.added) != out({})
    for star, votes_added in found.added.items():
        assert out({**found.added, star: votes_added - 1}) == out({})


def test_the_votes_of_the_week_that_is_carried_count_as_recorded() -> None:
    book: Book = BOOKS["us-3-16"]
    weeks = (replace(a_week(1, book), leave=0), replace(a_week(2, book), carry=1))
    season = a_season(*weeks)
    for week in (1, 2):
        season = marked(season, week, dict.fromkeys(("Ada", "Bo", "Cy", "Dee"), 8))
    tonight = voted(season, 2, {"Ada": 10, "Bo": 20, "Cy": 30, "Dee": 40})
    alone = voted(tonight, 1, {"Ada": 0, "Bo": 0, "Cy": 0, "Dee": 0})
    carried = voted(tonight, 1, {"Ada": 0, "Bo": 500, "Cy": 500, "Dee": 500})

    assert by(Show(alone, 2))[Decision.LEAVES, None].least == 10
    assert by(Show(carried, 2))[Decision.LEAVES, None].least == 510


def test_where_last_weeks_votes_decide_those_are_asked() -> None:
    book = replace(BOOKS["us-3-16"], votes_lag=1, marks_lag=1)
    season = a_season(a_week(1, book), a_week(2, book))
    for week in (1, 2):
        season = marked(season, week, dict.fromkeys(("Ada", "Bo", "Cy", "Dee"), 8))
    season = voted(voted(season, 1, {"Ada": 10, "Bo": 20, "Cy": 30, "Dee": 40}), 2, {"Ada": 9000})

    assert by(Show(season, 2))[Decision.LEAVES, None].least == 10


def test_judges_choose_between_two_and_the_lines_lie_on_both_sides_of_them() -> None:
    votes = {"Ada": 400, "Bo": 300, "Cy": 20, "Dee": 10}
    open_ = told(JUDGED, votes=votes)
    chosen = after(all_told(sealed(open_)), *[NameSave(judge, "Dee") for judge in PANEL[:2]])
    for show in (open_, chosen):
        found = by(show)[Decision.CHOICE, None]
        assert found.groups == (("Ada", "Bo"), ("Cy", "Dee"), ())
        assert found.behind in {"Cy", "Dee"}


def test_a_final_is_decided_line_by_line() -> None:
    show = told(FINAL, votes={"Ada": 1000, "Bo": 500, "Cy": 300, "Dee": 299})
    found = margins(show)

    assert [decision_named(one) for one in found] == ["who wins", "places 2 and 3", "places 3 and 4"]
    assert [one.groups[0] for one in found] == [("Ada",), ("Ada", "Bo"), ("Ada", "Bo", "Cy")]


def test_eight_thousand_lost_texts() -> None:
    """As the auditors of 2016 reckoned by hand (I13): the loss against each margin."""
    safe = Margin(Decision.LEAVES, (("Ada", "Bo"), ("Cy",)), 9_000, {"Cy": 9_000}, "Bo", "Cy")
    close = Margin(Decision.PLACES, (("Ada",), ("Bo", "Cy")), 8_000, {"Bo": 8_000}, "Ada", "Bo", place=3)
    told_so = what_lost_votes_could_change({"sms": 8_000}, [safe, close])

    assert told_so == ["8,000 lost votes by sms cannot change who leaves; they can change places 3 and 4."]
    assert what_lost_votes_could_change({"sms": 7_999}, [safe, close]) == [
        "7,999 lost votes by sms cannot change who leaves or places 3 and 4."
    ]
    assert what_lost_votes_could_change({"sms": 8_000, "web": 1_000}, [safe, close])[1:] == [
        "1,000 lost votes by web cannot change who leaves or places 3 and 4.",
        "All 9,000 together can change who leaves and places 3 and 4.",
    ]


def test_a_margin_is_told_with_the_votes_that_would_do_it() -> None:
    margin = Margin(Decision.LEAVES, (("Ada",), ("Bo",)), 11, {"Bo": 10, "Cy": 1}, "Ada", "Bo")
    assert what_a_decision_bears(margin) == (
        "Who leaves: holds against up to 10 of the votes that may be lost. "
        "11 votes (10 for Bo and 1 for Cy) would bring Bo level with Ada, or past."
    )
    assert (
        what_a_decision_bears(replace(margin, least=None))
        == "Who leaves: no number of lost votes could have changed this."
    )
    assert what_a_decision_bears(replace(margin, least=0)) == "Who leaves: open as it is, since Ada and Bo are level."


def test_those_between_may_be_joined_on_several_levels() -> None:
    """Four ranks lie between Ada and Dee, and two may: one vote each joins 51 with 52 and 41 with 42."""
    book = replace(BOOKS["uk-8-9"], combined_tie=(), audience_ties=Convention.DENSE)
    given = in_points(Dee=40, Bo=30, Cy=29, Ada=20, Eli=5, Fay=4)
    votes = {"Ada": 1000, "Bo": 52, "Cy": 51, "Eli": 42, "Fay": 41, "Dee": 1}
    assert overtaking(book, given, votes, "Ada", "Dee") == {"Cy": 1, "Fay": 1}


def test_where_two_leave_their_places_are_decided_too() -> None:
    found = by(told(replace(a_week(), leave=2), votes={"Ada": 900, "Bo": 800, "Cy": 20, "Dee": 10}))
    assert found[Decision.LEAVES, None].groups == (("Ada", "Bo"), ("Cy", "Dee"))
    assert found[Decision.PLACES, 3].groups == (("Ada", "Bo", "Cy"), ("Dee",))
