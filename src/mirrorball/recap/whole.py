"""Everything that a look back knows, as JSON that stays the same as long as the season does (docs/recap.schema.json).

Figures are exact: a whole number is a number, every other one a text such as ``29/3``. What nobody knows is ``null``,
and never 0. Names of fields stand in order, since their order means nothing; lists stand in the order that they have.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from mirrorball.core.book import DECISIVE
from mirrorball.core.marks import Night
from mirrorball.core.outcome import Outcome, rules_of
from mirrorball.core.reach import Reach
from mirrorball.core.season import Bonus, Couple, Package, Result, Routine, Season, Song, Week
from mirrorball.core.ties import Place
from mirrorball.recap.slug import slugs
from mirrorball.recap.story import Danced, Journey, JudgeTold, Line, Story, ToldWeek
from mirrorball.season.possible import WeekVerdict

FORMAT = 1  # of the file; another number means that a field has another meaning

Value: TypeAlias = "str | int | bool | Sequence[Value] | Mapping[str, Value] | None"
Fields: TypeAlias = dict[str, Value]


def whole(story: Story) -> bytes:
    """The season as JSON. Votes stand in it only if the season holds them."""
    return (json.dumps(fields(story), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def fields(story: Story) -> Fields:
    """The same as values."""
    season = story.season
    return {
        "format": FORMAT,
        "over": story.over,
        **_season(season),
        "couples": [_couple(couple, slug) for couple, slug in _with_slugs(season)],
        "weeks": [_week(season, told) for told in story.weeks],
        "journeys": [_journey(journey) for journey in story.journeys],
        "judges_told": [_judge(judge) for judge in story.judges],
        "champions": [journey.star for journey in story.champions],
    }


def exact(figure: Fraction | None) -> int | str | None:
    """A figure as it is: 9, ``29/3``, or null."""
    if figure is None:
        return None
    return figure.numerator if figure.denominator == 1 else str(figure)


def _season(season: Season) -> Fields:
    return {
        "title": season.title,
        "number": season.number,
        "year": season.year,
        "trophy": season.trophy or None,
        "hosts": list(season.hosts),
        "crew": dict(season.crew),
        "judges": list(season.judges),
        "scale": {
            "lowest": exact(season.scale.lowest),
            "highest": exact(season.scale.highest),
            "step": exact(season.scale.step),
        },
        "averaged": season.averaged,
        "styles": list(season.styles),
        "rounds": [{"name": one.name, "style": one.style, "repeats_style": one.repeats_style} for one in season.rounds],
        "channels": [
            {"name": one.name, "way": one.way.value, "voter": one.unit.value, "limit": one.limit, "per": one.per.value}
            for one in season.channels
        ],
        "votes": [
            {"week": one.week, "star": one.star, "channel": one.channel, "votes": one.votes} for one in season.votes
        ],
        "note": season.note or None,
    }


def _with_slugs(season: Season) -> list[tuple[Couple, str]]:
    named = slugs(couple.star for couple in season.couples)
    return [(couple, named[couple.star]) for couple in season.couples]


def _couple(couple: Couple, slug: str) -> Fields:
    return {
        "star": couple.star,
        "pro": couple.pro or None,
        "slug": slug,
        "known_for": couple.known_for or None,
        "number": couple.number,
        "keyword": couple.keyword or None,
        "age": couple.age,
        "home": couple.home or None,
        "photo_credit": couple.photo_credit or None,
        "note": couple.note or None,
    }


def _week(season: Season, told: ToldWeek) -> Fields:
    week, number = told.week, told.week.number
    return {
        **_plan(week),
        "danced": told.danced,
        "lines": [_line(line) for line in told.lines],
        "packages": [_package(package) for package in told.packages],
        "saves": [{"judge": one.judge, "star": one.star} for one in season.saves if one.week == number],
        "stated": [
            {"star": one.star, "total": exact(one.total), "source": one.source or None}
            for one in season.stated
            if one.week == number
        ],
        "left": [_result(result) for result in told.left],
        "outcome": _outcome(told.outcome) if told.outcome else None,
        "verdict": _verdict(told.verdict, told=bool(season.votes)),
    }


def _plan(week: Week) -> Fields:
    book = rules_of(week)
    return {
        "number": week.number,
        "title": week.title or None,
        "date": week.date.isoformat() if week.date else None,
        "panel": list(week.panel),
        "absent": list(week.absent),
        "substitutes": {seat: list(who) for seat, who in week.substitutes.items()},
        "book": {
            "name": week.book.name,
            "title": week.book.title,
            "join": book.combine.value,
            "decided_by": book.decider.value,
            "least_sure": week.book.least_sure.value,
            "sure": {setting: week.book.sure(setting).value for setting in DECISIVE},
            "source": week.book.source or None,
        },
        "leave": week.leave,
        "jeopardy": week.jeopardy,
        "final": week.final,
        "carry": week.carry,
        "immune": list(week.immune),
        "casting_judge": week.casting_judge or None,
        "named_in_jeopardy": list(week.named_in_jeopardy),
        "viewers_millions": exact(week.viewers),
        "note": week.note or None,
    }


def _line(line: Line) -> Fields:
    return {
        "star": line.star,
        "place": _place(line.place),
        "total": exact(line.total),
        **_night(line.night),
        "routines": [_danced(one) for one in line.danced],
        "bonuses": [_bonus(bonus) for bonus in line.night.bonuses],
    }


def _night(night: Night) -> Fields:
    """A couple's points of a night and what they are made of; the night that was carried over is told the same way."""
    return {
        "from_panel": exact(night.marks),
        "stated": night.stated,
        "bonus": exact(night.bonus),
        "carried": {"week": night.carried.week, **_night(night.carried)} if night.carried else None,
        "points": exact(night.points),
    }


