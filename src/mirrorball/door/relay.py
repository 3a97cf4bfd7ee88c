"""Ballots that others hand on: gateways of text messages, apps, kiosks, platforms for donations.

A relay signs what it sends. Each ballot of a request is answered for itself, once it is on the disk; what was answered
with trouble may be sent again under the same id, and counts once. docs/relay.md is the page for whoever writes a relay.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus

from mirrorball.box.intake import Intake
from mirrorball.box.rules import Rules
from mirrorball.box.voters import SHA, Voters
from mirrorball.core.channel import Way
from mirrorball.door.asking import NotTaken
from mirrorball.door.batch import Batch, Line
from mirrorball.door.page import Stage
from mirrorball.door.window import Counts
from mirrorball.door.wire import asked

SIGNATURE = "mirrorball-signature"  # the header, as the server spells names
RELAY_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
VALID_FOR = 300  # seconds before and after its time that a signature is taken
MS = 1000

NOT_YET = "Voting has not opened yet. Nothing was kept; send the ballots once it has."
UNSIGNED = (
    "The request is not signed as it should be. Send the header Mirrorball-Signature: t=SECONDS,k=NAME,v=SIGNATURE; "
    "docs/relay.md shows how."
)
WRONG = (
    "The signature is not that of this relay for this body. Sign the very bytes that are sent, with the relay's key."
)

_SIGNED = re.compile(rf"t=([0-9]{{1,12}}),k=({RELAY_NAME.pattern}),v=([0-9a-f]{{64}})")


def relay_key(voters: Voters, name: str) -> str:
    """The key with which a relay of this name signs: its letters are the key, as they are printed."""
    return hmac.digest(voters.relay, name.encode(), SHA).hex()


class Relays:
    """The relays' way into the box, for one vote."""

    def __init__(self, rules: Rules, voters: Voters, clock: Callable[[], int], counts: Counts | None = None) -> None:
        """``clock`` tells milliseconds since 1970; ``counts`` is where offered and accepted load is kept."""
        self._voters, self._clock, self._counts = voters, clock, counts or Counts()
        self._lines = {
            channel.name: Line(at, channel, rules)
            for at, channel in enumerate(rules.channels)
            if channel.way in {Way.RELAY, Way.DONATION}
        }
        self._others = {channel.name: channel.way for channel in rules.channels if channel.name not in self._lines}

    async def take(
        self, intake: Intake, headers: Mapping[str, str], body: bytes, stage: Stage, gone: frozenset[str]
    ) -> tuple[int, bytes]:
        """Take what a relay sends: the status and the JSON of the answer. Raises ``NotTaken`` for all of it at once.

        Names of headers are in small letters. All is put into the box before this waits for the first time, so no
        marker of the window comes between the ballots of a request.
        """
        relay = self._signed_by(headers.get(SIGNATURE, ""), body)
        if stage is Stage.BEFORE:
            raise NotTaken(NOT_YET, HTTPStatus.CONFLICT)
        wanted = asked(body)
        batch = Batch(self._voters, self._line(wanted.channel), relay, intake, receipts=wanted.receipts)
        batch.put(wanted.ballots, gone)
        batch.pay_back(wanted.refunds)
        answer = await batch.answer()
        counts, offered, channel = self._counts, len(wanted.ballots), wanted.channel
        counts.offered[channel] += offered
        counts.taken[channel] += batch.kept
        counts.refused[channel] += offered - batch.kept
        return answer

    def _signed_by(self, signature: str, body: bytes) -> str:
        """The relay that signed this. Raises ``NotTaken``."""
        read_as = _SIGNED.fullmatch(signature)
        if read_as is None:
            raise NotTaken(UNSIGNED, HTTPStatus.UNAUTHORIZED)
        seconds, name, signed = read_as.groups()
        key = relay_key(self._voters, name).encode()
        expected = hmac.digest(key, seconds.encode() + b"." + body, SHA).hex()
        if not hmac.compare_digest(expected, signed):
            raise NotTaken(WRONG, HTTPStatus.UNAUTHORIZED)
        apart = abs(self._clock() // MS - int(seconds))
        if apart > VALID_FOR:
            message = (
                f"The request was signed {apart:,} seconds from now, and {VALID_FOR} is the most. "
                "Set the clock of the relay and sign each request as it is sent."
            )
            raise NotTaken(message, HTTPStatus.UNAUTHORIZED)
        return str(name)

    def _line(self, name: str) -> Line:
        found = self._lines.get(name)
        if found is not None:
            return found
        known = ", ".join(self._lines) or "none"
        other = self._others.get(name)
        what = f"{name[:40]!r} is no channel of this vote" if other is None else f"{name} is a channel by {other.value}"
        message = f"{what}, and a relay cannot send to it. Channels of relays: {known}."
        raise NotTaken(message)
