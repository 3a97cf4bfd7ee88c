"""The table of possible eliminations: season by season, could what is recorded have happened? Exceptions are named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mirrorball.recap.archive.links import Links
from mirrorball.recap.archive.rows import SeasonRow, Tables, VerdictRow, WeekRow
from mirrorball.recap.archive.tables import BETWEEN
from mirrorball.season.possible import Verdict
from mirrorball.sentences import counted, listed

SIGNS: Mapping[Verdict, str] = {
    Verdict.POSSIBLE: "✓",
    Verdict.IMPOSSIBLE: "!",
    Verdict.NOBODY_LEFT: "0",
    Verdict.NOT_RECORDED: "·",
    Verdict.NOT_KNOWN: "?",
    Verdict.NOT_SETTLED: "~",
}
EXCEPTIONS = (Verdict.IMPOSSIBLE, Verdict.NOT_SETTLED, Verdict.NOT_KNOWN)
COUNTED = (Verdict.POSSIBLE, *EXCEPTIONS, Verdict.NOBODY_LEFT, Verdict.NOT_RECORDED)


@dataclass(frozen=True, slots=True)
class Square:
    """One week in the table. ``several`` left in it, or ``withdrew``: possible, and out of the ordinary."""

    row: VerdictRow
    verdict: Verdict
    why: str

    @property
    def out(self) -> tuple[str, ...]:
        """Who was eliminated."""
        return _names(self.row.out)

    @property
    def withdrew(self) -> tuple[str, ...]:
        """Who withdrew."""
        return _names(self.row.withdrew)

    @property
    def several(self) -> bool:
        """Whether more than one couple was eliminated, or somebody withdrew."""
        return len(self.out) > 1 or bool(self.withdrew)


@dataclass(frozen=True, slots=True)
class Line:
    """One season in the table: its weeks, and how many have which verdict."""

    season: SeasonRow
    squares: tuple[Square, ...]
    counts: Mapping[Verdict, int]

    @property
    def books(self) -> tuple[tuple[str, str], ...]:
        """The books of the season, each with how sure it is."""
        return tuple(dict.fromkeys((square.row.book, square.row.confidence) for square in self.squares))

    @property
    def exceptions(self) -> tuple[Square, ...]:
        """The weeks whose result is not shown to be possible."""
        return tuple(square for square in self.squares if square.verdict in EXCEPTIONS)

    @property
    def unusual(self) -> tuple[Square, ...]:
        """The weeks in which more than one couple left, or somebody withdrew."""
        return tuple(square for square in self.squares if square.several)


def lines(tables: Tables) -> tuple[Line, ...]:
    """The table, a line a season."""
    plan = {(week.season, week.week): week for week in tables.weeks}
    found: dict[str, list[Square]] = {season.season: [] for season in tables.seasons}
    for row in tables.verdicts:
        verdict = Verdict(row.verdict)
        why = _why(verdict, row, plan[row.season, row.week]) if verdict in EXCEPTIONS else ""
        found[row.season].append(Square(row, verdict, why))
    return tuple(
        Line(season, tuple(found[season.season]), Counter(square.verdict for square in found[season.season]))
        for season in tables.seasons
    )


def totals(every: Iterable[Line]) -> Mapping[Verdict, int]:
    """How many weeks of all seasons have which verdict."""
    together: Counter[Verdict] = Counter()
    for line in every:
        together.update(line.counts)
    return together


def in_short(every: Iterable[Line]) -> str:
    """What the table comes to, in a sentence or two."""
    counts = totals(every)
    told = sum(counts[verdict] for verdict in (Verdict.POSSIBLE, *EXCEPTIONS))
    if not told:
        return "No result is recorded yet that could be looked at."
    rest = [f"{counted(counts[verdict], 'week')} {verdict.value}" for verdict in EXCEPTIONS if counts[verdict]]
    exceptions = f" The exceptions: {listed(rest)}." if rest else " There is no exception."
    quiet = counts[Verdict.NOBODY_LEFT]
    nobody = f" In {counted(quiet, 'week')} nobody left, so there is nothing to explain." if quiet else ""
    return f"In {counts[Verdict.POSSIBLE]:,} of {told:,} weeks some vote explains what is recorded.{exceptions}{nobody}"


def who_left(square: Square) -> str:
    """What is recorded of a week, in a few words."""
    parts = [f"{listed(square.out)} eliminated"] if square.out else []
    parts += [f"{listed(square.withdrew)} withdrew"] if square.withdrew else []
    if square.row.final:
        parts.append("the places of the final")
    return ", ".join(parts) or "nobody left"


def markdown(tables: Tables, links: Links) -> str:
    """The table for a page of docs: a row a season, then each exception, then what was out of the ordinary."""
    every = lines(tables)
    heads = ["season", "weeks", *(verdict.value for verdict in COUNTED), "books"]
    told = ["| " + " | ".join(heads) + " |", "|---" + "|--:" * (len(heads) - 2) + "|---|"]
    for line in every:
        books = ", ".join(f"`{book}` ({sure})" for book, sure in line.books)
        cells = [_called(line, links), str(len(line.squares)), *(str(line.counts[one]) for one in COUNTED), books]
        told.append("| " + " | ".join(cells) + " |")
    told += ["", in_short(every), ""]
    told += [
        f"- **{_called(line, links)}, week {square.row.week}**, {who_left(square)}: "
        f"{square.verdict.value}. {square.why}"
        for line in every
        for square in line.exceptions
    ]
    told += ["", "More than one couple eliminated, or a withdrawal:", ""]
    told += [
        f"- {_called(line, links)}, week {square.row.week}: {who_left(square)} ({square.verdict.value})."
        for line in every
        for square in line.unusual
    ]
    return "\n".join(told) + "\n"


def _called(line: Line, links: Links) -> str:
    return f"{line.season.title}, {links.name(line.season.season)}".replace("|", r"\|")


def _why(verdict: Verdict, row: VerdictRow, week: WeekRow) -> str:
    """Why a week is an exception, as far as that is known."""
    sure = f"The book {row.book} is {row.confidence} for it."
    if verdict is Verdict.NOT_KNOWN and week.marks_of_week is None:
        told = f"Under the book {row.book} earlier marks decide, and before this week there are none. {sure}"
    elif verdict is Verdict.NOT_KNOWN:
        told = f"Some points of week {week.marks_of_week} are not known, so no book can be applied."
    elif verdict is Verdict.NOT_SETTLED:
        told = "A tie that the book leaves, or too many orders of the vote to look at."
    else:
        near = listed(row.neighbours.split(BETWEEN)) if row.neighbours else ""
        other = f"It would be possible {near}." if near else "No neighbouring book explains it either."
        told = f"No vote leads to it. {other} {sure}"
    return f"{told} The folder notes: {row.note}" if row.note else told


def _names(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(BETWEEN)) if cell else ()
