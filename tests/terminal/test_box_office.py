"""The public's vote of a night: real doors that follow its log, whatever happens and wherever it is started again."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from mirrorball.box.block import Kind
from mirrorball.box.contents import contents
from mirrorball.box.exclusion import Exclusion
from mirrorball.box.voters import Voters
from mirrorball.core.channel import Channel, Unit, Way
from mirrorball.core.commands import CloseVote, Command, ExtendVote, OpenVote, SealTally, Withdraw
from mirrorball.core.events import VoteClosed
from mirrorball.core.refusals import Refusal
from mirrorball.core.show import Show, Vote, open_night
from mirrorball.door.asking import COOKIE
from mirrorball.door.wishes import Begin
from mirrorball.floor.ballot_rules import rules
from mirrorball.floor.counter import Counter
from mirrorball.floor.floor import Floor
from mirrorball.log.memory import MemoryLog
from mirrorball.terminal.box_office import BoxOffice
from mirrorball.web.audience import NotTaken
from tests.core.stage import STARS, a_season
from tests.door.served import PATIENCE, SECRET
from tests.ports import free_port

WEB = Channel("web", 10, replaceable=True)
PAPER = Channel("paper", 10, way=Way.PAPER, unit=Unit.PAPER)
LONG = 3_600_000  # milliseconds
Doing = Callable[["Night"], Awaitable[None]]


def now() -> int:
    return time.time_ns() // 1_000_000


class Night:
    """A night with its office, as the server has them."""

    def __init__(self, folder: Path, port: int, log: MemoryLog, doors: int) -> None:
        opened = opened_night()
        self.log, self.port, self.folder, self.ahead = log, port, folder, 0
        self.counter = Counter(Floor(opened, log=log, clock=self.clock))
        tonight = rules(opened, "gala")
        begin = Begin(SECRET.hex(), str(folder), "127.0.0.1", port, tonight, f"http://127.0.0.1:{port}", "test")
        self.office = BoxOffice(begin, doors, self.counter, self.clock)
        self.asked, self.code = 0, ""

    def clock(self) -> int:
        return now() + self.ahead

    async def do(self, command: Command) -> None:
        """Somebody at the desk asks, and it happens."""
        self.asked += 1
        answer = await self.counter.ask(command, f"step {self.asked} {now()}", "desk")
        assert not isinstance(answer, Refusal), answer.sentence

    async def window(self) -> dict[str, object]:
        """What a phone is told of the window; empty while no door stands."""
        with suppress(httpx.TransportError):
            async with httpx.AsyncClient() as phone:
                told: dict[str, object] = (await phone.get(f"{self.office.address}/window.json")).json()
                return told
        return {}

    async def vote(self, voter: str, *votes: int) -> int:
        """A phone sends a ballot: the status of its answer."""
        headers = {"Cookie": f"{COOKIE}={Voters(SECRET).token(WEB.unit, voter)}", "Content-Type": "application/json"}
        body = json.dumps({"id": f"{abs(hash((voter, votes))) % 16**16:016x}", "votes": votes})
        async with httpx.AsyncClient() as phone:
            answer = await phone.post(f"{self.office.address}/vote", content=body, headers=headers)
        self.code = answer.json().get("receipt", "")
        return answer.status_code

    async def receipt(self) -> str:
        """What the page says of the last ballot."""
        async with httpx.AsyncClient() as phone:
            return (await phone.get(f"{self.office.address}/receipt", params={"code": self.code})).text

    async def until(self, stage: str) -> dict[str, object]:
        """Wait until phones are told this stage."""
        return await until(self.window, lambda told: told.get("stage") == stage)


async def until(
    look: Callable[[], Awaitable[dict[str, object]]], fits: Callable[[dict[str, object]], bool]
) -> dict[str, object]:
    give_up = time.monotonic() + PATIENCE
    while not fits(told := await look()):
        assert time.monotonic() < give_up, told
        await asyncio.sleep(0.02)
    return told


async def comes(what: Callable[[], object]) -> None:
    """Wait until this holds."""
    give_up = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < give_up
        await asyncio.sleep(0.02)


def opened_night() -> Show:
    """The small show's night, with a page and paper to vote by."""
    return open_night(replace(a_season(), channels=(WEB, PAPER)), 1)


@asynccontextmanager
async def running(night: Night) -> AsyncIterator[None]:
    """The office runs until the end, and may not break."""
    task = asyncio.create_task(night.office.run())
    try:
        yield
        assert not task.done(), task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await night.counter.close()


