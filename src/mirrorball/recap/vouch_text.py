"""Written pages read again as a person reads them: passages of text, each with what it stands under.

A passage knows its page and line, whom its section is about (``data-about``), the headings of its row and column if it
is a cell, and what stands beside it. Attributes that are read out are passages as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

ABOUT = "data-about"
READ_OUT = ("alt", "aria-label", "title", "aria-description", "aria-roledescription", "placeholder", "label")
META = ("description", "og:", "twitter:", "author", "article:")
META_LINKS = ("og:image", "og:url", "og:type", "og:locale", "twitter:card", "twitter:image")
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "path",
        "circle",
        "rect",
        "line",
        "use",
    ]
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "br",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tspan",
        "u",
        "var",
        "wbr",
    ]
)
SKIPPED = frozenset({"script", "style"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
GROUPS = frozenset({"li", "figure", "article", "header", "dl", "p", "details", "g", "tr", "footer", "nav"})
SECTIONS = frozenset({"section", "article", "main", "body", "aside", "figure", "li", "details", "dialog"})
JSON = ("application/ld+json", "application/json")
STOP = "\n"  # between two blocks that are read as one: a sentence ends there

_SPACE = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text and its surroundings. ``around`` holds whom each section around it is about, the outermost first.

    ``rows`` and ``columns`` are the headings that a cell stands under, or the term of a description. ``beside`` is
    what is near enough to say whom a figure is about: headings, the caption, the rest of the row or entry.
    """

    page: str
    line: int
    tag: str
    text: str
    around: tuple[tuple[str, ...], ...]
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def cell(self) -> bool:
        """Whether it stands under the headings of a table or a list of terms."""
        return bool(self.rows or self.columns) or self.tag in {"td", "th", "dd"}


