"""The vote at the desk in a real browser: the window with its countdown, channels, the count, paper and rules."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from mirrorball.box.ballot import When
from mirrorball.core.commands import CloseVote, OpenVote
from mirrorball.core.show import Show
from mirrorball.floor.ballot_rules import rules
from tests.core.stage import FINAL, STARS, after, sheets, the_night
from tests.web.audience import PAPER, Told, ballot
from tests.web.pages.conftest import DESK, PHONE, ServedNight, Serving, violations
from tests.web.pages.test_desk import Opening, opening, press
from tests.web.pages.test_desk_looks import sound

__all__ = ["opening"]

XO, JASON = "Xochitl Gomez", "Jason Mraz"
MINUTE = 60_000
REFRESHED = 15_000  # milliseconds until a page has asked again


@pytest.fixture
def told(finale: Show) -> Told:
    """The audience of the finale; its paper channel stands beside the two of the season."""
    found = Told(rules=rules(finale, "finale"))
    return found.with_channels([*found.rules.channels, PAPER])


@pytest.fixture
def night(serving: Serving, finale: Show, told: Told) -> ServedNight:
    return serving(finale, audience=told)


def now() -> int:
    return time.time_ns() // 1_000_000


def open_vote(page: Page, minutes: str) -> None:
    page.click("#vote-turn")
    page.get_by_label("Minutes until it closes by itself").fill(minutes)
    press(page, "See what will happen")
    press(page, "Open the vote now")


def test_a_vote_opens_for_minutes_and_says_until_when(night: ServedNight, opening: Opening) -> None:
    page, other = opening(night), opening(night, "Scrutineer")
    page.click("#vote-turn")
    page.get_by_label("Minutes until it closes by itself").fill("2.5")
    press(page, "See what will happen")
    expect(page.locator(".ahead")).to_contain_text(re.compile(r"count from now on, until \d\d:\d\d:\d\d\."))
    before = now()
    page.wait_for_timeout(1000)  # the button that carries it out has just come
    press(page, "Open the vote now")
    expect(page.locator("#vote-state")).to_have_text(re.compile(r"The vote is open until \d\d:\d\d:\d\d\."))
    assert night.show.closes_at is not None
    assert before < night.show.closes_at - 2.5 * MINUTE < now()  # from the press, not from the look
    for one in (page, other):
        expect(one.locator("#vote-left")).to_have_text(re.compile(r"2:[0-3]\d left"))
    state = page.locator("#vote-state").text_content() or ""
    expect(other.locator("#vote-state")).to_have_text(state)


def test_a_vote_that_is_closed_by_hand_has_no_countdown(night: ServedNight, opening: Opening) -> None:
    page = opening(night)
    open_vote(page, "")
    expect(page.locator("#vote-state")).to_have_text("The vote is open.")
    expect(page.locator("#vote-left")).to_be_hidden()
    assert night.show.closes_at is None


@pytest.mark.parametrize("minutes", ["x", "-1", "0", "20000"])
def test_a_length_that_is_none_is_told(night: ServedNight, opening: Opening, minutes: str) -> None:
    page = opening(night)
    page.click("#vote-turn")
    page.get_by_label("Minutes until it closes by itself").fill(minutes)
    press(page, "See what will happen")
    expect(page.locator("#tray .answer")).to_contain_text("Write minutes, such as 5 or 2.5")
    assert night.show.vote.value == "not open yet"


def test_a_vote_is_extended_with_a_reason_and_every_desk_shows_the_new_time(
    night: ServedNight, opening: Opening
) -> None:
    page, other = opening(night), opening(night, "Scrutineer")
    expect(page.locator("#vote-extend")).to_be_hidden()
    open_vote(page, "5")
    expect(other.locator("#vote-left")).to_be_visible()
    first = night.show.closes_at
    other.click("#vote-extend")
    expect(other.locator("#tray")).to_contain_text("It closes at")
    other.get_by_label("Minutes from now until it closes").fill("8")
    press(other, "See what will happen")
    expect(other.locator("#tray .answer")).to_contain_text("Write why, in one sentence.")
    other.get_by_label("Why").fill("The gateway was late.")
    press(other, "See what will happen")
    expect(other.locator(".ahead")).to_contain_text("The vote stays open until")
    press(other, "Extend the vote")
    expect(page.locator("#vote-left")).to_have_text(re.compile(r"7:\d\d left|8:00 left"))
    assert night.show.closes_at is not None
    assert first is not None
    assert night.show.closes_at > first


def test_a_vote_is_not_cut_short(night: ServedNight, opening: Opening) -> None:
    page = opening(night)
    open_vote(page, "5")
    page.click("#vote-extend")
    page.get_by_label("Minutes from now until it closes").fill("1")
    page.get_by_label("Why").fill("It is late.")
    press(page, "See what will happen")
    expect(page.locator("#tray .answer")).to_contain_text("The vote is open until then anyway.")


def test_after_the_close_there_is_nothing_to_press(night: ServedNight, opening: Opening) -> None:
    page = opening(night)
    open_vote(page, "5")
    night.ask("Producer", "close-vote")
    expect(page.locator("#vote-state")).to_have_text("The vote is closed.")
    for name in ("#vote-left", "#vote-turn", "#vote-extend"):
        expect(page.locator(name)).to_be_hidden()


@pytest.mark.parametrize("holder", ["Producer", "Scrutineer"])
def test_the_desk_shows_how_ballots_come_in(night: ServedNight, told: Told, opening: Opening, holder: str) -> None:
    told.stage, told.traffic = "open", {"online": (1312, 1234, 78), "text message": (5, 5, 0)}
    page = opening(night, holder)
    line = page.locator("#channels-list li", has_text="online")
    expect(page.locator("#channels-sum")).to_contain_text("1,239 ballots in")
    expect(line).to_contain_text("Ballots come in")
    expect(line).to_contain_text("1,234 in, 1,312 offered, 78 refused")
    expect(page.get_by_role("link", name="Paper ballots")).to_be_visible()
    expect(page.get_by_role("link", name="The count")).to_have_count(int(holder == "Scrutineer"))


def test_a_silent_channel_says_so_in_words_and_by_its_shape(night: ServedNight, told: Told, opening: Opening) -> None:
    told.stage, told.traffic = "open", {"online": (10, 10, 0)}
    page = opening(night)
    line = page.locator("#channels-list li", has_text="text message")
    expect(line).to_contain_text("Waits for the first")
    night.running.ticks.ahead += MINUTE
    told.traffic = {"online": (20, 20, 0)}
    expect(line).to_contain_text("Nothing has come yet")
    expect(line.locator('[data-shape="cross"]')).to_have_count(1)
    expect(page.locator("#wrong")).to_contain_text("text message: Nothing has come yet")
    expect(page.locator("#channels-list li", has_text="online")).to_contain_text("Ballots come in")


def test_trouble_at_the_doors_stands_on_top(night: ServedNight, told: Told, opening: Opening) -> None:
    told.stage, told.trouble = "open", "1 of 2 doors fell and are being put up again."
    page = opening(night)
    expect(page.locator("#wrong")).to_contain_text("1 of 2 doors fell")
    expect(page.locator("#channels-trouble")).to_have_text(told.trouble)
    told.trouble = ""
    expect(page.locator("#channels-trouble")).to_be_hidden()


# The count, paper, rules.


def voted(told: Told) -> None:
    told.stage = "open"
    told.ballots = [ballot(n, "online", **{XO: 10, JASON: 3}) for n in range(1, 40)]
    told.ballots.append(ballot(50, "text message", When.LATE, **{JASON: 4}))


def test_the_count_keeps_itself_fresh(night: ServedNight, told: Told, opening: Opening) -> None:
    voted(told)
    page = opening(night, "Scrutineer")
    page.get_by_role("link", name="The count").click()
    row = page.locator("#count tbody tr", has_text=XO).first
    expect(row).to_contain_text("390")
    told.ballots.append(ballot(60, "online", **{XO: 1}))
    expect(row).to_contain_text("391", timeout=REFRESHED)


def test_the_count_reads_without_a_script(night: ServedNight, told: Told, browser: Browser) -> None:
    voted(told)
    context = browser.new_context(java_script_enabled=False)
    page = night.enter(context, "Scrutineer")
    page.goto(f"{night.url}/desk/vote")
    expect(page.locator("#count tbody tr", has_text=XO).first).to_contain_text("390")
    context.close()


def test_the_scrutineer_seals_by_two_presses(night: ServedNight, told: Told, opening: Opening) -> None:
    voted(told)
    night.ask("Producer", "open-vote")
    night.ask("Producer", "close-vote")
    told.closed(final_at=1)
    page = opening(night, "Scrutineer")
    page.goto(f"{night.url}/desk/vote")
    page.get_by_role("button", name="Count twice and compare").click()
    expect(page.locator("main")).to_contain_text("Two separate counts come to the same: 507 votes")
    assert night.show.tally is None
    assert violations(page) == []
    page.get_by_role("button", name="Seal the count").click()
    expect(page.locator("#count")).to_contain_text("The count is sealed: 507 votes.")
    assert night.show.tally is not None
    assert night.show.tally.total == 507
    assert violations(page) == []


def test_the_scrutineer_asks_what_lost_votes_could_change(serving: Serving, opening: Opening) -> None:
    """A small final: its marks are given, so that something is decided."""
    told = Told(ballots=[ballot(n, **{star: 10 - n}) for n, star in enumerate(STARS, 1)])
    told.closed(final_at=1)
    night = serving(after(the_night(FINAL), *sheets(), OpenVote(), CloseVote()), audience=told)
    page = opening(night, "Scrutineer", viewport=PHONE)
    page.goto(f"{night.url}/desk/vote")
    expect(page.get_by_role("heading", name="If votes were lost")).to_be_visible()
    witness = page.get_by_role("table").filter(has=page.get_by_text("Who wins", exact=True))
    expect(witness).to_be_hidden()
    page.get_by_text("The votes that would do it").click()
    expect(witness).to_be_visible()
    sound(page)
    page.get_by_role("textbox", name="text message").fill("8,000")
    page.get_by_role("textbox", name="text message").press("Enter")
    expect(page.locator("main").get_by_role("status")).to_contain_text(
        "8,000 lost votes by text message can change who wins"
    )
    expect(page.get_by_role("textbox", name="text message")).to_have_value("8,000")
    sound(page)
    page.get_by_role("textbox", name="web").fill("some")
    page.get_by_role("button", name="See what they could change").click()
    expect(page.locator("main").get_by_role("alert")).to_have_text(
        "web: found some, expected a whole number. Leave it empty for none."
    )
    sound(page)


def test_two_people_type_a_paper(night: ServedNight, told: Told, opening: Opening) -> None:
    told.stage = "open"
    for holder, votes in (("Producer", "3"), ("Scrutineer", "4"), ("Producer", "4")):
        page = opening(night, holder)
        page.goto(f"{night.url}/desk/paper")
        expect(page.get_by_label("Number of the paper")).to_be_focused()
        page.keyboard.type("17")
        page.get_by_label(JASON).fill(votes)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text="17")).to_have_text("Paper 17 is kept.")
    expect(page.locator("main")).to_contain_text("1 paper counts.")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pages_of_the_vote_are_sound_to_look_at(
    night: ServedNight, told: Told, opening: Opening, size: ViewportSize
) -> None:
    voted(told)
    night.ask("Producer", "open-vote", closes_in=300)
    page, other = opening(night, "Scrutineer", viewport=size), opening(night, viewport=size)
    told.traffic = {"online": (40, 40, 0)}
    night.running.ticks.ahead += MINUTE
    told.traffic = {"online": (50, 50, 0)}
    expect(page.locator("#channels-list li", has_text="text message")).to_contain_text("Nothing has come yet")
    sound(page)
    for path in ("/desk/vote", "/desk/paper", "/desk/rules"):
        page.goto(f"{night.url}{path}")
        sound(page)
    page.get_by_label("Channel").select_option("text message")
    page.get_by_label("Why").fill("The gateway sent tests.")
    page.get_by_role("button", name="See what it would do").click()
    expect(page.locator("main")).to_contain_text("All ballots on text message.")
    sound(page)
    page.get_by_role("button", name="Sign this rule").click()
    expect(page.locator("main")).to_contain_text("You have signed it.")
    for someone, votes in ((page, "3"), (other, "4")):
        someone.goto(f"{night.url}/desk/paper")
        someone.get_by_label("Number of the paper").fill("17")
        someone.get_by_label(JASON).fill(votes)
        someone.get_by_role("button", name="Keep this paper").click()
    expect(other.locator("main")).to_contain_text("Read differently")
    sound(other)
    other.goto(f"{night.url}/desk/rules")
    expect(other.get_by_role("button", name="Sign this rule")).to_be_visible()
    sound(other)
