"""The examples of docs/relay.md are run as they stand, against a real door."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mirrorball.box.block import Kind
from mirrorball.box.contents import contents
from mirrorball.door.relay import RELAY_NAME, relay_key
from mirrorball.door.wire import MOST_BALLOTS, MOST_LETTERS, Amount, Refund, Sent
from tests.conftest import ROOT
from tests.door.served import Served, served

PAGE = (ROOT / "docs" / "relay.md").read_text(encoding="utf-8")
PATIENCE = 60  # seconds


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Served]:
    """A door whose window stands open."""
    with served(tmp_path) as one:
        one.do(one.keeper.open(None))
        yield one


def examples(language: str) -> list[str]:
    """The blocks of the page in this language."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def run(door: Served, *command: str) -> str:
    """Run an example with the address and the key that it asks for; what it printed."""
    known = {"DOOR": door.address, "KEY": relay_key(door.voters, "gateway"), "PATH": os.environ["PATH"]}
    ran = subprocess.run(command, env=known, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def in_the_box(door: Served) -> list[dict[str, int]]:
    """The ballots in the box, without couples that got no votes."""
    return [{star: n for star, n in ballot.votes if n} for ballot in contents(door.folder).ballots]


def test_the_example_with_curl_sends_a_text(door: Served) -> None:
    (example,) = examples("sh")
    answer = json.loads(run(door, "sh", "-c", example))

    said, _ = (json.loads(shown) for shown in examples("json"))
    assert in_the_box(door) == [{"Ada Byron": 10}]
    assert len(answer["ballots"][0].pop("receipt")) == len(said["ballots"][0].pop("receipt"))
    assert answer == said


def test_the_example_in_python_sends_a_batch_until_all_is_answered(door: Served) -> None:
    (example,) = examples("python")
    lines = run(door, sys.executable, "-c", example).splitlines()

    assert [line.split()[0] for line in lines] == ["SM01", "SM02", "SM03"]
    assert "Please send the number or the name of one couple: 1 Ada Byron" in lines[2]
    assert in_the_box(door) == [{"Ada Byron": 10, "Cy Young": 5}, {"Bo Ek": 5}]
    assert [note.value["text"] for note in contents(door.folder).notes if note.kind is Kind.UNREAD] == ["whoever"]


def test_the_example_of_a_donation_is_taken(door: Served) -> None:
    _, example = examples("json")
    once = f"BODY='{example}'"
    (sending,) = examples("sh")
    answer = json.loads(run(door, "sh", "-c", re.sub(r"BODY='.*?'", lambda _: once, sending)))

    assert answer["ballots"][0]["rest"] == {"amount": "0.20", "currency": "EUR"}
    assert answer["refunds"] == [{"id": "re_17", "kept": True}]
    assert in_the_box(door) == [{"Ada Byron": 10}]


def test_every_field_of_a_ballot_stands_on_the_page() -> None:
    for shape in (Sent, Refund, Amount):
        assert [name for name in shape.__struct_fields__ if f'"{name}"' not in PAGE and f"`{name}`" not in PAGE] == []


def test_the_limits_on_the_page_are_those_of_the_code() -> None:
    assert f"at most {MOST_BALLOTS:,} of each" in PAGE
    assert f"1 to {MOST_LETTERS} letters" in PAGE
    assert RELAY_NAME.fullmatch("gateway")
