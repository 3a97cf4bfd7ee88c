"""Test votes: one voter a couple and way, who knows no more than what the board shows, and reads the page as people do.

The page is not asked for a couple's field by its number: the tester looks for the name, and takes the field beside it.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import quote, urlencode

from mirrorball.box.rules import Choice, Rules
from mirrorball.box.voters import SHA, Voters
from mirrorball.core.channel import Channel, Unit, Way, decimals
from mirrorball.door.asking import COOKIE
from mirrorball.door.relay import relay_key

HOST = "127.0.0.1"
RELAY = "preflight"
PATIENCE = 20  # seconds
FORM = "application/x-www-form-urlencoded"
COUNTED = "Counted."
ADDRESSES = "preflight-{}@example.com"  # the domain is nobody's
PHONES = "+1202555{:04}"


@dataclass(frozen=True, slots=True)
class Tried:
    """One test vote: for whom, on which channel, in which way. ``wrong`` is a sentence, or empty if all went well."""

    star: str
    channel: str
    how: str
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Testers:
    """Voters in front of a door at this port of this machine. ``shown`` are the couples as the board shows them."""

    port: int
    rules: Rules
    voters: Voters
    clock: Callable[[], int]  # milliseconds since 1970
    shown: tuple[Choice, ...]

    def ways(self) -> Iterator[tuple[Channel, Choice, str]]:
        """Every test vote: on a page one a couple, by message one for each word that means a couple."""
        for channel in self.rules.channels:
            for couple in self.shown:
                match channel.way:
                    case Way.PAGE | Way.PAPER:
                        yield channel, couple, ""
                    case _:
                        yield from ((channel, couple, text) for text in (couple.keyword, str(couple.number)) if text)

    async def vote(self, channel: Channel, couple: Choice, text: str, nth: int) -> Tried:
        """Cast the nth test vote: not that of a paper, which is typed at the desk."""
        by = self._by_page if channel.way is Way.PAGE else self._by_relay
        how = "on the page" if channel.way is Way.PAGE else f"“{text}”"
        try:
            wrong = await asyncio.to_thread(by, channel, couple, text, nth)
        except (OSError, ValueError, KeyError, LookupError) as error:
            wrong = f"The door gave no answer that could be read ({error})."
        return Tried(couple.star, channel.name, how, wrong)

    # A page.

    def _by_page(self, channel: Channel, couple: Choice, _: str, nth: int) -> str:
        line = _Line(self.port)
        try:
            line.come_in(self.voters, channel.unit, nth)
            page = _read(line.ask("GET", "/"))
            beside = [one for one in page.couples if one.star == couple.star]
            if len(beside) != 1 or not beside[0].name:
                return f"The vote page shows {couple.star} {len(beside)} times with a field to vote in."
            found = beside[0]
            if found.pro != (f"with {couple.pro}" if couple.pro else ""):
                return f"The vote page shows {couple.star} “{found.pro}”, and the board {couple.pro or 'alone'}."
            if found.number != str(couple.number):
                return f"The vote page has number {found.number} for {couple.star}, and the board {couple.number}."
            saved = _read(line.ask("POST", "/vote", urlencode({"id": page.id, found.name: "1"}), FORM))
            if saved.mine != [(couple.star, "1")]:
                told = ", ".join(f"{votes} for {star}" for star, votes in saved.mine) or "nothing"
                return f"A vote for {couple.star} was answered with {told}."
            answer = line.ask("GET", f"/receipt?code={quote(saved.receipt)}")
            return "" if COUNTED in answer else "The receipt of this vote does not say that it counts."
        finally:
            line.close()

    # A relay.

    def _by_relay(self, channel: Channel, couple: Choice, text: str, nth: int) -> str:
        ballot: dict[str, object] = {"id": f"preflight-{nth}", "voter": _voter(channel.unit, nth), "text": text}
        if channel.price is not None:
            amount = Decimal(channel.price.amount).scaleb(-decimals(channel.price.currency))
            ballot["paid"] = {"amount": f"{amount:f}", "currency": channel.price.currency}
        body = json.dumps({"channel": channel.name, "ballots": [ballot]})
        seconds, key = self.clock() // 1000, relay_key(self.voters, RELAY).encode()
        signed = hmac.digest(key, f"{seconds}.{body}".encode(), SHA).hex()
        line = _Line(self.port)
        try:
            headers = {"Mirrorball-Signature": f"t={seconds},k={RELAY},v={signed}"}
            (answer,) = json.loads(line.ask("POST", "/relay", body, "application/json", headers))["ballots"]
        finally:
            line.close()
        if not answer.get("kept"):
            return f"“{text}” was not taken: {answer.get('help') or answer.get('refused') or answer}"
        if (answer.get("star"), answer.get("votes")) != (couple.star, 1):
            return f"“{text}” was read as {answer.get('votes')} for {answer.get('star')}, and means {couple.star}."
        return ""


def _voter(unit: Unit, nth: int) -> str:
    return {Unit.PHONE: PHONES.format(nth), Unit.EMAIL: ADDRESSES.format(nth)}.get(unit, f"preflight-{nth}")


class _Line:
    """A browser without scripts: it keeps our cookie, and follows where it is sent."""

    def __init__(self, port: int) -> None:
        self._http, self._cookie = HTTPConnection(HOST, port, timeout=PATIENCE), ""

    def come_in(self, voters: Voters, unit: Unit, nth: int) -> None:
        """As a voter of this unit does: by the card of a seat, by the figures of a mail, or just so."""
        if unit is Unit.SEAT:
            self.ask("GET", f"/s/{voters.seat_code(nth)}")
        elif unit is Unit.EMAIL:  # nobody reads a mail here, so this one comes in with what typing the figures gives
            self._cookie = f"{COOKIE}={voters.token(unit, ADDRESSES.format(nth))}"

    def ask(self, method: str, path: str, body: str = "", kind: str = "", more: Mapping[str, str] | None = None) -> str:
        headers = {"Cookie": self._cookie} if self._cookie else {}
        headers |= {"Content-Type": kind} if kind else {}
        self._http.request(method, path, body.encode() or None, headers | dict(more or {}))
        answer = self._http.getresponse()
        text = answer.read().decode()
        self._keep(answer)
        return text

    def close(self) -> None:
        self._http.close()

    def _keep(self, answer: HTTPResponse) -> None:
        for given in answer.headers.get_all("Set-Cookie", []):
            self._cookie = given.partition(";")[0]


@dataclass(slots=True)
class _Couple:
    """A couple on the page: what stands there, and the name of the field beside it."""

    number: str = ""
    star: str = ""
    pro: str = ""
    name: str = ""


@dataclass(slots=True)
class _Page:
    """What a voter finds on a page."""

    couples: list[_Couple] = field(default_factory=list)
    id: str = ""
    receipt: str = ""
    mine: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Reads a page by its words: which text stands in which part."""

    def __init__(self) -> None:
        super().__init__()
        self.page = _Page()
        self._part, self._is_mine, self._star = "", False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        kind = has.get("class", "").split(" ")[0]
        if tag == "li" and kind == "couple":
            self.page.couples.append(_Couple())
        elif tag == "input" and has.get("type") == "hidden" and has.get("name") == "id":
            self.page.id = has.get("value", "")
        elif tag == "input" and self.page.couples and not self.page.couples[-1].name:
            self.page.couples[-1].name = has.get("name", "")
        if tag == "ul":
            self._is_mine = kind == "mine"
        self._part = {"span": kind or "span", "b": "b"}.get(tag, kind if tag == "p" else "")

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._part = ""

    def handle_data(self, words: str, /) -> None:
        text = words.strip()
        if not text:
            return
        if self._part in {"number", "star", "pro"} and self.page.couples:
            setattr(self.page.couples[-1], self._part, text)
        elif self._part == "receipt":
            self.page.receipt = text
        elif self._is_mine and self._part == "span":
            self._star = text
        elif self._is_mine and self._part == "b":
            self.page.mine.append((self._star, text))


def _read(page: str) -> _Page:
    reader = _Reader()
    reader.feed(page)
    return reader.page
