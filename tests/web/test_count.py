"""The count at the desk: by couple for the scrutineer alone, live, and sealed once two counts agree."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from html import unescape

import httpx
import pytest

from mirrorball import sentences
from mirrorball.box.anomalies import Anomaly, Oddity
from mirrorball.box.ballot import When
from mirrorball.box.exclusion import Exclusion
from mirrorball.core.commands import CloseVote, OpenVote
from mirrorball.core.votes import NotCounted, Tally
from mirrorball.floor.floor import Floor
from mirrorball.log.memory import MemoryLog
from mirrorball.web.audience import Twice
from mirrorball.web.count import ChannelTable, count_shown, digest_of, pairs
from mirrorball.web.exclusions import read_rule
from tests.core.stage import STARS, the_night
from tests.web.audience import TEXT, WEB, Told, ballot
from tests.web.night import Running, served
from tests.web.test_embargo import DRAWN

HTML = {"Accept": "text/html"}


def box() -> Told:
    """Ballots of every fate: 23 of Ada's votes come, 10 of them count by web and 3 by text."""
    return Told(
        stage="open",
        ballots=[
            ballot(1, Ada=10, Bo=2),
            ballot(2, "text message", Ada=3),
            ballot(3, "text message", When.LATE, Ada=4),
            ballot(4, "text message", Cy=12),
            ballot(5, Dee=1),
            ballot(5, Dee=1),
        ],
        unread=Counter({TEXT.name: 2}),
    )


def closed(told: Told, *, final_at: int = 1) -> MemoryLog:
    """The log of a night whose window is closed."""
    log = MemoryLog()
    floor = Floor(the_night(), log=log)
    for command in (OpenVote(), CloseVote()):
        assert isinstance(floor.ask(command), list)
    told.closed(final_at)
    return log


def words(answer: httpx.Response) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text.partition("<main")[2])).split())


def test_every_vote_has_its_column() -> None:
    told = box()
    whole, web, text, paper = _tables(told)

    assert [(row.star, row.taken, row.counted) for row in web.rows] == [
        ("Ada", 10, 10),
        ("Bo", 2, 2),
        ("Cy", 0, 0),
        ("Dee", 2, 1),
    ]
    assert [(row.star, row.taken, row.counted, row.others) for row in text.rows][:3] == [
        ("Ada", 7, 3, (0, 4, 0, 0, 0)),
        ("Bo", 0, 0, (0, 0, 0, 0, 0)),
        ("Cy", 12, 10, (2, 0, 0, 0, 0)),
    ]
    assert (web.ballots, text.ballots, paper.ballots, whole.ballots) == (3, 3, 0, 6)
    assert (text.unread, whole.unread) == (2, 2)
    assert (whole.name, whole.total.taken, whole.total.counted) == ("All channels", 33, 26)


def _tables(told: Told) -> tuple[ChannelTable, ...]:
    found = asyncio.run(told.count())
    assert found is not None
    shown = count_shown(found)
    assert shown.reasons == (
        "over the limit",
        "after the window closed",
        "paid back",
        "left out by a signed rule",
        "the same ballot again",
    )
    return shown.tables


def test_what_was_taken_is_counted_or_has_its_reason() -> None:
    for table in _tables(box()):
        for row in (*table.rows, table.total):
            assert row.taken == row.counted + sum(row.others)


def test_the_scrutineer_sees_the_count() -> None:
    with served(audience=box()) as night:
        page = words(night.came_in("Scrutineer").get("/desk/vote"))

    assert "All channels 6 ballots; 2 messages name no couple and stay unread." in page
    assert "Ada 17 13 0 4 0 0 0" in page
    assert "from 1 file of the box." in page
    assert "All couples 33 26 2 4 0 0 1" in page


def test_the_part_that_moves_is_the_same() -> None:
    with served(audience=box()) as night:
        answer = night.came_in("Scrutineer").get("/desk/vote/count")

    assert "<html" not in answer.text
    assert "All couples" in answer.text


@pytest.mark.parametrize("path", ["/desk/vote", "/desk/vote/count", "/desk/vote/lost"])
@pytest.mark.parametrize("holder", ["Producer", "Ida"])
def test_nobody_else_sees_it(holder: str, path: str) -> None:
    with served(audience=box()) as night:
        client = night.came_in(holder)
        assert client.get(path).status_code == 403
        assert client.get(path, headers=HTML).status_code == 303
        assert client.post("/desk/vote/seal").status_code == 403


def test_before_the_vote_there_is_no_box() -> None:
    with served(audience=Told()) as night:
        page = words(night.came_in("Scrutineer").get("/desk/vote"))

    assert "There is no box yet. It begins when the vote opens." in page
    assert "The vote is not open yet." in page


