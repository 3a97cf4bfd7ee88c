"""The result at the desk: two people stand up for it, one without seeing it; a refusal is told and changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from typing import NoReturn

import httpx
import pytest

from mirrorball.core.commands import Command, GiveMark
from mirrorball.core.events import (
    DecisionAgreed,
    Event,
    HandSheetTyped,
    ResultConfirmed,
    ResultSealed,
    RevealPlanned,
)
from mirrorball.core.reveals import Decision, Finding, RevealOrder, StepKind, result_text
from mirrorball.core.sealing import title
from mirrorball.core.season import Week
from mirrorball.core.show import Show
from mirrorball.floor.floor import Floor
from mirrorball.floor.result_checks import both_paths
from mirrorball.log.memory import MemoryLog
from mirrorball.proof.plain import NotPlain
from mirrorball.web import keys
from tests.core.stage import FINAL, JUDGED, STARS, VOTES, a_week, ballots, sheets, the_night
from tests.web.night import NAMES, Running, served
from tests.web.result_forms import RESULT, form, hidden, posted, seen_by, stood_for, words
from tests.web.sealed import play

ONE = dict(zip(STARS, (918_273, 746_555, 645_546, 555_111), strict=True))
OTHER = dict(zip(STARS, (555_111, 645_546, 746_555, 918_273), strict=True))  # another order, and as many figures
# The name of a form, what signs a result, its hash and a time: each says nothing of the result, and differs each time.
DRAWN = re.compile(
    r'name="(once|seen)" value="\w+"|\b[0-9a-f]{4} [0-9a-f]{4}\b|<span>[0-9a-f]{4}</span>|\b[0-9a-f]{64}\b'
    r"|\d\d:\d\d:\d\d"
)
NEUTRAL = "The hand sheet comes to another result than the marks and votes."
AGREE = "It was worked out twice, and both come to the same."


def counted(week: Week = FINAL, votes: Mapping[str, int] | None = None, *before: Command) -> MemoryLog:
    """The log of a night whose count is sealed. ``before`` comes before everything."""
    log = MemoryLog()
    play(Floor(the_night(week), log=log), *before, *sheets(), *ballots(votes))
    return log


@pytest.fixture
def night() -> Iterator[Running]:
    """A final whose count is sealed."""
    with served(the_night(FINAL), counted()) as running:
        yield running


@pytest.fixture
def producer(night: Running) -> httpx.Client:
    return night.came_in("Producer")


@pytest.fixture
def scrutineer(night: Running) -> httpx.Client:
    return night.came_in("Scrutineer")


def show_of(night: Running) -> Show:
    return night.edge.counter.show


def happened(night: Running, kind: type[Event]) -> list[Event]:
    return [entry.event for entry in night.edge.counter._floor.read(0) if isinstance(entry.event, kind)]  # noqa: SLF001


def refused(night: Running, ask: Callable[[], httpx.Response], says: str) -> httpx.Response:
    """It is told on the page, and changes nothing."""
    head = night.edge.counter.head
    answer = ask()
    assert answer.status_code == 409, answer.text
    assert says in words(answer)
    assert "The result" in answer.text
    assert night.edge.counter.head == head
    return answer


def with_key(night: Running, role: str, holder: str) -> httpx.Client:
    """Somebody else comes in."""
    name = f"{role[:4]}{len(show_of(night).keys):06d}"
    NAMES[holder] = name
    try:
        asked = {"ask": "issue-key", "key": name, "role": role, "holder": holder}
        sent = {"id": name, "command": asked}
        assert night.came_in("Scrutineer").post("/commands", json=sent).status_code == 200
        client = night.stranger()
        link = f"/in/{keys.link_token(night.edge.secret, name)}"
        assert client.post(link, data={"pin": keys.pin_of(night.edge.secret, name)}).status_code == 303
        return client
    finally:
        del NAMES[holder]


# Two people.


def test_a_producer_confirms_and_a_scrutineer_seals(
    night: Running, producer: httpx.Client, scrutineer: httpx.Client
) -> None:
    assert "Nobody has confirmed the result yet." in words(producer.get(RESULT))
    assert stood_for(producer, "confirm").status_code == 303
    assert "You have confirmed it. Somebody else seals it." in words(producer.get(RESULT))
    page = words(scrutineer.get(RESULT))
    assert "Confirmed by Producer." in page
    assert stood_for(scrutineer, "seal").status_code == 303
    sealed = show_of(night).sealed
    assert sealed is not None
    assert (sealed.confirmed_by, sealed.by) == ("producer Producer", "scrutineer Scrutineer")
    text = result_text(title(show_of(night).season), 1, sealed.found, sealed.steps, sealed.salt)
    assert sealed.digest == sha256(text.encode()).hexdigest()
    for desk in (producer, scrutineer):
        page = words(desk.get(RESULT))
        assert sealed.digest in page.replace(" ", "")
        assert re.search(r"Sealed at \d\d:\d\d:\d\d , confirmed by Producer and sealed by Scrutineer", page)


def test_a_scrutineer_confirms_and_a_producer_seals_without_seeing_it(
    night: Running, producer: httpx.Client, scrutineer: httpx.Client
) -> None:
    assert stood_for(scrutineer, "confirm").status_code == 303
    assert stood_for(producer, "seal").status_code == 303
    assert show_of(night).sealed is not None


def test_both_pages_have_the_same_characters_to_be_read_out(producer: httpx.Client, scrutineer: httpx.Client) -> None:
    code = re.compile(r"stand up for ([0-9a-f]{4} [0-9a-f]{4})")
    one, other = (code.findall(words(desk.get(RESULT))) for desk in (producer, scrutineer))
    assert one == other != []
    assert hidden(producer.get(RESULT), "seen").startswith(one[0].replace(" ", ""))


def test_nobody_gets_from_the_characters_to_the_result(night: Running, producer: httpx.Client) -> None:
    """Hashing every result that there could be comes to nothing like them."""
    seen, show = hidden(producer.get(RESULT), "seen"), show_of(night)
    stood_for(producer, "confirm")
    confirmed = show_of(night).confirmed
    assert confirmed is not None
    for steps in ((), show_of(night).steps):
        text = result_text(title(show.season), 1, confirmed.found, steps, "")
        assert sha256(text.encode()).hexdigest()[: len(seen)] != seen


@pytest.mark.parametrize("holder", ["Producer", "Scrutineer"])
def test_the_same_person_twice_is_refused(night: Running, holder: str) -> None:
    desk = night.came_in(holder)
    seen = seen_by(desk)
    assert stood_for(desk, "confirm").status_code == 303
    page = refused(night, lambda: stood_for(desk, "seal", seen), "Somebody else has to be the second.")
    assert f"{holder} is the first of the two people." in words(page)


def test_the_same_person_with_a_key_of_the_other_role_is_refused(night: Running, scrutineer: httpx.Client) -> None:
    ann, again = with_key(night, "producer", "Ann Lee"), with_key(night, "scrutineer", "ann  lee")
    seen = seen_by(again)
    assert stood_for(ann, "confirm").status_code == 303
    refused(night, lambda: stood_for(again, "seal", seen), "Somebody else has to be the second.")
    assert stood_for(scrutineer, "seal").status_code == 303


def test_of_the_two_people_one_has_seen_the_result(night: Running, producer: httpx.Client) -> None:
    bea = with_key(night, "producer", "Bea")
    assert stood_for(bea, "confirm").status_code == 303
    refused(night, lambda: stood_for(producer, "seal"), "The second person is a scrutineer, who has seen the result.")


def test_a_seal_without_a_first_person_is_refused(night: Running, scrutineer: httpx.Client) -> None:
    refused(night, lambda: stood_for(scrutineer, "seal"), "Nobody has confirmed the result yet.")


def test_what_is_sealed_is_sealed_once(night: Running, producer: httpx.Client, scrutineer: httpx.Client) -> None:
    stood_for(producer, "confirm")
    page = scrutineer.get(RESULT)
    sent = {"once": hidden(page, "once"), "seen": hidden(page, "seen")}
    for _ in range(2):  # a form that is sent twice
        assert scrutineer.post(f"{RESULT}/seal", data=sent).status_code == 303
    assert len(happened(night, ResultSealed)) == 1
    refused(night, lambda: scrutineer.post(f"{RESULT}/seal", data={**sent, "once": "other"}), "is sealed already")
    refused(night, lambda: producer.post(f"{RESULT}/confirm", data=sent), "is sealed already")


# What is confirmed is what was seen.


def bonus(night: Running, star: str) -> None:
    """Marks change by a bonus, and the result with them."""
    asked = {"ask": "give-bonus", "star": star, "contest": "A lift", "points": "10"}
    sent = {"id": f"bonus {star}", "command": asked}
    assert night.came_in("Producer").post("/commands", json=sent).status_code == 200


def test_a_result_that_changed_after_it_was_looked_at_is_shown_anew(night: Running, producer: httpx.Client) -> None:
    page = producer.get(RESULT)
    bonus(night, "Cy")
    sent = {"once": hidden(page, "once"), "seen": hidden(page, "seen")}
    says = "The result is not the one on the page that you had."
    again = refused(night, lambda: producer.post(f"{RESULT}/confirm", data=sent), says)
    assert hidden(again, "seen") not in {"", sent["seen"]}
    sent = {"once": hidden(again, "once"), "seen": hidden(again, "seen")}
    assert producer.post(f"{RESULT}/confirm", data=sent).status_code == 303


def test_a_result_that_changed_after_it_was_confirmed_is_confirmed_anew(
    night: Running, producer: httpx.Client, scrutineer: httpx.Client
) -> None:
    stood_for(producer, "confirm")
    bonus(night, "Cy")
    for desk in (producer, scrutineer):
        page = desk.get(RESULT)
        assert "Producer has confirmed another result than there is now. Confirm it again." in words(page)
        assert "Seal the result" not in page.text
    refused(night, lambda: stood_for(scrutineer, "seal"), "The result is not the one that was confirmed.")
    assert stood_for(producer, "confirm").status_code == 303
    assert stood_for(scrutineer, "seal").status_code == 303
    sealed = show_of(night).sealed
    assert sealed is not None
    assert sealed.order[0] == "Cy"


def test_without_a_page_nobody_confirms(night: Running, producer: httpx.Client) -> None:
    refused(night, lambda: producer.post(f"{RESULT}/confirm", data={}), "Look at this page again")


# Checks.


def test_the_checks_say_what_is_missing() -> None:
    with served() as night:
        desk = night.came_in("Producer")
        page = words(desk.get(RESULT))
        assert "The vote is not open yet." in page
        assert "Not locked: Ada, Bo, Cy and Dee." in page
        assert "The count is not sealed. The scrutineer seals it." in page
        assert "It is worked out once all that stands above is so." in page
        assert "One person confirms the result and another seals it, once all of the above is so." in page
        refused(night, lambda: stood_for(desk, "confirm"), "Lock every sheet of the night first.")
        desk.post("/commands", json={"id": "t", "command": {"ask": "report-trouble", "text": "A lamp is loose."}})
        assert "Producer: A lamp is loose." in words(desk.get(RESULT))
        refused(night, lambda: stood_for(desk, "confirm"), "A lamp is loose")


def test_a_correction_that_waits_stands_in_the_way(night: Running, producer: httpx.Client) -> None:
    asked = {"ask": "ask-correction", "judge": "Ida", "round": "waltz", "star": "Bo", "mark": "7", "reason": "A slip."}
    assert producer.post("/commands", json={"id": "c", "command": asked}).status_code == 200
    assert "A correction of Ida's mark for Bo waits." in words(producer.get(RESULT))
    refused(night, lambda: stood_for(producer, "confirm"), "Bo")


@pytest.mark.parametrize("why", ["another", "nothing"])
def test_two_paths_that_do_not_agree_block_and_are_told(
    night: Running, producer: httpx.Client, scrutineer: httpx.Client, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    def other(show: Show) -> Finding:
        del show
        return Finding({})

    def nothing(show: Show) -> NoReturn:
        del show
        message = "The book has a setting that this path has not read."
        raise NotPlain(message)

    path = other if why == "another" else nothing
    monkeypatch.setattr("mirrorball.floor.result_checks.plain_finding", path)
    for desk in (producer, scrutineer):
        page = desk.get(RESULT)
        assert "It was worked out twice, and the two do not agree. Tell nothing." in words(page)
        assert "Confirm the result" not in page.text
        refused(night, lambda desk=desk: stood_for(desk, "confirm"), "the two do not agree. Do not read it out")  # type: ignore[misc]
    sides = words(scrutineer.get(RESULT))
    assert "Ada and Ada's pro 4th nothing no" in sides
    assert ("The second path says: The book has a setting" in sides) == (why == "nothing")


def test_a_tie_that_no_rule_breaks_is_told_to_the_scrutineer_alone() -> None:
    """All couples have the same marks and votes, so the book does not say who leaves."""
    log = MemoryLog()
    floor = Floor(the_night(a_week()), log=log)
    alike = [replace(one, mark=Fraction(8)) if isinstance(one, GiveMark) else one for one in sheets()]
    play(floor, *alike, *ballots(dict.fromkeys(STARS, 100)))
    with served(the_night(a_week()), log) as night:
        producer, scrutineer = night.came_in("Producer"), night.came_in("Scrutineer")
        neutral = "The rules do not settle the night yet. The scrutineer sees why."
        assert neutral in words(producer.get(RESULT))
        assert "The book does not separate" not in words(producer.get(RESULT))
        assert "The book does not separate the couples at the line." in words(scrutineer.get(RESULT))
        refused(night, lambda: stood_for(producer, "confirm"), neutral)
        # Two people decide that nobody leaves.
        posted(producer, "propose", decision=Decision.NOBODY_LEAVES.value, reason="A tie.")
        assert posted(scrutineer, "agree", decision=Decision.NOBODY_LEAVES.value).status_code == 303
        stood_for(producer, "confirm")
        stood_for(scrutineer, "seal")
        assert [step.kind for step in show_of(night).steps] == [StepKind.NOBODY]


# The hand sheet.


RIGHT = {"place Dee": "1", "place Cy": "2", "place Bo": "3", "place Ada": "4"}
WRONG = {**RIGHT, "place Cy": "3", "place Bo": "2"}


def typed(desk: httpx.Client, places: Mapping[str, str]) -> httpx.Response:
    once = hidden(desk.get(RESULT), "once")
    return desk.post(
        f"{RESULT}/hand",
        content=form(once=once, **places),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )


def test_a_hand_sheet_that_differs_blocks_and_says_where_to_the_scrutineer_alone(
    night: Running, producer: httpx.Client, scrutineer: httpx.Client
) -> None:
    seen = seen_by(producer)
    assert typed(scrutineer, WRONG).status_code == 303
    page = words(scrutineer.get(RESULT))
    assert "Cy and Cy's pro 2nd 2nd 3rd no" in page
    assert "Dee and Dee's pro 1st 1st 1st yes" in page
    blind = words(producer.get(RESULT))
    assert "The hand sheet comes to something else. The scrutineer sees where." in blind
    assert not re.search(r"\b(Ada|Bo|Cy|Dee)\b.*\b(1st|2nd|3rd|4th)\b", blind)
    for desk in (producer, scrutineer):
        refused(night, lambda desk=desk: stood_for(desk, "confirm", seen), NEUTRAL)  # type: ignore[misc]
    assert typed(scrutineer, RIGHT).status_code == 303
    assert "The hand sheet comes to the same." in words(producer.get(RESULT))
    assert stood_for(producer, "confirm").status_code == 303
    assert [event.by for event in happened(night, HandSheetTyped) if isinstance(event, HandSheetTyped)] == [
        "scrutineer Scrutineer"
    ] * 2


def test_a_hand_sheet_can_be_dropped(night: Running, producer: httpx.Client, scrutineer: httpx.Client) -> None:
    typed(scrutineer, WRONG)
    assert posted(scrutineer, "drop-hand").status_code == 303
    assert "None was typed, so there is none to compare." in words(producer.get(RESULT))
    refused(night, lambda: posted(scrutineer, "drop-hand"), "No hand sheet was typed.")


def test_a_hand_sheet_is_whole_and_of_numbers(night: Running, scrutineer: httpx.Client) -> None:
    refused(night, lambda: typed(scrutineer, {"place Ada": "1"}), "The hand sheet has no place for Bo, Cy and Dee.")
    page = refused(
        night, lambda: typed(scrutineer, {**RIGHT, "place Bo": "third"}), "Bo: found third, expected a whole"
    )
    assert 'value="third"' in page.text  # what was typed is not lost
    refused(night, lambda: typed(scrutineer, {**RIGHT, "place Bo": "0"}), "Bo: found 0")


@pytest.mark.parametrize("what", ["hand", "drop-hand"])
def test_the_hand_sheet_is_the_scrutineers(night: Running, producer: httpx.Client, what: str) -> None:
    """Whoever could type one and see whether it agrees could find the result by trying."""
    head = night.edge.counter.head
    assert posted(producer, what, **RIGHT).status_code == 403
    assert night.edge.counter.head == head


# Nothing of it is on a producer's page.


def stages(votes: Mapping[str, int]) -> Iterator[str]:
    """A producer's page at each stage until everything is sealed, and what refused presses answer."""
    with served(the_night(FINAL), counted(FINAL, votes)) as night:
        found = both_paths(show_of(night)).agreed
        assert found is not None
        places = {f"place {star}": str(place.first) for star, place in sorted(found.places.items())}
        swapped = {star: {"1": "2", "2": "1"}.get(place, place) for star, place in places.items()}
        producer, scrutineer = night.came_in("Producer"), night.came_in("Scrutineer")
        yield producer.get(RESULT).text
        seen = seen_by(producer)
        typed(scrutineer, swapped)
        yield producer.get(RESULT).text
        yield stood_for(producer, "confirm", seen).text
        typed(scrutineer, places)
        yield producer.get(RESULT).text
        yield stood_for(producer, "seal").text
        yield producer.post(f"{RESULT}/confirm", data={"seen": "0" * 32}).text
        stood_for(producer, "confirm")
        yield producer.get(RESULT).text
        yield stood_for(producer, "seal", seen).text
        stood_for(scrutineer, "seal")
        yield producer.get(RESULT).text
        yield producer.get("/desk/screen").text
        yield stood_for(producer, "confirm").text


