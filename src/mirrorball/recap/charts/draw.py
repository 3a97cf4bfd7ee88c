"""SVG as text: one element at a time, everything escaped, numbers short and always written in the same way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mirrorball.look import NIGHT

TEXT = "Inter,system-ui,sans-serif"
DISPLAY = "Fraunces,Georgia,serif"

# What XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_TONE = re.compile(r"var\(--([a-z]+),#[0-9a-f]{6}\)")


Style = dict[str, str | float | None]


class Drawn(str):
    """Text that is SVG already. Any other text is escaped where it meets an element."""

    __slots__ = ()


def escaped(text: str) -> str:
    """Text that means itself in an element and in an attribute; signs that XML cannot hold become U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", text).translate(_ESCAPES)


def short(value: float) -> str:
    """A coordinate to at most one decimal."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def element(name: str, *children: str, **attributes: str | float | None) -> Drawn:
    """An element. Of an attribute's name ``_`` at the end falls away, and any other reads ``-``; None leaves it out."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(value) if isinstance(value, str) else short(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(child if isinstance(child, Drawn) else escaped(child) for child in children)
    return Drawn(f"<{name}{told}>{inside}</{name}>" if inside else f"<{name}{told}/>")


def joined(parts: Iterable[Drawn]) -> Drawn:
    """Elements one after the other."""
    return Drawn("".join(parts))


def tone(name: str) -> str:
    """A colour of ``look``: the page's variable, and the night's colour where a picture stands alone."""
    return f"var(--{name},{NIGHT[name]})"


def lines_of(at: tuple[float, float], lines: Iterable[str], step: float, **attributes: str | float | None) -> Drawn:
    """Words in several lines, ``step`` apart; ``at`` is where the first line stands."""
    x, y = at
    told = tuple(lines)
    if len(told) == 1:
        return element("text", told[0], x=x, y=y, **attributes)
    spans = [element("tspan", line, x=x, y=y + nth * step) for nth, line in enumerate(told)]
    return element("text", *spans, **attributes)


@dataclass(slots=True)
class Layer:
    """Elements that look alike share one group, so that how they look is written once."""

    groups: dict[tuple[tuple[str, str | float | None], ...], list[Drawn]] = field(default_factory=dict)

    def add(self, drawn: Drawn, style: Style) -> None:
        """One more element; ``style`` is for its group."""
        self.groups.setdefault(tuple(style.items()), []).append(drawn)

    def drawn(self) -> Drawn:
        """All groups, in the order in which they began."""
        return joined(element("g", *parts, **dict(style)) for style, parts in self.groups.items())


def painted(svg: str, tones: Mapping[str, str]) -> str:
    """A picture in the given colours, for whoever knows no variables: a renderer, or paper."""
    return _TONE.sub(lambda found: tones[found[1]], svg)


def polygon(*corners: tuple[float, float]) -> str:
    """A closed figure as a part of a path, in steps from corner to corner."""
    (x, y), *more = [(round(x, 1), round(y, 1)) for x, y in corners]
    parts = [f"M{short(x)} {short(y)}"]
    for next_x, next_y in more:
        parts.append(f"l{short(next_x - x)} {short(next_y - y)}")
        x, y = next_x, next_y
    return "".join(parts) + "z"
