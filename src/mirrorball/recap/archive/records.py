"""The records of an archive. Each says what it is measured in; averages of a night are kept apart from single marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from fractions import Fraction

from mirrorball.core.ties import Place
from mirrorball.recap.archive import judging, upsets
from mirrorball.recap.archive.links import Links
from mirrorball.recap.archive.people import pros
from mirrorball.recap.archive.ranking import FIRST, Cell, Holder, Record, measure_first, ranked
from mirrorball.recap.archive.rows import CoupleRow, NightRow, RoutineRow, Tables
from mirrorball.sentences import counted, number, percent, tied
from mirrorball.sentences import listed as listed_names

ENOUGH_MARKS = 12  # for a couple's mean to be ranked
MOST_TIED = 40  # equals that are listed one by one; more are told by their number


@dataclass(frozen=True, slots=True)
class Chapter:
    """Records that may be compared with each other."""

    key: str
    title: str
    opening: str
    records: tuple[Record, ...]


def chapters(tables: Tables, links: Links) -> tuple[Chapter, ...]:
    """All records, those of single marks, of averages, and those that do not depend on marks."""
    found = []
    for averaged in (False, True):
        of = only(tables, averaged=averaged)
        if of.seasons:
            records = tuple(_of_marks(of, links, averaged=averaged))
            seasons = counted(len(of.seasons), "season")
            title = "Averages of a night" if averaged else "Single marks"
            opening = f"{seasons} with every judge's mark for every dance."
            if averaged:
                opening = (
                    f"{seasons} from tables that hold each judge's average over the dances of a night, with bonus "
                    "points in it. An average may lie above the scale, so these stand apart."
                )
            found.append(Chapter("averages" if averaged else "single", title, opening, records))
    careers = tuple(record for record in [_careers(tables, links)] if record.holders)
    if careers:
        found.append(Chapter("careers", "Over the years", "Counted over every season of the archive.", careers))
    return tuple(found)


def only(tables: Tables, *, averaged: bool) -> Tables:
    """The rows of the seasons whose marks are averages of a night, or of those whose are not."""
    wanted = {row.season for row in tables.seasons if row.averaged is averaged}
    parts = {
        one.name: tuple(row for row in getattr(tables, one.name) if row.season in wanted) for one in fields(Tables)
    }
    return replace(tables, **parts)


def _of_marks(tables: Tables, links: Links, *, averaged: bool) -> Iterator[Record]:
    every = [
        measure_first(_totals(tables, links, averaged=averaged), 5),
        measure_first(_perfect(tables, links, averaged=averaged), 3),
        measure_first(_means(tables, links), 3),
        measure_first(_finals(tables, links), 4),
        measure_first(_roads(tables, links, averaged=averaged), 3),
        measure_first(_climbs(tables, links), 4),
        judging.judges(tables, links),
        measure_first(upsets.stayed(tables, links), 5),
        measure_first(upsets.left(tables, links), 5),
    ]
    key = "average" if averaged else "single"
    yield from (replace(record, key=f"{key}-{record.key}") for record in every if record.holders)


def _couples(tables: Tables) -> dict[tuple[str, str], CoupleRow]:
    return {(row.season, row.star): row for row in tables.couples}


def couple_cells(row: CoupleRow, links: Links) -> tuple[Cell, Cell, Cell]:
    """Star, pro and season of a record's row."""
    return (
        Cell(row.star, links.star(row.star)),
        Cell(row.pro, links.pro(row.pro)),
        Cell(links.name(row.season), links.season(row.season)),
    )


