"""The host's card in a real browser: every step of a finale, sizes, reloading, and what shuts nobody out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mirrorball.core.commands import IssueKey
from mirrorball.core.people import Role
from mirrorball.core.season import Season
from mirrorball.core.show import Show, open_night
from mirrorball.log.memory import MemoryLog
from mirrorball.season.example import example
from mirrorball.season.read import read
from mirrorball.web import keys
from tests.web.pages.conftest import PATIENCE, PHONE, TABLET, WIDE, ServedNight, Serving, violations
from tests.web.sealed import FINALISTS, play, sealed_floor, with_votes

HOLDER, KEY = "Julianne Hough", "hostkey000"
LYING = {"width": 844, "height": 390}
TOLD = [  # heading and name of each step, as they are told
    ("Fifth place", "Ariana Madix and Pasha Pashkov"),
    ("Fourth place", "Alyson Hannigan and Sasha Farber"),
    ("Third place", "Charity Lawson and Artem Chigvintsev"),
    ("Second place", "Jason Mraz and Daniella Karagach"),
    ("Champions", "Xochitl Gomez and Val Chmerkovskiy"),
]
FITS = """() => document.fonts.status === 'loaded' && (card => card.scrollHeight <= card.clientHeight + 1
    && card.scrollWidth <= card.clientWidth + 1)(document.getElementById('card'))"""
STARS = [name.split(" and ")[0] for _, name in TOLD]


@pytest.fixture(scope="module")
def season() -> Season:
    return read(example("season-32")).season


@pytest.fixture
def sealed(serving: Serving, season: Season) -> ServedNight:
    """The finale, sealed and not told."""
    log = MemoryLog()
    floor = sealed_floor(season, 11, FINALISTS, log=log)
    play(floor, IssueKey(KEY, Role.HOST, HOLDER))
    return serving(open_night(with_votes(season, 11, FINALISTS), 11), log)


@pytest.fixture
def page(sealed: ServedNight, context: BrowserContext) -> Page:
    return come_in(sealed, context)


def come_in(night: ServedNight, context: BrowserContext) -> Page:
    """The host comes in by link and PIN."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    secret = night.running.edge.secret
    page.goto(f"{night.url}/in/{keys.link_token(secret, KEY)}")
    page.fill("#pin", keys.pin_of(secret, KEY))
    page.press("#pin", "Enter")
    page.wait_for_url("**/host")
    return page


def tell(night: ServedNight, step: int) -> None:
    night.ask("Producer", "reveal-next", step=step)


def test_each_step_of_the_finale_stands_alone_on_the_card(sealed: ServedNight, page: Page) -> None:
    expect(page.locator("#heading")).to_have_text("The vote is closed")
    for step, (heading, name) in enumerate(TOLD, 1):
        tell(sealed, step)
        expect(page.locator("#heading")).to_have_text(heading)
        assert page.locator(".card-names .name").all_inner_texts() == [name]
        text = page.content()
        assert not [star for star in STARS if star in text and star not in name]
        assert page.locator("#heading").bounding_box()["y"] < page.locator(".name").bounding_box()["y"]  # type: ignore[index]
    expect(page.locator("#next")).to_have_text("Next: the champions' trophy.")
    sealed.ask("Producer", "crown")
    expect(page.locator("#card")).to_contain_text("are the champions! The Len Goodman Mirrorball Trophy is theirs.")


def test_the_title_looks_like_no_other_place(sealed: ServedNight, page: Page) -> None:
    grounds = []
    for step, (heading, _) in enumerate(TOLD, 1):
        tell(sealed, step)
        expect(page.locator("#heading")).to_have_text(heading)
        grounds.append(page.locator("#heading").evaluate("one => getComputedStyle(one).backgroundColor"))
    assert len(set(grounds[:-1])) == 1
    assert grounds[-1] != grounds[0]


@pytest.mark.parametrize("size", [PHONE, TABLET, WIDE, LYING], ids=["phone", "tablet", "wide", "lying"])
def test_names_are_as_large_as_the_glass_allows(sealed: ServedNight, page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]  # a size, as it says
    tell(sealed, 1)
    expect(page.locator("#heading")).to_have_text("Fifth place")
    page.wait_for_function(FITS)  # the typeface may come a little later
    letters = page.locator(".card-names .name").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    if size["width"] > size["height"] or size is TABLET:
        assert letters >= 0.09 * size["height"]
    else:  # a narrow glass: no word is parted, so the longest one decides
        assert letters >= 0.12 * size["width"]
    assert page.evaluate(
        "document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight"
    )


def test_a_card_that_is_loaded_anew_is_the_same(sealed: ServedNight, page: Page) -> None:
    for step, (heading, name) in enumerate(TOLD, 1):
        tell(sealed, step)
        page.reload()
        expect(page.locator("#heading")).to_have_text(heading)
        expect(page.locator(".card-names .name")).to_have_text(name)


