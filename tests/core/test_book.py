"""The table of books: every season has one, and every book says how sure it is."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from mirrorball.core.book import Book, Combine, Confidence, Decider
from mirrorball.core.books import BOOKS, REIGNS, book_of
from mirrorball.core.ties import Convention

SEASONS = [("us", season) for season in range(1, 35)] + [("uk", season) for season in range(1, 24)]
WEEKS = range(1, 14)

each_book = pytest.mark.parametrize("book", BOOKS.values(), ids=list(BOOKS))


@pytest.mark.parametrize(("show", "season"), SEASONS)
def test_every_season_has_a_book_for_each_week(show: str, season: int) -> None:
    """By name it is one of the table."""
    for week in WEEKS:
        book = book_of(show, season, week)
        assert book is BOOKS[book.name]
        assert book.name.startswith(show)


@pytest.mark.parametrize(
    ("show", "season", "week"), [("us", 0, 1), ("us", 35, 1), ("uk", 24, 1), ("uk", 0, 1), ("fr", 1, 1), ("us", 1, 0)]
)
def test_what_the_table_does_not_know_is_an_error(show: str, season: int, week: int) -> None:
    """No book is guessed."""
    with pytest.raises(KeyError):
        book_of(show, season, week)


@each_book
def test_confidence_is_given_for_settings_that_exist(book: Book) -> None:
    """A key is the name of a setting, or a star for the rest; so every setting has its level."""
    settings = {setting.name for setting in fields(Book)}

    assert book.confidence.keys() <= settings | {"*"}
    assert "*" in book.confidence
    assert all(isinstance(book.sure(setting), Confidence) for setting in settings)


@each_book
def test_every_book_says_where_it_comes_from(book: Book) -> None:
    """And what it is, in one line."""
    assert book.source
    assert book.title
    assert "\n" not in book.title


def test_the_least_sure_setting_that_decides_is_the_whole_books_level() -> None:
    """Season 27: the record alone says which week decided."""
    assert BOOKS["us-27"].least_sure is Confidence.WEAK
    assert BOOKS["gala-percent"].least_sure is Confidence.PUBLISHED
    assert BOOKS["us-28-29"].least_sure is Confidence.ASSUMED
    assert BOOKS["us-27"].sure("combine") is Confidence.PUBLISHED
    assert BOOKS["us-27"].sure("carry") is Confidence.ASSUMED


def test_every_book_in_a_reign_is_in_the_table_and_every_book_of_a_show_reigns() -> None:
    """No book without a season, but those of galas, which are the organiser's own."""
    reigning = {reign.book for reign in REIGNS}

    assert reigning <= BOOKS.keys()
    assert BOOKS.keys() - reigning == {"gala-percent", "gala-votes", "gala-marks"}


@pytest.mark.parametrize(
    ("show", "season", "week", "combine", "marks_lag", "votes_lag", "decider"),
    [
        ("us", 2, 3, Combine.RANKS, 0, 0, Decider.LOWEST),
        ("us", 3, 3, Combine.PERCENT, 0, 0, Decider.LOWEST),
        ("us", 14, 4, Combine.PERCENT, 0, 0, Decider.LOWEST),
        ("us", 14, 5, Combine.PERCENT, 0, 0, Decider.DANCE_OFF),
        ("us", 14, 8, Combine.PERCENT, 0, 0, Decider.DANCE_OFF),
        ("us", 14, 9, Combine.PERCENT, 0, 0, Decider.LOWEST),
        ("us", 17, 3, Combine.PERCENT, 0, 1, Decider.LOWEST),
        ("us", 25, 3, Combine.PERCENT, 1, 1, Decider.LOWEST),
        ("us", 26, 3, Combine.PERCENT, 0, 0, Decider.LOWEST),
        ("us", 27, 2, Combine.PERCENT, 0, 0, Decider.LOWEST),
        ("us", 27, 3, Combine.PERCENT, 1, 1, Decider.LOWEST),
        ("us", 28, 3, Combine.RANKS, 0, 0, Decider.JUDGES),
        ("us", 31, 3, Combine.RANKS, 0, 0, Decider.JUDGES),
        ("us", 32, 3, Combine.RANKS, 0, 0, Decider.LOWEST),
        ("us", 34, 3, Combine.RANKS, 0, 0, Decider.LOWEST),
        ("uk", 4, 3, Combine.POINTS, 0, 0, Decider.LOWEST),
        ("uk", 6, 3, Combine.POINTS, 0, 0, Decider.DANCE_OFF),
        ("uk", 9, 3, Combine.POINTS, 0, 0, Decider.LOWEST),
        ("uk", 10, 3, Combine.POINTS, 0, 0, Decider.DANCE_OFF),
        ("uk", 23, 3, Combine.POINTS, 0, 0, Decider.DANCE_OFF),
    ],
)
def test_seasons_are_decided_as_the_table_of_the_rules_says(  # noqa: PLR0913, PLR0917
    show: str, season: int, week: int, combine: Combine, marks_lag: int, votes_lag: int, decider: Decider
) -> None:
    """The turns of the two shows' history (1.11, 2.5)."""
    book = book_of(show, season, week)

    assert (book.combine, book.decider) == (combine, decider)
    assert (book.marks_lag, book.votes_lag) == (marks_lag, votes_lag)


@pytest.mark.parametrize("season", range(1, 24))
def test_british_points_close_the_gap_after_a_tie_from_2009_on(season: int) -> None:
    """Series 7 is that of 2009 (2.2)."""
    book = book_of("uk", season, 1)

    assert book.panel_ties is (Convention.DENSE if season >= 7 else Convention.COMPETITION)
    assert book.for_final().combine is Combine.VOTES


@pytest.mark.parametrize(
    ("show", "season", "judge"),
    [
        ("us", 29, ""),
        ("us", 30, "Len Goodman"),
        ("uk", 14, "Len Goodman"),
        ("uk", 15, "Shirley Ballas"),
        ("uk", 23, ""),
    ],
)
def test_the_head_judge_is_who_it_was(show: str, season: int, judge: str) -> None:
    """Three judges need none, and from 2025 on the plan of the week names one."""
    assert book_of(show, season, 3).head_judge == judge


@each_book
def test_a_final_has_no_choice_by_judges_and_no_lag(book: Book) -> None:
    """All else stays as it is."""
    final = book.for_final()

    assert (final.decider, final.marks_lag, final.votes_lag) == (Decider.LOWEST, 0, 0)
    assert final == replace(book, combine=book.final or book.combine, decider=Decider.LOWEST, marks_lag=0, votes_lag=0)
    assert final.for_final() == final