def _totals(tables: Tables, links: Links, *, averaged: bool) -> Record:
    couples, known = _couples(tables), [row for row in tables.routines if row.share is not None and not row.team]
    listed = ranked(known, lambda row: row.share or Fraction(0))
    holders = []
    for place in dict.fromkeys(place for place, _ in listed):
        rows = [row for at, row in listed if at == place]
        if len(rows) > MOST_TIED:
            many = len({(row.season, row.star) for row in rows})
            words = f"{len(rows):,} {'nights' if averaged else 'routines'} of {counted(many, 'couple')}"
            blank = (Cell(""), Cell(""), Cell(""), Cell(""))
            holders.append(Holder(place, (Cell(words), *blank, _share(rows[0]))))
            continue
        for row in rows:
            total = f"{number(row.total or Fraction(0))} of {number(row.most or Fraction(0))}"
            where = Cell(f"Week {row.week}", links.week(row.season, row.week))
            cells = (*couple_cells(couples[row.season, row.star], links), where, Cell(total, figure=True), _share(row))
            holders.append(Holder(place, cells, row.star))
    what = "night, as the sum of the judges' averages" if averaged else "routine"
    return Record(
        "totals",
        "Highest nights" if averaged else "Highest totals",
        f"Measured in the total of a {what}, as a part of the most that the judges who marked it could give. "
        "Team dances are left out.",
        ("Star", "Pro", "Season", "Week", "Total", "Part"),
        tuple(holders),
    )


def _share(row: RoutineRow) -> Cell:
    return Cell(percent(row.share or Fraction(0)), figure=True)


def _perfect(tables: Tables, links: Links, *, averaged: bool) -> Record:
    held: dict[tuple[str, str], int] = {}
    for row in tables.routines:
        if row.share is not None and row.share >= 1 and not row.team:
            held[row.season, row.star] = held.get((row.season, row.star), 0) + 1
    couples, listed = _couples(tables), ranked(held.items(), lambda one: one[1])
    what = "nights on which the averages reach the top of the scale" if averaged else "perfect sheets"
    fewer = len(held) - len(listed)
    more = f"{counted(fewer, 'more couple')} with fewer." if fewer else ""
    most = [key for place, (key, _) in listed if place.first == 1]
    names = listed_names([f"{star} ({links.name(season)})" for season, star in most])
    top = max(held.values(), default=0)
    headline = f"{names}: {counted(top, 'night') if averaged else counted(top, 'perfect sheet')}." if most else ""
    return Record(
        "perfect",
        "Most nights at the top of the scale" if averaged else "Most perfect sheets",
        f"Measured in {what}, by couple and season: {sum(held.values()):,} in all, by {counted(len(held), 'couple')}.",
        ("Star", "Pro", "Season", "How many"),
        tuple(
            Holder(place, (*couple_cells(couples[key], links), Cell(f"{count:,}", figure=True)), key[1])
            for place, (key, count) in listed
        ),
        more,
        headline=headline,
    )


def _means(tables: Tables, links: Links) -> Record:
    highest = {row.season: row.highest for row in tables.seasons}
    enough = [row for row in tables.couples if row.mean is not None and row.marks >= ENOUGH_MARKS]
    listed = ranked(enough, lambda row: (row.mean or Fraction(0)) / highest[row.season])
    return Record(
        "means",
        "Highest means of a season",
        f"Measured in the mean of all marks of a couple that are known, as a part of the highest mark. Couples with "
        f"fewer than {ENOUGH_MARKS} known marks are not ranked.",
        ("Star", "Pro", "Season", "Mean", "Marks"),
        tuple(
            Holder(
                place,
                (
                    *couple_cells(row, links),
                    Cell(number(row.mean or Fraction(0)), figure=True),
                    Cell(f"{row.marks:,}", figure=True),
                ),
                row.star,
            )
            for place, row in listed
        ),
    )


