"""Can the audience's shares put these couples in this order? Answered by corners, exactly, and by no rule of the core.

All ways to share one whole among n couples, of which each couple of a group stands no lower than each of the next, are
a polytope. Its corners are found by brute force: hold n - 1 of its inequalities as equal, solve, keep the point if it
breaks none. No corner: there is no such vote. Otherwise the middle of all corners meets strictly whatever some vote
meets strictly, so it is the vote to look at: ties are left there only where every vote leaves them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from mirrorball.core.book import Book

Row = list[Fraction]  # a x + b y + ... >= the last number


def middle_vote(book: Book, points: Mapping[str, Fraction], groups: Sequence[Sequence[str]]) -> dict[str, int] | None:
    """The vote in the middle of all votes that put no couple behind one of the next group; None if there is none."""
    stars = list(points)
    found = corners(len(stars), inequalities(book, points, groups))
    if not found:
        return None
    shares = [sum(column, Fraction(0)) / len(found) for column in zip(*found, strict=True)]
    whole = 1
    for share in shares:
        whole *= share.denominator
    return {star: int(share * whole) for star, share in zip(stars, shares, strict=True)}


def inequalities(book: Book, points: Mapping[str, Fraction], groups: Sequence[Sequence[str]]) -> list[Row]:
    """No share is below nothing, and no couple of a group has a smaller sum than one of the next."""
    stars = list(points)
    whole = sum(points.values(), Fraction(0)) or Fraction(1)
    rows = [[*(Fraction(star == other) for other in stars), Fraction(0)] for star in stars]
    for upper, lower in pairwise([group for group in groups if group]):
        for ahead in upper:
            for behind in lower:
                sides = [book.audience_weight * ((star == ahead) - (star == behind)) for star in stars]
                rows.append([*sides, book.panel_weight * (points[behind] - points[ahead]) / whole])
    return rows


def corners(unknowns: int, rows: Sequence[Row]) -> list[tuple[Fraction, ...]]:
    """Every corner, once."""
    one_whole = [Fraction(1)] * (unknowns + 1)
    found = set()
    for held in combinations(rows, unknowns - 1):
        point = solved([one_whole, *held])
        if point is not None and all(dot(row, point) >= row[-1] for row in rows):
            found.add(point)
    return sorted(found)


def dot(row: Row, point: Sequence[Fraction]) -> Fraction:
    """The left side of an inequality at a point."""
    return sum((a * x for a, x in zip(row, point, strict=False)), Fraction(0))


def solved(equations: Sequence[Row]) -> tuple[Fraction, ...] | None:
    """The one solution of as many equations as unknowns, or None if there is not just one."""
    rows = [list(row) for row in equations]
    size = len(rows)
    for column in range(size):
        pivot = next((nth for nth in range(column, size) if rows[nth][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [number / rows[column][column] for number in rows[column]]
        for nth in range(size):
            if nth != column and rows[nth][column]:
                times = rows[nth][column]
                rows[nth] = [mine - times * theirs for mine, theirs in zip(rows[nth], rows[column], strict=True)]
    return tuple(row[-1] for row in rows)
