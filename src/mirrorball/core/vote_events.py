"""What happened in the vote and with the result: the second half of ``events``, which knows them all by one name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mirrorball.core.reveals import Decision, Finding, RevealOrder, RevealStep, StepKind
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
class RevealPlanned:
    """How the outcome is to be told was fixed, before anybody knew it."""

    order: RevealOrder
    by: str
    stars: tuple[str, ...] = ()
    seed: str = ""


@dataclass(frozen=True, slots=True)
class HandSheetTyped:
    """Somebody typed the standing as it was worked out by hand; couples that tie have the same number."""

    places: Mapping[str, int]
    by: str


@dataclass(frozen=True, slots=True)
class HandSheetDropped:
    """The typed hand sheet does not count any more."""

    by: str


@dataclass(frozen=True, slots=True)
class DecisionProposed:
    """Somebody asked for what no rule decides."""

    decision: Decision
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class DecisionAgreed:
    """Two people decided what no rule decides."""

    decision: Decision
    reason: str
    proposed_by: str
    agreed_by: str


@dataclass(frozen=True, slots=True)
class DecisionDropped:
    """What was proposed was dropped."""

    decision: Decision
    by: str


@dataclass(frozen=True, slots=True)
class ResultConfirmed:
    """A first person stood up for what both paths came to."""

    found: Finding
    by: str


@dataclass(frozen=True, slots=True)
class ResultSealed:
    """The result is fixed: couples from best to worst, the places that the night settles, who leaves, and the steps.

    ``found`` is what both paths came to, ``digest`` the hash of its text with ``salt``. Where ``found.between`` names
    two couples, the judges choose between them after the step that says so, and the last steps follow from that.
    """

    order: tuple[str, ...]
    places: Mapping[str, Place]
    out: tuple[str, ...]
    steps: tuple[RevealStep, ...]
    found: Finding
    salt: str
    digest: str
    confirmed_by: str
    by: str


@dataclass(frozen=True, slots=True)
class StepRevealed:
    """A step was told: to these couples, this."""

    step: int
    kind: StepKind
    stars: tuple[str, ...]
    place: Place | None


@dataclass(frozen=True, slots=True)
class StepTakenBack:
    """The step that was told last counts as not told."""

    step: int


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
    | RevealPlanned
    | TallySealed
    | HandSheetTyped
    | HandSheetDropped
    | DecisionProposed
    | DecisionAgreed
    | DecisionDropped
    | ResultConfirmed
    | ResultSealed
    | StepRevealed
    | StepTakenBack
    | SaveNamed
    | ChampionsCrowned
)
