"""Cards with seat codes: every code leads to its seat, and no title or address breaks them."""

from __future__ import annotations

import csv
import io
import re
import zlib
from functools import cache

import pytest
import segno

from mirrorball.box.voters import MOST_SEATS, Voters
from mirrorball.terminal.tickets import QR_QUIET, QR_SIDE, BadTickets, left_out, ticket_list, tickets

VOTERS = Voters(bytes(32))
ADDRESS = "https://vote.example.org"
EMOJI, HEBREW = "\N{MIRROR BALL}", "\N{HEBREW LETTER SHIN}\N{HEBREW LETTER LAMED}"
FAMILY = "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"


@cache
def card(title: str, address: str = ADDRESS) -> bytes:
    return tickets(VOTERS, title, address, 7, 1)


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))


def drawn(pdf: bytes) -> bytes:
    """What is drawn on the pages: QR codes among it."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    open_ones = [zlib.decompressobj().decompress(one) for one in streams if one[:1] == b"x"]
    return b"".join(one for one in open_ones if b" re" in one)


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (10, 1), (11, 2)])
def test_ten_cards_stand_on_a_page(count: int, pages: int) -> None:
    pdf = tickets(VOTERS, "Gala", ADDRESS, 0, count)

    assert pdf.startswith(b"%PDF-")
    assert pages_of(pdf) == pages


def test_cards_of_two_seats_and_of_two_nights_differ() -> None:
    mine, next_one = card("Gala"), tickets(VOTERS, "Gala", ADDRESS, 8, 1)
    other_night = tickets(Voters(bytes(31) + b"1"), "Gala", ADDRESS, 7, 1)

    assert len({drawn(one) for one in (mine, next_one, other_night)}) == 3
    assert drawn(tickets(VOTERS, "Gala", ADDRESS, 7, 1)) == drawn(mine)


def test_the_squares_on_a_card_are_the_code_of_its_link() -> None:
    rects = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) -([\d.]+) re", drawn(card("Gala")))
    expected = segno.make(f"{ADDRESS}/s/{VOTERS.seat_code(7)}", error="m", micro=False).matrix
    module = QR_SIDE / (len(expected) + 2 * QR_QUIET) * 72 / 25.4  # points
    runs = [tuple(map(float, rect)) for rect in rects if abs(float(rect[3]) - module) < 0.02]
    left, top = min(x for x, *_ in runs), max(y for _, y, *_ in runs)

    found = [bytearray(len(expected)) for _ in expected]
    for x, y, width, _ in runs:
        begin, row = round((x - left) / module), round((top - y) / module)
        found[row][begin : begin + round(width / module)] = b"\1" * round(width / module)

    assert [bytes(row) for row in found] == [bytes(row) for row in expected]


@pytest.mark.parametrize(
    "title",
    [
        "",
        " \n ",
        "Gala des Étoiles \N{EN DASH} Łódź",
        "E\N{COMBINING ACUTE ACCENT}toiles",
        "Танцы",
        EMOJI,
        FAMILY,
        f"Gala {EMOJI} {HEBREW}",
        "W" * 300,
        "word " * 80,
        "(\\) <b>",
    ],
)
def test_any_title_makes_cards(title: str) -> None:
    assert pages_of(card(title)) == 1


def test_what_cannot_be_drawn_is_named() -> None:
    assert left_out("Gala des E\N{COMBINING ACUTE ACCENT}toiles, Łódź") == ""
    assert left_out("Танцы") == ""
    assert left_out(f"Gala {EMOJI}") == (
        "The cards leave out what their typefaces cannot draw in the title: mirror ball."
    )
    assert "woman and girl." in left_out(FAMILY)
    assert left_out("\N{HEBREW LETTER ALEF}" * 3).count("alef") == 1
    assert "5 more" in left_out("".join(chr(0x5D0 + n) for n in range(10)))


def test_a_title_without_a_letter_that_can_be_drawn_is_left_out_whole() -> None:
    assert drawn(card(EMOJI)) == drawn(card(""))


@pytest.mark.parametrize(
    "address", ["http://192.168.178.23:8443", "https://vote.example.org/", "https://" + "a-long-name." * 12 + "example"]
)
def test_any_address_makes_cards(address: str) -> None:
    assert pages_of(card("Gala", address)) == 1


def test_the_list_holds_for_each_seat_a_code_that_leads_to_it() -> None:
    rows = list(csv.DictReader(io.StringIO(ticket_list(VOTERS, f"{ADDRESS}/", 295, 6))))

    assert [row["seat"] for row in rows] == ["295", "296", "297", "298", "299", "300"]
    assert [VOTERS.seat_of(row["code"]) for row in rows] == list(range(295, 301))
    assert {row["link"].replace(row["code"], "") for row in rows} == {f"{ADDRESS}/s/"}


@pytest.mark.parametrize(("first", "count"), [(-1, 5), (0, 0), (1, -3), (MOST_SEATS, 1), (0, MOST_SEATS + 1)])
def test_seats_that_have_no_code_are_refused(first: int, count: int) -> None:
    for make in (
        lambda: tickets(VOTERS, "Gala", ADDRESS, first, count),
        lambda: ticket_list(VOTERS, ADDRESS, first, count),
    ):
        with pytest.raises(BadTickets, match=f"seats have numbers from 0 to {MOST_SEATS - 1}"):
            make()


def test_an_address_that_a_camera_cannot_follow_is_refused() -> None:
    with pytest.raises(BadTickets, match="has to begin with http"):
        tickets(VOTERS, "Gala", "vote.example.org", 1, 1)
