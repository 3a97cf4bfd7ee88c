"""Marks: what giving, typing, confirming, correcting and locking them comes to."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from mirrorball.core.book import Absent
from mirrorball.core.commands import (
    AskCorrection,
    ConfirmMark,
    DeclineCorrection,
    DropTyped,
    GiveMark,
    GrantCorrection,
    LockMarks,
    TypeMark,
)
from mirrorball.core.events import (
    CorrectionAsked,
    CorrectionDeclined,
    Event,
    MarkCorrected,
    MarkGiven,
    MarksLocked,
    MarkTyped,
    TypedMarkDropped,
)
from mirrorball.core.marks import sheet
from mirrorball.core.night_refusals import (
    CorrectionWaits,
    HasWithdrawn,
    NoCorrection,
    NoMark,
    NothingTyped,
    ReasonMissing,
    SameMark,
    SamePerson,
    TypedOtherwise,
)
from mirrorball.core.panel import mark_at, missing
from mirrorball.core.people import person
from mirrorball.core.refusals import (
    AlreadyMarked,
    AlreadySealed,
    MarksMissing,
    NoSuchRoutine,
    NotCalled,
    NothingLeft,
    NotOnPanel,
    OutOfScale,
    Refusal,
    SheetLocked,
)
from mirrorball.core.season import Routine
from mirrorball.core.show import Show

Answer = list[Event] | Refusal


def give_mark(show: Show, command: GiveMark) -> Answer:
    """A judge marks the routine of a couple that was called."""
    refused = _cannot_mark(show, command.judge, command.round, command.star, command.mark)
    return refused or [MarkGiven(command.judge, command.round, command.star, command.mark)]


def type_mark(show: Show, command: TypeMark) -> Answer:
    """A mark from paper, by the first of two people. Typed again it replaces what was typed."""
    refused = _cannot_mark(show, command.judge, command.round, command.star, command.mark)
    return refused or [MarkTyped(command.judge, command.round, command.star, command.mark, command.by)]


def confirm_mark(show: Show, command: ConfirmMark) -> Answer:
    """The second person reads the same mark."""
    typed = show.typed.get((command.judge, command.round, command.star))
    if typed is None:
        return NothingTyped(command.judge, command.star)
    if person(typed.by) == person(command.by):
        return SamePerson(command.by)
    if typed.mark != command.mark:
        return TypedOtherwise(typed.by, typed.mark, command.mark)
    refused = _cannot_mark(show, command.judge, command.round, command.star, command.mark)
    return refused or [MarkGiven(command.judge, command.round, command.star, command.mark, command.by)]


def drop_typed(show: Show, command: DropTyped) -> Answer:
    """Take back what was typed and not confirmed."""
    if (command.judge, command.round, command.star) not in show.typed:
        return NothingTyped(command.judge, command.star)
    return [TypedMarkDropped(command.judge, command.round, command.star)]


def ask_correction(show: Show, command: AskCorrection) -> Answer:
    """Ask for another mark; nothing changes until a second person grants it."""
    routine = show.routine(command.round, command.star)
    if routine is None:
        return NoSuchRoutine(command.round, command.star)
    if show.sealed is not None:
        return AlreadySealed("result")
    given = routine.marks.get(command.judge)
    if given is None:
        return NoMark(command.judge, command.star)
    if (command.judge, command.round, command.star) in show.asked:
        return CorrectionWaits(command.judge, command.star)
    if command.mark is not None and not show.season.scale.holds(command.mark):
        return OutOfScale(command.mark, show.season.scale)
    if command.mark == given:
        return SameMark(command.judge, command.star, given)
    if not command.reason.strip():
        return ReasonMissing("a reason")
    reason = command.reason.strip()
    return [CorrectionAsked(command.judge, command.round, command.star, command.mark, reason, command.by)]


def grant_correction(show: Show, command: GrantCorrection) -> Answer:
    """The second person agrees: the mark changes, and a locked sheet has a new total at once (10.7)."""
    asked = show.asked.get((command.judge, command.round, command.star))
    routine = show.routine(command.round, command.star)
    if asked is None or routine is None:
        return NoCorrection(command.judge, command.star)
    if person(asked.by) == person(command.by):
        return SamePerson(command.by)
    if show.sealed is not None:
        return AlreadySealed("result")
    old = routine.marks[command.judge]
    total = _total_with(show, routine, command.judge, asked.mark)
    return [
        MarkCorrected(
            command.judge, command.round, command.star, old, asked.mark, total, asked.reason, asked.by, command.by
        )
    ]


def decline_correction(show: Show, command: DeclineCorrection) -> Answer:
    """The mark stays."""
    if (command.judge, command.round, command.star) not in show.asked:
        return NoCorrection(command.judge, command.star)
    if not command.reason.strip():
        return ReasonMissing("a reason")
    return [CorrectionDeclined(command.judge, command.round, command.star, command.reason.strip(), command.by)]


def lock_marks(show: Show, command: LockMarks) -> Answer:
    """Close a sheet on which every seat has marked."""
    routine = show.routine(command.round, command.star)
    if routine is None:
        return NoSuchRoutine(command.round, command.star)
    if (command.round, command.star) in show.locked:
        return SheetLocked(command.round, command.star)
    absent = missing(show.week, routine)
    if absent:
        return MarksMissing(command.star, absent)
    asked = [judge for judge, round_, star in show.asked if (round_, star) == (command.round, command.star)]
    if asked:
        return CorrectionWaits(asked[0], command.star)
    total = sheet(show.season, show.week.book, routine).total
    if total is None:
        book = show.week.book
        seats = [s for s in show.week.panel if s not in show.week.absent or book.absent is not Absent.WITHOUT]
        return NothingLeft(book.drop_high + book.drop_low, len(seats))
    return [MarksLocked(command.round, command.star, total)]


def _cannot_mark(show: Show, judge: str, round_: str, star: str, mark: Fraction) -> Refusal | None:
    """Why a judge's mark for a routine does not count, or None if it does."""
    if star in show.season.withdrew_in(show.number):
        return HasWithdrawn(star)
    routine = show.routine(round_, star)
    if routine is None:
        return NoSuchRoutine(round_, star)
    seat = show.seat_of(judge)
    if seat is None:
        return NotOnPanel(judge, tuple(map(show.sitting, (s for s in show.week.panel if s not in show.week.absent))))
    if (round_, star) not in show.called:
        return NotCalled(round_, star)
    if (round_, star) in show.locked:
        return SheetLocked(round_, star)
    if not show.season.scale.holds(mark):
        return OutOfScale(mark, show.season.scale)
    given = mark_at(show.week, routine, seat)
    return None if given is None else AlreadyMarked(judge, star, given)


def _total_with(show: Show, routine: Routine, judge: str, mark: Fraction | None) -> Fraction | None:
    """The total of a locked sheet with a judge's mark changed; None for an open sheet, or if a mark is missing then."""
    if (routine.round, routine.star) not in show.locked or mark is None:
        return None
    return sheet(show.season, show.week.book, replace(routine, marks={**routine.marks, judge: mark})).total
