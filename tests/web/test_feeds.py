"""Feeds from a real server, before and after each thing that they must not tell early; who may read them, and how."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import httpx
import pytest

from mirrorball.core.show import open_night
from mirrorball.floor.feeds import FEEDS, FORMS
from mirrorball.log.memory import MemoryLog
from mirrorball.season.example import example
from mirrorball.season.read import read
from tests.core.stage import PANEL, STARS, WALTZ
from tests.web.night import SECRET, Running, served
from tests.web.sealed import FINALISTS, sealed_floor, with_votes


@pytest.fixture(scope="module")
def finale() -> Iterator[Running]:
    """The finale of season 32, sealed and not told."""
    log = MemoryLog()
    season = read(example("season-32")).season
    sealed_floor(season, 11, FINALISTS, log=log)
    with served(open_night(with_votes(season, 11, FINALISTS), 11), log, SECRET) as running:
        yield running


def ask(desk: httpx.Client, name: str, **fields: object) -> None:
    answer = desk.post("/commands", json={"id": secrets.token_hex(8), "command": {"ask": name, **fields}})
    assert answer.status_code == 200, answer.text


def feed(client: httpx.Client, name: str) -> list[dict[str, object]]:
    answer = client.get(f"/feeds/{name}.json")
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, object]] = answer.json()
    return rows


def test_every_feed_is_there_in_every_form_for_everybody(night: Running) -> None:
    stranger = night.stranger()

    for name in FEEDS:
        rows = feed(stranger, name)
        assert rows
        for form in FORMS:
            answer = stranger.get(f"/feeds/{name}.{form}")
            assert answer.status_code == 200
            assert answer.headers["content-type"] == FORMS[form].media_type
            assert answer.headers["cache-control"] == "no-store"
            assert "set-cookie" not in answer.headers
            assert "etag" not in answer.headers
        assert len(list(csv.DictReader(io.StringIO(stranger.get(f"/feeds/{name}.csv").text)))) == len(rows)
        assert len(ET.fromstring(stranger.get(f"/feeds/{name}.xml").content).findall("row")) == len(rows)  # noqa: S314


@pytest.mark.parametrize("path", ["/feeds/board.yaml", "/feeds/tally.json", "/feeds/board", "/feeds/.json"])
def test_what_is_no_feed_is_answered_with_a_sentence(night: Running, path: str) -> None:
    answer = night.stranger().get(path)

    assert answer.status_code == 404
    assert answer.json()["sentence"]


def test_a_mark_is_in_the_feeds_once_its_sheet_is_locked(night: Running) -> None:
    stranger, producer = night.stranger(), night.came_in("Producer")
    ask(producer, "call-routine", round=WALTZ, star=STARS[0])
    for judge, mark in zip(PANEL, ("9", "7", "8"), strict=True):
        ask(night.came_in(judge), "give-mark", round=WALTZ, star=STARS[0], mark=mark)

    rows = feed(stranger, "marks")
    assert [(row["given"], row["mark"], row["total"]) for row in rows] == [(1, "", "")] * 3
    assert feed(stranger, "now")[0]["mark1"] == ""
    assert all(row["points"] == "" or row["star"] != STARS[0] for row in feed(stranger, "board"))

    ask(producer, "lock-marks", round=WALTZ, star=STARS[0])
    rows = feed(stranger, "marks")
    assert [(row["judge"], row["mark"]) for row in rows] == list(zip(PANEL, (9, 7, 8), strict=True))
    assert {row["total"] for row in rows} == {24}
    assert next(row["points"] for row in feed(stranger, "board") if row["star"] == STARS[0]) == 24


def test_each_step_is_in_the_feeds_once_it_is_told(finale: Running) -> None:
    stranger, producer = finale.stranger(), finale.came_in("Producer")
    upwards = [star for step in finale.edge.counter.show.steps for star in step.stars]
    order = [row["star"] for row in feed(stranger, "couples")]

    for told in range(len(upwards) + 1):
        if told:
            before = feed(stranger, "now")[0]["sequence"]
            ask(producer, "reveal-next", step=told)
            assert feed(stranger, "now")[0]["sequence"] == int(str(before)) + 1
        assert [row["star"] for row in feed(stranger, "reveal")] == (upwards[:told] or [""])
        by_star = {row["star"]: row["place"] for row in feed(stranger, "couples")}
        assert [star for star in upwards if by_star[star]] == upwards[:told]
        assert [row["star"] for row in feed(stranger, "couples")] == order
        if told < len(upwards):
            everything = "".join(stranger.get(f"/feeds/{name}.{form}").text for name in FEEDS for form in FORMS)
            assert finale.edge.counter.show.sealed is not None
            assert str(finale.edge.counter.show.sealed) not in everything

    ask(producer, "take-back", step=len(upwards))
    assert [row["star"] for row in feed(stranger, "reveal")] == upwards[:-1]
    assert feed(stranger, "couples")[0]["champion"] == 0


def test_pages_of_other_hosts_may_read_these_and_nothing_else(night: Running) -> None:
    other = night.stranger(Origin="http://renderer.example", **{"Sec-Fetch-Site": "cross-site"})

    for path in ("/feeds/board.json", "/graphics/shared/look.js", "/graphics/lower-third.js"):
        answer = other.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "access-control-allow-credentials" not in answer.headers
    for path in ("/", "/graphics", "/overlay", "/adapter", "/desk/screen", "/log.json", "/static/base.css", "/api"):
        answer = other.get(path)
        assert "access-control-allow-origin" not in answer.headers, path
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_a_renderer_that_sends_a_key_along_may(night: Running) -> None:
    asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    answer = night.stranger(Origin="http://renderer.example").options("/feeds/board.json", headers=asked)

    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Authorization" in answer.headers["access-control-allow-headers"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_feeds_only_read(night: Running, method: str) -> None:
    assert night.stranger().request(method, "/feeds/board.json").status_code == 405


@pytest.mark.parametrize("path", ["/graphics/__init__.py", "/graphics/../web/app.py", "/graphics/%2e%2e/look.py"])
def test_nothing_beside_the_graphics_is_served(night: Running, path: str) -> None:
    answer = night.stranger().get(path)

    assert answer.status_code == 404
