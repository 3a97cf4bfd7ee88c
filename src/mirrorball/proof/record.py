"""The record of a night: a folder with everything that was decided and why, and a reader who works it all out again.

``night.sqlite`` is the log as it was kept while the night ran, ``events.jsonl`` the same log in plain lines, ``box``
the ballot box, ``carried.json`` the votes of an earlier week that count tonight. The rest is for people and is not
read back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from mirrorball.box.contents import NoBox
from mirrorball.box.recount import recount_box
from mirrorball.box.writer import SUFFIX
from mirrorball.core.apply import apply
from mirrorball.core.asked import asked
from mirrorball.core.decide import decide
from mirrorball.core.events import ResultConfirmed, ResultSealed
from mirrorball.core.refusals import Refusal
from mirrorball.core.reveals import Finding
from mirrorball.core.season import RecordedVotes, Season
from mirrorball.core.show import Show, open_night
from mirrorball.log.codec import Unreadable, decode, encode
from mirrorball.log.port import Entry
from mirrorball.proof.plain import NotPlain, plain_finding

EVENTS, BOX, CARRIED, NIGHT = "events.jsonl", "box", "carried.json", "night.sqlite"

ANOTHER_RESULT = "The marks and votes of the record come to another result than the sealed one."


@dataclass(frozen=True, slots=True)
class Record:
    """What a night leaves behind, besides its box. ``carried`` are votes of earlier weeks that count in it."""

    entries: Sequence[Entry]
    carried: tuple[RecordedVotes, ...]


class Occupied(Exception):
    """The folder holds something that is not a record. Its text names the folder and what to do."""


def make_room(folder: Path) -> None:
    """Make the folder of a record, or take what an older one left there. Raises ``Occupied`` and OSError.

    The log and the box of the new night are then written into it while the night runs.
    """
    if folder.exists() and not (folder.is_dir() and (_holds_record(folder) or not any(folder.iterdir()))):
        message = f"{folder} holds other files. Name a new or empty folder for the record."
        raise Occupied(message)
    (folder / BOX).mkdir(parents=True, exist_ok=True)
    for old in [folder / NIGHT, *(folder / BOX).glob(f"*{SUFFIX}")]:
        old.unlink(missing_ok=True)


def _holds_record(folder: Path) -> bool:
    """Whether a record, or the log of a night that was cut off, lies in a folder."""
    return (folder / EVENTS).is_file() or (folder / NIGHT).is_file()


def write(folder: Path, record: Record, for_people: Mapping[str, str]) -> None:
    """Write the rest of a record into the folder that ``make_room`` made. Raises OSError."""
    lines = [encode(entry) for entry in record.entries]
    (folder / EVENTS).write_bytes(b"".join(line + b"\n" for line in lines))
    (folder / CARRIED).write_bytes(msgspec.json.encode(record.carried))
    for name, text in for_people.items():
        (folder / name).write_text(text, encoding="utf-8")


def with_carried(season: Season, carried: Sequence[RecordedVotes]) -> Season:
    """The season with votes of earlier weeks added."""
    return replace(season, votes=(*season.votes, *carried))


def check(folder: Path, season: Season, number: int) -> list[str]:
    """What does not agree in a record of week ``number``, each as a sentence; an empty list if all does.

    Every step is asked for again, so that each event has to follow by the rules from those before it: marks, totals,
    the result, its steps and its hash, and the champions. A result is worked out by the second path as well. The box
    is counted again from its bytes, by the path that did not count it first.
    """
    try:
        carried = msgspec.json.decode((folder / CARRIED).read_bytes(), type=tuple[RecordedVotes, ...])
        entries = decode((folder / EVENTS).read_bytes().splitlines())
    except (OSError, Unreadable, msgspec.DecodeError, UnicodeDecodeError) as error:
        return [f"The record in {folder} does not read: {error}."]
    show = open_night(with_carried(season, carried), number)
    told: list[str] = []
    for entry in entries:
        told += _follows(show, entry)
        try:
            show = apply(show, entry.event)
        except (LookupError, ValueError):
            return [*told, f"Step {entry.position} changes what is not there; what comes after it cannot be checked."]
    return [*told, *_ends(show), *_tally(show, folder / BOX)]


def _follows(show: Show, entry: Entry) -> Iterator[str]:
    """What is wrong with a step, asked for again; a result is worked out on the second path too."""
    event = entry.event
    follows = decide(show, asked(event))
    if follows != [event]:
        why = follows.sentence if isinstance(follows, Refusal) else "The rules come to something else."
        if isinstance(event, ResultConfirmed | ResultSealed):
            why = ANOTHER_RESULT
        yield f"Step {entry.position} does not follow from the steps before it. {why}"
    if isinstance(event, ResultConfirmed | ResultSealed) and not _found_again(show, event.found):
        yield f"Step {entry.position}: the second path comes to another result than the one that stands here."


def _found_again(show: Show, found: Finding) -> bool:
    """Whether the second path comes to this; it cannot where a mark or a vote that it needs is missing."""
    try:
        return plain_finding(show) == found
    except NotPlain:
        return False


def _ends(show: Show) -> list[str]:
    """What is missing at the end of a record that should be whole."""
    if show.sealed is None:
        return ["The record ends before the result was sealed."]
    if not show.told:
        return ["The record ends before everything was told."]
    if show.week.final and show.void is None and not show.champions:
        return ["The record ends before the champions were crowned."]
    return []


def _tally(show: Show, box: Path) -> list[str]:
    if show.tally is None:
        return []
    try:
        counted = recount_box(box)
    except NoBox as error:
        return [str(error)]
    told = [f"{path.name}: block {damage.number} is damaged." for path, damage in counted.damages]
    channels = counted.rules.channels if counted.rules else ()
    again = counted.count.tally(show.season.field(show.number), channels)
    differs = [star for star, votes in again.votes.items() if show.tally.votes.get(star) != votes]
    told += [f"{star}: the ballots come to other votes than the sealed tally." for star in differs]
    if not told and again != show.tally:
        told = ["The ballots come to other votes by channel, or not counted, than the sealed tally."]
    return told
