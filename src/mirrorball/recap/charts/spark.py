"""A couple's season, small enough to stand in a line."""

from __future__ import annotations

from mirrorball.recap.charts.draw import element
from mirrorball.recap.story import Journey, Story


def spark(story: Story, journey: Journey) -> str:
    """A couple's share of the most there was to have, week by week."""
    return element(
        "svg",
        element("title", f"{journey.star}: {len(story.weeks)} weeks"),
        role="img",
        viewBox="0 0 120 28",
        xmlns="http://www.w3.org/2000/svg",
    )
