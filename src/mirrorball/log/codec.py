"""How events are written: one line of JSON each, under a name and a version that stay what they are for ever.

The table names events, never classes, so a class may be renamed and an old log still reads. Fractions are written as
text (``"19/2"``), since a mark is exact. Where the facts of an event have changed, its version has grown by one, and
``UPCAST`` brings older facts up to the next version when they are read; what is written is never written again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import msgspec

from mirrorball.core import events as e
from mirrorball.core.events import Event
from mirrorball.log.port import Entry

NAMES: Mapping[str, type[Event]] = {
    "routine called": e.RoutineCalled,
    "mark given": e.MarkGiven,
    "marks locked": e.MarksLocked,
    "vote opened": e.VoteOpened,
    "vote extended": e.VoteExtended,
    "vote closed": e.VoteClosed,
    "tally sealed": e.TallySealed,
    "save named": e.SaveNamed,
    "result sealed": e.ResultSealed,
    "reveal planned": e.RevealPlanned,
    "hand sheet typed": e.HandSheetTyped,
    "hand sheet dropped": e.HandSheetDropped,
    "decision proposed": e.DecisionProposed,
    "decision agreed": e.DecisionAgreed,
    "decision dropped": e.DecisionDropped,
    "result confirmed": e.ResultConfirmed,
    "step revealed": e.StepRevealed,
    "step taken back": e.StepTakenBack,
    "champions crowned": e.ChampionsCrowned,
    "segment taken": e.SegmentTaken,
    "segment backed out": e.SegmentBackedOut,
    "segment skipped": e.SegmentSkipped,
    "segment unskipped": e.SegmentUnskipped,
    "segment moved": e.SegmentMoved,
    "night held": e.NightHeld,
    "night resumed": e.NightResumed,
    "mark typed": e.MarkTyped,
    "typed mark dropped": e.TypedMarkDropped,
    "correction asked": e.CorrectionAsked,
    "mark corrected": e.MarkCorrected,
    "correction declined": e.CorrectionDeclined,
    "judge excused": e.JudgeExcused,
    "judge returned": e.JudgeReturned,
    "judge substituted": e.JudgeSubstituted,
    "routine scratched": e.RoutineScratched,
    "routine restored": e.RoutineRestored,
    "couple withdrew": e.CoupleWithdrew,
    "couple reinstated": e.CoupleReinstated,
    "music changed": e.MusicChanged,
    "bonus given": e.BonusGiven,
    "bonus taken": e.BonusTaken,
    "immunity granted": e.ImmunityGranted,
    "immunity revoked": e.ImmunityRevoked,
    "reach signed": e.ReachSigned,
    "trouble reported": e.TroubleReported,
    "trouble settled": e.TroubleSettled,
    "key issued": e.KeyIssued,
    "key revoked": e.KeyRevoked,
}
VERSIONS: Mapping[str, int] = dict.fromkeys(NAMES, 1) | {
    "mark given": 2,
    "vote opened": 2,
    "result sealed": 2,
}

Facts = dict[str, Any]
UPCAST: Mapping[tuple[str, int], Callable[[Facts], Facts]] = {
    ("mark given", 1): lambda facts: {**facts, "confirmed_by": ""},  # marks from paper came with version 2
    ("vote opened", 1): lambda facts: {**facts, "closes_at": None},  # it was always closed by hand
    ("result sealed", 1): lambda facts: {**facts, **_sealed_by_one(facts)},
}


class _SealedByOne(msgspec.Struct):
    """A sealed result as it was first written."""

    order: tuple[str, ...]
    places: dict[str, Facts]
    out: tuple[str, ...]


class _PlaceTold(msgspec.Struct):
    """A place as it was first told: one couple after the other, and nobody counted."""

    star: str
    place: Facts


def _sealed_by_one(facts: Facts) -> Facts:
    """What version 1 of a sealed result left out: it was told from the last place up, and nobody had to confirm it."""
    was = msgspec.convert(facts, _SealedByOne)
    untold = [star for star in reversed(was.order) if star in was.places]
    steps = [{"kind": "place", "stars": [star], "place": was.places[star]} for star in untold]
    found = {"places": was.places, "jeopardy": [], "out": sorted(was.out), "between": []}
    return {"steps": steps, "found": found, "salt": "", "digest": "", "confirmed_by": "", "by": ""}


def _step_of_place(facts: Facts) -> Facts:
    was = msgspec.convert(facts, _PlaceTold)
    return {"step": 0, "kind": "place", "stars": [was.star], "place": was.place}


# Events that have another name now: the old name, the new one, and what brings the facts over.
RENAMED: Mapping[str, tuple[str, Callable[[Facts], Facts]]] = {"place revealed": ("step revealed", _step_of_place)}


_FRACTION = re.compile(r"-?[0-9]{1,1000}(?:/[0-9]{1,1000})?")

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
    name = _name_of[type(entry.event)]
    facts = msgspec.Raw(msgspec.json.encode(entry.event, enc_hook=_write))
    return msgspec.json.encode(
        _Line(entry.position, name, VERSIONS[name], facts, entry.at, entry.command, entry.by),
    )


def decode(lines: Iterable[bytes]) -> list[Entry]:
    """The entries of a whole log. Raises ``Unreadable`` at the first line that does not read or is out of place."""
    return [decode_line(position, line) for position, line in enumerate(lines, 1)]


def decode_line(position: int, line: bytes) -> Entry:
    """The entry of one line, which has to be the one at ``position``. Raises ``Unreadable``."""
    try:
        read = _read_line(line)
        if read.position != position:
            message = f"line {position}: found position {read.position}, expected {position}; an entry is missing"
            raise Unreadable(message)
        event = _event(read)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"line {position}: {error}"
        raise Unreadable(message) from error
    if event is None:
        message = f"line {position}: this program does not know '{read.event}' in version {read.version}"
        raise Unreadable(message)
    return Entry(position, event, read.at, read.command, read.by)


def _event(read: _Line) -> Event | None:
    """What happened, or None if this program does not know such an event in such a version."""
    if read.event in RENAMED and read.version == 1:
        name, bring_over = RENAMED[read.event]
        facts = bring_over(msgspec.json.decode(read.facts, type=Facts))
        return msgspec.convert(facts, NAMES[name], dec_hook=_read, str_keys=True)
    newest = VERSIONS.get(read.event)
    if newest is None or not 1 <= read.version <= newest:
        return None
    if read.version == newest:
        return _READERS[read.event].decode(read.facts)
    facts = msgspec.json.decode(read.facts, type=Facts)
    for version in range(read.version, newest):
        facts = UPCAST[read.event, version](facts)
    return msgspec.convert(facts, NAMES[read.event], dec_hook=_read, str_keys=True)


def _write(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(type(value))


def _read(kind: type, value: Any) -> Any:
    if kind is not Fraction:
        raise TypeError(kind)
    if not isinstance(value, str):
        message = f"found {value!r}, expected a number as text"
        raise msgspec.ValidationError(message)
    try:
        return _exact(value)
    except (ValueError, ZeroDivisionError) as error:
        raise msgspec.ValidationError(str(error)) from error


@lru_cache(maxsize=4096)  # a night has few different marks and many of each
def _exact(text: str) -> Fraction:
    """A fraction as we write it. Other forms that Python reads are refused: ``1e999999999`` would take for ever."""
    if not _FRACTION.fullmatch(text):
        message = f"found '{text}', expected a number such as 9 or 19/2"
        raise ValueError(message)
    return Fraction(text)


_read_line = msgspec.json.Decoder(_Line).decode
_READERS: Mapping[str, msgspec.json.Decoder[Event]] = {
    name: msgspec.json.Decoder(event, dec_hook=_read) for name, event in NAMES.items()
}
