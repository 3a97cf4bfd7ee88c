"""A recorded night that plays itself: to its end, whatever the book, and with people who act meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from random import Random

import pytest

from mirrorball.core.books import BOOKS
from mirrorball.core.commands import Command, GiveMark, Hold, ReportTrouble, Resume, SettleTrouble, SubstituteJudge
from mirrorball.core.events import (
    Event,
    MarkGiven,
    NightResumed,
    ResultConfirmed,
    ResultSealed,
    RevealPlanned,
    SaveNamed,
    StepRevealed,
    TallySealed,
    VoteOpened,
)
from mirrorball.core.refusals import Refusal
from mirrorball.core.result_commands import AgreeDecision, ProposeDecision
from mirrorball.core.reveals import Decision, StepKind
from mirrorball.core.season import Season
from mirrorball.core.show import Show, Vote, open_night
from mirrorball.core.votes import Tally
from mirrorball.floor.counter import Counter
from mirrorball.floor.floor import Floor
from mirrorball.proof.record import with_carried
from mirrorball.season.example import example
from mirrorball.season.read import read
from mirrorball.terminal.play import Recorded, drawn_votes, play, without_marks
from mirrorball.terminal.rehearse import PRODUCER, SCRUTINEER

SEASON = read(example("season-32")).season
SPEED = 1e6
PATIENCE = 30  # seconds


def played(
    season: Season, number: int, meanwhile: Callable[[Counter], Awaitable[None]] | None = None, seed: int = 1
) -> tuple[Show, list[Event], list[str]]:
    """A week, played: the show at its end, what happened, and what was said."""
    said: list[str] = []

    async def whole() -> tuple[Show, list[Event]]:
        rng = Random(seed)  # noqa: S311  # a test has to be repeatable
        carried, tally = drawn_votes(season, number, rng)
        counter = Counter(Floor(open_night(with_carried(season, carried), number)))
        playing = asyncio.create_task(play(counter, Recorded(season, number, tally), SPEED, rng, said.append))
        if meanwhile:
            await meanwhile(counter)
        await asyncio.wait_for(playing, PATIENCE)
        events = [entry.event for entry in await counter.entries()]
        show = counter.show
        await counter.close()
        return show, events

    return *asyncio.run(whole()), said


@pytest.mark.parametrize("number", [1, 3, 7, 11])
def test_a_week_is_played_as_it_was_marked(number: int) -> None:
    show, _, said = played(SEASON, number)

    assert show.season.danced_in(number) == SEASON.danced_in(number)
    assert show.sealed is not None
    assert show.to_reveal == ()
    assert bool(show.champions) == SEASON.week(number).final
    assert said == []


class Told:
    """Viewers who vote while the window is open and are counted once it is closed."""

    def __init__(self, counter: Counter, tally: Tally) -> None:
        self.counter, self.told, self.seen = counter, tally, list[Vote]()

    async def vote(self) -> None:
        self.seen.append(self.counter.show.vote)

    async def tally(self) -> Tally:
        self.seen.append(self.counter.show.vote)
        return self.told


def test_what_viewers_gave_is_sealed_and_not_what_was_drawn() -> None:
    async def whole() -> tuple[Show, list[Vote], Tally, Tally]:
        rng = Random(1)  # noqa: S311  # a test has to be repeatable
        carried, drawn = drawn_votes(SEASON, 3, rng)
        counter = Counter(Floor(open_night(with_carried(SEASON, carried), 3)))
        given = Tally({star: {name: n + 1 for name, n in by.items()} for star, by in drawn.counted.items()})
        viewers = Told(counter, given)
        await asyncio.wait_for(play(counter, Recorded(SEASON, 3, drawn, viewers), SPEED, rng, print), PATIENCE)
        await counter.close()
        return counter.show, viewers.seen, given, drawn

    show, seen, given, drawn = asyncio.run(whole())

    assert seen == [Vote.OPEN, Vote.CLOSED]
    assert show.tally == given != drawn


def test_judges_save_where_the_book_asks_them() -> None:
    judged = replace(SEASON, weeks=tuple(replace(week, book=BOOKS["us-28-29"]) for week in SEASON.weeks))
    show, events, said = played(judged, 4)

    assert show.told
    assert [save for save in show.season.saves if save.week == 4]
    assert said == []
    choice = next(
        nth for nth, one in enumerate(events) if isinstance(one, StepRevealed) and one.kind is StepKind.CHOICE
    )
    saved = [nth for nth, one in enumerate(events) if isinstance(one, SaveNamed)]
    (out,) = [nth for nth, one in enumerate(events) if isinstance(one, StepRevealed) and one.kind is StepKind.OUT]
    assert choice < saved[0] < saved[-1] < out


@pytest.mark.parametrize("number", [3, 11])
def test_a_result_is_planned_unknown_confirmed_by_one_and_sealed_by_another_and_told_by_steps(number: int) -> None:
    show, events, said = played(SEASON, number)
    kinds = [type(event) for event in events]
    asked = (RevealPlanned, VoteOpened, TallySealed, ResultConfirmed, ResultSealed, StepRevealed)
    first = [kinds.index(kind) for kind in asked]
    told = [event for event in events if isinstance(event, StepRevealed)]

    assert first == sorted(first)
    assert [event.step for event in told] == list(range(1, len(show.steps) + 1))
    assert show.told
    assert show.sealed is not None
    assert (show.sealed.confirmed_by, show.sealed.by) == (PRODUCER, SCRUTINEER)
    assert len(show.sealed.salt) == 32
    assert said == []


def test_a_result_that_is_reopened_is_sealed_and_told_anew() -> None:
    """Somebody has found a slip after the first step; two people take everything back."""

    async def people(counter: Counter) -> None:
        while not counter.show.revealed:
            await counter.wait(counter.head)
        asked: list[Command] = [
            ProposeDecision(Decision.REOPEN, "a slip", PRODUCER),
            AgreeDecision(Decision.REOPEN, SCRUTINEER),
        ]
        for command in asked:
            assert not isinstance(await counter.ask(command), Refusal)

    show, events, _ = played(SEASON, 3, people)

    assert show.reopened == ("a slip",)
    assert show.told
    assert [type(event) for event in events].count(ResultSealed) == 2


def test_the_same_seed_plays_the_same() -> None:
    one, other, third = played(SEASON, 3)[1], played(SEASON, 3)[1], played(SEASON, 3, seed=2)[1]

    assert one == other != third


def test_a_night_that_is_held_waits_for_people() -> None:
    async def people(counter: Counter) -> None:
        assert not isinstance(await counter.ask(Hold("smoke")), Refusal)
        head = counter.head
        await asyncio.sleep(0.2)
        assert counter.head == head
        await counter.ask(Resume())

    show, events, said = played(SEASON, 3, people)

    assert NightResumed() in events
    assert show.sealed is not None
    assert all("on hold" in line for line in said)  # a step that was under way when the night was held


def test_a_trouble_keeps_the_vote_shut_until_it_is_settled() -> None:
    async def people(counter: Counter) -> None:
        await counter.ask(ReportTrouble("The lights are out.", "judge Ida"))
        while counter.show.next_segment is not None or counter.head < 60:
            await asyncio.sleep(0.01)
            if counter.show.on is not None and counter.show.segment(counter.show.on).title == "The vote":  # type: ignore[union-attr]  # what is on stands in the rundown
                break
        await asyncio.sleep(0.1)
        assert counter.show.vote.value == "not open yet"
        await counter.ask(SettleTrouble(1, "They are on again.", "scrutineer Sam"))

    show, _, said = played(SEASON, 3, people)

    assert show.sealed is not None
    assert len(said) == 1
    assert "The lights are out." in said[0]


def test_who_takes_a_seat_gives_what_was_given_from_there() -> None:
    async def people(counter: Counter) -> None:
        await counter.ask(SubstituteJudge("Derek Hough", "Julianne Hough", "ill"))

    _, events, said = played(SEASON, 3, people)
    given = [event for event in events if isinstance(event, MarkGiven)]

    assert {event.judge for event in given} >= {"Julianne Hough"}
    assert said == []


def test_a_mark_that_somebody_gives_meanwhile_is_taken_as_it_is() -> None:
    async def people(counter: Counter) -> None:
        while (now := counter.show.now) is None:
            await counter.wait(counter.head)
        await counter.ask(GiveMark("Derek Hough", now.round, now.star, SEASON.scale.lowest))

    show, _, _ = played(SEASON, 3, people)

    assert show.sealed is not None


def test_a_week_with_a_mark_that_nobody_recorded_is_named() -> None:
    assert without_marks(open_night(SEASON, 10), SEASON) == ("Alyson Hannigan",)
    assert without_marks(open_night(SEASON, 11), SEASON) == ()
