"""The result at the desk: two people stand up for it, one without seeing it; a refusal is told and changes nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from typing import NoReturn

import httpx
import pytest

from mirrorball.core.commands import GiveMark
from mirrorball.core.events import ResultSealed
from mirrorball.core.reveals import Decision, Finding, StepKind, result_text
from mirrorball.core.sealing import title
from mirrorball.core.show import Show
from mirrorball.floor.floor import Floor
from mirrorball.log.memory import MemoryLog
from mirrorball.proof.plain import NotPlain
from mirrorball.web import keys
from tests.core.stage import STARS, a_week, ballots, sheets, the_night
from tests.web.night import NAMES, Running, served
from tests.web.result_forms import (
    RESULT,
    bonus,
    happened,
    hidden,
    night,
    posted,
    producer,
    refused,
    scrutineer,
    seen_by,
    show_of,
    stood_for,
    words,
)
from tests.web.sealed import play

__all__ = ["night", "producer", "scrutineer"]


def with_key(night: Running, role: str, holder: str) -> httpx.Client:
    """Somebody else comes in."""
    name = f"{role[:4]}{len(show_of(night).keys):06d}"
    NAMES[holder] = name
    try:
        asked = {"ask": "issue-key", "key": name, "role": role, "holder": holder}
        sent = {"id": name, "command": asked}
        assert night.came_in("Scrutineer").post("/commands", json=sent).status_code == 200
        client = night.stranger()
        link = f"/in/{keys.link_token(night.edge.secret, name)}"
        assert client.post(link, data={"pin": keys.pin_of(night.edge.secret, name)}).status_code == 303
        return client
    finally:
        del NAMES[holder]


# Two people.


def test_a_producer_confirms_and_a_scrutineer_seals(
    night: Running, producer: httpx.Client, scrutineer: httpx.Client
) -> None:
    assert "Nobody has confirmed the result yet." in words(producer.get(RESULT))
    assert stood_for(producer, "confirm").status_code == 303
    assert "You have confirmed it. Somebody else seals it." in words(producer.get(RESULT))
    page = words(scrutineer.get(RESULT))
    assert "Confirmed by Producer." in page
    assert stood_for(scrutineer, "seal").status_code == 303
    sealed = show_of(night).sealed
    assert sealed is not None
    assert (sealed.confirmed_by, sealed.by) == ("producer Producer", "scrutineer Scrutineer")
    text = result_text(title(show_of(night).season), 1, sealed.found, sealed.steps, sealed.salt)
    assert sealed.digest == sha256(text.encode()).hexdigest()
    for desk in (producer, scrutineer):
        page = words(desk.get(RESULT))
        assert sealed.digest in page.replace(" ", "")
        assert re.search(r"Sealed at \d\d:\d\d:\d\d , confirmed by Producer and sealed by Scrutineer", page)


def test_a_scrutineer_confirms_and_a_producer_seals_without_seeing_it(
    night: Running, producer: httpx.Client, scrutineer: httpx.Client
) -> None:
    assert stood_for(scrutineer, "confirm").status_code == 303
    assert stood_for(producer, "seal").status_code == 303
    assert show_of(night).sealed is not None


def test_both_pages_have_the_same_characters_to_be_read_out(producer: httpx.Client, scrutineer: httpx.Client) -> None:
    code = re.compile(r"stand up for ([0-9a-f]{4} [0-9a-f]{4})")
    one, other = (code.findall(words(desk.get(RESULT))) for desk in (producer, scrutineer))
    assert one == other != []
    assert hidden(producer.get(RESULT), "seen").startswith(one[0].replace(" ", ""))


def test_nobody_gets_from_the_characters_to_the_result(night: Running, producer: httpx.Client) -> None:
    """Hashing every result that there could be comes to nothing like them."""
    seen, show = hidden(producer.get(RESULT), "seen"), show_of(night)
    stood_for(producer, "confirm")
    confirmed = show_of(night).confirmed
    assert confirmed is not None
    for steps in ((), show_of(night).steps):
        text = result_text(title(show.season), 1, confirmed.found, steps, "")
        assert sha256(text.encode()).hexdigest()[: len(seen)] != seen


@pytest.mark.parametrize("holder", ["Producer", "Scrutineer"])
def test_the_same_person_twice_is_refused(night: Running, holder: str) -> None:
    desk = night.came_in(holder)
    seen = seen_by(desk)
    assert stood_for(desk, "confirm").status_code == 303
    page = refused(night, lambda: stood_for(desk, "seal", seen), "A second person has to agree.")
    assert f"{holder} cannot be both." in words(page)


def test_the_same_person_with_a_key_of_the_other_role_is_refused(night: Running, scrutineer: httpx.Client) -> None:
    ann, again = with_key(night, "producer", "Ann Lee"), with_key(night, "scrutineer", "ann  lee")
    seen = seen_by(again)
    assert stood_for(ann, "confirm").status_code == 303
    refused(night, lambda: stood_for(again, "seal", seen), "A second person has to agree.")
    assert stood_for(scrutineer, "seal").status_code == 303


def test_of_the_two_people_one_has_seen_the_result(night: Running, producer: httpx.Client) -> None:
    bea = with_key(night, "producer", "Bea")
    assert stood_for(bea, "confirm").status_code == 303
    refused(night, lambda: stood_for(producer, "seal"), "The second person is a scrutineer, who has seen the result.")


def test_a_seal_without_a_first_person_is_refused(night: Running, scrutineer: httpx.Client) -> None:
    refused(night, lambda: stood_for(scrutineer, "seal"), "Nobody has confirmed the result yet.")


def test_what_is_sealed_is_sealed_once(night: Running, producer: httpx.Client, scrutineer: httpx.Client) -> None:
    stood_for(producer, "confirm")
    page = scrutineer.get(RESULT)
    sent = {"once": hidden(page, "once"), "seen": hidden(page, "seen")}
    for _ in range(2):  # a form that is sent twice
        assert scrutineer.post(f"{RESULT}/seal", data=sent).status_code == 303
    assert len(happened(night, ResultSealed)) == 1
    refused(night, lambda: scrutineer.post(f"{RESULT}/seal", data={**sent, "once": "other"}), "is sealed already")
    refused(night, lambda: producer.post(f"{RESULT}/confirm", data=sent), "is sealed already")


# What is confirmed is what was seen.


def test_a_result_that_changed_after_it_was_looked_at_is_shown_anew(night: Running, producer: httpx.Client) -> None:
    page = producer.get(RESULT)
    bonus(night, "Cy")
    sent = {"once": hidden(page, "once"), "seen": hidden(page, "seen")}
    says = "The result is not the one on the page that you had."
    again = refused(night, lambda: producer.post(f"{RESULT}/confirm", data=sent), says)
    assert hidden(again, "seen") not in {"", sent["seen"]}
    sent = {"once": hidden(again, "once"), "seen": hidden(again, "seen")}
    assert producer.post(f"{RESULT}/confirm", data=sent).status_code == 303


def test_a_result_that_changed_after_it_was_confirmed_is_confirmed_anew(
    night: Running, producer: httpx.Client, scrutineer: httpx.Client
) -> None:
    stood_for(producer, "confirm")
    bonus(night, "Cy")
    for desk in (producer, scrutineer):
        page = desk.get(RESULT)
        assert "Producer has confirmed another result than there is now. Confirm it again." in words(page)
        assert "Seal the result" not in page.text
    refused(night, lambda: stood_for(scrutineer, "seal"), "The result is not the one that was confirmed.")
    assert stood_for(producer, "confirm").status_code == 303
    assert stood_for(scrutineer, "seal").status_code == 303
    sealed = show_of(night).sealed
    assert sealed is not None
    assert sealed.order[0] == "Cy"


def test_without_a_page_nobody_confirms(night: Running, producer: httpx.Client) -> None:
    refused(night, lambda: producer.post(f"{RESULT}/confirm", data={}), "Look at this page again")


# Checks.


def test_the_checks_say_what_is_missing() -> None:
    with served() as night:
        desk = night.came_in("Producer")
        page = words(desk.get(RESULT))
        assert "The vote is not open yet." in page
        assert "Not locked: Ada, Bo, Cy and Dee." in page
        assert "The count is not sealed. The scrutineer seals it." in page
        assert "It is worked out once all that stands above is so." in page
        assert "One person confirms the result and another seals it, once all of the above is so." in page
        refused(night, lambda: stood_for(desk, "confirm"), "Lock every sheet of the night first.")
        desk.post("/commands", json={"id": "t", "command": {"ask": "report-trouble", "text": "A lamp is loose."}})
        assert "Producer: A lamp is loose." in words(desk.get(RESULT))
        refused(night, lambda: stood_for(desk, "confirm"), "A lamp is loose")


def test_a_correction_that_waits_stands_in_the_way(night: Running, producer: httpx.Client) -> None:
    asked = {"ask": "ask-correction", "judge": "Ida", "round": "waltz", "star": "Bo", "mark": "7", "reason": "A slip."}
    assert producer.post("/commands", json={"id": "c", "command": asked}).status_code == 200
    assert "A correction of Ida's mark for Bo waits." in words(producer.get(RESULT))
    refused(night, lambda: stood_for(producer, "confirm"), "Bo")


@pytest.mark.parametrize("why", ["another", "nothing"])
def test_two_paths_that_do_not_agree_block_and_are_told(
    night: Running, producer: httpx.Client, scrutineer: httpx.Client, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    def other(show: Show) -> Finding:
        del show
        return Finding({})

    def nothing(show: Show) -> NoReturn:
        del show
        message = "The book has a setting that this path has not read."
        raise NotPlain(message)

    path = other if why == "another" else nothing
    monkeypatch.setattr("mirrorball.floor.result_checks.plain_finding", path)
    for desk in (producer, scrutineer):
        page = desk.get(RESULT)
        assert "It was worked out twice, and the two do not agree. Tell nothing." in words(page)
        assert "Confirm the result" not in page.text
        refused(night, lambda desk=desk: stood_for(desk, "confirm"), "the two do not agree. Do not read it out")  # type: ignore[misc]
    sides = words(scrutineer.get(RESULT))
    assert "Ada and Ada's pro 4th nothing no" in sides
    assert ("The second path says: The book has a setting" in sides) == (why == "nothing")


def test_a_tie_that_no_rule_breaks_is_told_to_the_scrutineer_alone() -> None:
    """All couples have the same marks and votes, so the book does not say who leaves."""
    log = MemoryLog()
    floor = Floor(the_night(a_week()), log=log)
    alike = [replace(one, mark=Fraction(8)) if isinstance(one, GiveMark) else one for one in sheets()]
    play(floor, *alike, *ballots(dict.fromkeys(STARS, 100)))
    with served(the_night(a_week()), log) as night:
        producer, scrutineer = night.came_in("Producer"), night.came_in("Scrutineer")
        neutral = "The rules do not settle the night yet. The scrutineer sees why."
        assert neutral in words(producer.get(RESULT))
        assert "The book does not separate" not in words(producer.get(RESULT))
        assert "The book does not separate the couples at the line." in words(scrutineer.get(RESULT))
        refused(night, lambda: stood_for(producer, "confirm"), neutral)
        # Two people decide that nobody leaves.
        posted(producer, "propose", decision=Decision.NOBODY_LEAVES.value, reason="A tie.")
        assert posted(scrutineer, "agree", decision=Decision.NOBODY_LEAVES.value).status_code == 303
        stood_for(producer, "confirm")
        stood_for(scrutineer, "seal")
        assert [step.kind for step in show_of(night).steps] == [StepKind.NOBODY]
