"""What of a night can be undone. Undoing is a command like any other: nothing is taken out of the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mirrorball.core.apply import apply
from mirrorball.core.commands import Command
from mirrorball.core.decide import decide
from mirrorball.core.events import DecisionAgreed
from mirrorball.core.refusals import Refusal
from mirrorball.core.result_commands import RevealNext, TakeBack
from mirrorball.core.reveals import Decision
from mirrorball.core.show import Show
from mirrorball.core.undo import inverse
from mirrorball.floor.command_names import to_wire
from mirrorball.floor.said import fact, undoing
from mirrorball.floor.screens import UndoLine
from mirrorball.log.port import Entry

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Done:
    """Something that happened and has an inverse: at which position, in a sentence, and the command that undoes it."""

    position: int
    says: str
    undo: Command


@dataclass(frozen=True, slots=True)
class History:
    """The show at a position of its log, and what happened until then that has an inverse, the latest first.

    It begins as ``History(show before its first step)``. ``after`` reads only what is new, so whoever keeps the latest
    history reads each entry once.
    """

    show: Show
    position: int = 0
    done: tuple[Done, ...] = ()

    def after(self, entries: Iterable[Entry]) -> History:
        """The history with these entries, which follow upon its position; older ones are passed over."""
        show, position, done = self.show, self.position, list(self.done)
        for entry in entries:
            if entry.position <= position:
                continue
            undo = inverse(show, entry.event)
            if isinstance(entry.event, DecisionAgreed) and entry.event.decision is Decision.REOPEN:
                done = [
                    one for one in done if not isinstance(one.undo, RevealNext | TakeBack)
                ]  # steps of another result
            if undo is not None:
                done.insert(0, Done(entry.position, fact(show, entry.event), undo))
            show, position = apply(show, entry.event), entry.position
        return History(show, position, tuple(done))

    @property
    def undo_lines(self) -> tuple[UndoLine, ...]:
        """The latest things that can still be undone now, at most twelve.

        What was undone since, or is in the way of a later step, is left out: its command would be refused. Where two
        would be undone by the same command, the later one stands for both.
        """
        lines: list[UndoLine] = []
        asked: list[Command] = []
        for one in self.done:
            if len(lines) == SHOWN:
                break
            if one.undo in asked or isinstance(decide(self.show, one.undo), Refusal):
                continue
            asked.append(one.undo)
            lines.append(
                UndoLine(
                    position=one.position,
                    says=one.says,
                    undo=undoing(self.show, one.undo),
                    command=to_wire(one.undo),
                )
            )
        return tuple(lines)
