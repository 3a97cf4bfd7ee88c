"""Where the result stands, as the desk reads it: what the room has heard; of the rest, only whether a step follows."""

from __future__ import annotations

from mirrorball.core.people import Role
from mirrorball.core.reveals import Decision
from mirrorball.core.sealing import why_not
from mirrorball.core.show import Show, Vote
from mirrorball.floor.host_card import step_said
from mirrorball.floor.screens import ChoiceShown, ProposedLine, ResultShown, SaveLine
from mirrorball.floor.shown import couple_name

ROLES = frozenset(role.value for role in Role)


def result_shown(show: Show) -> ResultShown:
    """The result at the desk. Nothing in it depends on what is sealed and not told."""
    season, sealed, told = show.season, show.sealed, show.told
    # Whoever reads this has heard every step, so that there are champions is told with the last of them.
    first = sealed is not None and told and any(place.first == 1 for place in sealed.places.values())
    return ResultShown(
        state=_state(show),
        confirmed_by=holder_of(show.confirmed.by) if show.confirmed else "",
        sealed_by=holder_of(sealed.by) if sealed else "",
        digest=sealed.digest if sealed else "",
        step=len(show.revealed),
        told=tuple(step_said(season, step) for step in show.revealed),
        follows=bool(show.to_reveal),
        choosing=tuple(ChoiceShown(star=star, couple=couple_name(season, star)) for star in show.choosing),
        saves=tuple(
            SaveLine(judge=save.judge, couple=couple_name(season, save.star))
            for save in season.saves
            if save.week == show.number
        ),
        may_crown=first and not show.champions,
        champions=tuple(couple_name(season, star) for star in show.champions),
        proposed=tuple(
            ProposedLine(decision=decision.value, reason=asked.reason, by=asked.by)
            for decision, asked in show.proposed.items()
        ),
        decisions=tuple(decision.value for decision in decisions(show)),
        reopened=show.reopened,
    )


def _state(show: Show) -> str:
    if show.sealed is None:
        if show.confirmed is not None:
            return "confirmed"
        return "open" if _due(show) else "early"
    if show.champions:
        return "crowned"
    if show.choosing:
        return "choosing"
    if show.told:
        return "told"
    return "telling" if show.revealed else "sealed"


def _due(show: Show) -> bool:
    """Whether the night has come so far that the result is what comes next."""
    if show.reopened or show.vote is Vote.CLOSED:
        return True
    return not show.counts_votes and bool(show.due) and not show.unlocked


def decisions(show: Show) -> tuple[Decision, ...]:
    """What two people can decide now, as far as it does not wait already."""
    return tuple(one for one in Decision if one not in show.proposed and why_not(show, one) is None)


def holder_of(by: str) -> str:
    """Who somebody is, without the role that stands before the name in the log."""
    role, _, holder = by.partition(" ")
    return holder if role in ROLES and holder else by
