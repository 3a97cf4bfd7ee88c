"""The counter: many senders at once, one thread that records, and an event loop that never waits for the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from threading import Event
from typing import TypeVar, cast

import pytest

from mirrorball.core.commands import CallRoutine, Command, Hold, ReportTrouble
from mirrorball.core.events import NightHeld, RoutineCalled, TroubleReported
from mirrorball.core.refusals import Refusal
from mirrorball.core.result_commands import Crown
from mirrorball.floor.counter import Closed, Counter
from mirrorball.floor.floor import Floor
from mirrorball.log.memory import MemoryLog
from mirrorball.log.port import Entry, NotKept
from tests.floor.test_floor import OPENED, Disk

T = TypeVar("T")
CALL, HOLD = CallRoutine("waltz", "Ada"), Hold("fog")
PATIENCE = 10  # seconds: nothing here takes as long, unless it never ends


class SlowDisk(MemoryLog):
    """A disk that is busy until it is let go. It keeps how many entries came at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.busy, self.go, self.groups = Event(), Event(), list[int]()

    def append(self, after: int, entries: Sequence[Entry]) -> None:
        self.busy.set()
        assert self.go.wait(PATIENCE)
        super().append(after, entries)
        self.groups.append(len(entries))

    async def until_busy(self) -> None:
        assert await asyncio.to_thread(self.busy.wait, PATIENCE)


def run(log: MemoryLog, of: Callable[[Counter], Awaitable[T]]) -> T:
    """What somebody does at a counter that is closed afterwards."""

    async def opened() -> T:
        counter = Counter(Floor(OPENED, log=log))
        try:
            return await asyncio.wait_for(of(counter), PATIENCE)
        finally:
            if isinstance(log, SlowDisk):
                log.go.set()
            await counter.close()

    return asyncio.run(opened())


def trouble(nth: int) -> ReportTrouble:
    return ReportTrouble(f"trouble {nth}", "judge Ida")


def test_what_is_asked_is_answered_and_shown() -> None:
    async def night(counter: Counter) -> None:
        assert await counter.ask(CALL, "1", "desk") == [RoutineCalled("waltz", "Ada")]
        assert isinstance(await counter.ask(Crown(), "2", "desk"), Refusal)
        assert await counter.ask(CALL, "1", "desk") == [RoutineCalled("waltz", "Ada")]
        assert counter.now == (counter.show, counter.head) == (counter.show, 1)
        assert counter.show.called == (("waltz", "Ada"),)
        assert (counter.position("1", "desk"), counter.position("2", "desk")) == (1, None)
        assert [entry.event for entry in await counter.entries()] == [RoutineCalled("waltz", "Ada")]
        assert await counter.entries(1) == []

    run(MemoryLog(), night)


def test_who_comes_while_the_disk_is_busy_is_recorded_together_in_the_order_of_coming() -> None:
    disk = SlowDisk()

    async def night(counter: Counter) -> None:
        first = asyncio.create_task(counter.ask(CALL, "call", "desk"))
        await disk.until_busy()
        others = [asyncio.create_task(counter.ask(trouble(n), f"{n}", "judge Ida")) for n in range(20)]
        await asyncio.sleep(0)
        assert not any(task.done() for task in (first, *others))  # and the loop goes round meanwhile
        assert counter.head == 0
        disk.go.set()

        assert await first == [RoutineCalled("waltz", "Ada")]
        assert await asyncio.gather(*others) == [
            [TroubleReported(n + 1, f"trouble {n}", "judge Ida")] for n in range(20)
        ]
        assert counter.head == 21

    run(disk, night)
    assert disk.groups == [1, 20]


def test_a_full_disk_is_told_and_the_night_goes_on_when_there_is_room() -> None:
    disk = Disk()

    async def night(counter: Counter) -> None:
        await counter.ask(CALL, "1", "desk")
        disk.full = True
        answers = await asyncio.gather(*(counter.ask(trouble(n)) for n in range(3)), return_exceptions=True)
        assert [(type(answer), str(answer)) for answer in answers] == [(NotKept, counter.trouble)] * 3
        assert counter.trouble == "the log could not be written (full)"
        assert isinstance(await counter.ask(Crown()), Refusal)
        assert counter.trouble  # a refusal needs no disk, so it says nothing of it
        disk.full = False

        assert await counter.ask(HOLD, "2", "desk") == [NightHeld("fog")]
        assert (counter.trouble, counter.head) == ("", 2)

    run(disk, night)


def test_a_command_at_which_the_rules_break_fails_alone_and_the_counter_stays_open() -> None:
    unheard_of = cast("Command", "a command that nobody has written rules for")

    async def night(counter: Counter) -> None:
        failed, called = await asyncio.gather(counter.ask(unheard_of), counter.ask(CALL), return_exceptions=True)
        assert (type(failed), called) == (TypeError, [RoutineCalled("waltz", "Ada")])
        assert await counter.ask(HOLD) == [NightHeld("fog")]

    run(MemoryLog(), night)