@dataclass(frozen=True, slots=True)
class Script:
    """A block of JSON in a page, as it stands there."""

    page: str
    line: int
    text: str


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet."""

    tag: str
    about: tuple[str, ...]
    heading: str = ""
    said: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Cell:
    tag: str
    scope: str
    line: int
    wide: int
    high: int
    around: tuple[tuple[str, ...], ...]
    text: str = ""


@dataclass(slots=True)
class _Table:
    """A table while it is read. ``columns`` are the headings of each column, ``held`` the cells that reach down."""

    caption: str = ""
    columns: dict[int, list[str]] = field(default_factory=dict)
    held: dict[int, tuple[int, str, bool]] = field(default_factory=dict)  # column -> rows left, text, whether a heading
    row: list[_Cell] = field(default_factory=list)
    cell: _Cell | None = None
    head: bool = False


def passages(page: str, html: str) -> tuple[list[Passage], list[Script]]:
    """Everything on a page that somebody reads or is read to, in the order of the page, and its blocks of JSON."""
    reader = _Reader(page)
    reader.feed(html)
    reader.close()
    reader.flush()
    found = [_finished(*one) for one in reader.found]
    return sorted(found, key=lambda passage: passage.line), reader.scripts


def subjects_of(about: str) -> tuple[str, ...]:
    """What ``data-about`` names: several stand with a semicolon between them."""
    return tuple(part.strip() for part in about.split(";") if part.strip())


def plain(text: str) -> str:
    """Text with its white space evened out, line ends kept where a block ended."""
    lines = (_SPACE.sub(" ", line).strip() for line in text.split(STOP))
    return STOP.join(line for line in lines if line)


def _finished(passage: Passage, near: Sequence[list[str]]) -> Passage:
    beside = tuple(text for texts in near for text in texts if text != passage.text)
    return replace(passage, beside=passage.beside + beside)


class _Reader(HTMLParser):
    """Keeps what is open while a page goes by."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.found: list[tuple[Passage, list[list[str]]]] = []
        self.scripts: list[Script] = []
        self.open: list[_Open] = []
        self.tables: list[_Table] = []
        self.text: list[str] = []
        self.line = 0
        self.term = ""
        self.json: int | None = None
        self.linked = self.spread = False
        self.closed = False  # whether an element has just ended
        self.said = False  # whether the element that began last says anything

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in INLINE:
            self.flush()
        elif tag in {"br", "tspan"}:
            self.text.append(" ")
        elif tag == "span" and self.closed:
            self.text.append(" · ")  # two elements side by side are two texts, as they are drawn
        self.closed = self.said = False
        opened = _Open(tag, subjects_of(given.get(ABOUT, "")))
        self.open.append(opened)
        if tag == "a" and self.linked and not "".join(self.text).endswith(STOP):
            self.text.append(" · ")  # two links side by side are two texts
        self.spread = tag in {"text", "tspan"} and " " in given.get("x", "").strip()
        if tag == "script" and given.get("type") in JSON:
            self.json = self.getpos()[0]
        if tag == "table":
            self.tables.append(_Table())
        elif self.tables:
            self._table_starts(tag, given)
        self._attributes(tag, given)
        if tag in VOID:
            self.open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.flush()
        elif tag == "span" and not self.said and not self.closed:
            self.text.append(" · ")  # an empty element between two texts is drawn as a sign that parts them
        self.closed, self.said, self.linked = True, False, tag == "a" or (self.linked and tag in INLINE)
        if self.tables:
            self._table_ends(tag)
        if any(one.tag == tag for one in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, words: str, /) -> None:
        if self.json is not None:
            self.scripts.append(Script(self.page, self.json, words))
            self.json = None
        elif words and not (self.open and self.open[-1].tag in SKIPPED):
            if not "".join(self.text).strip():
                self.line = self.getpos()[0] + len(words[: len(words) - len(words.lstrip())].splitlines()[1:])
            if self.closed and words[:1].isalnum() and self.text[-1:] and self.text[-1][-1:].isalnum():
                self.text.append(" · ")
            self.text.append(" ".join(words) if self.spread else words)  # each sign has a place of its own
            self.closed, self.said, self.linked = False, True, self.linked and not words.strip()

    def flush(self) -> None:
        """End the block that is open."""
        text = plain("".join(self.text).replace("\n", " "))
        self.text.clear()
        if not text:
            return
        if self.tables and self.tables[-1].cell is not None:
            cell = self.tables[-1].cell
            cell.text = f"{cell.text}{STOP}{text}" if cell.text else text
            return
        tag = next((one.tag for one in reversed(self.open) if one.tag not in INLINE), "")
        self._mark(tag, text)
        rows = (self.term,) if tag == "dd" and self.term else ()
        self._keep(Passage(self.page, self.line, tag, text, self.around, rows))

    @property
    def around(self) -> tuple[tuple[str, ...], ...]:
        """The subjects of the elements around, from the outermost."""
        return tuple(one.about for one in self.open if one.about)

    def _mark(self, tag: str, text: str) -> None:
        """Remember a text that stands over others."""
        if tag in HEADINGS:
            section = next((one for one in reversed(self.open) if one.tag in SECTIONS), None)
            if section is not None:
                section.heading = text
        elif tag == "title" and len(self.open) > 1:
            self.open[-2].heading = text
        elif tag == "caption" and self.tables:
            self.tables[-1].caption = text
        elif tag == "dt":
            self.term = text

    def _near(self) -> list[list[str]]:
        """Headings over this place, and the entry that it is part of."""
        group = self._group()
        headings = [[one.heading] for one in self.open if one.heading]
        return [*headings, group.said] if group else headings

    def _group(self) -> _Open | None:
        """The entry that a text is part of; a picture is one as a whole, since its texts stand anywhere in it."""
        picture = next((one for one in self.open if one.tag == "svg"), None)
        return picture or next((one for one in reversed(self.open) if one.tag in GROUPS), None)

    def _keep(self, passage: Passage, *, alone: bool = False) -> None:
        near = self._near()
        group = self._group()
        if group is not None and not alone:
            group.said.append(passage.text)
        self.found.append((passage, near))

    def _attributes(self, tag: str, given: dict[str, str]) -> None:
        """Attributes that somebody is read: a passage each, about the same as their element."""
        for name in READ_OUT:
            if name in given and (text := plain(given[name].replace("\n", " "))):
                self._read_out(f"{tag} {name}", text)
        named = given.get("name") or given.get("property") or ""
        if tag == "meta" and named.startswith(META) and named not in META_LINKS:
            self._read_out(f"meta {named}", plain(given.get("content", "").replace("\n", " ")))
        if tag == "time" and given.get("datetime"):
            self._read_out("time datetime", given["datetime"])

    def _read_out(self, tag: str, text: str) -> None:
        self._keep(Passage(self.page, self.getpos()[0], tag, text, self.around), alone=True)

    def _table_starts(self, tag: str, given: dict[str, str]) -> None:
        table = self.tables[-1]
        if tag == "thead":
            table.head = True
        elif tag == "tr":
            table.row = []
        elif tag in {"td", "th"}:
            wide, high = (max(1, int(given.get(name) or 1)) for name in ("colspan", "rowspan"))
            scope = given.get("scope", "")
            table.cell = _Cell(tag, scope, self.getpos()[0], wide, high, self.around)
        elif table.cell is not None and given.get(ABOUT):
            table.cell.around = (*table.cell.around, subjects_of(given[ABOUT]))

    def _table_ends(self, tag: str) -> None:
        table = self.tables[-1]
        if tag == "thead":
            table.head = False
        elif tag in {"td", "th"} and table.cell is not None:
            table.cell.text = table.cell.text.strip()
            table.row.append(table.cell)
            table.cell = None
        elif tag == "tr":
            self._row(table)
        elif tag == "table":
            self.tables.pop()

    def _row(self, table: _Table) -> None:
        """A row is whole: its headings are known, and every cell becomes a passage under them."""
        placed = list(_placed(table))
        for column, cell in placed:
            if cell.text.isdigit() and any(text.lower() == "week" for text in table.columns.get(column, ())):
                cell.text = f"week {cell.text}"
        names = [cell.text for cell in table.row]
        if table.head or all(cell.tag == "th" and cell.scope != "row" for cell in table.row):
            for column, cell in placed:
                for nth in range(column, column + cell.wide):
                    table.columns.setdefault(nth, []).append(cell.text)
        over = [text for _, text, heading in table.held.values() if heading]
        rows = tuple(dict.fromkeys([*over, *(c.text for c in table.row if c.tag == "th")]))
        for column, cell in placed:
            if not cell.text:
                continue
            heads = () if cell.tag == "th" else tuple(text for text in table.columns.get(column, ()) if text)
            under = tuple(text for text in rows if text and text != cell.text) if cell.tag == "td" else ()
            beside = tuple(text for text in (table.caption, *names) if text and text != cell.text)
            kept = Passage(self.page, cell.line, cell.tag, cell.text, cell.around, under, heads, beside)
            self.found.append((kept, [[one.heading] for one in self.open if one.heading]))
        _hold(table, placed)
        table.row = []


def _placed(table: _Table) -> Iterator[tuple[int, _Cell]]:
    """The cells of a row with the column in which each begins, cells of rows above stepped over."""
    column = 0
    for cell in table.row:
        while column in table.held:
            column += 1
        yield column, cell
        column += cell.wide


def _hold(table: _Table, placed: Sequence[tuple[int, _Cell]]) -> None:
    """Remember which cells reach down into the rows below."""
    table.held = {column: (left - 1, text, heading) for column, (left, text, heading) in table.held.items() if left > 1}
    for column, cell in placed:
        if cell.high > 1:
            for nth in range(column, column + cell.wide):
                table.held[nth] = (cell.high - 1, cell.text, cell.tag == "th" and cell.scope != "col")
