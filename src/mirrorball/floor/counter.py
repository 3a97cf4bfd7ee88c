"""Where commands are handed in: many senders at once in front, one thread behind that decides, records and answers.

The event loop never waits for the disk. While the thread waits for it, whoever comes queues up; the thread takes all
who wait as one group, so a hundred senders share one wait.
"""

from __future__ import annotations

import asyncio
from asyncio import AbstractEventLoop, Event, Future
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from mirrorball.core.commands import Command
from mirrorball.core.decide import Answer
from mirrorball.core.show import Show
from mirrorball.floor.floor import Asked, Floor
from mirrorball.log.port import Entry, NotKept


class Closed(Exception):
    """The counter is closed, since the program is about to stop."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A sender who waits for an answer, and where."""

    asked: Asked
    loop: AbstractEventLoop
    answered: Future[Answer]


class Subscription:
    """Hears of what happens, for one screen."""

    def __init__(self, counter: Counter) -> None:
        """Listen at this counter."""
        self._counter = counter

    async def wait(self, after: int) -> int:
        """The head, as soon as it lies behind ``after``. Raises ``Closed`` once the counter is closed."""
        return await self._counter.wait(after)


class Counter:
    """The front of one night's floor. It answers on whatever event loop asks."""

    def __init__(self, floor: Floor) -> None:
        """Open the counter. From now on nobody else may ask this floor."""
        self._floor = floor
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._lock = Lock()  # over the two that follow
        self._closed = False
        self._bells: dict[AbstractEventLoop, Event] = {}
        self._trouble = ""
        self._thread = Thread(target=self._serve, name="counter", daemon=True)
        self._thread.start()

    @property
    def now(self) -> tuple[Show, int]:
        """The show and its head, both of the same moment."""
        return self._floor.now

    @property
    def show(self) -> Show:
        """The night as it stands."""
        return self._floor.show

    @property
    def head(self) -> int:
        """The position of the last event in the show."""
        return self._floor.head

    @property
    def trouble(self) -> str:
        """Why the last group could not be recorded (the disk is full, say); empty while the disk keeps."""
        return self._trouble

    def position(self, name: str, by: str) -> int | None:
        """The position of the last event of a command that this sender gave this id; None if it has not happened."""
        return self._floor.position(name, by)

    async def entries(self, after: int = 0) -> list[Entry]:
        """What is recorded behind a position."""
        return await asyncio.to_thread(lambda: list(self._floor.read(after)))

    async def ask(self, command: Command, name: str = "", by: str = "") -> Answer:
        """What ``Floor.ask`` answers, once the disk has it. Raises ``NotKept``, and ``Closed``.

        A sender who gives up waiting does not take the command back: it may have happened, and asking again with the
        same ``name`` tells.
        """
        loop = asyncio.get_running_loop()
        answered: Future[Answer] = loop.create_future()
        with self._lock:
            if self._closed:
                raise Closed
            self._queue.put(_Waiting(Asked(command, name, by), loop, answered))
        return await answered

    def subscribe(self) -> Subscription:
        """Somebody who wants to hear of what happens. There is nothing to give back."""
        return Subscription(self)

    async def wait(self, after: int) -> int:
        """The head, as soon as it lies behind ``after``. Raises ``Closed`` once the counter is closed."""
        loop = asyncio.get_running_loop()
        while True:
            with self._lock:  # the bell first and the head after it, so that no move is missed in between
                if self._closed:
                    raise Closed
                bell = self._bells.setdefault(loop, Event())
            if self.head > after:
                return self.head
            await bell.wait()

    async def close(self) -> None:
        """Take nothing more, answer all who wait, and let subscribers go. The log stays open: it is the maker's."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        await asyncio.to_thread(self._thread.join)
        self._ring()

    def _serve(self) -> None:
        """The thread: group after group, until the counter is closed."""
        while group := self._group():
            self._answer(group)

    def _group(self) -> list[_Waiting]:
        """All who wait now, at least one; nobody once the counter is closed and all are answered."""
        group: list[_Waiting] = []
        waiting = self._queue.get()
        with suppress(Empty):
            while waiting is not None:
                group.append(waiting)
                waiting = self._queue.get_nowait()
        if waiting is None and group:
            self._queue.put(None)  # these first; the sign to stop is the last that was put in
        return group

    def _answer(self, group: list[_Waiting]) -> None:
        head = self.head
        answers: list[Answer | Exception]
        try:
            answers = self._floor.ask_all([waiting.asked for waiting in group])
        except NotKept as error:
            self._trouble = str(error)
            answers = [NotKept(self._trouble) for _ in group]  # raised once for each sender
        except Exception as error:  # noqa: BLE001  # nobody may wait for ever, whatever broke; each sender hears of it
            answers = [error] * len(group)
        if self.head > head:
            self._trouble = ""
        of_loop: dict[AbstractEventLoop, list[tuple[Future[Answer], Answer | Exception]]] = {}
        for waiting, answer in zip(group, answers, strict=True):
            of_loop.setdefault(waiting.loop, []).append((waiting.answered, answer))
        for loop, answered in of_loop.items():
            with suppress(RuntimeError):  # this loop has ended, and nobody waits there any more
                loop.call_soon_threadsafe(_hand_out, answered)
        if self.head > head:
            self._ring()

    def _ring(self) -> None:
        """Wake all who wait for the head."""
        with self._lock:
            bells, self._bells = self._bells, {}
        for loop, bell in bells.items():
            with suppress(RuntimeError):  # this loop has ended
                loop.call_soon_threadsafe(bell.set)


def _hand_out(answers: list[tuple[Future[Answer], Answer | Exception]]) -> None:
    """Give each sender the answer, on the sender's own loop. Who has gone gets none."""
    for answered, answer in answers:
        if answered.done():
            continue
        if isinstance(answer, Exception):
            answered.set_exception(answer)
        else:
            answered.set_result(answer)
