"""Cards with seat codes: a PDF to print and cut, and the same as a list for a venue's own tickets.

A card holds no words, so it serves in every language: the show's title, the number of the seat, a QR code that leads
straight to the vote, and the address and the code for those who type.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import segno
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]  # it brings no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it brings no types
from fontTools.varLib.instancer import instantiateVariableFont  # type: ignore[import-untyped]  # it brings no types
from fpdf import FPDF

from mirrorball.box.voters import CODE_LENGTH, MOST_SEATS, Voters
from mirrorball.fonts import FACES
from mirrorball.look import DAY
from mirrorball.sentences import listed

# All in millimetres, but letters in points.
PAPER_WIDTH, PAPER_HEIGHT = 210.0, 297.0
COLUMNS, ROWS = 2, 5
CARD_WIDTH, CARD_HEIGHT = 94.0, 54.0
LEFT, TOP = (PAPER_WIDTH - COLUMNS * CARD_WIDTH) / 2, (PAPER_HEIGHT - ROWS * CARD_HEIGHT) / 2
INSET = 6.0
QR_SIDE = 33.0
QR_QUIET = 4  # modules of white around it
MARK, MARK_GAP, HAIR = 5.0, 1.5, 0.1
FACET, FACET_STEP, FACET_TILT = 1.7, 3.1, 12
TITLE, TITLE_LEAST, SEAT, CODE, ADDRESS, ADDRESS_LEAST = 13.0, 7.0, 30.0, 15.0, 8.5, 5.0
TITLE_LINES = 2
LINE = 0.43  # millimetres of a line for each point of its letters
SIGNS = " 0123456789\N{NUMERO SIGN}\N{HORIZONTAL ELLIPSIS}"


class BadTickets(Exception):
    """These cards cannot be made. Its text says what to ask for instead."""


@dataclass(frozen=True, slots=True)
class _Face:
    """A typeface at one weight, out of one of our variable fonts."""

    name: str
    axes: dict[str, float]


DISPLAY = _Face("fraunces", {"SOFT": 0, "WONK": 0, "opsz": 36, "wght": 600})
TEXT = _Face("inter", {"opsz": 14, "wght": 500})


@dataclass(frozen=True, slots=True)
class _Card:
    """What stands on a card."""

    seat: int
    code: str
    link: str


def tickets(voters: Voters, title: str, address: str, first: int, count: int) -> bytes:
    """A PDF of cards for the seats from ``first`` on, ten on a page of A4, with marks to cut along.

    ``address`` is what links begin with: ``https://vote.example.org``. Signs of the title that no typeface of ours has
    are left out; ``left_out`` says which. Raises ``BadTickets``.
    """
    cards = _cards(voters, address, first, count)
    face, shown = _title(title)
    with TemporaryDirectory() as folder:
        pdf = FPDF(format="A4")
        pdf.set_auto_page_break(auto=False)
        pdf.set_title(shown)
        pdf.set_creator("Mirrorball")
        written = f"{shown}{_address(address)}{SIGNS}{''.join(card.code for card in cards)}"
        for style in (DISPLAY, TEXT):
            file = Path(folder, f"{style.name}.ttf")
            file.write_bytes(_cut(style, written))
            pdf.add_font(style.name, fname=file)
        on_a_page = COLUMNS * ROWS
        for begin in range(0, len(cards), on_a_page):
            pdf.add_page()
            _cut_marks(pdf)
            for at, card in enumerate(cards[begin : begin + on_a_page]):
                row, column = divmod(at, COLUMNS)
                x, y = LEFT + column * CARD_WIDTH, TOP + row * CARD_HEIGHT
                _draw(pdf, card, (x, y), (face, shown), _address(address))
        return bytes(pdf.output())


def ticket_list(voters: Voters, address: str, first: int, count: int) -> str:
    """The same as a table with commas: seat, code, link. Raises ``BadTickets``."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(("seat", "code", "link"))
    rows.writerows((card.seat, card.code, card.link) for card in _cards(voters, address, first, count))
    return written.getvalue()


