"""At most three flashes a second, measured on the frames as they are drawn; and the measure finds one that flashes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import pytest
from playwright.sync_api import Page

from tests.graphics import flashes
from tests.graphics.flashes import MOST, Frame
from tests.graphics.packages import NAMES
from tests.graphics.stage import NIGHT, Pixels, Schedule, asked, at, call, schedule, whole

RATE = 60
GROUNDS = {"black": 0, "grey": 118, "white": 255}  # what the picture behind may be


def over(picture: Pixels, ground: int) -> Frame:
    """A graphic over a picture of one tone."""
    share = picture[..., 3:].astype(np.float32) / 255
    mixed = picture[..., :3] * share + ground * (1 - share)
    return np.asarray(np.round(mixed), dtype=np.uint8)


def flat(tone: tuple[int, int, int], share: float = 1.0) -> Frame:
    """A frame of which this share, from the top, has a tone; the rest is black."""
    frame = np.zeros((40, 60, 3), dtype=np.uint8)
    frame[: round(40 * share)] = tone
    return frame


def blinking(hertz: float, tone: tuple[int, int, int] = (255, 255, 255), share: float = 1.0) -> Iterator[Frame]:
    """Two seconds of a field that goes on and off."""
    for nth in range(2 * RATE):
        yield flat(tone if nth * hertz * 2 // RATE % 2 else (0, 0, 0), share)


MEASURED: dict[str, tuple[Callable[[], Iterable[Frame]], int]] = {
    "five a second": (lambda: blinking(5), 5),
    "four a second": (lambda: blinking(4), 4),
    "three a second": (lambda: blinking(3), 3),
    "one a second": (lambda: blinking(1), 1),
    "on a third of the picture": (lambda: blinking(5, share=0.33), 5),
    "on a fifth of the picture": (lambda: blinking(5, share=0.2), 0),
    "too dark to be a flash": (lambda: blinking(5, (60, 60, 60)), 0),
    "saturated red": (lambda: blinking(5, (200, 0, 0)), 5),
    "blue": (lambda: blinking(5, (0, 0, 130)), 0),
    "a slow rise": (lambda: (flat((nth, nth, nth)) for nth in range(256)), 0),
    "a slow rise and fall": (lambda: (flat((abs(nth),) * 3) for nth in range(-255, 256)), 0),
    "stillness": (lambda: [flat((255, 255, 255))] * RATE, 0),
}


@pytest.mark.parametrize(("frames", "seen"), MEASURED.values(), ids=list(MEASURED))
def test_the_measure(frames: Callable[[], Iterable[Frame]], seen: int) -> None:
    assert flashes.seen(frames(), RATE) == seen


def test_a_bright_picture_that_gets_a_little_darker_does_not_flash() -> None:
    """Over 160 cd/m² the eye minds less."""
    frames = [flat((255, 255, 255) if nth // 6 % 2 else (240, 240, 240)) for nth in range(2 * RATE)]

    assert flashes.luminance(frames[0]).max() > 160
    assert flashes.seen(frames, RATE) == 0


def frames(page: Page, name: str, planned: Schedule, until: float) -> list[Pixels]:
    """Each frame of a schedule, every fourth point of every fourth row."""
    call(page, "scheduled", name, planned)
    return [at(page, nth * 1000 / RATE)[::4, ::4] for nth in range(int(until * RATE / 1000))]


@pytest.mark.parametrize("name", NAMES)
def test_no_graphic_flashes(small: Page, name: str) -> None:
    drawn = frames(small, name, *whole(name, apart=900))

    assert any(picture[..., 3].any() for picture in drawn)
    for ground, tone in GROUNDS.items():
        assert (ground, flashes.seen((over(picture, tone) for picture in drawn), RATE)) <= (ground, MOST)


@pytest.mark.parametrize("cut", ["cut", "moved"])
@pytest.mark.parametrize("name", ["leaderboard", "vote-open"])
def test_no_hammering_makes_one_flash(small: Page, name: str, cut: str) -> None:
    """An operator presses play and stop ten times a second."""
    presses = [
        (100.0 * nth, asked("stopAction" if nth % 2 else "playAction", skipAnimation=cut == "cut", goto=0))
        for nth in range(20)
    ]
    drawn = frames(small, name, schedule((0, asked("updateAction", data=NIGHT[name])), *presses), 2000)

    assert sum(picture[..., 3].any() for picture in drawn) > RATE / 3
    for tone in GROUNDS.values():
        assert flashes.seen((over(picture, tone) for picture in drawn), RATE) <= MOST


def test_the_measure_finds_a_graphic_that_flashes(small: Page) -> None:
    """A whole stage that goes white and away, drawn as the graphics are."""
    call(small, "scheduled", "leaderboard", schedule((0, asked("playAction", skipAnimation=True))))
    small.evaluate(
        """() => {
            const { goToTime } = graphic, { stage } = graphic;
            graphic.goToTime = async ({ timestamp }) => {
                await goToTime.call(graphic, { timestamp });
                stage.style.background = Math.floor(timestamp / 100) % 2 ? 'white' : 'none';
            };
        }"""
    )
    drawn = [at(small, nth * 1000 / RATE) for nth in range(RATE)]

    assert flashes.seen((over(picture, 0) for picture in drawn), RATE) > MOST
