"""What is drawn: the same picture for the same moment, inside the safe area, and every name whole."""

from __future__ import annotations

from random import Random

import pytest
from playwright.sync_api import Page

from tests.graphics.conftest import Opened
from tests.graphics.packages import NAMES
from tests.graphics.stage import CROWN, NIGHT, SAFE, Sent, asked, at, bounds, call, pixels, schedule, whole

LONG = "Philippa-Alexandrina Montgomery-Featherstonehaugh & Wolfgang-Amadeus von und zu Oppenheimer-Łękawski"
UNBROKEN = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissen"
NASTY = {
    "long": LONG,
    "unbroken": UNBROKEN,
    "diacritics": "Þórdís Ægisdóttir & Nguyễn Thị Ngọc Ánh-Żółkiewska",
    "stacked": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍a̴̵̜̰͔ͫ͗͢l̠ͨͧͩ͘g̴̬͖̲͈o͗͐",
    "right to left": "محمد الأمين عبد الرحمن & שרה לוי־אברהם",
    "short": "Ö",
    "wide": "W" * 60,
    "markup": "<b>A</b> & “B” …",
}


def with_name(name: str, person: str) -> Sent:
    """What a night sends, with this name wherever a name stands."""
    sent = dict(NIGHT[name])
    for field in ("title", "couple", "judge1", "judge2", "highlight"):
        if field in sent and (name, field) not in {("leaderboard", "title"), ("result-reveal", "title")}:
            sent[field] = person
    if "rows" in sent:
        rows = [{**row, "name": person} if nth % 2 else row for nth, row in enumerate(sent["rows"])]
        sent["rows"] = [*rows[:7], {**rows[7], "out": "Left in week 9"}] if name == "leaderboard" else rows
    return sent


@pytest.mark.parametrize("name", NAMES)
def test_the_same_moment_is_the_same_picture(stage: Page, name: str) -> None:
    """Whichever way it is come to, and on an element that never saw another moment."""
    planned, until = whole(name)
    times = [Random(name).uniform(0, until) for _ in range(4)]  # noqa: S311  # repeatable, not unguessable
    call(stage, "scheduled", name, planned)
    first = [at(stage, time).tobytes() for time in times]
    again = [at(stage, time).tobytes() for time in reversed(times)]
    call(stage, "scheduled", name, planned)
    fresh = at(stage, times[-1]).tobytes()

    assert again[::-1] == first
    assert fresh == first[-1]


@pytest.mark.parametrize("name", NAMES)
def test_in_real_time_it_arrives_at_the_same_picture(stage: Page, name: str) -> None:
    sent = {key: value for key, value in NIGHT[name].items() if key != "secondsLeft"}
    call(stage, "shown", name, "realtime")
    stage.evaluate("(data) => graphic.updateAction({ data })", sent)
    stage.evaluate("() => graphic.playAction({})")
    stage.wait_for_timeout(1800)
    arrived = pixels(stage).tobytes()
    call(stage, "scheduled", name, schedule((0, asked("updateAction", data=sent)), (0, asked("playAction"))))

    assert at(stage, 60_000).tobytes() == arrived


@pytest.mark.parametrize("name", NAMES)
def test_it_stays_inside_the_safe_area_while_it_moves(stage: Page, name: str) -> None:
    planned, until = whole(name)
    call(stage, "scheduled", name, planned)
    drawn = []
    for nth in range(1, 24):
        picture = at(stage, nth * until / 24)
        if (found := bounds(picture)) is not None:
            drawn.append(found)
            assert (found[0] >= SAFE[0], found[1] >= SAFE[1], found[2] <= SAFE[2], found[3] <= SAFE[3]) == (True,) * 4
        assert [picture[y, x, 3] for y in (0, -1) for x in (0, -1)] == [0] * 4

    assert len(drawn) > 12
    assert bounds(at(stage, until)) is None


