"""Sheets of several weeks: withdrawals, weeks that are carried, bonuses, team dances, dance-offs, immunity."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from mirrorball.core.books import BOOKS
from mirrorball.core.combine import Row, standing
from mirrorball.core.marks import Night, nights, points
from mirrorball.core.outcome import Outcome, leaving, outcome
from mirrorball.core.season import (
    Bonus,
    Couple,
    Exit,
    RecordedSave,
    RecordedVotes,
    Result,
    Routine,
    Season,
    Week,
)
from mirrorball.core.show import result_of
from mirrorball.core.votes import recorded_tally
from tests.sheets.layout import Line, Sheet, agrees, all_sheets, figure, lines

SEASONS = [sheet for sheet in all_sheets() if sheet.facts["kind"] == "season"]
WEEKS = [(sheet, drawn["number"]) for sheet in SEASONS for drawn in sheet.facts["week"]]
NAMES = [f"{sheet.name}/week-{number}" for sheet, number in WEEKS]

each_week = pytest.mark.parametrize(("sheet", "number"), WEEKS, ids=NAMES)


def the_season(sheet: Sheet) -> Season:
    """The season that a sheet draws. A week's exits stand in its ``expected`` and are a record for later weeks."""
    drawn = sheet.facts["week"]
    panel = tuple(sheet.facts["panel"])
    rows = [(week, line) for week in drawn for line in lines(week["table"])]
    return Season(
        title=sheet.facts["title"],
        judges=panel,
        couples=tuple(Couple(star=star, pro="") for star in dict.fromkeys(line["couple"] for _, line in rows)),
        weeks=tuple(
            Week(
                number=week["number"],
                panel=panel,
                book=BOOKS[sheet.facts["book"]],
                leave=week["leave"],
                carry=week.get("carry"),
                immune=tuple(week.get("immune", ())),
            )
            for week in drawn
        ),
        routines=tuple(routine for week, line in rows for routine in routines_of(week["number"], line, panel)),
        bonuses=tuple(bonus for week, line in rows for bonus in bonuses_of(week["number"], line)),
        saves=tuple(
            RecordedSave(week=week["number"], judge=line["judge"], star=line["saves"])
            for week in drawn
            if "saves" in week
            for line in lines(week["saves"])
        ),
        votes=tuple(
            RecordedVotes(week=week["number"], star=line["couple"], channel="all", votes=int(figure(line["votes"])))
            for week, line in rows
        ),
        results=tuple(exit_ for week in drawn for exit_ in exits_of(week)),
    )


def routines_of(week: int, line: Line, panel: tuple[str, ...]) -> list[Routine]:
    """A couple's routines: one a column, with the marks in the order of the panel."""
    return [
        Routine(
            week=week,
            star=line["couple"],
            round=column,
            marks=dict(zip(panel, map(Fraction, cell.split()), strict=True)),
        )
        for column, cell in line.items()
        if column not in {"couple", "votes"} and not column.startswith("bonus") and cell != "-"
    ]


def bonuses_of(week: int, line: Line) -> list[Bonus]:
    """A couple's bonuses: one a column whose head begins with ``bonus``."""
    return [
        Bonus(week=week, star=line["couple"], contest=column.removeprefix("bonus "), points=figure(cell))
        for column, cell in line.items()
        if column.startswith("bonus") and cell != "-"
    ]


def exits_of(week: Mapping[str, Any]) -> list[Result]:
    """Who withdrew and who left in a week."""
    withdrew = [Result(star=star, exit=Exit.WITHDREW, week=week["number"]) for star in week.get("withdraws", ())]
    left = [Result(star=star, exit=Exit.ELIMINATED, week=week["number"]) for star in week["expected"].get("out", ())]
    return withdrew + left


def expected_of(sheet: Sheet, number: int) -> Mapping[str, Any]:
    """What a week of a sheet has to come to."""
    (expected,) = (week["expected"] for week in sheet.facts["week"] if week["number"] == number)
    assert isinstance(expected, dict)
    return expected


def result_in(sheet: Sheet, number: int) -> Outcome | None:
    """A week's outcome, worked out step by step: marks, votes, standing, who leaves."""
    season = the_season(sheet)
    week = season.week(number)
    given = points(nights(season, week.book, number))
    tally = recorded_tally(season, week.book, number)
    if given is None or tally is None:
        return None
    saves = {save.judge: save.star for save in season.saves if save.week == number}
    return outcome(week, leaving(season, week), standing(week.book, given, tally.votes), saves)


def columns_of(night: Night, row: Row, votes: int) -> dict[str, Fraction]:
    """The figures of a couple in a week, by the column in which a sheet draws them."""
    assert night.marks is not None
    assert night.points is not None
    assert row.panel is not None
    assert row.audience is not None
    carried = night.carried.points if night.carried else Fraction(0)
    assert carried is not None
    totals = {sheet.routine.round: sheet.total for sheet in night.sheets if sheet.total is not None}
    return {
        **totals,
        "marks": night.marks,
        "bonus": night.bonus,
        "carried": carried,
        "points": night.points,
        "votes": Fraction(votes),
        "panel": row.panel.value,
        "audience": row.audience.value,
        "combined": row.combined,
    }


@each_week
def test_a_week_comes_to_the_outcome_of_its_sheet(sheet: Sheet, number: int) -> None:
    """How many are to leave, who is immune, who is in jeopardy, who is out."""
    expected, result, season = expected_of(sheet, number), result_in(sheet, number), the_season(sheet)
    if not expected.get("known", True):
        assert result is None
        return

    assert result is not None
    assert leaving(season, season.week(number)) == expected["leaving"]
    assert list(result.immune) == expected.get("immune", [])
    assert list(result.jeopardy) == expected["jeopardy"]
    assert list(result.out) == expected["out"]


@each_week
def test_a_week_has_the_figures_of_its_sheet(sheet: Sheet, number: int) -> None:
    """Each couple that the week can place, and nobody else, best first."""
    expected, result, season = expected_of(sheet, number), result_in(sheet, number), the_season(sheet)
    if result is None:
        return
    book = season.week(number).book
    decided_by = nights(season, book, number)
    tally = recorded_tally(season, book, number)
    assert tally is not None
    drawn = lines(expected["table"])

    assert list(result.standing.stars) == [line["couple"] for line in drawn]
    for line in drawn:
        star = line["couple"]
        row = result.standing.row(star)
        found = columns_of(decided_by[star], row, tally.votes[star])
        for column in line.keys() - {"couple", "place"}:
            assert agrees(found[column], line[column]), (star, column, found[column])
        assert str(row.place) == line["place"]


@each_week
def test_the_show_reads_a_recorded_week_just_so(sheet: Sheet, number: int) -> None:
    """``result_of`` takes the same steps."""
    assert result_of(the_season(sheet), number) == result_in(sheet, number)
