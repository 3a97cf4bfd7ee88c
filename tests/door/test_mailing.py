"""The way in by e-mail, from an address to a voter."""

from __future__ import annotations

import asyncio
import re

import pytest

from mirrorball.box.rules import Choice, Rules
from mirrorball.box.voters import Voters
from mirrorball.core.channel import Channel, Unit
from mirrorball.door.codes import BETWEEN, Codes
from mirrorball.door.mailing import Mailing
from mirrorball.door.page import Answer, Pages, Sight, Stage
from mirrorball.door.sender import NotSent
from tests.door.reading import Reading

VOTERS = Voters(bytes(32))
RULES = Rules("n1", "Gala", 1, (Choice(1, "Ada Byron", "Max Ray"),), (Channel("web", 10, unit=Unit.EMAIL),))
PAGES = Pages(Sight(RULES, Stage.OPEN), VOTERS)
NOW = 1_800_000_000_000
ME = "me@example.org"


class Kept:
    """A sender that keeps what it is given, or fails."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.broken = False

    async def send(self, address: str, subject: str, text: str) -> None:
        if self.broken:
            message = "The mail server mail.example.org:25 cannot be reached."
            raise NotSent(message)
        self.sent.append((address, subject, text))


@pytest.fixture
def carrier() -> Kept:
    return Kept()


@pytest.fixture
def mailing(carrier: Kept) -> Mailing:
    return Mailing(Codes(VOTERS.code), carrier, "Gala\nof the Lindy Hall")


def ask(mailing: Mailing, typed: str = ME, now: int = NOW) -> Answer:
    return asyncio.run(mailing.ask(PAGES, typed, now))


def test_whoever_reads_the_message_comes_in(mailing: Mailing, carrier: Kept) -> None:
    page = Reading(ask(mailing, " ME@example.org").body)
    address, subject, text = carrier.sent[0]
    code = re.findall(r"\d{6}", text)[0]

    assert address == ME
    assert subject == f"{code} is your code for Gala of the Lindy Hall"
    assert page.fields == {"address": ME, "code": ""}
    assert mailing.confirm(PAGES, ME, code, NOW) == ME


def test_wrong_figures_ask_again(mailing: Mailing) -> None:
    ask(mailing)
    answer = mailing.confirm(PAGES, ME, "000", NOW)

    assert isinstance(answer, Answer)
    assert answer.status == 401
    assert "not the six figures" in Reading(answer.body).text


def test_asking_twice_sends_once_and_leads_to_the_same_form(mailing: Mailing, carrier: Kept) -> None:
    ask(mailing)
    again = ask(mailing, now=NOW + BETWEEN - 1)

    assert len(carrier.sent) == 1
    assert again.status == 429
    assert Reading(again.body).fields == {"address": ME, "code": ""}


def test_a_mistyped_address_stands_there_again(mailing: Mailing, carrier: Kept) -> None:
    for answer in (ask(mailing, "me@example"), mailing.confirm(PAGES, "me@example", "123456", NOW)):
        assert isinstance(answer, Answer)
        assert answer.status == 400
        assert "does not look like an e-mail address" in Reading(answer.body).text
    assert carrier.sent == []


def test_when_the_mail_fails_the_voter_is_told_whose_fault_it_is_and_the_desk_why(
    mailing: Mailing, carrier: Kept
) -> None:
    carrier.broken = True
    answer = ask(mailing)

    assert answer.status == 503
    assert "that is not your fault" in Reading(answer.body).text
    assert "mail.example.org" not in Reading(answer.body).text
    assert mailing.trouble == "The mail server mail.example.org:25 cannot be reached."
    carrier.broken = False
    assert ask(mailing, now=NOW + 1).status == 200  # what failed does not count as sent
    assert mailing.trouble == ""
