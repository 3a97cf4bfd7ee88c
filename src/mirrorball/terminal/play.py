"""A recorded night that plays itself, for ``mirrorball serve --rehearse``: one step after another, as the show stands.

Each step is worked out from the show, so people may hold the night, take a segment or give a mark meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from random import Random
from typing import Protocol

from mirrorball.core.book import Combine
from mirrorball.core.commands import (
    CloseVote,
    Command,
    GiveMark,
    LockMarks,
    NameSave,
    OpenVote,
    SealTally,
    SignReach,
    Take,
)
from mirrorball.core.outcome import Awaits, rules_of
from mirrorball.core.panel import missing
from mirrorball.core.refusals import Refusal
from mirrorball.core.result_commands import Crown, RevealNext
from mirrorball.core.reveals import BY_THE_BOOK
from mirrorball.core.season import RecordedVotes, Routine, Season, Segment, SegmentKind
from mirrorball.core.show import Show, Vote, result_of
from mirrorball.core.stuck import settled
from mirrorball.core.votes import Tally
from mirrorball.floor.ballot_rules import USUAL_CHANNELS
from mirrorball.floor.counter import Counter
from mirrorball.lab.crowd import NoSuchVotes
from mirrorball.log.port import NotKept
from mirrorball.terminal.rehearse import SIGNED, planned, sealing

BY = "rehearsal"
DRAWS, FEWEST, MOST = 1000, 10_000, 1_000_000  # draws before giving up; votes of a couple
DANCED, MARKING, LOCKING, BETWEEN = 8.0, 3.0, 2.0, 3.0  # seconds: about 20 a routine with three judges
FILM, VOTING, COUNTING, TELLING, TROPHY, WAITING = 4.0, 10.0, 2.0, 5.0, 12.0, 1.0


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next, and how long before it, in seconds at speed 1. Without a command the show waits for people."""

    pause: float
    command: Command | None


class Viewers(Protocol):
    """An audience that votes by itself while the window is open, and the box that it fills."""

    async def vote(self) -> None:
        """Send every ballot, and wait until each is answered."""

    async def tally(self) -> Tally:
        """The count of the box, once nothing can come any more."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is played: the season with its marks and saves, and a drawn tally, or viewers who bring about their own."""

    season: Season
    number: int
    tally: Tally
    viewers: Viewers | None = None

    def mark_of(self, judge: str, seat: str, routine: Routine) -> GiveMark:
        """The mark that was recorded; who took a seat only in the rehearsal gives what was given from there."""
        danced = self.season.danced_in(self.number)
        marks = next(r.marks for r in danced if (r.round, r.star) == (routine.round, routine.star))
        return GiveMark(
            judge, routine.round, routine.star, marks.get(judge, marks.get(seat, next(iter(marks.values()))))
        )

    def save_of(self, judge: str, between: tuple[str, ...], rng: Random) -> NameSave:
        """Whom the judge saved; drawn where the drawn vote brought others into jeopardy."""
        named = [s.star for s in self.season.saves if (s.week, s.judge) == (self.number, judge) and s.star in between]
        return NameSave(judge, named[0] if named else rng.choice(between))


def drawn_votes(season: Season, number: int, rng: Random) -> tuple[tuple[RecordedVotes, ...], Tally]:
    """Votes that nobody cast, for a night whose places the record does not settle; they do not end in a tie.

    The first are of the week that is carried into this one, if nobody recorded them.
    """
    earlier = season.week(number).carry
    unknown = earlier is not None and not any(votes.week == earlier for votes in season.votes)
    for _ in range(DRAWS):
        carried = _rows(season, number, earlier, rng) if earlier is not None and unknown else ()
        tonight = _rows(season, number, number, rng)
        others = tuple(votes for votes in season.votes if votes.week != number)
        result = result_of(replace(season, votes=(*others, *carried, *tonight)), number)
        if result is None or result.awaits is not Awaits.TIE:
            return carried, Tally({votes.star: {votes.channel: votes.votes} for votes in tonight})
    message = f"No vote was found that decides week {number} without a tie. Rehearse another week."
    raise NoSuchVotes(message)


def _rows(season: Season, number: int, week: int, rng: Random) -> tuple[RecordedVotes, ...]:
    """Drawn votes of a week for the couples of this night."""
    channel = (season.channels or USUAL_CHANNELS)[0].name
    return tuple(
        RecordedVotes(week=week, star=star, channel=channel, votes=rng.randint(FEWEST, MOST))
        for star in season.field(number)
    )


def without_marks(show: Show, season: Season) -> tuple[str, ...]:
    """The stars with a routine tonight for which the season does not record every mark."""
    recorded = {(r.round, r.star): r.marks for r in season.danced_in(show.number)}
    return tuple(
        dict.fromkeys(
            routine.star
            for routine in show.due
            if not missing(show.week, routine)
            or any(judge not in recorded[routine.round, routine.star] for judge in missing(show.week, routine))
        )
    )


