"""The picture named panel."""

from __future__ import annotations

from mirrorball.recap.charts.draw import element
from mirrorball.recap.charts.picture import Picture, Table, framed
from mirrorball.recap.story import Story


def panel(story: Story) -> Picture:
    """The picture of a season."""
    title, description = "panel", story.season.title
    table = Table(("Star",), tuple((journey.star,) for journey in story.journeys), title)
    names = [element("text", journey.star, x=8, y=20 * (n + 1)) for n, journey in enumerate(story.journeys)]
    wide, narrow = (framed("panel", form, (title, description), (360, 300), *names) for form in ("wide", "narrow"))
    return Picture("panel", title, description, wide, table, narrow)
