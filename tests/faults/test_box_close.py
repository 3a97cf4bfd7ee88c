"""The close, to the ballot, with many who send around it; and a clock that jumps."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from pathlib import Path
from threading import Thread

import msgspec

from mirrorball.box.block import Kind
from mirrorball.box.contents import contents
from mirrorball.box.counting import count_box
from mirrorball.box.intake import Intake
from mirrorball.box.receipt import spot_of
from mirrorball.box.recount import recount_box
from mirrorball.box.writer import BoxFile
from mirrorball.door.asking import COOKIE
from tests.door.served import PATIENCE, RULES, Served, served
from tests.faults.box_senders import Line, lying

HOUR = 3_600_000
MONTHS = 5_000_000_000  # milliseconds: more than a ballot's time behind that of its block can hold
JUMPS = (40, -HOUR, 40, 40, HOUR, 40, 2 * HOUR, -3 * HOUR, 40, 40, MONTHS, 40, -MONTHS, 40, -HOUR, 40)
NOW = 1_700_000_000_000


def test_every_ballot_around_the_close_is_told_the_truth(tmp_path: Path) -> None:
    with served(tmp_path / "box", doors=2) as door:
        door.do(door.keeper.open(None))
        answers: dict[bytes, tuple[int, str]] = {}
        threads = [Thread(target=until_it_is_late, args=(door, nth, answers), daemon=True) for nth in range(16)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        door.do(door.keeper.close_window(time.time_ns() // 1_000_000))
        for thread in threads:
            thread.join(PATIENCE)
        lies = list(lying(door.folder))
    found = {one.id: one for one in lies}
    assert len(found) == len(lies)
    in_time = {name: code for name, (status, code) in answers.items() if status == 200}
    assert len(in_time) > 100
    for name, code in in_time.items():
        assert (found[name].spot, found[name].late) == (spot_of(code), False)
    late = {name for name, (status, _) in answers.items() if status == 409}
    assert len(late) > 16
    assert all(found[name].late for name in late if name in found)
    assert late & found.keys()  # some of them, in the box behind the close: the case that this is about
    assert answers.keys() == in_time.keys() | late
    ours = count_box(tmp_path / "box").count
    assert ours == recount_box(tmp_path / "box").count
    assert ours.counted("Ada Byron", "web") == len(in_time)


def until_it_is_late(door: Served, nth: int, answers: dict[bytes, tuple[int, str]]) -> None:
    """Vote as one person after the other until two were told that they are late, and one more time after that."""
    line, late, unit = Line(door.port), 0, door.rules.channels[0].unit
    for ballot in range(2000):
        name = (nth * 2000 + ballot).to_bytes(8, "big")
        headers = {"cookie": f"{COOKIE}={door.voters.token(unit, name.hex())}"}
        status, said = line.post("/vote", json.dumps({"id": name.hex(), "votes": [1, 0, 0]}).encode(), headers)
        answers[name] = status, json.loads(said).get("receipt", "")
        late += status != 200
        if late == 3:
            break
    line.close()


def test_a_clock_that_jumps_takes_neither_order_nor_ballots_with_it(tmp_path: Path) -> None:
    clock = [NOW]
    names = asyncio.run(jumped(tmp_path, clock))

    lies = list(lying(tmp_path))
    times = [one.at for one in lies]
    assert [one.id for one in lies] == names
    assert times == sorted(times)
    marked = [note.at for note in contents(tmp_path).notes]
    assert marked == sorted(marked)
    assert times[-1] <= marked[-1]
    # Each ballot of the one voter took the place of the one before, whatever the clock said: the last one counts.
    found, again = count_box(tmp_path), recount_box(tmp_path)
    assert found.count == again.count
    stars = Counter({star: found.count.counted(star, "web") for star in RULES.stars})
    assert stars == {"Ada Byron": 1 + (len(names) - 1) % 10, "Bo Ek": 0, "Cy Young": 0}


async def jumped(folder: Path, clock: list[int]) -> list[bytes]:
    """One voter's ballots, one before each jump of the clock; their ids in the order in which they came."""
    intake = Intake(BoxFile(folder, b"box jump"), len(RULES.choices), lambda: clock[0])
    await intake.note(Kind.OPEN, msgspec.json.encode(msgspec.to_builtins(RULES) | {"at": clock[0], "closes_at": None}))
    names = []
    for nth, jump in enumerate(JUMPS):
        name = (len(JUMPS) - nth).to_bytes(8, "big")  # by id alone, the first would be the last
        group, _ = intake.put(bytes(16), name, 0, [1 + nth % 10, 0, 0])
        names.append(name)
        clock[0] += jump
        if nth % 3 == 0:
            await group.written
    await intake.note(Kind.CLOSE, msgspec.json.encode({"at": clock[0]}))
    assert intake.waiting == 0
    await intake.close()
    return names
