"""What was gathered of one British series to a season: plan, panels, rounds, marks, and how it ended for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from mirrorball.core.book import Book
from mirrorball.core.books import book_of
from mirrorball.core.season import (
    Bonus,
    Couple,
    Exit,
    RecordedSave,
    Result,
    Routine,
    Season,
    Song,
    StatedTotal,
    Week,
)
from mirrorball.core.ties import Place
from mirrorball.season.imports.brought import Oddity
from mirrorball.season.problems import Severity
from mirrorball.season.sheet import Cells

TITLE, SHOW = "Strictly Come Dancing", "uk"
NTH = ("first", "second", "third", "fourth", "fifth", "sixth")
Key = tuple[int, str]  # a week and a star


@dataclass(frozen=True, slots=True)
class Line:
    """One dance of one couple. ``total`` is what the table gives beside the marks."""

    at: Cells
    week: int
    star: str
    pro: str
    style: str
    songs: tuple[Song, ...]
    marks: Mapping[str, Fraction]
    total: Fraction | None
    team: str = ""
    note: str = ""


@dataclass(slots=True)
class Series:
    """One series while it is being gathered. ``lines`` stand in the running order.

    ``nights`` holds the totals of couples' nights without bonuses, where the source gives them. ``named`` holds who was
    told to be in jeopardy, by week.
    """

    number: int
    note: str
    at: Cells
    lines: list[Line] = field(default_factory=list)
    bonuses: list[Bonus] = field(default_factory=list)
    nights: dict[Key, Fraction] = field(default_factory=dict)
    results: list[Result] = field(default_factory=list)
    named: dict[int, tuple[str, ...]] = field(default_factory=dict)
    saves: list[RecordedSave] = field(default_factory=list)
    titles: dict[int, str] = field(default_factory=dict)
    odd: list[Oddity] = field(default_factory=list)

    def remark(  # noqa: PLR0913, PLR0917  # one argument for each part of the sentence
        self,
        kind: str,
        at: Cells,
        column: str,
        expected: str,
        advice: str,
        severity: Severity = Severity.PROBLEM,
        found: str | None = None,
    ) -> None:
        """Remark on a cell."""
        self.odd.append(Oddity(kind, self.number, at.problem(column, expected, advice, severity, found)))


def season_of(series: Series) -> Season | None:
    """The season; None if something in it is a PROBLEM. What is odd is added to its remarks."""
    weeks = sorted({line.week for line in series.lines})
    books = _books(series, weeks)
    panels = {week: _panel(series, [line for line in series.lines if line.week == week]) for week in weeks}
    pros = _pros(series)
    _gaps(series, weeks)
    routines = [_routine(series, line, round_, panels[line.week], pros) for line, round_ in _rounds(series.lines)]
    routines = _in_order(routines)
    if books is None or any(one.remark.severity is Severity.PROBLEM for one in series.odd):
        return None
    given = Counter(judge for panel in panels.values() for judge in panel)
    return Season(
        title=TITLE,
        number=series.number,
        judges=tuple(judge for judge, nights in given.items() if 2 * nights > len(weeks)),
        couples=tuple(Couple(star=star, pro=pro) for star, pro in pros.items()),
        weeks=tuple(_week(series, week, panels[week], books[week], final=week == weeks[-1]) for week in weeks),
        routines=tuple(routines),
        bonuses=tuple(series.bonuses),
        stated=tuple(_stated(series, routines, panels)),
        saves=tuple(series.saves),
        results=tuple(series.results),
        note=series.note,
    )


def in_order_of_leaving(results: Iterable[Result]) -> list[Result]:
    """The results with the places that follow from who was still in; who left together shares them.

    Where somebody withdrew in the same week as another left, nobody can tell which of the two came further.
    """
    known = list(results)
    placed: list[Result] = []
    for result in known:
        longer = sum(1 for other in known if other.week > result.week or other.exit is Exit.FINAL)
        together = [other for other in known if other.week == result.week and other.exit is not Exit.FINAL]
        alike = all(other.exit is Exit.ELIMINATED for other in together)
        place = Place(longer + 1, longer + len(together)) if alike and result.exit is Exit.ELIMINATED else result.place
        placed.append(replace(result, place=place))
    return placed


# Who, when, by which book.


def _books(series: Series, weeks: Sequence[int]) -> dict[int, Book] | None:
    try:
        return {week: book_of(SHOW, series.number, week) for week in weeks}
    except KeyError:
        advice = "This program's table of books does not have it; remove its rows, or use a newer program."
        series.remark("no book", series.at, "series", "a series whose rule book is known", advice)
        return None


def _pros(series: Series) -> dict[str, str]:
    """Each star's usual pro: with whom most was danced, the first of several."""
    danced: dict[str, Counter[str]] = {}
    for line in series.lines:
        danced.setdefault(line.star, Counter())[line.pro] += 1
    usual = {star: max(pros, key=pros.__getitem__) for star, pros in danced.items()}
    for line in series.lines:
        if line.pro != usual[line.star]:
            advice = f"{line.pro} was taken as standing in."
            found = f"{line.star} with {line.pro} in week {line.week}"
            column = "professional" if "professional" in line.at.columns else "couple"
            expected = f"{usual[line.star]}, as in most weeks"
            series.remark("stand-in", line.at, column, expected, advice, Severity.NOTE, found)
    return usual


