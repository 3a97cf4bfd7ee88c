"""What the tests of a judge's tablet have in common."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from playwright.sync_api import Page, expect

from mirrorball.core.season import Scale
from mirrorball.core.show import Show, open_night
from tests.core.stage import a_season

DEREK = "Derek Hough"
NOT_SENT = "Not sent. Only on this tablet."
KEPT = "Kept on this tablet. Not sent yet."
STORED = "With the desk."


def scaled(lowest: str, highest: str, step: str, *stars: str) -> Show:
    """A small night with another scale, and other stars."""
    season = a_season()
    scale = Scale(lowest=Fraction(lowest), highest=Fraction(highest), step=Fraction(step))
    named = dict(zip([c.star for c in season.couples], stars, strict=False))
    couples = tuple(replace(c, star=named.get(c.star, c.star)) for c in season.couples)
    routines = tuple(replace(r, star=named.get(r.star, r.star)) for r in season.routines)
    return open_night(replace(season, scale=scale, couples=couples, routines=routines), 1)


def choose(page: Page, whole: int) -> None:
    page.click(f"#mark-{whole}")


def floor_says(page: Page, words: str) -> None:
    expect(page.locator("#floor .state").first).to_contain_text(words)


def linked(page: Page, words: str) -> None:
    expect(page.locator("#link")).to_contain_text(words)


def kept_by_worker(page: Page) -> None:
    """Wait until the tablet has the page and all its parts."""
    page.wait_for_function("() => navigator.serviceWorker.controller")
    expected = page.evaluate(
        """async () => {
            const text = await (await fetch('/judge-worker.js')).text();
            return text.match(/"\\/static[^"]+"/g).length + 1;
        }"""
    )
    page.wait_for_function(
        """async (expected) => {
            const names = await caches.keys();
            if (!names.length) return false;
            return (await (await caches.open(names[0])).keys()).length >= expected;
        }""",
        arg=expected,
    )
