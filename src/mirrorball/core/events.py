"""What happened during a night. Events are facts: they are never changed, and a show is what they add up to."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from mirrorball.core.people import Role
from mirrorball.core.season import Song
from mirrorball.core.vote_events import (
    ChampionsCrowned,
    DecisionAgreed,
    DecisionDropped,
    DecisionProposed,
    HandSheetDropped,
    HandSheetTyped,
    ReachSigned,
    ResultConfirmed,
    ResultSealed,
    RevealPlanned,
    SaveNamed,
    StepRevealed,
    StepTakenBack,
    TallySealed,
    VoteClosed,
    VoteEvent,
    VoteExtended,
    VoteOpened,
)

# The rundown.


@dataclass(frozen=True, slots=True)
class SegmentTaken:
    """A segment that is no routine began."""

    segment: int


@dataclass(frozen=True, slots=True)
class RoutineCalled:
    """A couple has the floor."""

    round: str
    star: str


@dataclass(frozen=True, slots=True)
class SegmentBackedOut:
    """A segment counts as not taken."""

    segment: int


@dataclass(frozen=True, slots=True)
class SegmentSkipped:
    """A segment is left out tonight."""

    segment: int
    reason: str


@dataclass(frozen=True, slots=True)
class SegmentUnskipped:
    """A skipped segment is back in the rundown."""

    segment: int


@dataclass(frozen=True, slots=True)
class SegmentMoved:
    """A segment stands in front of another now, or at the end where ``before`` is 0."""

    segment: int
    before: int


@dataclass(frozen=True, slots=True)
class NightHeld:
    """The night stands still."""

    reason: str


@dataclass(frozen=True, slots=True)
class NightResumed:
    """The night goes on."""


# Marks.


@dataclass(frozen=True, slots=True)
class MarkGiven:
    """A judge marked a routine, in points. ``confirmed_by`` is who confirmed it, if it was typed from paper."""

    judge: str
    round: str
    star: str
    mark: Fraction
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class MarkTyped:
    """Somebody typed a judge's mark from paper; it does not count yet."""

    judge: str
    round: str
    star: str
    mark: Fraction
    by: str


@dataclass(frozen=True, slots=True)
class TypedMarkDropped:
    """A typed mark was taken back before it counted."""

    judge: str
    round: str
    star: str


@dataclass(frozen=True, slots=True)
class CorrectionAsked:
    """Somebody asked for another mark, or for the mark to be struck (None)."""

    judge: str
    round: str
    star: str
    mark: Fraction | None
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class MarkCorrected:
    """A mark was changed, or struck where ``new`` is None.

    ``total`` is the new total of a sheet that was locked and stays so; None if the sheet is open now.
    """

    judge: str
    round: str
    star: str
    old: Fraction
    new: Fraction | None
    total: Fraction | None
    reason: str
    asked_by: str
    granted_by: str


@dataclass(frozen=True, slots=True)
class CorrectionDeclined:
    """The mark stays as it is."""

    judge: str
    round: str
    star: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class MarksLocked:
    """The sheet of a routine is settled, with this total."""

    round: str
    star: str
    total: Fraction


# The panel and the cast as they are tonight.


@dataclass(frozen=True, slots=True)
class JudgeExcused:
    """A judge does not mark any more tonight."""

    judge: str
    reason: str


@dataclass(frozen=True, slots=True)
class JudgeReturned:
    """An excused judge marks again."""

    judge: str


@dataclass(frozen=True, slots=True)
class JudgeSubstituted:
    """Somebody took the seat of ``judge``."""

    judge: str
    substitute: str
    reason: str


@dataclass(frozen=True, slots=True)
class RoutineScratched:
    """A routine does not count tonight."""

    round: str
    star: str
    reason: str


@dataclass(frozen=True, slots=True)
class RoutineRestored:
    """A scratched routine counts again."""

    round: str
    star: str


@dataclass(frozen=True, slots=True)
class CoupleWithdrew:
    """A couple left by itself."""

    star: str
    reason: str


@dataclass(frozen=True, slots=True)
class CoupleReinstated:
    """A couple that had withdrawn tonight is in again."""

    star: str


@dataclass(frozen=True, slots=True)
class MusicChanged:
    """A routine is danced to other music."""

    round: str
    star: str
    songs: tuple[Song, ...]


@dataclass(frozen=True, slots=True)
class BonusGiven:
    """Points beside the marks; below 0 for a penalty."""

    star: str
    contest: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class BonusTaken:
    """Points beside the marks were taken back."""

    star: str
    contest: str


@dataclass(frozen=True, slots=True)
class ImmunityGranted:
    """A couple cannot leave tonight."""

    star: str


@dataclass(frozen=True, slots=True)
class ImmunityRevoked:
    """A couple can leave tonight again."""

    star: str


# Troubles and keys.


@dataclass(frozen=True, slots=True)
class TroubleReported:
    """Somebody said that something is wrong."""

    number: int
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class TroubleSettled:
    """A trouble was settled."""

    number: int
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class KeyIssued:
    """Somebody got a way in."""

    key: str
    role: Role
    holder: str


@dataclass(frozen=True, slots=True)
class KeyRevoked:
    """A way in was closed."""

    key: str


Event = (
    SegmentTaken
    | RoutineCalled
    | SegmentBackedOut
    | SegmentSkipped
    | SegmentUnskipped
    | SegmentMoved
    | NightHeld
    | NightResumed
    | MarkGiven
    | MarkTyped
    | TypedMarkDropped
    | CorrectionAsked
    | MarkCorrected
    | CorrectionDeclined
    | MarksLocked
    | JudgeExcused
    | JudgeReturned
    | JudgeSubstituted
    | RoutineScratched
    | RoutineRestored
    | CoupleWithdrew
    | CoupleReinstated
    | MusicChanged
    | BonusGiven
    | BonusTaken
    | ImmunityGranted
    | ImmunityRevoked
    | VoteEvent
    | TroubleReported
    | TroubleSettled
    | KeyIssued
    | KeyRevoked
)

__all__ = [
    "BonusGiven",
    "BonusTaken",
    "ChampionsCrowned",
    "CorrectionAsked",
    "CorrectionDeclined",
    "CoupleReinstated",
    "CoupleWithdrew",
    "DecisionAgreed",
    "DecisionDropped",
    "DecisionProposed",
    "Event",
    "HandSheetDropped",
    "HandSheetTyped",
    "ImmunityGranted",
    "ImmunityRevoked",
    "JudgeExcused",
    "JudgeReturned",
    "JudgeSubstituted",
    "KeyIssued",
    "KeyRevoked",
    "MarkCorrected",
    "MarkGiven",
    "MarkTyped",
    "MarksLocked",
    "MusicChanged",
    "NightHeld",
    "NightResumed",
    "ReachSigned",
    "ResultConfirmed",
    "ResultSealed",
    "RevealPlanned",
    "RoutineCalled",
    "RoutineRestored",
    "RoutineScratched",
    "SaveNamed",
    "SegmentBackedOut",
    "SegmentMoved",
    "SegmentSkipped",
    "SegmentTaken",
    "SegmentUnskipped",
    "StepRevealed",
    "StepTakenBack",
    "TallySealed",
    "TroubleReported",
    "TroubleSettled",
    "TypedMarkDropped",
    "VoteClosed",
    "VoteExtended",
    "VoteOpened",
]
