"""A recorded night as commands: the running order, and who is asked for which mark."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mirrorball.core.books import BOOKS
from mirrorball.core.commands import CallRoutine, GiveMark, LockMarks
from mirrorball.core.rundown import running_order
from mirrorball.core.season import Couple, Routine, Season, Week
from mirrorball.floor.rehearsal import marked
from mirrorball.season.example import example
from mirrorball.season.read import read

PANEL = ("Ida", "Jo")
SHIPPED = read(example("season-32")).season


def a_season(*routines: Routine) -> Season:
    stars = dict.fromkeys(routine.star for routine in routines)
    return Season(
        title="S",
        couples=tuple(Couple(star=star, pro="") for star in stars),
        weeks=(Week(number=1, panel=PANEL, book=BOOKS["us-3-16"]),),
        routines=routines,
    )


def in_order(*orders: int | None) -> list[str]:
    """The stars in running order, where A, B, C and so on have these positions."""
    routines = [Routine(week=1, star=star, order=order) for star, order in zip("ABCDEF", orders, strict=False)]
    return [routine.star for routine in running_order(a_season(*routines), 1)]


@pytest.mark.parametrize(
    ("orders", "stars"),
    [
        ((1, 2, 3), "ABC"),
        ((3, 1, 2), "BCA"),
        ((None, None, None), "ABC"),
        ((None, 1, None), "BAC"),
        ((3, None, None), "BCA"),
        ((None, None, 2, 1), "DCAB"),
        ((5, None, 1), "CBA"),
        ((None, 3), "AB"),
        ((1, 1, 2), "ABC"),  # a position given twice tells nothing
        ((2, None, 2, 1), "ABCD"),
    ],
)
def test_those_without_a_position_fill_the_gaps(orders: tuple[int | None, ...], stars: str) -> None:
    assert "".join(in_order(*orders)) == stars


def test_nobody_is_lost_or_doubled() -> None:
    for week in SHIPPED.weeks:
        order = running_order(SHIPPED, week.number)

        assert sorted(order, key=repr) == sorted(SHIPPED.danced_in(week.number), key=repr)


def test_rounds_come_one_after_the_other_as_the_sheet_has_them() -> None:
    season = a_season(
        Routine(week=1, star="A", round="waltz", order=2),
        Routine(week=1, star="A", round="jive", order=1),
        Routine(week=1, star="B", round="waltz", order=1),
        Routine(week=1, star="B", round="jive", order=2),
    )

    assert [(r.round, r.star) for r in running_order(season, 1)] == [
        ("waltz", "B"),
        ("waltz", "A"),
        ("jive", "A"),
        ("jive", "B"),
    ]


def test_each_routine_is_called_marked_by_the_panel_in_its_order_and_locked() -> None:
    ada = Routine(week=1, star="Ada", round="waltz", marks={"Jo": Fraction(8), "Ida": Fraction(9)})

    assert list(marked(a_season(ada), 1)) == [
        CallRoutine("waltz", "Ada"),
        GiveMark("Ida", "waltz", "Ada", Fraction(9)),
        GiveMark("Jo", "waltz", "Ada", Fraction(8)),
        LockMarks("waltz", "Ada"),
    ]


def test_a_mark_that_is_not_known_is_not_given() -> None:
    ada = Routine(week=1, star="Ada", round="waltz", marks={"Jo": Fraction(8)})

    assert [command for command in marked(a_season(ada), 1) if isinstance(command, GiveMark)] == [
        GiveMark("Jo", "waltz", "Ada", Fraction(8))
    ]


def test_the_finale_has_ten_routines_and_thirty_marks() -> None:
    commands = list(marked(SHIPPED, 11))

    assert sum(isinstance(command, CallRoutine) for command in commands) == 10
    assert sum(isinstance(command, GiveMark) for command in commands) == 30
    assert sum(isinstance(command, LockMarks) for command in commands) == 10
    assert commands[0] == CallRoutine("redemption", "Alyson Hannigan")
    assert commands[-1] == LockMarks("freestyle", "Xochitl Gomez")
