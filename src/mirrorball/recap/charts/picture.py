"""What every picture has: its SVG for a wide place and for a narrow one, and the table that stands beside it."""

from __future__ import annotations

from dataclasses import dataclass

from mirrorball.recap.charts.draw import Drawn, element, tone

# Below this width of a window, in pixels, a page shows the narrow form.
NARROW_BELOW = 720


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of a picture. The first cell of a row is its heading."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One idea, drawn. ``svg`` is a file of its own; ``narrow`` is the same for a phone, 360 units wide.

    ``inline`` is what a page sets: both forms, of which it shows the one that fits.
    """

    name: str
    title: str
    description: str
    svg: str
    table: Table
    narrow: str

    @property
    def inline(self) -> str:
        """Both forms and the rule that shows one of them: HTML that needs nothing besides."""
        rule = (
            f"@media(min-width:{NARROW_BELOW}px){{svg.picture.picture-narrow{{display:none}}}}"
            f"@media(max-width:{NARROW_BELOW - 0.02}px){{svg.picture.picture-wide{{display:none}}}}"
        )
        return f"<style>{rule}</style>{self.svg}{self.narrow}"


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
