"""What the public's pages say about a vote: its limit, what becomes of it, and times by the clock of the house."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus

from mirrorball.core.channel import Channel, LimitPer, Unit

SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
FROM = {
    Unit.BROWSER: "from this browser",
    Unit.SEAT: "with your seat code",
    Unit.EMAIL: "with your e-mail address",
}
HEADINGS = {
    HTTPStatus.UNAUTHORIZED: "Not counted: we do not know this code",
    HTTPStatus.FORBIDDEN: "Not taken",
    HTTPStatus.NOT_FOUND: "There is no such page",
    HTTPStatus.TOO_MANY_REQUESTS: "Not counted yet: too much at once",
}


def votes_word(votes: int) -> str:
    """``one vote``, ``ten votes``, ``13 votes``."""
    figure = SMALL[votes] if votes < len(SMALL) else f"{votes:,}"
    return f"{figure} vote{'' if votes == 1 else 's'}"


def votes_figure(votes: int) -> str:
    """``1 vote``, ``12 votes``: where figures stand under each other or change."""
    return f"{votes:,} vote{'' if votes == 1 else 's'}"


def are_in(votes: int) -> str:
    """That a ballot with so many votes was taken."""
    if not votes:
        return "Your ballot without a vote is in."
    return "Your vote is in." if votes == 1 else f"Your {votes:,} votes are in."


def limit_sentence(channel: Channel) -> str:
    """How many votes there are, and for whom: the unit that the limit holds for is always named."""
    from_whom = FROM.get(channel.unit, f"for each {channel.unit.value}")
    if channel.limit is None:
        return f"As many votes as you like {from_whom}."
    votes = votes_word(channel.limit) if channel.limit == 1 else votes_figure(channel.limit)
    if channel.per is LimitPer.COUPLE:
        return f"{votes[0].upper()}{votes[1:]} for each couple {from_whom}."
    in_all = "" if channel.limit == 1 else " in all"
    return f"{votes[0].upper()}{votes[1:]}{in_all} {from_whom}."


def change_sentence(channel: Channel) -> str:
    """Whether what was saved can be changed."""
    one = channel.limit == 1 and channel.per is LimitPer.BALLOT
    if not channel.replaceable:
        return "Once saved, it cannot be taken back." if one else "What you save adds up and cannot be taken back."
    return f"You can change {'it' if one else 'them'} until the close."


def clock(at: int) -> str:
    """A time of the night, with the zone of this machine: ``21:14:07 CET``. ``at`` is in milliseconds since 1970."""
    local = datetime.fromtimestamp(at / 1000).astimezone()
    return f"{local:%H:%M:%S} {local.tzname()}"


def heading(status: int) -> str:
    """Above the reason why something was not taken: what became of it, and whose fault that is."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "Not counted yet: the fault is ours"
    return HEADINGS.get(HTTPStatus(status), "Not counted")


def total(votes: Sequence[tuple[str, int]]) -> int:
    """All votes on a ballot."""
    return sum(number for _, number in votes)
