"""The judge's tablet in a real browser: a mark is chosen, read back, sent and answered."""

from __future__ import annotations

from fractions import Fraction

from playwright.sync_api import BrowserContext, expect

from mirrorball.core.show import Show
from mirrorball.floor.shown import couple_name
from mirrorball.log.memory import MemoryLog
from mirrorball.log.port import Entry, NotKept
from tests.web.pages.conftest import (
    ServedNight,
    Serving,
)
from tests.web.pages.tablet import DEREK, KEPT, NOT_SENT, STORED, choose, floor_says, linked, scaled

# A mark.


def test_a_mark_is_read_back_before_it_is_sent_and_then_with_the_desk(
    night: ServedNight, context: BrowserContext
) -> None:
    rnd, star = night.call(1)
    page = night.enter(context, DEREK)
    couple = couple_name(night.show.season, star)
    expect(page.locator("#couple")).to_have_text(couple)
    choose(page, 8)
    style = next(r.style for r in night.show.running_order if r.star == star and r.round == rnd)
    expect(page.locator("#sentence")).to_have_text(f"You give 8 to {couple}, {style}.")
    floor_says(page, NOT_SENT)
    assert night.given(DEREK) == []
    page.click("#send")
    floor_says(page, STORED)
    assert night.given(DEREK) == [(rnd, star, Fraction(8))]
    expect(page.locator(".mark-row").first).to_contain_text(STORED)


def test_change_goes_back_to_the_numbers_and_sends_nothing(night: ServedNight, context: BrowserContext) -> None:
    rnd, star = night.call(1)
    page = night.enter(context, DEREK)
    choose(page, 8)
    page.click("#change")
    expect(page.locator("#mark-8")).to_have_attribute("aria-pressed", "true")
    choose(page, 9)
    page.click("#send")
    floor_says(page, STORED)
    assert night.given(DEREK) == [(rnd, star, Fraction(9))]


def test_the_mark_is_locked_when_the_desk_locks_the_sheet(night: ServedNight, context: BrowserContext) -> None:
    rnd, star = night.call(1)
    page = night.enter(context, DEREK)
    choose(page, 8)
    page.click("#send")
    floor_says(page, STORED)
    for judge in ("Carrie Ann Inaba", "Bruno Tonioli"):
        night.from_paper(judge, 1, "9")
    night.ask("Producer", "lock-marks", round=rnd, star=star)
    floor_says(page, "Locked.")
    expect(page.locator(".mark-row").first).to_contain_text("Locked.")


def test_nobody_elses_mark_is_on_the_page(night: ServedNight, context: BrowserContext) -> None:
    night.call(1)
    page = night.enter(context, DEREK)
    night.from_paper("Bruno Tonioli", 1, "3")
    night.ask("Producer", "hold", reason="Seen by all")
    expect(page.locator("#notices")).to_contain_text("The night stands still: Seen by all")
    assert "Bruno" not in page.content()
    expect(page.locator(".mark-given").first).to_have_text("\N{EN DASH}")


def test_halves_are_a_step_from_the_whole_number(serving: Serving, context: BrowserContext) -> None:
    night = serving(scaled("0", "10", "1/2"))
    night.call(1)
    page = night.enter(context, "Ida")
    choose(page, 8)
    page.click("#other-half")
    expect(page.locator("#sentence")).to_contain_text("You give 8½ to")
    page.click("#send")
    floor_says(page, STORED)
    assert [mark for _, _, mark in night.given("Ida")] == [Fraction(17, 2)]


def test_a_half_can_be_chosen_first(serving: Serving, context: BrowserContext) -> None:
    night = serving(scaled("0", "10", "1/2"))
    night.call(1)
    page = night.enter(context, "Ida")
    page.click("#half")
    expect(page.locator("#mark-7")).to_have_text("7½")
    expect(page.locator("#mark-10")).to_be_disabled()
    choose(page, 7)
    expect(page.locator("#send")).to_have_text("Send 7½")


def test_a_scale_of_many_marks_has_a_number_pad(serving: Serving, context: BrowserContext) -> None:
    night = serving(scaled("0", "100", "1/4"))
    night.call(1)
    page = night.enter(context, "Ida")
    for key in ("8", "7", "point", "3"):
        page.click(f"#key-{key}")
    expect(page.locator("#typed-note")).to_contain_text("87.3 is no mark here. Marks go from 0 to 100 in steps of ¼.")
    expect(page.locator("#read-back")).to_be_disabled()
    page.get_by_role("button", name="take the last one away").click()
    page.click("#key-2")
    page.click("#key-5")
    page.click("#read-back")
    expect(page.locator("#send")).to_have_text("Send 87¼")
    page.click("#send")
    floor_says(page, STORED)
    assert [mark for _, _, mark in night.given("Ida")] == [Fraction(349, 4)]


# The server's answers.


def test_a_refusal_is_shown_until_it_was_read_and_the_mark_stays_in_sight(
    night: ServedNight, context: BrowserContext
) -> None:
    night.call(1)
    page = night.enter(context, DEREK)
    choose(page, 8)
    context.set_offline(True)
    page.click("#send")
    night.from_paper(DEREK, 1, "9")
    context.set_offline(False)
    refused = page.locator("[data-kind=refused]")
    expect(refused).to_contain_text("Ask the desk for a correction to change it.")
    expect(refused).to_contain_text("You had 8 for")
    page.reload()
    expect(refused).to_contain_text("You had 8 for")
    expect(page.locator("#stands")).to_contain_text("You gave 9 to")
    refused.get_by_role("button", name="I have read this").click()
    expect(refused).to_have_count(0)
    page.reload()
    expect(page.locator("#stands")).to_contain_text("You gave 9 to")
    expect(refused).to_have_count(0)


