"""Who may know what, and when: a class for each event and each screen; and what of the sealed stays shut until told."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from mirrorball.core import events as e
from mirrorball.core.events import Event
from mirrorball.core.show import Show
from mirrorball.floor.host import HostCard
from mirrorball.floor.public import PublicScreen
from mirrorball.floor.result_checks import Both, Check, SideRow
from mirrorball.floor.screens import DeskScreen, JudgeScreen


class Embargo(Enum):
    """For whom something is (11.6).

    ``PUBLIC``: for everybody. ``DESK``: for producer and scrutineer; a host's card has the step that is told and
    nothing else of it. ``SEALED``: for the scrutineer alone, until everything is told. ``OWN``: for the judge whose it
    is and the desk, until the sheet is locked.
    """

    PUBLIC = "public"
    DESK = "desk"
    SEALED = "sealed"
    OWN = "own"


# The class of an event is that of its facts at the moment when it happens. What a reason, a name of a key or a note
# says is for the desk, so an event that holds one is the desk's even if the room sees that it happened.
EVENTS: Mapping[type[Event], Embargo] = {
    e.SegmentTaken: Embargo.PUBLIC,
    e.SegmentBackedOut: Embargo.PUBLIC,
    e.RoutineCalled: Embargo.PUBLIC,
    e.SegmentSkipped: Embargo.DESK,
    e.SegmentUnskipped: Embargo.DESK,
    e.SegmentMoved: Embargo.DESK,
    e.NightHeld: Embargo.DESK,
    e.NightResumed: Embargo.PUBLIC,
    e.MarkGiven: Embargo.OWN,
    e.MarkTyped: Embargo.OWN,
    e.TypedMarkDropped: Embargo.OWN,
    e.CorrectionAsked: Embargo.OWN,
    e.CorrectionDeclined: Embargo.OWN,
    e.MarkCorrected: Embargo.DESK,
    e.MarksLocked: Embargo.PUBLIC,
    e.JudgeExcused: Embargo.DESK,
    e.JudgeReturned: Embargo.PUBLIC,
    e.JudgeSubstituted: Embargo.DESK,
    e.RoutineScratched: Embargo.DESK,
    e.RoutineRestored: Embargo.PUBLIC,
    e.CoupleWithdrew: Embargo.DESK,
    e.CoupleReinstated: Embargo.PUBLIC,
    e.MusicChanged: Embargo.PUBLIC,
    e.BonusGiven: Embargo.PUBLIC,
    e.BonusTaken: Embargo.PUBLIC,
    e.ImmunityGranted: Embargo.DESK,
    e.ImmunityRevoked: Embargo.DESK,
    e.ReachSigned: Embargo.DESK,
    e.VoteOpened: Embargo.PUBLIC,
    e.VoteExtended: Embargo.DESK,
    e.VoteClosed: Embargo.PUBLIC,
    e.TallySealed: Embargo.SEALED,
    e.RevealPlanned: Embargo.DESK,
    e.HandSheetTyped: Embargo.SEALED,
    e.HandSheetDropped: Embargo.DESK,
    e.DecisionProposed: Embargo.DESK,
    e.DecisionAgreed: Embargo.DESK,
    e.DecisionDropped: Embargo.DESK,
    e.ResultConfirmed: Embargo.SEALED,
    e.ResultSealed: Embargo.SEALED,
    e.StepRevealed: Embargo.PUBLIC,
    e.StepTakenBack: Embargo.PUBLIC,
    e.SaveNamed: Embargo.PUBLIC,  # the judges choose in front of everybody
    e.ChampionsCrowned: Embargo.PUBLIC,
    e.TroubleReported: Embargo.DESK,
    e.TroubleSettled: Embargo.DESK,
    e.KeyIssued: Embargo.DESK,
    e.KeyRevoked: Embargo.DESK,
}

# The class of a screen is that of the most that it holds.
SCREENS: Mapping[type, Embargo] = {
    PublicScreen: Embargo.PUBLIC,
    HostCard: Embargo.DESK,
    DeskScreen: Embargo.DESK,
    JudgeScreen: Embargo.OWN,
    Check: Embargo.DESK,  # whether the result can be sealed
    Both: Embargo.SEALED,  # what it is
    SideRow: Embargo.SEALED,
}


def withheld(show: Show, event: Event) -> bool:
    """Whether the facts of an event stay shut for everybody who reads the night as it runs.

    A result that is reopened is told anew, so what was sealed before is shut again until then: the votes are the same.
    """
    return EVENTS[type(event)] is Embargo.SEALED and not show.told
