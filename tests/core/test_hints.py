"""Hints for the scrutineer: each is found where its rule says, and not a step before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from mirrorball.core.book import Absent, Book
from mirrorball.core.books import BOOKS
from mirrorball.core.hints import AllAlike, Exchanged, FarOff, Hint, UpsideDown, hints, median
from mirrorball.core.rundown import rundown
from mirrorball.core.season import Couple, Routine, Scale, Season, Week
from mirrorball.core.show import Show
from mirrorball.season.example import example
from mirrorball.season.read import read

PANEL = ("Ida", "Jo", "Kit", "Lou")
Given = str | int | Fraction


def sheet(*marks: Given | None, team: str = "", round_: str = "waltz") -> Routine:
    """A routine with these marks, judge by judge; None is not marked."""
    given = {judge: Fraction(mark) for judge, mark in zip(PANEL, marks, strict=False) if mark is not None}
    return Routine(week=1, star="", round=round_, marks=given, team=team)


def found(
    *sheets: Routine,
    scale: Scale | None = None,
    book: Book | None = None,
    absent: tuple[str, ...] = (),
    substitutes: Mapping[str, tuple[str, ...]] | None = None,
) -> tuple[Hint, ...]:
    """The hints of a night with these sheets, danced one after the other by couples A, B, C."""
    stars = [chr(ord("A") + nth) for nth in range(len(sheets))]
    book = book or BOOKS["us-3-16"]
    plan = Week(number=1, panel=PANEL, book=book, absent=absent, substitutes=substitutes or {})
    season = Season(
        title="S",
        judges=PANEL,
        scale=scale or Scale(),
        couples=tuple(Couple(star=star, pro="") for star in stars),
        weeks=(plan,),
        routines=tuple(replace(routine, star=star) for star, routine in zip(stars, sheets, strict=True)),
    )
    return hints(Show(season, 1, rundown(season, 1)))


def apart(*marks: Sequence[Given]) -> list[Routine]:
    """Sheets in rounds of their own, so that no two marks can have been exchanged."""
    return [sheet(*row, round_=f"round {nth}") for nth, row in enumerate(marks)]


# Far from the others.


def test_a_mark_a_fifth_of_the_scale_away_from_the_median_of_the_others() -> None:
    assert found(sheet(5, 7, 7, 8)) == (FarOff("Ida", "waltz", "A", Fraction(5), Fraction(7)),)


def test_the_others_are_measured_without_the_mark_itself() -> None:
    """With Ida's own 5 the median of the sheet would be 6, and nobody would be far from it."""
    assert found(sheet(5, 7, 6, 7)) == (FarOff("Ida", "waltz", "A", Fraction(5), Fraction(7)),)


@pytest.mark.parametrize(("mark", "hints_"), [(11, 1), (12, 1), (13, 0), (14, 0), (15, 0), (16, 0), (17, 0), (18, 1)])
def test_at_the_line_is_over_it(mark: int, hints_: int) -> None:
    """On a scale from 5 to 20 a fifth of the range is 3."""
    assert len(found(sheet(mark, 15, 15, 15), scale=Scale(Fraction(5), Fraction(20)))) == hints_


def test_two_marks_do_not_tell_which_one_is_unlike_the_other() -> None:
    assert found(sheet(2, 9, None, None)) == ()


def test_three_marks_do() -> None:
    assert found(sheet(2, 9, 9, None)) == (FarOff("Ida", "waltz", "A", Fraction(2), Fraction(9)),)


def test_one_mark_far_off_does_not_make_the_others_so() -> None:
    """The median of Ida's 2 and Kit's 9 is 5½, far from Jo's 9."""
    assert [hint.judge for hint in found(sheet(2, 9, 9, None))] == ["Ida"]


def test_a_panel_that_agrees_on_nothing_is_hinted_at_both_ends() -> None:
    assert [hint.judge for hint in found(sheet(2, 5, 9, None))] == ["Ida", "Kit"]


def test_a_half_mark_among_whole_ones_is_no_hint() -> None:
    assert found(sheet("17/2", 8, 8, 9), scale=Scale(step=Fraction(1, 2))) == ()


def test_a_team_dance_is_hinted_at_once() -> None:
    """Each member has a row with the team's marks."""
    told = found(sheet(5, 7, 7, 8, team="red"), sheet(5, 7, 7, 8, team="red"), sheet(7, 7, 7, 8, team="blue"))

    assert told == (FarOff("Ida", "waltz", "A", Fraction(5), Fraction(7)),)


def test_members_of_a_team_with_other_marks_are_looked_at_each() -> None:
    told = found(sheet(7, 7, 7, 8, team="red"), sheet(5, 7, 7, 8, team="red"))

    assert told == (FarOff("Ida", "waltz", "B", Fraction(5), Fraction(7)),)


# Exchanged.


def test_two_marks_that_would_agree_if_swapped() -> None:
    told = found(sheet(9, 7, 7, 7), sheet(7, 9, 9, 9))

    assert told == (Exchanged("Ida", "waltz", "A", Fraction(9), "B", Fraction(7)),)


def test_two_marks_that_differ_by_one_are_an_opinion() -> None:
    assert found(sheet(9, 8, 8, 8), sheet(8, 9, 9, 9)) == ()


def test_marks_that_would_not_agree_if_swapped_are_far_off_and_no_more() -> None:
    kinds = [type(hint) for hint in found(sheet(10, 7, 7, 7), sheet(5, 9, 9, 9))]

    assert kinds == [FarOff, FarOff]


