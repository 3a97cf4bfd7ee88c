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
    """One half of a couple's result.

    ``given`` is what it got, in points or votes; ``place`` is by that; ``value`` is what goes into the sum: a rank, a
    share, points, or just what was given.
    """

    given: Fraction
    place: Place
    value: Fraction


@dataclass(frozen=True, slots=True)
class Row:
    """One couple in a standing. ``panel`` is None where no marks are known, ``audience`` where no votes are."""

    star: str
    place: Place
    panel: Half | None
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
_BY = {TieBreak.AUDIENCE: SeparatedBy.AUDIENCE, TieBreak.PANEL: SeparatedBy.PANEL}


@dataclass(frozen=True, slots=True)
class Figure:
    """One part of a couple's sort key: what it is, the figure as a person reads it, and as it sorts (highest best)."""

    by: SeparatedBy
    shown: Fraction
    sorts: Fraction


def standing(book: Book, points: Mapping[str, Fraction] | None, votes: Mapping[str, int] | None) -> Standing:
    """The couples in order by the book (1.2, 1.3, 2.2 to 2.4, 2.6).

    Without votes the panel alone orders the couples of ``points``. Without points the votes alone order their couples,
    and the book must be one that asks no more (ValueError). A couple without an entry in ``votes`` has none.
    """
    if points is None and (votes is None or book.combine is not Combine.VOTES):
        message = f"{book.name} needs the points of each couple"
        raise ValueError(message)
    method = Combine.MARKS if votes is None else book.combine
    stars = tuple(points if points is not None else votes or ())
    panel = half(method, points or {}, book.panel_ties)
    given = {star: Fraction(votes.get(star, 0)) for star in stars} if votes is not None else {}
    audience = half(method, given, book.audience_ties)
    figures = {star: figures_of(book, method, panel.get(star), audience.get(star)) for star in stars}
    in_order = groups(stars, lambda star: key_of(figures[star]))
    placed = places(in_order)
    ordered = [star for group in in_order for star in group]
    return Standing(
        method,
        tuple(Row(s, placed[s], panel.get(s), audience.get(s), figures[s][0].shown) for s in ordered),
        tuple(_separation(ahead, behind, figures[ahead], figures[behind]) for ahead, behind in pairwise(ordered)),
    )


def figures_of(book: Book, method: Combine, panel: Half | None, audience: Half | None) -> tuple[Figure, ...]:
    """What a couple is ordered by: the combined figure, then each tie-break of the book."""
    combined = _combined(book, method, panel, audience)
    figures = [Figure(SeparatedBy.COMBINED, combined, -combined if method is Combine.RANKS else combined)]
    for tie_break in book.combined_tie:
        broken_by = panel if tie_break is TieBreak.PANEL else audience
        if broken_by is not None:
            figures.append(Figure(_BY[tie_break], broken_by.given, broken_by.given))
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


def _combined(book: Book, method: Combine, panel: Half | None, audience: Half | None) -> Fraction:
    if panel is None or audience is None or method in {Combine.MARKS, Combine.VOTES}:
        alone = audience if method is Combine.VOTES else panel
        return alone.value if alone is not None else Fraction(0)
    return book.panel_weight * panel.value + book.audience_weight * audience.value


def _separation(ahead: str, behind: str, upper: tuple[Figure, ...], lower: tuple[Figure, ...]) -> Separation:
    for mine, theirs in zip(upper, lower, strict=True):
        if mine.sorts != theirs.sorts:
            return Separation(ahead, behind, mine.by, mine.shown, theirs.shown)
    return Separation(ahead, behind, SeparatedBy.NOTHING, upper[0].shown, lower[0].shown)
