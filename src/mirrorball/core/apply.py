"""The show after an event: one arm an event, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeVar

from mirrorball.core.events import (
    BonusGiven,
    BonusTaken,
    ChampionsCrowned,
    CorrectionAsked,
    CorrectionDeclined,
    CoupleReinstated,
    CoupleWithdrew,
    DecisionAgreed,
    DecisionDropped,
    DecisionProposed,
    Event,
    HandSheetDropped,
    HandSheetTyped,
    ImmunityGranted,
    ImmunityRevoked,
    JudgeExcused,
    JudgeReturned,
    JudgeSubstituted,
    KeyIssued,
    KeyRevoked,
    MarkCorrected,
    MarkGiven,
    MarksLocked,
    MarkTyped,
    MusicChanged,
    NightHeld,
    NightResumed,
    ReachSigned,
    ResultConfirmed,
    ResultSealed,
    RevealPlanned,
    RoutineCalled,
    RoutineRestored,
    RoutineScratched,
    SaveNamed,
    SegmentBackedOut,
    SegmentMoved,
    SegmentSkipped,
    SegmentTaken,
    SegmentUnskipped,
    StepRevealed,
    StepTakenBack,
    TallySealed,
    TroubleReported,
    TroubleSettled,
    TypedMarkDropped,
    VoteClosed,
    VoteExtended,
    VoteOpened,
)
from mirrorball.core.panel import sitting
from mirrorball.core.people import Key, Trouble
from mirrorball.core.replacing import replace
from mirrorball.core.reveals import Decision, Plan, RevealStep, StepKind
from mirrorball.core.season import (
    Bonus,
    Exit,
    RecordedSave,
    RecordedVotes,
    Result,
    Routine,
    Season,
    SegmentKind,
    Week,
)
from mirrorball.core.show import Asked, Proposed, Scratched, Seated, Show, Typed, Vote
from mirrorball.core.votes import Tally

K = TypeVar("K")
V = TypeVar("V")


def apply(show: Show, event: Event) -> Show:  # noqa: PLR0915  # one arm an event
    """The show after an event."""
    match event:
        case SegmentTaken(segment):
            return replace(show, taken=(*show.taken, segment))
        case RoutineCalled(round_, star):
            return replace(show, called=(*show.called, (round_, star)), taken=_taken(show, round_, star))
        case SegmentBackedOut(segment):
            return _backed_out(show, segment)
        case SegmentSkipped(segment, reason):
            return replace(show, skipped={**show.skipped, segment: reason})
        case SegmentUnskipped(segment):
            return replace(show, skipped=_without(show.skipped, segment))
        case SegmentMoved(segment, before):
            return _moved(show, segment, before)
        case NightHeld(reason):
            return replace(show, held=reason)
        case NightResumed():
            return replace(show, held=None)
        case MarkGiven(judge, round_, star, mark, confirmed_by):
            key = (judge, round_, star)
            marked = replace(show, season=_with_mark(show, judge, round_, star, mark), typed=_without(show.typed, key))
            return replace(marked, paper=show.paper | {key}) if confirmed_by else marked
        case MarkTyped(judge, round_, star, mark, by):
            return replace(show, typed={**show.typed, (judge, round_, star): Typed(mark, by)})
        case TypedMarkDropped(judge, round_, star):
            return replace(show, typed=_without(show.typed, (judge, round_, star)))
        case CorrectionAsked(judge, round_, star, mark, reason, by):
            return replace(show, asked={**show.asked, (judge, round_, star): Asked(mark, reason, by)})
        case MarkCorrected():
            return _corrected(show, event)
        case CorrectionDeclined(judge, round_, star):
            return replace(show, asked=_without(show.asked, (judge, round_, star)))
        case MarksLocked(round_, star):
            return replace(show, locked=show.locked | {(round_, star)})
        case JudgeExcused(judge):
            return _in_week(show, lambda week: replace(week, absent=(*week.absent, judge)))
        case JudgeReturned(judge):
            return _in_week(show, lambda week: _seated(week, judge, judge))
        case JudgeSubstituted(judge, substitute):
            return _in_week(show, lambda week: _seated(week, judge, substitute))
        case RoutineScratched(round_, star, reason):
            return _scratched(show, round_, star, reason)
        case RoutineRestored(round_, star):
            return _restored(show, round_, star)
        case CoupleWithdrew(star, reason):
            left = Result(star=star, exit=Exit.WITHDREW, week=show.number, note=reason)
            return _in_season(show, replace(show.season, results=(*show.season.results, left)))
        case CoupleReinstated(star):
            stay = tuple(r for r in show.season.results if (r.star, r.week) != (star, show.number))
            return _in_season(show, replace(show.season, results=stay))
        case MusicChanged(round_, star, songs):
            return _in_season(show, _changed(show, round_, star, lambda routine: replace(routine, songs=songs)))
        case BonusGiven(star, contest, points):
            bonus = Bonus(week=show.number, star=star, contest=contest, points=points)
            return _in_season(show, replace(show.season, bonuses=(*show.season.bonuses, bonus)))
        case BonusTaken(star, contest):
            gone = (show.number, star, contest)
            left_over = tuple(b for b in show.season.bonuses if (b.week, b.star, b.contest) != gone)
            return _in_season(show, replace(show.season, bonuses=left_over))
        case ImmunityGranted(star):
            return _in_week(show, lambda week: replace(week, immune=(*week.immune, star)))
        case ImmunityRevoked(star):
            return _in_week(show, lambda week: replace(week, immune=tuple(s for s in week.immune if s != star)))
        case ReachSigned(stars):
            return replace(show, reach_signed=stars)
        case VoteOpened(closes_at=closes_at) | VoteExtended(closes_at=closes_at):
            return replace(show, vote=Vote.OPEN, closes_at=closes_at)
        case VoteClosed():
            return replace(show, vote=Vote.CLOSED)
        case TallySealed(tally):
            return replace(show, tally=tally, season=_with_votes(show, tally))
        case SaveNamed(judge, star):
            save = RecordedSave(week=show.number, judge=judge, star=star)
            return _in_season(show, replace(show.season, saves=(*show.season.saves, save)))
        case RevealPlanned(order, stars=stars, seed=seed):
            return replace(show, plan=Plan(order, stars, seed))
        case HandSheetTyped(places):
            return replace(show, hand_sheet=places)
        case HandSheetDropped():
            return replace(show, hand_sheet=None)
        case DecisionProposed(decision, reason, by):
            return replace(show, proposed={**show.proposed, decision: Proposed(reason, by)})
        case DecisionAgreed(decision, reason):
            return _decided(replace(show, proposed=_without(show.proposed, decision)), decision, reason)
        case DecisionDropped(decision):
            return replace(show, proposed=_without(show.proposed, decision))
        case ResultConfirmed():
            return replace(show, confirmed=event)
        case ResultSealed():
            return replace(show, sealed=event)
        case StepRevealed(_, kind, stars, place):
            return replace(show, revealed=(*show.revealed, RevealStep(kind, stars, place)))
        case StepTakenBack():
            return _told_less(show)
        case ChampionsCrowned(stars):
            return replace(show, champions=stars)
        case TroubleReported(number, text, by):
            return replace(show, troubles=(*show.troubles, Trouble(number, by, text)))
        case TroubleSettled(number, note, by):
            settled = tuple(replace(t, settled=note, settled_by=by) if t.number == number else t for t in show.troubles)
            return replace(show, troubles=settled)
        case KeyIssued(key, role, holder):
            return replace(show, keys={**show.keys, key: Key(key, role, holder)})
        case KeyRevoked(key):
            return replace(show, keys={**show.keys, key: replace(show.keys[key], revoked=True)})


# The result.


def _decided(show: Show, decision: Decision, reason: str) -> Show:
    """The show after two people have decided something. A reopened result is as if never told, nor decided by them."""
    match decision:
        case Decision.VOTES_VOID:
            return replace(show, void=reason)
        case Decision.NOBODY_LEAVES:
            return replace(show, nobody_leaves=reason)
        case Decision.REOPEN:
            return replace(
                show,
                season=_without_saves(show),
                void=None,
                nobody_leaves=None,
                confirmed=None,
                sealed=None,
                revealed=(),
                champions=(),
                reopened=(*show.reopened, reason),
            )


def _told_less(show: Show) -> Show:
    """One step less is told; where the judges' choice is taken back, whom they saved is too."""
    *before, last = show.revealed
    season = _without_saves(show) if last.kind is StepKind.CHOICE else show.season
    return replace(show, season=season, revealed=tuple(before))


