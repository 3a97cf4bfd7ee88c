"""Places, and what equal figures get. A tie is a tie until a stated rule breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any, TypeVar

K = TypeVar("K")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Places ``first`` to ``last``, 1 the best: one couple holds 3..3, two that share third hold 3..4 each."""

    first: int
    last: int

    @property
    def shared(self) -> bool:
        """Whether more than one couple holds it."""
        return self.first != self.last

    def __str__(self) -> str:
        """As a person writes it: ``3`` or ``3-4``."""
        return f"{self.first}-{self.last}" if self.shared else f"{self.first}"


class Convention(Enum):
    """What tied values are given as a rank (SPEC 0.2). Beside each stands what 10, 8, 8, 5 get."""

    COMPETITION = "competition"  # 1, 2, 2, 4: the best place of the group
    MODIFIED = "modified"  # 1, 3, 3, 4: the worst place of the group
    DENSE = "dense"  # 1, 2, 2, 3: the next value counts one more
    AVERAGE = "average"  # 1, 2.5, 2.5, 4: the mean of the places shared


def groups(keys: Iterable[K], value: Callable[[K], Any]) -> list[list[K]]:
    """The keys from the best value to the worst, equal values together in the order given."""
    found: list[list[K]] = []
    for key in sorted(keys, key=value, reverse=True):
        if found and value(found[-1][0]) == value(key):
            found[-1].append(key)
        else:
            found.append([key])
    return found


def places(in_order: Sequence[Sequence[K]]) -> dict[K, Place]:
    """The place of each key in groups that stand from best to worst."""
    placed: dict[K, Place] = {}
    for group in in_order:
        place = Place(len(placed) + 1, len(placed) + len(group))
        placed.update(dict.fromkeys(group, place))
    return placed


def ranks(values: Mapping[K, Fraction | int], convention: Convention) -> dict[K, Fraction]:
    """The rank of each key, 1 for the highest value, with ties as the convention has them (SPEC 0.2)."""
    in_order = groups(values, values.__getitem__)
    placed = places(in_order)
    dense = {key: nth for nth, group in enumerate(in_order, 1) for key in group}
    rank_of: dict[Convention, Callable[[K], Fraction]] = {
        Convention.COMPETITION: lambda key: Fraction(placed[key].first),
        Convention.MODIFIED: lambda key: Fraction(placed[key].last),
        Convention.DENSE: lambda key: Fraction(dense[key]),
        Convention.AVERAGE: lambda key: Fraction(placed[key].first + placed[key].last, 2),
    }
    return {key: rank_of[convention](key) for key in values}
