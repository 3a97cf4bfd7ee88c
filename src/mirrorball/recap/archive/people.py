"""The people of an archive: every star and every pro, with each of their seasons. Only the exact name joins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from mirrorball.core.ties import Place
from mirrorball.recap.archive.rows import CoupleRow, NightRow, RoutineRow, Tables

AFTER = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii"})  # what may stand behind a last name

_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Turn:
    """One season of a person: the couple, its nights by week, and its routines."""

    couple: CoupleRow
    nights: tuple[NightRow, ...]
    routines: tuple[RoutineRow, ...]

    @property
    def own(self) -> tuple[RoutineRow, ...]:
        """The routines that were not danced in a team and whose share is known."""
        return tuple(row for row in self.routines if not row.team and row.share is not None)

    @property
    def best(self) -> tuple[RoutineRow, ...]:
        """The routines with the highest share; several if they are equal."""
        return self._at(max((row.share for row in self.own if row.share is not None), default=None))

    @property
    def worst(self) -> tuple[RoutineRow, ...]:
        """The routines with the lowest share; several if they are equal."""
        return self._at(min((row.share for row in self.own if row.share is not None), default=None))

    def _at(self, share: Fraction | None) -> tuple[RoutineRow, ...]:
        return tuple(row for row in self.own if row.share == share)


@dataclass(frozen=True, slots=True)
class Person:
    """A star or a pro, with every season danced, in the archive's order. ``near`` are names that may be the same."""

    name: str
    turns: tuple[Turn, ...]
    near: tuple[str, ...] = ()

    @property
    def won(self) -> tuple[Turn, ...]:
        """The seasons that were won."""
        return tuple(turn for turn in self.turns if turn.couple.champion)

    @property
    def best_place(self) -> Place | None:
        """The best place in any season, or None while none is known."""
        return min((place for turn in self.turns if (place := place_of(turn.couple))), default=None)

    @property
    def nights(self) -> int:
        """Nights danced in all."""
        return sum(turn.couple.nights for turn in self.turns)


def stars(tables: Tables, near: Iterable[tuple[str, ...]] = ()) -> tuple[Person, ...]:
    """Every star, by name."""
    return _people([(row.star, turn) for row, turn in _turns(tables)], near)


def pros(tables: Tables, near: Iterable[tuple[str, ...]] = ()) -> tuple[Person, ...]:
    """Every pro, by name."""
    return _people([(row.pro, turn) for row, turn in _turns(tables) if row.pro], near)


def place_of(row: CoupleRow) -> Place | None:
    """The place of a couple at the end, or None while it is not known."""
    return Place(row.place_first, row.place_last) if row.place_first and row.place_last else None


def surname(name: str) -> str:
    """Sorts by the last word of a name, then by the whole; what stands in brackets and Jr. are no last word."""
    words = [word.strip(",") for word in _BRACKETS.sub(" ", name).split()]
    last = next((word for word in reversed(words) if word.casefold() not in AFTER), name)
    return f"{last.casefold()} {name.casefold()}"


def _turns(tables: Tables) -> list[tuple[CoupleRow, Turn]]:
    nights: dict[tuple[str, str], list[NightRow]] = {}
    routines: dict[tuple[str, str], list[RoutineRow]] = {}
    for night in tables.nights:
        nights.setdefault((night.season, night.star), []).append(night)
    for routine in tables.routines:
        routines.setdefault((routine.season, routine.star), []).append(routine)
    found = []
    for row in tables.couples:
        key = (row.season, row.star)
        by_week = sorted(nights.get(key, ()), key=lambda night: night.week)
        found.append((row, Turn(row, tuple(by_week), tuple(routines.get(key, ())))))
    return found


def _people(named: list[tuple[str, Turn]], near: Iterable[tuple[str, ...]]) -> tuple[Person, ...]:
    alike: Mapping[str, tuple[str, ...]] = {name: names for names in near for name in names}
    turns: dict[str, list[Turn]] = {}
    for name, turn in named:
        turns.setdefault(name, []).append(turn)
    return tuple(
        Person(name, tuple(turns[name]), tuple(other for other in alike.get(name, ()) if other != name))
        for name in sorted(turns, key=surname)
    )
