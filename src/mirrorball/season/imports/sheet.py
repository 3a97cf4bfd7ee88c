"""An organiser's spreadsheet to a season: a workbook whose sheets are the tables of a season folder, or one table.

The sheets become a season folder for a moment and are read as one, so that the same rules hold and the same sentences
are said; each with its place in the spreadsheet. What is not there and can be worked out from the routines is worked
out: the couples, the weeks, the panel. That is told.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mirrorball.season import cells
from mirrorball.season.cells import Unreadable
from mirrorball.season.format import FORMAT, PANEL, ROUTINES, SEASON, TABLES, Column, Kind
from mirrorball.season.format import SETTINGS as TOML
from mirrorball.season.imports.brought import Brought
from mirrorball.season.imports.letters import MOST_BYTES, text_of
from mirrorball.season.imports.workbook import Rows, is_workbook, workbook
from mirrorball.season.problems import Problem, Severity, did_you_mean, plain, quoted
from mirrorball.season.read import GUEST, MOST_SONGS, read
from mirrorball.season.toml_text import Value, section, setting
from mirrorball.season.trade import trade

BOOK = "gala-percent"
SHEET_OF_SETTINGS = "season"
SEPARATORS = ",;\t"
PRO = "pro"  # may stand beside the routines where there is no table of couples
NAMES = {Path(table.file).stem: table for table in TABLES}


@dataclass(slots=True)
class Sheets:
    """The tables of a spreadsheet by the name of the table, and what is said of it so far.

    ``called`` is how each table is called to a person; ``line`` where the settings stand.
    """

    file: str
    tables: dict[str, Rows] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    remarks: list[Problem] = field(default_factory=list)

    def remark(  # noqa: PLR0913  # one argument for each part of the sentence
        self,
        table: str,
        found: str,
        expected: str,
        advice: str,
        *,
        severity: Severity = Severity.PROBLEM,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        """Remark on a table, or on the whole file where its name is empty."""
        self.remarks.append(
            Problem(
                file=self.called.get(table, self.file),
                line=line,
                column=column,
                found=found,
                expected=expected,
                advice=advice,
                severity=severity,
            )
        )


def sheet(path: Path) -> Brought:
    """The season of a spreadsheet: XLSX, ODS and their like, or a CSV table. Never raises on what it holds."""
    sheets = _opened(path)
    if _refused(sheets):
        return Brought((), tuple(sheets.remarks))
    _worked_out(sheets)
    texts = _settings(sheets, path)
    if _refused(sheets):
        return Brought((), tuple(sheets.remarks))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / TOML).write_text(texts, encoding="utf-8")
        for name, rows in sheets.tables.items():
            if name in NAMES:
                (folder / NAMES[name].file).write_text(_csv(rows), encoding="utf-8")
        found = read(folder)
        said = [*found.problems, *trade(found)]
    remarks = (*sheets.remarks, *(_placed(sheets, problem) for problem in said))
    usable = not any(remark.severity is Severity.PROBLEM for remark in remarks)
    return Brought((found.season,) if usable else (), remarks)


def _refused(sheets: Sheets) -> bool:
    return any(remark.severity is Severity.PROBLEM for remark in sheets.remarks)


# What is in the file.


def _opened(path: Path) -> Sheets:
    sheets = Sheets(path.name)
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "a name that no file can have"
        sheets.remark("", f"a file that cannot be opened ({why})", "a workbook or a CSV table", "Check its name.")
        return sheets
    if not is_workbook(content):
        read_text = text_of(path)
        sheets.remarks += read_text.remarks
        if read_text.text is not None:
            _take(sheets, ROUTINES.file, path.name, _records(sheets, read_text.text))
        return sheets
    book = workbook(path, content)
    sheets.remarks += book.problems
    filled = {name: rows for name, rows in book.sheets.items() if rows}
    for name, rows in filled.items():
        _named(sheets, name, rows)
    if not sheets.tables and len(filled) == 1:
        ((name, rows),) = filled.items()
        sheets.remarks = [remark for remark in sheets.remarks if remark.severity is Severity.PROBLEM]
        _take(sheets, ROUTINES.file, f"{path.name}, sheet {name}", rows)
    if not sheets.tables and not _refused(sheets):
        expected = f"sheets named {', '.join(NAMES)}, or one sheet with the routines"
        sheets.remark("", _sheets_found(book.sheets), expected, "Name the sheets as the tables are named.")
    return sheets


def _sheets_found(sheets: Mapping[str, Rows]) -> str:
    """What a workbook without a table of ours holds."""
    return f"the sheets {', '.join(map(quoted, sheets))}" if any(sheets.values()) else "no filled sheet"


def _named(sheets: Sheets, name: str, rows: Rows) -> None:
    """Take a sheet as the table whose name it has; another is passed over, which is told."""
    meant = plain(name).removesuffix(".csv")
    known = [*NAMES, SHEET_OF_SETTINGS]
    called = f"{sheets.file}, sheet {name}"
    if meant not in known:
        advice = did_you_mean(name, known, "It was passed over.")
        near = advice != "It was passed over."
        severity = Severity.WARNING if near else Severity.NOTE
        advice = f"{advice} It was passed over." if near else advice
        sheets.remark("", f"a sheet {quoted(name)}", f"one of: {', '.join(known)}", advice, severity=severity)
    elif meant in sheets.tables:
        sheets.remark("", f"two sheets that are called {quoted(meant)}", "each table once", "Remove one of the two.")
    else:
        _take(sheets, f"{meant}.csv", called, rows)


def _take(sheets: Sheets, file: str, called: str, rows: Rows) -> None:
    """Take these rows as a table. What stands under no heading would be lost, so it is refused."""
    name = Path(file).stem
    sheets.tables[name], sheets.called[name] = rows, called
    at, head = _head(rows)
    for line, row in enumerate(rows[at + 1 :], at + 2):
        place = next((n for n, cell in enumerate(row) if cell.strip() and not "".join(head[n : n + 1])), None)
        if place is not None and not _cell(row, 0).startswith("#") and name != SHEET_OF_SETTINGS:
            what, advice = f"{quoted(row[place].strip())} under no heading", "Write a heading over it, or remove it."
            sheets.remark(name, what, "cells under headings", advice, line=line, column=place + 1)
            return


def _records(sheets: Sheets, text: str) -> Rows:
    """The rows of a CSV text, each on the line on which it begins, so that a place in them is one in the file."""
    first = next((line for line in text.splitlines() if line.strip() and not line.lstrip('" ').startswith("#")), "")
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True)
    rows: Rows = []
    try:
        for row in reader:
            rows.append([" ".join(cell.splitlines()) for cell in row])
            rows.extend([] for _ in range(reader.line_num - len(rows)))
    except csv.Error as error:
        what = f"a row that cannot be read ({error})"
        sheets.remark("", what, "cells with quotes closed", "Close the quote that is open.", line=reader.line_num)
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows and not _refused(sheets):
        sheets.remark("", "an empty file", "a first row with the names of the columns", "Fill the table.", line=1)
    return rows


# What can be worked out.


def _worked_out(sheets: Sheets) -> None:
    """Couples and weeks from the routines, where they have no table of their own."""
    if "routines" not in sheets.tables:
        return
    rows = sheets.tables["routines"]
    at, head = _head(rows)
    places = {column: head.index(column) for column in ("week", "star", PRO) if column in head}
    if "star" in places and "couples" not in sheets.tables:
        stars: dict[str, str] = {}
        for row in rows[at + 1 :]:
            star = _cell(row, places["star"])
            if star and not _cell(row, 0).startswith("#"):
                stars[star] = stars.get(star) or _cell(row, places.get(PRO))
        sheets.tables["couples"] = [["star", PRO], *([star, pro] for star, pro in stars.items())]
        _made(sheets, "couples", f"{len(stars)} couples were taken from the routines.")
    if PRO in places:  # the couples have it now; without a heading nobody reads it
        rows[at][places[PRO]] = ""
    if "weeks" not in sheets.tables:
        if "week" not in head:  # one night: every routine is of it
            for nth, row in enumerate(rows):
                if any(cell.strip() for cell in row):
                    row[:] = [*_padded(row, len(head)), "week" if nth == at else "1"]
            _made(sheets, "weeks", "Every routine was taken as of one night, week 1.", name="week")
        place = places.get("week", len(head))
        numbers = sorted({n for row in rows[at + 1 :] if isinstance(n := cells.whole(_cell(row, place)), int)})
        sheets.tables["weeks"] = [["week", "leave"], *([str(number), "0"] for number in numbers)]
        _made(sheets, "weeks", f"{len(numbers)} weeks were taken from the routines, and that nobody is to leave.")


def _made(sheets: Sheets, table: str, advice: str, *, name: str = "") -> None:
    what = f"no column {name}" if name else f"no sheet {table}"
    sheets.remark("", what, "one", advice, severity=Severity.WARNING)
    sheets.called.setdefault(table, f"{sheets.file} ({table}, worked out)")


def _head(rows: Rows) -> tuple[int, list[str]]:
    """Where the headings stand, and what they are."""
    for nth, row in enumerate(rows):
        if any(cell.strip() for cell in row) and not _cell(row, 0).startswith("#"):
            return nth, [" ".join(cell.split()).casefold() for cell in row]
    return 0, []


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row, *("" for _ in range(width - len(row)))]


# The settings.


def _settings(sheets: Sheets, path: Path) -> str:
    """The text of the settings, from their sheet or from what there is."""
    top: dict[str, Value] = {"format": FORMAT}
    panel: dict[str, Value] = {}
    known: dict[str, Column] = {column.name: column for column in (*SEASON, *PANEL) if column.name != "format"}
    for line, row in enumerate(sheets.tables.pop(SHEET_OF_SETTINGS, []), 1):
        key, value = " ".join(_cell(row, 0).split()).casefold(), [one.strip() for one in row[1:] if one.strip()]
        if not key or key.startswith("#") or not value or (key, value) == ("setting", ["value"]):
            continue
        column = known.get(key)
        if column is None or key in sheets.lines:
            expected = "a setting of season.toml" if column is None else "each setting once"
            advice = did_you_mean(key, known, f"The settings are: {', '.join(known)}.")
            advice = advice if column is None else f"The other stands on line {sheets.lines[key]}."
            sheets.remark(SHEET_OF_SETTINGS, quoted(key), expected, advice, line=line, column=1)
            continue
        sheets.lines[key] = line
        (panel if column in PANEL else top)[key] = _value(column, value)
    if "title" not in top:
        top["title"] = path.stem
        sheets.remark("", "no title", "one", f"The season was called {quoted(path.stem)}.", severity=Severity.WARNING)
    if "book" not in top:
        top["book"] = BOOK
        advice = f"{BOOK} was taken; name another in a sheet {SHEET_OF_SETTINGS}."
        sheets.remark("", "no rule book", "one", advice, severity=Severity.WARNING)
    if "judges" not in panel:
        judges = list(_judges(sheets.tables.get("routines", [])))
        if judges:
            panel["judges"] = judges
            advice = f"The columns with marks were taken: {', '.join(judges)}."
            sheets.remark("", "no panel", "the judges", advice, severity=Severity.WARNING)
    return "".join(setting(key, value) for key, value in top.items()) + section("[panel]", panel)


def _value(column: Column, value: Sequence[str]) -> Value:
    """A setting as TOML has it; what does not read stays text, and is told when the settings are read."""
    if column.kind is Kind.NAMES:
        return [name for one in value for name in cells.names(one)]
    text = "; ".join(value)
    how = {Kind.WHOLE: cells.whole, Kind.NUMBER: cells.number, Kind.YES_NO: cells.yes_no}.get(column.kind)
    found = how(text) if how else text
    return text if isinstance(found, Unreadable) else found


def _judges(rows: Rows) -> Iterator[str]:
    """The headings of the routines that no column of ours has and under which there are only numbers."""
    at, head = _head(rows)
    ours = {column.name for column in ROUTINES.columns} | {GUEST}
    ours |= {f"{part}_{nth}" for part in ("song", "artists", "featured") for nth in range(2, MOST_SONGS + 1)}
    for place, heading in enumerate(head):
        below = [text for row in rows[at + 1 :] if (text := _cell(row, place))]
        if heading and heading not in ours and below and all(_is_number(text) for text in below):
            yield " ".join(rows[at][place].split())


def _is_number(text: str) -> bool:
    return not isinstance(cells.number(text.replace(",", ".")), Unreadable)


# Back to the spreadsheet.


def _csv(rows: Rows) -> str:
    """A table as the reader of folders wants it, each row on the line that it has in the spreadsheet."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _placed(sheets: Sheets, problem: Problem) -> Problem:
    """A problem of the folder where it stands in the spreadsheet."""
    if problem.file == TOML:
        key = problem.field.rpartition(".")[2]
        file = sheets.called.get(SHEET_OF_SETTINGS, f"{sheets.file} (settings)")
        return replace(problem, file=file, line=sheets.lines.get(key))
    name = Path(problem.file).stem
    called = sheets.called.get(name, f"{sheets.file}, sheet {name}")
    return replace(problem, file=called)
