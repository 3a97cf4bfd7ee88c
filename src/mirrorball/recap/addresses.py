"""The map of the site: which pages a season has, where they lie, and what search engines read of that.

A site map speaks of whole addresses (sitemaps.org, protocol 0.9), so it is written only where the site has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit, urlunsplit
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mirrorball.recap.shown import told_weeks
from mirrorball.recap.story import Story

COVER, FINALE, GALLERY = "index.html", "finale.html", "gallery.html"
PICTURES, MUSIC, ABOUT = "pictures.html", "music.html", "about.html"
ATOM, RSS, WHOLE, SITEMAP = "feed.xml", "rss.xml", "season.json", "sitemap.xml"

PROTOCOL = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST_PAGES = 50_000  # of one site map
LONGEST = 2048  # letters of an address in it, which has to have fewer

_UNWRITABLE = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PATH = "/%:@!$&'()*+,;=-._~"  # what may stand in the path of an address as it is


def week_page(number: int) -> str:
    """The page of a week."""
    return f"week-{number}.html"


def pages(story: Story) -> tuple[str, ...]:
    """The pages of a season in reading order. A season without champions has no finale."""
    weeks = [week_page(told.week.number) for told in told_weeks(story)]
    return (COVER, *([FINALE] if story.over else []), *weeks, GALLERY, PICTURES, MUSIC, ABOUT)


def whole_address(at: str) -> str:
    """The address of the site with a ``/`` behind it, in the plain letters that an address may have; "" stays ""."""
    if not at:
        return ""
    parts = urlsplit(at)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    return urlunsplit((parts.scheme, host, quote(parts.path.rstrip("/"), safe=_PATH) + "/", "", ""))


def address(page: str, at: str) -> str:
    """Where a file of the site lies: its whole address where the site has one, else its name beside the others."""
    base = whole_address(at)
    return base if base and page == COVER else base + page


def sitemap(pages: Iterable[str], at: str) -> bytes:
    """The pages for search engines. ValueError without an address, or if a map may not hold so many or so long."""
    found = [address(page, at) for page in pages]
    if not at or len(found) > MOST_PAGES or any(len(one) >= LONGEST for one in found):
        message = f"{len(found)} pages at {at!r} make no site map"
        raise ValueError(message)
    urls = Element("urlset", xmlns=PROTOCOL)
    for one in dict.fromkeys(found):
        text(SubElement(urls, "url"), "loc", one)
    return xml(urls)


def robots(at: str) -> bytes:
    """That everything may be read, and where the site map lies (RFC 9309)."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {address(SITEMAP, at)}\n".encode()


def text(parent: Element, name: str, holds: str) -> Element:
    """A new element that holds text, without the few characters that XML cannot write, or reads as others."""
    one = SubElement(parent, name)
    one.text = _UNWRITABLE.sub("", holds)
    return one


def xml(root: Element) -> bytes:
    """A document of XML, one element a line."""
    indent(root, " ")
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
