"""The tables of a folder: each file to rows of typed values, with every cell that does not read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mirrorball.season import cells
from mirrorball.season.format import TABLES, Column, Kind, Table
from mirrorball.season.problems import Problem, did_you_mean, quoted
from mirrorball.season.sheet import Cells, decoded, sheet

READERS: Mapping[Kind, cells.Reader] = {
    Kind.TEXT: cells.text,
    Kind.NAME: cells.text,
    Kind.NAMES: cells.names,
    Kind.WHOLE: cells.whole,
    Kind.NUMBER: cells.number,
    Kind.YES_NO: cells.yes_no,
    Kind.DATE: cells.day,
    Kind.PLACE: cells.place,
}
BLANK: Mapping[Kind, Any] = {Kind.TEXT: "", Kind.NAME: "", Kind.NAMES: (), Kind.YES_NO: False}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands, and its values by column. A blank number, date or place is None."""

    at: Cells
    values: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        """The value of a column."""
        return self.values[column]


@dataclass(slots=True)
class Reading:
    """A folder while it is being read: what was wrong so far."""

    path: Path
    problems: list[Problem] = field(default_factory=list)

    def text(self, file: str, *, required: bool) -> str | None:
        """The text of a file; None if it is not there or cannot be read."""
        try:
            content = (self.path / file).read_bytes()
        except FileNotFoundError:
            if required:
                self.problems.append(self._absent(file))
            return None
        except OSError as error:
            self.problems.append(
                Problem(
                    file=file,
                    line=None,
                    found=f"a file that cannot be opened ({error.strerror})",
                    expected="a file that you may read",
                    advice="Check its permissions.",
                )
            )
            return None
        text = decoded(file, content)
        if isinstance(text, Problem):
            self.problems.append(text)
            return None
        return text

    def table(self, table: Table, further: Sequence[str] = ()) -> list[Row]:
        """The rows of a table that can be used. ``further`` columns are read as text."""
        text = self.text(table.file, required=table.required)
        if text is None:
            return []
        known = [*(column.name for column in table.columns), *further]
        required = [column.name for column in table.columns if column.required]
        found = sheet(table.file, text, known, required)
        self.problems += found.problems
        rows = [row for at in found.rows if (row := self._row(table, at)) is not None]
        return self._unique(table, rows)

    def _row(self, table: Table, at: Cells) -> Row | None:
        values: dict[str, Any] = {}
        usable = True
        for column in table.columns:
            value = self._value(column, at)
            usable = usable and not (column.required and value in (None, ""))
            values[column.name] = value
        return Row(at, values) if usable else None

    def _value(self, column: Column, at: Cells) -> Any:
        """The value of a cell; blank if it does not read, which is told."""
        written = at[column.name]
        blank = BLANK.get(column.kind)
        if not written:
            if column.required:
                self.problems.append(at.problem(column.name, column.kind.value, "Fill the cell, or remove the row."))
            return blank
        value = READERS[column.kind](written)
        if isinstance(value, cells.Unreadable):
            self.problems.append(at.problem(column.name, value.expected, value.advice))
            return blank
        if column.choices and value not in column.choices:
            advice = did_you_mean(written, column.choices, "Write one of these.")
            self.problems.append(at.problem(column.name, " or ".join(map(quoted, column.choices)), advice))
            return blank
        return value

    def _unique(self, table: Table, rows: list[Row]) -> list[Row]:
        """The rows without those that stand there a second time."""
        if not table.key:
            return rows
        first: dict[tuple[Any, ...], Row] = {}
        for row in rows:
            key = tuple(row[name] for name in table.key)
            if key in first:
                names = " and ".join(table.key)
                line = first[key].at.line
                advice = f"Remove one of the two rows; the other stands on line {line}."
                self.problems.append(row.at.problem(table.key[-1], f"one row for each {names}", advice))
            else:
                first[key] = row
        return list(first.values())

    def _absent(self, file: str) -> Problem:
        meant = [table.file for table in TABLES] if file.endswith(".csv") else []
        beside = [path.name for path in self.path.iterdir() if path.name not in meant]
        return Problem(
            file=file,
            line=None,
            found="no such file",
            expected=f"{file} in the folder {self.path}",
            advice=did_you_mean(file, beside, "Write it, or start a folder with: mirrorball new DIR"),
        )
