"""Every page of a season's site, as text: what it is handed, and the templates that set it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from mirrorball import look, sentences
from mirrorball.core.book import Book
from mirrorball.recap import addresses, head, linked, words
from mirrorball.recap.charts.monogram import monogram
from mirrorball.recap.charts.picture import Picture
from mirrorball.recap.charts.spark import spark
from mirrorball.recap.lighter import drawn_once, inline
from mirrorball.recap.pages_week import (
    as_sum,
    films_of,
    final_board,
    left_of,
    routines_of,
    settled,
    sources_of,
    standing_of,
    votes_of,
    week_board,
)
from mirrorball.recap.shown import (
    cast_by_name,
    contests_of,
    credit_of,
    music_of,
    rounds_of,
    span,
    spelled,
    told_weeks,
)
from mirrorball.recap.slug import slugs
from mirrorball.recap.story import Story, ToldWeek

TEMPLATES = Path(__file__).with_name("templates")
Fields = dict[str, object]
GRID = "heat"  # its two forms would be too heavy for one page, so its wide one scrolls inside itself on a phone


@dataclass(frozen=True, slots=True)
class Portrait:
    """A star's picture: the address of a photo, or a drawn monogram, and whose the photo is."""

    photo: str
    monogram: Markup
    credit: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture as a page sets it: its sentence, both its forms, its table."""

    name: str
    title: str
    sentence: str
    drawn: Markup
    table: object


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds the pages. ``photos`` are addresses by star, ``root`` is where style sheet and typefaces lie."""

    photos: Mapping[str, str]
    pictures: Mapping[str, Picture]
    at: str = ""
    root: str = ""
    home: str = ""


def pages(story: Story, around: Around) -> dict[str, str]:
    """The pages of a season by address. The story holds only what may be told."""
    common = _common(story, around)
    found = {addresses.COVER: _page("index.html", story, around, addresses.COVER, common | _cover(story))}
    if story.over:
        found[addresses.FINALE] = _page("finale.html", story, around, addresses.FINALE, common | _finale(story, around))
    weeks = told_weeks(story)
    for nth, told in enumerate(weeks):
        beside = {
            "before": weeks[nth - 1].week if nth else None,
            "after": weeks[nth + 1].week if nth + 1 < len(weeks) else None,
        }
        page = addresses.week_page(told.week.number)
        found[page] = _page("week.html", story, around, page, common | _week(story, told) | beside)
    found[addresses.GALLERY] = _page("gallery.html", story, around, addresses.GALLERY, common | _gallery(story))
    found[addresses.PICTURES] = _page(
        "pictures.html", story, around, addresses.PICTURES, common | _pictures(story, around)
    )
    music = {told.week.number: music_of(story.season, told) for told in weeks}
    found[addresses.MUSIC] = _page("music.html", story, around, addresses.MUSIC, common | {"music": music})
    found[addresses.ABOUT] = _page("about.html", story, around, addresses.ABOUT, common | _about(story))
    return found


def slugs_of(story: Story) -> dict[str, str]:
    """Each star's part of an address."""
    return slugs(couple.star for couple in story.season.couples)


