"""Paper ballots at the desk: typed by one person, typed again by another who does not see what the first has typed."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

import httpx
import pytest

from mirrorball.box.block import Kind
from mirrorball.core.channel import LimitPer
from mirrorball.core.commands import CloseVote, OpenVote, SealTally
from mirrorball.core.votes import Tally
from mirrorball.floor.floor import Floor
from mirrorball.log.memory import MemoryLog
from mirrorball.web.paper import limit_sentence, votes_of
from tests.core.stage import the_night
from tests.web.audience import PAPER, RULES, WEB, Told
from tests.web.night import served
from tests.web.test_count import HTML, words


def typed(client: httpx.Client, paper: str, **votes: str) -> httpx.Response:
    """Somebody types a paper; votes by the number of the couple, as v1."""
    return client.post("/desk/paper", data={"paper": paper, **votes})


def counted(told: Told) -> dict[str, int]:
    """The votes that count on paper."""
    found = asyncio.run(told.count())
    assert found is not None
    return {star: found.count.counted(star, PAPER.name) for star in RULES.stars}


def test_a_paper_counts_once_two_people_have_typed_the_same() -> None:
    told = Told(stage="open")
    with served(audience=told) as night:
        one, other = night.came_in("Producer"), night.came_in("Scrutineer")
        answer = typed(one, " 12 ", v1="3", v2="", v4="7")
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/paper?kept=12")
        assert counted(told) == dict.fromkeys(RULES.stars, 0)
        assert "Paper 12 typed by Producer , so somebody else has to type it" in words(one.get("/desk/paper"))

        assert typed(other, "12", v1="3", v4="7").status_code == 303
        assert counted(told) == {"Ada": 3, "Bo": 0, "Cy": 0, "Dee": 7}
        assert "1 paper counts. 12" in words(one.get("/desk/paper"))


def test_the_second_person_does_not_see_what_the_first_has_typed() -> None:
    pages = []
    for votes in ({"v1": "3"}, {"v2": "777"}):
        with served(audience=Told(stage="open")) as night:
            typed(night.came_in("Producer"), "12", **votes)
            pages.append(night.came_in("Scrutineer").get("/desk/paper").text.replace(night.url, ""))

    assert pages[0] == pages[1]


def test_one_person_with_two_devices_is_one_person() -> None:
    told = Told(stage="open")
    with served(audience=told) as night:
        typed(night.came_in("Producer"), "12", v1="3")
        typed(night.came_in("Producer"), "12", v1="3")

    assert counted(told)["Ada"] == 0


def test_what_two_people_read_differently_stands_side_by_side_and_is_typed_again() -> None:
    told = Told(stage="open")
    with served(audience=told) as night:
        one, other = night.came_in("Producer"), night.came_in("Scrutineer")
        typed(one, "12", v1="3", v3="5")
        typed(other, "12", v1="8", v3="5")
        page = words(one.get("/desk/paper"))
        assert "Paper 12 Couple Producer Scrutineer Ada 3 8" in page
        assert "Cy 5" not in page
        assert counted(told)["Ada"] == 0

        typed(one, "12", v1="8", v3="5")
        page = words(one.get("/desk/paper"))

    assert counted(told) == {"Ada": 8, "Bo": 0, "Cy": 5, "Dee": 0}
    assert "Read differently" not in page


def test_who_typed_is_the_holder_of_the_key() -> None:
    told = Told(stage="open")
    with served(audience=told) as night:
        typed(night.came_in("Scrutineer"), "A 7", v2="1")

    (note,) = told.kept
    assert (note.kind, note.value["by"], note.value["paper"]) == (Kind.PAPER, "Scrutineer", "A 7")
    assert note.value["votes"] == {"Ada": 0, "Bo": 1, "Cy": 0, "Dee": 0}


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"paper": "", "v1": "1"}, "Write what stands on the paper as its number"),
        ({"paper": "x" * 21, "v1": "1"}, "at most 20 characters"),
        ({"paper": "a\x07b", "v1": "1"}, "Write what stands on the paper"),
        ({"paper": "12", "v1": "-1"}, "Ada: found -1, expected a whole number. Leave it empty for none."),
        ({"paper": "12", "v2": "1.5"}, "Bo: found 1.5, expected a whole number."),
        ({"paper": "12", "v2": "1234567"}, "Bo: found 1234567, expected a whole number."),
        ({"paper": "12", "v2": "\u0663"}, "Bo: found \u0663, expected a whole number."),
    ],
)
def test_what_does_not_read_is_told_and_nothing_typed_is_lost(sent: dict[str, str], says: str) -> None:
    told = Told(stage="open")
    with served(audience=told) as night:
        answer = night.came_in("Producer").post("/desk/paper", data={**sent, "v4": "6"})

    assert answer.status_code == 409
    assert says in words(answer)
    assert re.search(r'name="v4"[^>]*value="6"', answer.text)
    assert told.kept == []


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert len(votes_of({"v1": "x", "v2": "y", "v3": "4"}, RULES.choices)[1]) == 2


def test_a_box_that_keeps_nothing_says_why() -> None:
    told = Told(stage="open", no_box="The vote has not opened yet, so there is no box. Type papers after that.")
    with served(audience=told) as night:
        answer = typed(night.came_in("Producer"), "12", v1="1")

    assert answer.status_code == 409
    assert told.no_box in words(answer)


def test_after_the_seal_no_paper_is_taken() -> None:
    log, told = MemoryLog(), Told(stage="closed")
    floor = Floor(the_night(), log=log)
    for command in (OpenVote(), CloseVote(), SealTally(Tally({"Ada": {"web": 1}}))):
        assert isinstance(floor.ask(command), list)
    with served(log=log, audience=told) as night:
        desk = night.came_in("Producer")
        assert "The count is sealed" in desk.get("/desk/paper").text
        assert 'name="paper"' not in desk.get("/desk/paper").text
        assert typed(desk, "12", v1="1").status_code == 409

    assert told.kept == []


def test_a_night_without_paper_says_so() -> None:
    with served(audience=Told().with_channels([WEB])) as night:
        desk = night.came_in("Producer")
        answers = [desk.get("/desk/paper", headers=HTML), typed(desk, "12", v1="1")]
        assert 'href="/desk/paper"' not in desk.get("/desk").text

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "This night has no channel for paper." in answers[0].text


def test_judges_do_not_type_papers() -> None:
    with served(audience=Told(stage="open")) as night:
        assert typed(night.came_in("Ida"), "12", v1="1").status_code == 403
        assert typed(night.stranger(), "12", v1="1").status_code == 401


@pytest.mark.parametrize(
    ("limit", "per", "says"),
    [
        (None, LimitPer.COUPLE, "All votes on a paper count."),
        (10, LimitPer.COUPLE, "At most 10 votes for each couple count on one paper."),
        (1, LimitPer.BALLOT, "At most 1 votes in all count on one paper."),
    ],
)
def test_the_limit_is_said(limit: int | None, per: LimitPer, says: str) -> None:
    assert limit_sentence(replace(PAPER, limit=limit, per=per)).startswith(says)
