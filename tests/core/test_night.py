"""The running night: each command with its event, each refusal word for word, and what can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from mirrorball.core import events as e
from mirrorball.core import night_refusals
from mirrorball.core.apply import apply
from mirrorball.core.books import BOOKS
from mirrorball.core.commands import (
    AskCorrection,
    BackOut,
    CallRoutine,
    ChangeMusic,
    Command,
    ConfirmMark,
    DeclineCorrection,
    DropTyped,
    ExcuseJudge,
    ExtendVote,
    GiveBonus,
    GrantCorrection,
    GrantImmunity,
    Hold,
    IssueKey,
    LockMarks,
    Move,
    OpenVote,
    Reinstate,
    ReportTrouble,
    RestoreRoutine,
    Resume,
    ReturnJudge,
    RevokeImmunity,
    RevokeKey,
    ScratchRoutine,
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
from mirrorball.core.decide import decide
from mirrorball.core.people import Role
from mirrorball.core.refusals import Refusal
from mirrorball.core.result_commands import ConfirmResult, RevealNext
from mirrorball.core.reveals import VOID
from mirrorball.core.season import Song
from mirrorball.core.show import Show, open_night
from mirrorball.core.stuck import settled
from mirrorball.core.undo import inverse
from tests.core.stage import (
    PANEL,
    STARS,
    WALTZ,
    a_season,
    a_week,
    after,
    ballots,
    events_of,
    mark,
    marked_show,
    refusal_of,
    sealed,
    sealed_show,
    sheets,
    the_night,
    told,
)

NINE, EIGHT = Fraction(9), Fraction(8)
ANN, BEA = "scrutineer Ann", "producer Bea"
VOTE_SEGMENT = len(STARS) + 1
SONG = (Song("Moon River", ("Andy Williams",)),)


def on(*commands: Command) -> Callable[[], Show]:
    """The night after these commands."""
    return lambda: after(the_night(), *commands)


def danced(*commands: Command) -> Callable[[], Show]:
    """Ada is called and marked 9 by Ida; then these commands."""
    return lambda: after(marked_show(), *commands)


TYPED = TypeMark("Jo", WALTZ, "Ada", NINE, BEA)
ASKED = AskCorrection("Ida", WALTZ, "Ada", EIGHT, "misread", "judge Ida")
LOCKED = (mark("Jo", "Ada", 8), mark("Kit", "Ada", 7), LockMarks(WALTZ, "Ada"))
CONFIRM = ConfirmResult(VOID, ANN)
KEY = IssueKey("k1", Role.JUDGE, "Ida")


def out_of_reach() -> Show:
    """Cy and Dee are so far behind that no vote lifts either: marks count a hundred times the votes."""
    book = replace(BOOKS["us-3-16"], panel_weight=Fraction(100))
    return after(open_night(a_season(a_week(book=book)), 1), *sheets())


CAUSES: list[tuple[Callable[[], Show], Command, e.Event]] = [
    (the_night, Take(1), e.RoutineCalled(WALTZ, "Ada")),
    (on(Skip(1, "ill"), Skip(2, "ill"), Skip(3, "ill"), Skip(4, "ill")), Take(5), e.SegmentTaken(5)),
    (on(Take(1)), BackOut(1), e.SegmentBackedOut(1)),
    (the_night, Skip(2, " late "), e.SegmentSkipped(2, "late")),
    (on(Skip(2, "late")), Unskip(2), e.SegmentUnskipped(2)),
    (the_night, Move(4, 1), e.SegmentMoved(4, 1)),
    (the_night, Hold("fire alarm"), e.NightHeld("fire alarm")),
    (on(Hold("fire alarm")), Resume(), e.NightResumed()),
    (marked_show, TYPED, e.MarkTyped("Jo", WALTZ, "Ada", NINE, BEA)),
    (danced(TYPED), ConfirmMark("Jo", WALTZ, "Ada", NINE, ANN), e.MarkGiven("Jo", WALTZ, "Ada", NINE, ANN)),
    (danced(TYPED), DropTyped("Jo", WALTZ, "Ada"), e.TypedMarkDropped("Jo", WALTZ, "Ada")),
    (marked_show, ASKED, e.CorrectionAsked("Ida", WALTZ, "Ada", EIGHT, "misread", "judge Ida")),
    (
        danced(*LOCKED, ASKED),
        GrantCorrection("Ida", WALTZ, "Ada", ANN),
        e.MarkCorrected("Ida", WALTZ, "Ada", NINE, EIGHT, Fraction(23), "misread", "judge Ida", ANN),
    ),
    (
        danced(*LOCKED, replace(ASKED, mark=None)),
        GrantCorrection("Ida", WALTZ, "Ada", ANN),
        e.MarkCorrected("Ida", WALTZ, "Ada", NINE, None, None, "misread", "judge Ida", ANN),
    ),
    (
        danced(ASKED),
        DeclineCorrection("Ida", WALTZ, "Ada", "the paper says 9", ANN),
        e.CorrectionDeclined("Ida", WALTZ, "Ada", "the paper says 9", ANN),
    ),
    (the_night, ExcuseJudge("Kit", "ill"), e.JudgeExcused("Kit", "ill")),
    (on(ExcuseJudge("Kit", "ill")), ReturnJudge("Kit"), e.JudgeReturned("Kit")),
    (the_night, SubstituteJudge("Kit", "Lou", "ill"), e.JudgeSubstituted("Kit", "Lou", "ill")),
    (the_night, ScratchRoutine(WALTZ, "Ada", "knee"), e.RoutineScratched(WALTZ, "Ada", "knee")),
    (on(ScratchRoutine(WALTZ, "Ada", "knee")), RestoreRoutine(WALTZ, "Ada"), e.RoutineRestored(WALTZ, "Ada")),
    (the_night, Withdraw("Dee", "knee"), e.CoupleWithdrew("Dee", "knee")),
    (on(Withdraw("Dee", "knee")), Reinstate("Dee"), e.CoupleReinstated("Dee")),
    (the_night, ChangeMusic(WALTZ, "Ada", SONG), e.MusicChanged(WALTZ, "Ada", SONG)),
    (the_night, GiveBonus("Ada", "late start", Fraction(-2)), e.BonusGiven("Ada", "late start", Fraction(-2))),
    (on(GiveBonus("Ada", "relay", NINE)), TakeBonus("Ada", "relay"), e.BonusTaken("Ada", "relay")),
    (the_night, GrantImmunity("Ada"), e.ImmunityGranted("Ada")),
    (on(GrantImmunity("Ada")), RevokeImmunity("Ada"), e.ImmunityRevoked("Ada")),
    (out_of_reach, SignReach("Told on air.", ANN), e.ReachSigned(STARS, "Told on air.", ANN)),
    (the_night, ReportTrouble("no sound", "judge Ida"), e.TroubleReported(1, "no sound", "judge Ida")),
    (on(ReportTrouble("no sound", "judge Ida")), SettleTrouble(1, "cable", ANN), e.TroubleSettled(1, "cable", ANN)),
    (the_night, KEY, e.KeyIssued("k1", Role.JUDGE, "Ida")),
    (on(KEY), RevokeKey("k1"), e.KeyRevoked("k1")),
]


@pytest.mark.parametrize(
    ("show", "command", "event"), CAUSES, ids=[f"{n}-{type(c).__name__}" for n, (_, c, _) in enumerate(CAUSES)]
)
def test_a_command_causes_its_event(show: Callable[[], Show], command: Command, event: e.Event) -> None:
    assert events_of(show(), command) == [event]


OPEN_ANYWAY = "The vote is open until then anyway. Name a later time than the one at which it closes now."
REFUSED: list[tuple[Callable[[], Show], Command, str]] = [
    (on(Hold("fire")), Take(1), "The night is on hold: fire. Let it go on first."),
    (on(Hold("fire")), CallRoutine(WALTZ, "Ada"), "The night is on hold: fire. Let it go on first."),
    (on(Hold("fire")), OpenVote(), "The night is on hold: fire. Let it go on first."),
    (lambda: after(sealed_show(), Hold("fire")), RevealNext(1), "The night is on hold: fire. Let it go on first."),
    (on(Hold("fire")), Hold("smoke"), "The night is on hold: fire. Let it go on first."),
    (  # a segment that is no routine stands still as well
        on(*[Skip(n, "x") for n in range(1, VOTE_SEGMENT)], Hold("fire")),
        Take(VOTE_SEGMENT),
        "The night is on hold: fire. Let it go on first.",
    ),
    (  # nobody seals what somebody says is wrong
        lambda: after(told(), replace(ASKED, mark=EIGHT)),
        CONFIRM,
        "A correction of Ida's mark for Ada waits for the scrutineer. Let it be settled first.",
    ),
    (on(OpenVote(8)), ExtendVote(9, "  ", "Sue"), "This needs a reason in words. Write it, in one sentence."),
    (on(OpenVote(9)), ExtendVote(9, "late", "Sue"), OPEN_ANYWAY),
    (on(OpenVote(8), ExtendVote(10, "late", "Sue")), ExtendVote(9, "early night", "Sue"), OPEN_ANYWAY),
    (the_night, Hold(" "), "This needs a reason in words. Write it, in one sentence."),
    (the_night, Resume(), "The night is not on hold. Go on with the rundown."),
    (the_night, Take(99), "The rundown has no segment 99. Name one that stands in it."),
    (the_night, Take(2), "Segment 2 does not come next; segment 1 does. Take that, skip it or move it."),
    (on(Take(1)), Take(1), "Segment 1 was taken already. Back out of it first, if it was taken by mistake."),
    (on(Skip(1, "ill")), Take(1), "Segment 1 is out (skipped: ill). Put it back first."),
    (on(Take(1)), Skip(1, "x"), "Segment 1 was taken already. Back out of it first, if it was taken by mistake."),
    (on(Take(1)), Move(1, 3), "Segment 1 was taken already. Back out of it first, if it was taken by mistake."),
    (the_night, Unskip(1), "Segment 1 is not skipped. There is nothing to put back."),
    (the_night, BackOut(1), "Segment 1 is not on. Back out of the segment that was taken last."),
    (
        lambda: after(the_night(), Take(1), mark("Ida", "Ada")),
        BackOut(1),
        "Ida marked Ada already. Have these marks struck first, or go on.",
    ),
    (
        on(*[Skip(n, "x") for n in range(1, VOTE_SEGMENT)], Take(VOTE_SEGMENT), OpenVote()),
        BackOut(VOTE_SEGMENT),
        "The vote has opened; that cannot be taken back. Close it, or go on.",
    ),
    (on(*[Skip(n, "x") for n in range(1, 8)]), Take(8), "The rundown has no segment 8. Name one that stands in it."),
    (
        danced(Withdraw("Ada", "knee")),
        mark("Jo", "Ada"),
        "Ada has withdrawn, so this was not recorded. Go on with the next couple.",
    ),
    (
        danced(TYPED),
        ConfirmMark("Jo", WALTZ, "Ada", NINE, BEA),
        "producer Bea cannot be both. A second person has to agree.",
    ),
    (
        danced(TYPED),
        ConfirmMark("Jo", WALTZ, "Ada", EIGHT, ANN),
        "producer Bea typed 9 and you read 8. Look at the paper together, then type it again.",
    ),
    (
        marked_show,
        ConfirmMark("Jo", WALTZ, "Ada", NINE, ANN),
        "No mark of Jo for Ada waits to be confirmed. Type it from the paper first.",
    ),
    (
        danced(TYPED, mark("Jo", "Ada", 7)),
        ConfirmMark("Jo", WALTZ, "Ada", NINE, ANN),
        "No mark of Jo for Ada waits to be confirmed. Type it from the paper first.",
    ),
    (
        danced(ASKED),
        GrantCorrection("Ida", WALTZ, "Ada", "judge Ida"),
        "judge Ida cannot be both. A second person has to agree.",
    ),
    (danced(ASKED), ASKED, "A correction of Ida's mark for Ada waits for the scrutineer. Let it be settled first."),
    (
        danced(mark("Jo", "Ada"), mark("Kit", "Ada"), ASKED),
        LockMarks(WALTZ, "Ada"),
        "A correction of Ida's mark for Ada waits for the scrutineer. Let it be settled first.",
    ),
    (marked_show, replace(ASKED, mark=NINE), "Ida's mark for Ada is 9 already. There is nothing to correct."),
    (marked_show, replace(ASKED, judge="Jo"), "Jo has not marked Ada. Give a mark instead of a correction."),
    (marked_show, replace(ASKED, mark=Fraction(11)), "11 is no mark here. Give 1 to 10 in steps of 1."),
    (
        marked_show,
        GrantCorrection("Ida", WALTZ, "Ada", ANN),
        "Nobody asked to correct Ida's mark for Ada. The judge asks, the scrutineer grants.",
    ),
    (
        on(ExcuseJudge("Kit", "ill")),
        ExcuseJudge("Kit", "ill"),
        "Kit is excused already. Name a substitute, or let the judge return.",
    ),
    (the_night, ReturnJudge("Kit"), "Kit is not excused. There is nothing to take back."),
    (
        on(ExcuseJudge("Kit", "ill"), ExcuseJudge("Jo", "ill")),
        ExcuseJudge("Ida", "ill"),
        "Without Ida the book has no marks left to count. Name a substitute instead.",
    ),
    (the_night, SubstituteJudge("Kit", "Jo", "ill"), "Jo sits on the panel already. Name somebody else."),
    (the_night, RestoreRoutine(WALTZ, "Ada"), "Ada's waltz was not scratched. There is nothing to restore."),
    (the_night, Reinstate("Ada"), "Ada did not withdraw tonight. There is nothing to take back."),
    (the_night, Withdraw("Zed", "x"), "Zed is not in tonight. Name one of: Ada, Bo, Cy and Dee."),
    (
        on(GiveBonus("Ada", "relay", NINE)),
        GiveBonus("Ada", "relay", EIGHT),
        "Ada has 9 from relay already. Take those back first.",
    ),
    (the_night, TakeBonus("Ada", "relay"), "Ada has no points from relay tonight. There is nothing to take back."),
    (on(GrantImmunity("Ada")), GrantImmunity("Ada"), "Ada is immune already. There is nothing to grant."),
    (on(OpenVote()), GrantImmunity("Ada"), "The vote is open. This needs a vote that is not open yet."),
    (on(OpenVote()), RevokeImmunity("Ada"), "The vote is open. This needs a vote that is not open yet."),
    (the_night, RevokeImmunity("Ada"), "Ada is not immune. There is nothing to revoke."),
    (
        out_of_reach,
        OpenVote(),
        "The vote cannot change the night for Ada, Bo, Cy and Dee. The scrutineer signs a reason before it opens.",
    ),
    (
        the_night,
        SignReach("x", ANN),
        "There is no couple for whom the vote cannot matter. The vote can open without a signature.",
    ),
    (
        on(ReportTrouble("no sound", "judge Ida")),
        OpenVote(),
        "judge Ida says that something is wrong: no sound. Settle that first.",
    ),
    (
        lambda: after(told(), ReportTrouble("no sound", "judge Ida")),
        CONFIRM,
        "judge Ida says that something is wrong: no sound. Settle that first.",
    ),
    (the_night, SettleTrouble(1, "x", ANN), "Trouble 1 is not open. Settle one that is."),
    (on(KEY), KEY, "The key k1 was issued already. Ask again for a new one."),
    (on(KEY, RevokeKey("k1")), RevokeKey("k1"), "The key k1 is not in force. Name one that is."),
    (sealed_show, Withdraw("Ada", "x"), "The result is sealed already and does not change. Go on with the next step."),
]


@pytest.mark.parametrize(
    ("show", "command", "sentence"), REFUSED, ids=[f"{n}-{type(c).__name__}" for n, (_, c, _) in enumerate(REFUSED)]
)
def test_a_refusal_says_so(show: Callable[[], Show], command: Command, sentence: str) -> None:
    assert refusal_of(show(), command).sentence == sentence


def test_a_held_night_does_not_keep_a_window_from_staying_open() -> None:
    """The fire alarm is just why it has to."""
    show = after(the_night(), OpenVote(8), Hold("fire"), ExtendVote(9, "fire alarm", "Sue"))

    assert show.closes_at == 9  # as it was asked


def test_every_refusal_of_the_night_is_met_here() -> None:
    kinds = {k for k in vars(night_refusals).values() if isinstance(k, type) and issubclass(k, Refusal)} - {Refusal}
    met = {type(refusal_of(show(), command)) for show, command, _ in REFUSED}

    assert {kind.__name__ for kind in kinds - met} == set()


UNDONE = [(show, command) for show, command, event in CAUSES if inverse(show(), event) is not None]


@pytest.mark.parametrize(
    ("show", "command"), UNDONE, ids=[f"{n}-{type(c).__name__}" for n, (_, c) in enumerate(UNDONE)]
)
def test_what_can_be_undone_is_as_it_was(show: Callable[[], Show], command: Command) -> None:
    """A substitute who leaves again keeps a line in the seat; what anybody reads is as before."""
    start = show()
    (event,) = events_of(start, command)
    undo = inverse(start, event)
    assert undo is not None
    back = after(apply(start, event), undo)
    if isinstance(command, SubstituteJudge):
        assert list(map(back.sitting, PANEL)) == list(map(start.sitting, PANEL))
    else:
        assert replace(back, skipped={}) == replace(start, skipped={})
        assert back.skipped.keys() == start.skipped.keys()


def test_what_a_tablet_sends_late_is_answered_from_the_sheet() -> None:
    """The desk typed Jo's mark from paper; what the tablet sends afterwards finds a mark there."""
    show = after(marked_show(), TYPED, ConfirmMark("Jo", WALTZ, "Ada", NINE, ANN))

    assert refusal_of(show, mark("Jo", "Ada", 8)).sentence.startswith("Jo has given Ada 9.")
    assert ("Jo", WALTZ, "Ada") in show.paper


