"""The vote and the result: what opening, closing, sealing, revealing and crowning come to."""

from __future__ import annotations

from mirrorball.core.book import Combine
from mirrorball.core.commands import ExtendVote, NameSave, OpenVote, SealTally, SignReach
from mirrorball.core.events import (
    ChampionsCrowned,
    Event,
    PlaceRevealed,
    ReachSigned,
    ResultSealed,
    SaveNamed,
    TallySealed,
    VoteClosed,
    VoteExtended,
    VoteOpened,
)
from mirrorball.core.night_refusals import (
    CorrectionWaits,
    NothingToSign,
    NotLater,
    OnHold,
    ReasonMissing,
    TroubleOpen,
    VoteCannotMatter,
)
from mirrorball.core.outcome import Awaits, rules_of
from mirrorball.core.refusals import (
    AllRevealed,
    AlreadySealed,
    AlreadySpoken,
    NoChampions,
    NoChoice,
    NotDecided,
    NothingDecides,
    NotOnPanel,
    NotRevealed,
    NotSealed,
    PointsUnknown,
    Refusal,
    SheetsOpen,
    UnknownCouples,
    VoteState,
    VotesUnknown,
)
from mirrorball.core.show import Show, Vote, points_unknown, result_of
from mirrorball.core.stuck import settled
from mirrorball.core.votes import week_without_votes

Answer = list[Event] | Refusal


def sign_reach(show: Show, command: SignReach) -> Answer:
    """The scrutineer knows for whom the vote cannot matter, and lets it open."""
    if show.vote is not Vote.NOT_OPEN:
        return VoteState(Vote.NOT_OPEN.value, show.vote.value)
    stars = settled(show)
    if not stars:
        return NothingToSign()
    return (
        [ReachSigned(stars, command.reason.strip(), command.by)]
        if command.reason.strip()
        else ReasonMissing("a reason")
    )


def open_vote(show: Show, command: OpenVote) -> Answer:
    """Open the window, unless a vote in it could not matter and nobody has signed that (10.8)."""
    if show.held is not None:
        return OnHold(show.held)
    if show.vote is not Vote.NOT_OPEN:
        return VoteState(Vote.NOT_OPEN.value, show.vote.value)
    if show.open_troubles:
        return TroubleOpen(show.open_troubles[0].by, show.open_troubles[0].text)
    stars = settled(show)
    if stars and stars != show.reach_signed:
        return VoteCannotMatter(stars)
    return [VoteOpened(show.season.field(show.number), command.closes_at)]


def extend_vote(show: Show, command: ExtendVote) -> Answer:
    """Let the open window close later, never earlier; a held night may need just that."""
    if show.vote is not Vote.OPEN:
        return VoteState(Vote.OPEN.value, show.vote.value)
    if not command.reason.strip():
        return ReasonMissing("a reason")
    if show.closes_at is not None and command.closes_at <= show.closes_at:
        return NotLater()
    return [VoteExtended(command.closes_at, command.reason.strip(), command.by)]


def close_vote(show: Show) -> Answer:
    """Close the window; a held night does not keep it open."""
    if show.vote is not Vote.OPEN:
        return VoteState(Vote.OPEN.value, show.vote.value)
    return [VoteClosed()]


def seal_tally(show: Show, command: SealTally) -> Answer:
    """Fix the count of the closed window."""
    if show.vote is not Vote.CLOSED:
        return VoteState(Vote.CLOSED.value, show.vote.value)
    if show.tally is not None:
        return AlreadySealed("tally")
    strangers = tuple(star for star in command.tally.counted if star not in show.season.field(show.number))
    return UnknownCouples(strangers) if strangers else [TallySealed(command.tally)]


def name_save(show: Show, command: NameSave) -> Answer:
    """A judge saves one of the two couples between whom the judges choose."""
    if show.seat_of(command.judge) is None:
        return NotOnPanel(command.judge, tuple(map(show.sitting, show.week.panel)))
    if show.sealed is not None:
        return AlreadySealed("result")
    if command.star not in _pair(show):
        return NoChoice(command.star)
    spoken = next((s for s in show.season.saves if (s.week, s.judge) == (show.number, command.judge)), None)
    if spoken is not None:
        return AlreadySpoken(command.judge, spoken.star)
    return [SaveNamed(command.judge, command.star)]


def _pair(show: Show) -> tuple[str, ...]:
    """The two couples between whom the judges choose; none if they have no choice tonight."""
    result = result_of(show.season, show.number)
    if result is None:
        return ()
    if result.save is not None:
        return result.save.saved, result.save.lost
    return result.between if result.awaits is Awaits.JUDGES else ()


def seal_result(show: Show) -> Answer:
    """Join marks and votes by the book, once."""
    if show.sealed is not None:
        return AlreadySealed("result")
    if show.open_troubles:
        return TroubleOpen(show.open_troubles[0].by, show.open_troubles[0].text)
    still_open = [r.star for r in show.due if show.week.panel and (r.round, r.star) not in show.locked]
    if still_open:
        return SheetsOpen(tuple(dict.fromkeys(still_open)))
    if show.asked:
        judge, _, star = next(iter(show.asked))
        return CorrectionWaits(judge, star)
    if show.tally is None and rules_of(show.week).combine is not Combine.MARKS:
        return NotSealed("tally")
    unknown = points_unknown(show)
    if unknown:
        return PointsUnknown(unknown)
    result = result_of(show.season, show.number)
    if result is None:  # tonight's tally is sealed, so what is missing was voted in a week that tonight takes over
        unknown_week = week_without_votes(show.season, rules_of(show.week), show.number)
        return VotesUnknown(unknown_week) if unknown_week else NothingDecides(show.number)
    if result.awaits is not Awaits.NOTHING:
        return NotDecided(result.awaits.value, result.between)
    return [ResultSealed(result.standing.stars, result.places, result.out)]


def reveal_next(show: Show) -> Answer:
    """Tell the next place."""
    if show.held is not None:
        return OnHold(show.held)
    if show.sealed is None:
        return NotSealed("result")
    if not show.to_reveal:
        return AllRevealed()
    star = show.to_reveal[0]
    return [PlaceRevealed(star, show.sealed.places[star])]


def crown(show: Show) -> Answer:
    """Hand the trophy to the champions."""
    if show.held is not None:
        return OnHold(show.held)
    if show.sealed is None:
        return NotSealed("result")
    first = tuple(star for star, place in show.sealed.places.items() if place.first == 1)
    if not first:
        return NoChampions()
    if show.to_reveal:
        return NotRevealed(len(show.to_reveal))
    if show.champions:
        return AlreadySealed("coronation")
    return [ChampionsCrowned(first, show.season.trophy)]
