"""Boxes as tests write them: rows of ballots by hand, into files with a window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec

from mirrorball.box.ballot import Ballot, When
from mirrorball.box.block import NO_AGE, Block, Kind, packed, record
from mirrorball.box.counting import count_box
from mirrorball.box.rules import Choice, Rules
from mirrorball.core.channel import Channel, LimitPer, Price, Unit, Way

OPENS, CLOSES = 1_700_000_000_000, 1_700_000_600_000  # ten minutes
CHANNELS = (
    Channel("web", 10),
    Channel("app", 4, LimitPer.BALLOT, way=Way.RELAY, unit=Unit.ACCOUNT, grace=5_000),
    Channel("last", 3, replaceable=True),
    Channel("one", 2, LimitPer.BALLOT, replaceable=True),
    Channel("free"),
    Channel("paper", 10, way=Way.PAPER, unit=Unit.PAPER),
    Channel("gift", way=Way.DONATION, unit=Unit.PAYMENT, price=Price(50, "EUR"), grace=1_000),
)
STARS = ("Ada", "Bo", "Cy")


def rules(channels: Sequence[Channel] = CHANNELS, stars: Sequence[str] = STARS) -> Rules:
    """The rules of a vote for these couples."""
    choices = tuple(Choice(nth, star, f"pro {nth}") for nth, star in enumerate(stars, 1))
    return Rules("a night", "The vote", 11, choices, tuple(channels))


by_machine = partial(count_box, few=0)  # as big boxes are counted


@dataclass(frozen=True, slots=True)
class Row:
    """One ballot as it is written; ``channel`` is a number."""

    voter: bytes
    name: bytes
    at: int
    channel: int
    votes: tuple[int, ...]
    age: int = NO_AGE

    def value(self, rules: Rules, when: When) -> Ballot:
        """The ballot that this is."""
        votes = tuple(zip(rules.stars, self.votes, strict=True))
        return Ballot(self.at, self.name, self.voter, rules.channels[self.channel].name, votes, when)


@dataclass(slots=True)
class Writing:
    """A file of a box that is being written into memory. Markers are written twice, as intake writes them."""

    box: bytes = b"box 0001"
    blocks: list[bytes] = field(default_factory=list)

    def open(self, rules: Rules, at: int = OPENS, closes_at: int = CLOSES) -> Writing:
        """The window opens."""
        line = msgspec.json.encode({**msgspec.to_builtins(rules), "at": at, "closes_at": closes_at})
        return self._put(Kind.OPEN, at, line, times=2)

    def close(self, at: int = CLOSES) -> Writing:
        """The window closes."""
        line = msgspec.json.encode({"at": at})
        return self._put(Kind.CLOSE, at, line, times=2)

    def note(self, kind: Kind, at: int, *values: object) -> Writing:
        """A block of notes."""
        return self._put(kind, at, b"\n".join(map(msgspec.json.encode, values)))

    def ballots(self, rows: Iterable[Row], couples: int = len(STARS), width: int = 1) -> Writing:
        """A block of ballots."""
        held = list(rows)
        at = min((row.at for row in held), default=0)
        pack = record(couples, width).pack
        body = b"".join(pack(row.voter, row.name, row.at - at, row.age, row.channel, 0, *row.votes) for row in held)
        return self._put(Kind.BALLOTS, at, body, count=len(held), couples=couples, width=width)

    def save(self, folder: Path, name: str = "") -> Path:
        """The file, in this folder."""
        path = folder / f"{name or self.box.hex()}.box"
        path.write_bytes(b"".join(self.blocks))
        return path

    def _put(  # noqa: PLR0913  # what a block is made of
        self, kind: Kind, at: int, body: bytes, *, count: int = 0, couples: int = 0, width: int = 0, times: int = 1
    ) -> Writing:
        for _ in range(times):
            self.blocks.append(packed(Block(kind, self.box, len(self.blocks), at, body, count, couples, width)))
        return self


def voter(nth: int) -> bytes:
    """The name of a voter in the box. All bits of it tell voters apart, the last one alone in some pairs."""
    return (0xFEDC_BA98_7654_3210_0123_4567_89AB_CDEF * (nth // 2 + 1) + nth % 2 & (1 << 128) - 1).to_bytes(16, "big")


def name(nth: int) -> bytes:
    """The id of a ballot."""
    return nth.to_bytes(8, "big")
