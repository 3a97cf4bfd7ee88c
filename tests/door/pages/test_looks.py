"""Every state of the public's pages, from phone to desktop: axe finds nothing, and nothing moves sideways."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from mirrorball.box.voters import Voters
from mirrorball.core.channel import Channel
from mirrorball.door.page import Answer, Pages, Sight, Stage
from tests.door.pages.conftest import (
    CHANGE,
    FINAL,
    IN_ALL,
    MAIL,
    NARROW,
    ONE,
    Phoning,
    Serving,
    give,
    look,
    shut,
    sound,
)
from tests.web.pages.conftest import DESK, PHONE, TABLET

SIZES = [ViewportSize(width=w["width"], height=w["height"]) for w in (NARROW, PHONE, TABLET, DESK)]
sizes = pytest.mark.parametrize("size", SIZES, ids=["narrow", "phone", "tablet", "desktop"])


def enlarge(page: Page) -> None:
    """Text at twice its size."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")


@sizes
def test_the_vote_is_sound_in_every_state(serving: Serving, phoning: Phoning, size: ViewportSize) -> None:
    door = serving(CHANGE, is_open=False, is_rehearsal=True)
    page = phoning(door, viewport=size)
    sound(page)
    door.do(door.keeper.open(None))
    page.reload()
    sound(page)
    give(page, 2, 3)
    give(page, 4, 10)
    expect(page.locator("#state")).to_contain_text("not saved yet")
    sound(page)
    page.context.set_offline(True)
    page.locator("#save").click()
    expect(page.locator("#state")).to_contain_text("sent again")
    sound(page)
    page.context.set_offline(False)
    expect(page.locator("#state")).to_contain_text("are in.")
    sound(page)
    door.do(door.keeper.gone(("Jason Mraz",)))
    give(page, 2, 1)
    page.locator("#save").click()
    expect(page.locator("#state")).to_contain_text("Not counted. Jason Mraz is out")
    sound(page)
    code = page.locator("#receipts a").inner_text()
    for typed, status in ((code, ".found"), ("ABC", ".trouble")):
        page.goto(f"{door.address}/receipt?code={typed}")
        expect(page.locator(status)).to_be_visible()
        sound(page)
    page.goto(f"{door.address}/nowhere")
    sound(page)
    page.goto(door.address)
    shut(door)
    look(page)
    expect(page.locator("#window")).to_have_text("Voting has closed")
    sound(page)
    page.reload()
    sound(page)


@sizes
def test_the_vote_without_scripts_is_sound(serving: Serving, phoning: Phoning, size: ViewportSize) -> None:
    """Axe is a script, so the pages that a browser without scripts gets are laid before one with scripts."""
    door = serving(FINAL)
    page = phoning(door, viewport=size)
    pages, votes = (
        Pages(Sight(door.rules, Stage.OPEN, gone=frozenset({"Jason Mraz"})), Voters(bytes(32))),
        (("Ariana Madix", 9),),
    )
    known = FINAL.unit, bytes(16)
    show(page, door.address, pages.saved("ABCDEF-GHJKMN-PQRSTV", votes, 12, 1_800_000_000_000, 0))
    show(page, door.address, pages.refused(409, "There is no vote on this ballot.", votes, "ab" * 8, known, 0))


@sizes
@pytest.mark.parametrize("channel", [ONE, MAIL], ids=["seat", "mail"])
def test_the_ways_in_are_sound(serving: Serving, phoning: Phoning, size: ViewportSize, channel: Channel) -> None:
    door = serving(channel)
    page = phoning(door, viewport=size)
    sound(page)
    pages = Pages(Sight(door.rules, Stage.OPEN), Voters(bytes(32)))
    if channel is MAIL:
        show(page, door.address, pages.asked_code("a.very.long.name.of.somebody@a-long-house.example.org"))
        show(page, door.address, pages.wrong_code("me@example.org", "These are not the six figures."))
        show(page, door.address, pages.wrong_address("me", "This does not look like an e-mail address."))
        return
    page.goto(f"{door.address}/s/0000000000")
    expect(page.locator("#trouble")).to_be_visible()
    sound(page)
    page.goto(f"{door.address}/s/{door.voters.seat_code(3)}")
    page.get_by_label("Ariana Madix").check()
    sound(page)
    page.locator("#save").click()
    expect(page.locator("#state")).to_contain_text("Your vote is in.")
    sound(page)


@pytest.mark.parametrize("channel", [CHANGE, IN_ALL], ids=["each", "in all"])
def test_twice_as_large_a_text_stays_in_a_narrow_page(serving: Serving, phoning: Phoning, channel: Channel) -> None:
    door = serving(channel)
    page = phoning(door, viewport=NARROW)
    enlarge(page)
    sound(page)
    give(page, 4, 10)
    page.locator("#save").click()
    expect(page.locator("#state")).to_contain_text("Your 10 votes are in.")
    sound(page)
    page.goto(f"{door.address}/receipt")  # a code as long as ours scrolls in its field, and nothing else does
    enlarge(page)
    sound(page)


def show(page: Page, address: str, answer: Answer) -> None:
    """Lay this page before the browser at the door's address, where its style is, and see that it is sound."""
    page.route(
        f"{address}/laid",
        lambda route: route.fulfill(status=answer.status, headers=dict(answer.headers), body=answer.body),
        times=1,
    )
    page.goto(f"{address}/laid")
    expect(page.locator("h1")).to_have_count(1)
    sound(page)
