from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote

import pytest

from mirrorball.core.season import Couple, Exit, Package, Routine, Season, Song
from mirrorball.core.ties import Place
from mirrorball.recap import head
from mirrorball.recap.charts.card import card
from mirrorball.recap.shown import cast_by_name, credit_of, marks_of, rounds_of, so_far, told_weeks
from mirrorball.recap.site import style
from mirrorball.recap.story import story
from tests.recap.sites import (
    HOSTILE,
    Page,
    first_weeks,
    odd_pages,
    odd_seasons,
    season_of,
    shipped,
    shipped_pages,
    written,
)

ODD = odd_seasons()
LEFT = re.compile(r"\b(won|wins|champions?|eliminated|withdrew|placed?|runners?-up|left)\b", re.IGNORECASE)

# Each row of the report on the finale, and what of it has to be read on the page.
REPORT = {
    "title": ["The champions of season 32!", "Season 32, 2023"],
    "trophy": ["Len Goodman Mirrorball Trophy"],
    "date": ["5 December 2023"],
    "champions": ["Xochitl Gomez and Val Chmerkovskiy The champions", "Final score 120"],
    "runners-up": ["2nd place Jason Mraz and Daniella Karagach"],
    "finalists": [
        "3rd place Ariana Madix and Pasha Pashkov",
        "4th place Charity Lawson and Artem Chigvintsev",
        "5th place Alyson Hannigan and Sasha Farber",
    ],
    "judges": ["Carrie Ann Inaba", "Derek Hough", "Bruno Tonioli"],
    "hosts": ["Alfonso Ribeiro", "Julianne Hough"],
    "routines": ["Redemption: Foxtrot", "Redemption: Samba", "Redemption: Tango", "Redemption: Salsa", "Freestyle"],
    "redemption": [
        "Redemption: Salsa “Get on Your Feet” by Gloria Estefan",
        "Redemption: Foxtrot “Unconditionally” by Katy Perry",
        "Redemption: Tango “Libertango” by Astor Piazzolla",
        "Redemption: Samba “Spice Up Your Life” by Spice Girls",
        "Redemption: Foxtrot “Fly Me to the Moon” by Frank Sinatra",
    ],
    "freestyle (mashups of two songs)": [
        "“Enchanted” by Taylor Swift + “Papi” by Jennifer Lopez",
        "“Run the World (Girls)” by Beyoncé + “Level Up” by Ciara",
        "“Lose My Breath” by Destiny's Child + “Suéltate” by Sam i and Jarina De Marco featuring Anitta and BIA",
    ],
    "freestyle (one song)": ["“Happy” by C2C featuring Derek Martin", "“Que Calor” by District 78"],
    "packages": [
        "with America Ferrera and Eva Longoria",
        "with Scheana Shay",
        "with Cobie Smulders and Josh Radnor",
        "Confessional between the dances, with Xochitl Gomez",
        "Confessional between the dances, with Val Chmerkovskiy",
    ],
    "look back": ["Keep reading: all 14 stars"],
    "form": ["The road there"],
}


def test_every_row_of_the_finale_report_is_told_on_the_finale() -> None:
    told = Page(shipped_pages()["finale.html"]).words
    assert [words for row in REPORT.values() for words in row if words not in told] == []
    assert told.index("Xochitl Gomez and Val Chmerkovskiy The champions") < told.index("The road there")


def test_no_row_of_the_finale_report_is_forgotten(shared: Path) -> None:
    report = (shared / "data" / "season-32" / "finale-article.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+?) \|", report, re.MULTILINE)
    assert [row for row in rows if row not in {"item", *REPORT}] == []


def test_the_gallery_shows_every_star_with_credit_pro_and_what_they_are_known_for() -> None:
    told = Page(shipped_pages()["gallery.html"])
    for couple in shipped().couples:
        for words in (couple.star, couple.pro, couple.known_for, credit_of(couple)):
            assert words in told.words
    assert len([one for tag, one in told.tags if "star" in (one.get("class") or "").split() and tag == "li"]) == 14


def _told_otherwise(season: Season) -> Season:
    """The same season with other results and other marks."""
    stars = [result.star for result in season.results]
    return replace(
        season,
        results=tuple(replace(one, star=star) for one, star in zip(season.results, reversed(stars), strict=True)),
        routines=tuple(replace(one, marks=dict.fromkeys(one.marks, Fraction(3))) for one in season.routines),
        bonuses=(),
        stated=(),
    )


