"""A law: until a step is told, nothing that leaves the server for anybody below the scrutineer depends on it.

Two nights are played that differ in the votes alone, so in what is sealed. Before each step that they do not share yet,
all that somebody can get hold of is collected, bytes and headers, rightly or not, and compared: for the public, a
judge, the host and the producer. If a name, an order, a count, a length or a header told anything, they would differ.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from starlette.types import Message

from mirrorball.core.books import BOOKS
from mirrorball.core.commands import (
    CallRoutine,
    CloseVote,
    Command,
    GiveMark,
    IssueKey,
    LockMarks,
    NameSave,
    OpenVote,
    SealTally,
    SignReach,
)
from mirrorball.core.people import Role
from mirrorball.core.refusals import Refusal
from mirrorball.core.result_commands import (
    ConfirmResult,
    PlanReveal,
    RevealNext,
    SealResult,
    TypeHandSheet,
)
from mirrorball.core.reveals import Finding, RevealOrder
from mirrorball.core.season import Couple, Routine, Season, Week
from mirrorball.core.show import Show, open_night
from mirrorball.core.stuck import settled
from mirrorball.core.votes import Tally
from mirrorball.floor.counter import Counter
from mirrorball.floor.floor import Floor
from mirrorball.fonts import Fonts
from mirrorball.log.memory import MemoryLog
from mirrorball.proof.plain import plain_finding
from mirrorball.web import keys, screens
from mirrorball.web.app import app_of
from mirrorball.web.edge import Edge
from tests.core.stage import PANEL, WALTZ

SHOWS = int(os.environ.get("MIRRORBALL_SHOWS", "120"))  # drawn in each run; a long loop takes more
SECRET = bytes(range(32))
NAMES = {"Ida": "idakey0000", "Producer": "prodkey000", "Host": "hostkey000"}
ROLES = {"Ida": Role.JUDGE, "Producer": Role.PRODUCER, "Host": Role.HOST}
STARS = ("Ada", "Bo", "Cy", "Dee", "Eve", "Flo")
FINALS, BY_HAND = 0.4, 0.3  # of the drawn nights
BOOKED = ("us-3-16", "us-28-29")
PUBLIC = ("/", "/board", "/board/screen", "/photo/1", "/overlay", "/graphics", "/feeds/reveal.csv", "/feeds/now.xml")
FEEDS = tuple(f"/feeds/{name}.json" for name in ("board", "season", "couples", "marks", "vote", "reveal", "now"))
DESK = (
    *("/desk", "/desk/screen", "/desk/log", "/desk/keys"),
    *("/desk/result", "/desk/result/cards", "/desk/vote", "/log.json"),
)
PAGES = {  # what somebody asks for again and again; what is for others is tried once
    "": PUBLIC + FEEDS,
    "Ida": ("/judge", "/judge/screen"),
    "Host": ("/host", "/host/screen"),
    "Producer": (*DESK, "/host/screen"),
}
ALL = tuple(dict.fromkeys(path for paths in PAGES.values() for path in paths))
HASH = re.compile(rb"\b[0-9a-f]{4,64}\b( [0-9a-f]{4}\b)*")  # of a salted text: it tells nothing, and differs


@dataclass(frozen=True)
class Drawn:
    """A night and two votes on it."""

    season: Season
    order: RevealOrder
    marks: Mapping[str, int]
    votes: tuple[Mapping[str, int], Mapping[str, int]]
    by_hand: bool


def drawn(rng: Random) -> Drawn:
    """A night of four to six couples, a final or not, and two votes that give the same figures to others."""
    stars = STARS[: rng.randint(4, 6)]
    final = rng.random() < FINALS
    book = BOOKS[rng.choice(BOOKED)]
    week = Week(number=1, panel=PANEL, book=book, final=final, leave=0 if final else rng.randint(0, 2))
    marks = {star: rng.randint(4, 10) for star in stars}
    season = Season(
        title="A drawn night",
        trophy="The trophy",
        judges=PANEL,
        couples=tuple(Couple(star=star, pro=f"{star}'s pro", keyword=star.upper()) for star in stars),
        weeks=(week,),
        routines=tuple(Routine(week=1, star=star, round=WALTZ) for star in stars),
    )
    marks = {star: rng.randint(4, 10) for star in stars}
    figures = rng.sample(range(100_000, 999_999), len(stars))
    one, other = (dict(zip(stars, rng.sample(figures, len(stars)), strict=True)) for _ in range(2))
    return Drawn(season, rng.choice(list(RevealOrder)), marks, (one, other), rng.random() < BY_HAND)


class Night:
    """One of the two nights, served in this process, with a clock that stands still and chance that repeats."""

    def __init__(self, drawn_night: Drawn, votes: Mapping[str, int]) -> None:
        self.drawn, self.votes = drawn_night, votes
        floor = Floor(open_night(drawn_night.season, 1), log=MemoryLog())
        for holder, name in NAMES.items():
            floor.ask(IssueKey(name, ROLES[holder], holder), f"key {name}", "serve")
        self.counter, chance = Counter(floor), Random(1)  # noqa: S311  # it has to be the same in both nights
        self.edge = Edge(
            opened=open_night(drawn_night.season, 1),
            counter=self.counter,
            secret=SECRET,
            clock=lambda: 1_700_000_000_000,
            ticks=lambda: 1,
            draw=chance.randbytes,
            fonts=Fonts(Path("/nonexistent")),
            version="0",
        )
        self.app = app_of(self.edge)
        self.sessions = {"": ""}
        for holder, name in NAMES.items():
            self.sessions[holder] = keys.session_text(SECRET, keys.new_session(bytes(16), name))

    @property
    def show(self) -> Show:
        return self.counter.show

    async def ask(self, *commands: Command) -> None:
        for command in commands:
            answer = await self.counter.ask(command)
            assert not isinstance(answer, Refusal), answer.sentence

    async def sealed(self) -> bool:
        """Play until the seal; False where the votes end in a tie at the line."""
        stars = self.show.season.field(1)
        seed = "seed" if self.drawn.order is RevealOrder.NO_ORDER else ""
        await self.ask(PlanReveal(self.drawn.order, "producer", stars[::-1], seed), *sheets_of(self.drawn.marks))
        if settled(self.show):
            await self.ask(SignReach("A test.", "scrutineer"))
        counted = {star: {"web": n} for star, n in self.votes.items()}
        await self.ask(OpenVote(), CloseVote(), SealTally(Tally(counted)))
        found = plain_finding(self.show)
        if self.drawn.by_hand:
            await self.ask(TypeHandSheet({star: place.first for star, place in found.places.items()}, "scrutineer"))
        answer = await self.counter.ask(ConfirmResult(found, "producer"))
        if isinstance(answer, Refusal):
            return False
        await self.ask(SealResult(found, _salt(found), "scrutineer"))
        return True

    async def heard(self) -> list[bytes]:
        """All that can be got hold of."""
        field, told = self.show.season.field(1), len(self.show.revealed)
        commands: list[Mapping[str, object]] = [
            {"ask": "reveal-next", "step": told + 1},
            {"ask": "reveal-next", "step": told + 2},
            {"ask": "take-back", "step": told},
            {"ask": "crown"},
            {"ask": "type-hand-sheet", "places": dict.fromkeys(field, 1)},
            {"ask": "propose-decision", "decision": "nobody leaves", "reason": "what if"},
            *({"ask": "name-save", "judge": "Ida", "star": star} for star in field),
        ]
        wanted = [json.dumps({"command": command}).encode() for command in commands]
        found: list[bytes] = []
        for holder in self.sessions:
            found += [await self.got(holder, "GET", path) for path in (PAGES[holder] if told else ALL)]
            found += [await self.got(holder, "POST", "/preview", one) for one in wanted]
        screen = await self.edge.public.now()
        return [*found, screen.event]  # the stream and the published files hold these bytes and no others

    async def got(self, holder: str, method: str, path: str, sent: bytes = b"") -> bytes:
        """Every byte of an answer, its status and its headers; straight from the app, since there are many."""
        headers = [(b"accept", b"text/html"), (b"host", b"night"), (b"content-type", b"application/json")]
        headers += [(b"authorization", b"Bearer " + self.sessions[holder].encode())] if holder else []
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": headers,
            "server": ("night", 80),
            "client": ("127.0.0.1", 1),
        }
        parts: list[bytes] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": sent, "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = sorted(one for one in message["headers"] if one[0] != b"content-length")
                parts.append(f"{holder} {method} {path} {sent!r} {message['status']} {told} ".encode())
            else:
                parts.append(message.get("body", b""))

        await self.app(scope, receive, send)
        start, body = parts[0], HASH.sub(b"HASH", b"".join(parts[1:]))
        return start + b"%d " % len(body) + body

    async def close(self) -> None:
        await self.counter.close()


def sheets_of(marks: Mapping[str, int]) -> list[Command]:
    """Every couple danced, with marks that are the same in both nights."""
    steps: list[Command] = []
    for star, mark in marks.items():
        steps += [CallRoutine(WALTZ, star), *(GiveMark(judge, WALTZ, star, Fraction(mark)) for judge in PANEL)]
        steps.append(LockMarks(WALTZ, star))
    return steps


def _salt(found: Finding) -> str:
    return sha256(str(found).encode()).hexdigest()[:32]


async def told_alike(one: Night, other: Night) -> int:
    """Compare until the two differ in what is told; how many moments were compared."""
    moments = 0
    while not one.show.told:  # once everything is told, the desk's log is whole again
        here, there = await one.heard(), await other.heard()
        moments += 1
        for found, expected in zip(here, there, strict=True):
            assert found == expected, found[:200]
        if one.show.choosing:
            for night in (one, other):
                saved = night.show.choosing[0]
                for judge in PANEL:
                    if night.show.choosing:  # more than half of the panel settle it
                        await night.ask(NameSave(judge, saved))
        following = [night.show.to_reveal[:1] for night in (one, other)]
        if not following[0] or following[0] != following[1]:
            return moments
        for night in (one, other):
            await night.ask(RevealNext(len(night.show.revealed) + 1))
    return moments


async def compared(seed: int) -> int:
    """One drawn pair of nights."""
    night = drawn(Random(seed))  # noqa: S311  # a failure has to be seen again
    pair = [Night(night, votes) for votes in night.votes]
    try:
        return await told_alike(*pair) if all([await one.sealed() for one in pair]) else 0
    finally:
        for one in pair:
            await one.close()


@pytest.mark.parametrize("part", range(4))
def test_nothing_tells_a_step_before_it_is_told(part: int) -> None:
    moments = [asyncio.run(compared(seed)) for seed in range(part, SHOWS, 4)]

    assert sum(moments) > len(moments)  # nearly every pair was compared, many of them at several steps


def test_the_law_fails_where_something_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "withheld", lambda *_: False)

    with pytest.raises(AssertionError, match="/desk/log"):
        asyncio.run(compared(0))
