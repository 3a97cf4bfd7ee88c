"""The fact checker: silent on true pages, and never silent when something in the season was changed after writing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mirrorball.core.season import Bonus, Couple, Exit, Result, Routine, Season, Song, Week
from mirrorball.core.ties import Place
from mirrorball.recap.story import Story, story, unvoted
from mirrorball.recap.vouch import Doubt, doubts, said_on, vouch
from mirrorball.recap.vouch_text import Passage, passages
from mirrorball.season.possible import WeekVerdict
from tests.laws.season_strategies import seasons
from tests.recap.sites import first_weeks, odd_pages, odd_seasons, season_of, shipped, shipped_pages, written

T = TypeVar("T")
Change = tuple[str, Season]
NEW = "Quite Another"
OTHERS = (Fraction(1), Fraction(-1))


@cache
def true_story() -> Story:
    return story(unvoted(shipped()))


@cache
def true_pages() -> tuple[Passage, ...]:
    return said_on(shipped_pages())


def found(season: Season, pages: Sequence[Passage] | None = None) -> Iterator[Doubt]:
    """What is doubtful once a season has changed. What the vote could do is left as it was: that is less to go by."""
    verdicts: list[WeekVerdict] = [told.verdict for told in true_story().weeks]
    return doubts(true_pages() if pages is None else pages, story(season, verdicts))


def page_of(body: str, season: Season) -> list[str]:
    """What is found doubtful on a page with this body."""
    return [doubt.found for doubt in doubts(said_on({"a.html": f"<html><body>{body}</body></html>"}), story(season))]


def test_season_32_is_vouched_for() -> None:
    assert [doubt.why for doubt in found(unvoted(shipped()))] == []


@pytest.mark.parametrize(
    "kind", ["plain", "one couple", "long names", "many scripts", "hostile names", "two champions"]
)
def test_an_odd_season_is_vouched_for(kind: str) -> None:
    season = odd_seasons()[kind]
    assert [doubt.why for doubt in doubts(said_on(odd_pages(kind)), story(season))] == []


@pytest.mark.parametrize("last", [0, 1, 6])
def test_a_running_season_is_vouched_for(last: int) -> None:
    season = first_weeks(unvoted(shipped()), last)
    assert [doubt.why for doubt in doubts(said_on(written(season)), story(season))] == []


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(seasons())
def test_any_season_is_vouched_for(season: Season) -> None:
    for one in (season, unvoted(season)):
        assert [doubt.why for doubt in doubts(said_on(written(one)), story(one))] == []


def put(values: tuple[T, ...], nth: int, new: T) -> tuple[T, ...]:
    return (*values[:nth], new, *values[nth + 1 :])


def in_a_routine(season: Season, one: Routine) -> Iterator[tuple[str, Routine]]:
    for judge, mark in one.marks.items():
        for by in OTHERS:
            if season.scale.holds(mark + by):
                yield f"mark by {judge}", replace(one, marks={**one.marks, judge: mark + by})
    for style in season.styles:
        if one.style and style != one.style:
            yield f"style {style}", replace(one, style=style)
    for nth, song in enumerate(one.songs):
        elsewhere = Song("Lover", ("Taylor Swift",)) if song.title != "Lover" else Song("Fever", ("Peggy Lee",))
        changed = {
            "title": replace(song, title=NEW),
            "title of another": replace(song, title=elsewhere.title),
            "artist": replace(song, artists=(NEW,)),
            "featured": replace(song, featured=(NEW,)),
        }
        yield from ((what, replace(one, songs=put(one.songs, nth, new))) for what, new in changed.items())


def in_a_bonus(one: Bonus) -> Iterator[tuple[str, Bonus]]:
    yield from (("points", replace(one, points=one.points + by)) for by in OTHERS)
    if one.style:
        yield "style", replace(one, style="Tango")
    if one.opponent:
        yield "opponent", replace(one, opponent="Matt Walsh")


def in_a_week(one: Week) -> Iterator[tuple[str, Week]]:
    if one.carry is not None:
        yield "nothing carried", replace(one, carry=None)
        yield "another week carried", replace(one, carry=one.carry - 1)
    if one.date is not None:
        yield from ((f"date by {days}", replace(one, date=one.date + timedelta(days=days))) for days in (-1, 1, 7))
    if one.viewers is not None:
        yield "viewers", replace(one, viewers=one.viewers + Fraction(1, 100))
    yield "title", replace(one, title=NEW)


def in_a_result(one: Result) -> Iterator[tuple[str, Result]]:
    for by in (1, -1):
        if one.place is not None and one.place.first + by > 0:
            yield "place", replace(one, place=Place(one.place.first + by, one.place.last + by))
        if one.exit is not Exit.FINAL and one.week + by > 0:
            yield "week", replace(one, week=one.week + by)
    if one.exit is Exit.ELIMINATED:
        yield "exit", replace(one, exit=Exit.WITHDREW)


def in_a_couple(season: Season, nth: int, one: Couple) -> Iterator[tuple[str, Couple]]:
    yield from (("age", replace(one, age=one.age + by)) for by in (1, -1) if one.age is not None)
    yield "home", replace(one, home=NEW)
    yield "home of others", replace(one, home="Mexico" if one.home != "Mexico" else "Australia")
    yield "known for", replace(one, known_for=NEW)
    yield "pro", replace(one, pro=NEW)
    yield "pro of others", replace(one, pro=season.couples[nth - 1].pro)


def changes(season: Season) -> Iterator[Change]:
    """The season with one thing changed, in every way that a look back has to show."""
    for nth, routine in enumerate(season.routines):
        for what, danced in in_a_routine(season, routine):
            told = f"{what} in {routine.round} of {routine.star} in week {routine.week}"
            yield told, replace(season, routines=put(season.routines, nth, danced))
    for nth, bonus in enumerate(season.bonuses):
        for what, given_ in in_a_bonus(bonus):
            told = f"{what} of {bonus.star}'s bonus in week {bonus.week}"
            yield told, replace(season, bonuses=put(season.bonuses, nth, given_))
    for nth, week in enumerate(season.weeks):
        for what, planned in in_a_week(week):
            yield f"{what} of week {week.number}", replace(season, weeks=put(season.weeks, nth, planned))
    yield from of_the_cast(season)
    (stated,) = season.stated
    yield from (("total stated", replace(season, stated=(replace(stated, total=stated.total + by),))) for by in OTHERS)
    yield "title", replace(season, title=NEW)
    yield "trophy", replace(season, trophy=NEW)
    yield "number", replace(season, number=33)
    yield "year", replace(season, year=2024)
    yield "host", replace(season, hosts=(NEW, season.hosts[1]))


def of_the_cast(season: Season) -> Iterator[Change]:
    for nth, result in enumerate(season.results):
        for what, ended in in_a_result(result):
            yield f"{what} of {result.star}'s result", replace(season, results=put(season.results, nth, ended))
    for nth, couple in enumerate(season.couples):
        for what, known in in_a_couple(season, nth, couple):
            yield f"{what} of {couple.star}", replace(season, couples=put(season.couples, nth, known))


@cache
def all_changes() -> dict[str, list[Change]]:
    """Every change, by what is changed."""
    by: dict[str, list[Change]] = {}
    for what, season in changes(unvoted(shipped())):
        by.setdefault(what.split()[0], []).append((what, season))
    return by


@settings(max_examples=16, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_a_change_after_writing_is_found(chance: Random) -> None:
    what, season = chance.choice(all_changes()[chance.choice(sorted(all_changes()))])
    assert next(found(season), None) is not None, what


def test_somebody_renamed_is_found() -> None:
    def renamed(old: str, new: str) -> Season:
        season = unvoted(shipped())

        def given_(name: str) -> str:
            return new if name == old else name

        return replace(
            season,
            couples=tuple(replace(one, star=given_(one.star)) for one in season.couples),
            routines=tuple(
                replace(one, star=given_(one.star), marks={given_(who): mark for who, mark in one.marks.items()})
                for one in season.routines
            ),
            bonuses=tuple(replace(one, star=given_(one.star)) for one in season.bonuses),
            results=tuple(replace(one, star=given_(one.star)) for one in season.results),
            judges=tuple(given_(one) for one in season.judges),
            weeks=tuple(replace(one, panel=tuple(given_(who) for who in one.panel)) for one in season.weeks),
        )

    for old in ("Lele Pons", "Derek Hough", "Paula Abdul"):
        assert any(old in doubt.why for doubt in doubts(true_pages(), story(renamed(old, NEW)))), old


def test_a_mark_belongs_to_its_couple_judge_and_week() -> None:
    season = small()
    table = (
        '<div data-about="week 1"><table><tr><th scope="col">Star</th><th scope="col">Jo</th><th scope="col">Kim</th>'
        '</tr><tr><th scope="row">Ann Archer</th><td>{}</td><td>{}</td></tr></table></div>'
    )
    assert page_of(table.format(7, 8), season) == []
    assert page_of(table.format(8, 7), season) == ["8", "7"]
    assert page_of(table.format(7, "not known"), season) == ["not known"]


def test_a_number_in_prose_needs_its_subject() -> None:
    season = small()
    about = '<section data-about="week 1"><p>{}</p></section>'
    assert page_of(about.format("Ann Archer got 15 points."), season) == []
    assert page_of(about.format("Bea Baker got 15 points."), season) == ["15"]
    assert page_of(about.format("Ann Archer got fifteen points."), season) == []
    assert page_of(about.format("Ann Archer got sixteen points."), season) == ["sixteen"]
    assert page_of("<p>Ann Archer won, and Bea Baker came 4th.</p>", season) == ["4th"]
    assert page_of("<p>Of three couples two are left.</p>", season) == []
    assert page_of("<p>There were nine couples.</p>", season) == ["nine"]


def test_names_have_to_stand_in_the_season() -> None:
    season = small()
    assert page_of("<p>In week 1 Ann Archer danced with Zed Zebra.</p>", season) == ["Zed", "Zebra"]
    assert page_of('<p data-about="Zed">Nobody.</p>', season) == ["Zed"]
    assert page_of('<img alt="Zed Zebra">', season) == ["Zed", "Zebra"]
    assert page_of("<p>Here danced 石原さとみ.</p>", season) == ["石原さとみ"]
    assert page_of("<p>In week 9 nobody danced.</p>", season) == ["week 9"]


def test_what_is_said_of_songs_and_of_who_left_is_held_against_the_season() -> None:
    season = small()
    at = '<p data-about="Ann Archer; week 1">{}</p>'
    assert page_of(at.format("Foxtrot to “Fever” by Peggy Lee."), season) == []
    assert page_of(at.format("Foxtrot to “Fever” by Jo."), season) == ["“Fever”"]
    assert page_of(at.format("Foxtrot to “Hello” by Peggy Lee."), season) == ["“Hello”", "Hello"]
    assert page_of('<p data-about="Bea Baker">Foxtrot in week 1.</p>', season) == ["Foxtrot"]
    left = next(result for result in season.results if result.exit is Exit.ELIMINATED)
    other = 1 if left.week != 1 else 2
    assert page_of(f"<p>{left.star} left in week {left.week}.</p>", season) == []
    assert page_of(f"<p>{left.star} left in week {other}.</p>", season) == [f"{left.star} left in week {other}."]


def test_cells_know_their_headings() -> None:
    (read, _) = passages(
        "a.html",
        '<table><caption>Marks</caption><thead><tr><th scope="col">Week</th><th scope="col">Total</th></tr></thead>'
        '<tbody data-about="Bo"><tr><th scope="row" rowspan="2">3</th><td>8</td></tr><tr><td>9</td></tr></tbody>'
        "</table>",
    )
    cells = [(one.text, one.rows, one.columns, one.around) for one in read if one.tag == "td"]
    assert cells == [(mark, ("week 3",), ("Total",), (("Bo",),)) for mark in ("8", "9")]


def test_the_whole_site_is_read(tmp_path: Path) -> None:
    season = small()
    (tmp_path / "season.json").write_text('{"title": "Another", "couples": []}', encoding="utf-8")
    (tmp_path / "a.html").write_text("<p>Ann Archer</p>\n<p>is 99 years old</p>", encoding="utf-8")
    seen = vouch(tmp_path, story(season))
    assert [(doubt.page, doubt.line, doubt.found) for doubt in seen] == [
        ("a.html", 2, "99"),
        ("season.json", 0, "Another"),
    ]


def small() -> Season:
    """Three couples, two judges, three weeks; in week 1 Ann Archer had 7 and 8 for a foxtrot to Fever."""
    season = season_of()
    first = next(one for one in season.routines if (one.week, one.star) == (1, "Ann Archer"))
    marks = {"Jo": Fraction(7), "Kim": Fraction(8)}
    told = replace(first, marks=marks, style="Foxtrot", songs=(Song("Fever", ("Peggy Lee",)),))
    return replace(season, routines=tuple(told if one is first else one for one in season.routines))
