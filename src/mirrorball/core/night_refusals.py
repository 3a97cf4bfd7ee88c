"""Why a command of the running night did not happen: the rundown, corrections, changes to cast and panel, keys."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from mirrorball.core.refusals import Refusal


@dataclass(frozen=True, slots=True)
class OnHold(Refusal):
    """The night stands still."""

    says: ClassVar[str] = "The night is on hold: {reason}. Let it go on first."
    reason: str


@dataclass(frozen=True, slots=True)
class NotOnHold(Refusal):
    """There is nothing to let go on."""

    says: ClassVar[str] = "The night is not on hold. Go on with the rundown."


@dataclass(frozen=True, slots=True)
class NoSuchSegment(Refusal):
    """The rundown has no such segment."""

    says: ClassVar[str] = "The rundown has no segment {segment}. Name one that stands in it."
    segment: int


@dataclass(frozen=True, slots=True)
class NotNext(Refusal):
    """Another segment comes next."""

    says: ClassVar[str] = "Segment {segment} does not come next; segment {next} does. Take that, skip it or move it."
    segment: int
    next: int


@dataclass(frozen=True, slots=True)
class AlreadyTaken(Refusal):
    """The segment began before."""

    says: ClassVar[str] = "Segment {segment} was taken already. Back out of it first, if it was taken by mistake."
    segment: int


@dataclass(frozen=True, slots=True)
class NotOn(Refusal):
    """Only the segment that is on can be backed out of."""

    says: ClassVar[str] = "Segment {segment} is not on. Back out of the segment that was taken last."
    segment: int


@dataclass(frozen=True, slots=True)
class HasMarks(Refusal):
    """Judges have marked the routine."""

    says: ClassVar[str] = "{judges} marked {star} already. Have these marks struck first, or go on."
    star: str
    judges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VoteBegun(Refusal):
    """The window has opened and cannot be unopened."""

    says: ClassVar[str] = "The vote has opened; that cannot be taken back. Close it, or go on."


@dataclass(frozen=True, slots=True)
class SegmentOut(Refusal):
    """The segment is left out tonight."""

    says: ClassVar[str] = "Segment {segment} is out ({why}). Put it back first."
    segment: int
    why: str


@dataclass(frozen=True, slots=True)
class NotSkipped(Refusal):
    """The segment is not skipped."""

    says: ClassVar[str] = "Segment {segment} is not skipped. There is nothing to put back."
    segment: int


@dataclass(frozen=True, slots=True)
class ReasonMissing(Refusal):
    """Something that needs a reason came without one."""

    says: ClassVar[str] = "This needs {what} in words. Write it, in one sentence."
    what: str


@dataclass(frozen=True, slots=True)
class HasWithdrawn(Refusal):
    """The couple has left."""

    says: ClassVar[str] = "{star} has withdrawn, so this was not recorded. Go on with the next couple."
    star: str


@dataclass(frozen=True, slots=True)
class NotInTonight(Refusal):
    """A couple that does not take part tonight."""

    says: ClassVar[str] = "{star} is not in tonight. Name one of: {field}."
    star: str
    field: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotWithdrawn(Refusal):
    """Nothing to take back."""

    says: ClassVar[str] = "{star} did not withdraw tonight. There is nothing to take back."
    star: str


@dataclass(frozen=True, slots=True)
class NotScratched(Refusal):
    """Nothing to restore."""

    says: ClassVar[str] = "{star}'s {round} was not scratched. There is nothing to restore."
    round: str
    star: str


@dataclass(frozen=True, slots=True)
class NoMark(Refusal):
    """There is no mark to correct."""

    says: ClassVar[str] = "{judge} has not marked {star}. Give a mark instead of a correction."
    judge: str
    star: str


@dataclass(frozen=True, slots=True)
class SameMark(Refusal):
    """A correction that changes nothing."""

    says: ClassVar[str] = "{judge}'s mark for {star} is {mark} already. There is nothing to correct."
    judge: str
    star: str
    mark: Fraction


@dataclass(frozen=True, slots=True)
class CorrectionWaits(Refusal):
    """A correction of this mark was asked for before."""

    says: ClassVar[str] = "A correction of {judge}'s mark for {star} waits for the scrutineer. Let it be settled first."
    judge: str
    star: str


@dataclass(frozen=True, slots=True)
class NoCorrection(Refusal):
    """Nobody asked for it."""

    says: ClassVar[str] = "Nobody asked to correct {judge}'s mark for {star}. The judge asks, the scrutineer grants."
    judge: str
    star: str


@dataclass(frozen=True, slots=True)
class SamePerson(Refusal):
    """Two people are needed."""

    says: ClassVar[str] = "{by} cannot be both. A second person has to agree."
    by: str


@dataclass(frozen=True, slots=True)
class NothingTyped(Refusal):
    """No mark from paper waits."""

    says: ClassVar[str] = "No mark of {judge} for {star} waits to be confirmed. Type it from the paper first."
    judge: str
    star: str


@dataclass(frozen=True, slots=True)
class TypedOtherwise(Refusal):
    """Two people read different marks from the same paper."""

    says: ClassVar[str] = "{by} typed {typed} and you read {mark}. Look at the paper together, then type it again."
    by: str
    typed: Fraction
    mark: Fraction


@dataclass(frozen=True, slots=True)
class AlreadyExcused(Refusal):
    """The seat is empty already."""

    says: ClassVar[str] = "{judge} is excused already. Name a substitute, or let the judge return."
    judge: str


@dataclass(frozen=True, slots=True)
class NotExcused(Refusal):
    """The judge is there."""

    says: ClassVar[str] = "{judge} is not excused. There is nothing to take back."
    judge: str


@dataclass(frozen=True, slots=True)
class LastJudge(Refusal):
    """Without this judge nobody would mark."""

    says: ClassVar[str] = "Without {judge} the book has no marks left to count. Name a substitute instead."
    judge: str


@dataclass(frozen=True, slots=True)
class SeatTaken(Refusal):
    """The substitute judges already."""

    says: ClassVar[str] = "{substitute} sits on the panel already. Name somebody else."
    substitute: str


@dataclass(frozen=True, slots=True)
class BonusThere(Refusal):
    """The couple has points from this contest."""

    says: ClassVar[str] = "{star} has {points} from {contest} already. Take those back first."
    star: str
    contest: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class NoBonus(Refusal):
    """There are no such points."""

    says: ClassVar[str] = "{star} has no points from {contest} tonight. There is nothing to take back."
    star: str
    contest: str


@dataclass(frozen=True, slots=True)
class AlreadyImmune(Refusal):
    """The couple cannot leave anyway."""

    says: ClassVar[str] = "{star} is immune already. There is nothing to grant."
    star: str


@dataclass(frozen=True, slots=True)
class NotImmune(Refusal):
    """There is no immunity to revoke."""

    says: ClassVar[str] = "{star} is not immune. There is nothing to revoke."
    star: str


@dataclass(frozen=True, slots=True)
class NotLater(Refusal):
    """The window stays open until then anyway; a window is never cut short."""

    says: ClassVar[str] = "The vote is open until then anyway. Name a later time than the one at which it closes now."


@dataclass(frozen=True, slots=True)
class VoteCannotMatter(Refusal):
    """For some couple the vote is settled beforehand (10.8)."""

    says: ClassVar[str] = "The vote cannot change the night for {stars}. The scrutineer signs a reason before it opens."
    stars: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NothingToSign(Refusal):
    """The vote matters for everybody, or nobody knows yet."""

    says: ClassVar[str] = "There is no couple for whom the vote cannot matter. The vote can open without a signature."


@dataclass(frozen=True, slots=True)
class TroubleOpen(Refusal):
    """Somebody said that something is wrong."""

    says: ClassVar[str] = "{by} says that something is wrong: {text}. Settle that first."
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class NoTrouble(Refusal):
    """No such trouble is open."""

    says: ClassVar[str] = "Trouble {number} is not open. Settle one that is."
    number: int


@dataclass(frozen=True, slots=True)
class KeyKnown(Refusal):
    """The name was given before."""

    says: ClassVar[str] = "The key {key} was issued already. Ask again for a new one."
    key: str


@dataclass(frozen=True, slots=True)
class NoKey(Refusal):
    """No such key is in force."""

    says: ClassVar[str] = "The key {key} is not in force. Name one that is."
    key: str
