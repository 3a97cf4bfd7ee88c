"""The words: all that is said of season 32, judged by eye, and what they are careful not to say."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from mirrorball.recap import words
from tests.recap.seasons import running, shipped
from tests.recap.spoken import all_of

SAID = Path(__file__).with_name("season-32-said.txt")  # read it as a reader would before a line of it is changed
TOLD = shipped()


def test_all_that_is_said_of_season_32() -> None:
    said = "\n".join("\n".join([f"[{about}]", *those, ""]) for about, those in all_of(TOLD).items())
    assert said.splitlines() == SAID.read_text(encoding="utf-8").splitlines()


def test_a_carried_score_is_spelled_out() -> None:
    line = TOLD.week(11).line("Xochitl Gomez")
    assert line is not None
    assert words.how_points_came(line) == (
        "60 + 30 + 30 = 120: 60 carried over from week 10, 30 for the foxtrot and 30 for the freestyle."
    )


def test_a_bonus_and_a_contest_that_was_lost_are_named() -> None:
    said = {line.star: words.how_points_came(line) for line in TOLD.week(8).lines}
    assert said["Ariana Madix"] == "39 + 3 = 42: 39 for the paso doble and 3 in the dance-off."
    assert said["Xochitl Gomez"] == "40 points for the tango and nothing in the dance-off."


def test_a_stated_total_says_so() -> None:
    line = TOLD.week(10).line("Alyson Hannigan")
    assert line is not None
    assert words.how_points_came(line) == "51 points from the panel, of which not every mark is known."


def test_places_that_do_not_follow_the_points_are_put_down_to_the_votes() -> None:
    final = TOLD.weeks[-1]
    said = {j.star: words.why_left(TOLD, final, j.result) for j in TOLD.finalists if j.result}
    assert "level third; the votes lifted them to second." in said["Jason Mraz"]
    assert "level with Jason Mraz; the votes decided between them." in said["Ariana Madix"]
    assert "second; the votes put them fourth." in said["Charity Lawson"]
    assert "votes" not in said["Xochitl Gomez"] + said["Alyson Hannigan"]
    assert "no vote total is published" in words.lead(TOLD)


def test_who_was_named_on_air_is_never_called_the_lowest() -> None:
    for told in TOLD.weeks:
        named = [one for one in words.week_story(TOLD, told) if "jeopardy" in one]
        assert len(named) == bool(told.week.named_in_jeopardy)
        for sentence in named:
            assert "not always" in sentence or "not have been" in sentence


def test_neighbouring_weeks_and_stars_do_not_read_alike() -> None:
    names = [name for couple in TOLD.season.couples for name in (couple.star, couple.pro)]

    def bare(sentence: str) -> str:
        for name in names:
            sentence = sentence.replace(name, "N")
        return sentence[:12]

    stars = [words.star_line(TOLD, TOLD.journey(couple.star))[0] for couple in TOLD.season.couples]
    open_ = [words.could_change(TOLD, told)[0] for told in TOLD.weeks[:9]]
    for row in (stars, open_):
        assert all(bare(one) != bare(other) for one, other in pairwise(row))


def test_every_week_and_star_has_its_sentences() -> None:
    assert all(1 < len(words.week_story(TOLD, told)) <= 6 for told in TOLD.weeks)
    assert all(1 < len(words.star_line(TOLD, journey)) <= 4 for journey in TOLD.journeys)


def test_a_running_season_tells_no_end_and_no_plan() -> None:
    told = running(3)
    assert words.lead(told) == (
        "Season 32 of Dancing With the Stars is still running. After week 3 eleven couples are still in. Jason Mraz "
        "and Ariana Madix led that night's board with 34 points each."
    )
    assert words.week_story(told, told.week(4)) == ["Week 4 is not danced yet."]
    assert words.could_change(told, told.week(4)) == []
    prose = " ".join(sentence for said in all_of(told).values() for sentence in said)
    for word in (" won", "final", "Disney", "season lasted", "champion", "fifth place"):
        assert word not in prose
