"""The folder of richer British tables: dances with their music, marks with the judges' names, results, dance-off votes.

Couples stand in them by first names ("Natasha & Brendan"); their full names come from the one table with both. What a
judge only *would* have chosen is no vote, and points of a marathon are a bonus and no marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from mirrorball.core.season import Bonus, Exit, RecordedSave, Result, Song
from mirrorball.core.ties import places
from mirrorball.season import cells
from mirrorball.season.cells import Unreadable
from mirrorball.season.imports.brought import Oddity
from mirrorball.season.imports.grid import Grid, grid
from mirrorball.season.imports.strictly_season import Line, Series, in_order_of_leaving
from mirrorball.season.problems import Problem, Severity, plain, quoted
from mirrorball.season.sheet import Cells

PERFORMANCES, MARKS, RESULTS = "performances.csv", "marks_long.csv", "week_results.csv"
SAVES, ISSUES, ALIASES = "danceoff_votes.csv", "known_issues.csv", "partner_switches_and_aliases.csv"
COLUMNS: Mapping[str, str] = {
    PERFORMANCES: "perf_id series week week_title show table_no running_order_in_table couple dance music score_text "
    "total n_marks result_text",
    MARKS: "perf_id series week couple judge_slot judge mark",
    RESULTS: "series week show week_title couple danced_as n_own_scores n_team_scores judge_total of_which_team_points "
    "of_which_points_without_marks judge_rank_min points_skip_ties points_dense_ties judge_share result_text status",
    SAVES: "series week show judge voted saved_couple head_judge_decided raw_text",
    ISSUES: "series week issue couple detail",
    ALIASES: "series week danced_as usual_name",
}
MUST = (PERFORMANCES, MARKS, RESULTS)
STATUSES = ("safe", "eliminated", "bottom_two", "runner_up", "winner", "third", "withdrew", "")
IN_FINAL = ("winner", "runner_up", "third", "eliminated")  # best first
SCALE = range(1, 11)
NOTE = (
    "Brought in from public tables of British series 1 to 15, which follow the pages of an encyclopedia. Votes are not "
    "in them: the broadcaster never published any. Places follow from the order of leaving. The rule books are those "
    "of this program's own table."
)
_SONG = re.compile(r'"(.+?)"(?:\s*[\u2013\u2014]\s*(.+))?')
_FEATURING = re.compile(r",?\s+feat\.\s+")


@dataclass(slots=True)
class Tables:
    """The tables of a folder, and what they come to so far.

    ``short`` leads from how a table names a couple, by series, to its star and pro.
    """

    found: dict[str, Grid]
    names: Mapping[int, Series]
    series: dict[int, Series] = field(default_factory=dict)
    short: dict[tuple[int, str], tuple[str, str]] = field(default_factory=dict)
    odd: list[Oddity] = field(default_factory=list)

    def rows(self, file: str) -> Iterator[tuple[int, int, Cells]]:
        """The rows of a table with their series and week; one whose series or week does not read is told."""
        for at in self.found[file].rows if file in self.found else ():
            number, week = cells.whole(at["series"].strip()), cells.whole(at["week"].strip())
            if isinstance(number, Unreadable) or isinstance(week, Unreadable) or not number or not week:
                column = "week" if isinstance(number, int) and number else "series"
                self.odd.append(
                    Oddity("number", None, at.problem(column, "a whole number from 1", "Write it in digits."))
                )
            else:
                yield number, week, at


def gathered_of(folder: Path, names: Mapping[int, Series]) -> tuple[list[Series], list[Oddity]]:
    """The series of a folder, with full names from another table's; and what belongs to none of them."""
    tables = Tables({}, names)
    for file, columns in COLUMNS.items():
        if not (folder / file).is_file():
            if file in MUST:
                tables.odd.append(Oddity("missing", None, _missing(folder, file)))
            continue
        found = grid(folder / file, _wanted(columns.split()))
        tables.odd += found.oddities
        tables.found[file] = found
    if any(one.remark.severity is Severity.PROBLEM for one in tables.odd):
        return [], tables.odd
    for step in (_dances, _results, _saves, _issues, _compared):
        step(tables)
    return list(tables.series.values()), tables.odd