@pytest.fixture
def play(tmp_path: Path) -> Callable[..., Night]:
    """Play a night, from where its log stands; the same folder, port and log each time."""
    port, log = free_port(), MemoryLog()

    def played(do: Doing, doors: int = 1) -> Night:
        async def whole() -> Night:
            night = Night(tmp_path / "box", port, log, doors)
            async with running(night):
                await do(night)
            return night

        return asyncio.run(whole())

    return played


Play = Callable[..., Night]


def kinds(night: Night) -> list[Kind]:
    return [note.kind for note in contents(night.folder).notes]


def test_the_doors_do_what_the_log_says(play: Play) -> None:
    async def whole(night: Night) -> None:
        await night.until("before")
        assert await night.vote("ann", 1, 0, 0, 0) == 409
        assert (await night.office.count()) is None
        closes_at = now() + LONG
        await night.do(OpenVote(closes_at))
        assert (await night.until("open"))["closes_at"] == closes_at
        await night.office.opened.wait()
        assert await night.vote("ann", 5, 0, 1, 0) == 200
        await night.do(ExtendVote(closes_at + LONG, "The gateway was late.", "Sam"))
        await until(night.window, lambda told: told["closes_at"] == closes_at + LONG)
        await night.do(Withdraw("Dee", "knee"))
        await comes(lambda: night.office._gone(night.counter.show) == ("Dee",))  # noqa: SLF001
        await gone(night)
        assert await night.vote("cat", 0, 2, 0, 0) == 200
        status = night.office.status()
        assert (status.stage, status.boxes, status.trouble, status.final_at) == ("open", 1, "", None)
        await night.do(CloseVote())
        await night.until("closed")
        assert await night.vote("eve", 1, 0, 0, 0) == 409
        twice = await night.office.count_twice()
        assert twice.agree
        assert twice.counted.votes == {"Ada": 5, "Bo": 2, "Cy": 1}
        await night.do(SealTally(twice.counted))
        await comes(lambda: night.office.status().stage == "closed")

    night = play(whole)
    notes = contents(night.folder).notes
    (closed,) = [entry.at for entry in night.log.read() if isinstance(entry.event, VoteClosed)]

    assert {note.value["reason"] for note in notes if note.kind is Kind.EXTENDED} == {"The gateway was late."}
    assert {note.value["at"] for note in notes if note.kind is Kind.CLOSE} == {closed}


async def gone(night: Night) -> None:
    """A ballot for who withdrew is refused, as soon as the door has heard of it."""
    for nth in range(500):
        if await night.vote(f"bob {nth}", 0, 0, 0, 3) != 200:
            return
        pytest.fail("A ballot was taken for a couple that is out.") if nth == 499 else await asyncio.sleep(0.02)


def test_the_window_closes_in_time_by_itself(play: Play) -> None:
    times: list[int] = []

    async def whole(night: Night) -> None:
        await night.until("before")
        times.append(now() + 1500)
        await night.do(OpenVote(times[0]))
        await night.until("open")
        await night.until("closed")
        await night.office.closed.wait()

    night = play(whole)
    ((at, by),) = [(entry.at, entry.by) for entry in night.log.read() if isinstance(entry.event, VoteClosed)]

    assert by == "window"
    assert -50 <= at - times[0] < 2000


def test_a_clock_that_is_set_ahead_closes_the_window(play: Play) -> None:
    async def whole(night: Night) -> None:
        await night.do(OpenVote(now() + LONG))
        await night.until("open")
        night.ahead = 2 * LONG
        await night.until("closed")

    assert play(whole).counter.show.vote is Vote.CLOSED


