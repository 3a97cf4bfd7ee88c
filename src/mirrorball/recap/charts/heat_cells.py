"""The cells of the heat table: tinted by the mark, each with its mark in it, few elements for many of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mirrorball.recap.charts.draw import Drawn, Style, element, joined, short, tone
from mirrorball.recap.charts.marks_grid import Cell

# How strongly a cell is tinted, from the lowest mark of the scale to just under the highest. Up to here text in ink can
# be read on it by night and by day; the highest mark is full, with text in the colour of the ground.
WEAKEST, STRONGEST, LEVELS = 0.04, 0.45, 10

DOWN = 0.36  # of the size: from the middle of a cell to where its letters stand


@dataclass(slots=True)
class Cells:
    """Cells that are drawn together: all of one tint as one path, and the marks of a row as one text."""

    wide: float
    high: float
    size: float
    tints: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    rows: dict[tuple[float, bool], list[tuple[float, str]]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def add(self, x: float, y: float, cell: Cell, colour: str) -> None:
        """A cell whose upper left corner stands here."""
        full = cell.mark is not None and cell.share == 1
        if cell.mark is None:
            across, down = self.wide - 1, self.high - 1
            box = f"M{short(x + 0.5)} {short(y + 0.5)}h{short(across)}v{short(down)}h{short(-across)}z"
            self.unknown.append(box)
        else:
            bar = f"M{short(x)} {short(y + self.high / 2)}h{short(self.wide)}"
            self.tints.setdefault((colour, LEVELS if full else int(cell.share * LEVELS)), []).append(bar)
        self.rows.setdefault((y, full), []).append((x + self.wide / 2, cell.shown))

    def drawn(self) -> Drawn:
        """All cells, the strongest tint last."""
        tints = (
            element("path", d="".join(bars), stroke=tone(colour), stroke_opacity=_strength(level))
            for (colour, level), bars in sorted(self.tints.items())
        )
        hollow = element("path", d="".join(self.unknown), fill="none", stroke=tone("quiet"), stroke_opacity="0.4")
        texts: dict[bool, list[Drawn]] = {False: [], True: []}
        for (y, full), at in self.rows.items():
            texts[full].append(_row(y + self.high / 2 + self.size * DOWN, at))
        style: Style = {"font_size": self.size, "text_anchor": "middle"}
        return joined(
            (
                element("g", *tints, stroke_width=self.high, fill="none"),
                hollow if self.unknown else Drawn(),
                element("g", *texts[False], fill=tone("ink"), **style),
                element("g", *texts[True], fill=tone("ground"), font_weight=600, **style) if texts[True] else Drawn(),
            )
        )


def _strength(level: int) -> str | None:
    return None if level == LEVELS else f"{WEAKEST + (STRONGEST - WEAKEST) * level / (LEVELS - 1):.2f}"


def _row(y: float, at: Sequence[tuple[float, str]]) -> Drawn:
    """The marks of a row: those of one figure each in one run of letters, each over its own place."""
    parts: list[Drawn] = []
    run: list[tuple[float, str]] = []
    for x, shown in (*at, (0.0, "")):
        if len(shown) == 1:
            run.append((x, shown))
            continue
        if run:
            places = " ".join(short(place) for place, _ in run)
            parts.append(element("tspan", "".join(one for _, one in run), x=places))
            run = []
        if shown:
            parts.append(element("tspan", shown, x=x))
    return element("text", *parts, y=y)
