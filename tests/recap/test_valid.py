"""The shipped season's site as machines and a browser take it: valid, whole, shut to nobody, asking no other host."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import fromstring

import feedparser  # type: ignore[import-untyped]  # it brings no types
import html5lib  # type: ignore[import-untyped]  # it brings no types here
import pytest
from playwright.sync_api import Browser, Page, Request

from mirrorball.recap import addresses
from mirrorball.recap.site import Options, build
from tests.conftest import ROOT
from tests.npm import installed
from tests.recap.seasons import shipped
from tests.recap.sites import odd_seasons, written
from tests.web.pages import conftest as pages

NODE = Path(__file__).parent / "node"
BUILT = ROOT / "build" / "recap-checks"
AT = "https://example.org/seasons/32"
KINDS = ("index", "finale", "week-9", "gallery", "pictures", "music", "about")
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
SMALLEST = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the shipped season, with an address, so that every kind of file is there."""
    out = tmp_path_factory.mktemp("recap") / "site"
    build(shipped(), out, Options(cache=ROOT / "build" / "typefaces", at=AT))
    return out


@pytest.fixture
def visited(browser: Browser) -> Iterator[list[str]]:
    """What a browser complained of or asked for elsewhere; the test fails if it is anything."""
    del browser
    wrong: list[str] = []
    yield wrong
    assert wrong == []


def opened(browser: Browser, file: Path, size: str, wrong: list[str], *, scripts: bool = True) -> Page:
    """A page opened from disk. Whatever it complains of, fails to load or asks of another host is put down."""
    context = browser.new_context(viewport=SIZES[size], java_script_enabled=scripts)  # type: ignore[arg-type]  # a size
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(f"{file.name}: {error}"))
    page.on("console", lambda line: wrong.append(f"{file.name}: {line.text}") if line.type != "log" else None)
    page.on(
        "requestfailed", lambda asked: wrong.append(f"{file.name}: {asked.url} was not there") if _lost(asked) else None
    )
    page.on("request", lambda asked: wrong.append(f"{file.name}: {asked.url}") if _elsewhere(asked.url, file) else None)
    page.goto(file.as_uri())
    return page


def _lost(asked: Request) -> bool:
    """Whether a file did not come, and not because the reader went on to another page before."""
    return asked.failure != "net::ERR_ABORTED"


def _elsewhere(url: str, file: Path) -> bool:
    return not url.startswith((f"{file.parent.as_uri()}/", "data:"))


def complaints(files: Path) -> list[str]:
    """What html-validate says of the pages in a folder: page, line, rule and sentence."""
    programs = installed(NODE, BUILT)
    shutil.copy(NODE / "htmlvalidate.mjs", BUILT)
    command = [
        str(programs / "html-validate"),
        "--config",
        "htmlvalidate.mjs",
        "--formatter",
        "json",
        f"{files}/**/*.html",
    ]
    answer = subprocess.run(command, cwd=BUILT, capture_output=True, text=True, check=False)
    assert answer.returncode in {0, 1}, answer.stderr
    return [
        f"{Path(one['filePath']).relative_to(files)}:{told['line']} {told['ruleId']}: {told['message']}"
        for one in json.loads(answer.stdout)
        for told in one["messages"]
    ]


def test_every_page_is_valid_html(folder: Path) -> None:
    assert complaints(folder) == []


def test_pages_of_odd_seasons_are_valid_html_too(tmp_path: Path) -> None:
    for kind, season in odd_seasons().items():
        for name, text in written(season, AT).items():
            file = tmp_path / kind.replace(" ", "-") / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")

    assert complaints(tmp_path) == []


def test_the_judge_of_html_finds_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text(
        '<!DOCTYPE html>\n<html lang="en"><head><title>A</title></head>\n<body><p id="a"><p id="a"><img src="a.png">\n',
        encoding="utf-8",
    )

    rules = {line.split()[1] for line in complaints(tmp_path)}
    assert {"no-dup-id:", "wcag/h37:"} <= rules


def test_a_second_reader_of_html_finds_no_error(folder: Path) -> None:
    found = {}
    for file in sorted(folder.glob("*.html")):
        parser = html5lib.HTMLParser()
        parser.parse(file.read_bytes())
        found[file.name] = [(place, code) for place, code, _ in parser.errors]

    assert len(found) == len(addresses.pages(shipped()))
    assert {name: errors for name, errors in found.items() if errors} == {}


def test_every_link_and_anchor_holds(folder: Path) -> None:
    """Files and anchors of our own; what leads elsewhere is counted by the next test."""
    anchors = {file: _ids(file) for file in folder.glob("*.html")}
    broken = []
    for file in anchors:
        for link in _links(file):
            url, anchor = urldefrag(urljoin(file.as_uri(), link))
            if not url.startswith(f"{folder.as_uri()}/"):
                continue
            target = Path(unquote(urlsplit(url).path))
            if not target.is_file() or (anchor and unquote(anchor) not in anchors.get(target, set())):
                broken.append(f"{file.name}: {link}")

    assert broken == []


