"""What every picture of the look back keeps, whatever the season: its figures, its names, its shape."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from mirrorball.core.season import Season
from mirrorball.recap.charts import by_name
from mirrorball.recap.charts.card import card
from mirrorball.recap.charts.marks_grid import in_words, marks_grid
from mirrorball.recap.charts.monogram import initials, monogram
from mirrorball.recap.charts.panel import ends, signed
from mirrorball.recap.charts.picture import Picture
from mirrorball.recap.charts.spark import spark
from mirrorball.recap.charts.standings import standings
from mirrorball.recap.story import Story
from mirrorball.season.example import example
from mirrorball.season.read import read
from mirrorball.sentences import tied
from tests.laws.season_strategies import seasons
from tests.recap.charts_seasons import HOSTILE, SCRIPTS, made, unjudged

SVG = "{http://www.w3.org/2000/svg}"
FIGURE = re.compile(r"\d+(?:\.\d+)?[½¼¾]?")
COORDINATE = re.compile(r"\d\.\d\d")


@pytest.fixture(scope="module")
def told() -> Story:
    return unjudged(read(example("season-32")).season)


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  # our own picture


def words(svg: str) -> list[str]:
    """Every text of a picture; letters that stand each in a place of its own are texts of their own."""
    found = []
    for one in parsed(svg).iter(f"{SVG}text"):
        for part in [one, *one.iter(f"{SVG}tspan")]:
            if part.text:
                found += list(part.text) if " " in part.get("x", "") else [part.text]
    return found


def together(texts: list[str]) -> str:
    """Texts without any space, so that lines and breaks do not matter."""
    return "".join("".join(texts).split())


def forms(picture: Picture) -> tuple[str, str]:
    return picture.svg, picture.narrow


def check(found: Story) -> None:
    """A season's pictures are whole XML, hold every name, and say in the same words what their table says."""
    for name, picture in by_name(found).items():
        stars_or_judges = [row[0] for row in picture.table.rows]
        assert {len(row) for row in picture.table.rows} <= {len(picture.table.heading)}
        for svg in forms(picture):
            said = words(svg)
            assert all(together([one]) in together(said) for one in stars_or_judges), name
            root = parsed(svg)
            assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
            assert root[1].text == picture.description
            if name != "bump":  # there a place is told by where a couple stands
                figures = {figure for row in picture.table.rows for cell in row[2:] for figure in FIGURE.findall(cell)}
                assert figures <= {figure for one in said for figure in FIGURE.findall(one)}, name


@given(seasons())
@settings(max_examples=40)
def test_any_season_has_its_pictures(season: Season) -> None:
    check(unjudged(season))


@given(seasons())
@settings(max_examples=40)
def test_standings_give_each_couple_a_row_of_its_place(season: Season) -> None:
    found = standings(unjudged(season))
    for column, week in enumerate(found.weeks):
        spots = [spot for way in found.ways for spot in way.spots if spot.column == column]
        assert len({spot.row for spot in spots}) == len(spots)
        assert all(spot.place.first - 1 <= spot.row <= spot.place.last - 1 for spot in spots)
        assert len(spots) == sum(line.place is not None for line in week.lines)
    assert sorted(way.end[1] for way in found.ways) == list(range(len(season.couples)))


@given(seasons())
@settings(max_examples=40)
def test_the_heat_table_holds_every_mark_once_and_no_other(season: Season) -> None:
    grid = marks_grid(unjudged(season))
    marked = {
        (routine.week, routine.round, routine.star, judge): mark
        for routine in season.routines
        for judge, mark in routine.marks.items()
    }
    shown = {
        (grid.groups[nth].week.number, grid.groups[nth].round, star, judge): cell.mark
        for (star, nth), cells in grid.cells.items()
        for judge, cell in cells.items()
        if cell.mark is not None
    }
    assert shown == marked


@pytest.mark.parametrize(("couples", "weeks"), [(1, 1), (1, 4), (5, 1), (14, 11), (30, 12), (60, 12), (12, 30)])
def test_one_couple_and_sixty_one_week_and_thirty(couples: int, weeks: int) -> None:
    check(unjudged(made(couples, weeks, rounds=2)))


def test_nothing_danced_yet_and_nobody_in_the_cast(told: Story) -> None:
    for season in (replace(told.season, routines=(), results=(), stated=()), Season(title="Nobody")):
        check(unjudged(season))
        for picture in by_name(unjudged(season)).values():
            assert "not known" in picture.description


