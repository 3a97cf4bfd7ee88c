"""How the judge's tablet reads: names, keyboard, screen reader, and what axe finds in every state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mirrorball.core.show import Show, open_night
from mirrorball.floor.shown import couple_name
from tests.core.stage import WALTZ, a_season, a_week
from tests.web.pages.conftest import (
    PHONE,
    TABLET,
    WIDE,
    ServedNight,
    Serving,
    too_wide,
    violations,
)
from tests.web.pages.tablet import DEREK, KEPT, STORED, choose, floor_says, scaled

LONG = "Maximiliana Alexandra von Württemberg-Hohenzollern 👑🎭 III"
ARABIC = "محمد عبد الرحمن بن عبد العزيز الشافعي"


# How it reads.


@pytest.mark.parametrize("size", [PHONE, TABLET, WIDE], ids=["phone", "tablet", "wide"])
@pytest.mark.parametrize("star", [LONG, ARABIC, "W" * 60], ids=["long", "arabic", "one word"])
def test_a_name_is_never_cut(serving: Serving, browser: Browser, star: str, size: dict[str, int]) -> None:
    night = serving(scaled("1", "10", "1", star))
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]  # a size, as it says
    night.call(1)
    page = night.enter(context, "Ida")
    expect(page.locator("#couple")).to_have_text(couple_name(night.show.season, star))
    choose(page, 8)
    expect(page.locator("#sentence")).to_contain_text(star)
    assert too_wide(page) == []
    assert page.locator("#couple").get_attribute("dir") == "auto"
    page.click("#send")
    floor_says(page, STORED)
    assert too_wide(page) == []
    context.close()


def test_the_keyboard_is_enough(night: ServedNight, context: BrowserContext) -> None:
    rnd, star = night.call(1)
    page = night.enter(context, DEREK)
    expect(page.locator("#mark-8")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("1")
    page.keyboard.press("0")
    expect(page.locator("#send")).to_have_text("Send 10")
    expect(page.locator("#send")).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.wait_for_timeout(1000)  # so that the next digit begins a new number
    page.keyboard.press("9")
    expect(page.locator("#send")).to_have_text("Send 9")
    page.keyboard.press("Enter")
    floor_says(page, STORED)
    expect(page.locator("#stands")).to_be_focused()
    assert night.given(DEREK) == [(rnd, star, Fraction(9))]
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "trouble":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#window")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#trouble")).to_be_focused()


def test_one_polite_region_tells_what_changes(night: ServedNight, context: BrowserContext) -> None:
    _, star = night.call(1)
    page = night.enter(context, DEREK)
    said = page.locator("#said")
    choose(page, 8)
    expect(said).to_contain_text(f"You give 8 to {couple_name(night.show.season, star)}")
    page.click("#send")
    expect(said).to_contain_text(STORED)
    _, star = night.call(2)
    expect(said).to_contain_text(f"On the floor: {couple_name(night.show.season, star)}")
    assert page.locator("[aria-live=polite]").count() == 1


def test_an_excused_judge_reads_so_and_keeps_the_marks(night: ServedNight, context: BrowserContext) -> None:
    night.call(1)
    page = night.enter(context, DEREK)
    choose(page, 8)
    page.click("#send")
    floor_says(page, STORED)
    night.ask("Scrutineer", "excuse-judge", judge=DEREK, reason="Ill")
    expect(page.locator("#couple")).to_have_text("You are not marking tonight.")
    expect(page.locator(".tile")).to_have_count(0)
    expect(page.locator(".mark-row").first).to_contain_text("8")
    expect(page.locator("#trouble")).to_be_enabled()


def drafted(page: Page) -> None:
    choose(page, 8)


def stored(page: Page) -> None:
    choose(page, 8)
    page.click("#send")
    floor_says(page, STORED)


def kept(page: Page) -> None:
    page.context.set_offline(True)
    choose(page, 8)
    page.click("#send")
    floor_says(page, KEPT)
    expect(page.locator(".offer")).to_be_visible()


def picking(page: Page) -> None:
    page.context.set_offline(True)
    page.click("#elsewhere")
    expect(page.locator(".picks")).to_be_visible()


def troubled(page: Page) -> None:
    page.click("#trouble")
    expect(page.locator("#trouble-text")).to_be_visible()


def correcting(page: Page) -> None:
    stored(page)
    page.click("#correct-now")
    page.locator("#window #mark-9").click()


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize(
    "state",
    [lambda _: None, drafted, stored, kept, picking, troubled, correcting],
    ids=["open", "draft", "stored", "kept", "picking", "trouble", "correction"],
)
def test_axe_finds_nothing_in_any_state(
    night: ServedNight, browser: Browser, state: Callable[[Page], None], size: dict[str, int]
) -> None:
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]  # a size, as it says
    night.call(1)
    page = night.enter(context, DEREK)
    expect(page.locator("#mark-8")).to_be_visible()
    state(page)
    assert violations(page) == []
    assert too_wide(page) == []
    context.close()


def moved_on(night: ServedNight, page: Page) -> None:
    drafted(page)
    night.call(2)
    expect(page.locator("[data-kind=behind]")).to_be_visible()


def held(night: ServedNight, page: Page) -> None:
    night.ask("Producer", "hold", reason="The lights went out.")
    expect(page.locator("[data-kind=held]")).to_be_visible()


def excused(night: ServedNight, page: Page) -> None:
    night.ask("Scrutineer", "excuse-judge", judge=DEREK, reason="Ill")
    expect(page.locator(".nobody")).to_be_visible()


def closed(night: ServedNight, page: Page) -> None:
    night.ask("Producer", "revoke-key", key=night.key_of(DEREK))
    expect(page.locator("[data-kind=out]")).to_be_visible()


def refused(night: ServedNight, page: Page) -> None:
    choose(page, 8)
    page.context.set_offline(True)
    page.click("#send")
    night.from_paper(DEREK, 1, "9")
    page.context.set_offline(False)
    expect(page.locator("[data-kind=refused]")).to_be_visible()


@pytest.mark.parametrize("rehearsal", [False, True], ids=["night", "rehearsal"])
@pytest.mark.parametrize("state", [moved_on, held, excused, closed, refused])
def test_axe_finds_nothing_whatever_the_desk_does(
    serving: Serving,
    finale: Show,
    context: BrowserContext,
    state: Callable[[ServedNight, Page], None],
    rehearsal: bool,  # noqa: FBT001  # a case of the test
) -> None:
    night = serving(finale, rehearsal=rehearsal)
    night.call(1)
    page = night.enter(context, DEREK)
    expect(page.locator("#mark-8")).to_be_visible()
    state(night, page)
    assert violations(page) == []
    expect(page.locator(".top-rehearsal")).to_have_count(int(rehearsal))


def test_axe_finds_what_is_wrong(night: ServedNight, context: BrowserContext) -> None:
    """The check itself: a page with a picture without words is found out."""
    night.call(1)
    page = night.enter(context, DEREK)
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert any("button-name" in found for found in violations(page))


def test_a_week_without_routines_waits(serving: Serving, context: BrowserContext) -> None:
    empty = replace(a_season(a_week()), routines=())
    page = serving(open_night(empty, 1)).enter(context, "Ida")
    expect(page.locator("#given")).to_contain_text("No routine stands in tonight's running order yet.")
    assert WALTZ not in page.content()
    assert violations(page) == []
