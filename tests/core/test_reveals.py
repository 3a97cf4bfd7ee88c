"""The steps of an outcome in every order, and the text of a result that anybody can hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from mirrorball.core.book import Combine, Decider
from mirrorball.core.books import BOOKS
from mirrorball.core.combine import standing
from mirrorball.core.outcome import Awaits, Outcome, outcome
from mirrorball.core.reveals import (
    BY_THE_BOOK,
    VOID,
    Finding,
    Plan,
    RevealOrder,
    RevealStep,
    StepKind,
    digest_of,
    finding_of,
    in_plan,
    result_text,
    steps,
)
from mirrorball.core.season import Week
from mirrorball.core.ties import Place

FIELD = ("Ada", "Bo", "Cy", "Dee", "Eli")  # the order of the cast
VOTES = {"Ada": 30, "Bo": 10, "Cy": 50, "Dee": 20, "Eli": 40}  # Cy, Eli, Ada, Dee, Bo
WEEK = Week(number=3, panel=("Ida", "Jo", "Kit"), book=BOOKS["gala-votes"], jeopardy=2)
JUDGED = replace(WEEK, book=replace(BOOKS["gala-votes"], decider=Decider.JUDGES))
FINAL = replace(WEEK, final=True)
NO_ORDER = Plan(RevealOrder.NO_ORDER, seed="a seed")

Told = list[tuple[str, ...]]


def of(week: Week, leave: int = 1, votes: Mapping[str, int] | None = None, **saves: str) -> Outcome:
    """The outcome of these votes."""
    return outcome(week, leave, standing(week.book, None, VOTES if votes is None else votes), saves)


def told(plan: Plan, result: Outcome, *, final: bool = False) -> Told:
    """The steps, each as the kind and the couples."""
    return [(step.kind.value, *step.stars) for step in steps(plan, FIELD, result, final=final)]


def test_by_the_book_the_safe_come_in_the_order_of_the_cast_then_jeopardy_then_who_leaves() -> None:
    """Who leaves hears the place as well."""
    assert told(BY_THE_BOOK, of(WEEK)) == [
        ("safe", "Ada"),
        ("safe", "Cy"),
        ("safe", "Eli"),
        ("jeopardy", "Bo", "Dee"),
        ("out", "Bo"),
    ]
    assert steps(BY_THE_BOOK, FIELD, of(WEEK), final=False)[-1].place == Place(5, 5)


def test_in_no_particular_order_everybody_is_told_alone_in_the_order_of_the_hash() -> None:
    """The order can be worked out again with ``sha256sum``; the outcome only says which word each hears."""
    by_hash = sorted(FIELD, key=lambda star: hashlib.sha256(f"a seed {star}".encode()).hexdigest())
    in_jeopardy = {"Bo", "Dee"}

    assert in_plan(NO_ORDER, FIELD) == tuple(by_hash)
    assert told(NO_ORDER, of(WEEK)) == [
        *(("jeopardy" if star in in_jeopardy else "safe", star) for star in by_hash),
        ("out", "Bo"),
    ]


def test_another_seed_is_another_order() -> None:
    """Of a hundred seeds, each couple comes first now and then."""
    first = [in_plan(Plan(RevealOrder.NO_ORDER, seed=str(n)), FIELD)[0] for n in range(100)]

    assert set(first) == set(FIELD)


def test_for_suspense_the_lowest_who_is_safe_is_told_last_but_one() -> None:
    """Between two in jeopardy."""
    assert told(Plan(RevealOrder.SUSPENSE), of(WEEK)) == [
        ("safe", "Cy"),
        ("safe", "Eli"),
        ("jeopardy", "Bo"),
        ("safe", "Ada"),
        ("jeopardy", "Dee"),
        ("out", "Bo"),
    ]


def test_for_suspense_where_nobody_else_is_in_jeopardy() -> None:
    """The lowest who is safe is told just before who leaves."""
    assert told(Plan(RevealOrder.SUSPENSE), of(replace(WEEK, jeopardy=1))) == [
        ("safe", "Ada"),
        ("safe", "Cy"),
        ("safe", "Eli"),
        ("safe", "Dee"),
        ("out", "Bo"),
    ]


def test_in_groups_all_who_are_safe_hear_it_at_once() -> None:
    """And all in jeopardy."""
    assert told(Plan(RevealOrder.GROUPS), of(WEEK)) == [
        ("safe", "Ada", "Cy", "Eli"),
        ("jeopardy", "Bo", "Dee"),
        ("out", "Bo"),
    ]


def test_in_groups_two_who_leave_hear_it_at_once() -> None:
    """Without a place, since theirs differ."""
    last = steps(Plan(RevealOrder.GROUPS), FIELD, of(replace(WEEK, jeopardy=3), 2), final=False)[-1]

    assert last == RevealStep(StepKind.OUT, ("Dee", "Bo"))


def test_as_picked_the_rest_follows_in_the_order_of_the_cast() -> None:
    """A list need not be whole."""
    assert told(Plan(RevealOrder.PICKED, ("Eli", "Bo")), of(WEEK)) == [
        ("safe", "Eli"),
        ("jeopardy", "Bo"),
        ("safe", "Ada"),
        ("safe", "Cy"),
        ("jeopardy", "Dee"),
        ("out", "Bo"),
    ]


def test_who_was_picked_and_has_withdrawn_is_not_told() -> None:
    """The plan is older than the withdrawal."""
    assert in_plan(Plan(RevealOrder.PICKED, ("Zoe", "Cy")), FIELD) == ("Cy", "Ada", "Bo", "Dee", "Eli")


@pytest.mark.parametrize("order", RevealOrder)
def test_where_all_in_jeopardy_leave_nobody_is_told_to_be_in_jeopardy(order: RevealOrder) -> None:
    """That would tell who leaves before it is told."""
    kinds = [kind for kind, *_ in told(Plan(order, seed="s"), of(WEEK, 2))]

    assert "jeopardy" not in kinds
    assert kinds.count("out") == (1 if order is RevealOrder.GROUPS else 2)


def test_of_two_who_leave_the_lowest_is_told_first() -> None:
    """Each with the place that the night settles."""
    last = steps(BY_THE_BOOK, FIELD, of(WEEK, 2), final=False)[-2:]

    assert last == (
        RevealStep(StepKind.OUT, ("Bo",), Place(5, 5)),
        RevealStep(StepKind.OUT, ("Dee",), Place(4, 4)),
    )


@pytest.mark.parametrize("order", RevealOrder)
def test_nobody_leaves_in_one_step(order: RevealOrder) -> None:
    """Who is lowest is not told at all."""
    assert told(Plan(order, seed="s"), of(WEEK, 0)) == [("nobody leaves",)]


@pytest.mark.parametrize("order", RevealOrder)
def test_where_judges_choose_the_last_step_names_both_in_the_order_of_the_cast(order: RevealOrder) -> None:
    """Nothing of it says who stands lower, and nobody is out yet."""
    one = told(Plan(order, seed="s"), of(JUDGED))
    turned = told(Plan(order, seed="s"), of(JUDGED, votes={**VOTES, "Bo": 20, "Dee": 10}))

    assert one[-1] == ("choice", "Bo", "Dee")
    assert one == turned
    assert not [kind for kind, *_ in one if kind == "out"]


def test_once_the_judges_have_chosen_nobody_else_is_told_twice() -> None:
    """The steps before are the same; behind them stands who leaves."""
    chosen = of(JUDGED, Ida="Bo", Jo="Bo")

    assert chosen.awaits is Awaits.NOTHING
    assert told(BY_THE_BOOK, chosen)[:-1] == told(BY_THE_BOOK, of(JUDGED))[:-1]
    assert told(BY_THE_BOOK, chosen)[-1] == ("out", "Dee")


def test_a_final_is_told_from_the_last_place_up() -> None:
    """Whatever the plan says of those who are safe."""
    for order in (RevealOrder.BOOK, RevealOrder.NO_ORDER, RevealOrder.GROUPS, RevealOrder.PICKED):
        told_ = steps(Plan(order, seed="s"), FIELD, of(FINAL), final=True)

        assert [step.stars for step in told_] == [("Bo",), ("Dee",), ("Ada",), ("Eli",), ("Cy",)]
        assert [str(step.place) for step in told_] == ["5", "4", "3", "2", "1"]


def test_a_final_for_suspense_tells_the_champions_before_the_runners_up() -> None:
    """The other places as ever."""
    told_ = steps(Plan(RevealOrder.SUSPENSE), FIELD, of(FINAL), final=True)

    assert [str(step.place) for step in told_] == ["5", "4", "3", "1", "2"]


@pytest.mark.parametrize("order", RevealOrder)
def test_two_champions_are_one_step(order: RevealOrder) -> None:
    """Who hears it first would be the champion."""
    result = of(FINAL, votes={**VOTES, "Eli": 50})
    shared = [step for step in steps(Plan(order, seed="s"), FIELD, result, final=True) if "Cy" in step.stars]

    assert shared == [RevealStep(StepKind.PLACE, ("Cy", "Eli"), Place(1, 2))]


def test_a_final_in_which_all_tie_is_one_step() -> None:
    """For suspense as well: there is nothing to change places with."""
    result = of(FINAL, votes=dict.fromkeys(FIELD, 1))

    assert told(Plan(RevealOrder.SUSPENSE), result, final=True) == [("place", *FIELD)]


# What was found, and its text.


def test_a_finding_is_in_the_order_of_names() -> None:
    """So that two paths that agree are equal."""
    found = finding_of(of(WEEK, 2))

    assert (found.jeopardy, found.out) == (("Bo", "Dee"), ("Bo", "Dee"))
    assert found.places["Cy"] == Place(1, 1)
    assert finding_of(of(JUDGED)).between == ("Bo", "Dee")
    assert finding_of(of(JUDGED, votes=dict.fromkeys(FIELD, 1))).between == ()  # a tie is no choice


TEXT = """Mirrorball result 1
title: A season, season 3
week: 3
place 1: Cy
place 2: Eli
place 3: Ada
place 4: Dee
place 5: Bo
jeopardy: Bo
jeopardy: Dee
out: Bo
step 1: safe | Ada | Cy | Eli
step 2: jeopardy | Bo | Dee
step 3: out 5 | Bo
salt: 5a17
"""


def text_of(result: Outcome, salt: str = "5a17", plan: Plan | None = None) -> str:
    """The text of an outcome told in groups."""
    told_ = steps(plan or Plan(RevealOrder.GROUPS), FIELD, result, final=False)
    return result_text("A season, season 3", 3, finding_of(result), told_, salt)


def test_the_text_of_a_result_is_what_a_person_would_type() -> None:
    """Line by line, and hashed by a program that knows nothing of it."""
    assert text_of(of(WEEK)) == TEXT
    assert digest_of(TEXT) == hashlib.sha256(TEXT.encode()).hexdigest()
    assert digest_of("Ω\n") == hashlib.sha256("Ω\n".encode()).hexdigest()


def test_the_text_does_not_depend_on_how_the_places_are_listed() -> None:
    """Only on what they are."""
    found = finding_of(of(WEEK))
    turned = replace(found, places=dict(reversed(list(found.places.items()))))

    assert result_text("t", 3, found, (), "s") == result_text("t", 3, turned, (), "s")


def test_whatever_changes_changes_the_hash() -> None:
    """Salt, plan, places, title, week, between."""
    found = finding_of(of(WEEK))
    digests = [
        digest_of(text)
        for text in (
            text_of(of(WEEK)),
            text_of(of(WEEK), "5a18"),
            text_of(of(WEEK), plan=BY_THE_BOOK),
            text_of(of(WEEK, votes={**VOTES, "Cy": 1})),
            text_of(of(JUDGED)),
            text_of(of(WEEK, 0)),
            result_text("A season, season 3", 4, found, (), "5a17"),
            result_text("A season, season 4", 3, found, (), "5a17"),
            result_text("A season, season 3", 3, VOID, (), "5a17"),
        )
    ]

    assert len(set(digests)) == len(digests)


def test_places_that_are_shared_are_written_so() -> None:
    """As the host reads them."""
    result = of(FINAL, votes={**VOTES, "Eli": 50})
    text = result_text("t", 3, finding_of(result), steps(BY_THE_BOOK, FIELD, result, final=True), "s")

    assert "place 1-2: Cy\nplace 1-2: Eli\nplace 3: Ada" in text
    assert "step 4: place 1-2 | Cy | Eli\n" in text


def test_a_void_result_holds_the_step_alone() -> None:
    """No place, no couple."""
    told_ = (RevealStep(StepKind.VOID),)

    assert result_text("t", 1, VOID, told_, "s").splitlines()[3:-1] == ["step 1: the votes are void"]
    assert Finding({}) == VOID


def test_points_break_no_tie_that_the_book_leaves() -> None:
    """Marks alone, all equal: one place for all, and every step a place."""
    week = replace(FINAL, book=BOOKS["gala-marks"])
    result = outcome(week, 0, standing(week.book, dict.fromkeys(FIELD, Fraction(8)), None))

    assert week.book.combine is Combine.MARKS
    assert told(BY_THE_BOOK, result, final=True) == [("place", *FIELD)]
