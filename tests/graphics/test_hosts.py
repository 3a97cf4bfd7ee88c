"""What hosts do to a graphic, step by step: the EBU's devtool, SPX, feeds, and sleep."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.graphics.conftest import Opened
from tests.graphics.packages import NAMES
from tests.graphics.stage import COUPLES, JUDGES, NIGHT, Site, bounds, call, pixels
from tests.web.pages.pictures import comes_true


def statuses(heard: list[dict[str, object]]) -> list[object]:
    """The status of each answer."""
    return [answer["statusCode"] for one in heard if isinstance(answer := one["answer"], dict)]


@pytest.mark.parametrize("name", NAMES)
def test_the_sequence_of_the_devtool(small: Page, name: str) -> None:
    heard = call(small, "devtool", name, NIGHT[name])

    assert [wrong for one in heard for wrong in one["wrong"]] == []
    assert all(one["answer"] is not None for one in heard)


@pytest.mark.parametrize("name", NAMES)
def test_the_sequence_of_spx(stage: Page, name: str) -> None:
    flat = {field: str(value) for field, value in NIGHT[name].items() if not isinstance(value, list)}
    heard = call(stage, "spx", name, flat)

    assert [wrong for one in heard for wrong in one["wrong"]] == []
    assert statuses(heard) == [200, 200, 200]
    assert heard[-1]["answer"]["currentStep"] == 0
    assert bounds(pixels(stage)) is not None


def test_a_step_is_a_number_until_the_end_and_then_no_key(small: Page) -> None:
    call(small, "shown", "score-bug", "realtime")
    small.evaluate("(data) => graphic.updateAction({ data, skipAnimation: true })", NIGHT["score-bug"])
    answers = [small.evaluate("() => graphic.playAction({ skipAnimation: true })") for _ in range(6)]

    assert [answer.get("currentStep", "none") for answer in answers] == [0, 1, 2, 3, "none", 0]
    assert "currentStep" not in answers[4]


@pytest.mark.parametrize(
    ("params", "answer"),
    [
        ({"goto": 2}, {"statusCode": 200, "currentStep": 2}),
        ({"goto": "2"}, {"statusCode": 200, "currentStep": 2}),
        ({"delta": 2}, {"statusCode": 200, "currentStep": 1}),
        ({"delta": "1", "goto": 3}, {"statusCode": 200, "currentStep": 3}),
        ({"goto": 4}, {"statusCode": 200}),
        ({"goto": -1}, {"statusCode": 200}),
        ({"goto": 99}, {"statusCode": 200}),
        ({"delta": -1}, {"statusCode": 200}),
        ({"goto": None, "delta": None}, {"statusCode": 200, "currentStep": 0}),
        ({"goto": 1.5}, {"statusCode": 400, "statusMessage": "goto and delta are whole numbers."}),
        ({"delta": "next"}, {"statusCode": 400, "statusMessage": "goto and delta are whole numbers."}),
    ],
)
def test_where_play_goes(small: Page, params: dict[str, object], answer: dict[str, object]) -> None:
    call(small, "shown", "score-bug", "realtime")
    small.evaluate("(data) => graphic.updateAction({ data })", NIGHT["score-bug"])

    assert small.evaluate("(params) => graphic.playAction({ ...params, skipAnimation: true })", params) == answer


def test_actions_before_load_are_not_lost(stage: Page) -> None:
    """A template is told to play while its typefaces are still on their way."""
    heard = stage.evaluate(
        """async (data) => {
            const { made, texts } = await import('/harness.js');
            const graphic = await made('lower-third');
            document.querySelector('#stage').append(graphic);
            const asked = [graphic.updateAction({ data }), graphic.playAction()];
            await Promise.all([...asked, graphic.load({ renderType: 'realtime' })]);
            return texts(graphic);
        }""",
        NIGHT["lower-third"],
    )
    assert heard == ["Dancing now", COUPLES[0], "Paso doble · “Por Una Cabeza”"]


def test_an_update_in_parts_keeps_the_rest(stage: Page) -> None:
    call(stage, "shown", "lower-third", "realtime")
    sent = [NIGHT["lower-third"], {"subtitle": "Waltz"}, {"kicker": ""}, {}, {"unknown": [1]}]
    for one in sent:
        stage.evaluate("(data) => graphic.updateAction({ data, skipAnimation: true })", one)
    stage.evaluate("() => graphic.playAction({ skipAnimation: true })")

    assert call(stage, "texts") == [COUPLES[0], "Waltz"]


def test_stop_twice_and_play_again(stage: Page) -> None:
    call(stage, "shown", "lower-third", "realtime")
    stage.evaluate("(data) => graphic.updateAction({ data })", NIGHT["lower-third"])
    stage.evaluate("() => Promise.all([graphic.playAction(), graphic.stopAction(), graphic.stopAction()])")
    assert bounds(pixels(stage)) is None

    stage.evaluate("() => Promise.all([graphic.stopAction(), graphic.playAction()])")
    assert call(stage, "texts")[1:] == [COUPLES[0], "Paso doble · “Por Una Cabeza”"]


def test_next_in_the_middle_of_a_movement_arrives_at_the_later_step(stage: Page) -> None:
    call(stage, "shown", "score-bug", "realtime")
    stage.evaluate("(data) => graphic.updateAction({ data })", NIGHT["score-bug"])
    answers = stage.evaluate("() => Promise.all([0, 1, 2].map(() => graphic.playAction({})))")

    assert [answer["currentStep"] for answer in answers] == [0, 1, 2]
    assert [text for text in call(stage, "texts") if text in {"10", "9½", "29½"}] == ["10", "9½", "10"]


def test_numbers_are_taken_as_texts_and_halves_are_written_as_people_do(stage: Page) -> None:
    call(stage, "shown", "score-bug", "realtime")
    rows = [{"judge": judge, "score": score} for judge, score in zip(JUDGES, (8.5, "7.0", "0.5"), strict=True)]
    stage.evaluate("(rows) => graphic.updateAction({ data: { rows, total: '16', pace: 'all' } })", rows)
    stage.evaluate("() => graphic.playAction({ skipAnimation: true })")

    assert [text for text in call(stage, "texts") if text not in JUDGES] == ["16", "Total", "8½", "7", "½"]


def test_rows_go_before_rows_as_text_and_both_before_a_feed(stage: Page, site: Site) -> None:
    site.feeds["board"] = [{"row": 1, "place": "1st", "couple": "From the feed", "points": 30, "points_text": "30"}]
    call(stage, "shown", "leaderboard", "realtime")
    stage.evaluate("() => graphic.playAction({ skipAnimation: true })")

    def names(**sent: object) -> list[str]:
        stage.evaluate("(data) => graphic.updateAction({ data, skipAnimation: true })", sent)
        stage.wait_for_timeout(250)
        return [text for text in call(stage, "texts") if text.startswith("From")]

    first = names(feedUrl="/feeds/board.json", feedToken="secret")
    for _ in range(40):  # how long an answer takes on a busy machine nobody knows
        first = first or names()
    assert first == ["From the feed"]
    assert site.asked[0] == ("/feeds/board.json", "Bearer secret")
    assert names(rowsText="1|From the text|30\n\n2|From the second line|29|left") == [
        "From the text",
        "From the second line",
    ]
    assert names(rows=[{"rank": 1, "name": "From the rows", "score": "8.5"}]) == ["From the rows"]
    assert names(rows=[]) == ["From the text", "From the second line"]
    assert names(rowsText="") == ["From the feed"]


def test_a_feed_that_falls_silent_leaves_what_is_there(stage: Page, site: Site) -> None:
    site.feeds["marks"] = [
        {"judge": judge, "mark_text": "9", "absent": 0, "couple": COUPLES[0], "style": "Waltz", "total_text": "27"}
        for judge in JUDGES
    ]
    call(stage, "shown", "score-bug", "realtime")
    stage.evaluate("() => graphic.updateAction({ data: { feedUrl: '/feeds/marks.json', pace: 'all' } })")
    stage.evaluate("() => graphic.playAction({ skipAnimation: true })")
    assert comes_true(stage, lambda: {"27", "9", COUPLES[0]} <= set(call(stage, "texts")))
    before = call(stage, "texts")

    stage.evaluate("() => { globalThis.fetch = () => Promise.reject(new TypeError('down')); }")
    stage.wait_for_timeout(2300)
    assert call(stage, "texts") == before


def test_many_updates_do_not_ask_a_feed_more_often(opened: Opened, site: Site) -> None:
    page = opened(clock=True)
    site.feeds["board"] = [{"place": "1st", "couple": "A & B"}]
    call(page, "shown", "leaderboard", "realtime")
    once = "graphic.updateAction({ data: { feedUrl: '/feeds/board.json' } })"
    page.evaluate(f"() => {{ for (let nth = 0; nth < 9; nth++) {once}; }}")
    page.clock.run_for(200)
    asked = len(site.asked)
    for _ in range(5):
        page.clock.run_for(2000)
        page.evaluate("() => fetch('/')")

    assert asked <= 9
    assert sum(path == "/feeds/board.json" for path, _ in site.asked) - asked <= 6


def test_an_element_that_was_dropped_without_a_word_asks_no_feed(stage: Page, site: Site) -> None:
    site.feeds["board"] = [{"place": "1st", "couple": "A & B"}]
    call(stage, "shown", "leaderboard", "realtime")
    stage.evaluate("() => graphic.updateAction({ data: { feedUrl: '/feeds/board.json' } })")
    stage.evaluate("() => graphic.remove()")
    stage.wait_for_timeout(200)
    asked = len(site.asked)
    stage.wait_for_timeout(2500)

    assert len(site.asked) == asked


def test_a_graphic_without_its_typefaces_works(stage: Page) -> None:
    stage.evaluate("() => { globalThis.FontFace = class { load() { return Promise.reject(new Error('404')); } }; }")
    call(stage, "shown", "lower-third", "realtime")
    stage.evaluate("(data) => graphic.updateAction({ data })", NIGHT["lower-third"])
    stage.evaluate("() => graphic.playAction({ skipAnimation: true })")

    assert call(stage, "texts")[1] == COUPLES[0]


def test_typefaces_that_never_come_do_not_hold_load_up(stage: Page) -> None:
    stage.evaluate("() => { globalThis.FontFace = class { load() { return new Promise(() => {}); } }; }")
    (heard,) = stage.evaluate(
        """async () => {
            const { made, inTurn } = await import('/harness.js');
            return inTurn(await made('vote-open'), [['load', { renderType: 'realtime' }]]);
        }"""
    )
    assert heard["wrong"] == []


def test_typefaces_are_declared_at_the_document(stage: Page) -> None:
    """A shadow root cannot declare them, and without them another typeface is on air."""
    call(stage, "shown", "lower-third", "realtime")

    faces = stage.evaluate(
        "() => [...document.fonts].map(({ family, status }) => [family.replaceAll('\"', ''), status])"
    )
    assert sorted(faces) == [["Mirrorball Fraunces", "loaded"], ["Mirrorball Inter", "loaded"]]


def test_what_is_sent_is_text_and_never_markup(stage: Page) -> None:
    call(stage, "shown", "lower-third", "realtime")
    stage.evaluate("() => graphic.updateAction({ data: { title: '<img src=x onerror=alert(1)>&amp;' } })")
    stage.evaluate("() => graphic.playAction({ skipAnimation: true })")

    assert call(stage, "texts") == ["<img src=x onerror=alert(1)>&amp;"]


def test_an_hour_asleep(opened: Opened) -> None:
    """It wakes with the picture of that moment: the clock has run out, and what moved has long arrived."""
    page = opened(clock=True)
    call(page, "shown", "vote-open", "realtime")
    page.evaluate("(data) => { graphic.updateAction({ data }); graphic.playAction({}); }", NIGHT["vote-open"])
    page.clock.run_for(2000)
    assert {"4:30", "until it closes"} <= set(call(page, "texts"))

    page.clock.fast_forward(3_600_000)
    page.clock.run_for(100)
    assert {"0:00", "closing now"} <= set(call(page, "texts"))
    page.evaluate("() => { graphic.stopAction({}); }")
    page.clock.fast_forward(3_600_000)
    page.clock.run_for(100)
    assert call(page, "texts") == []


@pytest.mark.parametrize("name", NAMES)
def test_nobody_waits_for_frames_that_do_not_come(small: Page, name: str) -> None:
    """A hidden page draws no frames and its timers are slow; a graphic answers all the same."""
    heard = small.evaluate(
        """async ([name, data]) => {
            const { made, inTurn } = await import('/harness.js');
            Object.defineProperty(document, 'hidden', { get: () => true, configurable: true });
            globalThis.requestAnimationFrame = () => 0;
            const begun = performance.now();
            const heard = await inTurn(await made(name), [
                ['load', { renderType: 'realtime' }], ['updateAction', { data }],
                ['playAction', {}], ['stopAction', {}],
            ]);
            return [heard.flatMap(({ wrong }) => wrong), performance.now() - begun];
        }""",
        [name, NIGHT[name]],
    )
    assert heard[0] == []
    assert heard[1] < 2900


def test_a_clock_follows_the_senders_clock(stage: Page) -> None:
    """The window closes by the server's clock, whatever this machine's says."""
    call(stage, "shown", "vote-open", "realtime")
    stage.evaluate("() => graphic.updateAction({ data: { now: 1000000, closesAt: '1065000' } })")
    stage.evaluate("() => graphic.playAction({ skipAnimation: true })")
    assert {"1:05", "1:04"} & set(call(stage, "texts"))

    stage.evaluate("() => graphic.updateAction({ data: { closesAt: 1000000 + 3725000 } })")
    assert {"1:02:05", "1:02:04", "1:02:03"} & set(call(stage, "texts"))


def test_after_dispose_nothing_is_drawn_until_it_is_loaded_again(stage: Page) -> None:
    call(stage, "shown", "lower-third", "realtime")
    stage.evaluate("(data) => graphic.updateAction({ data })", NIGHT["lower-third"])
    stage.evaluate("() => graphic.playAction({ skipAnimation: true })")
    stage.evaluate("() => graphic.dispose({})")

    assert bounds(pixels(stage)) is None
    assert stage.evaluate("() => graphic.playAction({})")["statusCode"] == 410
    stage.evaluate("(data) => graphic.load({ data, renderType: 'realtime' })", NIGHT["lower-third"])
    stage.evaluate("() => graphic.playAction({ skipAnimation: true })")
    assert call(stage, "texts")[1] == COUPLES[0]
