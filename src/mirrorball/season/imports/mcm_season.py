"""The rows of one season of the public table to a season: its plan, its marks, and how far each couple came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mirrorball.core.book import Book
from mirrorball.core.books import book_of
from mirrorball.core.season import Couple, Exit, Result, Routine, Season, Week
from mirrorball.season.imports.brought import Oddity
from mirrorball.season.imports.mcm_remarks import Plan, gaps, place_of, places_told, usual_panel, weeks_told, whole_cast
from mirrorball.season.imports.mcm_row import RESULTS, SEASON, Line
from mirrorball.season.problems import Severity, quoted

TITLE = "Dancing With the Stars"
SHOW = "us"
ROUND = "night"
NOTE = (
    "Brought in from the public table of the contest in modeling MCM 2026, problem C. It names no judges: Judge 1 to "
    "Judge 4 are its columns, and a column need not be the same person from week to week. Each mark is a judge's "
    "average over the dances of a night, bonus points spread over the judges. Styles, music and votes are not in it. "
    "The rule books are those of this program's own table."
)


def season_of(number: int, cast: Sequence[Line]) -> tuple[Season | None, list[Oddity]]:
    """The season of these rows, None if something in it is a PROBLEM, and all that is odd about it."""
    last = max(line.last for line in cast)
    given = {week: sorted({slot for line in cast for slot in line.marks.get(week, ())}) for week in range(1, last + 1)}
    plan = Plan(number, last, {week: tuple(slots) for week, slots in given.items()})
    oddities = [oddity for line in cast for oddity in line.oddities]
    oddities += whole_cast(plan, cast)
    books = _books(plan, cast, oddities)
    if not _fine(oddities) or books is None:
        return None, oddities
    results: dict[str, Result] = {}
    for line in cast:
        results[line.star], odd = _result(plan, line, cast)
        oddities += [*odd, *gaps(plan, line, results[line.star])]
    oddities += [*places_told(cast), *weeks_told(plan, cast, results)]
    if not _fine(oddities):
        return None, oddities
    return _season(plan, cast, results, books), oddities


def _season(plan: Plan, cast: Sequence[Line], results: dict[str, Result], books: dict[int, Book]) -> Season:
    regular = usual_panel(plan)
    return Season(
        title=TITLE,
        number=plan.number,
        judges=tuple(map(_judge, regular)),
        averaged=True,
        couples=tuple(
            Couple(star=line.star, pro=line.pro, known_for=line.known_for, age=line.age, home=line.home)
            for line in cast
        ),
        weeks=tuple(_week(plan, number, book, results.values()) for number, book in books.items()),
        routines=tuple(
            Routine(
                week=week,
                star=line.star,
                round=ROUND,
                marks={_judge(slot): mark for slot, mark in sorted(line.marks[week].items())},
                danced_with=line.stand_in[0] if line.stand_in and line.stand_in[1] == week else "",
            )
            for week in range(1, plan.last + 1)
            for line in cast
            if week in line.marks
        ),
        results=tuple(results.values()),
        note=NOTE,
    )


def _week(plan: Plan, number: int, book: Book, results: Iterable[Result]) -> Week:
    left = [result.exit for result in results if result.week == number]
    final = Exit.FINAL in left
    withdrew = left.count(Exit.WITHDREW) if book.withdrawal_replaces_elimination else 0
    return Week(
        number=number,
        panel=tuple(map(_judge, plan.slots[number] or usual_panel(plan))),
        book=book,
        leave=0 if final else left.count(Exit.ELIMINATED) + withdrew,
        jeopardy=book.jeopardy,
        final=final,
    )


def _judge(slot: int) -> str:
    return f"Judge {slot}"


def _books(plan: Plan, cast: Sequence[Line], oddities: list[Oddity]) -> dict[int, Book] | None:
    try:
        return {week: book_of(SHOW, plan.number, week) for week in range(1, plan.last + 1)}
    except KeyError:
        expected = "a season whose rule book is known"
        advice = "This program's table of books does not have it; remove its rows, or use a newer program."
        remark = cast[0].at.problem(SEASON, expected, advice)
        oddities.append(Oddity("no book", plan.number, remark))
        return None


def _result(plan: Plan, line: Line, cast: Sequence[Line]) -> tuple[Result, list[Oddity]]:
    """How a couple's season ended. Where that is not word for word what the table says, it is told."""
    how, week, note = line.how or Exit.ELIMINATED, line.nth, ""
    odd: list[Oddity] = []
    said = f"'{' '.join(line.at[RESULTS].split())}' in the table"
    match how:
        case Exit.ELIMINATED if not 1 <= week <= plan.last:
            odd.append(_odd(line, f"a week from 1 to {plan.last}", "Correct the week."))
        case Exit.ELIMINATED if line.last > week:
            expected = f"week {line.last}, in which there are marks, or later"
            odd.append(_odd(line, expected, "Correct the week, or the marks after it."))
        case Exit.ELIMINATED if week == plan.last and _has_final(cast):
            how, note = Exit.FINAL, said
            expected, advice = "a place, since this week is the final", "It was taken as a place in the final."
            odd.append(_odd(line, expected, advice, Severity.WARNING))
        case Exit.ELIMINATED if line.last < week:
            expected = f"a mark in week {week}; the last one is of week {line.last}"
            advice = f"It was taken as it stands: gone in week {week}, without a mark."
            odd.append(_odd(line, expected, advice, Severity.WARNING))
        case Exit.FINAL if line.placement != line.nth:
            odd.append(_odd(line, f"place {line.placement}, as the placement says", "Correct one of the two."))
        case Exit.FINAL if line.last < plan.last:
            how, week, note = Exit.ELIMINATED, max(1, line.last), said
            expected = f"a mark in week {plan.last}, the final; the last one is of week {line.last}"
            odd.append(_odd(line, expected, f"It was taken as eliminated in week {week}.", Severity.WARNING))
        case Exit.FINAL:
            week = plan.last
        case Exit.WITHDREW:
            week, why = _withdrew(plan, line, cast)
            note = f"last marked in week {line.last}; when it withdrew is not in the table"
            odd.append(_odd(line, "a week", f"It was taken as gone in week {week}: {why}.", Severity.NOTE))
    return Result(star=line.star, exit=how, week=week, place=place_of(line, cast), note=note), odd


def _withdrew(plan: Plan, line: Line, cast: Sequence[Line]) -> tuple[int, str]:
    """The week in which a couple withdrew, and why: before its next dance, or earlier where the places say so.

    Who was eliminated in the week of its last dance and came further than it was still in when it went.
    """
    for other in cast:
        left_then = other.how is Exit.ELIMINATED and other.nth == line.last
        if (
            left_then
            and None not in (other.placement, line.placement)
            and (other.placement or 0) < (line.placement or 0)
        ):
            return line.last, f"{other.star}, eliminated in that week, came further"
    why = f"it was last marked in week {line.last}"
    return min(line.last + 1, plan.last), why


def _odd(line: Line, expected: str, advice: str, severity: Severity = Severity.PROBLEM) -> Oddity:
    found = f"{quoted(' '.join(line.at[RESULTS].split()))} for {line.star}"
    return Oddity("result", line.season, line.at.problem(RESULTS, expected, advice, severity, found))


def _has_final(cast: Sequence[Line]) -> bool:
    return any(line.how is Exit.FINAL for line in cast)


def _fine(oddities: Iterable[Oddity]) -> bool:
    return not any(oddity.remark.severity is Severity.PROBLEM for oddity in oddities)
