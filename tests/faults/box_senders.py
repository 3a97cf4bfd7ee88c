"""Voters and a relay that send to a real door and keep each ballot until it is answered, and what lies in its box."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from threading import Event, Thread

from mirrorball.box.block import Block, Kind, record
from mirrorball.box.contents import entries, files
from mirrorball.box.counting import count_box
from mirrorball.box.receipt import Spot, is_receipt, spot_box, spot_of
from mirrorball.box.recount import recount_box
from mirrorball.core.channel import Unit
from mirrorball.door.asking import COOKIE
from mirrorball.door.relay import relay_key
from tests.door.relayed import signed
from tests.door.served import CHOICES, PATIENCE, SMS, WEB, Served

LOST = (OSError, HTTPException)  # a line that broke: whether the ballot is in the box is not known, so it is sent again
TOGETHER = 20  # ballots of one request of the relay
Key = tuple[bytes, bytes]  # voter and id, as they lie in a box


@dataclass
class Heard:
    """What senders were told, by voter and id."""

    sent: dict[Key, tuple[str, int]] = field(default_factory=dict)  # channel and votes
    receipts: dict[Key, str] = field(default_factory=dict)
    refused: set[Key] = field(default_factory=set)
    again: int = 0  # ballots that were answered after they had been sent more than once
    stop: Event = field(default_factory=Event)  # begin nothing new
    over: Event = field(default_factory=Event)  # do not even wait for what is not answered


class Line:
    """A connection that is made anew whenever it broke."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._made: HTTPConnection | None = None

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        """One request. Raises what is in ``LOST``."""
        self._made = self._made or HTTPConnection("127.0.0.1", self._port, timeout=5)
        try:
            self._made.request("POST", path, body, headers)
            answer = self._made.getresponse()
            return answer.status, answer.read()
        except LOST:
            self.close()
            raise

    def close(self) -> None:
        """Hang up."""
        if self._made is not None:
            self._made.close()
            self._made = None


def voter(door: Served, heard: Heard, names: Iterator[int]) -> None:
    """Vote as one person after the other, now and then beyond the limit."""
    line = Line(door.port)
    while not heard.stop.is_set():
        nth = next(names)
        unit = door.rules.channels[0].unit
        mine = door.voters.voter(unit, f"v{nth}"), nth.to_bytes(8, "big")
        votes = [1 + nth % 10, 0, 20 if nth % 9 == 0 else 2]
        heard.sent[mine] = WEB.name, sum(votes)
        body = json.dumps({"id": mine[1].hex(), "votes": votes}).encode()
        headers = {"cookie": f"{COOKIE}={door.voters.token(unit, f'v{nth}')}", "content-type": "application/json"}
        for tries in count(1):
            if heard.over.is_set():
                break
            try:
                status, said = line.post("/vote", body, headers)
            except LOST:
                time.sleep(0.005)
                continue
            if status == 200:
                heard.receipts[mine] = json.loads(said)["receipt"]
                heard.again += tries > 1
                break
            if status == 400:
                heard.refused.add(mine)
                break
            assert status == 503, said
    line.close()


def relay(door: Served, heard: Heard, names: Iterator[int]) -> None:
    """Hand on messages of phones, many in a request; those that were not kept go again under the same id."""
    line, key = Line(door.port), relay_key(door.voters, "gate")
    while not heard.stop.is_set():
        waiting = {}
        for _ in range(TOGETHER):
            nth = next(names)
            waiting[f"m{nth}"] = {
                "id": f"m{nth}",
                "voter": f"+49151{nth:08}",
                "votes": {"2": 20 if nth % 9 == 0 else 3},
            }
        keys = {
            name: (door.voters.voter(Unit.PHONE, str(one["voter"])), door.voters.ballot(f"gate/{name}"))
            for name, one in waiting.items()
        }
        heard.sent |= {keys[name]: (SMS.name, 3) for name in waiting}
        for tries in count(1):
            if not waiting or heard.over.is_set():
                break
            body = json.dumps({"channel": SMS.name, "ballots": list(waiting.values())}).encode()
            try:
                _, said = line.post("/relay", body, signed(body, int(time.time()), key))
            except LOST:
                time.sleep(0.005)
                continue
            for one in json.loads(said)["ballots"]:
                if one.get("kept"):
                    heard.receipts[keys[one["id"]]] = one["receipt"]
                    heard.again += tries > 1
                elif one.get("again"):
                    continue
                else:
                    heard.refused.add(keys[one["id"]])
                del waiting[one["id"]]
    line.close()


@contextmanager
def sending(door: Served, voters: int = 4) -> Iterator[Heard]:
    """Voters and a relay that send until the end of this, and then until all that they sent is answered."""
    heard, names = Heard(), count(1)  # next() of a count is one step, so that threads may share it
    threads = [Thread(target=voter, args=(door, heard, names), daemon=True) for _ in range(voters)]
    threads.append(Thread(target=relay, args=(door, heard, names), daemon=True))
    for thread in threads:
        thread.start()
    try:
        yield heard
    except BaseException:
        heard.over.set()
        raise
    finally:
        heard.stop.set()
        until = time.monotonic() + PATIENCE
        for thread in threads:
            thread.join(max(0, until - time.monotonic()))
        heard.over.set()


@dataclass(frozen=True, slots=True)
class Lying:
    """A ballot where it lies in its file, and whether the close stands before it."""

    spot: Spot
    at: int
    voter: bytes
    id: bytes
    late: bool


def lying(folder: Path) -> Iterator[Lying]:
    """Every ballot of a box, file after file, as it lies there."""
    for path in files(folder):
        late = False
        for entry in entries(path):
            if not isinstance(entry, Block):
                continue
            late = late or entry.kind is Kind.CLOSE
            if entry.kind is Kind.BALLOTS:
                rows = record(entry.couples, entry.width).iter_unpack(entry.body)
                for place, (voter_name, name, after, *_) in enumerate(rows):
                    spot = Spot(spot_box(entry.box), entry.number, place)
                    yield Lying(spot, entry.at + after, voter_name, name, late)


def see_that_nothing_is_lost(door: Served, heard: Heard) -> None:
    """All that was acknowledged is in the box and counts once, nothing else does, and both counts agree."""
    found = {one.spot: (one.voter, one.id) for one in lying(door.folder)}
    held = set(found.values())

    assert heard.receipts.keys() - held == set()  # acknowledged, and not there
    assert held & heard.refused == set()
    assert held - heard.sent.keys() == set()
    assert heard.sent.keys() == heard.receipts.keys() | heard.refused  # all was answered in the end
    for mine, code in heard.receipts.items():
        spot = spot_of(code)
        assert spot is not None
        assert found[spot] == mine
        assert is_receipt(door.voters.receipt, code, spot, *mine)
    expected: Counter[str] = Counter()
    for mine in heard.receipts:
        channel, votes = heard.sent[mine]
        expected[channel] += votes
    assert counted(door) == expected


def counted(door: Served) -> Counter[str]:
    """The votes that count by channel, by both counts, which agree."""
    found = count_box(door.folder).count
    assert found == recount_box(door.folder).count
    votes: Counter[str] = Counter()
    for channel in (WEB, SMS):
        votes[channel.name] = sum(found.counted(choice.star, channel.name) for choice in CHOICES)
    return votes
