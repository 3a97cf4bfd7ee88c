"""What a command would change, in plain sentences, before anybody sends it. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce

from mirrorball import sentences
from mirrorball.core.apply import apply
from mirrorball.core.book import Absent
from mirrorball.core.commands import Command
from mirrorball.core.decide import decide
from mirrorball.core.events import Event, StepRevealed, VoteOpened
from mirrorball.core.hints import marks_that_count
from mirrorball.core.outcome import leaving
from mirrorball.core.refusals import Refusal
from mirrorball.core.season import SegmentKind
from mirrorball.core.show import Dance, Seated, Show
from mirrorball.core.undo import inverse
from mirrorball.floor.ahead import ahead
from mirrorball.floor.points import board, tonight
from mirrorball.floor.said import AFTERWARDS, dance_of, fact, segment_named
from mirrorball.floor.shown import shown

NEXT_STEP = "The next step is told."  # which one, nobody learns by asking what would happen
ABSENT = {
    Absent.WITHOUT: "The night counts without that seat, for every couple alike.",
    Absent.AVERAGE: "A mark that is missing from that seat is the mean of the other marks.",
    Absent.WAIT: "No sheet can be locked without that seat until somebody takes it.",
}


def preview(show: Show, command: Command) -> tuple[str, ...] | Refusal:
    """What would change if this command were sent now, or why it would be refused."""
    answer = decide(show, command)
    if isinstance(answer, Refusal):
        return answer
    then = reduce(apply, answer, show)
    return (
        *(NEXT_STEP if isinstance(event, StepRevealed) else fact(show, event) for event in answer),
        *_rundown(show, then),
        *_panel(show, then),
        *_dances(show, then),
        *_points(show, then),
        *_vote(show, then, answer),
        *_result(show, then),
        *_after(show, answer),
    )


def _rundown(show: Show, then: Show) -> Iterator[str]:
    """What comes next, if that changes."""
    following = then.segment(then.next_segment) if then.next_segment is not None else None
    if then.next_segment != show.next_segment:
        yield f"Next comes {segment_named(following)}." if following else "After that the rundown is over."
    if show.now is not None and then.now is None:
        yield "Nobody has the floor then."


def _panel(show: Show, then: Show) -> Iterator[str]:
    """Who marks, and what becomes of an empty seat, if that changes."""
    before, after = _marking(show), _marking(then)
    if before != after:
        yield f"Marking from then on: {sentences.listed(after)}."
    if set(then.week.absent) - set(show.week.absent):
        yield ABSENT[then.week.book.absent]


def _dances(show: Show, then: Show) -> Iterator[str]:
    """Which routines count, which marks have an effect, and which sheets are open, if that changes."""
    before, after = _due(show), _due(then)
    if gone := [dance_of(*dance) for dance in before if dance not in after]:
        yield f"Out of the count: {sentences.listed(gone)}."
    if back := [dance_of(*dance) for dance in after if dance not in before]:
        yield f"Counting again: {sentences.listed(back)}."
    for number in then.skipped.keys() - show.skipped.keys():
        segment = then.segment(number)
        if segment and segment.kind is SegmentKind.ROUTINE and (segment.round, segment.star) in after:
            yield f"{dance_of(segment.round, segment.star)} stays due: if it is not danced at all, scratch it."
    given, counted = _counted(show), _counted(then)
    if lost := len(given - counted):
        yield f"{_marks(lost)} without effect."
    elif again := len(counted & _given(show) - given):
        yield f"{_marks(again)} counted again."
    for dance in sorted(show.locked - then.locked):
        yield f"The sheet of {dance_of(*dance)} is open again."


def _points(show: Show, then: Show) -> Iterator[str]:
    """Whose points change, from what to what."""
    before = {held.star: held.points for held in board(show, tonight(show))}
    after = {held.star: held.points for held in board(then, tonight(then))}
    changed = [
        f"{star} from {_figure(before.get(star))} to {_figure(points)}"
        for star, points in after.items()
        if points != before.get(star)
    ]
    if changed:
        yield f"Points change: {sentences.listed(changed)}."


def _vote(show: Show, then: Show, answer: Sequence[Event]) -> Iterator[str]:
    """Who could still leave, or win; and at the opening of the vote, whose fate is settled."""
    if (leave := leaving(then.season, then.week)) != leaving(show.season, show.week):
        yield f"{sentences.counted(leave, 'couple')} to leave tonight." if leave else "Nobody is to leave tonight."
    before, after = ahead(show), ahead(then)
    if any(isinstance(event, VoteOpened) for event in answer):
        if after is None:
            yield "Not every sheet is locked, so nobody can say yet for whom the vote matters."
        else:
            yield from after.sentences
            stuck = sentences.listed(after.stuck)
            yield f"Settled before the first vote: {stuck}." if after.stuck else "The vote matters for every couple."
    elif after is not None and (before is None or before.sentences != after.sentences):
        yield from after.sentences
    elif before is not None and after is None:
        yield "What the vote can still do is open again."


def _result(show: Show, then: Show) -> Iterator[str]:
    """What becomes of what was told and of how the night is decided, if that changes."""
    if show.sealed is not None and then.sealed is None:
        yield "All that was told counts as not told, on every screen. Marks can be corrected; confirm and seal it anew."
    if len(then.season.saves) < len(show.season.saves):
        yield "Whom the judges saved is taken back with it."
    if show.void is None and then.void is not None:
        yield "No place is told tonight, and nobody leaves by these votes."


def _after(show: Show, answer: Sequence[Event]) -> Iterator[str]:
    """What can be done about it afterwards."""
    undo = inverse(show, answer[-1])
    yield "This can be undone." if undo else AFTERWARDS.get(type(answer[-1]), "This cannot be undone.")


def _marking(show: Show) -> tuple[str, ...]:
    return tuple(show.sitting(seat) for seat in show.week.panel if seat not in show.week.absent)


def _due(show: Show) -> list[Dance]:
    return [(routine.round, routine.star) for routine in show.due]


def _counted(show: Show) -> set[Seated]:
    """The marks that count, by who gave them and for what."""
    return {(judge, r.round, r.star) for r in show.due for judge in marks_that_count(show.week, r)}


def _given(show: Show) -> set[Seated]:
    """The marks that were given, whether they count or not."""
    routines = (*show.running_order, *(gone.routine for gone in show.scratched.values()))
    return {(judge, routine.round, routine.star) for routine in routines for judge in routine.marks}


def _marks(number: int) -> str:
    return f"{sentences.counted(number, 'mark')} given before {'is' if number == 1 else 'are'}"


def _figure(points: Fraction | None) -> str:
    return sentences.NOT_KNOWN if points is None else shown(points).text
