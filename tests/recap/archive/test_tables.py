"""The tables hold each fact of a season once, and nothing else."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction

from hypothesis import given, settings

from mirrorball.core.season import Season
from mirrorball.recap.archive.rows import Tables, columns, kinds
from mirrorball.recap.archive.tables import joined, tables
from mirrorball.recap.story import story
from mirrorball.season.possible import Verdict, WeekVerdict
from tests.laws.season_strategies import seasons
from tests.recap.archive import small
from tests.recap.seasons import SHIPPED, shipped


def unjudged(season: Season) -> Tables:
    """The tables, without asking what was possible."""
    return tables("one", story(season, [WeekVerdict(week.number, Verdict.NOT_KNOWN) for week in season.weeks]))


@settings(max_examples=40)
@given(seasons())
def test_rows_are_as_many_as_facts(season: Season) -> None:
    found = unjudged(season)

    assert len(found.seasons) == 1
    assert {row.star for row in found.couples} == {couple.star for couple in season.couples}
    assert len(found.couples) == len(season.couples)
    assert [row.week for row in found.weeks] == [week.number for week in season.weeks]
    assert len(found.verdicts) == len(season.weeks)
    assert [(r.week, r.round, r.star) for r in found.routines] == [(r.week, r.round, r.star) for r in season.routines]
    assert len(found.marks) == sum(len(routine.marks) for routine in season.routines)
    assert sum(row.mark for row in found.marks) == sum(m for r in season.routines for m in r.marks.values())
    assert sum(row.points for row in found.bonuses) == sum(bonus.points for bonus in season.bonuses)
    assert [(row.star, row.week) for row in found.results] == [(r.star, r.week) for r in season.results]
    assert len({(row.week, row.star) for row in found.nights}) == len(found.nights)


@settings(max_examples=40)
@given(seasons())
def test_each_night_adds_up(season: Season) -> None:
    for row in unjudged(season).nights:
        if row.points is not None and row.carried is None:
            assert row.marks is not None
            assert row.points == row.marks + row.bonus


@given(seasons(), seasons())
@settings(max_examples=20)
def test_joined_tables_hold_the_rows_of_both(one: Season, other: Season) -> None:
    first, second = unjudged(one), unjudged(other)
    together = joined([first, second])

    for each in fields(Tables):
        assert getattr(together, each.name) == getattr(first, each.name) + getattr(second, each.name)


def test_the_shipped_season() -> None:
    found = tables("us-32", shipped())
    champion = next(row for row in found.couples if row.champion)

    assert (champion.star, champion.nth, champion.place_first) == ("Xochitl Gomez", 1, 1)
    assert len(found.marks) == sum(len(routine.marks) for routine in SHIPPED.routines)
    assert {row.verdict for row in found.verdicts} == {"possible", "nobody left"}


def test_a_seat_without_a_name_is_no_person() -> None:
    found = unjudged(small.season(1, judges=("Judge 1", "Judge Judy", "seat 2")))

    assert {row.judge: row.named for row in found.marks} == {"Judge 1": False, "Judge Judy": True, "seat 2": False}


def test_the_others_mean_leaves_the_judge_out() -> None:
    (row, *_) = [row for row in unjudged(small.season(1)).marks if row.judge == "Karl"]

    assert row.mark == 9
    assert row.others == Fraction(10)


def test_every_column_says_what_it_means() -> None:
    for name, kind in kinds().items():
        assert all(one.meaning.endswith(".") for one in columns(kind)), name
        assert kind.__doc__