def _without_saves(show: Show) -> Season:
    return replace(show.season, saves=tuple(save for save in show.season.saves if save.week != show.number))


# The rundown.


def _taken(show: Show, round_: str, star: str) -> tuple[int, ...]:
    """The segments taken once a routine is called; a night may call one that its rundown does not have."""
    for segment in show.rundown:
        if segment.kind is SegmentKind.ROUTINE and (segment.round, segment.star) == (round_, star):
            return (*show.taken, segment.number)
    return show.taken


def _backed_out(show: Show, number: int) -> Show:
    segment = show.segment(number)
    left = (segment.round, segment.star) if segment and segment.kind is SegmentKind.ROUTINE else None
    return replace(
        show,
        taken=tuple(n for n in show.taken if n != number),
        called=tuple(dance for dance in show.called if dance != left),
    )


def _moved(show: Show, number: int, before: int) -> Show:
    moved = [segment for segment in show.rundown if segment.number == number]
    rest = [segment for segment in show.rundown if segment.number != number]
    at = next((nth for nth, segment in enumerate(rest) if segment.number == before), len(rest))
    return replace(show, rundown=(*rest[:at], *moved, *rest[at:]))


# Marks and routines.


def _corrected(show: Show, event: MarkCorrected) -> Show:
    key: Seated = (event.judge, event.round, event.star)
    dance = (event.round, event.star)
    return replace(
        show,
        season=_with_mark(show, event.judge, event.round, event.star, event.new),
        asked=_without(show.asked, key),
        paper=show.paper - {key} if event.new is None else show.paper,
        locked=show.locked | {dance} if event.total is not None else show.locked - {dance},
    )


