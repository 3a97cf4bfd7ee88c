"""The head of each page: its title, what it is about, and the card that is shown where the page is shared.

A head shows up in search results, tabs and messages of people who have not watched. So it is made of the plan and the
cast alone, and no page's head tells a result.
"""

from __future__ import annotations

from dataclasses import dataclass

from mirrorball import sentences
from mirrorball.core.season import Season, Week
from mirrorball.recap import addresses
from mirrorball.recap.shown import span, spelled
from mirrorball.recap.story import Story

WIDTH, HEIGHT = 1200, 630  # pixels of a card

_NAMES = {
    addresses.FINALE: "Finale",
    addresses.GALLERY: "Stars",
    addresses.PICTURES: "Pictures",
    addresses.MUSIC: "Music",
    addresses.ABOUT: "About",
}
_ABOUT = {
    addresses.FINALE: "How {of} ended: the final, every routine, the points and how they came about. {silent}",
    addresses.GALLERY: "Everyone who danced in {of}: what the stars are known for and with whom they danced. {silent}",
    addresses.PICTURES: "Standings, marks and judges of {of} in pictures, each with its table and its text. {silent}",
    addresses.MUSIC: "The music of {of}: every song with its artists, and who danced to it. {silent}",
    addresses.ABOUT: "What is known of {of} and what is not: the rule book, the sources and how to check these pages.",
}
_SILENT = "No result is told in this line."


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on the picture that is shown where a page is shared. ``file`` is where it lies in the site."""

    file: str
    title: str
    line: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as the head of a page names it."""

    type: str
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one page. ``canonical`` is "" where the site has no address.

    ``properties`` are Open Graph's, ``names`` Twitter's; both speak of whole addresses only, and leave out what there
    is none for.
    """

    title: str
    description: str
    canonical: str
    card: Card
    properties: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str], ...]
    feeds: tuple[Feed, ...]


def head(story: Story, page: str, at: str = "") -> Head:
    """The head of a page of the season. KeyError if a season can have no such page."""
    name, about, drawn = called(story, page), description(story, page), card(story, page)
    canonical = addresses.address(page, at) if at else ""
    title = name if page == addresses.COVER else f"{name} · {of(story.season)}"
    picture = addresses.address(drawn.file, at)
    open_graph = [
        ("og:type", "website" if page == addresses.COVER else "article"),
        ("og:site_name", of(story.season)),
        ("og:title", name),
        ("og:description", about),
    ]
    twitter = [("twitter:card", "summary_large_image" if at else "summary"), ("twitter:title", name)]
    twitter.append(("twitter:description", about))
    if at:
        open_graph += [("og:url", canonical), ("og:image", picture), ("og:image:type", "image/png")]
        open_graph += [("og:image:width", str(WIDTH)), ("og:image:height", str(HEIGHT))]
        open_graph.append(("og:image:alt", f"{drawn.title}. {drawn.line}"))
        twitter += [("twitter:image", picture), ("twitter:image:alt", f"{drawn.title}. {drawn.line}")]
    return Head(title, about, canonical, drawn, tuple(open_graph), tuple(twitter), _feeds(story.season, at))


def of(season: Season) -> str:
    """The season as people name it: title and number, or the year where it has none."""
    if season.number is not None:
        return f"{season.title}, season {season.number}"
    return f"{season.title} {season.year}" if season.year is not None else season.title


def in_a_sentence(season: Season) -> str:
    """The season as a sentence names it: ``season 32 of ...``."""
    return of(season) if season.number is None else f"season {season.number} of {season.title}"


def called(story: Story, page: str) -> str:
    """What a page is called, without the season unless it is the cover. KeyError if there can be no such page."""
    if page == addresses.COVER:
        return of(story.season)
    return _NAMES[page] if page in _NAMES else week_name(_week(story, page))


def week_name(week: Week) -> str:
    """A week with its theme: ``Week 3: Motown Night``."""
    return f"Week {week.number}: {week.title}" if week.title else f"Week {week.number}"


def description(story: Story, page: str) -> str:
    """What a page is about, in a sentence or two that tell no result. KeyError if there can be no such page."""
    season = story.season
    if page == addresses.COVER:
        cast, plan = sentences.counted(len(season.couples), "couple"), sentences.counted(len(season.weeks), "week")
        parts = ", ".join(part for part in (cast, plan, span(season.weeks)) if part)
        return f"{of(season)}, told week by week: {parts}. No result is told on this page."
    if page in _ABOUT:
        return _ABOUT[page].format(of=in_a_sentence(season), silent=_SILENT)
    week = _week(story, page)
    parts = ", ".join(part for part in (week_name(week), spelled(week.date)) if part)
    return f"{parts}, in {in_a_sentence(season)}: every routine with its music and its marks. {_SILENT}"


def card(story: Story, page: str) -> Card:
    """The card of a page: it names page and season and no result. KeyError if there can be no such page."""
    name = called(story, page)
    file = f"cards/{page.removesuffix('.html')}.png"
    if page == addresses.COVER:
        return Card("cards/cover.png", name, span(story.season.weeks) or "The season, told week by week")
    if page in _NAMES:
        return Card(file, name, of(story.season))
    week = _week(story, page)
    return Card(file, name, ", ".join(part for part in (of(story.season), spelled(week.date)) if part))


def _week(story: Story, page: str) -> Week:
    for told in story.weeks:
        if addresses.week_page(told.week.number) == page:
            return told.week
    raise KeyError(page)


def _feeds(season: Season, at: str) -> tuple[Feed, ...]:
    """RSS asks for whole addresses, so it is only named where the site has one."""
    atom = Feed("application/atom+xml", addresses.ATOM, f"{of(season)} (Atom)")
    return (atom, Feed("application/rss+xml", addresses.RSS, f"{of(season)} (RSS)")) if at else (atom,)
