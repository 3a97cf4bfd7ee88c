"""Commands over a real connection: who may ask what, what comes twice, what comes too late, what cannot be kept."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from mirrorball.core.events import MarkGiven
from mirrorball.floor.counter import Counter
from mirrorball.log.memory import MemoryLog
from mirrorball.log.port import Entry, NotKept
from tests.core.stage import sealed_final
from tests.web.night import NAMES, Running, served

WALTZ = {"round": "waltz", "star": "Ada"}
MARK = {"ask": "give-mark", **WALTZ, "mark": "9"}


def ask(client: httpx.Client, name: str, **command: object) -> httpx.Response:
    """Send a command."""
    return client.post("/commands", json={"id": name, "command": command})


def take(client: httpx.Client, segment: int = 1) -> None:
    """Give the next couple the floor."""
    answer = ask(client, f"take {segment}", ask="take", segment=segment)
    assert answer.status_code == 200, answer.text


def marks_in(night: Running) -> list[MarkGiven]:
    """What judges gave until now."""
    routines = night.edge.counter.show.running_order
    return [MarkGiven(judge, r.round, r.star, mark) for r in routines for judge, mark in r.marks.items()]


def test_a_mark_is_kept_and_its_position_told(night: Running) -> None:
    judge, desk = night.came_in("Ida"), night.came_in("Producer")
    take(desk)
    answer = ask(judge, "1", **MARK)

    assert answer.status_code == 200
    assert answer.json() == {"answer": "done", "position": len(NAMES) + 2}
    assert [str(given.mark) for given in marks_in(night)] == ["9"]
    last = desk.get("/log.json").json()["entries"][-1]
    assert (last["event"], last["by"], last["command"]) == ("mark given", "judge Ida", "1")
    assert last["facts"]["mark"] == "9"


def test_the_same_mark_five_times_is_one_mark_and_five_equal_answers(night: Running) -> None:
    desk = night.came_in("Producer")
    tablets = [night.came_in("Ida") for _ in range(5)]
    take(desk)
    with ThreadPoolExecutor(5) as at_once:
        answers = list(at_once.map(lambda tablet: ask(tablet, "the mark", **MARK).json(), tablets))
    later = ask(desk, "later", ask="report-trouble", text="The lights are out.")
    answers.append(ask(tablets[0], "the mark", **MARK).json())

    assert later.json()["position"] > answers[0]["position"]
    assert len({str(answer) for answer in answers}) == 1
    assert answers[0]["answer"] == "done"
    assert len(marks_in(night)) == 1
    assert night.edge.counter.head == len(NAMES) + 3


def test_two_tablets_of_one_judge_give_one_mark(night: Running) -> None:
    desk, one, other = night.came_in("Producer"), night.came_in("Ida"), night.came_in("Ida")
    take(desk)
    first, second = ask(one, "a", **MARK), ask(other, "b", **{**MARK, "mark": "7"})

    assert first.status_code == 200
    assert second.status_code == 409
    assert second.json()["why"] == "AlreadyMarked"
    assert "Ida" in second.json()["sentence"]
    assert [str(given.mark) for given in marks_in(night)] == ["9"]
    for tablet in (one, other):
        assert tablet.get("/judge/screen").json()["mine"][0]["mark"] == {"exact": "9", "text": "9"}
    assert len({line.session for line in night.edge.devices() if line.holder == "Ida"}) == 2


def test_one_id_of_two_people_is_two_commands(night: Running) -> None:
    desk, ida, jo = night.came_in("Producer"), night.came_in("Ida"), night.came_in("Jo")
    take(desk)
    answers = [ask(judge, "1", **MARK).json() for judge in (ida, jo)]

    assert [answer["answer"] for answer in answers] == ["done", "done"]
    assert answers[0]["position"] != answers[1]["position"]
    assert {given.judge for given in marks_in(night)} == {"Ida", "Jo"}


def test_a_mark_for_a_couple_that_withdrew_a_moment_ago_is_refused(night: Running) -> None:
    desk, judge = night.came_in("Producer"), night.came_in("Ida")
    take(desk)
    assert ask(desk, "w", ask="withdraw", star="Ada", reason="injured").status_code == 200
    answer = ask(judge, "1", **MARK)

    assert answer.status_code == 409
    assert answer.json()["why"] == "HasWithdrawn"
    assert "Ada has withdrawn" in answer.json()["sentence"]
    assert marks_in(night) == []


def test_a_judge_cannot_send_for_another(night: Running) -> None:
    desk, judge = night.came_in("Producer"), night.came_in("Ida")
    take(desk)
    for command in (
        {**MARK, "judge": "Jo"},
        {"ask": "ask-correction", "judge": "Jo", **WALTZ, "mark": "1", "reason": "x"},
        {"ask": "name-save", "judge": "Jo", "star": "Ada"},
    ):
        assert ask(judge, "1", **command).status_code == 403
        assert judge.post("/preview", json={"command": command}).status_code == 403
    assert ask(judge, "2", **MARK, by="judge Jo").status_code == 422
    assert ask(judge, "3", **MARK, judge="Ida").status_code == 200
    assert {given.judge for given in marks_in(night)} == {"Ida"}


def test_a_judge_moves_nothing(night: Running) -> None:
    judge = night.came_in("Ida")
    for command in (
        {"ask": "take", "segment": 1},
        {"ask": "lock-marks", **WALTZ},
        {"ask": "type-mark", "judge": "Ida", **WALTZ, "mark": "9"},
        {"ask": "issue-key", "key": "0123456789", "role": "judge", "holder": "Me"},
        {"ask": "revoke-key", "key": NAMES["Jo"]},
        {"ask": "open-vote"},
    ):
        assert ask(judge, "1", **command).status_code == 403, command
    assert night.edge.counter.head == len(NAMES)


def test_a_mark_from_paper_needs_two_people(night: Running) -> None:
    producer, scrutineer = night.came_in("Producer"), night.came_in("Scrutineer")
    paper = {"judge": "Ida", **WALTZ, "mark": "9"}
    take(producer)
    assert ask(producer, "0", ask="give-mark", **paper).status_code == 403
    assert ask(producer, "1", ask="type-mark", **paper).status_code == 200
    alone = ask(producer, "2", ask="confirm-mark", **paper)
    second = ask(scrutineer, "1", ask="confirm-mark", **paper)

    assert (alone.status_code, alone.json()["why"]) == (409, "SamePerson")
    assert second.status_code == 200
    assert len(marks_in(night)) == 1


def test_a_preview_changes_nothing(night: Running) -> None:
    desk = night.came_in("Producer")
    take(desk)
    before = night.edge.counter.now
    found = desk.post("/preview", json={"command": {"ask": "withdraw", "star": "Ada", "reason": "injured"}})
    refused = desk.post("/preview", json={"command": {"ask": "take", "segment": 1}})

    assert found.status_code == 200
    assert any("Ada" in sentence for sentence in found.json()["sentences"])
    assert (refused.status_code, refused.json()["why"]) == (409, "AlreadyTaken")
    assert night.edge.counter.now == before


def test_a_device_tells_how_it_is(night: Running) -> None:
    judge, desk = night.came_in("Ida"), night.came_in("Producer")
    hour = 3_600_000
    sent = time.time_ns() // 1_000_000 - hour
    answer = judge.post("/beat", json={"unsent": 2, "version": "0.1", "sent_at": sent, "battery": 40})
    with desk.stream("GET", "/desk/stream") as stream:
        text = ""
        for part in stream.iter_text():
            text += part
            if "event: devices" in text and text.endswith("\n\n"):
                break
    (ida,) = (line for line in night.edge.devices() if line.holder == "Ida")

    assert abs(answer.json()["now"] - sent - hour) < 10_000
    assert (ida.unsent, ida.version, ida.battery) == (2, "0.1", 40)
    assert ida.offset_ms is not None
    assert abs(ida.offset_ms + hour) < 10_000
    assert ida.session in text
    assert judge.cookies["mirrorball_session"] not in text
    (jo,) = (line for line in night.edge.devices() if line.holder == "Jo")
    assert (jo.session, jo.last_seen_ms_ago) == ("", None)


class FullLog(MemoryLog):
    """A log on a disk that is full, until room is made."""

    full = False

    def append(self, after: int, entries: Sequence[Entry]) -> None:
        if self.full:
            message = "the disk is full"
            raise NotKept(message)
        super().append(after, entries)


def test_what_cannot_be_kept_is_said_and_may_be_sent_again() -> None:
    log = FullLog()
    with served(log=log) as night:
        desk, judge = night.came_in("Producer"), night.came_in("Ida")
        take(desk)
        log.full = True
        lost = [ask(judge, "1", **MARK) for _ in range(2)]
        screen = judge.get("/judge/screen").json()
        with desk.stream("GET", "/desk/stream") as stream:
            told = next(part for part in stream.iter_text() if "event: disk" in part)
        log.full = False
        kept = ask(judge, "1", **MARK)

        assert [answer.status_code for answer in lost] == [503, 503]
        assert "the disk is full" in lost[0].json()["sentence"]
        assert "safe to send this again" in lost[0].json()["sentence"]
        assert screen["mine"][0]["mark"] is None
        assert "the disk is full" in told
        assert kept.json() == {"answer": "done", "position": len(NAMES) + 2}
        assert len(marks_in(night)) == 1


def test_a_night_that_stops_says_so(night: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = night.came_in("Producer")
    monkeypatch.setattr(night.edge.counter, "_closed", True)
    answer = ask(desk, "1", ask="take", segment=1)
    monkeypatch.undo()

    assert isinstance(night.edge.counter, Counter)
    assert answer.status_code == 503
    assert answer.json()["answer"] == "not kept"


def test_names_of_all_kinds_travel_unharmed(night: Running) -> None:
    desk = night.came_in("Producer")
    name = (
        "\u05e9\u05e8\u05d4\u200f Müller-Ångström \N{WOMAN}\u200d\N{ARTIST PALETTE} " + "ñ" * 36
    )  # right to left, joined, long
    key = desk.post("/desk/keys/issue", json={"role": "judge", "holder": name}).json()["key"]

    assert night.edge.counter.show.keys[key].holder == name
    page = desk.get("/desk/keys").text
    assert name in page
    trouble = ask(desk, "t", ask="report-trouble", text="<script>alert('x')</script> & \"more\"")
    assert trouble.status_code == 200
    log = desk.get("/desk/log").text
    assert "<script>alert" not in log
    assert "&lt;script&gt;" in log
    assert name in log


def test_an_order_that_nobody_chose_is_drawn_where_no_seed_was_sent(night: Running) -> None:
    desk, order = night.came_in("Producer"), {"ask": "plan-reveal", "order": "in no particular order"}
    seeds = []
    for name, sent in (("1", {}), ("2", {}), ("2", {}), ("3", {"seed": "d1ce"})):
        assert ask(desk, name, **order, **sent).status_code == 200
        seeds.append(night.edge.counter.show.plan.seed)
    drawn, other, repeated, own = seeds

    assert len(bytes.fromhex(drawn)) == len(bytes.fromhex(other)) == 16
    assert drawn != other == repeated
    assert own == "d1ce"
    assert desk.post("/preview", json={"command": order}).status_code == 200


def test_two_who_tell_at_once_tell_one_step() -> None:
    """Each names the step that they see; the second one is answered, and nothing more is told."""
    with served(sealed_final()) as night:
        desks = [night.came_in(holder) for holder in ("Producer", "Scrutineer")]
        with ThreadPoolExecutor(2) as at_once:
            answers = list(at_once.map(lambda desk: ask(desk, "tell", ask="reveal-next", step=1), desks))
        refused = next(answer for answer in answers if answer.status_code == 409)

        assert sorted(answer.status_code for answer in answers) == [200, 409]
        assert refused.json()["sentence"] == "Step 1 was told already. Look at the screen before you go on."
        assert len(night.edge.counter.show.revealed) == 1