def test_names_of_any_script_and_hostile_ones() -> None:
    check(unjudged(made(len(SCRIPTS), 3, names=SCRIPTS)))
    found = unjudged(made(4, 2, names=HOSTILE, judges=HOSTILE[:3]))
    drawn = [svg for picture in by_name(found).values() for svg in forms(picture)]
    drawn += [monogram(name, name) for name in HOSTILE] + [card(HOSTILE[0], HOSTILE[1], HOSTILE)]
    drawn += [spark(found, journey) for journey in found.journeys]
    for svg in drawn:
        tags = {one.tag.removeprefix(SVG) for one in parsed(svg).iter()}
        assert tags <= {"svg", "title", "desc", "g", "path", "rect", "line", "circle", "text", "tspan", "marker"}
        svg.encode()


def test_the_same_bytes_each_time_and_short_numbers(told: Story) -> None:
    for name, picture in by_name(told).items():
        assert by_name(told)[name] == picture
        for svg in forms(picture):
            places = (value for one in parsed(svg).iter() for key, value in one.attrib.items() if "opacity" not in key)
            assert not any(COORDINATE.search(value) for value in places)
            assert len(svg) < 20_000


def test_the_table_of_places_tells_what_the_story_tells(told: Story) -> None:
    table = by_name(told)["bump"].table
    for row in table.rows:
        for week, cell in zip(told.weeks, row[1:-1], strict=True):
            line = week.line(row[0])
            assert cell == (tied(line.place) if line and line.place else "")
    assert [row[-1] for row in table.rows][:2] == ["won", "2nd in the final"]
    assert table.rows[-1][-1] == "left, week 1"


def test_a_mark_nobody_knows_is_a_sign_and_not_0(told: Story) -> None:
    heat = by_name(told)["heat"]
    unknown = sum(cell == "not known" for row in heat.table.rows for cell in row)
    assert unknown == sum(
        in_words(cell) == "not known" for cells in marks_grid(told).cells.values() for cell in cells.values()
    )
    assert unknown
    for svg in forms(heat):
        assert words(svg).count("?") == unknown
        assert "0" not in words(svg)


def test_the_champion_is_gold_and_nobody_else(told: Story) -> None:
    for name in ("bump", "heat"):
        for svg in forms(by_name(told)[name]):
            gold = [group for group in parsed(svg).iter() if "--spotlight" in group.get("fill", "")]
            named = {
                text for group in gold for text in together([*group.itertext()]).split() if text and not text.isdigit()
            }
            assert named
            assert all("XochitlGomez" in text for text in named)


def test_gold_judges_are_those_the_sentence_is_about(told: Story) -> None:
    assert [one.judge for one in ends(told)] == ["Bruno Tonioli", "Derek Hough"]
    assert signed(told.judges[1].lean or told.judges[1].mean) == "\N{MINUS SIGN}0.12"


def test_a_spark_says_its_weeks(told: Story) -> None:
    title = parsed(spark(told, told.journey("Xochitl Gomez")))[0].text or ""
    assert "week 1 60 %" in title
    assert "week 11 100 %" in title
    assert "week 10 not known" in (parsed(spark(told, told.journey("Alyson Hannigan")))[0].text or "")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Xochitl Gomez", "XG"),
        ("Cher", "C"),
        ("will.i.am", "W"),
        ("Łukasz de la Ünal", "ŁÜ"),
        ("ß x", "ßX"),
        ("Привет Иванович", "ПИ"),
        ("محمد علي", "م\u200cع"),
        ("王小明", "王"),
        ("e\u0301lan vital", "ÉV"),
        ("", "?"),
    ],
)
def test_initials_in_any_script(name: str, expected: str) -> None:
    assert initials(name) == unicodedata.normalize("NFC", expected)


def test_a_monogram_is_a_person_s_own() -> None:
    assert monogram("Jo Mar") == monogram("Jo Mar")
    assert monogram("Jo Mar").replace("Jo Mar", "") != monogram("Jan Mut").replace("Jan Mut", "")
    assert parsed(monogram("Jo Mar", "portrait"))[0].text == "portrait"


def test_a_card_says_what_it_is_given_and_nothing_else(told: Story) -> None:
    names = [couple.star for couple in told.season.couples]
    drawn = card("Dancing with the Stars", "Season 32", names)
    assert sorted(together([one]) for one in words(drawn)) == sorted(
        together([one]) for one in ["Dancing with the", "Stars", "Season 32", *names]
    )
    many = [f"Person Number {nth}" for nth in range(60)]
    assert all(together([name]) in together(words(card("A title", "", many))) for name in many)
    assert card("Title", "line", [])
