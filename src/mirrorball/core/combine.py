"""The two halves joined: couples in order by the book, each with its figures and what separates it from the next.

The rule is one sort key a couple: the combined figure, then each tie-break of the book. Equal keys are a tie. The
reason for a place is read off where two neighbours' keys first differ, so it can never say another thing than the rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import pairwise

from mirrorball.core.book import Book, Combine, TieBreak
from mirrorball.core.ties import Convention, Place, groups, places, ranks


class SeparatedBy(Enum):
    """What put one couple ahead of the next."""

    COMBINED = "combined"
    AUDIENCE = "audience"  # equal combined figures; more votes
    PANEL = "panel"  # equal combined figures; more points from the panel
    NOTHING = "nothing"  # the tie stands


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a couple's result: what it was ``given`` (points or votes), its place by that, and its ``value``
    in the sum (a rank, a share, points, or just what was given).
    """

    given: Fraction
    place: Place
    value: Fraction


@dataclass(frozen=True, slots=True)
class Row:
    """One couple in a standing. ``audience`` is None where no votes are known or none count."""

    star: str
    place: Place
    panel: Half
    audience: Half | None
    combined: Fraction


@dataclass(frozen=True, slots=True)
class Separation:
    """Why ``ahead`` stands before ``behind``: the figures that differ, or equal ones if nothing separates them."""

    ahead: str
    behind: str
    by: SeparatedBy
    ahead_figure: Fraction
    behind_figure: Fraction


@dataclass(frozen=True, slots=True)
class Standing:
    """Couples from best to worst, and what separates each from the next (one fewer than there are rows)."""

    method: Combine
    rows: tuple[Row, ...]
    separations: tuple[Separation, ...]

    @property
    def stars(self) -> tuple[str, ...]:
        """The stars, best first."""
        return tuple(row.star for row in self.rows)

    def row(self, star: str) -> Row:
        """The row of this star. KeyError if the star does not stand here."""
        for row in self.rows:
            if row.star == star:
                return row
        raise KeyError(star)


Key = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One part of a couple's sort key: what it is, the figure as a person reads it, and as it sorts (highest best)."""

    by: SeparatedBy
    shown: Fraction
    sorts: Fraction


def standing(book: Book, points: Mapping[str, Fraction], votes: Mapping[str, int] | None) -> Standing:
    """The couples of ``points`` in order by the book (1.2, 1.3, 2.2 to 2.4, 2.6).

    Without votes the panel alone orders them. A couple without an entry in ``votes`` has none.
    """
    method = Combine.MARKS if votes is None else book.combine
    panel = half(method, points, book.panel_ties)
    given = {star: Fraction(votes.get(star, 0)) for star in points} if votes is not None else {}
    audience = half(method, given, book.audience_ties)
    figures = {star: figures_of(book, method, panel[star], audience.get(star)) for star in points}
    in_order = groups(points, lambda star: key_of(figures[star]))
    placed = places(in_order)
    stars = [star for group in in_order for star in group]
    return Standing(
        method,
        tuple(Row(s, placed[s], panel[s], audience.get(s), figures[s][0].shown) for s in stars),
        tuple(_separation(ahead, behind, figures[ahead], figures[behind]) for ahead, behind in pairwise(stars)),
    )


def figures_of(book: Book, method: Combine, panel: Half, audience: Half | None) -> tuple[Figure, ...]:
    """What a couple is ordered by: the combined figure, then each tie-break of the book."""
    combined = _combined(book, method, panel, audience)
    figures = [Figure(SeparatedBy.COMBINED, combined, -combined if method is Combine.RANKS else combined)]
    for tie_break in book.combined_tie:
        if tie_break is TieBreak.PANEL:
            figures.append(Figure(SeparatedBy.PANEL, panel.given, panel.given))
        elif audience is not None:
            figures.append(Figure(SeparatedBy.AUDIENCE, audience.given, audience.given))
    return tuple(figures)


def key_of(figures: tuple[Figure, ...]) -> Key:
    """The sort key; the highest is best."""
    return tuple(figure.sorts for figure in figures)


def half(method: Combine, given: Mapping[str, Fraction], ties: Convention) -> dict[str, Half]:
    """One half of each couple's result, from what each was given. No points or votes at all are equal shares of 0."""
    placed = places(groups(given, given.__getitem__))
    total = sum(given.values(), Fraction(0))
    if method is Combine.PERCENT:
        value = {star: got / total if total else Fraction(0) for star, got in given.items()}
    elif method is Combine.RANKS:
        value = ranks(given, ties)
    elif method is Combine.POINTS:
        value = {star: len(given) + 1 - rank for star, rank in ranks(given, ties).items()}
    else:
        value = dict(given)
    return {star: Half(given[star], placed[star], value[star]) for star in given}


def _combined(book: Book, method: Combine, panel: Half, audience: Half | None) -> Fraction:
    if method is Combine.MARKS or audience is None:
        return panel.value
    if method is Combine.VOTES:
        return audience.value
    return book.panel_weight * panel.value + book.audience_weight * audience.value


def _separation(ahead: str, behind: str, upper: tuple[Figure, ...], lower: tuple[Figure, ...]) -> Separation:
    for mine, theirs in zip(upper, lower, strict=True):
        if mine.sorts != theirs.sorts:
            return Separation(ahead, behind, mine.by, mine.shown, theirs.shown)
    return Separation(ahead, behind, SeparatedBy.NOTHING, upper[0].shown, lower[0].shown)