@pytest.mark.parametrize("person", NASTY.values(), ids=list(NASTY))
@pytest.mark.parametrize("name", NAMES)
def test_names_that_are_hard_to_fit(stage: Page, name: str, person: str) -> None:
    planned, _ = whole(name, with_name(name, person))
    if name == "result-reveal":
        planned = schedule((0, asked("updateAction", data=with_name(name, person))), (0, asked("playAction")))
    call(stage, "scheduled", name, planned)
    found = bounds(at(stage, 1990))
    texts = call(stage, "texts")

    assert found is not None
    assert (found[0] >= SAFE[0], found[1] >= SAFE[1], found[2] <= SAFE[2], found[3] <= SAFE[3]) == (True,) * 4
    assert person in texts
    assert call(stage, "misfits") == []


@pytest.mark.parametrize("couples", [2, 3, 7, 8, 14, 16])
def test_a_step_of_many_couples_fits(stage: Page, couples: int) -> None:
    rows = [{"name": f"{LONG[:60]} {nth}", "note": "saved by Derek"} for nth in range(couples)]
    told = {"kind": "safe", "rows": rows, "says": "All of these couples dance again next week. " * 3}
    call(stage, "scheduled", "result-reveal", schedule((0, asked("updateAction", data=told)), (0, asked("playAction"))))
    found = bounds(at(stage, 5000))

    assert found is not None
    assert found[1] >= SAFE[1]
    assert call(stage, "misfits") == []


def test_champions_who_share_the_title_fit_under_the_crown(stage: Page) -> None:
    told = {**CROWN, "couple": "", "rows": [{"name": LONG}, {"name": UNBROKEN}], "title": LONG}
    call(stage, "scheduled", "result-reveal", schedule((0, asked("updateAction", data=told)), (0, asked("playAction"))))
    found = bounds(at(stage, 5000))

    assert found is not None
    assert found[1] >= SAFE[1]
    assert call(stage, "misfits") == []


@pytest.mark.parametrize("couples", [1, 6, 14, 18])
def test_a_ballot_of_many_couples_fits(stage: Page, couples: int) -> None:
    rows = [{"number": nth, "name": LONG[:60], "keyword": "PHILIPPA"} for nth in range(1, couples + 1)]
    told = {**NIGHT["vote-open"], "rows": rows}
    call(stage, "scheduled", "vote-open", schedule((0, asked("updateAction", data=told)), (0, asked("playAction"))))
    found = bounds(at(stage, 5000))

    assert found is not None
    assert found[1] >= SAFE[1]
    assert call(stage, "misfits") == []


@pytest.mark.parametrize("judges", [1, 3, 5, 12])
def test_a_panel_of_many_judges_fits(stage: Page, judges: int) -> None:
    rows = [{"judge": f"Wilhelmina Konstantinopolous {nth}", "score": "9½"} for nth in range(judges)]
    told = {**NIGHT["score-bug"], "couple": LONG, "rows": rows, "total": "113½", "pace": "all"}
    call(stage, "scheduled", "score-bug", schedule((0, asked("updateAction", data=told)), (0, asked("playAction"))))
    at(stage, 5000)

    assert call(stage, "misfits") == []


@pytest.mark.parametrize("size", [(1280, 720), (3840, 2160), (1000, 1000)])
def test_the_stage_fills_what_it_is_given(opened: Opened, size: tuple[int, int]) -> None:
    page = opened(size)
    call(page, "scheduled", "vote-open", whole("vote-open")[0])
    found = bounds(at(page, 1900))
    scale = min(size[0] / 1920, size[1] / 1080)

    assert found is not None
    assert abs((found[2] - found[0]) - (SAFE[2] - SAFE[0]) * scale) <= 2


def test_put_on_while_its_page_was_hidden_it_fits_when_it_is_seen(stage: Page) -> None:
    """A mixer hides a source; what was played meanwhile was never laid out."""
    call(stage, "shown", "lower-third", "realtime")
    stage.evaluate("() => { document.querySelector('#stage').style.display = 'none'; }")
    stage.evaluate("(data) => graphic.updateAction({ data })", with_name("lower-third", LONG))
    stage.evaluate("() => graphic.playAction({})")
    stage.evaluate("() => { document.querySelector('#stage').style.display = 'block'; }")
    stage.wait_for_timeout(300)

    assert LONG in call(stage, "texts")
    assert call(stage, "misfits") == []


def test_a_picture_behind_is_seen_through_everything_that_is_not_drawn(stage: Page) -> None:
    call(stage, "shown", "lower-third")

    assert bounds(pixels(stage)) is None
