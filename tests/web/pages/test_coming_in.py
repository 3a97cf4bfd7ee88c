"""The pages on the way in, as a person sees them: the PIN, a wrong one, a closed link, and how to trust the night."""

from __future__ import annotations

import pytest
import trustme
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from mirrorball.core.show import Show
from mirrorball.web import keys
from tests.web.pages.conftest import DESK, PHONE, TABLET, ServedNight, Serving, violations
from tests.web.pages.tablet import DEREK

SIZES = [ViewportSize(width=w["width"], height=w["height"]) for w in (PHONE, TABLET, DESK)]
sizes = pytest.mark.parametrize("size", SIZES, ids=["phone", "tablet", "laptop"])


def sound(page: Page) -> None:
    """Axe finds nothing, and nothing moves sideways."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@sizes
def test_the_way_in_is_sound_in_every_state(night: ServedNight, context: BrowserContext, size: ViewportSize) -> None:
    page = context.new_page()
    page.set_viewport_size(size)
    key = night.key_of(DEREK)
    link = f"{night.url}/in/{keys.link_token(night.running.edge.secret, key)}"
    page.goto(link)
    expect(page.get_by_label("PIN")).to_be_focused()
    sound(page)
    for nth in range(5):
        page.fill("#pin", "000 00x")
        page.press("#pin", "Enter")
        expect(page.locator("#wrong")).to_contain_text("Too many wrong PINs" if nth == 4 else f"{4 - nth} tr")
        sound(page)
    night.ask("Producer", "revoke-key", key=key)
    page.goto(link)
    expect(page.locator("main")).to_contain_text("This link was closed. Ask the desk for a new one.")
    sound(page)


@sizes
def test_how_to_trust_the_night_is_sound(
    serving: Serving, finale: Show, context: BrowserContext, size: ViewportSize
) -> None:
    night = serving(finale, authority=trustme.CA().cert_pem.bytes())
    page = context.new_page()
    page.set_viewport_size(size)
    page.goto(f"{night.url}/trust")
    expect(page.locator("main")).to_contain_text("iPad")
    sound(page)
