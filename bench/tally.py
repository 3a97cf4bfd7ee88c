"""Counting ballots: ``box.tally.count`` against one pass that only adds up votes.

The peer knows no limit, no window, no channel and no duplicate, so it comes to another sum: it is the least that any
count has to do, and the ratio is what the rules of the vote cost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial
from random import Random

from measure import machine, medians, ms, table, times

from mirrorball.box.ballot import Ballot, Window
from mirrorball.box.tally import count
from mirrorball.core.channel import Channel
from mirrorball.lab.crowd import cast

BALLOTS, ROUNDS = 100_000, 7
LIKING = {"Ada": 320, "Bo": 260, "Cy": 190, "Dee": 140, "Eli": 90}
CHANNELS = (Channel("online", 10), Channel("sms", 10))
WINDOW = Window(closes_at=2 * 60 * 60 * 1000)


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
    ballots = tuple(cast(Random(32), LIKING, CHANNELS, WINDOW, BALLOTS))
    in_order = tuple(sorted(ballots))
    counted = partial(count, ballots, tuple(LIKING), CHANNELS, WINDOW)
    in_order_counted = partial(count, in_order, tuple(LIKING), CHANNELS, WINDOW)
    seen = medians(partial(only_added, ballots), counted, in_order_counted, rounds=ROUNDS)
    tally, added = counted(), only_added(ballots).total()
    votes = (added, tally.total, in_order_counted().total)
    names = ("only adding", "count", "count, in order before")
    rows = [
        (name, ms(seconds), f"{BALLOTS / seconds:,.0f}", times(seconds / seen[0]), f"{total:,}")
        for name, seconds, total in zip(names, seen, votes, strict=True)
    ]
    table(f"{BALLOTS:,} ballots", ("what", "time", "ballots a second", "ratio", "votes"), rows)
    whole = tally.total + sum(tally.not_counted.values())
    print(f"\nVotes counted and not counted are all that were cast: {'yes' if whole == added else 'NO'}")


if __name__ == "__main__":
    main()
