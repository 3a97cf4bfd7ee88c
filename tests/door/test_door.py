"""The public's door as a process: what it answers, what lies in the box afterwards, and what it does not let in."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mirrorball.box.block import Kind
from mirrorball.box.contents import contents
from mirrorball.box.tally import count
from mirrorball.core.votes import NotCounted
from tests.door.served import RULES, Served, served


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A door whose window is open, for tests that each vote as somebody else."""
    with served(tmp_path_factory.mktemp("box")) as one:
        one.do(one.keeper.open(None))
        yield one


def mine(door: Served, voter: str) -> list[tuple[tuple[str, int], ...]]:
    """The ballots of this browser in the box."""
    name = door.voters.voter(RULES.channels[0].unit, voter)
    found = contents(door.folder).ballots
    return [tuple(vote for vote in ballot.votes if vote[1]) for ballot in found if ballot.voter == name]


def test_a_ballot_that_was_answered_lies_in_the_box(door: Served) -> None:
    status, answer = door.vote("one", [3, 0, 7])

    assert (status, answer["votes"]) == (200, 10)
    assert mine(door, "one") == [(("Ada Byron", 3), ("Cy Young", 7))]
    status, _, page = door.request("GET", f"/receipt?code={answer['receipt'].lower()}")
    assert status == 200
    assert b"Counted." in page
    assert f"block {answer['block']}".encode() in page
    assert b"Ada" not in page


def test_the_same_ballot_fifty_times_counts_once(door: Served) -> None:
    answers = [door.vote("fifty", [1, 2, 3], "00000000000000aa") for _ in range(50)]

    assert {status for status, _ in answers} == {200}
    assert len(mine(door, "fifty")) == 50
    counted = count([b for b in contents(door.folder).ballots if len(b.votes) == 3], RULES.channels)
    assert counted.why_not("web")[NotCounted.DUPLICATE] == 49 * 6


def test_a_replaced_ballot_says_so(door: Served) -> None:
    _, first = door.vote("twice", [10, 0, 0])
    door.vote("twice", [0, 0, 1])
    _, _, page = door.request("GET", f"/receipt?code={first['receipt']}")

    assert b"a later ballot has taken its place" in page


@pytest.mark.parametrize(
    ("votes", "says"),
    [
        ([11, 0, 0], "At most 10 votes for each couple"),
        ([-1, 2, 0], "fewer than no votes"),
        ([0, 0, 0], "no vote on this ballot"),
        ([1, 1], "3 can be voted for"),
        ([1] * 1000, "3 can be voted for"),
        ([2**70, 0, 0], "At most 10 votes for each couple"),
    ],
)
def test_a_ballot_beyond_the_limit_is_refused_and_not_kept(door: Served, votes: list[int], says: str) -> None:
    voter = f"beyond {votes[:3]}{len(votes)}"
    status, answer = door.vote(voter, votes)

    assert status == 400
    assert says in answer["why"]
    assert mine(door, voter) == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"id":"zz","votes":[1,0,0]}', b'{"id":"00","votes":[1,0,0]}', b"\xff\xfe", b"id=1&v1=1"],
)
def test_what_is_no_ballot_gets_a_sentence(door: Served, body: bytes) -> None:
    token = door.voters.token(RULES.channels[0].unit, "garbled")
    status, _, answer = door.request("POST", "/vote", body, {"cookie": f"mirrorball_voter={token}"})

    assert status == 400
    assert b"Load the page again" in answer
    assert mine(door, "garbled") == []


def test_a_body_of_a_hundred_megabytes_is_not_read(door: Served) -> None:
    with socket.create_connection(("127.0.0.1", door.port), timeout=10) as line:
        line.sendall(b"POST /vote HTTP/1.1\r\nHost: x\r\nContent-Length: 104857600\r\n\r\n")
        assert line.recv(12) == b"HTTP/1.1 413"


def test_a_cookie_that_we_did_not_make_is_nobody(door: Served) -> None:
    token = door.voters.token(RULES.channels[0].unit, "forged")
    forged = token[:-1] + ("0" if token[-1] != "0" else "1")
    for cookie in (forged, "", "BROWSER.zz.00", "SEAT." + token.split(".", 1)[1]):
        status, _, answer = door.request(
            "POST", "/vote", b'{"id":"00000000000000bb","votes":[1,0,0]}', {"cookie": f"mirrorball_voter={cookie}"}
        )
        assert status == 401
        assert b"cookie" in answer


