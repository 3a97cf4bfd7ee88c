"""The public pages as small static files, for any web server or CDN: a page, what it is made of, and the newest screen.

The page asks for ``screen.json`` again and again. A file is written beside its place and then put there in one step, so
whoever reads gets the old one or the new one, whole. Nothing is written while nothing public has changed: the time of a
file tells no more than what stands in it. A disk that fails harms nothing but these files, and the desk is told.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Thread

from mirrorball import look
from mirrorball.fonts import FACES
from mirrorball.web.board import vote_code_of
from mirrorball.web.edge import STATIC, Edge, drawn
from mirrorball.web.presence import PublishedLine
from mirrorball.web.screens import Public

SCREEN, QR = "screen.json", "vote.svg"
SCREENS, NIGHT = "screens", "night.txt"
AGAIN = 2.0  # seconds after which what could not be written is tried once more
ASKED_FOR = re.compile(r'(?:href|src)="static/([\w.-]+)"')  # by a page
IMPORTED = re.compile(r'(?:from|import) "\./([\w.-]+\.js)"')  # by a script
OF_NIGHT = re.compile(r"\d{6,}\.json")
TOKENS = "tokens.css"

_log = logging.getLogger(__name__)


class Publisher:
    """Keeps a folder of static files as the public's screen stands."""

    def __init__(self, edge: Edge, folder: Path) -> None:
        """Write into this folder."""
        self._edge, self._folder = edge, folder

    async def run(self) -> None:
        """Write whatever has changed, until cancelled. The screen comes first: an old one may lie there."""
        edge = self._edge
        screen = await edge.public.now()
        await self._until_done(partial(self._begin, screen), screen)
        await self._until_done(self._pages)
        making = asyncio.create_task(self._fonts())
        try:
            while True:
                screen = await self._kept(await edge.watchers.changed(screen.sequence))
        finally:
            making.cancel()

    async def _kept(self, screen: Public) -> Public:
        """The screen that was written in the end: while a disk fails there may come newer ones."""
        while not await self._done(partial(self._show, screen), screen):
            await asyncio.sleep(AGAIN)
            screen = self._edge.watchers.newest or screen
        return screen

    async def _until_done(self, work: Callable[[], None], screen: Public | None = None) -> None:
        """Try until it goes."""
        done = await self._done(work, screen)
        while not done:
            await asyncio.sleep(AGAIN)
            done = await self._done(work, screen)

    async def _done(self, work: Callable[[], None], screen: Public | None) -> bool:
        """Have something written, the screen or else a part of the page; what stands in the way is told to the desk."""
        before, trouble = self._edge.published, ""
        try:
            await _aside(work)
        except Exception as error:  # noqa: BLE001  # whatever breaks here must not end what else runs beside the night
            why = (isinstance(error, OSError) and error.strerror) or error
            trouble = (
                f"The public pages in {self._folder} could not be written: {why}. They show what was there before. It "
                "is tried again by itself; make room, or see to the disk."
            )
            if before is None or before.trouble != trouble:
                _log.warning(trouble, exc_info=None if isinstance(error, OSError) else error)
        sequence = screen.sequence if screen and not trouble else before.sequence if before else 0
        self._edge.published = PublishedLine(sequence=sequence, trouble=trouble)
        return not trouble

    # In a thread of its own: a disk that hangs must hold up nobody.

    def _begin(self, screen: Public) -> None:
        """The newest screen. What lies there of another night, a rehearsal say, goes."""
        screens = self._folder / SCREENS
        screens.mkdir(parents=True, exist_ok=True)
        name = self._edge.name.encode()
        with suppress(FileNotFoundError):
            if (screens / NIGHT).read_bytes() == name:
                self._show(screen)
                return
        self._show(screen)
        for file in screens.iterdir():
            if OF_NIGHT.fullmatch(file.name) and file.name != _name_of(screen):
                file.unlink()
        put(screens / NIGHT, name)

    def _show(self, screen: Public) -> None:
        put(self._folder / SCREENS / _name_of(screen), screen.body)
        put(self._folder / SCREEN, screen.body)

    def _pages(self) -> None:
        """The page, and all that it is made of."""
        edge, static = self._edge, self._folder / "static"
        static.mkdir(parents=True, exist_ok=True)
        code = vote_code_of(edge)
        page = drawn(edge, "board.html", live=False, root="", poll=SCREEN, qr=QR if code else "")
        for name in reached(page):
            put(static / name, _beside((STATIC / name).read_text(encoding="utf-8")).encode())
        put(static / TOKENS, look.css().encode())
        if code:
            put(self._folder / QR, code)
        if edge.photos:
            (self._folder / "photo").mkdir(exist_ok=True)
        for photo in edge.photos.values():
            put(self._folder / "photo" / photo.name, photo.file.read_bytes())
        put(self._folder / "index.html", page.encode())

    async def _fonts(self) -> None:
        """The typefaces, once they are cut; until then the page has those of the machine it is read on."""
        fonts = self._folder / "static" / "fonts"
        for name in FACES:
            cut = await self._edge.fonts.cut(name)
            await self._until_done(partial(_put_font, fonts / f"{name}.woff2", cut))


def reached(page: str) -> tuple[str, ...]:
    """The files of ``static`` that a page is made of, those among them that a script asks for."""
    found = {name: None for name in ASKED_FOR.findall(page) if name != TOKENS}
    waiting = list(found)
    while waiting:
        for name in _imported(waiting.pop()):
            if name not in found:
                found[name] = None
                waiting.append(name)
    return tuple(found)


def put(file: Path, body: bytes) -> None:
    """Put a file there in one step, unless it is there already. Raises ``OSError``."""
    with suppress(FileNotFoundError):
        if file.read_bytes() == body:
            return
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        beside.write_bytes(body)
        beside.replace(file)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def _put_font(file: Path, font: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    put(file, font)


def _imported(name: str) -> Iterator[str]:
    if name.endswith(".js"):
        yield from IMPORTED.findall((STATIC / name).read_text(encoding="utf-8"))


def _beside(text: str) -> str:
    """A file of ``static`` that asks for the others beside it, wherever the folder lies."""
    return text.replace('url("/static/', 'url("')


def _name_of(screen: Public) -> str:
    return f"{screen.sequence:06}.json"


async def _aside(work: Callable[[], None]) -> None:
    """Do this in a thread that does not keep the program from stopping; an executor's would."""
    done: Future[None] = Future()
    Thread(target=_answer, args=(done, work), name="publish", daemon=True).start()
    await asyncio.shield(asyncio.wrap_future(done))


def _answer(done: Future[None], work: Callable[[], None]) -> None:
    try:
        work()
        done.set_result(None)
    except Exception as error:  # noqa: BLE001  # whoever waits hears of it
        done.set_exception(error)
