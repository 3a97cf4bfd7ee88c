"""Reading a CSV table as people's spreadsheets write it: any separator, with or without BOM, LF or CRLF.

Cells lose spaces at their ends and are brought to one way of writing accents. A row whose first cell starts with ``#``
is a remark.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mirrorball.season.format import MOST_ROWS
from mirrorball.season.problems import Problem, Severity, controls, did_you_mean, in_one_line, quoted

SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class Cells:
    """One row: its cells by column name, and where it stands."""

    file: str
    line: int
    cells: Mapping[str, str]
    columns: Mapping[str, int]  # name -> position from 1

    def __getitem__(self, name: str) -> str:
        """The text of a cell; blank if the table has no such column."""
        return self.cells.get(name, "")

    def problem(
        self, name: str, expected: str, advice: str, severity: Severity = Severity.PROBLEM, found: str | None = None
    ) -> Problem:
        """A problem with the cell of this column; what was ``found`` is the cell unless something else is said."""
        return Problem(
            file=self.file,
            line=self.line,
            column=self.columns.get(name),
            field=name,
            found=quoted(self[name]) if found is None else found,
            expected=expected,
            advice=advice,
            severity=severity,
        )


@dataclass(slots=True)
class Sheet:
    """What a table's text came to: its rows, and what is wrong with its shape."""

    rows: list[Cells] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def decoded(file: str, content: bytes) -> str | Problem:
    """The text of a file, or where it is not UTF-8."""
    try:
        return unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Problem(
            file=file,
            line=content.count(b"\n", 0, error.start) + 1,
            found=f"the byte {content[error.start]:#04x}, which is not UTF-8",
            expected="text in UTF-8",
            advice="Save the file again as UTF-8 (in a spreadsheet: 'CSV UTF-8').",
        )


def sheet(file: str, text: str, known: Sequence[str], required: Sequence[str]) -> Sheet:
    """The rows of a table. ``known`` are the columns that it may have, ``required`` those that it must have."""
    found = Sheet()
    lines = _records(file, text, found)
    first = next(lines, None)
    if first is None:
        if not found.problems:
            found.problems.append(_no_header(file, required))
        return found
    columns = _header(file, first, known, found)
    missing = [name for name in required if name not in columns]
    found.problems += [_missing(file, first, name) for name in missing]
    if missing:
        return found
    for line, cells in lines:
        _row(Cells(file, line, {}, columns), cells, len(first[1]), found)
        if len(found.rows) > MOST_ROWS:
            found.problems.append(
                Problem(
                    file=file,
                    line=line,
                    found=f"more than {MOST_ROWS:,} rows",
                    expected="a table of one season",
                    advice="Check that this is the right file.",
                )
            )
            break
    return found


def _records(file: str, text: str, found: Sheet) -> Iterator[tuple[int, list[str]]]:
    """The records of the file with the line on which each begins, without blank ones and remarks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True, skipinitialspace=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            found.problems.append(
                Problem(
                    file=file,
                    line=line,
                    found=f"a row that cannot be read ({error})",
                    expected="cells with quotes closed and doubled inside",
                    advice="Close the quote that is open on this line, or save the table again from the spreadsheet.",
                )
            )
            return
        if any(cells) and not cells[0].startswith("#"):
            yield line, cells


def _separator(text: str) -> str:
    """What separates the cells: what stands most often in the first line that is no remark."""
    header = next((line for line in text.split("\n") if line.strip() and not line.lstrip('" ').startswith("#")), "")
    return max(SEPARATORS, key=header.count)


def _header(file: str, first: tuple[int, list[str]], known: Sequence[str], found: Sheet) -> dict[str, int]:
    line, names = first
    plain = {name.casefold(): name for name in reversed(known)}
    columns: dict[str, int] = {}
    for position, written in enumerate(names, 1):
        name = written if written in known else plain.get(written.casefold())
        if name is None and not written:
            continue
        if name is None or name in columns:
            advice = did_you_mean(written, known, "Remove the column, or keep its text in the column note.")
            twice = f"{quoted(written)} a second time"
            found.problems.append(
                Problem(
                    file=file,
                    line=line,
                    column=position,
                    found=quoted(written) if name is None else twice,
                    expected="a column that this table has" if name is None else "each column once",
                    advice=advice if name is None else "Join the two columns.",
                )
            )
            continue
        columns[name] = position
    return columns


def _row(where: Cells, cells: list[str], width: int, found: Sheet) -> None:
    spare = next((nth for nth, cell in enumerate(cells[width:], width + 1) if cell), None)
    if spare is not None:
        found.problems.append(
            Problem(
                file=where.file,
                line=where.line,
                column=spare,
                found=f"{quoted(cells[spare - 1])} beyond the last column",
                expected=f"{width} cells, as in the first row",
                advice="Put text that holds the separator into double quotes.",
            )
        )
    if len(cells) < width:
        found.problems.append(
            Problem(
                file=where.file,
                line=where.line,
                found=f"{len(cells)} cells",
                expected=f"{width}, as in the first row",
                advice="The cells that are missing are taken as blank. Add separators if that is meant.",
                severity=Severity.WARNING,
            )
        )
    values = {name: cells[at - 1] for name, at in where.columns.items() if at <= len(cells)}
    row = Cells(where.file, where.line, values, where.columns)
    commanding = [name for name, value in values.items() if controls(value)]
    for name in commanding:
        found.problems.append(row.problem(name, "text", "Remove the characters that do not print."))
        values[name] = ""
    found.rows.append(row)


def _no_header(file: str, required: Sequence[str]) -> Problem:
    return Problem(
        file=file,
        line=1,
        found="an empty file",
        expected=f"a first row with the column names, at least {', '.join(required)}",
        advice="Fill the table, or remove the file if it is not needed.",
    )


def _missing(file: str, first: tuple[int, list[str]], name: str) -> Problem:
    return Problem(
        file=file,
        line=first[0],
        field=name,
        found="no such column" if first[1] else "nothing",
        expected=f"a column {name}",
        advice=f"Add a column headed {name}. The headings here are: {in_one_line(', '.join(filter(None, first[1])))}.",
    )
