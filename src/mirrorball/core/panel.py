"""The seats of a panel: whose they are by the plan, who sits there tonight, and which marks count.

A seat is named after the judge of the plan. A mark is kept under the name of who gave it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from mirrorball.core.book import Absent, Book
from mirrorball.core.season import Routine, Week


def sitting(week: Week, seat: str) -> str:
    """Who sits in a seat now."""
    return (seat, *week.substitutes.get(seat, ()))[-1]


def seat_of(week: Week, judge: str) -> str | None:
    """The seat in which a judge sits now; None for somebody who has none, or is excused."""
    return next((s for s in week.panel if sitting(week, s) == judge and s not in week.absent), None)


def mark_at(week: Week, routine: Routine, seat: str) -> Fraction | None:
    """The mark that was given from a seat, whoever sat there then; None if there is none."""
    names = (seat, *week.substitutes.get(seat, ()))
    return next((routine.marks[name] for name in names if name in routine.marks), None)


def missing(week: Week, routine: Routine) -> tuple[str, ...]:
    """Who has yet to mark a routine."""
    waits = week.book.absent is Absent.WAIT
    return tuple(
        sitting(week, seat)
        for seat in week.panel
        if mark_at(week, routine, seat) is None and (waits or seat not in week.absent)
    )


def counting(week: Week, book: Book, routine: Routine) -> Sequence[Fraction] | None:
    """The marks that a sheet counts, one a seat; None while one is missing (10.1).

    Where the book counts without an absent seat, what was marked from it before counts for nobody, so that all couples
    are marked by the same panel. Where it averages, a missing mark is the mean of the others.
    """
    absent = week.absent if book.absent is not Absent.WAIT else ()
    left_out = absent if book.absent is Absent.WITHOUT else ()
    given = {seat: mark_at(week, routine, seat) for seat in week.panel if seat not in left_out}
    known = [mark for mark in given.values() if mark is not None]
    gaps = [seat for seat, mark in given.items() if mark is None]
    if not known or any(seat not in absent for seat in gaps):
        return None
    return known + [sum(known, Fraction(0)) / len(known)] * len(gaps)