def test_a_night_without_ballots_says_so() -> None:
    with served() as night:
        answer = night.came_in("Scrutineer").get("/desk/vote", headers=HTML)

    assert answer.status_code == 404
    assert "This night takes no ballots by itself." in answer.text


def test_a_box_that_cannot_be_counted_says_why() -> None:
    told = box()
    told.no_box = "The box is being moved. Look again in a minute."
    with served(audience=told) as night:
        answer = night.came_in("Scrutineer").get("/desk/vote")

    assert answer.status_code == 200
    assert told.no_box in answer.text


def test_a_box_that_does_not_read_says_so_on_every_page() -> None:
    told = box()
    told.unreadable = told.no_box = "two files of this box have different rules."
    with served(audience=told) as night:
        desk = night.came_in("Scrutineer")
        pages = [desk.get(path, headers=HTML) for path in ("/desk/vote", "/desk/paper", "/desk/rules")]
        as_json = desk.get("/desk/rules")

    assert [page.status_code for page in pages] == [200, 409, 409]
    assert all(told.unreadable in page.text for page in pages)
    assert (as_json.status_code, as_json.json()["sentence"]) == (409, told.unreadable)


def test_what_looks_odd_is_shown_with_couples_for_the_scrutineer() -> None:
    told = box()
    rule = Exclusion("web", frozenset([bytes(16)]), None, None, "3 voters")
    wide = Exclusion("web", frozenset(n.to_bytes(16) for n in range(1501)), None, None, "1,501 voters")
    told.odd = (
        Anomaly(Oddity.VOTER, "web", "3 voters sent 400 ballots each.", 1200, rule, "Ada 1,200"),
        Anomaly(Oddity.SILENT, "text message", "Nothing came for 90 s.", 0),
        Anomaly(Oddity.VOTER, "web", "1,501 voters did.", 9, wide),
    )
    with served(audience=told) as night:
        answer = night.came_in("Scrutineer").get("/desk/vote")
        page = words(answer)
        others = [night.came_in("Producer").get(path).text for path in ("/desk", "/desk/screen", "/desk/rules")]

    assert "3 voters sent 400 ballots each. Ada 1,200 See what a rule against it would do Nothing" in page
    assert page.endswith("Nothing came for 90 s. 1,501 voters did.")
    assert read_rule(unescape(re.findall(r'name="rule" value="([^"]*)"', answer.text)[0])) == rule
    assert not any("400 ballots" in text for text in others)


def test_the_window_stands_there_with_its_time() -> None:
    at = 4_000_000_000_000
    log = MemoryLog()
    Floor(the_night(), log=log).ask(OpenVote(at))
    with served(log=log, audience=box()) as night:
        page = words(night.came_in("Scrutineer").get("/desk/vote"))

    assert f"The vote is open until {sentences.clock_time(at)}." in page


def test_the_first_page_says_until_when_and_where_to_vote() -> None:
    at, log = 4_000_000_000_000, MemoryLog()
    Floor(the_night(), log=log).ask(OpenVote(at))
    with served(log=log, audience=box()) as night:
        page = words(night.stranger().get("/"))

    assert f"The vote is open until {sentences.clock_time(at)}. The public votes at http://vote.example" in page


# Sealing.


def sealed(night: Running, told: Told) -> httpx.Response:
    """Look at both counts, then seal."""
    desk = night.came_in("Scrutineer")
    both = desk.post("/desk/vote/seal")
    assert both.status_code == 200, both.text
    (sure,) = re.findall(r'name="sure" value="(\w+)"', both.text)
    assert night.edge.counter.show.tally is None
    del told
    return desk.post("/desk/vote/seal", data={"sure": sure})


def test_a_count_is_sealed_once_both_ways_agree_and_the_scrutineer_has_seen_them() -> None:
    told = box()
    with served(log=closed(told), audience=told) as night:
        assert sealed(night, told).status_code == 303
        tally = night.edge.counter.show.tally
        page = words(night.came_in("Scrutineer").get("/desk/vote"))

    assert tally == Tally(
        {
            "Ada": {"web": 10, "text message": 3, "paper": 0},
            "Bo": {"web": 2, "text message": 0, "paper": 0},
            "Cy": {"web": 0, "text message": 10, "paper": 0},
            "Dee": {"web": 1, "text message": 0, "paper": 0},
        },
        {NotCounted.LATE: 4, NotCounted.OVER_LIMIT: 2, NotCounted.DUPLICATE: 1},
    )
    assert "The count is sealed: 26 votes. The box, counted again just now, comes to the same." in page


def test_both_counts_stand_beside_each_other() -> None:
    told = box()
    with served(log=closed(told), audience=told) as night:
        page = words(night.came_in("Scrutineer").post("/desk/vote/seal"))

    assert "Two separate counts come to the same: 26 votes" in page
    assert "Ada, web 10 10 yes" in page
    assert "Not counted: after the window closed 4 4 yes" in page
    assert "The count is fixed at 26 votes. This cannot be undone." in page


