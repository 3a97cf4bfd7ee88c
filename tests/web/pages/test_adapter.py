"""Templates for CasparCG and SPX: their functions in any order, twice, before anything is loaded; what hosts garble."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext, Page

from mirrorball.terminal.graphics import Asked, graphics
from mirrorball.web import ograf
from tests.web.pages.conftest import PATIENCE, ServedNight
from tests.web.pages.pictures import HALF, WORDS, all_words, box_of, comes_true, inside, words

NAMES = [graphic.name for graphic in ograf.graphics()]
CALLS = ("update", "play", "next", "stop")
JASON, NASTY = "Jason Mraz and Daniella Karagach", 'Zoë & "Ann" O\'Neill <3'
IN = 1300  # milliseconds in which every graphic has come in
OUT = 700
READY = "html[data-ready]"
FILLED = {
    "lower-third": {"title": JASON, "subtitle": "Freestyle"},
    "score-bug": {"couple": JASON, "judge1": "Derek Hough", "score1": "9.5", "total": "9.5"},
    "leaderboard": {"rowsText": f"1st|{JASON}|30"},
    "vote-open": {"title": JASON, "address": "https://vote.example", "secondsLeft": "90"},
    "result-reveal": {"kind": "safe", "couple": JASON, "step": "1"},
}

Opening = Callable[..., Page]


@pytest.fixture
def opening(context: BrowserContext, night: ServedNight) -> Iterator[Opening]:
    """Open the template of a graphic as a host does. No call may throw, and nothing may go wrong beside."""
    wrong: list[str] = []

    def open_it(name: str, base: str = "", *, before: str = "") -> Page:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.set_viewport_size(HALF)  # type: ignore[arg-type]  # a size, as it says
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type in {"warning", "error"} else None)
        if before:
            page.route("**/shared/motion.js", partial(_slow, page))
        page.goto(base or f"{night.url}/adapter?graphic={name}", wait_until="commit" if before else "load")
        if before:
            page.wait_for_function("() => typeof update === 'function'")
            page.evaluate(before)
        page.wait_for_selector(READY, state="attached")
        return page

    yield open_it
    assert not wrong


def _slow(page: Page, route: object) -> None:
    page.wait_for_timeout(400)
    route.continue_()  # type: ignore[attr-defined]  # a route of playwright


def fields_of(name: str) -> dict[str, str]:
    return {field.name: field.id for field in next(one for one in ograf.graphics() if one.name == name).fields}


def as_json(name: str, **more: str) -> str:
    """What SPX sends: fields by number, every value as text."""
    ids = fields_of(name)
    filled = FILLED[name] | more
    return json.dumps({number: filled.get(field, "") for field, number in ids.items()})


def as_xml(**fields: str) -> str:
    """What CasparCG's clients of an older kind send."""
    parts = (
        f'<componentData id="{one}"><data id="text" value="{text}"/></componentData>' for one, text in fields.items()
    )
    return f"<templateData>{''.join(parts)}</templateData>"


def update(page: Page, sent: str) -> None:
    page.evaluate("(sent) => update(sent)", arg=sent)


def reads(page: Page, *expected: str) -> None:
    page.wait_for_function(f"(expected) => expected.every((one) => ({WORDS})().includes(one))", arg=list(expected))


def empties(page: Page) -> None:
    page.wait_for_function(f"() => ({WORDS})() === ''")


# In their order.


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_filled_comes_in_and_goes_out(opening: Opening, name: str) -> None:
    page = opening(name)
    assert box_of(page) is None

    update(page, as_json(name))
    page.wait_for_timeout(50)
    assert box_of(page) is None  # filling is not showing
    page.evaluate("play()")
    reads(page, JASON)
    assert comes_true(page, lambda: inside(box_of(page)))

    page.evaluate("stop()")
    assert comes_true(page, lambda: box_of(page) is None)


@pytest.mark.parametrize("name", NAMES)
def test_spx_finds_its_fields_and_their_elements(opening: Opening, name: str) -> None:
    page = opening(name)
    definition = page.evaluate("window.SPXGCTemplateDefinition")

    ids = [field["field"] for field in definition["DataFields"]]
    assert ids == list(fields_of(name).values())
    assert page.evaluate("(ids) => ids.every((id) => document.getElementById(id))", arg=ids)
    assert definition["dataformat"] == "json"
    assert definition["out"] == "manual"
    update(page, as_json(name))
    shown = page.evaluate(
        "(ids) => Object.fromEntries(ids.map((id) => [id, document.getElementById(id).textContent]))", arg=ids
    )
    assert any(JASON in text for text in shown.values())
    assert "hidden" in page.locator(f"#{ids[0]}").evaluate("(one) => one.outerHTML")


