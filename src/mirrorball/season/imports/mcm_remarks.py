"""What is odd about the rows of one season of the public table when they are looked at together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mirrorball.core.season import Exit, Result
from mirrorball.core.ties import Place
from mirrorball.season.format import MOST_COUPLES
from mirrorball.season.imports.brought import Oddity
from mirrorball.season.imports.mcm_row import PLACEMENT, RESULTS, SEASON, STAR, Line, column_of
from mirrorball.season.problems import Severity, plain, quoted


@dataclass(frozen=True, slots=True)
class Plan:
    """What the marks of all couples say of the season: its last week, and which slots marked in each week."""

    number: int
    last: int
    slots: dict[int, tuple[int, ...]]


def usual_panel(plan: Plan) -> tuple[int, ...]:
    """The panel of most weeks, the larger of several."""
    counted = Counter(slots for slots in plan.slots.values() if slots)
    return max(counted, key=lambda slots: (counted[slots], len(slots)))


def place_of(line: Line, cast: Sequence[Line]) -> Place | None:
    """The place in the end; who has the same number shares the places from there on."""
    if line.placement is None:
        return None
    sharing = sum(other.placement == line.placement for other in cast)
    return Place(line.placement, line.placement + sharing - 1)


def whole_cast(plan: Plan, cast: Sequence[Line]) -> Iterator[Oddity]:
    """Whether the rows can be a season at all."""
    seen: dict[str, Line] = {}
    for line in cast:
        first = seen.setdefault(plain(line.star), line)
        if first is not line and line.star:
            advice = f"Remove one of the two rows; the other stands on line {first.at.line}."
            expected = f"each star once in season {plan.number}"
            yield Oddity("star twice", plan.number, line.at.problem(STAR, expected, advice))
    if not plan.last:
        found, advice = f"no mark in season {plan.number}", "Remove the season, or bring its marks."
        remark = cast[0].at.problem(SEASON, "marks in some week", advice, found=found)
        yield Oddity("no marks", plan.number, remark)
    if len(cast) > MOST_COUPLES:
        found, expected = f"{len(cast)} couples in season {plan.number}", f"at most {MOST_COUPLES}"
        remark = cast[MOST_COUPLES].at.problem(SEASON, expected, "Check the numbers.", found=found)
        yield Oddity("many couples", plan.number, remark)


def places_told(cast: Sequence[Line]) -> Iterator[Oddity]:
    """Places that are shared, that leave a gap, or that more hold than there is room for."""
    holders: dict[int, list[Line]] = {}
    for line in cast:
        if line.placement is not None:
            holders.setdefault(line.placement, []).append(line)
    following = 1
    for place, lines in sorted(holders.items()):
        found = f"{place} for {' and '.join(line.star for line in lines)}"
        at, last = lines[0].at, place + len(lines) - 1
        if len(lines) > 1:
            advice = f"They were taken to share the places {place} to {last}."
            remark = at.problem(PLACEMENT, "a place of its own", advice, Severity.NOTE, found)
            yield Oddity("shared place", lines[0].season, remark)
        if place != following:
            advice = "It was taken as it stands."
            remark = at.problem(PLACEMENT, f"place {following}, the next", advice, Severity.WARNING, found)
            yield Oddity("places", lines[0].season, remark)
        following = last + 1


def gaps(plan: Plan, line: Line, result: Result) -> Iterator[Oddity]:
    """Weeks in which a couple was still in and has no mark, or fewer than the panel gave to others."""
    through = min(result.week, plan.last) if result.exit is not Exit.WITHDREW else line.last
    for week in range(1, through + 1):
        missing = [slot for slot in plan.slots[week] if slot not in line.marks.get(week, {})]
        if not missing or (result.week == week and line.last < week):  # that is told with the result
            continue
        column = column_of(week, missing[0])
        found = f"{quoted(line.at[column].strip())} for {line.star}"
        expected = f"a mark in week {week}, in which {line.star} was still in"
        advice = "It was taken as not marked: no points of that night can be known."
        yield Oddity("gap", plan.number, line.at.problem(column, expected, advice, Severity.WARNING, found))


def weeks_told(plan: Plan, cast: Sequence[Line], results: dict[str, Result]) -> Iterator[Oddity]:
    """Weeks in which nobody left, or more than one; weeks without marks; panels that change; no champion."""
    at = cast[0].at
    usual = usual_panel(plan)
    for week, slots in plan.slots.items():
        column = column_of(week, slots[0] if slots else 1)
        where = f"in week {week} of season {plan.number}"
        if not slots:
            found, advice = f"no mark {where}", "The week was taken as one without dances, with the usual panel."
            yield Oddity("dark", plan.number, at.problem(column, "marks", advice, Severity.WARNING, found))
        elif slots != usual:
            found = f"a panel of {len(slots)} {where}"
            expected = f"{len(usual)} judges, as in most weeks"
            advice = "The panel of this week was taken from its marks."
            yield Oddity("panel", plan.number, at.problem(column, expected, advice, Severity.NOTE, found))
        yield from _left(plan, week, cast, results)
    if not any(result.exit is Exit.FINAL and result.place and result.place.first == 1 for result in results.values()):
        found, expected = f"nobody in 1st place in season {plan.number}", "'1st Place' for one couple"
        advice = "The season was taken as one that is not over."
        yield Oddity("no champion", plan.number, at.problem(RESULTS, expected, advice, Severity.WARNING, found))


def _left(plan: Plan, week: int, cast: Sequence[Line], results: dict[str, Result]) -> Iterator[Oddity]:
    """A week before the final in which nobody was eliminated, or more than one couple."""
    left = [line for line in cast if results[line.star].week == week]
    if any(results[line.star].exit is Exit.FINAL for line in left):
        return
    out = [line for line in left if results[line.star].exit is Exit.ELIMINATED]
    if len(out) == 1:
        return
    where = f"in week {week} of season {plan.number}"
    expected = "one couple to leave in a week"
    if out:
        found = f"{' and '.join(line.star for line in out)} eliminated {where}"
        advice = f"The plan of the week was taken to be that {len(out)} leave."
        yield Oddity(
            f"several left {week}", plan.number, out[1].at.problem(RESULTS, expected, advice, Severity.NOTE, found)
        )
        return
    withdrew = " and ".join(line.star for line in left)
    found = f"nobody eliminated {where}{f', in which {withdrew} withdrew' if withdrew else ''}"
    advice = "The plan of the week was taken to be that nobody is eliminated."
    column = column_of(week, min(plan.slots[week], default=1))
    yield Oddity(f"nobody left {week}", plan.number, cast[0].at.problem(column, expected, advice, Severity.NOTE, found))
