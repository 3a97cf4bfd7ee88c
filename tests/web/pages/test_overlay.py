"""The page for OBS and vMix in a real browser: transparent, driven by the night, right again after what happened."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from mirrorball.core.reveals import Decision
from mirrorball.core.season import Season
from mirrorball.core.show import Show, open_night
from mirrorball.log.memory import MemoryLog
from mirrorball.season.example import example
from mirrorball.season.read import read
from mirrorball.web import ograf
from tests.web.pages.conftest import PATIENCE, ServedNight, Serving, violations
from tests.web.pages.pictures import HALF, WORDS, all_words, box_of, comes_true, inside, line, words
from tests.web.sealed import FINALISTS, sealed_floor, with_votes

NAMES = [graphic.name for graphic in ograf.graphics()]
FINAL = 11
NOBODY = 9  # a port where nobody listens
# Which marks stand there, whenever that changes, looked at in each picture that the browser draws.
WATCH_MARKS = f"""() => {{
  window.seen = [];
  const look = () => {{
    const words = ({WORDS})().split("\\n"), shown = ["10", "9", "8", "27"].filter((one) => words.includes(one));
    if (shown.length && String(seen.at(-1) ?? "") !== String(shown)) seen.push(shown);
    requestAnimationFrame(look);
  }};
  look();
}}"""
OBS = "(active) => dispatchEvent(new CustomEvent('obsSourceActiveChanged', {detail: {active}}))"


@pytest.fixture(scope="module")
def season() -> Season:
    return with_votes(read(example("season-32")).season, FINAL, FINALISTS)


@pytest.fixture
def opened(season: Season) -> Show:
    return open_night(season, FINAL)


@pytest.fixture
def log(season: Season) -> MemoryLog:
    """The finale, sealed and not told."""
    kept = MemoryLog()
    sealed_floor(season, FINAL, FINALISTS, log=kept)
    return kept


@pytest.fixture
def sealed(serving: Serving, opened: Show, log: MemoryLog) -> ServedNight:
    return serving(opened, log)


Opening = Callable[[str], Page]


@pytest.fixture
def opening(context: BrowserContext) -> Iterator[Opening]:
    """Open an overlay as a mixer does. Nothing may go wrong in it."""
    wrong: list[str] = []

    def open_it(url: str) -> Page:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.set_viewport_size(HALF)  # type: ignore[arg-type]  # a size, as it says
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "warning" else None)
        page.goto(url)
        page.wait_for_selector("html[data-sequence]")
        return page

    yield open_it
    assert not wrong


def reads(page: Page, *expected: str) -> None:
    """Wait until the page shows all of this."""
    page.wait_for_function(
        f"(expected) => {{ const words = ({WORDS})(); return expected.every((one) => words.includes(one)); }}",
        arg=list(expected),
    )


def empties(page: Page) -> None:
    """Wait until the page shows nothing."""
    page.wait_for_function(f"() => ({WORDS})() === ''")
    page.wait_for_timeout(60)  # the last frame of going


def names_told(night: ServedNight) -> list[str]:
    """Every couple in the order in which it is told."""
    cast = {couple.star: couple.name for couple in night.show.season.couples}
    return [cast[star] for step in night.show.steps for star in step.stars]


def tell(night: ServedNight, step: int) -> None:
    night.ask("Producer", "reveal-next", step=step)


def lock_first(night: ServedNight) -> None:
    """The first couple has danced and is marked 10, 9 and 8."""
    for judge, mark in zip(night.show.week.panel, ("10", "9", "8"), strict=True):
        night.from_paper(judge, 1, mark)


# What it is.


def test_before_the_first_step_there_is_nothing_on_it(night: ServedNight, opening: Opening) -> None:
    page = opening(f"{night.url}/overlay")

    assert box_of(page) is None
    assert (
        page.evaluate(
            "document.documentElement.scrollHeight <= innerHeight && getComputedStyle(document.body).overflow"
        )
        == "hidden"
    )


@pytest.mark.parametrize("asked", ["lower", "../desk", "<script>", ""])
def test_a_graphic_that_is_not_there_is_said_to_be_not_there(night: ServedNight, asked: str) -> None:
    for way in ("overlay", "adapter"):
        answer = night.running.stranger().get(f"/{way}", params={"graphic": asked}, headers={"Accept": "text/html"})
        assert answer.status_code == 404
        assert "score-bug" in answer.text
        assert "<script>" not in re.sub(r"<script src=[^>]*>", "", answer.text)


def test_it_follows_a_dance_from_the_name_to_the_total(night: ServedNight, opening: Opening) -> None:
    page = opening(f"{night.url}/overlay")
    bug = opening(f"{night.url}/overlay?graphic=score-bug")

    _, star = night.call(1)
    couple = next(one.name for one in night.show.season.couples if one.star == star)
    reads(page, couple, "Salsa")
    assert comes_true(page, lambda: inside(box_of(page)))

    lock_first(night)
    assert ">27<" not in all_words(page) + all_words(bug)
    assert box_of(bug) is None
    routine = night.show.running_order[0]
    night.ask("Producer", "lock-marks", round=routine.round, star=routine.star)
    for here in (page, bug):
        reads(here, couple, "10", "9", "8", "27")
        assert comes_true(page, lambda here=here: inside(box_of(here)))  # type: ignore[misc]  # bound at once
    assert "“" not in words(page)  # the lower third, with its song, has gone


def test_marks_come_one_after_the_other_and_the_total_last(night: ServedNight, opening: Opening) -> None:
    page = opening(f"{night.url}/overlay")
    night.call(1)
    lock_first(night)
    routine = night.show.running_order[0]
    page.evaluate(WATCH_MARKS)
    night.ask("Producer", "lock-marks", round=routine.round, star=routine.star)

    couple = next(one.name for one in night.show.season.couples if one.star == routine.star)
    reads(page, couple, "10", "9", "8", "27")
    steps = page.evaluate("seen")
    told = ["10", "9", "8", "27"]
    # Where the machine is short of time a browser may pass a picture over, but never shows them in another order.
    assert all(step == told[: len(step)] for step in steps)
    assert len(steps) > 1
    assert steps[-1] == told


@pytest.mark.parametrize("graphic", NAMES)
def test_each_graphic_has_a_page_of_its_own(sealed: ServedNight, opening: Opening, graphic: str) -> None:
    tell(sealed, 1)
    page = opening(f"{sealed.url}/overlay?graphic={graphic}")
    page.wait_for_timeout(300)

    assert page.evaluate("document.querySelectorAll('.graphic').length") == 1
    if graphic in {"leaderboard", "result-reveal"}:
        assert inside(box_of(page))
    else:
        assert box_of(page) is None


def test_an_open_vote_shows_where_and_whom(night: ServedNight, opening: Opening) -> None:
    page = opening(f"{night.url}/overlay?graphic=vote-open")
    night.ask("Producer", "open-vote", closes_at=time.time_ns() // 1_000_000 + 240_000)
    reads(page, "Vote now", "Jason Mraz")
    page.wait_for_function(f"() => /[34]:\\d\\d/.test(({WORDS})())")
    assert comes_true(page, lambda: inside(box_of(page)))

    night.ask("Producer", "close-vote")
    empties(page)


# The result, step by step.


def test_each_step_comes_when_it_is_told_and_nothing_of_a_later_one(sealed: ServedNight, opening: Opening) -> None:
    page = opening(f"{sealed.url}/overlay?graphic=result-reveal")
    everything = opening(f"{sealed.url}/overlay")
    names = names_told(sealed)
    assert box_of(page) is None

    for nth, name in enumerate(names, 1):
        assert all(later not in all_words(page) for later in names[nth - 1 :])
        tell(sealed, nth)
        for here in (page, everything):
            reads(here, name)
        assert not any(other in words(page) for other in names if other != name)
    assert comes_true(page, lambda: inside(box_of(page)))

    sealed.ask("Producer", "crown")
    reads(page, "Champions", names[-1], sealed.show.season.trophy)


def test_a_step_that_is_taken_back_goes_and_the_one_before_stands(sealed: ServedNight, opening: Opening) -> None:
    page = opening(f"{sealed.url}/overlay")
    names = names_told(sealed)
    for step, place in ((1, "5th place"), (2, "4th place")):
        tell(sealed, step)
        reads(page, place, names[step - 1])

    sealed.ask("Producer", "take-back", step=2)
    reads(page, "5th place", names[0])
    assert names[1] not in words(page)
    sealed.ask("Producer", "take-back", step=1)
    reads(page, "Leaderboard")  # the vote is closed and nothing is told: as before the first step
    assert "place" not in words(page)


def test_a_result_that_is_reopened_after_the_crown_is_said_to_be_corrected(
    sealed: ServedNight, opening: Opening
) -> None:
    page = opening(f"{sealed.url}/overlay")
    names = names_told(sealed)
    for step in range(1, len(names) + 1):
        tell(sealed, step)
    sealed.ask("Producer", "crown")
    reads(page, "Champions", names[-1])

    asked = {"decision": Decision.REOPEN.value, "reason": "A mark was read wrongly"}
    sealed.ask("Producer", "propose-decision", **asked)
    sealed.ask("Scrutineer", "agree-decision", decision=Decision.REOPEN.value)
    reads(page, "Correction", "A mark was read wrongly")
    assert not any(name in words(page) for name in names)
    anew = opening(f"{sealed.url}/overlay?graphic=result-reveal")
    reads(anew, "Correction")
    assert not any(name in all_words(anew) for name in names)


def test_more_couples_than_fit_are_shown_page_by_page(serving: Serving, season: Season, opening: Opening) -> None:
    night = serving(open_night(season, 1))
    night.call(1)
    for judge in night.show.week.panel:
        night.from_paper(judge, 1, "7")
    routine = night.show.running_order[0]
    night.ask("Producer", "lock-marks", round=routine.round, star=routine.star)
    page = opening(f"{night.url}/overlay?graphic=leaderboard")
    cast = {couple.name for couple in night.show.season.couples}

    def shown() -> set[str]:
        return {name for name in cast if name in words(page).replace("\n", " ")}

    first = shown()
    assert 1 < len(first) <= 8
    assert comes_true(page, lambda: shown() == cast - first)
    assert comes_true(page, lambda: shown() == first)


# After whatever happened.


@pytest.mark.parametrize("step", range(1, 6))
def test_opened_anew_at_any_step_it_stands_there_at_once(sealed: ServedNight, opening: Opening, step: int) -> None:
    for nth in range(1, step + 1):
        tell(sealed, nth)
    page = opening(f"{sealed.url}/overlay")

    assert names_told(sealed)[step - 1] in words(page)  # no way in
    first = box_of(page)
    page.wait_for_timeout(1500)
    assert box_of(page) == first
    page.reload()
    page.wait_for_selector("html[data-sequence]")
    assert names_told(sealed)[step - 1] in words(page)


def test_asleep_while_three_steps_were_told_it_wakes_with_the_newest(
    serving: Serving, opened: Show, log: MemoryLog, opening: Opening
) -> None:
    night = serving(opened, log)
    names = names_told(night)
    with line(port_of(night)) as through:
        page = opening(f"{through.url}/overlay?graphic=result-reveal")
        tell(night, 1)
        reads(page, names[0])

        there = through.to
        through.lead_to(NOBODY)  # asleep: nothing comes through
        page.evaluate(OBS, arg=False)
        for step in (2, 3, 4):
            tell(night, step)
        page.wait_for_timeout(300)
        assert words(page).count(names[0]) == 1  # what it knew last stands

        through.lead_to(there)
        page.evaluate(OBS, arg=True)
        reads(page, names[3])
        assert not any(name in words(page) for name in names if name != names[3])
        assert not any(name in all_words(page) for name in names[4:])


def test_hidden_it_goes_on(sealed: ServedNight, context: BrowserContext, opening: Opening) -> None:
    page = opening(f"{sealed.url}/overlay?graphic=result-reveal")
    front = context.new_page()
    front.bring_to_front()

    tell(sealed, 1)
    reads(page, names_told(sealed)[0])


def test_a_server_that_starts_again_between_two_steps_is_found_again(
    serving: Serving, opened: Show, log: MemoryLog, opening: Opening
) -> None:
    before = serving(opened, log)
    with line(port_of(before)) as through:
        page = opening(f"{through.url}/overlay")
        names = names_told(before)
        tell(before, 1)
        reads(page, "5th place", names[0])
        sequence = page.evaluate("document.documentElement.dataset.sequence")

        through.lead_to(NOBODY)
        again = serving(opened, log)
        page.wait_for_timeout(200)
        through.lead_to(port_of(again))
        page.wait_for_selector("html[data-link=on]")
        assert page.evaluate("document.documentElement.dataset.sequence") == sequence
        assert names[0] in words(page)
        tell(again, 2)
        reads(page, "4th place", names[1])


def test_opened_before_the_server_is_whole_it_comes_by_itself(sealed: ServedNight, context: BrowserContext) -> None:
    tell(sealed, 1)
    page = context.new_page()
    page.route("**/graphics/shared/motion.js", lambda route: route.abort())
    page.goto(f"{sealed.url}/overlay?graphic=result-reveal")
    page.wait_for_timeout(300)
    assert page.locator(".graphic").count() == 0

    page.unroute("**/graphics/shared/motion.js")
    page.wait_for_selector("html[data-sequence]", timeout=3 * PATIENCE)
    assert names_told(sealed)[0] in words(page)


# The page that leads there.


def test_a_producer_finds_every_address(night: ServedNight, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{night.url}/graphics")
    page.wait_for_function("() => document.querySelectorAll('.graphic-look .graphic').length === 5")

    told = page.inner_text("main")
    for name in NAMES:
        assert f"{night.url}/overlay?graphic={name}" in told
        assert f"{night.url}/adapter?graphic={name}" in told
        answer = page.request.get(f"{night.url}/graphics/{name}.ograf.json")
        assert answer.status == 200
    for link in page.locator("main a").all():
        assert page.request.get(night.url + (link.get_attribute("href") or "")).status == 200
    page.wait_for_timeout(300)
    assert all(one in words(page) for one in ("Ada Lowe and Ben Reyes", "28½", "Vote now", "Safe"))
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def port_of(night: ServedNight) -> int:
    return int(night.url.rpartition(":")[2])
