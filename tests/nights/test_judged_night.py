"""Both judged rounds of the finale in a real browser: three tablets, a producer and a scrutineer, all open at once.

One judge loses the network for two routines and marks on. One gives a wrong mark, and corrects it with the scrutineer.
At the end the totals are those that ``mirrorball show --week 11`` prints.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from mirrorball.core.events import CorrectionAsked, Event, MarkCorrected, MarkGiven, MarksLocked
from mirrorball.core.rundown import running_order
from mirrorball.core.season import Routine
from mirrorball.log.sqlite import entries
from mirrorball.main import main
from mirrorball.season.example import example
from mirrorball.season.read import read
from tests.nights.served import FINALE, Served, served

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TABLET, LAPTOP = {"width": 820, "height": 1180}, {"width": 1440, "height": 900}
SEASON = read(example("season-32")).season
ORDER = running_order(SEASON, FINALE)
PANEL = SEASON.week(FINALE).panel
LOST, SLIPPED = PANEL[1], PANEL[2]  # who loses the network, and who taps the wrong number
AWAY = (2, 3)  # during these routines, counted from 0
SLIP = 6

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="for want of Debian's chromium; to bring it: apt-get install chromium"
)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield opened
        opened.close()


def come_in(browser: Browser, night: Served, holder: str, size: dict[str, int]) -> Page:
    """A device of its own for this person, by link and PIN as on the card."""
    context = browser.new_context(viewport={"width": size["width"], "height": size["height"]})
    page = context.new_page()
    link, pin = night.card(holder)
    page.goto(link)
    page.get_by_label("PIN").fill(pin)
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(re.compile(r"/(judge|desk|host)$"))
    return page


def tap(page: Page, mark: Fraction) -> None:
    """A judge taps a number, reads it back and sends it."""
    page.locator("#floor").get_by_role("button", name=str(mark), exact=True).click()
    page.locator("#send").click()


def on_the_floor(page: Page, routine: Routine) -> None:
    expect(page.locator("#couple")).to_contain_text(routine.star)
    expect(page.locator("#floor")).to_contain_text(routine.round)


def take(desk: Page, routine: Routine) -> None:
    """The producer takes what comes next, films too, until this couple has the floor."""
    for _ in range(10):
        asked = desk.locator("#take").inner_text()
        desk.locator("#take").click()
        expect(desk.locator("#take")).not_to_have_text(asked)
        if routine.star in desk.locator("#on-name").inner_text() and desk.locator("#seats li").count() == len(PANEL):
            expect(desk.locator("#sheet-name")).to_contain_text(routine.star)
            return
    pytest.fail(f"the rundown does not come to {routine.star}")


def lock(desk: Page, routine: Routine) -> None:
    """The producer locks the sheet of this routine among all sheets of the night."""
    number = ORDER.index(routine)
    row = desk.locator("#sheets-body tr").nth(number)
    row.get_by_role("button", name=re.compile("^Lock")).click()
    expect(row).to_contain_text("Locked")


def test_a_judged_night(browser: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with served(tmp_path) as night:
        judges = {judge: come_in(browser, night, judge, TABLET) for judge in PANEL}
        producer = come_in(browser, night, "Producer", LAPTOP)
        scrutineer = come_in(browser, night, "Scrutineer", LAPTOP)
        for number, routine in enumerate(ORDER):
            danced(number, routine, judges, producer, scrutineer)
        for page in judges.values():
            expect(page.locator("#given")).to_contain_text("Locked.")
        kept = [entry.event for entry in entries(night.log)]
        sheets = producer.locator("#sheets-body tr .row-total").all_inner_texts()

    capsys.readouterr()
    assert main(["show", str(example("season-32")), "--week", str(FINALE), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert totals_of(kept) == totals_shown(shown)
    assert sheets == [str(totals_of(kept)[routine.round, routine.star]) for routine in ORDER]
    given = [(e.judge, e.round, e.star) for e in kept if isinstance(e, MarkGiven)]
    assert len(given) == len(set(given)) == len(ORDER) * len(PANEL)
    assert [type(e) for e in kept if isinstance(e, CorrectionAsked | MarkCorrected)] == [CorrectionAsked, MarkCorrected]


def danced(number: int, routine: Routine, judges: dict[str, Page], producer: Page, scrutineer: Page) -> None:
    """One routine: taken, marked by all, locked; with what goes wrong tonight."""
    away = judges[LOST]
    if number == AWAY[0]:
        away.context.set_offline(True)
        expect(away.locator("#link")).to_have_attribute("data-link", "off", timeout=20_000)
    take(producer, routine)
    for judge, page in judges.items():
        if judge == LOST and number in AWAY:
            away.locator("#offer-yes").click()
        on_the_floor(page, routine)
        wrong = judge == SLIPPED and number == SLIP
        mark = routine.marks[judge]
        tap(page, mark - 1 if wrong else mark)
        if judge == LOST and number in AWAY:
            expect(page.locator("#floor")).to_contain_text("Kept on this tablet. Not sent yet.")
        else:
            expect(page.locator("#floor")).to_contain_text("With the desk.")
    if number == SLIP:
        correct(judges[SLIPPED], scrutineer, routine)
    if number == AWAY[-1]:
        away.context.set_offline(False)
        expect(away.locator("#floor")).to_contain_text("With the desk.", timeout=20_000)
        for late in AWAY:
            lock(producer, ORDER[late])
    elif number not in AWAY:
        lock(producer, routine)


def correct(tablet: Page, scrutineer: Page, routine: Routine) -> None:
    """The judge asks, the scrutineer grants."""
    mark = str(routine.marks[SLIPPED])
    tablet.locator("#correct-now").click()
    window = tablet.locator("#window")
    window.get_by_role("button", name=mark, exact=True).click()
    window.get_by_role("textbox").fill("tapped beside it")
    window.get_by_role("button", name=re.compile("^Ask")).click()
    expect(tablet.locator("#floor")).to_contain_text("Waits for the scrutineer.")
    scrutineer.get_by_role("button", name=re.compile("^Grant")).click()
    expect(tablet.locator("#floor")).to_contain_text(f"You gave {mark}")


def totals_of(kept: list[Event]) -> dict[tuple[str, str], Fraction]:
    """The total of each sheet in the log; the last that was told holds."""
    totals: dict[tuple[str, str], Fraction] = {}
    for event in kept:
        if isinstance(event, MarksLocked | MarkCorrected) and event.total is not None:
            totals[event.round, event.star] = event.total
    return totals


def totals_shown(shown: dict[str, Any]) -> dict[tuple[str, str], Fraction]:
    """What ``mirrorball show --week 11 --json`` has for each routine."""
    (week,) = shown["weeks"]
    return {
        (each["round"], danced["star"]): Fraction(str(danced["total"]))
        for each in week["rounds"]
        for danced in each["routines"]
    }
