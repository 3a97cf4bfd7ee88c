"""Rule books of one's own: like another book, with the settings that differ, and how sure each of them is."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path

import pytest

from mirrorball.core.book import Absent, Book, Carry, Combine, Confidence, Decider, Sum, TieBreak
from mirrorball.core.books import BOOKS
from mirrorball.core.ties import Convention
from mirrorball.season.books import SETTINGS, kind_of, schema_of
from mirrorball.season.read import read
from tests.conftest import ROOT
from tests.season.broken import sentences
from tests.season.folders import season, told

TOP = """\
format = 1
title = "Ours"
book = "ours"
[books.ours]
like = "us-34"
"""
ALL_SETTINGS = """\
title = "Our own"
combine = "points"
panel_weight = 2
audience_weight = "1/3"
panel_ties = "dense"
audience_ties = "average"
combined_tie = ["panel", "audience"]
routine = "mean"
night = "mean"
drop_high = 1
drop_low = 2
marks_lag = 1
votes_lag = 1
carry = "marks"
absent = "average"
jeopardy = 3
decider = "dance-off"
head_judge = "Judge Amber"
immune_excluded = false
withdrawal_replaces_elimination = false
final = "votes"
source = "our own rules"
"""
EVERYTHING = Book(
    name="ours",
    title="Our own",
    combine=Combine.POINTS,
    panel_weight=Fraction(2),
    audience_weight=Fraction(1, 3),
    panel_ties=Convention.DENSE,
    audience_ties=Convention.AVERAGE,
    combined_tie=(TieBreak.PANEL, TieBreak.AUDIENCE),
    routine=Sum.MEAN,
    night=Sum.MEAN,
    drop_high=1,
    drop_low=2,
    marks_lag=1,
    votes_lag=1,
    carry=Carry.MARKS,
    absent=Absent.AVERAGE,
    jeopardy=3,
    decider=Decider.DANCE_OFF,
    head_judge="Judge Amber",
    immune_excluded=False,
    withdrawal_replaces_elimination=False,
    final=Combine.VOTES,
    source="our own rules",
)
A_BOOK = ", ".join(BOOKS)


def folder_of(tmp_path: Path, settings: str, top: str = TOP) -> Path:
    return season(
        tmp_path / "season", {"season.toml": top + settings, "couples.csv": "star\nAda\nBo", "weeks.csv": "week\n1"}
    )


def ours(tmp_path: Path, settings: str) -> Book:
    folder = folder_of(tmp_path, settings)
    assert told(folder) == []
    return read(folder).season.week(1).book


def test_a_book_that_is_only_like_another(tmp_path: Path) -> None:
    assert ours(tmp_path, "") == replace(BOOKS["us-34"], name="ours", title="ours, like us-34")


def test_every_setting_of_a_book_can_be_written(tmp_path: Path) -> None:
    book = ours(tmp_path, ALL_SETTINGS)

    assert replace(book, confidence=EVERYTHING.confidence) == EVERYTHING
    for one in fields(Book):
        assert one.name in {"name", "confidence"} or getattr(book, one.name) != getattr(BOOKS["us-34"], one.name), one


def test_every_setting_of_a_book_is_a_setting_of_the_folder() -> None:
    assert {*SETTINGS, "name", "confidence"} == {one.name for one in fields(Book)}
    assert all(kind_of(setting) and schema_of(setting) for setting in SETTINGS)


@pytest.mark.parametrize(("written", "value"), [("0.1", "1/10"), ('"1/2"', "1/2"), ("3", "3"), ('"0.25"', "1/4")])
def test_a_weight_is_exactly_what_was_written(tmp_path: Path, written: str, value: str) -> None:
    assert ours(tmp_path, f"panel_weight = {written}\n").panel_weight == Fraction(value)


@pytest.mark.parametrize("way", Absent)
def test_a_book_says_what_becomes_of_an_absent_judge(tmp_path: Path, way: Absent) -> None:
    assert ours(tmp_path, f'absent = "{way.value}"\n').absent is way
    assert f'| `"{way.value}"` |' in (ROOT / "docs/rules/television.md").read_text(encoding="utf-8")


def test_no_tie_break_is_an_empty_list(tmp_path: Path) -> None:
    assert ours(tmp_path, "combined_tie = []\n").combined_tie == ()


def test_a_week_may_name_one_of_two_own_books(tmp_path: Path) -> None:
    more = '[books.theirs]\nlike = "ours"\ncombine = "percent"\n'
    folder = folder_of(tmp_path, f"jeopardy = 3\n{more}")
    (folder / "weeks.csv").write_text("week,book\n1,\n2,theirs\n3,uk-7\n", encoding="utf-8")
    first, second, third = (week.book for week in read(folder).season.weeks)

    assert told(folder) == []
    assert (first.name, first.combine, first.jeopardy) == ("ours", Combine.RANKS, 3)
    assert (second.name, second.combine, second.jeopardy) == ("theirs", Combine.PERCENT, 3)
    assert third == BOOKS["uk-7"]


def test_how_sure_a_setting_is(tmp_path: Path) -> None:
    book = ours(tmp_path, '[books.ours.confidence]\ncombine = "weak"\njeopardy = "published"\n')

    assert book.sure("combine") is Confidence.WEAK
    assert book.sure("jeopardy") is Confidence.PUBLISHED
    assert book.sure("decider") is BOOKS["us-34"].sure("decider")
    assert book.least_sure is Confidence.WEAK


def test_who_publishes_a_book_is_sure_of_all_of_it(tmp_path: Path) -> None:
    """A star stands for all settings that are not named here; what was known of the other book does not count."""
    book = ours(tmp_path, '[books.ours.confidence]\n"*" = "published"\njeopardy = "weak"\n')

    assert book.least_sure is Confidence.PUBLISHED
    assert {book.sure(setting) for setting in SETTINGS if setting != "jeopardy"} == {Confidence.PUBLISHED}
    assert book.sure("jeopardy") is Confidence.WEAK


WRONG: dict[str, tuple[str, str]] = {
    "a way to join that is not known": (
        'combine = "percnt"',
        """
        season.toml, line 6 (books.ours.combine): found 'percnt', expected 'ranks', 'percent', 'points', 'votes' or
        'marks'. Did you mean 'percent'?
        """,
    ),
    "a setting that is not known": (
        'combin = "percent"',
        """
        season.toml, line 6 (books.ours.combin): found 'combin', expected a setting of a book.
        Did you mean 'combine'?
        """,
    ),
    "a weight below nothing": (
        "panel_weight = -1",
        """
        season.toml, line 6 (books.ours.panel_weight): found '-1', expected a number such as 1 or "1/2".
        Write one of these.
        """,
    ),
    "half a couple": (
        "jeopardy = 2.5",
        """
        season.toml, line 6 (books.ours.jeopardy): found '2.5', expected a whole number. Write one of these.
        """,
    ),
    "yes in quotes": (
        'immune_excluded = "yes"',
        """
        season.toml, line 6 (books.ours.immune_excluded): found 'yes', expected true or false. Write one of these.
        """,
    ),
    "a tie-break that is not known": (
        'combined_tie = ["audience", "pannel"]',
        """
        season.toml, line 6 (books.ours.combined_tie): found '['audience', 'pannel']', expected a list of 'audience' or
        'panel'. Write one of these.
        """,
    ),
    "sure of a setting that is not known": (
        '[books.ours.confidence]\ncombin = "published"',
        """
        season.toml, line 7 (books.ours.confidence.combin): found 'combin', expected a setting of a book.
        Did you mean 'combine'?
        """,
    ),
    "sure in a word that is not known": (
        '[books.ours.confidence]\ncombine = "sure"',
        """
        season.toml, line 7 (books.ours.confidence.combine): found 'sure', expected 'published', 'reported', 'assumed'
        or 'weak'. Write one of these.
        """,
    ),
}


@pytest.mark.parametrize(("settings", "words"), WRONG.values(), ids=WRONG)
def test_a_person_is_told(tmp_path: Path, settings: str, words: str) -> None:
    assert told(folder_of(tmp_path, settings)) == sentences(words)


def test_like_a_book_that_does_not_exist(tmp_path: Path) -> None:
    """The season's own book is there, only broken; to say that it is not known as well would mislead."""
    folder = folder_of(tmp_path, "", TOP.replace("us-34", "us-32-3"))

    assert told(folder) == sentences("""
        season.toml, line 5 (books.ours.like): found 'us-32-3', expected the book that this one is like.
        Did you mean 'us-32-33'?
    """)


