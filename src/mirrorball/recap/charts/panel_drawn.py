"""How the judges against the panel are drawn: names and figures beside the lines, or above them on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from mirrorball.recap.charts.draw import TEXT, Drawn, Layer, Style, element, joined, lines_of, short, tone
from mirrorball.recap.charts.measure import fitted
from mirrorball.recap.charts.picture import framed
from mirrorball.sentences import NOT_KNOWN

_EDGE = 6.0
_DOWN = 0.36  # of the size: from the middle of a line to where its letters stand
_TICKS = 10  # at most so many numbers stand on the axis, and one more
_DOT = 5.5


@dataclass(frozen=True, slots=True)
class Row:
    """A judge: where its dot stands and the others' stroke, its spread, and the figures in words.

    ``figures`` are the mean, the difference from the others, the lowest mark, the highest, and how many.
    """

    judge: str
    mean: float
    others: float | None
    spread: tuple[Fraction, Fraction]
    gold: bool
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Axis:
    """Marks from ``low`` to ``high`` between two places."""

    low: int
    high: int
    left: float
    right: float

    def x(self, mark: float) -> float:
        """Where a mark stands."""
        return round(self.left + (self.right - self.left) * (mark - self.low) / (self.high - self.low), 1)

    @property
    def ticks(self) -> range:
        """The marks that are written."""
        return range(self.low, self.high + 1, ceil((self.high - self.low) / _TICKS))


def drawn(name: str, form: str, rows: Sequence[Row], told: tuple[str, str]) -> str:
    """The whole picture in the form ``wide`` or ``narrow``."""
    across = 920 if form == "wide" else 360
    if not rows:
        note = element(
            "text", f"Marks are {NOT_KNOWN}.", x=_EDGE, y=24, fill=tone("quiet"), font_family=TEXT, font_size=13
        )
        return framed(name, form, told, (across, 40), note)
    low, high = floor(min(row.spread[0] for row in rows)), ceil(max(row.spread[1] for row in rows))
    high = max(high, low + 1)
    inside = _wide(rows, low, high) if form == "wide" else _narrow(rows, low, high)
    return framed(name, form, told, (across, inside[1]), element("g", inside[0], font_family=TEXT, font_size=13))


_COLUMNS = ((710, "Mean"), (834, "Against the others"), (914, "Marks"))


def _wide(rows: Sequence[Row], low: int, high: int) -> tuple[Drawn, float]:
    axis, row, top = _Axis(low, high, 206, 640), 38.0, 44.0
    bottom = top + row * len(rows)
    heads = [element("text", told, x=x, y=top - 18) for x, told in _COLUMNS]
    words, lines, dots = Layer(), Layer(), Layer()
    for nth, one in enumerate(rows):
        middle = top + row * (nth + 0.5)
        name = fitted(one.judge, axis.left - _EDGE - 34, 14, 11)
        y = middle - (len(name.lines) - 1) * name.size * 0.55 + name.size * _DOWN
        words.add(lines_of((_EDGE, y), name.lines, name.size * 1.1), {"font_size": name.size, **_loud(one)})
        _line(lines, dots, axis, one, middle)
        mean, lean, _, _, marks = one.figures
        style: Style = {"text_anchor": "end", "style": "font-variant-numeric:tabular-nums", **_loud(one)}
        for (x, _), told in zip(_COLUMNS, (mean, lean, marks), strict=True):
            words.add(element("text", told, x=x, y=middle + 13 * _DOWN), style)
    parts = (
        _grid(axis, top - 18, [(top - 8, bottom)]),
        element("g", *heads, fill=tone("quiet"), font_size=12, text_anchor="end"),
        lines.drawn(),
        dots.drawn(),
        words.drawn(),
    )
    return joined(parts), bottom + 10


def _narrow(rows: Sequence[Row], low: int, high: int) -> tuple[Drawn, float]:
    axis, row, top = _Axis(low, high, _EDGE + 16, 360 - _EDGE - 16), 70.0, 36.0
    words, lines, dots = Layer(), Layer(), Layer()
    quiet: Style = {"fill": tone("quiet"), "font_size": 11}
    y, strips = top, [(top - 8, top)]
    for one in rows:
        name = fitted(one.judge, 250, 13, 11)
        words.add(lines_of((_EDGE, y + 16), name.lines, name.size * 1.1), {"font_size": name.size, **_loud(one)})
        mean, lean, _, _, marks = one.figures
        told = f"{marks} mark{'' if marks == '1' else 's'}"
        words.add(element("text", told, x=360 - _EDGE, y=y + 16), {"text_anchor": "end", **quiet})
        y += (len(name.lines) - 1) * name.size * 1.1
        words.add(element("text", f"mean {mean}, against the others {lean}", x=_EDGE, y=y + 31), quiet)
        _line(lines, dots, axis, one, y + 48)
        strips.append((y + 38, y + 58))
        y += row
    return joined((_grid(axis, top - 18, strips), lines.drawn(), dots.drawn(), words.drawn())), y


def _grid(axis: _Axis, words: float, strips: Sequence[tuple[float, float]]) -> Drawn:
    """The axis: marks, each with a hairline in every strip, from its top to its bottom."""
    hair = "".join(
        f"M{short(axis.x(tick))} {short(top)}V{short(bottom)}" for top, bottom in strips for tick in axis.ticks
    )
    heads = [element("text", str(tick), x=axis.x(tick), y=words) for tick in axis.ticks]
    style: Style = {"fill": tone("quiet"), "font_size": 12}
    return joined(
        (
            element("path", d=hair, stroke=tone("quiet"), stroke_opacity="0.18", fill="none"),
            element("g", *heads, text_anchor="middle", **style),
        )
    )


def _line(lines: Layer, dots: Layer, axis: _Axis, one: Row, y: float) -> None:
    """The spread as a line with its ends written, the others as a stroke, the judge as a dot, joined by a bar."""
    low, high = (axis.x(float(end)) for end in one.spread)
    x, colour = axis.x(one.mean), tone("spotlight" if one.gold else "silver")
    caps = "".join(f"M{short(end)} {short(y - 3.5)}v7" for end in dict.fromkeys((low, high)))
    spread: Style = {"stroke": tone("quiet"), "stroke_opacity": "0.6", "stroke_width": 1.5, "fill": "none"}
    small: Style = {"fill": tone("quiet"), "font_size": 11}
    lines.add(element("path", d=f"M{short(low)} {short(y)}H{short(high)}{caps}"), spread)
    lines.add(element("text", one.figures[2], x=low - 6, y=y + 4), {"text_anchor": "end", **small})
    lines.add(element("text", one.figures[3], x=high + 6, y=y + 4), small)
    if one.others is not None:
        at = axis.x(one.others)
        lines.add(element("path", d=f"M{short(at)} {short(y)}H{short(x)}"), {"stroke": colour, "stroke_width": 4})
        lines.add(element("path", d=f"M{short(at)} {short(y - 10)}v20"), {"stroke": tone("ink"), "stroke_width": 2})
    dots.add(element("circle", cx=x, cy=y, r=_DOT), {"fill": colour, "stroke": tone("ground"), "stroke_width": 1.5})


def _loud(one: Row) -> Style:
    return {"fill": tone("spotlight"), "font_weight": 600} if one.gold else {"fill": tone("ink")}
