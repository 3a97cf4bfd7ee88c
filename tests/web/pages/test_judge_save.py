"""The judges' choice on their tablets: two buttons, read back, kept without network; nobody sees what others chose."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from mirrorball.core.commands import Command
from mirrorball.core.result_commands import ConfirmResult, RevealNext
from mirrorball.core.reveals import Decision
from mirrorball.floor.floor import Floor
from mirrorball.log.memory import MemoryLog
from tests.core.stage import JUDGED, PANEL, ballots, found, seal, sheets, the_night
from tests.web.pages.conftest import PHONE, TABLET, ServedNight, Serving, violations
from tests.web.pages.tablet import KEPT, NOT_SENT, STORED, floor_says, kept_by_worker, linked
from tests.web.result_forms import stood_for
from tests.web.sealed import play

JUDGED_NIGHT = the_night(JUDGED)
IDA, JO, KIT = PANEL
CY, DEE = "Cy and Cy's pro", "Dee and Dee's pro"


def choosing_log() -> MemoryLog:
    """Cy and Dee are named: the judges choose now."""
    log = MemoryLog()
    floor = Floor(the_night(JUDGED), log=log)
    play(floor, *sheets(), *ballots({"Ada": 4, "Bo": 3, "Cy": 2, "Dee": 1}))
    play(floor, ConfirmResult(found(floor.show), "producer Pat"))
    play(floor, seal(floor.show))
    while floor.show.to_reveal:
        play(floor, _next(floor))
    assert floor.show.choosing
    return log


def _next(floor: Floor) -> Command:
    return RevealNext(len(floor.show.revealed) + 1)


@pytest.fixture
def night(serving: Serving) -> ServedNight:
    return serving(the_night(JUDGED), choosing_log())


@pytest.fixture
def other(browser: Browser) -> BrowserContext:
    """The tablet of another judge."""
    return browser.new_context(viewport=TABLET)  # type: ignore[arg-type]  # a size, as it says


def saves(night: ServedNight) -> dict[str, str]:
    return {save.judge: save.star for save in night.show.season.saves if save.week == night.show.number}


def test_two_judges_save_and_the_screens_clear(
    night: ServedNight, context: BrowserContext, other: BrowserContext
) -> None:
    ida, jo = night.enter(context, IDA), night.enter(other, JO)
    for page in (ida, jo):
        expect(page.locator("#couple")).to_have_text("Whom do you save?")
        expect(page.locator(".choice-couple")).to_have_text([CY, DEE])
    ida.get_by_role("button", name=CY, exact=True).click()
    expect(ida.locator("#sentence")).to_have_text(f"You save {CY}.")
    floor_says(ida, NOT_SENT)
    assert saves(night) == {}
    ida.click("#send")
    floor_says(ida, STORED)
    assert saves(night) == {IDA: "Cy"}
    expect(jo.locator(".choice-couple")).to_have_count(2)
    assert "Ida" not in jo.locator("#page").inner_text()  # nobody's choice is on another tablet
    jo.get_by_role("button", name=DEE, exact=True).click()
    jo.click("#change")
    expect(jo.locator("#save-1")).to_be_focused()
    jo.get_by_role("button", name=CY, exact=True).click()
    jo.click("#send")
    expect(jo.locator("#couple")).to_have_text(DEE)  # two of three agree, so it is settled: the floor is back
    expect(ida.locator("#couple")).to_have_text(DEE)
    assert saves(night) == {IDA: "Cy", JO: "Cy"}
    other.close()


def test_the_keyboard_alone_does_it(night: ServedNight, context: BrowserContext) -> None:
    page = night.enter(context, IDA)
    expect(page.locator("#save-1")).to_be_visible()
    page.wait_for_timeout(500)  # a couple that has just come takes no press
    page.keyboard.press("2")  # a figure is no mark now
    expect(page.locator("#save-1")).to_be_visible()
    page.focus("#save-2")
    page.keyboard.press("Enter")
    expect(page.locator("#send")).to_be_focused()
    page.keyboard.press("Enter")
    floor_says(page, STORED)
    expect(page.locator("#stands")).to_be_focused()
    assert saves(night) == {IDA: "Dee"}


def test_without_network_it_is_kept_and_sent_once(night: ServedNight, context: BrowserContext) -> None:
    page = night.enter(context, IDA)
    expect(page.locator("#save-1")).to_be_visible()
    kept_by_worker(page)
    context.set_offline(True)
    linked(page, "No network")
    page.click("#save-2")
    page.click("#send")
    floor_says(page, KEPT)
    expect(page.locator("#unsent")).to_have_text("1 not sent yet")
    page.reload()
    expect(page.locator("#sentence")).to_have_text(f"You save {DEE}.")
    floor_says(page, KEPT)
    context.set_offline(False)
    linked(page, "Connected")
    floor_says(page, STORED)
    expect(page.locator("#unsent")).to_have_text("")
    assert saves(night) == {IDA: "Dee"}


def test_a_choice_that_comes_too_late_is_told(night: ServedNight, context: BrowserContext) -> None:
    page = night.enter(context, KIT)
    expect(page.locator("#save-1")).to_be_visible()
    context.set_offline(True)
    linked(page, "No network")
    page.click("#save-2")
    page.click("#send")
    floor_says(page, KEPT)
    for judge in (IDA, JO):
        night.ask(judge, "name-save", star="Cy")
    context.set_offline(False)
    refused = page.locator("[data-kind=refused]")
    expect(refused).to_contain_text("is not one of two couples between whom the judges choose now", timeout=20_000)
    page.get_by_role("button", name="I have read this").click()
    expect(refused).to_have_count(0)
    expect(page.locator("#couple")).to_have_text(DEE)
    assert saves(night) == {IDA: "Cy", JO: "Cy"}


def test_a_second_tablet_shows_what_was_saved_and_asks_nothing(
    night: ServedNight, context: BrowserContext, other: BrowserContext
) -> None:
    night.ask(IDA, "name-save", star="Dee")
    page = night.enter(context, IDA)
    expect(page.locator("#sentence")).to_have_text(f"You save {DEE}.")
    floor_says(page, STORED)
    expect(page.locator(".choice-couple")).to_have_count(0)
    other.close()


def test_a_reopened_result_clears_the_choice_and_asks_it_anew(night: ServedNight, context: BrowserContext) -> None:
    page = night.enter(context, IDA)
    page.click("#save-1")
    page.click("#send")
    floor_says(page, STORED)
    night.ask("Producer", "propose-decision", decision=Decision.REOPEN.value, reason="A mark was misread.")
    night.ask("Scrutineer", "agree-decision", decision=Decision.REOPEN.value)
    expect(page.locator("#couple")).to_have_text(DEE)
    assert saves(night) == {}
    assert stood_for(night.tool("Producer"), "confirm").status_code == 303
    assert stood_for(night.tool("Scrutineer"), "seal").status_code == 303
    for step in range(1, 5):
        night.ask("Producer", "reveal-next", step=step)
    expect(page.locator(".choice-couple")).to_have_text([CY, DEE])
    page.click("#save-2")
    page.click("#send")
    floor_says(page, STORED)
    assert saves(night) == {IDA: "Dee"}


def test_a_tablets_screen_holds_nothing_of_other_judges(night: ServedNight) -> None:
    tool = night.tool(IDA)
    before = tool.get("/judge/screen").json()
    night.ask(JO, "name-save", star="Cy")
    now = tool.get("/judge/screen").json()
    assert before["choosing"] == [{"star": "Cy", "couple": CY}, {"star": "Dee", "couple": DEE}]
    assert {**now, "position": 0} == {**before, "position": 0}
    assert "saves" not in json.dumps(now)


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_it_is_sound_to_look_at(browser: Browser, night: ServedNight, size: ViewportSize) -> None:
    context = browser.new_context(viewport=size)
    page = night.enter(context, IDA)
    expect(page.locator("#save-1")).to_be_visible()
    _sound(page)
    page.click("#save-1")
    expect(page.locator("#send")).to_be_visible()
    _sound(page)
    page.click("#send")
    floor_says(page, STORED)
    _sound(page)
    context.close()


def _sound(page: Page) -> None:
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
