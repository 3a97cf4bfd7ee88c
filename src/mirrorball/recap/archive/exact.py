"""Rows on their way out of the program: an exact number becomes a decimal, and beside it a text with the fraction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from mirrorball.recap.archive.rows import Column, Tables, columns, kinds

PLACES = 6  # decimals of a number; a third has no last one, so its text beside it is what is exact
DIGITS = 18  # of a number in all
EXACT = "_exact"

Value = str | int | bool | date | Decimal | None

_PLENTY = Context(prec=60, rounding=ROUND_HALF_UP)
_LAST = Decimal(1).scaleb(-PLACES)


@dataclass(frozen=True, slots=True)
class Laid:
    """A table as other programs hold it: its columns, each with its kind, and its rows in order."""

    name: str
    columns: tuple[tuple[str, type], ...]
    rows: tuple[tuple[Value, ...], ...]


def laid_out(tables: Tables) -> Iterator[Laid]:
    """Every table, those without rows among them."""
    for name, kind in kinds().items():
        ours = columns(kind)
        rows = tuple(tuple(value for one in ours for value in _values(one, row)) for row in getattr(tables, name))
        yield Laid(name, tuple(outside(ours)), rows)


def outside(ours: tuple[Column, ...]) -> Iterator[tuple[str, type]]:
    """The columns that ours become."""
    for one in ours:
        if one.kind is Fraction:
            yield one.name, Decimal
            yield f"{one.name}{EXACT}", str
        else:
            yield one.name, one.kind


def decimal(value: Fraction) -> Decimal:
    """A number to six decimals, half away from zero."""
    whole = _PLENTY.divide(Decimal(value.numerator), Decimal(value.denominator))
    return whole.quantize(_LAST, ROUND_HALF_UP, _PLENTY)


def _values(one: Column, row: object) -> Iterator[Value]:
    value = getattr(row, one.name)
    if one.kind is not Fraction:
        yield value
    elif value is None:
        yield from (None, None)
    else:
        yield decimal(value)
        yield str(value)
