"""What a person at the desk reads about what happens: one sentence an event, one an undoing, one a hint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any

from mirrorball import sentences
from mirrorball.core import commands, events, result_commands
from mirrorball.core.commands import Command
from mirrorball.core.events import Event
from mirrorball.core.hints import AllAlike, Exchanged, FarOff, Hint, UpsideDown
from mirrorball.core.people import Role
from mirrorball.core.reveals import Decision, RevealOrder, StepKind
from mirrorball.core.season import Segment, SegmentKind
from mirrorball.core.show import Show
from mirrorball.core.ties import Place
from mirrorball.core.votes import Tally
from mirrorball.floor.shown import shown

# Each sentence holds as soon as the event has happened, so it tells a preview and a record alike. Beside the fields
# of the event, {dance} is the routine by its star, and a segment is told by its title.
FACTS: Mapping[type[Event], str] = {
    events.SegmentTaken: "{segment} is on.",
    events.RoutineCalled: "{dance} has the floor.",
    events.SegmentBackedOut: "{segment} counts as not taken.",
    events.SegmentSkipped: "{segment} is left out tonight: {reason}.",
    events.SegmentUnskipped: "{segment} is in the rundown again.",
    events.SegmentMoved: "{segment} comes before {before}.",
    events.NightHeld: "The night is on hold: {reason}.",
    events.NightResumed: "The night goes on.",
    events.MarkGiven: "{judge} gives {mark} for {dance}.",
    events.MarkTyped: "{judge}'s {mark} for {dance} is typed from paper and waits for a second person.",
    events.TypedMarkDropped: "What was typed for {judge} and {dance} is dropped.",
    events.CorrectionAsked: "{judge}'s mark for {dance} is to become {mark}: {reason}.",
    events.MarkCorrected: "{judge}'s mark for {dance} is {new} instead of {old}: {reason}.",
    events.CorrectionDeclined: "{judge}'s mark for {dance} stays: {reason}.",
    events.MarksLocked: "The sheet of {dance} is locked with a total of {total}.",
    events.JudgeExcused: "{judge} does not mark any more tonight: {reason}.",
    events.JudgeReturned: "{judge} marks again.",
    events.JudgeSubstituted: "{substitute} has the seat of {judge}: {reason}.",
    events.RoutineScratched: "{dance} is scratched: {reason}.",
    events.RoutineRestored: "{dance} is danced after all.",
    events.CoupleWithdrew: "{star} has withdrawn: {reason}.",
    events.CoupleReinstated: "{star} is in again.",
    events.MusicChanged: "{dance} is danced to {songs}.",
    events.BonusGiven: "{star} has {points} from {contest}.",
    events.BonusTaken: "{star} has nothing from {contest}.",
    events.ImmunityGranted: "{star} cannot leave tonight.",
    events.ImmunityRevoked: "{star} has no immunity tonight.",
    events.ReachSigned: "It is signed that the vote cannot matter for {stars}: {reason}.",
    events.VoteOpened: "Votes for {stars} count from now on.",
    events.VoteExtended: "The vote stays open until {closes_at}: {reason}.",
    events.VoteClosed: "Votes from now on are late.",
    events.TallySealed: "The count is fixed at {tally}.",
    events.SaveNamed: "{judge} saves {star}.",
    events.RevealPlanned: "The outcome is told {order}.",
    events.HandSheetTyped: "{by} has typed the hand sheet. The result is compared with it.",
    events.HandSheetDropped: "No hand sheet is compared with the result.",
    events.DecisionProposed: "{by} proposes that {decision}: {reason}.",
    events.DecisionAgreed: "{decision}: {reason}.",
    events.DecisionDropped: "What was proposed is dropped, that {decision}.",
    events.ResultConfirmed: "{by} has confirmed the result.",
    events.ResultSealed: "The result is fixed.",
    events.StepRevealed: "Step {step} is told.",
    events.StepTakenBack: "Step {step} counts as not told, on every screen.",
    events.ChampionsCrowned: "{trophy} goes to {stars}.",
    events.TroubleReported: "{by} says that something is wrong: {text}.",
    events.TroubleSettled: "Trouble {number} is settled: {note}.",
    events.KeyIssued: "{holder} has a way in as {role}.",
    events.KeyRevoked: "{key} is locked out.",
}
_TO_THE_END = "{segment} comes last."
_STRUCK: Mapping[type[Event], str] = {
    events.CorrectionAsked: "{judge}'s mark for {dance} is to be struck: {reason}.",
    events.MarkCorrected: "{judge}'s {old} for {dance} is struck: {reason}.",
}
_AS_PICKED = "The outcome is told as picked: {stars}."
# A step by what it tells. Whoever reads it hears no more than the room did.
_TOLD: Mapping[StepKind, str] = {
    StepKind.SAFE: "{stars} {are} safe.",
    StepKind.JEOPARDY: "{stars} {are} in jeopardy.",
    StepKind.CHOICE: "The judges choose between {stars}.",
    StepKind.OUT: "{stars} {are} out.",
    StepKind.PLACE: "{stars} {are} told: {place}.",
    StepKind.NOBODY: "It is told that nobody leaves.",
    StepKind.VOID: "It is told that the votes are void.",
}
_UNTIL = "Votes for {stars} count from now on, until {closes_at}."
_CONFIRMED = "{judge} gives {mark} for {dance}, typed from paper and confirmed by {confirmed_by}."

# What undoing does, by the command that does it.
UNDOINGS: Mapping[type[Command], str] = {
    commands.BackOut: "Go back from {segment}.",
    commands.Skip: "Leave {segment} out again.",
    commands.Unskip: "Put {segment} back into the rundown.",
    commands.Move: "Put {segment} before {before} again.",
    commands.Hold: "Hold the night again.",
    commands.Resume: "Let the night go on.",
    commands.DropTyped: "Drop what was typed for {judge} and {dance}.",
    commands.ExcuseJudge: "Excuse {judge} again.",
    commands.ReturnJudge: "Let {judge} mark again.",
    commands.SubstituteJudge: "Give the seat of {judge} to {substitute} again.",
    commands.ScratchRoutine: "Scratch {dance} again.",
    commands.RestoreRoutine: "Let {dance} be danced and count.",
    commands.Withdraw: "Let {star} withdraw again.",
    commands.Reinstate: "Take {star} back in.",
    commands.ChangeMusic: "Let {dance} be danced to {songs}.",
    commands.GiveBonus: "Give {star} {points} for {contest} again.",
    commands.TakeBonus: "Take back what {star} has from {contest}.",
    commands.GrantImmunity: "Make {star} immune again.",
    commands.RevokeImmunity: "Take back the immunity of {star}.",
    result_commands.TakeBack: "Take step {step} back, on every screen.",
    result_commands.RevealNext: "Tell step {step}.",
}
_TO_THE_END_AGAIN = "Put {segment} at the end again."


# What can still be done about an event that no single command takes back.
AFTERWARDS: Mapping[type[Event], str] = {
    events.SegmentBackedOut: "It can be taken again.",
    events.MarkGiven: "After that it changes only by a correction that a second person grants.",
    events.TypedMarkDropped: "It can be typed again.",
    events.CorrectionAsked: "Nothing changes until a second person grants it.",
    events.MarkCorrected: "It can be corrected again.",
    events.CorrectionDeclined: "It can be asked for again.",
    events.MarksLocked: "After that its marks change only by corrections that a second person grants.",
    events.VoteExtended: "It can be extended again.",
    events.RevealPlanned: "It can be planned otherwise until the count is sealed.",
    events.HandSheetTyped: "It can be typed again or dropped until the result is sealed.",
    events.HandSheetDropped: "It can be typed again until the result is sealed.",
    events.DecisionProposed: "Nothing changes until a second person agrees.",
    events.DecisionDropped: "It can be proposed again.",
    events.ResultConfirmed: "It is fixed once a second person seals it.",
    events.ResultSealed: "After that only two people can reopen it.",
    events.ChampionsCrowned: "After that only two people can take it back, by reopening the result.",
    events.TroubleReported: "It stays open until somebody settles it.",
    events.KeyIssued: "The key can be revoked.",
    events.KeyRevoked: "Everybody who came in by it is out at once. A new key can be issued.",
}


def fact(show: Show, event: Event) -> str:
    """One sentence that is true once this event has happened in this show."""
    return _sentence(_template(event), _values(show, event))


def _template(event: Event) -> str:  # noqa: PLR0911  # one arm an exception
    match event:
        case events.CorrectionAsked(mark=None) | events.MarkCorrected(new=None):
            return _STRUCK[type(event)]
        case events.MarkGiven(confirmed_by=by) if by:
            return _CONFIRMED
        case events.SegmentMoved(before=0):
            return _TO_THE_END
        case events.VoteOpened(closes_at=int()):
            return _UNTIL
        case events.RevealPlanned(order=RevealOrder.PICKED, stars=(_, *_)):
            return _AS_PICKED
        case events.StepRevealed(kind=kind):
            return _TOLD[kind]
        case _:
            return FACTS[type(event)]


def undoing(show: Show, command: Command) -> str:
    """What undoing by this command does."""
    told = _values(show, command)
    if isinstance(command, commands.Move) and command.before == 0:
        return _sentence(_TO_THE_END_AGAIN, told)
    return _sentence(UNDOINGS.get(type(command), "Take this back."), told)


def hint_said(hint: Hint) -> str:
    """A hint as the scrutineer reads it."""
    match hint:
        case FarOff():
            return (
                f"{hint.judge} gave {dance_of(hint.round, hint.star)} {shown(hint.mark).text}; "
                f"the others stand at {shown(hint.median).text}."
            )
        case Exchanged():
            return (
                f"{hint.judge} gave {hint.star} {shown(hint.mark).text} and {hint.other_star} "
                f"{shown(hint.other_mark).text} in one round: exchanged, both would agree with the panel."
            )
        case AllAlike():
            return f"{hint.judge} gave {shown(hint.mark).text} to all {hint.routines} routines so far; others did not."
        case UpsideDown():
            return (
                f"{hint.judge} orders the couples the other way round than the panel: "
                f"in {hint.opposite} of {sentences.counted(hint.pairs, 'pair')} of routines."
            )


def dance_of(round_: str, star: str) -> str:
    """A routine by its star: Ada's waltz."""
    return f"{star}'s {round_ or 'dance'}"


