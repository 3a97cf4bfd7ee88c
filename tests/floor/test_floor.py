"""The one writer of a night: what it keeps, whom it tells and when, and that a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from typing import cast

import pytest

from mirrorball.core.apply import apply
from mirrorball.core.books import BOOKS
from mirrorball.core.commands import (
    CallRoutine,
    Command,
    GiveMark,
    LockMarks,
    OpenVote,
    ReportTrouble,
    SignReach,
)
from mirrorball.core.events import Event, MarkGiven, MarksLocked, RoutineCalled
from mirrorball.core.refusals import Refusal
from mirrorball.core.result_commands import Crown
from mirrorball.core.season import Couple, Routine, Season, Week
from mirrorball.core.show import Show, open_night
from mirrorball.core.stuck import settled
from mirrorball.floor.floor import Asked, Floor
from mirrorball.floor.rehearsal import marked
from mirrorball.log.memory import MemoryLog
from mirrorball.log.port import Entry, Moved, NotKept
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


def test_an_id_is_that_of_its_sender() -> None:
    """Two tablets may make the same id; neither hears what the other was answered."""
    floor = Floor(OPENED)
    floor.ask(ADA[0], "1", "desk")

    assert floor.ask(ADA[1], "1", "judge Ida") == [MarkGiven("Ida", "waltz", "Ada", Fraction(9))]
    assert floor.ask(ADA[1], "1", "desk") == [RoutineCalled("waltz", "Ada")]
    assert (floor.position("1", "desk"), floor.position("1", "judge Ida"), floor.position("1")) == (1, 2, None)


def test_commands_without_an_id_are_not_taken_for_one_another() -> None:
    log = MemoryLog()
    floor = Floor(OPENED, log=log)
    floor.ask(ADA[0])

    assert floor.ask(ADA[1]) == [MarkGiven("Ida", "waltz", "Ada", Fraction(9))]
    assert Floor(OPENED, log=log).ask(ADA[2]) == [MarksLocked("waltz", "Ada", Fraction(9))]


# Groups.


class Disk(MemoryLog):
    """A log on a disk that is full until somebody makes room; it counts how often it was written."""

    full, written = False, 0

    def append(self, after: int, entries: Sequence[Entry]) -> None:
        if self.full:
            message = "the log could not be written (full)"
            raise NotKept(message)
        super().append(after, entries)
        self.written += 1


def asked(*commands: Command) -> list[Asked]:
    return [Asked(command, f"c{n}", "desk") for n, command in enumerate(commands)]


def test_a_group_is_recorded_at_once_and_each_sees_what_those_before_it_did() -> None:
    disk = Disk()
    told: list[tuple[Show, Event]] = []
    floor = Floor(OPENED, lambda show, event: told.append((show, event)), disk)
    answers = floor.ask_all(asked(*ADA))

    assert answers == [[event] for event in floor.events]
    assert [entry.position for entry in floor.entries] == [1, 2, 3]
    assert disk.written == 1
    assert told == [(reduce(apply, floor.events[:n], OPENED), floor.events[n - 1]) for n in (1, 2, 3)]


def test_the_same_command_twice_in_a_group_happens_once() -> None:
    floor = Floor(OPENED)
    (first, again) = floor.ask_all(asked(ADA[0])[:1] * 2)

    assert first == again == floor.events


def test_refusals_need_no_disk() -> None:
    disk = Disk()
    disk.full = True
    answers = Floor(OPENED, log=disk).ask_all(asked(Crown(), ADA[2]))

    assert [isinstance(answer, Refusal) for answer in answers] == [True, True]


def test_what_could_not_be_recorded_did_not_happen_and_may_be_sent_again() -> None:
    disk = Disk()
    told: list[Event] = []
    floor = Floor(OPENED, lambda _, event: told.append(event), disk)
    disk.full = True
    for _ in range(2):
        with pytest.raises(NotKept):
            floor.ask_all(asked(*ADA))

    assert (floor.now, floor.events, told, floor.position("c0", "desk")) == ((OPENED, 0), [], [], None)
    disk.full = False
    assert floor.ask_all(asked(*ADA)) == [[event] for event in floor.events]
    assert told == floor.events
    assert len(told) == 3


def test_a_command_at_which_the_rules_break_fails_alone() -> None:
    unheard_of = cast("Command", "a command that nobody has written rules for")
    floor = Floor(OPENED)
    called, failed, given = floor.ask_all(asked(ADA[0], unheard_of, ADA[1]))

    assert isinstance(failed, TypeError)
    assert [called, given] == [[event] for event in floor.events]
    assert floor.position("c1", "desk") is None
    with pytest.raises(TypeError):
        floor.ask(unheard_of)


def test_what_cannot_be_written_fails_alone() -> None:
    """Half a character is no text that a log can hold."""
    half = ReportTrouble("\ud83d", "judge Ida")
    floor = Floor(OPENED, log=MemoryLog())
    called, failed, given = floor.ask_all(asked(ADA[0], half, ADA[1]))

    assert isinstance(failed, UnicodeEncodeError)
    assert [called, given] == [[event] for event in floor.events]


def test_a_log_that_somebody_else_writes_is_noticed() -> None:
    """What was decided on a show that is out of date is not recorded."""
    log = MemoryLog()
    one, other = Floor(OPENED, log=log), Floor(OPENED, log=log)
    one.ask(ADA[0])
    with pytest.raises(Moved):
        other.ask(ADA[0])

    assert other.now == (OPENED, 0)


def test_a_clock_set_back_changes_no_order() -> None:
    hour = 3_600_000
    clock = iter([5 * hour, 4 * hour, 4 * hour + 1])
    log = MemoryLog()
    floor = Floor(OPENED, log=log, clock=lambda: next(clock))
    for command in ADA:
        floor.ask(command)

    assert [(entry.position, entry.at) for entry in floor.entries] == [(1, 5 * hour), (2, 4 * hour), (3, 4 * hour + 1)]
    assert Floor(OPENED, log=log).now == floor.now