def _wanted(columns: Sequence[str]) -> Callable[[Sequence[str]], Sequence[str]]:
    return lambda _: columns


def _missing(folder: Path, file: str) -> Problem:
    return Problem(
        file=file,
        line=None,
        found="no such file",
        expected=f"{file} in the folder {folder.name}",
        advice="Bring the whole folder of tables.",
    )


# Names.


def _couple(  # noqa: PLR0913, PLR0917  # a name, and all that says where it stands
    tables: Tables, number: int, week: int, at: Cells, column: str, text: str
) -> tuple[str, str] | None:
    """The star and the pro whom a table names; None if nobody fits, which is told."""
    name = " & ".join(" ".join(text.rstrip(".").split()).split(" and "))
    key = (number, name)
    if key in tables.short:
        return tables.short[key]
    usual = _usual(tables, number, week, text)
    one, _, other = name.partition(" & ")
    lines = tables.names[number].lines if number in tables.names else ()
    pairs = dict.fromkeys((line.star, line.pro) for line in lines)
    fits = [pair for pair in pairs if _fits(one, pair[0]) and _fits(other, pair[1])]
    if len(fits) != 1 and usual and usual != text:
        whole = _couple(tables, number, week, at, column, usual)
        pros = dict.fromkeys(line.pro for line in lines if _fits(other, line.pro))
        fits = [(whole[0], next(iter(pros)) if len(pros) == 1 else other)] if whole else []
    if len(fits) == 1:
        tables.short[key] = fits[0]
        return fits[0]
    series = tables.series.get(number)
    if series is None or not other:
        return None
    expected = "a couple of four-tens-results.csv, for the full names"
    advice = f"The names were taken as they stand, {one} and {other}."
    series.remark(f"names {name}", at, column, expected, advice, Severity.WARNING, quoted(text))
    tables.short[key] = (one, other)
    return one, other


def _usual(tables: Tables, number: int, week: int, text: str) -> str:
    """How a couple is named in other weeks, if the table of aliases says so."""
    for series, at_week, at in tables.rows(ALIASES):
        if (series, at_week) == (number, week) and at["danced_as"].strip() == text.strip():
            return at["usual_name"].strip()
    return ""


def _fits(short: str, name: str) -> bool:
    """Whether each part of a short name begins a part of the full one: ``Ricky W.`` fits Ricky Whittle."""
    parts = [plain(part) for part in name.split()]
    return all(any(part.startswith(plain(one.rstrip("."))) for part in parts) for one in short.split())


# What was danced.


def _dances(tables: Tables) -> None:
    marks: dict[str, list[tuple[int, str, Fraction]]] = {}
    for number, _, at in tables.rows(MARKS):
        mark, slot = cells.number(at["mark"].strip()), cells.whole(at["judge_slot"].strip())
        if isinstance(mark, Unreadable) or mark not in SCALE or isinstance(slot, Unreadable):
            remark = at.problem("mark", f"a mark from {SCALE[0]} to {SCALE[-1]} and a seat", "Correct the row.")
            tables.odd.append(Oddity("mark", number, remark))
        else:
            marks.setdefault(at["perf_id"], []).append((slot, at["judge"].strip(), mark))
    for number, week, at in tables.rows(PERFORMANCES):
        series = tables.series.setdefault(number, Series(number, NOTE, at))
        _, colon, title = at["week_title"].partition(":")
        if colon:
            series.titles[week] = title.strip()
        given = {judge: mark for _, judge, mark in sorted(marks.pop(at["perf_id"], ()))}
        together = at["couple"].split(" / ")
        for name in together:
            pair = _couple(tables, number, week, at, "couple", name)
            if pair is None:
                series.remark("couple", at, "couple", "two names joined by &", "Correct the cell.")
            else:
                _dance(series, at, week, pair, given, together=len(together) > 1)
    for perf_id in marks:
        at = next(at for _, _, at in tables.rows(MARKS) if at["perf_id"] == perf_id)
        remark = at.problem("perf_id", f"a dance of {PERFORMANCES}", "Its marks were left out.", Severity.WARNING)
        tables.odd.append(Oddity("no dance", None, remark))


