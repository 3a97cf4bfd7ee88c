"""The feeds: what RFC 4287 and RSS 2.0 ask for, read literally; names that never change; no result."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from email.utils import parsedate_to_datetime
from random import Random
from xml.etree.ElementTree import Element, fromstring

import feedparser  # type: ignore[import-untyped]  # it brings no types
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mirrorball.core.season import Couple, Exit, Result, Season
from mirrorball.recap import addresses, feeds
from mirrorball.recap.story import Story, story
from tests.laws import season_strategies as made
from tests.recap.seasons import SHIPPED, retold, running, shipped, stopped, without_dates

A = "{http://www.w3.org/2005/Atom}"
AT = "https://example.org/seasons/32"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")  # RFC 3339
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d){0,2}:[A-Za-z0-9\-._~!$&'()*+,;=:@/?%]*")  # RFC 4151
SCHEME = re.compile(r"(https?|tag):")
BARE = Season(title="Gala", couples=(Couple(star="Ada", pro=""),))
CASES = {
    "over": shipped(),
    "running": running(4),
    "planned": retold(stopped(SHIPPED, 0)),
    "undated": retold(without_dates(SHIPPED)),
    "bare": story(BARE),
}
each = pytest.mark.parametrize("of", CASES.values(), ids=CASES.keys())
anywhere = pytest.mark.parametrize("at", ["", AT])


def read(feed: bytes) -> Element:
    return fromstring(feed)  # noqa: S314  # written by us


def one(parent: Element, name: str) -> str:
    """The text of the only element of a name; it has to hold some."""
    (found,) = parent.findall(name)
    assert found.text
    return found.text


def unmet_by_atom(feed: Element) -> list[str]:
    """What RFC 4287 asks of a feed (4.1.1) and of each entry (4.1.2) and is not there, or not once."""
    unmet = []
    for holder in (feed, *feed.findall(f"{A}entry")):
        unmet += [name for name in ("id", "title", "updated") if len(holder.findall(A + name)) != 1]
        unmet += [f"moment {m.text}" for m in holder.findall(f"{A}updated") if not MOMENT.fullmatch(m.text or "")]
        unmet += [f"moment {m.text}" for m in holder.findall(f"{A}published") if not MOMENT.fullmatch(m.text or "")]
        unmet += [f"id {i.text}" for i in holder.findall(f"{A}id") if not TAG.fullmatch(i.text or "")]
        alternates = [
            (x.get("type"), x.get("hreflang")) for x in holder.findall(f"{A}link") if x.get("rel") == "alternate"
        ]
        unmet += ["alternates"] if len(alternates) != len(set(alternates)) else []
        unmet += ["alternate"] if not alternates and not holder.findall(f"{A}content") else []
        unmet += ["summary"] if len(holder.findall(f"{A}summary")) > 1 else []
    unmet += [] if feed.findall(f"{A}author/{A}name") else ["author"]
    ids = [i.text for i in feed.iter(f"{A}id")]
    return unmet + (["ids"] if len(set(ids)) != len(ids) else [])


def unmet_by_rss(rss: Element) -> list[str]:
    """What RSS 2.0 asks of a channel and its items and is not there, or is no address."""
    unmet = [] if (rss.tag, rss.get("version")) == ("rss", "2.0") else ["rss"]
    (channel,) = rss.findall("channel")
    unmet += [name for name in ("title", "link", "description") if len(channel.findall(name)) != 1]
    items = channel.findall("item")
    unmet += [f"link {x.text}" for x in (*channel.findall("link"), *rss.iter("link")) if not SCHEME.match(x.text or "")]
    unmet += ["item" for item in items if not (item.findall("title") or item.findall("description"))]
    for moment in (*rss.iter("pubDate"), *rss.iter("lastBuildDate")):
        parsedate_to_datetime(moment.text or "")  # RFC 822; ValueError if it is none
    for guid in rss.iter("guid"):
        permanent = guid.get("isPermaLink", "true") == "true"
        unmet += [f"guid {guid.text}"] if permanent and not (guid.text or "").startswith("http") else []
    guids = [guid.text for guid in rss.iter("guid")]
    return unmet + (["guids"] if len(set(guids)) != len(guids) else [])


@each
@anywhere
def test_atom_holds_what_its_standard_asks_for(of: Story, at: str) -> None:
    assert unmet_by_atom(read(feeds.atom(of, at))) == []


@each
@anywhere
def test_rss_holds_what_its_standard_asks_for(of: Story, at: str) -> None:
    assert unmet_by_rss(read(feeds.rss(of, at))) == []


@pytest.mark.parametrize("broken", ["id", "title", "updated", "author"])
def test_the_reading_of_atom_finds_what_is_missing(broken: str) -> None:
    feed = read(feeds.atom(shipped()))
    feed.remove(feed.findall(A + broken)[0])

    assert unmet_by_atom(feed) == [broken]


@pytest.mark.parametrize("broken", ["title", "link", "description"])
def test_the_reading_of_rss_finds_what_is_missing(broken: str) -> None:
    rss = read(feeds.rss(shipped()))
    rss[0].remove(rss[0].findall(broken)[0])

    assert unmet_by_rss(rss) == [broken]


@each
@anywhere
@pytest.mark.parametrize("write", [feeds.atom, feeds.rss])
def test_a_reader_of_feeds_reads_them(write: Callable[[Story, str], bytes], of: Story, at: str) -> None:
    found = feedparser.parse(write(of, at))

    assert not found.bozo
    assert [entry.id for entry in found.entries] == [entry.id for entry in feeds.entries(of)]
    assert [entry.title for entry in found.entries] == [entry.title for entry in feeds.entries(of)]


def test_there_is_an_entry_for_cover_weeks_and_finale_the_newest_first() -> None:
    weeks = [f"week-{number}.html" for number in range(11, 0, -1)]

    assert [entry.page for entry in feeds.entries(shipped())] == ["finale.html", *weeks, "index.html"]
    assert [entry.page for entry in feeds.entries(running(2))] == ["week-2.html", "week-1.html", "index.html"]
    assert [entry.page for entry in feeds.entries(CASES["planned"])] == ["index.html"]


@given(made.seasons(), st.randoms(use_true_random=False))
def test_a_feed_is_the_same_whoever_left(season: Season, chance: Random) -> None:
    stars = [result.star for result in season.results]
    chance.shuffle(stars)
    other = tuple(replace(result, star=star) for result, star in zip(season.results, stars, strict=True))
    before = story(season)
    after = story(replace(season, results=other), [told.verdict for told in before.weeks])
    if before.over == after.over:
        assert feeds.atom(before) == feeds.atom(after)
        assert feeds.rss(before) == feeds.rss(after)


def test_a_feed_names_nobody_of_the_cast() -> None:
    text = (feeds.atom(shipped(), AT) + feeds.rss(shipped(), AT)).decode()

    assert [name for couple in SHIPPED.couples for name in (couple.star, couple.pro) if name in text] == []


def test_ids_stay_when_a_season_goes_on_or_moves() -> None:
    before = {entry.page: entry.id for entry in feeds.entries(running(4))}
    after = {entry.page: entry.id for entry in feeds.entries(shipped())}

    assert before.items() <= after.items()
    assert before["week-3.html"] == "tag:mirrorball.invalid,2026:Dancing%20With%20the%20Stars/season-32/week-3"
    here, there = (read(feeds.atom(shipped(), at)) for at in ("", AT))
    assert [i.text for i in here.iter(f"{A}id")] == [i.text for i in there.iter(f"{A}id")]


@example([("a", 1, None), ("a/season-1", 1, None), ("a%2Fseason-1", 1, None), ("a", None, 1999), ("a", None, None)])
@given(st.lists(st.tuples(st.text(min_size=1), st.none() | st.integers(0, 99), st.none() | st.integers(1990, 2030))))
def test_two_seasons_share_no_id(named: list[tuple[str, int | None, int | None]]) -> None:
    plain = {(title, number, None if number is not None else year) for title, number, year in named}
    tags = {feeds.tag(Season(title=title, number=number, year=year)) for title, number, year in named}

    assert len(tags) == len(plain)
    assert all(TAG.fullmatch(tag) for tag in tags)


def test_an_entry_is_as_old_as_its_night() -> None:
    on = {entry.page: entry.on.isoformat() for entry in feeds.entries(shipped())}

    assert (on["week-3.html"], on["finale.html"], on["index.html"]) == ("2023-10-10", "2023-12-05", "2023-09-26")
    assert one(read(feeds.atom(shipped())), f"{A}updated") == "2023-12-05T00:00:00Z"
    assert one(read(feeds.rss(shipped()))[0], "lastBuildDate") == "Tue, 05 Dec 2023 00:00:00 GMT"


def test_a_week_without_a_date_borrows_that_of_the_week_before_and_does_not_say_when_it_was_told() -> None:
    weeks = tuple(replace(week, date=None) if week.number in {1, 4} else week for week in SHIPPED.weeks)
    found = {entry.page: entry for entry in feeds.entries(retold(replace(SHIPPED, weeks=weeks)))}

    assert (found["week-4.html"].on, found["week-4.html"].known) == (SHIPPED.week(3).date, False)
    assert (found["week-1.html"].on, found["week-1.html"].known) == (SHIPPED.week(2).date, False)
    atom = read(feeds.atom(retold(replace(SHIPPED, weeks=weeks))))
    dated = {one(entry, f"{A}title"): bool(entry.findall(f"{A}published")) for entry in atom.findall(f"{A}entry")}
    assert not dated["Week 4: Disney100 Night"]
    assert dated["Week 5: Most Memorable Year"]


def test_a_season_without_any_date_claims_none() -> None:
    assert not list(read(feeds.rss(CASES["undated"])).iter("pubDate"))
    assert not list(read(feeds.atom(CASES["undated"])).iter(f"{A}published"))
    assert {m.text for m in read(feeds.atom(CASES["undated"])).iter(f"{A}updated")} == {"1970-01-01T00:00:00Z"}


def test_links_lead_to_the_pages_wherever_the_feed_lies() -> None:
    here, there = (read(feeds.atom(shipped(), at)) for at in ("", AT))
    rss = read(feeds.rss(shipped(), AT))

    assert {x.get("href") for x in here.iter(f"{A}link")} >= {"index.html", "finale.html", "week-11.html", "feed.xml"}
    assert all((x.get("href") or "").startswith(f"{AT}/") for x in there.iter(f"{A}link"))
    assert [x.text for x in rss.iter("link")][:3] == [f"{AT}/", f"{AT}/finale.html", f"{AT}/week-11.html"]
    plain = feedparser.parse(feeds.rss(shipped()))
    assert '<a href="week-11.html">Week 11: Finale</a>' in plain.entries[1].summary


@given(st.text(min_size=1))
@example("a\r\nb\x00c\ufffed\u200de\U0001f483")
def test_any_name_can_be_told(name: str) -> None:
    left = Result(star="Ada", exit=Exit.WITHDREW, week=1)
    week = replace(SHIPPED.weeks[0], title=name)
    of = retold(replace(BARE, title=name, weeks=(week,), results=(left,)))
    written = "".join(letter for letter in name if addresses.text(Element("a"), "b", letter).text)

    for at in ("", AT):
        atom, rss = read(feeds.atom(of, at)), read(feeds.rss(of, at))
        assert unmet_by_atom(atom) == unmet_by_rss(rss) == []
        assert rss[0].findall("item")[0].findtext("title") == f"Week 1: {written}"


def test_markup_in_a_name_stays_text() -> None:
    of = retold(replace(SHIPPED, title="<b>Fun</b> & <script>games"))

    for feed in (feeds.rss(of), feeds.rss(of, AT)):
        (description,) = read(feed)[0].findall("description")
        assert "<script>" not in (description.text or "")
        assert "&lt;b&gt;Fun&lt;/b&gt; &amp; " in (description.text or "")
        assert all("&lt;script&gt;" in (item.findtext("description") or "") for item in read(feed).iter("item"))