def test_only_neighbours_can_be_exchanged() -> None:
    kinds = [type(hint) for hint in found(sheet(9, 7, 7, 7), sheet(8, 8, 8, 8), sheet(7, 9, 9, 9))]

    assert kinds == [FarOff, FarOff]


def test_not_across_rounds() -> None:
    kinds = [type(hint) for hint in found(*apart((9, 7, 7, 7), (7, 9, 9, 9)))]

    assert kinds == [FarOff, FarOff]


# The same mark for everybody.


def test_a_judge_who_gives_everybody_the_same_mark_from_the_fourth_routine_on() -> None:
    rows = [(8, 7, 7, 7), (8, 8, 7, 8), (8, 9, 9, 8), (8, 8, 8, 8)]

    assert found(*apart(*rows[:3])) == ()
    assert found(*apart(*rows)) == (AllAlike("Ida", "round 3", "D", Fraction(8), 4),)


def test_not_if_the_whole_panel_told_nobody_apart() -> None:
    assert found(*apart(*[(10, 10, 10, 10)] * 5)) == ()


def test_not_if_one_mark_was_another() -> None:
    assert found(*apart((8, 7, 7, 7), (8, 8, 7, 8), (8, 9, 9, 8), (9, 8, 8, 8))) == ()


# Upside down.


def test_a_judge_who_orders_the_couples_the_other_way_round() -> None:
    """Ten pairs: Ida has 3 couples level, so 3 pairs are neither, and the other 7 are the other way round."""
    rows = [(7, 5, 6, 6), (6, 6, 6, 6), (6, 6, 6, 7), (6, 7, 7, 6), (5, 7, 7, 7)]
    told = [hint for hint in found(*apart(*rows)) if hint.judge == "Ida"]

    assert [hint for hint in told if isinstance(hint, UpsideDown)] == [
        UpsideDown("Ida", "round 4", "E", Fraction(-7, 10), 7, 10)
    ]


def test_not_before_the_fifth_routine() -> None:
    rows = [(7, 5, 6, 6), (6, 6, 6, 6), (6, 6, 6, 7), (6, 7, 7, 6)]

    assert not [hint for hint in found(*apart(*rows)) if isinstance(hint, UpsideDown)]


@pytest.mark.parametrize(
    ("mine", "tau"),
    [
        ((5, 4, 3, 2, 1), Fraction(-1)),
        ((4, 5, 3, 2, 1), Fraction(-4, 5)),
        ((3, 5, 4, 2, 1), Fraction(-3, 5)),
        ((3, 4, 5, 2, 1), Fraction(-2, 5)),  # above -1/2: an opinion
        ((1, 2, 3, 4, 5), Fraction(1)),
    ],
)
def test_half_of_the_way_to_the_opposite_is_the_line(mine: Sequence[int], tau: Fraction) -> None:
    rows = [(own, nth, nth, nth) for nth, own in enumerate(mine, 1)]
    told = [hint.tau for hint in found(*apart(*rows)) if isinstance(hint, UpsideDown) and hint.judge == "Ida"]

    assert told == ([tau] if tau <= Fraction(-1, 2) else [])


def test_exactly_half_of_the_way_is_over_the_line() -> None:
    """Seven pairs the other way round, two the same way, one level."""
    rows = [(own, nth, nth, nth) for nth, own in zip((1, 2, 3, 4, 5), (4, 4, 5, 2, 1), strict=True)]
    (told,) = [hint for hint in found(*apart(*rows)) if isinstance(hint, UpsideDown) and hint.judge == "Ida"]

    assert told == UpsideDown("Ida", "round 4", "E", Fraction(-1, 2), 7, 10)


# Whose marks count.


def test_the_marks_of_a_seat_that_does_not_count_are_nobodys_measure() -> None:
    without = replace(BOOKS["us-3-16"], absent=Absent.WITHOUT)
    average = replace(BOOKS["us-3-16"], absent=Absent.AVERAGE)

    assert found(sheet(5, 7, 7, None), book=without)
    assert found(sheet(5, 7, 7, None), absent=("Jo",), book=without) == ()
    assert found(sheet(5, 7, 7, None), absent=("Jo",), book=average)


def test_a_hint_names_who_gave_the_mark() -> None:
    given = Routine(week=1, star="", round="waltz", marks={"Zed": Fraction(3), "Jo": Fraction(8), "Kit": Fraction(8)})
    told = found(given, substitutes={"Ida": ("Zed",)})

    assert told == (FarOff("Zed", "waltz", "A", Fraction(3), Fraction(8)),)


def test_the_median() -> None:
    assert median([Fraction(9)]) == 9
    assert median([Fraction(9), Fraction(4), Fraction(5)]) == 5
    assert median([Fraction(9), Fraction(4), Fraction(5), Fraction(6)]) == Fraction(11, 2)


def test_a_real_season_gives_two_hints() -> None:
    """Eleven weeks of a good panel: a scrutineer who is called for nothing stops looking."""
    season = read(example("season-32")).season
    told = [hint for n in range(1, 12) for hint in hints(Show(season, n, rundown(season, n)))]

    assert told == [
        FarOff("Carrie Ann Inaba", "individual", "Mauricio Umansky", Fraction(7), Fraction(5)),
        FarOff("Paula Abdul", "individual", "Jason Mraz", Fraction(10), Fraction(8)),
    ]
