"""How a sheet is laid out: one ``case.toml`` a folder, its tables drawn with bars, as people draw them.

A figure is exact (``5/2``, ``1 100 000``) unless it ends in ``%``: that one was printed somewhere, and a result agrees
with it if it prints the same, half away from zero.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

SHEETS = Path(__file__).parent

Line = dict[str, str]  # column -> cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """One case: its name (source and folder), and what its file says."""

    name: str
    facts: Mapping[str, Any]

    @property
    def given(self) -> Mapping[str, Any]:
        """What the case starts from."""
        given: Mapping[str, Any] = self.facts["given"]
        return given

    @property
    def expected(self) -> Mapping[str, Any]:
        """What has to come out."""
        expected: Mapping[str, Any] = self.facts["expected"]
        return expected


def all_sheets() -> list[Sheet]:
    """Every case below this folder."""
    files = sorted(SHEETS.glob("*/*/case.toml"))
    return [
        Sheet(file.parent.relative_to(SHEETS).as_posix(), tomllib.loads(file.read_text(encoding="utf-8")))
        for file in files
    ]


def lines(table: str) -> list[Line]:
    """The lines of a drawn table, by its head."""
    head, *body = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return [dict(zip(head, cells, strict=True)) for cells in body]


def figure(cell: str) -> Fraction:
    """The figure in a cell; ``%`` is left to the reader. Spaces set off thousands."""
    return Fraction(cell.removesuffix("%").replace(" ", ""))


def as_printed(number: Fraction, decimals: int) -> str:
    """A figure with so many decimals, rounded half away from zero."""
    scaled = abs(number) * 10**decimals
    whole = int(scaled + Fraction(1, 2))
    digits = str(whole).rjust(decimals + 1, "0")
    sign = "-" if number < 0 and whole else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def agrees(number: Fraction, cell: str, within: Fraction | None = None) -> bool:
    """Whether a result is the figure of a cell: exactly, or as it is printed and ``within`` so many per cent."""
    if not cell.endswith("%"):
        return number == figure(cell)
    text = cell.removesuffix("%").strip()
    decimals = len(text.partition(".")[2])
    near = within is None or abs(number * 100 - figure(cell)) <= within
    return near and as_printed(number * 100, decimals) == text
