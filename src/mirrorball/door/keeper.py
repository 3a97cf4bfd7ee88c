"""Keeps the doors of a night: starts them, tells all of them of the window, hears how they are.

Doors are processes of their own, so that a rush of votes takes nothing from the desk, and they stand at one port
together: the system hands each of them its share of those who come.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio import Future, StreamReader, StreamWriter, Task
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress

import msgspec

from mirrorball.box.block import Kind
from mirrorball.door import wishes
from mirrorball.door.wishes import (
    Asked,
    Begin,
    CloseWindow,
    Done,
    ExtendWindow,
    Finish,
    Gone,
    OpenWindow,
    Put,
    Ready,
    Shut,
    State,
    Traffic,
    Wish,
)

PATIENCE = 10  # seconds that a door gets to end by itself
MOST_LINE = 16 * 1024 * 1024
AGAIN = 0.5  # seconds after which a door that fell is put up again


class NotOpened(Exception):
    """A door could not be put up, or did not carry out what it was told. Its text says why."""


class _Door:
    """One process, and what we have asked of it."""

    def __init__(self, process: Process) -> None:
        self.process = process
        assert process.stdin  # noqa: S101  # both are pipes
        assert process.stdout  # noqa: S101
        self.into: StreamWriter = process.stdin
        self.out: StreamReader = process.stdout
        self.state = State(0, 0, "", {})
        self.waiting: dict[int, Future[Done]] = {}
        self.ready: Future[int] = asyncio.get_running_loop().create_future()
        self.hearing: Task[None] | None = None


class Keeper:
    """The doors of one night, on the event loop that made them."""

    def __init__(self, begin: Begin, doors: int = 1) -> None:
        """Keep so many doors that begin like this."""
        self._begin, self._count = begin, doors
        self._doors: list[_Door] = []
        self._number = 0
        self._before: Counter[tuple[str, str]] = Counter()  # what doors that are gone had counted
        self._watching: set[Task[None]] = set()
        self._ending = False
        self._extended: ExtendWindow | None = None

    @property
    def port(self) -> int:
        """Where the doors stand."""
        return self._begin.port

    async def start(self) -> None:
        """Put all doors up, or those that are still missing. Raises ``NotOpened``."""
        for _ in range(self._count - len(self._doors)):
            await self._put_up()

    async def open(self, closes_at: int | None) -> None:
        """Take ballots. Raises ``NotOpened``."""
        self._begin = msgspec.structs.replace(self._begin, stage="open", closes_at=closes_at)
        await self._all(OpenWindow(closes_at))

    async def extend(self, closes_at: int, reason: str, by: str) -> None:
        """Close at another time. Raises ``NotOpened``."""
        self._begin = msgspec.structs.replace(self._begin, closes_at=closes_at)
        self._extended = ExtendWindow(closes_at, reason, by)
        await self._all(self._extended)

    async def close_window(self, at: int) -> None:
        """Whatever comes from now on is late; the night closed the window ``at``. Raises ``NotOpened``."""
        self._begin = msgspec.structs.replace(self._begin, stage="closed", closed_at=at)
        await self._all(CloseWindow(at))

    async def shut(self) -> None:
        """Nothing can count any more, so late ballots are not kept either. Raises ``NotOpened``."""
        self._begin = msgspec.structs.replace(self._begin, shut=True)
        await self._all(Shut())

    async def finish(self) -> None:
        """Nothing more is written into the box. Raises ``NotOpened``."""
        self._begin = msgspec.structs.replace(self._begin, stage=wishes.FINISHED)
        await self._all(Finish())

    async def gone(self, stars: tuple[str, ...]) -> None:
        """These couples take no votes any more. Raises ``NotOpened``."""
        self._begin = msgspec.structs.replace(self._begin, gone=stars)
        await self._all(Gone(stars))

    async def note(self, kind: Kind, said: Mapping[str, object]) -> None:
        """Write a note into the box, once. Raises ``NotOpened``."""
        wish = Put(int(kind), msgspec.Raw(msgspec.json.encode(said)))
        for door in self._doors:
            done = await self._ask(door, wish)
            if done.block is not None:
                return
        message = "No door has a box to write to."
        raise NotOpened(message)

    def traffic(self) -> dict[str, Traffic]:
        """Ballots of each channel over all doors, those that fell among them."""
        found: Counter[tuple[str, str]] = Counter(self._before)
        for door in self._doors:
            found.update(_counted(door.state))
        return {
            channel.name: Traffic(*(found[channel.name, what] for what in ("offered", "taken", "refused")))
            for channel in self._begin.rules.channels
        }

    @property
    def trouble(self) -> str:
        """What keeps ballots from being taken; empty if nothing does."""
        fallen = self._count - len(self._doors)
        told = [door.state.trouble for door in self._doors if door.state.trouble]
        if fallen and not self._ending:
            told.append(f"{fallen} of {self._count} doors fell and are being put up again.")
        return " ".join(dict.fromkeys(told))

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes of the doors that stand."""
        return tuple(door.process.pid for door in self._doors)

    @property
    def waiting(self) -> int:
        """Ballots that have come and are not on the disk yet."""
        return sum(door.state.waiting for door in self._doors)

    async def stop(self) -> None:
        """Let all who wait be answered, and end the doors."""
        self._ending = True
        for task in self._watching:
            task.cancel()
        for door in self._doors:
            door.into.close()
        for door in list(self._doors):
            try:
                await asyncio.wait_for(door.process.wait(), PATIENCE)
            except TimeoutError:
                door.process.kill()
                await door.process.wait()
        await asyncio.gather(*self._watching, return_exceptions=True)

    async def _put_up(self) -> None:
        begin = self._begin
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "mirrorball.door.process",
            stdin=PIPE,
            stdout=PIPE,
            limit=MOST_LINE,
            start_new_session=True,  # Ctrl-C is for the keeper, who lets all who wait be answered first
        )
        door = _Door(process)
        door.into.write(wishes.encode(begin) + b"\n")
        door.hearing = asyncio.create_task(self._hear(door))
        try:
            async with asyncio.timeout(PATIENCE * 3):  # wait_for of Python 3.11 can lose a cancellation
                await asyncio.shield(door.ready)
        except asyncio.CancelledError:  # nobody else knows of it yet, and it would stand at our port for ever
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            raise
        except (TimeoutError, NotOpened) as error:
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), AGAIN)
            with suppress(ProcessLookupError):
                process.kill()
            why = "Another program uses it: stop that one." if process.returncode == wishes.PORT_TAKEN else error
            message = f"The public's door could not be put up at port {self._begin.port}. {why}".strip()
            raise NotOpened(message) from error
        self._doors.append(door)
        try:
            await self._catch_up(door, begin)
        except NotOpened:
            self._doors.remove(door)  # it fell before anybody watched it
            raise
        watching = asyncio.create_task(self._watch(door))
        self._watching.add(watching)
        watching.add_done_callback(self._watching.discard)

    async def _catch_up(self, door: _Door, begin: Begin) -> None:
        """Tell a door what has changed while it was put up."""
        now = self._begin
        if now.gone != begin.gone:
            await self._ask(door, Gone(now.gone))
        if begin.stage == "before" and now.stage != "before":
            await self._ask(door, OpenWindow(now.closes_at))
        elif begin.closes_at != now.closes_at and self._extended is not None:
            await self._ask(door, self._extended)
        if begin.closed_at is None and now.closed_at is not None:
            await self._ask(door, CloseWindow(now.closed_at))
        if now.shut and not begin.shut:
            await self._ask(door, Shut())
        if begin.stage != now.stage == wishes.FINISHED:
            await self._ask(door, Finish())

    async def _hear(self, door: _Door) -> None:
        """Whatever a door says."""
        while line := await door.out.readline():
            match wishes.decode_said(line):
                case Ready(port):
                    door.ready.set_result(port)
                case Done() as done:
                    door.waiting.pop(done.number).set_result(done)
                case State() as state:
                    door.state = state
        gone = NotOpened("A door of the vote fell.")
        for waiting in door.waiting.values():
            waiting.set_exception(gone)
        door.waiting.clear()
        if not door.ready.done():
            door.ready.set_exception(gone)
            door.ready.exception()  # whoever gave up waiting leaves no complaint behind

    async def _watch(self, door: _Door) -> None:
        """Put a door that fell up again: what it had answered lies in its box file, and it begins another."""
        await door.process.wait()
        if door.hearing:
            await door.hearing
        self._doors.remove(door)
        self._before.update(_counted(door.state))
        while not self._ending:
            try:
                await self._put_up()
            except NotOpened:
                await asyncio.sleep(AGAIN)
            else:
                return

    async def _all(self, wish: Wish) -> None:
        """Tell every door, and wait until each has done it."""
        done = await asyncio.gather(*(self._ask(door, wish) for door in self._doors))
        why = [one.why for one in done if one.why]
        if why:
            raise NotOpened(why[0])

    async def _ask(self, door: _Door, wish: Wish) -> Done:
        if door.hearing is None or door.hearing.done():  # nobody would ever answer
            message = "A door of the vote fell."
            raise NotOpened(message)
        self._number += 1
        answered: Future[Done] = asyncio.get_running_loop().create_future()
        door.waiting[self._number] = answered
        try:
            door.into.write(wishes.encode(Asked(self._number, wish)) + b"\n")
            await door.into.drain()
        except ConnectionError as error:
            message = "A door of the vote fell."
            raise NotOpened(message) from error
        return await answered


def _counted(state: State) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for channel, traffic in state.traffic.items():
        found[channel, "offered"] += traffic.offered
        found[channel, "taken"] += traffic.taken
        found[channel, "refused"] += traffic.refused
    return found
