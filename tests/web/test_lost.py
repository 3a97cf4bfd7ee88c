"""What lost votes could change, at the desk: for the scrutineer alone, and nothing of it before the close."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from mirrorball.core.commands import CloseVote, Command, OpenVote, SealTally
from mirrorball.core.votes import Tally
from mirrorball.floor.floor import Floor
from mirrorball.log.memory import MemoryLog
from mirrorball.web.lost import NOT_YET
from tests.core.stage import FINAL, STARS, sheets, the_night
from tests.web.audience import TEXT, WEB, Told, ballot
from tests.web.night import served
from tests.web.test_count import HTML, words

CAST = (10, 9, 9, 2)  # votes by web, of STARS
SEALED = SealTally(Tally({star: {WEB.name: votes} for star, votes in zip(STARS, (1000, 500, 300, 299), strict=True)}))
CLOSED = (*sheets(), OpenVote(), CloseVote())


def voted() -> Told:
    """An audience whose window is closed, and a ballot for each couple in its box."""
    told = Told(ballots=[ballot(n, **{star: votes}) for n, (star, votes) in enumerate(zip(STARS, CAST, strict=True))])
    told.closed(1)
    return told


def page_of(commands: Sequence[Command], path: str = "/desk/vote", told: Told | None = None) -> str:
    """What the scrutineer reads in a final where this has happened."""
    log = MemoryLog()
    floor = Floor(the_night(FINAL), log=log)
    for command in commands:
        assert isinstance(floor.ask(command), list)
    with served(show=the_night(FINAL), log=log, audience=told or voted()) as night:
        return words(night.came_in("Scrutineer").get(path, headers=HTML))


@pytest.mark.parametrize("path", ["/desk/vote", "/desk/vote/lost?lost1=5"])
@pytest.mark.parametrize("commands", [CLOSED[:-2], CLOSED[:-1]], ids=["before", "open"])
def test_before_the_close_nothing_is_said(commands: Sequence[Command], path: str) -> None:
    page = page_of(commands, path)

    assert NOT_YET in page
    assert "Who wins" not in page
    assert "lost votes by" not in page


def test_after_the_close_each_decision_says_what_it_bears_by_the_box_as_it_is() -> None:
    page = page_of(CLOSED)

    assert "By the box as it counts now; it is not sealed." in page
    assert "Places 2 and 3: holds against up to" in page
    assert "The votes that would do it Who wins Couple Counted Lost With them Ada 10 0 10 Bo 9" in page


def test_once_sealed_the_sealed_count_holds() -> None:
    page = page_of([*CLOSED, SEALED])

    assert "By the sealed count." in page
    assert "Ada 1,000 0 1,000 Bo 500" in page


def test_so_many_lost_votes_are_answered_in_sentences() -> None:
    page = page_of([*CLOSED, SEALED], "/desk/vote/lost?lost1=3&lost2=8%2C000&lost3=")

    assert "3 lost votes by web cannot change who wins, places 2 and 3 or places 3 and 4." in page
    assert "8,000 lost votes by text message can change who wins, places 2 and 3 and places 3 and 4." in page
    assert "All 8,003 together can change" in page
    assert "by paper" not in page


def test_what_is_no_number_is_told_field_by_field_and_stays_in_the_form() -> None:
    log = MemoryLog()
    floor = Floor(the_night(FINAL), log=log)
    for command in (*CLOSED, SEALED):
        floor.ask(command)
    with served(show=the_night(FINAL), log=log, audience=voted()) as night:
        answer = night.came_in("Scrutineer").get("/desk/vote/lost?lost1=many&lost2=-1&lost3=7", headers=HTML)

    assert answer.status_code == 409
    assert f"{WEB.name}: found many, expected a whole number. Leave it empty for none." in answer.text
    assert f"{TEXT.name}: found -1, expected a whole number. Leave it empty for none." in answer.text
    assert 'value="many" aria-invalid="true"' in answer.text
    assert 'value="7"' in answer.text
    assert "lost votes by" not in answer.text


def test_a_box_that_cannot_be_counted_says_why() -> None:
    told = voted()
    told.no_box = "The box is being moved. Look again in a minute."

    assert told.no_box in page_of(CLOSED, "/desk/vote/lost", told)


def test_without_marks_nothing_is_decided() -> None:
    assert "Marks of week 1 are missing" in page_of(CLOSED[-2:])


@pytest.mark.parametrize("holder", ["Producer", "Ida"])
def test_nobody_else_can_get_it(holder: str) -> None:
    log = MemoryLog()
    floor = Floor(the_night(FINAL), log=log)
    for command in (*CLOSED, SEALED):
        floor.ask(command)
    with served(show=the_night(FINAL), log=log, audience=voted()) as night:
        client = night.came_in(holder)
        as_json, as_page = client.get("/desk/vote/lost"), client.get("/desk/vote/lost?lost1=5", headers=HTML)
        by_nobody = night.stranger().get("/desk/vote/lost")

    assert (as_json.status_code, as_page.status_code, by_nobody.status_code) == (403, 303, 401)
    assert not any("Who wins" in answer.text for answer in (as_json, as_page, by_nobody))


def test_a_night_without_ballots_says_so() -> None:
    with served() as night:
        assert night.came_in("Scrutineer").get("/desk/vote/lost", headers=HTML).status_code == 404
