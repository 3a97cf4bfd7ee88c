"""The rundown: what a command to take, back out, skip, move or hold comes to."""

from __future__ import annotations

from mirrorball.core.commands import BackOut, CallRoutine, Hold, Move, Skip, Take, Unskip
from mirrorball.core.events import (
    Event,
    NightHeld,
    NightResumed,
    RoutineCalled,
    SegmentBackedOut,
    SegmentMoved,
    SegmentSkipped,
    SegmentTaken,
    SegmentUnskipped,
)
from mirrorball.core.night_refusals import (
    AlreadyTaken,
    HasMarks,
    HasWithdrawn,
    NoSuchSegment,
    NotNext,
    NotOn,
    NotOnHold,
    NotSkipped,
    OnHold,
    ReasonMissing,
    SegmentOut,
    VoteBegun,
)
from mirrorball.core.refusals import AlreadyCalled, NoSuchRoutine, Refusal, SheetLocked
from mirrorball.core.season import SegmentKind
from mirrorball.core.show import Show, Vote

Answer = list[Event] | Refusal


def take(show: Show, command: Take) -> Answer:
    """Go on to the segment that comes next."""
    segment = show.segment(command.segment)
    if segment is None:
        return NoSuchSegment(command.segment)
    if show.held is not None:
        return OnHold(show.held)
    if segment.number in show.taken:
        return AlreadyTaken(segment.number)
    if show.why_out(segment):
        return SegmentOut(segment.number, show.why_out(segment))
    coming = show.next_segment or segment.number
    if segment.number != coming:
        return NotNext(segment.number, coming)
    if segment.kind is SegmentKind.ROUTINE:
        return call_routine(show, CallRoutine(segment.round, segment.star))
    return [SegmentTaken(segment.number)]


def call_routine(show: Show, command: CallRoutine) -> Answer:
    """Give a couple the floor."""
    if show.held is not None:
        return OnHold(show.held)
    if command.star in show.season.withdrew_in(show.number):
        return HasWithdrawn(command.star)
    if show.routine(command.round, command.star) is None:
        return NoSuchRoutine(command.round, command.star)
    if (command.round, command.star) in show.called:
        return AlreadyCalled(command.round, command.star)
    return [RoutineCalled(command.round, command.star)]


def back_out(show: Show, command: BackOut) -> Answer:
    """Go back from the segment that is on; not from marks, and not from an open vote."""
    segment = show.segment(command.segment)
    if segment is None:
        return NoSuchSegment(command.segment)
    if segment.number != show.on:
        return NotOn(segment.number)
    if segment.kind is SegmentKind.VOTE and show.vote is not Vote.NOT_OPEN:
        return VoteBegun()
    routine = show.routine(segment.round, segment.star) if segment.kind is SegmentKind.ROUTINE else None
    if routine is not None and (segment.round, segment.star) in show.locked:
        return SheetLocked(segment.round, segment.star)
    if routine is not None and routine.marks:
        return HasMarks(segment.star, tuple(routine.marks))
    return [SegmentBackedOut(segment.number)]


def skip(show: Show, command: Skip) -> Answer:
    """Leave out a segment that has not been taken."""
    segment = show.segment(command.segment)
    if segment is None:
        return NoSuchSegment(command.segment)
    if segment.number in show.taken:
        return AlreadyTaken(segment.number)
    if show.why_out(segment):
        return SegmentOut(segment.number, show.why_out(segment))
    if not command.reason.strip():
        return ReasonMissing("a reason")
    return [SegmentSkipped(segment.number, command.reason.strip())]


def unskip(show: Show, command: Unskip) -> Answer:
    """Put a skipped segment back."""
    if show.segment(command.segment) is None:
        return NoSuchSegment(command.segment)
    return [SegmentUnskipped(command.segment)] if command.segment in show.skipped else NotSkipped(command.segment)


def move(show: Show, command: Move) -> Answer:
    """Change the order of what has not been taken yet."""
    for number in (command.segment, command.before):
        if number != 0 and show.segment(number) is None:
            return NoSuchSegment(number)
    if command.segment in (0, command.before):
        return NoSuchSegment(command.segment)
    if command.segment in show.taken:
        return AlreadyTaken(command.segment)
    return [SegmentMoved(command.segment, command.before)]


def hold(show: Show, command: Hold) -> Answer:
    """Stop the night where it is."""
    if show.held is not None:
        return OnHold(show.held)
    return [NightHeld(command.reason.strip())] if command.reason.strip() else ReasonMissing("a reason")


def resume(show: Show) -> Answer:
    """Let the night go on."""
    return [NightResumed()] if show.held is not None else NotOnHold()
