"""What people ask for during a night. A command asks; only ``decide`` says whether it happens."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from mirrorball.core.votes import Tally


@dataclass(frozen=True, slots=True)
class CallRoutine:
    """The floor is given to a couple for a routine of this night."""

    round: str
    star: str


@dataclass(frozen=True, slots=True)
class GiveMark:
    """A judge marks a routine, in points."""

    judge: str
    round: str
    star: str
    mark: Fraction


@dataclass(frozen=True, slots=True)
class LockMarks:
    """The desk closes the sheet of a routine: its marks are settled."""

    round: str
    star: str


@dataclass(frozen=True, slots=True)
class OpenVote:
    """The audience may vote from now on."""


@dataclass(frozen=True, slots=True)
class CloseVote:
    """Votes from now on are late."""


@dataclass(frozen=True, slots=True)
class SealTally:
    """The count of the closed window is fixed."""

    tally: Tally


@dataclass(frozen=True, slots=True)
class NameSave:
    """A judge names the couple to save."""

    judge: str
    star: str


@dataclass(frozen=True, slots=True)
class SealResult:
    """Marks and votes are joined by the book, once, and fixed."""


@dataclass(frozen=True, slots=True)
class RevealNext:
    """The next place is told, from the last upwards."""


@dataclass(frozen=True, slots=True)
class Crown:
    """The trophy is handed to the champions."""


Command = (
    CallRoutine | GiveMark | LockMarks | OpenVote | CloseVote | SealTally | NameSave | SealResult | RevealNext | Crown
)
