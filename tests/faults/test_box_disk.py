"""The power gone in the middle of a block, and a disk that is full for a while: a real door's box stays whole."""

from __future__ import annotations

import json
import time
from pathlib import Path
from resource import RLIMIT_FSIZE, prlimit

from mirrorball.box.block import Block, Damage, walk
from mirrorball.box.contents import contents, files
from mirrorball.box.counting import count_box
from mirrorball.box.receipt import spot_of
from mirrorball.box.recount import recount_box
from mirrorball.door.asking import COOKIE
from mirrorball.door.process import TELLING
from mirrorball.door.relay import relay_key
from tests.door.relayed import signed
from tests.door.served import SMS, WEB, Served, served
from tests.faults.box_senders import Heard, counted, lying, see_that_nothing_is_lost, sending

TOLD = TELLING + 0.2  # seconds after which the keeper knows how a door is


def handed_on(door: Served, count: int) -> list[dict[str, object]]:
    """So many messages in one request of a relay, and what they were answered."""
    sent = [{"id": f"m{n}", "voter": f"+49151{n:08}", "votes": {"1": 3}} for n in range(count)]
    body = json.dumps({"channel": SMS.name, "ballots": sent}).encode()
    headers = signed(body, int(time.time()), relay_key(door.voters, "gate"))
    status, _, said = door.request("POST", "/relay", body, headers)
    assert status == 200
    answers: list[dict[str, object]] = json.loads(said)["ballots"]
    return answers


def test_a_box_that_is_cut_at_any_byte_of_its_last_block_keeps_all_before_it(tmp_path: Path) -> None:
    with served(tmp_path / "box") as door:
        door.do(door.keeper.open(None))
        receipts = [door.vote(f"v{n}", [1, 0, 2])[1]["receipt"] for n in range(5)]
        handed_on(door, 8)  # one block, the last
        (path,) = files(door.folder)
        held = path.read_bytes()
        with path.open("rb") as file:
            begins, last = list(walk(file))[-1]
    assert isinstance(last, Block)
    assert (last.count, begins + last.size) == (8, len(held))

    folder = tmp_path / "cut"
    folder.mkdir()
    for size in range(begins, len(held)):
        (folder / path.name).write_bytes(held[:size])
        found = contents(folder)
        named = [damage for _, damage in found.damages]
        assert named == ([Damage(begins, size - begins, last.number, cut=True)] if size > begins else [])
        spots = [one.spot for one in lying(folder)]
        assert spots == [spot_of(code) for code in receipts]
        ours, theirs = count_box(folder), recount_box(folder)
        assert ours.count == theirs.count
        assert ours.damages == theirs.damages == found.damages
        assert ours.count.counted("Ada Byron", WEB.name) == 5
        assert ours.count.counted("Ada Byron", SMS.name) == 0


def test_a_full_disk_is_told_to_voters_and_takes_the_same_ballots_later(tmp_path: Path) -> None:
    with served(tmp_path / "box") as door:
        door.do(door.keeper.open(None))
        with sending(door) as heard:
            some_more(heard)
            (pid,), (path,) = door.keeper.pids, files(door.folder)
            _, most = prlimit(pid, RLIMIT_FSIZE)
            prlimit(pid, RLIMIT_FSIZE, (path.stat().st_size + 5000, most))
            see_that_it_says_so(door, heard)
            told, size = len(heard.receipts), path.stat().st_size
            time.sleep(TOLD)
            assert contents(door.folder).damages == ()  # no half block, while everybody tries again and again
            assert size <= path.stat().st_size <= size + 5000
            assert "could not be written" in door.keeper.trouble
            assert len(heard.receipts) - told < 100

            prlimit(pid, RLIMIT_FSIZE, (most, most))
            some_more(heard)
            time.sleep(TOLD)
            assert door.keeper.trouble == ""
        assert len(files(door.folder)) == 1  # the door stood all the time
        see_that_nothing_is_lost(door, heard)
        assert counted(door)


def some_more(heard: Heard) -> None:
    """Wait until some more ballots are acknowledged."""
    answered, until = len(heard.receipts), time.monotonic() + 20
    while len(heard.receipts) < answered + 200:
        assert time.monotonic() < until, "nothing is acknowledged"
        time.sleep(0.01)


def see_that_it_says_so(door: Served, heard: Heard) -> None:
    """Script and form are told, once the disk is full, to come again, and when."""
    token = door.voters.token(door.rules.channels[0].unit, "full")
    mine = door.voters.voter(door.rules.channels[0].unit, "full"), bytes(7) + b"\xff"
    cookie, until = {"cookie": f"{COOKIE}={token}"}, time.monotonic() + 10
    body = b'{"id":"00000000000000ff","votes":[1,0,0]}'
    while (answer := door.request("POST", "/vote", body, cookie))[0] == 200:
        assert time.monotonic() < until, "the disk does not fill up"
        heard.sent[mine], heard.receipts[mine] = (WEB.name, 1), json.loads(answer[2])["receipt"]
    (pid,), (path,) = door.keeper.pids, files(door.folder)
    _, most = prlimit(pid, RLIMIT_FSIZE)
    prlimit(
        pid, RLIMIT_FSIZE, (path.stat().st_size, most)
    )  # a block of many found no room, and now one ballot finds none
    form = b"id=00000000000000fe&v1=1&v2=&v3="
    kind = {"content-type": "application/x-www-form-urlencoded"}
    for status, headers, said in (answer, door.request("POST", "/vote", form, cookie | kind)):
        assert status == 503
        assert b"The box cannot take votes at this moment" in said
        assert 1 <= int(headers["retry-after"]) <= 60
