"""Every mark of a season in its place: couple by couple, routine by routine, judge by judge."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from mirrorball.core.season import Routine, Season, Week
from mirrorball.recap.story import Journey, Story
from mirrorball.sentences import NOT_KNOWN, mark

UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Group:
    """One round of a week and who marked it. ``nth`` is the round's place in the week, of ``rounds``."""

    week: Week
    round: str
    nth: int
    rounds: int
    judges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a judge gave: a mark, or None for not known. ``share`` is its part of the scale, from 0 to 1."""

    mark: Fraction | None
    share: Fraction

    @property
    def shown(self) -> str:
        """As it stands in the picture."""
        return UNKNOWN if self.mark is None else mark(self.mark)


@dataclass(frozen=True, slots=True)
class MarksGrid:
    """The groups in order, the couples by how far they came, and the cells: none where a judge did not sit."""

    groups: tuple[Group, ...]
    journeys: tuple[Journey, ...]
    cells: dict[tuple[str, int], dict[str, Cell]]  # star and group -> judge -> cell

    @property
    def judges(self) -> tuple[str, ...]:
        """Everybody who has a cell, in the order in which they first sat."""
        return tuple(dict.fromkeys(judge for group in self.groups for judge in group.judges))

    @property
    def gaps(self) -> bool:
        """Whether a mark is not known."""
        return any(cell.mark is None for cells in self.cells.values() for cell in cells.values())


def marks_grid(story: Story) -> MarksGrid:
    """The marks of every routine that is recorded."""
    season = story.season
    groups: list[Group] = []
    cells: dict[tuple[str, int], dict[str, Cell]] = {}
    for told in story.weeks:
        routines = season.danced_in(told.week.number) if told.danced else ()
        rounds = tuple(dict.fromkeys(routine.round for routine in routines))
        for nth, round_ in enumerate(rounds):
            here = [routine for routine in routines if routine.round == round_]
            judges = _judges(told.week, here)
            for routine in here:
                cells[routine.star, len(groups)] = _cells(season, told.week, routine, judges)
            groups.append(Group(told.week, round_, nth, len(rounds), judges))
    return MarksGrid(tuple(groups), story.journeys, cells)


def named(group: Group) -> str:
    """A group in words: its week, and its round where the week has several."""
    return f"Week {group.week.number}{f', {group.round}' if group.rounds > 1 and group.round else ''}"


def in_words(cell: Cell | None) -> str:
    """A cell of the table; empty where the judge did not sit."""
    if cell is None:
        return ""
    return NOT_KNOWN if cell.mark is None else mark(cell.mark)


def _judges(week: Week, routines: list[Routine]) -> tuple[str, ...]:
    """Who was to mark in a week, in the order of the panel, and whoever marked besides."""
    marked = dict.fromkeys(judge for routine in routines for judge in routine.marks)
    seated = dict.fromkeys(judge for judge in week.panel if judge in marked or _expected(week, judge))
    return tuple(seated | marked)


def _expected(week: Week, judge: str) -> bool:
    return judge in week.panel and judge not in week.absent and judge not in week.substitutes


def _cells(season: Season, week: Week, routine: Routine, judges: tuple[str, ...]) -> dict[str, Cell]:
    scale, found = season.scale, {}
    for judge in judges:
        given = routine.marks.get(judge)
        if given is not None:
            part = (given - scale.lowest) / (scale.highest - scale.lowest) if scale.highest > scale.lowest else 1
            found[judge] = Cell(given, min(max(Fraction(part), Fraction(0)), Fraction(1)))
        elif _expected(week, judge):
            found[judge] = Cell(None, Fraction(0))
    return found