def left_out(title: str) -> str:
    """In a sentence what of a title the cards leave out, because no typeface of ours has it; empty if nothing."""
    _, shown = _title(title)
    missing = dict.fromkeys(sign for sign in _composed(title) if sign not in shown and not sign.isspace())
    if not missing:
        return ""
    named = [unicodedata.name(sign, f"U+{ord(sign):04X}").lower() for sign in missing if not _is_joiner(sign)]
    what = listed(named[:5]) + (f" and {len(named) - 5} more" if len(named) > 5 else "")  # noqa: PLR2004  # enough to see
    return f"The cards leave out what their typefaces cannot draw in the title: {what}."


def _cards(voters: Voters, address: str, first: int, count: int) -> Sequence[_Card]:
    last = first + count - 1
    if first < 0 or count < 1 or last >= MOST_SEATS:
        message = (
            f"Cards for {count} seats from {first} on cannot be made: seats have numbers from 0 to {MOST_SEATS - 1}. "
            "Ask for at least one card, and for seats in this range."
        )
        raise BadTickets(message)
    begin = address.rstrip("/")
    if not begin.startswith(("http://", "https://")):
        message = f"The address of the vote is {address!r}; it has to begin with http:// or https://."
        raise BadTickets(message)
    codes = ((seat, voters.seat_code(seat)) for seat in range(first, last + 1))
    return [_Card(seat, code, f"{begin}/s/{code}") for seat, code in codes]


def _address(address: str) -> str:
    """An address as people type it."""
    return address.rstrip("/").removeprefix("https://")


def _composed(title: str) -> str:
    """A title with each accent on its letter, in one line."""
    return " ".join(unicodedata.normalize("NFC", title).split())


def _is_joiner(sign: str) -> bool:
    """Whether a sign shows nothing by itself and only changes another."""
    return unicodedata.category(sign) in {"Cf", "Mn", "Me"}


def _title(title: str) -> tuple[_Face, str]:
    """The typeface that draws most of a title, and what it draws of it."""
    composed = _composed(title)
    drawn = {
        face.name: " ".join("".join(sign for sign in composed if ord(sign) in _letters(face.name)).split())
        for face in (DISPLAY, TEXT)
    }
    face = DISPLAY if len(drawn[DISPLAY.name]) >= len(drawn[TEXT.name]) else TEXT
    return face, drawn[face.name]


@cache
def _letters(name: str) -> frozenset[int]:
    """What a typeface can draw."""
    with TTFont(FACES[name].file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _cut(face: _Face, written: Iterable[str]) -> bytes:
    """A typeface at one weight with these letters only."""
    with TTFont(FACES[face.name].file, lazy=True) as font:
        options = Options()
        options.layout_features = []  # what is drawn here goes letter by letter
        options.drop_tables += ["DSIG", "GPOS", "GSUB", "MVAR", "STAT"]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[ord(sign) for sign in {*written}])
        subsetter.subset(font)
        instantiateVariableFont(font, face.axes, inplace=True)
        held = io.BytesIO()
        font.save(held)
        return held.getvalue()


def _draw(pdf: FPDF, card: _Card, corner: tuple[float, float], title: tuple[_Face, str], address: str) -> None:
    """One card: what people read on the left, what cameras read on the right."""
    x, y = corner[0] + INSET, corner[1] + INSET
    width = CARD_WIDTH - 3 * INSET - QR_SIDE
    _facets(pdf, x, y)
    face, shown = title
    _ink(pdf, "ink")
    size, lines = _fitting(pdf, face, shown, width)
    for at, line in enumerate(lines):
        pdf.set_font(face.name, size=size)
        pdf.text(x, y + 5.0 + (at + 1) * size * LINE, line)
    bottom = corner[1] + CARD_HEIGHT - INSET
    _ink(pdf, "quiet")
    pdf.set_font(TEXT.name, size=_shrunk(pdf, TEXT, address, CARD_WIDTH - 2 * INSET, ADDRESS, ADDRESS_LEAST))
    pdf.text(x, bottom, address)
    _ink(pdf, "ink")
    pdf.set_font(TEXT.name, size=CODE)
    half = CODE_LENGTH // 2
    pdf.text(x, bottom - 5.5, f"{card.code[:half]} {card.code[half:]}")
    _ink(pdf, "spotlight")
    seat = f"\N{NUMERO SIGN} {card.seat}"
    pdf.set_font(TEXT.name, size=_shrunk(pdf, TEXT, seat, width, SEAT, CODE))
    pdf.text(x, bottom - 13.5, seat)
    _qr(pdf, card.link, corner[0] + CARD_WIDTH - INSET - QR_SIDE, corner[1] + INSET - 1.0)


