"""A real browser with the graphics on a page: what the tests of behaviour and of pictures ask for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from mirrorball.fonts import FACES, Fonts
from tests.conftest import ROOT
from tests.graphics.stage import Site
from tests.web.pages import conftest as pages

Opened = Callable[..., Page]

FULL = (1920, 1080)


playwright, browser = pages.playwright, pages.browser  # the fixtures of all pages


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The typefaces as the packages bring them, cut once and kept."""
    folder = tmp_path_factory.mktemp("typefaces")
    with ThreadPoolExecutor(1) as other:  # the browser has a loop in this thread
        for name in FACES:
            (folder / f"{name}.woff2").write_bytes(other.submit(_cut, ROOT / "build" / "typefaces", name).result())
    return folder


def _cut(folder: Path, name: str) -> bytes:
    return asyncio.run(Fonts(folder).cut(name))


@pytest.fixture
def site(fonts: Path) -> Iterator[Site]:
    with Site(fonts) as serving:
        yield serving


@pytest.fixture
def opened(browser: Browser, site: Site) -> Iterator[Opened]:
    """Open the stage in a size; whatever the page finds wrong fails the test."""
    wrong: list[str] = []
    contexts = []

    def open_stage(size: tuple[int, int] = FULL, *, clock: bool = False) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        if clock:
            page.clock.install(time=0)
        page.goto(site.url)
        return page

    yield open_stage
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def stage(opened: Opened) -> Page:
    return opened()


@pytest.fixture
def small(opened: Opened) -> Page:
    """A quarter of the size each way: what counts is what happens, or how much of the picture it takes."""
    return opened((480, 270))
