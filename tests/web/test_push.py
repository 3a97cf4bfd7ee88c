"""Streams: the newest screen, whole; nothing missed when the server dies; closed keys; readers who do not read."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from mirrorball.core.people import Role
from mirrorball.core.show import Show
from mirrorball.log.memory import MemoryLog
from mirrorball.web import push
from mirrorball.web.keys import Person
from mirrorball.web.presence import Device
from mirrorball.web.screens import Screen, audience_of, event
from tests.web.night import NAMES, Running, served
from tests.web.test_commands import MARK, ask, take

PATIENCE = 10.0  # seconds


class Follower:
    """Somebody who reads a stream, event by event."""

    def __init__(self, answer: httpx.Response) -> None:
        self._parts = answer.iter_text()
        self._text = ""
        self.comments: list[str] = []

    def next(self, name: str = "screen") -> tuple[int | None, object]:
        """The id and the value of the next event of this name."""
        for block in self._blocks():
            fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
            self.comments += [line for line in block.split("\n") if line.startswith(":")]
            if fields.get("event") == name:
                return int(fields["id"]) if "id" in fields else None, json.loads(fields["data"])
        pytest.fail(f"the stream ended before {name}")

    def ends(self) -> bool:
        """Whether no event comes any more before the end."""
        return not [block for block in self._blocks() if "event:" in block]

    def _blocks(self) -> Iterator[str]:
        while True:
            block, end, rest = self._text.partition("\n\n")
            if end:
                self._text = rest
                yield block
                continue
            part = next(self._parts, None)
            if part is None:
                return
            self._text += part


@contextmanager
def following(client: httpx.Client, path: str = "/judge/stream", **headers: str) -> Iterator[Follower]:
    with client.stream("GET", path, headers=headers, timeout=PATIENCE) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        yield Follower(answer)


def position(screen: object) -> int:
    assert isinstance(screen, dict)
    found = screen["position"]
    assert isinstance(found, int)
    return found


def test_a_stream_begins_with_the_screen_and_follows(night: Running) -> None:
    judge, desk = night.came_in("Ida"), night.came_in("Producer")
    with following(judge) as stream:
        id_, screen = stream.next()
        assert id_ == position(screen) == len(NAMES)
        assert screen == judge.get("/judge/screen").json()
        take(desk)
        id_, screen = stream.next()
        assert id_ == position(screen) == len(NAMES) + 1
        assert screen == judge.get("/judge/screen").json()
        ask(judge, "1", **MARK)
        _, screen = stream.next()
        assert isinstance(screen, dict)
        assert screen["mine"][0]["mark"] == {"exact": "9", "text": "9"}


def test_positions_only_grow_and_the_last_is_told(night: Running) -> None:
    judge, desk = night.came_in("Ida"), night.came_in("Producer")
    with following(judge) as stream:
        seen = [position(stream.next()[1])]
        for nth in range(30):
            ask(desk, f"t{nth}", ask="report-trouble", text="louder")
        while seen[-1] < night.edge.counter.head:
            seen.append(position(stream.next()[1]))

    assert seen == sorted(set(seen))


def test_nothing_is_missed_when_the_server_dies() -> None:
    """The same night is served again; who follows again has the newest screen, whatever was heard before."""
    log, seen = MemoryLog(), []
    with served(log=log) as night:
        judge, desk = night.came_in("Ida"), night.came_in("Producer")
        cookies, desks = dict(judge.cookies), dict(desk.cookies)
        with following(judge) as stream:
            seen.append(stream.next()[0])
            take(desk)
            seen.append(stream.next()[0])
    with (
        served(log=log) as night,
        httpx.Client(base_url=night.url, cookies=desks, headers={"Origin": night.url}) as desk,
    ):
        ask(desk, "while nobody followed", ask="report-trouble", text="dark")
        with (
            httpx.Client(base_url=night.url, cookies=cookies) as judge,
            following(judge, **{"Last-Event-ID": str(seen[-1])}) as stream,
        ):
            id_, screen = stream.next()
            seen.append(id_)
            assert screen == judge.get("/judge/screen").json()

    assert seen == [len(NAMES), len(NAMES) + 1, len(NAMES) + 2]


def test_a_closed_key_ends_its_streams_at_once_and_no_others(night: Running) -> None:
    ida, again, jo, desk = (night.came_in(name) for name in ("Ida", "Ida", "Jo", "Producer"))
    with following(ida) as one, following(again) as two, following(jo) as other:
        for stream in (one, two, other):
            stream.next()
        desk.post("/desk/keys/revoke", data={"key": NAMES["Ida"]})
        for stream in (one, two):
            assert stream.next("out") == (None, {})
            assert stream.ends()
        ask(desk, "1", ask="take", segment=1)
        assert position(other.next()[1]) >= len(NAMES) + 1
    assert ida.get("/judge/stream").status_code == 401


def test_the_desk_hears_of_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "TICK", 0.05)
    with served() as other:
        desk = other.came_in("Scrutineer")
        with following(desk, "/desk/stream") as stream:
            _, devices = stream.next("devices")
            assert isinstance(devices, list)
            assert {line["holder"] for line in devices} == set(NAMES)
            assert [line["streams"] for line in devices if line["holder"] == "Scrutineer"] == [1]
            with following(other.came_in("Ida")) as judge:
                judge.next()
                until = time.monotonic() + PATIENCE
                while time.monotonic() < until:
                    _, devices = stream.next("devices")
                    assert isinstance(devices, list)
                    if [line["streams"] for line in devices if line["holder"] == "Ida"] == [1]:
                        break
                else:
                    pytest.fail("the desk did not hear of the judge's stream")


def test_a_stream_that_nothing_happens_on_gives_signs_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "TICK", 0.02)
    with served() as night, following(night.came_in("Ida")) as stream:
        stream.next()
        time.sleep(0.3)
        desk = night.came_in("Producer")
        take(desk)
        stream.next()

        assert len(stream.comments) >= 2


def test_a_device_that_leaves_is_counted_out(night: Running) -> None:
    judge = night.came_in("Ida")
    for _ in range(3):
        with following(judge) as stream:
            stream.next()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        (ida,) = (line for line in night.edge.devices() if line.holder == "Ida")
        if ida.streams == 0:
            break
        time.sleep(0.02)
    assert ida.streams == 0


def test_who_does_not_read_holds_up_nobody_and_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader opens a stream and never reads: what waits for it stays one screen, and in the end it is let go."""
    monkeypatch.setattr(push, "TICK", 0.05)
    monkeypatch.setattr(push, "PATIENCE", 300)
    with served() as night:
        judge, desk, lazy = night.came_in("Ida"), night.came_in("Producer"), night.came_in("Producer")
        address = night.url.removeprefix("http://").split(":")
        with socket.socket() as reader:
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            reader.connect((address[0], int(address[1])))
            cookie = f"mirrorball_session={lazy.cookies['mirrorball_session']}"
            reader.sendall(f"GET /desk/stream HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n".encode())
            with following(judge) as stream:
                stream.next()
                until = time.monotonic() + PATIENCE
                stuck = most = 0
                for nth in range(100_000):
                    began = time.monotonic()
                    assert ask(desk, f"{nth}", ask="report-trouble", text="x" * 500).status_code == 200
                    assert time.monotonic() - began < 1
                    streams = [one for one in night.edge.push._streams if one.person.at_desk]  # noqa: SLF001  # to look in
                    most = max([most, *(len(one.screen) for one in streams)])
                    stuck = max([stuck, *(one.writing_since is not None for one in streams)])
                    if stuck and not streams:
                        break
                    if time.monotonic() > until:
                        pytest.fail("the reader was not let go")
                assert position(stream.next()[1]) > len(NAMES)
            newest = len(desk.get("/desk/screen").content)
            assert most <= newest + 100


