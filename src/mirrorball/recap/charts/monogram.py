"""A portrait for whom there is no photo: mirrors, and the initials."""

from __future__ import annotations

from mirrorball.recap.charts.draw import element


def monogram(name: str, title: str = "") -> str:
    """A square portrait of a name, always the same."""
    return element(
        "svg",
        element("title", title or name),
        element("text", name[:1], x=48, y=56),
        role="img",
        viewBox="0 0 96 96",
        xmlns="http://www.w3.org/2000/svg",
    )