def environment() -> Environment:
    """Where all templates of a look back are found: they escape what they are given, and miss nothing silently."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def templates() -> Environment:
    """The templates, with the words that they use of figures."""
    made = environment()
    made.filters |= {
        "number": sentences.number,
        "mark": sentences.mark,
        "points": sentences.points,
        "counted": sentences.counted,
        "listed": sentences.listed,
        "book_sentence": sentences.book_sentence,
        "spelled": spelled,
        "opened": opened,
        "as_sum": as_sum,
    }
    made.globals["words"] = words
    made.globals["colours"] = {"night": look.NIGHT["ground"], "day": look.DAY["ground"]}
    return made


def opened(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]


def _page(template: str, story: Story, around: Around, page: str, fields: Fields) -> str:
    here = "Weeks" if template == "week.html" else ""
    more = {
        "page": page,
        "here": here,
        "head": _head(story, page, around.at),
        "linked": Markup(linked.linked(story, page, around.at)),  # noqa: S704  # it escapes for its element itself
    }
    text = templates().get_template(template).render(**fields, **more)
    names = slugs_of(story)
    return drawn_once(text, {star: inline(monogram(star)) for star in names}, names)


def _head(story: Story, page: str, at: str) -> Markup:
    """What machines read of a page, as elements."""
    told = head.head(story, page, at)
    lines = [Markup("<title>{}</title>").format(told.title)]
    lines.append(Markup('<meta name="description" content="{}">').format(told.description))
    if told.canonical:
        lines.append(Markup('<link rel="canonical" href="{}">').format(told.canonical))
    lines += [Markup('<meta property="{}" content="{}">').format(*one) for one in told.properties]
    lines += [Markup('<meta name="{}" content="{}">').format(*one) for one in told.names]
    lines += [
        Markup('<link rel="alternate" type="{}" href="{}" title="{}">').format(feed.type, feed.href, feed.title)
        for feed in told.feeds
    ]
    return Markup("\n  ").join(lines)


def _common(story: Story, around: Around) -> dict[str, object]:
    season = story.season
    weeks = told_weeks(story)
    names = [("Finale", addresses.FINALE)] if story.over else []
    names += [("Weeks", addresses.week_page(weeks[0].week.number))] if weeks else []
    names += [
        ("Stars", addresses.GALLERY),
        ("Pictures", addresses.PICTURES),
        ("Music", addresses.MUSIC),
        ("About", addresses.ABOUT),
    ]
    numbered = [f"Season {season.number}"] if season.number is not None else []
    return {
        "story": story,
        "season": season,
        "told_weeks": weeks,
        "root": around.root,
        "home": around.home,
        "at": around.at,
        "nav": names,
        "of": head.of(season),
        "night": f"mirrorball: {head.of(season)}",
        "site": {
            "title": season.title,
            "season": ", ".join(numbered + ([str(season.year)] if season.year is not None else [])),
        },
        "slugs": slugs_of(story),
        "portraits": {
            couple.star: Portrait(
                around.photos.get(couple.star, ""),
                inline(monogram(couple.star)),
                credit_of(couple),
            )
            for couple in season.couples
        },
        "standing": standing_of(story),
    }


def _cover(story: Story) -> Fields:
    """The cover: plan and cast, and nothing that a result could change."""
    weeks = told_weeks(story)
    state = "over" if story.over else "running" if weeks else "planned"
    return {
        "cast": cast_by_name(story.season),
        "span": span(story.season.weeks),
        "state": state,
        "told": {told.week.number for told in weeks},
        "first": addresses.week_page(weeks[0].week.number) if weeks else "",
        "first_number": weeks[0].week.number if weeks else 0,
        "result": addresses.FINALE if story.over else addresses.GALLERY,
    }


def _finale(story: Story, around: Around) -> Fields:
    final = story.final
    films, others = films_of(story, final)
    sat = final.week.panel if final else ()
    return {
        "final": final,
        "lead": [words.lead(story)],
        "road": words.road(story),
        "lines": {one.star: final.line(one.star) if final else None for one in story.journeys},
        "board": final_board(story, final) if final else None,
        "vote": words.could_change(story, final) if final else [],
        "dances": routines_of(story, final) if final else {one.star: [] for one in story.journeys},
        "films": films,
        "other_films": others,
        "panel": tuple(dict.fromkeys((*story.season.judges, *sat))),
        "bump": _both(around.pictures["bump"]),
    }


def _week(story: Story, told: ToldWeek) -> Fields:
    season, number = story.season, told.week.number
    return {
        "week": told.week,
        "told_story": words.week_story(story, told),
        "placed": story.over and told is story.final,
        "left": left_of(story, told),
        "settled": settled(story, told),
        "saves": [save for save in season.saves if save.week == number],
        "votes": votes_of(told),
        "board": week_board(story, told),
        "vote": words.could_change(story, told),
        "rounds": rounds_of(season, told),
        "contests": contests_of(season, told),
        "films": told.packages,
        "sources": sources_of(told),
    }


def _gallery(story: Story) -> Fields:
    return {"sparks": {one.star: inline(spark(story, one)) for one in story.journeys if one.marks}}


def _pictures(story: Story, around: Around) -> Fields:
    told = {"bump": words.bump_sentence, "heat": words.heat_sentence, "panel": words.judges_sentence}
    shown = [
        Shown(name, one.title, told[name](story), inline(one.svg) if name == GRID else _both(one), one.table)
        for name, one in around.pictures.items()
    ]
    return {"pictures": shown, "grid": GRID}


def _about(story: Story) -> Fields:
    season = story.season
    told = {week.week.number for week in told_weeks(story)}
    rows = [
        *((one.week, one.source) for one in season.routines),
        *((one.week, one.source) for one in season.bonuses),
        *((one.week, one.source) for one in season.stated),
    ]
    return {
        "books": _books(story),
        "not_known": words.not_known(story),
        "sources": sorted({source for week, source in rows if source and week in told}),
    }


def _books(story: Story) -> Sequence[tuple[Book, list[str]]]:
    """The books of the season, each with the weeks that go by it."""
    found: list[tuple[Book, list[str]]] = []
    for week in story.season.weeks:
        mine = next((numbers for book, numbers in found if book == week.book), None)
        if mine is None:
            found.append((week.book, mine := []))
        mine.append(str(week.number))
    return found


def _both(picture: Picture) -> Markup:
    """Both forms of a picture; the style sheet shows the one that fits."""
    return inline(picture.svg + picture.narrow)
