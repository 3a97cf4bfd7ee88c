"""Season folders for tests: copies of the shipped one with a single edit, and small ones that are made up."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from mirrorball.season.check import Report, check
from mirrorball.season.problems import Severity
from tests.conftest import ROOT

SHIPPED = ROOT / "examples" / "season-32"
Edit = Callable[[Path], None]


def copied(to: Path) -> Path:
    """A copy of the shipped season in a new folder."""
    shutil.copytree(SHIPPED, to)
    return to


def rows(path: Path) -> list[list[str]]:
    """The cells of a table, the row of names first."""
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def keep(path: Path, cells: Sequence[Sequence[str]], separator: str = ",", end: str = "\n") -> None:
    """Write a table."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(cells)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def cell(file: str, where: Mapping[str, str], column: str, text: str) -> Edit:
    """Write ``text`` into one cell: that of ``column`` in the only row that has these cells."""

    def edit(folder: Path) -> None:
        head, *others = rows(folder / file)
        (row,) = [row for row in others if all(row[head.index(name)] == is_ for name, is_ in where.items())]
        row[head.index(column)] = text
        keep(folder / file, [head, *others])

    return edit


def line(file: str, old: str, new: str) -> Edit:
    """Write ``new`` where ``old`` stands, which it does once."""

    def edit(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def added(file: str, row: str) -> Edit:
    """Add a row at the end of a table."""

    def edit(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as table:
            table.write(row + "\n")

    return edit


def all_of(*edits: Edit) -> Edit:
    """Several edits, one after the other."""

    def edit(folder: Path) -> None:
        for each in edits:
            each(folder)

    return edit


def season(folder: Path, files: Mapping[str, str]) -> Path:
    """A made-up folder of these files; a file ends with a line end."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text.strip("\n") + "\n", encoding="utf-8")
    return folder


def sentences(found: Report, *severities: Severity) -> list[str]:
    """What a person is told, of these severities; problems and warnings if none is named."""
    wanted = severities or (Severity.PROBLEM, Severity.WARNING)
    return [problem.sentence for problem in found.problems if problem.severity in wanted]


def told(folder: Path, *severities: Severity) -> list[str]:
    """What a check of this folder says."""
    return sentences(check(folder), *severities)
