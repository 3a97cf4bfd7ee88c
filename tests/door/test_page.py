"""The public's pages as bytes: small, strict, whole without a script, and silent about everybody else."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from mirrorball.box.rules import Choice, Rules
from mirrorball.box.voters import Voters
from mirrorball.core.channel import Channel, LimitPer, Unit, Way
from mirrorball.door.drawing import FILES
from mirrorball.door.page import Answer, Found, Pages, Sight, Stage
from tests.door.reading import Reading

VOTERS = Voters(b"key" * 11)
NAME, NOW = "00000000000000ab", 1_800_000_000_000
ME, YOU = ((Unit.BROWSER, bytes([one]) * 16) for one in (7, 9))
CHOICES = (
    Choice(1, "Alyson Hannigan", "Sasha Farber"),
    Choice(4, "Jason Mraz", "Daniella Karagach"),
    Choice(9, "Xochitl Gomez", "Valentin Chmerkovskiy"),
)
WEB = Channel("web", 10)
CHANGE = Channel("web", 10, replaceable=True)
IN_ALL = Channel("web", 12, LimitPer.BALLOT)
ONE = Channel("web", 1, LimitPer.BALLOT, unit=Unit.SEAT)
MAIL = Channel("web", 10, unit=Unit.EMAIL)
RULES = Rules(
    "s32 w11", "Dancing with the Stars", 11, CHOICES, (Channel("sms", 10, way=Way.RELAY, unit=Unit.PHONE), WEB)
)
HOSTILE = """<script>alert(1)</script>"'><img src=x onerror=alert(1)>&amp;{{ 7*7 }}\0id\0"""
NAMES_OF_A_LARGE_CAST = "Charlotte-Alexandra von Hohenberg-Wittgenstein"


def sight(channel: Channel = WEB, stage: Stage = Stage.OPEN, **more: object) -> Sight:
    seen = Sight(replace(RULES, channels=(RULES.channels[0], channel)), stage, NOW + 60_000)
    return replace(seen, **more)  # type: ignore[arg-type]  # passed on as it came


def pages(channel: Channel = WEB, stage: Stage = Stage.OPEN, **more: object) -> Pages:
    return Pages(sight(channel, stage, **more), VOTERS)


def known(channel: Channel) -> tuple[Unit, bytes]:
    return channel.unit, bytes(range(16))


def all_answers(made: Pages, channel: Channel) -> Iterator[Answer]:
    """Every page that there is of a sight."""
    votes = ((CHOICES[0].star, 3), (CHOICES[2].star, 1))
    yield made.vote(known(channel), NAME, NOW, None)
    yield made.vote(known(channel), NAME, NOW, votes)
    yield made.vote(None, NAME, NOW, None)
    yield made.saved("ABCDEF-GHJKMN-PQRSTV", votes, 12, NOW, NOW)
    yield made.refused(409, "Voting has closed.", votes, NAME, known(channel), NOW)
    yield made.refused(401, "Who are you?", votes, NAME, None, NOW)
    yield made.receipt("", None, NOW)
    yield made.receipt(HOSTILE, None, NOW)
    yield made.receipt("ABC", Found(NOW, 10, 123, 7, "counted"), NOW)
    yield made.asked_code("me@example.org")
    yield made.wrong_code("me@example.org", "Not these.")
    yield made.wrong_address(HOSTILE, "Not this.")
    yield made.wrong_seat(HOSTILE, "Not this.")
    yield made.problem(503, "The fault is ours.")


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("channel", [WEB, CHANGE, IN_ALL, ONE, MAIL], ids=["web", "change", "in all", "one", "mail"])
@pytest.mark.parametrize("gone", [frozenset(), frozenset({"Jason Mraz"})], ids=["all in", "one out"])
def test_every_page_is_whole_and_strict(stage: Stage, channel: Channel, gone: frozenset[str]) -> None:
    for answer in all_answers(pages(channel, stage, gone=gone, rehearsal=bool(gone)), channel):
        assert Reading(answer.body).wrong == []
        headers = dict(answer.headers)
        assert "'unsafe" not in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert (headers["cache-control"], headers["x-frame-options"]) == ("no-store", "DENY")


def test_the_page_of_a_large_cast_is_under_30_kb_with_all_that_it_asks_for() -> None:
    cast = tuple(Choice(n, NAMES_OF_A_LARGE_CAST, NAMES_OF_A_LARGE_CAST) for n in range(1, 17))
    made = Pages(replace(sight(), rules=replace(RULES, choices=cast)), VOTERS)
    page = made.vote(ME, NAME, NOW, None).body
    asked = re.findall(rb'(?:src|href)="/static/([^"]+)"', page)

    files = {name: made.static(name.decode()) for name in asked}

    assert {name.rpartition(b".")[2] for name in files} == {b"css", b"js", b"svg"}
    assert len(page) + sum(len(file.body) for file in files.values() if file) < 30_000


