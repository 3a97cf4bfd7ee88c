"""A real door in a process of its own, and phones that come to it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from mirrorball.box.rules import Choice, Rules
from mirrorball.core.channel import Channel, LimitPer, Unit
from tests.door.served import Served, served
from tests.web.pages import conftest as pages
from tests.web.pages.conftest import PATIENCE, PHONE, too_wide, violations

NARROW = {"width": 320, "height": 640}
CHOICES = (
    Choice(1, "Alyson Hannigan", "Sasha Farber"),
    Choice(2, "Jason Mraz", "Daniella Karagach"),
    Choice(3, "Ariana Madix", "Pasha Pashkov"),
    Choice(4, "Xochitl Gomez", "Valentin Chmerkovskiy"),
    Choice(5, "Charity Lawson", "Artem Chigvintsev"),
)
CHANGE = Channel("web", 10, replaceable=True)
FINAL = Channel("web", 10)
IN_ALL = Channel("web", 10, LimitPer.BALLOT)
ONE = Channel("web", 1, LimitPer.BALLOT, unit=Unit.SEAT)
MAIL = Channel("web", 10, unit=Unit.EMAIL)

Serving = Callable[..., Served]
Phoning = Callable[..., Page]


playwright, browser = pages.playwright, pages.browser  # the fixtures of all pages


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    """Put a door up until the test ends, its window open unless it shall not be."""
    with ExitStack() as until_the_end:

        def serve(channel: Channel = CHANGE, *, is_open: bool = True, is_rehearsal: bool = False) -> Served:
            rules = Rules("s32 w11", "Dancing with the Stars", 11, CHOICES, (replace(channel),))
            door = until_the_end.enter_context(served(tmp_path / "box", rules, rehearsal=is_rehearsal))
            if is_open:
                door.do(door.keeper.open(None))
            return door

        yield serve


@pytest.fixture
def phoning(browser: Browser) -> Iterator[Phoning]:
    """Open the vote on a phone of its own. Nothing may go wrong in its script, and nothing against its policy."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def phone(door: Served, **more: object) -> Page:
        context = browser.new_context(**{"viewport": PHONE, **more})  # type: ignore[arg-type]  # passed on as it came
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if "Security Policy" in line.text else None)
        page.goto(door.address)
        return page

    yield phone
    for context in contexts:
        context.close()
    assert wrong == []


def sound(page: Page) -> None:
    """Axe finds nothing, and nothing moves or stands out sideways."""
    assert violations(page) == []
    assert too_wide(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def give(page: Page, number: int, votes: int) -> None:
    """Press the plus of a couple so often."""
    for _ in range(votes):
        page.get_by_role("button", name=f"One vote more for {CHOICES[number - 1].star}", exact=True).click()


def look(page: Page) -> None:
    """The phone is taken up again: the page asks how the window stands."""
    with page.expect_response("**/window.json"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def now() -> int:
    """By the clock that the door has, too."""
    return time.time_ns() // 1_000_000


def shut(door: Served) -> None:
    """The window closes."""
    door.do(door.keeper.close_window(now()))


def ids_sent(page: Page) -> list[str]:
    """The ids of all ballots that this page sends from now on."""
    ids: list[str] = []

    def heard(request: Request) -> None:
        if request.url.endswith("/vote") and request.method == "POST":
            ids.append(json.loads(request.post_data or "{}")["id"])

    page.on("request", heard)
    return ids
