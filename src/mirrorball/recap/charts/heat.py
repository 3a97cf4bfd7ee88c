"""Every mark of the season as a heat table: the higher the mark, the stronger its cell."""

from __future__ import annotations

from mirrorball.recap.charts.heat_drawn import narrow, wide
from mirrorball.recap.charts.marks_grid import UNKNOWN, MarksGrid, in_words, marks_grid, named
from mirrorball.recap.charts.picture import Picture, Table
from mirrorball.recap.story import Story
from mirrorball.sentences import NOT_KNOWN, counted, listed, mark

_NAME = "heat"
_TITLE = "Every mark, judge by judge"


def heat(story: Story) -> Picture:
    """The marks of a season as a picture: the champions in gold, everybody else in silver."""
    grid = marks_grid(story)
    told = (_TITLE, _description(story, grid))
    return Picture(_NAME, *told, wide(_NAME, grid, told), _table(grid), narrow(_NAME, grid, told))


def _description(story: Story, grid: MarksGrid) -> str:
    if not grid.groups:
        return f"{counted(len(grid.journeys), 'couple')}. Marks are {NOT_KNOWN}."
    highest = mark(story.season.scale.highest)
    told = [f"{counted(len(grid.cells), 'routine')}. The higher a mark, the stronger its cell; {highest} is full."]
    if story.champions:
        told.append(f"In gold: {listed([journey.star for journey in story.champions])}.")
    if grid.gaps:
        told.append(f"{UNKNOWN} stands for a mark that is {NOT_KNOWN}.")
    return " ".join(told)


def _table(grid: MarksGrid) -> Table:
    judges = grid.judges
    rows = []
    for journey in grid.journeys:
        for nth, group in enumerate(grid.groups):
            cells = grid.cells.get((journey.star, nth))
            if cells is not None:
                rows.append((journey.star, named(group), *(in_words(cells.get(judge)) for judge in judges)))
    return Table(("Star", "Routine", *judges), tuple(rows), _TITLE)
