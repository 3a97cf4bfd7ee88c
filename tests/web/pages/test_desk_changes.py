"""Changes at the desk: what will happen is shown first, can be undone, and nothing that somebody writes is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from playwright.sync_api import Locator, Page, expect

from mirrorball.core.commands import SettleTrouble
from mirrorball.core.show import Show
from tests.core.stage import FINAL, after, sheets, the_night
from tests.web.pages.conftest import ServedNight, Serving
from tests.web.pages.test_desk import (  # the fixtures are used by their names
    CARRIE,
    DEREK,
    SETTLED,
    Opening,
    answer,
    change,
    night,
    opening,
    press,
    segment,
    taken,
)

__all__ = ["night", "opening"]
SEE = "See what will happen"


def field(page: Page, label: str) -> Locator:
    return page.locator("#tray").get_by_label(label, exact=True)


def choose(page: Page, label: str, words: str) -> None:
    """What reads so in the tray is chosen."""
    options = field(page, label).locator("option").all_inner_texts()
    field(page, label).select_option(label=next(option for option in options if words in option))


def carry_out(page: Page, verb: str) -> None:
    """Look ahead, then carry it out."""
    press(page, SEE)
    expect(page.locator("#tray .seen")).to_be_visible()
    press(page, verb)
    expect(page.locator("#tray")).to_be_hidden()


def absent(night: ServedNight) -> list[str]:
    """Whose seats are empty, as it is now."""
    return list(night.show.week.absent)


def hopeless() -> Show:
    """A final in which two couples cannot win: the panel's half counts twenty times the audience's."""
    week = replace(FINAL, book=replace(FINAL.book, panel_weight=Fraction(20)))
    return after(the_night(week), *sheets())


def test_a_judge_is_excused_after_a_look_ahead_and_comes_back_by_undo(night: ServedNight, opening: Opening) -> None:
    taken(night, 1, 2)
    page = opening(night)
    change(page, "Excuse a judge")
    press(page, SEE)
    answer(page, "Choose a seat.")
    expect(field(page, "Seat")).to_be_focused()
    choose(page, "Seat", DEREK)
    page.fill("#tray textarea", "Taken ill")
    press(page, SEE)
    expect(page.locator("#tray .ahead")).to_contain_text("Derek Hough does not mark any more tonight: Taken ill.")
    assert absent(night) == []
    press(page, "Excuse")
    expect(page.locator("#tray")).to_be_hidden()
    expect(page.locator("#changes-open")).to_be_focused()
    expect(page.locator("#seats")).to_contain_text("Excused")
    assert absent(night) == [DEREK]
    page.locator("#undo-list .undo").first.get_by_role("button").click()
    expect(page.locator("#tray .ahead")).to_contain_text("Derek Hough marks again.")
    assert absent(night) == [DEREK]
    press(page, "Undo it")
    expect(page.locator("#seats")).not_to_contain_text("Excused")
    assert absent(night) == []


def test_a_withdrawal_is_undone(night: ServedNight, opening: Opening) -> None:
    page = opening(night)
    change(page, "Withdraw a couple")
    choose(page, "Couple", "Jason Mraz")
    page.fill("#tray textarea", "A sprained ankle")
    carry_out(page, "Withdraw")
    expect(segment(page, 3)).to_contain_text("Out")
    assert "Jason Mraz" in night.show.season.withdrew_in(11)
    page.locator("#undo-list .undo").first.get_by_role("button").click()
    press(page, "Undo it")
    expect(segment(page, 3)).to_contain_text("Waits")
    assert "Jason Mraz" not in night.show.season.withdrew_in(11)


def a_substitute(page: Page) -> None:
    choose(page, "Seat", CARRIE)
    field(page, "Who takes the seat").fill("Len Goodman")
    field(page, "Why").fill("The flight is late")


def a_scratched_dance(page: Page) -> None:
    choose(page, "Dance", "1. Alyson Hannigan")
    field(page, "Why").fill("The set is not ready")


def music(page: Page) -> None:
    choose(page, "Dance", "2. Jason Mraz")
    field(page, "Title").fill("Lucky")
    field(page, "Artists, with semicolons between").fill("Jason Mraz; Colbie Caillat")
    page.get_by_role("button", name="Add a song").click()
    field(page, "Title").last.fill("I'm Yours")


def a_penalty(page: Page) -> None:
    choose(page, "Couple", "Ariana Madix")
    field(page, "What they are for").fill("A lift")
    field(page, "Points").fill("-1½")


def immunity(page: Page) -> None:
    choose(page, "Couple", "Charity Lawson")


Change = tuple[str, str, Callable[[Page], None], Callable[[Show], bool]]
CHANGES: list[Change] = [
    ("Substitute a judge", "Substitute", a_substitute, lambda show: show.sitting(CARRIE) == "Len Goodman"),
    ("Scratch a dance", "Scratch", a_scratched_dance, lambda show: ("redemption", "Alyson Hannigan") in show.scratched),
    (
        "Change the music",
        "Change the music",
        music,
        lambda show: (
            [(song.title, song.artists) for song in show.running_order[1].songs]
            == [("Lucky", ("Jason Mraz", "Colbie Caillat")), ("I'm Yours", ())]
        ),
    ),
    (
        "Give bonus or penalty points",
        "Give these points",
        a_penalty,
        lambda show: (
            [(b.star, b.points) for b in show.season.bonuses if b.contest == "A lift"]
            == [("Ariana Madix", Fraction(-3, 2))]
        ),
    ),
    ("Grant immunity", "Grant", immunity, lambda show: "Charity Lawson" in show.week.immune),
]


@pytest.mark.parametrize("wanted", CHANGES, ids=[one[0] for one in CHANGES])
def test_every_change_shows_what_will_happen_and_then_does_it(
    night: ServedNight, opening: Opening, wanted: Change
) -> None:
    name, verb, fill, happened = wanted
    page = opening(night)
    change(page, name)
    fill(page)
    press(page, SEE)
    expect(page.locator("#tray .ahead li").first).to_be_visible()
    assert not happened(night.show)
    press(page, verb)
    expect(page.locator("#tray")).to_be_hidden()
    assert happened(night.show)


def test_what_somebody_writes_outlives_every_new_screen(night: ServedNight, opening: Opening) -> None:
    """The commonest fault of such pages: a new screen comes and the field is built anew."""
    taken(night, 1, 2)
    page = opening(night)
    segment(page, 7).locator(".segment-face").click()
    change(page, "Withdraw a couple")
    choose(page, "Couple", "Jason Mraz")
    words = page.locator("#tray textarea")
    words.press_sequentially("A sprained an")
    words.evaluate("(one) => { one.setSelectionRange(2, 10); window.field = one; }")
    night.ask(CARRIE, "give-mark", round="redemption", star="Alyson Hannigan", mark="9")
    night.ask(DEREK, "report-trouble", text="The light blinds me")
    night.ask("Scrutineer", "hold", reason="A lamp")
    night.ask("Scrutineer", "withdraw", star="Ariana Madix", reason="Ill")
    night.ask("Scrutineer", "skip", segment=9, reason="Damaged")
    expect(segment(page, 9)).to_contain_text("Skipped")
    expect(segment(page, 7).locator(".segment-more")).to_be_visible()
    expect(words).to_be_focused()
    assert words.evaluate("(one) => [one === window.field, one.value, one.selectionStart, one.selectionEnd]") == [
        True,
        "A sprained an",
        2,
        10,
    ]
    words.press("End")
    words.press_sequentially("kle")
    expect(words).to_have_value("A sprained ankle")
    assert field(page, "Couple").input_value() == "Jason Mraz"
    assert not any("Ariana" in one for one in field(page, "Couple").locator("option").all_inner_texts())
    page.keyboard.press("Escape")
    expect(page.locator("#tray")).to_be_hidden()
    change(page, "Withdraw a couple")
    expect(words).to_have_value("A sprained ankle")
    night.ask("Scrutineer", "resume")
    carry_out(page, "Withdraw")
    assert {"Ariana Madix", "Jason Mraz"} <= set(night.show.season.withdrew_in(11))


def test_a_look_ahead_is_looked_at_again_when_the_night_goes_on(night: ServedNight, opening: Opening) -> None:
    page = opening(night)
    change(page, "Grant immunity")
    choose(page, "Couple", "Charity Lawson")
    press(page, SEE)
    expect(page.locator("#tray .seen")).to_be_visible()
    night.ask("Scrutineer", "grant-immunity", star="Charity Lawson")
    answer(page, "Charity Lawson is immune already.")
    expect(page.locator("#tray .seen")).to_be_hidden()


def test_enter_pressed_twice_looks_ahead_and_does_nothing(night: ServedNight, opening: Opening) -> None:
    page = opening(night)
    change(page, "Substitute a judge")
    a_substitute(page)
    name = field(page, "Who takes the seat")
    name.press("Enter")
    name.press("Enter")
    expect(page.locator("#tray .seen")).to_be_visible()
    page.locator("#tray .seen button").dispatch_event("click")
    page.wait_for_timeout(SETTLED)
    assert night.show.sitting(CARRIE) == CARRIE


def test_a_trouble_is_reported_shown_and_settled_with_a_note(night: ServedNight, opening: Opening) -> None:
    page, other = opening(night), opening(night, "Scrutineer")
    night.ask(DEREK, "report-trouble", text="The light blinds me")
    expect(page.locator("#wrong")).to_contain_text("Derek Hough: The light blinds me")
    expect(page.locator("#said")).to_contain_text("The light blinds me")
    page.locator("#troubles-open").get_by_role("button").click()
    press(page, "Settle it")
    answer(page, "Write how")
    page.fill("#tray textarea", "The lamp is turned away")
    press(page, "Settle it")
    expect(other.locator("#troubles-none")).to_be_visible()
    expect(other.locator("#wrong-none")).to_have_text("Nothing that we know of")
    assert night.show.troubles[0].settled == "The lamp is turned away"
    already = night.asked("Producer", "settle-trouble", number=1, note="Again")
    assert already.json()["why"] == "NoTrouble", SettleTrouble.__doc__


def test_a_vote_that_cannot_matter_opens_only_when_the_scrutineer_has_signed(
    serving: Serving, opening: Opening
) -> None:
    served = serving(hopeless())
    producer, scrutineer = opening(served), opening(served, "Scrutineer")
    expect(producer.locator("#reach-stuck")).to_contain_text("Cy and Dee")
    expect(producer.locator("#wrong")).to_contain_text("The vote cannot matter for Cy and Dee")
    producer.locator("#sign").dispatch_event("click")
    expect(producer.locator("#sign-answer")).to_have_text("Only the scrutineer signs this.")
    producer.click("#vote-turn")
    press(producer, SEE)
    answer(producer, "The scrutineer signs a reason before it opens.")
    expect(producer.locator("#tray .seen")).to_be_hidden()
    scrutineer.click("#sign")
    press(scrutineer, "Sign")
    answer(scrutineer, "Write why")
    scrutineer.fill("#tray textarea", "The producer knows and wants the money for charity")
    press(scrutineer, "Sign")
    expect(producer.locator("#reach-stuck")).to_contain_text("It is signed")
    press(producer, SEE)
    expect(producer.locator("#tray .ahead")).to_contain_text("count from now on")
    assert served.show.vote.value == "not open yet"
    press(producer, "Open the vote now")
    expect(scrutineer.locator("#vote-state")).to_have_text("The vote is open.")
    scrutineer.click("#vote-turn")
    press(scrutineer, "Close the vote now")
    expect(producer.locator("#vote-state")).to_have_text("The vote is closed.")
    expect(producer.locator("#vote-turn")).to_be_hidden()
