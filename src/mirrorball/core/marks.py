"""The panel's half: from each judge's mark to a couple's points for the week that decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from mirrorball.core.book import Book, Carry, Sum
from mirrorball.core.panel import counting
from mirrorball.core.season import Bonus, Routine, Season, Week


@dataclass(frozen=True, slots=True)
class Sheet:
    """All marks for one routine and their total; the total is None while a judge's mark is missing."""

    routine: Routine
    total: Fraction | None


@dataclass(frozen=True, slots=True)
class Night:
    """One couple's points in one week, with everything that they are made of.

    ``marks`` is what the panel gave in the week, ``bonus`` the points beside the marks, ``carried`` the night that
    was carried over. ``points`` is their sum. None means not known. ``stated`` tells that ``marks`` comes from a
    source's total, since not every mark behind it is known.
    """

    star: str
    week: int
    sheets: tuple[Sheet, ...]
    bonuses: tuple[Bonus, ...]
    marks: Fraction | None
    bonus: Fraction
    carried: Night | None
    points: Fraction | None
    stated: bool = False


def total_of(book: Book, marks: Sequence[Fraction]) -> Fraction:
    """The total of one routine: the marks that are left after ``drop_high`` and ``drop_low``, summed or averaged (6.2).

    One of several equal marks is dropped, not all of them. ValueError if nothing would be left.
    """
    kept = sorted(marks)[book.drop_low : len(marks) - book.drop_high]
    if not kept:
        message = f"{len(marks)} marks cannot spare {book.drop_low} low and {book.drop_high} high ones"
        raise ValueError(message)
    return _join(book.routine, kept)


def sheet(season: Season, book: Book, routine: Routine) -> Sheet:
    """The sheet of a routine. A seat of the week's panel without a mark leaves the total unknown."""
    marks = counting(season.week(routine.week), book, routine)
    whole = marks is not None and len(marks) > book.drop_low + book.drop_high
    return Sheet(routine, total_of(book, marks) if marks and whole else None)


def night(season: Season, book: Book, number: int, star: str) -> Night:
    """A couple's points of week ``number``, carried points included (1.1, 1.5, 1.6)."""
    week = season.week(number)
    sheets = tuple(sheet(season, book, r) for r in season.danced_in(number) if r.star == star)
    bonuses = tuple(b for b in season.bonuses if b.week == number and b.star == star)
    bonus = sum((b.points for b in bonuses), Fraction(0))
    marks, stated = _marks(season, book, number, star, sheets)
    carried = _carried(season, book, week, star)
    return Night(star, number, sheets, bonuses, marks, bonus, carried, _points(marks, bonus, carried), stated)


def with_sheets(book: Book, whole: Night, sheets: Sequence[Sheet]) -> Night:
    """The same night if only these of its sheets had been danced; what a source states for the whole is left out."""
    totals = [s.total for s in sheets if s.total is not None]
    marks = _join(book.night, totals) if sheets and len(totals) == len(sheets) else None
    points = _points(marks, whole.bonus, whole.carried)
    return replace(whole, sheets=tuple(sheets), marks=marks, points=points, stated=False)


def deciding_week(season: Season, number: int, lag: int) -> Week | None:
    """The week whose marks (or votes) decide what is told in week ``number`` (1.11); None if there was none yet."""
    week: Week | None = season.week(number)
    for _ in range(lag):
        week = season.week_before(week.number) if week else None
    return week


def nights(season: Season, book: Book, number: int) -> dict[str, Night]:
    """The deciding night of each couple that week ``number`` can place; empty if no marks decide yet."""
    decides = deciding_week(season, number, book.marks_lag)
    return {star: night(season, book, decides.number, star) for star in season.field(number)} if decides else {}


def points(of: dict[str, Night]) -> dict[str, Fraction] | None:
    """Each couple's points, or None if one couple's are not known: no rank or share can be formed then."""
    known = {star: n.points for star, n in of.items() if n.points is not None}
    return known if known and len(known) == len(of) else None


def _marks(
    season: Season, book: Book, number: int, star: str, sheets: tuple[Sheet, ...]
) -> tuple[Fraction | None, bool]:
    """What the panel gave a couple in a week, and whether that is a stated total."""
    totals = [s.total for s in sheets if s.total is not None]
    if sheets and len(totals) == len(sheets):
        return _join(book.night, totals), False
    stated = next((s.total for s in season.stated if (s.week, s.star) == (number, star)), None)
    return stated, stated is not None


def _points(marks: Fraction | None, bonus: Fraction, carried: Night | None) -> Fraction | None:
    """The parts of a night added up; None while one of them is not known."""
    parts = [marks, bonus] + ([carried.points] if carried else [])
    known = [part for part in parts if part is not None]
    return sum(known, Fraction(0)) if len(known) == len(parts) else None


def _carried(season: Season, book: Book, week: Week, star: str) -> Night | None:
    if week.carry is None or week.carry >= week.number or book.carry is Carry.NOTHING:
        return None
    return night(season, book, week.carry, star)


def _join(how: Sum, numbers: Sequence[Fraction]) -> Fraction:
    total = sum(numbers, Fraction(0))
    return total if how is Sum.SUM else total / len(numbers)
