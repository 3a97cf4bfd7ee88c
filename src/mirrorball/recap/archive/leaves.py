"""The pages of an archive one by one: where each lies, what it depends on, and how it is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from mirrorball.recap.archive import digests, pages
from mirrorball.recap.archive.pages import Whole
from mirrorball.recap.archive.people import Person, place_of, pros, stars
from mirrorball.recap.archive.words import how_far

WHOLE = "archive.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Leaf:
    """One file of the archive: its address, the digest of everything that it is made from, and how it is written."""

    address: str
    key: str
    write: Callable[[], str]


def leaves(of: Whole, digest: str) -> Iterator[Leaf]:
    """Every page of an archive, and its JSON. ``digest`` is that of all its seasons and of the program."""
    for address, write in (
        (pages.INDEX, pages.index),
        (pages.RECORDS, pages.records_page),
        (pages.POSSIBLE, pages.possible),
        (pages.SEARCH, pages.search),
        (WHOLE, whole_archive),
    ):
        yield Leaf(address, digests.of_texts(digest, of.at, *of.said), partial(write, of))
    program = digests.of_rooms(*digests.TOLD)
    for write_one, people, address_of in (
        (pages.star, stars(of.tables, of.near), of.links.star),
        (pages.pro, pros(of.tables, of.near), of.links.pro),
    ):
        for person in people:
            key = digests.of_texts(program, of.at, repr(person), *_around(of, person))
            yield Leaf(address_of(person.name), key, partial(write_one, of, person))


def whole_archive(of: Whole) -> str:
    """The archive as JSON: its seasons with their champions, everybody's page, and the verdict on each week."""
    tables, links = of.tables, of.links
    told = {
        "format": FORMAT,
        "seasons": [
            {
                "season": row.season,
                "title": row.title,
                "number": row.number,
                "year": row.year,
                "finished": row.finished,
                "averaged": row.averaged,
                "page": links.season(row.season),
                "couples": [
                    {
                        "star": couple.star,
                        "pro": couple.pro or None,
                        "champion": couple.champion,
                        "place": str(place) if (place := place_of(couple)) else None,
                        "how_far": how_far(couple),
                    }
                    for couple in tables.couples
                    if couple.season == row.season
                ],
                "verdicts": {
                    str(verdict.week): verdict.verdict for verdict in tables.verdicts if verdict.season == row.season
                },
            }
            for row in tables.seasons
        ],
        "stars": {name: links.star(name) for name in links.stars},
        "pros": {name: links.pro(name) for name in links.pros},
        "perhaps_the_same": [list(names) for names in of.near],
        "said": list(of.said),
    }
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _around(of: Whole, person: Person) -> Iterator[str]:
    """What stands on a person's page beside the rows: names and addresses of others, and of seasons."""
    yield str(person.name in of.links.stars and person.name in of.links.pros)
    seasons = {row.season: row for row in of.tables.seasons}
    for turn in person.turns:
        row = turn.couple
        yield of.links.star(row.star)
        yield of.links.pro(row.pro)
        yield repr(seasons[row.season])