def test_a_mark_that_the_desk_has_already_in_the_same_height_is_no_refusal(
    night: ServedNight, context: BrowserContext
) -> None:
    night.call(1)
    page = night.enter(context, DEREK)
    choose(page, 9)
    context.set_offline(True)
    page.click("#send")
    night.from_paper(DEREK, 1, "9")
    with page.expect_response("**/commands") as answered:
        context.set_offline(False)
    assert answered.value.status == 409
    floor_says(page, STORED)
    expect(page.locator("#unsent")).to_have_text("")
    page.wait_for_timeout(500)  # long enough for a refusal to be drawn
    expect(page.locator("[data-kind=refused]")).to_have_count(0)


class FullLog(MemoryLog):
    """A log on a disk that is full for a while."""

    full = False

    def append(self, after: int, entries: list[Entry]) -> None:  # type: ignore[override]  # as the floor calls it
        if self.full:
            message = "the disk is full"
            raise NotKept(message)
        super().append(after, entries)


def test_what_the_desk_cannot_keep_stays_here_and_is_sent_again(
    serving: Serving, finale: Show, context: BrowserContext
) -> None:
    log = FullLog()
    night = serving(finale, log)
    rnd, star = night.call(1)
    page = night.enter(context, DEREK)
    choose(page, 8)
    log.full = True
    page.click("#send")
    floor_says(page, KEPT)
    expect(page.locator("#stands")).to_contain_text("the disk is full")
    log.full = False
    floor_says(page, STORED)
    assert night.given(DEREK) == [(rnd, star, Fraction(8))]


def test_a_closed_link_is_told_and_what_was_kept_is_sent_under_the_next_one(
    night: ServedNight, context: BrowserContext
) -> None:
    rnd, star = night.call(1)
    page = night.enter(context, DEREK)
    choose(page, 8)
    context.set_offline(True)
    page.click("#send")
    floor_says(page, KEPT)
    night.ask("Producer", "revoke-key", key=night.key_of(DEREK))
    context.set_offline(False)
    linked(page, "Link closed")
    expect(page.locator("[data-kind=out]")).to_contain_text("1 message is kept on this tablet")
    night.ask("Producer", "issue-key", key="anotherkey", role="judge", holder=DEREK)
    again = night.enter(context, DEREK)
    floor_says(again, STORED)
    assert night.given(DEREK) == [(rnd, star, Fraction(8))]


def test_a_stored_mark_can_be_corrected_with_the_scrutineer(night: ServedNight, context: BrowserContext) -> None:
    rnd, star = night.call(1)
    page = night.enter(context, DEREK)
    choose(page, 8)
    page.click("#send")
    page.click("#correct-now")
    window = page.locator("#window")
    ask = window.get_by_role("button", name="Ask the scrutineer")
    expect(ask).to_be_disabled()
    window.locator("#mark-9").click()
    window.get_by_role("button", name="I pressed the wrong number.").click()
    ask.click()
    expect(page.locator("#stands")).to_contain_text("9 instead? Waits for the scrutineer.")
    page.reload()
    linked(page, "Connected")
    page.wait_for_timeout(500)  # what was kept before the reload has been replaced by what the desk says
    expect(page.locator("#stands")).to_contain_text("9 instead? Waits for the scrutineer.")
    night.ask("Scrutineer", "grant-correction", judge=DEREK, round=rnd, star=star)
    expect(page.locator("#stands")).to_contain_text("You gave 9 to")
    expect(page.locator("#correct-now")).to_be_visible()


def test_a_mark_of_earlier_can_be_corrected_after_the_lock(night: ServedNight, context: BrowserContext) -> None:
    rnd, star = night.call(1)
    for judge in night.show.week.panel:
        night.from_paper(judge, 1, "9")
    night.ask("Producer", "lock-marks", round=rnd, star=star)
    night.call(2)
    page = night.enter(context, DEREK)
    couple = couple_name(night.show.season, star)
    expect(page.locator(".mark-row").first).to_contain_text("The desk typed this from your paper.")
    page.get_by_role("button", name=f"Ask for a correction of 9 for {couple}").click()
    page.locator("#window #mark-8").click()
    page.fill("#why", "Read wrongly from the paper.")
    page.get_by_role("button", name="Ask the scrutineer").click()
    expect(page.locator(".mark-row").first).to_contain_text("8 instead? Waits for the scrutineer.")
    assert night.show.asked[DEREK, rnd, star].mark == Fraction(8)
    night.ask("Scrutineer", "decline-correction", judge=DEREK, round=rnd, star=star, reason="The paper says 9.")
    expect(page.locator(".mark-row").first).not_to_contain_text("instead")
    expect(page.locator(".mark-given").first).to_have_text("9")


def test_a_trouble_reaches_the_desk_with_and_without_network(night: ServedNight, context: BrowserContext) -> None:
    night.call(1)
    page = night.enter(context, DEREK)
    for offline, text in ((False, "My tablet does not work well."), (True, "A lamp\thas fallen.")):
        context.set_offline(offline)
        page.click("#trouble")
        page.fill("#trouble-text", text)
        page.get_by_role("button", name="Tell the desk").click()
        context.set_offline(False)
        told = page.locator(".told-row").filter(has_text=text.replace("\t", " "))
        expect(told).to_contain_text("The desk has it.", timeout=20_000)
    assert [t.text for t in night.show.troubles] == ["My tablet does not work well.", "A lamp has fallen."]
    night.ask("Producer", "settle-trouble", number=1, note="Another tablet was brought.")
    expect(page.locator(".told-row").last).to_contain_text("Settled: Another tablet was brought.")
