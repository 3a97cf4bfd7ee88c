"""``mirrorball serve`` killed at any moment while tools send: over HTTP nothing answered is lost or happens twice."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from threading import Event, Thread
from time import monotonic, sleep

import httpx
import pytest

from mirrorball.core.events import KeyIssued
from mirrorball.fonts import FACES, Fonts
from mirrorball.log.port import Entry
from mirrorball.log.sqlite import entries
from mirrorball.main import main
from mirrorball.season.new import Kind, new
from mirrorball.web import keys
from tests.conftest import CI
from tests.faults.night import FORKS
from tests.ports import free_port

NIGHTS, KILLS = 10 if CI else 1, 20
SENDERS = 4
PATIENCE = 30  # seconds


def run(asked: list[str], cache: str) -> None:
    """The command in a process of its own; what it prints is of no interest here."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["XDG_CACHE_HOME"] = cache
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os._exit(main(asked))


@dataclass
class Tool:
    """Somebody's tool: it keeps each command until it is answered, and sends it again under the same id."""

    url: str
    session: str
    names: Iterator[int]
    answered: dict[str, int] = field(default_factory=dict)
    again: int = 0
    stop: Event = field(default_factory=Event)

    def send(self) -> None:
        """One command after the other, until told to stop; what is not answered by then stays unanswered."""
        with httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {self.session}"}, timeout=5) as client:
            while not self.stop.is_set():
                name, tries = f"trouble {next(self.names)}", 0
                command = {"id": name, "command": {"ask": "report-trouble", "text": name}}
                while name not in self.answered and not self.stop.is_set():
                    tries += 1
                    try:
                        answer = client.post("/commands", json=command)
                    except httpx.TransportError:
                        sleep(0.01)  # the server is gone; it comes back
                        continue
                    if answer.status_code == httpx.codes.OK:
                        self.answered[name] = answer.json()["position"]
                        self.again += tries > 1
                    else:  # it was being stopped: not kept, and safe to send again
                        assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE, answer.text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a night is kept, and how its server is started."""

    folder: Path
    port: int
    cache: str

    @property
    def log(self) -> Path:
        return self.folder / "nights" / "week-01.sqlite"

    def start(self) -> BaseProcess:
        asked = ["serve", str(self.folder / "show"), "--night", str(self.log.parent), "--port", str(self.port)]
        asked += ["--doors", "0"]  # doors have kills of their own
        process: BaseProcess
        if FORKS:
            process = get_context("forkserver").Process(target=run, args=(asked, self.cache))
        else:
            process = get_context("spawn").Process(target=run, args=(asked, self.cache))
        process.start()
        return process

    def opened(self) -> None:
        """Wait until requests are answered."""
        until = monotonic() + PATIENCE
        while monotonic() < until:
            with suppress(httpx.TransportError):
                httpx.get(f"http://127.0.0.1:{self.port}/api/openapi.json", timeout=5)
                return
            sleep(0.01)
        pytest.fail("the server does not come back")

    def session(self, holder: str) -> str:
        """A session of this person; it holds after every restart."""
        secret = self.log.with_suffix(".key").read_bytes()
        key = next(
            e.event.key for e in entries(self.log) if isinstance(e.event, KeyIssued) and e.event.holder == holder
        )
        return keys.session_text(secret, keys.new_session(os.urandom(keys.SESSION_BYTES), key))


@pytest.fixture(scope="session")
def cut(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The user's cache with the typefaces cut, so that a server that lives for a moment does not begin to cut them."""
    cache = tmp_path_factory.mktemp("cache")
    for name in FACES:
        asyncio.run(Fonts(cache / "mirrorball").cut(name))
    return str(cache)


@contextmanager
def sending(place: Place) -> Iterator[list[Tool]]:
    """Tools of several people, all sending."""
    names = count(1)  # next() of a count is one step, so that threads may share it
    holders = [e.event.holder for e in entries(place.log) if isinstance(e.event, KeyIssued)][:SENDERS]
    tools = [Tool(f"http://127.0.0.1:{place.port}", place.session(holder), names) for holder in holders]
    threads = [Thread(target=tool.send, daemon=True) for tool in tools]
    for thread in threads:
        thread.start()
    try:
        yield tools
    finally:
        for tool in tools:
            tool.stop.set()
        for thread in threads:
            thread.join(PATIENCE)


@pytest.mark.parametrize("seed", range(NIGHTS))
def test_the_server_killed_at_any_moment_loses_nothing_and_doubles_nothing(tmp_path: Path, cut: str, seed: int) -> None:
    chance = Random(seed)  # noqa: S311  # moments, not secrets
    new(tmp_path / "show", Kind("gala"))
    place = Place(tmp_path, free_port(), cut)
    server = place.start()
    place.opened()
    with sending(place) as tools:
        for _ in range(KILLS):
            answers, until = answered(tools), monotonic() + PATIENCE
            while answered(tools) == answers:
                assert monotonic() < until, "nothing is answered"
                sleep(0.001)
            sleep(chance.uniform(0, 0.05))
            server.kill()
            server.join()
            whole(entries(place.log), tools)
            server = place.start()
        place.opened()
    server.kill()
    server.join()

    whole(entries(place.log), tools)
    assert all(len(tool.answered) >= KILLS / 2 for tool in tools)
    assert sum(tool.again for tool in tools) > 0  # some were sent again: the case that this is about


def answered(tools: list[Tool]) -> int:
    """How many commands have been answered."""
    return sum(len(tool.answered) for tool in tools)


def whole(kept: list[Entry], tools: list[Tool]) -> None:
    """No gap, every answer is at its position, and no command stands there twice."""
    assert [entry.position for entry in kept] == list(range(1, len(kept) + 1))
    at = {entry.position: entry.command for entry in kept}
    for tool in tools:
        told = dict(tool.answered)
        assert {name: at.get(position) for name, position in told.items()} == {name: name for name in told}
    assert [name for name, times in Counter(entry.command for entry in kept).items() if times > 1] == []