def _finals(tables: Tables, links: Links) -> Record:
    """How near first and second were by the panel; the votes that decided with it were hardly ever published."""
    found: list[tuple[Fraction, Fraction, CoupleRow, CoupleRow, int]] = []
    for season in tables.seasons:
        last = {row.week for row in tables.weeks if row.season == season.season and row.final}
        nights = {n.star: n for n in tables.nights if n.season == season.season and n.week in last}
        placed = [row for row in tables.couples if row.season == season.season and row.exit == "final"]
        first, second = ([row for row in placed if row.place_first == nth] for nth in (1, 2))
        if len(first) != 1 or len(second) != 1 or any(row.star not in nights for row in (first[0], second[0])):
            continue
        one, two = (nights[row.star].points for row in (first[0], second[0]))
        top = max((n.points for n in nights.values() if n.points is not None), default=Fraction(0))
        if one is not None and two is not None and top:
            found.append((abs(one - two) / top, one - two, first[0], second[0], min(last)))
    listed = ranked(found, lambda one: -one[0])
    return Record(
        "finals",
        "Closest finals",
        "Measured in the points by the panel between champions and runners-up in the final, what was carried over "
        "among them, as a part of the most that any couple had. Votes decided with them and are not known.",
        ("Champion", "Runner-up", "Season", "Champion by the panel", "Part"),
        tuple(
            Holder(
                place,
                (
                    Cell(first.star, links.star(first.star)),
                    Cell(second.star, links.star(second.star)),
                    Cell(links.name(first.season), links.week(first.season, week)),
                    Cell("level" if not gap else f"{number(abs(gap))} {'ahead' if gap > 0 else 'behind'}"),
                    Cell(percent(part), figure=True),
                ),
                f"{first.star}; {second.star}",
            )
            for place, (part, gap, first, second, week) in listed
        ),
    )


def _roads(tables: Tables, links: Links, *, averaged: bool) -> Record:
    """Who danced most often. Where many are equal they are told by their number."""
    listed = ranked(tables.couples, lambda row: row.nights if averaged else row.routines)
    holders = []
    for place in dict.fromkeys(place for place, row in listed if row.nights):
        rows = [row for at, row in listed if at == place]
        danced = Cell(f"{rows[0].nights if averaged else rows[0].routines:,}", figure=True)
        if len(rows) > MOST_TIED:
            holders.append(Holder(place, (Cell(counted(len(rows), "couple")), Cell(""), Cell(""), danced)))
            continue
        holders += [Holder(place, (*couple_cells(row, links), danced), row.star) for row in rows]
    return Record(
        "roads",
        "Longest roads",
        "Measured in weeks danced in one season." if averaged else "Measured in routines danced in one season.",
        ("Star", "Pro", "Season", "Weeks" if averaged else "Routines"),
        tuple(holders),
    )


def _climbs(tables: Tables, links: Links) -> Record:
    """Champions by how low they began."""
    began: list[tuple[NightRow, int, CoupleRow]] = []
    for row in tables.couples:
        mine = [n for n in tables.nights if (n.season, n.star) == (row.season, row.star)] if row.champion else []
        known = sorted((n for n in mine if n.place_first), key=lambda night: night.week)
        if known:
            beside = [n for n in tables.nights if (n.season, n.week) == (row.season, known[0].week) and n.place_first]
            began.append((known[0], len(beside), row))
    listed = ranked(began, lambda one: one[0].place_first or 0, FIRST)
    return Record(
        "climbs",
        "Longest climbs",
        "Measured in the place by the panel of later champions on the first night whose points are known.",
        ("Star", "Pro", "Season", "First night", "Place by the panel"),
        tuple(
            Holder(
                place,
                (
                    *couple_cells(row, links),
                    Cell(f"Week {night.week}", links.week(night.season, night.week)),
                    Cell(f"{tied(Place(night.place_first or 0, night.place_last or 0))} of {field}", figure=True),
                ),
                row.star,
            )
            for place, (night, field, row) in listed
        ),
    )


def _careers(tables: Tables, links: Links) -> Record:
    listed = ranked(pros(tables), lambda person: len(person.turns))
    most = [person for place, person in listed if place.first == 1]
    names = listed_names([person.name for person in most])
    headline = f"{names} danced in {counted(len(most[0].turns), 'season')}." if most else ""
    return Record(
        "careers",
        "Pros with the most seasons",
        "Measured in seasons danced with a star.",
        ("Pro", "Seasons", "Nights", "Won"),
        tuple(
            Holder(
                place,
                (
                    Cell(person.name, links.pro(person.name)),
                    Cell(f"{len(person.turns):,}", figure=True),
                    Cell(f"{person.nights:,}", figure=True),
                    Cell(f"{len(person.won):,}", figure=True),
                ),
                person.name,
            )
            for place, person in listed
        ),
        headline=headline,
    )
