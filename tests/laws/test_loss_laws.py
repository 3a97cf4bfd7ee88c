"""The least number of lost votes that changes a decision, against every way in which few votes can be added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorball.core.book import Book, Combine
from mirrorball.core.combine import standing
from mirrorball.core.loss import Decision, Groups, margins_of, overtaking, with_added
from mirrorball.core.outcome import Awaits, Outcome, outcome, rules_of
from mirrorball.core.season import Week
from mirrorball.core.ties import Convention
from tests.laws import strategies as made
from tests.laws.strategies import Field

MOST = {2: 12, 3: 9, 4: 6, 5: 5, 6: 4}  # lost votes that are tried, by how many couples there are


def spread(stars: Sequence[str], votes: int) -> Iterator[dict[str, int]]:
    """Every way to give so many votes to these couples."""
    if len(stars) == 1:
        yield {stars[0]: votes}
        return
    for first in range(votes + 1):
        for rest in spread(stars[1:], votes - first):
            yield {stars[0]: first} | rest


def tried(field: Field, overtakes: object) -> int | None:
    """The least number of votes for which some way of adding them does it, among those that are tried."""
    stars = list(field.points)
    for number in range(MOST[len(stars)] + 1):
        if any(overtakes(with_added(field.votes, added)) for added in spread(stars, number)):  # type: ignore[operator]
            return number
    return None


def agree(book: Book, field: Field) -> None:
    """The search and the slow way, for each two couples."""
    for ahead in field.points:
        for behind in field.points:
            if ahead == behind:
                continue

            def overtakes(votes: Mapping[str, int], ahead: str = ahead, behind: str = behind) -> bool:
                result = standing(book, field.points, votes)
                return result.row(behind).place <= result.row(ahead).place

            found = overtaking(book, field.points, field.votes, ahead, behind)
            expected = tried(field, overtakes)
            if found is None or sum(found.values()) > MOST[len(field.points)]:
                assert expected is None
            else:
                assert sum(found.values()) == expected
                assert overtakes(with_added(field.votes, found))
                assert all(number > 0 for number in found.values())


def small(most: int) -> st.SearchStrategy[Field]:
    """Fields whose votes lie close together, so that few votes change much."""
    return made.points_maps(2, most).flatmap(
        lambda points: st.fixed_dictionaries({star: st.integers(0, 5) for star in points}).map(
            lambda votes: Field(points, votes)
        )
    )


@settings(max_examples=60, deadline=None)
@given(made.books(), small(4))
def test_no_way_of_adding_fewer_votes_brings_a_couple_past_another(book: Book, field: Field) -> None:
    """Any book, any couple against any other; where the search says never, nothing that is tried does it."""
    agree(book, field)


@pytest.mark.parametrize("ties", list(Convention))
@settings(max_examples=12, deadline=None)
@given(made.books(Combine.RANKS, Combine.POINTS), small(5), st.sampled_from([Fraction(1), Fraction(2), Fraction(3)]))
def test_with_more_couples_between_them_too(ties: Convention, book: Book, field: Field, weight: Fraction) -> None:
    """Ranks, under each way of ranking equal votes: here others have to be moved as well."""
    agree(replace(book, audience_ties=ties, audience_weight=weight), field)


@st.composite
def decided(draw: st.DrawFn) -> tuple[Week, Field, Outcome]:
    """A night with its outcome."""
    field = draw(small(4))
    week = draw(made.weeks(list(field.points)))
    saves = draw(made.saves_of(week, list(field.points)))
    return week, field, outcome(week, week.leave, standing(rules_of(week), field.points, field.votes), saves)


def holds(groups: Groups, book: Book, field: Field, votes: Mapping[str, int]) -> bool:
    """Whether everybody of a group still stands ahead of everybody of the groups behind."""
    result = standing(book, field.points, votes)
    last = 0
    for group in filter(None, groups):
        there = [result.row(star).place for star in group]
        if min(place.first for place in there) <= last:
            return False
        last = max(place.last for place in there)
    return True


@settings(max_examples=80, deadline=None)
@given(decided())
def test_a_decision_falls_at_just_the_number_of_votes_that_is_said(night: tuple[Week, Field, Outcome]) -> None:
    week, field, result = night
    book = rules_of(week)
    for margin in margins_of(week, field.points, field.votes, result):
        if result.awaits is Awaits.TIE:
            assert margin.least == 0
            continue
        least = tried(field, lambda votes, of=margin.groups: not holds(of, book, field, votes))
        if margin.least is None or margin.least > MOST[len(field.points)]:
            assert least is None
        else:
            assert margin.least == least
            assert sum(margin.added.values()) == margin.least
            assert not holds(margin.groups, book, field, with_added(field.votes, margin.added))


@settings(max_examples=80, deadline=None)
@given(decided(), st.data())
def test_fewer_lost_votes_than_that_leave_the_outcome_as_it_is(
    night: tuple[Week, Field, Outcome], more: st.DataObject
) -> None:
    """Through the real outcome: the same couples leave, the judges choose between the same two, the same win."""
    week, field, result = night
    found = margins_of(week, field.points, field.votes, result)
    bears = min((m.least for m in found if m.least is not None), default=1000)
    lost = more.draw(st.fixed_dictionaries({star: st.integers(0, 40) for star in field.points}))
    if sum(lost.values()) >= bears or result.awaits is Awaits.TIE:
        return
    saves = {} if result.save is None else dict.fromkeys(week.panel, result.save.saved)
    votes = with_added(field.votes, lost)
    then = outcome(week, week.leave, standing(rules_of(week), field.points, votes), saves)

    assert set(then.out) == set(result.out)
    assert set(then.between) == set(result.between)
    assert set(then.jeopardy) == set(result.jeopardy)
    assert set(then.champions) == set(result.champions)
    assert then.places == result.places


@given(decided())
def test_what_can_change_grows_with_what_was_lost(night: tuple[Week, Field, Outcome]) -> None:
    week, field, result = night
    for margin in margins_of(week, field.points, field.votes, result):
        changes = [margin.can_change(lost) for lost in range(30)]
        assert changes == sorted(changes)
        assert margin.decision in Decision
