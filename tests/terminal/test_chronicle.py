"""What happened, as a person reads it later: every event has its sentence."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import get_args

import pytest

from mirrorball import sentences
from mirrorball.chronicle import Chronicle, event_sentence
from mirrorball.core import events as e
from mirrorball.core.events import Event
from mirrorball.core.people import Role
from mirrorball.core.reveals import VOID, Decision, Finding, RevealOrder, RevealStep, StepKind
from mirrorball.core.season import Song
from mirrorball.core.ties import Place
from mirrorball.core.votes import NotCounted, Tally
from mirrorball.season.read import read
from tests.season.folders import SHIPPED

SEASON = read(SHIPPED).season
XO, JASON, HOUGH = "Xochitl Gomez", "Jason Mraz", "Derek Hough"
ANN, BY_HOUGH = "scrutineer Ann Lee", "judge Derek Hough"
R, F = "redemption", "freestyle"
HALF = Fraction(17, 2)
SONGS = (Song("Que Calor", ("District 78",)),)
COUNT = Tally(
    {JASON: {"online": 1000}, XO: {"online": 1500, "text message": 200}}, {NotCounted.LATE: 3, NotCounted.EARLY: 0}
)
AT = 1_700_000_000_000
AT_TIME = sentences.clock_time(AT)
PAT = "producer Pat Roe"
FOUND = Finding({JASON: Place(2, 2), XO: Place(1, 1)})
STEPS = (RevealStep(StepKind.PLACE, (JASON,), Place(2, 2)), RevealStep(StepKind.PLACE, (XO,), Place(1, 1)))
SEALED = e.ResultSealed((XO, JASON), FOUND.places, (), STEPS, FOUND, "5a17", "c0de", PAT, ANN)
OLD = replace(SEALED, salt="", digest="", confirmed_by="", by="")  # as one person sealed it

TOLD: list[tuple[Event, str]] = [
    (e.SegmentTaken(16), "“The vote” began."),
    (e.SegmentTaken(7), "“A message from loved ones” (Xochitl Gomez) began."),
    (e.SegmentTaken(99), "Segment 99 began."),
    (e.RoutineCalled(R, XO), "Xochitl Gomez has the floor for the redemption."),
    (e.RoutineCalled("", XO), "Xochitl Gomez has the floor for the dance."),
    (e.SegmentBackedOut(8), "Xochitl Gomez's redemption was taken back, as if it had not begun."),
    (e.SegmentSkipped(7, "no sound."), "“A message from loved ones” (Xochitl Gomez) is left out tonight: no sound."),
    (e.SegmentUnskipped(17), "“The results are worked out” is in the rundown again."),
    (e.SegmentMoved(16, 8), "“The vote” was moved in front of Xochitl Gomez's redemption."),
    (e.SegmentMoved(16, 99), "“The vote” was moved in front of segment 99."),
    (e.SegmentMoved(15, 0), "Xochitl Gomez's freestyle was moved to the end."),
    (e.NightHeld("a lamp fell"), "The night is held: a lamp fell."),
    (e.NightResumed(), "The night goes on."),
    (e.MarkGiven(HOUGH, R, XO, Fraction(10)), "Derek Hough gave Xochitl Gomez 10 for the redemption."),
    (
        e.MarkGiven(HOUGH, R, XO, HALF, ANN),
        "Derek Hough gave Xochitl Gomez 8½ for the redemption, from paper, confirmed by scrutineer Ann Lee.",
    ),
    (
        e.MarkTyped(HOUGH, R, XO, HALF, ANN),
        (
            "scrutineer Ann Lee typed 8½ from Derek Hough for Xochitl Gomez's redemption from paper. "
            "It counts once a second person confirms it."
        ),
    ),
    (
        e.TypedMarkDropped(HOUGH, R, XO),
        "The mark that was typed for Derek Hough and Xochitl Gomez's redemption was taken back.",
    ),
    (
        e.CorrectionAsked(HOUGH, R, XO, Fraction(10), "misread", BY_HOUGH),
        "judge Derek Hough asked that Derek Hough's mark for Xochitl Gomez's redemption become 10: misread.",
    ),
    (
        e.CorrectionAsked(HOUGH, R, XO, None, "wrong couple", BY_HOUGH),
        "judge Derek Hough asked that Derek Hough's mark for Xochitl Gomez's redemption be struck: wrong couple.",
    ),
    (
        e.MarkCorrected(HOUGH, R, XO, Fraction(9), Fraction(10), Fraction(30), "misread", BY_HOUGH, ANN),
        (
            "Derek Hough's mark for Xochitl Gomez's redemption corrected from 9 to 10: misread "
            "(asked by judge Derek Hough, granted by scrutineer Ann Lee). The total is 30 now."
        ),
    ),
    (
        e.MarkCorrected(HOUGH, R, XO, Fraction(9), None, None, "", BY_HOUGH, ANN),
        (
            "Derek Hough's mark for Xochitl Gomez's redemption, a 9, was struck "
            "(asked by judge Derek Hough, granted by scrutineer Ann Lee). The sheet waits for another mark."
        ),
    ),
    (
        e.CorrectionDeclined(HOUGH, R, XO, "it stands", ANN),
        "scrutineer Ann Lee declined to correct Derek Hough's mark for Xochitl Gomez's redemption: it stands.",
    ),
    (e.MarksLocked(R, XO, Fraction(30)), "The marks for Xochitl Gomez's redemption are locked: 30."),
    (e.JudgeExcused(HOUGH, "ill"), "Derek Hough does not mark any more tonight: ill."),
    (e.JudgeReturned(HOUGH), "Derek Hough marks again."),
    (e.JudgeSubstituted(HOUGH, "Mandy Moore", "ill"), "Mandy Moore took the seat of Derek Hough: ill."),
    (e.RoutineScratched(F, JASON, "a knee"), "Jason Mraz's freestyle was scratched and does not count: a knee."),
    (e.RoutineRestored(F, JASON), "Jason Mraz's freestyle counts again."),
    (e.CoupleWithdrew(JASON, ""), "Jason Mraz withdrew."),
    (e.CoupleReinstated(JASON), "Jason Mraz is in again; the withdrawal was taken back."),
    (e.MusicChanged(F, XO, SONGS), "Xochitl Gomez's freestyle is danced to “Que Calor” by District 78."),
    (e.BonusGiven(XO, "relay", Fraction(3)), "Xochitl Gomez gets 3 points: relay."),
    (e.BonusGiven(XO, "lift", Fraction(-1)), "Xochitl Gomez loses 1 point: lift."),
    (e.BonusTaken(XO, "relay"), "What Xochitl Gomez had for relay was taken back."),
    (e.ImmunityGranted(XO), "Xochitl Gomez is immune and cannot leave tonight."),
    (e.ImmunityRevoked(XO), "Xochitl Gomez is not immune any more and can leave tonight."),
    (
        e.ReachSigned((XO, JASON), "agreed", ANN),
        "scrutineer Ann Lee lets the vote open although it cannot matter for Xochitl Gomez and Jason Mraz: agreed.",
    ),
    (e.VoteOpened((XO, JASON)), "The vote opened for Xochitl Gomez and Jason Mraz."),
    (e.VoteOpened((XO, JASON), AT), f"The vote opened for Xochitl Gomez and Jason Mraz, until {AT_TIME}."),
    (
        e.VoteExtended(AT, "the gateway was late.", ANN),
        f"scrutineer Ann Lee let the vote stay open until {AT_TIME}: the gateway was late.",
    ),
    (e.VoteClosed(), "The vote closed."),
    (
        e.TallySealed(COUNT),
        (
            "The tally is sealed, 2,700 votes: Xochitl Gomez 1,700, Jason Mraz 1,000. "
            "Not counted: 3 after the window closed."
        ),
    ),
    (e.SaveNamed(HOUGH, XO), "Derek Hough saved Xochitl Gomez."),
    (OLD, "The result is sealed, from best to worst: Xochitl Gomez (1st), Jason Mraz (2nd)."),
    (
        replace(OLD, places={JASON: Place(2, 2)}, out=(JASON,)),
        "The result is sealed, from best to worst: Xochitl Gomez, Jason Mraz (2nd). Jason Mraz leaves.",
    ),
    (
        SEALED,
        (
            "The result is sealed, from best to worst: Xochitl Gomez (1st), Jason Mraz (2nd). "
            "Confirmed by producer Pat Roe, sealed by scrutineer Ann Lee. Its hash is c0de."
        ),
    ),
    (
        replace(SEALED, found=VOID, places={}),
        (
            "The result is sealed: the votes are void. Confirmed by producer Pat Roe, sealed by scrutineer Ann Lee. "
            "Its hash is c0de."
        ),
    ),
    (e.RevealPlanned(RevealOrder.GROUPS, PAT), "producer Pat Roe planned that the outcome be told in groups."),
    (
        e.RevealPlanned(RevealOrder.PICKED, PAT, (JASON, XO)),
        "producer Pat Roe planned that the outcome be told as picked: Jason Mraz and Xochitl Gomez.",
    ),
    (
        e.HandSheetTyped({JASON: 2, XO: 1}, ANN),
        "scrutineer Ann Lee typed the hand sheet: Xochitl Gomez (1st), Jason Mraz (2nd).",
    ),
    (e.HandSheetDropped(ANN), "scrutineer Ann Lee took the hand sheet out of the way."),
    (
        e.DecisionProposed(Decision.VOTES_VOID, "a storm.", PAT),
        "producer Pat Roe proposed that the votes are void: a storm.",
    ),
    (
        e.DecisionAgreed(Decision.NOBODY_LEAVES, "a storm.", PAT, ANN),
        ("It was decided that nobody leaves: a storm (proposed by producer Pat Roe, agreed by scrutineer Ann Lee)."),
    ),
    (
        e.DecisionDropped(Decision.REOPEN, ANN),
        "scrutineer Ann Lee dropped the proposal that the result is reopened.",
    ),
    (
        e.ResultConfirmed(FOUND, PAT),
        "producer Pat Roe confirmed the result: Xochitl Gomez (1st), Jason Mraz (2nd).",
    ),
    (e.ResultConfirmed(VOID, PAT), "producer Pat Roe confirmed the result: the votes are void."),
    (e.StepRevealed(0, StepKind.PLACE, (JASON,), Place(2, 3)), "Jason Mraz was told the place: 2nd-3rd."),
    (
        e.StepRevealed(1, StepKind.PLACE, (JASON, XO), Place(2, 3)),
        "Step 1: Jason Mraz and Xochitl Gomez were told the place: 2nd-3rd.",
    ),
    (e.StepRevealed(2, StepKind.SAFE, (XO,), None), "Step 2: Xochitl Gomez was told: safe."),
    (e.StepRevealed(3, StepKind.JEOPARDY, (XO,), None), "Step 3: Xochitl Gomez was told: in jeopardy."),
    (
        e.StepRevealed(4, StepKind.CHOICE, (XO, JASON), None),
        "Step 4: The judges were to choose between Xochitl Gomez and Jason Mraz.",
    ),
    (e.StepRevealed(5, StepKind.OUT, (JASON,), Place(9, 9)), "Step 5: Jason Mraz was told: out, 9th."),
    (e.StepRevealed(5, StepKind.OUT, (JASON, XO), None), "Step 5: Jason Mraz and Xochitl Gomez were told: out."),
    (e.StepRevealed(1, StepKind.NOBODY, (), None), "Step 1: It was told that nobody leaves."),
    (e.StepRevealed(1, StepKind.VOID, (), None), "Step 1: It was told that the votes are void."),
    (e.StepTakenBack(5), "Step 5 was taken back, as if it had not been told."),
    (e.ChampionsCrowned((XO,), "Ball"), "Xochitl Gomez holds the Ball."),
    (e.ChampionsCrowned((XO, JASON), ""), "Xochitl Gomez and Jason Mraz hold the trophy."),
    (e.TroubleReported(1, "no sound.", BY_HOUGH), "judge Derek Hough reported trouble 1: no sound."),
    (e.TroubleSettled(1, "a cable", ANN), "scrutineer Ann Lee settled trouble 1: a cable."),
    (e.KeyIssued("k7", Role.JUDGE, HOUGH), "Derek Hough has a way in as judge, with the key k7."),
    (e.KeyRevoked("k7"), "The key k7 is revoked, and whoever came in by it is out."),
]


@pytest.mark.parametrize(
    ("event", "words"), TOLD, ids=[f"{n} {type(event).__name__}" for n, (event, _) in enumerate(TOLD)]
)
def test_what_happened_is_told(event: Event, words: str) -> None:
    assert event_sentence(SEASON, 11, event) == words


def test_no_event_is_forgotten() -> None:
    assert {type(event) for event, _ in TOLD} == set(get_args(Event))


@pytest.mark.parametrize(("season", "week"), [(None, 11), (SEASON, 99)])
def test_without_a_rundown_a_segment_has_its_number(season: object, week: int) -> None:
    told = Chronicle(SEASON if season else None, week)

    assert told.sentence(e.SegmentTaken(2)) == "Segment 2 began."
    assert told.sentence(e.SaveNamed(HOUGH, XO)) == "Derek Hough saved Xochitl Gomez."


@pytest.mark.parametrize(
    ("value", "words"),
    [("9", "9"), ("17/2", "8½"), ("1/2", "½"), ("-5/2", "-2½"), ("33/4", "8¼"), ("26/3", "8.67"), ("0", "0")],
)
def test_a_mark_as_it_is_written_on_a_sheet(value: str, words: str) -> None:
    assert sentences.mark(Fraction(value)) == words