def _dance(  # noqa: PLR0913  # all that one dance is made of
    series: Series, at: Cells, week: int, pair: tuple[str, str], given: Mapping[str, Fraction], *, together: bool
) -> None:
    """Take a dance as a routine; points without marks are a bonus."""
    style = " ".join(at["dance"].replace(" / ", " ").split())
    songs, note = _music(series, at)
    total = cells.number(at["total"].strip())
    points = None if isinstance(total, Unreadable) else total
    if points is not None and not given and points:
        series.bonuses.append(
            Bonus(week=week, star=pair[0], contest=style, points=points, songs=songs, source=at.file, note=note)
        )
        found = f"{points} points without marks for {pair[0]} ({style})"
        series.remark("bonus", at, "total", "marks", "They were taken as a bonus.", Severity.NOTE, found)
        return
    team = style if together else ""
    series.lines.append(Line(at, week, *pair, style, songs, given, points, team, note))


def _music(series: Series, at: Cells) -> tuple[tuple[Song, ...], str]:
    """The song of a dance, and what it is from where that is told in place of who performs it."""
    text = " ".join(at["music"].split())
    if not text:
        return (), ""
    read = _SONG.fullmatch(text)
    if read is None:
        expected, advice = "a title in quotes, a dash, and who performs it", "The whole text was taken as the title."
        series.remark("music", at, "music", expected, advice, Severity.NOTE)
        return (Song(text),), ""
    title, by = read.group(1), read.group(2) or ""
    if by.startswith("from "):
        return (Song(title),), by
    artist, *featured = _FEATURING.split(by)
    return (Song(title, (artist,) if artist else (), tuple(featured)),), ""


# How it ended.


def _results(tables: Tables) -> None:
    ended: dict[int, dict[str, tuple[int, str, Cells]]] = {}
    named: dict[tuple[int, int], dict[str, None]] = {}
    for number, week, at in tables.rows(RESULTS):
        series, status = tables.series.get(number), at["status"].strip()
        if series is None:
            continue
        pair = _couple(tables, number, week, at, "couple", at["couple"])
        if status not in STATUSES or pair is None:
            column = "couple" if status in STATUSES else "status"
            expected = "two names joined by &" if pair is None else f"one of: {', '.join(filter(None, STATUSES))}"
            series.remark("status", at, column, expected, "Correct the cell.")
            continue
        star = pair[0]
        _night(series, at, week, star)
        if status in {"bottom_two", "eliminated"}:
            named.setdefault((number, week), {})[star] = None
        if status not in {"safe", "bottom_two", ""}:
            ended.setdefault(number, {})[star] = (week, status, at)
    for (number, week), stars in named.items():
        if len(stars) > 1:
            tables.series[number].named[week] = tuple(stars)
    for series in tables.series.values():
        series.results = _ended(series, ended.get(series.number, {}))


def _night(series: Series, at: Cells, week: int, star: str) -> None:
    """Add a night's total, without the points that are a bonus. Two shows of one night are one night."""
    whole, beside = (cells.number(at[c].strip() or "0") for c in ("judge_total", "of_which_points_without_marks"))
    if at["judge_total"].strip() and isinstance(whole, Fraction) and isinstance(beside, Fraction):
        series.nights[week, star] = series.nights.get((week, star), Fraction(0)) + whole - beside


def _ended(series: Series, ended: Mapping[str, tuple[int, str, Cells]]) -> list[Result]:
    """The results. Who is placed in the last week was in the final; places of the others follow from who was left."""
    final = max((line.week for line in series.lines), default=0)
    finalists = {star: one for star, one in ended.items() if one[0] == final and one[1] != "withdrew"}
    in_order = [[star for star, one in finalists.items() if one[1] == status] for status in IN_FINAL]
    placed = places([group for group in in_order if group])
    found: list[Result] = []
    for star in dict.fromkeys(line.star for line in series.lines):
        if star not in ended:
            found.append(_gone(series, star, final))
            continue
        week, status, at = ended[star]
        if star in placed:
            found.append(Result(star=star, exit=Exit.FINAL, week=week, place=placed[star]))
            if status == "eliminated":
                what = f"{star}, eliminated in the first show of the final"
                advice = f"It was taken as place {placed[star]} of the final."
                series.remark("two shows", at, "status", "a place", advice, Severity.NOTE, what)
            continue
        exit_ = Exit.WITHDREW if status == "withdrew" else Exit.ELIMINATED
        if exit_ is Exit.ELIMINATED and status != "eliminated":
            expected = "a place in the last week"
            series.remark("early place", at, "status", expected, "It was taken as eliminated.", Severity.WARNING)
        found.append(Result(star=star, exit=exit_, week=week))
    return in_order_of_leaving(found)


