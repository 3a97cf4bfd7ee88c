"""What can be undone, in the order in which it happened, and in which words; hints in words."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

import pytest

from mirrorball.core.commands import (
    BackOut,
    CallRoutine,
    ChangeMusic,
    Command,
    ExcuseJudge,
    GiveBonus,
    GrantImmunity,
    Hold,
    Move,
    Resume,
    ReturnJudge,
    RevokeImmunity,
    ScratchRoutine,
    Skip,
    SubstituteJudge,
    Take,
    TakeBonus,
    TypeMark,
    Unskip,
    Withdraw,
)
from mirrorball.core.events import Event, RevealPlanned, StepRevealed
from mirrorball.core.hints import AllAlike, Exchanged, FarOff, Hint, UpsideDown
from mirrorball.core.result_commands import (
    AgreeDecision,
    ConfirmResult,
    ProposeDecision,
    RevealNext,
    SealResult,
    TakeBack,
)
from mirrorball.core.reveals import Decision, RevealOrder, StepKind
from mirrorball.core.season import Song
from mirrorball.core.show import Show
from mirrorball.core.ties import Place
from mirrorball.floor.history import SHOWN, History
from mirrorball.floor.said import FACTS, UNDOINGS, fact, hint_said
from mirrorball.floor.screens import UndoLine
from mirrorball.log.port import Entry
from tests.core.stage import (
    FINAL,
    ONE,
    SALT,
    TWO,
    WALTZ,
    after,
    events_of,
    found,
    mark,
    sealed_final,
    sheets,
    the_night,
    told,
)


def history(*commands: Command) -> History:
    """The history of a night in which these commands were carried out."""
    show, entries = the_night(), list[Entry]()
    for command in commands:
        entries += [Entry(n, event, 0) for n, event in enumerate(events_of(show, command), len(entries) + 1)]
        show = after(show, command)
    return History(the_night()).after(entries)


def offered(*commands: Command) -> list[str]:
    return [line.undo for line in history(*commands).undo_lines]


def test_a_line_says_what_happened_what_undoing_does_and_how_to_ask_for_it() -> None:
    assert history(CallRoutine(WALTZ, "Ada"), Skip(6, "late")).undo_lines == (
        UndoLine(
            position=2,
            says="“The results are worked out” is left out tonight: late.",
            undo="Put “The results are worked out” back into the rundown.",
            command={"ask": "unskip", "segment": 6},
        ),
        UndoLine(
            position=1,
            says="Ada's waltz has the floor.",
            undo="Go back from Ada's waltz.",
            command={"ask": "back-out", "segment": 1},
        ),
    )


def test_what_was_undone_is_not_offered_again_but_the_undoing_is() -> None:
    assert offered(Hold("power cut")) == ["Let the night go on."]
    assert offered(Hold("power cut"), Resume()) == ["Hold the night again."]


def test_what_a_later_step_is_in_the_way_of_is_not_offered() -> None:
    assert offered(Take(1), Take(2)) == ["Go back from Bo's waltz."]
    assert offered(Take(1), mark("Ida", "Ada")) == []


def test_marks_and_locks_are_not_undone_by_a_button() -> None:
    assert offered(*sheets(("Ada",))) == []


def test_twelve_at_most_the_latest_first() -> None:
    steps = [GiveBonus("Ada", f"contest {n}", Fraction(1)) for n in range(20)]
    lines = history(*steps).undo_lines

    assert SHOWN == 12
    assert [line.position for line in lines] == list(range(20, 8, -1))


def test_two_that_one_command_undoes_are_one_line() -> None:
    lines = history(GrantImmunity("Ada"), RevokeImmunity("Ada"), GrantImmunity("Ada")).undo_lines

    assert [(line.position, line.undo) for line in lines] == [(3, "Take back the immunity of Ada.")]


@pytest.mark.parametrize(
    ("steps", "undo"),
    [
        ([Take(1), BackOut(1)], []),
        ([Skip(6, "late"), Unskip(6)], ["Leave “The results are worked out” out again."]),
        ([Move(1, 3)], ["Put Ada's waltz before Bo's waltz again."]),
        ([Move(7, 1)], ["Put “The reveal” at the end again."]),
        (
            [CallRoutine(WALTZ, "Ada"), TypeMark("Ida", WALTZ, "Ada", Fraction(9), "producer Bea")],
            ["Drop what was typed for Ida and Ada's waltz.", "Go back from Ada's waltz."],
        ),
        ([ExcuseJudge("Ida", "ill")], ["Let Ida mark again."]),
        ([ExcuseJudge("Ida", "ill"), ReturnJudge("Ida")], ["Excuse Ida again."]),
        ([SubstituteJudge("Ida", "Zed", "ill")], ["Give the seat of Ida to Ida again."]),
        ([ScratchRoutine(WALTZ, "Ada", "fall")], ["Let Ada's waltz be danced and count."]),
        ([Withdraw("Ada", "knee")], ["Take Ada back in."]),
        ([ChangeMusic(WALTZ, "Ada", (Song("Moon"),))], ["Let Ada's waltz be danced to music not known."]),
        ([GiveBonus("Ada", "lift", Fraction(5, 2))], ["Take back what Ada has from lift."]),
        (
            [GiveBonus("Ada", "lift", Fraction(5, 2)), TakeBonus("Ada", "lift")],
            ["Give Ada 2½ for lift again."],
        ),
        ([GrantImmunity("Ada"), RevokeImmunity("Ada")], ["Make Ada immune again."]),
    ],
)
def test_what_undoing_does_is_said(steps: list[Command], undo: list[str]) -> None:
    assert offered(*steps) == undo


def told_history(show: Show, *commands: Command) -> History:
    """The history of a night that goes on from here."""
    begun, entries = show, list[Entry]()
    for command in commands:
        entries += [Entry(n, event, 0) for n, event in enumerate(events_of(show, command), len(entries) + 1)]
        show = after(show, command)
    return History(begun).after(entries)


def test_the_step_that_was_told_last_is_taken_back_by_a_button() -> None:
    (line,) = told_history(sealed_final(), RevealNext(1), RevealNext(2)).undo_lines

    assert (line.says, line.undo) == ("Bo is told: 3rd.", "Take step 2 back, on every screen.")
    assert line.command == {"ask": "take-back", "step": 2}


def test_what_was_taken_back_is_offered_by_its_number_alone() -> None:
    """It may have been the wrong name: nobody who is not told now is named."""
    lines = told_history(sealed_final(), RevealNext(1), RevealNext(2), TakeBack(2)).undo_lines

    assert [(line.says, line.undo) for line in lines] == [
        ("Step 2 counts as not told, on every screen.", "Tell step 2."),
        ("Ada is told: 4th.", "Take step 1 back, on every screen."),
    ]
    assert "Bo" not in f"{lines}"


def test_after_a_result_was_reopened_nothing_that_was_told_before_is_offered() -> None:
    reopened: list[Command] = [ProposeDecision(Decision.REOPEN, "a slip", ONE), AgreeDecision(Decision.REOPEN, TWO)]
    seals: list[Command] = [ConfirmResult(found(told(FINAL)), ONE), SealResult(found(told(FINAL)), SALT, TWO)]
    told_once: list[Command] = [RevealNext(1), RevealNext(2), TakeBack(2), *reopened]

    assert told_history(sealed_final(), *told_once).undo_lines == ()
    assert told_history(sealed_final(), *told_once, *seals).undo_lines == ()
    (line,) = told_history(sealed_final(), *told_once, *seals, RevealNext(1)).undo_lines
    assert (line.position, line.undo) == (8, "Take step 1 back, on every screen.")


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (StepRevealed(1, StepKind.SAFE, ("Ada",), None), "Ada is safe."),
        (StepRevealed(1, StepKind.SAFE, ("Ada", "Bo"), None), "Ada and Bo are safe."),
        (StepRevealed(1, StepKind.JEOPARDY, ("Ada",), None), "Ada is in jeopardy."),
        (StepRevealed(1, StepKind.CHOICE, ("Ada", "Bo"), None), "The judges choose between Ada and Bo."),
        (StepRevealed(1, StepKind.OUT, ("Ada",), Place(4, 4)), "Ada is out."),
        (StepRevealed(1, StepKind.PLACE, ("Ada", "Bo"), Place(1, 2)), "Ada and Bo are told: 1st-2nd."),
        (StepRevealed(1, StepKind.NOBODY, (), None), "It is told that nobody leaves."),
        (StepRevealed(1, StepKind.VOID, (), None), "It is told that the votes are void."),
        (RevealPlanned(RevealOrder.SUSPENSE, ONE), "The outcome is told for suspense."),
        (RevealPlanned(RevealOrder.PICKED, ONE), "The outcome is told as picked."),
    ],
)
def test_a_step_says_what_the_room_hears(event: Event, says: str) -> None:
    assert fact(the_night(), event) == says


def test_every_event_has_a_sentence() -> None:
    assert set(FACTS) == set(get_args(Event))
    assert set(UNDOINGS) <= set(get_args(Command))


def test_a_history_is_at_a_position() -> None:
    told = history(Take(1), Take(2))

    assert (told.position, told.show) == (2, after(the_night(), Take(1), Take(2)))


@pytest.mark.parametrize(
    ("hint", "says"),
    [
        (
            FarOff("Ida", WALTZ, "Ada", Fraction(17, 2), Fraction(6)),
            "Ida gave Ada's waltz 8½; the others stand at 6.",
        ),
        (
            Exchanged("Ida", WALTZ, "Ada", Fraction(9), "Bo", Fraction(6)),
            "Ida gave Ada 9 and Bo 6 in one round: exchanged, both would agree with the panel.",
        ),
        (AllAlike("Ida", WALTZ, "Ada", Fraction(8), 5), "Ida gave 8 to all 5 routines so far; others did not."),
        (
            UpsideDown("Ida", WALTZ, "Ada", Fraction(-7, 10), 8, 10),
            "Ida orders the couples the other way round than the panel: in 8 of 10 pairs of routines.",
        ),
    ],
)
def test_hints_in_words(hint: Hint, says: str) -> None:
    assert hint_said(hint) == says
