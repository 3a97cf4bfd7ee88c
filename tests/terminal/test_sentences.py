"""Figures and reasons in plain English."""

from __future__ import annotations

import time
from dataclasses import replace
from fractions import Fraction

import pytest

from mirrorball import sentences
from mirrorball.core.book import Book, Combine, Confidence, Decider, TieBreak
from mirrorball.core.books import BOOKS
from mirrorball.core.combine import standing
from mirrorball.core.commands import CloseVote, OpenVote
from mirrorball.core.marks import night
from mirrorball.core.outcome import outcome
from mirrorball.core.reach import reach
from mirrorball.core.season import Bonus, Couple, Routine, Season, Song, StatedTotal, Week
from mirrorball.core.ties import Place
from tests.core.stage import after, the_night

RANKS, SHARES, POINTS = BOOKS["us-34"], BOOKS["us-3-16"], BOOKS["uk-1-4"]
VOTES, MARKS = BOOKS["gala-votes"], BOOKS["gala-marks"]
GIVEN = {"Ada": Fraction(30), "Bo": Fraction(25), "Cy": Fraction(25)}
CAST = {"Ada": 20, "Bo": 30, "Cy": 50}
PANEL = ("Ida", "Jo", "Kit")


def test_a_moment_is_told_by_the_clock_of_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """To the second, whole seconds only: 21:14:30 is not passed before it is."""
    for zone, told in (("UTC", "22:13:20"), ("Europe/Berlin", "23:13:20"), ("America/New_York", "17:13:20")):
        with monkeypatch.context() as there:
            there.setenv("TZ", zone)
            time.tzset()
            assert sentences.clock_time(1_700_000_000_999) == told
    time.tzset()


def test_the_window_is_told_by_one_sentence() -> None:
    show = the_night()
    until = sentences.clock_time(1_700_000_000_000)

    assert sentences.window(show) == "The vote is not open yet."
    assert sentences.window(after(show, OpenVote())) == "The vote is open."
    assert sentences.window(after(show, OpenVote(1_700_000_000_000))) == f"The vote is open until {until}."
    assert sentences.window(after(show, OpenVote(5), CloseVote())) == "The vote is closed."


@pytest.mark.parametrize(
    ("position", "told"),
    [
        *((1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (10, "10th"), (11, "11th"), (12, "12th"), (13, "13th")),
        *((14, "14th"), (20, "20th"), (21, "21st"), (22, "22nd"), (23, "23rd"), (100, "100th"), (101, "101st")),
        *((111, "111th"), (112, "112th"), (113, "113th"), (121, "121st"), (1011, "1011th")),
    ],
)
def test_ordinals(position: int, told: str) -> None:
    assert sentences.nth(position) == told
    assert sentences.ordinal(Place(position, position)) == told


def test_a_shared_place() -> None:
    assert sentences.ordinal(Place(3, 4)) == "3rd-4th"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        *(
            ("0", "0"),
            ("7", "7"),
            ("10", "10"),
            ("100", "100"),
            ("19/2", "9.5"),
            ("1/4", "0.25"),
            ("1000000", "1,000,000"),
        ),
        *(
            ("1/3", "0.33"),
            ("2/3", "0.67"),
            ("1/200", "0.01"),
            ("3/200", "0.02"),
            ("1/40", "0.03"),
            ("499/100000", "0"),
        ),
        *(("-1/200", "-0.01"), ("-3/200", "-0.02"), ("-5/2", "-2.5"), ("2/1", "2"), ("9995/1000", "10")),
    ],
)
def test_numbers_are_rounded_half_away_from_zero(value: str, told: str) -> None:
    assert sentences.number(Fraction(value)) == told


def test_a_number_that_rounds_to_nothing_has_no_sign() -> None:
    assert sentences.number(Fraction(-1, 1000)) == "0"


@pytest.mark.parametrize(
    ("share", "told"),
    [
        ("1/3", "33.33 %"),
        ("1", "100.00 %"),
        ("0", "0.00 %"),
        ("1/8", "12.50 %"),
        ("1/16000", "0.01 %"),
        ("3/2", "150.00 %"),
    ],
)
def test_shares_always_have_two_decimals(share: str, told: str) -> None:
    assert sentences.percent(Fraction(share)) == told


def test_points_that_nobody_knows() -> None:
    assert sentences.points(None) == "not known"
    assert sentences.points(Fraction(57, 2)) == "28.5"


@pytest.mark.parametrize(
    ("names", "told"),
    [((), "nobody"), (("Ada",), "Ada"), (("Ada", "Bo"), "Ada and Bo"), (("Ada", "Bo", "Cy"), "Ada, Bo and Cy")],
)
def test_lists(names: tuple[str, ...], told: str) -> None:
    assert sentences.listed(names) == told


