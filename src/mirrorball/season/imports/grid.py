"""Somebody's table as it stands: its headings, found by name wherever they are, and its rows with their places."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mirrorball.season.format import MOST_ROWS
from mirrorball.season.imports.brought import Oddity
from mirrorball.season.imports.letters import text_of
from mirrorball.season.problems import Problem, Severity, did_you_mean, in_one_line, quoted
from mirrorball.season.sheet import Cells

SEPARATORS = ",;\t"
PASSED = "It was passed over."


@dataclass(slots=True)
class Grid:
    """A table. ``usable`` is False where a row could be misread, since a heading is missing or stands there twice."""

    file: str
    separator: str = ","
    rows: list[Cells] = field(default_factory=list)
    oddities: list[Oddity] = field(default_factory=list)
    usable: bool = True

    def refuse(self, kind: str, remark: Problem) -> None:
        """Add a remark because of which the table cannot be used."""
        self.oddities.append(Oddity(kind, None, remark))
        self.usable = False


Wanted = Callable[[Sequence[str]], Sequence[str]]


def grid(path: Path, wanted: Wanted) -> Grid:
    """The table in a file. ``wanted`` tells, of the headings in lower case, which the table must have.

    Cells stand as in the file; headings are found whatever their case and the spaces around them.
    """
    found = Grid(path.name)
    read = text_of(path)
    found.oddities += [Oddity("encoding", None, remark) for remark in read.remarks]
    if read.text is None:
        found.usable = False
        return found
    found.separator = _separator(read.text)
    records = _records(found, read.text)
    line, headings = next(records, (1, []))
    if not headings:
        found.refuse("no heading", _about(found, 1, "no heading", "a first row with the names of the columns"))
        return found
    columns = _columns(found, line, headings, wanted)
    if not found.usable:
        return found
    for at, cells in records:
        found.rows.append(_row(found, at, cells, columns, len(headings)))
        if len(found.rows) > MOST_ROWS:
            found.refuse("rows", _about(found, at, f"more than {MOST_ROWS:,} rows", "a table of one show"))
            break
    return found


def _separator(text: str) -> str:
    """What separates the cells: what stands most often in the first line that is not blank."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=first.count)


def _records(found: Grid, text: str) -> Iterator[tuple[int, list[str]]]:
    """The records with the line on which each begins; blank ones are passed over, which is told."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=found.separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = f"a row that cannot be read ({in_one_line(str(error))})"
            found.refuse("quotes", _about(found, line, what, "cells with quotes closed and doubled inside"))
            return
        if any(cell.strip() for cell in cells):
            yield line, cells
        else:
            remark = _about(found, line, "a blank row", "one row a couple", severity=Severity.NOTE, advice=PASSED)
            found.oddities.append(Oddity("blank row", None, remark))


def _columns(found: Grid, line: int, headings: Sequence[str], wanted: Wanted) -> dict[str, int]:
    """Each wanted heading's position, from 1. What is missing or doubled is refused, what is further is passed over."""
    plain = [" ".join(heading.split()).casefold() for heading in headings]
    must = wanted(plain)
    columns: dict[str, int] = {}
    for position, name in enumerate(plain, 1):
        if name in columns:
            advice = f"Remove one of the two columns; the other is column {columns[name]}."
            what = f"{quoted(name)} a second time"
            found.refuse("doubled", _about(found, line, what, "each column once", advice=advice, column=position))
        elif name in must:
            columns[name] = position
        elif name:
            remark = _about(
                found,
                line,
                f"{quoted(headings[position - 1])}, which this table does not have",
                "the columns of the public table",
                severity=Severity.NOTE,
                advice=did_you_mean(name, [one for one in must if one not in plain], PASSED),
                column=position,
            )
            found.oddities.append(Oddity("further column", None, remark))
    for name in must:
        if name not in columns:
            advice = did_you_mean(name, [one for one in plain if one not in must], "Add the column.")
            what = "no such column"
            found.refuse(f"missing {name}", _about(found, line, what, f"a column {name}", advice=advice, name=name))
    return columns


def _row(found: Grid, line: int, cells: Sequence[str], columns: dict[str, int], width: int) -> Cells:
    """One row; what is missing at its end is blank, which is told."""
    if len(cells) < width:
        what, advice = f"{len(cells)} cells", "The cells that are missing were taken as blank."
        remark = _about(found, line, what, f"{width}, as in the first row", severity=Severity.WARNING, advice=advice)
        found.oddities.append(Oddity("short row", None, remark))
    elif any(cell.strip() for cell in cells[width:]):
        what = f"{quoted(cells[width])} beyond the last column"
        advice = "Put text that holds the separator into double quotes."
        found.refuse("long row", _about(found, line, what, f"{width} cells, as in the first row", advice=advice))
    held = {name: cells[at - 1] for name, at in columns.items() if at <= len(cells)}
    return Cells(found.file, line, held, columns)


def _about(  # noqa: PLR0913  # one argument for each part of the sentence
    found: Grid,
    line: int,
    what: str,
    expected: str,
    *,
    severity: Severity = Severity.PROBLEM,
    advice: str = "Check that this is the right file, or save it again from the spreadsheet.",
    column: int | None = None,
    name: str = "",
) -> Problem:
    return Problem(
        file=found.file,
        line=line,
        column=column,
        field=name,
        found=what,
        expected=expected,
        advice=advice,
        severity=severity,
    )
