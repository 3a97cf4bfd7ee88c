"""Draw the mirror ball: the mark at the head of every page, and the icons of the installed page.

A ball is cut into rows and columns of small mirrors. What turns to the light is gold, the rest is silver, darker the
more it turns away. The SVG is worked out here; the PNG are that SVG as Debian's chromium draws it.

    .venv/bin/python tools/icons.py
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from mirrorball.look import NIGHT

WEB = Path(__file__).resolve().parents[1] / "src" / "mirrorball" / "web"
CHROMIUM = "/usr/bin/chromium"
SIZES = {180: "icon-180.png", 192: "icon-192.png", 512: "icon-512.png"}

TILT = math.radians(-14)
LIGHT = (-0.42, 0.52, 0.74)
STEPS = ((0.86, "lit"), (0.52, "half"), (-1.0, "dim"))  # how far a mirror faces the light, and what it is then called


@dataclass(frozen=True, slots=True)
class Mirror:
    """One mirror of the ball: its corners on paper, and how it is lit."""

    corners: tuple[tuple[float, float], ...]
    lit: str


def _point(latitude: float, longitude: float) -> tuple[float, float, float]:
    """A point of the ball, tilted."""
    x, y = math.cos(latitude) * math.sin(longitude), math.sin(latitude)
    z = math.cos(latitude) * math.cos(longitude)
    return x * math.cos(TILT) - y * math.sin(TILT), x * math.sin(TILT) + y * math.cos(TILT), z


def mirrors(rows: int, columns: int, gap: float, radius: float, centre: float) -> Iterator[Mirror]:
    """The mirrors that are seen from the front. ``gap`` is the part of each step that lies between two mirrors."""
    high, wide = math.pi / rows, math.pi / columns
    for row in range(rows):
        south = -math.pi / 2 + row * high
        for column in range(columns):
            west = -math.pi / 2 + column * wide
            latitudes = (south + gap * high / 2, south + high - gap * high / 2)
            longitudes = (west + gap * wide / 2, west + wide - gap * wide / 2)
            around = [(latitudes[0], longitudes[0]), (latitudes[0], longitudes[1])]
            around += [(latitudes[1], longitudes[1]), (latitudes[1], longitudes[0])]
            corners = tuple((centre + radius * x, centre - radius * y) for x, y, _ in (_point(*c) for c in around))
            facing = sum(a * b for a, b in zip(_point(south + high / 2, west + wide / 2), LIGHT, strict=True))
            yield Mirror(corners, next(name for least, name in STEPS if facing >= least))


def _paths(drawn: list[Mirror], lit: str) -> str:
    """All mirrors that are lit alike, as one path."""
    return "".join(
        "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in mirror.corners) + "z" for mirror in drawn if mirror.lit == lit
    )


def mark() -> str:
    """The mark at the head of a page. Its colours are the page's."""
    drawn = list(mirrors(5, 4, 0.2, 15.5, 16))
    groups = "\n".join(f'  <path class="mark-{lit}" d="{_paths(drawn, lit)}"/>' for _, lit in STEPS)
    return f'<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">\n{groups}\n</svg>\n'


def icon() -> str:
    """The icon of the installed page. The ball lies within the circle that any system may cut out."""
    drawn = list(mirrors(7, 6, 0.16, 176, 256))
    colours = {"lit": NIGHT["spotlight"], "half": NIGHT["silver"], "dim": "#5f6a86"}
    groups = "\n".join(f'  <path fill="{colours[lit]}" d="{_paths(drawn, lit)}"/>' for _, lit in STEPS)
    ground = f'  <path fill="{NIGHT["ground"]}" d="M0 0h512v512H0z"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">\n{ground}\n{groups}\n</svg>\n'


def main() -> None:
    """Write the mark, the icon and its pictures."""
    drawn = icon()
    (WEB / "templates" / "mark.svg").write_text(mark(), encoding="utf-8")
    (WEB / "static" / "icon.svg").write_text(drawn, encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for size, name in SIZES.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:{size}px}}</style>{drawn}")
            page.screenshot(path=WEB / "static" / name)
            print(f"{name}: {size} px")
        browser.close()


if __name__ == "__main__":
    main()