@pytest.mark.parametrize(
    ("music", "told"),
    [
        ((), "music not known"),
        ((Song("Happy"),), "“Happy”"),
        ((Song("Happy", ("C2C",), ("Derek Martin",)),), "“Happy” by C2C featuring Derek Martin"),
        ((Song("", ("C2C",)),), "a song whose title is not known by C2C"),
        (
            (Song("Lose My Breath", ("A",)), Song("Suéltate", ("B", "C"), ("D", "E"))),
            "“Lose My Breath” by A + “Suéltate” by B and C featuring D and E",
        ),
    ],
)
def test_songs(music: tuple[Song, ...], told: str) -> None:
    assert sentences.songs(music) == told


def test_dances() -> None:
    assert sentences.dance(Routine(week=1, star="Ada", style="Tango", songs=(Song("X"),))) == "Tango to “X”"
    assert sentences.dance(Routine(week=1, star="Ada")) == "Style and music not known"


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
def test_every_book_is_told_with_how_sure_it_is(book: Book) -> None:
    told = sentences.book_sentence(book)
    sure = {
        Confidence.PUBLISHED: "The show, or its organiser, said so.",
        Confidence.REPORTED: "The press reported it so.",
        Confidence.ASSUMED: "This is assumed: it was never published.",
        Confidence.WEAK: "This is a guess: the record hardly tells it from other rules.",
    }[book.least_sure]

    assert told.startswith(f"{book.title}. ")
    assert told.endswith(sure)
    assert "  " not in told


# Why a couple stands where it stands.


def why(book: Book, given: dict[str, Fraction] | None = None, cast: dict[str, int] | None = None) -> list[str]:
    """The reasons, best first."""
    shown = standing(book, GIVEN if given is None else given, CAST if cast is None else cast)
    return [sentences.why_here(book, shown, star) for star in shown.stars]


def test_why_by_ranks() -> None:
    """Cy: 2 + 1 = 3. Ada: 1 + 3 = 4. Bo: 2 + 2 = 4, and more votes than Ada."""
    assert why(RANKS) == [
        "=2nd by marks and 1st by votes: 2 + 1 = 3. Ahead of Bo (4).",
        "=2nd by marks and 2nd by votes: 2 + 2 = 4. Level with Ada and ahead by votes, 30 to 20.",
        "1st by marks and 3rd by votes: 1 + 3 = 4. Level with Bo and behind by votes.",
    ]


def test_why_by_shares() -> None:
    assert why(SHARES) == [
        "31.25 % of the marks and 50.00 % of the votes: 81.25 %. Ahead of Bo (61.25 %).",
        "31.25 % of the marks and 30.00 % of the votes: 61.25 %. Ahead of Ada (57.50 %).",
        "37.50 % of the marks and 20.00 % of the votes: 57.50 %. Behind Bo (61.25 %).",
    ]


def test_why_by_points() -> None:
    assert why(POINTS) == [
        "Points by marks and by votes: 2 + 3 = 5. Ahead of Bo (4).",
        "Points by marks and by votes: 2 + 2 = 4. Level with Ada and ahead by votes, 30 to 20.",
        "Points by marks and by votes: 3 + 1 = 4. Level with Bo and behind by votes.",
    ]


def test_why_by_votes_alone() -> None:
    assert why(VOTES) == [
        "50 votes. Ahead of Bo (30).",
        "30 votes. Ahead of Ada (20).",
        "20 votes. Behind Bo (30).",
    ]


def test_why_by_marks_alone() -> None:
    assert why(MARKS) == [
        "30 from the panel. Ahead of Bo (25).",
        "25 from the panel. Tied with Cy: the book does not separate them.",
        "25 from the panel. Tied with Bo.",
    ]


def test_why_by_the_panel_where_the_book_says_so() -> None:
    book = replace(RANKS, combined_tie=(TieBreak.PANEL,))

    assert why(book)[1:] == [
        "1st by marks and 3rd by votes: 1 + 3 = 4. Level with Bo and ahead by marks, 30 to 25.",
        "=2nd by marks and 2nd by votes: 2 + 2 = 4. Level with Ada and behind by marks.",
    ]


def test_why_where_nothing_separates() -> None:
    told = why(RANKS, {"Ada": Fraction(9), "Bo": Fraction(9)}, {"Ada": 5, "Bo": 5})

    assert told == [
        "=1st by marks and =1st by votes: 1 + 1 = 2. Tied with Bo: the book does not separate them.",
        "=1st by marks and =1st by votes: 1 + 1 = 2. Tied with Ada.",
    ]


