"""The way of a ballot: read, whose, shape, box, answer.

This is where a television night's votes come in, so nothing else is on it: no template, no session, no row a vote, and
nothing of the show.
"""

from __future__ import annotations

from http import HTTPStatus

from mirrorball.box.intake import Full, Group
from mirrorball.box.receipt import Spot, receipt
from mirrorball.box.writer import NotKept
from mirrorball.core.channel import Unit
from mirrorball.door.asking import (
    House,
    NotTaken,
    Reply,
    Scope,
    is_short,
    read_up_to,
    see_that_it_is_ours,
)
from mirrorball.door.page import Answer, Known, Pages, Stage
from mirrorball.door.taking import Shape, known_by
from mirrorball.door.window import Window

MOST_BYTES = 16 * 1024  # of a ballot, as JSON or as a form
AGAIN = 5  # seconds after which to come again
JSON = [("content-type", "application/json")]  # nobody keeps the answer to a POST, and every header has its price

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

    def __init__(self, house: House, window: Window, at: int) -> None:
        """Take ballots for this window, on the channel that stands ``at`` this place in its rules."""
        channel = window.rules.channels[at]
        self.unit, self._name, self._at = channel.unit, channel.name, at
        self._clock, self._voters, self._window = house.clock, house.voters, window
        counts = window.counts
        self._offered, self._taken, self._refused = counts.offered, counts.taken, counts.refused
        self.changed()

    def changed(self) -> None:
        """The window has changed: take ballots by what holds now."""
        self.shape = Shape(self._window.rules, self._at, self._window.gone)

    def known(self, scope: Scope) -> Known:
        """Which voter this browser is."""
        return known_by(self._voters, scope.headers.get("cookie"), self.unit)

    async def by_script(self, scope: Scope, reply: Reply) -> None:
        """A ballot from the page's script, answered in JSON."""
        channel = self._name
        self._offered[channel] += 1
        try:
            headers = scope.headers
            body = await (reply() if is_short(headers, MOST_BYTES) else read_up_to(MOST_BYTES, headers, reply))
            see_that_it_is_ours(headers)
            voter = self._voter(self.known(scope))
            ballot, votes = self.shape.read(body)
            group, place = self._put(voter, ballot, votes)
            block = await self._written(group)
        except NotTaken as refused:
            self._refused[channel] += 1
            reply.response_bytes(*refusal(refused))
            return
        self._taken[channel] += 1
        code = receipt(self._voters.receipt, Spot(self._window.box, block, place), voter, ballot).encode()
        answer = b'{"receipt":"%b","block":%d,"votes":%d,"at":%d}' % (code, block, sum(votes), group.at)
        reply.response_bytes(200, JSON, answer)

    async def by_form(self, scope: Scope, reply: Reply, pages: Pages) -> Answer:
        """The same from a browser without scripts, answered with a page."""
        self._offered[self._name] += 1
        known = self.known(scope)
        try:
            form = self.shape.form(await read_up_to(MOST_BYTES, scope.headers, reply))
        except NotTaken as refused:
            self._refused[self._name] += 1
            return pages.problem(refused.status, str(refused))
        try:
            see_that_it_is_ours(scope.headers)
            voter = self._voter(known)
            form.see_that_it_is_right()
            ballot = bytes.fromhex(form.name)
            group, place = self._put(voter, ballot, list(form.votes))
            block = await self._written(group)
        except NotTaken as refused:
            self._refused[self._name] += 1
            answer = pages.refused(refused.status, str(refused), form.typed, form.name, known, self._clock())
            return Answer(answer.status, (*answer.headers, *when_again(refused)), answer.body)
        self._taken[self._name] += 1
        code = receipt(self._voters.receipt, Spot(self._window.box, block, place), voter, ballot)
        return pages.saved(code, form.typed, block, group.at, self._clock())

    def _voter(self, known: Known) -> bytes:
        if known is None:
            raise NotTaken(STRANGERS[self.unit], HTTPStatus.UNAUTHORIZED)
        return known[1]

    def _put(self, voter: bytes, ballot: bytes, votes: list[int]) -> tuple[Group, int]:
        """Put a ballot into the next block. Raises ``NotTaken``."""
        intake = self._window.intake
        if intake is None or self._window.shut:
            raise NotTaken(NOT_YET if self._window.stage is Stage.BEFORE else TOO_LATE, HTTPStatus.CONFLICT)
        try:
            return intake.put(voter, ballot, self.shape.at, votes, width=self.shape.width)
        except Full:
            raise NotTaken(MANY, HTTPStatus.SERVICE_UNAVAILABLE) from None

    async def _written(self, group: Group) -> int:
        """Wait for the disk: the number of the block. Raises ``NotTaken``, also for what lies behind the close."""
        try:
            block = await group.written
        except NotKept:
            raise NotTaken(NO_ROOM, HTTPStatus.SERVICE_UNAVAILABLE) from None
        if group.late:
            raise NotTaken(TOO_LATE, HTTPStatus.CONFLICT)
        return block


def refusal(refused: NotTaken) -> tuple[int, list[tuple[str, str]], bytes]:
    """Why something was not taken, in JSON, and whether to come again."""
    again = when_again(refused)
    sentence = str(refused).replace("\\", "\\\\").replace('"', '\\"')
    said = f'{{"why":"{sentence}","again":{"true" if again else "false"},"after":{AGAIN}}}'
    return refused.status, [*JSON, *again] if again else JSON, said.encode()


def when_again(refused: NotTaken) -> tuple[tuple[str, str], ...]:
    """The header that says when to come again, where coming again helps."""
    return (("retry-after", str(AGAIN)),) if refused.status == HTTPStatus.SERVICE_UNAVAILABLE else ()
