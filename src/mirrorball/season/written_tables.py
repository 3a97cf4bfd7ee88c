"""A season's facts as rows of the tables, each cell as a person would write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

from mirrorball.core.season import Bonus, Routine, Season, Song, Week
from mirrorball.core.ties import Place
from mirrorball.season import format as folder_format
from mirrorball.season.cells import averaged
from mirrorball.season.format import Table
from mirrorball.season.written_settings import Unsayable, usual_book

MOST_DECIMALS = 9  # that a cell may have
SHORT = 4  # decimals of an average that has no end
Cells = Mapping[str, str]


def rows(season: Season, table: Table) -> list[dict[str, str]]:
    """The rows of a table; cells that would be blank are left out or blank."""
    return [dict(row) for row in _ROWS[table.file](season)]


def decimal(number: Fraction) -> str:
    """A number in digits, exactly. Raises ``Unsayable`` if its decimals have no end or are too many."""
    for places in range(MOST_DECIMALS + 1):
        shifted = number * 10**places
        if shifted.denominator == 1:
            digits = str(abs(shifted.numerator)).rjust(places + 1, "0")
            sign = "-" if number < 0 else ""
            return f"{sign}{digits[: len(digits) - places]}{'.' if places else ''}{digits[len(digits) - places :]}"
    message = f"{number} cannot be written in {MOST_DECIMALS} decimals."
    raise Unsayable(message)


def average(number: Fraction) -> str:
    """An average in digits, cut off as public tables have it where its decimals have no end."""
    cut = decimal(Fraction(int(number * 10**SHORT), 10**SHORT))
    return cut if averaged(cut) == number else decimal(number)


def _cells(fact: object, columns: Sequence[folder_format.Column]) -> dict[str, str]:
    """The cells of a fact whose parts are named as the columns are."""
    return {column.name: _cell(getattr(fact, column.name)) for column in columns if hasattr(fact, column.name)}


def _cell(value: Any) -> str:
    match value:
        case None | False:
            written = ""
        case True:
            written = "yes"
        case Enum():
            written = str(value.value)
        case Fraction():
            written = decimal(value)
        case Place():
            written = str(value.first) if value.first == value.last else f"{value.first}-{value.last}"
        case date():
            written = value.isoformat()
        case tuple():
            written = "; ".join(value)
        case _:
            written = str(value)
    return written


def _table(table: Table, facts: Callable[[Season], Sequence[Any]]) -> Callable[[Season], list[dict[str, str]]]:
    """A table whose columns are simply the parts of its facts."""
    return lambda season: [_cells(fact, table.columns) for fact in facts(season)]


def _weeks(season: Season) -> list[dict[str, str]]:
    return [_week(season, week) for week in season.weeks]


def _week(season: Season, week: Week) -> dict[str, str]:
    """A week of the plan; what is as usual stays blank."""
    cells = _cells(week, folder_format.WEEKS.columns)
    cells |= {"week": str(week.number), "viewers_millions": _cell(week.viewers)}
    cells["book"] = "" if week.book.name == usual_book(season) else week.book.name
    if week.panel == season.judges:
        cells["panel"] = ""
    if week.leave == (0 if week.final else 1):
        cells["leave"] = ""
    if week.jeopardy == week.book.jeopardy:
        cells["jeopardy"] = ""
    return cells


def _routines(season: Season) -> list[dict[str, str]]:
    written = average if season.averaged else decimal
    return [
        _cells(danced, folder_format.ROUTINES.columns)
        | _music(danced)
        | {judge: written(mark) for judge, mark in danced.marks.items()}
        for danced in season.routines
    ]


def _bonuses(season: Season) -> list[dict[str, str]]:
    return [_cells(bonus, folder_format.BONUSES.columns) | _music(bonus) for bonus in season.bonuses]


def _music(fact: Routine | Bonus) -> dict[str, str]:
    cells: dict[str, str] = {}
    for nth, song in enumerate(fact.songs, 1):
        cells |= _song(song, "" if nth == 1 else f"_{nth}")
    return cells


def _song(song: Song, ending: str) -> dict[str, str]:
    parts = {"song": song.title, "artists": _cell(song.artists), "featured": _cell(song.featured)}
    return {f"{part}{ending}": text for part, text in parts.items() if text}


def _rundown(season: Season) -> list[dict[str, str]]:
    return [
        _cells(segment, folder_format.RUNDOWN.columns) | {"order": str(segment.number)} for segment in season.segments
    ]


_ROWS: Mapping[str, Callable[[Season], list[dict[str, str]]]] = {
    folder_format.COUPLES.file: _table(folder_format.COUPLES, lambda season: season.couples),
    folder_format.WEEKS.file: _weeks,
    folder_format.ROUTINES.file: _routines,
    folder_format.BONUSES.file: _bonuses,
    folder_format.PACKAGES.file: _table(folder_format.PACKAGES, lambda season: season.packages),
    folder_format.RUNDOWN.file: _rundown,
    folder_format.STATED.file: _table(folder_format.STATED, lambda season: season.stated),
    folder_format.SAVES.file: _table(folder_format.SAVES, lambda season: season.saves),
    folder_format.VOTES.file: _table(folder_format.VOTES, lambda season: season.votes),
    folder_format.RESULTS.file: _table(folder_format.RESULTS, lambda season: season.results),
}
