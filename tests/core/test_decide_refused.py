"""Every refusal that a command can meet, word for word, and that it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from mirrorball.core import refusals
from mirrorball.core.books import BOOKS
from mirrorball.core.commands import (
    CallRoutine,
    CloseVote,
    Command,
    ExtendVote,
    GiveMark,
    LockMarks,
    NameSave,
    OpenVote,
    SealTally,
)
from mirrorball.core.decide import decide
from mirrorball.core.refusals import Refusal, VotesUnknown
from mirrorball.core.result_commands import ConfirmResult, Crown, RevealNext, SealResult
from mirrorball.core.reveals import VOID
from mirrorball.core.show import Show, open_night
from mirrorball.core.votes import Tally
from tests.core.stage import (
    JUDGED,
    ONE,
    SALT,
    TWO,
    VOTES,
    WALTZ,
    a_season,
    a_week,
    after,
    all_told,
    ballots,
    choosing_show,
    closed_show,
    confirmed,
    found,
    judged_show,
    mark,
    marked,
    marked_show,
    refusal_of,
    seal,
    sealed_final,
    sealed_show,
    sheets,
    the_night,
    told,
    told_final,
    voted,
)

TALLY = Tally({star: {"web": cast} for star, cast in VOTES.items()})
CONFIRM, SEAL = ConfirmResult(VOID, ONE), SealResult(VOID, SALT, TWO)  # what misses is asked before what was found

REFUSED: list[tuple[str, Callable[[], Show], Command, str]] = [
    (
        "call what is not in the running order",
        the_night,
        CallRoutine("tango", "Ada"),
        "Ada has no tango tonight. Call a routine that stands in the running order.",
    ),
    (
        "call twice",
        lambda: after(the_night(), CallRoutine(WALTZ, "Ada")),
        CallRoutine(WALTZ, "Ada"),
        "Ada's waltz was called already. Call the next routine.",
    ),
    (
        "mark what is not in the running order",
        the_night,
        GiveMark("Ida", WALTZ, "Zoe", Fraction(8)),
        "Zoe has no waltz tonight. Call a routine that stands in the running order.",
    ),
    (
        "mark from outside the panel",
        marked_show,
        mark("Lou", "Ada"),
        "Lou is not on tonight's panel. It is Ida, Jo and Kit.",
    ),
    (
        "mark before the dance",
        the_night,
        mark("Ida", "Ada"),
        "Ada's waltz has not been called. Mark it once the couple has the floor.",
    ),
    (
        "mark a locked sheet",
        lambda: after(the_night(), *sheets(("Ada",))),
        mark("Ida", "Ada"),
        "The marks for Ada's waltz are locked. Judge and scrutineer correct them together.",
    ),
    (
        "mark out of scale",
        marked_show,
        GiveMark("Jo", WALTZ, "Ada", Fraction(17, 2)),
        "17/2 is no mark here. Give 1 to 10 in steps of 1.",
    ),
    (
        "mark twice",
        marked_show,
        mark("Ida", "Ada", 10),
        "Ida has given Ada 9. Ask the desk for a correction to change it.",
    ),
    (
        "lock what is not in the running order",
        the_night,
        LockMarks("tango", "Ada"),
        "Ada has no tango tonight. Call a routine that stands in the running order.",
    ),
    (
        "lock twice",
        lambda: after(the_night(), *sheets(("Ada",))),
        LockMarks(WALTZ, "Ada"),
        "The marks for Ada's waltz are locked. Judge and scrutineer correct them together.",
    ),
    (
        "lock with marks missing",
        marked_show,
        LockMarks(WALTZ, "Ada"),
        "Jo and Kit did not mark Ada yet. Lock the sheet when all marks are in.",
    ),
    (
        "lock with one mark missing",
        lambda: after(marked_show(), mark("Jo", "Ada")),
        LockMarks(WALTZ, "Ada"),
        "Kit did not mark Ada yet. Lock the sheet when all marks are in.",
    ),
    (
        "open twice",
        lambda: after(the_night(), OpenVote()),
        OpenVote(),
        "The vote is open. This needs a vote that is not open yet.",
    ),
    (
        "open again after the close",
        closed_show,
        OpenVote(),
        "The vote is closed. This needs a vote that is not open yet.",
    ),
    ("close unopened", the_night, CloseVote(), "The vote is not open yet. This needs a vote that is open."),
    ("close twice", closed_show, CloseVote(), "The vote is closed. This needs a vote that is open."),
    (
        "extend unopened",
        the_night,
        ExtendVote(9, "late", "Sue"),
        "The vote is not open yet. This needs a vote that is open.",
    ),
    (
        "extend after the close",
        closed_show,
        ExtendVote(9, "late", "Sue"),
        "The vote is closed. This needs a vote that is open.",
    ),
    (
        "seal the tally of an open vote",
        lambda: after(the_night(), OpenVote()),
        SealTally(TALLY),
        "The vote is open. This needs a vote that is closed.",
    ),
    (
        "seal the tally twice",
        lambda: after(the_night(), *ballots()),
        SealTally(TALLY),
        "The tally is sealed already and does not change. Go on with the next step.",
    ),
    (
        "seal votes for strangers",
        closed_show,
        SealTally(Tally({"Ada": {"web": 1}, "Zoe": {"web": 1}, "Yan": {"web": 1}})),
        "The tally holds votes for Zoe and Yan, who cannot be voted for tonight. Count again.",
    ),
    (
        "save from outside the panel",
        choosing_show,
        NameSave("Lou", "Dee"),
        "Lou is not on tonight's panel. It is Ida, Jo and Kit.",
    ),
    (
        "save who is not between the two",
        choosing_show,
        NameSave("Ida", "Ada"),
        "Ada is not one of two couples between whom the judges choose now. Wait until these two are named.",
    ),
    (
        "save before the two have heard it",
        judged_show,
        NameSave("Ida", "Dee"),
        "Dee is not one of two couples between whom the judges choose now. Wait until these two are named.",
    ),
    (
        "save where judges have no choice",
        told,
        NameSave("Ida", "Ada"),
        "Ada is not one of two couples between whom the judges choose now. Wait until these two are named.",
    ),
    (
        "save before the two are known",
        lambda: the_night(JUDGED),
        NameSave("Ida", "Dee"),
        "Dee is not one of two couples between whom the judges choose now. Wait until these two are named.",
    ),
    (
        "save twice",
        lambda: after(choosing_show(), NameSave("Ida", "Dee")),
        NameSave("Ida", "Cy"),
        "Ida has saved Dee. A judge chooses once; let the next judge speak.",
    ),
    (
        "save in a week without a choice",
        lambda: all_told(sealed_show()),
        NameSave("Ida", "Ada"),
        "Ada is not one of two couples between whom the judges choose now. Wait until these two are named.",
    ),
    (
        "seal the result with sheets open",
        lambda: after(the_night(), *sheets(("Ada", "Cy")), *ballots()),
        SEAL,
        "The marks of Bo and Dee are not locked. Lock every sheet of the night first.",
    ),
    (
        "seal the result without a tally",
        lambda: after(the_night(), *sheets()),
        SEAL,
        "The tally is not sealed yet. Seal it first.",
    ),
    (
        "seal the result twice",
        sealed_show,
        SEAL,
        "The result is sealed already and does not change. Go on with the next step.",
    ),
    (
        "seal the result before anybody has confirmed it",
        told,
        seal(told()),
        "Nobody has confirmed the result yet. One person confirms it, and another seals it.",
    ),
    (
        "seal the result that one has confirmed oneself",
        lambda: confirmed(told()),
        SealResult(found(told()), SALT, ONE),
        "producer Pru cannot be both. A second person has to agree.",
    ),
    (
        "seal the result with a tie on the line",
        lambda: told(a_week(book=replace(BOOKS["us-1-2"], combined_tie=()))),
        SEAL,
        "The book does not separate the couples at the line. Two people decide what becomes of the tie.",
    ),
    ("reveal before the result", told, RevealNext(1), "The result is not sealed yet. Seal it first."),
    (
        "reveal when all is told",
        lambda: all_told(sealed_show()),
        RevealNext(5),
        "Everything of the night has been told. There is nothing left to reveal.",
    ),
    ("crown before the result", told, Crown(), "The result is not sealed yet. Seal it first."),
    (
        "crown in a week that is no final",
        lambda: all_told(sealed_show()),
        Crown(),
        "This night settles no first place. The trophy is handed over in the final.",
    ),
    (
        "crown before all is told",
        lambda: after(sealed_final(), RevealNext(1)),
        Crown(),
        "Not every place is told. Tell them before the trophy is handed over.",
    ),
    (
        "crown twice",
        lambda: after(told_final(), Crown()),
        Crown(),
        "The coronation is sealed already and does not change. Go on with the next step.",
    ),
]


@pytest.mark.parametrize(
    ("show", "command", "sentence"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_a_refused_command_says_why_and_changes_nothing(
    show: Callable[[], Show], command: Command, sentence: str
) -> None:
    """One sentence for what is wrong and what to do next; the show is as it was, and answers the same again."""
    before = show()
    answer = decide(before, command)

    assert isinstance(answer, Refusal)
    assert answer.sentence == sentence
    assert before == show()
    assert decide(before, command) == answer


def test_points_that_nobody_knows_are_named() -> None:
    """Week 2 carries week 1, in which Cy's and Dee's marks were never published."""
    season = voted(marked(a_season(a_week(1), replace(a_week(2), carry=1)), 1, {"Ada": 9, "Bo": 8}), 1)
    show = after(open_night(season, 2), *sheets(), *ballots())

    sentence = "The points of Cy and Dee are not known. Fill in the marks, or a stated total."
    assert refusal_of(show, CONFIRM).sentence == sentence


def test_votes_of_a_carried_week_that_nobody_knows_are_named() -> None:
    """Week 2 carries week 1, whose votes were never published."""
    season = marked(a_season(a_week(1), replace(a_week(2), carry=1)), 1)
    show = after(open_night(season, 2), *sheets(), *ballots())

    sentence = "The votes of week 1 count tonight and are not known. Add them to votes.csv."
    assert refusal_of(show, CONFIRM).sentence == sentence


def test_votes_of_the_week_before_that_nobody_knows_are_named() -> None:
    """Tonight's marks with last week's votes: what is missing are last week's, not tonight's."""
    season = marked(a_season(a_week(1, "us-17"), a_week(2, "us-17")), 1)
    show = after(open_night(season, 2), *sheets(), *ballots())

    assert refusal_of(show, CONFIRM) == VotesUnknown(1)


@pytest.mark.parametrize("book", ["us-17", "us-18-25"])
def test_a_first_week_that_no_week_decides_does_not_ask_for_tonights_votes(book: str) -> None:
    """Last week's votes decide, and there was no last week: tonight's are sealed, not missing."""
    sentence = "No earlier marks and votes decide week 1. Name a book that counts the night itself."
    assert refusal_of(told(a_week(book=book)), CONFIRM).sentence == sentence


def test_who_lets_nobody_leave_in_such_a_week_is_not_told_to_again() -> None:
    """Advice that was followed is not given a second time."""
    week = replace(a_week(book="us-18-25"), leave=0)
    answer = decide(told(week), CONFIRM)

    assert not isinstance(answer, Refusal) or "Let nobody leave" not in answer.sentence


def test_without_a_panel_nobody_marks() -> None:
    """A gala by votes alone: the refusal has to hold without a name to list."""
    week = replace(a_week(book="gala-votes"), panel=())
    show = after(the_night(week), CallRoutine(WALTZ, "Ada"))

    assert refusal_of(show, mark("Ida", "Ada")).sentence.startswith("Ida is not on tonight's panel.")


def test_a_panel_that_cannot_spare_its_marks_cannot_lock() -> None:
    """All three have marked, and the book drops four: there is no total, and the refusal says so in a sentence."""
    week = a_week(book=replace(BOOKS["us-3-16"], drop_low=2, drop_high=2))
    show = after(the_night(week), CallRoutine(WALTZ, "Ada"), *(mark(judge, "Ada") for judge in week.panel))

    assert refusal_of(show, LockMarks(WALTZ, "Ada")).sentence


def test_every_refusal_of_a_night_is_met_here() -> None:
    """A new refusal has to be added above; these few are met beside the table."""
    met = {type(decide(show(), command)).__name__ for _, show, command, _ in REFUSED}
    known = {
        name
        for name, kind in vars(refusals).items()
        if isinstance(kind, type) and issubclass(kind, Refusal) and kind is not Refusal
    }

    assert known - met == {"NothingDecides", "NothingLeft", "PointsUnknown", "VotesUnknown"}
