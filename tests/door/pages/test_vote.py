"""A phone votes: what it says meanwhile, what lies in the box afterwards, and what happens without a network."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, Route, expect

from mirrorball.box.contents import contents
from mirrorball.core.channel import Channel, Unit
from mirrorball.door.codes import Codes
from tests.door.pages.conftest import (
    CHANGE,
    CHOICES,
    FINAL,
    IN_ALL,
    MAIL,
    ONE,
    Phoning,
    Serving,
    give,
    ids_sent,
    look,
    now,
    shut,
)
from tests.door.served import Served
from tests.web.pages.pictures import comes_true

STARS = tuple(choice.star for choice in CHOICES)
COUNTED = re.compile(r"^Your .* (is|are) in\.")


def in_the_box(door: Served) -> list[tuple[int, ...]]:
    """The votes of all ballots in the box, in the order of the rules."""
    found = [dict(ballot.votes) for ballot in contents(door.folder).ballots]
    return [tuple(votes.get(star, 0) for star in STARS) for votes in found]


def state(page: Page, says: str | re.Pattern[str]) -> None:
    expect(page.locator("#state")).to_contain_text(says)


def save(page: Page) -> None:
    page.locator("#save").click()


def field_values(page: Page) -> list[str]:
    return [field.input_value() for field in page.locator(".give input").all()]


def test_votes_are_given_taken_back_saved_and_looked_up(serving: Serving, phoning: Phoning) -> None:
    door = serving()
    page = phoning(door)
    give(page, 2, 4)
    give(page, 4, 10)
    page.get_by_role("button", name="One vote less for Jason Mraz").click()
    state(page, "13 votes chosen, not saved yet.")
    expect(page.get_by_role("button", name="One vote more for Xochitl Gomez")).to_have_attribute(
        "aria-disabled", "true"
    )
    assert in_the_box(door) == []
    save(page)
    state(page, "Your 13 votes are in.")
    assert in_the_box(door) == [(0, 3, 0, 10, 0)]
    receipt = page.locator("#state b").inner_text()
    page.get_by_role("link", name=receipt).click()
    expect(page.locator(".found")).to_contain_text(re.compile(r"13 votes, is in the box at block 2\. Counted\."))
    assert [star for star in STARS if star in page.locator("body").inner_text()] == []


def test_a_phone_without_scripts_votes_and_looks_up_its_receipt(serving: Serving, phoning: Phoning) -> None:
    door = serving()
    page = phoning(door, java_script_enabled=False)
    page.fill("#v3", "11")
    page.locator("#v3").evaluate("(field) => field.removeAttribute('max')")  # a browser that does not look
    save(page)
    expect(page.locator("#trouble")).to_contain_text("Not counted. At most 10 votes for each couple")
    assert field_values(page) == ["0", "0", "11", "0", "0"]
    page.fill("#v3", "9")
    save(page)
    expect(page.locator("h1")).to_have_text("Your 9 votes are in.")
    assert in_the_box(door) == [(0, 0, 9, 0, 0)]
    page.get_by_role("link", name="Look it up").click()
    expect(page.locator(".found")).to_contain_text("nine votes, is in the box at block 2. Counted.")


def test_going_back_to_a_form_without_scripts_makes_another_ballot(serving: Serving, phoning: Phoning) -> None:
    """Under the old id the second would be a duplicate, called in and not counted."""
    door = serving()
    page = phoning(door, java_script_enabled=False)
    for votes in ("3", "4"):
        page.fill("#v1", votes)
        save(page)
        expect(page.locator("h1")).to_have_text(f"Your {votes} votes are in.")
        page.go_back()
    ballots = contents(door.folder).ballots

    assert len({ballot.id for ballot in ballots}) == len(ballots) == 2


def test_nothing_is_called_counted_before_the_server_has_said_so(serving: Serving, phoning: Phoning) -> None:
    door = serving()
    page = phoning(door)
    held: list[Route] = []
    page.route("**/vote", lambda route: held.append(route))  # noqa: PLW0108  # it hangs marks on what it is given
    give(page, 1, 1)
    save(page)
    state(page, "Kept on this phone. Not counted yet.")
    expect(page.locator("#state")).not_to_have_text(COUNTED)
    expect(page.locator("#receipts")).to_be_hidden()
    assert comes_true(page, lambda: bool(held))
    held[0].continue_()
    state(page, "Your vote is in.")


def test_without_a_network_the_ballot_is_kept_and_sent_once_it_is_back(serving: Serving, phoning: Phoning) -> None:
    door = serving()
    page = phoning(door)
    ids = ids_sent(page)
    give(page, 5, 2)
    page.context.set_offline(True)
    save(page)
    state(page, "This phone has no network. It is sent again by itself")
    page.get_by_role("button", name="One vote more for Charity Lawson").click(force=True)  # under way, it stays
    assert field_values(page)[4] == "2"
    page.context.set_offline(False)
    state(page, "Your 2 votes are in.")
    assert in_the_box(door) == [(0, 0, 0, 0, 2)]
    assert len(ids) >= 2
    assert len(set(ids)) == 1


def test_an_answer_that_got_lost_is_asked_for_again_under_the_same_id(serving: Serving, phoning: Phoning) -> None:
    door = serving(FINAL)
    page = phoning(door)
    ids = ids_sent(page)

    def lose(route: Route) -> None:
        route.fetch()  # the ballot arrives
        route.abort()  # its answer does not

    page.route("**/vote", lose, times=1)
    give(page, 1, 3)
    save(page)
    state(page, "Your 3 votes are in.")
    ballots = contents(door.folder).ballots

    assert len(ids) == 2
    assert len({(ballot.voter, ballot.id) for ballot in ballots}) == 1


def test_a_ballot_that_waits_outlives_its_page(serving: Serving, phoning: Phoning) -> None:
    door = serving()
    page = phoning(door)
    page.route("**/vote", lambda route: route.abort())
    give(page, 3, 7)
    save(page)
    state(page, "No answer came. It is sent again by itself")
    page.close()
    again = page.context.new_page()
    again.goto(door.address)
    state(again, "Your 7 votes are in.")
    assert in_the_box(door) == [(0, 0, 7, 0, 0)]


def test_votes_that_were_not_saved_are_there_after_a_reload(serving: Serving, phoning: Phoning) -> None:
    page = phoning(serving())
    give(page, 3, 7)
    page.reload()

    state(page, "7 votes chosen, not saved yet.")
    assert field_values(page) == ["0", "0", "7", "0", "0"]


def test_a_rush_is_waited_out(serving: Serving, phoning: Phoning) -> None:
    door = serving()
    page = phoning(door)
    busy = {"why": "Very many people are voting right now.", "again": True, "after": 1}
    page.route("**/vote", lambda route: route.fulfill(status=503, json=busy), times=1)
    give(page, 1, 1)
    save(page)
    state(page, "Not counted yet. Very many people are voting right now. It is sent again by itself in 2 s.")
    state(page, "Your vote is in.")


def test_what_can_be_changed_is_changed(serving: Serving, phoning: Phoning) -> None:
    door = serving(CHANGE)
    page = phoning(door)
    expect(page.locator(".limit")).to_have_text(
        "10 votes for each couple from this browser. You can change them until the close."
    )
    give(page, 1, 5)
    save(page)
    state(page, "Your 5 votes are in.")
    first = page.locator("#state b").inner_text()
    page.get_by_role("button", name="One vote less for Alyson Hannigan").click()
    give(page, 2, 1)
    save(page)
    expect(page.locator("#receipts li")).to_have_count(2)
    state(page, "Your 5 votes are in.")
    page.reload()
    assert field_values(page) == ["4", "1", "0", "0", "0"]
    expect(page.locator("#receipts li").first).to_have_text(f"{first} 5 votes, replaced since")
    page.goto(f"{door.address}/receipt?code={first}")
    expect(page.locator(".found")).to_contain_text("a later ballot has taken its place")


def test_what_is_final_adds_up_until_nothing_is_left(serving: Serving, phoning: Phoning) -> None:
    door = serving(IN_ALL)
    page = phoning(door)
    expect(page.locator(".limit")).to_have_text(
        "10 votes in all from this browser. What you save adds up and cannot be taken back."
    )
    give(page, 2, 4)
    state(page, "4 votes chosen, not saved yet. 6 of 10 left.")
    save(page)
    state(page, "Your 4 votes are in. 6 of 10 left.")
    assert field_values(page) == ["0"] * 5
    page.fill("#v1", "99")
    state(page, "6 votes chosen, not saved yet. 0 of 10 left.")
    save(page)
    state(page, "Your 10 votes are in. 0 of 10 left.")
    expect(page.locator("#save")).to_be_hidden()
    assert in_the_box(door) == [(0, 4, 0, 0, 0), (6, 0, 0, 0, 0)]


def test_one_vote_moves_until_it_is_saved(serving: Serving, phoning: Phoning) -> None:
    door = serving(ONE)
    page = phoning(door)
    page.fill("#code", door.voters.seat_code(12).lower())
    page.get_by_role("button", name="Go on to the vote").click()
    page.get_by_label("Jason Mraz").check()
    page.get_by_label("Xochitl Gomez").check()
    expect(page.get_by_label("Jason Mraz")).not_to_be_checked()
    save(page)
    state(page, "Your vote is in.")
    expect(page.locator(".couple").nth(3)).to_contain_text("Your vote is here")
    expect(page.locator(".give").first).to_be_hidden()
    assert in_the_box(door) == [(0, 0, 0, 1, 0)]


def test_whoever_reads_the_mail_of_an_address_votes_for_it(serving: Serving, phoning: Phoning) -> None:
    door = serving(MAIL)
    page = phoning(door)
    page.get_by_label("E-mail address").fill(" Me@Example.org")
    page.get_by_role("button", name="Send me the figures").click()
    code = Codes(door.voters.code).code("me@example.org", now())  # every door knows every code
    page.get_by_label("The six figures").fill("12")
    page.get_by_role("button", name="Go on to the vote").click()
    expect(page.locator("#trouble")).to_contain_text("not the six figures")
    page.get_by_label("The six figures").fill(f"{code[:3]} {code[3:]}")
    page.get_by_role("button", name="Go on to the vote").click()
    expect(page.locator(".limit")).to_contain_text("10 votes for each couple with your e-mail address.")
    give(page, 1, 2)
    save(page)
    state(page, "Your 2 votes are in.")
    voters = {ballot.voter for ballot in contents(door.folder).ballots}
    assert voters == {door.voters.voter(Unit.EMAIL, "me@example.org")}


def test_saving_nothing_says_what_to_do(serving: Serving, phoning: Phoning) -> None:
    door = serving()
    page = phoning(door)
    page.locator("#save").click(force=True)  # greyed, and yet it says why
    state(page, "No vote is chosen. Give one with + first.")
    assert in_the_box(door) == []


@pytest.mark.parametrize("channel", [CHANGE, FINAL], ids=["change", "final"])
def test_the_keyboard_alone_is_enough(serving: Serving, phoning: Phoning, channel: Channel) -> None:
    door = serving(channel)
    page = phoning(door)
    reached: list[str] = []
    keys: Sequence[tuple[str, str]] = (("One vote more for Jason Mraz", "Enter"), ("Save my votes", "Enter"))
    for name, key in keys:
        for _ in range(30):
            page.keyboard.press("Tab")
            focused = "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"
            if page.evaluate(focused) == name:
                assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
                page.keyboard.press(key)
                reached.append(name)
                break

    assert reached == [name for name, _ in keys]
    state(page, "Your vote is in.")
    assert in_the_box(door) == [(0, 1, 0, 0, 0)]


def test_the_close_is_counted_down_and_reached_on_an_open_page(serving: Serving, phoning: Phoning) -> None:
    door = serving(is_open=False)
    page = phoning(door)
    expect(page.locator("#window")).to_have_text("Voting has not opened yet")
    door.do(door.keeper.open(now() + 59_000))
    look(page)
    expect(page.locator("#left")).to_have_text(re.compile(r"^Closes in 0:5\d$"))
    expect(page.locator("#close")).to_have_text("Save now. A ballot counts if it reaches us before the close.")
    door.do(door.keeper.extend(now() + 7_200_000, "The lines were down", "desk"))
    look(page)
    expect(page.locator("#left")).to_have_text("Closes in 1 h 59 min")
    expect(page.locator("#close")).to_contain_text("The time of the close has changed.")
    give(page, 1, 2)
    shut(door)
    look(page)
    expect(page.locator("#window")).to_have_text("Voting has closed")
    state(page, "Voting has closed. These votes were not counted.")
    expect(page.locator("#save")).to_be_hidden()
    expect(page.locator(".give").first).to_be_hidden()


def test_a_ballot_that_comes_after_the_close_is_refused_with_the_reason(serving: Serving, phoning: Phoning) -> None:
    door = serving()
    page = phoning(door)
    give(page, 1, 2)
    shut(door)
    save(page)
    state(page, "Voting has closed. These votes were not counted.")
    expect(page.locator("#window")).to_have_text("Voting has closed")
    page.reload()
    expect(page.locator("#receipts")).to_be_hidden()


def test_the_page_hears_of_the_close_by_itself(serving: Serving, phoning: Phoning) -> None:
    door = serving(is_open=False)
    door.do(door.keeper.open(now() + 2_500))
    page = phoning(door)
    expect(page.locator("#left")).to_have_text("Closing now")
    shut(door)
    expect(page.locator("#window")).to_have_text("Voting has closed", timeout=15_000)


def test_where_an_answer_got_lost_nobody_says_that_the_votes_do_not_count(serving: Serving, phoning: Phoning) -> None:
    door = serving()
    page = phoning(door)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/vote", lose, times=1)
    give(page, 1, 3)
    save(page)
    state(page, "No answer came.")
    shut(door)
    state(page, "Voting has closed. An earlier try got no answer: if it arrived in time, it counts.")
    assert in_the_box(door)[0] == (3, 0, 0, 0, 0)


def test_a_couple_that_goes_cannot_be_chosen_any_more(serving: Serving, phoning: Phoning) -> None:
    door = serving()
    page = phoning(door)
    give(page, 2, 2)
    door.do(door.keeper.gone(("Jason Mraz",)))
    save(page)
    state(page, "Not counted. Jason Mraz is out")
    expect(page.locator(".couple").nth(1)).to_contain_text("Out of the show. No votes are taken.")
    expect(page.locator(".couple").nth(1).locator("input")).to_have_count(0)
    give(page, 3, 1)
    save(page)
    state(page, "Your vote is in.")
    assert in_the_box(door) == [(0, 0, 1, 0, 0)]


def test_a_browser_without_our_cookie_is_told_what_to_do(serving: Serving, phoning: Phoning) -> None:
    door = serving()
    page = phoning(door)
    give(page, 2, 2)
    page.context.clear_cookies()
    save(page)
    state(page, "Not counted. This browser did not keep our cookie")
    assert field_values(page)[1] == "2"
    assert in_the_box(door) == []
