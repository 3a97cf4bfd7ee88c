"""What is written reads the same, and what does not read says where."""

from __future__ import annotations

from fractions import Fraction

import pytest

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
from mirrorball.core.ties import Place
from mirrorball.core.votes import NotCounted, Tally
from mirrorball.log.codec import NAMES, Unreadable, decode, encode
from mirrorball.log.port import Entry

NIGHT: list[Event] = [
    RoutineCalled("freestyle", "Ada"),
    MarkGiven("Ida", "freestyle", "Ada", Fraction(19, 2)),
    MarksLocked("freestyle", "Ada", Fraction(28)),
    VoteOpened(("Ada", "Bo")),
    VoteClosed(),
    TallySealed(Tally({"Ada": {"web": 3}}, {NotCounted.LATE: 2})),
    SaveNamed("Ida", "Ada"),
    ResultSealed(("Ada", "Bo"), {"Ada": Place(1, 2)}, ("Bo",)),
    PlaceRevealed("Ada", Place(1, 1)),
    ChampionsCrowned(("Ada",), "Mirrorball"),
]


def lines(events: list[Event]) -> list[bytes]:
    return [encode(Entry(position, event, 5, "c", "desk")) for position, event in enumerate(events, 1)]


def test_every_event_reads_as_it_was_written() -> None:
    assert decode(lines(NIGHT)) == [Entry(n, event, 5, "c", "desk") for n, event in enumerate(NIGHT, 1)]
    assert {type(event) for event in NIGHT} == set(NAMES.values())


def test_a_line_of_an_older_log_reads() -> None:
    """The first logs wrote neither who asked, nor when, nor under which id."""
    line = b'{"position":1,"event":"vote closed","version":1,"facts":{}}'

    assert decode([line]) == [Entry(1, VoteClosed())]


def test_recorded_names_do_not_change() -> None:
    """A recorded name keeps its meaning for ever: this list only grows."""
    assert list(NAMES) == [
        "routine called",
        "mark given",
        "marks locked",
        "vote opened",
        "vote closed",
        "tally sealed",
        "save named",
        "result sealed",
        "place revealed",
        "champions crowned",
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{", "line 1: "),
        (b"\xff", "line 1: "),
        (b'{"position":1,"event":"vote moved","version":1,"facts":{}}', "does not know 'vote moved'"),
        (b'{"position":1,"event":"vote closed","version":9,"facts":{}}', "in version 9"),
        (b'{"position":2,"event":"vote closed","version":1,"facts":{}}', "found position 2, expected 1"),
        (
            b'{"position":1,"event":"mark given","version":1,"facts":{"judge":"I","round":"r","star":"A","mark":"x"}}',
            "x",
        ),
    ],
)
def test_a_line_that_does_not_read_says_where(line: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match="line 1") as caught:
        decode([line])

    assert says in str(caught.value)


def test_a_missing_line_is_found() -> None:
    with pytest.raises(Unreadable, match="line 3: found position 4"):
        decode(lines(NIGHT)[:2] + lines(NIGHT)[3:])
