"""A season as far as a night's log has told it: what a look back may say while the night, or the season, still runs.

Only what the room has heard is in it: marks of locked sheets, results of steps that were told, the judges' choice once
it was asked for. Nothing follows from a count or a sealed result that is not told, nor from plans of later weeks that
could only be made by somebody who knew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mirrorball.core.apply import apply
from mirrorball.core.book import Carry
from mirrorball.core.events import Event, ResultSealed
from mirrorball.core.marks import deciding_week
from mirrorball.core.outcome import rules_of
from mirrorball.core.reveals import StepKind, digest_of, result_text
from mirrorball.core.sealing import title
from mirrorball.core.season import (
    Exit,
    Package,
    RecordedVotes,
    Result,
    Routine,
    Season,
    SegmentKind,
    Week,
)
from mirrorball.core.show import Show, open_night

IN_JEOPARDY = frozenset({StepKind.JEOPARDY, StepKind.CHOICE})
NOBODY_LEFT = frozenset({StepKind.NOBODY, StepKind.VOID})


class OtherNight(Exception):
    """These events are not of this week of this season. Its text says what does not fit."""


def told(show: Show, *, votes: bool = False, planned: Week | None = None) -> Season:
    """The season as far as it is told. Two nights that differ only in what is not told give the same one.

    Votes are left out unless they are asked for; then those stay out on which a result rests that is not told yet.
    ``planned`` is the week before its night; who was immune by the plan was known beforehand.
    """
    season = show.season
    return replace(
        season,
        weeks=tuple(_week(show, week, planned) for week in season.weeks),
        routines=tuple(_routines(show)),
        bonuses=tuple(bonus for bonus in season.bonuses if bonus.week <= show.number),
        packages=tuple(film for film in season.packages if _shown(show, film)),
        segments=tuple(s for s in season.segments if s.week < show.number or (show.told and s.week == show.number)),
        saves=tuple(save for save in season.saves if save.week < show.number or _chosen(show)),
        votes=tuple(_votes(show)) if votes else (),
        results=tuple(_results(show)),
    )


def votes_told(season: Season, through: int) -> tuple[RecordedVotes, ...]:
    """The recorded votes on which no result of a week after ``through`` rests.

    A week may go by the votes of the week before, or add those of an earlier week to its own; to publish them sooner
    would tell a part of what is to come.
    """
    waiting = {used for week in season.weeks if week.number > through for used in _votes_used(season, week)}
    return tuple(row for row in season.votes if row.week <= through and row.week not in waiting)


def told_through(season: Season) -> int:
    """The last week of which a folder records a result; 0 if there is none yet."""
    return max((result.week for result in season.results), default=0)


def night(season: Season, number: int, events: Iterable[Event]) -> Show:
    """The night of a week as its log leaves it. Raises ``OtherNight``."""
    show = open_night(season, number)
    fits = {(routine.round, routine.star) for routine in show.running_order}
    for nth, event in enumerate(events, 1):
        try:
            show = apply(show, event)
        except (LookupError, ValueError) as error:
            message = f"entry {nth} changes what is not there"
            raise OtherNight(message) from error
    stranger = next((dance for dance in (*show.called, *show.locked) if dance not in fits), None)
    cast = {couple.star for couple in season.couples}
    unknown = next((star for step in show.revealed for star in step.stars if star not in cast), None)
    if stranger is not None:
        round_, star = stranger
        message = f"it calls {star}{f' for {round_}' if round_ else ''}, whom week {number} of the folder does not have"
        raise OtherNight(message)
    if unknown is not None:
        message = f"it tells something of {unknown}, who is not in the cast of the folder"
        raise OtherNight(message)
    return show


def week_sealed(season: Season, events: Iterable[Event]) -> int | None:
    """The week whose result was sealed, by the hash of its text; None where no hash says so."""
    sealed = [event for event in events if isinstance(event, ResultSealed)]
    for week in season.weeks:
        for event in sealed:
            text = result_text(title(season), week.number, event.found, event.steps, event.salt)
            if digest_of(text) == event.digest:
                return week.number
    return None


# The plan.


def _week(show: Show, week: Week, planned: Week | None) -> Week:
    """A week as far as it is told. Of later weeks only the plan is, that everybody may know."""
    if week.number < show.number:
        return week
    if week.number > show.number:
        return replace(week, immune=(), named_in_jeopardy=(), viewers=None, note="")
    named = dict.fromkeys(star for step in show.revealed if step.kind in IN_JEOPARDY for star in step.stars)
    nobody = any(step.kind in NOBODY_LEFT for step in show.revealed)
    here = replace(week, named_in_jeopardy=tuple(named), leave=0 if nobody else week.leave)
    if show.told:
        return here
    return replace(here, immune=planned.immune if planned else (), viewers=None, note="")


def _shown(show: Show, film: Package) -> bool:
    """Whether the room has seen a film."""
    if film.week != show.number:
        return film.week < show.number
    segments = [
        s for s in show.rundown if s.kind is SegmentKind.PACKAGE and (s.title, s.star) == (film.title, film.star)
    ]
    if any(segment.number in show.taken for segment in segments):
        return True
    return show.told and not (segments and all(segment.number in show.skipped for segment in segments))


# What was danced and decided.


def _routines(show: Show) -> Iterator[Routine]:
    """The routines up to tonight. A sheet that is not locked is told by nobody, nor what is noted of its routine."""
    for routine in show.season.routines:
        if routine.week < show.number or (routine.week == show.number and (routine.round, routine.star) in show.locked):
            yield routine
        elif routine.week == show.number:
            yield replace(routine, marks={}, source="", confidence="", note="")


def _chosen(show: Show) -> bool:
    """Whether the room has heard that the judges choose: then each of them speaks in front of everybody."""
    return any(step.kind is StepKind.CHOICE for step in show.revealed)


def _results(show: Show) -> Iterator[Result]:
    """Who left and who was placed, as far as the room has heard. Why somebody withdrew is for the desk."""
    for result in show.season.results:
        yield result if result.week < show.number else replace(result, note="")
    for step in show.revealed:
        exit_ = {StepKind.OUT: Exit.ELIMINATED, StepKind.PLACE: Exit.FINAL}.get(step.kind)
        if exit_ is not None:
            yield from (Result(star=star, exit=exit_, week=show.number, place=step.place) for star in step.stars)


# The votes.


def _votes(show: Show) -> Sequence[RecordedVotes]:
    """The votes that hold nothing back any more; void ones count for nobody, and are not told."""
    rows = votes_told(show.season, show.number if show.told else show.number - 1)
    return [row for row in rows if row.week < show.number or show.void is None]


def _votes_used(season: Season, week: Week) -> Iterator[int]:
    """The weeks whose votes decide a week."""
    book = rules_of(week)
    used = deciding_week(season, week.number, book.votes_lag)
    while used is not None:
        yield used.number
        carries = book.carry is Carry.MARKS_AND_VOTES and used.carry is not None and used.carry < used.number
        used = season.week(used.carry) if carries and used.carry is not None else None
