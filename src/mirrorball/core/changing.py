"""Changes to the panel and the cast as they are tonight, troubles, and keys: what asking for them comes to."""

from __future__ import annotations

from dataclasses import replace

from mirrorball.core.book import Absent
from mirrorball.core.commands import (
    ChangeMusic,
    ExcuseJudge,
    GiveBonus,
    GrantImmunity,
    IssueKey,
    Reinstate,
    ReportTrouble,
    RestoreRoutine,
    ReturnJudge,
    RevokeImmunity,
    RevokeKey,
    ScratchRoutine,
    SettleTrouble,
    SubstituteJudge,
    TakeBonus,
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
    KeyIssued,
    KeyRevoked,
    MusicChanged,
    RoutineRestored,
    RoutineScratched,
    TroubleReported,
    TroubleSettled,
)
from mirrorball.core.night_refusals import (
    AlreadyExcused,
    AlreadyImmune,
    BonusThere,
    HasWithdrawn,
    KeyKnown,
    LastJudge,
    NoBonus,
    NoKey,
    NotExcused,
    NotImmune,
    NotInTonight,
    NoTrouble,
    NotScratched,
    NotWithdrawn,
    ReasonMissing,
    SeatTaken,
)
from mirrorball.core.refusals import AlreadySealed, NoSuchRoutine, NotOnPanel, Refusal, VoteState
from mirrorball.core.show import Show, Vote

Answer = list[Event] | Refusal


def excuse_judge(show: Show, command: ExcuseJudge) -> Answer:
    """A judge cannot mark any more; the book says what becomes of the seat (10.1)."""
    week = show.week
    if command.judge not in week.panel:
        return NotOnPanel(command.judge, week.panel)
    if show.sealed is not None:
        return AlreadySealed("result")
    if command.judge in week.absent:
        return AlreadyExcused(command.judge)
    if not command.reason.strip():
        return ReasonMissing("a reason")
    without = replace(week, absent=(*week.absent, command.judge))
    left = len(week.panel) - (len(without.absent) if week.book.absent is not Absent.WAIT else 0)
    if left <= week.book.drop_high + week.book.drop_low:
        return LastJudge(command.judge)
    return [JudgeExcused(command.judge, command.reason.strip())]


def return_judge(show: Show, command: ReturnJudge) -> Answer:
    """The judge of an excused seat is back."""
    if show.sealed is not None:
        return AlreadySealed("result")
    return [JudgeReturned(command.judge)] if command.judge in show.week.absent else NotExcused(command.judge)


def substitute_judge(show: Show, command: SubstituteJudge) -> Answer:
    """Somebody else takes a seat; what was marked from it before stays (10.2)."""
    week = show.week
    if command.judge not in week.panel:
        return NotOnPanel(command.judge, week.panel)
    if show.sealed is not None:
        return AlreadySealed("result")
    substitute = command.substitute.strip()
    if not substitute:
        return ReasonMissing("the name of the substitute")
    if any(substitute in (seat, show.sitting(seat)) for seat in week.panel if seat != command.judge):
        return SeatTaken(substitute)
    if substitute == show.sitting(command.judge) and command.judge not in week.absent:
        return SeatTaken(substitute)
    if not command.reason.strip():
        return ReasonMissing("a reason")
    return [JudgeSubstituted(command.judge, substitute, command.reason.strip())]


def scratch_routine(show: Show, command: ScratchRoutine) -> Answer:
    """A routine does not count; its marks are kept with it (10.3)."""
    if show.routine(command.round, command.star) is None:
        return NoSuchRoutine(command.round, command.star)
    if show.sealed is not None:
        return AlreadySealed("result")
    if not command.reason.strip():
        return ReasonMissing("a reason")
    return [RoutineScratched(command.round, command.star, command.reason.strip())]


def restore_routine(show: Show, command: RestoreRoutine) -> Answer:
    """A scratched routine counts again."""
    if (command.round, command.star) not in show.scratched:
        return NotScratched(command.round, command.star)
    if show.sealed is not None:
        return AlreadySealed("result")
    return [RoutineRestored(command.round, command.star)]


def withdraw(show: Show, command: Withdraw) -> Answer:
    """A couple leaves by itself (1.7, 10.4)."""
    refused = _not_in(show, command.star)
    if refused:
        return refused
    if show.sealed is not None:
        return AlreadySealed("result")
    reason = command.reason.strip()
    return [CoupleWithdrew(command.star, reason)] if reason else ReasonMissing("a reason")