@pytest.mark.parametrize("season", [shipped(), season_of()], ids=["shipped", "drawn"])
def test_the_cover_and_its_card_do_not_depend_on_results_or_marks(season: Season) -> None:
    other = _told_otherwise(season)
    assert story(other).champions != story(season).champions
    for at in ("", "https://example.org/32"):
        assert written(season, at)["index.html"] == written(other, at)["index.html"]
    drawn = [
        card(one.title, one.line, [couple.star for couple in cast_by_name(of)])
        for of in (season, other)
        for one in [head.card(so_far(story(of)), "index.html")]
    ]
    assert drawn[0] == drawn[1]


def test_the_order_of_the_cover_is_no_result() -> None:
    """The shipped folder names its couples by their places, as folders often do."""
    told = shipped_pages()["index.html"]
    names = [couple.star for couple in shipped().couples]
    assert names[:2] == ["Xochitl Gomez", "Jason Mraz"]
    for part in (told[told.index("<body") :], told[: told.index("<body")]):
        seen = sorted((name for name in names if name in part), key=part.index)
        assert seen == sorted(seen)


def test_the_cover_says_no_word_of_an_end() -> None:
    told = Page(shipped_pages()["index.html"]).words
    assert LEFT.findall(told.replace("Show me who won", "")) == []


def test_a_week_tells_nothing_of_a_later_one() -> None:
    season = shipped()
    later = [one.star for one in season.results if one.week > 3]
    swapped = dict(zip(later, reversed(later), strict=True))
    other = replace(
        season,
        results=tuple(replace(one, star=swapped.get(one.star, one.star)) for one in season.results),
        routines=tuple(
            replace(one, marks=dict.fromkeys(one.marks, Fraction(2))) if one.week > 3 else one
            for one in season.routines
        ),
        bonuses=tuple(one for one in season.bonuses if one.week <= 3),
    )
    for page in ("week-1.html", "week-2.html", "week-3.html"):
        assert shipped_pages()[page] == written(other)[page]


def _running() -> Season:
    """Season 32 after week 5, with week 6 planned to the last song."""
    season = first_weeks(shipped(), 5)
    secret = Routine(week=6, star="Lele Pons", round="one", style="Secret style", songs=(Song("Secret song"),))
    film = Package(week=6, title="Secret film", star="Lele Pons", people=("Secret guest",))
    weeks = tuple(
        replace(one, note="Secret note", named_in_jeopardy=("Lele Pons",)) if one.number > 5 else one
        for one in season.weeks
    )
    return replace(season, routines=(*season.routines, secret), packages=(film,), weeks=weeks)


def test_a_running_season_tells_nothing_that_is_not_told() -> None:
    told = written(_running())
    assert "finale.html" not in told
    assert "week-5.html" in told
    assert "week-6.html" not in told
    assert [page for page, text in told.items() if re.search("secret", text, re.IGNORECASE)] == []
    assert [page for page, text in told.items() if re.search("champion|who won", text, re.IGNORECASE)] == []
    assert "still running" in told["index.html"]
    assert "Still in" in told["gallery.html"]


def test_a_running_cover_tells_neither_who_is_in_nor_who_is_out() -> None:
    running = _running()
    gone = [one.star for one in running.results]
    swapped = dict(zip(gone, reversed(gone), strict=True))
    other = replace(running, results=tuple(replace(one, star=swapped[one.star]) for one in running.results))
    assert written(running)["index.html"] == written(other)["index.html"]


def test_what_is_told_of_a_season_that_is_over_is_all_of_it() -> None:
    told = story(shipped())
    assert so_far(told) is told
    assert [one.week.number for one in told_weeks(story(first_weeks(shipped(), 4)))] == [1, 2, 3, 4]


@pytest.mark.parametrize("kind", ODD)
def test_pages_of_every_odd_season_stand(kind: str) -> None:
    made = odd_pages(kind)
    ids = {page: Page(text) for page, text in made.items()}
    for page, told in ids.items():
        assert told.wrong == [], page
        assert len(told.ids) == len(set(told.ids)), (page, [one for one in told.ids if told.ids.count(one) > 1])
        assert ("html", {"lang": "en"}) in told.tags
        assert [one for tag, one in told.tags if tag == "th" and "scope" not in one] == []
        assert "None" not in told.words.split()
        assert "Fraction(" not in told.words


@pytest.mark.parametrize("kind", ODD)
def test_every_link_leads_somewhere(kind: str) -> None:
    assert _astray(odd_pages(kind)) == []


def test_every_link_of_the_shipped_season_leads_somewhere() -> None:
    assert _astray(shipped_pages()) == []


