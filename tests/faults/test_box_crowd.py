"""More people than the door can take, slow ones, and some who leave or send without end: others still vote."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from resource import RLIMIT_NOFILE, getrlimit, prlimit

import pytest

from mirrorball.box.intake import MOST_WAITING, Intake
from mirrorball.box.writer import BoxFile
from mirrorball.door.app import BUSY
from mirrorball.door.asking import COOKIE
from mirrorball.door.process import TELLING
from mirrorball.door.relay import relay_key
from mirrorball.door.wishes import Traffic
from tests.conftest import ROOT
from tests.door.relayed import signed
from tests.door.served import PATIENCE, SMS, WEB, Served, served
from tests.faults.box_senders import lying
from tests.faults.box_slow_disk import STALLED

SLOW = 10_000
TOLD = TELLING + 0.2  # seconds after which the keeper knows how a door is
MEGABYTE = 1_000_000
MOST_MEMORY = 400 * MEGABYTE
BATCH = 1000


@pytest.fixture
def stall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """While this file is there, the disk of a door that is put up now makes everybody wait."""
    program = tmp_path / "python"
    program.write_text(f'#!/bin/sh\ncd "{ROOT}" && exec "{sys.executable}" -m tests.faults.box_slow_disk\n')
    program.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(program))
    monkeypatch.setenv(STALLED, str(tmp_path / "stalled"))
    return tmp_path / "stalled"


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A door whose window is open, for tests that each vote as somebody else."""
    with served(tmp_path_factory.mktemp("box")) as one:
        one.do(one.keeper.open(None))
        yield one


@contextmanager
def moving_at_last(stall: Path) -> Iterator[None]:
    """Whatever happens in between, nobody waits for the disk afterwards."""
    try:
        yield
    finally:
        stall.unlink(missing_ok=True)


