"""The board over a real connection: who may watch, equal bytes for everybody, and nothing more."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from mirrorball.core.season import Couple
from mirrorball.core.show import Show, open_night
from mirrorball.log.memory import MemoryLog
from mirrorball.season.example import example
from mirrorball.season.read import read
from mirrorball.web import watchers
from mirrorball.web.presence import FORGOTTEN, LONGEST_NAME, MOST_SCREENS, RoomScreens, screen_name
from mirrorball.web.watchers import FOR_ROOMS, Watcher
from tests.core.stage import STARS, a_season
from tests.web.audience import Told
from tests.web.night import SECRET, Running, served
from tests.web.sealed import FINALISTS, sealed_floor, with_votes
from tests.web.test_commands import MARK, ask, take
from tests.web.test_push import Follower, following

PATIENCE = 10.0  # seconds
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


class Blocks:
    """What comes on a stream, block by block, each byte of it."""

    def __init__(self, answer: httpx.Response) -> None:
        self._parts, self._text = answer.iter_bytes(), b""

    def next(self) -> bytes:
        while b"\n\n" not in self._text:
            self._text += next(self._parts)
        block, _, self._text = self._text.partition(b"\n\n")
        return block

    def screen(self) -> bytes:
        """The next screen; before it nothing may come but what the clock says."""
        block = self.next()
        while not block.startswith(b"event: screen\n"):
            assert block.startswith((b"event: now\n", b"retry: ")), block
            block = self.next()
        return block


@contextmanager
def watching(client: httpx.Client, path: str = "/board/stream") -> Iterator[Blocks]:
    with client.stream("GET", path, timeout=PATIENCE) as answer:
        assert answer.status_code == 200
        yield Blocks(answer)


def opened_finale() -> tuple[MemoryLog, Show]:
    season = read(example("season-32")).season
    log = MemoryLog()
    sealed_floor(season, 11, FINALISTS, log=log)
    return log, open_night(with_votes(season, 11, FINALISTS), 11)


# Who watches.


def test_the_page_is_for_everybody_and_holds_nothing_of_the_night(night: Running) -> None:
    desk = night.came_in("Producer")
    before = night.stranger().get("/board", headers={"Accept": "text/html"})
    take(desk)
    after = night.stranger().get("/board", headers={"Accept": "text/html"})

    assert before.status_code == 200
    assert before.content == after.content


def test_a_stream_begins_with_the_screen_and_follows(night: Running) -> None:
    desk, stranger = night.came_in("Producer"), night.stranger()
    with watching(stranger) as stream:
        first = stream.screen()
        assert first == b"event: screen\nid: 0\ndata: " + stranger.get("/board/screen").content
        take(desk)
        second = stream.screen()
        assert second == b"event: screen\nid: 1\ndata: " + stranger.get("/board/screen").content
    screen = json.loads(second.rpartition(b"data: ")[2])
    assert (screen["sequence"], screen["scene"]) == (1, "dance")


def test_two_watchers_get_equal_bytes_at_one_sequence(night: Running) -> None:
    desk, judge = night.came_in("Producer"), night.came_in("Ida")
    seen: list[dict[bytes, bytes]] = [{}, {}]
    with watching(night.stranger()) as one, watching(desk) as other:
        for stream, of in zip((one, other), seen, strict=True):
            block = stream.screen()
            of[block.split(b"\n")[1]] = block
        take(desk)
        ask(judge, "1", **MARK)
        ask(desk, "2", ask="hold", reason="A lamp has fallen.")
        for stream, of in zip((one, other), seen, strict=True):
            while b"id: 3" not in of:
                block = stream.screen()
                of[block.split(b"\n")[1]] = block
    assert {number: block for number, block in seen[0].items() if number in seen[1]} == {
        number: block for number, block in seen[1].items() if number in seen[0]
    }
    assert b"lamp" not in b"".join(seen[0].values())


def test_what_is_hidden_wakes_nobody(night: Running) -> None:
    """Between two screens nothing comes: no screen, no other event, no number that was passed over."""
    desk, judge = night.came_in("Producer"), night.came_in("Ida")
    with watching(night.stranger()) as stream:
        assert b"id: 0" in stream.screen()
        for nth in range(5):
            assert ask(judge, f"{nth}", ask="report-trouble", text="It is dark.").status_code == 200
            ask(desk, f"s{nth}", ask="settle-trouble", number=nth + 1, note="A lamp.")
            time.sleep(0.05)
        take(desk)
        assert b"id: 1" in stream.screen()


def test_answers_tell_nothing_of_what_is_hidden(night: Running) -> None:
    stranger, judge = night.stranger(), night.came_in("Ida")

    def told() -> list[object]:
        return [
            ({name: text for name, text in answer.headers.items() if name != "date"}, answer.content)
            for answer in (
                stranger.get("/board"),
                stranger.get("/board/screen"),
                stranger.head("/board/screen"),
                stranger.head("/board/stream"),
                stranger.post("/board/beat", json={"name": "stage", "sequence": 0}),
            )
        ]

    before = told()
    ask(judge, "1", ask="report-trouble", text="It is dark.")
    assert told() == before


def test_a_restart_keeps_the_sequence() -> None:
    log = MemoryLog()
    with served(log=log) as night:
        desk = night.came_in("Producer")
        for segment in (1, 2, 3):
            take(desk, segment)
        before = night.stranger().get("/board/screen").content
    with served(log=log) as night, watching(night.stranger()) as stream:
        assert stream.screen() == b"event: screen\nid: 3\ndata: " + before


def test_a_tag_is_the_sequence(night: Running) -> None:
    stranger, desk = night.stranger(), night.came_in("Producer")
    take(desk)
    answer = stranger.get("/board/screen")
    assert (answer.headers["etag"], answer.headers["cache-control"]) == ('"1"', "no-store")
    assert "last-modified" not in answer.headers
    assert stranger.get("/board/screen", headers={"If-None-Match": '"1"'}).status_code == 304
    assert stranger.get("/board/screen", headers={"If-None-Match": '"0"'}).status_code == 200
    assert stranger.head("/board/stream").content == b""


def test_the_clock_of_the_night_comes_with_each_sign_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchers, "BEAT", 1)
    with served() as night, following(night.stranger(), "/board/stream") as stream:
        times = [stream.next("now")[1] for _ in range(3)]
    assert all(isinstance(at, int) and abs(at - time.time() * 1000) < 10_000 for at in times)


def test_streams_end_when_the_night_does() -> None:
    with served() as night, following(night.stranger(), "/board/stream") as stream:
        stream.next()
        night.edge.push.close()
        assert stream.ends()


def test_a_watcher_holds_the_newest_screen_only(night: Running) -> None:
    watcher, desk = Watcher(0), night.came_in("Producer")
    take(desk)
    with watching(night.stranger()) as stream:
        stream.screen()
    newest = night.edge.watchers.newest
    assert newest is not None
    watcher.offer(newest)
    watcher.offer(newest)
    watcher.offer_beat(b"beat")
    assert watcher.take() == newest.event
    assert watcher.take() == b""
    watcher.offer(newest)
    assert watcher.take() == b""


def test_who_leaves_gives_the_place_back(night: Running) -> None:
    for _ in range(5):
        with watching(night.stranger()) as stream:
            stream.screen()
    until = time.monotonic() + PATIENCE
    while len(night.edge.watchers) and time.monotonic() < until:
        time.sleep(0.02)
    assert len(night.edge.watchers) == 0


def test_who_takes_nothing_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchers, "PATIENCE", 200)
    monkeypatch.setattr(watchers, "BEAT", 1)
    much = open_night(replace(a_season(), hosts=("x" * 200_000,)), 1)  # so that what waits fills the connection soon
    with served(much) as night, socket.socket() as lazy:
        desk = night.came_in("Producer")
        host, port = night.url.removeprefix("http://").split(":")
        lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        lazy.connect((host, int(port)))
        lazy.sendall(b"GET /board/stream HTTP/1.1\r\nHost: x\r\n\r\n")
        until = time.monotonic() + 4 * PATIENCE
        came = False
        for nth in range(100_000):
            ask(desk, f"{nth}", **({"ask": "hold", "reason": "x"} if nth % 2 == 0 else {"ask": "resume"}))
            came = came or len(night.edge.watchers) == 1
            if came and not len(night.edge.watchers):
                break
            assert time.monotonic() < until, "the reader was not let go"


# The limit.


def test_there_is_a_limit_and_judges_are_behind_none(night: Running) -> None:
    night.edge.watchers.most = 1
    stranger, judge = night.stranger(), night.came_in("Ida")
    with watching(stranger) as stream:
        stream.screen()
        answer = night.stranger().get("/board/stream")
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "60"
        assert answer.json()["sentence"].startswith("As many watch here as this machine can serve. Ask the show")
        with following(judge) as own:
            own.next()
        with watching(night.stranger(), "/board/stream?screen=stage") as room:
            room.screen()
        assert night.stranger().get("/board/screen").status_code == 200


def test_beyond_the_limit_the_static_pages_are_named() -> None:
    with served(published_at="https://board.example/") as night:
        night.edge.watchers.most = 0
        page = night.stranger().get("/board", follow_redirects=False)
        assert (page.status_code, page.headers["location"]) == (303, "https://board.example/")
        answer = night.stranger().get("/board/stream").json()
        assert answer["address"] == "https://board.example/"
        assert "Open https://board.example/: they show the same." in answer["sentence"]
        assert night.stranger().get("/board?screen=stage").status_code == 200
        night.edge.watchers.most = -FOR_ROOMS
        assert night.stranger().get("/board/screen").status_code == 503


# Screens in the room.


def test_the_desk_hears_how_fresh_each_screen_is(night: Running) -> None:
    desk, screen = night.came_in("Producer"), night.stranger()
    take(desk)
    assert screen.post("/board/beat", json={"name": "stage  left", "sequence": 0}).json() == {
        "answer": "heard",
        "sequence": 1,
    }
    with following(desk, "/desk/stream") as stream:
        for _ in range(5):  # the first may tell of the moment before the screen was drawn
            _, boards = stream.next("boards")
            assert isinstance(boards, list)
            (line,) = boards
            if line["behind"]:
                break
    assert (line["name"], line["sequence"], line["behind"]) == ("stage left", 0, 1)
    assert line["seen_ms_ago"] < 5000


@pytest.mark.parametrize(
    "told",
    [
        {"name": "stage", "sequence": 7},
        {"name": "stage", "sequence": -1},
        {"name": "\u202e \u0000", "sequence": 0},
        {"name": "stage"},
        {"name": "stage", "sequence": 0, "more": 1},
        [],
    ],
)
def test_what_no_screen_would_tell_is_not_kept(night: Running, told: object) -> None:
    assert night.stranger().post("/board/beat", json=told).status_code == 422
    assert night.edge.rooms.lines(0, 0) == ()


def test_pages_of_other_sites_tell_nothing(night: Running) -> None:
    answer = night.stranger(Origin="https://elsewhere.example").post("/board/beat", json={"name": "x", "sequence": 0})
    assert answer.status_code == 403


def test_room_screens_are_few_and_the_silent_make_way() -> None:
    rooms = RoomScreens()
    for nth in range(MOST_SCREENS):
        assert rooms.heard(f"screen {nth}", 0, nth)
    assert not rooms.heard("one more", 0, 100)
    assert rooms.heard("screen 3", 5, 100)
    assert rooms.heard("one more", 2, FORGOTTEN)
    names = [line.name for line in rooms.lines(5, FORGOTTEN)]
    assert len(names) == MOST_SCREENS
    assert "screen 0" not in names
    assert {line.name: line.behind for line in rooms.lines(5, FORGOTTEN)}["one more"] == 3


def test_a_name_is_one_short_line() -> None:
    assert screen_name("  stage\n\tleft \u202e\u0007") == "stage left"
    assert screen_name("x" * 1000) == "x" * LONGEST_NAME
    assert screen_name("e\u0301cran") == "écran"


# Photos and the code.


def test_photos_are_those_of_the_folder_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "season"
    folder.mkdir()
    (tmp_path / "outside.png").write_bytes(PNG)
    (folder / "ada.PNG").write_bytes(PNG)
    (folder / "linked.png").symlink_to(tmp_path / "outside.png")
    named = dict(zip(STARS, ("ada.PNG", "linked.png", "../outside.png", "gone.png"), strict=True))
    season = a_season()
    couples = tuple(Couple(star=star, pro="P", photo=photo) for star, photo in named.items())
    with served(open_night(replace(season, couples=couples), 1), folder=folder) as night:
        stranger = night.stranger()
        shown = {c["star"]: c["photo"] for c in stranger.get("/board/screen").json()["vote"]["couples"]}
        assert shown == {"Ada": "/photo/1.png", "Bo": "", "Cy": "", "Dee": ""}
        for path in ("/photo/1.png", "/photo/1"):
            answer = stranger.get(path)
            assert (answer.status_code, answer.headers["content-type"], answer.content) == (200, "image/png", PNG)
        for path in ("/photo/2", "/photo/4", "/photo/x", "/photo/-1", "/photo/%2e%2e%2foutside.png", "/photo/²"):
            assert stranger.get(path).status_code == 404, path
        (folder / "ada.PNG").unlink()
        assert stranger.get("/photo/1").status_code == 404


def test_the_code_leads_to_the_vote_page(night: Running) -> None:
    assert night.stranger().get("/board/qr.svg").status_code == 404
    with served(audience=Told()) as voted:
        answer = voted.stranger().get("/board/qr.svg")
        assert answer.headers["content-type"] == "image/svg+xml"
        assert voted.stranger().get("/board/screen").json()["vote"]["address"] == "http://vote.example"


# The reveal.


def test_a_correction_after_the_crown_is_on_every_screen_at_once() -> None:
    log, opened = opened_finale()
    with served(opened, log, SECRET) as night:
        producer, scrutineer = night.came_in("Producer"), night.came_in("Scrutineer")
        with following(night.stranger(), "/board/stream") as one, following(night.stranger(), "/board/stream") as other:
            for step in range(1, len(FINALISTS) + 1):
                assert ask(producer, f"tell {step}", ask="reveal-next", step=step).status_code == 200
            assert ask(producer, "crown", ask="crown").status_code == 200
            crowned = _until(one, "champions")
            reopen = {"decision": "the result is reopened"}
            ask(producer, "propose", ask="propose-decision", **reopen, reason="A sheet was misread.")
            assert ask(scrutineer, "agree", ask="agree-decision", **reopen).status_code == 200
            for stream in (one, other):
                corrected = _until(stream, "correction")
                assert corrected["correction"] == "A sheet was misread."
                assert corrected["champions"] is None
                assert corrected["sequence"] == crowned["sequence"] + 1  # type: ignore[operator]  # a number


def test_each_step_is_there_for_whoever_reloads() -> None:
    log, opened = opened_finale()
    with served(opened, log, SECRET) as night:
        producer, stranger = night.came_in("Producer"), night.stranger()
        for step in range(1, len(FINALISTS) + 1):
            ask(producer, f"tell {step}", ask="reveal-next", step=step)
            reveal = stranger.get("/board/screen").json()["reveal"]
            assert [told["number"] for told in reveal["steps"]] == list(range(1, step + 1))
            assert len(reveal["uncalled"]) == len(FINALISTS) - step


def _until(stream: Follower, scene: str) -> dict[str, object]:
    while True:
        _, screen = stream.next()
        assert isinstance(screen, dict)
        if screen["scene"] == scene:
            return screen
