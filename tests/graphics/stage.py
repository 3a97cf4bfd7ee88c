"""A page on which graphics stand, what they are sent, and pictures of them as numbers."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page

from mirrorball.web.guard import POLICY
from tests.graphics.packages import FOLDER

Pixels = NDArray[np.uint8]
Sent = Mapping[str, Any]
Schedule = list[dict[str, Any]]

PAGE = b"""<!doctype html><meta charset="utf-8"><title>stage</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/stage.css"><div id="stage"></div>"""
SHEET = b"html, body { margin: 0; height: 100% } #stage { position: relative; height: 100%; overflow: hidden }"
KINDS = {
    ".js": "text/javascript",
    ".json": "application/json",
    ".woff2": "font/woff2",
    ".css": "text/css",
    ".html": "text/html",
}
SAFE = (96, 54, 1824, 1026)  # EBU R 95: left, top, and behind right and bottom


@dataclass
class Site:
    """The graphics as files of a web server, under the content security policy of our own pages."""

    fonts: Path
    feeds: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Each feed that was asked for, and the authorization that came with it."""
    url: str = ""

    def __enter__(self) -> Self:
        site = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = site.found(self.path, self.headers.get("Authorization", ""))
                self.send_response(200 if found is not None else 404)
                self.send_header("Content-Type", KINDS.get(Path(self.path).suffix, "text/html"))
                self.send_header("Content-Security-Policy", POLICY)
                self.send_header("Content-Length", str(len(found or b"")))
                self.end_headers()
                self.wfile.write(found or b"")

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, of: BaseException | None, where: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def found(self, path: str, authorization: str) -> bytes | None:
        """What lies at an address."""
        if path == "/":
            return PAGE
        if path == "/stage.css":
            return SHEET
        if path.startswith("/feeds/"):
            self.asked.append((path, authorization))
            rows = self.feeds.get(path.removeprefix("/feeds/").removesuffix(".json"))
            return None if rows is None else json.dumps(rows).encode()
        if path == "/harness.js":
            return Path(__file__).with_name("harness.js").read_bytes()
        folder, name = (self.fonts, path[len("/graphics/fonts/") :]) if "/fonts/" in path else (FOLDER, path[10:])
        file = folder / name
        return file.read_bytes() if file.is_file() else None


def call(page: Page, function: str, *arguments: object) -> Any:  # noqa: ANN401  # what a script answers
    """A function of the harness."""
    return page.evaluate(
        "async ([name, given]) => (await import('/harness.js'))[name](...given)", [function, list(arguments)]
    )


def asked(method: str, **params: object) -> dict[str, Any]:
    """An action of a schedule."""
    return {"type": method, "params": params}


def schedule(*steps: tuple[float, dict[str, Any]]) -> Schedule:
    """What is asked, and when."""
    return [{"timestamp": at, "action": action} for at, action in steps]


def at(page: Page, time: float) -> Pixels:
    """The picture of the graphic on the page at a time."""
    page.evaluate("(timestamp) => globalThis.graphic.goToTime({ timestamp })", time)
    return pixels(page)


def pixels(page: Page) -> Pixels:
    """The picture as it is: rows of red, green, blue, alpha."""
    shot = page.screenshot(omit_background=True, animations="allow", caret="initial", scale="css")
    return np.asarray(Image.open(io.BytesIO(shot)).convert("RGBA"))


def bounds(picture: Pixels) -> tuple[int, int, int, int] | None:
    """Where anything is drawn: left, top, and behind right and bottom; None if nothing is."""
    rows, columns = (np.flatnonzero(picture[..., 3].any(axis=axis)) for axis in (1, 0))
    return (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1) if len(rows) else None


# What a night sends.

COUPLES = (
    "Xochitl Gomez & Val Chmerkovskiy",
    "Jason Mraz & Daniella Karagach",
    "Ariana Madix & Pasha Pashkov",
    "Charity Lawson & Artem Chigvintsev",
    "Alyson Hannigan & Sasha Farber",
)
JUDGES = ("Carrie Ann Inaba", "Derek Hough", "Bruno Tonioli")
NIGHT: Mapping[str, Sent] = {
    "lower-third": {"kicker": "Dancing now", "title": COUPLES[0], "subtitle": "Paso doble · “Por Una Cabeza”"},
    "score-bug": {
        "couple": COUPLES[0],
        "style": "Paso doble",
        **{f"judge{nth}": judge for nth, judge in enumerate(JUDGES, 1)},
        "score1": "10",
        "score2": 9.5,
        "score3": "10",
        "total": "29.5",
        "totalOf": 30,
    },
    "leaderboard": {
        "title": "Leaderboard",
        "subtitle": "The finale",
        "highlight": COUPLES[2],
        "rows": [{"place": str(nth), "name": name, "points": 61 - nth} for nth, name in enumerate(COUPLES * 2, 1)],
    },
    "vote-open": {
        "address": "https://vote.example",
        "ways": "Up to 10 votes each way",
        "secondsLeft": "272",
        "rows": [{"number": nth, "name": name, "keyword": name[:4]} for nth, name in enumerate(COUPLES, 1)],
    },
    "result-reveal": {"title": "The finale", "step": 1, "kind": "place", "place": "3rd", "couple": COUPLES[2]},
}
CROWN: Sent = {"step": 2, "kind": "champions", "couple": COUPLES[0], "says": "They are the champions!"}


def whole(name: str, sent: Sent | None = None, apart: float = 2000) -> tuple[Schedule, float]:
    """A graphic from its coming to its going with its steps so far apart, and how long that takes."""
    steps = {"score-bug": 4, "leaderboard": 2, "result-reveal": 2}.get(name, 1)
    told: Sequence[Sent] = [NIGHT[name] if sent is None else sent] * steps
    if name == "result-reveal":
        told = [told[0], CROWN]
    planned: list[tuple[float, dict[str, Any]]] = []
    for nth, one in enumerate(told):
        planned += [(nth * apart, asked("updateAction", data=one)), (nth * apart, asked("playAction"))]
    planned.append((steps * apart, asked("stopAction")))
    return schedule(*planned), steps * apart + 600