def _gaps(series: Series, weeks: Sequence[int]) -> None:
    """Remark on couples that miss a week and dance later: the points of everybody are not known in such a week."""
    last = {line.star: line.week for line in series.lines}
    here = {week: {line.star for line in series.lines if line.week == week} for week in weeks}
    for week in weeks:
        away = [star for star in last if star not in here[week] and last[star] > week]
        if away:
            at = next(line.at for line in series.lines if line.week == week)
            found = f"no dance in week {week} by {listed(away)}"
            expected = "a dance by everybody who is still in"
            advice = "Nothing was added. A book that needs everybody's marks cannot be applied to this week."
            series.remark("did not dance", at, "week", expected, advice, Severity.WARNING, found)


def _week(series: Series, number: int, panel: tuple[str, ...], book: Book, *, final: bool) -> Week:
    left = [result.exit for result in series.results if result.week == number]
    withdrew = left.count(Exit.WITHDREW) if book.withdrawal_replaces_elimination else 0
    return Week(
        number=number,
        panel=panel,
        book=book,
        title=series.titles.get(number, ""),
        leave=0 if final else left.count(Exit.ELIMINATED) + withdrew,
        jeopardy=book.jeopardy,
        final=final,
        named_in_jeopardy=series.named.get(number, ()),
    )


# What was danced.


def _panel(series: Series, lines: Sequence[Line]) -> tuple[str, ...]:
    """Who judged a week: who marked most of its dances. A mark of somebody else's is told."""
    seats = Counter(tuple(line.marks) for line in lines if line.marks)
    panel = max(seats, key=seats.__getitem__, default=())
    for line in lines:
        strangers = [judge for judge in line.marks if judge not in panel]
        if strangers:
            found = f"a mark by {listed(strangers)} for {line.star} in week {line.week}"
            advice = "The mark was left out, and the total kept as stated: perhaps it stands in the wrong column."
            column = "total"
            expected = f"marks by {listed(panel)}, as for the others"
            series.remark("not on the panel", line.at, column, expected, advice, Severity.WARNING, found)
        elif line.marks and len(line.marks) < len(panel):
            gone = [judge for judge in panel if judge not in line.marks]
            found = f"no mark by {listed(gone)} for {line.star} in week {line.week}"
            advice = "It stays not known; the total was kept as stated."
            series.remark("mark missing", line.at, "total", "a mark by everybody", advice, Severity.WARNING, found)
    return panel


def _rounds(lines: Sequence[Line]) -> list[tuple[Line, str]]:
    """Each dance with the name of its round: where somebody dances more than once in a week, the rounds are counted."""
    nth = Counter[Key]()
    most = Counter[int]()
    for line in lines:
        nth[line.week, line.star] += 1
        most[line.week] = max(most[line.week], nth[line.week, line.star])
    found: list[tuple[Line, str]] = []
    nth.clear()
    for line in lines:
        nth[line.week, line.star] += 1
        count = nth[line.week, line.star]
        name = f"{NTH[count - 1]} dance" if count <= len(NTH) else f"dance {count}"
        found.append((line, name if most[line.week] > 1 else ""))
    return found


def _routine(series: Series, line: Line, round_: str, panel: Sequence[str], pros: Mapping[str, str]) -> Routine:
    """A dance as a routine. Where there is no mark at all, it is told."""
    if not line.marks:
        found = f"no mark for {line.star} in week {line.week} ({line.style})"
        advice = "It stays without marks: whether it was not danced or not marked, the table does not say."
        series.remark("no mark", line.at, "total", "marks", advice, Severity.NOTE, found)
    elif line.total is not None and line.total != sum(line.marks.values()):
        found = f"marks that come to {sum(line.marks.values())} and a total of {line.total} for {line.star}"
        advice = "The marks were taken."
        series.remark("total", line.at, "total", "a total that is the sum", advice, Severity.WARNING, found)
    return Routine(
        week=line.week,
        star=line.star,
        round=round_,
        style=line.style or None,
        songs=line.songs,
        marks={judge: line.marks[judge] for judge in panel if judge in line.marks},
        danced_with="" if line.pro == pros[line.star] else line.pro,
        team=line.team,
        note=line.note,
        source=line.at.file,
    )


def _in_order(routines: Iterable[Routine]) -> list[Routine]:
    """The routines with their positions, counted in each round."""
    position = Counter[tuple[int, str]]()
    numbered = []
    for routine in routines:
        position[routine.week, routine.round] += 1
        numbered.append(replace(routine, order=position[routine.week, routine.round]))
    return numbered


def _stated(
    series: Series, routines: Sequence[Routine], panels: Mapping[int, tuple[str, ...]]
) -> Iterable[StatedTotal]:
    """The totals of nights of which not every mark is known, as the source gives them."""
    for week, star in dict.fromkeys((r.week, r.star) for r in routines if len(r.marks) < len(panels[r.week])):
        if (week, star) in series.nights:
            yield StatedTotal(week=week, star=star, total=series.nights[week, star], source=series.at.file)


def listed(names: Sequence[str]) -> str:
    """Several names as a person lists them."""
    *most, last = names or ("nobody",)
    return f"{', '.join(most)} and {last}" if most else last
