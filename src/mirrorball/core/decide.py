"""What a command comes to: the events that it causes, or the refusal that it meets. One function a command."""

from __future__ import annotations

from mirrorball.core import changing, marking, revealing, running, sealing, settling
from mirrorball.core.commands import (
    AskCorrection,
    BackOut,
    CallRoutine,
    ChangeMusic,
    CloseVote,
    Command,
    ConfirmMark,
    DeclineCorrection,
    DropTyped,
    ExcuseJudge,
    ExtendVote,
    GiveBonus,
    GiveMark,
    GrantCorrection,
    GrantImmunity,
    Hold,
    IssueKey,
    LockMarks,
    Move,
    NameSave,
    OpenVote,
    Reinstate,
    ReportTrouble,
    RestoreRoutine,
    Resume,
    ReturnJudge,
    RevokeImmunity,
    RevokeKey,
    ScratchRoutine,
    SealTally,
    SettleTrouble,
    SignReach,
    Skip,
    SubstituteJudge,
    Take,
    TakeBonus,
    TypeMark,
    Unskip,
    Withdraw,
)
from mirrorball.core.events import Event
from mirrorball.core.refusals import Refusal
from mirrorball.core.result_commands import (
    AgreeDecision,
    ConfirmResult,
    Crown,
    DropDecision,
    DropHandSheet,
    PlanReveal,
    ProposeDecision,
    ResultCommand,
    RevealNext,
    SealResult,
    TakeBack,
    TypeHandSheet,
)
from mirrorball.core.show import Show

Answer = list[Event] | Refusal


def decide(show: Show, command: Command) -> Answer:
    """The events that a command causes in this show, or why it causes none."""
    match command:
        case Take():
            return running.take(show, command)
        case BackOut():
            return running.back_out(show, command)
        case Skip():
            return running.skip(show, command)
        case Unskip():
            return running.unskip(show, command)
        case Move():
            return running.move(show, command)
        case Hold():
            return running.hold(show, command)
        case Resume():
            return running.resume(show)
        case CallRoutine():
            return running.call_routine(show, command)
        case GiveMark():
            return marking.give_mark(show, command)
        case TypeMark():
            return marking.type_mark(show, command)
        case ConfirmMark():
            return marking.confirm_mark(show, command)
        case DropTyped():
            return marking.drop_typed(show, command)
        case AskCorrection():
            return marking.ask_correction(show, command)
        case GrantCorrection():
            return marking.grant_correction(show, command)
        case DeclineCorrection():
            return marking.decline_correction(show, command)
        case LockMarks():
            return marking.lock_marks(show, command)
        case SignReach():
            return settling.sign_reach(show, command)
        case OpenVote():
            return settling.open_vote(show, command)
        case ExtendVote():
            return settling.extend_vote(show, command)
        case CloseVote():
            return settling.close_vote(show)
        case SealTally():
            return settling.seal_tally(show, command)
        case NameSave():
            return revealing.name_save(show, command)
        case PlanReveal() | TypeHandSheet() | DropHandSheet() | ProposeDecision() | AgreeDecision() | DropDecision():
            return _result(show, command)
        case ConfirmResult() | SealResult() | RevealNext() | TakeBack() | Crown():
            return _result(show, command)
        case _:
            return _change(show, command)


def _result(show: Show, command: ResultCommand) -> Answer:  # one arm a command
    """How the result is planned, fixed and told."""
    match command:
        case PlanReveal():
            return sealing.plan_reveal(show, command)
        case TypeHandSheet():
            return sealing.type_hand_sheet(show, command)
        case DropHandSheet():
            return sealing.drop_hand_sheet(show, command)
        case ProposeDecision():
            return sealing.propose_decision(show, command)
        case AgreeDecision():
            return sealing.agree_decision(show, command)
        case DropDecision():
            return sealing.drop_decision(show, command)
        case ConfirmResult():
            return sealing.confirm_result(show, command)
        case SealResult():
            return sealing.seal_result(show, command)
        case RevealNext():
            return revealing.reveal_next(show, command)
        case TakeBack():
            return revealing.take_back(show, command)
        case Crown():
            return revealing.crown(show)


Change = (
    ExcuseJudge
    | ReturnJudge
    | SubstituteJudge
    | ScratchRoutine
    | RestoreRoutine
    | Withdraw
    | Reinstate
    | ChangeMusic
    | GiveBonus
    | TakeBonus
    | GrantImmunity
    | RevokeImmunity
    | ReportTrouble
    | SettleTrouble
    | IssueKey
    | RevokeKey
)


def _change(show: Show, command: Change) -> Answer:
    """What a change to panel, cast, troubles or keys comes to."""
    match command:
        case ExcuseJudge():
            return changing.excuse_judge(show, command)
        case ReturnJudge():
            return changing.return_judge(show, command)
        case SubstituteJudge():
            return changing.substitute_judge(show, command)
        case ScratchRoutine():
            return changing.scratch_routine(show, command)
        case RestoreRoutine():
            return changing.restore_routine(show, command)
        case Withdraw():
            return changing.withdraw(show, command)
        case Reinstate():
            return changing.reinstate(show, command)
        case ChangeMusic():
            return changing.change_music(show, command)
        case GiveBonus():
            return changing.give_bonus(show, command)
        case TakeBonus():
            return changing.take_bonus(show, command)
        case GrantImmunity():
            return changing.grant_immunity(show, command)
        case RevokeImmunity():
            return changing.revoke_immunity(show, command)
        case ReportTrouble():
            return changing.report_trouble(show, command)
        case SettleTrouble():
            return changing.settle_trouble(show, command)
        case IssueKey():
            return changing.issue_key(show, command)
        case RevokeKey():
            return changing.revoke_key(show, command)
