"""What the vote can still do: ``reach`` against looking at every order, and its growth with the field.

* Ranks: the peer tries every order of the votes, in whole numbers, and keeps each couple's best and worst place.
* Shares: votes are no longer an order, so the peer tries every order of the *result* and asks from the bottom up
  whether any shares lead to it. That is exact as well.

Both peers are written for speed and know only one book each, without tie-breaks, immunity, witnesses or fates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import pairwise, permutations
from math import log
from random import Random

from measure import machine, medians, ms, table, times

from mirrorball.core.book import Book, Combine
from mirrorball.core.books import BOOKS
from mirrorball.core.reach import reach
from mirrorball.core.season import Week

Points = Mapping[str, Fraction]
Places = dict[str, tuple[int, int]]

RANKS, SHARES = BOOKS["us-32-33"], BOOKS["us-3-16"]
SMALL = {5: 15, 6: 9, 7: 5, 8: 3}  # couples, and rounds
LARGE = {10: 7, 14: 7, 20: 5, 40: 3, 100: 1}
FIELDS = 3  # fields of each size whose answers are compared


def field(couples: int, seed: int = 0) -> dict[str, Fraction]:
    """Points of a made-up night, ties among them."""
    rng = Random(1000 * couples + seed)
    return {f"Star {n}": Fraction(rng.randint(15, 30)) for n in range(couples)}


def by_reach(book: Book, points: Points) -> Places:
    """The best and the worst place of each couple."""
    week = Week(number=1, panel=("A", "B", "C"), book=book)
    return {one.star: (one.best, one.worst) for one in reach(week, 1, points)}


def by_every_order(book: Book, points: Points) -> Places:
    """The same, by looking at every order."""
    best, worst = dict.fromkeys(points, len(points)), dict.fromkeys(points, 1)
    for order in _results_of_votes(points) if book.combine is Combine.RANKS else _results_of_shares(points):
        for place, star in enumerate(order, 1):
            best[star], worst[star] = min(best[star], place), max(worst[star], place)
    return {star: (best[star], worst[star]) for star in points}


def _results_of_votes(points: Points) -> Iterator[Sequence[str]]:
    """The result of every order of the votes: the lowest sum of ranks first; where sums are equal, more votes first."""
    rank = {star: 1 + sum(other > mine for other in points.values()) for star, mine in points.items()}
    for order in permutations(points):
        sums = {star: (rank[star] + by_votes, by_votes) for by_votes, star in enumerate(order, 1)}
        yield sorted(points, key=sums.__getitem__)


def _results_of_shares(points: Points) -> Iterator[Sequence[str]]:
    """Every order of the result that some shares of the votes lead to.

    Each couple has to come to at least what the one below it has. An order can happen if these least shares fit into
    one whole; counted in marks, one whole is the sum of all marks.
    """
    marks = {star: int(mine) for star, mine in points.items()}
    whole = sum(marks.values())
    for order in permutations(points):
        below = needed = 0
        for star in reversed(order):
            below = max(below, marks[star])
            needed += below - marks[star]
            if needed > whole:
                break
        else:
            yield order


def main() -> None:
    """Print both tables."""
    machine()
    for name, book in (("ranks", RANKS), ("shares", SHARES)):
        rows = []
        for couples, rounds in SMALL.items():
            fields = [field(couples, seed) for seed in range(FIELDS)]
            same = all(by_reach(book, points) == by_every_order(book, points) for points in fields)
            ours, theirs = medians(
                partial(by_reach, book, fields[0]), partial(by_every_order, book, fields[0]), rounds=rounds
            )
            rows.append((str(couples), ms(ours), ms(theirs), times(theirs / ours), "yes" if same else "NO"))
        heads = ("couples", "reach", "all orders", "all orders / reach", "same answers")
        table(f"{name}: reach against all orders", heads, rows)
    seen: dict[int, list[float]] = {}
    for couples, rounds in LARGE.items():
        points = field(couples)
        seen[couples] = medians(partial(by_reach, RANKS, points), partial(by_reach, SHARES, points), rounds=rounds)
    growth = [("", "")] + [
        tuple(f"n^{log(after / before) / log(more / fewer):.1f}" for before, after in zip(*taken, strict=True))
        for (fewer, more), taken in (((a, b), (seen[a], seen[b])) for a, b in pairwise(seen))
    ]
    alone = [
        (str(couples), ms(ranks), by_ranks, ms(shares), by_shares)
        for (couples, (ranks, shares)), (by_ranks, by_shares) in zip(seen.items(), growth, strict=True)
    ]
    table(
        "reach alone, for every couple of the field; growth since the row above",
        ("couples", "ranks", "growth", "shares", "growth"),
        alone,
    )


if __name__ == "__main__":
    main()
