"""The tables of an archive, a class a table: what each column holds stands beside it, and pages and docs read it there.

Numbers are exact. Where a table leaves the program each becomes two columns: a decimal, and a text with the fraction.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from types import NoneType
from typing import Annotated, Any, get_args, get_type_hints

Season = Annotated[str, "Season, by the name of its folder."]
Week = Annotated[int, "Number of the week."]
Star = Annotated[str, "The star, by whose name the couple is known."]
Note = Annotated[str, "What the folder notes, or nothing."]
Number = Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonRow:
    """One row a season."""

    season: Season
    title: Annotated[str, "Title of the show."]
    number: Annotated[int | None, "Number of the season."]
    year: Annotated[int | None, "Year in which it began."]
    couples: Annotated[int, "Couples in the cast."]
    weeks: Annotated[int, "Weeks of the plan."]
    finished: Annotated[bool, "Whether it has champions."]
    averaged: Annotated[bool, "Whether each mark is a judge's average over the dances of a night, bonus points in it."]
    highest: Annotated[Fraction, "Highest mark of the scale."]
    champions: Annotated[str, "Stars who won, separated by `; `."]
    trophy: Annotated[str, "Name of the trophy."]
    hosts: Annotated[str, "Hosts, separated by `; `."]
    judges: Annotated[str, "The regular panel, separated by `; `."]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoupleRow:
    """One row a couple, in each season those first who came farthest."""

    season: Season
    star: Star
    pro: Annotated[str, "The professional partner, or nothing."]
    nth: Annotated[int, "Position by how far the couples came, from 1; equals stand in the order of the cast."]
    known_for: Annotated[str, "What the star is known for."]
    age: Annotated[int | None, "Age of the star at the start, in years."]
    home: Annotated[str, "Where the star comes from."]
    exit: Annotated[str, "How it ended: `final`, `eliminated` or `withdrew`; nothing while still in."]
    last_week: Annotated[int | None, "Week in which it ended."]
    place_first: Annotated[int | None, "First of the places that the couple holds, 1 the best."]
    place_last: Annotated[int | None, "Last of them; another than the first if the place is shared."]
    champion: Annotated[bool, "Whether the couple won, alone or with another."]
    nights: Annotated[int, "Weeks in which the couple danced."]
    routines: Annotated[int, "Routines danced, those in a team among them."]
    marks: Annotated[int, "Marks that are known."]
    mean: Annotated[Number, "Mean of these marks, in points a mark."]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRow:
    """One row a week of the plan."""

    season: Season
    week: Week
    date: Annotated[date | None, "Day of the show."]
    title: Annotated[str, "Theme of the night."]
    final: Annotated[bool, "Whether this night places everybody who is left."]
    leave: Annotated[int, "How many couples were to leave."]
    book: Annotated[str, "Rule book of the week."]
    combine: Annotated[str, "How the book joins marks and votes: `ranks`, `percent`, `points`, `votes` or `marks`."]
    confidence: Annotated[str, "How sure the book is, from `published` to `weak`."]
    marks_of_week: Annotated[int | None, "Week whose marks decide who leaves in this one; nothing if none do yet."]
    panel: Annotated[int, "Seats of the panel."]
    immune: Annotated[str, "Stars who could not leave, separated by `; `."]
    carry: Annotated[int | None, "Week whose points are carried over into this one."]
    viewers: Annotated[Number, "Viewers of the broadcast, in millions."]
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutineRow:
    """One row for each dance of a couple; each member of a team dance has one."""

    season: Season
    week: Week
    round: Annotated[str, "Name of the round, if the couple danced more than once."]
    star: Star
    nth: Annotated[int | None, "Position in the running order of the round, from 1."]
    style: Annotated[str, "Style of the dance, or nothing where it is not known."]
    music: Annotated[str, "Songs with who performs them, or nothing where they are not known."]
    team: Annotated[str, "Name of the team, for a team dance."]
    judges: Annotated[int, "Marks that are known."]
    total: Annotated[Number, "Total of the sheet, in points; nothing while a mark is missing."]
    most: Annotated[Number, "The most that those who marked could give, in points."]
    share: Annotated[Number, "The total as a part of the most; above 1 where bonus points stand in averages."]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """One row for each mark that is known. Marks of a team dance stand once for each member."""

    season: Season
    week: Week
    round: Annotated[str, "Name of the round, as in routines."]
    star: Star
    team: Annotated[str, "Name of the team, as in routines."]
    judge: Annotated[str, "Who gave it."]
    named: Annotated[bool, "Whether that is a person; public tables often know the seat alone, such as Judge 2."]
    mark: Annotated[Fraction, "The mark, in points."]
    others: Annotated[Number, "Mean of the other judges' marks on the same sheet; nothing if nobody else marked."]


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusRow:
    """One row for points beside the marks."""

    season: Season
    week: Week
    contest: Annotated[str, "Name of the contest."]
    star: Star
    points: Annotated[Fraction, "Points added; 0 is a contest lost."]
    result: Annotated[str, "How it went, such as won or exempt."]
    opponent: Annotated[str, "The other star of a dance-off or relay."]


@dataclass(frozen=True, slots=True, kw_only=True)
class NightRow:
    """One row for each couple and week in which it danced: its points, and its place by the panel."""

    season: Season
    week: Week
    star: Star
    marks: Annotated[Number, "What the panel gave, in points; nothing while it is not known."]
    bonus: Annotated[Fraction, "Points beside the marks."]
    carried: Annotated[Number, "Points carried over from an earlier week; nothing if none are."]
    points: Annotated[Number, "All of these together; nothing while one is not known."]
    stated: Annotated[bool, "Whether `marks` is a total that a source states, since not every mark is known."]
    place_first: Annotated[int | None, "First place by points among those whose points are known, 1 the most."]
    place_last: Annotated[int | None, "Last place; another than the first where points are equal."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """One row for each couple whose season has ended."""

    season: Season
    star: Star
    exit: Annotated[str, "`final`, `eliminated` or `withdrew`."]
    week: Annotated[int, "Week in which it ended."]
    place_first: Annotated[int | None, "First of the places that the couple holds; nothing if not known."]
    place_last: Annotated[int | None, "Last of them."]
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRow:
    """One row a week: whether what is recorded could have happened under the book, whatever the vote."""

    season: Season
    week: Week
    verdict: Annotated[
        str, "`possible`, `impossible`, `nobody left`, `not recorded`, `not known` or `not settled`; see the glossary."
    ]
    out: Annotated[str, "Stars who were eliminated, separated by `; `."]
    withdrew: Annotated[str, "Stars who withdrew, separated by `; `."]
    final: Annotated[bool, "Whether the verdict is about the places of a final."]
    book: Annotated[str, "Rule book of the week."]
    confidence: Annotated[str, "How sure the book is, from `published` to `weak`."]
    neighbours: Annotated[str, "How the book would have to differ for an impossible result to be possible."]
    note: Annotated[str, "What the folder notes for the week and for who left in it."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All tables, of one season or of many. Rows stand by season, then as the season has them."""

    seasons: tuple[SeasonRow, ...] = ()
    couples: tuple[CoupleRow, ...] = ()
    weeks: tuple[WeekRow, ...] = ()
    routines: tuple[RoutineRow, ...] = ()
    marks: tuple[MarkRow, ...] = ()
    bonuses: tuple[BonusRow, ...] = ()
    nights: tuple[NightRow, ...] = ()
    results: tuple[ResultRow, ...] = ()
    verdicts: tuple[VerdictRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its name, what it may hold besides nothing, and what it means."""

    name: str
    kind: type
    meaning: str
    may_be_nothing: bool


def columns(row: type) -> tuple[Column, ...]:
    """The columns of a table, by the class of its rows."""
    hints = get_type_hints(row, include_extras=True)
    return tuple(_column(one.name, hints[one.name]) for one in fields(row))


def kinds() -> dict[str, type]:
    """The class of the rows of each table, by the table's name."""
    hints = get_type_hints(Tables)
    return {one.name: get_args(hints[one.name])[0] for one in fields(Tables)}


def _column(name: str, hint: Any) -> Column:  # noqa: ANN401  # a type hint is of no type of its own
    plain, meaning = get_args(hint)[:2]
    choices = get_args(plain) or (plain,)
    (kind,) = (one for one in choices if one is not NoneType)
    return Column(name, kind, meaning, NoneType in choices)
