"""What a number on a page can be, and a number that a season vouches for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

Subjects = frozenset[str]
NOBODY: Subjects = frozenset()


class Kind(Enum):
    """What a number is, so that a mark does not vouch for an age."""

    MARK = "mark"
    POINTS = "points"  # sums of marks, with or without bonuses and what was carried
    BONUS = "bonus"
    MOST = "most"  # what was there to be had
    GAP = "gap"  # between two sums, two marks or two means
    PLACE = "place"  # in the end
    RANK = "rank"  # of a night, by points
    REACH = "reach"  # what the vote could make of it
    COUNT = "count"
    MEAN = "mean"
    OTHERS = "others"  # the mean of the other judges for the same routines
    LEAN = "lean"
    SHARE = "share"
    AGE = "age"
    YEAR = "year"
    VIEWERS = "viewers"
    WEEK = "week"
    NUMBER = "number"  # of the season, of a couple, of a place in the running order
    SCALE = "scale"  # along a picture
    NTH = "nth"  # of several dances of a night
    VOTES = "votes"
    RULE = "rule"  # the scale, limits of channels, weights of a book


@dataclass(frozen=True, slots=True)
class Fact:
    """A number that stands in the season or follows from it. ``noun`` says of a count what is counted."""

    kind: Kind
    value: Fraction
    subjects: Subjects
    noun: str = ""


def week_named(number: int) -> str:
    """A week as a subject."""
    return f"week {number}"


def counts(about: Subjects, *counted: tuple[str, Sequence[int]]) -> Iterator[Fact]:
    """Counts of something, each number once."""
    for noun, numbers in counted:
        yield from (Fact(Kind.COUNT, Fraction(number), about, noun) for number in dict.fromkeys(numbers))
