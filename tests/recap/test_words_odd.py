"""The words of odd seasons: shared places, withdrawals, several out, no marks, no votes, votes, judges who choose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from mirrorball.core.books import BOOKS
from mirrorball.core.season import Bonus, Exit, RecordedSave, RecordedVotes, Result, Season
from mirrorball.core.ties import Place
from mirrorball.recap import words
from mirrorball.recap.shown import so_far
from mirrorball.recap.story import Story, story
from tests.recap.seasons import SHIPPED
from tests.recap.sites import odd_seasons, season_of
from tests.recap.spoken import all_of, unsound

CHAMPION, SECOND = "Xochitl Gomez", "Jason Mraz"


def two_champions(season: Season) -> Season:
    shared = [replace(r, place=Place(1, 2)) if r.place and r.place.first <= 2 else r for r in season.results]
    return replace(season, results=tuple(shared))


def a_withdrawal(season: Season) -> Season:
    return _left(season, Result(star="Mira Sorvino", exit=Exit.WITHDREW, week=5, place=Place(10, 10)))


def two_in_a_week(season: Season) -> Season:
    return _left(season, Result(star="Lele Pons", exit=Exit.ELIMINATED, week=6, place=Place(8, 9)))


def no_marks(season: Season) -> Season:
    return replace(season, routines=tuple(replace(r, marks={}) for r in season.routines), stated=(), bonuses=())


def one_couple(season: Season) -> Season:
    return replace(
        season,
        couples=season.couples[:1],
        routines=tuple(r for r in season.routines if r.star == season.couples[0].star),
        bonuses=(),
        stated=(),
        results=season.results[:1],
    )


def averaged(season: Season) -> Season:
    rows = {(r.week, r.star): replace(r, style=None, songs=(), round="", team="") for r in season.routines}
    thirds = [replace(r, marks={j: m + Fraction(1, 3) for j, m in r.marks.items()}) for r in rows.values()]
    return replace(season, averaged=True, routines=tuple(thirds), bonuses=())


def a_penalty(season: Season) -> Season:
    return replace(season, bonuses=(Bonus(week=2, star=CHAMPION, contest="overtime", points=Fraction(-1)),))


CHANGES = (two_champions, a_withdrawal, two_in_a_week, no_marks, one_couple, averaged, a_penalty)


@pytest.mark.parametrize("change", CHANGES)
def test_odd_turns_of_season_32_are_sound(change: Callable[[Season], Season]) -> None:
    assert unsound(_changed(change)) == []


@pytest.mark.parametrize("kind", sorted(odd_seasons().keys() - {"sixty couples"}))
def test_odd_seasons_are_sound(kind: str) -> None:
    assert unsound(so_far(story(odd_seasons()[kind]))) == []


def test_many_finalists_are_counted_and_not_listed() -> None:
    told = story(season_of([f"Star Number {n}" for n in range(14)], weeks=2))
    assert unsound(told) == []
    assert words.lead(told).endswith("Star Number 5 and Pro of Star Number 5 sixth; seven couples followed.")
    assert "Star Number 9" not in " ".join(words.road(told))


def test_two_champions_share_the_first_place() -> None:
    told = _changed(two_champions)
    assert words.lead(told).startswith(
        "Xochitl Gomez and Val Chmerkovskiy, and Jason Mraz and Daniella Karagach, shared first place in season 32 of "
        "Dancing With the Stars on 5 December 2023. The Len Goodman Mirrorball Trophy went to both. "
        "Xochitl Gomez's final score was 120"
    )
    assert words.star_line(told, told.journey(SECOND))[0].endswith("Jason Mraz shared first place.")
    assert words.bump_sentence(told).endswith("they won together.")


def test_a_withdrawal_is_no_elimination() -> None:
    told = _changed(a_withdrawal)
    assert words.why_left(told, told.week(5), told.week(5).left[0]) == (
        "Mira Sorvino and Gleb Savchenko withdrew, in tenth place."
    )
    assert "Mira Sorvino withdrew." in words.week_story(told, told.week(5))
    assert "Mira Sorvino withdrew in week 5." in " ".join(words.road(told))


def test_several_who_leave_together_are_named_together() -> None:
    told = _changed(two_in_a_week)
    assert "Lele Pons and Mauricio Umansky left." in words.week_story(told, told.week(6))
    assert words.why_left(told, told.week(6), told.week(6).left[0]).startswith(
        "Lele Pons and Brandon Armstrong left, in a shared eighth place."
    )
    assert "Nobody left." in words.week_story(told, told.week(7))[-1]


def test_without_marks_nobody_leads_and_nothing_is_made_up() -> None:
    told = _changed(no_marks)
    assert words.week_story(told, told.week(1))[:2] == [
        "Fourteen couples danced. Their points are not known.",
        "Matt Walsh left.",
    ]
    assert "Their final score is not known." in words.lead(told)
    prose = " ".join(sentence for said in all_of(told).values() for sentence in said)
    for claim in ("led ", "fewest", "full marks", "the votes decided", "Nobody had"):
        assert claim not in prose


def test_averages_are_called_averages() -> None:
    told = _changed(averaged)
    assert "by the judges' averages, was" in words.lead(told)
    assert "each an average over the dances of a night" in words.judge_line(told, told.judges[0])
    assert words.not_known(told)[-1].startswith("Single dances, their styles and their music are not in the source")
    prose = " ".join(sentence for said in all_of(told).values() for sentence in said)
    assert "Full marks" not in prose
    assert "style" not in prose.replace("their styles", "")


def test_a_penalty_is_taken_off() -> None:
    told = _changed(a_penalty)
    line = told.week(2).line(CHAMPION)
    assert line is not None
    assert words.how_points_came(line) == "24 - 1 = 23: 24 for the salsa and 1 taken off in the overtime."
    assert "The overtime cost Xochitl Gomez 1 point." in words.week_story(told, told.week(2))


def test_where_votes_are_published_they_are_told() -> None:
    told = story(replace(season_of(), votes=_votes()))
    assert words.why_left(told, told.week(1), told.week(1).left[0]) == (
        "Cas Cole and Pro of Cas Cole were the first to leave. 3rd by marks and 3rd by votes: 3 + 3 = 6. Behind Bea "
        "Baker (4)."
    )
    assert not any("published" in sentence and "votes each" in sentence for sentence in words.not_known(told))


def test_the_choice_of_the_judges_is_told_and_the_votes_are_not_blamed() -> None:
    season = season_of()
    weeks = tuple(replace(week, book=BOOKS["us-28-29"]) for week in season.weeks)
    saves = tuple(RecordedSave(week=1, judge=judge, star="Bea Baker") for judge in ("Jo", "Kim"))
    told = story(replace(season, weeks=weeks, saves=saves))
    said = words.why_left(told, told.week(1), told.week(1).left[0])
    assert said.endswith("The judges saved Bea Baker.")
    assert "votes" not in said


@pytest.mark.parametrize("lags", [(1, 0), (0, 1)])
def test_where_another_week_decides_the_board_is_not_blamed(lags: tuple[int, int]) -> None:
    week = SHIPPED.week(7)
    book = replace(week.book, marks_lag=lags[0], votes_lag=lags[1])
    told = story(replace(SHIPPED, weeks=tuple(replace(w, book=book) if w is week else w for w in SHIPPED.weeks)))
    assert "Lele Pons left." in words.week_story(told, told.week(7))
    assert "the votes decided" not in words.why_left(told, told.week(7), told.week(7).left[0])
    assert "Lele Pons left in week 7 with" not in " ".join(words.road(told))


def test_a_book_without_votes_blames_no_votes() -> None:
    book = BOOKS["gala-marks"]
    told = story(replace(SHIPPED, weeks=tuple(replace(week, book=book) for week in SHIPPED.weeks)))
    prose = " ".join([words.lead(told), *words.road(told), *(words.not_known(told))])
    assert "votes decided" not in prose
    assert "votes each couple got" not in prose
    assert "why is not known" in words.lead(told)
    assert words.could_change(told, told.week(2)) == [
        "By the book of this week the marks alone decided, and no vote was asked."
    ]


def test_a_couple_without_a_pro_is_one_person() -> None:
    told = story(odd_seasons()["no pro"])
    assert words.lead(told) == "Ann Archer won season 1 of A Gala on 3 January 2024. Ann Archer's final score was 18."
    prose = " ".join(sentence for about, said in all_of(told).items() if about != "music" for sentence in said)
    assert not any(word in prose for word in (" with Pro", " they ", " them ", "They ", "Their "))


def test_a_season_without_results_is_danced_and_not_won() -> None:
    told = story(odd_seasons()["no results"])
    assert words.lead(told) == "The final of season 1 of A Gala is danced. Who won is not recorded."
    assert "Who left is not recorded." in words.week_story(told, told.week(1))


@cache
def _changed(change: Callable[[Season], Season]) -> Story:
    """Season 32 with one thing changed, told once for all tests."""
    return story(change(SHIPPED))


def _left(season: Season, result: Result) -> Season:
    rest = tuple(one for one in season.results if one.star != result.star)
    return replace(season, results=(result, *rest))


def _votes() -> tuple[RecordedVotes, ...]:
    stars = ("Ann Archer", "Bea Baker", "Cas Cole")
    return tuple(
        RecordedVotes(week=week, star=star, channel="web", votes=100 - 10 * nth)
        for week in (1, 2, 3)
        for nth, star in enumerate(stars[: 4 - week])
    )
