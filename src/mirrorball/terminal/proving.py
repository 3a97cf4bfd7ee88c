"""The test votes of a preflight: a real door, testers in front of it, a real box that is counted by both paths."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mirrorball.box.block import Kind
from mirrorball.box.counting import count_box
from mirrorball.box.recount import recount_box
from mirrorball.box.rules import Choice, Rules
from mirrorball.box.tally import Count
from mirrorball.box.voters import Voters
from mirrorball.core.channel import Unit, Way
from mirrorball.door.keeper import Keeper, NotOpened
from mirrorball.lab.testers import Testers, Tried
from mirrorball.sentences import counted
from mirrorball.terminal.rehearse_vote import SECRET_BYTES, House

TYPISTS = ("preflight, first person", "preflight, second person")
ON_PAPER = "on paper"


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of the test votes: each of them, and where a count of the box differs from what was cast."""

    tried: tuple[Tried, ...]
    miscounted: tuple[str, ...]

    @property
    def wrong(self) -> tuple[str, ...]:
        """All that went wrong, a sentence each."""
        told = (f"{one.star}, {one.channel}, {one.how}: {one.wrong}" for one in self.tried if one.wrong)
        return (*told, *self.miscounted)


async def prove(rules: Rules, shown: Sequence[Choice], house: House, told: Callable[[int, int], None]) -> Proof:
    """Vote for every couple in every way, and count. ``told`` hears how many votes are cast, of how many.

    Raises ``NotOpened`` if no door can be put up, and ``NoBox`` if nothing came of it.
    """
    secret = house.draw(SECRET_BYTES)
    keeper, voters = Keeper(house.begin(rules, secret)), Voters(secret)
    testers = Testers(house.port, rules, voters, house.clock, tuple(shown))
    ways, tried = list(testers.ways()), []
    try:
        await keeper.start()
        await keeper.open(None)
        for nth, (channel, couple, text) in enumerate(ways, 1):
            if channel.way is Way.PAPER:
                tried.append(await _on_paper(keeper, voters, house, channel.name, couple))
            else:
                tried.append(await testers.vote(channel, couple, text, nth))
            told(nth, len(ways))
        await keeper.close_window(house.clock())
        await keeper.finish()
    finally:
        await keeper.stop()
    return Proof(tuple(tried), tuple(_miscounted(house.folder, rules, tried)))


async def _on_paper(keeper: Keeper, voters: Voters, house: House, channel: str, couple: Choice) -> Tried:
    """A paper ballot, typed by two people as at the desk, for the star whose name is on the paper."""
    paper = f"preflight {couple.number}"
    for by in TYPISTS:
        said = {
            "paper": paper,
            "by": by,
            "votes": {couple.star: 1},
            "voter": voters.voter(Unit.PAPER, paper).hex(),
            "id": voters.ballot(f"paper {paper}").hex(),
            "at": house.clock(),
        }
        try:
            await keeper.note(Kind.PAPER, said)
        except NotOpened as error:
            return Tried(couple.star, channel, ON_PAPER, str(error))
    return Tried(couple.star, channel, ON_PAPER)


def _miscounted(folder: Path, rules: Rules, tried: Sequence[Tried]) -> Iterator[str]:
    """Where a count of the box differs from what was cast and answered."""
    cast = Counter((one.channel, one.star) for one in tried if not one.wrong)
    for path, of in (("count", count_box(folder).count), ("recount", recount_box(folder).count)):
        yield from _differs(path, of, rules, cast)


def _differs(path: str, of: Count, rules: Rules, cast: Counter[tuple[str, str]]) -> Iterator[str]:
    for channel in rules.channels:
        for star in dict.fromkeys([*rules.stars, *(star for name, star in cast if name == channel.name)]):
            found, sent = of.counted(star, channel.name), cast[channel.name, star]
            if found != sent:
                has = counted(found, "vote")
                yield f"{star}, {channel.name}: the {path} of the box has {has}, and {sent} came in as meant."
    for reason, votes in of.why_not().items():
        yield f"The {path} of the box leaves out {counted(votes, 'vote')}: {reason.value}."
