"""Rules that leave ballots out: proposed by the scrutineer with a reason, in force once a second person has signed."""

from __future__ import annotations

import asyncio
import re
from html import unescape

import httpx
import pytest

from mirrorball import sentences
from mirrorball.box.block import Kind
from mirrorball.box.exclusion import Exclusion
from mirrorball.core.commands import CloseVote, OpenVote, SealTally
from mirrorball.core.votes import Tally
from mirrorball.floor.floor import Floor
from mirrorball.log.memory import MemoryLog
from mirrorball.web.exclusions import proposed, read_rule, rule_said, written
from tests.core.stage import the_night
from tests.web.audience import AT, RULES, Told, ballot
from tests.web.night import served
from tests.web.test_count import words

VOTER = (2).to_bytes(16).hex()
PROPOSED = {"channel": "text message", "from": "", "until": "", "voters": "", "reason": "The gateway sent tests."}


def box() -> Told:
    return Told(stage="open", ballots=[ballot(1, Ada=4), ballot(2, "text message", Bo=9), ballot(3, Bo=1)])


def carried(answer: httpx.Response) -> str:
    """The rule that a page carries on."""
    (found,) = set(re.findall(r'name="rule" value="([^"]*)"', answer.text))
    return unescape(found)


def votes(told: Told) -> dict[str, int]:
    found = asyncio.run(told.count())
    assert found is not None
    return found.count.tally(RULES.stars, RULES.channels).votes


def test_two_people_sign_and_the_effect_is_seen_before() -> None:
    told = box()
    with served(audience=told) as night:
        scrutineer, producer = night.came_in("Scrutineer"), night.came_in("Producer")
        effect = scrutineer.post("/desk/rules/effect", data=PROPOSED)
        assert "All ballots on text message. The gateway sent tests." in words(effect)
        assert "Bo 10 1 9" in words(effect)
        assert told.kept == []

        assert scrutineer.post("/desk/rules/sign", data={"rule": carried(effect)}).status_code == 303
        assert votes(told)["Bo"] == 10
        assert "You have signed it. Somebody else has to agree." in words(scrutineer.get("/desk/rules"))

        page = producer.get("/desk/rules")
        assert "All ballots on text message. The gateway sent tests. Signed by Scrutineer ." in words(page)
        assert producer.post("/desk/rules/sign", data={"rule": carried(page)}).status_code == 303
        assert votes(told) == {"Ada": 4, "Bo": 1, "Cy": 0, "Dee": 0}
        assert "Signed by Scrutineer and Producer ." in words(producer.get("/desk/rules"))

    assert [(note.kind, note.value["by"]) for note in told.kept] == [
        (Kind.EXCLUDE, "Scrutineer"),
        (Kind.EXCLUDE, "Producer"),
    ]


def test_one_person_alone_puts_no_rule_in_force() -> None:
    told = box()
    with served(audience=told) as night:
        scrutineer = night.came_in("Scrutineer")
        rule = carried(scrutineer.post("/desk/rules/effect", data=PROPOSED))
        for _ in range(3):
            scrutineer.post("/desk/rules/sign", data={"rule": rule})

    assert votes(told)["Bo"] == 10


def test_a_producer_proposes_nothing_and_sees_no_effect() -> None:
    told = box()
    with served(audience=told) as night:
        producer = night.came_in("Producer")
        rule = written(Exclusion("text message", None, None, None, "I do not like them."))
        assert producer.post("/desk/rules/effect", data=PROPOSED).status_code == 403
        answer = producer.post("/desk/rules/sign", data={"rule": rule}, headers={"Accept": "text/html"})
        assert "A scrutineer proposes a rule; you are asked to sign it after that." in words(answer)
        assert "Propose a rule" not in producer.get("/desk/rules").text

    assert told.kept == []


