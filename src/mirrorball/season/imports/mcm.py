"""The public table of US seasons (MCM 2026, problem C) to seasons: what each cell means, and all that is odd.

A row is a couple. Judges are slots without names, a mark is a judge's average over the dances of a night with bonus
points in it, and 0 means that the couple was out. There are no votes, no styles and no music in the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from mirrorball.core.season import Season
from mirrorball.season.imports.brought import Brought, Oddity, gathered
from mirrorball.season.imports.grid import grid
from mirrorball.season.imports.mcm_row import COUNTRY, INDUSTRY, PRO, SEASON, STAR, STATE, Line, line_of, wanted
from mirrorball.season.imports.mcm_season import season_of
from mirrorball.season.problems import Problem, Severity, plain, quoted


def mcm(path: Path) -> Brought:
    """The seasons of a table. A season with a PROBLEM in it is not brought. Never raises on what the file holds."""
    table = grid(path, wanted)
    if not table.usable:
        return Brought((), gathered(table.oddities))
    lines = [line_of(at, table.separator) for at in table.rows]
    oddities = [*table.oddities, *_alike(lines)]
    seasons: list[Season] = []
    by_season: dict[int, list[Line]] = {}
    for line in lines:
        if line.season is not None:
            by_season.setdefault(line.season, []).append(line)
    for number, cast in sorted(by_season.items()):
        season, odd = season_of(number, cast)
        oddities += odd
        if season is not None:
            seasons.append(season)
    lost = [line for line in lines if line.season is None]
    if lost or not lines:
        seasons = []  # nobody knows which season the row is missing from
    oddities += [oddity for line in lost for oddity in line.oddities]
    if not lines:
        oddities.append(Oddity("no row", None, _no_row(path.name)))
    return Brought(tuple(seasons), gathered(oddities))


def _alike(lines: Sequence[Line]) -> Iterable[Oddity]:
    """Texts that are written in several ways, apart only by accents, spaces or case."""
    for column in (STAR, PRO, INDUSTRY, STATE, COUNTRY):
        ways: dict[str, dict[str, list[Line]]] = {}
        for line in lines:
            text = " ".join(line.at[column].split())
            ways.setdefault(plain(text), {}).setdefault(text, []).append(line)
        for spelt in ways.values():
            usual = max(spelt, key=lambda text: len(spelt[text]))
            for text, used in spelt.items():
                if text != usual:
                    at = used[0].at
                    found = f"{quoted(text)} in {_rows(len(used))}"
                    expected = f"{quoted(usual)}, as in {_rows(len(spelt[usual]))}"
                    advice = "Each was taken as it stands."
                    yield Oddity("alike", None, at.problem(column, expected, advice, Severity.NOTE, found))


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _no_row(file: str) -> Problem:
    return Problem(
        file=file, line=1, found="no row", expected="one row a couple", advice="Check the file.", field=SEASON
    )
