"""What the laws are tried on: every generator in one place.

Figures are small on purpose, so that couples tie often and lines are met exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from dataclasses import fields as fields_of
from enum import Enum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from mirrorball.box.ballot import Ballot, When
from mirrorball.core.book import Book, Combine, Decider, Sum, TieBreak
from mirrorball.core.channel import Channel, LimitPer
from mirrorball.core.season import Week
from mirrorball.core.ties import Convention

STARS = ("Ada", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus")
JUDGES = ("Ida", "Jo", "Kit", "Lou", "Max")
VOTERS = (b"v1", b"v2", b"v3")
CHANNELS = (
    Channel("web", 10),
    Channel("sms", 4, LimitPer.BALLOT),
    Channel("paper"),
    Channel("last", 5, replaceable=True),
    Channel("one", 3, LimitPer.BALLOT, replaceable=True),
)

HALVES = st.integers(0, 12).map(lambda n: Fraction(n, 2))
CONVENTIONS = st.sampled_from(Convention)
TIE_BREAKS = st.sampled_from(
    [
        (),
        (TieBreak.AUDIENCE,),
        (TieBreak.PANEL,),
        (TieBreak.AUDIENCE, TieBreak.PANEL),
        (TieBreak.PANEL, TieBreak.AUDIENCE),
    ]
)
WEIGHTS = st.sampled_from([Fraction(1), Fraction(1), Fraction(1, 2), Fraction(2)])


@dataclass(frozen=True, slots=True)
class Field:
    """Couples with their points and votes."""

    points: Mapping[str, Fraction]
    votes: Mapping[str, int]


def points_maps(least: int = 2, most: int = 7) -> st.SearchStrategy[dict[str, Fraction]]:
    """Points of two to seven couples: small numbers, halves among them."""
    return st.integers(least, most).flatmap(
        lambda n: st.lists(HALVES, min_size=n, max_size=n).map(lambda given: dict(zip(STARS, given, strict=False)))
    )


def votes_maps(stars: Sequence[str]) -> st.SearchStrategy[dict[str, int]]:
    """Votes for these couples; ties and none at all among them."""
    return st.fixed_dictionaries({star: st.integers(0, 9) for star in stars})


def fields(least: int = 2, most: int = 7) -> st.SearchStrategy[Field]:
    """Couples with points and votes."""
    return points_maps(least, most).flatmap(lambda points: votes_maps(list(points)).map(lambda v: Field(points, v)))


def books(*methods: Combine) -> st.SearchStrategy[Book]:
    """Books of these methods (all, if none is named), with every setting that a standing or an outcome reads."""
    return st.builds(
        Book,
        name=st.just("a book"),
        title=st.just("A book"),
        combine=st.sampled_from(methods or tuple(Combine)),
        panel_weight=WEIGHTS,
        audience_weight=WEIGHTS,
        panel_ties=CONVENTIONS,
        audience_ties=CONVENTIONS,
        combined_tie=TIE_BREAKS,
        decider=st.sampled_from(Decider),
        head_judge=st.sampled_from(["", JUDGES[0]]),
        immune_excluded=st.booleans(),
        final=st.sampled_from([None, Combine.VOTES]),
    )


def sums() -> st.SearchStrategy[Book]:
    """Books that differ in how a panel's marks become a total."""
    return st.builds(
        Book,
        name=st.just("a book"),
        title=st.just("A book"),
        combine=st.just(Combine.MARKS),
        routine=st.sampled_from(Sum),
        drop_high=st.integers(0, 2),
        drop_low=st.integers(0, 2),
    )


@st.composite
def weeks(draw: st.DrawFn, stars: Sequence[str], of: st.SearchStrategy[Book] | None = None) -> Week:
    """A week of these couples: who leaves, who is immune. At least one couple can leave, and one is sure to stay."""
    immune = draw(st.lists(st.sampled_from(stars), unique=True, max_size=max(0, len(stars) - 2)))
    eligible = len(stars) - len(immune)
    return Week(
        number=1,
        panel=JUDGES[: draw(st.integers(1, len(JUDGES)))],
        book=draw(of if of is not None else books()),
        leave=draw(st.integers(0, eligible - 1)),
        jeopardy=draw(st.integers(0, 3)),
        final=draw(st.sampled_from([False, False, False, True])),
        immune=tuple(immune),
        casting_judge=draw(st.sampled_from(["", *JUDGES[:2]])),
    )


@st.composite
def nights_of_votes(draw: st.DrawFn, least: int = 2, most: int = 7) -> tuple[Week, Field]:
    """A week and its couples."""
    field = draw(fields(least, most))
    return draw(weeks(list(field.points))), field


def saves_of(week: Week, stars: Sequence[str]) -> st.SearchStrategy[dict[str, str]]:
    """Whom each judge of a week saved; some have not spoken."""
    return st.dictionaries(st.sampled_from(week.panel), st.sampled_from(stars), max_size=len(week.panel))


def votes_on_ballots() -> st.SearchStrategy[tuple[tuple[str, int], ...]]:
    """What stands on a ballot: every couple once, one of which may have left the show."""
    stars = (*STARS[:3], "Nobody")
    return st.tuples(*[st.integers(0, 15)] * len(stars)).map(lambda votes: tuple(zip(stars, votes, strict=True)))


def ballots(when: st.SearchStrategy[When] | None = None) -> st.SearchStrategy[list[Ballot]]:
    """Ballots on every channel, in the window, before and after it. Times and ids of different ballots may meet."""
    return st.lists(
        st.builds(
            Ballot,
            at=st.integers(0, 9),
            id=st.sampled_from([b"a", b"b", b"c", b"d"]),
            voter=st.sampled_from(VOTERS),
            channel=st.sampled_from([channel.name for channel in CHANNELS]),
            votes=votes_on_ballots(),
            when=st.sampled_from([When.IN_TIME, When.IN_TIME, When.EARLY, When.LATE]) if when is None else when,
        ),
        max_size=12,
    )


def values(of: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401  # a type may be written in any way
    """Values of a type as events and commands are made of; texts in every script, numbers that a log can hold."""
    origin, inside = get_origin(of), get_args(of)
    if origin is UnionType:
        return st.one_of([values(each) for each in inside])
    if origin is tuple:
        return st.lists(values(inside[0]), max_size=3).map(tuple)
    if origin is Mapping:
        return st.dictionaries(values(inside[0]), values(inside[1]), max_size=3)
    if isinstance(of, type) and issubclass(of, Enum):
        return st.sampled_from(of)
    if isinstance(of, type) and is_dataclass(of):
        hints = get_type_hints(of)
        return st.builds(of, **{field.name: values(hints[field.name]) for field in fields_of(of)})
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: st.text(max_size=70),
        int: st.integers(-(2**63), 2**63 - 1),
        Fraction: st.fractions(),
        NoneType: st.none(),
    }
    return plain[of]
