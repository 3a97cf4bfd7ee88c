"""``mirrorball new``, ``check`` and ``show``: what they print and what they exit with."""

from __future__ import annotations

import sys
from pathlib import Path

from mirrorball.season.check import PROBLEMS, Report
from mirrorball.season.check import check as check_folder
from mirrorball.season.new import FolderTaken, Kind
from mirrorball.season.new import new as start
from mirrorball.season.problems import Severity
from mirrorball.terminal import week as week_page
from mirrorball.terminal.figures import weeks_json
from mirrorball.terminal.ink import QUIET, console, said, watched
from mirrorball.terminal.report import as_json as report_json
from mirrorball.terminal.report import problems_in_brief, report
from mirrorball.terminal.roll import recorded_places, roll


def new(folder: Path, kind: str) -> int:
    """Start a folder."""
    try:
        files = start(folder, Kind(kind))
    except (FolderTaken, OSError) as error:
        print(error if isinstance(error, FolderTaken) else f"{folder}: {error.strerror}.", file=sys.stderr)
        return PROBLEMS
    for file in files:
        print(file)
    print(f"\nWrite your show into these files, then run: mirrorball check {folder}")
    return 0


def check(folder: Path, *, strict: bool, as_json: bool) -> int:
    """Report on a folder."""
    found = check_folder(folder, watched)
    if as_json:
        print(report_json(found, strict=strict))
    else:
        report(console(), found)
    return found.exit_code(strict=strict)


def show(folder: Path, number: int | None, *, as_json: bool) -> int:
    """Show one week of a folder, or all of them."""
    found = check_folder(folder, watched)
    if found.of(Severity.PROBLEM):
        print(problems_in_brief(found), file=sys.stderr)
        return PROBLEMS
    numbers = [week.number for week in found.folder.season.weeks]
    if number is not None and number not in numbers:
        known = ", ".join(map(str, numbers)) or "none"
        print(f"{folder} has no week {number}. Its weeks are: {known}.", file=sys.stderr)
        return PROBLEMS
    chosen = numbers if number is None else [number]
    if as_json:
        print(weeks_json(found, chosen))
    else:
        _pages(found, chosen)
    return 0


def _pages(found: Report, numbers: list[int]) -> None:
    to = console()
    week_page.cast(to, found.folder.season)
    for number in numbers:
        week_page.week(to, found, number)
    if len(numbers) == len(found.folder.season.weeks):
        roll(to, found.folder.season, recorded_places(found.folder.season))
        to.print()
        said(to, found.folder.season.note, QUIET, indent=0)
