"""Why a command around the result did not happen. None of them says what the result is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mirrorball.core.refusals import Refusal


@dataclass(frozen=True, slots=True)
class AlreadyKnown(Refusal):
    """Somebody may know the result."""

    says: ClassVar[str] = (
        "The count is sealed or the result is confirmed, so the order of telling stays. Plan it before that."
    )


@dataclass(frozen=True, slots=True)
class SeedMissing(Refusal):
    """Nothing to draw an order from."""

    says: ClassVar[str] = "An order that nobody chose needs a seed. Send one, or leave it out and one is drawn."


@dataclass(frozen=True, slots=True)
class PickedTwice(Refusal):
    """The list of a producer is no list of tonight's couples."""

    says: ClassVar[str] = "{stars}: name each couple of tonight once at most, and no other."
    stars: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownOnHandSheet(Refusal):
    """The hand sheet holds somebody who does not dance."""

    says: ClassVar[str] = "{stars} cannot be placed tonight. Take these names from the hand sheet."
    stars: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotOnHandSheet(Refusal):
    """The hand sheet is not whole."""

    says: ClassVar[str] = "The hand sheet has no place for {stars}. Give every couple its place."
    stars: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoHandSheet(Refusal):
    """There is none to drop."""

    says: ClassVar[str] = "No hand sheet was typed. There is nothing to drop."


@dataclass(frozen=True, slots=True)
class HandSheetDiffers(Refusal):
    """The hand sheet comes to something else."""

    says: ClassVar[str] = (
        "The hand sheet comes to another result than the marks and votes. "
        "The scrutineer sees both on the result page: mend the sheet, or the marks."
    )


@dataclass(frozen=True, slots=True)
class PathsDisagree(Refusal):
    """The two paths come to different results."""

    says: ClassVar[str] = (
        "The result was worked out twice, and the two do not agree. "
        "Do not read it out; the scrutineer sees both on the result page."
    )


@dataclass(frozen=True, slots=True)
class NotConfirmed(Refusal):
    """The first of two people is missing."""

    says: ClassVar[str] = "Nobody has confirmed the result yet. One person confirms it, and another seals it."


@dataclass(frozen=True, slots=True)
class ConfirmedOther(Refusal):
    """Something has changed since."""

    says: ClassVar[str] = "The result is not the one that was confirmed. Confirm it again."


@dataclass(frozen=True, slots=True)
class WaitsForSecond(Refusal):
    """A proposal is open."""

    says: ClassVar[str] = "It was proposed that {decision}. A second person agrees to that or drops it first."
    decision: str


@dataclass(frozen=True, slots=True)
class NotProposed(Refusal):
    """Nobody has proposed it."""

    says: ClassVar[str] = "Nobody has proposed that {decision}. Propose it first, with a reason."
    decision: str


@dataclass(frozen=True, slots=True)
class AlreadyDecided(Refusal):
    """It is so already."""

    says: ClassVar[str] = "It is decided already that {decision}."
    decision: str


@dataclass(frozen=True, slots=True)
class NobodyToKeep(Refusal):
    """A final has no elimination."""

    says: ClassVar[str] = "Nobody is to leave in a final. Every couple gets its place."


@dataclass(frozen=True, slots=True)
class AlreadyTold(Refusal):
    """Somebody pressed before."""

    says: ClassVar[str] = "Step {step} was told already. Look at the screen before you go on."
    step: int


@dataclass(frozen=True, slots=True)
class NotNextStep(Refusal):
    """Another step comes next."""

    says: ClassVar[str] = "Step {step} does not come next; step {next} does."
    step: int
    next: int


@dataclass(frozen=True, slots=True)
class NotLastStep(Refusal):
    """Only the last step can be taken back."""

    says: ClassVar[str] = "Step {step} is not the one that was told last. Take back the last one first."
    step: int


@dataclass(frozen=True, slots=True)
class ChoiceOpen(Refusal):
    """The judges have not chosen."""

    says: ClassVar[str] = "The judges choose now. The next step follows once their choice is made."


@dataclass(frozen=True, slots=True)
class TrophyHanded(Refusal):
    """The champions have the trophy."""

    says: ClassVar[str] = "The champions are crowned. Reopen the result by two people to take that back."
