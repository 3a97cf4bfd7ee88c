"""A told season as the rows of the archive's tables. Nothing is worked out here that the story does not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from fractions import Fraction
from itertools import chain

from mirrorball.core.marks import deciding_week, sheet
from mirrorball.core.outcome import rules_of
from mirrorball.core.season import Result, Routine, Season
from mirrorball.core.ties import Place
from mirrorball.recap.archive.rows import (
    BonusRow,
    CoupleRow,
    MarkRow,
    NightRow,
    ResultRow,
    RoutineRow,
    SeasonRow,
    Tables,
    VerdictRow,
    WeekRow,
)
from mirrorball.recap.story import Journey, Line, Story, ToldWeek, danced
from mirrorball.sentences import songs

BETWEEN = "; "  # names in one cell, as in a season folder

_SEAT = re.compile(r"(?:judge|seat)\s*\d+", re.IGNORECASE)  # what a table without names calls a judge


def tables(slug: str, told: Story) -> Tables:
    """All rows of one season."""
    season = told.season
    return Tables(
        seasons=(_season(slug, told),),
        couples=tuple(_couple(slug, nth, journey) for nth, journey in enumerate(told.journeys, 1)),
        weeks=tuple(_week(slug, told, week) for week in told.weeks),
        routines=tuple(_routine(slug, season, routine) for routine in season.routines),
        marks=tuple(row for routine in season.routines for row in _marks(slug, routine)),
        bonuses=tuple(
            BonusRow(
                season=slug,
                week=bonus.week,
                contest=bonus.contest,
                star=bonus.star,
                points=bonus.points,
                result=bonus.result,
                opponent=bonus.opponent,
            )
            for bonus in season.bonuses
        ),
        nights=tuple(_night(slug, line) for week in told.weeks for line in week.lines),
        results=tuple(_result(slug, result) for result in season.results),
        verdicts=tuple(_verdict(slug, week) for week in told.weeks),
    )


def joined(several: Iterable[Tables]) -> Tables:
    """The tables of several seasons, one below the other."""
    parts = list(several)
    return Tables(**{one.name: tuple(chain(*(getattr(part, one.name) for part in parts))) for one in fields(Tables)})


def _season(slug: str, told: Story) -> SeasonRow:
    season = told.season
    return SeasonRow(
        season=slug,
        title=season.title,
        number=season.number,
        year=season.year,
        couples=len(season.couples),
        weeks=len(season.weeks),
        finished=told.over,
        averaged=season.averaged,
        highest=season.scale.highest,
        champions=BETWEEN.join(journey.star for journey in told.champions),
        trophy=season.trophy,
        hosts=BETWEEN.join(season.hosts),
        judges=BETWEEN.join(season.judges),
    )


def _couple(slug: str, nth: int, journey: Journey) -> CoupleRow:
    couple, result = journey.couple, journey.result
    first, last = _ends(result.place if result else None)
    return CoupleRow(
        season=slug,
        star=couple.star,
        pro=couple.pro,
        nth=nth,
        known_for=couple.known_for,
        age=couple.age,
        home=couple.home,
        exit=result.exit.value if result else "",
        last_week=result.week if result else None,
        place_first=first,
        place_last=last,
        champion=journey.champion,
        nights=len(journey.nights),
        routines=len(journey.danced),
        marks=journey.marks,
        mean=journey.mean,
    )


def _week(slug: str, told: Story, week: ToldWeek) -> WeekRow:
    plan, book = week.week, rules_of(week.week)
    decides = deciding_week(told.season, plan.number, book.marks_lag)
    return WeekRow(
        season=slug,
        week=plan.number,
        date=plan.date,
        title=plan.title,
        final=plan.final,
        leave=plan.leave,
        book=plan.book.name,
        combine=book.combine.value,
        confidence=plan.book.least_sure.value,
        marks_of_week=decides.number if decides else None,
        panel=len(plan.panel),
        immune=BETWEEN.join(plan.immune),
        carry=plan.carry,
        viewers=plan.viewers,
        note=plan.note,
    )


def _routine(slug: str, season: Season, routine: Routine) -> RoutineRow:
    one = danced(season, sheet(season, rules_of(season.week(routine.week)), routine))
    return RoutineRow(
        season=slug,
        week=routine.week,
        round=routine.round,
        star=routine.star,
        nth=routine.order,
        style=routine.style or "",
        music=songs(routine.songs) if routine.songs else "",
        team=routine.team,
        judges=len(routine.marks),
        total=one.sheet.total,
        most=one.most,
        share=one.share,
    )


def _marks(slug: str, routine: Routine) -> Iterator[MarkRow]:
    for judge, mark in routine.marks.items():
        others = [other for who, other in routine.marks.items() if who != judge]
        yield MarkRow(
            season=slug,
            week=routine.week,
            round=routine.round,
            star=routine.star,
            team=routine.team,
            judge=judge,
            named=_SEAT.fullmatch(judge) is None,
            mark=mark,
            others=sum(others, Fraction(0)) / len(others) if others else None,
        )


def _night(slug: str, line: Line) -> NightRow:
    night = line.night
    first, last = _ends(line.place)
    return NightRow(
        season=slug,
        week=night.week,
        star=line.star,
        marks=night.marks,
        bonus=night.bonus,
        carried=night.carried.points if night.carried else None,
        points=night.points,
        stated=night.stated,
        place_first=first,
        place_last=last,
    )


def _result(slug: str, result: Result) -> ResultRow:
    first, last = _ends(result.place)
    return ResultRow(
        season=slug,
        star=result.star,
        exit=result.exit.value,
        week=result.week,
        place_first=first,
        place_last=last,
        note=result.note,
    )


def _verdict(slug: str, told: ToldWeek) -> VerdictRow:
    verdict, week = told.verdict, told.week
    gone = [result.star for result in told.left if result.star not in verdict.out]
    notes = [week.note, *(f"{result.star}: {result.note}" for result in told.left if result.note)]
    return VerdictRow(
        season=slug,
        week=week.number,
        verdict=verdict.verdict.value,
        out=BETWEEN.join(verdict.out),
        withdrew=BETWEEN.join(gone),
        final=week.final,
        book=verdict.book,
        confidence=verdict.confidence.value,
        neighbours=BETWEEN.join(verdict.neighbours),
        note=" ".join(note for note in notes if note),
    )


def _ends(place: Place | None) -> tuple[int | None, int | None]:
    return (place.first, place.last) if place else (None, None)
