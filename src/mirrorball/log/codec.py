"""How events are written: one line of JSON each, under a name and a version that stay what they are for ever.

The table names events, never classes, so a class may be renamed and an old log still reads. Fractions are written as
text (``"19/2"``), since a mark is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import msgspec

from mirrorball.core.events import (
    ChampionsCrowned,
    Event,
    MarkGiven,
    MarksLocked,
    PlaceRevealed,
    ResultSealed,
    RoutineCalled,
    SaveNamed,
    TallySealed,
    VoteClosed,
    VoteOpened,
)

NAMES: Mapping[str, type[Event]] = {
    "routine called": RoutineCalled,
    "mark given": MarkGiven,
    "marks locked": MarksLocked,
    "vote opened": VoteOpened,
    "vote closed": VoteClosed,
    "tally sealed": TallySealed,
    "save named": SaveNamed,
    "result sealed": ResultSealed,
    "place revealed": PlaceRevealed,
    "champions crowned": ChampionsCrowned,
}
VERSION = 1

_name_of = {event: name for name, event in NAMES.items()}


class Unreadable(Exception):
    """A line that is no entry of a log. Its text says which line, and what is wrong with it."""


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    position: int
    event: str
    version: int
    facts: msgspec.Raw


def encode(position: int, event: Event) -> bytes:
    """One line of a log, without its line end."""
    facts = msgspec.json.encode(event, enc_hook=_write)
    return msgspec.json.encode(_Entry(position, _name_of[type(event)], VERSION, msgspec.Raw(facts)))


def decode(lines: Iterable[bytes]) -> list[Event]:
    """The events of a log. Raises ``Unreadable`` at the first line that does not read or is out of place."""
    return [_event(position, line) for position, line in enumerate(lines, 1)]


def _event(position: int, line: bytes) -> Event:
    try:
        entry = msgspec.json.decode(line, type=_Entry)
        if entry.position != position:
            message = f"line {position}: found position {entry.position}, expected {position}; an entry is missing"
            raise Unreadable(message)
        if entry.event not in NAMES or entry.version != VERSION:
            message = f"line {position}: this program does not know '{entry.event}' in version {entry.version}"
            raise Unreadable(message)
        return msgspec.json.decode(entry.facts, type=NAMES[entry.event], dec_hook=_read)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"line {position}: {error}"
        raise Unreadable(message) from error


def _write(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(type(value))


def _read(kind: type, value: Any) -> Any:
    if kind is Fraction:
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError) as error:
            raise msgspec.ValidationError(str(error)) from error
    raise TypeError(kind)
