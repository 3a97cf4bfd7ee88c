"""An audience in memory: a box as values, counted by the rule on values, which pages of the desk are tested with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count as count_from

import msgspec

from mirrorball.box.anomalies import Anomaly
from mirrorball.box.ballot import Ballot, When
from mirrorball.box.block import Kind
from mirrorball.box.contents import Note
from mirrorball.box.counting import Counted
from mirrorball.box.exclusion import Exclusion, signature, signed
from mirrorball.box.paper import papers
from mirrorball.box.rules import Choice, Rules
from mirrorball.box.tally import Count, count
from mirrorball.core.channel import Channel, Unit, Way
from mirrorball.core.votes import Tally
from mirrorball.web.audience import AudienceStatus, ChannelStatus, NotTaken, Twice, Weighed
from tests.core.stage import STARS

WEB = Channel("web", 10, replaceable=True)
TEXT = Channel("text message", 10, way=Way.RELAY, unit=Unit.PHONE, grace=60_000)
PAPER = Channel("paper", 10, way=Way.PAPER, unit=Unit.PAPER)
AT = 1_700_000_000_000
RULES = Rules(
    "n1",
    "The small show, week 1",
    1,
    tuple(Choice(number, star, f"{star}'s pro") for number, star in enumerate(STARS, 1)),
    (WEB, TEXT, PAPER),
)


def ballot(voter: int, channel: str = "web", when: When = When.IN_TIME, /, **votes: int) -> Ballot:
    """A ballot of the nth voter, cast in the nth second."""
    name = voter.to_bytes(16)
    return Ballot(AT + voter * 1000, voter.to_bytes(8), name, channel, tuple(votes.items()), when)


@dataclass
class Told:
    """An audience that says what a test tells it, and keeps what it is asked."""

    rules: Rules = RULES
    ballots: list[Ballot] = field(default_factory=list)
    kept: list[Note] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    odd: tuple[Anomaly, ...] = ()
    stage: str = "before"
    final_at: int | None = None
    trouble: str = ""
    address: str = "http://vote.example"
    no_box: str = ""  # why nothing can be kept
    unreadable: str = ""  # why the box does not read
    recounted: Tally | None = None  # what the second way comes to; None: the same
    traffic: dict[str, tuple[int, int, int]] = field(default_factory=dict)  # offered, taken, refused
    _number: count_from[int] = field(default_factory=lambda: count_from(1))

    def status(self) -> AudienceStatus:
        channels = tuple(
            ChannelStatus(name=c.name, way=c.way, offered=offered, taken=taken, refused=refused)
            for c in self.rules.channels
            for offered, taken, refused in [self.traffic.get(c.name, (0, 0, 0))]
        )
        return AudienceStatus(
            stage=self.stage, channels=channels, trouble=self.trouble, final_at=self.final_at, boxes=1
        )

    async def count(self) -> Counted | None:
        if self.no_box:
            raise NotTaken(self.no_box)
        if self.stage == "before":
            return None
        return Counted(self._counted(self._rules()), self.rules, self.unread, (), (), tuple(self.kept))

    async def weighed(self, rule: Exclusion) -> Weighed | None:
        if await self.count() is None:
            return None
        in_force = self._rules()
        return Weighed(self._counted(in_force), self._counted([*in_force, rule]))

    def _counted(self, in_force: Sequence[Exclusion]) -> Count:
        typed = papers(self.kept, PAPER.name, self.rules.stars).agreed
        return count([*self.ballots, *typed], self.rules.channels, lambda one: any(r.holds(one) for r in in_force))

    async def notes(self) -> tuple[Note, ...]:
        if self.unreadable:
            raise NotTaken(self.unreadable)
        return tuple(self.kept)

    async def anomalies(self) -> tuple[Anomaly, ...]:
        if self.unreadable:
            raise NotTaken(self.unreadable)
        return self.odd

    async def paper(self, paper: str, by: str, votes: Mapping[str, int]) -> None:
        number = self._take()
        said = {"paper": paper, "by": by, "votes": dict(votes), "at": AT + number}
        names = {"voter": paper.encode().ljust(16, b"-").hex(), "id": number.to_bytes(8).hex()}
        self.kept.append(Note(Kind.PAPER, b"box", number, AT + number, {**said, **names}, When.IN_TIME))

    async def exclude(self, rule: Exclusion, by: str) -> None:
        number = self._take()
        said = msgspec.json.decode(signature(rule, by, AT + number))
        self.kept.append(Note(Kind.EXCLUDE, b"box", number, AT + number, said, When.IN_TIME))

    async def count_twice(self) -> Twice:
        counted = await self.count()
        assert counted is not None
        tally = counted.count.tally(self.rules.stars, self.rules.channels)
        return Twice(tally, tally if self.recounted is None else self.recounted)

    def closed(self, final_at: int) -> None:
        """The window closed, and nothing can count after this time."""
        self.stage, self.final_at = "closed", final_at

    def with_channels(self, channels: Sequence[Channel]) -> Told:
        """The same with other channels."""
        return replace(self, rules=replace(self.rules, channels=tuple(channels)))

    def _take(self) -> int:
        if self.no_box:
            raise NotTaken(self.no_box)
        return next(self._number)

    def _rules(self) -> tuple[Exclusion, ...]:
        return signed(note.value for note in self.kept if note.kind is Kind.EXCLUDE)[0]
