"""A board without a night: a small server that shows whatever screen it is handed, and can go away and come back."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import ClassVar

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mirrorball import look
from mirrorball.floor.public import PublicScreen
from mirrorball.web.edge import HERE, STATIC
from mirrorball.web.guard import HEADERS

KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".png": "image/png",
}
QR = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0h1v1H0zM1 1h1v1H1z"/></svg>'
_pages = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined)


def page(screen: PublicScreen, **more: object) -> str:
    """The page as a server hands it out."""
    night = screen.night
    handed = {"title": night.title, "week": night.week, "theme": night.theme, "rehearsal": night.rehearsal}
    return _pages.get_template("board.html").render(**handed, version="0", night="abc", **more)


def screen_of(screen: PublicScreen) -> bytes:
    """The screen as a server hands it out."""
    return msgspec.json.encode(screen)


@dataclass
class Board:
    """What is shown, who follows, what screens told, and whether the server answers at all."""

    fonts: Path
    screen: PublicScreen
    port: int = 0
    away: bool = False
    beats: list[dict[str, object]] = field(default_factory=list)
    photos: dict[str, bytes] = field(default_factory=dict)
    streams: list[Queue[bytes | None]] = field(default_factory=list)
    ahead: float = 0.0  # seconds that the server's clock is ahead of this machine's

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def show(self, screen: PublicScreen) -> None:
        """The next screen; its sequence follows on the one before."""
        self.screen = replace(screen, sequence=self.screen.sequence + 1)
        self.tell()

    def tell(self) -> None:
        """Whoever follows gets the screen as it stands."""
        for stream in list(self.streams):
            stream.put(screen_of(self.screen))

    def leave(self) -> None:
        """Every stream ends, and nothing is answered any more."""
        self.away = True
        for stream in list(self.streams):
            stream.put(None)

    def come_back(self) -> None:
        """Everything is answered again."""
        self.away = False


@contextmanager
def serving_board(fonts: Path, screen: PublicScreen) -> Iterator[Board]:
    """A board that is served until the end."""
    board = Board(fonts, screen)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Of", (_Handler,), {"board": board}))
    server.daemon_threads = True
    board.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield board
    finally:
        board.leave()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    board: ClassVar[Board]

    def log_message(self, *_: object) -> None:
        """Nothing is written down."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        return formatdate((timestamp or time.time()) + self.board.ahead, usegmt=True)

    def do_GET(self) -> None:
        path, _, _ = self.path.partition("?")
        if self.board.away:
            self.close_connection = True
            return
        if path == "/board/stream":
            self._stream()
            return
        kind, body = self._found(path)
        self.send_response(200 if body else 404)
        for name, text in {**HEADERS, "Content-Type": kind, "Content-Length": str(len(body))}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.board.away:
            self.board.beats.append(json.loads(sent))
            self.send_response(204)
            self.end_headers()

    def _found(self, path: str) -> tuple[str, bytes]:
        answers: dict[str, Callable[[], tuple[str, bytes]]] = {
            "/board": lambda: ("text/html; charset=utf-8", page(self.board.screen).encode()),
            "/board/screen": lambda: ("application/json", screen_of(self.board.screen)),
            "/board/qr.svg": lambda: ("image/svg+xml", QR),
            "/static/tokens.css": lambda: ("text/css", look.css().encode()),
        }
        if path in answers:
            return answers[path]()
        if path in self.board.photos:
            return "image/svg+xml", self.board.photos[path]
        name = path.removeprefix("/static/")
        file = STATIC / name
        if name.startswith("fonts/"):
            file = next(self.board.fonts.glob(f"{Path(name).stem}-*.woff2"))
        return (KINDS.get(file.suffix, "text/plain"), file.read_bytes()) if file.is_file() else ("text/plain", b"")

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        mine: Queue[bytes | None] = Queue()
        mine.put(screen_of(self.board.screen))
        self.board.streams.append(mine)
        try:
            self.wfile.write(b"event: now\ndata: %d\n\n" % int((time.time() + self.board.ahead) * 1000))
            while (told := self._next(mine)) is not None:
                self.wfile.write(b"event: screen\ndata: " + told + b"\n\n" if told else b": still here\n\n")
                self.wfile.flush()
        except OSError:
            pass  # the page has gone
        finally:
            self.board.streams.remove(mine)
            self.close_connection = True

    @staticmethod
    def _next(mine: Queue[bytes | None]) -> bytes | None:
        try:
            return mine.get(timeout=0.5)
        except Empty:
            return b""
