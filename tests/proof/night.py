"""A small final on a floor, with ballots and carried votes, and the record that it leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from mirrorball.box.ballot import When
from mirrorball.box.tally import count
from mirrorball.core.books import BOOKS
from mirrorball.core.channel import Channel
from mirrorball.core.commands import CloseVote, Command, OpenVote, SealTally
from mirrorball.core.refusals import Refusal
from mirrorball.core.result_commands import ConfirmResult, Crown, PlanReveal, RevealNext, SealResult
from mirrorball.core.reveals import RevealOrder
from mirrorball.core.season import Couple, RecordedVotes, Routine, Season, Week
from mirrorball.core.show import open_night
from mirrorball.floor.ballot_rules import rules
from mirrorball.floor.floor import Floor
from mirrorball.floor.rehearsal import marked
from mirrorball.proof.plain import plain_finding
from mirrorball.proof.record import BOX, Record, make_room, with_carried, write
from tests.box.boxes import CLOSES, OPENS, Row, Writing

FINAL = 2
PANEL = ("Ida", "Jo")
PRODUCER, SCRUTINEER = "producer Pat", "scrutineer Sue"
WEB = Channel("web", 10)
MARKS = {"Ada": (9, 9), "Bo": (8, 8), "Cy": (10, 5)}
CARRIED = {"Ada": 10, "Bo": 30, "Cy": 20}


def ballot(nth: int, at: int, ada: int, bo: int, cy: int) -> Row:
    """A ballot of a voter of its own, ``at`` milliseconds after the opening."""
    return Row(nth.to_bytes(16, "big"), nth.to_bytes(8, "big"), OPENS + at, 0, (ada, bo, cy))


IN_TIME = (
    ballot(1, 1, 5, 10, 0),
    ballot(2, 2, 0, 10, 0),
    ballot(3, 3, 0, 0, 12),  # two over the limit
    ballot(4, 4, 1, 0, 0),
    ballot(4, 4, 1, 0, 0),  # sent twice
)  # Ada 6, Bo 20, Cy 10
LATE = (ballot(5, CLOSES - OPENS + 2000, 9, 0, 0),)


@dataclass(frozen=True, slots=True)
class Night:
    """A night that was played: the record of it, and what lies in its box."""

    record: Record
    in_time: tuple[Row, ...]
    late: tuple[Row, ...]


def a_season() -> Season:
    return Season(
        title="A small season",
        trophy="The small trophy",
        judges=PANEL,
        channels=(WEB,),
        couples=tuple(Couple(star=star, pro="") for star in MARKS),
        weeks=(
            Week(number=1, panel=PANEL, book=BOOKS["us-3-16"], leave=0),
            Week(number=FINAL, panel=PANEL, book=BOOKS["us-3-16"], final=True, carry=1),
        ),
        routines=tuple(
            Routine(week=week, star=star, round="waltz", marks=dict(zip(PANEL, map(Fraction, marks), strict=True)))
            for week in (1, FINAL)
            for star, marks in MARKS.items()
        ),
    )


def played(in_time: Sequence[Row] = IN_TIME, late: Sequence[Row] = LATE) -> Night:
    """The final, from the first call to the crown."""
    season = a_season()
    carried = tuple(RecordedVotes(week=1, star=star, channel="web", votes=n) for star, n in CARRIED.items())
    floor = Floor(open_night(with_carried(season, carried), FINAL))
    tonight = rules(floor.show, "a night")
    found = [row.value(tonight, When.IN_TIME) for row in in_time] + [row.value(tonight, When.LATE) for row in late]
    tally = count(found, season.channels).tally(season.field(FINAL), season.channels)
    plan = PlanReveal(RevealOrder.SUSPENSE, PRODUCER)
    vote: list[Command] = [plan, OpenVote(), CloseVote(), SealTally(tally)]
    for command in (*marked(season, FINAL), *vote):
        done(floor, command)
    second = plain_finding(floor.show)
    fixed: list[Command] = [ConfirmResult(second, PRODUCER), SealResult(second, "5a17", SCRUTINEER)]
    for command in (*fixed, *(RevealNext(nth) for nth, _ in enumerate(MARKS, 1)), Crown()):
        done(floor, command)
    return Night(Record(floor.entries, carried), tuple(in_time), tuple(late))


def done(floor: Floor, command: Command) -> None:
    """Ask for a step that has to be carried out."""
    answer = floor.ask(command)
    assert not isinstance(answer, Refusal), answer


def lay(folder: Path, night: Night, for_people: Mapping[str, str] | None = None) -> None:
    """The record of a night in a folder, with its box."""
    make_room(folder)
    fill(folder, night.in_time, night.late)
    write(folder, night.record, for_people or {})


def fill(folder: Path, in_time: Sequence[Row], late: Sequence[Row], closes: int = CLOSES) -> None:
    """Write the box of a record anew."""
    tonight = rules(open_night(a_season(), FINAL), "a night")
    box = Writing().open(tonight).ballots(in_time).close(closes)
    (box.ballots(late) if late else box).save(folder / BOX)
