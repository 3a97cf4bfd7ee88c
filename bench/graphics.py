"""How many frames a second the graphics hold in a headless browser that draws by processor alone, and what costs time.

Each graphic comes, goes through its steps and goes, again and again, in real time on a stage of 1920 x 1080. The limit
is an empty stage on which one small square turns: what the browser gives to anybody here. Frames are those that the
browser's compositor drew, from its own trace; what costs time is from the same trace.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median, quantiles
from subprocess import DEVNULL, run
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from measure import machine, table, times
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
MIRRORBALL = str(Path(sys.executable).parent / "mirrorball")
TURNS = 3
SECONDS = 5
AIM = 50
CATEGORIES = [
    "blink.user_timing",
    "devtools.timeline",
    "disabled-by-default-devtools.timeline",
    "disabled-by-default-devtools.timeline.frame",
]
COUPLES = [
    "Xochitl Gomez & Val Chmerkovskiy",
    "Jason Mraz & Daniella Karagach",
    "Ariana Madix & Pasha Pashkov",
    "Charity Lawson & Artem Chigvintsev",
    "Alyson Hannigan & Sasha Farber",
]
SENT: Mapping[str, list[Mapping[str, object]]] = {
    "lower-third": [{"kicker": "Dancing now", "title": COUPLES[0], "subtitle": "Paso doble"}],
    "score-bug": [
        {
            "couple": COUPLES[0],
            "style": "Paso doble",
            "total": "29½",
            "rows": [{"judge": f"Judge {nth}", "score": "9½"} for nth in range(1, 5)],
        },
        *[{}] * 4,
    ],
    "leaderboard": [
        {"rows": [{"place": nth, "name": name, "points": 90 - nth} for nth, name in enumerate(COUPLES * 3, 1)]},
        {},
    ],
    "vote-open": [
        {
            "address": "https://vote.example",
            "secondsLeft": 300,
            "rows": [{"number": nth, "name": name} for nth, name in enumerate(COUPLES, 1)],
        }
    ],
    "result-reveal": [
        {"step": 1, "kind": "place", "place": "3rd", "couple": COUPLES[2]},
        {"step": 2, "kind": "champions", "couple": COUPLES[0], "says": "They are the champions!"},
    ],
}
STAGE = b"""<!doctype html><meta charset="utf-8"><title>stage</title><link rel="icon" href="data:,">
<style>body{margin:0;height:100vh;overflow:hidden;background:linear-gradient(#2b1c3a,#c98d5a)}</style><body>"""
# Steps follow each other as soon as the one before has arrived. Frames are counted while something moves.
DRIVE = """async ([name, sent, seconds]) => {
  const { default: Made } = await import(`/${name}/${name}.js`);
  if (!customElements.get(`bench-${name}`)) customElements.define(`bench-${name}`, Made);
  const graphic = document.createElement(`bench-${name}`);
  document.body.append(graphic);
  await graphic.load({ renderType: "realtime" });
  const until = performance.now() + seconds * 1000, apart = [];
  let last = 0, on = true;
  const count = (now) => { if (last) apart.push(now - last); last = now; if (on) requestAnimationFrame(count); };
  performance.mark("moves");
  requestAnimationFrame(count);
  while (performance.now() < until) {
    for (const data of sent) { await graphic.updateAction({ data }); await graphic.playAction({}); }
    await graphic.stopAction({});
  }
  on = false;
  performance.mark("still");
  graphic.remove();
  return apart;
}"""
LIMIT = """async ([, , seconds]) => {
  const square = document.createElement("div");
  square.style.cssText = "position:absolute;left:900px;top:500px;width:80px;height:80px;background:gold";
  document.body.append(square);
  const apart = [];
  performance.mark("moves");
  const until = performance.now() + seconds * 1000;
  for (let last = 0, now = 0; now < until; last = now) {
    now = await new Promise(requestAnimationFrame);
    square.style.transform = `rotate(${now / 10}deg)`;
    if (last) apart.push(now - last);
  }
  performance.mark("still");
  square.remove();
  return apart;
}"""
PARTS = {
    "script": {"FunctionCall", "FireAnimationFrame", "TimerFire", "RunMicrotasks"},
    "style and layout": {"UpdateLayoutTree", "Layout"},
    "paint": {"PrePaint", "Paint", "Layerize", "Commit", "UpdateLayer"},
    "raster": {"RasterTask", "ImageDecodeTask"},
}


class Quiet(SimpleHTTPRequestHandler):
    """Files of a folder, and a stage."""

    def do_GET(self) -> None:
        """Answer."""
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(STAGE)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    """The packages as ``mirrorball graphics`` writes them, on a web server."""
    with TemporaryDirectory() as folder:
        run([MIRRORBALL, "graphics", f"{folder}/made"], check=True, stdout=DEVNULL)
        root = next(Path(folder).rglob("lower-third.js")).parent.parent
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Seen:
    """What one turn of a graphic came to."""

    def __init__(self, apart: list[float], trace: list[dict[str, Any]]) -> None:
        """From the times between its frames, and the trace of the browser."""
        marks = {event["name"]: event["ts"] for event in trace if event["name"] in {"moves", "still"}}
        begun, ended = marks["moves"], marks["still"]
        inside = [event for event in trace if begun <= event.get("ts", 0) <= ended]
        seconds = (ended - begun) / 1e6
        self.asked = len(apart) / sum(apart) * 1000
        self.drawn = sum(event["name"] == "DrawFrame" for event in inside) / seconds
        self.late = quantiles(apart, n=100)[98]
        spent: Counter[str] = Counter()
        for event in _outermost(inside):
            for part, names in PARTS.items():
                if event["name"] in names:
                    spent[part] += event["dur"]
        frames = max(1, len(apart))
        self.spent = {part: spent[part] / 1000 / frames for part in PARTS}


def _outermost(events: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Events of a part that do not stand inside another of the same part, on the same thread."""
    ends: dict[tuple[int, str], float] = {}
    part_of = {name: part for part, names in PARTS.items() for name in names}
    for event in sorted(
        (one for one in events if one.get("ph") == "X" and one["name"] in part_of), key=lambda one: one["ts"]
    ):
        key = (event["tid"], part_of[event["name"]])
        if event["ts"] >= ends.get(key, 0):
            ends[key] = event["ts"] + event["dur"]
            yield event


def turn(browser: Browser, page: Page, name: str) -> Seen:
    """One graphic for some seconds."""
    browser.start_tracing(page=page, categories=CATEGORIES)
    script = DRIVE if name in SENT else LIMIT
    apart = page.evaluate(script, [name, SENT.get(name, []), SECONDS])
    trace = json.loads(browser.stop_tracing())
    return Seen(apart, trace["traceEvents"])


def main() -> None:
    """Print both tables."""
    machine()
    names = ("an empty stage, one square", *SENT)
    seen: dict[str, list[Seen]] = {name: [] for name in names}
    with served() as url, sync_playwright() as playing:
        browser = playing.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.goto(url)
        for _ in range(TURNS):
            for name in names:
                seen[name].append(turn(browser, page, name))
        browser.close()
    limit = median(one.drawn for one in seen[names[0]])
    rates = []
    for name, turns in seen.items():
        drawn, asked, late = (median(getattr(one, what) for one in turns) for what in ("drawn", "asked", "late"))
        rates.append(
            (
                name,
                f"{asked:.0f}",
                f"{drawn:.0f}",
                times(drawn / limit),
                f"{late:.0f} ms",
                "yes" if drawn >= AIM else "no",
            )
        )
    head = ("graphic", "frames asked for a second", "drawn", "to the limit", "99th between two", f"{AIM} held")
    table(f"frames a second while something moves, medians of {TURNS} turns", head, rates)
    costs = [
        (name, *(f"{median(one.spent[part] for one in turns):.2f} ms" for part in PARTS))
        for name, turns in seen.items()
    ]
    table("what a frame costs", ("graphic", *PARTS), costs)


if __name__ == "__main__":
    main()
