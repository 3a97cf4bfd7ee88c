"""The window as a door keeps it: the box file that begins with it, the markers in it, and what pages show of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from mirrorball.box.block import BOX_BYTES, Kind
from mirrorball.box.intake import Intake
from mirrorball.box.receipt import spot_box
from mirrorball.box.rules import Rules
from mirrorball.box.writer import SUFFIX, BoxFile, NotKept
from mirrorball.door.page import Stage


@dataclass(slots=True)
class Counts:
    """Ballots of one channel: offered, taken, refused."""

    offered: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


class Window:
    """One vote at one door. ``draw`` draws bytes that nobody can guess, for the name of the box."""

    def __init__(self, folder: Path, rules: Rules, clock: Callable[[], int], draw: Callable[[int], bytes]) -> None:
        """Before it opens."""
        self.rules, self.stage = rules, Stage.BEFORE
        self.closes_at: int | None = None
        self.gone: frozenset[str] = frozenset()
        self.intake: Intake | None = None
        self.shut = False  # nothing can count any more, and late ballots are not kept either
        self.box = 0  # how receipts name the box
        self.counts = Counts()
        self._folder, self._clock, self._draw = folder, clock, draw

    async def open(self, closes_at: int | None) -> int:
        """Begin a box file with the rules; ballots behind that block count. Raises ``OSError`` and ``NotKept``."""
        name = self._new_name()
        self._folder.mkdir(parents=True, exist_ok=True)
        intake = Intake(BoxFile(self._folder, name), len(self.rules.choices), self._clock)
        opening = msgspec.to_builtins(self.rules) | {"at": intake.now(), "closes_at": closes_at}
        try:
            block = await _twice(intake, Kind.OPEN, opening)
        except NotKept:
            await intake.close()
            intake.path.unlink(missing_ok=True)  # nobody was answered for it
            raise
        self.box, self.intake = spot_box(name), intake
        self.stage, self.closes_at = Stage.OPEN, closes_at
        return block

    async def extend(self, closes_at: int, reason: str, by: str) -> int | None:
        """Another time for the close."""
        block = await self.note(
            Kind.EXTENDED, {"at": self._clock(), "closes_at": closes_at, "reason": reason, "by": by}
        )
        self.closes_at = closes_at
        return block

    async def close(self, at: int) -> int | None:
        """What comes from now on is late: all that was put in before stands before the marker."""
        self.stage = Stage.CLOSED
        return None if self.intake is None else await _twice(self.intake, Kind.CLOSE, {"at": at})

    async def finish(self) -> None:
        """Write nothing more."""
        intake, self.intake = self.intake, None
        if intake is not None:
            await intake.close()

    async def note(self, kind: Kind, said: object) -> int | None:
        """Write a note behind all that was put in before it; None if there is no box to write to."""
        return None if self.intake is None else await self.intake.note(kind, msgspec.json.encode(said))

    def _new_name(self) -> bytes:
        """A name for a box file, of which receipts need only the beginning to find it."""
        while True:
            name = self._draw(BOX_BYTES)
            if not list(self._folder.glob(f"{name[:2].hex()}*{SUFFIX}")):
                return name


async def _twice(intake: Intake, kind: Kind, said: object) -> int:
    """Write a marker two times, so that one changed byte does not open or close a window; the number of the first."""
    line = msgspec.json.encode(said)
    first = intake.put_note(kind, line)
    await intake.note(kind, line)
    return await first
