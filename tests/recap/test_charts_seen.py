"""Pictures as they are seen: what stands where in a browser, what can be read on what, and the PNG."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from mirrorball.fonts import FACES
from mirrorball.look import DAY, NIGHT
from mirrorball.recap.charts import by_name
from mirrorball.recap.charts.card import card
from mirrorball.recap.charts.heat_cells import LEVELS, STRONGEST, WEAKEST
from mirrorball.recap.charts.monogram import monogram
from mirrorball.recap.charts.png import font_files, png
from mirrorball.recap.story import Story
from mirrorball.season.example import example
from mirrorball.season.read import read
from tests.recap.charts_seasons import SCRIPTS, made, unjudged

ENOUGH = 4.5
Tone = tuple[float, ...]

# What a picture draws outside its view, and texts that lie on others by more than a little.
LOOK = """() => {
    const found = [];
    for (const svg of document.querySelectorAll('svg')) {
        const view = svg.getBoundingClientRect(), name = svg.getAttribute('class');
        const texts = [...svg.querySelectorAll('text')];
        for (const one of [...texts, ...svg.querySelectorAll('path, circle, rect')]) {
            if (one.closest('marker')) continue;
            const box = one.getBoundingClientRect();
            const beside = box.left < view.left - 1 || box.right > view.right + 1;
            const over = box.top < view.top - 1 || box.bottom > view.bottom + 1;
            if (beside || over) found.push(`${name}: ${one.tagName} "${one.textContent}" stands out`);
        }
        const leaves = texts.flatMap((one) => one.childElementCount ? [...one.children] : [one]);
        // The marks of a row stand each in its own place, and their box is the whole row's.
        const single = leaves.filter((one) => !(one.getAttribute('x') || '').includes(' '));
        const boxes = single.map((one) => [one, one.getBoundingClientRect()]);
        boxes.sort((one, other) => one[1].top - other[1].top);
        for (let i = 0; i < boxes.length; i++) {
            for (let j = i + 1; j < boxes.length && boxes[j][1].top < boxes[i][1].bottom; j++) {
                const a = boxes[i][1], b = boxes[j][1];
                if (boxes[i][0].parentNode === boxes[j][0].parentNode && boxes[i][0].tagName === 'tspan') continue;
                const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                const [one, other] = [boxes[i][0].textContent, boxes[j][0].textContent];
                if (Math.min(across, down) > 3) found.push(`${name}: "${one}" lies on "${other}"`);
            }
        }
    }
    return found;
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1000, "height": 900})
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def told() -> Story:
    return unjudged(read(example("season-32")).season)


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fonts")
    font_files(folder)
    return folder


def set_pictures(page: Page, found: Story, tmp_path: Path) -> None:
    """A page with every picture in both forms, in our typefaces."""
    faces = "".join(f"@font-face{{font-family:{name};src:url({face.file.as_uri()})}}" for name, face in FACES.items())
    drawn = "".join(picture.svg + picture.narrow for picture in by_name(found).values())
    file = tmp_path / "pictures.html"
    file.write_text(f'<!doctype html><meta charset="utf-8"><style>{faces}</style>{drawn}', encoding="utf-8")
    page.goto(file.as_uri())
    page.evaluate("document.fonts.ready")


def test_nothing_stands_out_and_no_word_lies_on_another(page: Page, told: Story, tmp_path: Path) -> None:
    sizes = [(1, 1), (5, 1), (30, 12), (12, 30)]
    for found in (told, *(unjudged(made(*size)) for size in sizes), unjudged(made(len(SCRIPTS), 4, names=SCRIPTS))):
        set_pictures(page, found, tmp_path)
        assert page.evaluate(LOOK) == []


def test_on_a_phone_no_picture_is_wider_than_the_page_and_letters_keep_their_size(
    page: Page, told: Story, tmp_path: Path
) -> None:
    set_pictures(page, told, tmp_path)
    page.set_viewport_size({"width": 376, "height": 700})  # a phone of 360, and the page's own margins
    wide: list[float] = page.evaluate(
        "[...document.querySelectorAll('.picture-narrow')].map(s => s.getBoundingClientRect().width)"
    )
    assert wide == [360, 360, 360]
    sizes: list[float] = page.evaluate(
        "[...document.querySelectorAll('.picture-narrow text')].map(t => parseFloat(getComputedStyle(t).fontSize))"
    )
    assert min(sizes) >= 8
    assert sorted(sizes)[len(sizes) // 10] >= 10
    page.set_viewport_size({"width": 1000, "height": 900})


@pytest.mark.parametrize("tones", [NIGHT, DAY], ids=["night", "day"])
def test_every_number_can_be_read_on_its_cell(tones: dict[str, str]) -> None:
    for colour in ("silver", "spotlight"):
        for level in range(LEVELS):
            part = WEAKEST + (STRONGEST - WEAKEST) * level / (LEVELS - 1)
            cell = mixed(tone(tones[colour]), tone(tones["ground"]), part)
            assert contrast(cell, tone(tones["ink"])) >= ENOUGH, (colour, level)
        assert contrast(tone(tones[colour]), tone(tones["ground"])) >= ENOUGH
    for colour in ("ink", "quiet", "spotlight", "silver", "jeopardy"):
        assert contrast(tone(tones[colour]), tone(tones["ground"])) >= ENOUGH
    lit = mixed(tone(tones["silver"]), tone(tones["raised"]), 0.24)
    assert contrast(lit, tone(tones["ink"])) >= ENOUGH


def test_a_card_and_a_picture_as_png(cut: Path, told: Story) -> None:
    drawn = card("Dancing with the Stars", "Season 32", [couple.star for couple in told.season.couples])
    first, again = png(drawn, cut), png(drawn, cut)
    assert first == again
    seen = Image.open(io.BytesIO(first)).convert("RGB")
    assert seen.size == (1200, 630)
    letters = seen.crop((72, 60, 700, 300)).getcolors(1 << 20) or []
    assert len(letters) > 20  # letters with soft edges, not an empty ground
    for picture in by_name(told).values():
        for tones in (NIGHT, DAY):
            image = Image.open(io.BytesIO(png(picture.svg, cut, 1840, tones))).convert("RGB")
            assert image.width == 1840
            assert image.getpixel((2, 2)) == tuple(int(part) for part in tone(tones["ground"]))
            assert len(image.getcolors(1 << 20) or []) > 50


def test_typefaces_are_cut_once_and_one_cut_otherwise_is_another_file(cut: Path) -> None:
    before = {file.name: file.stat().st_mtime_ns for file in cut.iterdir()}
    assert len(before) == 3
    font_files(cut)
    assert {file.name: file.stat().st_mtime_ns for file in cut.iterdir()} == before


def test_a_png_in_our_typefaces_differs_from_one_in_those_of_the_machine(cut: Path) -> None:
    plain = monogram("Xochitl Gomez")
    assert png(plain, cut) != png(plain.replace("Fraunces", "Inter"), cut)


def test_names_of_any_script_have_a_png(cut: Path) -> None:
    for name in SCRIPTS:
        assert Image.open(io.BytesIO(png(monogram(name), cut, 192))).size == (192, 192)


def tone(colour: str) -> Tone:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def mixed(over: Tone, under: Tone, part: float) -> Tone:
    return tuple(one * part + other * (1 - part) for one, other in zip(over, under, strict=True))


def contrast(one: Tone, other: Tone) -> float:
    """The contrast of two colours as WCAG 2 reckons it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Tone) -> float:
    parts = [value / 255 for value in colour]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
