"""Whole seasons with every setting that a book can have: several weeks, gaps in the record, panels that change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from mirrorball.core.book import Absent, Book, Carry, Combine, Decider, Sum
from mirrorball.core.books import BOOKS
from mirrorball.core.season import (
    Bonus,
    Couple,
    Exit,
    RecordedSave,
    RecordedVotes,
    Result,
    Routine,
    Season,
    StatedTotal,
    Week,
)
from mirrorball.core.show import Show, Vote
from mirrorball.core.votes import Tally
from tests.laws import strategies as made

STARS = made.STARS[:4]
JUDGES = made.JUDGES[:4]
SUBSTITUTES = ("Ned", "Ola")
MARKS = st.integers(4, 8).map(Fraction)
SELDOM = st.sampled_from([False, False, False, False, False, True])


def all_settings() -> st.SearchStrategy[Book]:
    """Books with every setting drawn."""
    return st.builds(
        Book,
        name=st.just("a book"),
        title=st.just("A book"),
        combine=st.sampled_from(Combine),
        panel_weight=made.WEIGHTS,
        audience_weight=made.WEIGHTS,
        panel_ties=made.CONVENTIONS,
        audience_ties=made.CONVENTIONS,
        combined_tie=made.TIE_BREAKS,
        routine=st.sampled_from(Sum),
        night=st.sampled_from(Sum),
        drop_high=st.sampled_from([0, 0, 0, 1]),
        drop_low=st.sampled_from([0, 0, 0, 1, 2]),
        marks_lag=st.sampled_from([0, 0, 0, 1, 2]),
        votes_lag=st.sampled_from([0, 0, 0, 1, 2]),
        carry=st.sampled_from(Carry),
        absent=st.sampled_from(Absent),
        jeopardy=st.integers(0, 3),
        decider=st.sampled_from(Decider),
        head_judge=st.sampled_from(["", JUDGES[0]]),
        immune_excluded=st.booleans(),
        withdrawal_replaces_elimination=st.booleans(),
        final=st.sampled_from([None, *Combine]),
    )


def any_book() -> st.SearchStrategy[Book]:
    """A book that everybody can name, or one with every setting drawn."""
    return st.one_of(all_settings(), st.sampled_from(sorted(BOOKS)).map(BOOKS.__getitem__))


@st.composite
def weeks(draw: st.DrawFn, number: int, book: Book) -> Week:
    """A week of the plan, with a panel of which some do not sit where they should."""
    panel = JUDGES[: draw(st.integers(1, len(JUDGES)))]
    here = st.sampled_from(panel)
    return Week(
        number=number,
        panel=panel,
        book=book,
        leave=draw(st.integers(0, 3)),
        jeopardy=draw(st.integers(0, 3)),
        final=draw(SELDOM),
        carry=draw(st.sampled_from([None, None, *range(1, number + 1)])),
        immune=tuple(draw(st.lists(st.sampled_from(STARS), unique=True, max_size=2))) if draw(st.booleans()) else (),
        casting_judge=draw(st.sampled_from(["", "", *panel])),
        absent=tuple(draw(st.lists(here, unique=True, max_size=2))) if draw(SELDOM) else (),
        substitutes={draw(here): draw(st.sampled_from([SUBSTITUTES[:1], SUBSTITUTES]))} if draw(SELDOM) else {},
    )


@st.composite
def seasons(draw: st.DrawFn, book: st.SearchStrategy[Book] | None = None) -> Season:
    """A season of one to four weeks. The record has gaps now and then."""
    used = draw(any_book() if book is None else book)
    plan = tuple(draw(weeks(number, used)) for number in range(1, draw(st.integers(1, 3)) + 1))
    stars = STARS[: draw(st.integers(1, len(STARS)))]
    gaps = draw(SELDOM)
    return Season(
        title="A season",
        judges=JUDGES,
        couples=tuple(Couple(star=star, pro="") for star in stars),
        weeks=plan,
        routines=tuple(r for week in plan for r in draw(routines(week, stars, gaps=gaps))),
        bonuses=tuple(draw(st.lists(bonuses(plan, stars), max_size=3))) if draw(st.booleans()) else (),
        stated=tuple(draw(st.lists(stated(plan, stars), max_size=6))) if gaps else (),
        saves=tuple(s for week in plan if draw(st.booleans()) for s in draw(saves(week, stars))),
        votes=tuple(v for week in plan if not (gaps and draw(SELDOM)) for v in draw(votes(week, stars))),
        results=tuple(draw(results(plan, stars))),
    )


@st.composite
def routines(draw: st.DrawFn, week: Week, stars: Sequence[str], *, gaps: bool) -> list[Routine]:
    """One or two routines a couple, marked by whoever sits there; judges who left early have marked some of them."""
    danced = []
    for round_ in ("one", "two")[: draw(st.sampled_from([1, 1, 1, 2]))]:
        for star in stars:
            marks = {}
            for seat in week.panel:
                by = draw(st.sampled_from([seat, *week.substitutes.get(seat, ())]))
                if not (seat in week.absent and draw(st.booleans())) and not (gaps and draw(SELDOM)):
                    marks[by] = draw(MARKS)
            if not (gaps and draw(SELDOM)):
                danced.append(Routine(week=week.number, star=star, round=round_, marks=marks))
    return danced


def bonuses(plan: Sequence[Week], stars: Sequence[str]) -> st.SearchStrategy[Bonus]:
    """Points beside the marks, penalties among them."""
    return st.builds(
        Bonus,
        week=st.sampled_from([week.number for week in plan]),
        star=st.sampled_from(stars),
        contest=st.just("relay"),
        points=st.integers(-2, 3).map(Fraction),
    )


def stated(plan: Sequence[Week], stars: Sequence[str]) -> st.SearchStrategy[StatedTotal]:
    """Totals that a source gives."""
    return st.builds(
        StatedTotal,
        week=st.sampled_from([week.number for week in plan]),
        star=st.sampled_from(stars),
        total=st.integers(10, 30).map(Fraction),
    )


def saves(week: Week, stars: Sequence[str]) -> st.SearchStrategy[list[RecordedSave]]:
    """Whom the judges of a week saved: often all of them, and often one of the same two."""
    judges = [*week.panel, *(judge for seat in week.panel for judge in week.substitutes.get(seat, ()))]
    one = st.sampled_from(stars)
    spoken = st.dictionaries(st.sampled_from(judges), one, max_size=len(judges)) | st.fixed_dictionaries(
        {judge: st.sampled_from(stars[-2:]) for judge in week.panel}
    )
    return spoken.map(lambda by: [RecordedSave(week=week.number, judge=j, star=star) for j, star in by.items()])


@st.composite
def votes(draw: st.DrawFn, week: Week, stars: Sequence[str]) -> list[RecordedVotes]:
    """Votes on one or two channels; some couples have no row, and one that never danced has."""
    rows = []
    for channel in ("web", "phone")[: draw(st.sampled_from([1, 1, 1, 2]))]:
        for star in (*stars, "Nobody"):
            if not draw(SELDOM):
                cast = draw(st.integers(0, 5))
                rows.append(RecordedVotes(week=week.number, star=star, channel=channel, votes=cast))
    return rows


@st.composite
def results(draw: st.DrawFn, plan: Sequence[Week], stars: Sequence[str]) -> list[Result]:
    """Who left before, who withdraws, who was placed in a final; at least one couple stays."""
    found = []
    for star in draw(st.lists(st.sampled_from(stars), unique=True, max_size=len(stars) - 1)):
        week = draw(st.sampled_from(plan)).number
        found.append(Result(star=star, exit=draw(st.sampled_from(Exit)), week=week))
    return found


@st.composite
def shows(draw: st.DrawFn, book: st.SearchStrategy[Book] | None = None) -> Show:
    """A night that is danced, marked, voted and counted, with whatever two people decided."""
    season = draw(seasons(book))
    number = draw(st.sampled_from([week.number for week in season.weeks]))
    show = Show(season, number, vote=Vote.CLOSED, tally=Tally({}))
    return replace(
        show,
        locked=frozenset((r.round, r.star) for r in show.due),
        void="the line was down" if draw(SELDOM) and draw(SELDOM) else None,
        nobody_leaves="a tie" if draw(SELDOM) else None,
    )
