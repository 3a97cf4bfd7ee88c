"""A simulated audience. Nobody voted like this: it is drawn from a seed, for rehearsals.

Shares are drawn evenly over everything that is possible. Asked for votes that fit a recorded result, shares are drawn
until the book comes to that result with them, so what is shown is one of the possible votes and no more than that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random

from mirrorball.box.ballot import Ballot, Window
from mirrorball.core.channel import Channel

DRAWS = 200_000
LATE = 0.01  # share of ballots that come after the close
AGAIN = 0.02  # share of ballots that are sent twice
PER_MILLE = 1000


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


def cast(
    rng: Random, shares: dict[str, int], channels: Sequence[Channel], window: Window, ballots: int
) -> Iterator[Ballot]:
    """Ballots of an audience that likes the couples by these shares.

    Most voters give a few couples a few votes; some try more than the limit, some are late, some send twice.
    """
    stars, liking = list(shares), list(shares.values())
    sent = 0
    while sent < ballots:
        channel = rng.choice(channels)
        choices = rng.choices(stars, liking, k=rng.randint(1, 3))
        wants = {star: rng.randint(1, 12) for star in choices}
        late = rng.random() < LATE
        at = rng.randrange(window.closes_at, window.closes_at * 2) if late else rng.randrange(window.closes_at)
        ballot = Ballot(
            at, f"{rng.getrandbits(64):016x}", f"viewer-{rng.randrange(ballots)}", channel.name, tuple(wants.items())
        )
        for _ in range(2 if rng.random() < AGAIN else 1):
            if sent < ballots:
                sent += 1
                yield ballot


def carried_votes(shares: dict[str, int], total: int) -> dict[str, int]:
    """Votes of an earlier week in these shares, ``total`` of them; what does not divide goes to the first star."""
    whole = sum(shares.values())
    votes = {star: int(Fraction(share * total, whole)) for star, share in shares.items()}
    first = next(iter(votes))
    return votes | {first: votes[first] + total - sum(votes.values())}
