"""Where each couple stood week by week, each in a row of its own, so that nobody hides behind another.

A place that several couples share is told as shared, and they take its rows side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mirrorball.core.season import Exit, Result
from mirrorball.core.ties import Place
from mirrorball.recap.story import Journey, Story, ToldWeek
from mirrorball.sentences import NOT_KNOWN, tied


@dataclass(frozen=True, slots=True)
class Spot:
    """A couple in a column: its row from 0, and the place it holds by the panel's points."""

    column: int
    row: int
    place: Place


@dataclass(frozen=True, slots=True)
class Way:
    """A couple's way. ``end`` is the column and row in which its season is told to have ended, or stands now."""

    journey: Journey
    spots: tuple[Spot, ...]
    end: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Standings:
    """All ways, best season first. ``shared`` are the groups that share a place: column, first row and last."""

    weeks: tuple[ToldWeek, ...]
    ways: tuple[Way, ...]
    shared: tuple[tuple[int, int, int], ...]
    rows: int


def standings(story: Story) -> Standings:
    """The standings of the weeks of which places are known."""
    weeks = tuple(told for told in story.weeks if any(line.place for line in told.lines))
    rows: list[dict[str, int]] = []
    for nth, told in enumerate(weeks):
        rows.append(_rows(told, rows[-1] if rows else _soon(weeks[nth + 1 :])))
    ways = tuple(
        Way(journey, _spots(journey.star, weeks, rows), (_last(journey, weeks) + 1, nth))
        for nth, journey in enumerate(story.journeys)
    )
    shared = {
        (column, line.place.first - 1, line.place.last - 1)
        for column, told in enumerate(weeks)
        for line in told.lines
        if line.place and line.place.shared
    }
    return Standings(weeks, ways, tuple(sorted(shared)), len(ways))


def ending(journey: Journey, weeks: Sequence[ToldWeek]) -> str:
    """How a couple's season ended, in a few words."""
    result = journey.result
    if result is None:
        return "still in" if weeks else NOT_KNOWN
    return {Exit.FINAL: _in_the_final, Exit.ELIMINATED: _left, Exit.WITHDREW: _withdrew}[result.exit](result)


def _in_the_final(result: Result) -> str:
    if result.place is None:
        return f"final, place {NOT_KNOWN}"
    return "won" if result.place.first == 1 and not result.place.shared else f"{tied(result.place)} in the final"


def _left(result: Result) -> str:
    return f"left, week {result.week}"


def _withdrew(result: Result) -> str:
    return f"withdrew, week {result.week}"


def _rows(told: ToldWeek, near: Mapping[str, float]) -> dict[str, int]:
    """A row for each couple; those that share a place stand as they stood before, so that few ways cross."""
    placed = [(line.place.first, near.get(line.star, 0.0), line.star) for line in told.lines if line.place]
    return {star: row for row, (_, _, star) in enumerate(sorted(placed))}


def _soon(later: Sequence[ToldWeek]) -> dict[str, float]:
    """Where couples stand as soon as they are seen again, for the order in the first column."""
    found: dict[str, float] = {}
    for told in later:
        for line in told.lines:
            if line.place:
                found.setdefault(line.star, (line.place.first + line.place.last) / 2)
    return found


def _spots(star: str, weeks: Sequence[ToldWeek], rows: Sequence[Mapping[str, int]]) -> tuple[Spot, ...]:
    found = []
    for column, told in enumerate(weeks):
        line = told.line(star)
        if line is not None and line.place is not None:
            found.append(Spot(column, rows[column][star], line.place))
    return tuple(found)


def _last(journey: Journey, weeks: Sequence[ToldWeek]) -> int:
    """The last column that a couple can stand in."""
    result = journey.result
    if result is None or result.exit is Exit.FINAL:
        return len(weeks) - 1
    return max((column for column, told in enumerate(weeks) if told.week.number <= result.week), default=-1)
