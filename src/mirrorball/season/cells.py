"""From the text of a cell to its value, or to what was expected there and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from mirrorball.core.ties import Place

MOST_PARTS = 12  # the largest denominator that an average is looked for with
NEAR = Fraction(5, 10_000)  # how near a decimal has to lie to its average; no two averages lie as near to one decimal

_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,9})?")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]{1,9},[0-9]{1,9}")
_OUT_OF = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*/\s*[0-9]+")
_WHOLE = re.compile(r"[+-]?[0-9]{1,12}")
_PLACE = re.compile(r"([0-9]{1,4})(?:\s*[-\u2013]\s*([0-9]{1,4}))?")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that does not hold what it should."""

    expected: str
    advice: str


def text(cell: str) -> str:
    """The cell as it stands."""
    return cell


def names(cell: str) -> tuple[str, ...]:
    """The names in a cell, each once."""
    return tuple(dict.fromkeys(name for part in cell.split(";") if (name := part.strip())))


def number(cell: str) -> Fraction | Unreadable:
    """An exact number."""
    if _NUMBER.fullmatch(cell):
        return Fraction(cell)
    expected = "a number such as 9 or 9.5"
    if _DECIMAL_COMMA.fullmatch(cell):
        return Unreadable(expected, f"Write {cell.replace(',', '.')}, with a point.")
    out_of = _OUT_OF.fullmatch(cell)
    if out_of:
        return Unreadable(expected, f"Write only the mark itself: {out_of.group(1)}.")
    return Unreadable(
        expected, "Write the number in digits. Leave the cell blank if nobody knows it or none was given."
    )


def averaged(cell: str) -> Fraction | Unreadable:
    """An average of a few whole or half numbers, whose decimals are often cut off: 9.6666 stands for 29/3."""
    read = number(cell)
    if isinstance(read, Unreadable):
        return read
    near = read.limit_denominator(MOST_PARTS)
    return near if abs(near - read) < NEAR else read


def whole(cell: str) -> int | Unreadable:
    """A whole number, not below 0."""
    if _WHOLE.fullmatch(cell) and int(cell) >= 0:
        return int(cell)
    return Unreadable(
        "a whole number from 0", "Write it in digits, without separators. Leave the cell blank if nobody knows it."
    )


def yes_no(cell: str) -> bool | Unreadable:
    """Yes or no."""
    answers = {"yes": True, "no": False}
    return answers.get(cell.casefold(), Unreadable("yes or no", "Write yes or no, or leave the cell blank for no."))


def day(cell: str) -> date | Unreadable:
    """A calendar day."""
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return Unreadable(
            "a date such as 2023-09-26", "Write year, month and day with dashes, and format the column as text."
        )


def place(cell: str) -> Place | Unreadable:
    """A place, or places that are shared."""
    written = _PLACE.fullmatch(cell)
    if written:
        first = int(written.group(1))
        last = int(written.group(2) or first)
        if 1 <= first <= last:
            return Place(first, last)
    return Unreadable(
        "a place such as 6, or 12-13 if it is shared", "Write the places, 1 the best; format the column as text."
    )


Reader = Callable[[str], object]
