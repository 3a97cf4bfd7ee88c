"""The typefaces: cut down, and whole in what people's names need."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it brings no types

from mirrorball import look
from mirrorball.fonts import FACES, Fonts, cut
from tests.web.night import Running

NEEDED = "ÁčđėğİłñőřşťųžÆæØøßþ½¼¾0123456789\u2014\u2013\u2026\u201c\u201d\u2019◆→ ẠỳḀ"


@pytest.mark.parametrize("name", FACES)
def test_a_typeface_is_cut_and_kept(name: str, tmp_path: Path) -> None:
    font = asyncio.run(Fonts(tmp_path).cut(name))
    (file,) = tmp_path.iterdir()
    letters = TTFont(io.BytesIO(font)).getBestCmap()

    assert file.name.startswith(name)
    assert file.read_bytes() == font
    assert font.startswith(b"wOF2")
    assert len(font) < 130_000
    has = [letter for letter in NEEDED if ord(letter) in letters]
    original = TTFont(FACES[name].file).getBestCmap()
    assert has == [letter for letter in NEEDED if ord(letter) in original]
    file.write_bytes(b"as it was kept")
    assert asyncio.run(Fonts(tmp_path).cut(name)) == b"as it was kept"


def test_a_few_letters_are_a_small_file() -> None:
    face = FACES["fraunces"]
    font = cut(face.file.read_bytes(), face.limits, [range(ord("a"), ord("e"))])

    assert set(TTFont(io.BytesIO(font)).getBestCmap()) == set(range(ord("a"), ord("e")))


def test_colours_come_from_one_place(night: Running) -> None:
    sheet = night.stranger().get("/static/tokens.css")

    assert sheet.headers["content-type"].startswith("text/css")
    night_part, _, day_part = sheet.text.partition("[data-day]")
    for name, colour in look.NIGHT.items():
        assert f"--{name}:{colour};" in night_part
    for name, colour in look.DAY.items():
        assert day_part.count(f"--{name}:{colour};") == 2  # by day, and on paper
    assert set(look.DAY) == set(look.NIGHT)


def test_a_typeface_that_is_not_there_is_said(night: Running) -> None:
    assert night.stranger().get("/static/fonts/comic.woff2").status_code == 404
