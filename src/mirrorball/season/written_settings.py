"""A season's settings as the text of ``season.toml``, with the rule books of its own."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from fractions import Fraction

from mirrorball.core.book import Book
from mirrorball.core.books import BOOKS
from mirrorball.core.channel import Channel, Way
from mirrorball.core.season import Round, Season
from mirrorball.season.books import SETTINGS
from mirrorball.season.channels import MS
from mirrorball.season.format import FORMAT
from mirrorball.season.toml_text import Value, name, section, setting

NO_BOOK = next(iter(BOOKS))  # a folder has to name one, also while no week is planned


class Unsayable(Exception):
    """The season holds something that a season folder cannot. Its text says what."""


def settings(season: Season) -> str:
    """The text of ``season.toml``."""
    top: dict[str, Value] = {
        "format": FORMAT,
        "title": season.title,
        "number": "" if season.number is None else season.number,
        "year": "" if season.year is None else season.year,
        "trophy": season.trophy,
        "hosts": season.hosts,
        "book": usual_book(season),
        "styles": season.styles,
        "note": season.note,
    }
    must = ("format", "title", "book")
    parts = [setting(key, value) for key, value in top.items() if key in must or value not in ("", ())]
    if season.crew:
        parts.append(section("[crew]", {role.replace(" ", "_"): person for role, person in season.crew.items()}))
    parts.append(section("[panel]", _panel(season)))
    parts += [section("[[channels]]", _channel(channel)) for channel in season.channels]
    parts += [section("[[rounds]]", _round(round_)) for round_ in season.rounds]
    parts += [_own(book) for book in _own_books(season)]
    return "".join(parts)


def usual_book(season: Season) -> str:
    """The book that most weeks name, the first of several."""
    named = Counter(week.book.name for week in season.weeks)
    return max(named, key=named.__getitem__, default=NO_BOOK)


def _panel(season: Season) -> dict[str, Value]:
    scale = season.scale
    panel: dict[str, Value] = {"judges": season.judges} if season.judges else {}
    panel |= {"lowest": scale.lowest, "highest": scale.highest, "step": scale.step}
    return panel | ({"averaged": True} if season.averaged else {})


def _channel(channel: Channel) -> dict[str, Value]:
    written: dict[str, Value] = {"name": channel.name, "way": channel.way.value, "voter": channel.unit.value}
    if channel.limit is not None:
        written["limit"] = channel.limit
    written["per"] = channel.per.value
    if channel.way is not Way.DONATION:
        written["replaceable"] = channel.replaceable
    if channel.grace:
        written["grace"] = channel.grace // MS
    if channel.price is not None:
        written["price"] = str(channel.price)
    return written


def _round(round_: Round) -> dict[str, Value]:
    written: dict[str, Value] = {"name": round_.name}
    if round_.style is not None:
        written["style"] = round_.style
    if round_.repeats_style:
        written["repeats_style"] = True
    return written


def _own_books(season: Season) -> list[Book]:
    """The books that stand in no table, each once."""
    books = {week.book.name: week.book for week in season.weeks}
    return [book for book in books.values() if BOOKS.get(book.name) != book]


def _own(book: Book) -> str:
    """The section of a book of one's own: like the known one that is nearest to it, with what differs."""
    if book.name in BOOKS:
        message = f"The book {book.name} is another than the one that everybody knows by this name."
        raise Unsayable(message)
    near = min(
        BOOKS.values(), key=lambda known: (known.final is not None and book.final is None, _differs(book, known))
    )
    header = f"books.{name(book.name)}"
    usual = {"title": f"{book.name}, like {near.name}"}  # what the reader calls a book that has no title
    different: dict[str, Value] = {"like": near.name}
    for key in SETTINGS:
        value = getattr(book, key)
        if value != usual.get(key, getattr(near, key)):
            different[key] = _plain(value)
    parts = [section(f"[{header}]", different)]
    if book.confidence != near.confidence:
        parts.append(section(f"[{header}.confidence]", {key: sure.value for key, sure in book.confidence.items()}))
    return "".join(parts)


def _differs(book: Book, known: Book) -> int:
    return sum(getattr(book, key) != getattr(known, key) for key in SETTINGS)


def _plain(value: object) -> Value:
    """A setting of a book as TOML has it."""
    match value:
        case Enum():
            return str(value.value)
        case tuple():
            return [str(member.value) for member in value]
        case bool() | int() | Fraction() | str():
            return value
        case _:
            message = f"A book of one's own cannot say {value!r}."
            raise Unsayable(message)
