"""The picture that stands beside a link that somebody shares."""

from __future__ import annotations

from collections.abc import Sequence

from mirrorball.recap.charts.ball import ball
from mirrorball.recap.charts.draw import DISPLAY, TEXT, Drawn, Style, element, lines_of, tone
from mirrorball.recap.charts.measure import Set, fitted, width, wrapped

_WIDTH, _HEIGHT, _MARGIN = 1200, 630, 72
_ROOM = 700  # for words, beside the ball
_TITLE, _TITLE_LEAST = 84, 40
_LINE, _LINE_LEAST = 30, 18
_NAMES = (26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6)
_MANY = 21  # names; more of them run on
_LEADING = 1.5  # of the size, from name to name
_GUTTER = 28
_DISPLAY_LEADING = 1.08


def card(title: str, line: str, names: Sequence[str]) -> str:
    """A share card, 1200 by 630: what it is, one line about it, and the names of the cast in the order given.

    It says what it is given and nothing else; whoever calls it gives nothing of any result.
    """
    head = _headline(title)
    below = fitted(line, _ROOM, _LINE, _LINE_LEAST)
    at = _MARGIN + head.size
    drawn: list[Drawn] = [_lines(head, at, _DISPLAY_LEADING, tone("ink"), DISPLAY, 600)]
    at += (len(head.lines) - 1) * head.size * _DISPLAY_LEADING + 24 + below.size
    if line:
        drawn.append(_lines(below, at, 1.3, tone("spotlight"), TEXT, 400))
        at += (len(below.lines) - 1) * below.size * 1.3
    drawn += _cast(names, at + 40)
    return element(
        "svg",
        element("title", title),
        element("desc", ". ".join(part for part in (line, ", ".join(names)) if part)),
        element("rect", width=_WIDTH, height=_HEIGHT, fill=tone("ground")),
        element("line", x1=1010, y1=0, x2=1010, y2=70, stroke=tone("quiet"), stroke_width=2),
        ball(1010, 315, 250),
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        width=_WIDTH,
        height=_HEIGHT,
        role="img",
    )


def _headline(title: str) -> Set:
    """The title, as large as it fits in at most three lines."""
    for size in range(_TITLE, _TITLE_LEAST, -4):
        lines = wrapped(title, _ROOM, size, "fraunces")
        whole = all(width(word, size, "fraunces") <= _ROOM for word in title.split())
        if len(lines) <= 2 + (size < _TITLE - 20) and whole:
            return Set(lines, size, _ROOM)
    return fitted(title, _ROOM, _TITLE_LEAST, 20, "fraunces")


def _cast(names: Sequence[str], top: float) -> list[Drawn]:
    """The names, as large as they fit: in columns, the first filled first; many run on in lines."""
    room = _HEIGHT - _MARGIN - top
    for size in _NAMES:
        rows = max(1, int(room / (size * _LEADING)))
        columns = _columns(names, size, rows) if len(names) <= _MANY else [(0.0, _flowing(names, size))]
        fits = all(x + max(width(name, size) for name in column) <= _ROOM for x, column in columns)
        if fits and all(len(column) <= rows for _, column in columns):
            break
    longest = max((len(column) for _, column in columns), default=0)
    base = _HEIGHT - _MARGIN - (longest - 1) * size * _LEADING
    style: Style = {"fill": tone("silver"), "font_family": TEXT, "font_size": size}
    return [lines_of((_MARGIN + x, base), column, size * _LEADING, **style) for x, column in columns]


def _columns(names: Sequence[str], size: float, rows: int) -> list[tuple[float, Sequence[str]]]:
    """Columns of about the same length, each with where it begins."""
    wanted = max(1, -(-len(names) // rows))
    rows = max(1, -(-len(names) // wanted))
    found: list[tuple[float, Sequence[str]]] = []
    x = 0.0
    for begin in range(0, len(names), rows):
        column = names[begin : begin + rows]
        found.append((x, column))
        x += max(width(name, size) for name in column) + _GUTTER
    return found


def _flowing(names: Sequence[str], size: float) -> list[str]:
    """The names one after the other, in lines, none of them broken."""
    lines = [names[0]]
    for name in names[1:]:
        more = f"{lines[-1]} · {name}"
        if width(more, size) <= _ROOM:
            lines[-1] = more
        else:
            lines.append(name)
    return lines


def _lines(words: Set, at: float, leading: float, fill: str, family: str, weight: int) -> Drawn:  # noqa: PLR0913, PLR0917
    step = words.size * leading
    return lines_of(
        (_MARGIN, at), words.lines, step, fill=fill, font_family=family, font_size=words.size, font_weight=weight
    )
