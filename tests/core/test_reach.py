"""What can still happen: the cases that were on the news, and the bounds of the search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from mirrorball.core import reach as module
from mirrorball.core.books import BOOKS
from mirrorball.core.combine import standing
from mirrorball.core.outcome import outcome
from mirrorball.core.reach import Fate, Reach, TooManyOrders, reach, separate, vote_for_exit, vote_for_order
from mirrorball.core.season import Week
from tests.core.stage import JUDGED, a_week

SEMI_FINAL = {"Rachel": Fraction(75), "Lisa": Fraction(75), "Tom": Fraction(67)}
SEVEN = {star: Fraction(nth) for nth, star in enumerate("abcdefg", 1)}


def of(week: Week, points: Mapping[str, Fraction], leave: int = 1) -> dict[str, Reach]:
    """What each couple can still do."""
    return {found.star: found for found in reach(week, leave, points)}


def test_no_vote_could_save_tom_in_2008() -> None:
    """He was to dance off whatever the audience did (2.7)."""
    found = of(a_week(book="uk-5-6"), SEMI_FINAL)

    assert (found["Tom"].best, found["Tom"].worst) == (2, 3)
    assert not found["Tom"].can_escape_jeopardy
    assert found["Tom"].fate is Fate.IN_JEOPARDY
    assert (found["Rachel"].fate, found["Lisa"].fate) == (Fate.OPEN, Fate.OPEN)


def test_the_rule_of_2009_would_have_given_him_a_chance() -> None:
    """One point less for standing below a tie, not two."""
    tom = of(a_week(book="uk-7"), SEMI_FINAL)["Tom"]

    assert (tom.best, tom.can_escape_jeopardy, tom.fate) == (1, True, Fate.OPEN)


@pytest.mark.parametrize(("book", "worst"), [("us-1-2", 4), ("us-3-16", 4), ("gala-marks", 1), ("gala-votes", 4)])
def test_how_far_the_first_by_marks_can_fall_depends_on_the_book(book: str, worst: int) -> None:
    """By ranks and by shares the leader can fall to the last place; marks alone cannot be moved."""
    points = {"Ada": Fraction(30), "Bo": Fraction(20), "Cy": Fraction(19), "Dee": Fraction(18)}
    found = of(a_week(book=book), points)["Ada"]

    assert (found.best, found.worst) == (1, worst)
    assert found.vote_matters is (worst > 1)


def test_what_marks_alone_settle_is_settled() -> None:
    """Nothing is open before the vote, and nobody has to count."""
    points = {"Ada": Fraction(30), "Bo": Fraction(20), "Cy": Fraction(19)}
    week = a_week(book="gala-marks")

    assert [r.fate for r in reach(week, 1, points)] == [Fate.SAFE, Fate.SAFE, Fate.OUT]
    assert [r.fate for r in reach(week, 0, points)] == [Fate.PLACED] * 3
    assert not any(r.can_leave for r in reach(week, 0, points))
    assert not any(r.can_leave for r in reach(replace(week, final=True), 0, points))


def test_a_couple_that_may_leave_is_told_the_vote_that_does_it() -> None:
    """And the vote does it."""
    week = a_week(book="us-3-16")
    points = {"Ada": Fraction(30), "Bo": Fraction(29), "Cy": Fraction(28)}
    for star in points:
        votes = vote_for_exit(week, points, [star])

        assert votes is not None
        assert outcome(week, 1, standing(week.book, points, votes)).out == (star,)


def test_judges_can_send_home_only_one_of_the_two() -> None:
    """The panel weighs so much that no vote brings Ada among the lowest two. Bo it can, unless Bo is immune."""
    points = {
        star: Fraction(given) for star, given in zip(("Ada", "Bo", "Cy", "Dee", "Eli"), (9, 5, 5, 5, 5), strict=True)
    }
    level = replace(JUDGED.book, panel_weight=Fraction(9))
    week = replace(JUDGED, book=level)

    assert vote_for_exit(week, points, ["Ada"]) is None
    assert vote_for_exit(week, points, ["Bo"]) is not None
    assert vote_for_exit(replace(week, immune=("Bo",)), points, ["Bo"]) is None


def test_a_whole_order_can_be_asked_for() -> None:
    """By ranks the first by marks cannot come last, whatever else."""
    book = BOOKS["us-1-2"]
    points = {"Ada": Fraction(30), "Bo": Fraction(20), "Cy": Fraction(10)}

    assert vote_for_order(book, points, [["Cy"], ["Bo"], ["Ada"]]) is not None
    assert vote_for_order(replace(book, panel_weight=Fraction(3)), points, [["Cy"], ["Bo"], ["Ada"]]) is None
    assert vote_for_order(book, points, [["Ada", "Bo", "Cy"]]) is not None


def test_a_question_that_asks_too_much_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not answered by half: an answer would be taken for a proof."""
    monkeypatch.setattr(module, "ORDERS_TRIED", 3)
    groups = [["a"], ["b", "c"], ["d", "e", "f", "g"]]

    with pytest.raises(TooManyOrders):
        separate(BOOKS["us-1-2"], SEVEN, groups)
    assert separate(BOOKS["us-1-2"], SEVEN, groups[:2]) is not None
    assert separate(BOOKS["us-3-16"], SEVEN, groups) is not None
