"""What people ask for around the result: the third part of ``commands``, which knows them all by one name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mirrorball.core.reveals import Decision, Finding, RevealOrder


@dataclass(frozen=True, slots=True)
class PlanReveal:
    """How the outcome is to be told, while nobody knows it. ``seed`` is drawn by the edge where none is sent."""

    order: RevealOrder
    by: str
    stars: tuple[str, ...] = ()
    seed: str = ""


@dataclass(frozen=True, slots=True)
class TypeHandSheet:
    """The standing as somebody worked it out by hand: each couple's place, couples that tie with the same number."""

    places: Mapping[str, int]
    by: str


@dataclass(frozen=True, slots=True)
class DropHandSheet:
    """The typed hand sheet does not count any more."""

    by: str


@dataclass(frozen=True, slots=True)
class ProposeDecision:
    """Somebody asks for what no rule decides, and says why. It needs a second person."""

    decision: Decision
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class AgreeDecision:
    """A second person agrees, and it is so."""

    decision: Decision
    by: str


@dataclass(frozen=True, slots=True)
class DropDecision:
    """What was proposed is dropped."""

    decision: Decision
    by: str


@dataclass(frozen=True, slots=True)
class ConfirmResult:
    """A first person stands up for the result. ``second`` is what the second path came to; the edge works it out."""

    second: Finding
    by: str


@dataclass(frozen=True, slots=True)
class SealResult:
    """A second person confirms, and the result is fixed. ``salt`` keeps its hash from being guessed."""

    second: Finding
    salt: str
    by: str


@dataclass(frozen=True, slots=True)
class RevealNext:
    """The next step is told. ``step`` is its number from 1, so that two who press at once tell one step."""

    step: int


@dataclass(frozen=True, slots=True)
class TakeBack:
    """The step that was told last counts as not told, on every screen."""

    step: int


@dataclass(frozen=True, slots=True)
class Crown:
    """The trophy is handed to the champions."""


ResultCommand = (
    PlanReveal
    | TypeHandSheet
    | DropHandSheet
    | ProposeDecision
    | AgreeDecision
    | DropDecision
    | ConfirmResult
    | SealResult
    | RevealNext
    | TakeBack
    | Crown
)
