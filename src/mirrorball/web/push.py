"""Streams: they only push. Whoever follows one gets the newest screen, whole, so nothing can be missed or doubled.

One teller wakes all streams after something has happened, a few at a time, so that answers to judges go first. A
stream holds no more than the newest screen: who reads slowly gets fewer screens and not older ones, and who reads
nothing for long is let go.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from operator import methodcaller

import msgspec
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from mirrorball.core.people import Role
from mirrorball.floor.counter import Closed, Counter
from mirrorball.web import answers
from mirrorball.web.audience import AudienceShown
from mirrorball.web.keys import DESK, Person
from mirrorball.web.presence import Device, DeviceLine, PublishedLine, RoomScreenLine
from mirrorball.web.screens import Audience, Screen, Screens, audience_of, event
from mirrorball.web.watchers import Watchers

TOGETHER = 0.01  # seconds in which what happens is told at once
AT_ONCE = 16  # streams that are woken before answers have their turn again
TICK = 2.0  # seconds between two looks at the devices
BEAT = 5  # ticks between two signs of life
PATIENCE = 30_000  # milliseconds that one write may take
RETRY = b"retry: 2000\n\n"
STILL_HERE = b": still here\n\n"
OUT = event("out", b"{}")
HEADERS = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no")]

_log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class Stream:
    """One stream. What waits to be written is replaced by what is newer."""

    person: Person
    device: Device
    audience: Audience
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    told: int = -1  # the position of the newest screen that was handed in
    screen: bytes = b""
    devices: bytes = b""
    beat: bytes = b""
    last: bytes | None = None  # what ends it
    writing: asyncio.Task[None] | None = None
    writing_since: int | None = None

    @property
    def of_desk(self) -> bool:
        """Whether this is the desk's own screen, which also tells of the devices."""
        return self.audience.role in DESK

    def offer(self, screen: Screen) -> None:
        """A screen to show, if it is news."""
        if screen.position > self.told:
            self.told, self.screen = screen.position, screen.event
            self.woken.set()

    def offer_devices(self, devices: bytes) -> None:
        """How the devices are."""
        self.devices = devices
        self.woken.set()

    def offer_beat(self) -> None:
        """A sign of life."""
        self.beat = STILL_HERE
        self.woken.set()

    def end(self, last: bytes = b"") -> None:
        """Write this and end."""
        self.last = last
        self.woken.set()

    def let_go(self) -> None:
        """Give up on a reader who takes nothing."""
        if self.writing is not None:
            self.writing.cancel()

    def take(self) -> bytes:
        """All that waits."""
        waits = self.screen + self.devices or self.beat
        self.screen = self.devices = self.beat = b""
        return waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the desk hears of beside its screen; None where there is nothing of the kind."""

    devices: Sequence[DeviceLine]
    boards: Sequence[RoomScreenLine]
    ballots: AudienceShown | None
    published: PublishedLine | None


class Push:
    """All streams of a night, and the teller."""

    def __init__(
        self,
        counter: Counter,
        screens: Screens,
        watchers: Watchers,
        heard: Callable[[], Heard],
        ticks: Callable[[], int],
    ) -> None:
        """Begin without streams. ``ticks`` counts milliseconds."""
        self._counter, self._screens, self._watchers = counter, screens, watchers
        self._heard, self._ticks = heard, ticks
        self._streams: set[Stream] = set()
        self._closed = False

    async def run(self) -> None:
        """Tell until the counter closes."""
        with suppress(Closed):
            async with asyncio.TaskGroup() as both:
                ticking = both.create_task(self._tick())
                watched = both.create_task(self._watchers.run())
                await self._tell()
                ticking.cancel()
                watched.cancel()

    def close(self) -> None:
        """End all streams: the program is about to stop."""
        self._closed = True
        self._watchers.close()
        for stream in self._streams:
            stream.end()

    def follow(self, person: Person, device: Device, audience: Audience | None = None) -> Response:
        """The answer that is a stream of this person's screen, or of another one that this person may look at."""
        return _Following(self, Stream(person, device, audience or audience_of(person)))

    async def join(self, stream: Stream) -> None:
        """A stream begins: it gets the screen as it stands."""
        self._streams.add(stream)
        stream.device.streams += 1
        stream.offer(await self._screens.of(stream.audience))
        if stream.of_desk:
            stream.offer_devices(self._devices_event())
        if self._closed:
            stream.end()

    def leave(self, stream: Stream) -> None:
        """A stream has ended."""
        if stream in self._streams:
            self._streams.remove(stream)
            stream.device.streams -= 1

    async def write(self, stream: Stream, send: Send) -> None:
        """Write what waits, whenever something does, until the stream ends."""
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": RETRY, "more_body": True})
        await self.join(stream)
        while stream.last is None:
            stream.woken.clear()
            waits = stream.take()
            if waits:
                stream.writing_since = self._ticks()
                await send({"type": "http.response.body", "body": waits, "more_body": True})
                stream.writing_since = None
            await stream.woken.wait()
        await send({"type": "http.response.body", "body": stream.last, "more_body": False})

    async def _tell(self) -> None:
        head = self._counter.head
        while True:
            head = await self._counter.wait(head)
            await asyncio.sleep(TOGETHER)
            show, head = self._counter.now
            for stream in list(self._streams):
                key = show.keys.get(stream.person.key)
                if key is None or key.revoked:
                    stream.end(OUT)
            audiences: dict[Audience, list[Stream]] = {}
            for stream in self._streams:
                audiences.setdefault(stream.audience, []).append(stream)
            for audience in sorted(audiences, key=lambda one: one.role is not Role.JUDGE):
                try:
                    screen = await self._screens.of(audience)
                except Exception:  # noqa: BLE001  # one screen that cannot be drawn must not stop the others
                    _log.exception("The screen of a %s could not be drawn", audience.role.value)
                else:
                    await self._few_at_a_time(audiences[audience], methodcaller("offer", screen))
            self._watchers.go()

    async def _tick(self) -> None:
        nth = 0
        while True:
            await asyncio.sleep(TICK)
            nth += 1
            now, devices = self._ticks(), self._devices_event()
            streams = list(self._streams)
            for stream in streams:
                if stream.of_desk:
                    stream.offer_devices(devices)
                if stream.writing_since is not None and now - stream.writing_since > PATIENCE:
                    stream.let_go()
            if nth % BEAT == 0:
                await self._few_at_a_time(streams, Stream.offer_beat)

    async def _few_at_a_time(self, streams: Sequence[Stream], wake: Callable[[Stream], None]) -> None:
        for first in range(0, len(streams), AT_ONCE):
            for stream in streams[first : first + AT_ONCE]:
                wake(stream)
            await asyncio.sleep(0)

    def _devices_event(self) -> bytes:
        """How devices and room screens are, how ballots come in, and whether the disk keeps what is sent."""
        heard = self._heard()
        disk = {"sentence": answers.not_kept_sentence(self._counter.trouble) if self._counter.trouble else ""}
        told = {
            "devices": heard.devices,
            "boards": heard.boards,
            "audience": heard.ballots,
            "published": heard.published,
            "disk": disk,
        }
        return b"".join(event(name, msgspec.json.encode(found)) for name, found in told.items() if found is not None)


class _Following(Response):
    """The answer to whoever follows a stream."""

    def __init__(self, push: Push, stream: Stream) -> None:
        super().__init__()
        self._push, self._stream = push, stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Write until one of both sides ends it."""
        del scope
        writing = self._stream.writing = asyncio.create_task(self._push.write(self._stream, send))
        gone = asyncio.create_task(_gone(receive))
        try:
            await asyncio.wait({writing, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._push.leave(self._stream)
            writing.cancel()
            gone.cancel()
            broken, _ = await asyncio.gather(writing, gone, return_exceptions=True)
            if isinstance(broken, Exception):
                _log.error("A stream of a %s broke", self._stream.person.role.value, exc_info=broken)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
