"""What the vote can still do: ``reach`` against trying every order of the vote, and its growth with the field."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from functools import partial
from itertools import permutations
from random import Random

from measure import machine, medians, ms, table

from mirrorball.core.books import BOOKS
from mirrorball.core.combine import standing
from mirrorball.core.reach import reach
from mirrorball.core.season import Week

WEEK = Week(number=1, panel=("A", "B", "C"), book=BOOKS["us-32-33"])
SHARES = Week(number=1, panel=("A", "B", "C"), book=BOOKS["us-3-16"])


def field(couples: int) -> dict[str, Fraction]:
    """Points of a made-up night, ties among them."""
    rng = Random(couples)
    return {f"Star {n}": Fraction(rng.randint(18, 30)) for n in range(couples)}


def every_order(points: Mapping[str, Fraction]) -> dict[str, tuple[int, int]]:
    """Best and worst place of each couple, by trying all orders of the vote."""
    found: dict[str, tuple[int, int]] = {}
    for order in permutations(points):
        votes = {star: len(order) - nth for nth, star in enumerate(order)}
        for row in standing(WEEK.book, points, votes).rows:
            best, worst = found.get(row.star, (row.place.first, row.place.last))
            found[row.star] = (min(best, row.place.first), max(worst, row.place.last))
    return found


def main() -> None:
    """Print both tables."""
    machine()
    rows = []
    for couples in (4, 5, 6, 7):
        points = field(couples)
        by_reach = {one.star: (one.best, one.worst) for one in reach(WEEK, 1, points)}
        same = "yes" if by_reach == every_order(points) else "NO"
        ours, theirs = medians(partial(reach, WEEK, 1, points), partial(every_order, points), rounds=3)
        rows.append((str(couples), ms(ours), ms(theirs), f"{theirs / ours:,.1f}", same))
    table("ranks: reach against all orders", ("couples", "reach", "all orders", "ratio", "same answer"), rows)
    growth = []
    for couples in (5, 14, 40, 100):
        points = field(couples)
        ranks, shares = medians(partial(reach, WEEK, 1, points), partial(reach, SHARES, 1, points), rounds=3)
        growth.append((str(couples), ms(ranks), ms(shares)))
    table("reach alone, for every couple of the field", ("couples", "ranks", "shares"), growth)


if __name__ == "__main__":
    main()
