"""Coming in over a real connection: links, PINs, sessions, keys that are closed and made anew."""

from __future__ import annotations

from http.cookies import SimpleCookie

import httpx
import pytest

from mirrorball.log.memory import MemoryLog
from mirrorball.web import keys
from mirrorball.web.edge import COOKIE
from tests.web.night import NAMES, SECRET, Running, served


def cookie_of(answer: httpx.Response) -> SimpleCookie:
    return SimpleCookie(answer.headers["set-cookie"])


def test_a_link_and_its_pin_lead_to_the_page(night: Running) -> None:
    for holder, home in (("Ida", "/judge"), ("Producer", "/desk"), ("Scrutineer", "/desk")):
        stranger = night.stranger()
        asked = stranger.get(night.link(holder))
        answer = stranger.post(night.link(holder), data={"pin": night.pin(holder)})

        assert asked.status_code == 200
        assert holder in asked.text
        assert "noindex" in asked.headers["x-robots-tag"]
        assert (answer.status_code, answer.headers["location"]) == (303, home)
        assert stranger.get(home).status_code == 200


def test_a_link_alone_leads_nowhere(night: Running) -> None:
    stranger = night.stranger()
    stranger.get(night.link("Ida"))

    assert stranger.get("/judge/screen").status_code == 401
    assert COOKIE not in stranger.cookies


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(night: Running) -> None:
    answer = night.stranger().post(night.link("Ida"), data={"pin": night.pin("Ida")})
    morsel = cookie_of(answer)[COOKIE]

    assert morsel["httponly"] is True
    assert morsel["samesite"] == "strict"
    assert morsel["path"] == "/"
    assert not morsel["secure"]
    assert not morsel["domain"]


def test_the_cookie_travels_over_tls_only_where_there_is_tls() -> None:
    with served(secure=True) as night:
        answer = night.stranger().post(night.link("Ida"), data={"pin": night.pin("Ida")})

        assert cookie_of(answer)[COOKIE]["secure"] is True


def test_two_devices_that_come_in_have_different_sessions(night: Running) -> None:
    one, other = night.came_in("Ida"), night.came_in("Ida")

    assert one.cookies[COOKIE] != other.cookies[COOKIE]
    assert one.get("/judge").status_code == other.get("/judge").status_code == 200


def test_a_forged_link_opens_nothing(night: Running) -> None:
    real = night.link("Ida").removeprefix("/in/")
    name, _, signature = real.partition(".")
    for token in (
        f"{name}.{signature[::-1]}",
        f"{name}.",
        name,
        f"{NAMES['Producer']}.{signature}",
        keys.link_token(bytes(32), name),  # of another night
        keys.link_token(SECRET, "neverthere"),  # signed, and never issued
    ):
        stranger = night.stranger()
        for answer in (stranger.get(f"/in/{token}"), stranger.post(f"/in/{token}", data={"pin": night.pin("Ida")})):
            assert answer.status_code == 403
            assert "This link opens nothing here." in answer.text
        assert COOKIE not in stranger.cookies


def test_a_forged_session_is_nobody(night: Running) -> None:
    client = night.came_in("Ida")
    real = client.cookies[COOKIE]
    id_, key, signature = real.split(".")
    others = keys.session_text(bytes(32), keys.Session(id_, key))
    for text in (
        f"{id_}.{NAMES['Producer']}.{signature}",
        f"{id_}.{key}.{signature[::-1]}",
        others,
        "",
        "..",
        real + "A",
    ):
        with httpx.Client(base_url=night.url, headers={"Cookie": f"{COOKIE}={text}"}) as forger:
            assert forger.get("/judge/screen").status_code == 401, text
            assert forger.get("/desk/screen").status_code == 401, text


def test_five_wrong_pins_block_one_key_and_no_other(night: Running) -> None:
    stranger, pin = night.stranger(), night.pin("Ida")
    wrong = "000000" if pin != "000000" else "000001"
    inside = night.came_in("Ida")
    said = [stranger.post(night.link("Ida"), data={"pin": wrong}) for _ in range(5)]

    assert [answer.status_code for answer in said] == [403] * 4 + [429]
    assert "That is not the PIN. 4 tries are left." in said[0].text
    assert "1 try is left" in said[3].text
    assert "takes none for 10 minutes" in said[4].text
    # The right PIN does not help now, somebody else's key does, and whoever is in stays in.
    assert stranger.post(night.link("Ida"), data={"pin": pin}).status_code == 429
    assert stranger.post(night.link("Jo"), data={"pin": night.pin("Jo")}).status_code == 303
    assert inside.get("/judge/screen").status_code == 200
    devices = [line for line in night.edge.devices() if line.pin_blocked]
    assert {line.holder for line in devices} == {"Ida"}

    night.ticks.ahead += keys.BLOCKED_MS
    assert stranger.post(night.link("Ida"), data={"pin": pin}).status_code == 303


def test_a_tool_is_blocked_by_the_same_count(night: Running) -> None:
    tool = night.stranger()
    token = night.link("Jo").removeprefix("/in/")
    wrong = "000000" if night.pin("Jo") != "000000" else "000001"
    said = [tool.post("/api/session", json={"token": token, "pin": wrong}) for _ in range(6)]

    assert [answer.status_code for answer in said] == [401] * 4 + [429] * 2
    assert all(answer.json()["answer"] == "not allowed" for answer in said)
    assert night.stranger().post(night.link("Jo"), data={"pin": night.pin("Jo")}).status_code == 429


