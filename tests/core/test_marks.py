"""The panel's half: what is not marked is not 0, and every point of a night can be traced."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from mirrorball.core.book import Book, Carry, Combine, Sum
from mirrorball.core.books import BOOKS
from mirrorball.core.marks import deciding_week, night, nights, points, sheet, total_of
from mirrorball.core.season import Bonus, Exit, Result, Routine, Season, StatedTotal
from tests.core.stage import PANEL, STARS, WALTZ, a_season, a_week, marked

PLAIN = BOOKS["us-3-16"]


def marks(*given: int) -> list[Fraction]:
    """Marks as fractions."""
    return [Fraction(mark) for mark in given]


def with_routine(season: Season, round_: str, *given: int, star: str = "Ada", week: int = 1) -> Season:
    """The season with one routine more."""
    routine = Routine(week=week, star=star, round=round_, marks=dict(zip(PANEL, marks(*given), strict=False)))
    return replace(season, routines=(*season.routines, routine))


@pytest.mark.parametrize(
    ("low", "high", "how", "total"),
    [
        (0, 0, Sum.SUM, Fraction(38)),
        (0, 0, Sum.MEAN, Fraction(38, 5)),
        (1, 1, Sum.SUM, Fraction(23)),
        (1, 1, Sum.MEAN, Fraction(23, 3)),
        (2, 2, Sum.SUM, Fraction(8)),
        (0, 1, Sum.SUM, Fraction(29)),
        (1, 0, Sum.SUM, Fraction(32)),
    ],
)
def test_one_mark_is_dropped_at_an_end_not_all_equal_ones(low: int, high: int, how: Sum, total: Fraction) -> None:
    """9 is there twice, 6 once: 9 8 6 6 9, as they sit (SPEC 6.2)."""
    book = replace(PLAIN, drop_low=low, drop_high=high, routine=how)

    assert total_of(book, marks(9, 8, 6, 6, 9)) == total


@pytest.mark.parametrize(("low", "high"), [(1, 1), (2, 0), (0, 2), (2, 2)])
def test_a_panel_too_small_to_drop_from_has_no_total(low: int, high: int) -> None:
    """It is a mistake in the book, and no number stands for it."""
    book = replace(PLAIN, drop_low=low, drop_high=high)

    with pytest.raises(ValueError, match=f"2 marks cannot spare {low} low and {high} high ones"):
        total_of(book, marks(8, 9))


def test_a_missing_mark_leaves_the_total_unknown() -> None:
    """Not 16 and not 0: unknown, until the last judge has marked."""
    season = a_season()
    two = Routine(week=1, star="Ada", round=WALTZ, marks={"Ida": Fraction(8), "Jo": Fraction(8)})
    three = replace(two, marks={**two.marks, "Kit": Fraction(0)})

    assert sheet(season, PLAIN, two).total is None
    assert sheet(season, PLAIN, three).total == 16


def test_a_mark_from_outside_the_panel_counts_for_nothing() -> None:
    """Nor does it stand in for one of the panel."""
    guest = Routine(week=1, star="Ada", round=WALTZ, marks={"Ida": Fraction(8), "Jo": Fraction(8), "Lou": Fraction(8)})

    assert sheet(a_season(), PLAIN, guest).total is None


def test_a_panel_that_cannot_spare_its_marks_leaves_the_sheet_unknown() -> None:
    """Three judges, of whose marks four would be dropped."""
    book = replace(PLAIN, drop_low=2, drop_high=2)
    season = marked(a_season(a_week(book=book)), 1)

    assert sheet(season, book, season.routines[0]).total is None


def test_a_couples_night_is_the_sum_of_its_routines_and_bonuses() -> None:
    """With each part to be seen."""
    season = with_routine(marked(a_season(), 1), "team dance", 10, 9, 9)
    lost = Bonus(week=1, star="Ada", contest="dance-off", points=Fraction(0))
    won = Bonus(week=1, star="Ada", contest="marathon", points=Fraction(5))
    other = Bonus(week=2, star="Ada", contest="marathon", points=Fraction(50))
    found = night(replace(season, bonuses=(lost, won, other)), PLAIN, 1, "Ada")

    assert [s.total for s in found.sheets] == [27, 28]
    assert [found.marks, found.bonus, found.points] == marks(55, 5, 60)
    assert found.bonuses == (lost, won)
    assert (found.carried, found.stated) == (None, False)


def test_a_mean_over_the_night_is_over_routines() -> None:
    """Two routines of 27 and 28."""
    book = replace(PLAIN, night=Sum.MEAN)
    season = with_routine(marked(a_season(), 1), "team dance", 10, 9, 9)

    assert night(season, book, 1, "Ada").points == Fraction(55, 2)


def test_one_routine_without_its_marks_leaves_the_night_unknown() -> None:
    """The bonus is known and does not pass for the night's points."""
    season = with_routine(marked(a_season(), 1), "team dance", 10, 9)
    season = replace(season, bonuses=(Bonus(week=1, star="Ada", contest="marathon", points=Fraction(5)),))
    found = night(season, PLAIN, 1, "Ada")

    assert (found.marks, found.bonus, found.points) == (None, Fraction(5), None)


def test_a_couple_that_did_not_dance_has_no_points() -> None:
    """Which is not 0 points."""
    season = a_season()
    season = replace(season, routines=tuple(r for r in season.routines if r.star != "Ada"))

    assert night(season, PLAIN, 1, "Ada").points is None


