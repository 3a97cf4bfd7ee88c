"""What is true of every standing, whatever the book."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mirrorball.core.book import Book, Combine, Sum
from mirrorball.core.books import BOOKS
from mirrorball.core.combine import SeparatedBy, Standing, half, standing
from mirrorball.core.marks import sheet, total_of
from mirrorball.core.season import Routine, Season, Week
from mirrorball.core.ties import Convention, Place, groups, places, ranks
from tests.laws import literal
from tests.laws import strategies as made

RANDOMS = st.randoms(use_true_random=False)
BY_ORDER = (Combine.RANKS, Combine.POINTS)


def stands(book: Book, field: made.Field) -> Standing:
    """The standing of a field."""
    return standing(book, field.points, field.votes)


def placed(result: Standing) -> dict[str, Place]:
    """The place of each couple."""
    return {row.star: row.place for row in result.rows}


def without(result: Standing, star: str) -> list[set[str]]:
    """The others in order, best first, those who share a place together."""
    order: dict[Place, set[str]] = {}
    for row in result.rows:
        order.setdefault(row.place, set()).add(row.star)
    return [rest for stars in order.values() if (rest := stars - {star})]


@given(made.books(), made.fields(), RANDOMS)
def test_the_order_in_which_couples_are_listed_does_not_matter(
    book: Book, field: made.Field, rng: random.Random
) -> None:
    """Places and figures are the same for a cast written down another way round."""
    listed = list(field.points)
    rng.shuffle(listed)
    other = made.Field({star: field.points[star] for star in listed}, field.votes)
    one, two = stands(book, field), stands(book, other)

    assert {row.star: row for row in one.rows} == {row.star: row for row in two.rows}


@given(made.sums(), st.lists(made.HALVES, min_size=1, max_size=7), RANDOMS)
def test_the_order_in_which_judges_sit_does_not_matter(book: Book, marks: list[Fraction], rng: random.Random) -> None:
    """The total is the same, or there is none whichever way they sit."""
    assume(book.drop_low + book.drop_high < len(marks))
    seated = list(marks)
    rng.shuffle(seated)

    assert total_of(book, marks) == total_of(book, seated)


@given(made.sums(), st.lists(made.HALVES, min_size=1, max_size=5), RANDOMS)
def test_the_order_of_the_panel_changes_no_sheet(book: Book, marks: list[Fraction], rng: random.Random) -> None:
    """The same through the season: marks are known by their judge."""
    panel = list(made.JUDGES[: len(marks)])
    routine = Routine(week=1, star="Ada", marks=dict(zip(panel, marks, strict=True)))
    one = Season(title="", weeks=(Week(number=1, panel=tuple(panel), book=book),))
    rng.shuffle(panel)
    two = Season(title="", weeks=(Week(number=1, panel=tuple(panel), book=book),))

    assert sheet(one, book, routine) == sheet(two, book, routine)


@given(made.sums(), st.lists(made.HALVES, min_size=1, max_size=7))
def test_marks_are_dropped_one_at_a_time(book: Book, marks: list[Fraction]) -> None:
    """Literal: take away the highest, one by one, then the lowest, then join what is left (SPEC 6.2)."""
    assume(book.drop_low + book.drop_high < len(marks))
    left = list(marks)
    for _ in range(book.drop_high):
        left.remove(max(left))
    for _ in range(book.drop_low):
        left.remove(min(left))

    total = Fraction(0)
    for mark in left:
        total += mark
    assert total_of(book, marks) == (total if book.routine is Sum.SUM else total / len(left))


@given(made.books(), made.fields(), st.integers(1, 1_000_000))
def test_a_thousand_times_the_votes_change_no_place(book: Book, field: made.Field, times: int) -> None:
    """Only how the votes lie to each other counts, never how many there are."""
    more = {star: votes * times for star, votes in field.votes.items()}

    assert placed(standing(book, field.points, more)) == placed(stands(book, field))


@given(made.books(), made.fields(), st.fractions(Fraction(1, 9), 9))
def test_another_scale_of_marks_changes_no_place(book: Book, field: made.Field, times: Fraction) -> None:
    """Marks out of 40 or out of 10, the same couples stand in the same places."""
    rescaled = {star: points * times for star, points in field.points.items()}

    assert placed(standing(book, rescaled, field.votes)) == placed(stands(book, field))


@given(made.books(), made.fields(most=6))
def test_a_couple_last_on_both_sides_moves_nobody_where_only_ranks_count(book: Book, field: made.Field) -> None:
    """Strictly last by points and by votes: the others stand as they stood."""
    book = replace(book, combine=Combine.RANKS if book.combine is not Combine.POINTS else Combine.POINTS)
    points = {star: given_ + 1 for star, given_ in field.points.items()}
    votes = {star: cast + 1 for star, cast in field.votes.items()}
    alone = standing(book, points, votes)
    joined = standing(book, {**points, "Zoe": Fraction(0)}, {**votes, "Zoe": 0})

    assert without(joined, "Zoe") == without(alone, "Zoe")
    assert joined.stars[-1] == "Zoe"


@given(made.books(*BY_ORDER), made.fields(most=6))
def test_a_couple_that_ties_for_last_moves_nobody_by_competition_and_dense_ranks(book: Book, field: made.Field) -> None:
    """No better than anybody is enough there. It is not where a tie pulls everybody in it down (the next test)."""
    for ties in (Convention.COMPETITION, Convention.DENSE):
        gentle = replace(book, panel_ties=ties, audience_ties=ties)
        points = {**field.points, "Zoe": min(field.points.values())}
        votes = {**field.votes, "Zoe": min(field.votes.values())}

        assert without(standing(gentle, points, votes), "Zoe") == without(stands(gentle, field), "Zoe")


def test_a_couple_that_ties_for_last_can_move_others_by_average_ranks() -> None:
    """Why the law above names its conventions: with Cy in, Bo's rank by points goes from 2 to 2.5."""
    book = replace(BOOKS["us-1-2"], panel_ties=Convention.AVERAGE, combined_tie=())
    points, votes = {"Ada": Fraction(2), "Bo": Fraction(1)}, {"Ada": 1, "Bo": 2}

    assert placed(standing(book, points, votes)) == {"Ada": Place(1, 2), "Bo": Place(1, 2)}
    joined = standing(book, {**points, "Cy": Fraction(1)}, {**votes, "Cy": 0})
    assert placed(joined) == {"Ada": Place(1, 1), "Bo": Place(2, 2), "Cy": Place(3, 3)}