def test_a_book_that_does_not_say_what_it_is_like(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "", TOP.replace("like =", "title ="))

    assert told(folder) == sentences(f"""
        season.toml, line 4 (books.ours.like): found nothing, expected the book that this one is like.
        Name one of: {A_BOOK}.
    """)


def test_how_sure_in_one_word_gets_the_place_and_the_way(tmp_path: Path) -> None:
    (sentence,) = told(folder_of(tmp_path, 'confidence = "published"\n'))

    assert sentence.startswith("season.toml, line 6 (books.ours.confidence")


def test_a_known_book_cannot_be_written_over(tmp_path: Path) -> None:
    """A result under a book of that name would say another thing than the book that everybody can name."""
    folder = folder_of(tmp_path, '[books."us-32-33"]\nlike = "us-34"\n')

    assert len(told(folder)) == 1


@pytest.mark.parametrize("size", ["1e400", "1e5000"])
def test_a_number_that_no_show_needs_is_no_number(tmp_path: Path, size: str) -> None:
    assert told(folder_of(tmp_path, f'panel_weight = "{size}"')) == sentences(f"""
        season.toml, line 6 (books.ours.panel_weight): found '{size}', expected a number such as 1 or "1/2".
        Write one of these.
    """)


def test_marks_and_votes_cannot_both_weigh_nothing(tmp_path: Path) -> None:
    (sentence,) = told(folder_of(tmp_path, "panel_weight = 0\naudience_weight = 0\n"))

    assert "(books.ours.panel_weight): found '0', expected a weight above 0" in sentence
    assert told(folder_of(tmp_path, "panel_weight = 0\n")) == []
