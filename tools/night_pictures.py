"""Draw the pictures of a running night for the README, from a real browser: tablets, the desk, phones, seat cards.

It serves the finale of season 32, plays it to the fourth dance, and takes pictures of what people see then. For the
vote it serves the same finale after its last dance. Needs Debian's chromium, and pdftoppm for the cards:
apt-get install chromium poppler-utils
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from mirrorball.box.voters import Voters
from mirrorball.core.show import open_night
from mirrorball.floor.ballot_rules import rules
from mirrorball.floor.floor import Floor
from mirrorball.lab.callers import Callers
from mirrorball.lab.crowd import cast
from mirrorball.log.sqlite import SqliteLog
from mirrorball.season.example import example
from mirrorball.season.read import read
from mirrorball.terminal.rehearse import play_marks
from mirrorball.terminal.tickets import tickets

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the server of the tests is the server of the pictures

from tests.nights.served import FINALE, Served, served  # noqa: E402  # after the path
from tests.ports import free_port  # noqa: E402  # likewise

PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
DANCES = 4
CROWD = 4000  # ballots of a drawn audience; nobody voted like this
SHARES = {
    "Xochitl Gomez": 300,
    "Jason Mraz": 240,
    "Ariana Madix": 200,
    "Charity Lawson": 150,
    "Alyson Hannigan": 110,
}
GIVEN = {"Xochitl Gomez": 10, "Charity Lawson": 4}
JUDGES = ("Carrie Ann Inaba", "Derek Hough", "Bruno Tonioli")


def come_in(browser: Browser, night: Served, holder: str, width: int, height: int) -> Page:
    """A device of this person."""
    page = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=1).new_page()
    link, pin = night.card(holder)
    page.goto(link)
    page.get_by_label("PIN").fill(pin)
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(re.compile(r"/(judge|desk)$"))
    return page


def main(into: Path) -> None:
    """Play and draw."""
    draw_the_dances(into)
    draw_the_vote(into)
    draw_cards(into)


def draw_the_vote(into: Path) -> None:
    """A phone before and after it has saved, and the count at the desk while an audience votes."""
    season, port = read(example("season-32")).season, free_port()
    with TemporaryDirectory() as folder:
        log = Path(folder, f"week-{FINALE}.sqlite")
        opened = open_night(season, FINALE)
        with closing(SqliteLog(log)) as kept:
            play_marks(Floor(opened, log=kept, clock=now), season)
        with served(Path(folder), "--vote-port", str(port)) as night:
            with closing(night.client("Scrutineer")) as desk:
                for command in ({"ask": "sign-reach", "reason": "A picture."}, {"ask": "open-vote", "closes_in": 600}):
                    desk.post("/commands", json={"id": command["ask"], "command": command}).raise_for_status()
            wait_for_the_door(port)
            crowd = cast(Random(FINALE), SHARES, season.channels, CROWD)  # the same picture again
            voters = Voters(log.with_suffix(".key").read_bytes())
            callers = Callers(port, rules(opened, f"week-{FINALE}"), voters, now)
            asyncio.run(callers.vote((one for one in crowd if not one.late), lambda _: None))
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                draw_phone(browser, port, into)
                count = come_in(browser, night, "Scrutineer", 1440, 1200)
                count.goto(f"{night.url}/desk/vote")
                count.screenshot(path=into / "count.png")
                browser.close()


def draw_phone(browser: Browser, port: int, into: Path) -> None:
    """The vote page with some votes given, and the same when they are saved."""
    phone = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=1).new_page()
    phone.goto(f"http://127.0.0.1:{port}")
    for star, votes in GIVEN.items():
        for _ in range(votes):
            phone.get_by_role("button", name=f"One vote more for {star}", exact=True).click()
    phone.mouse.move(0, 0)
    phone.evaluate("document.activeElement.blur()")
    phone.evaluate("scrollTo(0, 0)")
    phone.screenshot(path=into / "vote-phone.png")
    phone.locator("#save").click()
    phone.locator("#receipts a").first.wait_for()
    phone.locator("#receipts").scroll_into_view_if_needed()
    phone.evaluate("document.activeElement.blur()")
    phone.screenshot(path=into / "vote-saved.png")


def draw_cards(into: Path) -> None:
    """A sheet of cards, as it is printed."""
    pdf = tickets(Voters(bytes(32)), "Gala of the Lindy Hall", "https://vote.example.org", 1, 10)
    command = ["pdftoppm", "-png", "-r", "90", "-singlefile", "-", str(into / "cards")]
    subprocess.run(command, input=pdf, check=True)


def now() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def wait_for_the_door(port: int) -> None:
    """The public's door stands a moment after the desk."""
    while True:
        try:
            httpx.get(f"http://127.0.0.1:{port}/window.json")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return


def draw_the_dances(into: Path) -> None:
    """Tablets, a phone and the desk in the fourth dance."""
    with TemporaryDirectory() as folder, served(Path(folder)) as night, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        judges = [come_in(browser, night, judge, 820, 1180) for judge in JUDGES]
        desk = come_in(browser, night, "Scrutineer", 1440, 1200)
        phone = come_in(browser, night, JUDGES[0], 390, 844)
        for nth in range(1, DANCES + 1):
            while not desk.locator("#seats li").count() or desk.locator("#sheet-label").inner_text() != f"Sheet {nth}":
                desk.locator("#take").click()
                desk.wait_for_timeout(400)
            desk.wait_for_timeout(500)
            for page, mark in zip(judges, ("9", "8", "10"), strict=True):
                if nth == DANCES and page is not judges[0]:
                    continue
                page.locator("#floor").get_by_role("button", name=mark, exact=True).click()
                if nth < DANCES:
                    page.locator("#send").click()
            if nth < DANCES:
                desk.get_by_role("button", name=re.compile("^Lock the sheet at")).click()
                desk.wait_for_timeout(400)
        desk.wait_for_timeout(1200)
        judges[0].screenshot(path=into / "judge-reads-back.png")
        judges[1].screenshot(path=into / "judge.png")
        phone.screenshot(path=into / "judge-phone.png")
        desk.screenshot(path=into / "desk.png")
        desk.goto(f"{night.url}/desk/keys")
        desk.screenshot(path=into / "keys.png")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else PICTURES)
