"""A night as the public sees it: commands are asked, and the screen is the one that follows from the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from mirrorball.core.commands import Command, LockMarks, Take
from mirrorball.core.refusals import Refusal
from mirrorball.core.result_commands import ConfirmResult, RevealNext, SealResult
from mirrorball.core.show import Show
from mirrorball.floor.floor import Floor
from mirrorball.floor.public import PublicScreen
from mirrorball.floor.public_cast import Around, around
from mirrorball.floor.public_history import PublicHistory, begun
from mirrorball.log.memory import MemoryLog
from tests.core.stage import MARKS, ONE, PANEL, SALT, STARS, TWO, WALTZ, found, mark


class Seen:
    """One night and its public screen."""

    def __init__(self, opened: Show, surroundings: Around | None = None) -> None:
        self.opened, self.around = opened, surroundings or around(opened)
        self.floor = Floor(opened, log=MemoryLog())
        self.history = begun(opened, self.around)

    @property
    def show(self) -> Show:
        return self.floor.show

    @property
    def screen(self) -> PublicScreen:
        """The screen as it is kept, entry by entry."""
        self.history = self.history.after(self.floor.read(self.history.position))
        return self.history.screen

    @property
    def body(self) -> bytes:
        """The bytes that everybody gets."""
        return msgspec.json.encode(self.screen)

    def read_again(self) -> PublicHistory:
        """The same as a program finds it that starts now."""
        return begun(self.opened, self.around).after(self.floor.read(0))

    def play(self, *commands: Command) -> PublicScreen:
        for command in commands:
            answer = self.floor.ask(command)
            assert not isinstance(answer, Refusal), answer.sentence
        return self.screen

    def seal(self) -> PublicScreen:
        """Two people confirm and seal."""
        self.play(ConfirmResult(found(self.show), ONE))
        return self.play(SealResult(found(self.show), SALT, TWO))

    def tell(self, steps: int = 1) -> PublicScreen:
        for _ in range(steps):
            self.play(RevealNext(len(self.show.revealed) + 1))
        return self.screen

    def tell_all(self) -> PublicScreen:
        while self.show.to_reveal:
            self.tell()
        return self.screen


def danced(marks: Mapping[str, int] = MARKS) -> Iterator[Command]:
    """Every dance is taken, marked and locked."""
    for segment, star in enumerate(STARS, 1):
        yield Take(segment)
        yield from (mark(judge, star, marks[star]) for judge in PANEL)
        yield LockMarks(WALTZ, star)
