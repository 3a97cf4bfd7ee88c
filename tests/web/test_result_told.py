"""How a result is told, what no rule decides, reopening, and two people who press at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from mirrorball.core.events import DecisionAgreed, ResultConfirmed, RevealPlanned
from mirrorball.core.reveals import Decision, RevealOrder, StepKind
from tests.core.stage import JUDGED, the_night
from tests.web.night import Running, served
from tests.web.result_forms import (
    RESULT,
    bonus,
    counted,
    form,
    happened,
    hidden,
    night,
    posted,
    producer,
    refused,
    scrutineer,
    seen_by,
    show_of,
    stood_for,
    words,
)

__all__ = ["night", "producer", "scrutineer"]

# How it is told.


def planned(desk: httpx.Client, order: RevealOrder, **numbers: str) -> httpx.Response:
    once = hidden(desk.get(RESULT), "once")
    fields = {"once": once, "order": order.value, **{f"call {star}": n for star, n in numbers.items()}}
    sent = {"Content-Type": "application/x-www-form-urlencoded"}
    return desk.post(f"{RESULT}/plan", content=form(**fields), headers=sent)


@pytest.mark.parametrize("order", [RevealOrder.SUSPENSE, RevealOrder.GROUPS, RevealOrder.NO_ORDER])
def test_an_order_is_fixed(order: RevealOrder) -> None:
    with served() as night:
        desk = night.came_in("Producer")
        assert planned(desk, order).status_code == 303
        (event,) = happened(night, RevealPlanned)
        assert isinstance(event, RevealPlanned)
        assert (event.order, event.by) == (order, "producer Producer")
        assert f"Told {order.value}." in words(desk.get(RESULT))
        assert bool(event.seed) == (order is RevealOrder.NO_ORDER)
        assert event.seed in words(desk.get(RESULT))


def test_two_orders_that_nobody_chose_are_drawn_from_two_seeds() -> None:
    with served() as night:
        desk = night.came_in("Producer")
        for _ in range(2):
            planned(desk, RevealOrder.NO_ORDER)
        one, other = happened(night, RevealPlanned)
        assert one != other


def test_an_order_is_picked_by_numbers() -> None:
    with served() as night:
        desk = night.came_in("Scrutineer")
        assert planned(desk, RevealOrder.PICKED, Dee="1", Ada="7", Bo="").status_code == 303
        assert show_of(night).plan.stars == ("Dee", "Ada")
        assert "As picked: Dee and Dee's pro ; Ada and Ada's pro ." in words(desk.get(RESULT))
        refused(night, lambda: planned(desk, RevealOrder.PICKED, Dee="1", Ada="1"), "Two couples have the same number.")
        refused(night, lambda: planned(desk, RevealOrder.PICKED), "Give at least one couple a number.")
        refused(night, lambda: planned(desk, RevealOrder.PICKED, Dee="x"), "Dee: found x, expected a whole number")
        refused(night, lambda: posted(desk, "plan", order="upside down"), "Choose one of the orders.")


def test_once_the_count_is_sealed_the_order_stays(night: Running, producer: httpx.Client) -> None:
    page = producer.get(RESULT)
    assert "Tell it like this" not in page.text
    assert "The order stays as it is" in words(page)
    refused(night, lambda: planned(producer, RevealOrder.SUSPENSE), "so the order of telling stays")


def test_the_scrutineer_reads_the_steps_as_they_are_told(scrutineer: httpx.Client) -> None:
    page = words(scrutineer.get(RESULT))
    said = ["In fourth place: Ada", "In third place: Bo", "In second place: Cy", "Dee and Dee's pro are the champions!"]
    assert [page.index(one) for one in said] == sorted(page.index(one) for one in said)


def test_where_the_judges_choose_the_steps_end_with_that() -> None:
    with served(the_night(JUDGED), counted(JUDGED, {"Ada": 4, "Bo": 3, "Cy": 2, "Dee": 1})) as night:
        page = words(night.came_in("Scrutineer").get(RESULT))
        assert "The judges choose between Cy and Dee Cy and Dee yes" in page
        assert "Who leaves follows once the judges have chosen" in page


# What no rule decides.


def test_void_votes_are_decided_by_two_people(night: Running, producer: httpx.Client, scrutineer: httpx.Client) -> None:
    void, seen = {"decision": Decision.VOTES_VOID.value}, seen_by(producer)
    refused(night, lambda: posted(producer, "propose", **void, reason=" "), "This needs a reason in words.")
    refused(
        night, lambda: posted(producer, "propose", decision="tea", reason="Why not."), "Choose what is to be decided."
    )
    refused(night, lambda: posted(scrutineer, "agree", **void), "Nobody has proposed")
    assert posted(producer, "propose", **void, reason="The gateway was down.").status_code == 303
    assert "Producer has proposed it: The gateway was down." in words(scrutineer.get(RESULT))
    refused(night, lambda: posted(producer, "agree", **void), "A second person has to agree.")
    refused(night, lambda: stood_for(producer, "confirm", seen), "A second person agrees to that or drops it first.")
    assert posted(scrutineer, "drop", **void).status_code == 303
    refused(night, lambda: posted(scrutineer, "drop", **void), "Nobody has proposed")
    posted(producer, "propose", **void, reason="The gateway was down.")
    assert posted(scrutineer, "agree", **void).status_code == 303
    assert len(happened(night, DecisionAgreed)) == 1
    assert "The votes are void: The gateway was down." in words(producer.get(RESULT))
    stood_for(producer, "confirm")
    stood_for(scrutineer, "seal")
    assert [step.kind for step in show_of(night).steps] == [StepKind.VOID]


def told(desk: httpx.Client, name: str, **fields: object) -> httpx.Response:
    asked = {"ask": name, **fields}
    return desk.post("/commands", json={"id": f"{name} {fields} {id(fields)}", "command": asked})


def test_a_result_is_reopened_corrected_and_told_anew(
    night: Running, producer: httpx.Client, scrutineer: httpx.Client
) -> None:
    stood_for(producer, "confirm")
    stood_for(scrutineer, "seal")
    for step in range(1, 5):
        assert told(producer, "reveal-next", step=step).status_code == 200
    assert told(producer, "crown").status_code == 200
    first = show_of(night).sealed
    reopen = {"decision": Decision.REOPEN.value}
    assert posted(scrutineer, "propose", **reopen, reason="A mark of Cy was misread.").status_code == 303
    assert posted(producer, "agree", **reopen).status_code == 303
    show = show_of(night)
    assert (show.revealed, show.champions, show.sealed) == ((), (), None)
    page = words(producer.get(RESULT))
    assert "A result of tonight was reopened by two people: A mark of Cy was misread." in page
    assert "Nobody has confirmed the result yet." in page
    assert "The order stays as it is" in page
    bonus(night, "Cy")
    stood_for(scrutineer, "confirm")
    assert stood_for(producer, "seal").status_code == 303
    second = show_of(night).sealed
    assert first is not None
    assert second is not None
    assert (first.order[0], second.order[0]) == ("Dee", "Cy")
    assert first.digest != second.digest
    for step in range(1, 5):
        assert told(producer, "reveal-next", step=step).status_code == 200
    assert told(producer, "crown").status_code == 200
    assert show_of(night).champions == ("Cy",)


# Two at once.


def test_two_operators_who_press_at_once_tell_one_step(
    night: Running, producer: httpx.Client, scrutineer: httpx.Client
) -> None:
    stood_for(producer, "confirm")
    stood_for(scrutineer, "seal")
    with ThreadPoolExecutor(2) as both:
        for step in (1, 2, 3):
            answers = [both.submit(told, desk, "reveal-next", step=step) for desk in (producer, scrutineer)]
            statuses = sorted(answer.result().status_code for answer in answers)
            assert statuses == [200, 409]
            assert len(show_of(night).revealed) == step
        back = [both.submit(told, desk, "take-back", step=3) for desk in (producer, scrutineer)]
        assert sorted(answer.result().status_code for answer in back) == [200, 409]
        assert len(show_of(night).revealed) == 2


def test_two_people_who_confirm_at_once_do_not_seal(
    night: Running, producer: httpx.Client, scrutineer: httpx.Client
) -> None:
    with ThreadPoolExecutor(2) as both:
        answers = [both.submit(stood_for, desk, "confirm") for desk in (producer, scrutineer)]
        assert [answer.result().status_code for answer in answers] == [303, 303]
    assert show_of(night).sealed is None
    assert len(happened(night, ResultConfirmed)) == 2
