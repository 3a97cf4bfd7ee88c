"""The vote: what signing, opening, extending, closing and sealing its count come to."""

from __future__ import annotations

from mirrorball.core.commands import ExtendVote, OpenVote, SealTally, SignReach
from mirrorball.core.events import (
    Event,
    ReachSigned,
    TallySealed,
    VoteClosed,
    VoteExtended,
    VoteOpened,
)
from mirrorball.core.night_refusals import (
    NothingToSign,
    NotLater,
    OnHold,
    ReasonMissing,
    TroubleOpen,
    VoteCannotMatter,
)
from mirrorball.core.refusals import (
    AlreadySealed,
    Refusal,
    UnknownCouples,
    VoteState,
)
from mirrorball.core.show import Show, Vote
from mirrorball.core.stuck import settled

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
    if show.sealed is not None:
        return AlreadySealed("result")
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
