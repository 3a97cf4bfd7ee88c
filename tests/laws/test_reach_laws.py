"""What can still happen, against every order that the audience can vote, and against exact shares found another way."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, combinations, pairwise, permutations, product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from mirrorball.core.book import Book, Combine, Decider, TieBreak
from mirrorball.core.books import BOOKS
from mirrorball.core.combine import Standing, standing
from mirrorball.core.outcome import Awaits, outcome, protected, rules_of
from mirrorball.core.reach import Fate, reach, separate, vote_for_exit, vote_for_order
from mirrorball.core.season import Week
from mirrorball.core.ties import Place
from tests.laws import literal
from tests.laws import strategies as made
from tests.laws.polytope import middle_vote

ONE_JUDGE = ("Ida",)
BY_ORDER = made.books(Combine.RANKS, Combine.POINTS, Combine.VOTES, Combine.MARKS)
BY_SHARE = made.books(Combine.PERCENT)

Points = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that can happen: a strict standing of those who can leave, and one choice of the judges."""

    order: tuple[str, ...]
    jeopardy: frozenset[str]
    out: frozenset[str]
    at_risk: frozenset[str]


@st.composite
def questions(draw: st.DrawFn, books: st.SearchStrategy[Book], most: int) -> tuple[Week, Points]:
    """A week and its points. One judge, whose choice is the panel's."""
    points = draw(made.points_maps(2, most))
    week = draw(made.weeks(list(points), books))
    return replace(week, panel=ONE_JUDGE, leave=0 if week.final else week.leave), points


def orders(stars: Collection[str]) -> list[dict[str, int]]:
    """Each strict order of the votes, as votes."""
    return [{star: len(order) - nth for nth, star in enumerate(order)} for order in permutations(stars)]


def eligible(week: Week, points: Points) -> list[str]:
    """Who can leave."""
    return [star for star in points if star not in protected(rules_of(week), week)]


def either_way(result: Standing) -> Iterator[Standing]:
    """The standing with each tie that the book leaves broken in each way."""
    tied: dict[Place, list[str]] = {}
    for row in result.rows:
        tied.setdefault(row.place, []).append(row.star)
    for broken in product(*(permutations(group) for group in tied.values())):
        stars = list(chain.from_iterable(broken))
        rows = [replace(result.row(star), place=Place(nth, nth)) for nth, star in enumerate(stars, 1)]
        yield replace(result, rows=tuple(rows))


def readings(week: Week, leave: int, points: Points, votes: Mapping[str, int]) -> Iterator[Reading]:
    """Everything that a vote can lead to: ties either way, and either choice of the judges."""
    able = eligible(week, points)
    for strict in either_way(standing(rules_of(week), points, votes)):
        undecided = outcome(week, leave, strict)
        if undecided.awaits is Awaits.JUDGES:
            results = [outcome(week, leave, strict, {"Ida": saved}) for saved in undecided.between]
        else:
            results = [undecided]
        at_risk = frozenset(chain.from_iterable(result.out for result in results))
        order = tuple(star for star in strict.stars if star in able)
        for result in results:
            assert result.awaits is Awaits.NOTHING
            yield Reading(order, frozenset(result.jeopardy), frozenset(result.out), at_risk)


def all_readings(week: Week, leave: int, points: Points) -> list[Reading]:
    """Everything that any vote can lead to."""
    return [reading for votes in orders(points) for reading in readings(week, leave, points, votes)]


def best_and_worst(week: Week, points: Points, votes: Mapping[str, int], star: str) -> tuple[int, int]:
    """The places that a vote gives a couple among those who can leave, a tie read for it and against it."""
    result = standing(rules_of(week), points, votes)
    mine = result.row(star).place
    able = [result.row(other).place for other in eligible(week, points)]
    return 1 + sum(place < mine for place in able), sum(place <= mine for place in able)


def in_groups(order: Sequence[str], groups: Sequence[Collection[str]]) -> bool:
    """Whether a strict order has each couple of a group before each of the next."""
    return all(order.index(ahead) < order.index(behind) for u, lo in pairwise(groups) for ahead in u for behind in lo)


# Ranks, points, votes alone, marks alone: every order of the votes is tried.


@settings(max_examples=60)
@given(questions(BY_ORDER, 5))
@example(
    (Week(number=1, panel=ONE_JUDGE, book=BOOKS["uk-5-6"]), dict(zip("abc", map(Fraction, (75, 75, 67)), strict=True)))
)
@example(
    (Week(number=1, panel=ONE_JUDGE, book=BOOKS["uk-7"]), dict(zip("abc", map(Fraction, (75, 75, 67)), strict=True)))
)
def test_best_and_worst_place_are_those_of_every_order_tried(question: tuple[Week, Points]) -> None:
    """And each witness gives just the place that it is a witness for."""
    week, points = question
    tried = orders(points)
    for found in reach(week, week.leave, points):
        places = [best_and_worst(week, points, votes, found.star) for votes in tried]

        assert found.best == min(best for best, _ in places)
        assert found.worst == max(worst for _, worst in places)
        assert found.vote_matters is (found.best != found.worst)
        assert best_and_worst(week, points, found.for_best, found.star)[0] == found.best
        assert best_and_worst(week, points, found.for_worst, found.star)[1] == found.worst


