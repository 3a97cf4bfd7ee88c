"""The pages of an archive, each as text: rows and sentences in, HTML out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from mirrorball import look, sentences
from mirrorball.core.ties import Place
from mirrorball.recap.archive import drawn, records, verdicts, words
from mirrorball.recap.archive.links import PROS, STARS, Links, links
from mirrorball.recap.archive.people import Person, place_of, pros, stars, surname
from mirrorball.recap.archive.ranking import Record
from mirrorball.recap.archive.rows import NightRow, SeasonRow, Tables
from mirrorball.recap.pages import environment
from mirrorball.season.problems import plain

INDEX, RECORDS, POSSIBLE, SEARCH = "index.html", "records.html", "possible.html", "search.html"
NAV = (("Seasons", INDEX), ("Records", RECORDS), ("What was possible", POSSIBLE), ("Find somebody", SEARCH))
TITLE = "The archive"
SHOWN_FIRST = ("single-perfect", "single-stayed", "average-stayed", "careers", "average-perfect")
MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Shelf:
    """The seasons of one show."""

    title: str
    seasons: tuple[SeasonRow, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """An archive as its pages need it. ``said`` is what is to be said of the folders, ``at`` its whole address."""

    tables: Tables
    near: tuple[tuple[str, ...], ...]
    said: tuple[str, ...]
    links: Links
    at: str = ""

    def below(self) -> Whole:
        """The same, seen from a page one folder down."""
        return replace(self, links=replace(self.links, up="../"))


def whole(tables: Tables, near: tuple[tuple[str, ...], ...], said: Sequence[str], at: str = "") -> Whole:
    """An archive with the addresses of its people."""
    return Whole(tables, near, tuple(said), links(tables.seasons, tables.couples), at)


def index(of: Whole) -> str:
    """The first page: every season with its champions, and ways into the rest."""
    shelves: dict[str, list[SeasonRow]] = {}
    for season in of.tables.seasons:
        shelves.setdefault(season.title, []).append(season)
    every = [record for chapter in records.chapters(of.tables, of.links) for record in chapter.records]
    winners = {row.season: row for row in of.tables.seasons}
    return _page(
        "index.html",
        of,
        INDEX,
        TITLE,
        f"{TITLE}: {words.opening(of.tables)}",
        opening=words.opening(of.tables),
        shelves=[Shelf(title, tuple(rows)) for title, rows in shelves.items()],
        champions={slug: [row for row in of.tables.couples if row.season == slug and row.champion] for slug in winners},
        states={row.season: words.state(row, of.tables) for row in of.tables.seasons},
        shown=_first(every),
        possible=verdicts.in_short(verdicts.lines(of.tables)),
    )


def records_page(of: Whole) -> str:
    """All records."""
    return _page(
        "records.html",
        of,
        RECORDS,
        "Records",
        "Highest totals, closest finals, longest roads, most generous judges and biggest upsets, with every tie.",
        chapters=records.chapters(of.tables, of.links),
    )


def possible(of: Whole) -> str:
    """The table of possible eliminations."""
    lines = verdicts.lines(of.tables)
    return _page(
        "possible.html",
        of,
        POSSIBLE,
        "What was possible",
        "Week by week, whether what is recorded could have happened under the rule book, whatever the vote.",
        lines=lines,
        short=verdicts.in_short(lines),
        signs=verdicts.SIGNS,
        exceptional=verdicts.EXCEPTIONS,
        counted_verdicts=verdicts.COUNTED,
        totals=verdicts.totals(lines),
        weeks=max((square.row.week for line in lines for square in line.squares), default=0),
        who_left=verdicts.who_left,
    )


def search(of: Whole) -> str:
    """Everybody by name, in lists that work without a script."""
    lists = []
    for title, key, people, address in (
        ("Stars", STARS, stars(of.tables), of.links.star),
        ("Pros", PROS, pros(of.tables), of.links.pro),
    ):
        letters: dict[str, list[tuple[str, str, str]]] = {}
        for person in people:
            seasons = [of.links.name(turn.couple.season) for turn in person.turns]
            beside = seasons[0] if len(seasons) == 1 else sentences.counted(len(seasons), "season")
            letters.setdefault(_letter(person.name), []).append((person.name, address(person.name), beside))
        lists.append((title, key, sorted(letters.items())))
    about = "Every star and every pro of the archive, from A to Z."
    return _page("search.html", of, SEARCH, "Find somebody", about, lists=lists, near=of.near, said=of.said)


def star(of: Whole, person: Person) -> str:
    """The page of a star."""
    return _person("star.html", of, person, of.links.star(person.name))


def pro(of: Whole, person: Person) -> str:
    """The page of a pro."""
    return _person("pro.html", of, person, of.links.pro(person.name))


def _person(template: str, of: Whole, person: Person, page: str) -> str:
    below = of.below()
    as_pro, as_star = person.name in of.links.pros, person.name in of.links.stars
    is_star = template == "star.html"
    also = ""
    if as_pro and as_star:
        also = below.links.pro(person.name) if is_star else below.links.star(person.name)
    lead = words.star_lead(person, of.links) if is_star else words.pro_lead(person)
    return _page(
        template,
        below,
        page,
        person.name,
        lead,
        person=person,
        lead=lead,
        near=words.near(person.near) if person.near else "",
        also=also,
        nights={turn.couple.season: Markup(drawn.nights(turn)) for turn in person.turns},  # noqa: S704  # escaped there
        places=Markup(drawn.places(person)),  # noqa: S704  # what it says is escaped there
        seasons={row.season: row for row in of.tables.seasons},
        words=words,
    )


def _page(template: str, of: Whole, page: str, name: str, about: str, **more: object) -> str:
    up = of.links.up
    return (
        _environment()
        .get_template(f"archive/{template}")
        .render(
            page=f"{up}{page}",
            root=up,
            up=up,
            home="",
            head=_head(of, page, name, about),
            linked="",
            nav=[(label, f"{up}{address}") for label, address in NAV],
            here="",
            site={"title": TITLE, "season": ""},
            night="",
            colours={"night": look.NIGHT["ground"], "day": look.DAY["ground"]},
            name=name,
            links=of.links,
            **more,
        )
    )


def _head(of: Whole, page: str, name: str, about: str) -> Markup:
    """What machines read of a page."""
    title = name if name == TITLE else f"{name} · {TITLE}"
    told = Markup('<title>{}</title>\n  <meta name="description" content="{}">').format(title, about)
    told += Markup('\n  <link rel="stylesheet" href="{}archive.css">').format(of.links.up)
    if of.at:
        whole_address = of.at + ("" if page == INDEX else page)
        told += Markup('\n  <link rel="canonical" href="{}">').format(whole_address)
    return told


def _first(every: Sequence[Record]) -> list[Record]:
    """The few records that the first page shows."""
    found = {record.key: record for record in every}
    return [found[key] for key in SHOWN_FIRST if key in found and found[key].headline][:MOST_SHOWN]


def _letter(name: str) -> str:
    """Under which letter a name stands: the first of its last word, without accents; # for all others."""
    first = plain(surname(name))[:1].upper()
    return first if first.isascii() and first.isalpha() else "#"


@cache
def _environment() -> Environment:
    made = environment()
    made.filters |= {
        "begun": begun,
        "counted": sentences.counted,
        "listed": sentences.listed,
        "number": sentences.number,
        "points": sentences.points,
        "tied": sentences.tied,
    }
    made.globals |= {"place_of": place_of, "night_place": night_place}
    return made


def begun(text: str) -> str:
    """The same with a capital at its beginning."""
    return f"{text[:1].upper()}{text[1:]}"


def night_place(night: NightRow) -> str:
    """The place by the panel on a night, as a rank is read."""
    if not night.place_first or not night.place_last:
        return sentences.NOT_KNOWN
    return sentences.tied(Place(night.place_first, night.place_last))
