"""Paper ballots: each is typed by two people who do not see what the other typed, and counts once they agree.

What each typed is a note in the box. The order of the notes does not matter, but that a person's latest entry for a
paper takes the place of that person's earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec

from mirrorball.box.ballot import Ballot
from mirrorball.box.block import HEX, Kind
from mirrorball.box.contents import Note
from mirrorball.core.people import person

ENOUGH = 2  # people who typed the same


@dataclass(frozen=True, slots=True)
class Typed:
    """What one person read on a paper: stars and votes, without those that got none."""

    by: str
    votes: tuple[tuple[str, int], ...]
    at: int


@dataclass(frozen=True, slots=True)
class OpenPaper:
    """A paper that does not count yet: what each person typed last. No two agree, or two pairs agree on two things."""

    paper: str
    typed: tuple[Typed, ...]


@dataclass(frozen=True, slots=True)
class Papers:
    """All paper ballots of a box, by the name of the paper. ``unreadable`` are notes that name no paper or no votes."""

    agreed: tuple[Ballot, ...]
    open: tuple[OpenPaper, ...]
    unreadable: tuple[Note, ...]


_Hex = Annotated[str, msgspec.Meta(pattern=HEX)]
_Name = Annotated[str, msgspec.Meta(pattern=r"\S")]
_Votes = Annotated[int, msgspec.Meta(ge=0)]


class _Entry(msgspec.Struct, frozen=True):
    paper: _Name
    by: _Name
    votes: dict[str, _Votes]
    voter: _Hex
    id: _Hex
    at: int

    @property
    def says(self) -> tuple[tuple[str, int], ...]:
        return tuple(sorted((star, votes) for star, votes in self.votes.items() if votes))


def papers(notes: Iterable[Note], channel: str, stars: Sequence[str]) -> Papers:
    """The paper ballots in these notes; those of other kinds are passed over.

    An agreed ballot carries the time at which the second of its two people typed it. Papers are typed after the window
    as well as in it: what was in the ballot box at the close is in time, however long the typing takes.
    """
    by_paper: dict[str, list[_Entry]] = {}
    unreadable = []
    for note in notes:
        if note.kind is Kind.PAPER:
            entry = _read(note.value)
            if entry is None or not set(entry.votes) <= set(stars):
                unreadable.append(note)
            else:
                by_paper.setdefault(entry.paper, []).append(entry)
    agreed, still_open = [], []
    for paper, entries in sorted(by_paper.items()):
        latest = _latest_of_each(entries)
        same = _agreement(latest)
        if same:
            second = same[ENOUGH - 1]
            ids = bytes.fromhex(second.id), bytes.fromhex(second.voter)
            agreed.append(Ballot(second.at, *ids, channel, second.says))
        else:
            still_open.append(OpenPaper(paper, tuple(Typed(e.by, e.says, e.at) for e in latest)))
    unreadable.sort(key=lambda note: (note.at, note.box, note.number))
    return Papers(tuple(agreed), tuple(still_open), tuple(unreadable))


def _latest_of_each(entries: Iterable[_Entry]) -> list[_Entry]:
    """Each person's latest entry for one paper, in the order of time."""
    latest = {person(entry.by): entry for entry in sorted(entries, key=_order)}
    return sorted(latest.values(), key=_order)


def _agreement(latest: Iterable[_Entry]) -> list[_Entry]:
    """The entries that agree, if it is clear on what; else none."""
    by_votes: dict[tuple[tuple[str, int], ...], list[_Entry]] = {}
    for entry in latest:
        by_votes.setdefault(entry.says, []).append(entry)
    agreements = [same for same in by_votes.values() if len(same) >= ENOUGH]
    return agreements[0] if len(agreements) == 1 else []


def _order(entry: _Entry) -> tuple[object, ...]:
    """By time; what one person typed twice in one millisecond has an order of its own, so that none depends on ours."""
    return (entry.at, person(entry.by), entry.says, entry.by, entry.voter, entry.id)


def _read(value: Mapping[str, object]) -> _Entry | None:
    try:
        return msgspec.convert(value, _Entry)
    except msgspec.ValidationError:
        return None
