"""What is true of every way to tell an outcome, and of every text that a result is sealed as."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import assume, given
from hypothesis import strategies as st

from mirrorball.core.combine import standing
from mirrorball.core.commands import NameSave
from mirrorball.core.outcome import Awaits, Outcome, outcome, rules_of
from mirrorball.core.result_commands import TakeBack
from mirrorball.core.reveals import (
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
from mirrorball.core.sealing import found_tonight
from mirrorball.core.season import Week
from mirrorball.core.show import Show
from mirrorball.core.ties import Place
from tests.core import stage
from tests.laws import strategies as made

BLIND = (RevealOrder.BOOK, RevealOrder.NO_ORDER, RevealOrder.PICKED)  # the order tells nothing of the standing
CALLED = {StepKind.SAFE, StepKind.JEOPARDY}
SEEDS = st.text("abc", min_size=1, max_size=3)


@dataclass(frozen=True, slots=True)
class Telling:
    """An outcome, and how it is told."""

    week: Week
    field: tuple[str, ...]
    result: Outcome
    plan: Plan

    @property
    def steps(self) -> tuple[RevealStep, ...]:
        """The steps of it."""
        return steps(self.plan, self.field, self.result, final=self.week.final)


@st.composite
def plans(draw: st.DrawFn, field: Sequence[str], *orders: RevealOrder) -> Plan:
    """A plan for these couples; a list of picked ones need not be whole, and may hold one that has left since."""
    order = draw(st.sampled_from(orders or tuple(RevealOrder)))
    picked = draw(st.lists(st.sampled_from([*field, "Zoe"]), unique=True)) if order is RevealOrder.PICKED else []
    return Plan(order, tuple(picked), draw(SEEDS) if order is RevealOrder.NO_ORDER else "")


@st.composite
def tellings(draw: st.DrawFn, *orders: RevealOrder) -> Telling:
    """An outcome that can be told: nothing of it waits for a decision on a tie."""
    week, given_ = draw(made.nights_of_votes())
    field = tuple(given_.points)
    saves = draw(st.just({}) | made.saves_of(week, field))
    result = outcome(week, week.leave, standing(rules_of(week), given_.points, given_.votes), saves)
    assume(result.awaits is not Awaits.TIE)
    return Telling(week, field, result, draw(plans(field, *orders)))


def told_to(steps_: Sequence[RevealStep], *kinds: StepKind) -> list[str]:
    """Who is told one of these, in order."""
    return [star for step in steps_ if step.kind in kinds for star in step.stars]


@given(tellings())
def test_every_couple_is_told_exactly_once_how_it_stands(telling: Telling) -> None:
    """Safe, in jeopardy, out without being called before, or its place; never two of these, and nobody is left out."""
    result, told = telling.result, telling.steps
    if telling.week.final:
        assert Counter(told_to(told, StepKind.PLACE)) == Counter(telling.field)
    elif not result.out and result.awaits is Awaits.NOTHING:
        assert told == (RevealStep(StepKind.NOBODY),)
    else:
        called = told_to(told, *CALLED)
        at_once = [star for star in told_to(told, StepKind.OUT) if star not in called]
        assert Counter([*called, *at_once]) == Counter(telling.field)


@given(tellings())
def test_what_a_couple_is_told_is_so(telling: Telling) -> None:
    """Who is called safe is not in jeopardy, who is called out leaves, and each place is that of the standing."""
    result, told = telling.result, telling.steps
    assert set(told_to(told, StepKind.SAFE)).isdisjoint(result.jeopardy)
    assert set(told_to(told, StepKind.JEOPARDY)) <= set(result.jeopardy)
    assert set(told_to(told, StepKind.CHOICE)) == set(result.between)
    assert Counter(told_to(told, StepKind.OUT)) == Counter(result.out)
    for step in told:
        if step.place is not None:
            assert {result.places[star] for star in step.stars} == {step.place}
        assert (step.place is not None) or step.kind is not StepKind.PLACE


@given(tellings())
def test_who_is_safe_and_in_jeopardy_comes_before_who_leaves(telling: Telling) -> None:
    """And a choice is the last that is known; nobody leaves before it."""
    kinds = [step.kind for step in telling.steps]
    first_end = next((nth for nth, kind in enumerate(kinds) if kind not in CALLED), len(kinds))

    assert not CALLED & set(kinds[first_end:])
    if StepKind.CHOICE in kinds:
        assert kinds.count(StepKind.CHOICE) == 1
        assert kinds[-1] is StepKind.CHOICE


@given(tellings())
def test_jeopardy_is_not_told_where_it_would_tell_who_leaves(telling: Telling) -> None:
    """All in jeopardy leave, or it is told to all of them."""
    told = told_to(telling.steps, StepKind.JEOPARDY)
    silent = telling.result.awaits is Awaits.NOTHING and set(telling.result.jeopardy) == set(telling.result.out)
    over = telling.week.final or telling.steps[0].kind is StepKind.NOBODY

    assert set(told) == (set() if silent or over else set(telling.result.jeopardy))


@given(tellings(*BLIND), st.randoms(use_true_random=False))
def test_the_order_of_the_safe_tells_nothing_of_the_standing(telling: Telling, rng: object) -> None:
    """Whoever stood where: as long as the same couples are in jeopardy, every step before the last ones is the same."""
    assume(not telling.week.final)
    rows = list(telling.result.standing.rows)
    low = list(telling.result.jeopardy)
    for listed in (rows, low):
        rng.shuffle(listed)  # type: ignore[attr-defined]
    shuffled = replace(
        telling,
        result=replace(
            telling.result, standing=replace(telling.result.standing, rows=tuple(rows)), jeopardy=tuple(low)
        ),
    )

    def before(told: Telling) -> list[RevealStep]:
        return [step for step in told.steps if step.kind in CALLED]

    assert before(shuffled) == before(telling)


@given(tellings(RevealOrder.NO_ORDER))
def test_in_no_particular_order_the_outcome_decides_only_the_words(telling: Telling) -> None:
    """The names come as the seed has them, fixed before anybody knew what each of them hears."""
    called = told_to(telling.steps, *CALLED)

    assert called == [star for star in in_plan(telling.plan, telling.field) if star in called]
    assert all(len(step.stars) == 1 for step in telling.steps if step.kind in CALLED)


@given(st.permutations(made.STARS), st.integers(0, 7), st.data())
def test_a_plan_is_an_order_of_all_the_couples(stars: list[str], many: int, more: st.DataObject) -> None:
    """Nobody is lost or named twice, whatever was picked; and the seed does not look at how the cast is listed."""
    field = stars[:many]
    plan = more.draw(plans(field))

    assert sorted(in_plan(plan, field)) == sorted(field)
    if plan.order is RevealOrder.NO_ORDER:
        assert in_plan(plan, field) == in_plan(plan, sorted(field))


@given(tellings(), st.text("xyz ", max_size=3))
def test_the_same_plan_tells_the_same(telling: Telling, seed: str) -> None:
    """Steps are a function of plan and outcome; an order that is not drawn does not look at the seed."""
    assert telling.steps == telling.steps
    if telling.plan.order is not RevealOrder.NO_ORDER:
        assert replace(telling, plan=replace(telling.plan, seed=seed)).steps == telling.steps


@given(tellings())
def test_in_a_final_places_go_upwards(telling: Telling) -> None:
    """From the last to the first; for suspense the last two change places. Who shares one hears it together."""
    assume(telling.week.final)
    told = [step.place for step in telling.steps]
    assert all(place is not None for place in told)
    firsts = [place.first for place in told if place is not None]
    upwards = sorted(firsts, reverse=True)
    if telling.plan.order is RevealOrder.SUSPENSE and len(upwards) > 1:
        upwards[-2:] = [upwards[-1], upwards[-2]]

    assert firsts == upwards
    assert len(set(told)) == len(told)
    assert Counter(map(len, (step.stars for step in telling.steps))) == Counter(
        place.last - place.first + 1 for place in told if place is not None
    )


# The text.


@given(tellings(), tellings(), st.sampled_from(["5a17", "5a18"]), st.sampled_from(["5a17", "5a18"]))
def test_two_results_have_one_text_only_if_they_are_one(one: Telling, other: Telling, salt: str, pepper: str) -> None:
    """Whatever differs in what was found, in the steps or in the salt can be read off the text."""

    def text(telling: Telling, with_: str) -> str:
        return result_text("t", 1, finding_of(telling.result), telling.steps, with_)

    same = (finding_of(one.result), one.steps, salt) == (finding_of(other.result), other.steps, pepper)
    assert (text(one, salt) == text(other, pepper)) is same
    assert digest_of(text(one, salt)) == hashlib.sha256(text(one, salt).encode("utf-8")).hexdigest()


@given(tellings())
def test_a_text_is_read_back_line_by_line(telling: Telling) -> None:
    """Places, who is in jeopardy, between and out, the steps: a person with the text has the whole result."""
    found = finding_of(telling.result)
    read: dict[str, list[str]] = {"jeopardy": [], "between": [], "out": []}
    places: dict[str, Place] = {}
    told = []
    for line in result_text("t", 1, found, telling.steps, "s").splitlines()[3:-1]:
        head, _, rest = line.partition(": ")
        if head.startswith("place "):
            first, _, last = head.removeprefix("place ").partition("-")
            places[rest] = Place(int(first), int(last or first))
        elif head.startswith("step "):
            told.append(tuple(rest.split(" | ")[1:]))
        else:
            read[head].append(rest)

    assert Finding(places, *(tuple(read[name]) for name in ("jeopardy", "out", "between"))) == found
    assert told == [step.stars for step in telling.steps]


# A whole night.


@st.composite
def sealed_nights(draw: st.DrawFn) -> Show:
    """A night of four couples with drawn votes, plan and way to decide, sealed by two people."""
    book = draw(st.sampled_from(["us-3-16", "us-28-29", "uk-15-22", "gala-votes"]))
    week = replace(
        stage.a_week(book=book),
        leave=draw(st.integers(0, 2)),
        jeopardy=draw(st.integers(0, 3)),
        final=draw(st.booleans()),
    )
    votes = dict(zip(stage.STARS, draw(st.permutations(range(10, 14))), strict=True))
    plan = draw(plans(stage.STARS))
    show = replace(stage.told(week, votes=votes), plan=replace(plan, stars=tuple(s for s in plan.stars if s != "Zoe")))
    assume(isinstance(found_tonight(show), Finding))
    return stage.sealed(show)


@given(sealed_nights(), st.lists(st.sampled_from(["on", "on", "back", "save", "other"]), max_size=25))
def test_however_it_is_told_the_room_has_heard_the_first_steps_of_one_outcome(show: Show, moves: list[str]) -> None:
    """Told, taken back, chosen: what was told is always a beginning of the steps, and the sealed steps never change."""
    assert show.sealed is not None
    fixed = show.sealed
    for move in moves:
        if move == "on" and show.to_reveal:
            show = stage.after(show, stage.next_step(show))
        elif move == "back" and show.revealed:
            show = stage.after(show, TakeBack(len(show.revealed)))
        elif show.choosing and move in {"save", "other"}:
            spoken = {save.judge for save in show.season.saves}
            judge = next(judge for judge in stage.PANEL if judge not in spoken)
            show = stage.after(show, NameSave(judge, show.choosing[0 if move == "save" else 1]))

        assert show.sealed == fixed
        assert show.revealed == show.steps[: len(show.revealed)]
        assert show.steps[: len(fixed.steps)] == fixed.steps
        assert (*show.revealed, *show.to_reveal) == show.steps
        assert not (show.choosing and show.to_reveal)
        assert show.told is (len(show.revealed) == len(show.steps) and not show.choosing)
