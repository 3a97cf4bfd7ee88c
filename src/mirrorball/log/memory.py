"""A log in memory: for rehearsals and tests. It promises all that a log does but outliving the process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Condition

from mirrorball.log.port import Entry, Moved


class MemoryLog:
    """Entries in a list."""

    def __init__(self, entries: Sequence[Entry] = ()) -> None:
        """Begin with these entries."""
        self._entries = list(entries)
        self._grown = Condition()

    @property
    def head(self) -> int:
        """The last position."""
        return len(self._entries)

    def append(self, after: int, entries: Sequence[Entry]) -> None:
        """Keep these entries."""
        with self._grown:
            if after != self.head or [e.position for e in entries] != list(range(after + 1, after + len(entries) + 1)):
                raise Moved(self.head)
            self._entries.extend(entries)
            self._grown.notify_all()

    def read(self, after: int = 0) -> Iterator[Entry]:
        """The entries behind a position."""
        return iter(self._entries[after:])

    def wait(self, after: int, seconds: float) -> int:
        """The head, once it lies behind ``after`` or the time is over."""
        with self._grown:
            self._grown.wait_for(lambda: self.head > after, seconds)
            return self.head

    def close(self) -> None:
        """Nothing to let go of."""
