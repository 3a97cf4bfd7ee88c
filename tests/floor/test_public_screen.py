"""The public's screen: it follows the desk, and holds nothing before its moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from mirrorball.core.channel import Channel, LimitPer, Unit, Way, price_of
from mirrorball.core.commands import (
    AskCorrection,
    CloseVote,
    ExtendVote,
    GiveBonus,
    GrantCorrection,
    Hold,
    LockMarks,
    OpenVote,
    Resume,
    SealTally,
    Take,
    Withdraw,
)
from mirrorball.core.result_commands import Crown
from mirrorball.core.season import Couple, Exit, Package, Result, Season
from mirrorball.core.show import open_night
from mirrorball.core.ties import Place
from mirrorball.core.votes import Tally
from mirrorball.floor.public_cast import around, monogram, photo_numbers
from mirrorball.season.read import read
from tests.core.stage import (
    FINAL,
    ONE,
    PANEL,
    STARS,
    TWO,
    VOTES,
    WALTZ,
    a_season,
    a_week,
    ballots,
    mark,
    marked,
    the_night,
)
from tests.floor.public_night import Seen, danced
from tests.season.folders import SHIPPED

CLOSES_AT = 1_700_000_000_000


# What the room looks at.


def test_the_scene_follows_the_desk_through_a_final() -> None:
    night = Seen(the_night(FINAL))
    counted = SealTally(Tally({star: {"web": VOTES[star]} for star in STARS}))
    steps = (*danced(), Take(5), OpenVote(), CloseVote(), Take(6), counted)
    seen = [night.screen.scene, *(night.play(step).scene for step in steps), night.seal().scene]
    assert list(dict.fromkeys(seen)) == ["waiting", "dance", "marks", "item", "vote", "counting"]


def test_a_final_ends_with_the_trophy_and_the_look_back() -> None:
    night = Seen(the_night(FINAL))
    night.play(*danced(), Take(5), *ballots(), Take(6))
    assert night.seal().scene == "counting"
    assert night.play(Take(7)).scene == "counting"
    assert night.tell().scene == "reveal"
    assert night.tell_all().scene == "reveal"
    crowned = night.play(Crown())
    assert (crowned.scene, crowned.look_back) == ("champions", ())
    last = night.play(Take(8))
    assert last.scene == "look back"
    assert [(line.couple.star, line.place, line.says) for line in last.look_back] == [
        ("Dee", "1st", "Champions"),
        ("Cy", "2nd", "Danced in the final"),
        ("Bo", "3rd", "Danced in the final"),
        ("Ada", "4th", "Danced in the final"),
    ]


def test_who_goes_on_from_a_step_goes_on_from_the_reveal() -> None:
    """In a show of results a dance may come between two steps."""
    first = a_week()
    night = Seen(the_night(first))
    night.play(*danced(), Take(5), *ballots(), Take(6))
    night.seal()
    assert night.tell().scene == "reveal"
    assert night.play(Take(7)).scene == "reveal"
    assert night.tell_all().scene == "reveal"
    assert night.screen.look_back == ()


def test_films_stand_with_their_title_and_whom_they_are_about() -> None:
    season = replace(
        a_season(), packages=(Package(week=1, title="At home", star="Ada"), Package(week=1, title="Hello"))
    )
    night = Seen(open_night(season, 1))

    assert night.screen.film == ""
    assert (night.play(Take(1)).scene, night.screen.film) == ("film", "Hello")
    assert (night.play(Take(2)).scene, night.screen.film) == ("film", "At home: Ada")


def test_the_vote_is_looked_at_while_nobody_dances() -> None:
    night = Seen(the_night())
    assert night.play(OpenVote()).scene == "vote"
    assert night.play(Take(1)).scene == "dance"
    assert night.screen.vote.state == "open"


def test_that_the_night_stands_still_is_public_and_why_is_not() -> None:
    night = Seen(the_night())
    assert night.play(Hold("A lamp has fallen.")).held
    assert b"lamp" not in night.body
    assert not night.play(Resume()).held


# Marks.


def test_a_mark_stands_there_once_its_sheet_is_locked() -> None:
    night = Seen(the_night())
    shown = night.play(Take(1), mark("Jo", "Ada", 9)).dance
    assert shown is not None
    assert [(m.judge, m.given, m.mark) for m in shown.marks] == [
        ("Ida", False, None),
        ("Jo", True, None),
        ("Kit", False, None),
    ]
    assert (shown.locked, shown.total) == (False, None)
    assert [line.points for line in night.screen.board] == [None] * 4

    shown = night.play(mark("Ida", "Ada", 8), mark("Kit", "Ada", 7), LockMarks(WALTZ, "Ada")).dance
    assert shown is not None
    assert [m.mark.text for m in shown.marks if m.mark] == ["8", "9", "7"]
    assert (shown.locked, shown.total and shown.total.text, shown.corrected) == (True, "24", False)
    first = night.screen.board[0]
    assert (first.couple.star, first.points and first.points.text, first.place) == ("Ada", "24", "")
    assert (shown.number, shown.of) == (1, 4)


def test_a_mark_changed_after_the_lock_says_so() -> None:
    night = Seen(the_night())
    night.play(Take(1), *(mark(judge, "Ada", 9) for judge in PANEL))
    before_lock = AskCorrection("Ida", WALTZ, "Ada", Fraction(8), "slip", "Ida")
    shown = night.play(before_lock, GrantCorrection("Ida", WALTZ, "Ada", TWO), LockMarks(WALTZ, "Ada")).dance
    assert shown is not None
    assert not shown.corrected

    asked = night.play(AskCorrection("Ida", WALTZ, "Ada", Fraction(7), "slip", "Ida"))
    assert asked.dance == shown
    shown = night.play(GrantCorrection("Ida", WALTZ, "Ada", TWO)).dance
    assert shown is not None
    assert (shown.corrected, shown.total and shown.total.text) == (True, "25")


def test_marks_of_a_sheet_that_is_open_again_are_gone() -> None:
    night = Seen(the_night())
    night.play(Take(1), *(mark(judge, "Ada", 9) for judge in PANEL), LockMarks(WALTZ, "Ada"))
    struck = AskCorrection("Ida", WALTZ, "Ada", None, "not hers", "Ida")
    shown = night.play(struck, GrantCorrection("Ida", WALTZ, "Ada", TWO)).dance

    assert shown is not None
    assert (shown.locked, shown.total, [m.mark for m in shown.marks]) == (False, None, [None] * 3)
    assert night.screen.board[0].points is None


def test_places_stand_once_everybody_has_danced_as_often() -> None:
    night = Seen(the_night())
    night.play(*danced())
    assert [(line.place, line.couple.star) for line in night.screen.board] == [
        ("1st", "Ada"),
        ("2nd", "Bo"),
        ("3rd", "Cy"),
        ("4th", "Dee"),
    ]


def test_another_pro_who_dances_tonight_is_named() -> None:
    season = a_season()
    season = replace(season, routines=(replace(season.routines[0], danced_with="Ezra"), *season.routines[1:]))
    shown = Seen(open_night(season, 1)).play(Take(1)).dance

    assert shown is not None
    assert (shown.couple.pro, shown.couple.couple) == ("Ezra", "Ada and Ezra")


# The season.


def test_the_season_counts_each_week_once() -> None:
    first, second = a_week(1), replace(a_week(2), carry=1)
    season = marked(a_season(first, second), 1)
    left = Result(star="Dee", exit=Exit.ELIMINATED, week=1, place=Place(4, 4))
    night = Seen(open_night(replace(season, results=(left,)), 2))
    night.play(Take(1), *(mark(judge, "Ada", 10) for judge in PANEL), LockMarks(WALTZ, "Ada"))
    night.play(GiveBonus("Bo", "marathon", Fraction(2)))

    lines = {line.couple.star: line for line in night.screen.season}
    assert {star: line.points and line.points.text for star, line in lines.items()} == {
        "Ada": "57",
        "Bo": "26",
        "Cy": "21",
        "Dee": "18",
    }
    assert lines["Ada"].made_of == "2 dances, 28.5 points a dance"
    assert (lines["Dee"].out, lines["Dee"].couple.number) == ("left in week 1", 0)
    assert {line.place for line in lines.values()} == {""}  # Ada has danced once more than the others


def test_who_withdraws_is_out_at_once_and_not_voted_for() -> None:
    night = Seen(the_night())
    numbers = {c.star: c.number for c in night.screen.vote.couples}
    screen = night.play(Withdraw("Bo", "An injury."))

    assert [line.out for line in screen.season if line.couple.star == "Bo"] == ["withdrew tonight"]
    assert {c.star: c.number for c in screen.vote.couples} == {s: n for s, n in numbers.items() if s != "Bo"}
    assert b"injury" not in night.body


def test_points_that_nobody_knows_are_none() -> None:
    shipped = read(SHIPPED).season
    lines = Seen(open_night(shipped, 11)).screen.season

    assert lines[0].couple.star == "Xochitl Gomez"
    assert len(lines) == 14
    assert all((line.points is None) == ("not every mark" in line.made_of) for line in lines)


# The vote.


def test_numbers_and_keywords_are_those_of_the_vote_page() -> None:
    season = replace(
        a_season(),
        couples=tuple(
            Couple(star=s, pro="P", number=n, keyword=s.upper()) for s, n in zip(STARS, (7, None, 2, None), strict=True)
        ),
    )
    night = Seen(open_night(season, 1))

    assert [(c.number, c.star, c.keyword) for c in night.screen.vote.couples] == [
        (choice.number, choice.star, choice.keyword) for choice in night.around.rules.choices
    ]


def test_the_window_says_until_when() -> None:
    night = Seen(the_night(), around(the_night(), vote_page="https://vote.example"))
    before = night.screen.vote
    assert (before.state, before.says, before.closes_at) == ("not open yet", "The vote is not open yet.", None)
    opened = night.play(OpenVote(CLOSES_AT)).vote
    assert (opened.state, opened.closes_at, opened.extended, opened.address) == (
        "open",
        CLOSES_AT,
        False,
        "https://vote.example",
    )
    extended = night.play(ExtendVote(CLOSES_AT + 60_000, "the page was slow", ONE)).vote
    assert (extended.closes_at, extended.extended) == (CLOSES_AT + 60_000, True)
    assert b"slow" not in night.body
    closed = night.play(CloseVote()).vote
    assert (closed.state, closed.closes_at, closed.extended) == ("closed", None, True)


@pytest.mark.parametrize(
    ("channel", "says"),
    [
        (Channel("web", 10), "On the vote page: up to 10 votes for each couple from one browser."),
        (Channel("web", 1, LimitPer.BALLOT, unit=Unit.SEAT), "On the vote page: 1 vote with a seat code."),
        (
            Channel("text message", 20, LimitPer.BALLOT, Way.RELAY, Unit.PHONE),
            "By text message: up to 20 votes in all from one telephone number.",
        ),
        (Channel("paper", 1, LimitPer.COUPLE, Way.PAPER, Unit.PAPER), "On paper: 1 vote for each couple."),
        (
            Channel("gifts", None, way=Way.DONATION, unit=Unit.PAYMENT, price=price_of("0.50 EUR")),
            "With a donation, 0.50 EUR a vote: as many votes as you like.",
        ),
    ],
)
def test_each_way_of_voting_is_a_sentence(channel: Channel, says: str) -> None:
    (way,) = Seen(open_night(replace(a_season(), channels=(channel,)), 1)).screen.vote.ways
    assert (way.name, way.says) == (channel.name, says)


def test_a_night_that_takes_no_votes_says_no_way() -> None:
    assert Seen(the_night()).screen.vote.ways == ()


# The cast.


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Xochitl Gomez", "XG"),
        ("Cher", "C"),
        ("Émile Dupont", "ÉD"),
        ("E\u0301mile d'Arc", "ÉD"),
        ("“Baby” Spice", "BS"),
        ("فاطمة الزهراء", "فا"),
        ("Anna Maria de la Cruz", "AC"),
        ("…", ""),
    ],
)
def test_letters_stand_in_for_a_photo(name: str, letters: str) -> None:
    assert monogram(name) == letters


def test_photos_have_numbers_of_their_own() -> None:
    left = Result(star="Ada", exit=Exit.ELIMINATED, week=1)
    season: Season = replace(a_season(a_week(1), a_week(2)), results=(left,))
    numbers = photo_numbers(open_night(season, 2))

    assert {star: numbers[star] for star in STARS[1:]} == {"Bo": 1, "Cy": 2, "Dee": 3}
    assert numbers["Ada"] == 4


def test_the_night_stands_over_it() -> None:
    week = replace(a_week(), date=date(2023, 12, 5), title="Finale", absent=("Jo",))
    season = replace(a_season(week), hosts=("Al", "Julie"), number=3)
    night = Seen(open_night(season, 1), around(open_night(season, 1), rehearsal=True)).screen.night

    assert (night.title, night.theme, night.date) == ("A small season, season 3", "Finale", "5 December 2023")
    assert (night.hosts, night.panel, night.rehearsal) == (("Al", "Julie"), ("Ida", "Kit"), True)
