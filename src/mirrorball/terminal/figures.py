"""The figures of ``show`` for programs. Whole numbers are JSON numbers, others are exact text such as ``"19/2"``."""

from __future__ import annotations

import json
from dataclasses import asdict
from fractions import Fraction

from mirrorball import sentences
from mirrorball.core.combine import Standing, standing
from mirrorball.core.marks import nights, points
from mirrorball.core.outcome import rules_of
from mirrorball.core.season import Exit, Season
from mirrorball.core.show import result_of
from mirrorball.floor.board import Line, board
from mirrorball.season.check import Report
from mirrorball.season.possible import WeekVerdict

Json = dict[str, object]


def weeks_json(found: Report, numbers: list[int]) -> str:
    """These weeks of a folder."""
    season = found.folder.season
    told: Json = {
        "title": season.title,
        "number": season.number,
        "year": season.year,
        "trophy": season.trophy,
        "hosts": season.hosts,
        "couples": [asdict(couple) for couple in season.couples],
        "weeks": [_week(season, number, verdict) for verdict in found.verdicts if (number := verdict.week) in numbers],
    }
    return json.dumps(told, indent=2, ensure_ascii=False, default=str)


def standing_json(shown: Standing) -> Json:
    """A standing with the figures of each stage and what separates each couple from the next."""
    return {
        "joined_by": shown.method.value,
        "rows": [
            {
                "star": row.star,
                "place": str(row.place),
                "points": _exact(row.panel.given) if row.panel else None,
                "by_marks": _exact(row.panel.value) if row.panel else None,
                "votes": _exact(row.audience.given) if row.audience else None,
                "by_votes": _exact(row.audience.value) if row.audience else None,
                "joined": _exact(row.combined),
            }
            for row in shown.rows
        ],
        "separations": [
            {
                "ahead": one.ahead,
                "behind": one.behind,
                "by": one.by.value,
                "figures": [_exact(one.ahead_figure), _exact(one.behind_figure)],
            }
            for one in shown.separations
        ],
    }


def _week(season: Season, number: int, verdict: WeekVerdict) -> Json:
    plan = season.week(number)
    book = rules_of(plan)
    tonight = nights(season, book, number)
    given = points(tonight)
    result = result_of(season, number)
    shown = result.standing if result else standing(book, given, None) if given else None
    return {
        "week": number,
        "date": plan.date,
        "title": plan.title,
        "panel": plan.panel,
        "book": {
            "name": book.name,
            "title": book.title,
            "joins_by": book.combine.value,
            "sure": book.least_sure.value,
        },
        "carried_week": plan.carry,
        "rounds": [
            {"round": name, "routines": [_line(line) for line in lines]}
            for name, lines in board(season, number).items()
        ],
        "contests": [asdict(b) | {"points": _exact(b.points)} for b in season.bonuses if b.week == number],
        "films": [asdict(film) for film in season.packages if film.week == number],
        "points": {
            star: {"points": _exact(n.points), "made_of": sentences.points_made_of(n), "stated": n.stated}
            for star, n in tonight.items()
        },
        "standing": standing_json(shown) if shown else None,
        "reach": [asdict(one) | {"fate": one.fate.value} for one in verdict.reach],
        "out": [
            {"star": r.star, "exit": r.exit.value, "place": str(r.place) if r.place else None}
            for r in season.results
            if r.week == number and (r.exit is not Exit.FINAL or plan.final)
        ],
        "verdict": {"verdict": verdict.verdict.value, "votes": verdict.votes, "confidence": verdict.confidence.value},
    }


def _line(line: Line) -> Json:
    danced = line.routine
    return {
        "star": danced.star,
        "order": danced.order,
        "style": danced.style,
        "songs": [asdict(song) for song in danced.songs],
        "marks": {judge: _exact(mark) for judge, mark in danced.marks.items()},
        "total": _exact(line.total),
        "rank": str(line.place) if line.place else None,
        "so_far": _exact(line.so_far),
        "danced_with": danced.danced_with,
        "team": danced.team,
    }


def _exact(value: Fraction | None) -> int | str | None:
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else str(value)
