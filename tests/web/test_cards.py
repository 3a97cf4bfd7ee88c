"""The cards of a sealed result: for the scrutineer alone, in the words of the screen, with a hash to check."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import pytest

from mirrorball.core.commands import CloseVote, IssueKey, NameSave, OpenVote, SealTally, SignReach
from mirrorball.core.people import Role
from mirrorball.core.result_commands import AgreeDecision, ProposeDecision, RevealNext
from mirrorball.core.reveals import Decision
from mirrorball.core.season import Week
from mirrorball.core.show import open_night
from mirrorball.core.stuck import settled
from mirrorball.core.votes import Tally
from mirrorball.floor.floor import Floor
from mirrorball.floor.host_card import step_told
from mirrorball.log.memory import MemoryLog
from mirrorball.web import keys
from tests.core.stage import FINAL, JUDGED, PANEL, STARS, a_season, sheets
from tests.web.night import NAMES, ROLES, Running, served
from tests.web.sealed import play, seal

CARDS, TEXT = "/desk/result/cards", "/desk/result/text"
VOTES = {"Ada": 40, "Bo": 30, "Cy": 20, "Dee": 10}


@contextmanager
def a_sealed_night(week: Week, *, sealed: bool = True, reopened: bool = False) -> Iterator[tuple[Running, Floor]]:
    """A served night whose result is sealed, and the floor that led there."""
    opened, log = open_night(a_season(week), 1), MemoryLog()
    floor = Floor(opened, log=log)
    play(floor, *(IssueKey(name, ROLES[holder], holder) for holder, name in NAMES.items()))
    play(floor, IssueKey("hostkey000", Role.HOST, "Host"), *sheets())
    if settled(floor.show):
        play(floor, SignReach("A test.", "Scrutineer"))
    play(floor, OpenVote(), CloseVote(), SealTally(Tally({star: {"web": cast} for star, cast in VOTES.items()})))
    if sealed:
        seal(floor)
    if reopened:
        play(floor, ProposeDecision(Decision.REOPEN, "A wrong count.", "Producer"))
        play(floor, AgreeDecision(Decision.REOPEN, "Scrutineer"))
    with served(opened, log) as night:
        yield night, floor


def pages(body: str) -> list[str]:
    """The words on each printed page."""
    found = re.findall(r'<section class="sheet.*?</section>', body, re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", one)).split()) for one in found]


def test_one_page_a_step_in_the_words_of_the_screen() -> None:
    with a_sealed_night(FINAL) as (night, floor):
        seen = pages(night.came_in("Scrutineer").get(CARDS).text)
        digest = floor.show.sealed.digest if floor.show.sealed else ""
        for nth, step in enumerate(floor.show.steps, 1):
            told, on = step_told(floor.show.season, step), seen[nth]
            assert f"Step {nth} " in on
            assert all(words in on for words in (told.heading, *told.names, told.say, "A small season", "Week 1"))
            assert digest in on
            assert " ".join(digest[at : at + 4] for at in range(0, 16, 4)) in on
            assert {star for star in STARS if re.search(rf"\b{star}\b", on)} == set(step.stars)


def test_no_name_stands_on_the_page_outside_the_envelope_or_on_a_spare_card() -> None:
    with a_sealed_night(FINAL) as (night, _):
        seen = pages(night.came_in("Scrutineer").get(CARDS).text)
    others = [seen[0], *seen[len(STARS) + 1 : -1]]
    assert [one for one in others if any(re.search(rf"\b{star}\b", one) for star in STARS)] == []
    for heading in ("More time to vote", "The votes are void", "Nobody leaves", "Correction"):
        assert len([one for one in others if heading in one]) == 1


def test_the_text_hashes_to_what_stands_on_the_cards() -> None:
    with a_sealed_night(FINAL) as (night, floor):
        scrutineer = night.came_in("Scrutineer")
        text = scrutineer.get(TEXT).content
        assert floor.show.sealed is not None
        assert hashlib.sha256(text).hexdigest() == floor.show.sealed.digest
        assert html.escape(text.decode(), quote=False).strip() in scrutineer.get(CARDS).text.replace("&#39;", "'")


def test_where_the_judges_choose_no_name_is_printed_for_who_leaves() -> None:
    with a_sealed_night(JUDGED) as (night, floor):
        seen = pages(night.came_in("Scrutineer").get(CARDS).text)
        (written,) = [one for one in seen if "The judges' choice decides" in one]
        assert "Leaves tonight" in written
        assert not any(re.search(rf"\b{star}\b", written) for star in STARS)
        assert floor.show.sealed is not None
        play(floor, *(RevealNext(nth) for nth in range(1, len(floor.show.steps) + 1)))
        play(floor, *(NameSave(judge, floor.show.choosing[0]) for judge in PANEL[:2]))
    assert len(floor.show.steps) == len(floor.show.sealed.steps) + 1  # it was right to leave that card blank


@pytest.mark.parametrize("path", [CARDS, TEXT])
def test_nobody_but_the_scrutineer_gets_them(path: str) -> None:
    with a_sealed_night(FINAL) as (night, _):
        for holder in ("Producer", "Ida"):
            answer = night.came_in(holder).get(path)
            assert answer.status_code == HTTPStatus.FORBIDDEN
            assert not any(re.search(rf"\b{star}\b", answer.text) for star in STARS)
        host = night.stranger()
        secret = night.edge.secret
        link = f"/in/{keys.link_token(secret, 'hostkey000')}"
        assert host.post(link, data={"pin": keys.pin_of(secret, "hostkey000")}).headers["Location"] == "/host"
        assert host.get(path).status_code == HTTPStatus.FORBIDDEN
        assert night.stranger().get(path).status_code == HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize("path", [CARDS, TEXT])
def test_before_the_seal_there_are_none_and_after_a_reopening_neither(path: str) -> None:
    for sealed in (False, True):
        with a_sealed_night(FINAL, sealed=sealed, reopened=sealed) as (night, _):
            answer = night.came_in("Scrutineer").get(path)
            assert answer.status_code == HTTPStatus.CONFLICT
            assert "before the result is sealed" in answer.text


def test_a_host_reads_the_card_and_asks_nothing() -> None:
    with a_sealed_night(FINAL) as (night, _):
        host = night.stranger()
        secret = night.edge.secret
        host.post(f"/in/{keys.link_token(secret, 'hostkey000')}", data={"pin": keys.pin_of(secret, "hostkey000")})
        assert host.get("/host/screen").json()["heading"] == "Total 18"
        for path in ("/desk", "/desk/screen", "/desk/log", "/log.json", "/desk/result", "/judge/screen"):
            assert host.get(path).status_code == HTTPStatus.FORBIDDEN
        answer = host.post("/commands", json={"id": "1", "command": {"ask": "reveal-next", "step": 1}})
        assert answer.status_code == HTTPStatus.FORBIDDEN
        for looking in ("Producer", "Scrutineer"):
            assert night.came_in(looking).get("/host/screen").status_code == HTTPStatus.OK
        assert night.came_in("Ida").get("/host/screen").status_code == HTTPStatus.FORBIDDEN
        assert night.stranger().get("/host/screen").status_code == HTTPStatus.UNAUTHORIZED
