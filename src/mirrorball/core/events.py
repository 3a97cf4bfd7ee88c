"""What happened during a night. Events are facts: they are never changed, and a show is what they add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from mirrorball.core.ties import Place
from mirrorball.core.votes import Tally


@dataclass(frozen=True, slots=True)
class RoutineCalled:
    """A couple has the floor."""

    round: str
    star: str


@dataclass(frozen=True, slots=True)
class MarkGiven:
    """A judge marked a routine, in points."""

    judge: str
    round: str
    star: str
    mark: Fraction


@dataclass(frozen=True, slots=True)
class MarksLocked:
    """The sheet of a routine is settled, with this total."""

    round: str
    star: str
    total: Fraction


@dataclass(frozen=True, slots=True)
class VoteOpened:
    """The window opened for these couples."""

    stars: tuple[str, ...]


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


Event = (
    RoutineCalled
    | MarkGiven
    | MarksLocked
    | VoteOpened
    | VoteClosed
    | TallySealed
    | SaveNamed
    | ResultSealed
    | PlaceRevealed
    | ChampionsCrowned
)