async def play(counter: Counter, recorded: Recorded, speed: float, rng: Random, say: Callable[[str], None]) -> None:
    """Play the night to its end. What is refused is said once and tried again, since people may have to act."""
    said = ""
    for nth in count(1):
        step = next_step(counter.show, recorded, rng)
        if step is None:
            return
        await asyncio.sleep(step.pause / speed)
        now = next_step(counter.show, recorded, rng)  # somebody at the desk may have gone on meanwhile
        if step.command is None or now is None or now.command is None or type(now.command) is not type(step.command):
            continue
        wrong = await _ask(counter, await _voted(now.command, recorded.viewers), f"rehearsal {nth}")
        if wrong:
            if wrong != said:
                said = wrong
                say(f"The rehearsal waits: {said}")
            await asyncio.sleep(WAITING)


async def _voted(command: Command, viewers: Viewers | None) -> Command:
    """A step of the vote as viewers make it: it closes when all have voted, and what they gave is sealed."""
    if viewers is not None and isinstance(command, CloseVote):
        await viewers.vote()
    if viewers is not None and isinstance(command, SealTally):
        return SealTally(await viewers.tally())
    return command


async def _ask(counter: Counter, command: Command, name: str) -> str:
    """Ask for one step; what stands in its way, or nothing."""
    try:
        answer = await counter.ask(command, name, BY)
    except NotKept as error:
        return f"it could not be recorded, because {error}."
    return answer.sentence if isinstance(answer, Refusal) else ""


def next_step(show: Show, recorded: Recorded, rng: Random) -> Step | None:
    """What comes next in this show; None at the end."""
    if show.held is not None:
        return Step(WAITING, None)
    on = show.segment(show.on) if show.on is not None else None
    step = _of_segment(show, on, recorded, rng) if on else None
    if step:
        return step
    if show.next_segment is not None:
        following = show.segment(show.next_segment)
        pause = BETWEEN if following and following.kind is SegmentKind.ROUTINE else FILM
        pause = TROPHY if show.champions else pause
        return Step(pause if on else WAITING, Take(show.next_segment))
    return _vote(show, recorded, rng) or _result(show, recorded, rng) or _reveal(show, recorded, rng)


def _of_segment(show: Show, on: Segment, recorded: Recorded, rng: Random) -> Step | None:
    """What is still to be done in the segment that is on; None if it is over."""
    match on.kind:
        case SegmentKind.ROUTINE:
            return _marks(show, recorded, rng)
        case SegmentKind.VOTE:
            return _vote(show, recorded, rng)
        case SegmentKind.RESULTS:
            return _result(show, recorded, rng)
        case SegmentKind.REVEAL:  # where a result was reopened it is sealed anew first
            return _result(show, recorded, rng) or _reveal(show, recorded, rng)
        case _:
            return None


def _marks(show: Show, recorded: Recorded, rng: Random) -> Step | None:
    now = show.now
    if now is None or (now.round, now.star) in show.locked:
        return None
    waits = missing(show.week, now)
    if not waits:
        return Step(LOCKING, LockMarks(now.round, now.star))
    first = not now.marks
    judge = rng.choice(waits)
    return Step(
        (DANCED if first else 0) + rng.uniform(0.3, 1) * MARKING,
        recorded.mark_of(judge, show.seat_of(judge) or judge, now),
    )


def _vote(show: Show, recorded: Recorded, rng: Random) -> Step | None:
    match show.vote:
        case Vote.NOT_OPEN:
            if show.plan == BY_THE_BOOK:
                return Step(COUNTING, planned(rng.randbytes))
            stuck = settled(show)
            if stuck and stuck != show.reach_signed:
                return Step(COUNTING, SignReach(SIGNED, BY))
            return Step(COUNTING, OpenVote())
        case Vote.OPEN:
            return Step(VOTING, CloseVote())
        case Vote.CLOSED:
            return Step(COUNTING, SealTally(recorded.tally)) if show.tally is None else None


def _result(show: Show, recorded: Recorded, rng: Random) -> Step | None:
    if show.sealed is not None:
        return None
    if show.tally is None and rules_of(show.week).combine is not Combine.MARKS:
        return _vote(show, recorded, rng)
    return Step(COUNTING, sealing(show, rng.randbytes))


def _reveal(show: Show, recorded: Recorded, rng: Random) -> Step | None:
    if show.sealed is None:
        return None
    if show.choosing:
        spoken = {save.judge for save in show.season.saves if save.week == show.number}
        here = [show.sitting(seat) for seat in show.week.panel if seat not in show.week.absent]
        silent = [judge for judge in here if judge not in spoken]
        return Step(COUNTING, recorded.save_of(silent[0], show.choosing, rng)) if silent else Step(WAITING, None)
    if show.to_reveal:
        return Step(TELLING, RevealNext(len(show.revealed) + 1))
    final = any(place.first == 1 for place in show.sealed.places.values())
    return Step(TELLING, Crown()) if final and not show.champions else None
