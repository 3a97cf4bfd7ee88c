"""The count of the box for all pages that show it: one count at a time, and kept for a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from mirrorball.box.counting import Counted
from mirrorball.web.audience import Audience

KEPT = 2000  # milliseconds for which a count serves everybody who asks


@dataclass(frozen=True, slots=True)
class Found:
    """A count, None while there is no box, and when it was begun, in milliseconds since 1970."""

    counted: Counted | None
    at: int


class LiveCount:
    """Asks an audience for the count, so that three open pages do not count three times."""

    def __init__(self, clock: Callable[[], int], ticks: Callable[[], int]) -> None:
        """``clock`` and ``ticks`` are those of the edge."""
        self._clock, self._ticks = clock, ticks
        self._turn = asyncio.Lock()
        self._last: Found | None = None
        self._done = 0

    async def of(self, audience: Audience) -> Found:
        """The count, at most ``KEPT`` old. Raises ``NotTaken`` if the box cannot be counted."""
        async with self._turn:
            if self._last is None or self._ticks() - self._done >= KEPT:
                at = self._clock()
                self._last = Found(await audience.count(), at)
                self._done = self._ticks()
            return self._last
