"""One count serves all pages that are open at the time, and is kept for a moment."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from mirrorball.box.counting import Counted
from mirrorball.web.audience import NotTaken
from mirrorball.web.live_count import KEPT, LiveCount
from tests.web.audience import Told, ballot


@dataclass
class Slow(Told):
    """An audience that takes its time to count, and knows how often it did."""

    counts: int = 0
    at_once: int = 0
    most_at_once: int = 0

    async def count(self) -> Counted | None:
        self.counts += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0.01)
        self.at_once -= 1
        return await super().count()


def test_three_pages_count_once() -> None:
    told = Slow(stage="open", ballots=[ballot(1, Ada=1)])

    async def three() -> None:
        live = LiveCount(lambda: 77, lambda: 0)
        found = await asyncio.gather(*(live.of(told) for _ in range(3)))
        assert {one.at for one in found} == {77}
        assert len({id(one.counted) for one in found}) == 1

    asyncio.run(three())
    assert told.counts == 1


def test_what_is_older_is_counted_again_and_never_twice_at_a_time() -> None:
    told = Slow(stage="open")
    now = [0]

    async def later() -> None:
        live = LiveCount(lambda: now[0], lambda: now[0])
        await live.of(told)
        now[0] = KEPT - 1
        assert (await live.of(told)).at == 0
        now[0] = KEPT
        assert (await live.of(told)).at == KEPT
        now[0] = 3 * KEPT
        await asyncio.gather(*(live.of(told) for _ in range(5)))

    asyncio.run(later())
    assert (told.counts, told.most_at_once) == (3, 1)


def test_what_could_not_be_counted_is_tried_again() -> None:
    told = Slow(stage="open", no_box="The box is being moved.")

    async def twice() -> None:
        live = LiveCount(lambda: 0, lambda: 0)
        with pytest.raises(NotTaken):
            await live.of(told)
        told.no_box = ""
        assert (await live.of(told)).counted is not None

    asyncio.run(twice())
