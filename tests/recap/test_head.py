"""The heads of the pages: whole where the site has an address, and the same whoever won."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorball.core.season import Couple, Season, Week
from mirrorball.recap import addresses, head
from mirrorball.recap.story import Story, story
from tests.laws import season_strategies as made
from tests.recap.seasons import SHIPPED, retold, running, shipped, stopped, without_dates

AT = "https://example.org/seasons/32"


def texts(of: Story, page: str) -> list[str]:
    """Every text of a page's head."""
    told = head.head(of, page, AT)
    pairs = [value for _, value in (*told.properties, *told.names)]
    return [told.title, told.description, told.card.title, told.card.line, *pairs, *(feed.title for feed in told.feeds)]


def test_no_head_depends_on_anything_but_plan_and_cast() -> None:
    planned = retold(stopped(SHIPPED, 0))

    for page in addresses.pages(shipped()):
        assert head.head(planned, page, AT) == head.head(shipped(), page, AT)


@given(made.seasons(), st.randoms(use_true_random=False))
def test_a_head_is_the_same_whoever_left_and_whatever_was_marked(season: Season, chance: Random) -> None:
    stars = [result.star for result in season.results]
    chance.shuffle(stars)
    other = tuple(replace(result, star=star) for result, star in zip(season.results, stars, strict=True))
    one = story(season)
    bare = replace(season, results=other, routines=(), bonuses=(), stated=())
    two = story(bare, [told.verdict for told in one.weeks])
    for page in addresses.pages(one):
        assert head.head(one, page, AT) == head.head(two, page, AT)


def test_no_head_names_anybody() -> None:
    people = [name for couple in SHIPPED.couples for name in (couple.star, couple.pro)]

    for page in addresses.pages(shipped()):
        for text in texts(shipped(), page):
            assert not [name for name in people if name in text]


def test_titles_and_descriptions_are_each_page_s_own() -> None:
    heads = [head.head(shipped(), page) for page in addresses.pages(shipped())]

    assert len({one.title for one in heads}) == len({one.description for one in heads}) == len(heads)
    assert len({one.card.file for one in heads}) == len(heads)


def test_a_week_is_told_by_its_theme_and_day() -> None:
    told = head.head(shipped(), "week-3.html")

    assert told.title == "Week 3: Motown Night · Dancing With the Stars, season 32"
    assert told.description == (
        "Week 3: Motown Night, 10 October 2023, in season 32 of Dancing With the Stars: "
        "every routine with its music and its marks. No result is told in this line."
    )
    assert told.card == head.Card(
        "cards/week-3.png", "Week 3: Motown Night", "Dancing With the Stars, season 32, 10 October 2023"
    )


def test_open_graph_has_what_its_protocol_asks_for_and_speaks_of_whole_addresses() -> None:
    for page in addresses.pages(shipped()):
        told = dict(head.head(shipped(), page, AT).properties)
        assert {"og:title", "og:type", "og:image", "og:url"} <= set(told)
        assert told["og:image"].startswith(f"{AT}/cards/")
        assert told["og:url"] == head.head(shipped(), page, AT).canonical
        assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
        assert told["og:image:alt"]


def test_without_an_address_nothing_is_said_that_needs_one() -> None:
    told = head.head(shipped(), addresses.COVER)

    assert told.canonical == ""
    assert {name for name, _ in told.properties} == {"og:title", "og:type", "og:site_name", "og:description"}
    assert [feed.href for feed in told.feeds] == ["feed.xml"]  # RSS asks for whole addresses
    assert dict(told.names)["twitter:card"] == "summary"


def test_a_page_that_no_season_has_is_an_error() -> None:
    for page in ("week-99.html", "winners.html"):
        with pytest.raises(KeyError):
            head.head(shipped(), page)


@pytest.mark.parametrize(
    ("season", "name", "sentence"),
    [
        (Season(title="Strictly", number=3, year=2005), "Strictly, season 3", "season 3 of Strictly"),
        (Season(title="Gala", year=2024), "Gala 2024", "Gala 2024"),
        (Season(title="Gala"), "Gala", "Gala"),
    ],
)
def test_a_season_is_named_by_what_is_known(season: Season, name: str, sentence: str) -> None:
    assert (head.of(season), head.in_a_sentence(season)) == (name, sentence)


def test_a_season_of_which_little_is_known_has_heads_too() -> None:
    week = replace(SHIPPED.weeks[0], date=None, title="")
    bare = story(Season(title="Gala", couples=(Couple(star="Ada", pro=""),), weeks=(week,)))

    assert head.head(bare, addresses.COVER).description == (
        "Gala, told week by week: 1 couple, 1 week. No result is told on this page."
    )
    assert head.head(bare, "week-1.html").title == "Week 1 · Gala"
    assert head.head(bare, addresses.COVER).card.line
    assert head.head(retold(without_dates(SHIPPED)), addresses.COVER).card.line


def test_the_pages_of_a_season_in_reading_order() -> None:
    weeks = [f"week-{number}.html" for number in range(1, 12)]
    others = ["gallery.html", "pictures.html", "music.html", "about.html"]

    assert addresses.pages(shipped()) == ("index.html", "finale.html", *weeks, *others)
    assert addresses.pages(running(4)) == ("index.html", *weeks[:4], *others)
    assert addresses.pages(retold(stopped(SHIPPED, 0))) == ("index.html", *others)


@pytest.mark.parametrize(
    ("at", "page", "address"),
    [
        ("", "index.html", "index.html"),
        ("", "week-1.html", "week-1.html"),
        ("https://example.org", "index.html", "https://example.org/"),
        ("https://example.org/a/b/", "week-1.html", "https://example.org/a/b/week-1.html"),
        ("https://example.org/a b", "week-1.html", "https://example.org/a%20b/week-1.html"),
        ("https://example.org/a%20b", "week-1.html", "https://example.org/a%20b/week-1.html"),
        ("https://exämple.org:8443/é", "index.html", "https://xn--exmple-cua.org:8443/%C3%A9/"),
    ],
)
def test_addresses_are_whole_where_the_site_has_one(at: str, page: str, address: str) -> None:
    assert addresses.address(page, at) == address


def test_a_site_map_holds_every_page_once_by_its_whole_address() -> None:
    pages = [*addresses.pages(shipped()), "index.html"]
    root = fromstring(addresses.sitemap(pages, f"{AT}?a&b"))  # noqa: S314  # written a line ago

    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert root.tag == f"{space}urlset"
    assert [[child.tag for child in url] for url in root] == [[f"{space}loc"]] * len(addresses.pages(shipped()))
    assert [url[0].text for url in root] == [addresses.address(page, AT) for page in addresses.pages(shipped())]


@pytest.mark.parametrize(
    ("pages", "at"),
    [
        (["index.html"], ""),
        ([f"{number}.html" for number in range(50_001)], AT),
        (["a" * 2048], AT),
    ],
)
def test_what_the_protocol_does_not_hold_is_an_error(pages: list[str], at: str) -> None:
    with pytest.raises(ValueError, match="make no site map"):
        addresses.sitemap(pages, at)


def test_robots_are_told_where_the_map_lies() -> None:
    assert addresses.robots(AT).decode().splitlines() == [
        "User-agent: *",
        "Allow: /",
        "",
        "Sitemap: https://example.org/seasons/32/sitemap.xml",
    ]


def test_weeks_are_the_plan_s_own() -> None:
    week = Week(number=7, panel=(), book=SHIPPED.weeks[0].book, title="Night & day")

    assert head.week_name(week) == "Week 7: Night & day"
