"""The one writer of a night: a command is decided, what happened is recorded, then everybody is told."""

from __future__ import annotations

from collections.abc import Callable

from mirrorball.core.commands import Command
from mirrorball.core.decide import Answer, decide
from mirrorball.core.events import Event
from mirrorball.core.refusals import Refusal
from mirrorball.core.show import Show, apply

Tell = Callable[[Show, Event], None]


class Floor:
    """One night. ``events`` is all that happened, in order; ``show`` is what it adds up to."""

    def __init__(self, show: Show, tell: Tell | None = None) -> None:
        """Begin with a show before its first step; ``tell`` hears of every event after it is recorded."""
        self.show = show
        self.events: list[Event] = []
        self._tell = tell

    def ask(self, command: Command) -> Answer:
        """The events that the command caused, or the refusal that it met, which changed nothing."""
        answer = decide(self.show, command)
        if isinstance(answer, Refusal):
            return answer
        for event in answer:
            self.events.append(event)
            self.show = apply(self.show, event)
            if self._tell:
                self._tell(self.show, event)
        return answer
