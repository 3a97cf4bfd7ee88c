"""The code that a telephone reads is the code that another program makes of the same text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import segno
import segno.encoder
from playwright.sync_api import Page

MOST = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213)  # bytes that a version holds at level M


def without_too_many_zeros(bits: list[int], _version: object, length: int) -> None:
    """Segno adds a byte of zeros where a text ends at the end of a byte, as it always does; readers mind neither."""
    bits.extend([0] * (-length % 8))


def drawn(page: Page, text: str) -> list[list[int]] | None:
    """The modules as the graphics draw them."""
    found: list[list[int]] | None = page.evaluate(
        "async (text) => (await import('/graphics/shared/qr.js')).qr(text)?.map((row) => row.map(Number)) ?? null", text
    )
    return found


def made(text: str, mask: int) -> list[list[int]]:
    """The modules as segno makes them."""
    rows: Sequence[Sequence[int]] = segno.make_qr(
        text, error="m", boost_error=False, mode="byte", encoding="utf-8", eci=False, mask=mask
    ).matrix
    return [[int(dark) for dark in row] for row in rows]


@pytest.mark.parametrize("length", [*MOST, *(most + 1 for most in MOST[:-1]), 1, 33])
def test_the_code_is_what_another_program_makes(small: Page, monkeypatch: pytest.MonkeyPatch, length: int) -> None:
    monkeypatch.setattr(segno.encoder, "write_padding_bits", without_too_many_zeros)
    text = ("https://vote.example/" + "abc123/" * 40)[:length]

    assert drawn(small, text) in [made(text, mask) for mask in range(8)]


def test_letters_that_take_several_bytes(small: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segno.encoder, "write_padding_bits", without_too_many_zeros)

    assert drawn(small, "https://vöte.example/ž") in [made("https://vöte.example/ž", mask) for mask in range(8)]


def test_an_address_that_is_too_long_has_no_code(small: Page) -> None:
    assert drawn(small, "x" * 214) is None
