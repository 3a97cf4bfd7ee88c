"""The ball of mirrors: the one ornament of the house, drawn facet by facet as light falls on it."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from math import cos, pi, sin, sqrt

from mirrorball.recap.charts.draw import Drawn, element, joined, polygon, tone

_LIGHT = (-0.5, -0.62, 0.6)  # from the left, from above, from before
_TILT = 0.24  # the ball leans a little, in radians
_STEPS = 8  # shades between dark and light
_GAP = 0.13  # of a facet, left dark between it and the next


@cache
def ball(x: float, y: float, radius: float, rows: int = 17) -> Drawn:
    """A ball around a point, of as many rows of mirrors; a few of them catch the warm light."""
    shades: dict[tuple[str, int], list[str]] = {}
    for row in range(rows):
        upper, lower = ((row + part) / rows * pi for part in (_GAP / 2, 1 - _GAP / 2))
        around = max(9, round(2 * rows * sin((row + 0.5) / rows * pi)))
        for nth in range(around):
            left, right = ((nth + part) / around * 2 * pi + row * 0.7 for part in (_GAP / 2, 1 - _GAP / 2))
            middle = _point((upper + lower) / 2, (left + right) / 2)
            if middle[2] <= 0.04:  # noqa: PLR2004  # seen from behind, or from the edge
                continue
            chance = sha256(f"{row} {nth}".encode()).digest()
            lit = sum(one * other for one, other in zip(middle, _LIGHT, strict=True)) + (chance[0] / 255 - 0.5) * 0.7
            warm = chance[1] < 34 and lit > 0.1  # noqa: PLR2004  # about one in eight where there is light
            shade = min(_STEPS, max(1, round((0.2 + 0.75 * max(0.0, lit)) * _STEPS)))
            corners = [
                _point(down, along) for down, along in ((upper, left), (upper, right), (lower, right), (lower, left))
            ]
            flat = polygon(*((x + radius * one[0], y + radius * one[1]) for one in corners))
            shades.setdefault(("spotlight" if warm else "silver", shade), []).append(flat)
    facets = (
        element("path", d="".join(paths), fill=tone(name), fill_opacity=f"{shade / _STEPS:.2f}")
        for (name, shade), paths in sorted(shades.items())
    )
    return element("g", joined(facets))


def _point(down: float, along: float) -> tuple[float, float, float]:
    """A point of the unit ball, which leans to the right and a little towards whoever looks."""
    x, y, z = sin(down) * sin(along), -cos(down), sin(down) * cos(along)
    x, y = x * cos(_TILT) - y * sin(_TILT), x * sin(_TILT) + y * cos(_TILT)
    y, z = y * cos(_TILT) - z * sin(_TILT), y * sin(_TILT) + z * cos(_TILT)
    length = sqrt(x * x + y * y + z * z)
    return x / length, y / length, z / length
