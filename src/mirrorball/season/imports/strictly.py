"""The public tables of British series to seasons: one table of every marked dance, or a folder of richer tables.

The one table (four-tens-results.csv) has a column for each judge, in which 0 means that the judge was not on the
panel. It tells nobody's result: who does not come back was taken as eliminated, which is said. The folder holds that
table, for full names, and others, by which marks, results and dance-off votes are known; see ``strictly_tables``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from mirrorball.core.season import Exit, Result, Season, Song
from mirrorball.season import cells
from mirrorball.season.cells import Unreadable
from mirrorball.season.imports.brought import Brought, Oddity, gathered
from mirrorball.season.imports.grid import grid
from mirrorball.season.imports.strictly_season import Line, Series, in_order_of_leaving, season_of
from mirrorball.season.imports.strictly_tables import PERFORMANCES, gathered_of
from mirrorball.season.problems import Problem, Severity, controls, quoted
from mirrorball.season.sheet import Cells

FOUR_TENS = "four-tens-results.csv"
SCORE = "score_"
JUDGES: Mapping[str, str] = {
    "craig": "Craig Revel Horwood",
    "arlene": "Arlene Phillips",
    "len": "Len Goodman",
    "bruno": "Bruno Tonioli",
    "alesha": "Alesha Dixon",
    "darcey": "Darcey Bussell",
    "jennifer": "Jennifer Grey",
    "donny": "Donny Osmond",
    "shirley": "Shirley Ballas",
}
NAMED = ("celebrity", "professional", "dance", "song", "series", "week", "running_order", "total")
PASSED = ("celebrity_id", "professional_id")
HIGHEST = 10
NOTE = (
    "Brought in from the public table of British series 1 to 15 by four-tens. It tells marks, dances and songs. Who "
    "left, and whether a couple withdrew, is not in it: the week in which a couple danced last was taken as that of "
    "its elimination. Votes are not in it. The rule books are those of this program's own table."
)


def strictly(path: Path) -> Brought:
    """The seasons of a table or of a folder of tables. Never raises on what they hold."""
    if path.is_dir():
        return _folder(path)
    table = grid(path, wanted)
    if not table.usable:
        return Brought((), gathered(table.oddities))
    found, odd = rows(table.rows)
    if not table.rows:
        remark = Problem(
            file=table.file, line=1, found="no row", expected="one row a dance", advice="Check the file.", field="week"
        )
        odd.append(Oddity("no row", None, remark))
    for series in found.values():
        _ends(series)
    return _brought(found.values(), [*table.oddities, *odd])


def _folder(path: Path) -> Brought:
    """The seasons of a folder with richer tables."""
    if not (path / PERFORMANCES).is_file():
        remark = Problem(
            file=str(path),
            line=None,
            found=f"a folder without {PERFORMANCES}",
            expected=f"the folder of the public tables, or the file {FOUR_TENS}",
            advice="Give the one or the other.",
        )
        return Brought((), (remark,))
    names: dict[int, Series] = {}
    odd: list[Oddity] = []
    if (path / FOUR_TENS).is_file():
        table = grid(path / FOUR_TENS, wanted)
        odd += table.oddities
        if table.usable:
            names, told = rows(table.rows)
            odd += told
    found, told = gathered_of(path, names)
    return _brought(found, [*odd, *told])


def _brought(found: Iterable[Series], odd: Sequence[Oddity]) -> Brought:
    seasons: list[Season] = []
    every = list(odd)
    for series in sorted(found, key=lambda one: one.number):
        season = season_of(series)
        every += series.odd
        if season is not None:
            seasons.append(season)
    lost = any(one.season is None and one.remark.severity is Severity.PROBLEM for one in odd)
    return Brought(() if lost else tuple(seasons), gathered(every))


# The one table.


def wanted(headings: Sequence[str]) -> list[str]:
    """The columns that the table must have: those with names, and one for each judge whom we know or it names."""
    further = [heading for heading in headings if heading.startswith(SCORE)]
    known = [f"{SCORE}{judge}" for judge in JUDGES]
    passed = [heading for heading in headings if heading in PASSED]
    return [*NAMED, *known, *(heading for heading in further if heading not in known), *passed]


def rows(table: Sequence[Cells]) -> tuple[dict[int, Series], list[Oddity]]:
    """The series of these rows, each with its lines in the running order; and rows that belong to none."""
    found: dict[int, Series] = {}
    odd: list[Oddity] = []
    placed: dict[int, list[tuple[int, int, Line]]] = {}
    for at in table:
        numbers = {column: cells.whole(at[column].strip()) for column in ("series", "week", "running_order")}
        wrong = {column: read for column, read in numbers.items() if isinstance(read, Unreadable) or read < 1}
        if wrong:
            column = next(iter(wrong))
            remark = at.problem(column, "a whole number from 1", "Write it in digits.")
            odd.append(Oddity("number", None, remark))
            continue
        number, week, order = (n for n in numbers.values() if not isinstance(n, Unreadable))
        series = found.setdefault(number, Series(number, NOTE, at))
        line = _line(series, at, week)
        placed.setdefault(number, []).append((week, order, line))
        if line.marks and line.total is not None:
            key = (week, line.star)
            series.nights[key] = series.nights.get(key, Fraction(0)) + line.total
    for number, lines in placed.items():
        found[number].lines = [line for _, _, line in sorted(lines, key=lambda one: one[:2])]
        _twice(found[number])
        _known_judges(found[number])
    return found, odd


def _line(series: Series, at: Cells, week: int) -> Line:
    star, pro, dance = (_text(series, at, column) for column in ("celebrity", "professional", "dance"))
    if not star:
        series.remark("no star", at, "celebrity", "the name of the star", "Fill the cell, or remove the row.")
    if not dance:
        series.remark("no dance", at, "dance", "a style", "It stays not known.", Severity.NOTE)
    song = _text(series, at, "song")
    if not song:
        series.remark("no song", at, "song", "the title of a song", "It stays not known.", Severity.NOTE)
    marks = {}
    for column in at.columns:
        if column.startswith(SCORE):
            mark = _mark(series, at, column)
            if mark:
                judge = column.removeprefix(SCORE)
                marks[JUDGES.get(judge, judge.title())] = mark
    total = cells.number(at["total"].strip())
    if isinstance(total, Unreadable):
        series.remark("no total", at, "total", total.expected, "The marks were taken.", Severity.WARNING)
    known = None if isinstance(total, Unreadable) else total
    return Line(at, week, star, pro, dance, (Song(song),) if song else (), marks, known)


def _text(series: Series, at: Cells, column: str) -> str:
    text = " ".join(at[column].split())
    if controls(text):
        series.remark("controls", at, column, "text", "Remove the characters that do not print.")
    return text


def _mark(series: Series, at: Cells, column: str) -> Fraction | None:
    """The mark in a cell; None for 0: that judge was not on the panel."""
    expected = f"a mark from 1 to {HIGHEST}, or 0 for a judge who was not on the panel"
    mark = cells.number(at[column].strip())
    if isinstance(mark, Unreadable):
        series.remark("no mark read", at, column, expected, "Write 0 if the judge was not on the panel.")
        return None
    if mark.denominator != 1 or not 0 <= mark <= HIGHEST:
        series.remark("mark beyond", at, column, expected, "Correct the mark.")
        return None
    return mark or None


def _twice(series: Series) -> None:
    """Refuse a row that stands there twice."""
    seen: dict[tuple[object, ...], Line] = {}
    for line in series.lines:
        key = (line.week, line.star, line.style, line.songs)
        if key in seen:
            found = f"{quoted(line.star)} with the same dance and song in week {line.week} a second time"
            advice = f"Remove one of the two rows; the other stands on line {seen[key].at.line}."
            series.remark("twice", line.at, "celebrity", "each dance once", advice, found=found)
        seen[key] = line


def _known_judges(series: Series) -> None:
    """Tell of a judge whose full name is not known here."""
    known = set(JUDGES.values())
    for line in series.lines:
        for judge in line.marks:
            if judge not in known:
                expected, advice = "a judge whose full name is known here", f"The judge was called {judge}."
                series.remark(
                    f"judge {judge}", line.at, f"{SCORE}{judge.lower()}", expected, advice, Severity.WARNING, judge
                )
                known.add(judge)


def _ends(series: Series) -> None:
    """How far each couple came, as far as this table lets it be worked out; it is told that it was worked out."""
    last = {line.star: line for line in series.lines}
    final = max(line.week for line in series.lines)
    results = [
        Result(
            star=star,
            exit=Exit.FINAL if line.week == final else Exit.ELIMINATED,
            week=line.week,
            note="" if line.week == final else "Worked out from the week of the last dance.",
        )
        for star, line in last.items()
    ]
    series.results = in_order_of_leaving(results)
    found = f"no results; the last dances of {len(results)} couples of series {series.number}"
    expected = "how and when each couple left"
    advice = (
        "Who danced last before the final was taken as eliminated in that week, though some may have withdrawn. Places "
        "in the final stay not known."
    )
    series.remark("results", series.at, "week", expected, advice, Severity.WARNING, found)
