"""The planned rundowns: rows of ``rundown.csv`` to segments, and all that does not go together in a night's plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from mirrorball.core.rundown import TITLES, title_of
from mirrorball.core.season import Routine, Season, Segment, SegmentKind
from mirrorball.season.format import RUNDOWN
from mirrorball.season.problems import Problem, Severity, did_you_mean, quoted
from mirrorball.season.tables import Row

Dance = tuple[int, str, str]  # week, round and star


@dataclass(frozen=True, slots=True)
class Plan:
    """The rundowns of a season: their segments, the row of each, and what is wrong with these and other rows."""

    segments: tuple[Segment, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def plan(season: Season, rows: Sequence[Row], *, all_danced_known: bool) -> Plan:
    """The rundowns of these rows. ``all_danced_known`` tells whether every dance of ``routines.csv`` could be read."""
    in_order = sorted(rows, key=lambda row: (row["week"], row["order"]))
    danced = {(r.week, r.round, r.star): r for r in season.routines}
    segments: list[Segment] = []
    kept: list[Row] = []
    problems: list[Problem] = []
    for number, of_week in groupby(in_order, key=lambda row: int(row["week"])):
        night = list(of_week)
        dances = [row for row in night if row["kind"] == SegmentKind.ROUTINE.value]
        found = [*_blanks(night), *_twice(dances), *_steps(night)]
        if all_danced_known:
            found += [*_not_danced(season.danced_in(number), dances), *_left_out(season.danced_in(number), night)]
        problems += found
        usable = [row for row in night if row["kind"] != SegmentKind.ROUTINE.value or _dance(row) in danced]
        segments += [_segment(nth, row, danced.get(_dance(row))) for nth, row in enumerate(usable, 1)]
        kept += usable
    return Plan(tuple(segments), tuple(kept), tuple(problems))


def _segment(number: int, row: Row, routine: Routine | None) -> Segment:
    """The segment of a row. It is numbered by its place in the night, whatever numbers the rows have."""
    kind = SegmentKind(row["kind"])
    usual = title_of(routine) if routine else TITLES.get(kind, kind.value)
    return Segment(
        week=row["week"],
        number=number,
        kind=kind,
        title=row["title"] or usual,
        round=row["round"],
        star=row["star"],
        note=row["note"],
    )


def _blanks(night: Sequence[Row]) -> Iterator[Problem]:
    """A cell that the kind of the segment needs, or has no use for."""
    for row in night:
        kind = SegmentKind(row["kind"])
        named = kind in {SegmentKind.PACKAGE, SegmentKind.ITEM}
        if named and not row["title"]:
            yield row.at.problem("title", f"what the {kind.value} is", "Fill the cell; the desk reads it out.")
        if kind is SegmentKind.ROUTINE and not row["star"]:
            yield row.at.problem("star", "a star who dances", "Fill the cell, or write item for the kind.")
        unused = [] if kind is SegmentKind.ROUTINE else ["round"] if named else ["round", "star"]
        for column in unused:
            if row[column]:
                expected = f"a blank cell; a segment of the kind {kind.value} has no {column}"
                advice = "Remove it, or write routine for the kind if this is danced."
                yield row.at.problem(column, expected, advice, Severity.WARNING)


def _twice(dances: Sequence[Row]) -> Iterator[Problem]:
    """A routine that the rundown has a second time."""
    first: dict[Dance, Row] = {}
    for row in dances:
        if row["star"] and first.setdefault(_dance(row), row) is not row:
            advice = f"Remove one of the two rows; the other stands on line {first[_dance(row)].at.line}."
            found = f"{_named(row['round'], row['star'])} a second time"
            yield row.at.problem("star", "each routine once", advice, found=found)


def _steps(night: Sequence[Row]) -> Iterator[Problem]:
    """Vote, results and reveal: each at most once, and in this order."""
    steps = [kind.value for kind in TITLES]
    seen: dict[str, Row] = {}
    for row in night:
        kind = row["kind"]
        if kind not in steps:
            continue
        later = [step for step in steps[steps.index(kind) + 1 :] if step in seen]
        if kind in seen:
            advice = f"Remove one of the two rows; the other stands on line {seen[kind].at.line}."
            yield row.at.problem("kind", f"one {kind} in week {row['week']}", advice, found=f"{quoted(kind)} again")
        elif later:
            after = seen[later[0]]
            expected = f"the {kind} before the {later[0]}, which has order {after['order']}"
            advice = "Give it a smaller order; nothing can be told before it is counted and joined."
            yield row.at.problem("order", expected, advice, found=f"the {kind} at {row['order']}")
        seen.setdefault(kind, row)


def _not_danced(danced: Sequence[Routine], dances: Sequence[Row]) -> Iterator[Problem]:
    """A routine that the sheet of the week does not have."""
    rounds_of: dict[str, list[str]] = {}
    for routine in danced:
        rounds_of.setdefault(routine.star, []).append(routine.round)
    for row in dances:
        star, number = row["star"], row["week"]
        rounds = rounds_of.get(star, [])
        if not star or row["round"] in rounds:
            continue
        if not rounds:
            advice = "Add the dance to routines.csv, or take this row out."
            yield row.at.problem("star", f"a star who dances in week {number}, by routines.csv", advice)
            continue
        known = " or ".join(quoted(round_) for round_ in rounds)
        advice = did_you_mean(row["round"], filter(None, rounds), "Correct the round, or add the dance there.")
        yield row.at.problem("round", f"a round of {star} in week {number} (routines.csv): {known}", advice)


def _left_out(danced: Sequence[Routine], night: Sequence[Row]) -> Iterator[Problem]:
    """A routine of the week that its rundown does not have."""
    planned = {_dance(row) for row in night}
    for routine in danced:
        if (routine.week, routine.round, routine.star) not in planned:
            yield Problem(
                file=RUNDOWN.file,
                line=night[-1].at.line,
                found=f"no segment for {_named(routine.round, routine.star)}",
                expected=f"every routine of week {routine.week} (routines.csv)",
                advice="Add a row for it, or the desk has to call it by hand.",
                severity=Severity.WARNING,
            )


def _dance(row: Row) -> Dance:
    return (row["week"], row["round"], row["star"])


def _named(round_: str, star: str) -> str:
    return f"the {round_ or 'dance'} of {star}"
