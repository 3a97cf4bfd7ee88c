"""A small table like the public one of US seasons, for tests to edit, and what the import makes of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from mirrorball.core.season import Season
from mirrorball.season.imports.brought import Brought
from mirrorball.season.imports.mcm import mcm
from mirrorball.season.imports.mcm_row import NAMED, column_of
from mirrorball.season.problems import Severity

FILE = "table.csv"
HEAD = [*NAMED, *(column_of(week, judge) for week in (1, 2, 3) for judge in (1, 2, 3, 4))]
GIVEN = (
    ("Ada", "Pro One", "Athlete", "Maine", "USA", "30", "1st Place", "1", "7 7 8 -", "8 8 9 9", "10 9.6666 10 -"),
    ("Bo", "Pro Two", "Singer", "", "Wales", "41", "2nd Place", "2", "6 6 6 -", "7 7 7 8", "8.5 8 9 -"),
    ("Cy", "Pro Three", "Model", "Ohio", "USA", "22", "Eliminated Week 2", "3", "5 5 5 -", "6 6 6 6", "0 0 0 -"),
    ("Di", "Pro Four", "Magician", "Texas", "USA", "64", "Eliminated Week 1", "4", "4 4 4 -", "0 0 0 0", "0 0 0 -"),
)
Cells = list[list[str]]
Edit = Callable[[Cells], None]


def cells(season: str = "2") -> Cells:
    """A small table: four couples, three weeks, a guest on the panel in the second."""
    rows = []
    for *texts, result, place, first, second, third in GIVEN:
        marks = f"{first} {second} {third}".replace("-", "N/A").split()
        rows.append([*texts, season, result, place, *marks])
    return [list(HEAD), *rows]


def text_of(table: Sequence[Sequence[str]], separator: str = ",", end: str = "\r\n") -> str:
    """The table as a spreadsheet would save it."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(table)
    return text.getvalue()


def brought(at: Path, content: str | bytes) -> Brought:
    """What the import makes of this file."""
    (at / FILE).write_bytes(content.encode() if isinstance(content, str) else content)
    return mcm(at / FILE)


def edited(at: Path, *edits: Edit) -> Brought:
    """What the import makes of the small table with these edits."""
    table = cells()
    for edit in edits:
        edit(table)
    return brought(at, text_of(table))


def cell(star: str, column: str, text: str) -> Edit:
    """Write into one cell."""

    def edit(table: Cells) -> None:
        (row,) = [row for row in table if row[0] == star]
        row[HEAD.index(column)] = text

    return edit


def week_of(star: str, week: int, text: str) -> Edit:
    """Write a couple's marks of a week, four of them."""

    def edit(table: Cells) -> None:
        for judge, mark in enumerate(text.split(), 1):
            cell(star, column_of(week, judge), mark)(table)

    return edit


def usual() -> Season:
    """What the small table comes to."""
    with TemporaryDirectory() as at:
        (season,) = brought(Path(at), text_of(cells())).seasons
    return season


def places(found: Brought, *severities: Severity) -> list[str]:
    """Where the remarks of these severities are."""
    return [remark.where for remark in found.remarks if remark.severity in severities]


def says(found: Brought, words: str) -> list[str]:
    """The remarks that hold these words."""
    return [remark.sentence for remark in found.remarks if words in remark.sentence]