def test_a_page_of_another_site_cannot_vote(door: Served) -> None:
    token = door.voters.token(RULES.channels[0].unit, "lured")
    sent = {"cookie": f"mirrorball_voter={token}", "sec-fetch-site": "cross-site"}
    status, _, _ = door.request("POST", "/vote", b'{"id":"00000000000000bb","votes":[1,0,0]}', sent)

    assert status == 403
    assert mine(door, "lured") == []


def test_half_a_request_takes_nothing_from_others(door: Served) -> None:
    lines = [socket.create_connection(("127.0.0.1", door.port), timeout=10) for _ in range(200)]
    for line in lines:
        line.sendall(b"POST /vote HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{")

    assert door.vote("meanwhile", [1, 0, 0])[0] == 200
    for line in lines:
        line.close()
    assert door.vote("afterwards", [1, 0, 0])[0] == 200


def test_a_couple_that_left_takes_no_votes(tmp_path: Path) -> None:
    with served(tmp_path / "box") as door:
        door.do(door.keeper.open(None))
        assert door.vote("a", [1, 0, 0])[0] == 200
        door.do(door.keeper.gone(("Ada Byron",)))
        status, answer = door.vote("b", [1, 1, 0])
        assert (status, answer["why"][:19]) == (409, "Ada Byron is out of")
        assert door.vote("c", [0, 1, 0])[0] == 200


def test_before_and_after_the_window_nothing_counts(tmp_path: Path) -> None:
    with served(tmp_path / "box") as door:
        assert door.vote("early", [1, 0, 0]) == (409, door.vote("early", [1, 0, 0])[1])
        door.do(door.keeper.open(None))
        assert door.vote("in time", [0, 1, 0])[0] == 200
        door.do(door.keeper.close_window(time.time_ns() // 1_000_000))
        status, answer = door.vote("late", [0, 0, 1])
        assert (status, answer["why"]) == (409, "Voting has closed. These votes were not counted.")
        door.do(door.keeper.finish())
        assert door.vote("later", [0, 0, 1])[0] == 409
    counted = count(contents(tmp_path / "box").ballots, RULES.channels)
    assert {star: n for (_, star, why), n in counted.fates.items() if why is None and n} == {"Bo Ek": 1}
    assert counted.why_not("web")[NotCounted.LATE] == 1


def test_once_the_counts_are_compared_no_late_ballot_is_kept_and_papers_still_are(tmp_path: Path) -> None:
    """Also by a door that fell and was put up again."""
    folder = tmp_path / "box"
    with served(folder) as door:
        door.do(door.keeper.open(None))
        door.do(door.keeper.close_window(time.time_ns() // 1_000_000))
        assert door.vote("late", [0, 0, 1])[0] == 409
        door.do(door.keeper.shut())
        assert door.vote("later", [0, 0, 1])[0] == 409
        door.do(door.keeper.note(Kind.PAPER, {"paper": "7"}))
        before = door.keeper.pids
        os.kill(before[0], signal.SIGKILL)
        until = time.monotonic() + 20
        while not door.keeper.pids or door.keeper.pids == before:
            assert time.monotonic() < until
            time.sleep(0.05)
        assert door.vote("latest", [0, 0, 1])[0] == 409
    found = contents(folder)
    assert len(found.ballots) == 1
    assert [note.value for note in found.notes if note.kind is Kind.PAPER] == [{"paper": "7"}]


def test_two_doors_at_one_port_fill_one_box(tmp_path: Path) -> None:
    with served(tmp_path / "box", doors=2) as door:
        door.do(door.keeper.open(None))
        for nth in range(40):
            assert door.vote(f"v{nth}", [1, 0, 0])[0] == 200
    found = contents(tmp_path / "box")
    assert len(found.parts) == 2
    assert all(part.ballots for part in found.parts)
    assert len(found.ballots) == 40


def test_a_door_that_falls_is_put_up_again_and_loses_nothing(tmp_path: Path) -> None:
    with served(tmp_path / "box") as door:
        door.do(door.keeper.open(None))
        _, answer = door.vote("before", [1, 0, 0])
        os.kill(door.keeper.pids[0], signal.SIGKILL)
        for _ in range(100):
            try:
                status, _ = door.vote("after", [0, 1, 0], "00000000000000cc")
            except OSError:
                time.sleep(0.05)
                continue
            if status == 200:
                break
        _, _, page = door.request("GET", f"/receipt?code={answer['receipt']}")
        assert b"Counted." in page
        door.do(door.keeper.close_window(time.time_ns() // 1_000_000))
    counted = count(contents(tmp_path / "box").ballots, RULES.channels)
    assert {star: n for (_, star, why), n in counted.fates.items() if why is None and n} == {"Ada Byron": 1, "Bo Ek": 1}
