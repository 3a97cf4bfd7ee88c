"""What is handed out before a night, by commands: cards with seat codes and keys of relays; and a card lets in."""

from __future__ import annotations

import csv
import io
import re
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from mirrorball.box.voters import Voters
from mirrorball.door.relay import relay_key
from mirrorball.main import main
from mirrorball.season.example import example
from tests.ports import free_port
from tests.terminal.test_serve import PATIENCE, serving

SEASON = example("season-32")
ADDRESS = "https://vote.example.org"


@pytest.fixture
def gala(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A gala as it is begun: by one command, and nothing in it is wrong."""
    folder = tmp_path / "my-gala"
    assert main(["new", str(folder), "--kind", "gala"]) == 0
    assert main(["check", str(folder), "--strict"]) == 0
    capsys.readouterr()
    return folder


def said(capsys: pytest.CaptureFixture[str], *asked: str, code: int = 0) -> tuple[str, str]:
    """What a command prints and says beside it."""
    assert main(list(asked)) == code
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return out, err


def refused(capsys: pytest.CaptureFixture[str], *asked: str) -> str:
    out, err = said(capsys, *asked, code=2)
    assert out == ""
    assert err.count("\n") == 1
    return err


def listed(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal in which the path of a test's own folder fits on a line."""
    monkeypatch.setenv("COLUMNS", "200")


def test_cards_are_a_pdf_that_says_where_it_leads(gala: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf = gala.parent / "cards.pdf"
    out, _ = said(capsys, "tickets", str(gala), "--count", "11", "--address", ADDRESS, "--out", str(pdf))
    whole = pdf.read_bytes()

    assert whole.startswith(b"%PDF-")
    assert whole.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type /Page\b", whole)) == 2
    assert f"11 cards in {pdf}. Their codes lead to {ADDRESS}." in " ".join(out.split())


def test_one_card_is_one(gala: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = said(
        capsys, "tickets", str(gala), "--count", "1", "--address", ADDRESS, "--out", str(gala.parent / "one.pdf")
    )

    assert out.startswith("1 card in ")


def test_codes_come_as_a_list_and_are_those_of_the_night(gala: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("tickets", str(gala), "--csv", "--address", ADDRESS, "--count")
    rows = listed(said(capsys, *asked, "3")[0])
    more = listed(said(capsys, *asked, "2", "--first", "3")[0])
    key = gala.with_name("my-gala-nights") / "week-01.key"
    voters = Voters(key.read_bytes())

    assert [row["seat"] for row in rows] == ["1", "2", "3"]
    assert [row["code"].replace(" ", "") for row in rows] == [
        voters.seat_code(seat).replace(" ", "") for seat in (1, 2, 3)
    ]
    assert all(row["link"].startswith(f"{ADDRESS}/s/") for row in rows)
    assert more[0] == rows[2]
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert not list(gala.parent.glob("*.pdf"))


def test_without_an_address_cards_lead_to_this_machine(gala: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = listed(said(capsys, "tickets", str(gala), "--csv", "--count", "1")[0])

    assert re.match(r"http://[^/]+:8033/s/", row["link"])


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (["--count", "0"], "card"),
        (["--count", "-3"], "card"),
        (["--count", "3", "--first", "-1"], "seat"),
        (["--count", "99999999999"], "seat"),
        (["--count", "3", "--week", "2"], "has no week 2. Its weeks are: 1."),
        (["--count", "3", "--address", "vote"], "vote"),
        (["--count", "3", "--address", ADDRESS, "--out", "{tmp}/nowhere/cards.pdf"], "Name another file with --out."),
    ],
)
def test_cards_that_cannot_be_made_say_why(
    gala: Path, capsys: pytest.CaptureFixture[str], asked: list[str], says: str
) -> None:
    assert says in refused(capsys, "tickets", str(gala), *(part.format(tmp=gala.parent) for part in asked))


def test_no_card_is_made_where_nobody_votes_by_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, "tickets", str(SEASON), "--week", "11", "--night", str(tmp_path), "--count", "3")

    assert told.startswith(f"Nobody of {SEASON} votes by seat code. Write voter = ")


def test_a_folder_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["tickets", str(tmp_path / "no"), "--count", "3"], ["relay", str(tmp_path / "no"), "gateway"]):
        assert "found no such folder" in said(capsys, *command, code=2)[1]


def test_the_key_of_a_relay_stands_alone_so_that_a_script_can_take_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("relay", str(SEASON), "gateway-1", "--week", "11", "--night", str(tmp_path))
    out, err = said(capsys, *asked)

    assert out == relay_key(Voters((tmp_path / "week-11.key").read_bytes()), "gateway-1") + "\n"
    assert err.startswith("The key of gateway-1 for text message. Keep it secret")
    assert said(capsys, *asked)[0] == out
    assert said(capsys, "relay", str(SEASON), "gateway-2", *asked[3:])[0] != out


@pytest.mark.parametrize("name", ["", "two words", "x" * 41, "../up"])
def test_a_name_that_no_relay_can_have_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    told = refused(capsys, "relay", str(SEASON), name, "--week", "11", "--night", str(tmp_path))

    assert told.startswith(f"{name!r} is no name of a relay.")


def test_no_key_is_made_where_no_relay_brings_anything(gala: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, "relay", str(gala), "gateway")

    assert "has no channel that a relay brings ballots for" in told


@pytest.fixture(autouse=True)
def _ctrl_c_is_heard() -> Iterator[None]:
    """A shell that runs tests in the background lets them ignore Ctrl-C, and what they start ignores it too."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_gala_from_its_folder_to_a_vote_by_a_card(gala: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As docs/night says: new, check, tickets, serve; then a guest follows the card's link and votes."""
    nights, port = gala.with_name("my-gala-nights"), free_port()
    address = f"http://127.0.0.1:{port}"
    (row,) = listed(said(capsys, "tickets", str(gala), "--csv", "--address", address, "--count", "1")[0])
    with serving(nights, "--vote-port", str(port), folder=gala, week="1") as night:
        assert f"The public votes at {address}" in night.said
        with night.come_in("Producer") as desk, httpx.Client(base_url=address, timeout=PATIENCE) as phone:
            answer = desk.post("/commands", json={"id": "1", "command": {"ask": "open-vote"}})
            assert answer.json()["answer"] == "done", answer.text
            until_open(phone)
            assert phone.get(row["link"]).status_code == 303
            page = phone.get("/").text
            name = re.search(r'name="id" value="([0-9a-f]{16})"', page)
            couple = re.search(r'name="(v\d+)"', page)
            assert name
            assert couple
            saved = phone.post("/vote", data={"id": name[1], couple[1]: "1"}, headers={"Origin": address})
            assert "Your vote is in." in saved.text
        assert night.stop()[0] == 0
    out, _ = said(capsys, "recount", str(nights / "week-01-box"))

    assert "1 vote" in out


def until_open(phone: httpx.Client) -> None:
    for _ in range(PATIENCE * 20):
        try:
            if phone.get("/window.json").json()["stage"] == "open":
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    pytest.fail("The vote does not open.")
