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
    Crown,
    ExtendVote,
    LockMarks,
    NameSave,
    OpenVote,
    RevealNext,
    SealResult,
    SealTally,
)
from mirrorball.core.decide import decide
from mirrorball.core.events import (
    ChampionsCrowned,
    Event,
    MarkGiven,
    MarksLocked,
    PlaceRevealed,
    ResultSealed,
    RoutineCalled,
    SaveNamed,
    TallySealed,
    VoteClosed,
    VoteExtended,
    VoteOpened,
)
from mirrorball.core.refusals import Refusal
from mirrorball.core.show import Show
from mirrorball.core.ties import Place
from mirrorball.core.votes import Tally
from tests.core.stage import (
    FINAL,
    PANEL,
    STARS,
    VOTES,
    WALTZ,
    a_week,
    after,
    ballots,
    closed_show,
    events_of,
    judged_show,
    mark,
    marked_show,
    sealed_final,
    sealed_show,
    sheets,
    the_night,
    told,
    told_final,
)
from tests.core.test_night import CAUSES as NIGHT_CAUSES

TALLY = Tally({star: {"web": cast} for star, cast in VOTES.items()})


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
    (judged_show, NameSave("Ida", "Dee"), SaveNamed("Ida", "Dee")),
    # Shares: Ada 27/90 + 1/10, Bo 24/90 + 2/10, Cy 21/90 + 3/10, Dee 18/90 + 4/10.
    (told, SealResult(), ResultSealed(("Dee", "Cy", "Bo", "Ada"), {"Ada": Place(4, 4)}, ("Ada",))),
    (sealed_show, RevealNext(), PlaceRevealed("Ada", Place(4, 4))),
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


def test_judges_speak_until_it_is_settled_and_the_rest_may_still_speak() -> None:
    """One of three settles nothing, two do; what the third says is recorded and changes nothing."""
    show = after(judged_show(), NameSave("Ida", "Dee"))
    assert isinstance(decide(show, SealResult()), Refusal)

    show = after(show, NameSave("Jo", "Dee"))
    (early,) = events_of(show, SealResult())
    (late,) = events_of(after(show, NameSave("Kit", "Cy")), SealResult())

    assert early == late == ResultSealed(("Ada", "Bo", "Cy", "Dee"), {"Cy": Place(4, 4)}, ("Cy",))


def test_two_all_is_settled_by_the_casting_judge_and_only_once_all_have_spoken() -> None:
    """The casting judge may speak at any time."""
    panel = (*PANEL, "Lou")
    week = replace(a_week(book="us-28-29"), panel=panel, casting_judge="Kit")
    show = the_night(week)
    for star in STARS:
        show = after(show, CallRoutine(WALTZ, star), *(mark(judge, star) for judge in panel), LockMarks(WALTZ, star))
    show = after(show, *ballots({"Ada": 4, "Bo": 3, "Cy": 2, "Dee": 1}))
    show = after(show, NameSave("Kit", "Dee"), NameSave("Ida", "Dee"), NameSave("Jo", "Cy"))
    assert isinstance(decide(show, SealResult()), Refusal)

    (sealed,) = events_of(after(show, NameSave("Lou", "Cy")), SealResult())
    assert isinstance(sealed, ResultSealed)
    assert sealed.out == ("Cy",)


def test_places_are_told_from_the_last_upwards() -> None:
    """In a final all of them, the champion last."""
    show, order = sealed_final(), []
    while show.to_reveal:
        (event,) = events_of(show, RevealNext())
        assert isinstance(event, PlaceRevealed)
        order.append((event.star, event.place))
        show = after(show, RevealNext())

    assert order == [(star, Place(nth, nth)) for star, nth in zip(STARS, (4, 3, 2, 1), strict=True)]


def test_a_tie_for_first_place_crowns_both() -> None:
    """Nothing breaks it, so they share the trophy."""
    level = replace(BOOKS["us-1-2"], combined_tie=())
    week = replace(FINAL, book=level)
    show = after(told(week, votes={"Ada": 3, "Bo": 4, "Cy": 2, "Dee": 1}), SealResult(), *[RevealNext()] * 4)

    assert events_of(show, Crown()) == [ChampionsCrowned(("Ada", "Bo"), "The small trophy")]


def test_a_gala_by_marks_alone_needs_no_tally() -> None:
    """Judges' choice: the vote need never open."""
    week = replace(FINAL, book=BOOKS["gala-marks"])
    (sealed,) = events_of(after(the_night(week), *sheets()), SealResult())

    assert isinstance(sealed, ResultSealed)
    assert sealed.order == STARS


def test_a_gala_by_votes_alone_needs_no_panel() -> None:
    """People's choice: nobody marks, so no sheet has to be locked."""
    week = replace(FINAL, book=BOOKS["gala-votes"], panel=())
    (sealed,) = events_of(after(the_night(week), *ballots()), SealResult())

    assert isinstance(sealed, ResultSealed)
    assert sealed.order == STARS[::-1]