def _danced(danced: Danced) -> Fields:
    return {
        **_routine(danced.routine),
        "marks": {judge: exact(mark) for judge, mark in danced.routine.marks.items()},
        "total": exact(danced.sheet.total),
        "most": exact(danced.most),
    }


def _routine(routine: Routine) -> Fields:
    return {
        "week": routine.week,
        "round": routine.round or None,
        "order": routine.order,
        "style": routine.style,
        "songs": _songs(routine.songs),
        "danced_with": routine.danced_with or None,
        "team": routine.team or None,
        "source": routine.source or None,
        "confidence": routine.confidence or None,
        "note": routine.note or None,
    }


def _bonus(bonus: Bonus) -> Fields:
    return {
        "contest": bonus.contest,
        "points": exact(bonus.points),
        "result": bonus.result or None,
        "opponent": bonus.opponent or None,
        "style": bonus.style,
        "songs": _songs(bonus.songs),
        "source": bonus.source or None,
        "note": bonus.note or None,
    }


def _songs(songs: Sequence[Song]) -> list[Value]:
    return [{"title": one.title, "artists": list(one.artists), "featured": list(one.featured)} for one in songs]


def _package(package: Package) -> Fields:
    return {
        "title": package.title,
        "star": package.star or None,
        "people": list(package.people),
        "note": package.note or None,
    }


def _result(result: Result) -> Fields:
    return {
        "star": result.star,
        "exit": result.exit.value,
        "week": result.week,
        "place": _place(result.place),
        "note": result.note or None,
    }


def _place(place: Place | None) -> Fields | None:
    return {"first": place.first, "last": place.last} if place else None


def _outcome(outcome: Outcome) -> Fields:
    return {
        "order": list(outcome.standing.stars),
        "jeopardy": list(outcome.jeopardy),
        "out": list(outcome.out),
        "places": {star: _place(place) for star, place in outcome.places.items()},
        "awaits": outcome.awaits.value,
    }


def _verdict(verdict: WeekVerdict, *, told: bool) -> Fields:
    """A verdict with the vote that proves it; a recorded vote only where votes may be told."""
    shown = verdict.votes is not None and (told or not verdict.by_record)
    return {
        "verdict": verdict.verdict.value,
        "by_record": verdict.by_record,
        "votes": dict(verdict.votes or {}) if shown else None,
        "out": list(verdict.out),
        "neighbours": list(verdict.neighbours),
        "reach": [_reach(one) for one in verdict.reach],
    }


def _reach(reach: Reach) -> Fields:
    return {
        "star": reach.star,
        "best": reach.best,
        "worst": reach.worst,
        "can_leave": reach.can_leave,
        "can_stay": reach.can_stay,
        "can_escape_jeopardy": reach.can_escape_jeopardy,
        "can_win": reach.can_win,
        "fate": reach.fate.value,
    }


def _journey(journey: Journey) -> Fields:
    return {
        "star": journey.star,
        "result": _result(journey.result) if journey.result else None,
        "weeks": list(journey.nights),
        "best": _routine_of(journey.best, journey.best_of),
        "worst": _routine_of(journey.worst, journey.worst_of),
        "mean": exact(journey.mean),
        "marks_known": journey.marks,
    }


def _routine_of(danced: Danced | None, among: int) -> Fields | None:
    """Which routine was a couple's best or worst, and among how many equal ones it is the first."""
    if danced is None:
        return None
    return {
        "week": danced.routine.week,
        "round": danced.routine.round or None,
        "style": danced.routine.style,
        "total": exact(danced.sheet.total),
        "most": exact(danced.most),
        "share": exact(danced.share),
        "among": among,
    }


def _judge(judge: JudgeTold) -> Fields:
    return {
        "judge": judge.judge,
        "regular": judge.regular,
        "weeks": list(judge.weeks),
        "marks_known": judge.marks,
        "mean": exact(judge.mean),
        "lean": exact(judge.lean),
        "lowest": exact(judge.spread[0]),
        "highest": exact(judge.spread[1]),
        "lowest_of_scale": judge.lowest,
        "highest_of_scale": judge.highest,
    }
