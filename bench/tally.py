"""The rule on values: ``box.tally.count`` against one pass that only adds up votes.

The peer knows no limit, no window, no channel and no duplicate, so it comes to another sum: it is the least that any
count has to do, and the ratio is what the rules of the vote cost. ``recount.py`` is about the count of big boxes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial
from random import Random

from measure import machine, medians, ms, table, times

from mirrorball.box.ballot import Ballot, When
from mirrorball.box.tally import count
from mirrorball.core.channel import Channel

BALLOTS, VOTERS, ROUNDS = 100_000, 60_000, 7
STARS = ("Ada", "Bo", "Cy", "Dee", "Eli")
CHANNELS = (Channel("web", 10), Channel("last", 10, replaceable=True))
WHEN = (*[When.IN_TIME] * 98, When.EARLY, When.LATE)


def cast(rng: Random) -> tuple[Ballot, ...]:
    """A crowd; a few send a ballot again."""
    return tuple(
        Ballot(
            rng.randrange(7_200_000),
            rng.randrange(BALLOTS * 50).to_bytes(8, "big"),
            rng.randrange(VOTERS).to_bytes(16, "big"),
            rng.choice(CHANNELS).name,
            tuple((star, rng.choice((0, 0, 0, 1, 2, 10))) for star in STARS),
            rng.choice(WHEN),
        )
        for _ in range(BALLOTS)
    )


def only_added(ballots: Iterable[Ballot]) -> Counter[str]:
    """All votes on all ballots, whoever sent them and when."""
    votes: Counter[str] = Counter()
    for ballot in ballots:
        for star, given in ballot.votes:
            votes[star] += given
    return votes


def main() -> None:
    """Print the table, and whether every vote is accounted for."""
    machine()
    ballots = cast(Random(32))
    counted = partial(count, ballots, CHANNELS)
    in_order = partial(count, tuple(sorted(ballots)), CHANNELS)
    seen = medians(partial(only_added, ballots), counted, in_order, rounds=ROUNDS)
    found, added = counted(), only_added(ballots).total()
    votes = (added, *(sum(of.fates[key] for key in of.fates if key[2] is None) for of in (found, in_order())))
    names = ("only adding", "count", "count, in order before")
    rows = [
        (name, ms(seconds), f"{BALLOTS / seconds:,.0f}", times(seconds / seen[0]), f"{total:,}")
        for name, seconds, total in zip(names, seen, votes, strict=True)
    ]
    table(f"{BALLOTS:,} ballots", ("what", "time", "ballots a second", "ratio", "votes"), rows)
    whole = sum(found.fates.values())
    print(f"\nVotes counted and not counted are all that were cast: {'yes' if whole == added else 'NO'}")


if __name__ == "__main__":
    main()