def _gone(series: Series, star: str, final: int) -> Result:
    """The result of a couple of which the tables tell no end: it was not eliminated, and does not come back."""
    line = [line for line in series.lines if line.star == star][-1]
    week = min(line.week + 1, final)
    what = f"no end for {star}, last danced in week {line.week}"
    expected = f"how the series ended for every couple in {RESULTS}"
    advice = f"It was taken as withdrawn, and as gone in week {week}."
    series.remark("no result", line.at, "couple", expected, advice, Severity.WARNING, what)
    note = f"Last danced in week {line.week}; in which week it withdrew is not in the tables."
    return Result(star=star, exit=Exit.WITHDREW, week=week, note=note)


# What judges chose.


def _saves(tables: Tables) -> None:
    """Whom each judge saved. What a head judge only would have chosen is told, and is no vote."""
    for number, week, at in tables.rows(SAVES):
        series = tables.series.get(number)
        if series is None:
            continue
        text = at["saved_couple"] or at["raw_text"]
        if at["voted"].strip() != "1":
            found, advice = quoted(at["raw_text"]), "It was left out: that judge was not needed."
            series.remark("would have", at, "voted", "a vote", advice, Severity.NOTE, found)
            continue
        judges = dict.fromkeys(j for line in series.lines if line.week == week for j in line.marks)
        judge = [name for name in judges if plain(at["judge"]) in map(plain, name.split())]
        pair = _couple(tables, number, week, at, "saved_couple", text)
        if len(judge) != 1 or pair is None or pair[0] not in {line.star for line in series.lines if line.week == week}:
            column = "judge" if len(judge) != 1 else "saved_couple"
            expected = "a judge of this week" if len(judge) != 1 else "a couple of this week"
            series.remark("save", at, column, expected, "It was left out.", Severity.WARNING)
        elif any((save.week, save.judge) == (week, judge[0]) for save in series.saves):
            series.remark("save twice", at, "judge", "one choice of each judge", "It was left out.", Severity.WARNING)
        else:
            series.saves.append(RecordedSave(week=week, judge=judge[0], star=pair[0]))


# What is known to be odd.


def _issues(tables: Tables) -> None:
    for number, _, at in tables.rows(ISSUES):
        series, issue = tables.series.get(number), at["issue"].strip().replace("_", " ")
        if series is not None:
            found = f"{issue}: {at['couple']} ({at['detail']})"
            advice = "Nothing was added: without marks it stays so, and points without marks are a bonus."
            series.remark(f"issue {issue}", at, "issue", "marks for every dance", advice, Severity.NOTE, found)


def _compared(tables: Tables) -> None:
    """Marks for which the two tables differ. Only dances that both have are compared."""
    for series in tables.series.values():
        other = tables.names.get(series.number)
        given: dict[tuple[int, str], list[Mapping[str, Fraction]]] = {}
        for line in series.lines:
            given.setdefault((line.week, line.star), []).append(line.marks)
        for line in other.lines if other else ():
            here = given.get((line.week, line.star))
            if line.marks and line.marks not in (here or ()):
                found = f"{_marks(line.marks)} for {line.star} in week {line.week}"
                expected = f"the marks of {PERFORMANCES}" + (f", {'; '.join(map(_marks, here))}" if here else "")
                advice = f"Those of {PERFORMANCES} were taken."
                series.remark("other marks", line.at, "total", expected, advice, Severity.WARNING, found)


def _marks(marks: Mapping[str, Fraction]) -> str:
    return ", ".join(f"{judge} {mark}" for judge, mark in marks.items()) or "no marks"
