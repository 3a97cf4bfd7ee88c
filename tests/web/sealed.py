"""Nights whose result is sealed and not told: what pages and people of the reveal begin with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from mirrorball.core.book import Combine
from mirrorball.core.commands import CloseVote, Command, OpenVote, SealTally, SignReach, Take
from mirrorball.core.outcome import rules_of
from mirrorball.core.result_commands import ConfirmResult, PlanReveal, SealResult
from mirrorball.core.reveals import VOID, Finding, RevealOrder
from mirrorball.core.sealing import found_tonight
from mirrorball.core.season import RecordedVotes, Season, SegmentKind
from mirrorball.core.show import Show, open_night
from mirrorball.core.stuck import settled
from mirrorball.core.votes import Tally
from mirrorball.floor.floor import Floor
from mirrorball.floor.rehearsal import marked
from mirrorball.log.memory import MemoryLog

SALT = "5a" * 16
FINALISTS = {  # of season 32: these votes lead to the places as they were
    "Xochitl Gomez": 5_000_000,
    "Jason Mraz": 4_000_000,
    "Alyson Hannigan": 3_000_000,
    "Charity Lawson": 2_000_000,
    "Ariana Madix": 1_000_000,
}


def sealed_floor(  # noqa: PLR0913  # what a sealed night depends on
    season: Season,
    number: int,
    votes: Mapping[str, int],
    *,
    order: RevealOrder = RevealOrder.BOOK,
    stars: tuple[str, ...] = (),
    before: Iterable[Command] = (),
    log: MemoryLog | None = None,
) -> Floor:
    """A night of a folder's season as it was marked, with these votes, up to the seal. ``before`` comes before it."""
    floor = Floor(open_night(with_votes(season, number, votes), number), log=log)
    play(floor, PlanReveal(order, "Producer", stars, "seed" if order is RevealOrder.NO_ORDER else ""))
    play(floor, *marked(season, number))
    if settled(floor.show):
        play(floor, SignReach("A test.", "Scrutineer"))
    take(floor, SegmentKind.VOTE)
    channel = season.channels[0].name if season.channels else "web"
    play(floor, OpenVote(), CloseVote(), SealTally(Tally({star: {channel: cast} for star, cast in votes.items()})))
    take(floor, SegmentKind.RESULTS)
    play(floor, *before)
    seal(floor)
    take(floor, SegmentKind.REVEAL)
    return floor


def take(floor: Floor, kind: SegmentKind) -> None:
    """Go on to the segment of this kind, if the rundown has one."""
    number = next((segment.number for segment in floor.show.rundown if segment.kind is kind), None)
    if number is not None:
        play(floor, Take(number))


def seal(floor: Floor) -> None:
    """Two people confirm and seal what both paths come to."""
    play(floor, ConfirmResult(found(floor.show), "Producer"))
    play(floor, SealResult(found(floor.show), SALT, "Scrutineer"))


def found(show: Show) -> Finding:
    """What the night comes to."""
    finding = found_tonight(show)
    return finding if isinstance(finding, Finding) else VOID


def play(floor: Floor, *commands: Command) -> None:
    """All of these have to be carried out."""
    for command in commands:
        answer = floor.ask(command)
        assert isinstance(answer, list), answer.sentence


def with_votes(season: Season, number: int, votes: Mapping[str, int]) -> Season:
    """The season with votes in the weeks that this one takes over."""
    book, week = rules_of(season.week(number)), season.week(number)
    if book.combine is Combine.MARKS or week.carry is None:
        return season
    rows = tuple(RecordedVotes(week=week.carry, star=star, channel="online", votes=n) for star, n in votes.items())
    return replace(season, votes=(*season.votes, *rows))
