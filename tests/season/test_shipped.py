"""Season 32 as it is shipped: clean, whole, and each recorded result possible, with votes that show it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from mirrorball.core.book import Confidence
from mirrorball.core.marks import night, nights, points, sheet
from mirrorball.core.outcome import rules_of
from mirrorball.core.season import Exit, RecordedVotes, Season, Song
from mirrorball.core.show import result_of
from mirrorball.core.ties import Place
from mirrorball.season.check import check
from mirrorball.season.possible import Verdict
from mirrorball.season.problems import Severity
from mirrorball.season.read import read
from tests.season.folders import SHIPPED, rows, told

FOLDER = read(SHIPPED)
SEASON = FOLDER.season
REPORT = check(SHIPPED)
EXITS = {
    1: "Matt Walsh",
    2: "Jamie Lynn Spears",
    3: "Tyson Beckford",
    4: "Adrian Peterson",
    5: "Mira Sorvino",
    6: "Mauricio Umansky",
    7: "Lele Pons",
    8: "Barry Williams",
    9: "Harry Jowsey",
}
FINALISTS = ("Xochitl Gomez", "Jason Mraz", "Ariana Madix", "Charity Lawson", "Alyson Hannigan")  # by place
GUESTS = {3: "Michael Strahan", 6: "Niecy Nash-Betts", 7: "Paula Abdul", 8: "Billy Porter", 9: "Mandy Moore"}


def test_it_reads_without_a_problem_or_a_warning() -> None:
    assert FOLDER.problems == ()
    assert told(SHIPPED) == []
    assert REPORT.exit_code(strict=False) == REPORT.exit_code(strict=True) == 0


def test_the_two_dances_whose_marks_are_not_whole_are_noted() -> None:
    notes = [problem for problem in REPORT.problems if problem.severity is Severity.NOTE]

    assert [(note.file, note.line) for note in notes] == [("routines.csv", 104), ("routines.csv", 109)]
    assert {note.found for note in notes} == {"no mark from Derek Hough and Bruno Tonioli"}


def test_everybody_and_everything_is_there() -> None:
    assert (SEASON.title, SEASON.number, SEASON.year) == ("Dancing With the Stars", 32, 2023)
    assert len(SEASON.couples) == 14
    assert [week.number for week in SEASON.weeks] == list(range(1, 12))
    assert len(SEASON.routines) == 118
    assert Counter(r.week for r in SEASON.routines) == dict(
        zip(range(1, 12), (14, 13, 12, 11, 10, 9, 16, 7, 6, 10, 10), strict=True)
    )
    assert Counter(b.contest for b in SEASON.bonuses) == {"Dance Monster-thon": 9, "dance-off": 7, "relay": 6}
    assert len(SEASON.results) == 14


def test_each_value_stands_where_the_folder_says() -> None:
    for table, values in (("couples.csv", SEASON.couples), ("routines.csv", SEASON.routines)):
        head, *cells = rows(SHIPPED / table)
        stars = [row[head.index("star")] for row in cells]

        assert [at["star"] for at in FOLDER.at[table]] == stars == [value.star for value in values]
        assert [at.line for at in FOLDER.at[table]] == list(range(2, len(cells) + 2))


@pytest.mark.parametrize("number", range(1, 12))
def test_the_panel_is_the_regular_one_and_a_guest_before_the_last(number: int) -> None:
    first, second, last = SEASON.judges
    guest = [GUESTS[number]] if number in GUESTS else []

    assert SEASON.week(number).panel == (first, second, *guest, last)


def test_every_total_of_the_table_is_what_the_marks_add_up_to() -> None:
    stated = [(at["total"], danced) for at, danced in zip(FOLDER.at["routines.csv"], SEASON.routines, strict=True)]
    without = [danced.star for total, danced in stated if not total]

    assert without == ["Alyson Hannigan", "Alyson Hannigan"]
    for total, danced in stated:
        if total:
            assert (
                sheet(SEASON, SEASON.week(danced.week).book, danced).total
                == Fraction(total)
                == sum(danced.marks.values())
            ), danced


def test_semi_final_and_finale_add_up() -> None:
    book = SEASON.week(11).book
    both = {star: night(SEASON, book, 11, star) for star in FINALISTS}

    assert {star: n.carried and n.carried.points for star, n in both.items()} == dict(
        zip(FINALISTS, (60, 57, 58, 59, 51), strict=True)
    )
    assert {star: n.marks for star, n in both.items()} == dict(zip(FINALISTS, (60, 60, 59, 59, 53), strict=True))
    assert {star: n.points for star, n in both.items()} == {
        "Xochitl Gomez": 120,
        "Jason Mraz": 117,
        "Ariana Madix": 117,
        "Charity Lawson": 118,
        "Alyson Hannigan": 104,
    }


@pytest.mark.parametrize(
    ("week", "star", "parts"),
    [
        (6, "Xochitl Gomez", (37, 5)),
        (7, "Xochitl Gomez", (74, 0)),
        (7, "Ariana Madix", (74, 0)),
        (9, "Jason Mraz", (40, 3)),
        (10, "Alyson Hannigan", (51, 0)),
    ],
)
def test_nights_that_the_press_tells(week: int, star: str, parts: tuple[int, int]) -> None:
    found = night(SEASON, SEASON.week(week).book, week, star)

    assert found.marks == parts[0]
    assert found.bonus == parts[1]


@pytest.mark.parametrize(("number", "star"), EXITS.items())
def test_an_elimination_is_possible(number: int, star: str) -> None:
    verdict = REPORT.verdicts[number - 1]

    assert (verdict.week, verdict.verdict, verdict.out) == (number, Verdict.POSSIBLE, (star,))
    assert not verdict.by_record
    assert verdict.votes is not None
    result = result_of(with_votes(SEASON, number, verdict.votes), number)
    assert result is not None
    assert result.out == (star,)
    assert result.places == {star: Place(15 - number, 15 - number)}


def test_the_final_is_possible() -> None:
    verdict = REPORT.verdicts[10]

    assert (verdict.week, verdict.verdict) == (11, Verdict.POSSIBLE)
    assert verdict.votes is not None
    result = result_of(with_votes(SEASON, 11, verdict.votes), 11)
    assert result is not None
    assert list(result.standing.stars) == list(FINALISTS)
    assert result.champions == ("Xochitl Gomez",)
    assert result.places == {r.star: r.place for r in SEASON.results if r.exit is Exit.FINAL}


def test_nobody_left_in_week_10() -> None:
    assert REPORT.verdicts[9].verdict is Verdict.NOBODY_LEFT
    assert REPORT.verdicts[9].votes is None


def test_the_marks_alone_do_not_tell_the_places_of_the_finale() -> None:
    given = points(nights(SEASON, rules_of(SEASON.week(11)), 11))
    assert given is not None
    by_marks = sorted(FINALISTS, key=lambda star: -given[star])

    assert by_marks != list(FINALISTS)
    assert by_marks[1] == "Charity Lawson"


def test_the_book_is_assumed_and_the_places_are_not_more_sure_than_that() -> None:
    assert {week.book.name for week in SEASON.weeks} == {"us-32-33"}
    assert {verdict.confidence for verdict in REPORT.verdicts} == {Confidence.ASSUMED}
    assert SEASON.votes == ()


def with_votes(season: Season, number: int, votes: dict[str, int]) -> Season:
    """The season with these votes recorded; the votes of a carried week are known and come to nothing."""
    carry = season.week(number).carry
    nothing = [RecordedVotes(week=carry, star=star, channel="", votes=0) for star in votes] if carry else []
    cast = [RecordedVotes(week=number, star=star, channel="", votes=n) for star, n in votes.items()]
    return replace(season, votes=(*nothing, *cast))


# The finale, as the report of 6 December 2023 has it.

REDEMPTION = {
    "Alyson Hannigan": ("Salsa", Song("Get on Your Feet", ("Gloria Estefan",)), (9, 8, 8)),
    "Jason Mraz": ("Foxtrot", Song("Fly Me to the Moon", ("Frank Sinatra",)), (10, 10, 10)),
    "Ariana Madix": ("Samba", Song("Spice Up Your Life", ("Spice Girls",)), (9, 10, 10)),
    "Charity Lawson": ("Tango", Song("Libertango", ("Astor Piazzolla",)), (9, 10, 10)),
    "Xochitl Gomez": ("Foxtrot", Song("Unconditionally", ("Katy Perry",)), (10, 10, 10)),
}
FREESTYLE = {
    "Charity Lawson": (
        (
            Song("Lose My Breath", ("Destiny's Child",)),
            Song("Suéltate", ("Sam i", "Jarina De Marco"), ("Anitta", "BIA")),
        ),
        (10, 10, 10),
    ),
    "Jason Mraz": ((Song("Happy", ("C2C",), ("Derek Martin",)),), (10, 10, 10)),
    "Alyson Hannigan": ((Song("Enchanted", ("Taylor Swift",)), Song("Papi", ("Jennifer Lopez",))), (9, 9, 10)),
    "Ariana Madix": ((Song("Run the World (Girls)", ("Beyoncé",)), Song("Level Up", ("Ciara",))), (10, 10, 10)),
    "Xochitl Gomez": ((Song("Que Calor", ("District 78",)),), (10, 10, 10)),
}
PHOTO_CREDITS = {
    "Xochitl Gomez": "(Photo by Kevin Winter/Getty Images)",
    "Jason Mraz": "Broadimage/REX/Shutterstock",
    "Ariana Madix": "Heidi Gutman/NBCUniversal via Getty Images",
    "Charity Lawson": "ABC/Sami Drasin",
    "Alyson Hannigan": "(Photo by: Zach Pagano/NBC/NBCU Photo Bank via Getty Images)",
    "Harry Jowsey": "Frazer Harrison/Getty Images for Spotify",
    "Barry Williams": "(Photo by Mark Goldman/Icon Sportswire via Getty Images)",
    "Lele Pons": "Jon Kopaloff/FilmMagic",
    "Mauricio Umansky": "Netflix",
    "Mira Sorvino": "David Fisher/REX/Shutterstock",
    "Adrian Peterson": "(Photo by Steph Chambers/Getty Images)",
    "Tyson Beckford": "Gregory Pace/Shutterstock",
    "Jamie Lynn Spears": "Charley Gallay/Getty Images",
    "Matt Walsh": "Larry Busacca/Getty Images",
}
PROS = {
    "Xochitl Gomez": "Val Chmerkovskiy",
    "Jason Mraz": "Daniella Karagach",
    "Ariana Madix": "Pasha Pashkov",
    "Charity Lawson": "Artem Chigvintsev",
    "Alyson Hannigan": "Sasha Farber",
    "Harry Jowsey": "Rylee Arnold",
    "Barry Williams": "Peta Murgatroyd",
    "Lele Pons": "Brandon Armstrong",
    "Mauricio Umansky": "Emma Slater",
    "Mira Sorvino": "Gleb Savchenko",
    "Adrian Peterson": "Britt Stewart",
    "Tyson Beckford": "Jenna Johnson",
    "Jamie Lynn Spears": "Alan Bersten",
    "Matt Walsh": "Koko Iwasaki",
}


def test_the_redemption_dances() -> None:
    danced = [r for r in SEASON.danced_in(11) if r.round == "redemption"]

    assert [r.star for r in sorted(danced, key=lambda r: r.order or 0)] == list(REDEMPTION)
    for routine in danced:
        style, song, marks = REDEMPTION[routine.star]
        assert (routine.style, routine.songs) == (style, (song,))
        assert routine.marks == dict(zip(SEASON.judges, marks, strict=True))


def test_a_redemption_dance_was_danced_before() -> None:
    for star, (style, _, _) in REDEMPTION.items():
        assert style in {r.style for r in SEASON.routines if r.star == star and r.week < 11}


def test_the_freestyles() -> None:
    danced = {r.star: r for r in SEASON.danced_in(11) if r.round == "freestyle"}

    assert danced.keys() == FREESTYLE.keys()
    for star, (songs, marks) in FREESTYLE.items():
        assert (danced[star].style, danced[star].songs) == ("Freestyle", songs)
        assert danced[star].marks == dict(zip(SEASON.judges, marks, strict=True))


def test_the_films_of_the_finale() -> None:
    assert [(film.week, film.title, film.star, film.people) for film in SEASON.packages] == [
        (11, "A message from loved ones", "Xochitl Gomez", ("America Ferrera", "Eva Longoria")),
        (11, "A message from loved ones", "Ariana Madix", ("Scheana Shay",)),
        (11, "A message from loved ones", "Alyson Hannigan", ("Cobie Smulders", "Josh Radnor")),
        (11, "Confessional between the dances", "Xochitl Gomez", ("Xochitl Gomez",)),
        (11, "Confessional between the dances", "Xochitl Gomez", ("Val Chmerkovskiy",)),
    ]


def test_who_stands_around_the_couples() -> None:
    assert SEASON.hosts == ("Alfonso Ribeiro", "Julianne Hough")
    assert SEASON.judges == ("Carrie Ann Inaba", "Derek Hough", "Bruno Tonioli")
    assert SEASON.trophy == "Len Goodman Mirrorball Trophy"
    assert SEASON.crew == {"musical director": "Ray Chew", "executive producer": "Conrad Green"}
    assert SEASON.week(11).title == "Finale"
    assert str(SEASON.week(11).date) == "2023-12-05"


def test_every_couple_with_its_pro_and_photo_credit() -> None:
    assert {couple.star: couple.pro for couple in SEASON.couples} == PROS
    assert {couple.star: couple.photo_credit for couple in SEASON.couples} == PHOTO_CREDITS
    assert all(couple.known_for for couple in SEASON.couples)


def test_places_from_first_to_fourteenth() -> None:
    in_order = [*FINALISTS, *reversed(EXITS.values())]

    assert {r.star: r.place for r in SEASON.results} == {star: Place(n, n) for n, star in enumerate(in_order, 1)}
