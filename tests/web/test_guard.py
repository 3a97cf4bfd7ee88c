"""What holds for every route: headers, no posting from elsewhere, no script in a page, sentences instead of errors."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from starlette.datastructures import Headers
from starlette.routing import Mount, Route

from mirrorball.core.people import Role
from mirrorball.web import keys
from mirrorball.web.app import ROUTES
from mirrorball.web.edge import COOKIE
from mirrorball.web.guard import HEADERS, MOST_BYTES, is_ours
from tests.web.night import NAMES, Running, served

HTML = {"Accept": "text/html"}
STREAMS = {"/judge/stream", "/desk/stream", "/board/stream", "/host/stream"}
TAKE = {"id": "1", "command": {"ask": "take", "segment": 1}}


@dataclass(frozen=True)
class Open:
    """A night, and somebody of each kind who is in."""

    night: Running
    judge: httpx.Client
    producer: httpx.Client
    scrutineer: httpx.Client
    stranger: httpx.Client

    @property
    def people(self) -> tuple[httpx.Client, ...]:
        return self.judge, self.producer, self.scrutineer, self.stranger


@pytest.fixture(scope="module")
def opened() -> Iterator[Open]:
    with served(authority=b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n") as night:
        yield Open(
            night, night.came_in("Ida"), night.came_in("Producer"), night.came_in("Scrutineer"), night.stranger()
        )


def paths(night: Running) -> list[str]:
    """Every path that can be read, filled in."""
    token = night.link("Ida").removeprefix("/in/")
    filled = {"{token}": token, "{key}": NAMES["Ida"], "{name}": "nosuchfont", "{form}": "json", "{number}": "1"}
    found = []
    for route in ROUTES:
        if isinstance(route, Route) and "GET" in (route.methods or ()) and route.path not in STREAMS:
            path = route.path
            for name, value in filled.items():
                path = path.replace(name, value)
            found.append(path)
    found += [
        "/feeds/board.json",
        "/feeds/board.csv",
        "/graphics/shared/look.js",
        "/graphics/nothing.js",
        "/graphics/a.py",
    ]
    return [*found, "/static/base.css", "/static/nothing.css", "/nothing", "/in/forged", "/static/../app.py"]


def posts() -> list[str]:
    """Every path that takes a post."""
    return [
        route.path.replace("{token}", "forged")
        for route in ROUTES
        if isinstance(route, Route) and "POST" in (route.methods or ())
    ]


def test_every_route_is_looked_at(opened: Open) -> None:
    """No route can be added that these tests pass over."""
    looked_at = {*paths(opened.night), *posts(), *STREAMS}

    assert (
        len(ROUTES)
        == len([r for r in ROUTES if isinstance(r, Mount)])
        + len({route.path for route in ROUTES if isinstance(route, Route)})
        + 2
    )  # the page behind a link and that for paper ballots are read and posted to
    assert len(looked_at) >= len(ROUTES)


def safe(answer: httpx.Response) -> None:
    """An answer has every header that keeps a browser safe."""
    path = answer.url.path
    for_other_hosts = path.startswith(("/feeds/", "/graphics/", "/photo/"))
    expected = {**HEADERS, **({"Cross-Origin-Resource-Policy": "cross-origin"} if for_other_hosts else {})}
    for name, text in expected.items():
        assert answer.headers.get_list(name) == [text], (answer.url, name)
    assert answer.headers.get_list("access-control-allow-origin") == (["*"] if for_other_hosts else []), answer.url
    assert "access-control-allow-credentials" not in answer.headers
    static = path.startswith(("/static/", "/graphics/")) and answer.status_code < 400
    assert answer.headers["cache-control"] == ("no-cache" if static else "no-store"), answer.url


def test_every_answer_has_the_headers(opened: Open) -> None:
    for person in opened.people:
        for path in paths(opened.night):
            for headers in ({}, HTML):
                safe(person.get(path, headers=headers))
            safe(person.put(path))
            safe(person.head(path))
        for path in posts():
            safe(person.post(path, content=b"{", headers={"Origin": "https://elsewhere.example"}))
            if path != "/out":
                safe(person.post(path, content=b"{"))
        safe(person.post("/commands", content=b"x" * (MOST_BYTES + 1)))
    streams = ((opened.judge, "/judge/stream"), (opened.producer, "/desk/stream"), (opened.producer, "/host/stream"))
    for client, path in (*streams, (opened.stranger, "/board/stream")):
        with client.stream("GET", path) as answer:
            safe(answer)


def test_the_policy_allows_nothing_inline_and_nobody_else() -> None:
    policy = HEADERS["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy


def test_no_page_has_script_or_style_in_it(opened: Open) -> None:
    pages = 0
    for person in opened.people:
        for path in paths(opened.night):
            answer = person.get(path, headers=HTML)
            if not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            pages += 1
            assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", answer.text), path
            assert not re.search(r"<script[^>]*>\s*\S[^<]*</script>", answer.text), path
            assert "<style" not in answer.text, path
            assert not re.search(r"<[^>]+\s(?:on\w+|style)\s*=", answer.text), path
            assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", answer.text), path
            assert "javascript:" not in answer.text, path
    assert pages > 20


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Authorization": "Bearer x"},
        {"Origin": "https://elsewhere.example", "Authorization": "Bearer x"},
        {},
    ],
)
def test_what_is_posted_from_elsewhere_is_not_taken(opened: Open, headers: dict[str, str]) -> None:
    cookies = {COOKIE: opened.producer.cookies[COOKIE]}
    before = opened.night.edge.counter.head
    with httpx.Client(base_url=opened.night.url, cookies=cookies) as browser:
        for path in (*posts(), opened.night.link("Ida")):
            if path == "/api/session" and not headers:
                continue  # a tool that has no session yet; it gets one in the answer, and no cookie
            answer = browser.post(path, json=TAKE, headers=headers)
            assert answer.status_code == 403, path
            assert answer.json()["answer"] == "not allowed"
            assert "set-cookie" not in answer.headers
    assert opened.night.edge.counter.head == before


@pytest.mark.parametrize(
    ("sent", "ours"),
    [
        ({"origin": "http://venue:8032"}, True),
        ({"origin": "https://venue:8032"}, True),
        ({"origin": "http://venue"}, False),
        ({"origin": "venue:8032"}, False),
        ({"origin": "http://venue:8032", "sec-fetch-site": "same-origin"}, True),
        ({"origin": "http://venue:8032", "sec-fetch-site": "cross-site"}, False),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, True),
        ({"origin": "null"}, False),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, False),
        ({}, None),
    ],
)
def test_what_comes_from_a_page_of_ours(sent: dict[str, str], ours: bool | None) -> None:  # noqa: FBT001  # as it is told
    assert is_ours(Headers({"host": "venue:8032", **sent})) is ours


def test_nothing_is_changed_by_reading(opened: Open) -> None:
    before = opened.night.edge.counter.head
    for person in opened.people:
        for path in [*paths(opened.night), *posts()]:
            person.get(path)
    assert opened.night.edge.counter.head == before


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 422),
        (b"", "application/json", 422),
        (b"[]", "application/json; charset=utf-8", 422),
        (b"\xff\xfe", "application/json", 422),
        (b"[" * 60_000, "application/json", 422),
        (b"{}", "text/plain", 415),
        (b"{}", "", 415),
        (b"id=1", "application/x-www-form-urlencoded", 415),
        (b"x" * (MOST_BYTES + 1), "application/json", 413),
    ],
)
def test_a_body_that_does_not_read_is_told(opened: Open, content: bytes, kind: str, status: int) -> None:
    for path in ("/commands", "/preview", "/beat", "/api/session"):
        answer = opened.producer.post(path, content=content, headers={"Content-Type": kind})
        assert answer.status_code == status, path
        assert answer.json()["answer"] == "unreadable"
        assert all(problem.endswith(".") for problem in answer.json()["problems"])


def test_a_body_without_a_length_is_cut_off_too(opened: Open) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(20):
            yield b"x" * (MOST_BYTES // 10)

    answer = opened.producer.post("/commands", content=pieces(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_what_is_not_there_and_what_cannot_be_done_are_told(opened: Open) -> None:
    for path, method, status in (("/nothing", "GET", 404), ("/commands", "GET", 405), ("/judge", "DELETE", 405)):
        by_tool = opened.stranger.request(method, path)
        by_person = opened.stranger.request(method, path, headers=HTML)
        assert by_tool.status_code == by_person.status_code == status
        assert by_tool.json()["sentence"].endswith(".")
        assert "<h1" in by_person.text
        assert by_tool.json()["sentence"] in by_person.text
    assert opened.stranger.get("/commands").headers["allow"] == "POST"


def secrets_of(opened: Open) -> list[str]:
    """All that opens a door."""
    found = [opened.night.edge.secret.hex()]
    for holder, name in NAMES.items():
        found += [opened.night.link(holder).partition(".")[2], opened.night.pin(holder)]
        found.append(keys.session_text(opened.night.edge.secret, keys.Session("x", name)).rpartition(".")[2])
    return [*found, *(client.cookies[COOKIE].rpartition(".")[2] for client in opened.people[:3])]


def test_no_secret_stands_in_what_is_written_down_or_answered(
    opened: Open, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Everything is asked by everybody, rightly and wrongly; every byte that came back or was logged is searched."""
    caplog.set_level(logging.DEBUG)
    heard: list[str] = []
    pin = opened.night.pin("Kit")
    for person in opened.people:
        for path in paths(opened.night):
            if not path.startswith("/desk/keys"):  # the one place where links and PINs are shown
                heard.append(person.get(path, headers=HTML).text)
                heard.append(person.get(path).text)
        for path in posts():
            if path not in {"/out", "/desk/keys/revoke"}:
                heard.append(person.post(path, json={"token": opened.night.link("Kit"), "pin": pin}).text)
                heard.append(person.post(path, data={"pin": pin}).text)
    broken = (b"{", b'{"token": "', opened.night.link("Kit").encode())
    heard += [opened.stranger.post("/api/session", content=content).text for content in broken]
    heard += [str(entry) for entry in opened.producer.get("/log.json").json()["entries"]]
    # The client of this test writes down what it asks; the server has to be silent about it.
    heard += [record.getMessage() for record in caplog.records if not record.name.startswith("http")]
    heard += capfd.readouterr()
    everything = "\n".join(heard)

    assert [secret for secret in secrets_of(opened) if secret in everything] == []


def test_an_accident_is_answered_and_written_down_without_a_token(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served() as night:
        stranger, link = night.stranger(), night.link("Ida")
        monkeypatch.setattr(keys, "key_of_link", lambda *_: 1 // 0)
        answer = stranger.get(link)

        assert answer.status_code == 500
        safe(answer)
        assert answer.json()["sentence"].startswith("Something broke in the program")
        until = time.monotonic() + 5
        while "ZeroDivisionError" not in caplog.text and time.monotonic() < until:
            time.sleep(0.01)  # it is answered first and written down then
        assert "ZeroDivisionError" in caplog.text
        written = [record.getMessage() for record in caplog.records if not record.name.startswith("http")]
        assert written
        assert link.partition(".")[2] not in "".join(written)


def test_roles_are_all_there_is(opened: Open) -> None:
    assert {person.get("/").text.count("You are in as") for person in opened.people[:3]} == {1}
    assert "You are in as" not in opened.stranger.get("/").text
    assert set(Role) == {Role.JUDGE, Role.PRODUCER, Role.SCRUTINEER, Role.HOST}  # whom a host is let to: test_host