def _fitting(pdf: FPDF, face: _Face, shown: str, width: float) -> tuple[float, list[str]]:
    """A title in as few and as large lines as there is room for: it shrinks, and nothing is cut with dots."""
    size = TITLE
    while True:
        pdf.set_font(face.name, size=size)
        lines = _broken(pdf, shown, width)
        fits = len(lines) <= TITLE_LINES and all(pdf.get_string_width(line) <= width for line in lines)
        if fits or size <= TITLE_LEAST:
            return size, lines if fits else _forced(pdf, shown, width)
        size -= 0.5


def _broken(pdf: FPDF, shown: str, width: float) -> list[str]:
    """A title in lines, broken between words."""
    lines: list[str] = []
    for word in shown.split():
        if lines and pdf.get_string_width(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _forced(pdf: FPDF, shown: str, width: float) -> list[str]:
    """A title that is too long even so, broken anywhere, for as many lines as there are."""
    lines = [""]
    for sign in shown:
        if pdf.get_string_width(lines[-1] + sign) > width:
            lines.append("")
        lines[-1] += sign
    most = TITLE_LINES + 1
    return [line.strip() for line in lines[:most]]


def _shrunk(pdf: FPDF, face: _Face, text: str, width: float, size: float, least: float) -> float:  # noqa: PLR0913, PLR0917
    """The size at which a line fits, not below the least."""
    while size > least:
        pdf.set_font(face.name, size=size)
        if pdf.get_string_width(text) <= width:
            break
        size -= 0.5
    return size


def _qr(pdf: FPDF, link: str, x: float, y: float) -> None:
    """A QR code as black on white, drawn in rows: nothing in it blurs at any size."""
    matrix = segno.make(link, error="m", micro=False).matrix
    module = QR_SIDE / (len(matrix) + 2 * QR_QUIET)
    pdf.set_fill_color("#000000")
    for row, line in enumerate(matrix):
        at = 0
        while at < len(line):
            run = at
            while run < len(line) and line[run]:
                run += 1
            if run > at:
                left, top = x + (at + QR_QUIET) * module, y + (row + QR_QUIET) * module
                pdf.rect(left, top, (run - at) * module, module, style="F")
            at = run + 1


def _facets(pdf: FPDF, x: float, y: float) -> None:
    """Three mirrors, the last of them lit."""
    for nth, colour in enumerate(("silver", "silver", "spotlight")):
        pdf.set_fill_color(DAY[colour])
        left = x + nth * FACET_STEP
        with pdf.rotation(-FACET_TILT, left + FACET / 2, y + FACET / 2):
            pdf.rect(left, y, FACET, FACET, style="F")


def _cut_marks(pdf: FPDF) -> None:
    """Hairlines in the margin at every cut, and small crosses where two cuts meet inside."""
    pdf.set_draw_color(DAY["silver"])
    pdf.set_line_width(HAIR)
    right, bottom = LEFT + COLUMNS * CARD_WIDTH, TOP + ROWS * CARD_HEIGHT
    columns = [LEFT + at * CARD_WIDTH for at in range(COLUMNS + 1)]
    rows = [TOP + at * CARD_HEIGHT for at in range(ROWS + 1)]
    for x in columns:
        pdf.line(x, TOP - MARK_GAP - MARK, x, TOP - MARK_GAP)
        pdf.line(x, bottom + MARK_GAP, x, bottom + MARK_GAP + MARK)
    for y in rows:
        pdf.line(LEFT - MARK_GAP - MARK, y, LEFT - MARK_GAP, y)
        pdf.line(right + MARK_GAP, y, right + MARK_GAP + MARK, y)
    for x in columns[1:-1]:
        for y in rows[1:-1]:
            pdf.line(x - 1, y, x + 1, y)
            pdf.line(x, y - 1, x, y + 1)


def _ink(pdf: FPDF, token: str) -> None:
    pdf.set_text_color(DAY[token])
