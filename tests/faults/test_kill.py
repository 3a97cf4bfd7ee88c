"""The program killed at any moment: nothing that was answered is lost, and what is sent again happens once."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import reduce
from itertools import count
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from time import monotonic

import pytest

from mirrorball.core.apply import apply
from mirrorball.log.sqlite import entries
from tests.conftest import CI
from tests.faults.night import BEFORE, BY, OPEN, start

NIGHTS, KILLS = 10 if CI else 1, 20  # a kill costs more the longer the night is, so that there are several
WAITING = 8  # commands under way at a time
PATIENCE = 30


@dataclass
class Sender:
    """Who sends troubles and keeps each until it is answered, as a tablet does."""

    names: count[int] = field(default_factory=lambda: count(1))
    waiting: list[str] = field(default_factory=list)
    answered: dict[str, int] = field(default_factory=dict)
    again: int = 0  # answers to what was recorded already when it was sent again

    def send(self, pipe: Connection) -> None:
        """Send one more."""
        self.waiting.append(f"trouble {next(self.names)}")
        pipe.send(self.waiting[-1])

    def begin(self, pipe: Connection, recorded: set[str]) -> None:
        """Send what was not answered once more, and new ones until so many are under way."""
        self.again += len(recorded & set(self.waiting))
        for name in self.waiting:
            pipe.send(name)
        while len(self.waiting) < WAITING:
            self.send(pipe)

    def hear(self, pipe: Connection) -> bool:
        """Take what the program says, and tell whether it was an answer."""
        said = pipe.recv()
        if said == OPEN:
            return False
        name, position = said
        assert self.answered.setdefault(name, position) == position
        self.waiting.remove(name)
        return True


def life(path: Path, sender: Sender, chance: Random) -> None:
    """The program from its start to its sudden end. One time in five it ends while it opens the log."""
    pipe, theirs = Pipe()
    program = start(path, theirs)
    if chance.random() < 0.8:
        assert pipe.poll(PATIENCE)
        sender.hear(pipe)
        sender.begin(pipe, {entry.command for entry in entries(path)})
    end = monotonic() + chance.uniform(0, 0.02)
    while (left := end - monotonic()) > 0 and pipe.poll(left):
        if sender.hear(pipe):
            sender.send(pipe)
    program.kill()
    program.join()
    with suppress(EOFError, OSError):  # what it said before it ended was said
        while True:
            sender.hear(pipe)
    pipe.close()


@pytest.mark.parametrize("seed", range(NIGHTS))
def test_killed_at_any_moment_nothing_answered_is_lost_and_nothing_happens_twice(tmp_path: Path, seed: int) -> None:
    path, sender, chance = tmp_path / "night.sqlite", Sender(), Random(seed)  # noqa: S311  # moments, not secrets
    for _ in range(KILLS):
        life(path, sender, chance)
        kept = entries(path) if path.exists() else []

        assert [entry.position for entry in kept] == list(range(1, len(kept) + 1))
        assert {name: kept[position - 1].command for name, position in sender.answered.items()} == {
            name: name for name in sender.answered
        }
        assert [name for name, times in Counter(entry.command for entry in kept).items() if times > 1] == []

    show = reduce(apply, (entry.event for entry in kept), BEFORE)
    assert [(trouble.number, trouble.by) for trouble in show.troubles] == [(n, BY) for n in range(1, len(kept) + 1)]
    assert sender.answered.keys() <= {trouble.text for trouble in show.troubles}
    assert sender.again > 0  # some were on the disk and not answered yet: the case that this is about
