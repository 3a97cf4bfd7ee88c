"""Judges over the seasons: from the most generous to the strictest, against those who sat beside them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from mirrorball.core.ties import Place, groups, places
from mirrorball.recap.archive.links import Links
from mirrorball.recap.archive.ranking import Cell, Holder, Record, mean
from mirrorball.recap.archive.rows import MarkRow, Tables
from mirrorball.sentences import counted, number

MINUS = "\N{MINUS SIGN}"
HUNDRED = Fraction(100)
ENOUGH = 20  # marks beside another judge's, for a lean to be ranked


@dataclass(frozen=True, slots=True)
class Leaning:
    """One judge: the marks given, as parts of the highest mark, and the mean of mark less the others' mean."""

    judge: str
    marks: tuple[Fraction, ...]
    lean: Fraction | None
    compared: int
    seasons: tuple[str, ...]

    @property
    def ranked(self) -> bool:
        """Whether there are enough marks to tell a lean from chance."""
        return self.lean is not None and self.compared >= ENOUGH


def leanings(tables: Tables) -> tuple[Leaning, ...]:
    """Every judge who is known by name. A team dance counts once, however many couples danced in it."""
    highest = {row.season: row.highest for row in tables.seasons}
    given: dict[str, dict[tuple[object, ...], MarkRow]] = {}
    for row in tables.marks:
        if row.named:
            sheet = (row.season, row.week, row.round, row.team or row.star, bool(row.team))
            given.setdefault(row.judge, {})[sheet] = row
    found = []
    for judge, rows in given.items():
        marks = tuple(row.mark / highest[row.season] for row in rows.values())
        leans = [(row.mark - row.others) / highest[row.season] for row in rows.values() if row.others is not None]
        lean = mean(leans) if leans else None
        seasons = tuple(dict.fromkeys(row.season for row in rows.values()))
        found.append(Leaning(judge, marks, lean, len(leans), seasons))
    return tuple(found)


def judges(tables: Tables, links: Links) -> Record:
    """The most generous judge first, the strictest last, whoever gave too few marks behind them."""
    every = leanings(tables)
    in_order = groups([one for one in every if one.ranked], lambda one: one.lean)
    placed = places(in_order)
    scales = {row.highest for row in tables.seasons}
    unit, points = (scales.pop(), "points") if len(scales) == 1 else (HUNDRED, "hundredths of the highest mark")
    rows = [(placed[one], one) for group in in_order for one in group]
    few = sorted((one for one in every if not one.ranked), key=lambda one: (-len(one.marks), one.judge))
    seats = sum(1 for row in tables.marks if not row.named)
    unnamed = f" {seats:,} marks are by seats without a name, and say nothing of a judge." if seats else ""
    return Record(
        "judges",
        "Judges, from the most generous to the strictest",
        f"Measured in {points}: the mean, over all sheets, of the judge's mark less the mean of the others' marks on "
        f"the same sheet. Judges with fewer than {ENOUGH} such marks stand below and are not ranked.{unnamed}",
        ("Judge", "Lean", "Mean", "Lowest to highest", "Marks", "Seasons"),
        tuple(_holder(place, one, unit, links) for place, one in [*rows, *((None, one) for one in few)]),
    )


def _holder(place: Place | None, one: Leaning, unit: Fraction, links: Links) -> Holder:
    spread = f"{number(min(one.marks) * unit)} to {number(max(one.marks) * unit)}"
    lean = "nobody beside" if one.lean is None else signed(one.lean * unit)
    seasons = links.name(one.seasons[0]) if len(one.seasons) == 1 else counted(len(one.seasons), "season")
    cells = (
        Cell(one.judge),
        Cell(lean, figure=True),
        Cell(number(mean(one.marks) * unit), figure=True),
        Cell(spread, figure=True),
        Cell(f"{len(one.marks):,}", figure=True),
        Cell(seasons),
    )
    return Holder(place, cells, one.judge)


def signed(value: Fraction) -> str:
    """A lean as people read it, with its sign and nothing before 0."""
    told = number(abs(value))
    return told if told == "0" else f"{'+' if value > 0 else MINUS}{told}"
