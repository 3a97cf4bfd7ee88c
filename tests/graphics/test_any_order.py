"""Any action at any time, in any order, twice, before load and after dispose: nothing throws, every promise answers."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.conftest import CI
from tests.graphics.packages import NAMES
from tests.graphics.stage import CROWN, NIGHT, call

SEQUENCES = 24 if CI else 8
ODD: tuple[object, ...] = (
    None,
    "",
    "text",
    7,
    -1.5,
    True,
    [],
    {},
    [None, 3, {"name": 4}],
    {"title": {}},
    "A & B",
    "1|2|3\n|||\n",
    "http://127.0.0.1:9/none.json",
    "x" * 300,
)


METHODS = (
    *("load", "updateAction", "updateAction", "playAction", "playAction", "playAction", "stopAction"),
    *("customAction", "goToTime", "setActionsSchedule", "dispose"),
)


def something(draw: Random, name: str) -> object:
    """What somebody sends: the right thing, the right thing in part, or anything."""
    sent = dict(draw.choice([NIGHT[name], CROWN]))
    kind = draw.random()
    if kind < 0.4:
        return sent
    if kind < 0.6:
        return {key: sent[key] for key in draw.sample(list(sent), draw.randint(0, len(sent)))}
    if kind < 0.9:
        keys = [*sent, "rows", "rowsText", "secondsLeft", "closesAt", "now", "pace", "total"]
        return {key: draw.choice(ODD) for key in draw.sample(keys, 4)}
    return draw.choice(ODD)


def action(draw: Random, name: str) -> dict[str, Any]:
    """An action with fitting or odd parameters, and whether the element is put into the page or taken out."""
    method = draw.choice(METHODS)
    skip: dict[str, object] = draw.choice([{}, {"skipAnimation": True}, {"skipAnimation": "no"}])
    step: dict[str, object] = draw.choice(
        [{}, {"delta": draw.choice([1, 2, -1, 0, "1", 1e9])}, {"goto": draw.choice([0, 3, -1, "2", None])}]
    )
    planned = [
        {"timestamp": draw.randint(0, 3000), "action": {"type": kind, "params": {"data": something(draw, name)}}}
        for kind in draw.sample(["updateAction", "playAction", "stopAction", "customAction", "none"], 3)
    ]
    fitting = {
        "load": {"renderType": draw.choice(["realtime", "realtime", "non-realtime"]), "data": something(draw, name)},
        "updateAction": {"data": something(draw, name), **skip},
        "playAction": {**step, **skip},
        "stopAction": skip,
        "customAction": {"id": draw.choice(["take-back", "none"]), "payload": something(draw, name)},
        "goToTime": {"timestamp": draw.choice([0, 700, 1e9, "90", None])},
        "setActionsSchedule": {"schedule": draw.choice([planned, planned, [], None])},
        "dispose": {},
    }
    odd = draw.random() < 0.15
    return {
        "method": method,
        "params": draw.choice(ODD) if odd else fitting[method],
        "wait": draw.choice([0, 0, 1, 30, 200]),
        "attach": draw.choice([None, None, True, False]),
    }


@pytest.mark.parametrize("name", NAMES)
def test_any_order(small: Page, name: str) -> None:
    draw = Random(f"any order {name}")  # noqa: S311  # repeatable, not unguessable
    sequences = [[action(draw, name) for _ in range(draw.randint(3, 14))] for _ in range(SEQUENCES)]

    assert call(small, "pressed", name, sequences) == []


@pytest.mark.parametrize("name", NAMES)
def test_after_any_order_it_still_works(small: Page, name: str) -> None:
    """Whatever came before, a stop takes it off and the usual sequence puts it on."""
    draw = Random(f"after {name}")  # noqa: S311  # repeatable, not unguessable
    kinds = ("updateAction", "playAction", "stopAction", "customAction")
    for _ in range(6):
        call(small, "shown", name, "realtime")
        for _ in range(8):
            one = action(draw, name)
            if one["method"] in kinds:
                small.evaluate("([method, params]) => { graphic[method](params); }", [one["method"], one["params"]])
        small.evaluate("() => graphic.stopAction({})")
        assert call(small, "texts") == []
        small.evaluate(
            "(data) => graphic.updateAction({ data: { feedUrl: '', rows: [], rowsText: '', ...data } })", NIGHT[name]
        )
        assert small.evaluate("() => graphic.playAction({})")["currentStep"] == 0
        assert call(small, "texts") != []