def _with_mark(show: Show, judge: str, round_: str, star: str, mark: Fraction | None) -> Season:
    """The season with a judge's mark set, or struck where it is None."""
    return _changed(
        show,
        round_,
        star,
        lambda routine: replace(
            routine, marks=_without(routine.marks, judge) if mark is None else {**routine.marks, judge: mark}
        ),
    )


def _changed(show: Show, round_: str, star: str, change: Callable[[Routine], Routine]) -> Season:
    """The season with one routine of tonight changed. Tonight's routines stand last, so the search begins there."""
    routines = show.season.routines
    for nth in range(len(routines) - 1, -1, -1):
        found = routines[nth]
        if found.star == star and found.round == round_ and found.week == show.number:
            return replace(show.season, routines=(*routines[:nth], change(found), *routines[nth + 1 :]))
    return show.season


def _scratched(show: Show, round_: str, star: str, reason: str) -> Show:
    routines = show.season.routines
    for nth, routine in enumerate(routines):
        if (routine.week, routine.round, routine.star) == (show.number, round_, star):
            gone = Scratched(routine, nth, reason)
            return replace(
                show,
                season=replace(show.season, routines=(*routines[:nth], *routines[nth + 1 :])),
                scratched={**show.scratched, (round_, star): gone},
            )
    return show


def _restored(show: Show, round_: str, star: str) -> Show:
    back, routines = show.scratched[round_, star], show.season.routines
    return replace(
        show,
        season=replace(show.season, routines=(*routines[: back.index], back.routine, *routines[back.index :])),
        scratched=_without(show.scratched, (round_, star)),
    )


# The season and the week as they are tonight.


def _in_season(show: Show, season: Season) -> Show:
    return replace(show, season=season)


def _in_week(show: Show, change: Callable[[Week], Week]) -> Show:
    weeks = tuple(change(week) if week.number == show.number else week for week in show.season.weeks)
    return replace(show, season=replace(show.season, weeks=weeks))


def _seated(week: Week, seat: str, substitute: str) -> Week:
    """The week with a substitute in a seat; whoever takes a seat marks, so the seat is not absent any more."""
    here = replace(week, absent=tuple(absent for absent in week.absent if absent != seat))
    if sitting(week, seat) == substitute:
        return here
    return replace(here, substitutes={**week.substitutes, seat: (*week.substitutes.get(seat, ()), substitute)})


def _with_votes(show: Show, tally: Tally) -> Season:
    rows = tuple(
        RecordedVotes(week=show.number, star=star, channel=channel, votes=votes)
        for star, by_channel in tally.counted.items()
        for channel, votes in by_channel.items()
    )
    return replace(show.season, votes=(*show.season.votes, *rows))


def _without(mapping: Mapping[K, V], key: K) -> Mapping[K, V]:
    return {k: v for k, v in mapping.items() if k != key} if key in mapping else mapping
