"""Seasons for tests of the look back: the shipped one, whole or as it stood after a week, and with parts left out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from mirrorball.core.season import Season
from mirrorball.recap.shown import so_far
from mirrorball.recap.story import Story, story, unvoted
from mirrorball.season.example import example
from mirrorball.season.read import read

SHIPPED = unvoted(read(example("season-32")).season)


@cache
def shipped() -> Story:
    """The shipped season, told."""
    return story(SHIPPED)


def retold(season: Season) -> Story:
    """Another telling of the shipped season, for tests to which the verdicts on its weeks are all one."""
    return story(season, [told.verdict for told in shipped().weeks])


@cache
def running(until: int) -> Story:
    """The shipped season as it stood after a week."""
    return so_far(story(stopped(SHIPPED, until)))


def stopped(season: Season, until: int) -> Season:
    """A season with nothing recorded after a week; its plan is whole."""
    return replace(
        season,
        routines=tuple(one for one in season.routines if one.week <= until),
        bonuses=tuple(one for one in season.bonuses if one.week <= until),
        stated=tuple(one for one in season.stated if one.week <= until),
        saves=tuple(one for one in season.saves if one.week <= until),
        results=tuple(one for one in season.results if one.week <= until),
    )


def without_dates(season: Season) -> Season:
    """The same season, and nobody knows when it was."""
    return replace(season, year=None, weeks=tuple(replace(week, date=None) for week in season.weeks))
