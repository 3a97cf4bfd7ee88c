"""The cast and the plan: who is in, who can be placed, which marks exist."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from mirrorball.core.season import Couple, Exit, Result, Scale
from tests.core.stage import STARS, a_season, a_week

SEASON = replace(
    a_season(a_week(1), a_week(2), a_week(4)),
    results=(
        Result(star="Dee", exit=Exit.ELIMINATED, week=1),
        Result(star="Cy", exit=Exit.WITHDREW, week=2),
        Result(star="Ada", exit=Exit.FINAL, week=4),
    ),
)


@pytest.mark.parametrize(
    ("week", "in_at", "field", "withdrew", "eliminated"),
    [
        (1, "Ada Bo Cy Dee", "Ada Bo Cy Dee", "", "Dee"),
        (2, "Ada Bo Cy", "Ada Bo", "Cy", ""),
        (4, "Ada Bo", "Ada Bo", "", ""),
    ],
)
def test_who_is_in_and_who_can_be_placed(week: int, in_at: str, field: str, withdrew: str, eliminated: str) -> None:
    """Who leaves in a week still stands in it; who withdraws does not; a finalist is never gone."""
    assert SEASON.in_at(week) == tuple(in_at.split())
    assert SEASON.field(week) == tuple(field.split())
    assert SEASON.withdrew_in(week) == tuple(withdrew.split())
    assert SEASON.eliminated_in(week) == tuple(eliminated.split())


def test_the_week_before_is_the_one_before_in_the_plan() -> None:
    """Numbers may leave a gap."""
    assert [SEASON.week_before(number) for number in (1, 2, 4)] == [None, SEASON.week(1), SEASON.week(2)]


def test_what_the_season_does_not_have_is_an_error() -> None:
    """Or None, where it is a fair question."""
    with pytest.raises(KeyError):
        SEASON.week(3)
    with pytest.raises(KeyError):
        SEASON.couple("Zoe")
    assert SEASON.result("Bo") is None
    assert SEASON.result("Dee") == SEASON.results[0]
    assert SEASON.couple("Bo").star == "Bo"
    assert [routine.star for routine in SEASON.danced_in(2)] == list(STARS)


@pytest.mark.parametrize(
    ("scale", "mark", "held"),
    [
        (Scale(), Fraction(1), True),
        (Scale(), Fraction(10), True),
        (Scale(), Fraction(0), False),
        (Scale(), Fraction(11), False),
        (Scale(), Fraction(17, 2), False),
        (Scale(step=Fraction(1, 2)), Fraction(17, 2), True),
        (Scale(Fraction(1, 2), Fraction(10), Fraction(1)), Fraction(1), False),
        (Scale(Fraction(1, 2), Fraction(10), Fraction(1)), Fraction(3, 2), True),
    ],
)
def test_a_scale_holds_its_steps_from_the_lowest_up(scale: Scale, mark: Fraction, held: bool) -> None:  # noqa: FBT001
    """Both ends included."""
    assert scale.holds(mark) is held


def test_a_couple_is_read_with_both_names() -> None:
    """Or with the star's, where no pro is known."""
    assert Couple(star="Ada", pro="Bea").name == "Ada and Bea"
    assert Couple(star="Ada", pro="").name == "Ada"