def test_a_reason_that_was_changed_is_another_rule() -> None:
    """The producer signs what was proposed and nothing else."""
    told = box()
    with served(audience=told) as night:
        scrutineer, producer = night.came_in("Scrutineer"), night.came_in("Producer")
        rule = carried(scrutineer.post("/desk/rules/effect", data=PROPOSED))
        scrutineer.post("/desk/rules/sign", data={"rule": rule})
        changed = rule.replace("The gateway sent tests.", "Whatever.")
        assert producer.post("/desk/rules/sign", data={"rule": changed}).status_code == 409

    assert len(told.kept) == 1


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"channel": ""}, "This would leave out every ballot. Name a channel, voters or a time."),
        ({"channel": "fax"}, "There is no channel fax. Choose one of the list."),
        ({"reason": "  "}, "Write why, in a sentence"),
        ({"reason": "x" * 501}, "Write why, in a sentence of at most 500 characters."),
        ({"voters": "zz"}, "A voter is 32 figures and letters"),
        ({"voters": "abcd"}, "A voter is 32 figures and letters"),
        ({"voters": " ".join(n.to_bytes(16).hex() for n in range(1501))}, "A rule names at most 1,500 voters."),
        ({"from": "yesterday"}, "a time is a day with its time"),
        ({"from": "2023-11-14T22:00:00", "until": "2023-11-14T21:00:00"}, "This time ends before it begins."),
    ],
)
def test_a_rule_that_does_not_read_is_told_and_nothing_written_is_lost(form: dict[str, str], says: str) -> None:
    with served(audience=box()) as night:
        answer = night.came_in("Scrutineer").post("/desk/rules/effect", data={**PROPOSED, "until": "", **form})

    assert answer.status_code == 409
    assert says in words(answer)
    if "reason" not in form:
        assert "The gateway sent tests." in answer.text


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"channel":1}', written(Exclusion(None, None, None, None, "x"))])
def test_a_form_that_was_tampered_with_is_refused(text: str) -> None:
    told = box()
    with served(audience=told) as night:
        assert night.came_in("Scrutineer").post("/desk/rules/sign", data={"rule": text}).status_code == 409

    assert told.kept == []


@pytest.mark.parametrize(
    "rule",
    [
        Exclusion("web", None, None, None, "why"),
        Exclusion(None, frozenset([bytes(16), bytes(range(16))]), AT, AT + 1, "so — it is"),
    ],
)
def test_a_rule_is_carried_as_it_is(rule: Exclusion) -> None:
    assert read_rule(written(rule)) == rule


def test_a_rule_is_said_in_words() -> None:
    rule = Exclusion("web", frozenset([bytes(16)]), AT, AT + 60_000, "why")
    since, until = sentences.clock_time(AT), sentences.clock_time(AT + 60_000)

    assert rule_said(rule, RULES) == f"All ballots of 1 voter on web, from {since}, until {until}."
    assert rule_said(Exclusion(None, frozenset([bytes(16), bytes(range(16))]), None, None, "w"), RULES) == (
        "All ballots of 2 voters on every channel."
    )
    assert rule_said(Exclusion("fax", None, None, None, "w"), RULES) == "All ballots on fax, which there is not."


def test_what_is_written_becomes_the_rule() -> None:
    form = {"channel": "web", "voters": f"{VOTER}  {VOTER}", "from": "2023-11-14T22:13:20", "until": "", "reason": "w"}
    rule = proposed(form, RULES)

    assert isinstance(rule, Exclusion)
    assert (rule.channel, rule.voters, rule.until_at, rule.reason) == ("web", frozenset([(2).to_bytes(16)]), None, "w")
    assert rule.from_at is not None
    assert sentences.clock_time(rule.from_at) == "22:13:20"


def test_after_the_seal_no_rule_is_signed() -> None:
    log, told = MemoryLog(), box()
    floor = Floor(the_night(), log=log)
    for command in (OpenVote(), CloseVote(), SealTally(Tally({"Ada": {"web": 1}}))):
        assert isinstance(floor.ask(command), list)
    with served(log=log, audience=told) as night:
        scrutineer = night.came_in("Scrutineer")
        rule = written(Exclusion("web", None, None, None, "why"))
        assert scrutineer.post("/desk/rules/sign", data={"rule": rule}).status_code == 409
        assert "The count is sealed, so no rule changes it any more." in scrutineer.get("/desk/rules").text

    assert told.kept == []


def test_before_there_is_a_box_a_rule_does_nothing() -> None:
    with served(audience=Told()) as night:
        answer = night.came_in("Scrutineer").post("/desk/rules/effect", data=PROPOSED)

    assert answer.status_code == 409
    assert "There is no box to count yet." in answer.text
