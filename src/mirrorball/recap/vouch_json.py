"""The JSON of a site held against the season: whatever bears the name of something in the season has to be equal to it.

What is empty there says nothing, and is let pass: of a season that still runs, not everything is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

from mirrorball.core.season import Season

WHOLE = "season.json"
READ = frozenset({"name", "description", "headline", "startDate", "endDate", "alternateName", "jobTitle"})


@dataclass(frozen=True, slots=True)
class Other:
    """Something in the JSON that is another than in the season."""

    where: str
    found: str
    is_: str


def others(text: str, season: Season) -> Iterator[Other]:
    """Where the JSON of everything says another thing than the season."""
    found: dict[str, Any] = json.loads(text)
    yield from _compared("", found, season)
    for week in season.weeks:
        for told in found.get("weeks", ()):
            if told.get("number") == week.number:
                yield from _of_a_week(told, season, week.number)
    for journey in found.get("journeys", ()):
        if result := season.result(journey["star"]):
            yield from _compared(f"journeys, {journey['star']}", journey.get("result"), result)
        elif journey.get("result"):
            yield Other(f"journeys, {journey['star']}", "a result", "none")


def sayings(text: str) -> Iterator[tuple[str, str, str]]:
    """The names and sentences of a block of linked JSON, each with its key and the name of what it belongs to."""
    yield from _sayings("", json.loads(text), "")


def _of_a_week(told: Mapping[str, Any], season: Season, number: int) -> Iterator[Other]:
    where = f"week {number}"
    viewers = next(week.viewers for week in season.weeks if week.number == number)
    yield from _compared(f"{where}, viewers", told.get("viewers_millions"), viewers)
    for left in told.get("left") or ():
        yield from _compared(f"{where}, {left['star']}", left, season.result(left["star"]))
    for line in told.get("lines") or ():
        star = line["star"]
        danced = [r for r in season.routines if (r.week, r.star) == (number, star)]
        given = [b for b in season.bonuses if (b.week, b.star) == (number, star)]
        for key, here in (("routines", danced), ("bonuses", given)):
            yield from _compared(f"{where}, {star}, {key}", line.get(key), here)


def _compared(where: str, found: object, value: object) -> Iterator[Other]:
    """The differences between what the JSON has and a value; of a value with fields, of those that both have."""
    if found in (None, "", [], {}):
        return
    if is_dataclass(value) and isinstance(found, Mapping):
        for field in fields(value):
            if field.name in found:
                inner = f"{where}, {field.name}" if where else field.name
                yield from _compared(inner, found[field.name], getattr(value, field.name))
    elif isinstance(value, Mapping) and isinstance(found, Mapping):
        for key, inner in found.items():
            named = key if key in value else key.replace(" ", "_")
            yield from _compared(f"{where}, {key}", inner, value.get(named))
    elif isinstance(found, list) and isinstance(value, tuple | list):
        yield from _in_order(where, found, value)
    elif not _same(found, value):
        yield Other(where, str(found), str(value))


def _in_order(where: str, found: Sequence[object], value: Sequence[object]) -> Iterator[Other]:
    if len(found) != len(value):
        yield Other(where, f"{len(found)} entries", str(len(value)))
    for nth, (one, other) in enumerate(zip(found, value, strict=False), 1):
        yield from _compared(f"{where} {nth}", one, other)


def _same(found: object, value: object) -> bool:
    if isinstance(value, Enum):
        return bool(found == value.value)
    if isinstance(value, date):
        return bool(found == value.isoformat())
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        try:
            return Fraction(str(found)) == value
        except ValueError:
            return False
    return bool(found == value)


def _sayings(key: str, value: object, of: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _sayings(name, inner, str(value.get("name", "")))
    elif isinstance(value, list):
        for inner in value:
            yield from _sayings(key, inner, of)
    elif isinstance(value, str) and key in READ:
        yield key, value, of
