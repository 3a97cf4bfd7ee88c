"""The pictures of the look back: drawn as SVG text, each with a title, a description and a table of its figures."""

from __future__ import annotations

from mirrorball.recap.charts.bump import bump
from mirrorball.recap.charts.heat import heat
from mirrorball.recap.charts.panel import panel
from mirrorball.recap.charts.picture import Picture
from mirrorball.recap.story import Story


def by_name(story: Story) -> dict[str, Picture]:
    """Every picture of a season by its name, in the order in which a page shows them."""
    return {picture.name: picture for picture in (bump(story), heat(story), panel(story))}
