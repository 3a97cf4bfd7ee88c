"""The sheets of a spreadsheet program's file as rows of text, each cell as a person would type it into a table."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine as calamine

from mirrorball.season.format import MOST_ROWS
from mirrorball.season.imports.letters import MOST_BYTES, WORKBOOK
from mirrorball.season.problems import Problem

OLE = WORKBOOK[1]
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # what Excel calls the part that a password locks
MANIFEST, MOST_MANIFEST = "META-INF/manifest.xml", 1_000_000
MOST_SHEETS = 100
DECIMALS = 9
Rows = list[list[str]]


@dataclass(slots=True)
class Workbook:
    """The sheets of a file by name, from the first row and column on; and why it could not be read."""

    sheets: dict[str, Rows] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def is_workbook(content: bytes) -> bool:
    """Whether these bytes begin as a spreadsheet program's own file does, whatever it is called."""
    return content.startswith(WORKBOOK)


def workbook(path: Path, content: bytes) -> Workbook:
    """The sheets of a file. Never raises on what it holds."""
    found = Workbook()
    if len(content) > MOST_BYTES:
        found.problems.append(_refused(path, f"more than {MOST_BYTES:,} bytes", "Check that this is the right file."))
        return found
    locked = "a workbook that is locked with a password"
    unlock = "Take the password off, or save the sheets as CSV."
    if _locked(content):
        found.problems.append(_refused(path, locked, unlock))
        return found
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for name in book.sheet_names[:MOST_SHEETS]:
                sheet = book.get_sheet_by_name(name)
                found.sheets[name] = _rows(sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 2))
    except calamine.PasswordError:
        found.problems.append(_refused(path, locked, unlock))
    except (calamine.CalamineError, ValueError, OverflowError) as error:
        what = f"a file that is no workbook, or a damaged one ({' '.join(str(error).split())})"
        found.problems.append(_refused(path, what, "Save it again from the spreadsheet, as XLSX, ODS or CSV UTF-8."))
    return found


def _locked(content: bytes) -> bool:
    """Whether a workbook says by itself that a password locks it: Excel by a part, OpenDocument in its manifest."""
    if content.startswith(OLE):
        return ENCRYPTED in content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts, parts.open(MANIFEST) as manifest:
            return b"encryption-data" in manifest.read(MOST_MANIFEST)
    except (KeyError, OSError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile):
        return False  # it has no such part; what else is wrong, the reader tells


def _rows(cells: Sequence[Sequence[Any]]) -> Rows:
    """The rows of a sheet without blank rows at the end and blank columns at the right."""
    rows = [[_text(cell) for cell in row] for row in cells]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    width = max((nth for row in rows for nth, cell in enumerate(row, 1) if cell.strip()), default=0)
    return [row[:width] for row in rows]


def _text(cell: Any) -> str:
    """A cell as text: 9 and not 9.0, a day as 2023-09-26, yes and no."""
    match cell:
        case bool():
            return "yes" if cell else "no"
        case float():
            return str(int(cell)) if cell.is_integer() else f"{cell:.{DECIMALS}f}".rstrip("0").rstrip(".")
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
        case date():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return " ".join(str(cell).splitlines())


def _refused(path: Path, found: str, advice: str) -> Problem:
    return Problem(file=path.name, line=None, found=found, expected="a workbook or a CSV table", advice=advice)
