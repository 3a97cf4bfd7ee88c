"""The count: a pure function of a set of ballots under the limits of the channels.

The same ballot twice counts once. Where a voter's votes go over a limit, those that came first count; order is read
from the ballots themselves, so it does not matter in which order they are handed in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from mirrorball.box.ballot import Ballot, Window
from mirrorball.core.season import Channel, LimitPer
from mirrorball.core.votes import NotCounted, Tally


def count(ballots: Iterable[Ballot], stars: Sequence[str], channels: Sequence[Channel], window: Window) -> Tally:
    """The tally of these ballots for these couples. Every vote on them is counted or not counted for one reason."""
    limits = {channel.name: channel for channel in channels}
    known = set(stars)
    counted = {star: dict.fromkeys(limits, 0) for star in stars}
    not_counted: Counter[NotCounted] = Counter()
    used: Counter[tuple[str, str, str]] = Counter()  # voter, channel and what the limit counts -> votes so far
    seen: set[tuple[str, str]] = set()  # voter and id of the ballots that were let in
    before: Ballot | None = None
    for ballot in sorted(ballots):
        cast = sum(votes for _, votes in ballot.votes)
        again = ballot == before or (ballot.voter, ballot.id) in seen
        reason = NotCounted.DUPLICATE if again else _whole_ballot(ballot, limits, window)
        before = ballot
        if reason is not None:
            not_counted[reason] += cast
            continue
        seen.add((ballot.voter, ballot.id))
        channel = limits[ballot.channel]
        for star, votes in ballot.votes:
            if star not in known:
                not_counted[NotCounted.UNKNOWN_COUPLE] += votes
                continue
            counts_for = (ballot.voter, ballot.channel, star if channel.per is LimitPer.COUPLE else "")
            room = votes if channel.limit is None else max(0, channel.limit - used[counts_for])
            kept = min(votes, room)
            used[counts_for] += kept
            counted[star][ballot.channel] += kept
            if kept < votes:
                not_counted[NotCounted.OVER_LIMIT] += votes - kept
    return Tally(counted, dict(not_counted))


def _whole_ballot(ballot: Ballot, limits: dict[str, Channel], window: Window) -> NotCounted | None:
    """Why no vote of this ballot counts, or None if each is looked at by itself."""
    if ballot.channel not in limits:
        return NotCounted.UNKNOWN_CHANNEL
    if ballot.at < 0:
        return NotCounted.EARLY
    return NotCounted.LATE if ballot.at >= window.closes_at else None