def test_next_turns_a_mark_and_then_the_total(opening: Opening) -> None:
    page = opening("score-bug")
    update(page, as_json("score-bug", judge2="Bruno Tonioli", score2="8", total="17.5"))
    page.evaluate("play()")
    reads(page, "9½")
    assert "8" not in words(page).split("\n")
    page.evaluate("next()")
    reads(page, "9½", "\n8\n")
    assert "17½" not in words(page)
    page.evaluate("next()")
    reads(page, "17½")


def test_a_result_is_told_one_step_after_the_other_and_none_that_was_not_sent(opening: Opening) -> None:
    page = opening("result-reveal")
    page.evaluate("play()")
    page.wait_for_timeout(IN)
    assert box_of(page) is None  # there is nothing to tell

    update(page, as_json("result-reveal"))
    page.evaluate("play()")
    reads(page, "Safe", JASON)
    page.evaluate("next()")
    page.wait_for_timeout(IN)
    assert JASON in words(page)  # no step has come since

    update(page, as_json("result-reveal", step="2", kind="jeopardy", couple="Another couple"))
    page.wait_for_timeout(100)
    assert JASON in words(page)
    page.evaluate("next()")
    reads(page, "In jeopardy", "Another couple")
    assert JASON not in words(page)


def test_next_does_nothing_where_there_is_one_step(opening: Opening) -> None:
    page = opening("lower-third")
    update(page, as_json("lower-third"))
    page.evaluate("play()")
    reads(page, JASON)
    page.evaluate("next(); next()")
    assert comes_true(page, lambda: inside(box_of(page)))


# In any order.


@pytest.mark.parametrize("name", NAMES)
def test_any_calls_in_any_order_throw_nothing_and_leave_a_template_that_works(opening: Opening, name: str) -> None:
    page = opening(name)
    for calls in product(CALLS, repeat=3):
        run = "; ".join(f"{one}(sent)" if one == "update" else f"{one}()" for one in calls)
        page.evaluate(f"(sent) => {{ {run} }}", arg=as_json(name))
    page.evaluate("stop(); stop()")
    assert comes_true(page, lambda: box_of(page) is None)

    update(page, as_json(name, step="9"))
    page.evaluate("play(); play()")
    reads(page, JASON)
    assert comes_true(page, lambda: inside(box_of(page)))
    page.evaluate("stop(); play(); stop(); stop()")
    empties(page)


@pytest.mark.parametrize(
    ("calls", "shows"),
    [
        ("update(sent); play()", True),
        ("play(); update(sent)", True),
        ("update(sent); update(sent); play(); play()", True),
        ("update(sent); next(); play()", True),
        ("stop(); update(sent); play(); stop(); play()", True),
        ("update(sent); play(); stop()", False),
        ("stop(); stop(); next(); next()", False),
    ],
)
def test_what_comes_before_it_is_loaded_waits_and_is_done_in_its_order(
    opening: Opening, calls: str, *, shows: bool
) -> None:
    page = opening("lower-third", before=f"() => {{ const sent = {as_json('lower-third')!r}; {calls} }}")

    if shows:
        reads(page, JASON)
    else:
        assert comes_true(page, lambda: box_of(page) is None)


def test_stop_in_the_middle_of_coming_in_goes_out(opening: Opening) -> None:
    page = opening("lower-third")
    update(page, as_json("lower-third"))
    page.evaluate("play()")
    page.wait_for_timeout(250)
    page.evaluate("stop()")
    assert comes_true(page, lambda: box_of(page) is None)

    page.evaluate("play()")  # and it comes again, with what it held
    reads(page, JASON)


def test_a_host_that_takes_the_page_away_in_the_middle_leaves_nothing_behind(opening: Opening) -> None:
    page = opening("lower-third")
    update(page, as_json("lower-third"))
    page.evaluate("play(); stop(); next()")
    page.goto("about:blank")
    page.wait_for_timeout(200)


# What hosts send.


