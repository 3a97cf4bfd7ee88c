"""How wide words will be, so that none is ever cut: they break into lines, or shrink.

Signs that our typefaces lack come from a typeface of the reader's, so theirs is a careful guess.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it brings no types

from mirrorball.fonts import FACES

# How much wider (or narrower) the weights that pictures use are than the one in which the files are measured.
_WEIGHT = {"inter": 1.07, "fraunces": 0.92}
_LITTLE = 0.9  # of the size: so much smaller is hardly seen
_GUESS, _GUESS_WIDE = 0.75, 1.05  # of the size, for a sign of another typeface


@dataclass(frozen=True, slots=True)
class Set:
    """Words in lines at a size in pixels, and how wide the widest line is."""

    lines: tuple[str, ...]
    size: float
    wide: float


def width(words: str, size: float, face: str = "inter") -> float:
    """How wide one line is, rather too much than too little."""
    advances = _advances(face)
    return sum(advances.get(ord(sign)) or _guessed(sign) for sign in words) * size * _WEIGHT[face]


def fitted(words: str, room: float, size: float, least: float, face: str = "inter") -> Set:
    """Words in one line, a little smaller if need be, or in two, smaller still; in more only at the least size."""
    for lines, smallest in ((1, max(least, size * _LITTLE)), (2, least)):
        at = size
        while at >= smallest:
            broken = wrapped(words, room, at, face)
            if len(broken) <= lines and all(width(line, at, face) <= room for line in broken):
                return _set(broken, at, face)
            at -= 0.5
    return _set(wrapped(words, room, least, face), least, face)


def wrapped(words: str, room: float, size: float, face: str = "inter") -> tuple[str, ...]:
    """Words in lines, broken between words, and inside one only where it alone is wider than the room."""
    lines: list[str] = []
    for word in words.split() or [""]:
        if lines and width(f"{lines[-1]} {word}", size, face) <= room:
            lines[-1] += f" {word}"
            continue
        *full, rest = _pieces(word, room, size, face)
        lines += [*full, rest]
    return tuple(lines)


def clusters(words: str) -> list[str]:
    """Signs as people see them: each with the accents and joiners that belong to it."""
    found: list[str] = []
    joins = False
    for sign in unicodedata.normalize("NFC", words):
        belongs = unicodedata.category(sign) in {"Mn", "Mc", "Me"} or sign in "\u200d\ufe0f"
        if found and (belongs or joins):
            found[-1] += sign
        else:
            found.append(sign)
        joins = sign == "\u200d" or unicodedata.name(sign, "").endswith(" SIGN VIRAMA")
    return found


def _pieces(word: str, room: float, size: float, face: str) -> list[str]:
    pieces = [""]
    for sign in clusters(word):
        if pieces[-1] and width(pieces[-1] + sign, size, face) > room:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def _set(lines: tuple[str, ...], size: float, face: str) -> Set:
    return Set(lines, size, max(width(line, size, face) for line in lines))


def _guessed(sign: str) -> float:
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return _GUESS_WIDE if unicodedata.east_asian_width(sign) in "WF" else _GUESS


@cache
def _advances(face: str) -> dict[int, float]:
    """The advance of each sign, as a part of the size."""
    with TTFont(FACES[face].file, lazy=True) as font:
        unit, advances = font["head"].unitsPerEm, font["hmtx"].metrics
        return {sign: advances[glyph][0] / unit for sign, glyph in font.getBestCmap().items()}
