"""Small facets: squares with a slight tilt, one half of each in shade. The only ornament of the house."""

from __future__ import annotations

from collections.abc import Iterable

from mirrorball.recap.charts.draw import Drawn, Style, element, joined, polygon, tone

_NEAR, _FAR = 0.42, 0.56  # of a side: from the middle to a corner, along each axis


def mirrors(at: Iterable[tuple[float, float]], side: float, colour: str, rim: float = 0.0) -> Drawn:
    """Mirrors of a colour around points; a rim in the colour of the ground sets them off from a line."""
    points = list(at)
    if not points:
        return Drawn()
    whole = "".join(square(x, y, side) for x, y in points)
    shade = "".join(square(x, y, side, half=True) for x, y in points)
    edge: Style = {"stroke": tone("ground"), "stroke_width": rim} if rim else {}
    return joined(
        (
            element("path", d=whole, fill=tone(colour), **edge),
            element("path", d=shade, fill=tone("ground"), fill_opacity="0.35"),
        )
    )


def square(x: float, y: float, side: float, *, half: bool = False) -> str:
    """A mirror around a point as a part of a path; or its lower right half."""
    near, far = side * _NEAR, side * _FAR
    corners = [(x - near, y - far), (x + far, y - near), (x + near, y + far), (x - far, y + near)]
    return polygon(*(corners[1:] if half else corners))
