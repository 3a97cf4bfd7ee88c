"""What a judge sees at the steps of a small night, and the numbers on every screen."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from mirrorball.core.commands import (
    AskCorrection,
    BackOut,
    CallRoutine,
    ConfirmMark,
    ExcuseJudge,
    GrantCorrection,
    LockMarks,
    Move,
    ReportTrouble,
    ScratchRoutine,
    SettleTrouble,
    Skip,
    SubstituteJudge,
    Take,
    TypeMark,
    Withdraw,
)
from mirrorball.core.people import Role
from mirrorball.core.season import Scale, Song
from mirrorball.core.show import Show, open_night
from mirrorball.floor.desk_screen import desk_screen
from mirrorball.floor.judge_screen import judge_screen
from mirrorball.floor.screens import OwnMark
from mirrorball.floor.shown import scale_shown, shown
from tests.core.stage import STARS, WALTZ, a_season, after, mark, sheets, the_night

JUDGE_IDA, JUDGE_JO = "judge Ida", "judge Jo"
BEA, ANN = "producer Bea", "scrutineer Ann"
VOTE = len(STARS) + 1  # the segment after the dances


def own(show: Show, judge: str, star: str = "Ada") -> OwnMark:
    """What a judge sees of his or her own mark for a star."""
    return next(mine for mine in judge_screen(show, judge, 1).mine if mine.star == star)


# Numbers.


@pytest.mark.parametrize(
    ("value", "exact", "text"),
    [
        (Fraction(9), "9", "9"),
        (Fraction(17, 2), "17/2", "8½"),
        (Fraction(1, 2), "1/2", "½"),
        (Fraction(-5, 2), "-5/2", "-2½"),
        (Fraction(27, 4), "27/4", "6¾"),
        (Fraction(25, 3), "25/3", "8.33"),
        (Fraction(0), "0", "0"),
    ],
)
def test_a_number_for_a_machine_and_for_a_person(value: Fraction, exact: str, text: str) -> None:
    assert (shown(value).exact, shown(value).text) == (exact, text)


def test_a_scale_lists_its_marks_if_they_fit() -> None:
    halves = scale_shown(Scale(Fraction(1), Fraction(10), Fraction(1, 2)))

    assert [one.text for one in halves.marks][:4] == ["1", "1½", "2", "2½"]
    assert halves.marks[-1] == halves.highest
    assert len(scale_shown(Scale(Fraction(0), Fraction(40))).marks) == 41
    assert scale_shown(Scale(Fraction(0), Fraction(41))).marks == ()


def test_a_scale_whose_top_is_no_step_lists_what_can_be_given() -> None:
    scale = Scale(Fraction(1), Fraction(10), Fraction(2))

    assert [one.exact for one in scale_shown(scale).marks] == ["1", "3", "5", "7", "9"]


# A judge's tablet.


def test_before_the_first_dance_nobody_has_the_floor() -> None:
    screen = judge_screen(the_night(), "Ida", 3)

    assert (screen.position, screen.judge, screen.sits, screen.now) == (3, "Ida", True, None)
    assert [(d.number, d.star, d.called) for d in screen.order] == [(n, star, False) for n, star in enumerate(STARS, 1)]
    assert {mine.state for mine in screen.mine} == {"open"}
    assert (screen.night.title, screen.night.week, screen.night.held) == ("A small season", 1, None)


def test_the_routine_that_was_called_is_the_one_to_mark() -> None:
    screen = judge_screen(after(the_night(), CallRoutine(WALTZ, "Bo")), "Ida", 1)

    assert screen.now is not None
    assert (screen.now.star, screen.now.couple, screen.now.number) == ("Bo", "Bo and Bo's pro", 2)
    assert screen.now in screen.order


def test_nobody_has_the_floor_while_something_else_is_on() -> None:
    show = after(the_night(), Take(1))
    assert judge_screen(show, "Ida", 1).now is not None

    backed = after(show, BackOut(1))
    assert judge_screen(backed, "Ida", 1).now is None

    danced = after(the_night(), *sheets(), Take(VOTE))
    assert judge_screen(danced, "Ida", 1).now is None


def test_a_couple_that_left_cannot_be_marked() -> None:
    show = after(the_night(), CallRoutine(WALTZ, "Ada"), Withdraw("Ada", "knee"))
    screen = judge_screen(show, "Ida", 1)

    assert screen.now is None
    assert screen.order[0].out == "withdrew: knee"


def test_the_states_of_an_own_mark() -> None:
    called = after(the_night(), CallRoutine(WALTZ, "Ada"))
    stored = after(called, mark("Ida", "Ada", 9))
    locked = after(stored, mark("Jo", "Ada"), mark("Kit", "Ada"), LockMarks(WALTZ, "Ada"))

    assert own(called, "Ida") == OwnMark(round=WALTZ, star="Ada", mark=None, state="open", asked=None, from_paper=False)
    assert (own(stored, "Ida").state, own(stored, "Ida").mark) == ("stored", shown(Fraction(9)))
    assert own(locked, "Ida").state == "locked"
    assert own(stored, "Jo").mark is None


def test_a_correction_that_waits_is_seen_by_its_judge() -> None:
    show = after(
        the_night(),
        CallRoutine(WALTZ, "Ada"),
        mark("Ida", "Ada", 9),
        mark("Jo", "Ada", 7),
        AskCorrection("Ida", WALTZ, "Ada", Fraction(8), "slip", JUDGE_IDA),
        AskCorrection("Jo", WALTZ, "Ada", None, "wrong couple", JUDGE_JO),
    )

    assert own(show, "Ida").asked == shown(Fraction(8))
    struck = own(show, "Jo").asked
    assert struck is not None
    assert struck.exact == ""
    granted = after(show, GrantCorrection("Ida", WALTZ, "Ada", ANN))
    assert (own(granted, "Ida").asked, own(granted, "Ida").mark) == (None, shown(Fraction(8)))


def test_a_mark_from_paper_says_so() -> None:
    show = after(
        the_night(),
        CallRoutine(WALTZ, "Ada"),
        TypeMark("Ida", WALTZ, "Ada", Fraction(9), BEA),
        ConfirmMark("Ida", WALTZ, "Ada", Fraction(9), ANN),
        mark("Jo", "Ada"),
    )

    assert own(show, "Ida").from_paper
    assert not own(show, "Jo").from_paper


def test_a_substitute_sees_own_marks_and_the_one_before_sits_no_more() -> None:
    show = after(
        the_night(),
        CallRoutine(WALTZ, "Ada"),
        mark("Ida", "Ada", 9),
        SubstituteJudge("Ida", "Zed", "ill"),
        CallRoutine(WALTZ, "Bo"),
        mark("Zed", "Bo", 6),
    )

    assert (judge_screen(show, "Zed", 1).sits, judge_screen(show, "Ida", 1).sits) == (True, False)
    assert (own(show, "Zed").mark, own(show, "Zed", "Bo").mark) == (None, shown(Fraction(6)))
    assert (own(show, "Ida").mark, own(show, "Ida", "Bo").mark) == (shown(Fraction(9)), None)


def test_an_excused_judge_does_not_sit() -> None:
    assert not judge_screen(after(the_night(), ExcuseJudge("Ida", "ill")), "Ida", 1).sits


def test_the_order_is_that_of_the_rundown() -> None:
    show = after(the_night(), Move(4, 1), Skip(2, "late"), ScratchRoutine(WALTZ, "Cy", "no music"))
    order = judge_screen(show, "Ida", 1).order

    assert [(d.number, d.star) for d in order] == [(1, "Dee"), (2, "Ada"), (3, "Bo"), (4, "Cy")]
    assert [d.out for d in order] == ["", "", "skipped: late", "scratched: no music"]


def test_a_routine_that_the_rundown_does_not_have_comes_last() -> None:
    show = replace(the_night(), rundown=the_night().rundown[1:])

    assert [d.star for d in judge_screen(show, "Ida", 1).order] == ["Bo", "Cy", "Dee", "Ada"]


def test_a_routine_that_the_rundown_does_not_have_is_out_with_its_couple() -> None:
    show = after(replace(the_night(), rundown=()), Withdraw("Ada", "knee"), ScratchRoutine(WALTZ, "Bo", "fall"))

    assert {d.star: d.out for d in judge_screen(show, "Ida", 1).order} == {
        "Ada": "withdrew: knee",
        "Bo": "scratched: fall",
        "Cy": "",
        "Dee": "",
    }


def test_a_judge_sees_own_troubles_alone() -> None:
    show = after(
        the_night(),
        ReportTrouble("no light", JUDGE_IDA),
        ReportTrouble("no sound", JUDGE_JO),
        ReportTrouble("no chair", JUDGE_IDA),
        SettleTrouble(1, "lamp changed", BEA),
    )

    assert [(t.number, t.text, t.settled) for t in judge_screen(show, "Ida", 1).troubles] == [
        (3, "no chair", ""),
        (1, "no light", "lamp changed"),
    ]
    assert [t.number for t in desk_screen(show, Role.PRODUCER, "Bea", 1).troubles] == [3, 2, 1]


def test_music_and_style_are_read_out() -> None:
    season = a_season()
    danced = replace(season.routines[0], style="Waltz", songs=(Song("Moon River", ("Frank Ocean",)),))
    screen = judge_screen(open_night(replace(season, routines=(danced, *season.routines[1:])), 1), "Ida", 1)

    assert (screen.order[0].style, screen.order[0].music) == ("Waltz", "“Moon River” by Frank Ocean")
    assert (screen.order[1].style, screen.order[1].music) == ("", "music not known")


def test_a_season_without_a_number_is_named_by_its_title() -> None:
    assert judge_screen(open_night(replace(a_season(), number=32), 1), "Ida", 1).night.title == (
        "A small season, season 32"
    )
