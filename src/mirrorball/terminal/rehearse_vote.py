"""The vote of a rehearsal, as it happens on the night: a door, viewers who come to it over HTTP, a box, a count."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from mirrorball.box.counting import count_box
from mirrorball.box.rules import Rules
from mirrorball.box.voters import Voters
from mirrorball.core.commands import CloseVote, OpenVote, SealTally, SignReach
from mirrorball.core.stuck import settled
from mirrorball.core.votes import Tally
from mirrorball.door.keeper import Keeper, NotOpened
from mirrorball.door.wishes import Begin
from mirrorball.floor.ballot_rules import rules
from mirrorball.floor.floor import Floor
from mirrorball.lab.callers import Callers, NotAnswered
from mirrorball.lab.crowd import Cast
from mirrorball.terminal.box_office import BoxOffice
from mirrorball.terminal.rehearse import SIGNED, Audience, Refused, ask, planned, sealing

HOST = "127.0.0.1"
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class House:
    """Where a rehearsed vote happens: a free port of this machine, a folder for the box, a clock, and chance."""

    port: int
    folder: Path
    clock: Callable[[], int]
    draw: Callable[[int], bytes]
    version: str

    def begin(self, tonight: Rules, secret: bytes) -> Begin:
        """What a door of this house begins with."""
        return Begin(
            secret=secret.hex(),
            folder=str(self.folder),
            host=HOST,
            port=self.port,
            rules=tonight,
            address="",
            version=self.version,
            rehearsal=True,
        )


def play_vote(floor: Floor, drawn: Audience, house: House, told: Callable[[int], None]) -> None:
    """The audience votes through a door while the window is open; what lies in the box is counted and sealed.

    How the outcome is told is planned before that, and two people stand behind the result.

    Raises ``Refused`` with what a door answered that is no answer to a vote.
    """
    show = floor.show
    if settled(show):
        ask(floor, SignReach(SIGNED, "rehearsal"))
    chance = Random(repr(sorted(drawn.tally.votes.items())))  # noqa: S311  # a rehearsal has to be repeatable
    ask(floor, planned(chance.randbytes))
    try:
        asyncio.run(_vote(floor, drawn, house, told))
    except (NotAnswered, NotOpened, OSError) as error:
        message = f"The vote could not be rehearsed: {error}"
        raise Refused(message) from error
    counted = count_box(house.folder).count
    ask(floor, SealTally(counted.tally(show.season.field(show.number), rules(show, "rehearsal").channels)))
    while floor.show.sealed is None:
        ask(floor, sealing(floor.show, chance.randbytes))


async def _vote(floor: Floor, drawn: Audience, house: House, told: Callable[[int], None]) -> None:
    tonight = rules(floor.show, "rehearsal")
    secret = house.draw(SECRET_BYTES)
    keeper, callers = Keeper(house.begin(tonight, secret)), Callers(house.port, tonight, Voters(secret), house.clock)
    try:
        await keeper.start()
        ask(floor, OpenVote())
        await keeper.open(None)
        await callers.vote((one for one in drawn.sent if not one.late), told)
        ask(floor, CloseVote())
        await keeper.close_window(house.clock())
        await callers.vote((one for one in drawn.sent if one.late), told)
        await keeper.finish()
    finally:
        await keeper.stop()


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """Viewers of a rehearsed night, in front of its real doors."""

    office: BoxOffice
    callers: Callers
    sent: tuple[Cast, ...]

    async def vote(self) -> None:
        """Send all that is in time, as soon as the doors have opened."""
        await self.office.opened.wait()
        await self.callers.vote((one for one in self.sent if not one.late), lambda _: None)

    async def tally(self) -> Tally:
        """Send what is late, and count."""
        await self.office.closed.wait()
        await self.callers.vote((one for one in self.sent if one.late), lambda _: None)
        return (await self.office.count_twice()).counted


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.create_server((HOST, 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