def test_counts_that_differ_cannot_be_sealed() -> None:
    told = box()
    log = closed(told)
    told.recounted = Tally({"Ada": {"web": 9}})
    with served(log=log, audience=told) as night:
        desk = night.came_in("Scrutineer")
        answer = desk.post("/desk/vote/seal")
        tries = desk.post("/desk/vote/seal", data={"sure": digest_of(asyncio.run(told.count_twice()).counted)})

        assert (answer.status_code, tries.status_code) == (409, 409)
        assert "Ada, web 10 9 no" in words(answer)
        assert 'name="sure"' not in answer.text
        assert night.edge.counter.show.tally is None


def test_a_count_that_has_changed_is_shown_again() -> None:
    """A second paper was typed meanwhile, say."""
    told = box()
    with served(log=closed(told), audience=told) as night:
        desk = night.came_in("Scrutineer")
        (sure,) = re.findall(r'name="sure" value="(\w+)"', desk.post("/desk/vote/seal").text)
        told.ballots.append(ballot(9, Bo=1))
        answer = desk.post("/desk/vote/seal", data={"sure": sure})

        assert "The count has changed since you looked." in answer.text
        assert night.edge.counter.show.tally is None


def test_an_open_vote_cannot_be_sealed() -> None:
    told = box()
    with served(audience=told) as night:
        night.came_in("Producer").post("/commands", json={"id": "o", "command": {"ask": "open-vote"}})
        desk = night.came_in("Scrutineer")

        assert "The count can be sealed once the vote is closed." in desk.get("/desk/vote").text
        assert desk.post("/desk/vote/seal").status_code == 409


def test_what_relays_may_still_bring_is_waited_for() -> None:
    """Certified only after the watermark (I14)."""
    told, at = box(), 4_000_000_000_000
    with served(log=closed(told, final_at=at), audience=told) as night:
        desk = night.came_in("Scrutineer")
        wait = f"Relays may still bring ballots that they were given in time until {sentences.clock_time(at)}."

        assert wait in desk.get("/desk/vote").text
        assert desk.post("/desk/vote/seal").status_code == 409
        assert night.edge.counter.show.tally is None


def test_a_sealed_count_that_the_box_does_not_come_to_is_told() -> None:
    told = box()
    with served(log=closed(told), audience=told) as night:
        sealed(night, told)
        told.ballots.append(ballot(9, Bo=1))
        page = words(night.came_in("Scrutineer").get("/desk/vote"))

        assert "comes to 27. Look at it before anything is told." in page
        assert night.came_in("Scrutineer").post("/desk/vote/seal").status_code == 409


def test_pairs_name_what_only_one_count_has() -> None:
    twice = Twice(Tally({"Ada": {"web": 1}}), Tally({"Bo": {"web": 2}}, {NotCounted.LATE: 3}))

    assert [(p.what, p.counted, p.recounted) for p in pairs(twice)] == [
        ("Ada, web", 1, 0),
        ("Bo, web", 0, 2),
        ("Not counted: after the window closed", 0, 3),
    ]
    assert not twice.agree


def test_a_digest_is_that_of_the_figures() -> None:
    one = Tally({"Ada": {"web": 1}, "Bo": {"web": 2}})

    assert digest_of(one) == digest_of(Tally({"Bo": {"web": 2}, "Ada": {"web": 1}}))
    assert digest_of(one) != digest_of(Tally({"Ada": {"web": 2}, "Bo": {"web": 1}}))


# Nothing for others.


@pytest.mark.parametrize("star", STARS)
def test_nothing_at_the_producers_desk_depends_on_for_whom_votes_are(star: str) -> None:
    """The same ballots for another couple: every byte that a producer can get hold of is the same."""
    seen = []
    for chosen in ("Ada", star):
        told = Told(stage="open", ballots=[ballot(n, **{chosen: 7}) for n in range(5)], traffic={WEB.name: (5, 5, 0)})
        with served(audience=told) as night:
            seen.append(producer_hears(night))

    assert seen[0] == seen[1]


def producer_hears(night: Running) -> list[str]:
    """All that a producer can get hold of."""
    desk = night.came_in("Producer")
    paths = ["/desk", "/desk/screen", "/desk/paper", "/desk/rules", "/desk/log"]
    paths += ["/desk/vote", "/desk/vote/count", "/desk/vote/lost?lost1=1"]
    answers = [desk.get(path, headers=accept) for path in paths for accept in (HTML, {"Accept": "application/json"})]
    answers += [desk.post(path) for path in ("/desk/vote/seal", "/desk/rules/effect", "/desk/rules/sign")]
    shown = night.edge.ballots()
    assert shown is not None
    return [DRAWN.sub("", answer.text.replace(night.url, "")) for answer in answers] + [repr(shown.channels)]
