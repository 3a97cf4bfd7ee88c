"""How a result comes to be fixed: planned how to tell it, worked out by two paths, confirmed by two people, sealed."""

from __future__ import annotations

from mirrorball.core.events import (
    DecisionAgreed,
    DecisionDropped,
    DecisionProposed,
    Event,
    HandSheetDropped,
    HandSheetTyped,
    ResultConfirmed,
    ResultSealed,
    RevealPlanned,
)
from mirrorball.core.night_refusals import CorrectionWaits, ReasonMissing, SamePerson, TroubleOpen
from mirrorball.core.outcome import Awaits, rules_of
from mirrorball.core.people import person
from mirrorball.core.refusals import (
    AlreadySealed,
    NotDecided,
    NothingDecides,
    NotSealed,
    PointsUnknown,
    Refusal,
    SheetsOpen,
    VoteState,
    VotesUnknown,
)
from mirrorball.core.result_commands import (
    AgreeDecision,
    ConfirmResult,
    DropDecision,
    DropHandSheet,
    PlanReveal,
    ProposeDecision,
    SealResult,
    TypeHandSheet,
)
from mirrorball.core.result_refusals import (
    AlreadyDecided,
    AlreadyKnown,
    ConfirmedOther,
    HandSheetDiffers,
    NobodyToKeep,
    NoHandSheet,
    NotConfirmed,
    NotOnHandSheet,
    NotProposed,
    PathsDisagree,
    PickedTwice,
    SeedMissing,
    UnknownOnHandSheet,
    WaitsForSecond,
)
from mirrorball.core.reveals import (
    VOID,
    Decision,
    Finding,
    RevealOrder,
    RevealStep,
    StepKind,
    digest_of,
    finding_of,
    result_text,
    steps,
)
from mirrorball.core.season import Season
from mirrorball.core.show import Show, Vote, points_unknown, result_tonight
from mirrorball.core.ties import Place
from mirrorball.core.votes import week_without_votes

Answer = list[Event] | Refusal


def plan_reveal(show: Show, command: PlanReveal) -> Answer:
    """Fix how the outcome is told. Later somebody might know whom the order helps (11.1)."""
    if show.tally is not None or show.confirmed is not None or show.sealed is not None or show.reopened:
        return AlreadyKnown()
    if command.order is RevealOrder.NO_ORDER and not command.seed:
        return SeedMissing()
    picked = command.stars if command.order is RevealOrder.PICKED else ()
    strangers = [star for star in picked if star not in show.season.field(show.number)]
    if strangers or len(set(picked)) < len(picked):
        return PickedTwice(tuple(strangers or picked))
    seed = command.seed if command.order is RevealOrder.NO_ORDER else ""
    return [RevealPlanned(command.order, command.by, picked, seed)]


def type_hand_sheet(show: Show, command: TypeHandSheet) -> Answer:
    """The standing as it was worked out by hand (11.2). Typed again it replaces what was typed."""
    if show.sealed is not None:
        return AlreadySealed("result")
    field = show.season.field(show.number)
    if strangers := tuple(star for star in command.places if star not in field):
        return UnknownOnHandSheet(strangers)
    if absent := tuple(star for star in field if star not in command.places):
        return NotOnHandSheet(absent)
    return [HandSheetTyped(dict(command.places), command.by)]


def drop_hand_sheet(show: Show, command: DropHandSheet) -> Answer:
    """Take the typed hand sheet out of the way, on the record."""
    if show.sealed is not None:
        return AlreadySealed("result")
    return [HandSheetDropped(command.by)] if show.hand_sheet is not None else NoHandSheet()


# What no rule decides.


def propose_decision(show: Show, command: ProposeDecision) -> Answer:
    """A first person asks that the votes be void, that nobody leave, or that the result be taken back (11.4)."""
    if not command.reason.strip():
        return ReasonMissing("a reason")
    if command.decision in show.proposed:
        return WaitsForSecond(command.decision.value)
    return why_not(show, command.decision) or [DecisionProposed(command.decision, command.reason.strip(), command.by)]


def agree_decision(show: Show, command: AgreeDecision) -> Answer:
    """A second person agrees, and it is so."""
    asked = show.proposed.get(command.decision)
    if asked is None:
        return NotProposed(command.decision.value)
    if person(asked.by) == person(command.by):
        return SamePerson(command.by)
    return why_not(show, command.decision) or [DecisionAgreed(command.decision, asked.reason, asked.by, command.by)]


