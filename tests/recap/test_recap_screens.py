"""The look back in a real browser: on the smallest phone, by night and by day, with a script and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from mirrorball.recap.site import style
from tests.recap.sites import odd_pages, shipped_pages
from tests.web.pages.conftest import PATIENCE, too_wide, violations

KINDS = ("index", "finale", "week-7", "week-10", "gallery", "pictures", "music", "about")
SMALLEST = ViewportSize(width=320, height=640)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages as files, as a reader opens them; typefaces are left out."""
    base = tmp_path_factory.mktemp("site")
    for name, made in (
        ("shipped", shipped_pages()),
        ("hostile", odd_pages("hostile names")),
        ("long", odd_pages("long names")),
    ):
        (base / name).mkdir()
        for page, text in made.items():
            (base / name / page).write_text(text, encoding="utf-8")
        (base / name / "recap.css").write_text(style(), encoding="utf-8")
    return base


def _opened(browser: Browser, file: Path, **more: object) -> Page:
    context = browser.new_context(viewport=SMALLEST, reduced_motion="reduce", **more)  # type: ignore[arg-type]  # what a context may be given
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(file.as_uri())
    return page


def _outside(page: Page) -> list[str]:
    """What is too wide, but for what scrolls inside itself and for drawings."""
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    if wide <= SMALLEST["width"]:
        return []
    return [one for one in too_wide(page) if "scroll" not in one]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_the_smallest_phone_and_shuts_nobody_out(browser: Browser, folder: Path, kind: str) -> None:
    page = _opened(browser, folder / "shipped" / f"{kind}.html", color_scheme="dark")
    assert _outside(page) == []
    assert violations(page) == []
    page.emulate_media(color_scheme="light")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(20, 27, 46)"
    assert violations(page) == []
    page.context.close()


@pytest.mark.parametrize("season", ["hostile", "long"])
@pytest.mark.parametrize("kind", ["index", "finale", "week-1", "gallery"])
def test_names_of_every_kind_fit(browser: Browser, folder: Path, season: str, kind: str) -> None:
    page = _opened(browser, folder / season / f"{kind}.html")
    assert _outside(page) == []
    page.context.close()


def test_on_paper_it_is_day(browser: Browser, folder: Path) -> None:
    page = _opened(browser, folder / "shipped" / "finale.html", color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(251, 248, 242)"
    assert not page.locator(".nav").is_visible()
    page.context.close()


def test_a_press_shows_who_won_is_remembered_and_can_be_forgotten(browser: Browser, folder: Path) -> None:
    page = _opened(browser, folder / "shipped" / "index.html")
    assert not page.locator("#seen").is_visible()
    page.click("#show")
    page.wait_for_url("**/finale.html")
    page.go_back()
    assert page.locator("#seen").is_visible()
    page.click("#hide")
    assert not page.locator("#seen").is_visible()
    page.reload()
    assert not page.locator("#seen").is_visible()
    page.context.close()


def test_without_a_script_the_press_leads_on_and_nothing_is_lost(browser: Browser, folder: Path) -> None:
    page = _opened(browser, folder / "shipped" / "index.html", java_script_enabled=False)
    page.click("#show")
    page.wait_for_url("**/finale.html")
    assert page.locator("h1").is_visible()
    page.context.close()


def test_nothing_is_asked_of_another_host_and_nothing_goes_wrong(browser: Browser, folder: Path) -> None:
    context = browser.new_context(viewport=SMALLEST)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for kind in KINDS:
        page.goto((folder / "shipped" / f"{kind}.html").as_uri())
    assert [url for url in asked if not url.startswith("file:")] == []
    assert [one for one in said if "ERR_FILE_NOT_FOUND" not in one] == []
    context.close()
