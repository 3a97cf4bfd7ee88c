"""What undoes an event: the command that takes it back, if there is one. The log keeps both."""

from __future__ import annotations

from mirrorball.core.commands import (
    BackOut,
    ChangeMusic,
    Command,
    DropTyped,
    ExcuseJudge,
    GiveBonus,
    GrantImmunity,
    Hold,
    Move,
    Reinstate,
    RestoreRoutine,
    Resume,
    ReturnJudge,
    RevokeImmunity,
    ScratchRoutine,
    Skip,
    SubstituteJudge,
    TakeBonus,
    Unskip,
    Withdraw,
)
from mirrorball.core.events import (
    BonusGiven,
    BonusTaken,
    CoupleReinstated,
    CoupleWithdrew,
    Event,
    ImmunityGranted,
    ImmunityRevoked,
    JudgeExcused,
    JudgeReturned,
    JudgeSubstituted,
    MarkTyped,
    MusicChanged,
    NightHeld,
    NightResumed,
    RoutineCalled,
    RoutineRestored,
    RoutineScratched,
    SegmentMoved,
    SegmentSkipped,
    SegmentTaken,
    SegmentUnskipped,
    StepRevealed,
    StepTakenBack,
)
from mirrorball.core.result_commands import RevealNext, TakeBack
from mirrorball.core.season import SegmentKind
from mirrorball.core.show import Show

AGAIN = "undone"


def inverse(show: Show, event: Event) -> Command | None:
    """The command that takes an event back, given the show before it; None for what cannot be taken back."""
    match event:
        case SegmentTaken(segment):
            return BackOut(segment)
        case RoutineCalled(round_, star):
            wanted = (SegmentKind.ROUTINE, round_, star)
            called = [s.number for s in show.rundown if (s.kind, s.round, s.star) == wanted]
            return BackOut(called[0]) if called else None
        case SegmentSkipped(segment):
            return Unskip(segment)
        case SegmentUnskipped(segment):
            return Skip(segment, show.skipped.get(segment, AGAIN))
        case SegmentMoved(segment):
            numbers = [s.number for s in show.rundown]
            behind = numbers[numbers.index(segment) + 1 :]
            return Move(segment, behind[0] if behind else 0)
        case NightHeld():
            return Resume()
        case NightResumed():
            return Hold(show.held or AGAIN)
        case MarkTyped(judge, round_, star):
            return DropTyped(judge, round_, star)
        case JudgeExcused(judge):
            sat = show.sitting(judge)
            return ReturnJudge(judge) if sat == judge else SubstituteJudge(judge, sat, AGAIN)
        case JudgeReturned(judge):
            return ExcuseJudge(judge, AGAIN)
        case JudgeSubstituted(judge):
            absent = judge in show.week.absent
            return ExcuseJudge(judge, AGAIN) if absent else SubstituteJudge(judge, show.sitting(judge), AGAIN)
        case RoutineScratched(round_, star):
            return RestoreRoutine(round_, star)
        case RoutineRestored(round_, star):
            return ScratchRoutine(round_, star, show.scratched[round_, star].reason)
        case CoupleWithdrew(star):
            return Reinstate(star)
        case CoupleReinstated(star):
            result = show.season.result(star)
            return Withdraw(star, (result.note if result else "") or AGAIN)
        case MusicChanged(round_, star):
            routine = show.routine(round_, star)
            return ChangeMusic(round_, star, routine.songs) if routine else None
        case BonusGiven(star, contest):
            return TakeBonus(star, contest)
        case BonusTaken(star, contest):
            gone = [b for b in show.season.bonuses if (b.week, b.star, b.contest) == (show.number, star, contest)]
            return GiveBonus(star, contest, gone[0].points) if gone else None
        case ImmunityGranted(star):
            return RevokeImmunity(star)
        case ImmunityRevoked(star):
            return GrantImmunity(star)
        case StepRevealed(step):
            return TakeBack(step)
        case StepTakenBack(step):
            return RevealNext(step)
        case _:
            return None
