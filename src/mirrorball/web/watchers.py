"""Who watches without a key: thousands of streams of one screen, all of the same bytes.

Watchers come last. They are woken after judges and desk, a few at a time, and one by one they cost so little that a
judge's answer never waits behind more than a few of them. A watcher holds no more than the newest screen; who takes
nothing for long is let go; and there is a limit, behind which the static pages are for.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable, Sequence
from itertools import count
from operator import methodcaller

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from mirrorball.web.screens import Public, PublicScreens, event

MOST = 5000
FOR_ROOMS = 64  # places behind the limit, for room screens that tell the desk how they are
AT_ONCE = 16  # watchers that are woken before answers have their turn again
BEAT = 10  # seconds between two signs of life on a stream; each second some get theirs
PATIENCE = 30_000  # milliseconds that one write may take
MANY = 200  # watchers that have come since the collector of garbage was told to pass them over
FIRST_AGAIN, SPREAD = 1500, 3000  # milliseconds after which watchers come again; not all in the same moment
HEADERS = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no")]

_log = logging.getLogger(__name__)


class Watcher:
    """One stream. What waits to be written is replaced by what is newer."""

    __slots__ = ("beat", "due", "ended", "told", "turn", "waits", "writing", "writing_since")

    def __init__(self, turn: int) -> None:
        """Begin with nothing to write. ``turn`` says when its sign of life comes."""
        self.turn = turn
        self.told = -1  # the sequence of the newest screen that was handed in
        self.due = self.beat = b""
        self.ended = False
        self.waits: asyncio.Future[None] | None = None
        self.writing: asyncio.Task[object] | None = None
        self.writing_since: int | None = None

    def offer(self, screen: Public) -> None:
        """A screen to show, if it is news."""
        if screen.sequence > self.told:
            self.told, self.due = screen.sequence, screen.event
            self.wake()

    def offer_beat(self, beat: bytes) -> None:
        """A sign of life."""
        self.beat = beat
        self.wake()

    def end(self) -> None:
        """Write nothing more."""
        self.ended = True
        self.wake()

    def let_go(self) -> None:
        """Give up on a reader who takes nothing."""
        self.ended = True
        if self.writing is not None:
            self.writing.cancel()

    def take(self) -> bytes:
        """What waits; a screen is a sign of life, too."""
        due = self.due or self.beat
        self.due = self.beat = b""
        return due

    def wake(self) -> None:
        """There is something to write."""
        if self.waits is not None and not self.waits.done():
            self.waits.set_result(None)

    async def woken(self) -> None:
        """Wait until there is."""
        if not (self.due or self.beat or self.ended):
            self.waits = asyncio.get_running_loop().create_future()
            await self.waits
            self.waits = None


class Watchers:
    """All streams without a key, and their teller."""

    def __init__(self, public: PublicScreens, clock: Callable[[], int], ticks: Callable[[], int]) -> None:
        """Begin without streams. ``clock`` counts milliseconds since 1970, ``ticks`` those of a clock nobody sets."""
        self._public, self._clock, self._ticks = public, clock, ticks
        self._watchers: set[Watcher] = set()
        self._turns = count()
        self._come = 0  # since the collector was told
        self._closed = False
        self._bell = asyncio.Event()
        self._turn_of_watchers = asyncio.Event()
        self._turn_of_watchers.set()  # the first screen waits for nobody
        self.newest: Public | None = None  # that was told
        self.most = MOST

    def __len__(self) -> int:
        """How many watch."""
        return len(self._watchers)

    def full(self, *, room_screen: bool = False) -> bool:
        """Whether there is no place for one more."""
        return len(self._watchers) >= self.most + (FOR_ROOMS if room_screen else 0)

    def follow(self) -> Response:
        """The answer that is a stream."""
        return _Following(self, Watcher(next(self._turns)))

    async def changed(self, since: int) -> Public:
        """The newest screen, once there is one behind this sequence."""
        while self.newest is None or self.newest.sequence <= since:
            bell = self._bell
            await bell.wait()
        return self.newest

    async def run(self) -> None:
        """Tell until cancelled."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._beat())
            both.create_task(self._tell())

    def go(self) -> None:
        """Judges and desk have heard; now the watchers may."""
        self._turn_of_watchers.set()

    def close(self) -> None:
        """End all streams: the program is about to stop."""
        self._closed = True
        for watcher in self._watchers:
            watcher.end()

    async def write(self, watcher: Watcher, send: Send) -> None:
        """Write what waits, whenever something does, until the stream ends."""
        self._watchers.add(watcher)
        self._come += 1
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        again = FIRST_AGAIN + watcher.turn * 37 % SPREAD
        await send({"type": "http.response.body", "body": b"retry: %d\n\n%s" % (again, self._now()), "more_body": True})
        watcher.offer(await self._public.now())
        while not (watcher.ended or self._closed):
            waits = watcher.take()
            if waits:
                watcher.writing_since = self._ticks()
                await send({"type": "http.response.body", "body": waits, "more_body": True})
                watcher.writing_since = None
            await watcher.woken()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def leave(self, watcher: Watcher) -> None:
        """A stream has ended."""
        self._watchers.discard(watcher)

    async def _tell(self) -> None:
        """What is told is what has changed for the public; what has not wakes nobody."""
        while True:
            await self._turn_of_watchers.wait()
            self._turn_of_watchers.clear()
            try:
                screen = await self._public.now()
            except Exception:  # noqa: BLE001  # a screen that cannot be drawn must not end all that come after it
                _log.exception("The public's screen could not be drawn")
                continue
            if self.newest is not None and screen.sequence <= self.newest.sequence:
                continue
            self.newest = screen
            rung, self._bell = self._bell, asyncio.Event()
            rung.set()
            await _few_at_a_time(list(self._watchers), methodcaller("offer", screen))

    async def _beat(self) -> None:
        for second in count():
            await asyncio.sleep(1)
            self._pass_over()
            now, beat = self._ticks(), self._now()
            turn = [watcher for watcher in self._watchers if watcher.turn % BEAT == second % BEAT]
            for watcher in turn:
                if watcher.writing_since is not None and now - watcher.writing_since > PATIENCE:
                    watcher.let_go()
            await _few_at_a_time(turn, methodcaller("offer_beat", beat))

    def _pass_over(self) -> None:
        """Have the collector of garbage pass over who watches.

        Looking through the objects of thousands of streams takes a quarter of a second, in which no judge is answered.
        A stream leaves nothing behind that has to be looked for: it goes when nobody names it any more.
        """
        if self._come >= MANY:
            self._come = 0
            gc.collect()  # so that no garbage is passed over; what came since the last time is soon looked through
            gc.freeze()

    def _now(self) -> bytes:
        """What the clock of the night says, so that a screen can count down by it."""
        return event("now", b"%d" % self._clock())


async def _few_at_a_time(watchers: Sequence[Watcher], wake: Callable[[Watcher], None]) -> None:
    for first in range(0, len(watchers), AT_ONCE):
        for watcher in watchers[first : first + AT_ONCE]:
            wake(watcher)
        await asyncio.sleep(0)


class _Following(Response):
    """The answer to whoever watches. It writes in the task in which it is called: thousands of tasks cost memory."""

    def __init__(self, watchers: Watchers, watcher: Watcher) -> None:
        super().__init__()
        self._watchers, self._watcher = watchers, watcher

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Write until one of both sides ends it."""
        del scope
        watcher = self._watcher
        watcher.writing = asyncio.current_task()
        gone = asyncio.create_task(_gone(receive, watcher))
        try:
            await self._watchers.write(watcher, send)
        except asyncio.CancelledError:
            if not watcher.ended:
                raise
        finally:
            self._watchers.leave(watcher)
            watcher.writing = None
            gone.cancel()


async def _gone(receive: Receive, watcher: Watcher) -> None:
    """Once the reader has gone there is nothing to write; a write that waits for the reader is let go by the server."""
    while (await receive())["type"] != "http.disconnect":
        pass
    watcher.end()
