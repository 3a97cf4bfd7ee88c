"""Every route of the public's door, in one list."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import parse_qs

from mirrorball.box.contents import NoBox
from mirrorball.box.intake import MOST_WAITING
from mirrorball.core.channel import Unit
from mirrorball.door.asking import House, NotTaken, Reply, Scope, cookie, read_up_to, see_that_it_is_ours
from mirrorball.door.codes import Codes
from mirrorball.door.lookup import find
from mirrorball.door.mailing import Mailing
from mirrorball.door.page import Answer, Pages, Sight, Stage
from mirrorball.door.relay import Relays
from mirrorball.door.taking import page_channel
from mirrorball.door.voting import AGAIN, JSON, MANY, MOST_BYTES, NOT_YET, TOO_LATE, Voting, refusal, when_again
from mirrorball.door.window import Window

MOST_RELAYED = 1024 * 1024  # bytes of what a relay sends at once
BUSY = MOST_WAITING // 2  # ballots that wait, from which on pages are not drawn any more
LOOKUPS, MOST_LOOKUPS = 2, 100  # at the same time, and waiting
MOST_TYPED = 300  # letters of a code or an address that are looked at
FORM = "application/x-www-form-urlencoded"
READING = ("GET", "HEAD")

NOTHING = "There is nothing here. The vote page is at /."
NO_SEAT = "No card has this code. Compare it once more; it has ten letters and figures, and no O, I, L or U among them."

TO_THE_FRONT = Answer(HTTPStatus.SEE_OTHER, (("location", "/"), ("cache-control", "no-store")), b"")

Answering = Callable[[Scope, Reply], Awaitable[Answer]]


class App:
    """One door. ``changed`` has to be called whenever its window has."""

    def __init__(self, house: House, window: Window) -> None:
        """Stand before this window."""
        self._house, self._window = house, window
        at = page_channel(window.rules)
        self._voting = None if at is None else Voting(house, window, at)
        self._relays = Relays(window.rules, house.voters, house.clock, window.counts)
        self._mailing = Mailing(Codes(house.voters.code), house.sender, window.rules.title)
        self._looking, self._lookups = asyncio.Semaphore(LOOKUPS), 0
        self._routes: dict[tuple[str, str], Answering] = {
            ("GET", "/"): self._front,
            ("POST", "/vote"): self._vote_by_form,
            ("POST", "/relay"): self._relay,
            ("GET", "/window.json"): self._told,
            ("GET", "/receipt"): self._receipt,
            ("POST", "/seat"): self._seat,
            ("POST", "/code"): self._ask_for_code,
            ("POST", "/code/confirm"): self._confirm_code,
        }
        self._below: dict[str, Callable[[str], Answer]] = {"/static/": self._static, "/s/": self._come_in}
        self.changed()

    def changed(self) -> None:
        """Draw the pages anew, and take ballots by what holds now."""
        window, house = self._window, self._house
        if self._voting is not None:
            self._voting.changed()
        sight = Sight(
            rules=window.rules,
            stage=window.stage,
            closes_at=window.closes_at,
            gone=window.gone,
            rehearsal=house.rehearsal,
            version=house.version,
        )
        self._pages = Pages(sight, house.voters)

    @property
    def trouble(self) -> str:
        """Why codes do not reach voters; empty while they do."""
        return self._mailing.trouble

    async def __rsgi__(self, scope: Scope, reply: Reply) -> None:
        """Answer a request."""
        voting = self._voting
        if voting and scope.path == "/vote" and scope.method == "POST" and scope.headers.get("content-type") != FORM:
            await voting.by_script(scope, reply)
            return
        try:
            answer = await self._answer(scope, reply)
        except NotTaken as refused:
            answer = self._pages.problem(refused.status, str(refused))
            answer = Answer(answer.status, (*answer.headers, *when_again(refused)), answer.body)
        reply.response_bytes(answer.status, list(answer.headers), b"" if scope.method == "HEAD" else answer.body)

    async def _answer(self, scope: Scope, reply: Reply) -> Answer:
        method = "GET" if scope.method in READING else scope.method
        intake = self._window.intake
        if (
            method == "GET" and intake is not None and intake.waiting > BUSY
        ):  # pages wait for votes, never the other way
            raise NotTaken(MANY, HTTPStatus.SERVICE_UNAVAILABLE)
        route = self._routes.get((method, scope.path))
        if route is not None:
            return await route(scope, reply)
        for begin, answering in self._below.items():
            if method == "GET" and scope.path.startswith(begin):
                return answering(scope.path.removeprefix(begin)[:MOST_TYPED])
        raise NotTaken(NOTHING, HTTPStatus.NOT_FOUND)

    async def _vote_by_form(self, scope: Scope, reply: Reply) -> Answer:
        if self._voting is None:
            raise NotTaken(NOTHING, HTTPStatus.NOT_FOUND)
        return await self._voting.by_form(scope, reply, self._pages)

    async def _front(self, scope: Scope, reply: Reply) -> Answer:
        """The vote page. Where browsers are voters, one that we do not know becomes one."""
        del reply
        known = self._voting.known(scope) if self._voting else None
        fresh = self._house.draw(8).hex()
        if known is not None or self._unit is not Unit.BROWSER:
            return self._pages.vote(known, fresh, self._house.clock(), None)
        name = self._house.draw(16).hex()
        known = Unit.BROWSER, self._house.voters.voter(Unit.BROWSER, name)
        answer = self._pages.vote(known, fresh, self._house.clock(), None)
        return self._kept_by_browser(answer, Unit.BROWSER, name)

    def _come_in(self, typed: str) -> Answer:
        """By the code of a seat's card."""
        seat = self._house.voters.seat_of(typed) if self._unit is Unit.SEAT else None
        if seat is None:
            return self._pages.wrong_seat(typed, NO_SEAT)
        return self._kept_by_browser(TO_THE_FRONT, Unit.SEAT, str(seat))

    async def _seat(self, scope: Scope, reply: Reply) -> Answer:
        fields = await self._fields(scope, reply)
        return self._come_in(fields.get("code", ""))

    async def _ask_for_code(self, scope: Scope, reply: Reply) -> Answer:
        self._see_that_it_is_by_mail()
        fields = await self._fields(scope, reply)
        return await self._mailing.ask(self._pages, fields.get("address", ""), self._house.clock())

    async def _confirm_code(self, scope: Scope, reply: Reply) -> Answer:
        self._see_that_it_is_by_mail()
        fields = await self._fields(scope, reply)
        address, figures = fields.get("address", ""), fields.get("code", "")
        address_or_page = self._mailing.confirm(self._pages, address, figures, self._house.clock())
        if isinstance(address_or_page, Answer):
            return address_or_page
        return self._kept_by_browser(TO_THE_FRONT, Unit.EMAIL, address_or_page)

    def _see_that_it_is_by_mail(self) -> None:
        if self._unit is not Unit.EMAIL:
            raise NotTaken(NOTHING, HTTPStatus.NOT_FOUND)

    @property
    def _unit(self) -> Unit | None:
        """What the vote page takes for one voter; None if nobody votes on a page."""
        return self._voting.unit if self._voting else None

    async def _told(self, scope: Scope, reply: Reply) -> Answer:
        del scope, reply
        return self._pages.window(self._house.clock())

    def _static(self, name: str) -> Answer:
        found = self._pages.static(name)
        if found is None:
            raise NotTaken(NOTHING, HTTPStatus.NOT_FOUND)
        return found

    async def _relay(self, scope: Scope, reply: Reply) -> Answer:
        try:
            return await self._relayed(scope, reply)
        except NotTaken as refused:
            status, headers, said = refusal(refused)
            return Answer(status, tuple(headers), said)

    async def _relayed(self, scope: Scope, reply: Reply) -> Answer:
        window, sent = self._window, dict(scope.headers.items())
        body = await read_up_to(MOST_RELAYED, scope.headers, reply)
        if window.intake is None or window.shut:
            raise NotTaken(NOT_YET if window.stage is Stage.BEFORE else TOO_LATE, HTTPStatus.CONFLICT)
        status, said = await self._relays.take(window.intake, sent, body, window.stage, window.gone)
        again = (("retry-after", str(AGAIN)),) if status == HTTPStatus.SERVICE_UNAVAILABLE else ()
        return Answer(status, (*JSON, *again), said)

    async def _receipt(self, scope: Scope, reply: Reply) -> Answer:
        """What became of a ballot. It takes a while where the box is large, so few look at the same time."""
        del reply
        typed = parse_qs(scope.query_string).get("code", [""])[0][:MOST_TYPED]
        if self._lookups >= MOST_LOOKUPS:
            raise NotTaken(MANY, HTTPStatus.SERVICE_UNAVAILABLE)
        self._lookups += 1
        try:
            async with self._looking:
                found = await asyncio.to_thread(find, self._house.folder, typed, self._house.voters.receipt)
        except (NoBox, OSError):
            found = None
        finally:
            self._lookups -= 1
        return self._pages.receipt(typed, found, self._house.clock())

    async def _fields(self, scope: Scope, reply: Reply) -> dict[str, str]:
        """What was typed into a form of ours. Raises ``NotTaken``."""
        see_that_it_is_ours(scope.headers)
        body = await read_up_to(MOST_BYTES, scope.headers, reply)
        return {name: text[0].strip()[:MOST_TYPED] for name, text in parse_qs(body.decode("utf-8", "replace")).items()}

    def _kept_by_browser(self, answer: Answer, unit: Unit, known_as: str) -> Answer:
        token = self._house.voters.token(unit, known_as)
        return Answer(answer.status, (*answer.headers, cookie(token, secure=self._house.secure)), answer.body)
