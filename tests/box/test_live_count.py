"""While ballots come in, the count of what is on the disk at a moment is its recount, by values and by machine code."""

from __future__ import annotations

import asyncio
import shutil
from itertools import count
from pathlib import Path
from random import Random

import msgspec
import pytest

from mirrorball.box.block import BOX_BYTES, Kind
from mirrorball.box.counting import FEW, count_box
from mirrorball.box.exclusion import Exclusion, signature
from mirrorball.box.intake import Intake
from mirrorball.box.recount import recount_box
from mirrorball.box.writer import BoxFile
from tests.box.boxes import CLOSES, OPENS, STARS, name, rules, voter

LOOKS, BETWEEN, MOST = 12, 300, 40  # looks at the box, ballots from one to the next at least, voters
PLAIN = 5  # channels that need no money and no second person
PAUSE = 0.0002  # seconds


class Crowd:
    """Votes by two doors into two files of one box, until it is told to end."""

    def __init__(self, folder: Path, rng: Random) -> None:
        clock = count(OPENS)
        self.doors = [
            Intake(BoxFile(folder, bytes([nth]) * BOX_BYTES), len(STARS), lambda: next(clock)) for nth in range(2)
        ]
        self.over = asyncio.Event()
        self._rng = rng

    async def vote(self) -> None:
        """Ballots, many of them twice, and now and then a rule that two people sign."""
        opening = msgspec.json.encode(msgspec.to_builtins(rules()) | {"at": OPENS, "closes_at": CLOSES})
        for door in self.doors:
            await door.note(Kind.OPEN, opening)
        for nth in count():
            self._ballot(nth)
            if nth % 100 == 0:
                self._rule(nth)
            if nth % 7 == 0:
                await asyncio.sleep(PAUSE)
            if self.over.is_set():
                break
        for door in self.doors:
            await door.close()

    async def taken(self, ballots: int) -> None:
        """Wait until so many are on the disk."""
        while sum(door.taken for door in self.doors) < ballots:  # noqa: ASYNC110  # doors tell nobody
            await asyncio.sleep(PAUSE)

    def _ballot(self, nth: int) -> None:
        votes = [self._rng.randrange(4) for _ in STARS]
        who, which = voter(self._rng.randrange(MOST)), name(self._rng.randrange(nth + 1))
        self.doors[nth % 2].put(who, which, self._rng.randrange(PLAIN), votes)

    def _rule(self, nth: int) -> None:
        rule = Exclusion(None, frozenset([voter(self._rng.randrange(MOST))]), None, None, "odd")
        for by in ("one", "another"):
            self.doors[nth % 2].put_note(Kind.EXCLUDE, signature(rule, by, OPENS + nth))


async def looked_at(folder: Path, few: int) -> list[int]:
    """How many ballots were there at each look. At each of them both counts of what was on the disk are the same."""
    crowd, looks = Crowd(folder, Random(few)), [0]  # noqa: S311  # a repeatable crowd
    voting = asyncio.create_task(crowd.vote())
    for look in range(LOOKS):
        await crowd.taken(looks[-1] + BETWEEN)
        copy = folder.parent / f"copy-{look}"
        await asyncio.to_thread(shutil.copytree, folder, copy)
        counted = await asyncio.to_thread(count_box, copy, None, few)
        again = await asyncio.to_thread(recount_box, copy)
        assert (counted.count, counted.rules) == (again.count, again.rules), look
        assert all(damage.cut for _, damage in counted.damages)
        looks.append(sum(part.ballots for part in counted.parts))
    crowd.over.set()
    await voting
    return looks


@pytest.mark.parametrize("few", [FEW, 0], ids=["values", "machine"])
def test_the_live_count_is_the_recount_at_any_time(tmp_path: Path, few: int) -> None:
    folder = tmp_path / "box"
    folder.mkdir()
    looks = asyncio.run(looked_at(folder, few))

    assert looks == sorted(set(looks))  # each look fell on a box that had grown