def test_a_stated_total_stands_in_for_marks_that_were_not_published() -> None:
    """It is told apart, and bonuses come on top."""
    season = with_routine(a_season(), "team dance", 10)
    season = replace(
        season,
        stated=(StatedTotal(week=1, star="Ada", total=Fraction(51)),),
        bonuses=(Bonus(week=1, star="Ada", contest="marathon", points=Fraction(5)),),
    )
    found = night(season, PLAIN, 1, "Ada")

    assert (found.marks, found.points, found.stated) == (Fraction(51), Fraction(56), True)
    assert night(season, PLAIN, 1, "Bo").points is None


def test_known_marks_go_before_a_stated_total() -> None:
    """Where every mark is known nobody's sum is taken on trust."""
    season = replace(marked(a_season(), 1), stated=(StatedTotal(week=1, star="Ada", total=Fraction(99)),))
    found = night(season, PLAIN, 1, "Ada")

    assert (found.points, found.stated) == (Fraction(27), False)


@pytest.mark.parametrize(("carry", "expected"), [(Carry.NOTHING, 27), (Carry.MARKS, 81), (Carry.MARKS_AND_VOTES, 81)])
def test_a_carried_week_that_carried_one_itself_brings_both(carry: Carry, expected: int) -> None:
    """Week 3 carries week 2, which carries week 1."""
    book = replace(PLAIN, carry=carry)
    season = a_season(a_week(1), replace(a_week(2), carry=1), replace(a_week(3), carry=2))
    for week in (1, 2, 3):
        season = marked(season, week)
    found = night(season, book, 3, "Ada")

    assert found.points == expected
    assert (found.carried.points if found.carried else None) == (54 if expected == 81 else None)


def test_a_bonus_of_a_carried_week_is_carried_too() -> None:
    """It was part of the couple's points of that week."""
    season = a_season(a_week(1), replace(a_week(2), carry=1))
    season = marked(marked(season, 1), 2)
    season = replace(season, bonuses=(Bonus(week=1, star="Ada", contest="marathon", points=Fraction(5)),))

    assert night(season, PLAIN, 2, "Ada").points == 59


def test_an_unknown_carried_week_leaves_the_points_unknown() -> None:
    """Half of the points are not the points."""
    season = marked(a_season(a_week(1), replace(a_week(2), carry=1)), 2)
    found = night(season, PLAIN, 2, "Ada")

    assert (found.marks, found.points) == (Fraction(27), None)


def test_a_week_does_not_carry_itself_or_a_later_one() -> None:
    """A plan with such a mistake does not run in a circle."""
    season = a_season(replace(a_week(1), carry=2), replace(a_week(2), carry=2))
    season = marked(marked(season, 1), 2)

    assert night(season, PLAIN, 1, "Ada").points == 27
    assert night(season, PLAIN, 2, "Ada").points == 27


@pytest.mark.parametrize(("lag", "decides"), [(0, 5), (1, 3), (2, 1), (3, None), (9, None)])
def test_a_lag_counts_weeks_of_the_plan(lag: int, decides: int | None) -> None:
    """Not numbers: here there are weeks 1, 3 and 5."""
    week = deciding_week(a_season(a_week(1), a_week(3), a_week(5)), 5, lag)

    assert (week.number if week else None) == decides


def test_with_a_lag_the_couples_are_those_of_tonight_and_the_points_those_of_then() -> None:
    """Dee left in week 1 and is not placed in week 2. Before the first week that decides there are no points."""
    season = marked(a_season(a_week(1), a_week(2)), 1)
    season = replace(season, results=(Result(star="Dee", exit=Exit.ELIMINATED, week=1),))
    lagging = replace(PLAIN, marks_lag=1)

    assert points(nights(season, lagging, 2)) == dict(zip(STARS, marks(27, 24, 21), strict=False))
    assert nights(season, lagging, 1) == {}
    assert points({}) is None


def test_one_couple_without_points_leaves_all_unknown() -> None:
    """No rank and no share can be formed without it (1.1)."""
    some = nights(marked(a_season(), 1, {"Ada": 9, "Bo": 8, "Cy": 7}), PLAIN, 1)
    every = nights(marked(a_season(), 1), PLAIN, 1)

    assert some["Dee"].points is None
    assert points(some) is None
    assert points(every) == dict(zip(STARS, marks(27, 24, 21, 18), strict=True))


def test_who_withdrew_has_no_points_in_that_week() -> None:
    """The couple is taken out before anything is formed (SPEC 1.7); who leaves by vote still stands in it."""
    season = marked(a_season(), 1)
    withdrew = Result(star="Ada", exit=Exit.WITHDREW, week=1)
    left = Result(star="Bo", exit=Exit.ELIMINATED, week=1)

    assert tuple(nights(replace(season, results=(withdrew, left)), PLAIN, 1)) == ("Bo", "Cy", "Dee")


def test_a_book_reads_the_same_marks_in_its_own_way() -> None:
    """Highest and lowest left out, the rest averaged: 10 8 6 is 8."""
    book = Book(name="b", title="B", combine=Combine.MARKS, drop_high=1, drop_low=1, routine=Sum.MEAN)
    season = with_routine(replace(a_season(), routines=()), WALTZ, 10, 8, 6)

    assert night(season, book, 1, "Ada").points == 8
    assert set(STARS) == set(season.field(1))
