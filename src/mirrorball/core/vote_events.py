"""What happened in the vote and with the result: the second half of ``events``, which knows them all by one name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mirrorball.core.ties import Place
from mirrorball.core.votes import Tally


@dataclass(frozen=True, slots=True)
class ReachSigned:
    """The scrutineer knows that the vote cannot matter for these couples, and lets it open."""

    stars: tuple[str, ...]
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class VoteOpened:
    """The window opened for these couples.

    ``closes_at`` is when it is planned to close, in milliseconds since 1970; None where somebody closes it by hand.
    """

    stars: tuple[str, ...]
    closes_at: int | None = None


@dataclass(frozen=True, slots=True)
class VoteExtended:
    """The window closes at another, later time, in milliseconds since 1970."""

    closes_at: int
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class VoteClosed:
    """The window closed."""


@dataclass(frozen=True, slots=True)
class TallySealed:
    """The count is fixed."""

    tally: Tally


@dataclass(frozen=True, slots=True)
class SaveNamed:
    """A judge named the couple to save."""

    judge: str
    star: str


@dataclass(frozen=True, slots=True)
class ResultSealed:
    """The result is fixed: couples from best to worst, the places that the night settles, and who leaves."""

    order: tuple[str, ...]
    places: Mapping[str, Place]
    out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceRevealed:
    """A couple was told its place."""

    star: str
    place: Place


@dataclass(frozen=True, slots=True)
class ChampionsCrowned:
    """The champions hold the trophy."""

    stars: tuple[str, ...]
    trophy: str


VoteEvent = (
    ReachSigned
    | VoteOpened
    | VoteExtended
    | VoteClosed
    | TallySealed
    | SaveNamed
    | ResultSealed
    | PlaceRevealed
    | ChampionsCrowned
)
