"""The cast and the plan: what a season folder says, as values.

A couple is known by its star's full name: that is what a host says, what a sheet prints and what a viewer types, and
it stays the same in a week when the pro is ill. Weeks are known by their number.

What nobody knows is absent: a judge without an entry in ``Routine.marks`` has not marked, or the mark was never
published. Neither is 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction

from mirrorball.core.book import Book
from mirrorball.core.channel import Channel
from mirrorball.core.ties import Place


class Exit(Enum):
    """How a couple's season ended."""

    FINAL = "final"  # danced in the final and was placed there
    ELIMINATED = "eliminated"
    WITHDREW = "withdrew"


@dataclass(frozen=True, slots=True)
class Scale:
    """The marks a judge may give: from ``lowest`` to ``highest`` in steps of ``step``, in points."""

    lowest: Fraction = Fraction(1)
    highest: Fraction = Fraction(10)
    step: Fraction = Fraction(1)

    def holds(self, mark: Fraction) -> bool:
        """Whether a judge may give this mark."""
        return self.lowest <= mark <= self.highest and (mark - self.lowest) % self.step == 0


@dataclass(frozen=True, slots=True)
class Round:
    """A round with a rule of its own: a set style, or a style that the couple danced in an earlier week."""

    name: str
    style: str | None = None
    repeats_style: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Couple:
    """A star and a pro."""

    star: str
    pro: str
    known_for: str = ""
    number: int | None = None
    keyword: str = ""
    age: int | None = None
    home: str = ""
    photo: str = ""
    photo_credit: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        """Both full names, as a host reads them."""
        return f"{self.star} and {self.pro}" if self.pro else self.star


@dataclass(frozen=True, slots=True)
class Song:
    """One song and who performs it on the recording; a mashup is several."""

    title: str
    artists: tuple[str, ...] = ()
    featured: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """One dance by a couple in a week. Each member of a team dance has a row with the team's marks."""

    week: int
    star: str
    round: str = ""
    order: int | None = None
    style: str | None = None
    songs: tuple[Song, ...] = ()
    marks: Mapping[str, Fraction] = field(default_factory=dict)
    danced_with: str = ""
    team: str = ""
    source: str = ""
    confidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonus:
    """Points beside the marks: a marathon, a dance-off between couples, a relay. 0 points is a contest lost."""

    week: int
    star: str
    contest: str
    points: Fraction
    result: str = ""
    opponent: str = ""
    style: str | None = None
    songs: tuple[Song, ...] = ()
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A film shown between dances."""

    week: int
    title: str
    star: str = ""
    people: tuple[str, ...] = ()
    note: str = ""


class SegmentKind(Enum):
    """What a segment of the rundown is."""

    ROUTINE = "routine"
    PACKAGE = "package"
    VOTE = "vote"  # the window
    RESULTS = "results"  # marks and votes are joined
    REVEAL = "reveal"
    ITEM = "item"  # anything else: an opening number, a guest, a break


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One part of a night. ``number`` names it for the whole night, whatever order the segments are taken in.

    ``round`` and ``star`` name the routine, ``star`` alone whom a package is about.
    """

    week: int
    number: int
    kind: SegmentKind
    title: str
    round: str = ""
    star: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedTotal:
    """A couple's total of a night that a source gives although not every mark behind it is known. Without bonuses."""

    week: int
    star: str
    total: Fraction
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedSave:
    """Whom a judge named to save. Rows stand in the order in which the judges spoke."""

    week: int
    judge: str
    star: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedVotes:
    """Votes for a couple on one channel in a week, as published or as counted."""

    week: int
    star: str
    channel: str
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How far a couple came. ``week`` is the week it left in; ``place`` is None while nobody knows."""

    star: str
    exit: Exit
    week: int
    place: Place | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One week of the plan.

    ``panel`` is who judges, in the order in which they mark. ``leave`` is how many couples are to leave, ``jeopardy``
    how many are named as the lowest. ``carry`` is the earlier week whose marks (and votes, as the book says) are
    added to this one's. ``immune`` couples cannot leave this week. ``named_in_jeopardy`` is what was said on air; it
    is not always the lowest.

    ``absent`` judges do not mark although they hold a seat on the panel; ``substitutes`` tells who took a judge's seat,
    one after the other.
    """

    number: int
    panel: tuple[str, ...]
    book: Book
    date: date | None = None
    title: str = ""
    leave: int = 1
    jeopardy: int = 2
    final: bool = False
    carry: int | None = None
    immune: tuple[str, ...] = ()
    casting_judge: str = ""
    named_in_jeopardy: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    substitutes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    viewers: Fraction | None = None  # millions
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """A whole season: cast, plan, and what has been recorded so far.

    ``averaged`` seasons hold each mark as a judge's average over the dances of a night, with bonus points in it; it may
    lie above the scale.
    """

    title: str
    number: int | None = None
    year: int | None = None
    trophy: str = ""
    hosts: tuple[str, ...] = ()
    crew: Mapping[str, str] = field(default_factory=dict)  # role -> person
    judges: tuple[str, ...] = ()  # the regular panel
    scale: Scale = Scale()
    averaged: bool = False
    styles: tuple[str, ...] = ()
    rounds: tuple[Round, ...] = ()
    channels: tuple[Channel, ...] = ()
    couples: tuple[Couple, ...] = ()
    weeks: tuple[Week, ...] = ()
    routines: tuple[Routine, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    packages: tuple[Package, ...] = ()
    segments: tuple[Segment, ...] = ()  # the planned rundowns, each in order
    stated: tuple[StatedTotal, ...] = ()
    saves: tuple[RecordedSave, ...] = ()
    votes: tuple[RecordedVotes, ...] = ()
    results: tuple[Result, ...] = ()
    note: str = ""

    def couple(self, star: str) -> Couple:
        """The couple of this star. KeyError if the star is not in the cast."""
        for couple in self.couples:
            if couple.star == star:
                return couple
        raise KeyError(star)

    def week(self, number: int) -> Week:
        """The week of this number. KeyError if the plan has none."""
        for week in self.weeks:
            if week.number == number:
                return week
        raise KeyError(number)

    def week_before(self, number: int) -> Week | None:
        """The latest week before this one, or None if it is the first."""
        earlier = [week for week in self.weeks if week.number < number]
        return max(earlier, key=lambda week: week.number, default=None)

    def result(self, star: str) -> Result | None:
        """How far this star came, or None while the star is still in."""
        return next((result for result in self.results if result.star == star), None)

    def in_at(self, number: int) -> tuple[str, ...]:
        """The stars still in when week ``number`` begins, in the order of the cast."""
        gone = {result.star for result in self.results if result.exit is not Exit.FINAL and result.week < number}
        return tuple(couple.star for couple in self.couples if couple.star not in gone)

    def withdrew_in(self, number: int) -> tuple[str, ...]:
        """Who withdrew in week ``number``."""
        return tuple(r.star for r in self.results if r.exit is Exit.WITHDREW and r.week == number)

    def field(self, number: int) -> tuple[str, ...]:
        """The stars whom week ``number`` can place: those still in, without who withdrew (SPEC 1.7)."""
        withdrew = self.withdrew_in(number)
        return tuple(star for star in self.in_at(number) if star not in withdrew)

    def eliminated_in(self, number: int) -> tuple[str, ...]:
        """Who was eliminated in week ``number``."""
        return tuple(r.star for r in self.results if r.exit is Exit.ELIMINATED and r.week == number)

    def danced_in(self, number: int) -> tuple[Routine, ...]:
        """The routines of week ``number``, in the order of the sheet."""
        return tuple(routine for routine in self.routines if routine.week == number)