def drop_decision(show: Show, command: DropDecision) -> Answer:
    """It stays as it was."""
    if command.decision not in show.proposed:
        return NotProposed(command.decision.value)
    return [DecisionDropped(command.decision, command.by)]


def why_not(show: Show, decision: Decision) -> Refusal | None:
    """Why this cannot be decided now; None if it can."""
    if decision is Decision.REOPEN:
        return None if show.sealed is not None else NotSealed("result")
    if show.sealed is not None:
        return AlreadySealed("result")
    if decision is Decision.VOTES_VOID:
        if show.void is not None:
            return AlreadyDecided(decision.value)
        return None if show.vote is Vote.CLOSED else VoteState(Vote.CLOSED.value, show.vote.value)
    if show.nobody_leaves is not None:
        return AlreadyDecided(decision.value)
    return NobodyToKeep() if show.week.final else None


# The result.


def confirm_result(show: Show, command: ConfirmResult) -> Answer:
    """A first person stands up for what both paths came to (11.3)."""
    found = _agreed(show, command.second)
    return found if isinstance(found, Refusal) else [ResultConfirmed(found, command.by)]


def seal_result(show: Show, command: SealResult) -> Answer:
    """A second person confirms the same, and it is fixed, with the steps in which it is told."""
    found = _agreed(show, command.second)
    if isinstance(found, Refusal):
        return found
    if show.confirmed is None:
        return NotConfirmed()
    if show.confirmed.found != found:
        return ConfirmedOther()
    if person(show.confirmed.by) == person(command.by):
        return SamePerson(command.by)
    order, places, out, told = _outcome(show)
    text = result_text(title(show.season), show.number, found, told, command.salt)
    return [ResultSealed(order, places, out, told, found, command.salt, digest_of(text), show.confirmed.by, command.by)]


def title(season: Season) -> str:
    """The season in the text of a result."""
    return season.title if season.number is None else f"{season.title}, season {season.number}"


def found_tonight(show: Show) -> Finding | Refusal:
    """What marks and votes come to by the rules, or what is still missing."""
    if show.open_troubles:
        return TroubleOpen(show.open_troubles[0].by, show.open_troubles[0].text)
    if show.unlocked:
        return SheetsOpen(show.unlocked)
    if show.asked:
        judge, _, star = next(iter(show.asked))
        return CorrectionWaits(judge, star)
    if show.void is not None:
        return VOID
    if show.tally is None and show.counts_votes:
        return NotSealed("tally")
    unknown = points_unknown(show)
    if unknown:
        return PointsUnknown(unknown)
    result = result_tonight(show)
    if result is None:  # tonight's tally is sealed, so what is missing was voted in a week that tonight takes over
        unknown_week = week_without_votes(show.season, rules_of(show.week), show.number)
        return VotesUnknown(unknown_week) if unknown_week else NothingDecides(show.number)
    return NotDecided() if result.awaits is Awaits.TIE else finding_of(result)


def _agreed(show: Show, second: Finding) -> Finding | Refusal:
    """What both paths come to, and the hand sheet if there is one; none of them says what the others found."""
    if show.sealed is not None:
        return AlreadySealed("result")
    waits = next(iter(show.proposed), None)
    if waits is not None:
        return WaitsForSecond(waits.value)
    found = found_tonight(show)
    if isinstance(found, Refusal):
        return found
    if second != found:
        return PathsDisagree()
    if show.hand_sheet is not None and found != VOID and show.hand_sheet != found.firsts:
        return HandSheetDiffers()
    return found


def steps_ahead(show: Show) -> tuple[RevealStep, ...]:
    """The steps in which the outcome would be told, if it were sealed as it stands; none while it is not known."""
    if show.void is not None:
        return (RevealStep(StepKind.VOID),)
    result = result_tonight(show)
    return steps(show.plan, show.season.field(show.number), result, final=show.week.final) if result else ()


def _outcome(show: Show) -> tuple[tuple[str, ...], dict[str, Place], tuple[str, ...], tuple[RevealStep, ...]]:
    """The order, the places, who leaves, and the steps."""
    field, result, told = show.season.field(show.number), result_tonight(show), steps_ahead(show)
    if show.void is not None or result is None:
        return field, {}, (), told
    return result.standing.stars, dict(result.places), result.out, told
