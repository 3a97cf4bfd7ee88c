"""The whole finale on all screens, without a hand: from the redemption dances to the trophy and the look back.

``mirrorball serve --rehearse`` plays it. Two room screens, a phone, the host's card and the broadcast overlay are open
in a real browser and write down whatever they show; the public pages are published into a folder meanwhile. What they
wrote is held against the log of the night, read again from the disk.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from mirrorball import sentences
from mirrorball.core.events import ChampionsCrowned, MarksLocked, SegmentTaken, StepRevealed
from mirrorball.core.ties import Place
from mirrorball.log.sqlite import entries
from tests.nights.served import PATIENCE, Served, served
from tests.nights.test_judged_night import come_in
from tests.web.pages.conftest import ARGUMENTS, CHROMIUM, PHONE, WANTED

SPEED = "9"
WHOLE_NIGHT = 240  # seconds until a rehearsal that does not end counts as broken
ROOM, TABLET = {"width": 1920, "height": 1080}, {"width": 1024, "height": 768}
# What a page shows, whenever that changes: the words that are seen, in the order in which they stand.
WATCH = """
window.seen = [];
const look = () => {
  const text = [...document.querySelectorAll("#scene, #card, body > *")].filter((one) => one.id || one.shadowRoot)
    .map((one) => one.shadowRoot ? one.shadowRoot.textContent : one.innerText).join(" ").replace(/\\s+/g, " ").trim();
  if (window.seen.at(-1) !== text) window.seen.push(text);
  requestAnimationFrame(look);
};
addEventListener("load", look);
"""

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=WANTED)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@dataclass(frozen=True)
class Screens:
    """The pages that are open, by what they are."""

    left: Page
    right: Page
    phone: Page
    overlay: Page
    host: Page

    def seen(self, name: str) -> list[str]:
        """All that a page has shown, in order."""
        texts: list[str] = getattr(self, name).evaluate("window.seen")
        return texts


def watching(browser: Browser, address: str, size: dict[str, int]) -> Page:
    """A page that writes down what it shows."""
    page = browser.new_context(viewport=size).new_page()  # type: ignore[arg-type]  # a size
    page.add_init_script(WATCH)
    page.goto(address)
    return page


def opened(browser: Browser, night: Served) -> Screens:
    """Every screen of the night."""
    host = come_in(browser, night, "Alfonso Ribeiro", TABLET)
    host.add_init_script(WATCH)
    host.goto(f"{night.url}/host")
    return Screens(
        watching(browser, f"{night.url}/board?screen=Left", ROOM),
        watching(browser, f"{night.url}/board?screen=Right", ROOM),
        watching(browser, f"{night.url}/board", PHONE),
        watching(browser, f"{night.url}/overlay?graphic=all", ROOM),
        host,
    )


def asked(client: httpx.Client, **command: str) -> None:
    """One command of somebody at the desk."""
    answer = client.post("/commands", json={"id": command["ask"], "command": command})
    assert answer.status_code == httpx.codes.OK, answer.text


def until_the_look_back(night: Served, screens: Screens) -> dict[str, object]:
    """Wait for the end; the last public screen."""
    until = time.monotonic() + WHOLE_NIGHT
    while time.monotonic() < until:
        shown: dict[str, object] = httpx.get(f"{night.url}/board/screen", timeout=PATIENCE).json()
        if shown["scene"] == "look back":
            for page in (screens.left, screens.right, screens.phone):
                expect(page.locator("body")).to_have_attribute("data-scene", "look back")
            return shown
        screens.left.wait_for_timeout(500)
    message = f"The rehearsal does not end; it stands at {shown['scene']}."
    raise AssertionError(message)


def first(texts: list[str], *words: str) -> int:
    """Where all of these words stand together for the first time."""
    for nth, text in enumerate(texts):
        if all(word.casefold() in text.casefold() for word in words):
            return nth
    message = f"Nothing shows {words}; the last was: {texts[-1][:300]}"
    raise AssertionError(message)


def test_the_finale_plays_itself_on_every_screen(browser: Browser, tmp_path: Path) -> None:
    public = tmp_path / "public"
    with served(
        tmp_path, "--rehearse", "--held", "--speed", SPEED, "--vote-port", "0", "--publish", str(public)
    ) as night:
        screens = opened(browser, night)
        with closing(night.client("Producer")) as producer:
            asked(producer, ask="resume")
        last = until_the_look_back(night, screens)
        room_screens_are_known(browser, night)
        texts = {name: screens.seen(name) for name in ("left", "right", "phone", "overlay", "host")}
        happened = [entry.event for entry in entries(night.log)]

    steps = [event for event in happened if isinstance(event, StepRevealed)]
    assert [str(step.place) for step in steps] == ["5", "4", "3", "2", "1"]
    assert sum(isinstance(event, MarksLocked) for event in happened) == 10
    assert any(isinstance(event, SegmentTaken) for event in happened)
    (crowned,) = [event for event in happened if isinstance(event, ChampionsCrowned)]
    assert crowned.stars == steps[-1].stars == ("Xochitl Gomez",)

    for name in ("left", "right", "phone"):
        board_shows_the_night(texts[name], steps)
    host_reads_the_night(texts["host"], steps)
    overlay_follows(texts["overlay"], steps)
    all_agree(texts["left"], texts["right"])
    what_is_published_is_what_was_shown(public, last)


def room_screens_are_known(browser: Browser, night: Served) -> None:
    """The desk knows how fresh each screen in the room is."""
    desk = come_in(browser, night, "Producer", TABLET)
    for name in ("Left", "Right"):
        expect(desk.locator("body")).to_contain_text(name, timeout=PATIENCE * 1000)


def board_shows_the_night(texts: list[str], steps: list[StepRevealed]) -> None:
    """Dances with music and total, the vote, each place in its turn and none before, the trophy, the look back."""
    dances = [
        first(texts, "A message from loved ones"),
        first(texts, "Alyson Hannigan", "Salsa", "Get on Your Feet"),
        first(texts, "Xochitl Gomez", "Foxtrot", "Unconditionally"),
        first(texts, "Xochitl Gomez", "Que Calor"),
    ]
    assert dances == sorted(dances)
    assert first(texts, "Xochitl Gomez", "Total") < first(texts, "counted")
    told = [_told_at(texts, step) for step in steps]
    assert told == sorted(told)
    crown = first(texts, "Champions", "Xochitl Gomez", "Val Chmerkovskiy", "Len Goodman Mirrorball Trophy")
    assert told[-1] <= crown < len(texts)
    for star in ("Matt Walsh", "Jamie Lynn Spears", "Adrian Peterson", "Lele Pons"):
        assert star in texts[-1]


def _told_at(texts: list[str], step: StepRevealed) -> int:
    """Where a step's couple stands with its place for the first time after the vote."""
    counting = first(texts, "The votes are being counted")
    place = "champions" if step.place == Place(1, 1) else f"{sentences.ordinal(step.place or Place(0, 0))} place"
    told = re.compile(rf"{place} (\S+ )?{re.escape(step.stars[0])}", re.IGNORECASE)
    return next(nth for nth, text in enumerate(texts) if nth >= counting and told.search(text))


