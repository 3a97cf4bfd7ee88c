"""The state of a night: what the events add up to.

The show carries the season as it stands now. Marks and votes of the night are facts of the season like all others, so
every rule reads one value, whether the night is long past or running.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from fractions import Fraction

from mirrorball.core.book import Combine
from mirrorball.core.combine import standing
from mirrorball.core.events import ResultConfirmed, ResultSealed
from mirrorball.core.marks import nights, points
from mirrorball.core.outcome import Awaits, Outcome, leaving, outcome, rules_of
from mirrorball.core.panel import seat_of, sitting
from mirrorball.core.people import Key, Trouble
from mirrorball.core.reveals import BY_THE_BOOK, Decision, Plan, RevealStep, StepKind, leaving_steps
from mirrorball.core.rundown import rundown
from mirrorball.core.season import Routine, Season, Segment, SegmentKind, Week
from mirrorball.core.votes import Tally, recorded_tally

Dance = tuple[str, str]  # the round and the star of a routine
Seated = tuple[str, str, str]  # a judge, and the round and star of a routine


class Vote(Enum):
    """Where the window stands."""

    NOT_OPEN = "not open yet"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Scratched:
    """A routine that does not count, where it stood on the sheet, and why."""

    routine: Routine
    index: int
    reason: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A mark from paper that waits for a second person."""

    mark: Fraction
    by: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A correction that waits to be granted; ``mark`` is None where the mark is to be struck."""

    mark: Fraction | None
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A decision that waits for a second person."""

    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Show:
    """One night, now. A routine is known by its round and star.

    ``taken`` holds the segments in the order in which they were taken, the last of them is on. ``paper`` are the marks
    that came from paper. ``reach_signed`` are the couples for whom the scrutineer knows that the vote cannot matter.
    ``closes_at`` is when the window is planned to close, in milliseconds since 1970; None where it is closed by hand.
    ``void`` is why the votes are void, ``nobody_leaves`` why nobody does although the plan says so, ``reopened`` why
    results were taken back after they had been sealed; each decided by two people.
    """

    season: Season
    number: int
    rundown: tuple[Segment, ...] = ()
    taken: tuple[int, ...] = ()
    skipped: Mapping[int, str] = field(default_factory=dict)
    held: str | None = None
    called: tuple[Dance, ...] = ()
    locked: frozenset[Dance] = frozenset()
    scratched: Mapping[Dance, Scratched] = field(default_factory=dict)
    typed: Mapping[Seated, Typed] = field(default_factory=dict)
    asked: Mapping[Seated, Asked] = field(default_factory=dict)
    paper: frozenset[Seated] = frozenset()
    troubles: tuple[Trouble, ...] = ()
    keys: Mapping[str, Key] = field(default_factory=dict)
    reach_signed: tuple[str, ...] | None = None
    vote: Vote = Vote.NOT_OPEN
    closes_at: int | None = None
    tally: Tally | None = None
    plan: Plan = BY_THE_BOOK
    hand_sheet: Mapping[str, int] | None = None
    proposed: Mapping[Decision, Proposed] = field(default_factory=dict)
    void: str | None = None
    nobody_leaves: str | None = None
    confirmed: ResultConfirmed | None = None
    sealed: ResultSealed | None = None
    revealed: tuple[RevealStep, ...] = ()
    champions: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()

    @property
    def week(self) -> Week:
        """The week that this night is."""
        return self.season.week(self.number)

    @property
    def running_order(self) -> tuple[Routine, ...]:
        """Tonight's routines, as the sheet has them."""
        return self.season.danced_in(self.number)

    @property
    def due(self) -> tuple[Routine, ...]:
        """The routines of tonight that count: those of couples that are still in."""
        withdrew = self.season.withdrew_in(self.number)
        return tuple(routine for routine in self.running_order if routine.star not in withdrew)

    def routine(self, round_: str, star: str) -> Routine | None:
        """Tonight's routine of this round and star, or None."""
        return next((r for r in self.running_order if (r.round, r.star) == (round_, star)), None)

    @property
    def on(self) -> int | None:
        """The segment that is on, or None before the first."""
        return self.taken[-1] if self.taken else None

    @property
    def next_segment(self) -> int | None:
        """The segment that comes next, or None after the last."""
        last = max((nth for nth, s in enumerate(self.rundown) if s.number in self.taken), default=-1)
        ahead = self.rundown[last + 1 :]
        waiting = [s for s in (*ahead, *self.rundown) if s.number not in self.taken and not self.why_out(s)]
        return waiting[0].number if waiting else None

    def segment(self, number: int) -> Segment | None:
        """The segment of this number, or None."""
        return next((segment for segment in self.rundown if segment.number == number), None)

    def why_out(self, segment: Segment) -> str:
        """Why a segment does not come: it was skipped or scratched, or its couple has left; empty if it comes."""
        if segment.number in self.skipped:
            return f"skipped: {self.skipped[segment.number]}"
        if (segment.round, segment.star) in self.scratched and segment.kind is SegmentKind.ROUTINE:
            return f"scratched: {self.scratched[segment.round, segment.star].reason}"
        result = self.season.result(segment.star) if segment.star else None
        if result is not None and segment.star in self.season.withdrew_in(self.number):
            return f"withdrew: {result.note}"
        return ""

    @property
    def now(self) -> Routine | None:
        """The routine whose couple has the floor, or None."""
        if not self.called:
            return None
        on = self.segment(self.on) if self.on is not None else None
        if on is not None and (on.kind is not SegmentKind.ROUTINE or (on.round, on.star) not in self.called):
            return None
        return self.routine(*((on.round, on.star) if on else self.called[-1]))

    def sitting(self, seat: str) -> str:
        """Who sits in a seat of the panel now."""
        return sitting(self.week, seat)

    def seat_of(self, judge: str) -> str | None:
        """The seat in which a judge sits now, or None."""
        return seat_of(self.week, judge)

    @property
    def unlocked(self) -> tuple[str, ...]:
        """The stars of whom a sheet that counts is not locked; nobody where no panel marks."""
        waits = [r.star for r in self.due if self.week.panel and (r.round, r.star) not in self.locked]
        return tuple(dict.fromkeys(waits))

    @property
    def counts_votes(self) -> bool:
        """Whether votes have a part in the result: the book asks for them, or people were asked all the same."""
        return self.vote is not Vote.NOT_OPEN or rules_of(self.week).combine is not Combine.MARKS

    @property
    def steps(self) -> tuple[RevealStep, ...]:
        """The steps of the sealed result; those behind the judges' choice are known once they have chosen."""
        if self.sealed is None:
            return ()
        result = result_tonight(self) if self.sealed.found.between else None
        decided = result is not None and result.awaits is Awaits.NOTHING
        return (*self.sealed.steps, *(leaving_steps(self.plan, result) if result and decided else ()))

    @property
    def to_reveal(self) -> tuple[RevealStep, ...]:
        """The steps that are still to be told, the next one first."""
        return self.steps[len(self.revealed) :]

    @property
    def choosing(self) -> tuple[str, ...]:
        """The two couples between whom the judges choose now, in front of everybody; none if they do not."""
        if not self.revealed or self.revealed[-1].kind is not StepKind.CHOICE or self.to_reveal:
            return ()
        return self.revealed[-1].stars

    @property
    def told(self) -> bool:
        """Whether the whole outcome of the night has been told."""
        return self.sealed is not None and not self.to_reveal and not self.choosing

    @property
    def open_troubles(self) -> tuple[Trouble, ...]:
        """What somebody says is wrong and nobody has settled."""
        return tuple(trouble for trouble in self.troubles if not trouble.settled)


