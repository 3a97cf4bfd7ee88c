"""The audience's half: a tally is a value, and votes that nobody knows are not no votes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mirrorball.core.book import Carry
from mirrorball.core.books import BOOKS
from mirrorball.core.season import RecordedVotes
from mirrorball.core.votes import NotCounted, Tally, recorded_tally, week_without_votes
from tests.core.stage import VOTES, a_season, a_week, voted

PLAIN = BOOKS["us-3-16"]
CARRYING = (a_week(1), replace(a_week(2), carry=1), replace(a_week(3), carry=2))


def test_a_tally_is_summed_over_channels() -> None:
    """Couple by couple, and in all."""
    tally = Tally({"Ada": {"web": 3, "sms": 2}, "Bo": {"web": 1}}, {NotCounted.LATE: 7})

    assert tally.votes == {"Ada": 5, "Bo": 1}
    assert tally.total == 6


def test_two_tallies_add_up() -> None:
    """Counted and not counted, channel by channel."""
    one = Tally({"Ada": {"web": 3}, "Bo": {"web": 0}}, {NotCounted.LATE: 1})
    two = Tally({"Ada": {"web": 1, "sms": 2}, "Cy": {"sms": 4}}, {NotCounted.LATE: 1, NotCounted.EARLY: 2})

    assert (one + two).votes == {"Ada": 6, "Bo": 0, "Cy": 4}
    assert (one + two).counted["Ada"] == {"web": 4, "sms": 2}
    assert (one + two).not_counted == {NotCounted.LATE: 2, NotCounted.EARLY: 2}


def test_recorded_votes_are_those_of_the_week() -> None:
    """On all channels, also where a channel has two rows."""
    season = voted(voted(a_season(a_week(1), a_week(2)), 1), 2, {"Ada": 7})
    more = tuple(RecordedVotes(week=2, star="Ada", channel=channel, votes=1) for channel in ("web", "sms"))
    tally = recorded_tally(replace(season, votes=(*season.votes, *more)), PLAIN, 2)

    assert tally == Tally({"Ada": {"web": 8, "sms": 1}})


def test_a_week_without_a_row_is_not_known() -> None:
    """A row that says 0 is: nobody voted for Ada."""
    assert recorded_tally(a_season(), PLAIN, 1) is None
    assert recorded_tally(voted(a_season(), 1, {"Ada": 0}), PLAIN, 1) == Tally({"Ada": {"web": 0}})


@pytest.mark.parametrize(("carry", "times"), [(Carry.NOTHING, 1), (Carry.MARKS, 1), (Carry.MARKS_AND_VOTES, 3)])
def test_votes_are_carried_if_the_book_carries_votes(carry: Carry, times: int) -> None:
    """Week 3 carries week 2, which carries week 1."""
    season = a_season(*CARRYING)
    for week in (1, 2, 3):
        season = voted(season, week)
    tally = recorded_tally(season, replace(PLAIN, carry=carry), 3)

    assert tally is not None
    assert tally.votes == {star: times * votes for star, votes in VOTES.items()}


def test_a_carried_week_that_is_not_known_leaves_all_unknown() -> None:
    """Tonight's votes alone would be another result."""
    season = voted(a_season(*CARRYING), 2)

    assert recorded_tally(season, PLAIN, 2) is None


def test_a_lag_takes_the_votes_of_an_earlier_week() -> None:
    """Before the first there are none."""
    season = voted(a_season(a_week(1), a_week(2)), 1)
    lagging = replace(PLAIN, votes_lag=1)
    tally = recorded_tally(season, lagging, 2)

    assert tally is not None
    assert tally.votes == VOTES
    assert recorded_tally(season, lagging, 1) is None


def test_the_first_week_that_is_missing_is_found() -> None:
    """Along the lag first, then from carried week to carried week; None if nothing is missing."""
    season = voted(a_season(*CARRYING), 3)
    lagging, keeping = replace(PLAIN, votes_lag=1), replace(PLAIN, carry=Carry.MARKS)

    assert week_without_votes(season, PLAIN, 3) == 2
    assert week_without_votes(voted(season, 2), PLAIN, 3) == 1
    assert week_without_votes(voted(voted(season, 2), 1), PLAIN, 3) is None
    assert week_without_votes(season, keeping, 3) is None
    assert week_without_votes(season, lagging, 3) == 2
    assert week_without_votes(voted(season, 2), lagging, 3) == 1
