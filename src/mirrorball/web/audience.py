"""The audience's half as the desk needs it: what the public's doors and the ballot box can tell and be asked.

``Audience`` is what stands behind it; ``Watch`` makes of what it tells how well ballots come in on each channel.
Nothing that this file hands to the desk's stream says for whom a vote is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from mirrorball.box.contents import Note
from mirrorball.box.counting import Counted
from mirrorball.box.exclusion import Exclusion
from mirrorball.box.rules import Rules
from mirrorball.box.tally import Count
from mirrorball.core.channel import Way
from mirrorball.core.votes import Tally
from mirrorball.sentences import counted

if TYPE_CHECKING:  # importing this loads what only those need who look at a box
    from mirrorball.box.anomalies import Anomaly

NO_BALLOTS = "This night takes no ballots by itself. Seal the tally that was counted elsewhere with a command: /api"
MS = 1000
RATED = 10_000  # milliseconds over which the rate is taken
SILENCE = 60_000  # milliseconds without a ballot after which a channel is silent, and people are told
HEARD_BY_ITSELF = frozenset({Way.PAGE, Way.RELAY})  # channels on which somebody votes at any time, if they work


class NotTaken(Exception):
    """What was asked of the box could not be done. Its text is a sentence, which is shown as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelStatus:
    """Ballots of one channel since the window opened, over all doors: how many came, were kept, were refused."""

    name: str
    way: Way
    offered: int = 0
    taken: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceStatus:
    """How the doors are. ``stage``: before, open, closed.

    ``waiting`` ballots have come and are not on the disk yet; ``boxes`` is how many files the box has; ``trouble`` is a
    sentence while something keeps ballots from being taken. ``final_at`` is when nothing can count any more (the close
    and the longest grace), in milliseconds since 1970; None while the window has not closed.
    """

    stage: str
    channels: tuple[ChannelStatus, ...] = ()
    waiting: int = 0
    boxes: int = 0
    trouble: str = ""
    final_at: int | None = None


@dataclass(frozen=True, slots=True)
class Twice:
    """A box counted by two ways that share nothing but its bytes."""

    counted: Tally
    recounted: Tally

    @property
    def agree(self) -> bool:
        """Whether both come to the same, for every couple, channel and reason."""
        return self.counted == self.recounted


@dataclass(frozen=True, slots=True)
class Weighed:
    """One count without a rule and with it, of the same ballots."""

    before: Count
    after: Count


class Audience(Protocol):
    """The doors and the box of one night."""

    @property
    def address(self) -> str:
        """Where the public votes."""

    @property
    def rules(self) -> Rules:
        """The rules of the vote; before the window opens as it would open now."""

    def status(self) -> AudienceStatus:
        """How the doors are, at once."""

    async def count(self) -> Counted | None:
        """The box as it counts now; None while there is no box. Raises ``NotTaken`` if it cannot be counted."""

    async def weighed(self, rule: Exclusion) -> Weighed | None:
        """What one more rule would do to the count of this moment; None while there is no box. Raises ``NotTaken``."""

    async def notes(self) -> tuple[Note, ...]:
        """Paper ballots and rules as they lie in the box. Raises ``NotTaken`` if it does not read."""

    async def anomalies(self) -> tuple[Anomaly, ...]:
        """What looks odd in the box; nothing while there is none. Raises ``NotTaken`` if it does not read."""

    async def paper(self, paper: str, by: str, votes: Mapping[str, int]) -> None:
        """Keep what one person typed from a paper, once the disk has it. Raises ``NotTaken``."""

    async def exclude(self, rule: Exclusion, by: str) -> None:
        """Keep one person's signature under a rule, once the disk has it. Raises ``NotTaken``."""

    async def count_twice(self) -> Twice:
        """Count the box by two separate ways, to be sealed if they agree. Raises ``NotTaken`` if one cannot be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLine:
    """A channel as the desk shows it. ``silent``: it should bring ballots and does not."""

    name: str
    taken: int
    offered: int
    refused: int
    silent: bool
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceShown:
    """How ballots come in, as producer and scrutineer read it. ``rate`` is ballots a second, lately."""

    stage: str
    taken: int
    rate: int
    says: str
    trouble: str
    channels: tuple[ChannelLine, ...]


@dataclass(slots=True)
class Watch:
    """Looks at the doors again and again. Times are milliseconds of a clock that nobody sets."""

    _seen: deque[tuple[int, int]] = field(default_factory=deque)  # when, and how many ballots were in
    _last: dict[str, tuple[int, int]] = field(default_factory=dict)  # ballots of a channel, and since when so many
    _stage: str = ""

    def look(self, status: AudienceStatus, now: int) -> AudienceShown:
        """What is to be shown now."""
        if status.stage != self._stage:  # silence counts from the opening, and ends with the close
            self._stage = status.stage
            self._last.clear()
        taken = sum(channel.taken for channel in status.channels)
        rate = self._rate(taken, now)
        lines = tuple(self._line(channel, status.stage, now) for channel in status.channels)
        on_the_way = f", {status.waiting:,} on the way to the disk" if status.waiting else ""
        says = {
            "before": "No ballots are taken yet.",
            "open": f"{counted(taken, 'ballot')} in, {rate:,} a second{on_the_way}.",
            "closed": f"{counted(taken, 'ballot')} in.",
        }.get(status.stage, "")
        return AudienceShown(
            stage=status.stage, taken=taken, rate=rate, says=says, trouble=status.trouble, channels=lines
        )

    def _rate(self, taken: int, now: int) -> int:
        self._seen.append((now, taken))
        while len(self._seen) > 1 and self._seen[1][0] <= now - RATED:
            self._seen.popleft()
        since, before = self._seen[0]
        return max(0, taken - before) * MS // (now - since) if now > since else 0

    def _line(self, channel: ChannelStatus, stage: str, now: int) -> ChannelLine:
        known, since = self._last.get(channel.name, (-1, now))
        if known != channel.taken:
            since = now
        self._last[channel.name] = (channel.taken, since)
        quiet = now - since
        silent = stage == "open" and channel.way in HEARD_BY_ITSELF and quiet >= SILENCE
        if silent:
            says = f"Silent for {quiet // MS // 60}:{quiet // MS % 60:02}" if channel.taken else "Nothing has come yet"
        elif channel.way is Way.PAPER:
            says = "Typed at the desk"
        elif stage != "open":
            says = "Not open" if stage == "before" else "Closed"
        else:
            says = "Ballots come in" if channel.taken else "Waits for the first"
        return ChannelLine(
            name=channel.name,
            taken=channel.taken,
            offered=channel.offered,
            refused=channel.refused,
            silent=silent,
            says=says,
        )