def test_streams_end_when_the_night_does() -> None:
    with served() as night:
        judge = night.came_in("Ida")
        with following(judge) as stream:
            stream.next()
            night.edge.push.close()
            assert stream.ends()
        with following(judge) as stream:
            assert stream.ends()


def test_a_stream_holds_the_newest_screen_and_tells_it_once() -> None:
    person = Person("s", "k", Role.JUDGE, "Ida")
    stream = push.Stream(person, Device(0), audience_of(person))
    for position_ in (3, 3, 5, 4):
        stream.offer(Screen(position_, b"", b"screen %d;" % position_))
    stream.offer_beat()

    assert stream.take() == b"screen 5;"
    assert stream.take() == b""
    stream.offer(Screen(5, b"", b"screen 5;"))
    assert stream.take() == b""
    stream.offer_beat()
    assert stream.take() == push.STILL_HERE


def test_an_event_is_one_block_of_lines() -> None:
    assert event("screen", b'{"a":1}', 7) == b'event: screen\nid: 7\ndata: {"a":1}\n\n'
    assert event("out", b"{}") == b"event: out\ndata: {}\n\n"


def test_a_screen_is_drawn_once_for_all_who_see_the_same(night: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def counting(show: Show, judge: str, position: int) -> dict[str, int]:
        del show
        drawn.append(judge)
        return {"position": position}

    monkeypatch.setattr("mirrorball.web.screens.judge_screen", counting)
    tablets, desk = [night.came_in("Ida") for _ in range(6)], night.came_in("Producer")
    take(desk)
    drawn.clear()
    ask(desk, "t", ask="report-trouble", text="dark")
    for tablet in tablets * 2:
        tablet.get("/judge/screen")

    assert drawn == ["Ida"]
