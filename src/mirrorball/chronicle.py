"""What happened in a night, as a person reads it later: one plain sentence an event."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from mirrorball import sentences
from mirrorball.core import events
from mirrorball.core.events import Event
from mirrorball.core.reveals import VOID, Finding, StepKind
from mirrorball.core.rundown import rundown
from mirrorball.core.season import Season, Segment, SegmentKind
from mirrorball.core.ties import Place
from mirrorball.core.votes import Tally
from mirrorball.sentences import counted, listed, mark, nth, ordinal


class Chronicle:
    """Tells the events of one night. Events hold the names of people; titles of segments come from the season."""

    def __init__(self, season: Season | None = None, week: int = 0) -> None:
        """Tell of this week. Without a season a segment is told by its number."""
        planned = rundown(season, week) if season and any(w.number == week for w in season.weeks) else ()
        self._segments: Mapping[int, Segment] = {segment.number: segment for segment in planned}

    def sentence(self, event: Event) -> str:  # noqa: C901, PLR0911, PLR0912  # one arm an event; a table reads worse
        """What happened, in one sentence, sometimes two."""
        match event:
            case events.SegmentTaken(segment):
                return f"{self._named(segment)} began."
            case events.RoutineCalled(round_, star):
                return f"{star} has the floor for {_round(round_)}."
            case events.SegmentBackedOut(segment):
                return f"{self._named(segment)} was taken back, as if it had not begun."
            case events.SegmentSkipped(segment, reason):
                return f"{self._named(segment)} is left out tonight{_because(reason)}."
            case events.SegmentUnskipped(segment):
                return f"{self._named(segment)} is in the rundown again."
            case events.SegmentMoved(segment, 0):
                return f"{self._named(segment)} was moved to the end."
            case events.SegmentMoved(segment, before):
                return f"{self._named(segment)} was moved in front of {_within(self._named(before))}."
            case events.NightHeld(reason):
                return f"The night is held{_because(reason)}."
            case events.NightResumed():
                return "The night goes on."
            case events.MarkGiven(judge, round_, star, given, confirmed_by):
                paper = f", from paper, confirmed by {confirmed_by}" if confirmed_by else ""
                return f"{judge} gave {star} {mark(given)} for {_round(round_)}{paper}."
            case events.MarkTyped(judge, round_, star, given, by):
                return (
                    f"{by} typed {mark(given)} from {judge} for {_dance(round_, star)} from paper. "
                    "It counts once a second person confirms it."
                )
            case events.TypedMarkDropped(judge, round_, star):
                return f"The mark that was typed for {judge} and {_dance(round_, star)} was taken back."
            case events.CorrectionAsked(judge, round_, star, new, reason, by):
                to = "be struck" if new is None else f"become {mark(new)}"
                return f"{by} asked that {judge}'s mark for {_dance(round_, star)} {to}{_because(reason)}."
            case events.MarkCorrected():
                return _corrected(event)
            case events.CorrectionDeclined(judge, round_, star, reason, by):
                return f"{by} declined to correct {judge}'s mark for {_dance(round_, star)}{_because(reason)}."
            case events.MarksLocked(round_, star, total):
                return f"The marks for {_dance(round_, star)} are locked: {mark(total)}."
            case events.JudgeExcused(judge, reason):
                return f"{judge} does not mark any more tonight{_because(reason)}."
            case events.JudgeReturned(judge):
                return f"{judge} marks again."
            case events.JudgeSubstituted(judge, substitute, reason):
                return f"{substitute} took the seat of {judge}{_because(reason)}."
            case events.RoutineScratched(round_, star, reason):
                return f"{_dance(round_, star)} was scratched and does not count{_because(reason)}."
            case events.RoutineRestored(round_, star):
                return f"{_dance(round_, star)} counts again."
            case events.CoupleWithdrew(star, reason):
                return f"{star} withdrew{_because(reason)}."
            case events.CoupleReinstated(star):
                return f"{star} is in again; the withdrawal was taken back."
            case events.MusicChanged(round_, star, songs):
                return f"{_dance(round_, star)} is danced to {sentences.songs(songs)}."
            case events.BonusGiven(star, contest, points) if points < 0:
                return f"{star} loses {_points(-points)}: {contest}."
            case events.BonusGiven(star, contest, points):
                return f"{star} gets {_points(points)}: {contest}."
            case events.BonusTaken(star, contest):
                return f"What {star} had for {contest} was taken back."
            case events.ImmunityGranted(star):
                return f"{star} is immune and cannot leave tonight."
            case events.ImmunityRevoked(star):
                return f"{star} is not immune any more and can leave tonight."
            case events.ReachSigned(stars, reason, by):
                return f"{by} lets the vote open although it cannot matter for {listed(stars)}{_because(reason)}."
            case events.VoteOpened(stars, closes_at):
                until = "" if closes_at is None else f", until {sentences.clock_time(closes_at)}"
                return f"The vote opened for {listed(stars)}{until}."
            case events.VoteExtended(closes_at, reason, by):
                return f"{by} let the vote stay open until {sentences.clock_time(closes_at)}{_because(reason)}."
            case events.VoteClosed():
                return "The vote closed."
            case events.TallySealed(tally):
                return _sealed(tally)
            case events.SaveNamed(judge, star):
                return f"{judge} saved {star}."
            case (
                events.RevealPlanned()
                | events.HandSheetTyped()
                | events.HandSheetDropped()
                | events.DecisionProposed()
                | events.DecisionAgreed()
                | events.DecisionDropped()
                | events.ResultConfirmed()
                | events.ResultSealed()
                | events.StepRevealed()
                | events.StepTakenBack()
                | events.ChampionsCrowned()
            ):
                return _of_result(event)
            case events.TroubleReported(number, text, by):
                return f"{by} reported trouble {number}: {_plain(text)}."
            case events.TroubleSettled(number, note, by):
                return f"{by} settled trouble {number}{_because(note)}."
            case events.KeyIssued(key, role, holder):
                return f"{holder} has a way in as {role.value}, with the key {key}."
            case events.KeyRevoked(key):
                return f"The key {key} is revoked, and whoever came in by it is out."

    def _named(self, number: int) -> str:
        """A segment at the beginning of a sentence."""
        segment = self._segments.get(number)
        if segment is None:
            return f"Segment {number}"
        if segment.kind is SegmentKind.ROUTINE:
            return _dance(segment.round, segment.star)
        about = f" ({segment.star})" if segment.star else ""
        return f"“{segment.title}”{about}"


def event_sentence(season: Season | None, week: int, event: Event) -> str:
    """What happened, in one sentence. Whoever tells a whole night keeps one ``Chronicle``."""
    return Chronicle(season, week).sentence(event)


def _corrected(event: events.MarkCorrected) -> str:
    whose = f"{event.judge}'s mark for {_dance(event.round, event.star)}"
    new = event.new
    told = f"{whose}, a {mark(event.old)}, was struck" if new is None else f"{whose} corrected from {mark(event.old)}"
    told = told if new is None else f"{told} to {mark(new)}"
    settled = "" if event.total is None else f" The total is {mark(event.total)} now."
    reopened = " The sheet waits for another mark." if event.new is None else ""
    return (
        f"{told}{_because(event.reason)} (asked by {event.asked_by}, granted by {event.granted_by}).{settled}{reopened}"
    )


def _sealed(tally: Tally) -> str:
    in_order = sorted(tally.votes.items(), key=lambda row: -row[1])
    each = ", ".join(f"{star} {votes:,}" for star, votes in in_order)
    told = f"The tally is sealed, {counted(tally.total, 'vote')}{f': {each}' if each else ''}."
    left_out = ", ".join(f"{votes:,} {reason.value}" for reason, votes in tally.not_counted.items() if votes)
    return f"{told} Not counted: {left_out}." if left_out else told


ResultEvent = (
    events.RevealPlanned
    | events.HandSheetTyped
    | events.HandSheetDropped
    | events.DecisionProposed
    | events.DecisionAgreed
    | events.DecisionDropped
    | events.ResultConfirmed
    | events.ResultSealed
    | events.StepRevealed
    | events.StepTakenBack
    | events.ChampionsCrowned
)


def _of_result(event: ResultEvent) -> str:  # noqa: C901, PLR0911  # one arm an event
    """What happened with the result."""
    match event:
        case events.RevealPlanned(order, by, stars):
            picked = f": {listed(stars)}" if stars else ""
            return f"{by} planned that the outcome be told {order.value}{picked}."
        case events.HandSheetTyped(places, by):
            return f"{by} typed the hand sheet: {_by_hand(places)}."
        case events.HandSheetDropped(by):
            return f"{by} took the hand sheet out of the way."
        case events.DecisionProposed(decision, reason, by):
            return f"{by} proposed that {decision.value}{_because(reason)}."
        case events.DecisionAgreed(decision, reason, proposed_by, agreed_by):
            both = f"proposed by {proposed_by}, agreed by {agreed_by}"
            return f"It was decided that {decision.value}{_because(reason)} ({both})."
        case events.DecisionDropped(decision, by):
            return f"{by} dropped the proposal that {decision.value}."
        case events.ResultConfirmed(found, by):
            return f"{by} confirmed the result: {_found(found)}."
        case events.ResultSealed():
            return _result(event)
        case events.StepRevealed(step, kind, stars, place):
            return f"{f'Step {step}: ' if step else ''}{_told(kind, stars, place)}"
        case events.StepTakenBack(step):
            return f"Step {step} was taken back, as if it had not been told."
        case events.ChampionsCrowned(stars, trophy):
            return f"{listed(stars)} {'holds' if len(stars) == 1 else 'hold'} the {trophy or 'trophy'}."


def _by_hand(places: Mapping[str, int]) -> str:
    return ", ".join(f"{star} ({nth(place)})" for star, place in sorted(places.items(), key=lambda one: one[1]))


def _found(found: Finding) -> str:
    if found == VOID:
        return "the votes are void"
    in_order = sorted(found.places.items(), key=lambda one: one[1])
    return ", ".join(f"{star} ({ordinal(place)})" for star, place in in_order)


def _result(sealed: events.ResultSealed) -> str:
    each = ", ".join(_placed(star, sealed.places) for star in sealed.order)
    leave = f" {listed(sealed.out)} {'leaves' if len(sealed.out) == 1 else 'leave'}." if sealed.out else ""
    both = f" Confirmed by {sealed.confirmed_by}, sealed by {sealed.by}." if sealed.by else ""
    hashed = f" Its hash is {sealed.digest}." if sealed.digest else ""
    if sealed.found == VOID:
        return f"The result is sealed: the votes are void.{both}{hashed}"
    return f"The result is sealed, from best to worst: {each}.{leave}{both}{hashed}"


def _placed(star: str, places: Mapping[str, Place]) -> str:
    return f"{star} ({ordinal(places[star])})" if star in places else star


def _told(kind: StepKind, stars: tuple[str, ...], place: Place | None) -> str:
    who = f"{listed(stars)} {'was' if len(stars) == 1 else 'were'} told"
    match kind:
        case StepKind.SAFE:
            return f"{who}: safe."
        case StepKind.JEOPARDY:
            return f"{who}: in jeopardy."
        case StepKind.OUT:
            return f"{who}: out{f', {ordinal(place)}' if place else ''}."
        case StepKind.PLACE:
            return f"{who} the place{f': {ordinal(place)}' if place else ''}."
        case StepKind.CHOICE:
            return f"The judges were to choose between {listed(stars)}."
        case StepKind.NOBODY | StepKind.VOID:
            return f"It was told that {kind.value}."


def _round(name: str) -> str:
    return f"the {name or 'dance'}"


def _dance(round_: str, star: str) -> str:
    return f"{star}'s {round_ or 'dance'}"


def _within(named: str) -> str:
    """A segment's name inside a sentence."""
    return f"segment {named.removeprefix('Segment ')}" if named.startswith("Segment ") else named


def _points(points: Fraction) -> str:
    return f"{mark(points)} {'point' if points == 1 else 'points'}"


def _because(reason: str) -> str:
    return f": {_plain(reason)}" if _plain(reason) else ""


def _plain(text: str) -> str:
    """What somebody typed, so that a sentence can end behind it."""
    return text.strip().rstrip(".")
