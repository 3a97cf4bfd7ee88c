"""What people ask for during a night. A command asks; only ``decide`` says whether it happens.

``by`` is the person who asks, where the rule needs to know that two people agree; the edge fills it in from the key by
which that person came in.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from mirrorball.core.people import Role
from mirrorball.core.result_commands import ResultCommand
from mirrorball.core.season import Song
from mirrorball.core.votes import Tally

# The rundown.


@dataclass(frozen=True, slots=True)
class Take:
    """Go on to the next segment, which the sender believes to be this one."""

    segment: int


@dataclass(frozen=True, slots=True)
class BackOut:
    """Go back from this segment, which was taken last, as if it had not been taken."""

    segment: int


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave a segment out tonight."""

    segment: int
    reason: str


@dataclass(frozen=True, slots=True)
class Unskip:
    """Put a skipped segment back where it was."""

    segment: int


@dataclass(frozen=True, slots=True)
class Move:
    """Put a segment in front of another, or at the end where ``before`` is 0."""

    segment: int
    before: int


@dataclass(frozen=True, slots=True)
class Hold:
    """Stop the night where it is: nothing is called, opened or told until it goes on."""

    reason: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Let a held night go on."""


@dataclass(frozen=True, slots=True)
class CallRoutine:
    """The floor is given to a couple for a routine of this night."""

    round: str
    star: str


# Marks.


@dataclass(frozen=True, slots=True)
class GiveMark:
    """A judge marks a routine, in points."""

    judge: str
    round: str
    star: str
    mark: Fraction


@dataclass(frozen=True, slots=True)
class TypeMark:
    """Somebody types a judge's mark from paper; it counts once a second person has confirmed it."""

    judge: str
    round: str
    star: str
    mark: Fraction
    by: str


@dataclass(frozen=True, slots=True)
class ConfirmMark:
    """A second person reads the same mark from the paper."""

    judge: str
    round: str
    star: str
    mark: Fraction
    by: str


@dataclass(frozen=True, slots=True)
class DropTyped:
    """A mark that was typed and not confirmed is taken back."""

    judge: str
    round: str
    star: str


@dataclass(frozen=True, slots=True)
class AskCorrection:
    """A mark is to be changed, or struck where ``mark`` is None; it stays until a second person grants that."""

    judge: str
    round: str
    star: str
    mark: Fraction | None
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class GrantCorrection:
    """The correction that was asked for is carried out."""

    judge: str
    round: str
    star: str
    by: str


@dataclass(frozen=True, slots=True)
class DeclineCorrection:
    """The correction that was asked for is not carried out."""

    judge: str
    round: str
    star: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class LockMarks:
    """The desk closes the sheet of a routine: its marks are settled."""

    round: str
    star: str


# The panel and the cast as they are tonight.


@dataclass(frozen=True, slots=True)
class ExcuseJudge:
    """A judge does not mark any more tonight; the book says what becomes of the seat."""

    judge: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReturnJudge:
    """An excused judge marks again."""

    judge: str


@dataclass(frozen=True, slots=True)
class SubstituteJudge:
    """Somebody else takes a judge's seat from now on. ``judge`` is whose seat it is by the plan."""

    judge: str
    substitute: str
    reason: str


@dataclass(frozen=True, slots=True)
class ScratchRoutine:
    """A routine is not danced, or does not count."""

    round: str
    star: str
    reason: str


@dataclass(frozen=True, slots=True)
class RestoreRoutine:
    """A scratched routine is danced after all; the marks that it had are there again."""

    round: str
    star: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A couple leaves the season by itself."""

    star: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reinstate:
    """A withdrawal of tonight is taken back."""

    star: str


@dataclass(frozen=True, slots=True)
class ChangeMusic:
    """A couple dances to other music than planned."""

    round: str
    star: str
    songs: tuple[Song, ...]


@dataclass(frozen=True, slots=True)
class GiveBonus:
    """Points beside the marks; a penalty is a bonus below 0."""

    star: str
    contest: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class TakeBonus:
    """Points beside the marks are taken back."""

    star: str
    contest: str


@dataclass(frozen=True, slots=True)
class GrantImmunity:
    """A couple cannot leave tonight."""

    star: str


@dataclass(frozen=True, slots=True)
class RevokeImmunity:
    """A couple can leave tonight after all."""

    star: str


# The vote; what is asked around the result stands in ``result_commands``.


@dataclass(frozen=True, slots=True)
class SignReach:
    """The scrutineer lets the vote open although it cannot matter for some couple, and says why."""

    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class OpenVote:
    """The audience may vote from now on, until ``closes_at`` in ms since 1970, or until it is closed by hand."""

    closes_at: int | None = None


@dataclass(frozen=True, slots=True)
class ExtendVote:
    """The open window closes later than planned, in ms since 1970; or gets its time, if it had none."""

    closes_at: int
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class CloseVote:
    """Votes from now on are late."""


@dataclass(frozen=True, slots=True)
class SealTally:
    """The count of the closed window is fixed."""

    tally: Tally


@dataclass(frozen=True, slots=True)
class NameSave:
    """A judge names the couple to save."""

    judge: str
    star: str


# Troubles and keys.


@dataclass(frozen=True, slots=True)
class ReportTrouble:
    """Somebody says that something is wrong."""

    text: str
    by: str


@dataclass(frozen=True, slots=True)
class SettleTrouble:
    """A trouble is settled, and how."""

    number: int
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class IssueKey:
    """Somebody gets a way in. ``key`` is a new name that nobody had before."""

    key: str
    role: Role
    holder: str


@dataclass(frozen=True, slots=True)
class RevokeKey:
    """A way in is closed, and everybody who came in by it is out."""

    key: str


Command = (
    Take
    | BackOut
    | Skip
    | Unskip
    | Move
    | Hold
    | Resume
    | CallRoutine
    | GiveMark
    | TypeMark
    | ConfirmMark
    | DropTyped
    | AskCorrection
    | GrantCorrection
    | DeclineCorrection
    | LockMarks
    | ExcuseJudge
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
    | SignReach
    | OpenVote
    | ExtendVote
    | CloseVote
    | SealTally
    | NameSave
    | ResultCommand
    | ReportTrouble
    | SettleTrouble
    | IssueKey
    | RevokeKey
)
