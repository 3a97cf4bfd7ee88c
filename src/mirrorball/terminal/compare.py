"""``mirrorball compare``: two seasons side by side, or one season under two books; in the terminal or as a page."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mirrorball.core.book import Book
from mirrorball.core.books import BOOKS
from mirrorball.recap.compare import compare, compare_books, figures
from mirrorball.recap.compare_page import books_page, seasons_page
from mirrorball.recap.compare_words import book_rows, books_said, name_of, remarks, rows
from mirrorball.recap.story import story
from mirrorball.season.problems import did_you_mean
from mirrorball.sentences import book_sentence
from mirrorball.terminal.ink import GOLD, NAME, QUIET, console, heading, marked, said, watched, width
from mirrorball.terminal.usable import NotTold, season_of

DONE, PROBLEMS = 0, 2
BOTH = 2
AS_RUN = "As it was run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody typed: two seasons, or one and one or two books; and where a page is to be written."""

    seasons: Sequence[Path]
    books: Sequence[str] = ()
    archive: Path | None = None
    out: Path | None = None


def side_by_side(asked: Asked) -> int:
    """Compare. The exit code is 2 where that cannot be."""
    try:
        _seasons(asked) if not asked.books else _books(asked)
    except NotTold as why:
        print(why, file=sys.stderr)
        return PROBLEMS
    except OSError as error:
        print(f"{error.filename or asked.out}: {error.strerror or error}.", file=sys.stderr)
        return PROBLEMS
    return DONE


def _folder(asked: Asked, named: Path) -> Path:
    """The folder of a season, which may be named as it is in an archive."""
    return named if asked.archive is None or named.is_dir() else asked.archive / named


def _seasons(asked: Asked) -> None:
    if len(asked.seasons) != BOTH:
        message = "Name two season folders, or one and a rule book with --book."
        raise NotTold(message)
    one, other = (story(season_of(_folder(asked, named))) for named in asked.seasons)
    found = compare(one, other)
    if asked.out is not None:
        _keep(asked.out, seasons_page(found))
        return
    to = console()
    heading(to, f"{name_of(found.one)}, and {name_of(found.other)}")
    _table(to, ("", name_of(found.one), name_of(found.other)), [(r.about, r.one, r.other) for r in rows(found)])
    for remark in remarks(found):
        said(to, remark, QUIET)


def _books(asked: Asked) -> None:
    if len(asked.seasons) != 1 or len(asked.books) > BOTH:
        message = "Name one season folder and one or two rule books: the season under the one and under the other."
        raise NotTold(message)
    season = season_of(_folder(asked, asked.seasons[0]))
    known = {**BOOKS, **{week.book.name: week.book for week in season.weeks}}
    books: list[Book | None] = [_book(name, known) for name in asked.books]
    one, other = books if books[1:] else [None, *books]
    told = story(season)
    weeks = compare_books(told, one, other, watched)
    names = [AS_RUN if book is None else book.name for book in (one, other)]
    used = list({week.book.name: week.book for week in season.weeks}.values()) if one is None else [one]
    title = name_of(figures(told))
    if asked.out is not None:
        _keep(asked.out, books_page(title, names, [*used, *([other] if other else [])], weeks))
        return
    to = console()
    heading(to, title, f"{names[0]}, and under {names[1]}" if one is None else f"{names[0]}, and {names[1]}")
    for book in (*used, *([other] if other else [])):
        said(to, f"{book.name}: {book_sentence(book)}", QUIET)
    _table(to, ("Week", "What is recorded", *names), book_rows(weeks))
    for sentence in books_said(weeks):
        said(to, sentence)


def _book(name: str, known: dict[str, Book]) -> Book:
    if name not in known:
        advice = did_you_mean(name, known, f"Name one of: {', '.join(known)}.")
        message = f"--book: found {name}, expected the name of a rule book. {advice}"
        raise NotTold(message)
    return known[name]


def _table(to: Console, heads: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style=NAME, width=width(to))
    for nth, head in enumerate(heads):
        table.add_column(Text(head), ratio=None if not nth else 1, overflow="fold")
    for line in lines:
        table.add_row(*map(Text, line))
    to.print(table)


def _keep(out: Path, page: str) -> None:
    """Write a page, whole or not at all."""
    if out.is_dir():
        message = f"{out} is a folder. Name a file such as {out / 'comparison.html'}."
        raise NotTold(message)
    out.parent.mkdir(parents=True, exist_ok=True)
    made = out.with_name(f".{out.name}.new")
    made.write_text(page, encoding="utf-8", newline="\n")
    made.replace(out)
    marked(console(), "✓", GOLD, Text(f"{out}", style=NAME))
