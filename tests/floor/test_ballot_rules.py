"""What the ballot box of a night begins with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mirrorball.box.rules import Choice
from mirrorball.core.channel import Channel, Unit, Way
from mirrorball.core.commands import Withdraw
from mirrorball.core.season import Couple
from mirrorball.core.show import Show, open_night
from mirrorball.floor.ballot_rules import rules
from mirrorball.season.read import read
from tests.core.stage import STARS, after, the_night
from tests.season.folders import SHIPPED


def numbered(*numbers: int | None) -> Show:
    """The night of couples with these numbers in couples.csv."""
    show = the_night()
    couples = tuple(
        Couple(star=star, pro=f"{star}'s pro", number=number) for star, number in zip(STARS, numbers, strict=True)
    )
    return replace(show, season=replace(show.season, couples=couples))


def numbers(show: Show) -> dict[str, int]:
    """By which number each star is voted for."""
    return {choice.star: choice.number for choice in rules(show, "n").choices}


def test_the_shipped_finale() -> None:
    """The field of the night with its keywords, numbered as it stands, and the channels of the season."""
    season = read(SHIPPED).season
    found = rules(open_night(season, 11), "32 week 11")

    assert (found.night, found.title, found.week) == ("32 week 11", "Dancing With the Stars, week 11: Finale", 11)
    assert found.choices[:2] == (
        Choice(1, "Xochitl Gomez", "Val Chmerkovskiy", "XOCHITL"),
        Choice(2, "Jason Mraz", "Daniella Karagach", "JASON"),
    )
    assert [choice.star for choice in found.choices] == list(season.field(11))
    assert [(c.name, c.way, c.unit) for c in found.channels] == [
        ("online", Way.PAGE, Unit.BROWSER),
        ("text message", Way.RELAY, Unit.PHONE),
    ]


def test_who_left_tonight_cannot_be_voted_for() -> None:
    assert set(numbers(after(numbered(1, 2, 3, 4), Withdraw("Ada", "knee")))) == {"Bo", "Cy", "Dee"}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ((None, None, None, None), (1, 2, 3, 4)),
        ((7, 5, 3, 1), (7, 5, 3, 1)),
        ((2, None, None, None), (2, 3, 4, 5)),  # 2 is taken, so Bo moves on, and so do those behind
        ((None, None, 1, None), (2, 3, 1, 4)),
        ((4, 4, None, None), (4, 5, 3, 6)),  # a check forbids it; the ballot tells the two apart all the same
        ((0, None, None, None), (1, 2, 3, 4)),
    ],
)
def test_each_couple_has_a_number_of_its_own(written: tuple[int | None, ...], found: tuple[int, ...]) -> None:
    assert numbers(numbered(*written)) == dict(zip(STARS, found, strict=True))


def test_the_ballot_stands_in_the_order_of_the_numbers() -> None:
    assert [choice.number for choice in rules(numbered(7, 5, 3, 1), "n").choices] == [1, 3, 5, 7]


def test_a_show_that_says_nothing_of_its_channels_has_a_vote_page() -> None:
    assert rules(numbered(1, 2, 3, 4), "n").channels == (
        Channel("web", 10, way=Way.PAGE, unit=Unit.BROWSER, replaceable=True),
    )