def test_a_mark_given_anew_after_one_from_paper_was_struck_is_not_from_paper() -> None:
    show = after(marked_show(), TYPED, ConfirmMark("Jo", WALTZ, "Ada", NINE, ANN))
    show = after(show, AskCorrection("Jo", WALTZ, "Ada", None, "another judge's slip", BEA))
    show = after(show, GrantCorrection("Jo", WALTZ, "Ada", ANN), mark("Jo", "Ada", 8))

    assert show.paper == frozenset()


def test_a_struck_mark_opens_its_sheet() -> None:
    show = danced(*LOCKED, replace(ASKED, mark=None), GrantCorrection("Ida", WALTZ, "Ada", ANN))()

    assert (WALTZ, "Ada") not in show.locked
    assert after(show, mark("Ida", "Ada", 10), LockMarks(WALTZ, "Ada")).locked == {(WALTZ, "Ada")}


def test_a_withdrawn_couple_holds_nothing_up() -> None:
    """Its sheet is not waited for, its segment does not come, nobody leaves in its place (1.7)."""
    show = after(the_night(), *sheets(STARS[:3]), Withdraw("Dee", "knee"), *ballots({"Ada": 1, "Bo": 2, "Cy": 3}))

    assert show.next_segment == VOTE_SEGMENT
    fixed = sealed(show).sealed
    assert fixed is not None
    assert fixed.out == ()


def test_the_signature_holds_for_the_marks_that_were_signed() -> None:
    """A correction after it asks the question again."""
    show = after(out_of_reach(), SignReach("Told on air.", ANN))
    assert events_of(show, OpenVote()) == [e.VoteOpened(STARS)]
    other = replace(show, reach_signed=STARS[:2])

    assert isinstance(decide(other, OpenVote()), night_refusals.VoteCannotMatter)
    assert settled(the_night()) is None
