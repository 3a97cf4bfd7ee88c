"""The desk in a real browser: the night moves, marks come from paper by two people, and nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from mirrorball.core.show import Show
from mirrorball.log.memory import MemoryLog
from mirrorball.log.port import Entry, NotKept
from tests.web.pages.conftest import DESK, ServedNight, Serving

CARRIE, DEREK, BRUNO = "Carrie Ann Inaba", "Derek Hough", "Bruno Tonioli"
UNKNOWN = "\N{EN DASH}"
SETTLED = 900  # milliseconds after which a button that has changed takes a press again

Opening = Callable[..., Page]


@pytest.fixture
def night(serving: Serving, finale: Show) -> ServedNight:
    return serving(finale)


@pytest.fixture
def opening(browser: Browser) -> Iterator[Opening]:
    """Open the desk of a night as somebody, on a device of its own."""
    devices: list[BrowserContext] = []

    def opened(night: ServedNight, holder: str = "Producer", **more: object) -> Page:
        context = browser.new_context(**{"viewport": DESK, **more})  # type: ignore[arg-type]  # passed on as it came
        devices.append(context)
        page = night.enter(context, holder)
        expect(page.locator(".segment")).to_have_count(len(night.show.rundown))
        return page

    yield opened
    for device in devices:
        device.close()


def taken(night: ServedNight, *numbers: int) -> None:
    for number in numbers:
        night.ask("Producer", "take", segment=number)


def took(night: ServedNight) -> list[int]:
    """What was taken, as it is now."""
    return list(night.show.taken)


def segment(page: Page, number: int) -> Locator:
    return page.locator(f'.segment[data-number="{number}"]')


def seat(page: Page, judge: str) -> Locator:
    return page.locator(".seat", has=page.get_by_text(judge, exact=True))


def press(page: Page, name: str, within: str = "#tray") -> None:
    page.locator(within).get_by_role("button", name=name, exact=True).click()


def answer(page: Page, words: str) -> None:
    """The tray says this beside its buttons."""
    expect(page.locator("#tray .answer")).to_contain_text(words)


def change(page: Page, name: str) -> None:
    page.click("#changes-open")
    press(page, name)


def test_a_press_takes_what_the_button_names(night: ServedNight, opening: Opening) -> None:
    page = opening(night)
    expect(page.locator("#take")).to_have_text("Take 1: A message from loved ones, Alyson Hannigan and Sasha Farber")
    page.click("#take")
    expect(page.locator("#on-name")).to_have_text("A message from loved ones")
    expect(page.locator("#take")).to_contain_text("Take 2: Salsa, Alyson Hannigan")
    page.click("#take")
    expect(page.locator("#sheet-name")).to_contain_text("Alyson Hannigan")
    expect(segment(page, 1)).to_contain_text("Taken")
    expect(segment(page, 2)).to_contain_text("On")
    assert took(night) == [1, 2]
    page.click("#back-out")
    expect(page.locator("#on-name")).to_have_text("A message from loved ones")
    assert took(night) == [1]


def test_a_double_press_takes_one_segment(night: ServedNight, opening: Opening) -> None:
    page = opening(night)
    page.dblclick("#take")
    expect(page.locator("#take")).to_contain_text("Take 2")
    page.keyboard.press("t")  # still meant for what stood there before
    expect(page.locator("#take-answer")).to_contain_text("has just changed")
    page.wait_for_timeout(SETTLED)
    assert took(night) == [1]
    page.keyboard.press("t")
    expect(page.locator("#take")).to_contain_text("Take 3")
    assert took(night) == [1, 2]


def test_two_desks_that_take_the_same_segment_take_it_once(night: ServedNight, opening: Opening) -> None:
    page = opening(night)
    page.context.set_offline(True)
    taken(night, 1)
    page.context.set_offline(False)
    page.evaluate("document.getElementById('take').click()")
    expect(page.locator("#on-name")).to_have_text("A message from loved ones")
    page.wait_for_timeout(SETTLED)
    assert took(night) == [1]


def test_a_segment_is_skipped_with_a_reason_and_put_back(night: ServedNight, opening: Opening) -> None:
    page = opening(night)
    segment(page, 4).locator(".segment-face").click()
    press(page, "Skip", "#segment-4")
    expect(page.locator("#tray textarea")).to_be_focused()
    press(page, "Skip 4")
    answer(page, "Write why")
    page.fill("#tray textarea", "The film is damaged")
    press(page, "Skip 4")
    expect(segment(page, 4)).to_contain_text("Skipped")
    expect(segment(page, 4)).to_contain_text("The film is damaged")
    assert dict(night.show.skipped) == {4: "The film is damaged"}
    press(page, "Put it back", "#segment-4")
    expect(segment(page, 4)).to_contain_text("Waits")
    assert not night.show.skipped


def test_a_segment_moves_and_keeps_the_focus(night: ServedNight, opening: Opening) -> None:
    page = opening(night)
    taken(night, 1)
    segment(page, 3).locator(".segment-face").click()
    up = segment(page, 3).get_by_role("button", name="Move up")
    up.click()
    expect(page.locator("#take")).to_contain_text("Take 3")
    assert [one.number for one in night.show.rundown][:3] == [1, 3, 2]
    expect(up).to_be_focused()
    up.press("Enter")
    expect(segment(page, 3).locator(".answer")).to_contain_text("What was taken stays in front of it.")
    segment(page, 3).get_by_role("button", name="Move down").click()
    expect(page.locator("#take")).to_contain_text("Take 2")
    assert [one.number for one in night.show.rundown][:3] == [1, 2, 3]


def test_the_night_is_held_in_two_presses_and_says_so_in_words(night: ServedNight, opening: Opening) -> None:
    page, other = opening(night), opening(night, "Scrutineer")
    page.click("#hold")
    assert night.show.held is None
    press(page, "Hold the night")
    answer(page, "Write why, in one sentence.")
    page.fill("#tray textarea", "A lamp is loose over the floor")
    press(page, "Hold the night")
    for desk in (page, other):
        expect(desk.locator("#held")).to_contain_text("On hold")
        expect(desk.locator("#held")).to_contain_text("A lamp is loose over the floor")
    page.locator("#take").dispatch_event("click")
    expect(page.locator("#take-answer")).to_have_text("The night is on hold. Let it go on first.")
    assert took(night) == []
    other.get_by_role("button", name="Let it go on").click()
    expect(page.locator("#held")).to_be_hidden()
    assert night.show.held is None


def test_a_sheet_shows_who_has_not_marked_and_locks_when_all_have(night: ServedNight, opening: Opening) -> None:
    taken(night, 1, 2)
    page = opening(night)
    expect(page.locator("#waits")).to_contain_text("Carrie Ann Inaba, Derek Hough and Bruno Tonioli, waiting over 0:0")
    for judge in (CARRIE, DEREK, BRUNO):
        expect(seat(page, judge)).to_contain_text("Not yet")
    night.ask(CARRIE, "give-mark", round="redemption", star="Alyson Hannigan", mark="9")
    night.ask(DEREK, "give-mark", round="redemption", star="Alyson Hannigan", mark="8")
    expect(seat(page, CARRIE)).to_contain_text("9")
    expect(page.locator("#lock-why")).to_have_text("Waits for Bruno Tonioli.")
    page.locator("#lock").dispatch_event("click")
    expect(page.locator("#lock-answer")).to_have_text("Waits for Bruno Tonioli.")
    night.ask(BRUNO, "give-mark", round="redemption", star="Alyson Hannigan", mark="10")
    expect(page.locator("#lock")).to_have_text("Lock the sheet at 27")
    page.click("#lock")
    expect(page.locator("#sheets-body tr").first).to_contain_text("Locked")
    assert ("redemption", "Alyson Hannigan") in night.show.locked


def test_a_mark_from_paper_needs_a_second_person_who_reads_the_paper(night: ServedNight, opening: Opening) -> None:
    taken(night, 1, 2)
    first, second = opening(night), opening(night, "Scrutineer")
    seat(first, BRUNO).get_by_role("button", name="Type from paper").click()
    first.fill("#tray input", "nine")
    press(first, "Type this mark")
    answer(first, "Write a number.")
    first.fill("#tray input", "9,0")
    press(first, "Type this mark")
    expect(seat(first, BRUNO)).to_contain_text("Typed by you")
    expect(seat(second, BRUNO)).to_contain_text("Typed by Producer")
    expect(seat(second, BRUNO).locator(".seat-mark")).to_have_text(UNKNOWN)
    expect(second.locator("#undo-list")).not_to_contain_text("9")
    seat(first, BRUNO).get_by_role("button", name="Confirm").dispatch_event("click")
    expect(seat(first, BRUNO).locator(".answer")).to_contain_text("A second person has to read the paper.")
    same = night.asked("Producer", "confirm-mark", judge=BRUNO, round="redemption", star="Alyson Hannigan", mark="9")
    assert (same.status_code, same.json()["why"]) == (409, "SamePerson")
    seat(second, BRUNO).get_by_role("button", name="Confirm").click()
    second.fill("#tray input", "8")
    press(second, "Confirm this mark")
    answer(second, "Look at the paper together")
    expect(second.locator("#tray input")).to_have_value("8")
    second.fill("#tray input", "9")
    press(second, "Confirm this mark")
    expect(seat(first, BRUNO)).to_contain_text("From paper")
    assert night.given(BRUNO) == [("redemption", "Alyson Hannigan", Fraction(9))]


def test_a_correction_is_granted_by_the_scrutineer_and_the_old_mark_stays_in_the_log(
    night: ServedNight, opening: Opening
) -> None:
    taken(night, 1, 2)
    night.ask(DEREK, "give-mark", round="redemption", star="Alyson Hannigan", mark="9")
    producer, scrutineer = opening(night), opening(night, "Scrutineer")
    where = {"round": "redemption", "star": "Alyson Hannigan"}
    night.ask(DEREK, "ask-correction", **where, mark="8", reason="Pressed the wrong number")
    expect(seat(producer, DEREK)).to_contain_text("Correction waits for the scrutineer")
    seat(producer, DEREK).get_by_role("button", name="Grant").dispatch_event("click")
    expect(seat(producer, DEREK).locator(".answer")).to_contain_text("Only the scrutineer grants")
    expect(producer.locator("#wrong")).to_contain_text("Correction asked: Derek Hough, Alyson Hannigan")
    seat(scrutineer, DEREK).get_by_role("button", name="Decline").click()
    scrutineer.fill("#tray textarea", "The paper says nine")
    press(scrutineer, "Decline")
    expect(seat(producer, DEREK)).to_contain_text("Given")
    night.ask(DEREK, "ask-correction", **where, mark="8", reason="The paper is wrong")
    seat(scrutineer, DEREK).get_by_role("button", name="Grant").click()
    expect(seat(producer, DEREK).locator(".seat-mark")).to_have_text("8")
    scrutineer.click("text=Log of the night")
    expect(scrutineer.locator("main")).to_contain_text("corrected from 9 to 8")
    expect(scrutineer.locator("main")).to_contain_text("The paper says nine")


def test_a_correction_by_the_scrutineer_needs_somebody_else(night: ServedNight, opening: Opening) -> None:
    taken(night, 1, 2)
    night.ask(DEREK, "give-mark", round="redemption", star="Alyson Hannigan", mark="9")
    page = opening(night, "Scrutineer")
    seat(page, DEREK).get_by_role("button", name="Correct").click()
    press(page, "Ask for the correction")
    answer(page, "Write why")
    page.fill("#tray textarea", "He held up an eight")
    page.fill("#tray input", "8")
    press(page, "Ask for the correction")
    expect(seat(page, DEREK)).to_contain_text("Asked by you: from 9 to 8.")
    seat(page, DEREK).get_by_role("button", name="Grant").dispatch_event("click")
    expect(seat(page, DEREK).locator(".answer")).to_contain_text("Somebody else has to agree.")
    assert len(night.show.asked) == 1


class FullLog(MemoryLog):
    """A log on a disk that may be full."""

    full = False

    def append(self, after: int, entries: Sequence[Entry]) -> None:
        if self.full:
            message = "the disk is full"
            raise NotKept(message)
        super().append(after, entries)


def test_what_the_disk_does_not_keep_is_told_and_not_done_twice(
    serving: Serving, finale: Show, opening: Opening
) -> None:
    log = FullLog()
    night = serving(finale, log)
    page = opening(night)
    log.full = True
    page.click("#take")
    expect(page.locator("#disk")).to_contain_text("the disk is full")
    expect(page.locator("#take-answer")).to_contain_text("the disk is full")
    expect(page.locator("#wrong")).to_contain_text("The disk does not keep what is sent")
    assert took(night) == []
    log.full = False
    page.click("#take")
    expect(page.locator("#disk")).to_be_hidden()
    expect(page.locator("#on-name")).to_have_text("A message from loved ones")
    assert took(night) == [1]


def test_an_answer_that_was_lost_does_nothing_twice(night: ServedNight, opening: Opening) -> None:
    """The same press, sent again, has the same id: the server answers and does not do it again."""
    taken(night, 1, 2)
    page = opening(night)
    ids: list[str] = []

    def lose(route: object) -> None:
        ids.append(route.request.post_data_json["id"])  # type: ignore[attr-defined]  # a Route of Playwright
        if len(ids) == 1:
            route.fetch()  # type: ignore[attr-defined]  # it arrives, and its answer does not come back
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/commands", lose)
    page.click("#trouble-new")
    page.fill("#tray textarea", "The music stopped")
    press(page, "Report it")
    answer(page, "The server does not answer, so nobody knows yet.")
    expect(page.locator("#tray textarea")).to_have_value("The music stopped")
    press(page, "Report it")
    expect(page.locator("#tray")).to_be_hidden()
    expect(page.locator("#troubles-open .trouble")).to_have_count(1)
    assert ids[0] == ids[1]
    assert len(night.show.troubles) == 1
