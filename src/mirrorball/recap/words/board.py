"""What a week's board says: who stood first with the panel and who last, and whether the votes could change it."""

from __future__ import annotations

from mirrorball.core.book import Combine, Decider
from mirrorball.core.outcome import protected, rules_of
from mirrorball.core.season import Exit
from mirrorball.recap.shown import told_weeks
from mirrorball.recap.story import Danced, Line, Story, ToldWeek, danced


def is_told(story: Story, told: ToldWeek) -> bool:
    """Whether a week lies behind: something of it, or of a later one, is recorded."""
    return told.week.number in {one.week.number for one in told_weeks(story)}


def is_done(story: Story) -> bool:
    """Whether a season lies behind as a whole, even where nobody has recorded who won."""
    return story.over or len(told_weeks(story)) == len(story.weeks) > 0


def placed(told: ToldWeek) -> tuple[Line, ...]:
    """The lines whose points are known, the most points first."""
    return tuple(line for line in told.lines if line.place is not None)


def whole(told: ToldWeek) -> bool:
    """Whether every couple's points are known."""
    return bool(told.lines) and len(placed(told)) == len(told.lines)


def alike(told: ToldWeek) -> bool:
    """Whether everybody danced equally often and all points are known, so that sums can be held side by side."""
    return whole(told) and len({len(line.danced) for line in told.lines}) == 1


def level(told: ToldWeek) -> bool:
    """Whether all couples had the same points, so that nobody stood first or last."""
    return len({line.night.points for line in placed(told)}) <= 1


def first(told: ToldWeek) -> tuple[Line, ...]:
    """Who stood first with the panel, several if they were level; nobody where all were, or not all are known."""
    if level(told) or not whole(told):
        return ()
    return tuple(line for line in placed(told) if line.place and line.place.first == 1)


def lowest(told: ToldWeek) -> tuple[Line, ...]:
    """Who stood last with the panel, as ``first``."""
    if level(told) or not whole(told):
        return ()
    last = len(told.lines)
    return tuple(line for line in placed(told) if line.place and line.place.last == last)


def below(told: ToldWeek, star: str) -> tuple[Line, ...]:
    """Who had fewer points than a couple; nobody where not all points are known."""
    mine = told.line(star)
    if mine is None or mine.place is None or not whole(told):
        return ()
    return tuple(line for line in placed(told) if line.place and line.place.first > mine.place.last)


def went_on(told: ToldWeek, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Those who could have left in this week and did not."""
    gone = {result.star for result in told.left} | set(protected(rules_of(told.week), told.week))
    return tuple(line for line in lines if line.star not in gone)


def this_board_decides(told: ToldWeek) -> bool:
    """Whether the marks and the votes of this very week decide it together, and nobody chooses between the lowest."""
    book = rules_of(told.week)
    return (
        book.combine not in {Combine.MARKS, Combine.VOTES}
        and book.decider is Decider.LOWEST
        and not book.marks_lag
        and not book.votes_lag
    )


def turns(told: ToldWeek) -> list[tuple[tuple[str, ...], Danced]]:
    """Every routine of a night with who danced it; a team dance stands once, with all of its stars."""
    found: dict[tuple[str, str, bool], list[tuple[str, Danced]]] = {}
    for line in told.lines:
        for one in line.danced:
            routine = one.routine
            key = (routine.round, routine.team or routine.star, bool(routine.team))
            found.setdefault(key, []).append((line.star, one))
    return [(tuple(star for star, _ in those), those[0][1]) for those in found.values()]


def eliminated(told: ToldWeek) -> tuple[str, ...]:
    """Who was eliminated in this week."""
    return tuple(result.star for result in told.left if result.exit is Exit.ELIMINATED)


def withdrew(told: ToldWeek) -> tuple[str, ...]:
    """Who withdrew in this week."""
    return tuple(result.star for result in told.left if result.exit is Exit.WITHDREW)


def guests(story: Story, told: ToldWeek) -> tuple[str, ...]:
    """Who sat on the panel beside the regular judges. Where judges are known by their seats only, nobody can say."""
    if story.season.averaged or not story.season.judges:
        return ()
    week = told.week
    return tuple(judge for judge in week.panel if judge not in story.season.judges and judge not in week.absent)


def in_full(story: Story, line: Line) -> bool:
    """Whether a couple got all that there was to be had in a night, in what was carried over too."""
    night = line.night
    if story.season.averaged or night.stated or night.bonuses or not line.danced:
        return False
    carried = night.carried
    if carried is not None and (carried.stated or carried.bonuses or carried.carried or not carried.sheets):
        return False
    before = tuple(danced(story.season, sheet) for sheet in carried.sheets) if carried else ()
    return all(one.share == 1 for one in (*line.danced, *before))
