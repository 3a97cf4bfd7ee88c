"""Doors killed at any moment under load, and whoever keeps them killed, too.

``MIRRORBALL_KILLS=500 .venv/bin/python -m pytest tests/faults/test_box_kill.py`` is the full loop; without the
variable there are as many kills as a minute of continuous integration has room for.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from random import Random

import pytest

from mirrorball.box.contents import contents
from mirrorball.box.voters import Voters
from mirrorball.door.keeper import Keeper
from mirrorball.door.wishes import Begin
from tests.conftest import ROOT
from tests.door.served import PATIENCE, RULES, SECRET, Served, served
from tests.faults.box_senders import see_that_nothing_is_lost, sending
from tests.ports import free_port

KILLS = int(os.environ.get("MIRRORBALL_KILLS", "40"))
DOORS = 2
ENDS = 5  # seconds in which a door whose keeper is gone has to be gone
NOBODY = Begin(secret="", folder="", host="", port=0, rules=RULES, address="", version="")


def stands(door: Served) -> int:
    """The process of a door, once one stands."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if door.keeper.pids:
            return door.keeper.pids[0]
        time.sleep(0.005)
    pytest.fail("no door is put up again")


def test_doors_killed_at_any_moment_lose_nothing_that_they_acknowledged(tmp_path: Path) -> None:
    chance = Random(KILLS)  # noqa: S311  # moments, not secrets
    with served(tmp_path / "box", doors=DOORS) as door:
        door.do(door.keeper.open(None))
        with sending(door) as heard:
            for _ in range(KILLS):
                time.sleep(chance.uniform(0, 0.25))
                with suppress(ProcessLookupError):  # the keeper has not noticed the last kill yet
                    os.kill(stands(door), signal.SIGKILL)
        see_that_nothing_is_lost(door, heard)
        early = next(iter(heard.receipts.values()))  # given before the first kill, by a door that is long gone
        _, _, page = door.request("GET", f"/receipt?code={early}")
        assert b"Counted." in page
        door.do(door.keeper.close_window(time.time_ns() // 1_000_000))
        see_that_nothing_is_lost(door, heard)
    assert len(contents(tmp_path / "box").parts) > KILLS / 2
    assert heard.again > 0  # some were on the disk and not answered yet: the case that this is about
    assert heard.refused


@contextmanager
def kept(door: Served) -> Iterator[tuple[subprocess.Popen[bytes], list[int]]]:
    """A keeper as a process, and the processes of its doors."""
    asked = [sys.executable, "-m", "tests.faults.box_keeper", str(door.folder), str(door.port)]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, cwd=ROOT) as keeper:
        assert keeper.stdout is not None
        try:
            yield keeper, json.loads(keeper.stdout.readline())
        finally:
            keeper.kill()


def runs(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return b") Z" not in Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False


def see_that_they_end(doors: list[int]) -> None:
    """Wait until all these processes have ended."""
    until = time.monotonic() + ENDS
    while left := [pid for pid in doors if runs(pid)]:
        assert time.monotonic() < until, f"orphans {left}"
        time.sleep(0.02)


def test_doors_end_with_their_keeper_and_a_new_one_goes_on(tmp_path: Path) -> None:
    loop = asyncio.new_event_loop()  # nothing runs on it: the keepers of this door are processes
    door = Served(free_port(), tmp_path / "box", RULES, Voters(SECRET), Keeper(NOBODY), loop)
    ends = ExitStack()
    with sending(door) as heard, ends:
        for _ in range(2):
            with kept(door) as (keeper, doors):
                for _ in range(50):  # who send half a request and wait are no reason to stay
                    line = ends.enter_context(socket.create_connection(("127.0.0.1", door.port)))
                    line.sendall(b"POST /vote HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{")
                answered = len(heard.receipts)
                while len(heard.receipts) < answered + 200:
                    time.sleep(0.01)
                keeper.kill()
                keeper.wait()
                see_that_they_end(doors)
        last = ends.enter_context(kept(door))
        assert last[1]
        heard.stop.set()
        while len(heard.receipts) + len(heard.refused) < len(heard.sent):
            time.sleep(0.01)
    see_that_they_end(last[1])
    see_that_nothing_is_lost(door, heard)
    loop.close()


def test_a_door_that_was_being_put_up_hears_of_all_that_changed_meanwhile(tmp_path: Path) -> None:
    with served(tmp_path / "box", doors=2) as door:
        with falling(door):
            door.do(door.keeper.open(5_000_000_000_000))
        assert told(door) == {("open", 5_000_000_000_000, 200)}
        with falling(door):
            door.do(door.keeper.gone(("Bo Ek",)))
            door.do(door.keeper.extend(6_000_000_000_000, "a long song", "desk"))
        assert told(door) == {("open", 6_000_000_000_000, 409)}
        with falling(door):
            door.do(door.keeper.close_window(time.time_ns() // 1_000_000))
        assert {stage for stage, _, _ in told(door)} == {"closed"}
        assert door.vote("late", [1, 0, 0])[0] == 409


@contextmanager
def falling(door: Served) -> Iterator[None]:
    """One of the doors falls before this, and stands again after it: what happens here, it has not been told."""
    fallen = door.keeper.pids[0]
    os.kill(fallen, signal.SIGKILL)
    while fallen in door.keeper.pids:
        time.sleep(0.001)
    time.sleep(0.02)  # the next one is on its way
    yield
    assert len(door.keeper.pids) == 1
    until = time.monotonic() + PATIENCE
    while len(door.keeper.pids) < DOORS:
        assert time.monotonic() < until
        time.sleep(0.01)
    time.sleep(0.3)


def told(door: Served) -> set[tuple[str, int, int]]:
    """What both doors say: the stage, when the window closes, and whether they take votes for a couple."""
    found = set()
    for _ in range(30):
        said = json.loads(door.request("GET", "/window.json")[2])
        found.add((said["stage"], said["closes_at"], door.vote("a", [0, 1, 0])[0]))
    return found
