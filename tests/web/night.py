"""A real night on a real port: the edge served from a thread, and people who come in by their links."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import httpx
import uvicorn

from mirrorball.core.commands import IssueKey
from mirrorball.core.people import Role
from mirrorball.core.show import Show
from mirrorball.floor.counter import Counter
from mirrorball.floor.floor import Floor
from mirrorball.fonts import Fonts
from mirrorball.log.memory import MemoryLog
from mirrorball.log.port import Log
from mirrorball.web import keys
from mirrorball.web.app import app_of
from mirrorball.web.edge import Edge
from tests.core.stage import PANEL, the_night

SECRET = bytes(range(32))
NAMES = {
    "Ida": "idakey0000",
    "Jo": "jokey00000",
    "Kit": "kitkey0000",
    "Producer": "prodkey000",
    "Scrutineer": "scrutkey00",
}
ROLES = dict.fromkeys(PANEL, Role.JUDGE) | {"Producer": Role.PRODUCER, "Scrutineer": Role.SCRUTINEER}


class Ticks:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.ahead = 0

    def __call__(self) -> int:
        return time.monotonic_ns() // 1_000_000 + self.ahead


@dataclass
class Running:
    """A night that is served."""

    edge: Edge
    url: str
    ticks: Ticks
    clients: list[httpx.Client] = field(default_factory=list)

    def link(self, holder: str) -> str:
        return f"/in/{keys.link_token(self.edge.secret, NAMES[holder])}"

    def pin(self, holder: str) -> str:
        return keys.pin_of(self.edge.secret, NAMES[holder])

    def stranger(self, **headers: str) -> httpx.Client:
        """A browser that has not come in."""
        client = httpx.Client(base_url=self.url, headers={"Origin": self.url, **headers}, timeout=20)
        self.clients.append(client)
        return client

    def came_in(self, holder: str) -> httpx.Client:
        """A browser of this person."""
        client = self.stranger()
        answer = client.post(self.link(holder), data={"pin": self.pin(holder)})
        assert answer.status_code == 303, answer.text
        return client


@contextmanager
def served(
    show: Show | None = None, log: Log | None = None, secret: bytes = SECRET, **more: object
) -> Iterator[Running]:
    """A night that is served until the end."""
    opened = the_night() if show is None else show
    floor = Floor(opened, log=log or MemoryLog(), clock=lambda: time.time_ns() // 1_000_000)
    if not floor.show.keys:
        for holder, name in NAMES.items():
            floor.ask(IssueKey(name, ROLES[holder], holder), f"key {name}", "serve")
    counter, ticks = Counter(floor), Ticks()
    edge = Edge(
        opened=opened,
        counter=counter,
        secret=secret,
        clock=lambda: time.time_ns() // 1_000_000,
        ticks=ticks,
        draw=secrets.token_bytes,
        fonts=Fonts(Path("/nonexistent")),
        version="0",
        **more,  # type: ignore[arg-type]  # passed on as it came
    )
    server = uvicorn.Server(uvicorn.Config(app_of(edge), port=0, access_log=False, log_level="warning"))
    serving = Thread(target=server.run, daemon=True)
    serving.start()
    while not server.started:
        time.sleep(0.005)
    (listening,) = server.servers[0].sockets
    running = Running(edge, f"http://127.0.0.1:{listening.getsockname()[1]}", ticks)
    try:
        yield running
    finally:
        for client in running.clients:
            client.close()
        edge.push.close()
        server.should_exit = True
        serving.join()
        asyncio.run(counter.close())
