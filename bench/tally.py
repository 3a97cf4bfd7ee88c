"""Counting ballots: ``box.tally.count`` against one pass that only adds up votes.

The peer knows no limit, no window, no channel and no duplicate, so it comes to other sums: it is the least that any
count has to do, and the ratio is what the rules of the vote cost.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from random import Random

from stopwatch import machine, milliseconds, show, side_by_side, times

from mirrorball.box.ballot import Ballot, Window
from mirrorball.box.tally import count
from mirrorball.core.season import Channel
from mirrorball.lab.crowd import cast

BALLOTS, TURNS = 100_000, 7
SHARES = {"Ada": 320, "Bo": 260, "Cy": 190, "Dee": 140, "Eli": 90}
CHANNELS = (Channel("online", 10), Channel("sms", 10))
WINDOW = Window(closes_at=2 * 60 * 60 * 1000)


def only_added(ballots: tuple[Ballot, ...]) -> Counter[str]:
    """All votes on all ballots, whoever sent them and when."""
    votes: Counter[str] = Counter()
    for ballot in ballots:
        for star, given in ballot.votes:
            votes[star] += given
    return votes


def main() -> None:
    """Both, taking turns; and how many votes each says there are."""
    rng = Random(32)  # noqa: S311  # the same ballots in every run
    ballots = tuple(cast(rng, SHARES, CHANNELS, WINDOW, BALLOTS))
    in_order = tuple(sorted(ballots))
    counted = partial(count, ballots, tuple(SHARES), CHANNELS, WINDOW)
    sorted_before = partial(count, in_order, tuple(SHARES), CHANNELS, WINDOW)
    added = partial(only_added, ballots)
    rivals = {"only adding": added, "count": counted, "count, ballots in order": sorted_before}
    taken = side_by_side(rivals, TURNS)
    tally = counted()
    votes = {
        "only adding": added().total(),
        "count": tally.total,
        "count, ballots in order": sorted_before().total,
    }
    rows = [
        (
            name,
            milliseconds(seconds),
            f"{BALLOTS / seconds:,.0f}",
            times(seconds / taken["only adding"]),
            f"{votes[name]:,}",
        )
        for name, seconds in taken.items()
    ]
    show(f"{BALLOTS:,} ballots counted", ("", "ms", "Ballots a second", "Ratio", "Votes"), rows)
    whole = tally.total + sum(tally.not_counted.values())
    print("Votes counted and not counted together are all that were cast:", whole == added().total())
    machine()


if __name__ == "__main__":
    main()