def _astray(made: Mapping[str, str]) -> list[str]:
    """Links that lead nowhere. Files beside the pages are looked at where they are written."""
    told = {page: Page(text) for page, text in made.items()}
    beside = re.compile(r"pictures/(bump|heat|panel)\.(svg|png)|recap\.css|icon\.svg|season\.json|feed\.xml")
    found = []
    for page, one in told.items():
        for link in one.links:
            address, _, part = unquote(link).partition("#")
            to = told.get(address or page)
            if (to is None and not beside.fullmatch(address)) or (to and part and part not in to.ids):
                found.append(f"{page}: {link}")
    return found


def test_a_page_asks_no_other_host() -> None:
    for page, text in shipped_pages().items():
        bare = re.sub(r'<script type="application/ld\+json">.*?</script>|xmlns="[^"]*"', "", text)
        assert re.findall(r"(?:https?:)?//[a-z]", bare) == [], page
        assert re.findall(r"<script[^>]+src|<iframe|<form|@import", bare) == [], page


def test_hostile_names_stay_names() -> None:
    made = written(ODD["hostile names"], "https://example.org")
    for page, text in made.items():
        assert "<script>alert" not in text, page
        assert [one for _, one in Page(text).tags if "onclick" in one] == [], page
        assert HOSTILE in Page(text).words or page in {"about.html", "week-3.html"} or "HOSTILE" not in text
    assert HOSTILE in Page(made["finale.html"]).words


def test_what_machines_read_of_a_page_is_json() -> None:
    for made in (shipped_pages(), written(ODD["hostile names"])):
        for text in made.values():
            for told in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text):
                assert json.loads(told)


def test_a_page_with_its_pictures_is_light() -> None:
    """Pages hold their pictures; the style sheet is counted to each. Sent over the wire, the typefaces are, too."""
    css = style().encode()
    for page, text in shipped_pages().items():
        assert len(text.encode()) + len(css) < 100_000, page
        assert len(gzip.compress(text.encode())) + len(gzip.compress(css)) < 30_000, page


def test_what_nobody_knows_is_said() -> None:
    told = Page(shipped_pages()["week-10.html"]).words
    assert "51 stated, not every mark is known" in told
    assert "not known" in told
    assert "Votes not known" in Page(shipped_pages()["week-3.html"]).words


def test_a_judge_who_was_away_has_no_empty_mark_and_a_substitute_stands_in_the_seat() -> None:
    week = replace(season_of().weeks[0], panel=("Jo", "Kim", "Lu"), absent=("Kim",), substitutes={"Lu": ("Max",)})
    routine = Routine(week=1, star="Ann Archer", marks={"Max": Fraction(7), "Guest": Fraction(8)})
    assert marks_of(week, routine) == (("Jo", None), ("Max", Fraction(7)), ("Guest", Fraction(8)))


def test_a_team_stands_once_with_all_its_couples() -> None:
    (solo, team) = rounds_of(shipped(), story(shipped()).week(7))
    assert len(solo.dances) == 8
    assert [len(one.couples) for one in team.dances] == [4, 4]


def test_a_photo_stands_in_place_of_the_monogram_with_its_credit() -> None:
    star = shipped().couples[0].star
    told = written(shipped(), photos={star: "photos/xochitl-gomez.jpg"})
    for page in ("index.html", "finale.html", "gallery.html"):
        shown = [one for tag, one in Page(told[page]).tags if tag == "img"]
        assert shown, page
        assert {"alt": star, "width": "480", "height": "480"}.items() <= shown[0].items()
        assert "Photo: Kevin Winter/Getty Images" in Page(told[page]).words


@pytest.mark.parametrize(
    ("credit", "shown"),
    [("(Photo by A/B)", "A/B"), ("(Photo by: A/B)", "A/B"), ("ABC/Sami Drasin", "ABC/Sami Drasin"), ("", "")],
)
def test_a_credit_is_told_without_its_brackets(credit: str, shown: str) -> None:
    assert credit_of(Couple(star="A", pro="", photo_credit=credit)) == shown


def test_two_champions_are_both_named_first() -> None:
    told = Page(odd_pages("two champions")["finale.html"]).words
    assert told.index("Ann Archer and Pro of Ann Archer") < told.index("The champions of season 1!")


def test_places_that_nobody_knows_make_no_champions() -> None:
    season = ODD["a final without places"]
    assert any(one.exit is Exit.FINAL and one.place is None for one in season.results)
    assert "finale.html" not in odd_pages("a final without places")
    assert Place(1, 1) not in {one.place for one in season.results}
