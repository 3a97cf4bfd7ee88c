"""A small final on a floor, with ballots and carried votes, and the record that it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from mirrorball.box.ballot import Ballot, Window
from mirrorball.box.tally import count
from mirrorball.core.books import BOOKS
from mirrorball.core.channel import Channel
from mirrorball.core.commands import CloseVote, Command, Crown, OpenVote, RevealNext, SealResult, SealTally
from mirrorball.core.refusals import Refusal
from mirrorball.core.season import Couple, RecordedVotes, Routine, Season, Week
from mirrorball.core.show import open_night
from mirrorball.floor.floor import Floor
from mirrorball.floor.rehearsal import marked
from mirrorball.proof.record import Record, with_carried

FINAL = 2
PANEL = ("Ida", "Jo")
WEB = Channel("web", 10)
WINDOW = Window(closes_at=1000)
MARKS = {"Ada": (9, 9), "Bo": (8, 8), "Cy": (10, 5)}
CARRIED = {"Ada": 10, "Bo": 30, "Cy": 20}
BALLOTS = (
    Ballot(1, "b1", "v1", "web", (("Ada", 5), ("Bo", 10))),
    Ballot(2, "b2", "v2", "web", (("Bo", 10),)),
    Ballot(3, "b3", "v3", "web", (("Cy", 12),)),  # two over the limit
    Ballot(4, "b4", "v4", "web", (("Ada", 1),)),
    Ballot(4, "b4", "v4", "web", (("Ada", 1),)),  # sent twice
    Ballot(2000, "b5", "v5", "web", (("Ada", 9),)),  # late
)  # Ada 6, Bo 20, Cy 10


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


def played(ballots: Sequence[Ballot] = BALLOTS) -> Record:
    """The record of the final, from the first call to the crown."""
    season = a_season()
    carried = tuple(RecordedVotes(week=1, star=star, channel="web", votes=n) for star, n in CARRIED.items())
    floor = Floor(open_night(with_carried(season, carried), FINAL))
    tally = count(ballots, season.field(FINAL), season.channels, WINDOW)
    vote: list[Command] = [OpenVote(), CloseVote(), SealTally(tally), SealResult()]
    for command in (*marked(season, FINAL), *vote, *(RevealNext() for _ in MARKS), Crown()):
        answer = floor.ask(command)
        assert not isinstance(answer, Refusal), answer
    return Record(floor.entries, tuple(ballots), WINDOW, carried)