@settings(max_examples=100)
@given(questions(BY_ORDER, 4))
def test_what_a_couple_can_still_do_is_what_some_order_does(question: tuple[Week, Points]) -> None:
    """Leave, stay, escape jeopardy, win: each through the real outcome, whichever couple a judge would save."""
    week, points = question
    everything = all_readings(week, week.leave, points)
    for found in reach(week, week.leave, points):
        star = found.star
        assert found.can_leave is any(star in reading.out for reading in everything)
        assert found.can_stay is any(star not in reading.out for reading in everything)
        assert found.can_win is any(reading.order[0] == star for reading in everything)
        if not week.final:
            assert found.can_escape_jeopardy is any(star not in reading.jeopardy for reading in everything)


@settings(max_examples=100)
@given(questions(BY_ORDER, 4))
def test_a_fate_is_what_every_order_comes_to(question: tuple[Week, Points]) -> None:
    """Said before a vote is counted, so it has to be true of all votes. Where nobody leaves, nobody is called safe."""
    week, points = question
    everything = all_readings(week, week.leave, points)
    for found in reach(week, week.leave, points):
        star = found.star
        if week.leave and not any(star in reading.out for reading in everything):
            fate = Fate.SAFE
        elif all(star in reading.out for reading in everything):
            fate = Fate.OUT
        elif week.book.decider is not Decider.LOWEST and all(star in reading.at_risk for reading in everything):
            fate = Fate.IN_JEOPARDY
        else:
            fate = Fate.PLACED if found.best == found.worst else Fate.OPEN

        assert found.fate is fate


@settings(max_examples=100)
@given(questions(BY_ORDER, 4), st.data())
def test_an_exit_can_be_voted_if_some_order_votes_it(question: tuple[Week, Points], more: st.DataObject) -> None:
    """With judges, the last of those who leave is one of the two between whom they chose."""
    week, points = question
    week = replace(week, final=False)
    able = eligible(week, points)
    out = more.draw(st.lists(st.sampled_from(able), min_size=1, max_size=len(able) - 1, unique=True))
    votes = vote_for_exit(week, points, out)
    possible = any(reading.out == set(out) for reading in all_readings(week, len(out), points))

    assert (votes is not None) is possible
    if votes is not None:
        assert any(reading.out == set(out) for reading in readings(week, len(out), points, votes))


@given(questions(made.books(), 4))
def test_who_is_immune_can_be_voted_out_by_no_vote(question: tuple[Week, Points]) -> None:
    """Immunity is kept by the plan, not by the votes."""
    week, points = question
    for star in protected(rules_of(week), week):
        assert vote_for_exit(week, points, [star]) is None


@st.composite
def divided(draw: st.DrawFn, points: Points) -> list[list[str]]:
    """All couples in one to four groups, best first; a group may be empty."""
    into = draw(st.lists(st.integers(0, 3), min_size=len(points), max_size=len(points)))
    return [[star for star, group in zip(points, into, strict=True) if group == nth] for nth in range(4)]


@settings(max_examples=60)
@given(BY_ORDER, made.points_maps(2, 5), st.data())
def test_an_order_can_be_voted_if_some_order_of_the_votes_gives_it(
    book: Book, points: dict[str, Fraction], more: st.DataObject
) -> None:
    """Couples of one group may stand in any order, and a tie that the book leaves may be read either way."""
    groups = [group for group in more.draw(divided(points)) if group]
    votes = vote_for_order(book, points, groups)

    assert (votes is not None) is any(reads_as(book, points, tried, groups) for tried in orders(points))
    assert votes is None or reads_as(book, points, votes, groups)


def reads_as(book: Book, points: Points, votes: Mapping[str, int], groups: Sequence[Collection[str]]) -> bool:
    """Whether nobody of a group is behind one of the next, by the rule read word for word."""
    cast = {star: Fraction(votes[star]) for star in points}
    return not any(
        literal.better(book, points, cast, behind, ahead)
        for upper, lower in pairwise(groups)
        for ahead in upper
        for behind in lower
    )


# Shares: the polytope of all votes.


def can_be(book: Book, points: Points) -> Callable[[Sequence[Sequence[str]]], bool]:
    """Whether the shares can put groups in order, asked of the polytope."""

    def asked(groups: Sequence[Sequence[str]]) -> bool:
        groups = [group for group in groups if group]
        votes = middle_vote(book, points, groups)
        return votes is not None and reads_as(book, points, votes, groups)

    return asked


def fractions(*numbers: int) -> dict[str, Fraction]:
    """Points of the first couples."""
    return {star: Fraction(number) for star, number in zip(made.STARS, numbers, strict=False)}


