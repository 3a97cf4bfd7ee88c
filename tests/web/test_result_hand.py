"""The hand sheet is the scrutineer's; and a producer's page is the same whatever the result is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import httpx
import pytest

from mirrorball.core.events import HandSheetTyped
from mirrorball.floor.result_checks import both_paths
from tests.core.stage import FINAL, STARS, the_night
from tests.web.night import Running, served
from tests.web.result_forms import (
    RESULT,
    counted,
    happened,
    night,
    posted,
    producer,
    refused,
    scrutineer,
    seen_by,
    show_of,
    stood_for,
    typed,
    words,
)

__all__ = ["night", "producer", "scrutineer"]

ONE = dict(zip(STARS, (918_273, 746_555, 645_546, 555_111), strict=True))
OTHER = dict(zip(STARS, (555_111, 645_546, 746_555, 918_273), strict=True))  # another order, and as many figures
# The name of a form, what signs a result, its hash and a time: each says nothing of the result, and differs each time.
DRAWN = re.compile(
    r'name="(once|seen)" value="\w+"|\b[0-9a-f]{4} [0-9a-f]{4}\b|<span>[0-9a-f]{4}</span>|\b[0-9a-f]{64}\b'
    r"|\d\d:\d\d:\d\d"
)
NEUTRAL = "The hand sheet comes to another result than the marks and votes."


# The hand sheet.


RIGHT = {"place Dee": "1", "place Cy": "2", "place Bo": "3", "place Ada": "4"}
WRONG = {**RIGHT, "place Cy": "3", "place Bo": "2"}


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