@given(made.books(Combine.PERCENT), made.fields(most=6))
def test_a_couple_without_points_and_votes_moves_nobody_by_shares(book: Book, field: made.Field) -> None:
    """It has no part of the whole, so every other share is what it was."""
    alone = stands(book, field)
    joined = standing(book, {**field.points, "Zoe": Fraction(0)}, {**field.votes, "Zoe": 0})

    assert without(joined, "Zoe") == without(alone, "Zoe")
    assert all(joined.row(row.star).combined == row.combined for row in alone.rows)


def test_a_last_couple_with_points_can_move_others_by_shares() -> None:
    """Why the law above asks for no points at all: the panel's shares shrink, the audience's do not."""
    points, votes = {"Ada": Fraction(60), "Bo": Fraction(40)}, {"Ada": 41, "Bo": 59}

    assert standing(BOOKS["us-3-16"], points, votes).stars == ("Ada", "Bo")
    joined = standing(BOOKS["us-3-16"], {**points, "Cy": Fraction(20)}, {**votes, "Cy": 0})
    assert joined.stars == ("Bo", "Ada", "Cy")


@given(made.books(Combine.VOTES, Combine.MARKS), made.fields(most=6), made.HALVES, st.integers(0, 9))
def test_any_couple_more_moves_nobody_where_one_side_decides(
    book: Book, field: made.Field, points: Fraction, votes: int
) -> None:
    """Each couple is then weighed by itself."""
    joined = standing(book, {**field.points, "Zoe": points}, {**field.votes, "Zoe": votes})

    assert without(joined, "Zoe") == without(stands(book, field), "Zoe")


@given(made.books(), made.fields())
def test_more_votes_never_put_a_couple_back(book: Book, field: made.Field) -> None:
    """The first couple of the cast is given ten votes more, and stands no worse."""
    first = next(iter(field.points))
    more = {**field.votes, first: field.votes[first] + 10}
    before, after = placed(stands(book, field))[first], placed(standing(book, field.points, more))[first]

    assert after.first <= before.first
    assert after.last <= before.last


@given(made.books(), made.fields())
def test_places_tile_the_field(book: Book, field: made.Field) -> None:
    """From 1 to the number of couples, without gap or overlap; each shared place is held by as many as it is wide."""
    result = stands(book, field)
    covered: list[int] = []
    for place in dict.fromkeys(row.place for row in result.rows):
        assert sum(row.place == place for row in result.rows) == place.last - place.first + 1
        covered.extend(range(place.first, place.last + 1))

    assert covered == list(range(1, len(field.points) + 1))


@given(made.books(), made.fields())
def test_reasons_agree_with_places(book: Book, field: made.Field) -> None:
    """Neighbours share a place if and only if nothing separates them, and the figures named are theirs."""
    result = stands(book, field)
    assert len(result.separations) == len(result.rows) - 1
    for (ahead, behind), reason in zip(pairwise(result.rows), result.separations, strict=True):
        figures = {
            SeparatedBy.COMBINED: (ahead.combined, behind.combined),
            SeparatedBy.NOTHING: (ahead.combined, behind.combined),
            SeparatedBy.PANEL: (field.points[ahead.star], field.points[behind.star]),
            SeparatedBy.AUDIENCE: (field.votes[ahead.star], field.votes[behind.star]),
        }

        assert (reason.ahead, reason.behind) == (ahead.star, behind.star)
        assert (reason.ahead_figure, reason.behind_figure) == figures[reason.by]
        assert (ahead.place == behind.place) is (reason.by is SeparatedBy.NOTHING)
        assert (reason.ahead_figure == reason.behind_figure) is (reason.by is SeparatedBy.NOTHING)
        assert (ahead.combined == behind.combined) is (reason.by is not SeparatedBy.COMBINED)
        lower_is_better = book.combine is Combine.RANKS and reason.by is SeparatedBy.COMBINED
        if reason.by is not SeparatedBy.NOTHING:
            assert (reason.ahead_figure < reason.behind_figure) is lower_is_better


