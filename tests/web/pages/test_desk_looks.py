"""The desk in every state, at every size, by keyboard alone, and when devices or the server are gone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from mirrorball.core.show import Show, open_night
from mirrorball.web import keys
from tests.core.stage import a_season
from tests.web.pages.conftest import DESK, PHONE, TABLET, ServedNight, Serving, violations
from tests.web.pages.test_desk import (  # the fixtures are used by their names
    BRUNO,
    CARRIE,
    DEREK,
    Opening,
    change,
    night,
    opening,
    press,
    seat,
    segment,
    taken,
    took,
)
from tests.web.pages.test_desk_changes import hopeless

__all__ = ["night", "opening"]
LAPTOP: ViewportSize = {"width": 1280, "height": 720}
SIZES = [DESK, PHONE]
LONG = "Maximiliana Alexandra von Württemberg-Hohenzollern 👑🎭 III"
ARABIC = "محمد عبد الرحمن بن عبد العزيز الشافعي"
AWAY = 16_000  # milliseconds, after which a device counts as silent
WHERE = {"round": "redemption", "star": "Alyson Hannigan"}


def busy(night: ServedNight) -> None:
    """A night with something of everything on the desk."""
    taken(night, 1, 2)
    night.ask(DEREK, "give-mark", **WHERE, mark="9")
    night.ask("Scrutineer", "type-mark", judge=BRUNO, **WHERE, mark="10")
    night.ask(DEREK, "ask-correction", **WHERE, mark="8", reason="Pressed the wrong number")
    night.ask(CARRIE, "report-trouble", text="The light blinds me")
    night.ask("Producer", "skip", segment=7, reason="The film is damaged")
    night.ask("Producer", "scratch-routine", round="freestyle", star="Jason Mraz", reason="The set is not ready")
    night.ask("Producer", "give-bonus", star="Ariana Madix", contest="A lift", points="-3/2")


def renamed(*stars: str) -> Show:
    """The small night with other stars."""
    season = a_season()
    names = dict(zip([couple.star for couple in season.couples], stars, strict=False))
    couples = tuple(replace(couple, star=names.get(couple.star, couple.star)) for couple in season.couples)
    routines = tuple(replace(routine, star=names.get(routine.star, routine.star)) for routine in season.routines)
    return open_night(replace(season, couples=couples, routines=routines), 1)


def sound(page: Page) -> None:
    """Axe finds nothing once colours have come to rest, and nothing moves sideways."""
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("size", SIZES, ids=["laptop", "phone"])
@pytest.mark.parametrize("holder", ["Producer", "Scrutineer"])
def test_nothing_is_hidden_from_anybody_in_any_state(
    night: ServedNight, opening: Opening, size: ViewportSize, holder: str
) -> None:
    page = opening(night, holder, viewport=size)
    sound(page)
    busy(night)
    expect(page.locator("#troubles-open .trouble")).to_have_count(1)
    sound(page)
    segment(page, 3).locator(".segment-face").click()
    page.locator("#lock").dispatch_event("click")
    seat(page, BRUNO).get_by_role("button", name="Confirm").dispatch_event("click")
    sound(page)
    if page.locator("#tray").is_visible():
        page.keyboard.press("Escape")
    change(page, "Withdraw a couple")
    press(page, "See what will happen")
    sound(page)
    page.locator("#tray select").select_option("Jason Mraz")
    page.fill("#tray textarea", "A sprained ankle")
    press(page, "See what will happen")
    expect(page.locator("#tray .seen")).to_be_visible()
    sound(page)
    press(page, "Close")
    page.click("#changes-open")
    sound(page)
    press(page, "Change the music")
    sound(page)
    press(page, "Close")
    night.ask("Producer", "hold", reason="A lamp is loose over the floor")
    expect(page.locator("#held")).to_be_visible()
    sound(page)


@pytest.mark.parametrize("size", SIZES, ids=["laptop", "phone"])
def test_a_vote_that_cannot_matter_is_sound_to_look_at(serving: Serving, opening: Opening, size: ViewportSize) -> None:
    page = opening(serving(hopeless()), "Scrutineer", viewport=size)
    sound(page)
    page.click("#vote-turn")
    press(page, "See what will happen")
    expect(page.locator("#tray .answer")).to_be_visible()
    sound(page)


@pytest.mark.parametrize("path", ["/desk/keys", "/desk/log", "/api", "/", "/nowhere"])
@pytest.mark.parametrize("size", [*SIZES, TABLET], ids=["laptop", "phone", "tablet"])
def test_the_pages_beside_the_desk_are_sound(
    night: ServedNight, opening: Opening, path: str, size: ViewportSize
) -> None:
    page = opening(night, viewport=size)
    busy(night)
    page.goto(night.url + path)
    sound(page)
    for more in page.locator("summary").all():
        more.click()
    sound(page)


@pytest.mark.parametrize("size", [DESK, LAPTOP, TABLET, PHONE], ids=["1440", "1280", "820", "360"])
def test_names_of_any_length_and_direction_fit(serving: Serving, opening: Opening, size: ViewportSize) -> None:
    served = serving(renamed(LONG, ARABIC))
    served.ask("Producer", "call-routine", round="waltz", star=LONG)
    served.ask("Producer", "call-routine", round="waltz", star=ARABIC)
    page = opening(served, viewport=size)
    expect(page.locator("#take")).to_be_visible()
    cut = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter((one) => {
            const box = one.getBoundingClientRect(), style = getComputedStyle(one);
            if (!box.width || one.closest('#sheets-wide, .jumps, .skip, .heard')) return false;
            const out = box.right > document.documentElement.clientWidth + 1 || box.left < -1;
            const hides = style.textOverflow === 'ellipsis' || style.overflowX !== 'visible';
            return out || (hides && one.scrollWidth > one.clientWidth + 2);
        }).map((one) => `${one.tagName} ${one.className} ${one.textContent.slice(0, 40)}`)"""
    )
    assert cut == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_what_is_touched_is_large_enough(night: ServedNight, opening: Opening, size: ViewportSize) -> None:
    busy(night)
    page = opening(night, viewport=size, has_touch=True)
    expect(page.locator("#troubles-open .trouble")).to_have_count(1)
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, summary, nav a, .part-head a')].filter((one) => {
            const box = (one.type === 'checkbox' ? one.parentElement : one).getBoundingClientRect();
            return box.width && box.height < 47.5;
        }).map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_everything_can_be_reached_and_named_by_tab_alone(night: ServedNight, opening: Opening) -> None:
    busy(night)
    page = opening(night)
    expect(page.locator("#troubles-open .trouble")).to_have_count(1)
    page.evaluate("document.activeElement.blur()")
    met: list[str] = []
    for _ in range(150):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => { const one = document.activeElement; if (one === document.body) return null;
                const box = one.getBoundingClientRect(), style = getComputedStyle(one);
                const name = one.ariaLabel || one.labels?.[0]?.textContent || one.textContent;
                return {id: one.id || one.className, name: name.trim(),
                    shown: box.width > 0 && style.visibility === 'visible', ring: style.outlineStyle !== 'none'}; }"""
        )
        if here is None:
            break
        assert here["name"], here
        assert here["shown"], here
        assert here["ring"], here
        met.append(here["id"])
    for wanted in (
        "hold",
        "back-out",
        "take",
        "segment-face",
        "lock",
        "cell",
        "trouble-new",
        "vote-turn",
        "changes-open",
    ):
        assert wanted in met, wanted
    in_order = [one for one in met if one in {"hold", "take", "lock", "trouble-new", "letters"}]
    assert in_order == ["hold", "take", "lock", "trouble-new", "letters"]


def test_letters_do_what_they_say_unless_somebody_writes_or_has_turned_them_off(
    night: ServedNight, opening: Opening
) -> None:
    page = opening(night)
    page.keyboard.press("t")
    expect(page.locator("#on-name")).to_have_text("A message from loved ones")
    page.keyboard.press("h")
    expect(page.locator("#tray textarea")).to_be_focused()
    page.keyboard.type("both lights")  # t, l and h among them
    expect(page.locator("#tray textarea")).to_have_value("both lights")
    page.keyboard.press("Escape")
    expect(page.locator("#hold")).to_be_focused()
    assert took(night) == [1]
    page.keyboard.press("c")
    expect(page.locator("#tray-label")).to_have_text("Make a change")
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    expect(page.locator("#undo-label")).to_be_focused()
    page.uncheck("#letters")
    page.keyboard.press("t")
    page.reload()
    expect(page.locator("#on-name")).to_have_text("A message from loved ones")
    expect(page.locator("#letters")).not_to_be_checked()
    page.keyboard.press("t")
    page.wait_for_timeout(300)
    assert took(night) == [1]


def test_a_tablet_that_went_away_is_told_in_words_and_shape(
    night: ServedNight, opening: Opening, browser: Browser
) -> None:
    page, tablet = opening(night), night.enter(browser.new_context(), DEREK)
    device = page.locator(".device", has=page.get_by_text(DEREK, exact=True))
    expect(device).to_contain_text("In touch")
    expect(device.locator(".facet")).to_have_attribute("data-shape", "full")
    expect(page.locator(".device", has=page.get_by_text(BRUNO, exact=True))).to_contain_text("Not in yet")
    tablet.context.set_offline(True)
    tablet.wait_for_timeout(500)
    night.running.ticks.ahead += AWAY
    expect(device).to_contain_text("Silent for")
    expect(device.locator(".facet")).to_have_attribute("data-shape", "cross")
    expect(page.locator("#wrong")).to_contain_text("Derek Hough: silent for")
    tablet.context.set_offline(False)
    expect(device).to_contain_text("In touch", timeout=15_000)
    expect(page.locator("#wrong")).not_to_contain_text("Derek Hough")


def test_what_a_device_tells_of_itself_is_shown(night: ServedNight, opening: Opening) -> None:
    page = opening(night)
    taken(night, 1)
    night.ask(CARRIE, "report-trouble", text="None, I only come in")
    beat = {"unsent": 2, "version": "0.0.1", "sent_at": night.running.edge.clock() - 75_000, "battery": 9}
    assert night.tools[CARRIE].post("/beat", json=beat).status_code == 200
    link = keys.link_token(night.running.edge.secret, night.key_of(DEREK))
    for _ in range(5):
        night.running.stranger().post(f"/in/{link}", data={"pin": "x"})
    device = page.locator(".device", has=page.get_by_text(CARRIE, exact=True))
    expect(device).to_contain_text(
        "2 marks not sent · clock 1:15 behind · battery 9 % · version 0.0.1", ignore_case=True
    )
    blocked = page.locator(".device", has=page.get_by_text(DEREK, exact=True))
    expect(blocked).to_contain_text("PIN blocked")


def test_a_page_that_hears_nothing_says_that_it_may_be_old(night: ServedNight, opening: Opening) -> None:
    page = opening(night)
    expect(page.locator("#link")).to_contain_text("Connected")
    page.context.set_offline(True)
    page.evaluate(
        """() => { const [now, ticks] = [Date.now, performance.now.bind(performance)];
            Date.now = () => now() + 20000; performance.now = () => ticks() + 20000; }"""
    )
    expect(page.locator("#stale")).to_contain_text("The server was heard last at")
    expect(page.locator("#link")).to_contain_text("No network")
    expect(page.locator("#devices-list")).not_to_contain_text("Silent")  # it is we who hear nothing
    sound(page)
    page.context.set_offline(False)
    expect(page.locator("#stale")).to_be_hidden(timeout=15_000)


def test_a_key_that_is_closed_puts_its_desk_out(night: ServedNight, opening: Opening) -> None:
    page = opening(night)
    night.ask("Scrutineer", "revoke-key", key=night.key_of("Producer"))
    expect(page.locator("#stale")).to_contain_text("The way in of this device was closed.")
    sound(page)


def test_hints_are_on_the_scrutineers_screen_alone(serving: Serving, finale: Show, opening: Opening) -> None:
    served = serving(finale)
    taken(served, 1, 2)
    for judge, mark in ((CARRIE, "9"), (DEREK, "9"), (BRUNO, "3")):
        served.ask(judge, "give-mark", **WHERE, mark=mark)
    producer, scrutineer = opening(served), opening(served, "Scrutineer")
    expect(scrutineer.locator("#hints-list")).to_contain_text(BRUNO)
    expect(producer.locator("#lock")).to_have_text("Lock the sheet at 21")
    expect(producer.locator("#hints")).to_be_hidden()


def test_keys_are_made_closed_and_printed_as_cards(night: ServedNight, opening: Opening) -> None:
    page = opening(night)
    page.goto(f"{night.url}/desk/keys")
    page.fill("#holder", "Len Goodman")
    page.get_by_role("button", name="Make the key").click()
    made = page.locator(".key", has_text="Len Goodman")
    expect(made.locator("img")).to_have_js_property("complete", value=True)
    assert made.locator("img").evaluate("(one) => one.naturalWidth") > 0
    page.locator(".key", has_text=DEREK).locator("summary").click()
    page.get_by_role("button", name=f"Close the key of {DEREK}").click()
    expect(page.locator("ul")).to_contain_text(DEREK)
    page.emulate_media(media="print")
    cards = page.locator(".key:visible")
    expect(cards).to_have_count(len([key for key in night.show.keys.values() if not key.revoked]) - 1)
    for card in cards.all():
        expect(card.locator(".key-pin")).to_have_text(re.compile(r"^\d{3} \d{3}$"))
        expect(card).not_to_contain_text(DEREK)
    assert page.locator("button:visible, a:visible, input:visible").count() == 0
    expect(page.locator("main")).not_to_contain_text(DEREK, use_inner_text=True)
