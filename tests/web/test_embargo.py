"""What is sealed stays shut at the edge until the room has heard it, also for the desk."""

from __future__ import annotations

import re
from collections.abc import Mapping

import httpx
import pytest

from mirrorball.core.commands import CloseVote, Command, OpenVote, SealTally
from mirrorball.core.result_commands import ConfirmResult, PlanReveal, TypeHandSheet
from mirrorball.core.reveals import RevealOrder
from mirrorball.core.votes import Tally
from mirrorball.floor.floor import Floor
from mirrorball.log.memory import MemoryLog
from tests.core.stage import FINAL, STARS, found, seal, sheets, the_night
from tests.web.audience import Told, ballot
from tests.web.night import served

ONE = dict(zip(STARS, (918_273, 746_555, 645_546, 555_111), strict=True))
OTHER = dict(zip(STARS, (555_111, 645_546, 746_555, 918_273), strict=True))  # another order, and as many figures
# Times, the name of a new key, and the hash of a result, which is salted so that it tells nothing.
DRAWN = re.compile(r'"at":\d+|\d\d:\d\d:\d\d(\.\d+)?|name="key" value="[\w-]+"|\b[0-9a-f]{64}\b')
PLACES = ("/desk/log", "/log.json", "/desk/screen", "/desk", "/desk/keys", "/desk/paper", "/desk/rules", "/api", "/")


def heard(desk: httpx.Client) -> list[str]:
    """All that somebody at the desk can get hold of."""
    asked = [
        {"ask": "reveal-next", "step": 1},
        {"ask": "reveal-next", "step": 2},
        {"ask": "reveal-next", "step": 99},
        {"ask": "take-back", "step": 1},
        {"ask": "propose-decision", "decision": "the result is reopened", "reason": "to see"},
        {"ask": "plan-reveal", "order": "for suspense"},
        {"ask": "type-hand-sheet", "places": dict.fromkeys(STARS, 1)},
        {"ask": "crown"},
        {"ask": "confirm-result"},
        {"ask": "seal-result"},
    ]
    told = [desk.post("/preview", json={"command": one}).text for one in asked]
    return [desk.get(path).text for path in PLACES] + told


def sealed(votes: Mapping[str, int]) -> MemoryLog:
    """The log of a final whose result is sealed. No clock: the bytes have to be the same."""
    log = MemoryLog()
    floor = Floor(the_night(FINAL), log=log)
    tally = SealTally(Tally({star: {"web": cast} for star, cast in votes.items()}))
    plan = PlanReveal(RevealOrder.NO_ORDER, "producer Pat", seed="d1ce")
    steps: list[Command] = [*sheets(), plan, OpenVote(), CloseVote(), tally]
    for command in steps:
        assert isinstance(floor.ask(command), list)
    finding = found(floor.show)
    by_hand = {star: place.first for star, place in finding.places.items()}
    for command in (TypeHandSheet(by_hand, "scrutineer Sue"), ConfirmResult(finding, "producer Pat"), seal(floor.show)):
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
        withheld = ["tally sealed", "hand sheet typed", "result confirmed", "result sealed"]
        assert [entry["event"] for entry in entries if entry.get("withheld")] == withheld
        for nth in range(1, len(STARS) + 1):
            assert "Sealed. What it comes to" in desk.get("/desk/log").text
            desk.post("/commands", json={"id": f"{nth}", "command": {"ask": "reveal-next", "step": nth}})
        assert not any(entry.get("withheld") for entry in desk.get("/log.json").json()["entries"])
        assert "918,273" in desk.get("/desk/log").text


def test_a_result_that_is_reopened_is_shut_again() -> None:
    """The votes are the same, so what was known of them is known of the result that is told anew."""
    log = sealed(ONE)
    with served(the_night(FINAL), log) as night:
        desk, producer = night.came_in("Scrutineer"), night.came_in("Producer")
        for nth in range(1, len(STARS) + 1):
            desk.post("/commands", json={"id": f"{nth}", "command": {"ask": "reveal-next", "step": nth}})
        reopen = {"decision": "the result is reopened"}
        asked = {"ask": "propose-decision", **reopen, "reason": "a mark was misread"}
        assert producer.post("/commands", json={"id": "p", "command": asked}).status_code == 200
        assert (
            desk.post("/commands", json={"id": "a", "command": {"ask": "agree-decision", **reopen}}).status_code == 200
        )

        entries = desk.get("/log.json").json()["entries"]
        assert len([entry for entry in entries if entry.get("withheld")]) == 4
        assert "918,273" not in desk.get("/desk/log").text
        assert "918,273" not in producer.get("/desk/log").text