def test_an_office_that_starts_again_goes_on_in_every_stage(play: Play) -> None:
    async def before(night: Night) -> None:
        await night.until("before")

    async def opens(night: Night) -> None:
        await night.until("before")
        await night.do(OpenVote())
        await night.until("open")
        assert await night.vote("ann", 1, 0, 0, 0) == 200

    async def closes(night: Night) -> None:
        await night.until("open")
        await asyncio.wait_for(night.office.opened.wait(), PATIENCE)
        assert await night.vote("bob", 2, 0, 0, 0) == 200
        await night.do(CloseVote())
        await night.until("closed")

    async def seals(night: Night) -> None:
        await night.until("closed")
        await asyncio.wait_for(night.office.closed.wait(), PATIENCE)
        assert await night.vote("cat", 3, 0, 0, 0) == 409
        await night.office.paper("7", "Pam", {"Ada": 4})
        await night.office.paper("7", "Sam", {"Ada": 4})
        twice = await night.office.count_twice()
        assert twice.agree
        assert twice.counted.votes == {"Ada": 7, "Bo": 0, "Cy": 0, "Dee": 0}
        await night.do(SealTally(twice.counted))

    async def sealed(night: Night) -> None:
        await night.until("closed")
        assert await night.vote("dan", 3, 0, 0, 0) == 409
        with pytest.raises(NotTaken, match="No door has a box"):
            await night.office.paper("8", "Pam", {"Ada": 4})
        twice = await night.office.count_twice()
        assert twice.agree
        assert twice.counted == night.counter.show.tally

    files = []
    for part in (before, opens, closes, seals, sealed):
        night = play(part)
        files.append(len(list(night.folder.glob("*.box"))))

    assert files == [0, 1, 2, 3, 3]


def test_trouble_is_told_while_doors_cannot_be_put_up_and_no_door_is_put_up_twice(play: Play) -> None:
    async def whole(night: Night) -> None:
        with socket.create_server(("127.0.0.1", night.port)):
            await comes(lambda: "Another program uses it" in night.office.status().trouble)
            await night.do(OpenVote())
            assert not night.office.opened.is_set()
        await night.until("open")
        await comes(lambda: not night.office.status().trouble)
        await asyncio.wait_for(night.office.opened.wait(), PATIENCE)
        assert await night.vote("ann", 1, 0, 0, 0) == 200
        assert night.office.status().boxes == 2

    assert play(whole, doors=2).counter.show.vote is Vote.OPEN


def test_a_door_that_was_told_twice_opens_one_box(play: Play) -> None:
    async def whole(night: Night) -> None:
        await night.do(OpenVote())
        await night.until("open")
        keeper = night.office._keeper  # noqa: SLF001  # as it is asked again after another door has fallen
        assert keeper is not None
        await keeper.open(None)
        assert await night.vote("ann", 1, 0, 0, 0) == 200

    assert len(list(play(whole).folder.glob("*.box"))) == 1


def test_what_two_people_say_stands_in_the_box_and_counts(play: Play) -> None:
    rule = Exclusion("web", None, None, None, "A machine voted.")

    async def whole(night: Night) -> None:
        office = night.office
        await night.until("before")
        assert await office.notes() == ()
        assert await office.anomalies() == ()
        for early in (office.paper("1", "Pam", {"Ada": 1}), office.exclude(rule, "Pam"), office.count_twice()):
            with pytest.raises(NotTaken):
                await early
        await night.do(OpenVote())
        await night.until("open")
        assert await night.vote("ann", 5, 0, 0, 0) == 200
        assert "Counted." in await night.receipt()
        await office.paper("1", "Pam", {"Bo": 2})
        assert (await counted(office))["Bo"] == 0
        await office.paper("1", "Sam", {"Bo": 2})
        assert await counted(office) == {"Ada": 5, "Bo": 2, "Cy": 0, "Dee": 0}
        weighed = await office.weighed(rule)
        assert weighed is not None
        assert [one.tally(STARS, office.rules.channels).votes["Ada"] for one in (weighed.before, weighed.after)] == [
            5,
            0,
        ]
        assert weighed.after.tally(STARS, office.rules.channels).votes["Bo"] == 2
        await office.exclude(rule, "Pam")
        assert (await counted(office))["Ada"] == 5
        assert "Counted." in await night.receipt()
        await office.exclude(rule, "Sam")
        assert (await counted(office))["Ada"] == 0
        assert "Not counted: a rule that two people signed" in await night.receipt()
        assert [note.kind for note in await office.notes()].count(Kind.PAPER) == 2

    play(whole)


async def counted(office: BoxOffice) -> dict[str, int]:
    found = await office.count()
    assert found is not None
    return found.count.tally(STARS, office.rules.channels).votes


def test_a_box_that_does_not_read_is_told(play: Play) -> None:
    async def whole(night: Night) -> None:
        night.folder.mkdir(exist_ok=True)
        (night.folder / "0101010101010101.box").mkdir()
        for asked in (night.office.count, night.office.notes, night.office.anomalies):
            with pytest.raises(NotTaken):
                await asked()

    play(whole)
