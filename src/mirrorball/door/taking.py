"""What stands between a request and the box: is this a ballot that these rules allow, and whose is it?

Everything here is one small step without waiting, since every vote of the night comes through.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

import msgspec

from mirrorball.box.block import ID_BYTES, MOST_VOTES
from mirrorball.box.rules import Rules
from mirrorball.box.voters import Voters
from mirrorball.core.channel import LimitPer, Unit, Way
from mirrorball.door.asking import COOKIE, NotTaken

_BEFORE_TOKEN = f"{COOKIE}="
_NAME = re.compile(f"[0-9a-f]{{{2 * ID_BYTES}}}")
_MOST_FIELDS = 200


class Sent(msgspec.Struct):
    """A ballot as the page's script sends it: its id, and votes in the order of the rules."""

    id: str
    votes: list[int]


@dataclass(frozen=True, slots=True)
class Form:
    """A ballot as a form sends it, perhaps one that cannot be taken: what was typed is kept for showing it again."""

    name: str
    votes: tuple[int, ...]
    typed: tuple[tuple[str, int], ...]
    wrong: str = ""

    def see_that_it_is_right(self) -> None:
        """Raises ``NotTaken`` with what is wrong, if anything is."""
        if self.wrong:
            raise NotTaken(self.wrong)


class Shape:
    """What a ballot of the vote page must look like under the limit of its channel."""

    def __init__(self, rules: Rules, at: int, gone: frozenset[str]) -> None:
        """Work out the limits of the channel that stands ``at`` this place, once."""
        self.at, self.channel = at, rules.channels[at]
        self.couples = len(rules.choices)
        limit = self.channel.limit
        self.most = MOST_VOTES[4] if limit is None else min(limit, MOST_VOTES[4])
        self.width = next(width for width, most in MOST_VOTES.items() if self.most <= most)
        self.in_all = self.channel.limit if self.channel.per is LimitPer.BALLOT else None
        self._gone = [at for at, choice in enumerate(rules.choices) if choice.star in gone]
        self._rules = rules
        self._decode = msgspec.json.Decoder(Sent).decode

    def read(self, body: bytes) -> tuple[bytes, list[int]]:
        """The id and the votes of a ballot as the script sent it. Raises ``NotTaken``."""
        try:
            sent = self._decode(body)
            name, votes = bytes.fromhex(sent.id), sent.votes
        except ValueError:  # msgspec's and that of an id
            message = "This does not read as a ballot. Load the page again and vote from there."
            raise NotTaken(message) from None
        if len(name) != ID_BYTES or len(sent.id) != 2 * ID_BYTES:
            message = "This ballot has no id of 16 hexadecimal figures. Load the page again and vote from there."
            raise NotTaken(message)
        self.check(votes)
        return name, votes

    def check(self, votes: Sequence[int]) -> None:
        """See that these votes are within the limit. Raises ``NotTaken``."""
        if len(votes) != self.couples:
            message = f"This ballot has {len(votes)} couples, and {self.couples} can be voted for. Load the page again."
            raise NotTaken(message)
        given = sum(votes)
        if min(votes) < 0 or max(votes) > self.most or given < 1 or (self.in_all is not None and given > self.in_all):
            raise NotTaken(self._beyond(votes, given))
        for at in self._gone:
            if votes[at]:
                star = self._rules.choices[at].star
                message = f"{star} is out of the competition and takes no votes. Give these votes to somebody else."
                raise NotTaken(message, 409)

    def _beyond(self, votes: Sequence[int], given: int) -> str:
        if min(votes) < 0:
            return "Nobody can be given fewer than no votes. Choose 0 or more for each couple."
        if given < 1:
            return "There is no vote on this ballot. Give somebody a vote first."
        if self.in_all is not None:
            return f"This ballot has {given} votes, and {self.in_all} is the most. Take some back."
        return f"At most {self.most} votes for each couple can be given. Take some back."

    def form(self, body: bytes) -> Form:
        """A ballot as a form sent it. Raises ``NotTaken`` where it is no form of ours."""
        try:
            fields = dict(parse_qsl(body.decode(), max_num_fields=_MOST_FIELDS, keep_blank_values=True))
        except ValueError:
            message = "This does not read as a form. Load the page again and vote from there."
            raise NotTaken(message) from None
        name, wrong = fields.get("id", ""), ""
        votes, typed = [], []
        for choice in self._rules.choices:
            text = fields.get(f"v{choice.number}", "").strip() or "0"
            given = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1  # noqa: PLR2004
            wrong = wrong or ("" if given >= 0 else f"{choice.star}: {text[:20]!r} is no number of votes.")
            votes.append(given)
            if given > 0:
                typed.append((choice.star, given))
        if not _NAME.fullmatch(name):
            message = "This form has lost its id. Load the page again and vote from there."
            raise NotTaken(message)
        if not wrong:
            try:
                self.check(votes)
            except NotTaken as refused:
                wrong = str(refused)
        return Form(name, tuple(votes), tuple(typed), wrong)


def page_channel(rules: Rules) -> int | None:
    """Where the channel of the vote page stands in the rules; None if nobody votes on a page."""
    return next((at for at, channel in enumerate(rules.channels) if channel.way is Way.PAGE), None)


def known_by(voters: Voters, cookies: str | None, unit: Unit) -> tuple[Unit, bytes] | None:
    """Who a browser is by its cookie, if it is known in the way that this channel asks for."""
    if cookies is None:
        return None
    begin = cookies.find(_BEFORE_TOKEN)
    if begin < 0:
        return None
    begin += len(_BEFORE_TOKEN)
    end = cookies.find(";", begin)
    voter = voters.read_token(unit, cookies[begin:] if end < 0 else cookies[begin:end])
    return None if voter is None else (unit, voter)
