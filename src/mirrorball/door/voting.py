"""The way of a ballot: read, whose, shape, box, answer.

This is where a television night's votes come in, so nothing else is on it: no template, no session, no row a vote, and
nothing of the show.
"""

from __future__ import annotations

from http import HTTPStatus

from mirrorball.box.intake import Full
from mirrorball.box.receipt import Spot, receipt
from mirrorball.box.writer import NotKept
from mirrorball.core.channel import Unit
from mirrorball.door.asking import House, NotTaken, Reply, Scope, body_of, see_that_it_is_ours
from mirrorball.door.page import Answer, Known, Pages, Stage
from mirrorball.door.taking import Shape, known_by
from mirrorball.door.window import Window

MOST_BYTES = 16 * 1024  # of a ballot, as JSON or as a form
AGAIN = 5  # seconds after which to come again
JSON = [("content-type", "application/json"), ("cache-control", "no-store"), ("x-content-type-options", "nosniff")]

NOT_YET = "Voting has not opened yet. Your votes were not counted; send them once it has."
TOO_LATE = "Voting has closed. These votes were not counted."
MANY = "Very many people are voting right now. Nothing is lost: try again in a few seconds."
NO_ROOM = "The box cannot take votes at this moment, and that is not your fault. Try again in a few seconds."
STRANGERS = {
    Unit.SEAT: "This browser has not come in by a seat's card. Scan the card, or type its code.",
    Unit.EMAIL: "This browser has not come in by e-mail. Ask for a code and type it.",
    Unit.BROWSER: "This browser did not keep our cookie, which tells one voter from another. "
    "Allow cookies for this page and load it again.",
}


class Voting:
    """Ballots of the vote page. ``pages`` and ``shape`` are those of the window as it stands."""

    def __init__(self, house: House, window: Window) -> None:
        """Take ballots for this window."""
        self._clock, self._voters, self._window = house.clock, house.voters, window
        counts = window.counts
        self._offered, self._taken, self._refused = counts.offered, counts.taken, counts.refused
        self.changed()

    def changed(self) -> None:
        """The window has changed: take ballots by what holds now."""
        self.shape = Shape(self._window.rules, self._window.gone)
        self.unit, self._name = self.shape.channel.unit, self.shape.channel.name

    def known(self, scope: Scope) -> Known:
        """Which voter this browser is."""
        return known_by(self._voters, scope.headers.get("cookie"), self.unit)

    async def by_script(self, scope: Scope, reply: Reply) -> None:
        """A ballot from the page's script, answered in JSON."""
        self._offered[self._name] += 1
        try:
            answer = await self._kept(scope, reply)
        except NotTaken as refused:
            self._refused[self._name] += 1
            reply.response_bytes(*refusal(refused))
        else:
            self._taken[self._name] += 1
            reply.response_bytes(200, JSON, answer)

    async def _kept(self, scope: Scope, reply: Reply) -> bytes:
        body = await body_of(scope, reply, MOST_BYTES)
        see_that_it_is_ours(scope.headers)
        voter = self._voter(self.known(scope))
        ballot, votes = self.shape.read(body)
        code, block, at = await self._put(voter, ballot, votes)
        return b'{"receipt":"%b","block":%d,"votes":%d,"at":%d}' % (code.encode(), block, sum(votes), at)

    async def by_form(self, scope: Scope, reply: Reply, pages: Pages) -> Answer:
        """The same from a browser without scripts, answered with a page."""
        self._offered[self._name] += 1
        known = self.known(scope)
        try:
            form = self.shape.form(await body_of(scope, reply, MOST_BYTES))
        except NotTaken as refused:
            self._refused[self._name] += 1
            return pages.problem(refused.status, str(refused))
        try:
            see_that_it_is_ours(scope.headers)
            voter = self._voter(known)
            form.see_that_it_is_right()
            code, block, at = await self._put(voter, bytes.fromhex(form.name), list(form.votes))
        except NotTaken as refused:
            self._refused[self._name] += 1
            return pages.refused(refused.status, str(refused), form.typed, form.name, known, self._clock())
        self._taken[self._name] += 1
        return pages.saved(code, form.typed, block, at, self._clock())

    def _voter(self, known: Known) -> bytes:
        if known is None:
            raise NotTaken(STRANGERS[self.unit], HTTPStatus.UNAUTHORIZED)
        return known[1]

    async def _put(self, voter: bytes, ballot: bytes, votes: list[int]) -> tuple[str, int, int]:
        """Put a ballot into the box and wait for the disk: its receipt, its block, its time. Raises ``NotTaken``."""
        window = self._window
        late, intake = window.stage is Stage.CLOSED, window.intake
        if intake is None:
            raise NotTaken(TOO_LATE if late else NOT_YET, HTTPStatus.CONFLICT)
        try:
            group, place = intake.put(voter, ballot, self.shape.at, votes, width=self.shape.width)
            block = await group.written
        except Full:
            raise NotTaken(MANY, HTTPStatus.SERVICE_UNAVAILABLE) from None
        except NotKept:
            raise NotTaken(NO_ROOM, HTTPStatus.SERVICE_UNAVAILABLE) from None
        if late:  # it lies in the box all the same, behind the close
            raise NotTaken(TOO_LATE, HTTPStatus.CONFLICT)
        return receipt(self._voters.receipt, Spot(window.box, block, place), voter, ballot), block, group.at


def refusal(refused: NotTaken) -> tuple[int, list[tuple[str, str]], bytes]:
    """Why something was not taken, in JSON, and whether to come again."""
    again = refused.status == HTTPStatus.SERVICE_UNAVAILABLE
    headers = [*JSON, ("retry-after", str(AGAIN))] if again else JSON
    sentence = str(refused).replace("\\", "\\\\").replace('"', '\\"')
    said = f'{{"why":"{sentence}","again":{"true" if again else "false"},"after":{AGAIN}}}'
    return refused.status, headers, said.encode()
