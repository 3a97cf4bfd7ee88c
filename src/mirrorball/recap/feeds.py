"""The feeds of a season: Atom (RFC 4287) and RSS 2.0, an entry for the cover, each week that is told, and the finale.

A feed shows up in the readers of people who have not watched. So titles and summaries are those of the pages' heads,
which tell no result. Nobody looks at a clock: an entry is as old as the night it tells of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from html import escape
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from mirrorball.core.season import Season
from mirrorball.recap import addresses, head
from mirrorball.recap.addresses import text
from mirrorball.recap.shown import told_weeks
from mirrorball.recap.story import Story

ATOM = "http://www.w3.org/2005/Atom"
BEFORE_ALL = date(1970, 1, 1)  # stands for a date that nobody knows, where Atom asks for one
# A name space of tag URIs (RFC 4151) that nobody else mints in: `.invalid` is nobody's host (RFC 6761).
MINTED = "tag:mirrorball.invalid,2026:"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``on`` is the date of its night, ``known`` whether that is its own and not borrowed from another."""

    id: str
    page: str
    title: str
    summary: str
    on: date
    known: bool


def atom(story: Story, at: str = "") -> bytes:
    """The season as an Atom feed. Links are whole where the site has an address, and lead beside the feed where not."""
    found = entries(story)
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    text(feed, "id", tag(story.season))
    text(feed, "title", head.of(story.season))
    text(feed, "subtitle", head.description(story, addresses.COVER))
    text(feed, "updated", _stamp(max(entry.on for entry in found)))
    text(SubElement(feed, "author"), "name", head.of(story.season))
    text(feed, "generator", "Mirrorball")
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=addresses.address(addresses.ATOM, at))
    SubElement(feed, "link", rel="alternate", type="text/html", href=addresses.address(addresses.COVER, at))
    for entry in found:
        one = SubElement(feed, "entry")
        text(one, "id", entry.id)
        text(one, "title", entry.title)
        text(one, "updated", _stamp(entry.on))
        if entry.known:
            text(one, "published", _stamp(entry.on))
        SubElement(one, "link", rel="alternate", type="text/html", href=addresses.address(entry.page, at))
        text(one, "summary", entry.summary)
    return addresses.xml(feed)


def rss(story: Story, at: str = "") -> bytes:
    """The season as RSS 2.0.

    RSS knows whole addresses only. Where the site has none, the channel's link is its tag, and an item leads to its
    page by a link in its text, which may be relative.
    """
    found = entries(story)
    root = Element("rss", {"version": "2.0", "xmlns:atom": ATOM})
    channel = SubElement(root, "channel")
    text(channel, "title", head.of(story.season))
    text(channel, "link", addresses.address(addresses.COVER, at) if at else tag(story.season))
    text(channel, "description", escape(head.description(story, addresses.COVER), quote=False))
    text(channel, "language", "en")
    text(channel, "generator", "Mirrorball")
    dated = [entry.on for entry in found if entry.known]
    if dated:
        text(channel, "lastBuildDate", _day(max(dated)))
    if at:
        SubElement(
            channel, "atom:link", rel="self", type="application/rss+xml", href=addresses.address(addresses.RSS, at)
        )
    for entry in found:
        item = SubElement(channel, "item")
        text(item, "title", entry.title)
        if at:
            text(item, "link", addresses.address(entry.page, at))
        summary = escape(entry.summary, quote=False)
        text(item, "description", summary if at else f'{summary} <a href="{entry.page}">{escape(entry.title)}</a>')
        text(item, "guid", entry.id).set("isPermaLink", "false")
        if entry.known:
            text(item, "pubDate", _day(entry.on))
    return addresses.xml(root)


def entries(story: Story) -> tuple[Entry, ...]:
    """What the feeds hold, the newest first: the finale, the weeks that are told from the last to the first, the cover.

    A week without a date borrows that of the week before, and the first that of the first dated one.
    """
    return tuple(_entries(story))


def tag(season: Season, part: str = "") -> str:
    """The name of a season, or of a part of it, for ever: of title and number (or year) and of nothing that changes."""
    which = season.number if season.number is not None else "-"
    year = season.year if season.number is None and season.year is not None else None
    names = [quote(season.title, safe=""), f"year-{year}" if year is not None else f"season-{which}"]
    return MINTED + "/".join([*names, part] if part else names)


def _entries(story: Story) -> Iterator[Entry]:
    season, weeks = story.season, told_weeks(story)
    first = min((week.date for week in season.weeks if week.date), default=None)
    year = date(season.year, 1, 1) if season.year else BEFORE_ALL
    on = [first or year]
    for told in weeks:
        on.append(told.week.date or on[-1])
    if story.over:
        last = weeks[-1].week.date if weeks else None
        yield _entry(story, addresses.FINALE, "finale", (on[-1], last is not None))
    for told, when in reversed(list(zip(weeks, on[1:], strict=True))):
        number = told.week.number
        yield _entry(story, addresses.week_page(number), f"week-{number}", (when, told.week.date is not None))
    yield _entry(story, addresses.COVER, "cover", (on[0], first is not None))


def _entry(story: Story, page: str, part: str, on: tuple[date, bool]) -> Entry:
    title = head.called(story, page)
    return Entry(tag(story.season, part), page, title, head.description(story, page), *on)


def _stamp(on: date) -> str:
    """A date as RFC 3339 writes a moment."""
    return f"{on.isoformat()}T00:00:00Z"


def _day(on: date) -> str:
    """A date as RFC 822 writes a moment, with the year in four figures."""
    return format_datetime(datetime.combine(on, time(), UTC), usegmt=True)
