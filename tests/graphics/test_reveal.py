"""The result reveal knows a step only once it was sent to be drawn, and draws nothing that was not told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.graphics.stage import COUPLES, CROWN, NIGHT, Sent, Site, asked, at, bounds, call, pixels, schedule
from tests.web.pages.pictures import comes_true

THIRD = NIGHT["result-reveal"]
NOTHING = "There is no step to tell: none has come since the last one."
CUT = "() => graphic.playAction({ skipAnimation: true })"


@pytest.fixture
def reveal(stage: Page) -> Page:
    call(stage, "shown", "result-reveal", "realtime")
    return stage


def send(page: Page, step: Sent) -> None:
    page.evaluate("(data) => graphic.updateAction({ data, skipAnimation: true })", step)


def play(page: Page, **params: object) -> dict[str, Any]:
    answer: dict[str, Any] = page.evaluate("(params) => graphic.playAction({ ...params, skipAnimation: true })", params)
    return answer


def told(page: Page) -> list[str]:
    texts: list[str] = call(page, "texts")
    return texts


def everything(page: Page) -> str:
    """All that the element holds, seen or not."""
    held: str = page.evaluate("() => graphic.shadowRoot.innerHTML + JSON.stringify(graphic)")
    return held


def test_nothing_of_a_step_is_kept_at_load(stage: Page) -> None:
    stage.evaluate(
        """async (data) => {
            const { made } = await import('/harness.js');
            globalThis.graphic = await made('result-reveal');
            await graphic.load({ renderType: 'realtime', data });
            document.querySelector('#stage').append(graphic);
        }""",
        dict(THIRD),
    )
    assert play(stage) == {"statusCode": 409, "statusMessage": NOTHING}
    assert bounds(pixels(stage)) is None
    assert COUPLES[2] not in everything(stage)
    send(stage, {"couple": COUPLES[0], "kind": "safe"})
    assert play(stage)["statusCode"] == 200
    assert told(stage) == ["The finale", "Safe", COUPLES[0]]


def test_nothing_of_a_step_is_drawn_before_it_is_played(reveal: Page) -> None:
    """Not even hidden: a slip with opacity or a look into the page must find no name."""
    send(reveal, THIRD)

    assert bounds(pixels(reveal)) is None
    assert COUPLES[2] not in everything(reveal)


def test_steps_come_one_by_one(reveal: Page) -> None:
    send(reveal, THIRD)
    assert play(reveal) == {"statusCode": 200, "currentStep": 0}
    assert told(reveal) == ["The finale", "3rd place", COUPLES[2]]
    send(reveal, CROWN)
    assert told(reveal) == ["The finale", "3rd place", COUPLES[2]]
    assert COUPLES[0] not in everything(reveal)
    assert play(reveal) == {"statusCode": 200, "currentStep": 1}
    assert told(reveal) == ["The finale", "Champions", COUPLES[0], "They are the champions!"]


def test_a_step_that_has_not_come_changes_nothing(reveal: Page) -> None:
    """Take pressed twice: the second finds nothing new, and what is on stays on."""
    send(reveal, THIRD)
    play(reveal)
    before = pixels(reveal)

    assert play(reveal) == {"statusCode": 409, "statusMessage": NOTHING, "currentStep": 0}
    assert play(reveal, goto=7)["statusCode"] == 409
    send(reveal, dict(THIRD, step=""))
    assert play(reveal)["statusCode"] == 409
    assert (pixels(reveal) == before).all()


def test_no_word_of_one_step_stands_beside_the_next(reveal: Page) -> None:
    send(reveal, {**THIRD, "says": "Third, with 88 points."})
    play(reveal)
    send(reveal, {"step": 2, "kind": "safe", "couple": COUPLES[1]})
    play(reveal)

    assert told(reveal) == ["The finale", "Safe", COUPLES[1]]


def test_the_same_step_again_corrects_it_at_once(reveal: Page) -> None:
    send(reveal, THIRD)
    play(reveal)
    send(reveal, dict(THIRD, couple=COUPLES[1]))

    assert told(reveal) == ["The finale", "3rd place", COUPLES[1]]
    assert COUPLES[2] not in everything(reveal)
    assert play(reveal)["statusCode"] == 409


def test_a_step_is_put_in_place_of_the_one_that_is_on(reveal: Page) -> None:
    send(reveal, THIRD)
    play(reveal)
    send(reveal, {"kind": "correction", "says": "It was read from the wrong card."})

    assert play(reveal, delta=0) == {"statusCode": 200, "currentStep": 0}
    assert told(reveal) == ["The finale", "Correction", "It was read from the wrong card."]


def test_a_step_is_taken_back(reveal: Page) -> None:
    take_back = "() => graphic.customAction({ id: 'take-back', payload: null, skipAnimation: true })"
    assert reveal.evaluate(take_back)["statusCode"] == 409
    for step in (THIRD, CROWN):
        send(reveal, step)
        play(reveal)

    assert reveal.evaluate(take_back) == {"statusCode": 200}
    assert told(reveal) == ["The finale", "3rd place", COUPLES[2]]
    assert reveal.evaluate(take_back) == {"statusCode": 200}
    assert told(reveal) == []
    assert reveal.evaluate("() => graphic.customAction({ id: 'undo', payload: {} })")["statusCode"] == 404


def test_a_host_that_comes_late_may_say_which_step_it_is(reveal: Page) -> None:
    send(reveal, CROWN)
    assert play(reveal, goto=4) == {"statusCode": 200, "currentStep": 4}
    assert told(reveal)[0] == "Champions"
    assert play(reveal, goto=1)["statusCode"] == 409


def test_what_was_told_is_shown_again(reveal: Page) -> None:
    for step in (THIRD, CROWN):
        send(reveal, step)
        play(reveal)

    assert play(reveal, goto=0) == {"statusCode": 200, "currentStep": 0}
    assert told(reveal)[1:] == ["3rd place", COUPLES[2]]
    assert play(reveal, delta=1)["currentStep"] == 1
    assert told(reveal)[1] == "Champions"


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"kind": "safe", "couple": "A & B"}, ["Safe", "A & B"]),
        ({"kind": "jeopardy", "rowsText": "A & B\nC & D"}, ["In jeopardy", "A & B", "C & D"]),
        ({"kind": "out", "couple": "A & B"}, ["Leaves the dance floor", "A & B"]),
        ({"kind": "out", "rows": [{"name": "A"}, {"couple": "B"}]}, ["Leave the dance floor", "A", "B"]),
        ({"kind": "nobody"}, ["Nobody leaves tonight"]),
        ({"kind": "nobody leaves"}, ["Nobody leaves tonight"]),
        ({"kind": "void"}, ["The votes are void"]),
        ({"kind": "the votes are void", "says": "Points carry over."}, ["The votes are void", "Points carry over."]),
        ({"kind": "place", "place": "2", "couple": "A & B"}, ["2 place", "A & B"]),
        ({"kind": "choice", "rowsText": "A & B|saved by Derek"}, ["The judges choose", "A & B", "saved by Derek"]),
        ({"kind": "unheard of", "headline": "Extended by a minute"}, ["Extended by a minute"]),
    ],
)
def test_each_kind_has_its_words(reveal: Page, step: Sent, words: list[str]) -> None:
    send(reveal, step)
    assert play(reveal)["statusCode"] == 200
    assert told(reveal) == words


def test_a_kind_is_never_told_by_its_colour_alone(reveal: Page) -> None:
    shapes = set()
    for kind in ("safe", "jeopardy", "out", "champions"):
        send(reveal, {"step": kind, "kind": kind, "couple": "A & B"})
        play(reveal)
        shapes.add(
            reveal.evaluate(
                "() => [...graphic.shadowRoot.querySelectorAll('.plate > svg')]"
                ".filter((one) => getComputedStyle(one).display !== 'none').map((one) => one.innerHTML).join()"
            )
        )
    assert len(shapes) == 4


def row(step: object, kind: str, couple: str, **more: object) -> dict[str, object]:
    """A row of the feed as the server writes it."""
    return {"sequence": 4, "row": 1, "step": step, "kind": kind, "couple": couple, "correction": "", **more}


NOBODY = row("", "", "")


def test_with_a_feed_a_step_is_fetched_when_it_is_taken(reveal: Page, site: Site) -> None:
    site.feeds["reveal"] = [NOBODY]
    send(reveal, {"feedUrl": "/feeds/reveal.json"})
    assert play(reveal)["statusCode"] == 409
    site.feeds["reveal"] = [row(1, "safe", COUPLES[3]), row(1, "safe", COUPLES[4])]
    assert play(reveal) == {"statusCode": 200, "currentStep": 0}
    assert told(reveal) == ["Safe", COUPLES[3], COUPLES[4]]
    assert play(reveal)["statusCode"] == 409

    site.feeds["reveal"] += [row(2, "out", COUPLES[1])]
    reveal.wait_for_timeout(2400)
    assert told(reveal) == ["Safe", COUPLES[3], COUPLES[4]]  # it was told elsewhere and not yet taken here
    assert play(reveal) == {"statusCode": 200, "currentStep": 1}
    assert told(reveal) == ["Leaves the dance floor", COUPLES[1]]


def test_what_the_feed_takes_back_goes_and_what_it_corrects_changes(reveal: Page, site: Site) -> None:
    site.feeds["reveal"] = [row(1, "safe", COUPLES[3]), row(2, "out", COUPLES[1])]
    send(reveal, {"feedUrl": "/feeds/reveal.json"})
    play(reveal)
    assert told(reveal) == ["Leaves the dance floor", COUPLES[1]]
    site.feeds["reveal"] = [row(1, "safe", COUPLES[3]), row(2, "out", COUPLES[0])]
    assert comes_true(reveal, lambda: told(reveal) == ["Leaves the dance floor", COUPLES[0]])

    site.feeds["reveal"] = [row("", "", "", correction="A mark was typed wrongly.")]
    assert comes_true(reveal, lambda: told(reveal) == ["Correction", "A mark was typed wrongly."])
    site.feeds["reveal"] = [row(1, "safe", COUPLES[1])]
    assert play(reveal)["statusCode"] == 200
    assert told(reveal) == ["Safe", COUPLES[1]]
    site.feeds["reveal"] = [NOBODY]
    assert comes_true(reveal, lambda: told(reveal) == [])


def test_a_stop_while_a_step_is_fetched_is_the_last_word(reveal: Page, site: Site) -> None:
    site.feeds["reveal"] = [row(1, "safe", COUPLES[3])]
    send(reveal, {"feedUrl": "/feeds/reveal.json"})
    answers = reveal.evaluate("() => Promise.all([graphic.playAction({}), graphic.stopAction({})])")

    assert [answer["statusCode"] for answer in answers] == [409, 200]
    assert bounds(pixels(reveal)) is None


def test_a_silent_feed_tells_nothing(reveal: Page) -> None:
    reveal.evaluate("() => { globalThis.fetch = () => new Promise((_, no) => setTimeout(no, 100, new Error())); }")
    send(reveal, {"feedUrl": "http://192.0.2.1/feeds/reveal.json"})

    assert play(reveal)["statusCode"] == 409
    assert bounds(pixels(reveal)) is None


def test_a_schedule_tells_each_step_at_its_time(stage: Page) -> None:
    told_by = schedule(
        (0, asked("playAction")),  # nothing has come
        (1000, asked("updateAction", data=dict(THIRD))),
        (2000, asked("playAction")),
        (4000, asked("updateAction", data=dict(CROWN))),
        (5000, asked("playAction")),
    )
    call(stage, "scheduled", "result-reveal", told_by)

    assert bounds(at(stage, 1900)) is None
    at(stage, 3900)
    assert told(stage)[1:] == ["3rd place", COUPLES[2]]
    at(stage, 4990)
    assert told(stage)[1:] == ["3rd place", COUPLES[2]]
    at(stage, 8000)
    assert told(stage)[1] == "Champions"
    assert bounds(at(stage, 500)) is None


def test_nothing_told_is_kept_where_a_later_graphic_could_find_it(reveal: Page) -> None:
    send(reveal, THIRD)
    play(reveal)
    reveal.evaluate("() => graphic.dispose({})")

    assert json.loads(
        reveal.evaluate("() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])")
    ) == [{}, {}, ""]