def before(season: Season, number: int) -> Season:
    """The season as it stood before week ``number``: nothing that was danced, voted or decided from then on."""
    return replace(
        season,
        routines=tuple(replace(r, marks={}) if r.week >= number else r for r in season.routines),
        stated=tuple(s for s in season.stated if s.week < number),
        saves=tuple(s for s in season.saves if s.week < number),
        votes=tuple(v for v in season.votes if v.week < number),
        results=tuple(r for r in season.results if r.week < number),
    )


def open_night(season: Season, number: int) -> Show:
    """The night of week ``number`` before its first step."""
    opened = before(season, number)
    return Show(opened, number, rundown(opened, number))


def points_unknown(show: Show) -> tuple[str, ...]:
    """The stars whose points the result needs and nobody can work out yet."""
    book = rules_of(show.week)
    if book.combine is Combine.VOTES:
        return ()
    tonight = nights(show.season, book, show.number)
    return tuple(star for star, night in tonight.items() if night.points is None)


def result_tonight(show: Show) -> Outcome | None:
    """The outcome of this night as its people have decided it; None if it is not known."""
    return result_of(show.season, show.number, 0 if show.nobody_leaves is not None else None)


def result_of(season: Season, number: int, leave: int | None = None) -> Outcome | None:
    """The outcome of a week, from the recorded marks and votes; None if a half that the book needs is not known.

    ``leave`` is how many leave, where that was decided; otherwise it follows from the plan of the week.
    """
    week = season.week(number)
    book = rules_of(week)
    given = points(nights(season, book, number))
    tally = recorded_tally(season, book, number)
    if (given is None and book.combine is not Combine.VOTES) or (tally is None and book.combine is not Combine.MARKS):
        return None
    votes = {star: tally.votes.get(star, 0) for star in season.field(number)} if tally else None
    saves = {save.judge: save.star for save in season.saves if save.week == number}
    return outcome(week, leaving(season, week) if leave is None else leave, standing(book, given, votes), saves)