def test_no_typeface_and_nothing_else_is_loaded_by_the_style_or_the_script() -> None:
    text = b"".join(file.body for name, file in FILES.items() if not name.endswith("svg"))

    assert not re.search(rb"@font-face|@import|url\(|https?:|import\s*\(|\bimport\b.*from", text)


def test_the_script_is_written_in_the_language_of_2017_and_the_style_for_its_phones() -> None:
    script = next(file.body.decode() for name, file in FILES.items() if name.endswith(".js"))
    style = next(file.body.decode() for name, file in FILES.items() if name.endswith(".css"))

    assert not re.search(r"\?\.[a-z\[(]|\?\?|catch\s*\{|\{\s*\.\.\.|\.(at|flat|flatMap|replaceAll|finally)\(", script)
    assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|eval\(", script)
    assert not re.search(r":has\(|color-mix|\bclamp\(|\bmin\(|\bgap:|\binset:|dvh", style)


def test_files_are_kept_for_ever_under_names_that_change_with_them() -> None:
    made = pages()

    answers = {name: made.static(name) for name in FILES}

    assert all(file and "immutable" in dict(file.headers)["cache-control"] for file in answers.values())
    assert made.static("vote.css") is None
    assert made.static("../page.py") is None


def test_hostile_names_are_text_and_nothing_else() -> None:
    choice = Choice(1, HOSTILE, HOSTILE)
    rules = replace(RULES, title=HOSTILE, night=HOSTILE, choices=(choice,), channels=(WEB,))
    made = Pages(Sight(rules, Stage.OPEN, version=HOSTILE), VOTERS)
    for answer in all_answers(made, WEB):
        page = Reading(answer.body)
        assert page.wrong == []
        assert b"<script>alert" not in answer.body
        assert b"\0" not in answer.body
        assert not [image for image in page.of("img") if image.get("src") == "x"]
        assert HOSTILE.replace("\0", "") in page.text


def test_a_form_without_a_script_sends_its_id_and_a_field_for_each_couple() -> None:
    page = Reading(pages().vote(ME, NAME, NOW, None).body)

    assert page.fields == {"id": NAME, "v1": "0", "v4": "0", "v9": "0"}
    assert [form["action"] for form in page.of("form")] == ["/vote"]
    assert page.of("form")[0]["method"] == "post"
    assert {(field.get("min"), field.get("max")) for field in page.of("input") if "max" in field} == {("0", "10")}


def test_one_vote_in_all_is_a_choice() -> None:
    made = pages(ONE)
    page = Reading(made.vote(known(ONE), NAME, NOW, None).body)
    again = Reading(made.refused(409, "No.", (("Jason Mraz", 1),), NAME, known(ONE), NOW).body)

    assert page.fields == {"id": NAME}
    assert [field["type"] for field in page.of("input")] == ["hidden", "checkbox", "checkbox", "checkbox"]
    assert again.fields == {"id": NAME, "v4": "1"}


@pytest.mark.parametrize(
    ("channel", "says"),
    [
        (WEB, "10 votes for each couple from this browser. What you save adds up and cannot be taken back."),
        (CHANGE, "10 votes for each couple from this browser. You can change them until the close."),
        (IN_ALL, "12 votes in all from this browser. What you save adds up and cannot be taken back."),
        (ONE, "One vote with your seat code. Once saved, it cannot be taken back."),
        (replace(ONE, replaceable=True), "One vote with your seat code. You can change it until the close."),
        (MAIL, "10 votes for each couple with your e-mail address. What you save adds up and cannot be taken back."),
        (replace(WEB, limit=1), "One vote for each couple from this browser."),
        (replace(WEB, limit=None), "As many votes as you like from this browser."),
    ],
    ids=["web", "change", "in all", "one", "one changes", "mail", "one a couple", "no limit"],
)
def test_the_limit_is_said_with_what_it_holds_for(channel: Channel, says: str) -> None:
    assert says in Reading(pages(channel).vote(known(channel), NAME, NOW, None).body).text


def test_before_and_after_nothing_can_be_sent() -> None:
    for stage, says in ((Stage.BEFORE, "Voting has not opened yet"), (Stage.CLOSED, "Voting has closed")):
        page = Reading(pages(stage=stage).vote(ME, NAME, NOW, None).body)
        assert says in page.text
        assert stage is Stage.BEFORE or not re.search(r"\d:\d\d", page.text)  # when it was to close is not when it did
        assert page.of("form") == page.of("input") == page.of("button") == []
        assert [star for star in ("Alyson Hannigan", "Jason Mraz", "Xochitl Gomez") if star not in page.text] == []


def test_a_couple_that_is_out_says_so_and_has_no_field() -> None:
    made = pages(gone=frozenset({"Jason Mraz"}))
    page = Reading(made.vote(ME, NAME, NOW, (("Jason Mraz", 2),)).body)

    assert page.fields.keys() == {"id", "v1", "v9"}
    assert page.text.count("Out of the show. No votes are taken.") == 1
    assert json.loads(made.window(NOW).body)["gone"] == [4]


def test_votes_that_are_in_stand_in_the_fields_only_where_they_can_be_changed() -> None:
    mine = (("Jason Mraz", 4), ("Xochitl Gomez", 10))
    final, change = (Reading(pages(one).vote(ME, NAME, NOW, mine).body) for one in (WEB, CHANGE))

    assert "Your 14 votes are in." in final.text
    assert (final.fields["v4"], final.text.count("4 votes in")) == ("0", 1)
    assert (change.fields["v1"], change.fields["v4"], change.fields["v9"]) == ("0", "4", "10")


def test_couples_stand_in_the_order_of_the_rules_whatever_was_voted() -> None:
    body = pages(CHANGE).vote(ME, NAME, NOW, (("Xochitl Gomez", 10),)).body

    assert re.findall(rb'data-number="(\d+)"', body) == [b"1", b"4", b"9"]


def test_pages_of_two_voters_differ_in_their_ids_only() -> None:
    made = pages()
    mine, yours = (made.vote(who, NAME, NOW, None).body for who in (ME, YOU))

    made.saved("ABCDEF", (("Jason Mraz", 7),), 12, NOW, NOW)
    made.refused(409, "No.", (("Jason Mraz", 7),), NAME, YOU, NOW)

    assert mine.replace(b"07" * 4, b"09" * 4) == yours
    assert made.vote(ME, NAME, NOW, None).body == mine


def test_a_refused_form_keeps_what_was_typed_and_says_whose_fault_it_is() -> None:
    kept = (("Jason Mraz", 30),)
    theirs = pages().refused(400, "At most 10 votes. Take some back.", kept, NAME, ME, NOW)
    ours = pages().refused(503, "Try again in a few seconds.", kept, NAME, ME, NOW)

    for answer, status, says in ((theirs, 400, "Not counted."), (ours, 503, "Not counted yet: the fault is ours.")):
        page = Reading(answer.body)
        assert answer.status == status
        assert page.fields == {"id": NAME, "v1": "0", "v4": "30", "v9": "0"}
        assert f"{says} " in page.text
        assert "30 votes kept in this form. Not counted yet." in page.text


def test_what_was_saved_is_said_with_its_receipt() -> None:
    page = Reading(pages().saved("ABCDEF-GH", (("Jason Mraz", 1), ("Xochitl Gomez", 0)), 12, NOW, NOW).body)

    assert "Your vote is in." in page.text
    assert "ABCDEF-GH" in page.text
    assert "Xochitl Gomez" not in page.text
    assert {"href": "/receipt?code=ABCDEF-GH", "class": "button"} in page.of("a")


@pytest.fixture
def vienna(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose clock shows the time of Vienna."""
    monkeypatch.setenv("TZ", "Europe/Vienna")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("vienna")
def test_a_receipt_says_when_and_where_and_how_but_not_for_whom() -> None:
    answer = pages().receipt("abc", Found(NOW, 10, 123, 7, "counted"), NOW)
    page = Reading(answer.body)

    assert answer.status == 200
    assert "Your ballot of 09:00:00 CET, ten votes, is in the box at block 123. Counted." in page.text
    assert not [choice for choice in CHOICES if choice.star in page.text or choice.pro in page.text]


def test_a_wrong_code_gets_one_kind_sentence_whatever_was_typed() -> None:
    answers = [pages().receipt(typed, None, NOW) for typed in ("A", "ABCDEF-GHJKMN-PQRSTV", HOSTILE)]

    assert {answer.status for answer in answers} == {404}
    assert all("No ballot has this code. Compare it" in Reading(answer.body).text for answer in answers)


@pytest.mark.parametrize(("channel", "action"), [(ONE, "/seat"), (MAIL, "/code")])
def test_a_stranger_is_asked_first(channel: Channel, action: str) -> None:
    made = pages(channel)
    for who in (None, ME):  # a browser alone is nobody here
        page = Reading(made.vote(who, NAME, NOW, None).body)
        assert [form["action"] for form in page.of("form")] == [action]
        assert "Jason Mraz" not in page.text


def test_what_was_typed_wrongly_stands_there_again_beside_the_reason() -> None:
    seat = Reading(pages(ONE).wrong_seat("7K2M", "No card has this code.").body)
    code = Reading(pages(MAIL).wrong_code("me@example.org", "Not these.").body)

    assert seat.fields == {"code": "7K2M"}
    assert seat.of("input")[0]["aria-describedby"] == "trouble"
    assert "No card has this code." in seat.text
    assert code.fields == {"address": "me@example.org", "code": ""}
    assert code.of("input")[1]["autocomplete"] == "one-time-code"


def test_the_window_is_told_by_the_servers_clock() -> None:
    answer = pages(stage=Stage.OPEN).window(NOW)

    assert json.loads(answer.body) == {"stage": "open", "now": NOW, "closes_at": NOW + 60_000, "gone": []}


def test_a_vote_without_a_page_says_so() -> None:
    made = Pages(Sight(replace(RULES, channels=RULES.channels[:1]), Stage.OPEN), VOTERS)

    assert made.vote(ME, NAME, NOW, None).status == 404
    assert b"This vote is not taken on a page." in made.vote(ME, NAME, NOW, None).body
