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
from mirrorball.log.port import Entry

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


class _Line(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A line as it is written. What an older log did not write has a default."""

    position: int
    event: str
    version: int
    facts: msgspec.Raw
    at: int = 0
    command: str = ""
    by: str = ""


def encode(entry: Entry) -> bytes:
    """One line of a log, without its line end."""
    facts = msgspec.json.encode(entry.event, enc_hook=_write)
    line = _Line(
        entry.position, _name_of[type(entry.event)], VERSION, msgspec.Raw(facts), entry.at, entry.command, entry.by
    )
    return msgspec.json.encode(line)


def decode(lines: Iterable[bytes]) -> list[Entry]:
    """The entries of a whole log. Raises ``Unreadable`` at the first line that does not read or is out of place."""
    return [decode_line(position, line) for position, line in enumerate(lines, 1)]


def decode_line(position: int, line: bytes) -> Entry:
    """The entry of one line, which has to be the one at ``position``. Raises ``Unreadable``."""
    try:
        read = msgspec.json.decode(line, type=_Line)
        if read.position != position:
            message = f"line {position}: found position {read.position}, expected {position}; an entry is missing"
            raise Unreadable(message)
        if read.event not in NAMES or read.version != VERSION:
            message = f"line {position}: this program does not know '{read.event}' in version {read.version}"
            raise Unreadable(message)
        event = msgspec.json.decode(read.facts, type=NAMES[read.event], dec_hook=_read)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"line {position}: {error}"
        raise Unreadable(message) from error
    return Entry(position, event, read.at, read.command, read.by)


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