def test_a_step_taken_back_and_a_result_taken_back(sealed: ServedNight, page: Page) -> None:
    tell(sealed, 1)
    tell(sealed, 2)
    expect(page.locator("#heading")).to_have_text("Fourth place")
    sealed.ask("Producer", "take-back", step=2)
    expect(page.locator("#heading")).to_have_text("Fifth place")
    sealed.ask("Producer", "propose-decision", decision="the result is reopened", reason="A wrong count.")
    sealed.ask("Scrutineer", "agree-decision", decision="the result is reopened")
    expect(page.locator("#heading")).to_have_text("Correction")
    expect(page.locator("#card")).to_contain_text("The result that you have heard is taken back")
    assert not [star for star in STARS if star in page.content()]


def test_a_night_on_hold_shows_no_name(sealed: ServedNight, page: Page) -> None:
    tell(sealed, 1)
    expect(page.locator("#heading")).to_have_text("Fifth place")
    sealed.ask("Producer", "hold", reason="Somebody fell")
    expect(page.locator("#heading")).to_have_text("Wait")
    assert "Ariana" not in page.content()
    assert "fell" not in page.content()
    sealed.ask("Producer", "resume")
    expect(page.locator("#heading")).to_have_text("Fifth place")


def test_a_card_that_is_not_fresh_says_so(sealed: ServedNight, page: Page, context: BrowserContext) -> None:
    expect(page.locator("#fresh-words")).to_have_text("Live")
    context.set_offline(True)
    expect(page.locator("#fresh-words")).to_have_text("Not live. Wait for the desk.")
    assert page.locator("#card").evaluate("one => getComputedStyle(one).outlineStyle") == "dashed"
    context.set_offline(False)
    tell(sealed, 1)
    expect(page.locator("#fresh-words")).to_have_text("Live")
    expect(page.locator("#heading")).to_have_text("Fifth place")


def test_a_closed_link_closes_the_card(sealed: ServedNight, page: Page) -> None:
    expect(page.locator("#fresh-words")).to_have_text("Live")
    sealed.ask("Producer", "revoke-key", key=KEY)
    expect(page.locator("#fresh-words")).to_contain_text("This link was closed")


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]  # a size
    yield opened
    opened.close()


def test_nothing_shuts_anybody_out(sealed: ServedNight, phone: BrowserContext) -> None:
    page = come_in(sealed, phone)
    expect(page.locator("#heading")).to_have_text("The vote is closed")
    assert violations(page) == []
    for step in (1, 2, 3, 4, 5):
        tell(sealed, step)
        expect(page.locator("#heading")).to_have_text(TOLD[step - 1][0])
        assert violations(page) == []
    page.tap("#card")
    assert page.locator("#card .name").count() == 1


def test_a_dance_names_couple_number_style_and_music(serving: Serving, finale: Show, context: BrowserContext) -> None:
    night = serving(finale)
    night.ask("Producer", "issue-key", key=KEY, role="host", holder=HOLDER)
    page = come_in(night, context)
    expect(page.locator("#heading")).to_have_text("Good evening")
    night.call(1)
    expect(page.locator("#heading")).to_have_text("On the floor")
    expect(page.locator("#card")).to_contain_text("Alyson Hannigan and Sasha Farber")
    expect(page.locator("#card")).to_contain_text("Number 5")
    expect(page.locator("#card")).to_contain_text("“")
    for judge in finale.week.panel:
        night.from_paper(judge, 1, "9")
    night.ask("Producer", "lock-marks", round=night.show.running_order[0].round, star="Alyson Hannigan")
    expect(page.locator("#heading")).to_have_text("Total 27")


LONG = "Maximiliana Alexandrowna von und zu Hohenzollern-Sigmaringen and Wolodymyr Oleksandrovytsch Chmerkovskiyenko"
HARD = [LONG, "محمد عبد الرحمن الأندلسي and ليلى بنت خالد", "Zoë Đặng Thị Ánh and Łukasz Ćwikliński"]


@pytest.mark.parametrize("size", [PHONE, TABLET, LYING], ids=["phone", "tablet", "lying"])
@pytest.mark.parametrize("names", [[LONG], HARD, HARD * 2], ids=["one", "three", "six"])
def test_names_that_are_hard_to_fit_are_whole(page: Page, names: list[str], size: dict[str, int]) -> None:
    expect(page.locator("#heading")).to_be_visible()
    shown = page.evaluate("async () => (await fetch('/host/screen')).json()")
    shown |= {"position": 10**6, "scene": "reveal", "kind": "safe", "heading": "Safe", "names": names, "say": "Safe."}
    page.route("**/host/stream", lambda route: route.abort())
    page.route("**/host/screen", lambda route: route.fulfill(json=shown))
    page.set_viewport_size(size)  # type: ignore[arg-type]  # a size, as it says
    page.reload()
    expect(page.locator(".card-names .name")).to_have_count(len(names))
    page.wait_for_function(FITS)
    assert page.locator(".card-names .name").all_inner_texts() == names
    if size is PHONE:
        assert violations(page) == []
    page.unroute_all(behavior="ignoreErrors")
