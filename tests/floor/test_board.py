"""The judges' board: routines in the order in which they were danced, totals, places in the round, points so far."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from mirrorball.core.books import BOOKS
from mirrorball.core.marks import night
from mirrorball.core.outcome import rules_of
from mirrorball.core.season import Bonus, Couple, Routine, Season, StatedTotal, Week
from mirrorball.core.ties import Place
from mirrorball.floor.board import board
from mirrorball.season.example import example
from mirrorball.season.read import read

PANEL = ("Ida", "Jo")
SHIPPED = read(example("season-32")).season


def danced(
    star: str, marks: tuple[int, ...], round_: str = "waltz", week: int = 1, order: int | None = None
) -> Routine:
    given = dict(zip(PANEL, map(Fraction, marks), strict=False))
    return Routine(week=week, star=star, round=round_, order=order, marks=given)


def a_season(*routines: Routine) -> Season:
    return Season(
        title="S",
        judges=PANEL,
        couples=tuple(Couple(star=star, pro="") for star in ("Ada", "Bo", "Cy")),
        weeks=tuple(Week(number=n, panel=PANEL, book=BOOKS["us-3-16"], carry=1 if n == 2 else None) for n in (1, 2)),
        routines=routines,
    )


def row(*figures: object) -> tuple[object, ...]:
    """Figures beside each other, to be compared with whole numbers."""
    return figures


def test_totals_and_places() -> None:
    lines = board(a_season(danced("Ada", (8, 7)), danced("Bo", (9, 9)), danced("Cy", (7, 8))), 1)["waltz"]

    assert [row(line.routine.star, line.total, line.place) for line in lines] == [
        ("Ada", 15, Place(2, 3)),
        ("Bo", 18, Place(1, 1)),
        ("Cy", 15, Place(2, 3)),
    ]
    assert [line.so_far for line in lines] == [15, 18, 15]


def test_each_round_has_places_of_its_own_and_points_go_on() -> None:
    season = a_season(
        danced("Ada", (8, 8)), danced("Bo", (9, 9)), danced("Ada", (10, 10), "jive"), danced("Bo", (5, 5), "jive")
    )
    rounds = board(season, 1)

    assert list(rounds) == ["waltz", "jive"]
    assert [row(line.routine.star, line.place, line.so_far) for line in rounds["jive"]] == [
        ("Ada", Place(1, 1), 36),
        ("Bo", Place(2, 2), 28),
    ]


def test_what_was_carried_over_counts_from_the_first_dance() -> None:
    season = a_season(danced("Ada", (8, 8)), danced("Ada", (9, 9), week=2), danced("Ada", (10, 10), "jive", week=2))
    first, second = (lines[0] for lines in board(season, 2).values())

    assert row(first.so_far, second.so_far) == (34, 54)


def test_contests_of_the_night_do_not_count_yet() -> None:
    season = replace(
        a_season(danced("Ada", (8, 8))), bonuses=(Bonus(week=1, star="Ada", contest="marathon", points=Fraction(5)),)
    )

    assert board(season, 1)["waltz"][0].so_far == 16


def test_a_total_that_is_not_known_leaves_places_and_points_open() -> None:
    season = a_season(danced("Ada", (8,)), danced("Bo", (9, 9)))
    ada, bo = board(season, 1)["waltz"]

    assert row(ada.total, ada.place, ada.so_far) == (None, None, None)
    assert row(bo.total, bo.place, bo.so_far) == (18, None, 18)


def test_a_stated_total_of_the_night_does_not_stand_for_one_dance() -> None:
    season = replace(a_season(danced("Ada", (8,))), stated=(StatedTotal(week=1, star="Ada", total=Fraction(17)),))

    assert board(season, 1)["waltz"][0].so_far is None


def test_a_week_without_dances_has_an_empty_board() -> None:
    assert board(a_season(), 1) == {}


def test_the_finale_of_season_32() -> None:
    rounds = board(SHIPPED, 11)
    redemption = {line.routine.star: row(line.total, line.so_far) for line in rounds["redemption"]}

    assert list(rounds) == ["redemption", "freestyle"]
    assert redemption == {
        "Alyson Hannigan": (25, 76),
        "Jason Mraz": (30, 87),
        "Ariana Madix": (29, 87),
        "Charity Lawson": (29, 88),
        "Xochitl Gomez": (30, 90),
    }


@pytest.mark.parametrize("number", range(1, 12))
def test_after_the_last_dance_only_the_contests_are_missing(number: int) -> None:
    book = rules_of(SHIPPED.week(number))
    last = {line.routine.star: line.so_far for lines in board(SHIPPED, number).values() for line in lines}
    stated = {total.star for total in SHIPPED.stated if total.week == number}

    for star, so_far in last.items():
        whole = night(SHIPPED, book, number, star)
        if star in stated:
            assert so_far is None
        else:
            assert so_far is not None
            assert whole.points == so_far + whole.bonus
