"""Where marks and result went apart: the lowest by the panel stayed, or the highest left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mirrorball.recap.archive.links import Links
from mirrorball.recap.archive.ranking import Cell, Holder, Record, ranked
from mirrorball.recap.archive.rows import CoupleRow, Tables, WeekRow
from mirrorball.recap.archive.tables import BETWEEN
from mirrorball.sentences import listed, number, percent


@dataclass(frozen=True, slots=True)
class Parted:
    """A week in which somebody was eliminated: the points that decided, and who left. All points are known."""

    week: WeekRow
    points: dict[str, Fraction]
    out: tuple[str, ...]

    @property
    def lowest(self) -> tuple[str, ...]:
        """The lowest by the panel among those who could leave."""
        can = [star for star in self.points if star not in self.week.immune.split(BETWEEN)]
        least = min((self.points[star] for star in can), default=None)
        return tuple(star for star in can if self.points[star] == least)

    @property
    def highest(self) -> tuple[str, ...]:
        """The highest by the panel."""
        most = max(self.points.values())
        return tuple(star for star in self.points if self.points[star] == most)

    def gap(self, above: Fraction, below: Fraction) -> Fraction:
        """What lies between, as a part of the most that any couple had."""
        return (above - below) / max(self.points.values())


def weeks(tables: Tables) -> Iterator[Parted]:
    """Every week, finals apart, in which somebody was eliminated and the points of all who danced are known."""
    nights: dict[tuple[str, int], dict[str, Fraction | None]] = {}
    for night in tables.nights:
        nights.setdefault((night.season, night.week), {})[night.star] = night.points
    out = {(row.season, row.week): row.out for row in tables.verdicts if not row.final and row.out}
    for week in tables.weeks:
        gone = out.get((week.season, week.week))
        if gone is None or week.marks_of_week is None or week.combine == "votes":
            continue
        left = tuple(gone.split(BETWEEN))
        here = {*nights.get((week.season, week.week), ()), *left}
        decided = nights.get((week.season, week.marks_of_week), {})
        points = {star: decided[star] for star in decided if star in here}
        known = {star: value for star, value in points.items() if value is not None}
        if known and len(known) == len(points) and set(left) <= known.keys() and max(known.values()) > 0:
            yield Parted(week, known, left)


def stayed(tables: Tables, links: Links) -> Record:
    """Couples who stood lowest by the panel, and stayed although somebody above them left."""
    every = list(weeks(tables))
    found = [
        (one.gap(min(one.points[gone] for gone in one.out), one.points[star]), star, one)
        for one in every
        if not set(one.lowest) & set(one.out)
        for star in one.lowest
    ]
    upset = sum(1 for one in every if not set(one.lowest) & set(one.out))
    couples = {(row.season, row.star): row for row in tables.couples}
    first = max(found, key=lambda each: each[0], default=None)
    headline = ""
    if first is not None:
        _, star, one = first
        gone = listed([f"{name} with {number(one.points[name])}" for name in one.out])
        where = f"{links.name(one.week.season)}, week {one.week.week}"
        headline = f"{where}: {star} stayed with {number(one.points[star])} from the panel, and {gone} left."
    return Record(
        "stayed",
        "Biggest upsets: lowest by the panel, and stayed",
        "Measured in the points that lay between the couple and the lowest of those who left instead, as a part of "
        f"the most that any couple had. It happened in {upset:,} of {len(every):,} weeks with an elimination whose "
        "points are all known.",
        ("Star", "Season", "Week", "Points", "Left instead", "Part"),
        tuple(
            Holder(place, (*_cells(couples[one.week.season, star], one, one.out, links), _gap(gap)), star)
            for place, (gap, star, one) in ranked(found, lambda each: each[0])
        ),
        headline=headline,
    )


def left(tables: Tables, links: Links) -> Record:
    """Couples who stood highest by the panel, and left."""
    found = [
        (one.gap(one.points[star], one.points[one.lowest[0]]), star, one)
        for one in weeks(tables)
        for star in one.highest
        if star in one.out and star not in one.lowest
    ]
    couples = {(row.season, row.star): row for row in tables.couples}
    return Record(
        "left",
        "Highest by the panel, and left",
        "Measured in the points between the couple and the lowest by the panel, as a part of the couple's own.",
        ("Star", "Season", "Week", "Points", "Lowest by the panel", "Part"),
        tuple(
            Holder(place, (*_cells(couples[one.week.season, star], one, one.lowest, links), _gap(gap)), star)
            for place, (gap, star, one) in ranked(found, lambda each: each[0])
        ),
    )


def _cells(row: CoupleRow, one: Parted, others: Sequence[str], links: Links) -> tuple[Cell, ...]:
    return (
        Cell(row.star, links.star(row.star)),
        Cell(links.name(row.season), links.season(row.season)),
        Cell(f"Week {one.week.week}", links.week(row.season, one.week.week)),
        Cell(number(one.points[row.star]), figure=True),
        Cell(listed([f"{star} ({number(one.points[star])})" for star in others])),
    )


def _gap(part: Fraction) -> Cell:
    return Cell(percent(part), figure=True)
