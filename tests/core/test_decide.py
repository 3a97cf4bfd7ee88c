"""Each command: the event that it causes, and each refusal that it can meet, word for word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import get_args

import pytest

from mirrorball.core.books import BOOKS
from mirrorball.core.commands import (
    CallRoutine,
    CloseVote,
    Command,
    ExtendVote,
    LockMarks,
    NameSave,
    OpenVote,
    SealTally,
)
from mirrorball.core.decide import decide
from mirrorball.core.events import (
    ChampionsCrowned,
    DecisionAgreed,
    DecisionDropped,
    DecisionProposed,
    Event,
    HandSheetDropped,
    HandSheetTyped,
    MarkGiven,
    MarksLocked,
    ResultConfirmed,
    ResultSealed,
    RevealPlanned,
    RoutineCalled,
    SaveNamed,
    StepRevealed,
    StepTakenBack,
    TallySealed,
    VoteClosed,
    VoteExtended,
    VoteOpened,
)
from mirrorball.core.refusals import Refusal
from mirrorball.core.result_commands import (
    AgreeDecision,
    ConfirmResult,
    Crown,
    DropDecision,
    DropHandSheet,
    PlanReveal,
    ProposeDecision,
    RevealNext,
    SealResult,
    TakeBack,
    TypeHandSheet,
)
from mirrorball.core.reveals import (
    Decision,
    Finding,
    RevealOrder,
    RevealStep,
    StepKind,
    digest_of,
    result_text,
)
from mirrorball.core.sealing import found_tonight
from mirrorball.core.show import Show
from mirrorball.core.ties import Place
from mirrorball.core.votes import Tally
from tests.core.stage import (
    FINAL,
    ONE,
    PANEL,
    SALT,
    STARS,
    TWO,
    VOTES,
    WALTZ,
    a_week,
    after,
    all_told,
    ballots,
    choosing_show,
    closed_show,
    confirmed,
    events_of,
    found,
    mark,
    marked_show,
    next_step,
    seal,
    sealed,
    sealed_final,
    sealed_show,
    sheets,
    the_night,
    told,
    told_final,
)
from tests.core.test_night import CAUSES as NIGHT_CAUSES

TALLY = Tally({star: {"web": cast} for star, cast in VOTES.items()})
PLACES = {"Ada": 4, "Bo": 3, "Cy": 2, "Dee": 1}
# Shares: Ada 27/90 + 1/10, Bo 24/90 + 2/10, Cy 21/90 + 3/10, Dee 18/90 + 4/10.
FOUND = Finding({star: Place(nth, nth) for star, nth in PLACES.items()}, jeopardy=("Ada", "Bo"), out=("Ada",))
SAFE = tuple(RevealStep(StepKind.SAFE, (star,)) for star in STARS[2:])
STEPS = (*SAFE, RevealStep(StepKind.JEOPARDY, ("Ada", "Bo")), RevealStep(StepKind.OUT, ("Ada",), Place(4, 4)))
SEALED = ResultSealed(
    ("Dee", "Cy", "Bo", "Ada"),
    {"Ada": Place(4, 4)},
    ("Ada",),
    STEPS,
    FOUND,
    SALT,
    digest_of(result_text("A small season", 1, FOUND, STEPS, SALT)),
    ONE,
    TWO,
)
VOID_ASKED = ProposeDecision(Decision.VOTES_VOID, " the lines were down ", ONE)


CAUSES: list[tuple[Callable[[], Show], Command, Event]] = [
    (the_night, CallRoutine(WALTZ, "Ada"), RoutineCalled(WALTZ, "Ada")),
    (marked_show, mark("Jo", "Ada", 10), MarkGiven("Jo", WALTZ, "Ada", Fraction(10))),
    (
        lambda: after(marked_show(), mark("Jo", "Ada", 10), mark("Kit", "Ada", 7)),
        LockMarks(WALTZ, "Ada"),
        MarksLocked(WALTZ, "Ada", Fraction(26)),
    ),
    (the_night, OpenVote(), VoteOpened(STARS)),
    (the_night, OpenVote(90_000), VoteOpened(STARS, 90_000)),
    (
        lambda: after(the_night(), OpenVote(90_000)),
        ExtendVote(90_001, " gateway late ", "Sue"),
        VoteExtended(90_001, "gateway late", "Sue"),
    ),
    (lambda: after(the_night(), OpenVote()), ExtendVote(5, "by plan", "Sue"), VoteExtended(5, "by plan", "Sue")),
    (lambda: after(the_night(), OpenVote()), CloseVote(), VoteClosed()),
    (lambda: after(the_night(), OpenVote(5)), CloseVote(), VoteClosed()),
    (closed_show, SealTally(TALLY), TallySealed(TALLY)),
    (choosing_show, NameSave("Ida", "Dee"), SaveNamed("Ida", "Dee")),
    (the_night, PlanReveal(RevealOrder.GROUPS, ONE), RevealPlanned(RevealOrder.GROUPS, ONE)),
    (told, TypeHandSheet(PLACES, TWO), HandSheetTyped(PLACES, TWO)),
    (lambda: after(told(), TypeHandSheet(PLACES, TWO)), DropHandSheet(TWO), HandSheetDropped(TWO)),
    (closed_show, VOID_ASKED, DecisionProposed(Decision.VOTES_VOID, "the lines were down", ONE)),
    (
        lambda: after(closed_show(), VOID_ASKED),
        AgreeDecision(Decision.VOTES_VOID, TWO),
        DecisionAgreed(Decision.VOTES_VOID, "the lines were down", ONE, TWO),
    ),
    (
        lambda: after(closed_show(), VOID_ASKED),
        DropDecision(Decision.VOTES_VOID, TWO),
        DecisionDropped(Decision.VOTES_VOID, TWO),
    ),
    (told, ConfirmResult(FOUND, ONE), ResultConfirmed(FOUND, ONE)),
    (lambda: confirmed(told()), SealResult(FOUND, SALT, TWO), SEALED),
    (sealed_show, RevealNext(1), StepRevealed(1, StepKind.SAFE, ("Cy",), None)),
    (
        lambda: after(sealed_show(), *map(RevealNext, (1, 2, 3))),
        RevealNext(4),
        StepRevealed(4, StepKind.OUT, ("Ada",), Place(4, 4)),
    ),
    (lambda: after(sealed_show(), RevealNext(1)), TakeBack(1), StepTakenBack(1)),
    (told_final, Crown(), ChampionsCrowned(("Dee",), "The small trophy")),
]


@pytest.mark.parametrize(
    ("show", "command", "event"), CAUSES, ids=[f"{n} {type(c).__name__}" for n, (_, c, _) in enumerate(CAUSES)]
)
def test_a_command_causes_its_event(show: Callable[[], Show], command: Command, event: Event) -> None:
    """One event, with the facts of the night."""
    assert events_of(show(), command) == [event]


def test_every_command_is_tried_here() -> None:
    """A new command has to be added above."""
    tried = {type(command) for _, command, _ in CAUSES} | {type(command) for _, command, _ in NIGHT_CAUSES}
    assert tried == set(get_args(Command))


def test_judges_speak_until_it_is_settled() -> None:
    """One of three settles nothing, two do; nobody speaks any more once it is settled."""
    show = after(choosing_show(), NameSave("Ida", "Dee"))
    assert isinstance(decide(show, next_step(show)), Refusal)

    show = after(show, NameSave("Jo", "Dee"))

    assert show.to_reveal == (RevealStep(StepKind.OUT, ("Cy",), Place(4, 4)),)
    assert isinstance(decide(show, NameSave("Kit", "Cy")), Refusal)


def test_two_all_is_settled_by_the_casting_judge_and_only_once_all_have_spoken() -> None:
    """The casting judge may speak at any time."""
    panel = (*PANEL, "Lou")
    week = replace(a_week(book="us-28-29"), panel=panel, casting_judge="Kit")
    show = the_night(week)
    for star in STARS:
        show = after(show, CallRoutine(WALTZ, star), *(mark(judge, star) for judge in panel), LockMarks(WALTZ, star))
    show = all_told(sealed(after(show, *ballots({"Ada": 4, "Bo": 3, "Cy": 2, "Dee": 1}))))
    show = after(show, NameSave("Kit", "Dee"), NameSave("Ida", "Dee"), NameSave("Jo", "Cy"))
    assert isinstance(decide(show, next_step(show)), Refusal)

    show = after(show, NameSave("Lou", "Cy"))
    assert [step.stars for step in show.to_reveal] == [("Cy",)]


def test_places_are_told_from_the_last_upwards() -> None:
    """In a final all of them, the champion last."""
    show, order = sealed_final(), []
    while show.to_reveal:
        (event,) = events_of(show, next_step(show))
        assert isinstance(event, StepRevealed)
        order.append((event.step, event.kind, event.stars, event.place))
        show = after(show, next_step(show))

    assert order == [(5 - nth, StepKind.PLACE, (star,), Place(nth, nth)) for star, nth in PLACES.items()]


def test_a_tie_for_first_place_crowns_both() -> None:
    """Nothing breaks it, so they hear it together and share the trophy."""
    level = replace(BOOKS["us-1-2"], combined_tie=())
    week = replace(FINAL, book=level)
    show = all_told(sealed(told(week, votes={"Ada": 3, "Bo": 4, "Cy": 2, "Dee": 1})))

    assert show.revealed[-1] == RevealStep(StepKind.PLACE, ("Ada", "Bo"), Place(1, 2))
    assert events_of(show, Crown()) == [ChampionsCrowned(("Ada", "Bo"), "The small trophy")]


def test_a_gala_by_marks_alone_needs_no_tally() -> None:
    """Judges' choice: the vote need never open."""
    week = replace(FINAL, book=BOOKS["gala-marks"])
    show = sealed(after(the_night(week), *sheets()))

    assert show.sealed is not None
    assert show.sealed.order == STARS


def test_a_gala_by_votes_alone_needs_no_panel() -> None:
    """People's choice: nobody marks, so no sheet has to be locked."""
    week = replace(FINAL, book=BOOKS["gala-votes"], panel=())
    show = sealed(after(the_night(week), *ballots()))

    assert show.sealed is not None
    assert show.sealed.order == STARS[::-1]


def test_two_people_seal_and_the_second_finds_what_the_first_confirmed() -> None:
    """Nobody can seal before, and one person is not two, however the name is written."""
    show = told()
    assert isinstance(decide(show, seal(show)), Refusal)

    show = confirmed(show)
    assert found_tonight(show) == found(show) == FOUND
    assert isinstance(decide(show, SealResult(FOUND, SALT, f" {ONE.upper()} ")), Refusal)
    assert after(show, seal(show)).sealed == SEALED
