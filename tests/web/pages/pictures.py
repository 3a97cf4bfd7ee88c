"""What lies on a transparent page: its picture without a ground, and the words that are to be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from socket import AF_INET, SHUT_RDWR, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket
from threading import Thread

from PIL import Image
from playwright.sync_api import Page

HALF = {"width": 960, "height": 540}
SAFE = (48, 27, 912, 513)  # EBU R 95 at this size
WORDS = """() => [...document.querySelectorAll('.graphic')].map((graphic) => {
    const stage = graphic.shadowRoot.querySelector('.stage');
    if (getComputedStyle(stage).display === 'none') return '';
    return [...stage.querySelectorAll('.text')].filter((text) => {
        for (let one = text; one && one !== stage; one = one.parentElement) {
            const style = getComputedStyle(one);
            if (style.display === 'none' || style.visibility === 'hidden' || Number(style.opacity) < 0.5) return false;
        }
        return true;
    }).map((text) => text.textContent.replaceAll('\u00a0', ' ')).filter(Boolean).join('\\n');
}).filter(Boolean).join('\\n')"""
ALL_WORDS = """() => document.documentElement.outerHTML +
    [...document.querySelectorAll('.graphic')].map((graphic) => graphic.shadowRoot.innerHTML).join('')"""


def box_of(page: Page) -> tuple[int, int, int, int] | None:
    """Where anything is to be seen: left, top, right, bottom; None if nothing is."""
    picture = Image.open(BytesIO(page.screenshot(omit_background=True)))
    assert picture.mode == "RGBA"
    return picture.getchannel("A").getbbox()


def inside(box: tuple[int, int, int, int] | None) -> bool:
    """Whether something is to be seen, and all of it in the safe area."""
    return box is not None and box[0] >= SAFE[0] and box[1] >= SAFE[1] and box[2] <= SAFE[2] and box[3] <= SAFE[3]


def comes_true(page: Page, seen: Callable[[], bool]) -> bool:
    """Whether this can be seen sooner or later; how long a motion takes on a busy machine nobody knows."""
    for _ in range(100):
        if seen():
            return True
        page.wait_for_timeout(200)
    return False


def words(page: Page) -> str:
    """The words that are to be seen."""
    found: str = page.evaluate(WORDS)
    return found


def all_words(page: Page) -> str:
    """Everything that the page holds, seen or not."""
    found: str = page.evaluate(ALL_WORDS)
    return found


@dataclass
class Line:
    """A line to a server that can be cut and led to another one, while its own address stays."""

    url: str
    to: int
    cut: bool = False
    open: list[socket] = field(default_factory=list)

    def lead_to(self, port: int) -> None:
        """What was open breaks off; what comes now comes to this port, or to nobody."""
        self.to = port
        for one in self.open:
            with_care(one)
        self.open.clear()


def with_care(one: socket) -> None:
    """Break a connection off that may be broken already."""
    with suppress(OSError):
        one.shutdown(SHUT_RDWR)
    one.close()


@contextmanager
def line(port: int) -> Iterator[Line]:
    """A line to this port, until the end."""
    listening = socket(AF_INET, SOCK_STREAM)
    listening.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", 0))
    listening.listen(64)
    made = Line(f"http://127.0.0.1:{listening.getsockname()[1]}", port)
    Thread(target=_take, args=(listening, made), daemon=True).start()
    try:
        yield made
    finally:
        with_care(listening)
        made.lead_to(0)


def _take(listening: socket, made: Line) -> None:
    while True:
        try:
            near, _ = listening.accept()
        except OSError:
            return
        far = socket(AF_INET, SOCK_STREAM)
        try:
            far.connect(("127.0.0.1", made.to))
        except OSError:
            with_care(near)
            far.close()
            continue
        made.open += [near, far]
        for one, other in ((near, far), (far, near)):
            Thread(target=_carry, args=(one, other), daemon=True).start()


def _carry(one: socket, other: socket) -> None:
    try:
        while some := one.recv(65536):
            other.sendall(some)
    except OSError:
        pass
    with_care(one)
    with_care(other)
