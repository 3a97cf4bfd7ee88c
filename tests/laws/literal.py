"""The rules of television read word for word, slowly: for each couple, look at every other one and count.

Nothing here shares a line with ``mirrorball.core``: two readings of one rule that agree are worth more than one.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from mirrorball.core.book import Book, Combine, TieBreak
from mirrorball.core.ties import Convention, Place


def rank(star: str, given: Mapping[str, Fraction], ties: Convention) -> Fraction:
    """The rank of a couple, by counting who has more (SPEC 0.2)."""
    more = [other for other in given if given[other] > given[star]]
    equal = [other for other in given if given[other] == given[star]]
    if ties is Convention.COMPETITION:
        return Fraction(len(more) + 1)
    if ties is Convention.MODIFIED:
        return Fraction(len(more) + len(equal))
    if ties is Convention.DENSE:
        return Fraction(len({given[other] for other in more}) + 1)
    shared = range(len(more) + 1, len(more) + len(equal) + 1)
    return Fraction(sum(shared), len(shared))


def value(star: str, given: Mapping[str, Fraction], method: Combine, ties: Convention) -> Fraction:
    """One half of a couple's result (1.2, 1.3, 2.2, 2.3)."""
    if method is Combine.PERCENT:
        whole = Fraction(0)
        for amount in given.values():
            whole += amount
        return Fraction(0) if whole == 0 else given[star] / whole
    if method is Combine.RANKS:
        return rank(star, given, ties)
    if method is Combine.POINTS:
        return len(given) + 1 - rank(star, given, ties)
    return given[star]


def combined(book: Book, points: Mapping[str, Fraction], votes: Mapping[str, Fraction], star: str) -> Fraction:
    """Both halves of a couple joined by the book."""
    panel = value(star, points, book.combine, book.panel_ties)
    audience = value(star, votes, book.combine, book.audience_ties)
    if book.combine is Combine.MARKS:
        return panel
    if book.combine is Combine.VOTES:
        return audience
    return panel * book.panel_weight + audience * book.audience_weight


def better(book: Book, points: Mapping[str, Fraction], votes: Mapping[str, Fraction], one: str, other: str) -> bool:
    """Whether one couple stands ahead of another: by the combined figure, then by each tie-break in turn."""
    mine, theirs = combined(book, points, votes, one), combined(book, points, votes, other)
    if mine != theirs:
        return mine < theirs if book.combine is Combine.RANKS else mine > theirs
    for tie_break in book.combined_tie:
        given = votes if tie_break is TieBreak.AUDIENCE else points
        if given[one] != given[other]:
            return given[one] > given[other]
    return False


def place(book: Book, points: Mapping[str, Fraction], votes: Mapping[str, Fraction], star: str) -> Place:
    """The place of a couple, by counting who is better and who is not worse."""
    ahead = sum(1 for other in points if better(book, points, votes, other, star))
    behind = sum(1 for other in points if better(book, points, votes, star, other))
    return Place(ahead + 1, len(points) - behind)