def test_when_the_log_breaks_every_sender_hears_of_it() -> None:
    """Nobody waits for ever, and nothing is said to have happened."""

    class Broken(MemoryLog):
        def append(self, after: int, entries: Sequence[Entry]) -> None:
            raise ZeroDivisionError(after, len(entries))

    async def night(counter: Counter) -> None:
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                await counter.ask(CALL)
        assert counter.now == (OPENED, 0)

    run(Broken(), night)


def test_a_sender_who_goes_away_holds_nobody_up() -> None:
    """What was handed in happens all the same, as when an answer is lost on the way."""
    disk = SlowDisk()

    async def night(counter: Counter) -> None:
        first = asyncio.create_task(counter.ask(trouble(0)))
        await disk.until_busy()
        gone = asyncio.create_task(counter.ask(CALL, "1", "desk"))
        stays = asyncio.create_task(counter.ask(HOLD, "2", "desk"))
        await asyncio.sleep(0)
        gone.cancel()
        disk.go.set()

        assert await stays == [NightHeld("fog")]
        assert (first.done(), gone.cancelled()) == (True, True)
        assert await counter.ask(CALL, "1", "desk") == [RoutineCalled("waltz", "Ada")]
        assert counter.head == 3

    run(disk, night)


# Who hears of it.


def test_subscribers_wake_when_something_has_happened_and_not_before() -> None:
    async def night(counter: Counter) -> None:
        waiting = [asyncio.create_task(counter.subscribe().wait(0)) for _ in range(50)]
        ahead = asyncio.create_task(counter.subscribe().wait(1))
        await counter.ask(Crown())
        await asyncio.sleep(0.01)
        assert not any(task.done() for task in (*waiting, ahead))

        await counter.ask(CALL)
        assert await asyncio.gather(*waiting) == [1] * 50
        assert not ahead.done()
        await counter.ask(HOLD)
        assert await ahead == 2
        assert await counter.subscribe().wait(0) == 2

    run(MemoryLog(), night)


def test_a_subscriber_that_asks_again_at_once_misses_nothing() -> None:
    async def night(counter: Counter) -> list[int]:
        async def follow() -> list[int]:
            heads, subscription = [0], counter.subscribe()
            while heads[-1] < 200:
                heads.append(await subscription.wait(heads[-1]))
            return heads

        following = asyncio.create_task(follow())
        for n in range(0, 200, 4):
            await asyncio.gather(*(counter.ask(trouble(m)) for m in range(n, n + 4)))
        return await following

    heads = run(MemoryLog(), night)
    assert heads == sorted(set(heads))
    assert heads[-1] == 200


def test_a_subscriber_that_goes_away_leaves_the_others_waiting() -> None:
    async def night(counter: Counter) -> None:
        gone, stays = (asyncio.create_task(counter.subscribe().wait(0)) for _ in range(2))
        await asyncio.sleep(0)
        gone.cancel()
        await counter.ask(CALL)

        assert await stays == 1

    run(MemoryLog(), night)


# Closing.


def test_closing_answers_all_who_wait_and_takes_nothing_more() -> None:
    disk = SlowDisk()

    async def night(counter: Counter) -> None:
        subscriber = asyncio.create_task(counter.subscribe().wait(9))
        under_way = [asyncio.create_task(counter.ask(CALL, "1", "desk"))]
        await disk.until_busy()
        under_way.append(asyncio.create_task(counter.ask(HOLD, "2", "desk")))
        await asyncio.sleep(0)
        closing = asyncio.create_task(counter.close())
        await asyncio.sleep(0.01)
        assert not closing.done()
        with pytest.raises(Closed):
            await counter.ask(trouble(1))
        disk.go.set()
        await closing

        assert [await task for task in under_way] == [[RoutineCalled("waltz", "Ada")], [NightHeld("fog")]]
        for waits in (subscriber, counter.subscribe().wait(9), counter.subscribe().wait(0)):
            with pytest.raises(Closed):
                await waits
        await counter.close()

    run(disk, night)


def test_closing_lets_subscribers_go() -> None:
    async def night(counter: Counter) -> None:
        subscriber = asyncio.create_task(counter.subscribe().wait(0))
        await asyncio.sleep(0)
        await counter.close()

        with pytest.raises(Closed):
            await subscriber

    run(MemoryLog(), night)


def test_one_counter_answers_on_every_loop() -> None:
    """An edge may serve from several loops, and one that has ended stops nobody."""
    disk = SlowDisk()
    counter = Counter(Floor(OPENED, log=disk))

    async def leaves() -> None:
        asyncio.create_task(counter.subscribe().wait(0))  # noqa: RUF006  # it is left behind on purpose
        asyncio.create_task(counter.ask(CALL, "1", "desk"))  # noqa: RUF006
        await disk.until_busy()

    async def stays() -> None:
        disk.go.set()
        assert await counter.ask(CALL, "1", "desk") == [RoutineCalled("waltz", "Ada")]
        assert await counter.subscribe().wait(0) == 1
        await counter.close()

    asyncio.run(leaves())
    asyncio.run(asyncio.wait_for(stays(), PATIENCE))
