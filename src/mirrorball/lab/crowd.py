"""A simulated audience. Nobody voted like this: it is drawn from a seed, for rehearsals.

Shares are drawn evenly over everything that is possible. Asked for votes that fit a recorded result, shares are drawn
until the book comes to that result with them, so what is shown is one of the possible votes and no more than that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random

from mirrorball.box.ballot import Ballot, When
from mirrorball.box.voters import Voters
from mirrorball.core.channel import Channel, LimitPer, Unit, Way

DRAWS = 200_000
LATE = 0.01  # share of ballots that come after the close
AGAIN = 0.02  # share of ballots that are sent twice
PER_MILLE = 1000
MOST = 10  # votes for a couple on a ballot, where nothing else limits them
FIRST_NUMBER = 202_555_0000  # telephone numbers that are nobody's


class NoSuchVotes(Exception):
    """No drawn vote fits the wanted result."""


def draw_shares(rng: Random, stars: Sequence[str], fits: Callable[[dict[str, int]], bool]) -> dict[str, int]:
    """Shares of the vote in thousandths (their sum is near 1000) that ``fits`` accepts.

    Neighbouring shares keep a distance, and the lowest keeps it from none at all, so that a count of many ballots
    drawn from them stands in the same order.
    Raises ``NoSuchVotes`` after ``DRAWS`` draws.
    """
    gap = PER_MILLE // (len(stars) * 10)
    for _ in range(DRAWS):
        weights = [rng.expovariate(1) for _ in stars]
        shares = {star: round(PER_MILLE * weight / sum(weights)) for star, weight in zip(stars, weights, strict=True)}
        ordered = [0, *sorted(shares.values())]
        if all(more - fewer >= gap for fewer, more in pairwise(ordered)) and fits(shares):
            return shares
    message = f"{DRAWS} draws found no vote with the wanted result"
    raise NoSuchVotes(message)


@dataclass(frozen=True, slots=True)
class Cast:
    """What one viewer sends: ``name`` is the ballot's id, ``voter`` how the channel knows the viewer."""

    name: str
    voter: str
    channel: str
    votes: tuple[tuple[str, int], ...]  # star and votes
    late: bool


def cast(rng: Random, shares: dict[str, int], channels: Sequence[Channel], ballots: int) -> Iterator[Cast]:
    """What an audience sends that likes the couples by these shares, in order; those who are late come last.

    Most viewers give a few couples a few votes; some come back for more than the limit, some are late, some send twice.
    """
    late = round(ballots * LATE)
    for part, is_late in ((ballots - late, False), (late, True)):
        sent = 0
        while sent < part:
            one = _cast(rng, shares, rng.choice(channels), ballots, late=is_late)
            for _ in range(2 if rng.random() < AGAIN else 1):
                if sent < part:
                    sent += 1
                    yield one


def as_ballots(sent: Iterable[Cast], channels: Sequence[Channel], voters: Voters) -> Iterator[Ballot]:
    """What would lie in a box if all this had been sent, one after the other."""
    units = {channel.name: channel.unit for channel in channels}
    for at, one in enumerate(sent):
        when = When.LATE if one.late else When.IN_TIME
        voter = voters.voter(units[one.channel], one.voter)
        yield Ballot(at, bytes.fromhex(one.name), voter, one.channel, one.votes, when)


def _cast(rng: Random, shares: dict[str, int], channel: Channel, viewers: int, *, late: bool) -> Cast:
    """A viewer's ballot within what one ballot of this channel may hold."""
    choices = rng.choices(list(shares), list(shares.values()), k=rng.randint(1, 3))
    most = MOST if channel.limit is None else channel.limit
    wants = {star: rng.randint(1, most) for star in choices}
    if channel.per is LimitPer.BALLOT:
        wants = (
            {star: max(1, n // len(wants)) for star, n in wants.items()} if most >= len(wants) else {choices[0]: most}
        )
    if channel.way is not Way.PAGE:  # a message names one couple
        wants = {choices[0]: wants.get(choices[0], 1)}
    viewer = rng.randrange(viewers)
    known_as = f"+1{FIRST_NUMBER + viewer}" if channel.unit is Unit.PHONE else f"viewer-{viewer}"
    return Cast(f"{rng.getrandbits(64):016x}", known_as, channel.name, tuple(wants.items()), late)


def carried_votes(shares: dict[str, int], total: int) -> dict[str, int]:
    """Votes of an earlier week in these shares, ``total`` of them; what does not divide goes to the first star."""
    whole = sum(shares.values())
    votes = {star: int(Fraction(share * total, whole)) for star, share in shares.items()}
    first = next(iter(votes))
    return votes | {first: votes[first] + total - sum(votes.values())}
