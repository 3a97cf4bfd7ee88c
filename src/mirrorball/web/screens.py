"""Screens as bytes: each is worked out once for its audience and position, and shared by everybody who looks at it.

They are worked out in a thread of their own, one after the other, so that answers do not wait for them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

import msgspec

from mirrorball.chronicle import Chronicle
from mirrorball.core.commands import Command
from mirrorball.core.people import Role
from mirrorball.core.refusals import Refusal
from mirrorball.core.show import Show
from mirrorball.floor.counter import Counter
from mirrorball.floor.desk_screen import desk_screen
from mirrorball.floor.embargo import withheld
from mirrorball.floor.history import History
from mirrorball.floor.host_card import host_card
from mirrorball.floor.judge_screen import judge_screen
from mirrorball.floor.preview import preview
from mirrorball.floor.public import PublicScreen
from mirrorball.floor.public_cast import Around
from mirrorball.floor.public_history import PublicHistory, begun
from mirrorball.log.port import Entry
from mirrorball.web.keys import Person

Found = TypeVar("Found")

SHUT = "Sealed. What it comes to stands here once every place has been told."


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody who sees the same screen."""

    role: Role
    holder: str


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen at a position: as JSON, and as an event of a stream."""

    position: int
    body: bytes
    event: bytes


@dataclass(frozen=True, slots=True)
class Public:
    """The public's screen: as a value, as JSON, and as an event of a stream. The same bytes go to everybody."""

    sequence: int
    shown: PublicScreen
    body: bytes
    event: bytes


def audience_of(person: Person) -> Audience:
    """Whose screen this person sees."""
    return Audience(person.role, person.holder)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry as a person reads it."""

    position: int
    at: datetime
    by: str
    says: str


def event(name: str, value: bytes, position: int | None = None) -> bytes:
    """One event of a stream. JSON holds no line ends, so it is one line."""
    at = b"" if position is None else b"id: %d\n" % position
    return b"event: %s\n%sdata: %s\n\n" % (name.encode(), at, value)


class PublicScreens:
    """The newest public screen. It has a thread of its own: a night that starts again has thousands of them to draw."""

    def __init__(self, opened: Show, counter: Counter, around: Callable[[], Around]) -> None:
        """Begin with the night before its first step; ``around`` is asked for once, when somebody looks."""
        self._opened, self._counter, self._around = opened, counter, around
        self._history: PublicHistory | None = None
        self._newest: Public | None = None
        self._thread = ThreadPoolExecutor(1, "public")
        self._turn = asyncio.Lock()

    async def now(self) -> Public:
        """The screen as the night stands now, or a little later."""
        shown = (await self.history()).screen
        if self._newest is None or self._newest.sequence != shown.sequence:
            body = msgspec.json.encode(shown)
            self._newest = Public(shown.sequence, shown, body, event("screen", body, shown.sequence))
        return self._newest

    @property
    def sequence(self) -> int:
        """That of the newest screen that anybody was given."""
        return self._newest.sequence if self._newest else 0

    async def history(self) -> PublicHistory:
        """How it came about."""
        known = self._history
        if known is not None and known.position >= self._counter.head:
            return known
        async with self._turn:
            known = self._history or await self._away(lambda: begun(self._opened, self._around()))
            if known.position < self._counter.head:
                known = await self._away(partial(known.after, await self._counter.entries(known.position)))
            self._history = known
            return known

    def close(self) -> None:
        """Let the thread go."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _away(self, work: Callable[[], PublicHistory]) -> PublicHistory:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


class Screens:
    """The newest screen of each audience."""

    def __init__(self, opened: Show, counter: Counter, public: PublicScreens) -> None:
        """Begin with the night before its first step, and with the counter that knows how it stands."""
        self._opened, self._counter, self._public = opened, counter, public
        self._history = History(opened)
        self._newest: dict[Audience, Screen] = {}
        self._thread = ThreadPoolExecutor(1, "screens")
        self._turn = asyncio.Lock()

    async def of(self, audience: Audience) -> Screen:
        """The screen as the night stands now, or a little later."""
        kept = self._newest.get(audience)
        if kept is not None and kept.position >= self._counter.head:
            return kept
        async with self._turn:
            kept = self._newest.get(audience)
            if kept is not None and kept.position >= self._counter.head:
                return kept
            if audience.role is Role.HOST:
                screen = _host_screen(await self._public.history())
            else:
                if audience.role is not Role.JUDGE:
                    entries = await self._counter.entries(self._history.position)
                    self._history = await self._away(partial(self._history.after, entries))
                screen = await self._away(partial(self._drawn, audience))
            self._newest[audience] = screen
            return screen

    async def preview(self, command: Command) -> tuple[str, ...] | Refusal:
        """What a command would do."""
        return await self._away(partial(preview, self._counter.show, command))

    async def log(self) -> list[LogLine]:
        """All that happened, the latest first."""
        return await self._away(partial(_lines, self._opened, self._counter.show, await self._counter.entries()))

    def close(self) -> None:
        """Let the thread go."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _away(self, work: Callable[[], Found]) -> Found:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _drawn(self, audience: Audience) -> Screen:
        if audience.role is Role.JUDGE:
            show, position = self._counter.now
            body = msgspec.json.encode(judge_screen(show, audience.holder, position))
        else:
            show, position = self._history.show, self._history.position
            undo = self._history.undo_lines
            body = msgspec.json.encode(desk_screen(show, audience.role, audience.holder, position, undo))
        return Screen(position, body, event("screen", body, position))


def _host_screen(now: PublicHistory) -> Screen:
    """The host's card, made from what the public sees at the same position."""
    body = msgspec.json.encode(host_card(now.show, now.screen, now.position))
    return Screen(now.position, body, event("screen", body, now.position))


def _lines(opened: Show, now: Show, entries: Iterable[Entry]) -> list[LogLine]:
    """The entries in sentences, the latest first; what is under embargo without its figures."""
    tell = Chronicle(opened.season, opened.number).sentence
    said = ((e, SHUT if withheld(now, e.event) else tell(e.event)) for e in entries)
    lines = [LogLine(e.position, datetime.fromtimestamp(e.at / 1000, UTC), e.by, words) for e, words in said]
    return lines[::-1]
