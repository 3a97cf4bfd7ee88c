"""What a log promises, whatever keeps it.

A log holds entries at positions from 1, without gaps, for ever. Entries are appended all together or not at all, under
the head that the writer knows; when ``append`` has returned, they are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from mirrorball.core.events import Event


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in a log.

    ``at`` is when it was decided, in milliseconds since 1970 (UTC) by the writer's clock; order is told by ``position``
    alone, since a clock may jump. ``command`` is the id that the sender gave the command which caused it, ``by`` who
    sent it. An entry of an older log may not know these.
    """

    position: int
    event: Event
    at: int = 0
    command: str = ""
    by: str = ""


class Moved(Exception):
    """Somebody else has appended: the head is not where the writer thought. Nothing was appended."""


class NotKept(Exception):
    """The entries could not be kept (the disk is full, say). Nothing was appended; asking again is safe."""


class Damaged(Exception):
    """The log does not read as it was written. Its text names the position."""


class Taken(Exception):
    """Another process writes this log. Its text names the log."""


class Log(Protocol):
    """A log. One process at a time writes it."""

    @property
    def head(self) -> int:
        """The last position, 0 if there is none."""

    def append(self, after: int, entries: Sequence[Entry]) -> None:
        """Keep these entries, whose positions follow ``after``. Raises ``Moved`` and ``NotKept``."""

    def read(self, after: int = 0) -> Iterator[Entry]:
        """The entries behind a position, in order. Raises ``Damaged``."""

    def wait(self, after: int, seconds: float) -> int:
        """The head, as soon as it lies behind ``after``, or once so many seconds have passed."""

    def close(self) -> None:
        """Let go of it."""
