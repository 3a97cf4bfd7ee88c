"""Each manifest fits the EBU's schema and what hosts need besides; a manifest that does not is told why."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]  # it brings no types
from referencing import Resource

from mirrorball.look import NIGHT
from tests.graphics.packages import FOLDER, NAMES, SUFFIX, manifest, unmet

Change = Callable[[dict[str, Any]], object]

# SPX and others make an element's name of id and version: it begins with a letter and holds no capital.
ELEMENT = re.compile(r"[a-z][a-z0-9.-]*")
# Hosts whose forms know flat fields only can say everything a graphic draws; these come from a program.
NOT_FLAT = {"rows"}


@pytest.fixture(scope="session")
def schema(shared: Path) -> Draft202012Validator:
    """The EBU's schema, all its parts from the disk."""
    folder = shared / "data" / "ograf-v1" / "json-schemas"
    parts = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.rglob("*.json"))]
    registry = REGISTRY.with_resources([(part["$id"], Resource.from_contents(part)) for part in parts])
    (of_manifests,) = (part for part in parts if part["$id"].endswith("/graphics/schema.json"))
    return Draft202012Validator(of_manifests, registry=registry)


def reasons(schema: Draft202012Validator, found: object) -> list[str]:
    """Where a manifest does not fit the schema, and which word of the schema it breaks."""
    return sorted({f"{error.json_path} {error.validator}" for error in schema.iter_errors(found)})


def test_there_are_five() -> None:
    assert {file.name.removesuffix(SUFFIX) for file in FOLDER.glob(f"*{SUFFIX}")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_fits_the_schema(schema: Draft202012Validator, name: str) -> None:
    assert reasons(schema, manifest(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_each_is_what_hosts_need(name: str) -> None:
    found = manifest(name)

    assert list(unmet(FOLDER / f"{name}{SUFFIX}", found)) == []
    assert found["id"] == f"org.mirrorball.{name}"
    assert ELEMENT.fullmatch(f"{found['id']}-v{found['version']}")
    assert found["supportsRealTime"] is True
    assert found["supportsNonRealTime"] is True


@pytest.mark.parametrize("name", NAMES)
def test_a_form_of_flat_fields_can_say_everything(name: str) -> None:
    fields = manifest(name)["schema"]["properties"]

    assert {field for field, of in fields.items() if of["type"] in {"array", "object"}} <= NOT_FLAT
    assert "rowsText" in fields or "rows" not in fields
    assert {"feedUrl", "feedToken"} <= set(fields)
    assert [of["title"] for of in fields.values() if not of["title"]] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_person_is_there_before_it_was_sent(name: str) -> None:
    """A default is what a host draws when nobody typed anything."""
    fields = manifest(name)["schema"]["properties"]
    given = {field: of["default"] for field, of in fields.items() if "default" in of}

    assert set(given) <= {"title", "pace", "kind"}


def test_steps_are_told_as_they_are() -> None:
    assert {name: manifest(name)["stepCount"] for name in NAMES} == {
        "lower-third": 1,
        "score-bug": -1,
        "leaderboard": -1,
        "vote-open": 1,
        "result-reveal": -1,
    }


def _field(name: str, **of: object) -> Change:
    return lambda found: found["schema"]["properties"].update({name: of})


BROKEN: dict[str, tuple[Change, list[str]]] = {
    "an unknown key": (lambda found: found.update(colour="gold"), ["$ additionalProperties"]),
    "no id": (lambda found: found.pop("id"), ["$ required"]),
    "another schema": (lambda found: found.update({"$schema": "https://ograf.ebu.io/v0"}), ["$['$schema'] const"]),
    "fewer steps than dynamic": (lambda found: found.update(stepCount=-2), ["$.stepCount minimum"]),
    "a list of nothing": (_field("marks", type="array"), ["$.schema.properties.marks required"]),
    "a colour that may be anything": (
        _field("tint", type="string", gddType="color-rrggbb"),
        ["$.schema.properties.tint required"],
    ),
    "a number by default where text is asked": (
        _field("line", type="string", default=7),
        ["$.schema.properties.line.default type"],
    ),
    "a choice without labels": (
        _field("pace", type="string", gddType="select", enum=["a"], gddOptions={}),
        ["$.schema.properties.pace.gddOptions required"],
    ),
}


@pytest.mark.parametrize(("change", "reason"), BROKEN.values(), ids=list(BROKEN))
def test_a_broken_manifest_fails_for_its_reason(
    schema: Draft202012Validator, change: Change, reason: list[str]
) -> None:
    found = manifest("score-bug")
    change(found)

    assert reasons(schema, found) == reason


TAKE_BACK = {"id": "take-back", "name": "Take back"}
NEEDS: dict[str, tuple[Change, str, str]] = {
    "another ending": (lambda _: None, "score-bug.json", f"The name of a manifest ends in {SUFFIX}."),
    "two actions of one name": (
        lambda found: found.update(customActions=[TAKE_BACK, TAKE_BACK]),
        f"score-bug{SUFFIX}",
        "Two custom actions are called take-back.",
    ),
    "no such main": (
        lambda found: found.update(main="gone.js"),
        f"score-bug{SUFFIX}",
        "The main file gone.js is not there.",
    ),
    "a slash in the id": (
        lambda found: found.update(id="org/mirrorball"),
        f"score-bug{SUFFIX}",
        "An id holds no slash.",
    ),
    "no such thumbnail": (
        lambda found: found.update(thumbnails=[{"file": "gone.png"}]),
        f"score-bug{SUFFIX}",
        "The thumbnail gone.png is not there.",
    ),
}


@pytest.mark.parametrize(("change", "file", "reason"), NEEDS.values(), ids=list(NEEDS))
def test_what_a_host_misses_is_said(schema: Draft202012Validator, change: Change, file: str, reason: str) -> None:
    """The schema finds none of these."""
    found = manifest("score-bug")
    change(found)

    assert list(unmet(FOLDER / file, found)) == [reason]
    assert reasons(schema, found) == []


def test_the_colours_are_those_of_the_night() -> None:
    written = re.search(r"NIGHT = \{(.*?)\}", (FOLDER / "shared" / "look.js").read_text(encoding="utf-8"), re.DOTALL)
    assert written
    assert dict(re.findall(r'(\w+): "(#[0-9a-f]{6})"', written[1])) == dict(NIGHT)


def test_no_other_colour_is_used_and_nothing_has_a_shadow() -> None:
    scripts = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.rglob("*.js")}

    assert {name for name, text in scripts.items() if re.search(r"#[0-9a-f]{3,8}\b", text)} == {"look.js"}
    assert [name for name, text in scripts.items() if re.search(r"shadow:|drop-shadow|blur\(", text)] == []


def test_nothing_is_asked_of_another_host() -> None:
    """Every address is made from where the file itself lies, and no module comes from elsewhere."""
    for file in FOLDER.rglob("*.js"):
        text = file.read_text(encoding="utf-8")
        assert set(re.findall(r"https?://[^\s\"'`)]+", text)) <= {"http://www.w3.org/2000/svg", "https://${address}"}
        assert all(one.startswith((".", "..")) for one in re.findall(r'^import .* from "([^"]+)"', text, re.MULTILINE))
