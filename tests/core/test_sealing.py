"""How a result comes to be fixed: planned, worked out twice, held against a hand sheet, confirmed by two, sealed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from mirrorball.core.commands import (
    AskCorrection,
    CallRoutine,
    CloseVote,
    Command,
    ConfirmMark,
    ExcuseJudge,
    GrantCorrection,
    GrantImmunity,
    OpenVote,
    ReportTrouble,
    RevokeImmunity,
    SealTally,
    SettleTrouble,
    TypeMark,
    Withdraw,
)
from mirrorball.core.events import HandSheetTyped, RevealPlanned
from mirrorball.core.night_refusals import CorrectionWaits, SamePerson, TroubleOpen
from mirrorball.core.refusals import AlreadySealed, NotDecided, NotSealed, Refusal, SheetsOpen
from mirrorball.core.result_commands import (
    AgreeDecision,
    ConfirmResult,
    DropHandSheet,
    PlanReveal,
    SealResult,
    TypeHandSheet,
)
from mirrorball.core.result_refusals import (
    AlreadyKnown,
    ConfirmedOther,
    HandSheetDiffers,
    NoHandSheet,
    NotConfirmed,
    NotOnHandSheet,
    PathsDisagree,
    PickedTwice,
    SeedMissing,
    UnknownOnHandSheet,
    WaitsForSecond,
)
from mirrorball.core.reveals import Decision, Finding, Plan, RevealOrder, RevealStep, StepKind
from mirrorball.core.sealing import found_tonight, steps_ahead
from mirrorball.core.show import Show
from mirrorball.core.ties import Place
from mirrorball.core.votes import Tally
from mirrorball.proof.plain import plain_finding
from tests.core.stage import (
    FINAL,
    FOUND,
    ONE,
    SALT,
    STARS,
    TWO,
    WALTZ,
    a_week,
    after,
    ballots,
    confirmed,
    corrected,
    decided,
    events_of,
    found,
    judged_show,
    propose,
    refusal_of,
    seal,
    sealed,
    sealed_show,
    sheets,
    the_night,
    told,
)

THIRD = "producer Tom"
BY_HAND = {"Dee": 1, "Cy": 2, "Bo": 3, "Ada": 4}


# How it is told.


def test_a_plan_is_kept_as_it_is_asked_for() -> None:
    """The last one counts. What an order does not use is left out of the record."""
    first = PlanReveal(RevealOrder.NO_ORDER, ONE, STARS, "a seed")
    show = after(the_night(), first, PlanReveal(RevealOrder.PICKED, ONE, ("Dee", "Ada"), "a seed"))

    assert events_of(the_night(), first) == [RevealPlanned(RevealOrder.NO_ORDER, ONE, (), "a seed")]
    assert show.plan == Plan(RevealOrder.PICKED, ("Dee", "Ada"))


def test_a_plan_may_be_made_while_the_vote_runs_and_until_the_count_is_sealed() -> None:
    """Nobody knows anything before."""
    plan = PlanReveal(RevealOrder.GROUPS, ONE)
    show = after(the_night(), *sheets(), OpenVote(), CloseVote())

    assert after(show, plan).plan == Plan(RevealOrder.GROUPS)
    assert refusal_of(after(show, SealTally(Tally({}))), plan) == AlreadyKnown()


@pytest.mark.parametrize("show", [told, lambda: confirmed(told()), sealed_show])
def test_once_somebody_may_know_the_plan_stays(show: Callable[[], Show]) -> None:
    """Whoever asks, and for whatever order."""
    for order in RevealOrder:
        assert refusal_of(show(), PlanReveal(order, ONE, seed="s")) == AlreadyKnown()


def test_by_marks_alone_the_plan_stays_once_it_was_told_and_taken_back() -> None:
    """No count is sealed there, and everybody has heard the result."""
    gala = after(the_night(a_week(book="gala-marks")), *sheets())
    assert after(gala, PlanReveal(RevealOrder.GROUPS, ONE)).plan.order is RevealOrder.GROUPS
    again = decided(sealed(gala), Decision.REOPEN)

    assert (again.sealed, again.confirmed, again.tally) == (None, None, None)
    assert refusal_of(again, PlanReveal(RevealOrder.GROUPS, ONE)) == AlreadyKnown()


def test_an_order_that_nobody_chose_needs_a_seed() -> None:
    """Or somebody could have chosen it."""
    assert refusal_of(the_night(), PlanReveal(RevealOrder.NO_ORDER, ONE)) == SeedMissing()


@pytest.mark.parametrize(("stars", "named"), [(("Ada", "Zoe"), ("Zoe",)), (("Ada", "Bo", "Ada"), ("Ada", "Bo", "Ada"))])
def test_a_list_of_couples_holds_those_of_tonight_once(stars: tuple[str, ...], named: tuple[str, ...]) -> None:
    """A stranger is named."""
    assert refusal_of(the_night(), PlanReveal(RevealOrder.PICKED, ONE, stars)) == PickedTwice(named)


def test_the_plan_is_what_the_result_is_sealed_with() -> None:
    """And the steps that a scrutineer saw ahead are those."""
    planned = after(the_night(), *sheets(), PlanReveal(RevealOrder.PICKED, ONE, ("Dee", "Ada")), *ballots())
    show = sealed(planned)

    assert show.sealed is not None
    assert [step.stars for step in show.sealed.steps] == [("Dee",), ("Ada",), ("Bo",), ("Cy",), ("Ada",)]
    assert show.sealed.steps == show.steps == steps_ahead(planned)


# The hand sheet.


def test_a_hand_sheet_that_comes_to_the_same_lets_the_result_pass() -> None:
    """Typed again it replaces what was typed."""
    show = after(told(), TypeHandSheet(BY_HAND | {"Ada": 3}, TWO), TypeHandSheet(BY_HAND, TWO))

    assert events_of(told(), TypeHandSheet(BY_HAND, TWO)) == [HandSheetTyped(BY_HAND, TWO)]
    assert sealed(show).sealed is not None


def test_a_hand_sheet_that_differs_lets_nobody_confirm_or_seal_until_it_is_mended_or_dropped() -> None:
    """Whenever it is typed."""
    wrong = TypeHandSheet(BY_HAND | {"Dee": 2, "Cy": 1}, TWO)
    show = after(told(), wrong)
    late = after(confirmed(told()), wrong)

    assert refusal_of(show, ConfirmResult(FOUND, ONE)) == HandSheetDiffers()
    assert refusal_of(late, SealResult(FOUND, SALT, TWO)) == HandSheetDiffers()
    assert sealed(after(show, DropHandSheet(ONE))).hand_sheet is None
    assert sealed(after(show, TypeHandSheet(BY_HAND, ONE))).sealed is not None


def test_on_a_hand_sheet_couples_that_tie_have_the_same_number() -> None:
    """The better of the places that they share."""
    show = told(FINAL, votes=dict.fromkeys(STARS, 7))
    level = replace(
        show,
        season=replace(
            show.season,
            routines=tuple(
                replace(r, marks=dict.fromkeys(r.marks, Fraction(8))) if r.star in {"Ada", "Bo"} else r
                for r in show.season.routines
            ),
        ),
    )

    assert found(level).places["Ada"] == found(level).places["Bo"] == Place(1, 2)
    assert sealed(after(level, TypeHandSheet({"Ada": 1, "Bo": 1, "Cy": 3, "Dee": 4}, TWO))).sealed is not None
    apart = after(level, TypeHandSheet({"Ada": 1, "Bo": 2, "Cy": 3, "Dee": 4}, TWO))
    assert refusal_of(apart, ConfirmResult(found(level), ONE)) == HandSheetDiffers()


def test_a_hand_sheet_is_refused_with_strangers_with_gaps_and_after_the_seal() -> None:
    """And there has to be one to drop."""
    assert refusal_of(told(), TypeHandSheet(BY_HAND | {"Zoe": 5}, TWO)) == UnknownOnHandSheet(("Zoe",))
    assert refusal_of(told(), TypeHandSheet({"Dee": 1, "Bo": 2}, TWO)) == NotOnHandSheet(("Ada", "Cy"))
    assert refusal_of(told(), DropHandSheet(TWO)) == NoHandSheet()
    for command in (TypeHandSheet(BY_HAND, TWO), DropHandSheet(TWO)):
        assert refusal_of(sealed_show(), command) == AlreadySealed("result")


def test_a_hand_sheet_of_before_a_withdrawal_differs() -> None:
    """Somebody works it out again."""
    show = after(told(), TypeHandSheet(BY_HAND, TWO), Withdraw("Cy", "an ankle"))

    assert refusal_of(show, ConfirmResult(found(show), ONE)) == HandSheetDiffers()
    assert sealed(after(show, TypeHandSheet({"Dee": 1, "Bo": 2, "Ada": 3}, TWO))).sealed is not None


def test_void_votes_need_no_hand_sheet() -> None:
    """There is nothing to hold against it."""
    show = decided(after(told(), TypeHandSheet(BY_HAND | {"Dee": 4}, TWO)), Decision.VOTES_VOID)

    assert sealed(show).sealed is not None


# Two paths, two people.


def test_what_the_second_path_finds_is_what_the_core_finds() -> None:
    """On all nights of this file."""
    for show in (told(), told(FINAL), judged_show(), decided(told(), Decision.NOBODY_LEAVES)):
        assert plain_finding(show) == found_tonight(show)


@pytest.mark.parametrize(
    "other",
    [
        Finding({}),
        replace(FOUND, out=("Bo",)),
        replace(FOUND, out=()),
        replace(FOUND, jeopardy=("Ada", "Cy")),
        replace(FOUND, between=("Ada", "Bo")),
        replace(FOUND, places={**FOUND.places, "Dee": Place(2, 2), "Cy": Place(1, 1)}),
        replace(FOUND, places={**FOUND.places, "Ada": Place(3, 4), "Bo": Place(3, 4)}),
    ],
)
def test_where_the_two_paths_differ_nobody_confirms_or_seals(other: Finding) -> None:
    """In whatever they differ."""
    assert refusal_of(told(), ConfirmResult(other, ONE)) == PathsDisagree()
    assert refusal_of(confirmed(told()), SealResult(other, SALT, TWO)) == PathsDisagree()


def test_nobody_seals_alone() -> None:
    """Not before somebody has confirmed, and not whoever has, in whatever spelling."""
    show = confirmed(told())

    assert refusal_of(told(), seal(told())) == NotConfirmed()
    for name in (ONE, ONE.upper(), f"  {ONE} ", ONE.replace(" ", "\u00a0"), ONE.replace("o", "\uff4f")):
        assert refusal_of(show, SealResult(FOUND, SALT, name)) == SamePerson(name)
    assert after(show, seal(show)).sealed is not None


@pytest.mark.parametrize(
    ("one", "again"), [("José", "Jose\u0301"), ("STRASSE Ann", "straße ann"), ("Ann Lee", "ann  LEE")]
)
def test_one_person_in_another_spelling_is_one_person(one: str, again: str) -> None:
    """To agree, to seal, to grant a correction, and to read a mark from paper."""
    asked = after(the_night(), *sheets(), AskCorrection("Ida", WALTZ, "Ada", Fraction(8), "misread", one))

    assert refusal_of(after(told(), propose(Decision.VOTES_VOID, one)), AgreeDecision(Decision.VOTES_VOID, again))
    assert refusal_of(after(told(), ConfirmResult(FOUND, one)), SealResult(FOUND, SALT, again)) == SamePerson(again)
    assert refusal_of(asked, GrantCorrection("Ida", WALTZ, "Ada", again)) == SamePerson(again)

    paper = after(the_night(), CallRoutine(WALTZ, "Ada"), TypeMark("Ida", WALTZ, "Ada", Fraction(8), one))
    assert refusal_of(paper, ConfirmMark("Ida", WALTZ, "Ada", Fraction(8), again)) == SamePerson(again)


def test_the_second_to_confirm_stands_in_the_place_of_the_first() -> None:
    """And the first may seal then."""
    show = after(confirmed(told()), ConfirmResult(FOUND, TWO))

    assert refusal_of(show, seal(show)) == SamePerson(TWO)
    assert after(show, SealResult(FOUND, SALT, ONE)).sealed is not None


CHANGES: tuple[Callable[[Show], Show], ...] = (
    lambda show: after(show, Withdraw("Bo", "an ankle")),
    lambda show: decided(show, Decision.NOBODY_LEAVES),
    lambda show: decided(show, Decision.VOTES_VOID),
)


@pytest.mark.parametrize("change", CHANGES, ids=["withdrawn", "nobody leaves", "void"])
def test_what_was_confirmed_and_has_changed_is_confirmed_again(change: Callable[[Show], Show]) -> None:
    """Whether a couple withdrew or two people decided otherwise; it is compared as it stands, not as it stood."""
    show = change(confirmed(told()))

    assert refusal_of(show, seal(show)) == ConfirmedOther()
    assert sealed(show).sealed is not None


def test_a_corrected_mark_that_turns_the_result_asks_for_another_confirmation() -> None:
    """Bo and Ada were apart by a little; the mark of one judge turns them."""
    votes = {"Ada": 100, "Bo": 110, "Cy": 300, "Dee": 400}
    show = confirmed(told(votes=votes))
    assert show.confirmed is not None
    turned = corrected(show)

    assert show.confirmed.found != found(turned)
    assert refusal_of(turned, seal(turned)) == ConfirmedOther()
    assert refusal_of(turned, SealResult(show.confirmed.found, SALT, TWO)) == PathsDisagree()
    assert sealed(turned).sealed is not None


def test_a_result_is_sealed_once() -> None:
    """Neither confirmed nor sealed again, nor planned, nor decided otherwise."""
    show = sealed_show()

    assert refusal_of(show, ConfirmResult(FOUND, THIRD)) == AlreadySealed("result")
    assert refusal_of(show, SealResult(FOUND, SALT, THIRD)) == AlreadySealed("result")
    for decision in (Decision.VOTES_VOID, Decision.NOBODY_LEAVES):
        assert refusal_of(show, propose(decision)) == AlreadySealed("result")


@pytest.mark.parametrize(
    "command",
    [OpenVote(), GrantImmunity("Bo"), RevokeImmunity("Bo"), Withdraw("Bo", "an ankle"), ExcuseJudge("Jo", "ill")],
)
def test_nothing_changes_a_sealed_result_even_where_no_vote_was_held(command: Command) -> None:
    """By marks alone the window never opened, and could be thought to be open for changes still."""
    show = sealed(after(the_night(a_week(book="gala-marks")), *sheets()))

    assert refusal_of(show, command) == AlreadySealed("result")


# What is still missing.


def waiting(of: Callable[[], Show]) -> Refusal:
    """Why there is no result yet; the same for the first and the second person."""
    show = of()
    first, second = refusal_of(show, ConfirmResult(FOUND, ONE)), refusal_of(show, SealResult(FOUND, SALT, TWO))
    assert first == second
    return first


def test_a_result_waits_for_everything_that_it_needs() -> None:
    """Sheets, counts, troubles, corrections, decisions that are open."""
    trouble = ReportTrouble("the light is red", ONE)
    ask = AskCorrection("Ida", WALTZ, "Ada", Fraction(8), "misread", "judge Ida")

    assert waiting(lambda: after(the_night(), *sheets(STARS[:2]))) == SheetsOpen(("Cy", "Dee"))
    assert waiting(lambda: after(the_night(), *sheets())) == NotSealed("tally")
    assert waiting(lambda: after(told(), trouble)) == TroubleOpen(ONE, "the light is red")
    assert waiting(lambda: after(told(), ask)) == CorrectionWaits("Ida", "Ada")
    assert waiting(lambda: after(told(), propose(Decision.NOBODY_LEAVES))) == WaitsForSecond("nobody leaves")
    assert sealed(after(told(), trouble, SettleTrouble(1, "it was the lamp", TWO))).sealed is not None


def test_a_vote_that_was_opened_is_counted_first_even_where_marks_decide() -> None:
    """It may break a tie of the marks."""
    gala = after(the_night(a_week(book="gala-marks")), *sheets(), OpenVote())

    assert waiting(lambda: gala) == waiting(lambda: after(gala, CloseVote())) == NotSealed("tally")


def test_a_tie_on_the_line_waits_for_two_people_who_let_nobody_leave() -> None:
    """Or for votes that are void."""
    tied = told(a_week(book="gala-votes"), votes={"Ada": 9, "Bo": 8, "Cy": 7, "Dee": 7})

    assert waiting(lambda: tied) == NotDecided()
    kept = sealed(decided(tied, Decision.NOBODY_LEAVES))
    assert kept.steps == (RevealStep(StepKind.NOBODY),)
    assert sealed(decided(tied, Decision.VOTES_VOID)).steps == (RevealStep(StepKind.VOID),)