@settings(max_examples=100)
@given(BY_SHARE, made.points_maps(2, 4), st.data())
def test_shares_can_give_an_order_if_the_polytope_holds_it(
    book: Book, points: dict[str, Fraction], more: st.DataObject
) -> None:
    """Some couples may be in no group and stand anywhere."""
    groups = more.draw(divided(points))
    wanted = [group for group in (groups[:3] if more.draw(st.booleans()) else groups) if group]
    if not wanted:
        return
    votes = separate(book, points, wanted)

    assert (votes is not None) is can_be(book, points)(wanted)
    assert votes is None or reads_as(book, points, votes, wanted)


@given(st.sampled_from(["us-3-16", "gala-percent"]), st.permutations(["Ada", "Bo", "Cy"]))
@example("us-3-16", ["Bo", "Cy", "Ada"])
def test_shares_on_the_very_edge(name: str, order: list[str]) -> None:
    """Ada has all the points: Bo needs every vote to draw level, and more votes then put Bo ahead."""
    book, points = BOOKS[name], fractions(9, 0, 0)
    groups = [[star] for star in order]
    votes = separate(book, points, groups)

    assert (votes is not None) is can_be(book, points)(groups) is (order[2] != "Ada")
    assert separate(book, points, [["Bo"], ["Ada"]]) is not None
    assert separate(replace(book, combined_tie=()), points, [["Bo"], ["Ada"]]) is not None
    assert separate(book, points, [["Bo", "Cy"], ["Ada"]]) is None


def test_on_the_edge_a_tie_break_by_the_panel_keeps_the_couple_back() -> None:
    """The same level sums, but there more points are ahead."""
    by_panel = replace(BOOKS["us-3-16"], combined_tie=(TieBreak.PANEL,))

    assert separate(by_panel, fractions(9, 0, 0), [["Bo"], ["Ada"]]) is None
    assert separate(by_panel, fractions(9, 1, 0), [["Bo"], ["Ada"]]) is not None


@settings(max_examples=40)
@given(questions(BY_SHARE, 4))
def test_best_and_worst_place_by_shares_are_those_of_the_polytope(question: tuple[Week, Points]) -> None:
    """Every set of others that a couple might stand ahead of, or behind, is asked."""
    week, points = question
    book, able = rules_of(week), eligible(week, points)
    if book.combine is not Combine.PERCENT:
        return
    holds = can_be(book, points)
    for found in reach(week, week.leave, points):
        others = [star for star in able if star != found.star]
        sets = [list(chosen) for size in range(len(others) + 1) for chosen in combinations(others, size)]

        assert found.best == len(able) - max(len(beaten) for beaten in sets if holds([[found.star], beaten]))
        assert found.worst == 1 + max(len(ahead) for ahead in sets if holds([ahead, [found.star]]))
        assert best_and_worst(week, points, found.for_best, found.star)[0] == found.best
        assert best_and_worst(week, points, found.for_worst, found.star)[1] == found.worst


def shared_out(parts: int, stars: Sequence[str]) -> Iterator[dict[str, int]]:
    """Every way to give so many votes to these couples."""
    if len(stars) == 1:
        yield {stars[0]: parts}
        return
    for mine in range(parts + 1):
        for rest in shared_out(parts - mine, stars[1:]):
            yield {stars[0]: mine, **rest}


@settings(max_examples=40)
@given(questions(BY_SHARE, 3), st.data())
def test_an_exit_by_shares_is_never_denied_that_a_vote_gives(
    question: tuple[Week, Points], more: st.DataObject
) -> None:
    """Ten votes shared out in every way; and what is promised does happen."""
    week, points = question
    week = replace(week, final=False)
    able = eligible(week, points)
    out = more.draw(st.lists(st.sampled_from(able), min_size=1, max_size=len(able) - 1, unique=True))
    votes = vote_for_exit(week, points, out)

    if votes is None:
        for tried in shared_out(10, list(points)):
            assert all(reading.out != set(out) for reading in readings(week, len(out), points, tried))
    else:
        assert any(reading.out == set(out) for reading in readings(week, len(out), points, votes))


@settings(max_examples=40)
@given(questions(BY_SHARE, 3))
def test_what_a_couple_can_still_do_by_shares_is_never_less_than_a_vote_does(question: tuple[Week, Points]) -> None:
    """Ten votes shared out in every way; the witnesses say the rest."""
    week, points = question
    if rules_of(week).combine is not Combine.PERCENT:
        return
    everything = [r for votes in shared_out(10, list(points)) for r in readings(week, week.leave, points, votes)]
    for found in reach(week, week.leave, points):
        star = found.star
        assert found.can_leave >= any(star in reading.out for reading in everything)
        assert found.can_stay >= any(star not in reading.out for reading in everything)
        assert found.can_win >= any(reading.order[0] == star for reading in everything)
        lowest = list(readings(week, week.leave, points, found.for_worst))
        assert found.can_leave is any(star in reading.out for reading in lowest)
        highest = list(readings(week, week.leave, points, found.for_best))
        assert found.can_stay is any(star not in reading.out for reading in highest)
        assert found.can_win is any(reading.order[0] == star for reading in highest)
