"""The finale as a rehearsal, without a word on screen: the marks, the drawn vote, the seal, the reveal, the crown.

``demo`` tells it; tests play it without a terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from mirrorball.box.tally import count
from mirrorball.box.voters import Voters
from mirrorball.core.combine import standing
from mirrorball.core.commands import Command
from mirrorball.core.marks import nights, points
from mirrorball.core.outcome import rules_of
from mirrorball.core.refusals import Refusal
from mirrorball.core.result_commands import ConfirmResult, Crown, PlanReveal, RevealNext, SealResult
from mirrorball.core.reveals import VOID, Finding, RevealOrder
from mirrorball.core.season import RecordedVotes, Season
from mirrorball.core.show import Show, open_night
from mirrorball.core.ties import Place
from mirrorball.core.votes import Tally
from mirrorball.floor.ballot_rules import USUAL_CHANNELS
from mirrorball.floor.floor import Floor, Tell
from mirrorball.floor.rehearsal import marked
from mirrorball.lab.crowd import Cast, NoSuchVotes, as_ballots, carried_votes, cast, draw_shares
from mirrorball.log.port import Log
from mirrorball.proof.plain import NotPlain, plain_finding
from mirrorball.proof.record import Record, with_carried

CARRIED = 1_000_000  # votes of the week that is carried over
SIGNED = "A rehearsal: the recorded night was voted on as it stood."
PRODUCER, SCRUTINEER = "rehearsing producer", "rehearsing scrutineer"  # two people stand behind a result
SALT_BYTES = 16
COUNTS = 5  # draws that are counted before giving up; one is nearly always enough

Watch = Callable[[Iterable[Cast]], Iterable[Cast]]


@dataclass(frozen=True, slots=True)
class Audience:
    """A drawn audience: what it sends tonight, the tally that this comes to, and the votes carried into the night."""

    sent: tuple[Cast, ...]
    tally: Tally
    carried: tuple[RecordedVotes, ...]


class Refused(Exception):
    """The floor refused a step of the rehearsal: the folder's record of the night cannot be played."""


def play_marks(floor: Floor, season: Season) -> None:
    """Every routine is called, marked as recorded, and locked."""
    for command in marked(season, floor.show.number):
        ask(floor, command)


def ask(floor: Floor, command: Command) -> None:
    """Ask for one step; raises ``Refused`` with the refusal's sentence if it is not carried out."""
    answer = floor.ask(command, f"rehearsal-{floor.head + 1}", "rehearsal")
    if isinstance(answer, Refusal):
        raise Refused(answer.sentence)


def audience(  # noqa: PLR0913  # what an audience is drawn by
    season: Season, number: int, seed: int, *, free: bool, watch: Watch, ballots: int
) -> Audience:
    """A drawn audience whose votes lead to the recorded places, or to any places without a tie if ``free``.

    Raises ``NoSuchVotes`` if none is found, and ``Refused`` if the points of the night are not known.
    """
    rng = Random(seed)  # noqa: S311  # a rehearsal has to be repeatable, not unguessable
    stars, channels, nobody = season.field(number), season.channels or USUAL_CHANNELS, Voters(b"")
    wanted = None if free else {star: result.place for star in season.field(number) if (result := season.result(star))}
    for _ in range(COUNTS):
        shares = draw_shares(rng, stars, lambda drawn: _fits(season, number, drawn, wanted))
        sent = tuple(watch(cast(rng, shares, channels, ballots)))
        carried = _carried(season, number, shares)
        tally = count(as_ballots(sent, channels, nobody), channels).tally(stars, channels)
        votes = {star: n + sum(c.votes for c in carried if c.star == star) for star, n in tally.votes.items()}
        if _fits(season, number, votes, wanted):
            return Audience(sent, tally, carried)
    message = "The counted ballots did not keep the drawn result. Try another --seed."
    raise NoSuchVotes(message)


def night(season: Season, number: int, drawn: Audience, tell: Tell | None = None, log: Log | None = None) -> Floor:
    """The floor of a night before its first step, with the carried votes in place."""
    return Floor(open_night(with_carried(season, drawn.carried), number), tell, log)


def planned(draw: Callable[[int], bytes]) -> PlanReveal:
    """How a rehearsed outcome is told: who is safe in an order that nobody chose, and places from the last up."""
    return PlanReveal(RevealOrder.NO_ORDER, PRODUCER, seed=draw(SALT_BYTES).hex())


def sealing(show: Show, draw: Callable[[int], bytes]) -> ConfirmResult | SealResult:
    """What comes next until a result is sealed: one person confirms what both paths come to, and another seals it."""
    if show.confirmed is None:
        return ConfirmResult(second_path(show), PRODUCER)
    return SealResult(second_path(show), draw(SALT_BYTES).hex(), SCRUTINEER)


def second_path(show: Show) -> Finding:
    """What the second path makes of a night; nothing while something is missing, which the rules then say."""
    try:
        return plain_finding(show)
    except NotPlain:
        return VOID


def play_reveal(floor: Floor) -> None:
    """Every place is told, from the last to the first, and the champions are crowned."""
    while floor.show.to_reveal:
        ask(floor, RevealNext(len(floor.show.revealed) + 1))
    ask(floor, Crown())


def record_of(floor: Floor, drawn: Audience) -> Record:
    """What the night leaves behind, besides its box."""
    return Record(floor.entries, drawn.carried)


def _fits(season: Season, number: int, votes: dict[str, int], wanted: dict[str, Place | None] | None) -> bool:
    """Whether these votes lead to the wanted places, or to places without a tie if none are wanted."""
    book = rules_of(season.week(number))
    given = points(nights(season, book, number))
    if given is None:
        message = f"The points of week {number} are not known. Fill in the marks, or a stated total."
        raise Refused(message)
    rows = standing(book, given, votes).rows
    if wanted is None:
        return not any(row.place.shared for row in rows)
    return all(wanted.get(row.star) == row.place for row in rows)


def _carried(season: Season, number: int, shares: dict[str, int]) -> tuple[RecordedVotes, ...]:
    """Votes of the week that is carried into this one, by the same liking; none if no week is carried."""
    earlier = season.week(number).carry
    if earlier is None:
        return ()
    channel = (season.channels or USUAL_CHANNELS)[0].name
    votes = carried_votes(shares, CARRIED)
    return tuple(RecordedVotes(week=earlier, star=star, channel=channel, votes=n) for star, n in votes.items())