def host_reads_the_night(texts: list[str], steps: list[StepRevealed]) -> None:
    """One name at a time, in the order of telling; nobody else stands on a card of the reveal."""
    stars = [step.stars[0] for step in steps]
    cards = [text for text in texts if re.search(r"\b(place|champions|runners-up)\b", text, re.IGNORECASE)]
    named = [[star for star in stars if star in card] for card in cards]
    assert all(len(names) <= 1 for names in named), named
    order = list(dict.fromkeys(names[0] for names in named if names))
    assert order == stars


def overlay_follows(texts: list[str], steps: list[StepRevealed]) -> None:
    """The graphics of the broadcast tell the same, in the same order."""
    first(texts, "Xochitl Gomez")
    told = [first(texts[first(texts, steps[0].stars[0]) :], step.stars[0]) for step in steps]
    assert told[0] == 0


def all_agree(one: list[str], other: list[str]) -> None:
    """Two room screens have shown the same, whatever one of them was too late for."""
    shared = [text for text in one if text in set(other)]
    assert len(shared) >= 0.8 * min(len(one), len(other))
    assert shared == [text for text in other if text in set(one)]


def what_is_published_is_what_was_shown(public: Path, last: dict[str, object]) -> None:
    """Small files, one for each sequence, and the newest under a name that stays."""
    newest = json.loads((public / "screen.json").read_bytes())
    assert newest["scene"] == "look back"
    assert newest["sequence"] == last["sequence"]
    files = sorted((public / "screens").glob("*.json"))
    assert [json.loads(file.read_bytes())["sequence"] for file in files] == [int(file.stem) for file in files]
    assert (public / "index.html").stat().st_size < 100_000
