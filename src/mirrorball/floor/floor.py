"""The one writer of a night: a command is decided, what happened is recorded, then everybody is told.

Commands that wait together are recorded together (a group commit): one wait for the disk answers them all.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from mirrorball.core.apply import apply
from mirrorball.core.commands import Command
from mirrorball.core.decide import Answer, decide
from mirrorball.core.events import Event
from mirrorball.core.refusals import Refusal
from mirrorball.core.show import Show
from mirrorball.log.codec import encode
from mirrorball.log.memory import MemoryLog
from mirrorball.log.port import Entry, Log

Tell = Callable[[Show, Event], None]
Clock = Callable[[], int]  # milliseconds since 1970, UTC
Sent = tuple[str, str]  # who sent a command, and the id that it was given


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, the id that its sender gave it (empty: none), and who sent it."""

    command: Command
    name: str = ""
    by: str = ""


@dataclass(slots=True)
class _Done:
    """What a command caused, and the position of the last of it."""

    events: list[Event]
    position: int


@dataclass(slots=True)
class _Group:
    """What a group of commands comes to, before any of it is recorded."""

    show: Show
    entries: list[Entry] = field(default_factory=list)
    steps: list[tuple[Show, Event]] = field(default_factory=list)  # the show after each event
    done: dict[Sent, _Done] = field(default_factory=dict)
    answers: list[Answer | Exception] = field(default_factory=list)


class Floor:
    """One night. Its log holds all that happened, in order; ``show`` is what that adds up to."""

    def __init__(self, show: Show, tell: Tell | None = None, log: Log | None = None, clock: Clock = lambda: 0) -> None:
        """Begin with a show before its first step and go on where the log stands.

        ``tell`` hears of every event after it is recorded. Without a log the night is kept in memory.
        """
        self._log: Log = MemoryLog() if log is None else log
        self._tell, self._clock = tell, clock
        self._done: dict[Sent, _Done] = {}
        head = 0
        with _no_collection():
            for entry in self._log.read():
                show, head = apply(show, entry.event), entry.position
                _remember(self._done, entry)
        self._now = (show, head)

    @property
    def now(self) -> tuple[Show, int]:
        """The show, and the position of the last event in it: both of the same moment, from whatever thread."""
        return self._now

    @property
    def show(self) -> Show:
        """The night as it stands."""
        return self._now[0]

    @property
    def head(self) -> int:
        """How much has happened: the position of the last event in ``show``."""
        return self._now[1]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that is recorded."""
        return tuple(self.read())

    @property
    def events(self) -> list[Event]:
        """All that happened, in order."""
        return [entry.event for entry in self.read()]

    def read(self, after: int = 0) -> Iterable[Entry]:
        """What is recorded behind a position."""
        return self._log.read(after)

    def position(self, name: str, by: str = "") -> int | None:
        """The position of the last event of a command that this sender gave this id; None if it has not happened."""
        done = self._done.get((by, name))
        return done.position if done else None

    def ask(self, command: Command, name: str = "", by: str = "") -> Answer:
        """The events that the command caused, or the refusal that it met, which changed nothing.

        ``name`` is the id that the sender gave the command: sent again by the same sender, it is answered as before and
        not carried out again. Raises ``NotKept`` if what happened could not be recorded; then it did not happen.
        """
        (answer,) = self.ask_all([Asked(command, name, by)])
        if isinstance(answer, Exception):
            raise answer
        return answer

    def ask_all(self, asked: Sequence[Asked]) -> list[Answer | Exception]:
        """The answer to each of these commands: decided one after the other, recorded together, then told.

        A command at which the rules break down (a mistake of ours) is answered with what was raised; it changes nothing
        and the others go on without it. Raises ``NotKept`` if what happened could not be recorded: then none of it
        happened, and the same commands may be sent again.
        """
        group = self._decided(asked)
        if group.entries:
            self._log.append(self.head, group.entries)
            self._done |= group.done
            self._now = (group.show, self.head + len(group.entries))
        if self._tell:
            for show, event in group.steps:
                self._tell(show, event)
        return group.answers

    def _decided(self, asked: Iterable[Asked]) -> _Group:
        """What these commands come to, each in the show that the ones before it leave behind."""
        group = _Group(self.show)
        for one in asked:
            group.answers.append(self._answer(group, one))
        return group

    def _answer(self, group: _Group, asked: Asked) -> Answer | Exception:
        sent: Sent = (asked.by, asked.name)
        if before := group.done.get(sent) or self._done.get(sent):
            return before.events
        try:
            answer = decide(group.show, asked.command)
            if isinstance(answer, Refusal):
                return answer
            steps, show = [], group.show
            for event in answer:
                show = apply(show, event)
                steps.append((show, event))
            first, at = self.head + len(group.entries) + 1, self._clock()
            entries = [Entry(n, event, at, asked.name, asked.by) for n, event in enumerate(answer, first)]
            for entry in entries:
                encode(entry)  # what cannot be written has to fail here, not in the log, where it fails the group
        except Exception as error:  # noqa: BLE001  # whatever it is, the commands of others must not fail with it
            return error
        for entry in entries:
            _remember(group.done, entry)
        group.entries += entries
        group.steps += steps
        group.show = show
        return answer


@contextmanager
def _no_collection() -> Iterator[None]:
    """No search for cycles meanwhile: a night makes none, and all that it holds would be looked through many times."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _remember(done: dict[Sent, _Done], entry: Entry) -> None:
    """Put an entry to what its command caused. A command without an id cannot be told from another one."""
    if not entry.command:
        return
    of = done.setdefault((entry.by, entry.command), _Done([], 0))
    of.events.append(entry.event)
    of.position = entry.position
