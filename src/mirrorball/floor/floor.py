"""The one writer of a night: a command is decided, what happened is recorded, then everybody is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from mirrorball.core.commands import Command
from mirrorball.core.decide import Answer, decide
from mirrorball.core.events import Event
from mirrorball.core.refusals import Refusal
from mirrorball.core.apply import apply
from mirrorball.core.show import Show
from mirrorball.log.memory import MemoryLog
from mirrorball.log.port import Entry, Log

Tell = Callable[[Show, Event], None]
Clock = Callable[[], int]  # milliseconds since 1970, UTC


class Floor:
    """One night. Its log holds all that happened, in order; ``show`` is what that adds up to."""

    def __init__(self, show: Show, tell: Tell | None = None, log: Log | None = None, clock: Clock = lambda: 0) -> None:
        """Begin with a show before its first step and go on where the log stands.

        ``tell`` hears of every event after it is recorded. Without a log the night is kept in memory.
        """
        self._log: Log = MemoryLog() if log is None else log
        self._tell, self._clock = tell, clock
        self._answered: dict[str, list[Event]] = {}
        for entry in self._log.read():
            self._answered.setdefault(entry.command, []).append(entry.event)
        self.show = reduce(apply, self.events, show)

    @property
    def head(self) -> int:
        """How much has happened: the last position of the log."""
        return self._log.head

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that is recorded."""
        return tuple(self._log.read())

    @property
    def events(self) -> list[Event]:
        """All that happened, in order."""
        return [entry.event for entry in self.entries]

    def ask(self, command: Command, name: str = "", by: str = "") -> Answer:
        """The events that the command caused, or the refusal that it met, which changed nothing.

        ``name`` is the id that the sender gave the command: sent again, it is answered as before and not carried out
        again. Raises ``NotKept`` if what happened could not be recorded; then it did not happen.
        """
        if name and name in self._answered:
            return self._answered[name]
        answer = decide(self.show, command)
        if isinstance(answer, Refusal):
            return answer
        head, at = self._log.head, self._clock()
        self._log.append(head, [Entry(n, event, at, name, by) for n, event in enumerate(answer, head + 1)])
        self._answered[name] = answer
        for event in answer:
            self.show = apply(self.show, event)
            if self._tell:
                self._tell(self.show, event)
        return answer