def test_a_key_that_is_closed_lets_nobody_in_and_a_new_one_does(night: Running) -> None:
    judge, desk = night.came_in("Ida"), night.came_in("Producer")
    closed = desk.post("/desk/keys/revoke", data={"key": NAMES["Ida"]})
    again = desk.post("/desk/keys/revoke", data={"key": NAMES["Ida"]})

    assert (closed.status_code, closed.headers["location"]) == (303, "/desk/keys")
    assert again.status_code == 303  # the same form posted twice is answered twice
    assert judge.get("/judge/screen").status_code == 401
    assert judge.post("/beat", json={}).status_code == 401
    page = night.stranger().get(night.link("Ida"), headers={"Accept": "text/html"})
    assert page.status_code == 403
    assert "This link was closed." in page.text

    name = desk.post("/desk/keys/issue", json={"role": "judge", "holder": "Ida"}).json()["key"]
    assert name not in NAMES.values()
    token = keys.link_token(SECRET, name)
    assert token in desk.get("/desk/keys").text
    assert keys.pin_of(SECRET, name)[:3] in desk.get("/desk/keys").text
    fresh = night.stranger()
    assert fresh.post(f"/in/{token}", data={"pin": keys.pin_of(SECRET, name)}).status_code == 303
    assert fresh.get("/judge/screen").json()["judge"] == "Ida"


def test_a_form_that_is_sent_twice_issues_one_key(night: Running) -> None:
    desk = night.came_in("Producer")
    form = {"key": "fresh00000", "role": "judge", "holder": "Guest"}
    answers = [desk.post("/desk/keys/issue", data=form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert [key.holder for key in night.edge.counter.show.keys.values()].count("Guest") == 1


def test_a_producer_does_not_come_in_as_the_scrutineer(night: Running) -> None:
    """Two people stand behind a correction; one of them cannot hand out the other's key."""
    producer, scrutineer = night.came_in("Producer"), night.came_in("Scrutineer")
    secret = (night.link("Scrutineer"), f"{night.pin('Scrutineer')[:3]} {night.pin('Scrutineer')[3:]}")

    assert not any(part in producer.get("/desk/keys").text for part in secret)
    assert all(part in scrutineer.get("/desk/keys").text for part in secret)
    assert producer.get(f"/desk/keys/{NAMES['Scrutineer']}.svg").status_code == 404
    assert producer.get(f"/desk/keys/{NAMES['Ida']}.svg").headers["content-type"] == "image/svg+xml"
    assert producer.post("/desk/keys/issue", json={"role": "scrutineer", "holder": "Me"}).status_code == 403
    command = {"ask": "issue-key", "key": "mykey00000", "role": "scrutineer", "holder": "Me"}
    assert producer.post("/commands", json={"id": "1", "command": command}).status_code == 403
    revoke = {"ask": "revoke-key", "key": NAMES["Scrutineer"]}
    assert producer.post("/commands", json={"id": "2", "command": revoke}).status_code == 403
    assert scrutineer.post("/desk/keys/issue", json={"role": "scrutineer", "holder": "Other"}).status_code == 200


def test_a_session_survives_a_restart() -> None:
    log = MemoryLog()
    with served(log=log) as night:
        judge = night.came_in("Ida")
        session = judge.cookies[COOKIE]
        assert judge.get("/judge/screen").status_code == 200
    with served(log=log) as night, httpx.Client(base_url=night.url, cookies={COOKIE: session}) as judge:
        assert judge.get("/judge/screen").json()["judge"] == "Ida"
    with (
        served(log=log, secret=bytes(32)) as night,
        httpx.Client(base_url=night.url, cookies={COOKIE: session}) as judge,
    ):
        assert judge.get("/judge/screen").status_code == 401


def test_who_leaves_is_out_on_this_device(night: Running) -> None:
    one, other = night.came_in("Ida"), night.came_in("Ida")
    answer = one.post("/out")

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert one.get("/judge/screen").status_code == 401
    assert other.get("/judge/screen").status_code == 200


def test_everybody_has_one_home(night: Running) -> None:
    judge, desk = night.came_in("Ida"), night.came_in("Producer")
    html = {"Accept": "text/html"}

    assert judge.get("/desk", headers=html).headers["location"] == "/judge"
    assert desk.get("/judge", headers=html).headers["location"] == "/desk"
    for path in ("/desk/screen", "/desk/stream", "/log.json", "/desk/keys", "/desk/log"):
        assert judge.get(path).status_code == 403, path
    for path in ("/judge/screen", "/judge/stream"):
        assert desk.get(path).status_code == 403, path


@pytest.mark.parametrize("path", ["/judge", "/desk", "/desk/keys", "/desk/log"])
def test_who_is_not_in_reads_how_to_come_in(night: Running, path: str) -> None:
    answer = night.stranger().get(path, headers={"Accept": "text/html"})

    assert answer.status_code == 401
    assert "Open your link" in answer.text


def test_a_tool_comes_in_and_uses_its_session(night: Running) -> None:
    with httpx.Client(base_url=night.url) as tool:
        token = night.link("Producer").removeprefix("/in/")
        session = tool.post("/api/session", json={"token": token, "pin": night.pin("Producer")}).json()["session"]
        tool.headers["Authorization"] = f"Bearer {session}"

        assert tool.get("/desk/screen").json()["role"] == "producer"
        assert tool.post("/commands", json={"id": "1", "command": {"ask": "take", "segment": 1}}).status_code == 200
        assert len(tool.get("/log.json").json()["entries"]) == len(NAMES) + 1
        assert "set-cookie" not in tool.get("/desk/screen").headers
        tool.headers["Authorization"] = f"Bearer {session}x"
        answer = tool.get("/desk/screen")
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
