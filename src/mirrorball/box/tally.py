"""The count: a pure function of a set of ballots under the limits of the channels.

The same ballot twice counts once. Where a voter's votes go over a limit, those that came first count; where a later
ballot replaces an earlier one, the last counts. Order is read from the ballots themselves, so it does not matter in
which order, in how many parts or how often they are handed in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from mirrorball.box.ballot import Ballot, When
from mirrorball.core.channel import Channel, LimitPer
from mirrorball.core.votes import NotCounted, Tally

IN_ORDER = attrgetter("at", "id", "voter", "channel", "votes")  # that of ballots themselves, only quicker
WHOLE = {When.EARLY: NotCounted.EARLY, When.LATE: NotCounted.LATE}

Fates = Counter[tuple[str, str, NotCounted | None]]  # channel, star, why not (None: counted) -> votes


@dataclass(frozen=True, slots=True)
class Count:
    """What became of every vote, by channel and couple, and how many ballots each channel brought."""

    fates: Fates = field(default_factory=Counter)
    ballots: Counter[str] = field(default_factory=Counter)

    def counted(self, star: str, channel: str) -> int:
        """The votes of a couple that count, on one channel."""
        return self.fates[channel, star, None]

    def why_not(self, channel: str | None = None) -> Counter[NotCounted]:
        """Votes that do not count, by reason, on one channel or on all."""
        votes: Counter[NotCounted] = Counter()
        for (name, _, reason), n in self.fates.items():
            if reason is not None and channel in (None, name):
                votes[reason] += n
        return votes

    def tally(self, stars: Sequence[str], channels: Sequence[Channel]) -> Tally:
        """The tally of couples that are still in. Votes on another couple are not counted.

        Reasons stand in one order, whichever was met first: what is recorded of a set of ballots is the same bytes.
        """
        counted = {star: {channel.name: self.counted(star, channel.name) for channel in channels} for star in stars}
        reasons = self.why_not()
        out = sum(n for (_, star, reason), n in self.fates.items() if reason is None and star not in counted)
        reasons[NotCounted.UNKNOWN_COUPLE] += out
        return Tally(counted, {reason: reasons[reason] for reason in NotCounted if reasons[reason]})


def count(
    ballots: Iterable[Ballot],
    channels: Sequence[Channel],
    excluded: Callable[[Ballot], bool] = lambda _: False,
    back: Mapping[tuple[bytes, bytes], int] | None = None,
) -> Count:
    """What becomes of every vote on these ballots.

    ``excluded`` tells what a signed rule leaves out; ``back`` how many votes a refund takes back, by voter and id.
    """
    limits = {channel.name: channel for channel in channels}
    found = Count()
    fates = found.fates
    of_voter: dict[tuple[bytes, str], list[Ballot]] = {}
    seen: set[tuple[bytes, str, bytes]] = set()  # voter, channel, id
    for ballot in sorted(ballots, key=IN_ORDER):
        found.ballots[ballot.channel] += 1
        known_as = (ballot.voter, ballot.channel, ballot.id)
        reason = WHOLE.get(ballot.when)
        if reason is None:
            reason = NotCounted.DUPLICATE if known_as in seen else None
            seen.add(known_as)
        if reason is None:
            reason = NotCounted.EXCLUDED if excluded(ballot) else None
        if reason is None:
            kept = _without(fates, ballot, (back or {}).get((ballot.voter, ballot.id), 0))
            of_voter.setdefault((ballot.voter, ballot.channel), []).append(kept)
        else:
            _put(fates, ballot, reason)
    for (_, name), cast in of_voter.items():
        _limit(fates, cast, limits[name])
    return found


def _limit(fates: Fates, cast: list[Ballot], channel: Channel) -> None:
    """One voter's ballots on one channel, in order, under its limit."""
    if channel.replaceable:
        for replaced in cast[:-1]:
            _put(fates, replaced, NotCounted.REPLACED)
        cast = cast[-1:]
    used: Counter[str] = Counter()
    for ballot in cast:
        for star, votes in ballot.votes:
            counts_for = star if channel.per is LimitPer.COUPLE else ""
            room = votes if channel.limit is None else max(0, channel.limit - used[counts_for])
            kept = min(votes, room)
            used[counts_for] += kept
            fates[channel.name, star, None] += kept
            if kept < votes:
                fates[channel.name, star, NotCounted.OVER_LIMIT] += votes - kept


def _without(fates: Fates, ballot: Ballot, back: int) -> Ballot:
    """What is left of a ballot when so many votes of it were paid back."""
    if not back:
        return ballot
    left = []
    for star, votes in ballot.votes:
        taken = min(votes, back)
        back -= taken
        fates[ballot.channel, star, NotCounted.VOIDED] += taken
        left.append((star, votes - taken))
    return replace(ballot, votes=tuple(left))


def _put(fates: Fates, ballot: Ballot, reason: NotCounted) -> None:
    for star, votes in ballot.votes:
        fates[ballot.channel, star, reason] += votes
