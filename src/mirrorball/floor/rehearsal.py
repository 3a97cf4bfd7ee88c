"""A night that was danced before, as commands: what a rehearsal sends to the floor."""

from __future__ import annotations

from collections.abc import Iterator

from mirrorball.core.commands import CallRoutine, Command, GiveMark, LockMarks
from mirrorball.core.rundown import running_order
from mirrorball.core.season import Season


def marked(season: Season, number: int) -> Iterator[Command]:
    """The commands of the judged part of a week: each routine is called, marked as recorded, and its sheet locked."""
    for routine in running_order(season, number):
        yield CallRoutine(routine.round, routine.star)
        for judge in season.week(number).panel:
            if judge in routine.marks:
                yield GiveMark(judge, routine.round, routine.star, routine.marks[judge])
        yield LockMarks(routine.round, routine.star)
