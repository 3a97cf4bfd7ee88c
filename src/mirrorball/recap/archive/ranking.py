"""Records as values: who holds one, what it is measured in, and every tie whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from mirrorball.core.ties import Place, groups, places

T = TypeVar("T")

FIRST = 10  # places that a record lists; more where the last of them is shared


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table on a page: a text, and where it leads."""

    text: str
    href: str = ""
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """One row of a record. ``about`` names the couples or judges that it is about."""

    place: Place | None
    cells: tuple[Cell, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its title, what it is measured in, and who holds it.

    ``more`` says what the list leaves out, ``headline`` tells the first place in a sentence.
    """

    key: str
    title: str
    measure: str
    heads: tuple[str, ...]
    holders: tuple[Holder, ...]
    more: str = ""
    headline: str = ""


def ranked(entries: Iterable[T], value: Callable[[T], Fraction | int], first: int = FIRST) -> list[tuple[Place, T]]:
    """The first places by a value, the highest first. Equals share a place and are all listed."""
    in_order = groups(range(len(kept := list(entries))), lambda nth: value(kept[nth]))
    placed = places(in_order)
    listed: list[tuple[Place, T]] = []
    for group in in_order:
        if len(listed) >= first:
            break
        listed += [(placed[nth], kept[nth]) for nth in group]
    return listed


def measure_first(record: Record, column: int) -> Record:
    """The same with this column behind the name: a phone shows what is measured without being moved aside."""

    def moved(row: tuple[T, ...]) -> tuple[T, ...]:
        rest = row[:column] + row[column:][1:]
        return (rest[0], row[column], *rest[1:])

    holders = tuple(replace(holder, cells=moved(holder.cells)) for holder in record.holders)
    return replace(record, heads=moved(record.heads), holders=holders)


def mean(values: Sequence[Fraction]) -> Fraction:
    """The mean of some numbers. ZeroDivisionError if there are none."""
    return sum(values, Fraction(0)) / len(values)
