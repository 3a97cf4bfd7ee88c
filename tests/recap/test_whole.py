"""The JSON of everything fits its schema, is exact, says what is not known, and stays the same as the season does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from mirrorball.core.season import Couple, RecordedVotes, Season
from mirrorball.recap.story import Story, story
from mirrorball.recap.whole import FORMAT, exact, fields, whole
from mirrorball.season.possible import Verdict, WeekVerdict
from tests.conftest import ROOT
from tests.laws import season_strategies as made
from tests.recap.seasons import SHIPPED, retold, running, shipped, without_dates

SCHEMA = ROOT / "docs" / "recap.schema.json"


@cache
def validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def unfit(told: object) -> list[str]:
    """Where JSON does not fit the schema."""
    return [f"{error.json_path}: {error.message[:200]}" for error in validator().iter_errors(told)]


def read(of: Story) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(whole(of))
    return told


def parts(value: object) -> Iterator[dict[str, object]]:
    """Every object of JSON Schema in one."""
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(one)


@pytest.mark.parametrize(
    "of",
    [
        shipped(),
        running(4),
        retold(without_dates(SHIPPED)),
        retold(replace(SHIPPED, routines=(), bonuses=(), stated=())),
        story(Season(title="Gala", couples=(Couple(star="Ada", pro=""),))),
    ],
    ids=["shipped", "running", "undated", "unmarked", "bare"],
)
def test_a_season_fits_the_schema(of: Story) -> None:
    assert unfit(read(of)) == []


@given(made.seasons())
def test_every_season_fits_the_schema(season: Season) -> None:
    assert unfit(read(story(season))) == []


def test_every_object_of_the_schema_is_closed_and_asks_for_all_its_fields() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    closed = [one for one in parts(schema) if isinstance(one.get("properties"), dict) and "type" in one]

    assert len(closed) > 20
    for one in closed:
        assert one["additionalProperties"] is False
        assert one["required"] == sorted(one["properties"])  # type: ignore[call-overload]  # a dict, as was asked above


def test_a_field_too_many_too_few_or_of_another_kind_does_not_fit() -> None:
    good = read(shipped())
    for change in ({"winner": "Ada"}, {"format": FORMAT + 1}, {"over": 1}, {"hosts": "Ada"}):
        assert unfit(good | change)
    for name in good:
        assert unfit({key: value for key, value in good.items() if key != name})


@given(st.fractions())
def test_figures_are_exact(figure: Fraction) -> None:
    told = exact(figure)

    assert Fraction(told or 0) == figure
    assert isinstance(told, int) == (figure.denominator == 1)
    assert json.loads(json.dumps(told)) == told


def test_not_known_is_null_and_not_zero() -> None:
    season = replace(SHIPPED, routines=tuple(replace(one, marks={}) for one in SHIPPED.routines), stated=(), bonuses=())
    told = read(retold(season))

    for week in told["weeks"]:
        for line in week["lines"]:
            assert (line["from_panel"], line["points"], line["total"], line["place"]) == (None, None, None, None)
            assert line["bonus"] == 0
    assert {journey["mean"] for journey in told["journeys"]} == {None}


def test_it_says_what_the_shipped_season_came_to() -> None:
    told = read(shipped())
    final = next(week for week in told["weeks"] if week["final"])
    xochitl = next(line for line in final["lines"] if line["star"] == "Xochitl Gomez")

    assert told["champions"] == ["Xochitl Gomez"]
    assert [routine["total"] for routine in xochitl["routines"]] == [30, 30]
    assert (xochitl["carried"]["week"], xochitl["carried"]["points"], xochitl["points"]) == (10, 60, 120)
    alyson = next(line for line in final["lines"] if line["star"] == "Alyson Hannigan")
    assert alyson["carried"]["stated"]
    assert told["journeys"][0]["mean"] == "73/8"


def test_every_routine_package_and_result_of_the_season_is_in_it() -> None:
    told = read(shipped())
    danced = [
        (line["star"], one["week"], one["round"])
        for w in told["weeks"]
        for line in w["lines"]
        for one in line["routines"]
    ]

    assert sorted(danced) == sorted((one.star, one.week, one.round) for one in SHIPPED.routines)
    assert sum(len(week["packages"]) for week in told["weeks"]) == len(SHIPPED.packages)
    assert sum(len(line["bonuses"]) for w in told["weeks"] for line in w["lines"]) == len(SHIPPED.bonuses)
    assert [j["result"]["star"] for j in told["journeys"]] == [result.star for result in SHIPPED.results]


def test_the_bytes_stay_the_same() -> None:
    turned = replace(
        SHIPPED, routines=tuple(replace(one, marks=dict(reversed(list(one.marks.items())))) for one in SHIPPED.routines)
    )

    assert whole(retold(turned)) == whole(retold(SHIPPED))
    assert whole(shipped()).endswith(b"\n")
    assert list(read(shipped())) == sorted(fields(shipped()))


def test_a_vote_is_told_only_if_the_season_holds_it() -> None:
    recorded = [WeekVerdict(1, Verdict.POSSIBLE, votes={"Matt Walsh": 4711}, by_record=True)]
    votes = (RecordedVotes(week=1, star="Matt Walsh", channel="web", votes=4711),)

    assert b"4711" not in whole(story(SHIPPED, [*recorded, *(w.verdict for w in shipped().weeks[1:])]))
    assert b"4711" in whole(
        story(replace(SHIPPED, votes=votes), [*recorded, *(w.verdict for w in shipped().weeks[1:])])
    )


def test_any_script_stands_as_it_is() -> None:
    of = story(Season(title="Μουσική & <舞>", couples=(Couple(star="עדה", pro=""),)))

    assert "Μουσική & <舞>" in whole(of).decode()
    assert read(of)["couples"][0]["star"] == "עדה"
