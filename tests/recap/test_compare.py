"""Two seasons side by side and one under two books: every figure exact, and what nobody knows left open."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser

import pytest

from mirrorball.core.books import BOOKS
from mirrorball.core.season import Couple, Exit, Result, Routine, Season
from mirrorball.core.ties import Place
from mirrorball.recap.compare import Final, compare, compare_books, figures
from mirrorball.recap.compare_page import books_page, seasons_page
from mirrorball.recap.compare_words import book_rows, books_said, remarks, rows
from mirrorball.recap.story import Story, story
from mirrorball.season.possible import Verdict
from tests.core.stage import FINAL, MARKS, a_season, a_week, marked, voted

OUT = {"Dee": 1, "Cy": 2}  # the panel's lowest first
PLACES = {"Ada": 1, "Bo": 2}


def a_story(out: dict[str, int] = OUT, places: dict[str, int] = PLACES, number: int = 1) -> Story:
    """Three weeks: two in which somebody left, and a final."""
    weeks = (a_week(1), a_week(2), replace(FINAL, number=3))
    season = marked(marked(marked(a_season(*weeks), 1), 2), 3)
    danced = tuple(r for r in season.routines if r.week <= out.get(r.star, 3))
    gone = [Result(star=star, exit=Exit.ELIMINATED, week=week) for star, week in out.items()]
    held = [Result(star=s, exit=Exit.FINAL, week=3, place=Place(nth, nth)) for s, nth in places.items()]
    return story(replace(season, number=number, routines=danced, results=(*gone, *held)))


def test_figures_are_exact() -> None:
    found = figures(a_story())

    assert (found.couples, found.weeks, found.routines, found.marks) == (4, 3, 9, 27)
    marks = [9, 8, 7, 6, 9, 8, 7, 9, 8]
    mean = Fraction(sum(marks), len(marks))
    assert found.mean == mean
    assert found.spread == sum(abs(mark - mean) for mark in marks) / len(marks)
    assert found.perfect == 0
    assert found.final == Final(("Ada",), ("Bo",), Fraction(3), Fraction(27))
    assert found.final.part == Fraction(1, 9)


def test_who_left_is_held_against_the_panel() -> None:
    by_panel = figures(a_story())
    upset = figures(a_story({"Ada": 1, "Dee": 2}, {"Cy": 1, "Bo": 2}))

    assert (by_panel.lowest_left, by_panel.upsets) == (2, 0)
    assert (upset.lowest_left, upset.upsets) == (1, 1)
    assert upset.final is not None
    assert upset.final.gap == -3  # the champion had fewer points


def test_a_perfect_sheet_takes_every_judge_and_a_team_counts_once() -> None:
    told = a_story()
    ten = {judge: Fraction(10) for judge in told.season.judges}
    routines = [replace(r, marks=ten) if r.week == 1 else r for r in told.season.routines]
    routines[0] = replace(routines[0], marks={"Ida": Fraction(10)})
    assert figures(story(replace(told.season, routines=tuple(routines)))).perfect == 3

    team = [replace(r, team="All") if r.week == 1 else r for r in told.season.routines]
    assert figures(story(replace(told.season, routines=tuple(team)))).routines == 6

    averaged = replace(told.season, routines=tuple(routines), averaged=True)
    assert figures(story(averaged)).perfect is None


def test_where_points_are_not_known_nothing_is_said() -> None:
    season = a_story().season
    bare = replace(season, routines=tuple(replace(r, marks={}) if r.week != 1 else r for r in season.routines))
    found = figures(story(bare))

    assert found.unknown == (2,)
    assert found.final is None
    assert figures(story(replace(season, results=()))).final is None

    empty = figures(story(Season(title="")))
    assert (empty.mean, empty.spread, empty.partings, empty.final) == (None, None, (), None)


def test_votes_of_a_season_change_no_figure() -> None:
    told = a_story()
    assert figures(story(voted(told.season, 1))) == figures(told)


def test_two_seasons_side_by_side() -> None:
    one, other = a_story(), a_story({"Ada": 1, "Dee": 2}, {"Cy": 1, "Bo": 2}, number=2)
    found = compare(one, other)
    said = {row.about: (row.one, row.other) for row in rows(found)}

    assert [here.judge for here, _ in found.judges] == ["Ida", "Jo", "Kit"]
    assert found.stars == tuple(MARKS)
    assert said["Mean mark"] == ("7.89", "7.33")
    assert said["The panel's lowest left"] == ("in 2 of 2 weeks", "in 1 of 2 weeks")
    assert said["The final, by the panel"] == (
        "Ada 3 ahead of Bo (11.11 % of the most points)",
        "Cy 3 behind Bo (12.50 % of the most points)",
    )
    assert said["Strictest judge"] == ("Ida, Jo and Kit, level with the others",) * 2
    told = " ".join(remarks(found))
    assert "Stars of both: Ada, Bo, Cy and Dee." in told
    assert "of one kind" not in told
    assert "of one kind" in " ".join(remarks(compare(one, story(replace(other.season, averaged=True)))))


# Two books.


def test_where_votes_are_known_it_is_told_who_would_leave() -> None:
    season = voted(a_story({"Ada": 1, "Dee": 2}, {"Cy": 1, "Bo": 2}).season, 1)  # votes just the other way round
    first, *_ = compare_books(story(season), BOOKS["gala-marks"], BOOKS["gala-votes"])

    assert (first.one.out, first.other.out) == (("Dee",), ("Ada",))
    assert first.differs
    assert first.one.verdict.verdict is Verdict.IMPOSSIBLE
    assert first.opposed
    (row, *_) = book_rows((first,))
    assert row == (
        "1",
        "Ada left",
        "Dee leaves. What is recorded does not follow.",
        "Ada leaves. What is recorded follows.",
    )


def test_where_no_votes_are_known_it_is_told_what_they_could_do() -> None:
    weeks = compare_books(a_story(), None, BOOKS["gala-marks"])
    first, _, final = weeks

    assert not first.one.voted
    assert first.one.can(final=False) == ("Ada", "Bo", "Cy", "Dee")
    assert first.other.voted  # the marks alone decide, so it is known who leaves
    assert final.one.can(final=True) == ("Ada", "Bo")
    assert book_rows(weeks)[2][1] == "1st Ada, 2nd Bo"
    assert books_said(weeks)[0].startswith("The two books part in 3 weeks of 3: 1, 2 and 3.")


def test_the_same_book_twice_comes_to_the_same() -> None:
    weeks = compare_books(a_story(), BOOKS["us-3-16"], None)

    assert not any(week.differs for week in weeks)
    assert books_said(weeks)[0] == "The two books come to the same in each of 3 weeks."
    assert books_said(()) == ["Nothing is danced yet."]


# The page.


class Tags(HTMLParser):
    """The tags of a page and what they point at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.points: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.points += [value or "" for name, value in attrs if name in {"src", "href"}]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", 'A "B" & \u05d0\u05d1'])
def test_a_page_stands_by_itself_and_escapes_everything(name: str) -> None:
    told = a_story()
    season = replace(
        told.season,
        title=name,
        couples=(*told.season.couples, Couple(star=name, pro=name)),
        routines=(*told.season.routines, Routine(week=1, star=name, round="waltz", style=name)),
        results=(*told.season.results, Result(star=name, exit=Exit.WITHDREW, week=2)),
    )
    odd = story(season)
    weeks = compare_books(odd, None, BOOKS["us-28-29"])
    for text in (seasons_page(compare(odd, told)), books_page(name, ["One", "Other"], [BOOKS["us-3-16"]], weeks)):
        page = Tags(text)
        assert "script" not in page.tags
        assert page.points == []
        assert text.startswith('<!doctype html>\n<html lang="en">')
        assert page.tags.count("table") == 1
