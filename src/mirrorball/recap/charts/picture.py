"""What every picture has: its SVG for a wide place and for a narrow one, and the table that stands beside it."""

from __future__ import annotations

from dataclasses import dataclass

from mirrorball.recap.charts.draw import Drawn, element, tone


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of a picture. The first cell of a row is its heading."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One idea, drawn. ``svg`` is a file of its own; ``narrow`` is the same for a phone, 360 units wide.

    A page sets both; its style sheet shows the one that fits, by the classes ``picture-wide`` and ``picture-narrow``.
    """

    name: str
    title: str
    description: str
    svg: str
    table: Table
    narrow: str


def framed(name: str, form: str, told: tuple[str, str], size: tuple[float, float], *drawn: Drawn) -> str:
    """A whole SVG with its title and description on the page's ground. ``form`` is ``wide`` or ``narrow``."""
    (title, description), (width, height) = told, size
    label = f"{name}-{form}"
    return element(
        "svg",
        element("title", title, id=f"{label}-title"),
        element("desc", description, id=f"{label}-desc"),
        element("rect", width=width, height=height, fill=tone("ground")),
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"picture picture-{form}",
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        style="max-width:100%;height:auto",
        role="img",
        aria_labelledby=f"{label}-title",
        aria_describedby=f"{label}-desc",
    )