def segment_named(segment: Segment) -> str:
    """A segment in a sentence."""
    if segment.kind is SegmentKind.ROUTINE:
        return dance_of(segment.round, segment.star)
    return f"“{segment.title}”"


def _sentence(template: str, told: Mapping[str, str]) -> str:
    """The filled template; a reason that ends with its own full stop gets no second one."""
    filled = template.format_map(told)
    whole = filled[:-1] if filled.endswith(("..", "!.", "?.")) else filled
    return whole[:1].upper() + whole[1:]


def _values(show: Show, thing: Event | Command) -> dict[str, str]:
    """The facts of an event or a command, as sentences have them."""
    facts = {field.name: getattr(thing, field.name) for field in fields(thing)}
    told = {name: _WORDS.get(type(value), str)(value) for name, value in facts.items()}
    for name in ("segment", "before"):
        segment = show.segment(facts.get(name, 0))
        told |= {name: segment_named(segment)} if segment else {}
    if facts.get("key") in show.keys:
        key = show.keys[facts["key"]]
        told["key"] = f"{key.holder} ({key.role.value})"
    if facts.get("closes_at") is not None:
        told["closes_at"] = sentences.clock_time(facts["closes_at"])
    if "songs" in facts:
        told["songs"] = sentences.songs(facts["songs"])
    if "round" in facts and "star" in facts:
        told["dance"] = dance_of(facts["round"], facts["star"])
    told["are"] = "is" if len(facts.get("stars", ())) == 1 else "are"
    return {**told, "trophy": facts.get("trophy") or "The trophy"}


_WORDS: Mapping[type, Callable[[Any], str]] = {
    Fraction: lambda number: shown(number).text,
    Place: sentences.ordinal,
    Role: lambda role: str(role.value),
    RevealOrder: lambda order: str(order.value),
    Decision: lambda decision: str(decision.value),
    Tally: lambda tally: sentences.counted(tally.total, "vote"),
    tuple: lambda names: sentences.listed(names) if all(isinstance(name, str) for name in names) else "",
}
