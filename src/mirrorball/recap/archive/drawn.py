"""Two small pictures as SVG: the nights of a couple as columns, the seasons of a pro as places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from mirrorball.recap.archive.people import Person, Turn, place_of
from mirrorball.sentences import number, ordinal

WIDE, HIGH, GAP = 24, 72, 4  # pixels of a column and its field
STEP, TALL, EDGE = 32, 120, 14


@dataclass(frozen=True, slots=True)
class Column:
    """One night: its label below, its figure above, and how high it stands, of 1."""

    label: str
    figure: str
    height: Fraction
    first: bool


def nights(turn: Turn) -> str:
    """A column a night: as high as its total is a part of the most there was, the best in gold. Nothing if none is."""
    shares = {night.week: share_of(turn, night.week) for night in turn.nights}
    known = {week: found for week, found in shares.items() if found is not None}
    if not known:
        return ""
    most, top = max(share for _, share in known.values()), max(Fraction(1), *(share for _, share in known.values()))
    columns = [Column(f"{week}", number(total), share / top, share == most) for week, (total, share) in known.items()]
    told = ", ".join(f"week {column.label} {column.figure}" for column in columns)
    wide = len(columns) * (WIDE + 2 * GAP)
    parts = [_column(nth, column) for nth, column in enumerate(columns)]
    return _svg(wide, HIGH + 40, "Totals of each night", f"{turn.couple.star}: {told}.", parts)


def places(person: Person) -> str:
    """A dot a season, the first place at the top, the last of its field at the bottom; wins in gold."""
    known = [(turn, place) for turn in person.turns if (place := place_of(turn.couple)) is not None]
    if len(known) < 2:  # noqa: PLR2004  # one dot is no picture
        return ""
    lowest = max(place.first for _, place in known)
    told = ", ".join(f"{turn.couple.star} {ordinal(place)}" for turn, place in known)
    parts: list[str] = []
    points: list[tuple[int, int]] = []
    for nth, (_, place) in enumerate(known):
        across = EDGE + nth * STEP + STEP // 2
        down = EDGE + (TALL - 2 * EDGE) * (place.first - 1) // max(1, lowest - 1)
        points.append((across, down))
    line = " ".join(f"{across},{down}" for across, down in points)
    parts.append(f'<polyline class="ar-line" points="{line}"/>')
    for (across, down), (turn, place) in zip(points, known, strict=True):
        won = " ar-first" if turn.couple.champion else ""
        parts.append(f'<rect class="ar-facet{won}" x="{across - 6}" y="{down - 6}" width="12" height="12"/>')
        parts.append(f'<text class="ar-label" x="{across}" y="{TALL + 16}">{place.first}</text>')
    return _svg(2 * EDGE + len(known) * STEP, TALL + 24, "Places, season by season", f"{told}.", parts)


def share_of(turn: Turn, week: int) -> tuple[Fraction, Fraction] | None:
    """The total of a night's routines, and which part of the most it is; None while a sheet is not known."""
    danced = [row for row in turn.routines if row.week == week]
    totals = [row.total for row in danced if row.total is not None]
    most = sum((row.most for row in danced if row.most is not None), Fraction(0))
    if not danced or len(totals) != len(danced) or not most:
        return None
    total = sum(totals, Fraction(0))
    return total, total / most


def _column(nth: int, column: Column) -> str:
    left, height = nth * (WIDE + 2 * GAP) + GAP, int(column.height * HIGH)
    first = " ar-first" if column.first else ""
    middle = left + WIDE // 2
    return (
        f'<rect class="ar-bar{first}" x="{left}" y="{18 + HIGH - height}" width="{WIDE}" height="{max(height, 1)}"/>'
        f'<text class="ar-figure" x="{middle}" y="{12 + HIGH - height}">{escape(column.figure)}</text>'
        f'<text class="ar-label" x="{middle}" y="{HIGH + 34}">{escape(column.label)}</text>'
    )


def _svg(wide: int, high: int, title: str, description: str, parts: Sequence[str]) -> str:
    return (
        f'<svg class="ar-picture" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="img">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(parts)}</svg>"
    )
