"""The state of a night: what the events add up to.

The show carries the season as it stands now. Marks and votes of the night are facts of the season like all others, so
every rule reads one value, whether the night is long past or running.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from mirrorball.core.book import Combine
from mirrorball.core.combine import standing
from mirrorball.core.events import (
    ChampionsCrowned,
    Event,
    MarkGiven,
    MarksLocked,
    PlaceRevealed,
    ResultSealed,
    RoutineCalled,
    SaveNamed,
    TallySealed,
    VoteClosed,
    VoteOpened,
)
from mirrorball.core.marks import nights, points
from mirrorball.core.outcome import Outcome, leaving, outcome, rules_of
from mirrorball.core.season import RecordedSave, RecordedVotes, Routine, Season, Week
from mirrorball.core.votes import Tally, recorded_tally


class Vote(Enum):
    """Where the window stands."""

    NOT_OPEN = "not open yet"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Show:
    """One night, now. A routine is known by its round and star."""

    season: Season
    number: int
    called: tuple[tuple[str, str], ...] = ()
    locked: frozenset[tuple[str, str]] = frozenset()
    vote: Vote = Vote.NOT_OPEN
    tally: Tally | None = None
    sealed: ResultSealed | None = None
    revealed: tuple[str, ...] = ()
    champions: tuple[str, ...] = ()

    @property
    def week(self) -> Week:
        """The week that this night is."""
        return self.season.week(self.number)

    @property
    def running_order(self) -> tuple[Routine, ...]:
        """Tonight's routines, as the sheet has them."""
        return self.season.danced_in(self.number)

    def routine(self, round_: str, star: str) -> Routine | None:
        """Tonight's routine of this round and star, or None."""
        return next((r for r in self.running_order if (r.round, r.star) == (round_, star)), None)

    @property
    def to_reveal(self) -> tuple[str, ...]:
        """Who is still to be told a place, the next one first: from the last place upwards."""
        if self.sealed is None:
            return ()
        untold = self.sealed.places.keys() - set(self.revealed)
        return tuple(star for star in reversed(self.sealed.order) if star in untold)


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
    return Show(before(season, number), number)


def points_unknown(show: Show) -> tuple[str, ...]:
    """The stars whose points the result needs and nobody can work out yet."""
    book = rules_of(show.week)
    if book.combine is Combine.VOTES:
        return ()
    tonight = nights(show.season, book, show.number)
    return tuple(star for star, night in tonight.items() if night.points is None)


def result_of(season: Season, number: int) -> Outcome | None:
    """The outcome of a week, from the recorded marks and votes; None if a half that the book needs is not known."""
    week = season.week(number)
    book = rules_of(week)
    given = points(nights(season, book, number))
    tally = recorded_tally(season, book, number)
    if (given is None and book.combine is not Combine.VOTES) or (tally is None and book.combine is not Combine.MARKS):
        return None
    votes = {star: tally.votes.get(star, 0) for star in season.field(number)} if tally else None
    saves = {save.judge: save.star for save in season.saves if save.week == number}
    return outcome(week, leaving(season, week), standing(book, given, votes), saves)


def apply(show: Show, event: Event) -> Show:
    """The show after an event."""
    match event:
        case RoutineCalled(round_, star):
            return replace(show, called=(*show.called, (round_, star)))
        case MarkGiven():
            return replace(show, season=_with_mark(show, event))
        case MarksLocked(round_, star):
            return replace(show, locked=show.locked | {(round_, star)})
        case VoteOpened():
            return replace(show, vote=Vote.OPEN)
        case VoteClosed():
            return replace(show, vote=Vote.CLOSED)
        case TallySealed(tally):
            return replace(show, tally=tally, season=_with_votes(show, tally))
        case SaveNamed(judge, star):
            save = RecordedSave(week=show.number, judge=judge, star=star)
            return replace(show, season=replace(show.season, saves=(*show.season.saves, save)))
        case ResultSealed():
            return replace(show, sealed=event)
        case PlaceRevealed(star):
            return replace(show, revealed=(*show.revealed, star))
        case ChampionsCrowned(stars):
            return replace(show, champions=stars)


def _with_mark(show: Show, event: MarkGiven) -> Season:
    routines = tuple(
        replace(r, marks={**r.marks, event.judge: event.mark})
        if (r.week, r.round, r.star) == (show.number, event.round, event.star)
        else r
        for r in show.season.routines
    )
    return replace(show.season, routines=routines)


def _with_votes(show: Show, tally: Tally) -> Season:
    rows = tuple(
        RecordedVotes(week=show.number, star=star, channel=channel, votes=votes)
        for star, by_channel in tally.counted.items()
        for channel, votes in by_channel.items()
    )
    return replace(show.season, votes=(*show.season.votes, *rows))