@pytest.mark.parametrize(
    ("sent", "shows"),
    [
        (json.dumps({"title": NASTY}), NASTY),  # by the graphic's own name
        (json.dumps({"f1": NASTY, "f99": "nothing", "comment": "SPX adds this"}), NASTY),
        (as_xml(title="Plain &amp; simple"), "Plain & simple"),
        (as_xml(f1="By number"), "By number"),
        (as_xml(f1="Tom & Jerry"), "Tom & Jerry"),  # SPX escapes nothing
        (as_xml(f1='Tom "Tommy" Jones', f2="f2"), 'Tom "Tommy" Jones'),
        (
            "<templateData><componentData id='f1'><data value='1' id='text'></data></componentData></templateData>",
            "1",
        ),
        ('{"f1": "two\nlines"}', "two lines"),  # nor new lines
        (json.dumps({"f1": "Ann &quot;Zo&euml;&quot; O&#039;Neill"}), 'Ann "Zoë" O\'Neill'),  # it keeps texts as HTML
        (json.dumps({"f1": "<b>bold</b><img src=x onerror=alert(1)>"}), "<b>bold</b>"),
        (json.dumps({"f1": "نجوى كرم"}), "نجوى كرم"),
    ],
)
def test_what_hosts_send_is_read(opening: Opening, sent: str, shows: str) -> None:
    page = opening("lower-third")
    update(page, sent)
    page.evaluate("play()")

    reads(page, shows)
    assert page.locator("img").count() == 0


@pytest.mark.parametrize(
    "sent", ["", "{", "null", "[]", "7", '"text"', "<templateData>", "<", '{"f1": null}', "\u0000"]
)
def test_what_does_not_read_changes_nothing(opening: Opening, sent: str) -> None:
    page = opening("lower-third")
    update(page, as_json("lower-third"))
    page.evaluate("play()")
    reads(page, JASON)

    update(page, sent)
    page.evaluate("update(); update(undefined); update(null); update({}); update(7)")
    page.wait_for_timeout(200)
    assert JASON in words(page) or sent == '{"f1": null}'


def test_an_object_and_rows_are_taken_as_they_are(opening: Opening) -> None:
    page = opening("leaderboard")
    page.evaluate("(rows) => update({title: 'Tonight', rows})", arg=[{"place": "1st", "name": JASON, "points": 27.5}])
    page.evaluate("play()")

    reads(page, "Tonight", JASON, "27½")


def test_empty_fields_of_spx_are_empty_and_no_word(opening: Opening) -> None:
    page = opening("lower-third")
    update(page, as_xml(f0="null", f1=JASON, f2="undefined"))
    page.evaluate("play()")
    reads(page, JASON)

    assert "null" not in all_words(page).replace('data-adapter="', "")
    assert "undefined" not in words(page)


# As files, the way SPX has them.


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, cut_fonts: Path) -> Iterator[str]:
    """The folder of ``mirrorball graphics``, served by another server as SPX serves its templates."""
    folder = tmp_path_factory.mktemp("spx") / "mirrorball"
    writing = Thread(target=graphics, args=(Asked(folder, cut_fonts, "0"),))  # the browser has a loop in this thread
    writing.start()
    writing.join()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder.parent)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/mirrorball"
    server.shutdown()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize("name", NAMES)
def test_the_files_work_without_us(opening: Opening, files: str, name: str) -> None:
    page = opening(name, f"{files}/spx/{name}.html")
    update(page, as_json(name))
    page.evaluate("play()")

    reads(page, JASON)
    assert comes_true(page, lambda: inside(box_of(page)))
    assert page.evaluate("[...document.fonts].map((one) => one.status)") == ["loaded", "loaded"]
    page.evaluate("stop()")
    empties(page)


@pytest.mark.parametrize("name", NAMES)
def test_an_ograf_host_of_another_address_loads_ours(
    opening: Opening, files: str, night: ServedNight, name: str
) -> None:
    """What SPX does with an OGraf graphic, step by step, from a page that is not ours."""
    page = opening(name, f"{files}/spx/lower-third.html")
    answers = page.evaluate(
        """async ([url, name, data]) => {
            const manifest = await (await fetch(`${url}/graphics/${name}.ograf.json`)).json();
            const module = await import(`${url}/graphics/${manifest.main}`);
            customElements.define(`${manifest.id}-v${manifest.version}`, module.default);
            const graphic = document.createElement(`${manifest.id}-v${manifest.version}`);
            graphic.className = 'graphic';
            document.body.replaceChildren(graphic);
            return [await graphic.load({renderType: 'realtime', data}), await graphic.updateAction({data}),
                await graphic.playAction({data})];
        }""",
        arg=[night.url, name, FILLED[name]],
    )

    assert [one["statusCode"] for one in answers] == [200, 200, 200]
    assert JASON in words(page)


def test_a_graphic_of_another_host_reads_our_feed(opening: Opening, files: str, night: ServedNight) -> None:
    page = opening("lower-third", f"{files}/spx/lower-third.html")
    _, star = night.call(1)
    page.evaluate("(feedUrl) => update({feedUrl, feedToken: 'any'})", arg=f"{night.url}/feeds/now.json")
    page.evaluate("play()")

    reads(page, star)
