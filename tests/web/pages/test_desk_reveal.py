"""Telling the result from the desk in a real browser: step by step, taken back, crowned, reopened, by keyboard too."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from mirrorball.core.reveals import Decision
from mirrorball.core.season import Week
from mirrorball.floor.floor import Floor
from mirrorball.log.memory import MemoryLog
from tests.core.stage import FINAL, STARS, ballots, sheets, the_night
from tests.web.pages.conftest import DESK, PHONE, TABLET, ServedNight, Serving
from tests.web.pages.test_desk import Opening, answer, opening, press
from tests.web.pages.test_desk_looks import sound
from tests.web.pages.test_judge_save import JUDGED_NIGHT, choosing_log
from tests.web.result_forms import stood_for
from tests.web.sealed import play

__all__ = ["opening"]

SETTLED = 900  # milliseconds after which a button that has changed takes a press again
REOPEN = Decision.REOPEN.value
ADA, BO, CY, DEE = (f"{star} and {star}'s pro" for star in STARS)
PATIENT = 15_000  # milliseconds


def counted(week: Week, votes: Mapping[str, int] | None = None) -> MemoryLog:
    """Everything is counted and nothing confirmed."""
    log = MemoryLog()
    play(Floor(the_night(week), log=log), *sheets(), *ballots(votes))
    return log


@pytest.fixture
def night(serving: Serving) -> ServedNight:
    """A final whose count is sealed."""
    return serving(the_night(FINAL), counted(FINAL))


def seal(night: ServedNight) -> None:
    assert stood_for(night.tool("Producer"), "confirm").status_code == 303
    assert stood_for(night.tool("Scrutineer"), "seal").status_code == 303


def tell(page: Page, step: int) -> None:
    """Both presses: look, and do it."""
    page.click("#tell")
    expect(page.locator("#tray .ahead")).to_contain_text("The next step is told.")
    page.wait_for_timeout(SETTLED)
    press(page, f"Tell step {step} now")


def says(page: Page, words: str) -> None:
    expect(page.locator("#result-says")).to_have_text(words)


def test_it_stands_there_from_the_close_of_the_vote_on(serving: Serving, opening: Opening) -> None:
    night = serving(the_night(FINAL))
    page = opening(night)
    expect(page.locator("#result")).to_be_hidden()
    expect(page.get_by_role("link", name="The result, and how it is told")).to_be_visible()
    page.keyboard.press("n")  # nothing to press yet
    page.wait_for_timeout(300)
    expect(page.locator("#tray")).to_be_hidden()
    night.ask("Producer", "open-vote")
    night.ask("Producer", "close-vote")
    says(page, "The result is not sealed.")
    expect(page.locator("#tell")).to_be_hidden()


def test_each_stage_is_told_in_words(night: ServedNight, opening: Opening) -> None:
    pages = [opening(night), opening(night, "Scrutineer")]
    for page in pages:
        says(page, "The result is not sealed.")
    assert stood_for(night.tool("Producer"), "confirm").status_code == 303
    for page in pages:
        says(page, "Confirmed by Producer. It waits for a second person.")
    assert stood_for(night.tool("Scrutineer"), "seal").status_code == 303
    assert night.show.sealed is not None
    digest = night.show.sealed.digest
    for page in pages:
        says(page, "The result is sealed. No step is told yet.")
        expect(page.locator("#result-rest")).to_contain_text(f"Hash {digest[:4]} {digest[4:8]}")
        expect(page.locator("#tell")).to_have_text("Tell step 1")
        assert not re.search("champion| place", page.locator("#result").inner_text())


def test_steps_are_told_taken_back_and_crowned(night: ServedNight, opening: Opening) -> None:
    seal(night)
    page, other = opening(night), opening(night, "Scrutineer")
    tell(page, 1)
    for one in (page, other):
        says(one, f"Step 1: In fourth place: {ADA}.")
        expect(one.locator("#result-rest")).to_contain_text("A step follows.")
    expect(page.locator("#tray")).to_be_hidden()
    expect(page.locator("#tell")).to_be_focused()
    tell(page, 2)
    says(other, f"Step 2: In third place: {BO}.")
    other.click("#take-back")
    expect(other.locator("#tray")).to_contain_text(f"Told last: In third place: {BO}.")
    other.wait_for_timeout(SETTLED)
    press(other, "Take step 2 back now")
    says(page, f"Step 1: In fourth place: {ADA}.")
    assert len(night.show.revealed) == 1
    expect(page.locator("#crown")).to_be_hidden()
    for step in (2, 3, 4):
        tell(page, step)
        expect(page.locator("#result-says")).to_contain_text(f"Step {step}:")
        page.wait_for_timeout(SETTLED)
    expect(page.locator("#result-rest")).to_contain_text("Everything is told.")
    expect(page.locator("#tell")).to_be_hidden()
    page.get_by_text("All that is told").click()
    expect(page.locator("#result-told li")).to_have_count(4)
    page.click("#crown")
    expect(page.locator("#tray .ahead")).to_contain_text("The small trophy goes to Dee.")
    page.wait_for_timeout(SETTLED)
    press(page, "Crown the champions now")
    says(other, f"The trophy is with {DEE}.")
    for one in (page, other):
        expect(one.locator("#take-back")).to_be_hidden()
        expect(one.locator("#crown")).to_be_hidden()


def test_two_desks_tell_one_step(night: ServedNight, opening: Opening) -> None:
    seal(night)
    pages = [opening(night), opening(night, "Scrutineer")]
    for page in pages:
        page.click("#tell")
        expect(page.locator("#tray .ahead")).to_contain_text("The next step is told.")
    pages[0].wait_for_timeout(SETTLED)
    press(pages[0], "Tell step 1 now")
    says(pages[1], f"Step 1: In fourth place: {ADA}.")
    answer(pages[1], "Step 1 was told already. Look at the screen before you go on.")
    assert len(night.show.revealed) == 1
    press(pages[1], "Close")
    tell(pages[1], 2)
    says(pages[0], f"Step 2: In third place: {BO}.")


def test_a_double_press_tells_one_step(night: ServedNight, opening: Opening) -> None:
    seal(night)
    page = opening(night)
    page.dblclick("#tell")
    expect(page.locator("#tray .ahead")).to_be_visible()
    page.wait_for_timeout(SETTLED)
    page.locator("#tray").get_by_role("button", name="Tell step 1 now").dblclick()
    says(page, f"Step 1: In fourth place: {ADA}.")
    page.wait_for_timeout(SETTLED)
    assert len(night.show.revealed) == 1


def test_the_keyboard_alone_tells_and_takes_back(night: ServedNight, opening: Opening) -> None:
    seal(night)
    page = opening(night)
    expect(page.locator("#tell")).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator("#tray .ahead")).to_be_visible()
    page.wait_for_timeout(SETTLED)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    says(page, f"Step 1: In fourth place: {ADA}.")
    expect(page.locator("#tell")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#tray .ahead")).to_be_visible()
    page.wait_for_timeout(SETTLED)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    says(page, "The result is sealed. No step is told yet.")
    for name, letter in (("tell", "N"), ("take-back", "K")):
        expect(page.locator(f"#{name}")).to_have_attribute("aria-keyshortcuts", letter)


def test_on_hold_nothing_is_told(night: ServedNight, opening: Opening) -> None:
    seal(night)
    page = opening(night)
    night.ask("Producer", "hold", reason="A lamp is loose")
    expect(page.locator("#held")).to_be_visible()
    expect(page.locator("#tell")).to_have_attribute("aria-disabled", "true")
    page.locator("#tell").dispatch_event("click")
    expect(page.locator("#result-answer")).to_have_text("The night is on hold. Let it go on first.")
    expect(page.locator("#tray")).to_be_hidden()
    night.ask("Producer", "resume")
    tell(page, 1)
    says(page, f"Step 1: In fourth place: {ADA}.")


def test_two_people_reopen_the_result(night: ServedNight, opening: Opening) -> None:
    seal(night)
    for step in range(1, 5):
        night.ask("Producer", "reveal-next", step=step)
    page, other = opening(night), opening(night, "Scrutineer")
    page.click("#reopen")
    expect(page.locator("#tray")).to_contain_text("every screen shows at once: “Correction.")
    press(page, "See what will happen")
    answer(page, "Write why, in one sentence.")
    page.fill("#tray textarea", "A mark of Cy was misread.")
    press(page, "See what will happen")
    page.wait_for_timeout(SETTLED)
    press(page, "Propose to reopen it")
    expect(page.locator("#result-proposed")).to_contain_text("Proposed by you: The result is reopened.")
    expect(page.locator("#result-proposed").get_by_role("button", name="Agree")).to_be_hidden()
    expect(other.locator("#result-proposed")).to_contain_text("Proposed by Producer: The result is reopened.")
    expect(other.locator("#wrong")).to_contain_text("Proposed: the result is reopened")
    other.locator("#result-proposed").get_by_role("button", name="Agree").click()
    expect(other.locator("#tray .ahead")).to_contain_text("All that was told counts as not told, on every screen.")
    other.wait_for_timeout(SETTLED)
    press(other, "Agree to it")
    for one in (page, other):
        says(one, "The result is reopened. Confirm and seal it anew.")
        expect(one.locator("#tell")).to_be_hidden()
    assert night.show.revealed == ()
    night.ask("Producer", "give-bonus", star="Cy", contest="A lift", points="10")
    seal(night)
    for step in range(1, 5):
        night.ask("Producer", "reveal-next", step=step)
    says(page, f"Step 4: {CY} are the champions!")


def test_a_proposal_can_be_dropped(night: ServedNight, opening: Opening) -> None:
    seal(night)
    night.ask("Producer", "propose-decision", decision=REOPEN, reason="I thought that a mark was wrong.")
    page = opening(night, "Scrutineer")
    page.locator("#result-proposed").get_by_role("button", name="Drop").click()
    expect(page.locator("#tray .ahead")).to_be_visible()
    page.wait_for_timeout(SETTLED)
    press(page, "Drop it")
    expect(page.locator("#result-proposed li")).to_have_count(0)
    assert night.show.proposed == {}
    assert night.show.sealed is not None


def test_the_judges_choose_and_one_says_it_aloud(serving: Serving, opening: Opening) -> None:
    night = serving(JUDGED_NIGHT, choosing_log())
    page = opening(night)
    says(page, f"The judges choose between {CY}, and {DEE}.")
    expect(page.locator("#tell")).to_have_text("The judges choose")
    page.locator("#tell").dispatch_event("click")
    expect(page.locator("#result-answer")).to_contain_text("The next step follows once their choice is made.")
    night.ask("Ida", "name-save", star="Cy")
    expect(page.locator("#result-saves")).to_have_text(f"Ida saves {CY}.")
    expect(page.locator("#result-rest")).to_contain_text("Not chosen yet: Jo and Kit.")
    page.click("#spoken")
    press(page, "See what will happen")
    answer(page, "Choose a judge.")
    page.get_by_label("Judge", exact=True).select_option("Jo")
    page.get_by_label("Saves", exact=True).select_option("Cy")
    press(page, "See what will happen")
    page.wait_for_timeout(SETTLED)
    press(page, "The judge saves them")
    expect(page.locator("#tell")).to_have_text(f"Tell step {len(night.show.revealed) + 1}")
    expect(page.locator("#spoken")).to_be_hidden()
    tell(page, len(night.show.revealed) + 1)
    expect(page.locator("#result-says")).to_contain_text(f"{DEE} leave tonight.")


def test_screens_in_the_room_are_listed_with_word_and_shape(night: ServedNight, opening: Opening) -> None:
    page = opening(night)
    expect(page.locator("#boards")).to_be_hidden()
    now = night.tool("Producer").get("/board/screen").json()["sequence"]
    for name, sequence in (("Left wall", now), ("Right wall", max(0, now - 2))):
        answered = night.running.stranger().post("/board/beat", json={"name": name, "sequence": sequence})
        assert answered.status_code < 300, answered.text
    lines = page.locator("#boards-list .device")
    expect(lines).to_have_count(2, timeout=PATIENT)
    expect(lines.nth(0)).to_contain_text("Left wall")
    expect(lines.nth(0)).to_contain_text("Fresh")
    expect(lines.nth(0).locator(".facet")).to_have_attribute("data-shape", "full")
    if now:
        expect(lines.nth(1)).to_contain_text(re.compile(r"\d changes? behind"))
        expect(lines.nth(1).locator(".facet")).to_have_attribute("data-shape", "half")
    night.running.ticks.ahead += 20_000
    expect(lines.nth(0)).to_contain_text("Silent for", timeout=PATIENT)
    expect(lines.nth(0).locator(".facet")).to_have_attribute("data-shape", "cross")
    expect(page.locator("#wrong")).to_contain_text("Left wall: silent for")


@pytest.mark.parametrize("size", [DESK, TABLET, PHONE], ids=["laptop", "tablet", "phone"])
def test_every_stage_is_sound_to_look_at(
    browser: Browser, night: ServedNight, opening: Opening, size: ViewportSize
) -> None:
    del browser
    page = opening(night, viewport=size)
    says(page, "The result is not sealed.")
    sound(page)
    seal(night)
    expect(page.locator("#tell")).to_be_visible()
    sound(page)
    page.click("#tell")
    expect(page.locator("#tray .ahead")).to_be_visible()
    sound(page)
    page.keyboard.press("Escape")
    for step in range(1, 5):
        night.ask("Producer", "reveal-next", step=step)
    expect(page.locator("#crown")).to_be_visible()
    night.ask("Scrutineer", "propose-decision", decision=REOPEN, reason="A mark was misread.")
    expect(page.locator("#result-proposed li")).to_have_count(1)
    sound(page)
