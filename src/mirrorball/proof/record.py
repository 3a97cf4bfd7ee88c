"""The record of a night: a folder with everything that was decided and why, and a reader who works it all out again.

``events.jsonl`` is the night, ``ballots.jsonl`` what was cast, ``carried.json`` the votes of an earlier week that
count tonight. The rest is for people and is not read back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

import msgspec

from mirrorball.box.ballot import Ballot, Window
from mirrorball.box.tally import count
from mirrorball.core.events import Event
from mirrorball.core.season import RecordedVotes, Season
from mirrorball.core.show import Show, apply, open_night, result_of
from mirrorball.log.codec import Unreadable, decode, encode

EVENTS, BALLOTS, CARRIED = "events.jsonl", "ballots.jsonl", "carried.json"


@dataclass(frozen=True, slots=True)
class Record:
    """What a night leaves behind. ``carried`` are votes of earlier weeks that count in it."""

    events: Sequence[Event]
    ballots: Sequence[Ballot]
    window: Window
    carried: tuple[RecordedVotes, ...]


@dataclass(frozen=True, slots=True)
class _Carried:
    window: Window
    votes: tuple[RecordedVotes, ...]


class Occupied(Exception):
    """The folder holds something that is not a record. Its text names the folder and what to do."""


def write(folder: Path, record: Record, for_people: Mapping[str, str]) -> None:
    """Write a record; an older one in the same folder is replaced. Raises ``Occupied`` if other files are there."""
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / EVENTS).is_file())):
        message = f"{folder} holds other files. Name a new or empty folder for the record."
        raise Occupied(message)
    folder.mkdir(parents=True, exist_ok=True)
    lines = [encode(position, event) for position, event in enumerate(record.events, 1)]
    (folder / EVENTS).write_bytes(b"".join(line + b"\n" for line in lines))
    with (folder / BALLOTS).open("wb") as file:
        for ballot in record.ballots:
            file.write(msgspec.json.encode(ballot) + b"\n")
    (folder / CARRIED).write_bytes(msgspec.json.encode(_Carried(record.window, record.carried)))
    for name, text in for_people.items():
        (folder / name).write_text(text, encoding="utf-8")


def with_carried(season: Season, carried: Sequence[RecordedVotes]) -> Season:
    """The season with votes of earlier weeks added."""
    return replace(season, votes=(*season.votes, *carried))


def check(folder: Path, season: Season, number: int) -> list[str]:
    """What does not agree in a record of week ``number``, each as a sentence; an empty list if all does.

    The night is played again from its events, the ballots are counted again, and the book is applied again.
    """
    try:
        carried = msgspec.json.decode((folder / CARRIED).read_bytes(), type=_Carried)
        events = decode((folder / EVENTS).read_bytes().splitlines())
        ballots = [msgspec.json.decode(line, type=Ballot) for line in (folder / BALLOTS).read_bytes().splitlines()]
    except (OSError, Unreadable, msgspec.DecodeError) as error:
        return [f"The record in {folder} does not read: {error}."]
    opened = open_night(with_carried(season, carried.votes), number)
    show = reduce(apply, events, opened)
    return [*_tally(show, ballots, carried.window), *_result(show)]


def _tally(show: Show, ballots: Sequence[Ballot], window: Window) -> list[str]:
    again = count(ballots, show.season.field(show.number), show.season.channels, window)
    if show.tally is None:
        return ["The record has no sealed tally."]
    differs = [star for star, votes in again.votes.items() if show.tally.votes.get(star) != votes]
    return [f"{star}: the ballots come to other votes than the sealed tally." for star in differs]


def _result(show: Show) -> list[str]:
    result = result_of(show.season, show.number)
    if show.sealed is None or result is None:
        return ["The record has no sealed result."]
    agrees = (result.standing.stars, dict(result.places), result.out) == (
        show.sealed.order,
        dict(show.sealed.places),
        show.sealed.out,
    )
    return [] if agrees else ["The marks and votes of the record come to another result than the sealed one."]
