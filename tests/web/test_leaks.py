"""A law: what a judge's tablet gets does not depend on what other judges gave.

Two nights are played that differ in nothing but the marks of the other judges, and every byte that reaches one judge is
compared. If a mark, a total, an order or a length came through, the two would differ.
"""

from __future__ import annotations

from collections.abc import Mapping

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.stage import PANEL, STARS, WALTZ
from tests.web.night import Running, served
from tests.web.test_commands import ask
from tests.web.test_push import Follower

OWN, *OTHERS = PANEL
Marks = Mapping[tuple[str, str], int]
MARKS = st.fixed_dictionaries({(judge, star): st.integers(1, 10) for judge in OTHERS for star in STARS})
PAGES = (
    "/",
    "/judge",
    "/judge/screen",
    "/manifest.webmanifest",
    "/api",
    "/api/openapi.json",
    "/desk/screen",
    "/log.json",
)


def heard(judge: httpx.Client, star: str) -> list[bytes]:
    """All that a judge can get hold of, rightly or not."""
    answers = [judge.get(path) for path in PAGES]
    answers += [judge.get(path, headers={"Accept": "text/html"}) for path in ("/nothing", "/judge")]
    for command in (
        {"ask": "give-mark", "round": WALTZ, "star": star, "mark": "5"},
        {"ask": "ask-correction", "round": WALTZ, "star": star, "mark": "5", "reason": "slip"},
        {"ask": "name-save", "star": star},
        {"ask": "give-mark", "judge": OTHERS[0], "round": WALTZ, "star": star, "mark": "5"},
        {"ask": "lock-marks", "round": WALTZ, "star": star},
        {"ask": "report-trouble", "text": "what did they give?"},
    ):
        answers.append(judge.post("/preview", json={"command": command}))
    answers.append(ask(judge, f"again {star}", ask="give-mark", round=WALTZ, star=star, mark="99"))
    return [b"%d %d " % (answer.status_code, len(answer.content)) + answer.content for answer in answers]


def played(night: Running, marks: Marks) -> list[bytes]:
    """A night, as its first judge sees it."""
    own = night.came_in(OWN)
    others = {judge: night.came_in(judge) for judge in OTHERS}
    producer, scrutineer = night.came_in("Producer"), night.came_in("Scrutineer")
    seen: list[bytes] = []
    with own.stream("GET", "/judge/stream") as answer:
        stream = Follower(answer)
        for segment, star in enumerate(STARS, 1):
            routine = {"round": WALTZ, "star": star}
            assert ask(producer, f"take {star}", ask="take", segment=segment).status_code == 200
            for judge, client in others.items():
                mark = str(marks[judge, star])
                assert ask(client, star, ask="give-mark", **routine, mark=mark).status_code == 200
                seen += heard(own, star)
            assert ask(own, star, ask="give-mark", **routine, mark="8").status_code == 200
            # One of the others wants another mark, before and after the lock.
            wanted = {"ask": "ask-correction", **routine, "mark": str(11 - marks[OTHERS[0], star]), "reason": "slip"}
            for nth in range(2):
                assert ask(others[OTHERS[0]], f"{star} {nth}", **wanted).status_code == 200
                seen += heard(own, star)
                settled = {"ask": "decline-correction", "judge": OTHERS[0], **routine, "reason": "no"}
                assert ask(scrutineer, f"{star} {nth}", **settled).status_code == 200
                if not nth:
                    assert ask(producer, f"lock {star}", ask="lock-marks", **routine).status_code == 200
                seen += heard(own, star)
        head = night.edge.counter.head
        while (screen := stream.next())[0] != head:
            pass
        seen.append(repr(screen).encode())
    return seen


@settings(max_examples=3)
@given(MARKS, MARKS)
def test_what_a_judge_gets_does_not_depend_on_other_judges(one: Marks, other: Marks) -> None:
    with served() as first:
        here = played(first, one)
    with served() as second:
        there = played(second, other)

    assert len(here) == len(there) > 100
    for found, expected in zip(here, there, strict=True):
        assert found == expected
