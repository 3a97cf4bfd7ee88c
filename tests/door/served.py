"""A real door in a process of its own, kept by a real keeper whose loop runs in a thread beside the test."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

from mirrorball.box.rules import Choice, Rules
from mirrorball.box.voters import Voters
from mirrorball.core.channel import Channel, LimitPer, Price, Unit, Way
from mirrorball.door.asking import COOKIE
from mirrorball.door.keeper import Keeper
from mirrorball.door.wishes import Begin
from tests.ports import free_port

T = TypeVar("T")
PATIENCE = 30  # seconds
SECRET = bytes(range(32))
CHOICES = (
    Choice(1, "Ada Byron", "Max Ray", "ADA"),
    Choice(2, "Bo Ek", "Ines Sol", "BO"),
    Choice(3, "Cy Young", "Lea Fox", "CY"),
)
WEB = Channel("web", 10, replaceable=True)
SMS = Channel("sms", 10, way=Way.RELAY, unit=Unit.PHONE, grace=60_000)
GIFTS = Channel("gifts", way=Way.DONATION, unit=Unit.PAYMENT, price=Price(50, "EUR"))
ONE = Channel("web", 1, LimitPer.BALLOT, unit=Unit.SEAT)
RULES = Rules("n1", "Gala of the Lindy Hall", 1, CHOICES, (WEB, SMS, GIFTS))


@dataclass(frozen=True, slots=True)
class Served:
    """A door, what it was given, and the keeper that moves its window."""

    port: int
    folder: Path
    rules: Rules
    voters: Voters
    keeper: Keeper
    loop: asyncio.AbstractEventLoop

    @property
    def address(self) -> str:
        """Where the vote page is."""
        return f"http://127.0.0.1:{self.port}"

    def do(self, asked: Coroutine[Any, Any, T]) -> T:
        """Ask the keeper for something, and wait for it."""
        done: Future[T] = asyncio.run_coroutine_threadsafe(asked, self.loop)
        return done.result(PATIENCE)

    def request(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """One request by itself: status, headers, body."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request(method, path, body or None, dict(headers or {}))
            answer = line.getresponse()
            return answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read()
        finally:
            line.close()

    def vote(self, voter: str, votes: list[int], name: str = "") -> tuple[int, dict[str, Any]]:
        """A ballot as the page's script sends it, from a browser of this name: status and answer."""
        token = self.voters.token(self.rules.channels[0].unit, voter)
        body = json.dumps({"id": name or secrets.token_hex(8), "votes": votes}).encode()
        sent = {"cookie": f"{COOKIE}={token}", "content-type": "application/json"}
        status, _, answer = self.request("POST", "/vote", body, sent)
        return status, json.loads(answer)


@contextmanager
def served(
    folder: Path, rules: Rules = RULES, *, doors: int = 1, rehearsal: bool = False, tls: str = ""
) -> Iterator[Served]:
    """A door before its window opens."""
    port = free_port()
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    keeper = Keeper(
        Begin(
            secret=SECRET.hex(),
            folder=str(folder),
            host="127.0.0.1",
            port=port,
            rules=rules,
            address=f"http://127.0.0.1:{port}",
            version="test",
            rehearsal=rehearsal,
            tls=tls,
        ),
        doors,
    )
    door = Served(port, folder, rules, Voters(SECRET), keeper, loop)
    try:
        door.do(keeper.start())
        yield door
    finally:
        door.do(keeper.stop())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()