def reinstate(show: Show, command: Reinstate) -> Answer:
    """A withdrawal of tonight is taken back."""
    if command.star not in show.season.withdrew_in(show.number):
        return NotWithdrawn(command.star)
    return AlreadySealed("result") if show.sealed is not None else [CoupleReinstated(command.star)]


def change_music(show: Show, command: ChangeMusic) -> Answer:
    """Other music than planned."""
    if show.routine(command.round, command.star) is None:
        return NoSuchRoutine(command.round, command.star)
    if any(not song.title.strip() for song in command.songs):
        return ReasonMissing("a title for every song")
    return [MusicChanged(command.round, command.star, command.songs)]


def give_bonus(show: Show, command: GiveBonus) -> Answer:
    """Points beside the marks, or a penalty (10.5)."""
    refused = _not_in(show, command.star)
    if refused:
        return refused
    if show.sealed is not None:
        return AlreadySealed("result")
    contest = command.contest.strip()
    if not contest:
        return ReasonMissing("what the points are for")
    there = _bonus(show, command.star, contest)
    if there:
        return there
    return [BonusGiven(command.star, contest, command.points)]


def take_bonus(show: Show, command: TakeBonus) -> Answer:
    """Points beside the marks are taken back."""
    if _bonus(show, command.star, command.contest) is None:
        return NoBonus(command.star, command.contest)
    return AlreadySealed("result") if show.sealed is not None else [BonusTaken(command.star, command.contest)]


def grant_immunity(show: Show, command: GrantImmunity) -> Answer:
    """A couple cannot leave tonight; told before anybody votes (10.6)."""
    refused = _not_in(show, command.star)
    if refused:
        return refused
    if show.sealed is not None:
        return AlreadySealed("result")
    if show.vote is not Vote.NOT_OPEN:
        return VoteState(Vote.NOT_OPEN.value, show.vote.value)
    return AlreadyImmune(command.star) if command.star in show.week.immune else [ImmunityGranted(command.star)]


def revoke_immunity(show: Show, command: RevokeImmunity) -> Answer:
    """A couple can leave after all; told before anybody votes (10.6)."""
    if show.sealed is not None:
        return AlreadySealed("result")
    if show.vote is not Vote.NOT_OPEN:
        return VoteState(Vote.NOT_OPEN.value, show.vote.value)
    return [ImmunityRevoked(command.star)] if command.star in show.week.immune else NotImmune(command.star)


def report_trouble(show: Show, command: ReportTrouble) -> Answer:
    """Somebody says that something is wrong."""
    if not command.text.strip():
        return ReasonMissing("what is wrong")
    return [TroubleReported(len(show.troubles) + 1, command.text.strip(), command.by)]


def settle_trouble(show: Show, command: SettleTrouble) -> Answer:
    """Say how a trouble was settled."""
    if command.number not in {trouble.number for trouble in show.open_troubles}:
        return NoTrouble(command.number)
    if not command.note.strip():
        return ReasonMissing("how it was settled")
    return [TroubleSettled(command.number, command.note.strip(), command.by)]


def issue_key(show: Show, command: IssueKey) -> Answer:
    """A new way in."""
    if command.key in show.keys:
        return KeyKnown(command.key)
    if not (command.key and command.holder.strip()):
        return ReasonMissing("a name")
    return [KeyIssued(command.key, command.role, command.holder.strip())]


def revoke_key(show: Show, command: RevokeKey) -> Answer:
    """A way in is closed for good."""
    key = show.keys.get(command.key)
    return NoKey(command.key) if key is None or key.revoked else [KeyRevoked(command.key)]


def _not_in(show: Show, star: str) -> Refusal | None:
    if star in show.season.withdrew_in(show.number):
        return HasWithdrawn(star)
    return None if star in show.season.field(show.number) else NotInTonight(star, show.season.field(show.number))


def _bonus(show: Show, star: str, contest: str) -> BonusThere | None:
    """The points that a couple has from a contest tonight, as the refusal of a second lot."""
    for bonus in show.season.bonuses:
        if (bonus.week, bonus.star, bonus.contest) == (show.number, star, contest):
            return BonusThere(star, contest, bonus.points)
    return None
