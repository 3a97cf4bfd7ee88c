"""Boxes with a crowd in them, honest or not, written as an intake writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from mirrorball.box.block import Block, Kind, packed, record
from mirrorball.box.rules import Choice, Rules
from mirrorball.core.channel import Channel, LimitPer, Unit, Way

OPENS = 1_764_018_000_000  # milliseconds since 1970: a Monday night
LASTS = 900_000  # milliseconds
STARS = ("Ada Lovelace", "Bo Diddley", "Cy Young", "Dee Dee", "Eli Whitney", "Fay Wray")
CHANNELS = (
    Channel("web", 10, way=Way.PAGE, unit=Unit.BROWSER),
    Channel("sms", 10, LimitPer.BALLOT, way=Way.RELAY, unit=Unit.PHONE, grace=60_000),
    Channel("app", 5, way=Way.RELAY, unit=Unit.ACCOUNT, replaceable=True),
)
RULES = Rules(
    "night-11",
    "A small season, week 11",
    11,
    tuple(Choice(n, star, f"pro {n}") for n, star in enumerate(STARS, 1)),
    CHANNELS,
)
LIKED = (0.3, 0.22, 0.18, 0.14, 0.1, 0.06)
PER_BLOCK = 200

Ints = NDArray[np.int64]


@dataclass(slots=True)
class Crowd:
    """Ballots, an entry each: when, by which channel, whose, at which intake, and the votes (a row each)."""

    at: Ints
    channel: Ints
    voter: Ints
    part: Ints
    votes: Ints
    stops: dict[int, int] = field(default_factory=dict)  # which intake took nothing more from when on
    ahead: dict[int, int] = field(default_factory=dict)  # by how much an intake's clock is ahead
    ends: bool = True  # whether the window closed

    def without(self, gone: NDArray[np.bool_]) -> Crowd:
        """The crowd without these ballots."""
        kept = ~gone
        return Crowd(
            self.at[kept], self.channel[kept], self.voter[kept], self.part[kept], self.votes[kept], ends=self.ends
        )

    def with_more(self, at: Ints, channel: int, voter: Ints | int, liked: int = 0) -> Crowd:
        """The crowd and more ballots, of one vote each for one couple."""
        votes = np.zeros((len(at), len(STARS)), np.int64)
        votes[:, liked] = 1
        return Crowd(
            np.concatenate([self.at, at]),
            np.concatenate([self.channel, np.full(len(at), channel)]),
            np.concatenate([self.voter, np.broadcast_to(voter, len(at))]),
            np.concatenate([self.part, np.arange(len(at)) % 2]),
            np.concatenate([self.votes, votes]),
            ends=self.ends,
        )


def honest(seed: int, ballots: int = 20_000, channels: Sequence[float] = (0.6, 0.3, 0.1)) -> Crowd:
    """An audience in waves, which likes the couples alike on all channels; some send several ballots, some twice."""
    rng = np.random.default_rng(seed)
    waves = rng.integers(0, LASTS, 3)
    drawn = rng.random(ballots) < 0.4
    spread = rng.integers(0, LASTS, ballots)
    near = waves[rng.integers(0, 3, ballots)] + rng.exponential(30_000, ballots).astype(np.int64)
    at = OPENS + 1 + np.where(drawn, near % LASTS, spread)
    choices = rng.choice(len(STARS), (ballots, 3), p=LIKED)
    votes = np.zeros((ballots, len(STARS)), np.int64)
    for column in range(3):
        wanted = rng.integers(1, 6, ballots) * (rng.random(ballots) < (1, 0.6, 0.3)[column])
        np.add.at(votes, (np.arange(ballots), choices[:, column]), wanted)
    voter = rng.integers(0, ballots, ballots)
    return Crowd(at, rng.choice(3, ballots, p=list(channels)), voter, rng.integers(0, 2, ballots), votes)


def write(folder: Path, crowd: Crowd, rules: Rules = RULES) -> Path:
    """Write a crowd as a box of two files; gives back its folder."""
    folder.mkdir(exist_ok=True)
    for part in range(2):
        name = bytes([part + 1] * 8)
        ahead = crowd.ahead.get(part, 0)
        held = [_json(Kind.OPEN, name, 0, OPENS + ahead, msgspec.to_builtins(rules) | {"at": OPENS + ahead})]
        mine = np.flatnonzero(crowd.part == part)
        if part in crowd.stops:
            mine = mine[crowd.at[mine] < crowd.stops[part]]
        mine = mine[np.argsort(crowd.at[mine], kind="stable")]
        late = crowd.at[mine] > OPENS + LASTS
        held += _blocks(crowd, mine[~late], name, 1, rules)
        if crowd.ends and part not in crowd.stops:
            closes = OPENS + LASTS + 1 + ahead
            held.append(_json(Kind.CLOSE, name, len(held), closes, {"at": closes}))
        held += _blocks(crowd, mine[late], name, len(held), rules)
        (folder / f"{name.hex()}.box").write_bytes(b"".join(held))
    return folder


def _blocks(crowd: Crowd, these: Ints, name: bytes, first: int, rules: Rules) -> list[bytes]:
    """Ballots of one file as blocks, the first of this number."""
    row = record(len(rules.choices), 1)
    found: list[bytes] = []
    for begin in range(0, len(these), PER_BLOCK):
        here = these[begin : begin + PER_BLOCK]
        at = int(crowd.at[here[0]])
        body = b"".join(
            row.pack(
                _name(int(crowd.voter[n])) + _name(int(crowd.voter[n]) ^ 2**63 - 1),
                int(n).to_bytes(8, "little"),
                int(crowd.at[n]) - at,
                0xFFFF_FFFF,
                int(crowd.channel[n]),
                0,
                *map(int, crowd.votes[n]),
            )
            for n in here
        )
        told = at + crowd.ahead.get(int(crowd.part[here[0]]), 0)
        block = Block(Kind.BALLOTS, name, first + len(found), told, body, len(here), len(rules.choices), 1)
        found.append(packed(block))
    return found


def _name(number: int) -> bytes:
    """Eight bytes that look like a piece of an HMAC."""
    mixed = (number * 0x9E3779B97F4A7C15 + 0xD1B54A32D192ED03) % 2**64
    mixed = ((mixed ^ mixed >> 29) * 0xBF58476D1CE4E5B9) % 2**64
    return (mixed ^ mixed >> 32).to_bytes(8, "little")


def _json(kind: Kind, box: bytes, number: int, at: int, value: object) -> bytes:
    return packed(Block(kind, box, number, at, msgspec.json.encode(value), 1))
