"""A comparison as one page that stands by itself: no other file, no script, no request."""

from __future__ import annotations

from collections.abc import Sequence

from mirrorball import look
from mirrorball.core.book import Book
from mirrorball.recap.compare import Comparison, WeekUnder
from mirrorball.recap.compare_words import book_rows, books_said, name_of, remarks, rows
from mirrorball.recap.pages import environment
from mirrorball.sentences import book_sentence


def seasons_page(found: Comparison) -> str:
    """Two seasons side by side."""
    one, other = name_of(found.one), name_of(found.other)
    return _page(
        title=f"{one}, and {other}",
        heads=("What", one, other),
        lines=[(row.about, row.one, row.other) for row in rows(found)],
        below=remarks(found),
    )


def books_page(title: str, names: Sequence[str], books: Sequence[Book], weeks: tuple[WeekUnder, ...]) -> str:
    """A season under two books, week by week."""
    return _page(
        title=f"{title}, under two books: {names[0]}, and {names[1]}",
        heads=("Week", "What is recorded", *names),
        lines=book_rows(weeks),
        below=[*books_said(weeks), *(f"{book.name}: {book_sentence(book)}" for book in books)],
    )


def _page(title: str, heads: Sequence[str], lines: Sequence[Sequence[str]], below: Sequence[str]) -> str:
    return (
        environment()
        .get_template("compare.html")
        .render(title=title, heads=heads, lines=lines, below=below, colours=look.css(), day=_day())
    )


def _day() -> str:
    """The colours by day, where the reader's machine is set so."""
    day = "".join(f"--{name}:{colour};" for name, colour in look.DAY.items())
    return f"@media screen and (prefers-color-scheme: light){{:root{{{day}}}}}"
