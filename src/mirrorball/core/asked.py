"""From what happened back to what was asked: the proof of a record asks each step again."""

from __future__ import annotations

from dataclasses import fields

from mirrorball.core import commands as c
from mirrorball.core import events as e
from mirrorball.core import result_commands as r

# Where command and event hold the same facts, the pair is all that there is to say.
ALIKE: dict[type[e.Event], type[c.Command]] = {
    e.SegmentTaken: c.Take,
    e.RoutineCalled: c.CallRoutine,
    e.SegmentBackedOut: c.BackOut,
    e.SegmentSkipped: c.Skip,
    e.SegmentUnskipped: c.Unskip,
    e.SegmentMoved: c.Move,
    e.NightHeld: c.Hold,
    e.NightResumed: c.Resume,
    e.MarkTyped: c.TypeMark,
    e.TypedMarkDropped: c.DropTyped,
    e.CorrectionAsked: c.AskCorrection,
    e.CorrectionDeclined: c.DeclineCorrection,
    e.MarksLocked: c.LockMarks,
    e.JudgeExcused: c.ExcuseJudge,
    e.JudgeReturned: c.ReturnJudge,
    e.JudgeSubstituted: c.SubstituteJudge,
    e.RoutineScratched: c.ScratchRoutine,
    e.RoutineRestored: c.RestoreRoutine,
    e.CoupleWithdrew: c.Withdraw,
    e.CoupleReinstated: c.Reinstate,
    e.MusicChanged: c.ChangeMusic,
    e.BonusGiven: c.GiveBonus,
    e.BonusTaken: c.TakeBonus,
    e.ImmunityGranted: c.GrantImmunity,
    e.ImmunityRevoked: c.RevokeImmunity,
    e.ReachSigned: c.SignReach,
    e.VoteOpened: c.OpenVote,
    e.VoteExtended: c.ExtendVote,
    e.VoteClosed: c.CloseVote,
    e.TallySealed: c.SealTally,
    e.SaveNamed: c.NameSave,
    e.RevealPlanned: r.PlanReveal,
    e.HandSheetTyped: r.TypeHandSheet,
    e.HandSheetDropped: r.DropHandSheet,
    e.DecisionProposed: r.ProposeDecision,
    e.DecisionDropped: r.DropDecision,
    e.StepRevealed: r.RevealNext,
    e.StepTakenBack: r.TakeBack,
    e.ChampionsCrowned: r.Crown,
    e.TroubleReported: c.ReportTrouble,
    e.TroubleSettled: c.SettleTrouble,
    e.KeyIssued: c.IssueKey,
    e.KeyRevoked: c.RevokeKey,
}


def asked(event: e.Event) -> c.Command:  # one arm an event
    """The command that has this event for its answer, if the rules agree."""
    match event:
        case e.MarkCorrected():
            return c.GrantCorrection(event.judge, event.round, event.star, event.granted_by)
        case e.DecisionAgreed():
            return r.AgreeDecision(event.decision, event.agreed_by)
        case e.ResultConfirmed():
            return r.ConfirmResult(event.found, event.by)
        case e.ResultSealed():
            return r.SealResult(event.found, event.salt, event.by)
        case e.MarkGiven() if event.confirmed_by:
            return c.ConfirmMark(event.judge, event.round, event.star, event.mark, event.confirmed_by)
        case e.MarkGiven():
            return c.GiveMark(event.judge, event.round, event.star, event.mark)
        case _:
            command = ALIKE[type(event)]
            return command(**{fact.name: getattr(event, fact.name) for fact in fields(command)})
