"""A night that was danced before, as commands: what a rehearsal sends to the floor."""

from __future__ import annotations

from collections.abc import Iterator

from mirrorball.core.commands import CallRoutine, Command, GiveMark, LockMarks
from mirrorball.core.season import Routine, Season


def running_order(season: Season, number: int) -> tuple[Routine, ...]:
    """The routines of a week, round by round as the sheet has them.

    Within a round they come by their recorded position; those whose position nobody knows keep the order of the sheet
    and fill the gaps.
    """
    danced = season.danced_in(number)
    rounds = dict.fromkeys(routine.round for routine in danced)
    return tuple(r for name in rounds for r in _in_order([r for r in danced if r.round == name]))


def marked(season: Season, number: int) -> Iterator[Command]:
    """The commands of the judged part of a week: each routine is called, marked as recorded, and its sheet locked."""
    for routine in running_order(season, number):
        yield CallRoutine(routine.round, routine.star)
        for judge in season.week(number).panel:
            if judge in routine.marks:
                yield GiveMark(judge, routine.round, routine.star, routine.marks[judge])
        yield LockMarks(routine.round, routine.star)


def _in_order(routines: list[Routine]) -> list[Routine]:
    placed = {r.order: r for r in routines if r.order is not None}
    if len(placed) < sum(1 for r in routines if r.order is not None):  # a position given twice tells nothing
        return routines
    unplaced = iter([r for r in routines if r.order is None])
    in_order: list[Routine] = []
    for position in range(1, max(placed, default=0) + 1):
        following = placed.get(position) or next(unplaced, None)
        if following is not None:
            in_order.append(following)
    return [*in_order, *unplaced]
