"""The public's vote of one night: doors that follow the night's log, and the box behind them for those who count.

What the log says about the window is what the doors do: opened, extended, closed, and who is out. A door that falls is
told where the night stands; a night that is started again finds its box as it was.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec

from mirrorball.box.anomalies import Anomaly, anomalies
from mirrorball.box.arrivals import arrivals
from mirrorball.box.block import Kind
from mirrorball.box.contents import NoBox, Note
from mirrorball.box.counting import Counted, count_box
from mirrorball.box.effect import effect
from mirrorball.box.exclusion import Exclusion, signature, signed
from mirrorball.box.following import Following
from mirrorball.box.paper import papers
from mirrorball.box.recount import recount_box
from mirrorball.box.rules import Rules
from mirrorball.box.tally import Count
from mirrorball.box.voters import Voters
from mirrorball.box.writer import SUFFIX
from mirrorball.core.channel import Channel, Unit, Way
from mirrorball.core.commands import CloseVote
from mirrorball.core.events import Event, TallySealed, VoteClosed, VoteExtended, VoteOpened
from mirrorball.core.show import Show, Vote
from mirrorball.door.keeper import Keeper, NotOpened
from mirrorball.door.wishes import FINISHED, Begin, Traffic
from mirrorball.floor.counter import Closed, Counter
from mirrorball.log.port import NotKept
from mirrorball.sentences import clock_time
from mirrorball.web.audience import AudienceStatus, ChannelStatus, NotTaken, Twice, Weighed

WARM = "import os; os.nice(10); from mirrorball.box.counting import warm; warm()"
AGAIN = 1.0  # seconds after which what did not go is tried once more
MS = 1000
BY = "window"
STAGES = {Vote.NOT_OPEN: "before", Vote.OPEN: "open", Vote.CLOSED: "closed"}
NO_BOX = "No ballot has been taken yet."
NOT_CLOSED = "The box can be counted twice once the vote is closed: from then on no door takes a ballot."

T = TypeVar("T")


class BoxOffice:
    """Doors and box of one night, behind its counter. Made before the event loop runs, used on it."""

    def __init__(self, begin: Begin, doors: int, counter: Counter, clock: Callable[[], int]) -> None:
        """Follow this counter's night; ``begin`` says where doors stand and the box lies."""
        self._begin, self._counter, self._clock = begin, counter, clock
        self._voters = Voters(bytes.fromhex(begin.secret))
        self._folder, self._doors = Path(begin.folder), doors
        self._keeper: Keeper | None = None
        self._said = Following(self._folder, (Kind.PAPER, Kind.EXCLUDE))
        self._typed = self._agreed = 0  # papers: by somebody, and by two people alike
        self._trouble = ""
        self._closed_at: int | None = None
        self._seen = 0
        self.opened, self.closed = asyncio.Event(), asyncio.Event()  # at every door

    # What the night runs.

    async def run(self) -> None:
        """Put the doors up and follow the night until cancelled; then end the doors."""
        show, self._seen = self._counter.now
        for entry in await self._counter.entries():
            if isinstance(entry.event, VoteClosed) and entry.position <= self._seen:
                self._closed_at = entry.at
        with suppress(NotTaken):  # the desk is told when it looks
            await self.notes()
        self._keeper = keeper = Keeper(self._as_it_stands(show), self._doors)
        closing = asyncio.create_task(self._close_in_time())
        warming = asyncio.create_task(self._warm())
        try:
            await self._until_done(keeper.start)
            self._as_the_doors_are(show)
            await self._follow(keeper)
        finally:
            closing.cancel()
            warming.cancel()
            await keeper.stop()
            await asyncio.gather(closing, warming, return_exceptions=True)

    async def _warm(self) -> None:
        """While people vote, have the count of a big box compiled, by a process that takes no time from the desk."""
        await self.opened.wait()
        compiling = await asyncio.create_subprocess_exec(sys.executable, "-c", WARM, start_new_session=True)
        try:
            await compiling.wait()
        finally:
            if compiling.returncode is None:
                compiling.kill()
                await compiling.wait()

    async def _follow(self, keeper: Keeper) -> None:
        out: tuple[str, ...] = self._begin.gone
        with suppress(Closed):
            while True:
                for entry in await self._counter.entries(self._seen):
                    await self._until_done(partial(self._done, keeper, entry.event, entry.at))
                    self._seen = entry.position
                gone = self._gone(self._counter.show)
                if gone != out:
                    await self._until_done(partial(keeper.gone, gone))
                    out = gone
                await self._counter.wait(self._seen)

    async def _done(self, keeper: Keeper, event: Event, at: int) -> None:
        """Have the doors do what happened in the night."""
        match event:
            case VoteOpened(closes_at=closes_at):
                await keeper.open(closes_at)
                self.opened.set()
            case VoteExtended(closes_at, reason, by):
                await keeper.extend(closes_at, reason, by)
            case VoteClosed():
                self._closed_at = at
                await keeper.close_window(at)
                self.closed.set()
            case TallySealed():
                await keeper.finish()
            case _:
                pass

    async def _until_done(self, what: Callable[[], Awaitable[None]]) -> None:
        """Try until it goes; the desk reads meanwhile what stands in the way."""
        while True:
            try:
                await what()
            except NotOpened as error:
                self._trouble = str(error)
                await asyncio.sleep(AGAIN)
            else:
                self._trouble = ""
                return

    async def _close_in_time(self) -> None:
        """The window closes at its time by itself, also where the clock is set meanwhile."""
        with suppress(Closed):
            while True:
                show, head = self._counter.now
                left: float | None = None
                if show.vote is Vote.OPEN and show.closes_at is not None:
                    left = (show.closes_at - self._clock()) / MS
                if left is not None and left <= 0:
                    with suppress(NotKept):  # the disk is full, say: tried again
                        await self._counter.ask(CloseVote(), f"close {show.closes_at}", BY)
                    left = AGAIN
                if left is not None:
                    left = min(left, AGAIN)
                with suppress(TimeoutError):
                    async with asyncio.timeout(left):  # wait_for of Python 3.11 can lose a cancellation
                        await self._counter.wait(head)

    def _as_it_stands(self, show: Show) -> Begin:
        """What a door has to know that is put up when the night stands so."""
        return msgspec.structs.replace(
            self._begin,
            rules=self.rules,
            stage=STAGES[show.vote] if show.tally is None else FINISHED,
            closes_at=show.closes_at,
            closed_at=self._closed_at,
            gone=self._gone(show),
        )

    def _as_the_doors_are(self, show: Show) -> None:
        """Doors that were put up late know already what has happened."""
        if show.vote is not Vote.NOT_OPEN:
            self.opened.set()
        if show.vote is Vote.CLOSED:
            self.closed.set()

    def _gone(self, show: Show) -> tuple[str, ...]:
        field = show.season.field(show.number)
        return tuple(star for star in self._begin.rules.stars if star not in field)

    # What the desk reads and asks.

    @property
    def address(self) -> str:
        """Where the public votes."""
        return self._begin.address

    @property
    def port(self) -> int:
        """Where the doors stand."""
        return self._begin.port

    @property
    def rules(self) -> Rules:
        """The rules of the vote."""
        return self._begin.rules

    def status(self) -> AudienceStatus:
        """How the doors are."""
        keeper, show = self._keeper, self._counter.show
        traffic = keeper.traffic() if keeper else {}
        lines = [
            self._papers(channel) if channel.way is Way.PAPER else _line(channel, traffic.get(channel.name, Traffic()))
            for channel in self.rules.channels
        ]
        longest = max((channel.grace for channel in self.rules.channels), default=0)
        closed_at = self._closed_at if show.vote is Vote.CLOSED else None
        return AudienceStatus(
            stage=STAGES[show.vote],
            channels=tuple(lines),
            waiting=keeper.waiting if keeper else 0,
            boxes=len(list(self._folder.glob(f"*{SUFFIX}"))),
            trouble=self._trouble or (keeper.trouble if keeper else ""),
            final_at=None if closed_at is None else closed_at + longest,
        )

    def _papers(self, channel: Channel) -> ChannelStatus:
        """Papers come by the desk and not by a door; what two people typed alike is in."""
        return ChannelStatus(name=channel.name, way=channel.way, offered=self._typed, taken=self._agreed)

    async def count(self) -> Counted | None:
        """The box as it counts now."""
        return await self._aside(partial(count_box, self._folder)) if self._has_box() else None

    async def weighed(self, rule: Exclusion) -> Weighed | None:
        """What one more rule would do to the count as it is now."""
        counted = await self.count()
        if counted is None or counted.rules is None:
            return None
        in_force, _ = signed(note.value for note in counted.notes if note.kind is Kind.EXCLUDE)
        both = await self._aside(partial(effect, self._folder, counted.rules, counted.notes, rule, in_force))
        if both is None:
            message = "This rule touches so many voters that its effect cannot be shown here. Narrow it down."
            raise NotTaken(message)
        before, after = both
        fates = counted.count.fates.copy()
        fates.subtract(before.fates)
        fates.update(after.fates)
        return Weighed(counted.count, Count(fates, counted.count.ballots))

    async def notes(self) -> tuple[Note, ...]:
        """What two people say, as it lies in the box."""
        if not self._has_box():
            return ()
        notes = await self._aside(self._said.notes)
        found = papers(notes, "", self.rules.stars)
        self._typed, self._agreed = len(found.agreed) + len(found.open), len(found.agreed)
        return notes

    async def anomalies(self) -> tuple[Anomaly, ...]:
        """What looks odd in the box."""
        if not self._has_box():
            return ()
        return await self._aside(lambda: anomalies(arrivals(self._folder), clock_time))

    async def paper(self, paper: str, by: str, votes: Mapping[str, int]) -> None:
        """Keep what one person typed."""
        name = self._voters.ballot(f"paper {paper}")
        said = {
            "paper": paper,
            "by": by,
            "votes": dict(votes),
            "voter": self._voters.voter(Unit.PAPER, paper).hex(),
            "id": name.hex(),
            "at": self._clock(),
        }
        await self._note(Kind.PAPER, said)
        with suppress(NotTaken):  # it is kept all the same
            await self.notes()

    async def exclude(self, rule: Exclusion, by: str) -> None:
        """Keep one person's signature."""
        await self._note(Kind.EXCLUDE, msgspec.json.decode(signature(rule, by, self._clock())))

    async def count_twice(self) -> Twice:
        """No ballot can come any more, and the box is counted by both ways."""
        keeper, show = self._keeper, self._counter.show
        if show.vote is not Vote.CLOSED:
            raise NotTaken(NOT_CLOSED)
        if keeper is not None:
            try:
                await keeper.shut()
            except NotOpened as error:
                raise NotTaken(str(error)) from error
        if not self._has_box():
            raise NotTaken(NO_BOX)
        counted = await self._aside(partial(count_box, self._folder))
        again = await self._aside(partial(recount_box, self._folder))
        field, channels = show.season.field(show.number), self.rules.channels
        return Twice(counted.count.tally(field, channels), again.count.tally(field, channels))

    async def _note(self, kind: Kind, said: Mapping[str, object]) -> None:
        if self._keeper is None:
            raise NotTaken(NO_BOX)
        try:
            await self._keeper.note(kind, said)
        except NotOpened as error:
            raise NotTaken(str(error)) from error

    def _has_box(self) -> bool:
        return any(self._folder.glob(f"*{SUFFIX}"))

    async def _aside(self, what: Callable[[], T]) -> T:
        """Read the box in a thread, so that nobody at the desk waits for it. Raises ``NotTaken``."""
        try:
            return await asyncio.to_thread(what)
        except (NoBox, OSError) as error:
            raise NotTaken(str(error)) from error


def _line(channel: Channel, traffic: Traffic) -> ChannelStatus:
    """How ballots of a channel come in."""
    return ChannelStatus(
        name=channel.name, way=channel.way, offered=traffic.offered, taken=traffic.taken, refused=traffic.refused
    )