@given(made.books(), made.fields())
def test_the_rule_read_word_for_word_gives_the_same_standing(book: Book, field: made.Field) -> None:
    """Halves, sums and places by counting, couple by couple."""
    votes: Mapping[str, Fraction] = {star: Fraction(cast) for star, cast in field.votes.items()}
    result = stands(book, field)

    assert set(result.stars) == set(field.points)
    for row in result.rows:
        assert row.panel is not None
        assert row.audience is not None
        assert row.panel.given == field.points[row.star]
        assert row.audience.given == field.votes[row.star]
        assert row.panel.value == literal.value(row.star, field.points, book.combine, book.panel_ties)
        assert row.audience.value == literal.value(row.star, votes, book.combine, book.audience_ties)
        assert row.combined == literal.combined(book, field.points, votes, row.star)
        assert row.place == literal.place(book, field.points, votes, row.star)


@given(made.books(), made.points_maps())
def test_without_votes_the_panel_alone_orders(book: Book, points: dict[str, Fraction]) -> None:
    """Nobody has an audience's half then, and nothing breaks a tie."""
    result = standing(book, points, None)

    assert result.method is Combine.MARKS
    assert all(row.audience is None and row.combined == points[row.star] for row in result.rows)
    assert placed(result) == places(groups(points, points.__getitem__))


@given(made.books(), made.fields())
def test_without_points_the_votes_alone_order_where_the_book_asks_no_more(book: Book, field: made.Field) -> None:
    """Any other book needs the points and says so, rather than guess."""
    if book.combine is not Combine.VOTES:
        with pytest.raises(ValueError, match="needs the points of each couple"):
            standing(book, None, field.votes)
        return
    result = standing(book, None, field.votes)

    assert all(row.panel is None for row in result.rows)
    assert placed(result) == places(groups(field.votes, field.votes.__getitem__))


@given(made.books(), made.fields())
def test_a_couple_without_an_entry_has_no_votes(book: Book, field: made.Field) -> None:
    """To leave a couple out of the votes and to give it none is the same."""
    entered = {star: votes for star, votes in field.votes.items() if votes}

    assert standing(book, field.points, entered) == stands(book, field)


@given(made.points_maps(), made.CONVENTIONS)
def test_ranks_are_what_counting_gives(points: dict[str, Fraction], ties: Convention) -> None:
    """Each couple counts who is better (SPEC 0.2)."""
    assert ranks(points, ties) == {star: literal.rank(star, points, ties) for star in points}


@given(made.points_maps())
def test_conventions_lie_between_each_other(points: dict[str, Fraction]) -> None:
    """Dense is never above competition; the average is halfway from competition to modified."""
    by = {ties: ranks(points, ties) for ties in Convention}
    for star in points:
        low, high = by[Convention.COMPETITION][star], by[Convention.MODIFIED][star]

        assert by[Convention.DENSE][star] <= low <= by[Convention.AVERAGE][star] <= high
        assert by[Convention.AVERAGE][star] * 2 == low + high
    assert sum(by[Convention.AVERAGE].values()) == Fraction(len(points) * (len(points) + 1), 2)


@given(made.points_maps())
def test_ranks_from_places(points: dict[str, Fraction]) -> None:
    """The best place of a group is the competition rank, the worst the modified one."""
    for star, place in places(groups(points, points.__getitem__)).items():
        assert ranks(points, Convention.COMPETITION)[star] == place.first
        assert ranks(points, Convention.MODIFIED)[star] == place.last
        assert str(place) == (f"{place.first}-{place.last}" if place.shared else str(place.first))


@given(made.fields(), st.sampled_from(["points", "votes"]))
def test_shares_make_one_whole(field: made.Field, side: str) -> None:
    """Or nothing at all, if nobody was given anything."""
    given_ = field.points if side == "points" else {star: Fraction(cast) for star, cast in field.votes.items()}
    shares = half(Combine.PERCENT, given_, Convention.COMPETITION)

    assert sum(share.value for share in shares.values()) == (1 if any(given_.values()) else 0)


@pytest.mark.parametrize("ties", [Convention.COMPETITION, Convention.AVERAGE, Convention.MODIFIED])
@given(field=made.fields(), book=made.books(Combine.RANKS))
def test_ranks_and_points_are_one_method(ties: Convention, book: Book, field: made.Field) -> None:
    """The lowest sum of ranks is the highest sum of points, N + 1 less the rank (SPEC 1.3)."""
    by_ranks = replace(book, panel_ties=ties, audience_ties=ties)

    assert placed(stands(by_ranks, field)) == placed(stands(replace(by_ranks, combine=Combine.POINTS), field))
