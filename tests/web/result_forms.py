"""The forms of /desk/result, as a browser without script sends them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from urllib.parse import quote

import httpx
import pytest

from mirrorball.core.commands import Command
from mirrorball.core.events import Event
from mirrorball.core.season import Week
from mirrorball.core.show import Show
from mirrorball.floor.floor import Floor
from mirrorball.log.memory import MemoryLog
from tests.core.stage import FINAL, ballots, sheets, the_night
from tests.web.night import Running, served
from tests.web.sealed import play

RESULT = "/desk/result"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def posted(desk: httpx.Client, what: str, **fields: str) -> httpx.Response:
    """Send a form of the page that stands there now."""
    return desk.post(f"{RESULT}/{what}", data={"once": hidden(desk.get(RESULT), "once"), **fields})


def stood_for(desk: httpx.Client, what: str, seen: str | None = None) -> httpx.Response:
    """Confirm or seal what the page shows now, or what a page showed before."""
    page = desk.get(RESULT)
    shown = hidden(page, "seen") if seen is None else seen
    return desk.post(f"{RESULT}/{what}", data={"once": hidden(page, "once"), "seen": shown})


def seen_by(desk: httpx.Client) -> str:
    """What the page shows now, as its form carries it."""
    return hidden(desk.get(RESULT), "seen")


def hidden(page: httpx.Response, name: str) -> str:
    """What a page carries in its forms under a name; empty if it carries nothing."""
    return next((unescape(value) for found, value in HIDDEN.findall(page.text) if found == name), "")


def words(page: httpx.Response) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.text.partition("<main")[2])).split())


def form(**fields: str) -> bytes:
    """Fields whose names have spaces, as a browser writes them."""
    return "&".join(f"{quote(name)}={quote(value)}" for name, value in fields.items()).encode()


def typed(desk: httpx.Client, places: Mapping[str, str]) -> httpx.Response:
    once = hidden(desk.get(RESULT), "once")
    return desk.post(
        f"{RESULT}/hand",
        content=form(once=once, **places),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )


def counted(week: Week = FINAL, votes: Mapping[str, int] | None = None, *before: Command) -> MemoryLog:
    """The log of a night whose count is sealed. ``before`` comes before everything."""
    log = MemoryLog()
    play(Floor(the_night(week), log=log), *before, *sheets(), *ballots(votes))
    return log


@pytest.fixture
def night() -> Iterator[Running]:
    """A final whose count is sealed."""
    with served(the_night(FINAL), counted()) as running:
        yield running


@pytest.fixture
def producer(night: Running) -> httpx.Client:
    return night.came_in("Producer")


@pytest.fixture
def scrutineer(night: Running) -> httpx.Client:
    return night.came_in("Scrutineer")


def show_of(night: Running) -> Show:
    return night.edge.counter.show


def happened(night: Running, kind: type[Event]) -> list[Event]:
    return [entry.event for entry in night.edge.counter._floor.read(0) if isinstance(entry.event, kind)]  # noqa: SLF001


def refused(night: Running, ask: Callable[[], httpx.Response], says: str) -> httpx.Response:
    """It is told on the page, and changes nothing."""
    head = night.edge.counter.head
    answer = ask()
    assert answer.status_code == 409, answer.text
    assert says in words(answer)
    assert "The result" in answer.text
    assert night.edge.counter.head == head
    return answer


def bonus(night: Running, star: str) -> None:
    """Marks change by a bonus, and the result with them."""
    asked = {"ask": "give-bonus", "star": star, "contest": "A lift", "points": "10"}
    sent = {"id": f"bonus {star}", "command": asked}
    assert night.came_in("Producer").post("/commands", json=sent).status_code == 200
