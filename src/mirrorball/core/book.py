"""A rule book as data.

A book says how marks and votes become a result. It is values only: the functions that read it are in ``marks``,
``votes``, ``combine`` and ``outcome``. No season needs code of its own; what a single week adds (how many leave, who
is immune, which week is carried) stands in the plan of the week.

The numbers in brackets point at the sections of docs/rules/television.md, which gives the sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from fractions import Fraction

from mirrorball.core.ties import Convention


class Confidence(Enum):
    """How sure we are that a setting was the rule, strongest first."""

    PUBLISHED = "published"  # the show or its broadcaster said so
    REPORTED = "reported"  # the press or several viewers said so
    ASSUMED = "assumed"  # it fits what is recorded, and nobody said so
    WEAK = "weak"  # the record hardly tells it from another rule


class Sum(Enum):
    """How several numbers become one."""

    SUM = "sum"
    MEAN = "mean"


class Combine(Enum):
    """How the panel's half and the audience's half join."""

    RANKS = "ranks"  # rank by marks + rank by votes; the lowest sum is best
    PERCENT = "percent"  # share of all marks + share of all votes; the highest sum is best
    POINTS = "points"  # N for the best, one less for each rank below, on both sides; the highest sum is best
    VOTES = "votes"  # the audience alone
    MARKS = "marks"  # the panel alone


class TieBreak(Enum):
    """What separates couples whose combined figures are equal."""

    AUDIENCE = "audience"  # the couple with more votes is ahead
    PANEL = "panel"  # the couple with more points from the panel is ahead


class Decider(Enum):
    """Who decides among the couples in jeopardy."""

    LOWEST = "lowest"  # nobody: the lowest leaves
    JUDGES = "judges"  # each judge names the couple to save
    DANCE_OFF = "dance-off"  # they dance again, then each judge names the couple to save


class Carry(Enum):
    """What a week takes over from the week that it carries."""

    NOTHING = "nothing"
    MARKS = "marks"
    MARKS_AND_VOTES = "marks and votes"


class Absent(Enum):
    """What becomes of the marks of a judge who cannot mark."""

    WAIT = "wait"  # nothing: no sheet is settled until somebody has taken the seat
    WITHOUT = "without"  # the night counts for everybody without that seat, so all couples are marked alike
    AVERAGE = "average"  # each mark that is missing is the mean of the other marks for the routine


DECISIVE = ("combine", "marks_lag", "votes_lag", "decider")


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One rule book.

    ``drop_high`` and ``drop_low`` are how many of the panel's marks for a routine are left out at either end.
    ``marks_lag`` and ``votes_lag`` count the weeks between the marks or votes that decide and the night on which the
    elimination is told: 0 is the same night. ``head_judge`` decides when the others are even; a week's casting judge
    goes before. ``confidence`` holds how sure each setting is, by the setting's name; ``"*"`` stands for the rest.
    """

    name: str
    title: str
    combine: Combine
    panel_weight: Fraction = Fraction(1)
    audience_weight: Fraction = Fraction(1)
    panel_ties: Convention = Convention.COMPETITION
    audience_ties: Convention = Convention.COMPETITION
    combined_tie: tuple[TieBreak, ...] = (TieBreak.AUDIENCE,)
    routine: Sum = Sum.SUM
    night: Sum = Sum.SUM
    drop_high: int = 0
    drop_low: int = 0
    marks_lag: int = 0
    votes_lag: int = 0
    carry: Carry = Carry.MARKS_AND_VOTES
    absent: Absent = Absent.WITHOUT
    jeopardy: int = 2
    decider: Decider = Decider.LOWEST
    head_judge: str = ""
    immune_excluded: bool = True
    withdrawal_replaces_elimination: bool = True
    final: Combine | None = None  # how the final combines, where it differs
    confidence: Mapping[str, Confidence] = field(default_factory=lambda: {"*": Confidence.ASSUMED})
    source: str = ""

    def sure(self, setting: str) -> Confidence:
        """How sure the named setting is."""
        return self.confidence.get(setting, self.confidence.get("*", Confidence.ASSUMED))

    @property
    def least_sure(self) -> Confidence:
        """How sure the book is as a whole: as its weakest setting that decides who leaves (1.11)."""
        levels = list(Confidence)
        return max((self.sure(setting) for setting in DECISIVE), key=levels.index)

    def for_final(self) -> Book:
        """The same book as it works in the final: its own marks and votes decide, and no judges' choice (1.9, 2.6)."""
        return replace(self, combine=self.final or self.combine, decider=Decider.LOWEST, marks_lag=0, votes_lag=0)
