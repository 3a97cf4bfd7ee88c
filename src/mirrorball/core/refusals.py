"""Why a command did not happen: its facts, one sentence that names them, and what to do next. It changed nothing."""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction
from typing import ClassVar

from mirrorball.core.season import Scale


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that was not carried out. ``says`` is its sentence, with the names of its facts in braces."""

    says: ClassVar[str]

    @property
    def sentence(self) -> str:
        """What was wrong and what to do next."""
        facts = {fact.name: getattr(self, fact.name) for fact in fields(self)}
        return self.says.format(**{name: _listed(fact) for name, fact in facts.items()})


def _listed(fact: object) -> object:
    """Several names as a person lists them; anything else as it is."""
    if not isinstance(fact, tuple):
        return fact
    *most, last = fact or ("nobody",)
    return f"{', '.join(most)} and {last}" if most else last


@dataclass(frozen=True, slots=True)
class NoSuchRoutine(Refusal):
    """The night has no such routine."""

    says: ClassVar[str] = "{star} has no {round} tonight. Call a routine that stands in the running order."
    round: str
    star: str


@dataclass(frozen=True, slots=True)
class AlreadyCalled(Refusal):
    """The routine was called before."""

    says: ClassVar[str] = "{star}'s {round} was called already. Call the next routine."
    round: str
    star: str


@dataclass(frozen=True, slots=True)
class NotCalled(Refusal):
    """The routine has not been danced yet."""

    says: ClassVar[str] = "{star}'s {round} has not been called. Mark it once the couple has the floor."
    round: str
    star: str


@dataclass(frozen=True, slots=True)
class NotOnPanel(Refusal):
    """Somebody who does not judge this week."""

    says: ClassVar[str] = "{judge} is not on tonight's panel. It is {panel}."
    judge: str
    panel: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutOfScale(Refusal):
    """A mark that the panel does not have."""

    says: ClassVar[str] = "{mark} is no mark here. Give {scale.lowest} to {scale.highest} in steps of {scale.step}."
    mark: Fraction
    scale: Scale


@dataclass(frozen=True, slots=True)
class AlreadyMarked(Refusal):
    """The judge has marked this routine."""

    says: ClassVar[str] = "{judge} has given {star} {mark}. Ask the desk for a correction to change it."
    judge: str
    star: str
    mark: Fraction


@dataclass(frozen=True, slots=True)
class SheetLocked(Refusal):
    """The sheet is closed."""

    says: ClassVar[str] = "The marks for {star}'s {round} are locked. Judge and scrutineer correct them together."
    round: str
    star: str


@dataclass(frozen=True, slots=True)
class MarksMissing(Refusal):
    """Judges have yet to mark."""

    says: ClassVar[str] = "{judges} did not mark {star} yet. Lock the sheet when all marks are in."
    star: str
    judges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetsOpen(Refusal):
    """Routines without locked marks."""

    says: ClassVar[str] = "The marks of {stars} are not locked. Lock every sheet of the night first."
    stars: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NothingLeft(Refusal):
    """The book leaves out as many marks as there are."""

    says: ClassVar[str] = "The book leaves out {dropped} marks and {judges} judge. Name more judges, or another book."
    dropped: int
    judges: int


@dataclass(frozen=True, slots=True)
class PointsUnknown(Refusal):
    """A couple's points cannot be worked out, so no rank or share can."""

    says: ClassVar[str] = "The points of {stars} are not known. Fill in the marks, or a stated total."
    stars: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VotesUnknown(Refusal):
    """The votes of an earlier week are part of the result, and nobody knows them."""

    says: ClassVar[str] = "The votes of week {week} count tonight and are not known. Add them to votes.csv."
    week: int


@dataclass(frozen=True, slots=True)
class NothingDecides(Refusal):
    """The book lets earlier marks and votes decide, and there is no earlier week."""

    says: ClassVar[str] = "No earlier marks and votes decide week {week}. Name a book that counts the night itself."
    week: int


@dataclass(frozen=True, slots=True)
class VoteState(Refusal):
    """The window is in another state than the command needs."""

    says: ClassVar[str] = "The vote is {state}. This needs a vote that is {needed}."
    needed: str
    state: str


@dataclass(frozen=True, slots=True)
class UnknownCouples(Refusal):
    """Votes for somebody who is not in tonight."""

    says: ClassVar[str] = "The tally holds votes for {stars}, who cannot be voted for tonight. Count again."
    stars: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoChoice(Refusal):
    """The judges have nobody to choose between, or not this couple."""

    says: ClassVar[str] = (
        "{star} is not one of two couples between whom the judges choose now. Wait until these two are named."
    )
    star: str


@dataclass(frozen=True, slots=True)
class AlreadySpoken(Refusal):
    """The judge has named a couple to save."""

    says: ClassVar[str] = "{judge} has saved {star}. A judge chooses once; let the next judge speak."
    judge: str
    star: str


@dataclass(frozen=True, slots=True)
class NotDecided(Refusal):
    """The book alone does not settle the night."""

    says: ClassVar[str] = (
        "The book does not separate the couples at the line. Two people decide what becomes of the tie."
    )


@dataclass(frozen=True, slots=True)
class AlreadySealed(Refusal):
    """What is fixed stays."""

    says: ClassVar[str] = "The {what} is sealed already and does not change. Go on with the next step."
    what: str


@dataclass(frozen=True, slots=True)
class NotSealed(Refusal):
    """A step that needs something fixed before."""

    says: ClassVar[str] = "The {what} is not sealed yet. Seal it first."
    what: str


@dataclass(frozen=True, slots=True)
class AllRevealed(Refusal):
    """Nothing is left to tell."""

    says: ClassVar[str] = "Everything of the night has been told. There is nothing left to reveal."


@dataclass(frozen=True, slots=True)
class NotRevealed(Refusal):
    """Somebody still waits."""

    says: ClassVar[str] = "Not every place is told. Tell them before the trophy is handed over."


@dataclass(frozen=True, slots=True)
class NoChampions(Refusal):
    """The night is no final."""

    says: ClassVar[str] = "This night settles no first place. The trophy is handed over in the final."
