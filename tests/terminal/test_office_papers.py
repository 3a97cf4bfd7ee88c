"""The paper channel's line at the desk: how many papers were typed, and how many of them two people typed alike."""

from __future__ import annotations

import asyncio
from pathlib import Path

from mirrorball.box.block import Kind
from mirrorball.core.channel import Way
from mirrorball.door.wishes import Begin
from mirrorball.floor.counter import Counter
from mirrorball.floor.floor import Floor
from mirrorball.log.memory import MemoryLog
from mirrorball.terminal.box_office import BoxOffice
from tests.box.boxes import OPENS, Writing, rules
from tests.core.stage import the_night

SECRET = "00" * 32


def typed(paper: str, by: str, ada: int) -> dict[str, object]:
    """One person's typing."""
    names = {"voter": paper.encode().hex(), "id": paper.encode().hex()}
    return {"paper": paper, "by": by, "votes": {"Ada": ada}, "at": OPENS, **names}


def test_papers_that_two_people_typed_alike_are_in(tmp_path: Path) -> None:
    notes = [
        typed("1", "Ann", 3),
        typed("1", "Ben", 3),
        typed("2", "Ann", 3),
        typed("2", "ann ", 3),
        typed("3", "Ben", 1),
    ]
    Writing().open(rules()).note(Kind.PAPER, OPENS, *notes).save(tmp_path)
    counter = Counter(Floor(the_night(), log=MemoryLog()))
    begin = Begin(
        secret=SECRET,
        folder=str(tmp_path),
        host="127.0.0.1",
        port=0,
        rules=rules(),
        address="http://vote.example",
        version="0",
    )

    async def look() -> tuple[int, int]:
        office = BoxOffice(begin, 1, counter, lambda: OPENS)
        assert len(await office.notes()) == len(notes)
        (line,) = [line for line in office.status().channels if line.way is Way.PAPER]
        await counter.close()
        return line.offered, line.taken

    assert asyncio.run(look()) == (3, 1)
