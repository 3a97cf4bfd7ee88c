"""The one writer of a night: what it keeps, whom it tells and when, and that a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce

import pytest

from mirrorball.core.apply import apply
from mirrorball.core.books import BOOKS
from mirrorball.core.commands import CallRoutine, Command, Crown, GiveMark, LockMarks, OpenVote, SignReach
from mirrorball.core.events import Event, MarkGiven, MarksLocked, RoutineCalled
from mirrorball.core.refusals import Refusal
from mirrorball.core.season import Couple, Routine, Season, Week
from mirrorball.core.show import Show, open_night
from mirrorball.core.stuck import settled
from mirrorball.floor.floor import Floor
from mirrorball.floor.rehearsal import marked
from mirrorball.log.memory import MemoryLog
from mirrorball.log.port import Entry, NotKept
from mirrorball.season.example import example
from mirrorball.season.read import read

OPENED = open_night(
    Season(
        title="S",
        couples=(Couple(star="Ada", pro=""), Couple(star="Bo", pro="")),
        weeks=(Week(number=1, panel=("Ida",), book=BOOKS["us-3-16"]),),
        routines=(Routine(week=1, star="Ada", round="waltz"), Routine(week=1, star="Bo", round="waltz")),
    ),
    1,
)
ADA: list[Command] = [
    CallRoutine("waltz", "Ada"),
    GiveMark("Ida", "waltz", "Ada", Fraction(9)),
    LockMarks("waltz", "Ada"),
]


def test_what_was_asked_happens_and_is_kept_in_order() -> None:
    floor = Floor(OPENED)
    answers = [floor.ask(command) for command in ADA]

    assert floor.events == [
        RoutineCalled("waltz", "Ada"),
        MarkGiven("Ida", "waltz", "Ada", Fraction(9)),
        MarksLocked("waltz", "Ada", Fraction(9)),
    ]
    assert [list(answer) for answer in answers if not isinstance(answer, Refusal)] == [[e] for e in floor.events]


def test_the_show_is_what_its_events_add_up_to() -> None:
    floor = Floor(OPENED)
    for command in ADA:
        floor.ask(command)

    assert floor.show == reduce(apply, floor.events, OPENED)
    assert floor.show != OPENED


def test_a_refusal_changes_nothing_and_tells_nobody() -> None:
    told: list[Event] = []
    floor = Floor(OPENED, lambda _, event: told.append(event))
    refused: list[Command] = [
        Crown(),
        GiveMark("Ida", "waltz", "Ada", Fraction(9)),
        GiveMark("Zed", "waltz", "Ada", Fraction(9)),
        LockMarks("waltz", "Bo"),
        CallRoutine("tango", "Ada"),
    ]
    answers = [floor.ask(command) for command in refused]

    assert all(isinstance(answer, Refusal) for answer in answers)
    assert (floor.events, floor.show, told) == ([], OPENED, [])


def test_the_same_command_again_is_refused_and_not_kept_twice() -> None:
    floor = Floor(OPENED)

    assert not isinstance(floor.ask(ADA[0]), Refusal)
    assert isinstance(floor.ask(ADA[0]), Refusal)
    assert len(floor.events) == 1


def test_who_listens_hears_of_each_event_after_it_is_kept() -> None:
    heard: list[tuple[Show, Event, int]] = []

    def tell(show: Show, event: Event) -> None:
        heard.append((show, event, len(floor.events)))

    floor = Floor(OPENED, tell)
    for command in ADA:
        floor.ask(command)

    assert [event for _, event, _ in heard] == floor.events
    assert [kept for _, _, kept in heard] == [1, 2, 3]
    assert [show for show, _, _ in heard] == [reduce(apply, floor.events[:n], OPENED) for n in (1, 2, 3)]


def test_the_season_that_was_handed_in_stays_as_it_was() -> None:
    season = OPENED.season
    floor = Floor(OPENED)
    for command in ADA:
        floor.ask(command)

    assert season.routines[0].marks == {}
    assert floor.show.season.routines[0].marks == {"Ida": 9}


def test_a_recorded_night_is_played_without_a_refusal() -> None:
    season = read(example("season-32")).season
    for number in (1, 3, 7, 8, 11):
        floor = Floor(open_night(season, number))
        answers = [floor.ask(command) for command in marked(season, number)]
        if settled(floor.show):
            answers.append(floor.ask(SignReach("It was so.", "scrutineer Ann")))
        answers.append(floor.ask(OpenVote()))

        assert [answer for answer in answers if isinstance(answer, Refusal)] == [], number
        assert floor.show.season.danced_in(number) == season.danced_in(number)


def test_a_command_sent_again_is_answered_and_not_carried_out_again() -> None:
    floor = Floor(OPENED)
    first = floor.ask(ADA[0], "c1", "desk")

    assert [floor.ask(ADA[0], "c1", "desk") for _ in range(5)] == [first] * 5
    assert floor.events == first
    assert [(entry.command, entry.by) for entry in floor.entries] == [("c1", "desk")]


def test_a_refused_command_may_be_sent_again() -> None:
    """What was refused was not recorded; asked later under the same id it may happen."""
    floor = Floor(OPENED)

    assert isinstance(floor.ask(ADA[1], "m1"), Refusal)
    floor.ask(ADA[0], "c1")
    assert floor.ask(ADA[1], "m1") == [MarkGiven("Ida", "waltz", "Ada", Fraction(9))]


def test_a_floor_opened_again_stands_where_it_stood() -> None:
    """And knows which commands it has answered."""
    log = MemoryLog()
    floor = Floor(OPENED, log=log, clock=lambda: 7)
    answers = [floor.ask(command, f"c{n}") for n, command in enumerate(ADA)]
    again = Floor(OPENED, log=log)

    assert again.show == floor.show
    assert [again.ask(command, f"c{n}") for n, command in enumerate(ADA)] == answers
    assert again.entries == floor.entries
    assert {entry.at for entry in again.entries} == {7}


def test_what_could_not_be_recorded_did_not_happen() -> None:
    class FullLog(MemoryLog):
        """A log on a full disk."""

        def append(self, after: int, entries: Sequence[Entry]) -> None:
            raise NotKept(after, len(entries))

    told: list[Event] = []
    floor = Floor(OPENED, lambda _, event: told.append(event), FullLog())
    with pytest.raises(NotKept):
        floor.ask(ADA[0], "c1")

    assert (floor.show, floor.events, told) == (OPENED, [], [])