def test_a_producers_page_is_the_same_whatever_the_result_is() -> None:
    one, other = ([DRAWN.sub("", text) for text in stages(votes)] for votes in (ONE, OTHER))
    assert one == other
    for text in one:
        assert not re.search(r"\b(1st|2nd|3rd|4th|first place|champions!)", text.partition('"board":')[0])


def test_lengths_tell_nothing() -> None:
    one, other = ([len(text) for text in stages(votes)] for votes in (ONE, OTHER))
    assert one == other


@pytest.mark.parametrize("holder", ["Ida", "Jo"])
@pytest.mark.parametrize(
    "what", ["", "/plan", "/hand", "/drop-hand", "/propose", "/agree", "/drop", "/confirm", "/seal"]
)
def test_it_is_the_desks(night: Running, holder: str, what: str) -> None:
    judge, head = night.came_in(holder), night.edge.counter.head
    answer = judge.get(RESULT) if not what else judge.post(RESULT + what, data={})
    assert answer.status_code == 403
    assert night.edge.counter.head == head


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
    refused(night, lambda: posted(producer, "agree", **void), "Somebody else has to be the second.")
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


def test_votes_of_the_stage_lead_where_these_tests_think() -> None:
    assert sorted(VOTES, key=lambda star: -VOTES[star]) == ["Dee", "Cy", "Bo", "Ada"]