def test_what_leads_elsewhere_leads_to_the_address_of_the_site(folder: Path) -> None:
    for file in folder.glob("*.html"):
        assert [link for link in _links(file) if urlsplit(link).scheme and not link.startswith(f"{AT}/")] == []
        assert all((folder / (link.removeprefix(f"{AT}/") or "index.html")).is_file() for link in _named(file))


def _elements(file: Path) -> Iterator[dict[str, str]]:
    document = html5lib.parse(file.read_bytes(), namespaceHTMLElements=False)
    yield from ({str(name): value for name, value in one.attrib.items()} for one in document.iter())


def _ids(file: Path) -> set[str]:
    return {one["id"] for one in _elements(file) if "id" in one}


def _links(file: Path) -> list[str]:
    return [one[name] for one in _elements(file) for name in ("href", "src") if name in one]


def _named(file: Path) -> list[str]:
    """The whole addresses that a page's head names: its own, its card's."""
    return [value for one in _elements(file) for value in one.values() if value.startswith(f"{AT}/")]


@pytest.mark.parametrize("name", [addresses.ATOM, addresses.RSS])
def test_the_feeds_are_read_without_a_complaint_and_lead_to_pages(folder: Path, name: str) -> None:
    found = feedparser.parse((folder / name).read_bytes())

    assert not found.bozo
    assert len(found.entries) == 13
    assert all((folder / (entry.link.removeprefix(f"{AT}/") or "index.html")).is_file() for entry in found.entries)


def test_the_site_map_names_every_page_and_nothing_else(folder: Path) -> None:
    root = fromstring((folder / addresses.SITEMAP).read_bytes())  # noqa: S314  # written by us
    found = [(url[0].text or "").removeprefix(f"{AT}/") or "index.html" for url in root]

    assert sorted(found) == sorted(file.name for file in folder.glob("*.html"))
    assert len((folder / addresses.SITEMAP).read_bytes()) < 50 * 2**20
    assert f"Sitemap: {AT}/sitemap.xml" in (folder / "robots.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("size", "scheme"), [("phone", "dark"), ("desktop", "light")])
def test_axe_finds_nothing_that_shuts_people_out(browser: Browser, folder: Path, size: str, scheme: str) -> None:
    found = {}
    for kind in KINDS:
        page = opened(browser, folder / f"{kind}.html", size, [])  # axe asks for the style sheet, and may not from disk
        # Nobody reads a button in the fifth of a second in which it changes from day to night.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of the two
        found[kind] = pages.violations(page)
        page.context.close()

    assert {kind: wrong for kind, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("scripts", [True, False])
def test_every_page_opens_from_disk_and_asks_no_other_host(
    browser: Browser, folder: Path, visited: list[str], *, scripts: bool
) -> None:
    for name in addresses.pages(shipped()) if scripts else [f"{kind}.html" for kind in KINDS]:
        page = opened(browser, folder / name, "phone", visited, scripts=scripts)
        assert page.locator("h1").count() == 1
        assert page.locator("h1").is_visible()
        page.context.close()


def test_the_way_from_the_cover_to_the_finale_needs_no_script(
    browser: Browser, folder: Path, visited: list[str]
) -> None:
    page = opened(browser, folder / "index.html", "phone", visited, scripts=False)
    page.get_by_role("link", name="Show me who won").click()

    assert page.url.endswith("/finale.html")
    assert page.get_by_role("heading", name="Xochitl Gomez").first.is_visible()
    page.context.close()


def test_the_press_is_remembered_and_can_be_taken_back(browser: Browser, folder: Path, visited: list[str]) -> None:
    page = opened(browser, folder / "index.html", "phone", visited)
    seen = page.get_by_text("You have seen the result")
    assert not seen.is_visible()

    page.get_by_role("link", name="Show me who won").click()
    page.go_back()
    page.reload()
    assert seen.is_visible()

    page.get_by_role("button", name="hide the results again").click()
    assert not seen.is_visible()
    page.reload()
    assert not seen.is_visible()
    page.context.close()


def test_nothing_stands_out_of_a_small_phone(browser: Browser, folder: Path, visited: list[str]) -> None:
    wide = {}
    for kind in KINDS:
        page = opened(browser, folder / f"{kind}.html", "phone", visited)
        page.set_viewport_size(SMALLEST)  # type: ignore[arg-type]  # a size
        wide[kind] = page.evaluate("document.documentElement.scrollWidth")
        page.context.close()

    assert set(wide.values()) == {SMALLEST["width"]}, wide


def test_the_browser_s_complaints_are_heard(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "wrong.html"
    file.write_text('<title>A</title><img src="none.png" alt=""><img src="http://127.0.0.1:1/b.png" alt="">', "utf-8")
    wrong: list[str] = []
    page = opened(browser, file, "phone", wrong)
    page.wait_for_load_state("networkidle")
    page.context.close()

    assert any("none.png was not there" in line for line in wrong)
    assert f"{file.name}: http://127.0.0.1:1/b.png" in wrong
