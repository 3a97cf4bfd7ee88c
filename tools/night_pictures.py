"""Draw the pictures of a running night for the README: a judge's tablet and the desk, from a real browser.

It serves the finale of season 32, plays it to the fourth dance, and takes pictures of what people see then. Needs
Debian's chromium: apt-get install chromium
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the server of the tests is the server of the pictures

from tests.nights.served import Served, served  # noqa: E402  # after the path

PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
DANCES = 4
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
