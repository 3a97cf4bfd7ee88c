"""Where the result stands at the desk, the checks before it is sealed, and the judges' choice on a tablet."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from mirrorball.core.book import Combine
from mirrorball.core.books import BOOKS
from mirrorball.core.commands import GiveBonus, Hold, NameSave, OpenVote, ReportTrouble
from mirrorball.core.people import Role
from mirrorball.core.result_commands import (
    AgreeDecision,
    ConfirmResult,
    Crown,
    ProposeDecision,
    RevealNext,
    TakeBack,
    TypeHandSheet,
)
from mirrorball.core.reveals import Decision, Finding
from mirrorball.core.show import Show
from mirrorball.core.ties import Place
from mirrorball.floor.desk_screen import desk_screen
from mirrorball.floor.judge_screen import judge_screen
from mirrorball.floor.result_checks import Both, Check, both_paths, checks, sides
from mirrorball.floor.result_shown import decisions, holder_of
from mirrorball.floor.screens import ChoiceShown, ProposedLine, ResultShown, SaveLine
from tests.core.stage import (
    FINAL,
    STARS,
    a_week,
    after,
    choosing_show,
    closed_show,
    confirmed,
    found,
    sealed_final,
    sealed_show,
    sheets,
    the_night,
    told,
    told_final,
)

BEA, ANN = "producer Bea", "scrutineer Ann"
CY, DEE = "Cy and Cy's pro", "Dee and Dee's pro"


def at_desk(show: Show, role: Role = Role.PRODUCER) -> ResultShown:
    return desk_screen(show, role, "Bea", 7).result


def of(show: Show, what: str) -> Check:
    return next(check for check in checks(show, both_paths(show)) if check.what == what)


# The desk.


def test_the_states_of_a_result() -> None:
    show = told(FINAL)
    seen = [at_desk(the_night()).state, at_desk(after(the_night(), OpenVote())).state, at_desk(closed_show()).state]
    seen += [at_desk(show).state, at_desk(confirmed(show)).state]
    assert seen == ["early", "early", "open", "open", "confirmed"]
    show = sealed_final()
    assert at_desk(show).state == "sealed"
    for step in range(1, len(STARS)):
        show = after(show, RevealNext(step))
        assert (at_desk(show).state, at_desk(show).step, at_desk(show).follows) == ("telling", step, True)
    show = after(show, RevealNext(len(STARS)))
    assert (at_desk(show).state, at_desk(show).follows, at_desk(show).may_crown) == ("told", False, True)
    show = after(show, Crown())
    assert (at_desk(show).state, at_desk(show).may_crown, at_desk(show).champions) == ("crowned", False, (DEE,))


def test_what_is_told_is_said_and_nothing_else() -> None:
    show = after(sealed_final(), RevealNext(1))
    result = at_desk(show)
    assert result.told == ("In fourth place: Ada and Ada's pro.",)
    assert (result.champions, result.choosing, result.saves) == ((), (), ())
    assert at_desk(after(show, TakeBack(1))) == at_desk(sealed_final())


def test_who_stood_up_for_it_is_named_with_the_hash() -> None:
    result = at_desk(sealed_show())
    assert (result.confirmed_by, result.sealed_by) == ("Pru", "Sue")
    assert sealed_show().sealed is not None
    assert len(result.digest) == 64


def test_only_a_final_has_a_trophy() -> None:
    show = sealed_show()
    while show.to_reveal:
        show = after(show, RevealNext(len(show.revealed) + 1))
    assert (at_desk(show).state, at_desk(show).may_crown) == ("told", False)


def test_the_choice_stands_at_the_desk_with_who_has_spoken() -> None:
    show = choosing_show()
    pair = (ChoiceShown(star="Cy", couple=CY), ChoiceShown(star="Dee", couple=DEE))
    assert (at_desk(show).state, at_desk(show).choosing) == ("choosing", pair)
    show = after(show, NameSave("Ida", "Cy"))
    assert at_desk(show).saves == (SaveLine(judge="Ida", couple=CY),)
    show = after(show, NameSave("Jo", "Cy"))
    assert (at_desk(show).state, at_desk(show).choosing, at_desk(show).follows) == ("telling", (), True)


def test_what_waits_for_a_second_person_and_what_can_be_proposed() -> None:
    show = closed_show()
    assert decisions(show) == (Decision.VOTES_VOID, Decision.NOBODY_LEAVES)
    show = after(show, ProposeDecision(Decision.VOTES_VOID, "The gateway was down.", BEA))
    line = ProposedLine(decision="the votes are void", reason="The gateway was down.", by=BEA)
    assert at_desk(show).proposed == (line,)
    assert at_desk(show).decisions == ("nobody leaves",)
    show = after(show, AgreeDecision(Decision.VOTES_VOID, ANN))
    assert (at_desk(show).proposed, at_desk(show).decisions) == ((), ("nobody leaves",))
    assert decisions(sealed_show()) == (Decision.REOPEN,)
    assert decisions(told(FINAL)) == (Decision.VOTES_VOID,)


def test_a_reopened_result_says_why() -> None:
    show = after(told_final(), ProposeDecision(Decision.REOPEN, "A slip.", BEA), AgreeDecision(Decision.REOPEN, ANN))
    assert (at_desk(show).state, at_desk(show).reopened, at_desk(show).told) == ("open", ("A slip.",), ())


def test_a_book_without_a_vote_is_ready_once_its_sheets_are_locked() -> None:
    week = a_week(book=replace(BOOKS["us-3-16"], combine=Combine.MARKS))
    assert at_desk(the_night(week)).state == "early"
    assert at_desk(after(the_night(week), *sheets(STARS[:3]))).state == "early"
    assert at_desk(after(the_night(week), *sheets())).state == "open"


@pytest.mark.parametrize(
    ("by", "holder"), [(BEA, "Bea"), ("scrutineer Ann Lee", "Ann Lee"), ("Pat", "Pat"), ("judge", "judge")]
)
def test_somebody_is_named_without_the_role(by: str, holder: str) -> None:
    assert holder_of(by) == holder


# Checks.


def test_all_checks_of_a_night_that_is_ready() -> None:
    found_so = checks(told(FINAL), both_paths(told(FINAL)))
    assert [check.state for check in found_so] == ["yes"] * 8 + ["waits"]
    show = confirmed(told(FINAL))
    assert [check.state for check in checks(show, both_paths(show))] == ["yes"] * 9


@pytest.mark.parametrize(
    ("show", "what", "says"),
    [
        (the_night(), "The window", "The vote is not open yet."),
        (the_night(), "The sheets", "Not locked: Ada, Bo, Cy and Dee."),
        (closed_show(), "The count", "The count is not sealed. The scrutineer seals it."),
        (after(told(), ReportTrouble("A lamp is loose.", "judge Ida")), "Troubles", "Ida: A lamp is loose."),
        (
            after(told(), ProposeDecision(Decision.VOTES_VOID, "so", BEA)),
            "Decisions",
            "It was proposed that the votes are void. A second person agrees to that or drops it.",
        ),
    ],
)
def test_a_check_that_fails_says_why(show: Show, what: str, says: str) -> None:
    assert (of(show, what).state, of(show, what).says) == ("no", says)


def test_nothing_is_compared_before_there_is_something() -> None:
    show = after(the_night(), TypeHandSheet(dict.fromkeys(STARS, 1), ANN))
    assert [of(show, what).state for what in ("Two paths", "The hand sheet", "The first person")] == ["waits"] * 3
    assert both_paths(show).agreed is None


def test_paths_that_differ() -> None:
    show = told(FINAL)
    other = Both(found=found(show), second=Finding({star: Place(1, 4) for star in STARS}))
    (paths,) = [check for check in checks(show, other) if check.what == "Two paths"]
    assert (paths.state, other.agreed) == ("no", None)
    assert [row.same for row in sides(show, other)] == [False] * 4
    silent = Both(found=found(show), second="It cannot be worked out.")
    assert [check.state for check in checks(show, silent) if check.what == "Two paths"] == ["no"]


def test_a_result_that_is_confirmed_and_has_changed() -> None:
    show = after(confirmed(told(FINAL)), GiveBonus("Cy", "A lift", Fraction(10)))
    assert of(show, "The first person").state == "no"
    assert of(after(show, ConfirmResult(found(show), BEA)), "The first person").state == "yes"


def test_three_sides_line_by_line() -> None:
    show = after(told(FINAL), TypeHandSheet({"Dee": 1, "Cy": 2, "Bo": 4, "Ada": 3}, ANN))
    rows = sides(show, both_paths(show))
    assert [(row.what.partition(" ")[0], row.found, row.second, row.by_hand, row.same) for row in rows] == [
        ("Dee", "1st", "1st", "1st", True),
        ("Cy", "2nd", "2nd", "2nd", True),
        ("Bo", "3rd", "3rd", "4th", False),
        ("Ada", "4th", "4th", "3rd", False),
    ]
    assert of(show, "The hand sheet").state == "no"


def test_shared_places_are_typed_as_one_number_and_read_as_both() -> None:
    show = told(FINAL)
    shared = Finding({"Ada": Place(1, 2), "Bo": Place(1, 2), "Cy": Place(3, 3), "Dee": Place(4, 4)})
    show = replace(show, hand_sheet={"Ada": 1, "Bo": 1, "Cy": 3, "Dee": 4})
    rows = sides(show, Both(found=shared, second=shared))
    assert [(row.found, row.by_hand, row.same) for row in rows][:2] == [("1st-2nd", "1st-2nd", True)] * 2


def test_who_is_named_stands_below_the_places() -> None:
    rows = sides(choosing_show(), both_paths(choosing_show()))
    assert [(row.what, row.found) for row in rows[4:]] == [
        ("In jeopardy", "Cy and Dee"),
        ("The judges choose between", "Cy and Dee"),
    ]


# A judge's tablet.


def test_a_tablet_shows_the_choice_while_there_is_one() -> None:
    show = choosing_show()
    pair = (ChoiceShown(star="Cy", couple=CY), ChoiceShown(star="Dee", couple=DEE))
    assert judge_screen(the_night(), "Ida", 1).choosing == ()
    assert (judge_screen(show, "Ida", 1).choosing, judge_screen(show, "Ida", 1).saved) == (pair, "")
    show = after(show, NameSave("Ida", "Cy"))
    assert (judge_screen(show, "Ida", 1).choosing, judge_screen(show, "Ida", 1).saved) == (pair, "Cy")
    assert (judge_screen(show, "Jo", 1).choosing, judge_screen(show, "Jo", 1).saved) == (pair, "")
    show = after(show, NameSave("Jo", "Cy"))
    assert judge_screen(show, "Kit", 1).choosing == ()


def test_a_hold_does_not_change_where_the_result_stands() -> None:
    show = after(sealed_final(), RevealNext(1))
    assert at_desk(after(show, Hold("a lamp"))) == at_desk(show)
