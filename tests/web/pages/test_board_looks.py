"""How the board looks: names that are hard to fit, sizes, axe, motion and flashes, in a room and in a hand."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from mirrorball.floor.public import CoupleShown, PublicScreen, Scene
from tests.web.pages import public_screens as screens
from tests.web.pages.board_server import Board, serving_board
from tests.web.pages.conftest import PATIENCE, violations

ROOM = {"width": 1920, "height": 1080}
HAND = {"width": 390, "height": 844}
LEAST = 0.026  # of the screen's height
CASTS: dict[str, Sequence[CoupleShown]] = {
    "season 32": screens.CAST,
    "hard names": (*screens.HARD, *screens.CAST[5:]),
    "only hard names": tuple(
        screens.couple(nth, *screens.NASTY[nth % 3], known_for="Known for a name " * 3) for nth in range(1, 15)
    ),
}
SIZES = {"room": ROOM, "hand": HAND}
FRAME = 40  # milliseconds between two pictures
MOST_FLASHES = 3  # in a second

# What stands out of the screen, is cut, or lies over what comes after it.
OUT = """() => {
  const hidden = ".heard, .skip, .card-more, .lights, svg svg, svg *";
  const seen = (one) =>
    one.getClientRects().length && getComputedStyle(one).visibility !== "hidden" && !one.closest(hidden);
  const found = [];
  const [high, wide] = [document.body.clientHeight, document.documentElement.clientWidth];
  const room = matchMedia("(min-width: 900px) and (min-aspect-ratio: 5/4)").matches;
  for (const one of [...document.querySelectorAll("body *")].filter(seen)) {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const told = `${one.tagName} ${one.className} ${one.textContent.slice(0, 30)}`;
    if (box.left < -1 || box.right > wide + 1) found.push(`to the side: ${told}`);
    if (room && (box.top < -1 || box.bottom > high + 1)) found.push(`below: ${told}`);
    if (style.textOverflow !== "clip") found.push(`dots: ${told}`);
    if (style.display !== "inline" && one.scrollWidth > one.clientWidth + 2) found.push(`too wide: ${told}`);
  }
  const apart = (a, b) =>
    a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
  const holders = ".scene, .newest, .known, .feature, .window, .winners, .named, .wall, .bands, main, ol, ul";
  for (const holder of [...document.querySelectorAll(holders)].filter(seen)) {
    const children = [...holder.children].filter(seen).map((one) => [one.className, one.getBoundingClientRect()]);
    children.forEach(([one, box], nth) => children.slice(nth + 1).forEach(([other, next]) => {
      if (!apart(box, next)) found.push(`over each other: ${one} and ${other} in ${holder.className}`);
    }));
  }
  return [...new Set(found)];
}"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll("body *")].filter((one) =>
    one.getClientRects().length && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
  ).map((one) => parseFloat(getComputedStyle(one).fontSize) * (one.closest("svg") ? one.getScreenCTM().d : 1)))"""

Opening = Callable[..., tuple[Board, Page]]


@pytest.fixture
def opening(cut_fonts: Path, browser: Browser) -> Iterator[Opening]:
    """A board and its page, in a room or in a hand."""
    with ExitStack() as until_the_end:

        def opened(screen: PublicScreen, size: dict[str, int], **more: Any) -> tuple[Board, Page]:  # noqa: ANN401  # passed on
            board = until_the_end.enter_context(serving_board(cut_fonts, screen))
            context = until_the_end.enter_context(browser.new_context(viewport=size, **more))  # type: ignore[arg-type]
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(f"{board.url}/board")
            drawn(page, screen)
            return board, page

        yield opened


def drawn(page: Page, screen: PublicScreen) -> None:
    """Wait until a screen is there, in its own typefaces."""
    expect(page.locator("body")).to_have_attribute("data-scene", screen.scene)
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")


def each(board: Board, page: Page, cast: Sequence[CoupleShown]) -> Iterator[str]:
    """Show every scene in turn."""
    for name, screen in screens.scenes(cast).items():
        board.show(screen)
        expect(page.locator("body")).to_have_attribute("data-sequence", str(board.screen.sequence))
        drawn(page, screen)
        yield name


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("cast", CASTS)
def test_every_name_fits_whole_and_nothing_lies_over_anything(opening: Opening, cast: str, size: str) -> None:
    board, page = opening(screens.screen(Scene.WAITING), SIZES[size], reduced_motion="reduce")
    found = {name: page.evaluate(OUT) for name in each(board, page, CASTS[cast])}
    assert {name: out for name, out in found.items() if out} == {}


@pytest.mark.parametrize("cast", CASTS)
def test_nothing_in_a_room_is_smaller_than_the_back_row_reads(opening: Opening, cast: str) -> None:
    board, page = opening(screens.screen(Scene.WAITING), ROOM, reduced_motion="reduce")
    found = {name: page.evaluate(SMALLEST) for name in each(board, page, CASTS[cast])}
    assert {name: size for name, size in found.items() if size < LEAST * ROOM["height"] - 0.1} == {}


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_on_any_scene(opening: Opening, size: str) -> None:
    board, page = opening(screens.screen(Scene.WAITING), SIZES[size], reduced_motion="reduce")
    found = {name: violations(page) for name in each(board, page, screens.CAST)}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_whoever_wants_no_motion_sees_none(opening: Opening) -> None:
    board, page = opening(screens.scenes()["dance"], ROOM, reduced_motion="reduce")
    for name in ("marks", "reveal", "champions"):
        board.show(screens.scenes()[name])
        drawn(page, screens.scenes()[name])
        assert page.evaluate("document.getAnimations().length") == 0
    page.wait_for_timeout(300)
    before = page.locator(".trophy").screenshot()
    page.wait_for_timeout(1500)
    assert page.locator(".trophy").screenshot() == before


def test_nothing_but_the_ball_goes_on_moving(opening: Opening) -> None:
    board, page = opening(screens.scenes()["last"], ROOM)
    board.show(screens.scenes()["champions"])
    drawn(page, screens.scenes()["champions"])
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
    page.wait_for_timeout(300)
    assert page.evaluate("document.getAnimations().length") == 0
    before = picture(page)
    page.wait_for_timeout(1500)
    moved = np.argwhere(np.abs(picture(page) - before) > 0.01)
    assert len(moved), "The ball does not turn."
    box = page.locator(".trophy").bounding_box()
    assert box is not None
    top, left = moved.min(axis=0)
    bottom, right = moved.max(axis=0)
    assert left >= box["x"] - 1
    assert right <= box["x"] + box["width"] + 1
    assert top >= box["y"] - 1
    assert bottom <= box["y"] + box["height"] + 1


def test_the_champions_come_without_more_than_three_flashes_a_second(opening: Opening) -> None:
    small = {"width": 960, "height": 540}
    board, page = opening(screens.scenes()["last"], small)
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    board.show(screens.scenes()["champions"])
    page.wait_for_function("() => document.body.dataset.scene === 'champions'", polling=50)
    frames = []
    for nth in range(60):
        page.evaluate(
            "(at) => document.getAnimations().forEach((one) => { one.pause(); one.currentTime = at; })", nth * FRAME
        )
        page.clock.run_for(FRAME)
        frames.append(picture(page))
    assert flashes(np.stack(frames)) <= MOST_FLASHES


def test_the_meter_of_flashes_counts_them() -> None:
    """Ten pictures bright and dark in turn are flashes; a slow rise is none."""
    beat = np.tile(np.array([0.0, 1.0]), 13)[:, None, None] * np.ones((26, 64, 64))
    assert flashes(beat) > MOST_FLASHES
    assert flashes(np.linspace(0, 1, 26)[:, None, None] * np.ones((26, 64, 64))) == 0


def picture(page: Page) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The screen as relative luminance."""
    with Image.open(io.BytesIO(page.screenshot())) as shot:
        colours = np.asarray(shot.convert("RGB"), dtype=np.float64) / 255
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    whole: np.ndarray[Any, np.dtype[np.float64]] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return whole


def flashes(frames: np.ndarray[Any, np.dtype[np.float64]]) -> int:
    """The most pairs of opposing changes of a tenth or more within a second, in any part of 32 by 32 dots."""
    count, high, wide = frames.shape
    parts = frames[:, : high // 32 * 32, : wide // 32 * 32].reshape(count, high // 32, 32, wide // 32, 32).mean((2, 4))
    most = 0
    for series in parts.reshape(count, -1).T:
        turns, rising, low_or_high = [], 0, series[0]
        for nth, value in enumerate(series):
            way = 1 if value - low_or_high >= 0.1 else -1 if low_or_high - value >= 0.1 else 0
            if way and way != rising:
                turns.append(nth)
                rising, low_or_high = way, value
            elif (rising >= 0 and value > low_or_high) or (rising < 0 and value < low_or_high):
                low_or_high = value
        second = 1000 // FRAME
        most = max([most, *(sum(1 for other in turns if 0 <= other - turn < second) // 2 for turn in turns)])
    return most
