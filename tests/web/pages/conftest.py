"""A served night and a real browser: what every test of a page asks for."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it brings no types
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from mirrorball.core.commands import IssueKey
from mirrorball.core.events import MarkGiven
from mirrorball.core.people import Role
from mirrorball.core.show import Show, open_night
from mirrorball.floor.floor import Floor
from mirrorball.fonts import FACES, Fonts
from mirrorball.log.memory import MemoryLog
from mirrorball.season.example import example
from mirrorball.season.read import read
from mirrorball.web import keys
from tests.web.night import SECRET, Running, served

CHROMIUM = Path("/usr/bin/chromium")
WANTED = "for want of Debian's chromium; to bring it: apt-get install chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
TABLET = {"width": 820, "height": 1180}
WIDE = {"width": 1180, "height": 820}
DESK = {"width": 1440, "height": 900}
PATIENCE = 20_000  # milliseconds until a test gives a page up
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass
class ServedNight:
    """A night that runs, its log, and people who come to it with a browser or a tool."""

    running: Running
    log: MemoryLog
    tools: dict[str, httpx.Client] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.running.url

    @property
    def show(self) -> Show:
        return self.running.edge.counter.show

    def key_of(self, holder: str) -> str:
        return next(key.name for key in self.show.keys.values() if key.holder == holder and not key.revoked)

    def enter(self, context: BrowserContext, holder: str) -> Page:
        """Come in as people do: open the link, type the PIN."""
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        secret, key = self.running.edge.secret, self.key_of(holder)
        page.goto(f"{self.url}/in/{keys.link_token(secret, key)}")
        page.fill("#pin", keys.pin_of(secret, key))
        page.press("#pin", "Enter")
        page.wait_for_url("**/judge" if holder in self.show.week.panel else "**/desk")
        return page

    def ask(self, holder: str, name: str, /, **fields: object) -> httpx.Response:
        """What somebody asks with a tool; it has to be carried out."""
        answer = self.asked(holder, name, **fields)
        assert answer.status_code == 200, answer.text
        return answer

    def asked(self, holder: str, name: str, /, **fields: object) -> httpx.Response:
        """What somebody asks with a tool, carried out or not."""
        asked = {"id": secrets.token_hex(8), "command": {"ask": name, **fields}}
        return self.tool(holder).post("/commands", json=asked)

    def tool(self, holder: str) -> httpx.Client:
        """The tool of somebody."""
        return self.tools.get(holder) or self.tools.setdefault(holder, self._tool(holder))

    def call(self, nth: int) -> tuple[str, str]:
        """The desk calls the nth routine of the night, from 1."""
        routine = self.show.running_order[nth - 1]
        self.ask("Producer", "call-routine", round=routine.round, star=routine.star)
        return routine.round, routine.star

    def from_paper(self, judge: str, nth: int, mark: str) -> None:
        """A mark is typed from paper by one and confirmed by another."""
        routine = self.show.running_order[nth - 1]
        for holder, name in (("Producer", "type-mark"), ("Scrutineer", "confirm-mark")):
            self.ask(holder, name, judge=judge, round=routine.round, star=routine.star, mark=mark)

    def given(self, judge: str) -> list[tuple[str, str, Fraction]]:
        """What the log holds of a judge's marks, in its order."""
        events = [entry.event for entry in self.log.read()]
        return [(e.round, e.star, e.mark) for e in events if isinstance(e, MarkGiven) and e.judge == judge]

    def _tool(self, holder: str) -> httpx.Client:
        secret, key = self.running.edge.secret, self.key_of(holder)
        tool = self.running.stranger()
        sent = {"token": keys.link_token(secret, key), "pin": keys.pin_of(secret, key)}
        answer = tool.post("/api/session", json=sent)
        assert answer.status_code == 200, answer.text
        tool.headers["Authorization"] = f"Bearer {answer.json()['session']}"
        return tool


Serving = Callable[..., ServedNight]


@pytest.fixture(scope="package")  # no longer: its loop would run under the tests that come after these
def playwright() -> Iterator[Playwright]:
    if not CHROMIUM.exists():
        pytest.skip(WANTED)
    with sync_playwright() as playing:
        yield playing


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def cut_fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The typefaces are cut once a session: no page has loaded before its typefaces are there."""
    folder = tmp_path_factory.mktemp("fonts")
    with ThreadPoolExecutor(1) as other:  # the browser has a loop in this thread
        for name in FACES:
            other.submit(_cut, folder, name).result()
    return folder


def _cut(folder: Path, name: str) -> None:
    asyncio.run(Fonts(folder).cut(name))


@pytest.fixture(scope="session")
def finale() -> Show:
    """The finale of season 32, before its first step: five couples, two rounds, three judges."""
    return open_night(read(example("season-32")).season, 11)


@pytest.fixture
def serving(cut_fonts: Path) -> Iterator[Serving]:
    """Serve a night until the test ends. Everybody of its panel has a key, and so has the desk."""
    with ExitStack() as until_the_end:

        def serve(opened: Show, log: MemoryLog | None = None, **more: object) -> ServedNight:
            kept = MemoryLog() if log is None else log
            floor = Floor(opened, log=kept)
            holders = [(judge, Role.JUDGE) for judge in opened.week.panel]
            holders += [("Producer", Role.PRODUCER), ("Scrutineer", Role.SCRUTINEER)]
            for nth, (holder, role) in enumerate(holders):
                floor.ask(IssueKey(f"pagekey{nth:03d}", role, holder), f"key {nth}", "serve")
            running = until_the_end.enter_context(_InThread(opened, kept, more))
            running.edge.fonts = Fonts(cut_fonts)
            return ServedNight(running, kept)

        yield serve


@pytest.fixture
def night(serving: Serving, finale: Show) -> ServedNight:
    return serving(finale)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=TABLET)  # type: ignore[arg-type]  # a size, as it says
    yield opened
    opened.close()


class _InThread:
    """A served night that begins and ends in a thread of its own, for the browser has a loop in this one."""

    def __init__(self, opened: Show, log: MemoryLog, more: dict[str, object]) -> None:
        self._of = (opened, log, more)
        self._begun, self._over = Event(), Event()
        self._running: Running | None = None
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> Running:
        self._thread.start()
        assert self._begun.wait(30)
        assert self._running is not None, "The night could not be served."
        return self._running

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(30)

    def _run(self) -> None:
        opened, log, more = self._of
        try:
            with served(opened, log, SECRET, **more) as running:
                self._running = running
                self._begun.set()
                self._over.wait()
        finally:
            self._begun.set()


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is now: the rule, and where."""
    found = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']}: {json.dumps(node['target'])} {node.get('failureSummary', '')}"
        for one in found
        for node in one["nodes"]
    ]


def too_wide(page: Page) -> list[str]:
    """What stands out of the page to the side, or is cut."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter((one) => {
            const box = one.getBoundingClientRect(), style = getComputedStyle(one);
            if (!box.width || style.position === 'absolute' || style.visibility === 'hidden') return false;
            const out = box.right > document.documentElement.clientWidth + 1 || box.left < -1;
            return out || style.textOverflow === 'ellipsis' || one.scrollWidth > one.clientWidth + 2 &&
              style.display !== 'inline' && style.overflowX !== 'visible';
        }).map((one) => `${one.tagName} ${one.className} ${one.textContent.slice(0, 40)}`)"""
    )
    return found
