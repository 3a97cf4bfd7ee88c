"""Mail that does not leave the house is told at the desk, by the door that could not send it."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest

from mirrorball.core.channel import Channel, Unit
from tests.door.served import PATIENCE, RULES, served
from tests.ports import free_port

BY_MAIL = replace(RULES, channels=(Channel("web", 10, unit=Unit.EMAIL),))


def test_a_mail_server_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in {
        "HOST": "127.0.0.1",
        "PORT": str(free_port()),
        "FROM": "vote@example.org",
        "TLS": "none",
    }.items():
        monkeypatch.setenv(f"MIRRORBALL_SMTP_{name}", text)
    with served(tmp_path, BY_MAIL) as door:
        assert door.keeper.trouble == ""
        body = urlencode({"address": "me@example.org"}).encode()
        headers = {"content-type": "application/x-www-form-urlencoded", "origin": door.address}
        status, _, page = door.request("POST", "/code", body, headers)
        until = time.monotonic() + PATIENCE
        while not door.keeper.trouble and time.monotonic() < until:
            time.sleep(0.05)

        assert (status, b"could not be sent" in page) == (503, True)
        assert "127.0.0.1" in door.keeper.trouble
