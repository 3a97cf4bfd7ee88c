"""What is sealed stays shut at the edge until the room has heard it, also for the desk."""

from __future__ import annotations

import re
from collections.abc import Mapping

import httpx
import pytest

from mirrorball.core.commands import CloseVote, Command, OpenVote, SealResult, SealTally
from mirrorball.core.votes import Tally
from mirrorball.floor.floor import Floor
from mirrorball.log.memory import MemoryLog
from tests.core.stage import FINAL, STARS, sheets, the_night
from tests.web.audience import Told, ballot
from tests.web.night import served

ONE = dict(zip(STARS, (918_273, 746_555, 645_546, 555_111), strict=True))
OTHER = dict(zip(STARS, (555_111, 645_546, 746_555, 918_273), strict=True))  # another order, and as many figures
DRAWN = re.compile(r'"at":\d+|\d\d:\d\d:\d\d(\.\d+)?|name="key" value="[\w-]+"')  # times, and the name of a new key
PLACES = ("/desk/log", "/log.json", "/desk/screen", "/desk", "/desk/keys", "/desk/paper", "/desk/rules", "/api", "/")


def heard(desk: httpx.Client) -> list[str]:
    """All that somebody at the desk can get hold of."""
    asked = [{"command": {"ask": name}} for name in ("reveal-next", "crown", "seal-result")]
    return [desk.get(path).text for path in PLACES] + [desk.post("/preview", json=one).text for one in asked]


def sealed(votes: Mapping[str, int]) -> MemoryLog:
    """The log of a final whose result is sealed. No clock: the bytes have to be the same."""
    log = MemoryLog()
    floor = Floor(the_night(FINAL), log=log)
    tally = SealTally(Tally({star: {"web": cast} for star, cast in votes.items()}))
    steps: list[Command] = [*sheets(), OpenVote(), CloseVote(), tally, SealResult()]
    for command in steps:
        assert isinstance(floor.ask(command), list)
    return log


@pytest.mark.parametrize("holder", ["Producer", "Scrutineer"])
def test_nothing_at_the_desk_depends_on_what_is_sealed(holder: str) -> None:
    seen = []
    for votes in (ONE, OTHER):
        told = Told(stage="closed", ballots=[ballot(nth, **{star: 10}) for nth, star in enumerate(votes)], final_at=1)
        with served(the_night(FINAL), sealed(votes), audience=told) as night:
            seen.append([DRAWN.sub("", text.replace(night.url, "")) for text in heard(night.came_in(holder))])
            assert not any(str(cast) in text or f"{cast:,}" in text for text in seen[-1] for cast in votes.values())

    assert seen[0] == seen[1]


def test_once_all_is_told_the_log_is_whole() -> None:
    log = sealed(ONE)
    with served(the_night(FINAL), log) as night:
        desk = night.came_in("Scrutineer")
        entries = desk.get("/log.json").json()["entries"]
        assert [entry["event"] for entry in entries if entry.get("withheld")] == ["tally sealed", "result sealed"]
        for nth in range(len(STARS)):
            assert "Sealed. What it comes to" in desk.get("/desk/log").text
            desk.post("/commands", json={"id": f"{nth}", "command": {"ask": "reveal-next"}})
        assert not any(entry.get("withheld") for entry in desk.get("/log.json").json()["entries"])
        assert "918,273" in desk.get("/desk/log").text