def test_why_with_weights() -> None:
    """A person who adds up what stands there has to come to what stands behind it."""
    book = replace(RANKS, panel_weight=Fraction(2))
    (first, _) = why(book, {"Ada": Fraction(9), "Bo": Fraction(8)}, {"Ada": 5, "Bo": 4})

    assert first == "1st by marks and 1st by votes: 1 + 1, weighed 2 to 1 = 3. Ahead of Bo (6)."


def test_why_one_couple_alone() -> None:
    assert why(VOTES, {"Ada": Fraction(9)}, {"Ada": 5}) == ["5 votes."]


# What points are made of.


def test_what_points_are_made_of() -> None:
    season = Season(
        title="S",
        couples=(Couple(star="Ada", pro=""),),
        weeks=tuple(Week(number=n, panel=("Ida",), book=RANKS, carry=1 if n == 2 else None) for n in (1, 2, 3)),
        routines=(
            Routine(week=1, star="Ada", marks={"Ida": Fraction(9)}),
            Routine(week=2, star="Ada", round="a", marks={"Ida": Fraction(8)}),
            Routine(week=2, star="Ada", round="b", marks={"Ida": Fraction(19, 2)}),
            Routine(week=3, star="Ada"),
        ),
        bonuses=(Bonus(week=2, star="Ada", contest="dance-off", points=Fraction(3), result="won"),),
    )
    stated = replace(season, stated=(StatedTotal(week=3, star="Ada", total=Fraction(17)),))

    assert sentences.points_made_of(night(season, RANKS, 2, "Ada")) == (
        "8 + 9.5 + 3 dance-off (won) + 9 carried over from week 1"
    )
    assert sentences.points_made_of(night(season, RANKS, 3, "Ada")) == "marks not known"
    assert sentences.points_made_of(night(stated, RANKS, 3, "Ada")) == "17 stated, not every mark is known"


# What the vote can do, and who leaves.


def week(book: Book, *, final: bool = False) -> Week:
    return Week(number=1, panel=PANEL, book=book, final=final)


def could(of: Week, leave: int, given: dict[str, Fraction]) -> list[str]:
    return sentences.what_the_vote_could_change(reach(of, leave, given), of, leave)


def test_what_the_vote_could_change() -> None:
    far_ahead = {"Ada": Fraction(100), "Bo": Fraction(1), "Cy": Fraction(1), "Dee": Fraction(1)}

    assert could(week(RANKS), 1, GIVEN) == ["Each of the 3 couples can leave or stay by the vote."]
    assert could(week(SHARES), 1, far_ahead) == [
        "Bo, Cy and Dee can leave or stay by the vote.",
        "Ada: safe whatever the vote.",
    ]
    assert could(week(RANKS), 0, GIVEN)[0] == "Nobody leaves this week."
    assert could(week(MARKS), 1, GIVEN) == ["This book asks no vote."]


def test_what_the_vote_could_change_in_a_final() -> None:
    """The finale of season 32."""
    given = {star: Fraction(n) for star, n in zip("ABCDE", (120, 117, 117, 118, 104), strict=True)}
    told = could(week(RANKS, final=True), 0, given)

    assert told == ["A, B, C and D can win.", "E can come 2nd to 5th, and cannot win whatever the vote."]


def left(book: Book, saves: dict[str, str], leave: int = 1) -> str:
    at = replace(week(book), casting_judge="Kit")
    return sentences.who_leaves(outcome(at, leave, standing(book, GIVEN, CAST), saves))


def test_who_leaves() -> None:
    judged = replace(RANKS, decider=Decider.JUDGES)

    assert left(RANKS, {}) == "Ada leaves."
    assert left(RANKS, {}, leave=2) == "Bo and Ada leave."
    assert left(RANKS, {}, leave=0) == "Nobody leaves."
    assert left(judged, {"Ida": "Ada", "Jo": "Ada", "Kit": "Ada"}) == "Bo leaves: all judges saved Ada."
    assert left(judged, {"Ida": "Ada", "Jo": "Bo", "Kit": "Ada"}) == "Bo leaves: 2 to 1 the judges saved Ada."


def test_who_leaves_by_the_casting_vote() -> None:
    judged = replace(RANKS, decider=Decider.JUDGES)
    at = replace(week(judged), panel=("Ida", "Kit"), casting_judge="Kit")
    result = outcome(at, 1, standing(judged, GIVEN, CAST), {"Ida": "Bo", "Kit": "Ada"})

    assert sentences.who_leaves(result) == "Bo leaves: the judges were even, and the casting vote saved Ada."


def test_who_has_the_last_word() -> None:
    assert {sentences.decided_by(replace(RANKS, decider=decider)) for decider in Decider} == {
        "The lowest leaves.",
        "The judges choose between the lowest two.",
        "The lowest two dance again, and the judges choose.",
    }
    assert {book.combine for book in BOOKS.values()} == set(Combine)