def until(true: Callable[[], bool]) -> None:
    """Wait for it."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.01)


def memory(door: Served, kind: str = "VmRSS") -> int:
    """How many bytes the process of the door has, or had at most."""
    (pid,) = door.keeper.pids
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(lines[kind].split()[0]) * 1024


def handed_on(door: Served, nth: int) -> list[bool]:
    """Many messages in one request, and for each whether it was kept. Those that were not shall come again."""
    sent = [{"id": f"m{nth}.{n}", "voter": f"+49151{nth * BATCH + n:08}", "votes": {"1": 3}} for n in range(BATCH)]
    body = json.dumps({"channel": SMS.name, "ballots": sent}).encode()
    _, _, said = door.request("POST", "/relay", body, signed(body, int(time.time()), relay_key(door.voters, "gate")))
    answers = json.loads(said)["ballots"]
    assert all(one.get("kept") or one.get("again") for one in answers)
    return [one.get("kept", False) for one in answers]


def test_where_more_wait_than_can_be_answered_pages_are_shed_first_and_votes_evenly(
    tmp_path: Path, stall: Path
) -> None:
    with served(tmp_path / "box") as door, ThreadPoolExecutor(40) as threads, moving_at_last(stall):
        door.do(door.keeper.open(None))
        stall.touch()
        some = [threads.submit(handed_on, door, nth) for nth in range(BUSY // BATCH + 1)]
        until(lambda: door.keeper.waiting > BUSY)
        status, headers, page = door.request("GET", "/")
        assert (status, b"Very many people are voting right now" in page) == (503, True)
        assert headers["retry-after"] == "5"
        patient = threads.submit(door.vote, "patient", [1, 0, 0])
        until(lambda: door.keeper.waiting == BUSY + BATCH + 1)  # who votes is not sent away with the pages

        rest = [threads.submit(handed_on, door, BUSY // BATCH + 1 + nth) for nth in range(BUSY // BATCH + 3)]
        until(lambda: door.keeper.waiting == MOST_WAITING)
        token = door.voters.token(WEB.unit, "sent away")
        cookie = {"cookie": f"{COOKIE}={token}"}
        form = cookie | {"content-type": "application/x-www-form-urlencoded"}
        by_script = door.request("POST", "/vote", b'{"id":"00000000000000ff","votes":[1,0,0]}', cookie)
        by_form = door.request("POST", "/vote", b"id=00000000000000fe&v1=1", form)
        for status, headers, said in (by_script, by_form):
            assert (status, headers["retry-after"]) == (503, "5")
            assert b"Very many people are voting right now" in said
        assert not patient.done()
        stall.unlink()

        assert patient.result(PATIENCE)[0] == 200
        kept = kept_of([*some, *rest])
        assert len(kept) == MOST_WAITING - 1
        assert all(all(one.result()) for one in some)
        time.sleep(TOLD)
        offered = (len(some) + len(rest)) * BATCH
        assert door.keeper.traffic() | {"gifts": None} == {
            "web": Traffic(offered=3, taken=1, refused=2),
            "sms": Traffic(offered, len(kept), offered - len(kept)),
            "gifts": None,
        }
        assert door.keeper.waiting == 0
        lies = {one.id for one in lying(door.folder)}
        assert len(lies) == MOST_WAITING
        assert {door.voters.ballot(f"gate/{name}") for name in kept} <= lies
        assert door.request("GET", "/")[0] == 200
        for nth, one in enumerate([*some, *rest]):
            if not all(one.result()):
                assert all(handed_on(door, nth))


def kept_of(sent: list[Future[list[bool]]]) -> set[str]:
    """The names of messages that were kept."""
    return {f"m{nth}.{n}" for nth, one in enumerate(sent) for n, kept in enumerate(one.result(PATIENCE)) if kept}


def test_whoever_leaves_while_waiting_takes_nothing_from_those_who_stay(tmp_path: Path, stall: Path) -> None:
    with served(tmp_path / "box") as door, moving_at_last(stall):
        door.do(door.keeper.open(None))
        stall.touch()
        lines = []
        for nth in range(200):
            token = door.voters.token(WEB.unit, f"v{nth}")
            body = b'{"id":"%016x","votes":[1,0,0]}' % nth
            line = socket.create_connection(("127.0.0.1", door.port), timeout=10)
            head = f"POST /vote HTTP/1.1\r\nHost: x\r\nCookie: {COOKIE}={token}\r\nContent-Length: {len(body)}\r\n\r\n"
            line.sendall(head.encode() + body)
            lines.append(line)
        until(lambda: door.keeper.waiting == len(lines))
        for line in lines[::2]:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # gone at once
            line.close()
        time.sleep(0.2)
        stall.unlink()

        for line in lines[1::2]:
            assert line.recv(12) == b"HTTP/1.1 200"
            line.close()
        lies = {one.id for one in lying(door.folder)}
        assert lies == {nth.to_bytes(8, "big") for nth in range(len(lines))}
        time.sleep(TOLD)
        traffic = door.keeper.traffic()["web"]
        assert (traffic.offered, traffic.taken, traffic.refused) == (len(lines), len(lines), 0)


def test_who_gives_up_waiting_for_a_block_does_not_end_the_wait_of_others(tmp_path: Path) -> None:
    async def votes() -> int:
        intake = Intake(BoxFile(tmp_path, b"box wait"), 3, lambda: 1)
        group, _ = intake.put(bytes(16), bytes(8), 0, [1, 0, 0])

        async def waits() -> int:
            return await group.written

        gone, stays = asyncio.create_task(waits()), asyncio.create_task(waits())
        await asyncio.sleep(0)
        gone.cancel()
        with suppress(asyncio.CancelledError):
            await gone
        block = await asyncio.wait_for(stays, 5)
        await intake.close()
        return block

    assert asyncio.run(votes()) == 0


@pytest.mark.parametrize("path", ["/vote", "/relay", "/seat"])
def test_a_hundred_megabytes_that_do_not_say_so_are_not_read(door: Served, path: str) -> None:
    part = b"10000\r\n" + b"1" * 0x10000 + b"\r\n"
    before, sent = memory(door, "VmHWM"), 0
    with socket.create_connection(("127.0.0.1", door.port), timeout=10) as line:
        line.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        line.setblocking(False)  # noqa: FBT003
        said, hung_up, end = b"", False, time.monotonic() + 10
        while sent < 100 * MEGABYTE and not said and not hung_up and time.monotonic() < end:
            try:
                with suppress(BlockingIOError):
                    sent += line.send(part)
                with suppress(BlockingIOError):
                    said = line.recv(12)
            except ConnectionError:
                hung_up = True  # which can come before the answer is read
    assert said == b"HTTP/1.1 413" or hung_up
    assert sent < 10 * MEGABYTE
    assert memory(door, "VmHWM") - before < 20 * MEGABYTE
    assert door.vote(f"after {path}", [1, 0, 0])[0] == 200


@pytest.mark.parametrize("kind", ["script", "form", "relay"])
def test_a_million_couples_are_refused_in_no_time(door: Served, kind: str) -> None:
    token = door.voters.token(WEB.unit, f"million {kind}")
    headers = {"cookie": f"{COOKIE}={token}"}
    if kind == "relay":
        many = {str(n): 1 for n in range(80_000)}  # more than a request of a relay may have are refused by their length
        body = json.dumps({"channel": SMS.name, "ballots": [{"id": "x", "voter": "+4915100000000", "votes": many}]})
        path, headers = "/relay", signed(body.encode(), int(time.time()), relay_key(door.voters, "gate"))
    elif kind == "form":
        path, headers["content-type"] = "/vote", "application/x-www-form-urlencoded"
        body = "id=00000000000000fe&" + "&".join(f"v{n}=1" for n in range(1_000_000))
    else:
        path, body = "/vote", json.dumps({"id": "00000000000000fe", "votes": [1] * 1_000_000})
    before, begun = len(list(lying(door.folder))), time.monotonic()
    with suppress(ConnectionError):  # it need not be read to its end
        status, _, said = door.request("POST", path, body.encode(), headers)
        assert (status, b"no couple of this vote" in said) in {(413, False), (200, True)}
    assert door.vote(f"beside {kind}", [1, 0, 0])[0] == 200
    assert time.monotonic() - begun < 1
    assert len(list(lying(door.folder))) == before + 1


def test_very_many_slow_connections_keep_nobody_from_voting(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count = min(SLOW, getrlimit(RLIMIT_NOFILE)[1] - 500)
    if count < SLOW:
        with capsys.disabled():
            sys.stdout.write(f"\n{count} slow connections instead of {SLOW}: this machine allows no more open files\n")
    asked = [sys.executable, "-m", "tests.faults.box_slow_lines"]
    with served(tmp_path / "box") as door:
        door.do(door.keeper.open(None))
        (pid,) = door.keeper.pids
        assert prlimit(pid, RLIMIT_NOFILE)[0] > count
        with subprocess.Popen(
            [*asked, str(door.port), str(count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
        ) as slow:
            assert slow.stdin
            assert slow.stdout
            try:
                nth, held = 0, ThreadPoolExecutor(1)
                said = held.submit(slow.stdout.readline)
                while not said.done() or nth < 100:
                    begun = time.monotonic()
                    assert door.vote(f"v{nth}", [1, 0, 0])[0] == 200
                    assert time.monotonic() - begun < 1
                    nth += 1
                assert said.result() == b"held\n"
                open_there = len(list(Path(f"/proc/{pid}/fd").iterdir()))
                assert open_there > count
                assert memory(door) < MOST_MEMORY
                held.shutdown()
            finally:
                slow.kill()
        assert door.vote("afterwards", [1, 0, 0])[0] == 200
