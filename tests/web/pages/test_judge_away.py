"""The judge's tablet without network, in two tabs, with a wrong clock: nothing is lost, nothing comes twice."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright, expect

from mirrorball.core.season import SegmentKind
from mirrorball.floor.shown import couple_name
from tests.web.pages.conftest import (
    ARGUMENTS,
    CHROMIUM,
    ServedNight,
)
from tests.web.pages.pictures import comes_true
from tests.web.pages.tablet import DEREK, KEPT, NOT_SENT, STORED, choose, floor_says, kept_by_worker, linked

REFUSING = """
    Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } });
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });
    Object.defineProperty(Navigator.prototype, 'serviceWorker', { get() { throw new DOMException('no'); } });
    Object.defineProperty(Navigator.prototype, 'storage', { get() { return undefined; } });
    Object.defineProperty(Navigator.prototype, 'locks', { get() { return undefined; } });
    Object.defineProperty(Navigator.prototype, 'wakeLock', { get() { return undefined; } });
    delete window.BroadcastChannel; delete Crypto.prototype.randomUUID;
"""
HOUR_BEHIND = "const now = Date.now; Date.now = () => now() - 3600000;"


# The network away.


def test_two_routines_without_network_and_a_reload_arrive_once_and_in_order(
    night: ServedNight, context: BrowserContext
) -> None:
    wanted = [(*night.call(1), Fraction(8))]
    page = night.enter(context, DEREK)
    kept_by_worker(page)
    context.set_offline(True)
    linked(page, "No network")
    expect(page.locator("#notices")).to_contain_text("No network. Go on marking")
    choose(page, 8)
    page.click("#send")
    floor_says(page, KEPT)
    wanted.append((*night.call(2), Fraction(9)))
    page.reload()
    expect(page.locator("#couple")).to_have_text(couple_name(night.show.season, wanted[0][1]))
    floor_says(page, KEPT)
    expect(page.locator(".offer")).to_contain_text("Is this couple dancing now?")
    expect(page.locator(".offer-couple")).to_have_text(couple_name(night.show.season, wanted[1][1]))
    page.click("#offer-yes")
    choose(page, 9)
    page.click("#send")
    floor_says(page, KEPT)
    expect(page.locator("#unsent")).to_have_text("2 not sent yet")
    night.call(3)
    assert night.given(DEREK) == []
    context.set_offline(False)
    linked(page, "Connected")
    expect(page.locator("#unsent")).to_have_text("")
    assert night.given(DEREK) == wanted
    third = night.show.running_order[2].star
    expect(page.locator("#couple")).to_have_text(couple_name(night.show.season, third))
    page.wait_for_timeout(2500)  # one more turn of the outbox, which has nothing left to send
    assert night.given(DEREK) == wanted


def test_a_network_that_swallows_everything_is_noticed(night: ServedNight, context: BrowserContext) -> None:
    """Nothing fails, and nothing comes: a tablet that has gone out of the hall."""
    rnd, star = night.call(1)
    page = night.enter(context, DEREK)
    choose(page, 8)
    context.route("**", lambda _: None)
    page.click("#send")
    floor_says(page, KEPT)
    expect(page.locator("#link")).to_contain_text("No network", timeout=20_000)
    expect(page.locator(".offer")).to_be_visible()
    context.unroute_all(behavior="ignoreErrors")
    expect(page.locator("#link")).to_contain_text("Connected", timeout=20_000)
    floor_says(page, STORED)
    assert night.given(DEREK) == [(rnd, star, Fraction(8))]


def test_another_couple_than_the_next_can_be_named_without_network(night: ServedNight, context: BrowserContext) -> None:
    night.call(1)
    page = night.enter(context, DEREK)
    expect(page.locator("#mark-8")).to_be_visible()
    context.set_offline(True)
    page.click("#elsewhere")
    third = night.show.running_order[2]
    page.locator(".pick", has_text=couple_name(night.show.season, third.star)).first.click()
    expect(page.locator("#couple")).to_have_text(couple_name(night.show.season, third.star))
    expect(page.locator(".floor-where")).to_contain_text("Chosen here")


def test_with_the_network_only_the_desks_routine_opens(night: ServedNight, context: BrowserContext) -> None:
    night.call(1)
    page = night.enter(context, DEREK)
    expect(page.locator("#mark-8")).to_be_visible()
    expect(page.locator("#elsewhere")).to_have_count(0)
    _, star = night.call(2)
    expect(page.locator("#couple")).to_have_text(couple_name(night.show.season, star))
    expect(page.locator(".tile")).to_have_count(10)


def test_a_mark_for_a_couple_that_was_not_called_yet_is_kept_for_later(
    night: ServedNight, context: BrowserContext
) -> None:
    night.call(1)
    page = night.enter(context, DEREK)
    expect(page.locator("#mark-8")).to_be_visible()
    context.set_offline(True)
    page.click("#elsewhere")
    page.locator(".pick").nth(1).click()
    choose(page, 7)
    page.click("#send")
    floor_says(page, KEPT)
    context.set_offline(False)
    expect(page.locator("[data-kind=refused]")).to_contain_text("has not been called")
    page.get_by_role("button", name="Keep it for later").click()
    expect(page.locator("[data-kind=refused]")).to_have_count(0)
    rnd, star = night.call(2)
    expect(page.locator("#send")).to_have_text("Send 7")
    page.click("#send")
    floor_says(page, STORED)
    assert night.given(DEREK) == [(rnd, star, Fraction(7))]


def test_a_draft_stays_in_sight_when_the_desk_moves_on(night: ServedNight, context: BrowserContext) -> None:
    rnd, star = night.call(1)
    page = night.enter(context, DEREK)
    choose(page, 8)
    night.call(2)
    behind = page.locator("[data-kind=behind]")
    expect(behind).to_contain_text(f"You had 8 for {couple_name(night.show.season, star)}")
    behind.get_by_role("button", name="Send it").click()
    expect(page.locator(".mark-row").first).to_contain_text(STORED)
    expect(behind).to_have_count(0)
    assert night.given(DEREK) == [(rnd, star, Fraction(8))]


def test_a_draft_that_was_left_behind_can_be_dropped(night: ServedNight, context: BrowserContext) -> None:
    night.call(1)
    page = night.enter(context, DEREK)
    choose(page, 8)
    night.call(2)
    page.get_by_role("button", name="Drop it").click()
    expect(page.locator("[data-kind=behind]")).to_have_count(0)
    expect(page.locator(".mark-row").first).to_contain_text("No mark yet.")
    assert night.given(DEREK) == []


def test_a_browser_closed_in_the_middle_of_a_mark_opens_with_the_draft(
    night: ServedNight, playwright: Playwright, tmp_path: Path
) -> None:
    night.call(1)

    def opened() -> BrowserContext:
        return playwright.chromium.launch_persistent_context(tmp_path, executable_path=CHROMIUM, args=ARGUMENTS)

    first = opened()
    page = night.enter(first, DEREK)
    choose(page, 8)
    expect(page.locator("#send")).to_be_visible()
    first.close()
    second = opened()
    again = night.enter(second, DEREK)  # the session was of the browser that is gone
    expect(again.locator("#send")).to_have_text("Send 8")
    floor_says(again, NOT_SENT)
    second.close()
    assert night.given(DEREK) == []


# One tablet, and not one.


def test_two_tabs_send_one_mark_once(night: ServedNight, context: BrowserContext) -> None:
    """The tabs cannot tell each other, so that the second still offers to send when the first has tried already."""
    context.add_init_script("delete window.BroadcastChannel; delete Navigator.prototype.locks;")
    rnd, star = night.call(1)
    one = night.enter(context, DEREK)
    choose(one, 8)
    other = context.new_page()
    other.goto(one.url)
    expect(other.locator("#send")).to_have_text("Send 8")
    sent: list[str] = []
    context.on("request", lambda asked: sent.append(asked.post_data or "") if "/commands" in asked.url else None)
    context.set_offline(True)
    with one.expect_event("requestfailed", lambda asked: "/commands" in asked.url):
        one.evaluate("document.getElementById('send').click()")
    other.evaluate("document.getElementById('send').click()")
    floor_says(one, KEPT)
    floor_says(other, KEPT)
    context.set_offline(False)
    floor_says(one, STORED)
    floor_says(other, STORED)
    assert night.given(DEREK) == [(rnd, star, Fraction(8))]
    assert len(set(sent)) == 1, sent  # every time it was tried, it was the same


def test_what_one_tab_does_the_other_shows(night: ServedNight, context: BrowserContext) -> None:
    rnd, star = night.call(1)
    one = night.enter(context, DEREK)
    other = context.new_page()
    other.goto(one.url)
    choose(one, 8)
    expect(other.locator("#send")).to_have_text("Send 8")
    other.evaluate("document.getElementById('send').click()")
    floor_says(one, STORED)
    floor_says(other, STORED)
    assert night.given(DEREK) == [(rnd, star, Fraction(8))]


def test_what_was_kept_in_another_night_is_not_sent_in_this_one(night: ServedNight, context: BrowserContext) -> None:
    night.call(1)
    page = night.enter(context, DEREK)
    choose(page, 8)
    context.set_offline(True)
    page.click("#send")
    floor_says(page, KEPT)
    page.evaluate(
        """async () => {
            const base = await new Promise((done) => {
                indexedDB.open('mirrorball').onsuccess = (event) => done(event.target.result);
            });
            const kept = base.transaction('kept', 'readwrite').objectStore('kept');
            const those = IDBKeyRange.bound('sent/', 'sent/\\uffff');
            await new Promise((done) => { kept.openCursor(those).onsuccess = (event) => {
                const cursor = event.target.result;
                if (!cursor) return done();
                const other = cursor.value.who.replace(/^[^/]*/, 'another night');
                const moved = { ...cursor.value, who: other, name: cursor.value.name.replace(cursor.value.who, other) };
                cursor.delete(); kept.put(moved, moved.name); cursor.continue();
            }; });
        }"""
    )
    context.set_offline(False)
    linked(page, "Connected")
    page.wait_for_timeout(2500)  # one turn of the outbox
    assert night.given(DEREK) == []


def test_a_tablet_an_hour_behind_marks_as_well_and_the_desk_is_told(
    night: ServedNight, context: BrowserContext
) -> None:
    context.add_init_script(HOUR_BEHIND)
    wanted = []
    page = None
    for nth in (1, 2):
        wanted.append((*night.call(nth), Fraction(6 + nth)))
        page = page or night.enter(context, DEREK)
        expect(page.locator("#couple")).to_have_text(couple_name(night.show.season, wanted[-1][1]))
        choose(page, 6 + nth)
        page.click("#send")
        floor_says(page, STORED)
    assert night.given(DEREK) == wanted
    (line,) = [d for d in night.running.edge.devices() if d.holder == DEREK]
    assert line.offset_ms is not None
    assert abs(line.offset_ms + 3_600_000) < 5000


def test_a_browser_that_keeps_nothing_marks_as_well_and_says_so(night: ServedNight, context: BrowserContext) -> None:
    context.add_init_script(REFUSING)
    rnd, star = night.call(1)
    page = night.enter(context, DEREK)
    expect(page.locator("[data-kind=fleeting]")).to_contain_text("Leave the page open")
    choose(page, 8)
    page.click("#send")
    floor_says(page, STORED)
    assert night.given(DEREK) == [(rnd, star, Fraction(8))]


# The desk was quicker than the judge.


def test_a_judge_who_is_slower_than_the_rundown_goes_back_and_marks(
    night: ServedNight, context: BrowserContext
) -> None:
    """The desk has called the next couple: its page opens, and the mark that is owed is asked for, by name."""
    first = night.call(1)
    page = night.enter(context, DEREK)
    expect(page.locator("#couple")).to_contain_text(first[1])
    second = night.call(2)
    expect(page.locator("#couple")).to_contain_text(second[1])
    expect(page.locator("#notices")).to_contain_text("The desk waits for your mark for")
    page.click("#owed-1")
    expect(page.locator("#couple")).to_contain_text(first[1])
    expect(page.locator("#floor")).to_contain_text("Danced before")
    page.click("#back")
    expect(page.locator("#couple")).to_contain_text(second[1])
    page.click("#owed-1")
    choose(page, 7)
    page.click("#send")
    expect(page.locator("#couple")).to_contain_text(second[1])
    expect(page.locator("#notices")).not_to_contain_text("The desk waits for your mark for")
    assert comes_true(page, lambda: night.given(DEREK) == [(*first, Fraction(7))])  # the page went on meanwhile


def test_a_film_does_not_take_the_numbers_away_under_a_finger(night: ServedNight, context: BrowserContext) -> None:
    """Nobody has the floor while it is shown; who has not marked marks on."""
    while night.show.now is None:
        night.ask("Producer", "take", segment=night.show.next_segment)
    danced = night.show.now
    page = night.enter(context, DEREK)
    choose(page, 9)
    while night.show.now is not None:
        coming = night.show.segment(night.show.next_segment or 0)
        if coming is not None and coming.kind is SegmentKind.ROUTINE:
            night.ask("Producer", "skip", segment=coming.number, reason="A film comes first.")
        else:
            night.ask("Producer", "take", segment=night.show.next_segment)
    expect(page.locator("#floor")).to_contain_text("Danced before")
    page.click("#send")
    expect(page.locator(".mark-row").first).to_contain_text(STORED)
    assert night.given(DEREK) == [(danced.round, danced.star, Fraction(9))]
