"""Small facets: squares with a slight tilt, one half of each in shade. The only ornament of the house."""

from __future__ import annotations

from collections.abc import Iterable

from mirrorball.recap.charts.draw import Drawn, element, joined, polygon, short, tone

_NEAR, _FAR = 0.42, 0.56  # of a side: from the middle to a corner, along each axis


def mirrors(at: Iterable[tuple[float, float]], side: float, colour: str, name: str, rim: float) -> Drawn:
    """Mirrors of a colour around points; a rim in the colour of the ground sets them off from a line.

    The mirror is drawn once, as a marker of this name, which has to be the only one on a page.
    """
    points = list(at)
    if not points:
        return Drawn()
    marker = element(
        "marker",
        element("path", d=square(0, 0, side), fill=tone(colour), stroke=tone("ground"), stroke_width=rim),
        element("path", d=square(0, 0, side, half=True), fill=tone("ground"), fill_opacity="0.35"),
        id=name,
        overflow="visible",
        markerUnits="userSpaceOnUse",
    )
    places = "".join(f"{'L' if nth else 'M'}{short(x)} {short(y)}" for nth, (x, y) in enumerate(points))
    # A path of one point is not drawn everywhere, so it stays where it is for one step more.
    places += "" if len(points) > 1 else "h0"
    ends = ("start", "mid", "end") if len(points) > 1 else ("start",)
    return joined(
        (marker, element("path", d=places, fill="none", **{f"marker_{end}": f"url(#{name})" for end in ends}))
    )


def square(x: float, y: float, side: float, *, half: bool = False) -> str:
    """A mirror around a point as a part of a path; or its lower right half."""
    near, far = side * _NEAR, side * _FAR
    corners = [(x - near, y - far), (x + far, y - near), (x + near, y + far), (x - far, y + near)]
    return polygon(*(corners[1:] if half else corners))
