"""The public pages as files: whole, in time, untouched while nothing public changes; a bad disk harms nothing else."""

from __future__ import annotations

import asyncio
import functools
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from mirrorball.core.season import Couple
from mirrorball.core.show import Show, open_night
from mirrorball.log.memory import MemoryLog
from mirrorball.web import publish
from mirrorball.web.app import app_of
from mirrorball.web.edge import Edge
from mirrorball.web.publish import Publisher, put, reached
from tests.core.stage import a_season
from tests.web import night as nights
from tests.web.audience import Told
from tests.web.night import SECRET, Running, served
from tests.web.test_commands import MARK, ask, take
from tests.web.test_push import following

PATIENCE = 10.0  # seconds
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
OTHER = bytes(range(1, 33))


def app_with_pages(folder: Path, edge: Edge) -> ASGIApp:
    """The app of a night, and beside it what keeps its pages."""
    app = app_of(edge)

    async def both(scope: Scope, receive: Receive, send: Send) -> None:
        beside = asyncio.create_task(Publisher(edge, folder).run()) if scope["type"] == "lifespan" else None
        try:
            await app(scope, receive, send)
        finally:
            if beside:
                beside.cancel()

    return both


@contextmanager
def publishing(
    into: Path, show: Show | None = None, log: MemoryLog | None = None, secret: bytes = SECRET, **more: object
) -> Iterator[Running]:
    """A night whose pages are kept in a folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nights, "app_of", functools.partial(app_with_pages, into))
        with served(show, log, secret, **more) as night:
            yield night


def wait_for(seen: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.01)


def left_in(folder: Path) -> list[str]:
    """What lies among the screens."""
    return sorted(path.name for path in (folder / "screens").iterdir())


def sequence(folder: Path) -> int:
    """That of the screen that lies there; -1 if there is none."""
    try:
        return int(json.loads((folder / "screen.json").read_bytes())["sequence"])
    except FileNotFoundError:
        return -1


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file, with its time."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes()) for path in found}


def whole(folder: Path) -> bool:
    return (folder / "index.html").exists() and (folder / "static" / "fonts" / "inter.woff2").exists()


def test_files_follow_the_screen(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    with publishing(folder) as night:
        desk = night.came_in("Producer")
        wait_for(lambda: sequence(folder) == 0)
        take(desk)
        wait_for(lambda: sequence(folder) == 1)
        live = night.stranger().get("/board/screen").content
    assert (folder / "screen.json").read_bytes() == live
    assert (folder / "screens" / "000001.json").read_bytes() == live
    assert json.loads((folder / "screens" / "000000.json").read_bytes())["scene"] == "waiting"


def test_nothing_is_written_while_nothing_public_changes(tmp_path: Path) -> None:
    """Neither a byte nor a time: whoever may list the folder learns no more than whoever reads the screen."""
    folder = tmp_path / "public"
    with publishing(folder) as night:
        judge, desk = night.came_in("Ida"), night.came_in("Producer")
        wait_for(lambda: whole(folder))
        before, times = files(folder), [path.stat().st_mtime_ns for path in (folder, folder / "screens")]
        for nth in range(5):
            ask(judge, f"{nth}", ask="report-trouble", text="It is dark.")
        time.sleep(0.3)
        assert files(folder) == before
        assert [path.stat().st_mtime_ns for path in (folder, folder / "screens")] == times
        take(desk)
        wait_for(lambda: sequence(folder) == 1)
        after = files(folder)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"screen.json", "screens/000001.json"}


def test_whoever_reads_gets_a_whole_screen(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    with publishing(folder) as night:
        desk = night.came_in("Producer")
        wait_for(lambda: sequence(folder) == 0)
        seen = set()
        for nth in range(40):
            ask(desk, f"{nth}", **({"ask": "hold", "reason": "x"} if nth % 2 == 0 else {"ask": "resume"}))
            seen.add(sequence(folder))
        wait_for(lambda: sequence(folder) == 40)
    assert seen <= set(range(41))
    assert not [name for name in files(folder) if Path(name).name.startswith(".")]


def test_a_restart_goes_on_where_it_was(tmp_path: Path) -> None:
    folder, log = tmp_path / "public", MemoryLog()
    with publishing(folder, log=log) as night:
        take(night.came_in("Producer"))
        wait_for(lambda: sequence(folder) == 1 and whole(folder))
    before = files(folder)
    with publishing(folder, log=log) as night:
        wait_for(lambda: night.edge.published is not None and night.edge.published.sequence == 1)
        time.sleep(0.2)
        assert files(folder) == before
        take(night.came_in("Producer"), 2)
        wait_for(lambda: sequence(folder) == 2)


def test_what_lies_there_of_another_night_goes(tmp_path: Path) -> None:
    """A rehearsal that was published must not be found beside the night itself."""
    folder = tmp_path / "public"
    with publishing(folder, secret=OTHER, rehearsal=True) as rehearsal:
        desk = rehearsal.came_in("Producer")
        for segment in (1, 2):
            take(desk, segment)
        wait_for(lambda: sequence(folder) == 2)
    (folder / "mine.json").write_text("{}", encoding="utf-8")
    with publishing(folder):
        wait_for(lambda: sequence(folder) == 0 and left_in(folder) == ["000000.json", "night.txt"])
    assert (folder / "mine.json").exists()


def test_the_page_asks_for_nothing_but_what_lies_beside_it(tmp_path: Path) -> None:
    """The folder stands anywhere on any web server; each file that a page or script names is there."""
    folder = tmp_path / "public"
    season = a_season()
    (tmp_path / "season").mkdir()
    (tmp_path / "season" / "ada.png").write_bytes(PNG)
    couples = (Couple(star="Ada", pro="P", photo="ada.png"), *season.couples[1:])
    show = open_night(replace(season, couples=couples), 1)
    with publishing(folder, show, folder=tmp_path / "season", audience=Told()):
        wait_for(lambda: whole(folder) and (folder / "static" / "fonts" / "fraunces.woff2").exists())
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert 'data-poll="screen.json"' in page
    assert 'data-qr="vote.svg"' in page
    assert (folder / "vote.svg").read_bytes().startswith(b"<?xml")
    assert (folder / "photo" / "1.png").read_bytes() == PNG
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        root = httpx.URL(f"http://127.0.0.1:{server.server_address[1]}/public/")
        waiting, known = [root.join(""), root.join("screen.json")], set[httpx.URL]()
        while waiting:
            url = waiting.pop()
            if url in known:
                continue
            known.add(url)
            answer = httpx.get(url)
            assert answer.status_code == 200, url
            if url.path.endswith((".woff2", ".png", ".json")):
                continue
            named = re.findall(r'(?:href|src)="([^"#]+)"|from "([^"]+)"|url\("?([^")]+)"?\)', answer.text)
            for name in (one for found in named for one in found if one and not one.startswith("data:")):
                assert not name.startswith("/"), (url, name)
                waiting.append(url.join(name))
    finally:
        server.shutdown()
        server.server_close()
    assert len(known) > 10


def test_a_bad_disk_harms_nothing_and_the_desk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, full = tmp_path / "public", [False]

    def failing(file: Path, body: bytes) -> None:
        if full[0]:
            raise OSError(28, "No space left on device")
        put(file, body)

    monkeypatch.setattr(publish, "put", failing)
    monkeypatch.setattr(publish, "AGAIN", 0.05)
    with publishing(folder) as night:
        desk, judge = night.came_in("Producer"), night.came_in("Ida")
        wait_for(lambda: sequence(folder) == 0 and whole(folder))
        full[0] = True
        take(desk)
        assert ask(judge, "1", **MARK).status_code == 200
        wait_for(lambda: bool(night.edge.published and night.edge.published.trouble))
        with following(desk, "/desk/stream") as stream:
            _, told = stream.next("published")
        assert isinstance(told, dict)
        assert told["sequence"] == 0
        assert "could not be written: No space left on device." in told["trouble"]
        assert sequence(folder) == 0
        full[0] = False
        wait_for(lambda: sequence(folder) == 2)
        wait_for(lambda: bool(night.edge.published and not night.edge.published.trouble))


def test_a_folder_that_cannot_be_made_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "AGAIN", 0.05)
    (tmp_path / "public").write_text("a file stands here", encoding="utf-8")
    with publishing(tmp_path / "public") as night:
        wait_for(lambda: bool(night.edge.published and night.edge.published.trouble))
        assert night.stranger().get("/board/screen").status_code == 200
        (tmp_path / "public").unlink()
        wait_for(lambda: sequence(tmp_path / "public") == 0)


def test_a_file_is_put_there_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "screen.json"
    put(file, b"one")
    before = file.stat().st_mtime_ns
    put(file, b"one")
    assert file.stat().st_mtime_ns == before
    put(file, b"two")
    assert file.read_bytes() == b"two"
    with pytest.raises(OSError, match="directory"):
        put(tmp_path / "nowhere" / "screen.json", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["screen.json"]


def test_what_a_page_is_made_of_is_found_by_reading_it() -> None:
    page = '<link rel="stylesheet" href="static/tokens.css"><script type="module" src="static/board.js"></script>'
    found = reached(page)
    assert found[0] == "board.js"
    assert "words.js" in found
    assert "tokens.css" not in found
