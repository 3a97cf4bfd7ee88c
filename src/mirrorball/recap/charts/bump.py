"""The season as a bump chart: who stood where by the panel's points, week by week, and where each season ended."""

from __future__ import annotations

from mirrorball.core.season import Exit
from mirrorball.recap.charts.bump_drawn import drawn
from mirrorball.recap.charts.picture import Picture, Table
from mirrorball.recap.charts.standings import Standings, ending, standings
from mirrorball.recap.story import Story
from mirrorball.sentences import NOT_KNOWN, counted, listed, tied

_NAME = "bump"
_TITLE = "Places by the panel's points, week by week"


def bump(story: Story) -> Picture:
    """The standings of a season as a picture: the champions in gold, the finalists in silver, the rest quiet."""
    found = standings(story)
    told = (_TITLE, _description(story, found))
    return Picture(_NAME, *told, drawn(_NAME, "wide", found, told), _table(found), drawn(_NAME, "narrow", found, told))


def _description(story: Story, found: Standings) -> str:
    couples = counted(len(found.ways), "couple")
    if not found.weeks:
        return f"{couples}. Places by the panel's points are {NOT_KNOWN}."
    told = [f"{couples} over {counted(len(found.weeks), 'week')}; the most points of a week stand on top."]
    if found.shared:
        told.append("A band joins those who share a place.")
    if story.champions:
        told.append(f"In gold: {listed([journey.star for journey in story.champions])}.")
    if any(way.journey.result and way.journey.result.exit is not Exit.FINAL for way in found.ways):
        told.append("A cross marks who left.")
    return " ".join(told)


def _table(found: Standings) -> Table:
    heading = ("Star", *(f"Week {told.week.number}" for told in found.weeks), "How it ended")
    rows = []
    for way in found.ways:
        by_column = {spot.column: tied(spot.place) for spot in way.spots}
        places = (by_column.get(column, "") for column in range(len(found.weeks)))
        rows.append((way.journey.star, *places, ending(way.journey, found.weeks)))
    return Table(heading, tuple(rows), f"{_TITLE}, and how each season ended")
