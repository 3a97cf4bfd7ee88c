"""The whole check of a folder: what does not read, what does not go together, and what could not have happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mirrorball.core.book import Combine, Confidence
from mirrorball.core.reach import Fate
from mirrorball.core.season import Week
from mirrorball.season import format as folder_format
from mirrorball.season.possible import Verdict, WeekVerdict, verdict_on
from mirrorball.season.problems import Problem, Severity
from mirrorball.season.read import Folder, read
from mirrorball.season.sheet import Cells
from mirrorball.season.trade import trade

CLEAN, WARNINGS, PROBLEMS = 0, 1, 2
Watch = Callable[[Sequence[Week]], Iterable[Week]]


@dataclass(frozen=True, slots=True)
class Report:
    """All that is to be said about a folder. There are no verdicts while problems are left."""

    folder: Folder
    problems: tuple[Problem, ...]
    verdicts: tuple[WeekVerdict, ...]

    def of(self, severity: Severity) -> tuple[Problem, ...]:
        """The problems of one severity."""
        return tuple(problem for problem in self.problems if problem.severity is severity)

    def exit_code(self, *, strict: bool) -> int:
        """2 if there are problems, 1 if there are warnings and they matter, else 0."""
        if self.of(Severity.PROBLEM):
            return PROBLEMS
        return WARNINGS if strict and self.of(Severity.WARNING) else CLEAN


def check(path: Path, watch: Watch = iter) -> Report:
    """Read a folder and look at everything in it. ``watch`` passes the weeks on as they are looked at."""
    folder = read(path)
    found = [*folder.problems, *trade(folder)]
    judged: tuple[WeekVerdict, ...] = ()
    if not any(problem.severity is Severity.PROBLEM for problem in found):
        judged = tuple(verdict_on(folder.season, week) for week in watch(folder.season.weeks))
        for verdict in judged:
            found += _impossible(folder, verdict)
            found += _pointless(folder, verdict)
    return Report(folder, tuple(sorted(found, key=_in_order)), judged)


def _impossible(folder: Folder, verdict: WeekVerdict) -> list[Problem]:
    """A recorded result that no vote explains. Under a book that may be wrong it is a warning, and says which fits."""
    if verdict.verdict is not Verdict.IMPOSSIBLE:
        return []
    at = _row(folder, verdict.week)
    who = " and ".join(verdict.out) or "these places"
    found = f"a result (results.csv) that is impossible for every vote: {who} in week {verdict.week}"
    if verdict.by_record:
        found = f"a result (results.csv) other than the record comes to: {who} in week {verdict.week}"
    unsure = bool(verdict.neighbours) and verdict.confidence in {Confidence.ASSUMED, Confidence.WEAK}
    advice = "Correct the marks, the result, immunity or the book of the week; no neighbouring book explains it either."
    if verdict.neighbours:
        advice = (
            f"It is possible {', or '.join(verdict.neighbours)}. Correct the book of the week, the marks or the result."
        )
    return [
        at.problem(
            "book" if "book" in at.columns else "week",
            f"one that the book {verdict.book} can have ({verdict.confidence.value})",
            advice,
            Severity.WARNING if unsure else Severity.PROBLEM,
            found,
        )
    ]


def _pointless(folder: Folder, verdict: WeekVerdict) -> list[Problem]:
    """Couples for whom the vote can do nothing any more: a warning while the week is to come, else a note."""
    if folder.season.week(verdict.week).book.combine is Combine.MARKS:
        return []  # this book asks no vote
    to_come = verdict.verdict is Verdict.NOT_RECORDED
    severity = Severity.WARNING if to_come else Severity.NOTE
    at = _row(folder, verdict.week)
    return [
        at.problem(
            "week",
            "a vote that can still matter for everybody",
            "Look at the book, or say so before the vote opens.",
            severity,
            f"a vote that can no longer matter for {reach.star}, who is {reach.fate.value}",
        )
        for reach in verdict.reach
        if reach.fate is not Fate.OPEN
    ]


def _row(folder: Folder, number: int) -> Cells:
    """The row of a week in the plan."""
    nth = next(n for n, week in enumerate(folder.season.weeks) if week.number == number)
    return folder.at[folder_format.WEEKS.file][nth]


def _in_order(problem: Problem) -> tuple[int, int, str, int, int]:
    """What is worst first, then file by file from the top."""
    files = [folder_format.SETTINGS, *(table.file for table in folder_format.TABLES)]
    nth = files.index(problem.file) if problem.file in files else -1
    return list(Severity).index(problem.severity), nth, problem.file, problem.line or 0, problem.column or 0
