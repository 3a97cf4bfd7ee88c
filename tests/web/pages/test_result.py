"""The result's page in a real browser, at every stage and size; it works without script, and says when it is old."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from mirrorball.core.reveals import Decision
from tests.core.stage import FINAL, the_night
from tests.web.pages.conftest import DESK, PHONE, ServedNight, Serving
from tests.web.pages.test_desk import Opening, opening
from tests.web.pages.test_desk_looks import sound
from tests.web.pages.test_desk_reveal import counted
from tests.web.result_forms import RESULT

__all__ = ["opening"]


@pytest.fixture
def night(serving: Serving) -> ServedNight:
    """A final whose count is sealed."""
    return serving(the_night(FINAL), counted(FINAL))


def result(night: ServedNight, opening: Opening, holder: str, **more: object) -> Page:
    page = opening(night, holder, **more)
    page.goto(night.url + RESULT)
    return page


def check(page: Page, what: str) -> str | None:
    row = page.locator(".check", has=page.get_by_text(what, exact=True))
    return row.locator(".facet").get_attribute("data-shape")


def test_two_people_fix_the_result(night: ServedNight, opening: Opening) -> None:
    producer, scrutineer = result(night, opening, "Producer"), result(night, opening, "Scrutineer")
    code = producer.locator(".code").inner_text()
    expect(scrutineer.locator(".code")).to_have_text(code)
    assert check(producer, "The first person") == "empty"
    producer.get_by_role("button", name="Confirm the result").click()
    expect(producer.locator(".result")).to_contain_text("You have confirmed it. Somebody else seals it.")
    assert check(producer, "The first person") == "full"
    expect(scrutineer.locator("#result-stale")).to_be_visible()
    scrutineer.get_by_role("link", name="Load it again").click()
    expect(scrutineer.locator("#result-stale")).to_be_hidden()
    scrutineer.get_by_role("button", name="Seal the result").click()
    expect(scrutineer.locator(".hash")).to_be_visible()
    assert night.show.sealed is not None
    spans = scrutineer.locator(".hash span").all_inner_texts()
    assert "".join(spans) == night.show.sealed.digest
    expect(scrutineer.get_by_role("link", name="Cards for the host, to be printed")).to_be_visible()
    expect(producer.locator(".sides")).to_have_count(0)


def test_a_hand_sheet_is_typed_and_compared(night: ServedNight, opening: Opening) -> None:
    page = result(night, opening, "Scrutineer")
    for star, place in {"Ada": "4", "Bo": "2", "Cy": "3", "Dee": "1"}.items():
        page.locator(".paper-line", has_text=f"{star} and").locator("input[name^=place]").fill(place)
    page.get_by_role("button", name="Compare this hand sheet").click()
    assert check(page, "The hand sheet") == "cross"
    expect(page.locator(".sides .wrong")).to_have_count(2)
    expect(page.get_by_role("button", name="Confirm the result")).to_have_count(0)
    page.locator(".paper-line", has_text="Bo and").locator("input[name^=place]").fill("3")
    page.locator(".paper-line", has_text="Cy and").locator("input[name^=place]").fill("2")
    page.get_by_role("button", name="Type it again").click()
    assert check(page, "The hand sheet") == "full"
    expect(page.locator(".sides .wrong")).to_have_count(0)
    page.get_by_role("button", name="Drop the hand sheet").click()
    expect(page.locator(".checks")).to_contain_text("None was typed")


def test_it_works_without_script(browser: Browser, night: ServedNight, opening: Opening) -> None:
    del opening
    for holder, press in (("Scrutineer", "Confirm the result"), ("Producer", "Seal the result")):
        context = browser.new_context(java_script_enabled=False)
        page = night.enter(context, holder)
        page.goto(night.url + RESULT)
        page.get_by_role("button", name=press).click()
        context.close()
    assert night.show.sealed is not None


def test_an_order_is_picked_and_drawn(serving: Serving, opening: Opening) -> None:
    night = serving(the_night(FINAL))
    page = result(night, opening, "Producer")
    page.get_by_text("Tell it otherwise").click()
    page.get_by_label("As picked", exact=True).check()
    page.get_by_role("button", name="Tell it like this").click()
    expect(page.get_by_role("alert")).to_have_text("Give at least one couple a number.")
    expect(page.get_by_label("As picked", exact=True)).to_be_checked()
    page.locator(".paper-line", has_text="Cy and").locator("input[name^=call]").fill("1")
    page.get_by_role("button", name="Tell it like this").click()
    expect(page.locator(".result")).to_contain_text("As picked: Cy and Cy's pro.")
    page.get_by_text("Tell it otherwise").click()
    page.get_by_label("In no particular order").check()
    page.get_by_role("button", name="Tell it like this").click()
    expect(page.locator(".result")).to_contain_text(re.compile("The order is drawn from [0-9a-f]{32}"))


def test_a_decision_is_proposed_and_agreed(night: ServedNight, opening: Opening) -> None:
    producer, scrutineer = result(night, opening, "Producer"), result(night, opening, "Scrutineer")
    producer.get_by_text("Propose a decision").click()
    producer.get_by_label("Why").fill("The gateway was down.")
    producer.get_by_role("button", name="Propose it").click()
    expect(producer.locator(".waits")).to_contain_text("You have proposed it. Somebody else agrees.")
    assert check(producer, "Decisions") == "cross"
    scrutineer.reload()
    scrutineer.get_by_role("button", name="Agree").click()
    expect(scrutineer.locator(".result")).to_contain_text("The votes are void: The gateway was down.")
    assert night.show.void == "The gateway was down."


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("holder", ["Producer", "Scrutineer"])
def test_every_stage_is_sound_to_look_at(night: ServedNight, opening: Opening, size: ViewportSize, holder: str) -> None:
    other = "Scrutineer" if holder == "Producer" else "Producer"
    page, second = result(night, opening, holder, viewport=size), result(night, opening, other)
    sound(page)
    page.get_by_text("Propose a decision").click()
    sound(page)
    page.get_by_role("button", name="Confirm the result").click()
    sound(page)
    second.reload()
    second.get_by_role("button", name="Seal the result").click()
    page.reload()
    sound(page)
    night.ask(other, "propose-decision", decision=Decision.REOPEN.value, reason="A mark was misread.")
    page.reload()
    sound(page)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["laptop", "phone"])
def test_a_plan_is_sound_to_look_at(serving: Serving, opening: Opening, size: ViewportSize) -> None:
    page = result(serving(the_night(FINAL)), opening, "Scrutineer", viewport=size)
    page.get_by_text("Tell it otherwise").click()
    sound(page)
