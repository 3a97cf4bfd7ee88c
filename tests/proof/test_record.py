"""The record of a night: who reads it by itself comes to the same result, and sees what was changed in it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorball.box.contents import contents
from mirrorball.core.events import ChampionsCrowned, ResultSealed
from mirrorball.log.codec import decode
from mirrorball.proof.record import ANOTHER_RESULT, BOX, CARRIED, EVENTS, Occupied, Record, check, make_room, write
from tests.proof.night import FINAL, IN_TIME, LATE, a_season, ballot, fill, lay, played

NIGHT = played()
Change = Callable[[Any], None]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    folder = tmp_path / "record"
    lay(folder, NIGHT, {"result.txt": "for people"})
    return folder


def found(folder: Path) -> list[str]:
    return check(folder, a_season(), FINAL)


def lines(folder: Path, file: str) -> list[bytes]:
    return (folder / file).read_bytes().splitlines()


def keep(folder: Path, file: str, kept: list[bytes]) -> None:
    (folder / file).write_bytes(b"".join(line + b"\n" for line in kept))


def change(folder: Path, file: str, nth: int, how: Change) -> None:
    """Change one line of JSON, and nothing else."""
    there = lines(folder, file)
    entry = json.loads(there[nth])
    how(entry)
    there[nth] = json.dumps(entry).encode()
    keep(folder, file, there)


def event(folder: Path, name: str, how: Change, nth: int = 0) -> None:
    """Change what the nth event of this name says."""
    at = [n for n, line in enumerate(lines(folder, EVENTS)) if json.loads(line)["event"] == name]
    change(folder, EVENTS, at[nth], lambda entry: how(entry["facts"]))


# What is written agrees.


EVENTS_OF_NIGHT = [entry.event for entry in NIGHT.record.entries]


def test_the_night_is_what_it_should_be() -> None:
    """By shares Bo has 16/50 twice over of the marks and 50 of 96 votes."""
    (sealed,) = (one for one in EVENTS_OF_NIGHT if isinstance(one, ResultSealed))

    assert sealed.order == ("Bo", "Cy", "Ada")
    assert EVENTS_OF_NIGHT[-1] == ChampionsCrowned(("Bo",), "The small trophy")


def test_a_record_agrees_with_itself(record: Path) -> None:
    assert found(record) == []


def test_everything_that_happened_and_was_cast_is_in_it(record: Path) -> None:
    assert decode(lines(record, EVENTS)) == list(NIGHT.record.entries)
    assert len(contents(record / BOX).ballots) == len(IN_TIME) + len(LATE)
    assert (record / "result.txt").read_text(encoding="utf-8") == "for people"


def test_what_is_for_people_is_not_read_back(record: Path) -> None:
    (record / "result.txt").write_text("something else", encoding="utf-8")

    assert found(record) == []


def test_the_order_of_the_ballots_does_not_matter(record: Path) -> None:
    fill(record, IN_TIME[::-1], LATE)

    assert found(record) == []


def test_the_reader_asks_the_season_for_nothing_that_was_decided_that_night(record: Path) -> None:
    """A reader whose folder has no marks of the final yet comes to the same."""
    season = a_season()
    before = replace(season, routines=tuple(replace(r, marks={}) if r.week == FINAL else r for r in season.routines))

    assert check(record, before, FINAL) == []


# What was changed is seen.


def test_another_vote_on_a_ballot(record: Path) -> None:
    fill(record, (ballot(1, 1, 6, 10, 0), *IN_TIME[1:]), LATE)

    assert found(record) == ["Ada: the ballots come to other votes than the sealed tally."]


def test_a_ballot_that_was_taken_out(record: Path) -> None:
    fill(record, IN_TIME[1:], LATE)

    assert found(record) == [
        "Ada: the ballots come to other votes than the sealed tally.",
        "Bo: the ballots come to other votes than the sealed tally.",
    ]


def test_a_ballot_that_was_put_in(record: Path) -> None:
    fill(record, (*IN_TIME, ballot(9, 9, 0, 10, 0)), LATE)

    assert found(record) == ["Bo: the ballots come to other votes than the sealed tally."]


def test_a_late_ballot_that_was_taken_out(record: Path) -> None:
    """It changes no couple's votes, and yet the tally says that such votes came in."""
    fill(record, IN_TIME, ())

    assert found(record)


def test_a_longer_window(record: Path) -> None:
    fill(record, (*IN_TIME, *LATE), ())

    assert found(record)


def test_another_tally(record: Path) -> None:
    event(record, "tally sealed", lambda facts: facts["tally"]["counted"]["Cy"].__setitem__("web", 1000))

    assert "Cy: the ballots come to other votes than the sealed tally." in found(record)


def test_a_mark_that_turns_the_result(record: Path) -> None:
    """With 1 in place of 10 Cy falls behind Ada."""
    event(record, "mark given", lambda facts: facts.__setitem__("mark", "1"), nth=4)

    assert any(ANOTHER_RESULT in sentence for sentence in found(record))


def test_a_mark_that_turns_nothing(record: Path) -> None:
    """The total that was locked says another thing than the marks under it."""
    event(record, "mark given", lambda facts: facts.__setitem__("mark", "8"), nth=0)

    assert found(record)


@pytest.mark.parametrize("name", ["order", "places"])
def test_another_result(record: Path, name: str) -> None:
    def turn(facts: dict[str, Any]) -> None:
        if name == "order":
            facts["order"] = facts["order"][::-1]
        else:
            places = facts["places"]
            places["Bo"], places["Ada"] = places["Ada"], places["Bo"]

    event(record, "result sealed", turn)

    assert ANOTHER_RESULT in found(record)[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [("salt", "5a18"), ("digest", "0" * 64), ("by", "producer Pat"), ("confirmed_by", "producer Kim"), ("steps", [])],
)
def test_a_seal_that_was_changed(record: Path, name: str, value: object) -> None:
    """Its hash follows from the result and the salt, and whoever sealed it is not who confirmed it."""
    event(record, "result sealed", lambda facts: facts.__setitem__(name, value))

    assert ANOTHER_RESULT in found(record)[0]


def test_a_result_that_both_people_changed_does_not_stand_before_the_second_path(record: Path) -> None:
    """Each path says so by itself."""

    def turn(facts: dict[str, Any]) -> None:
        places = facts["found"]["places"]
        places["Bo"], places["Ada"] = places["Ada"], places["Bo"]

    event(record, "result confirmed", turn)
    event(record, "result sealed", turn)
    second = "the second path comes to another result than the one that stands here."

    assert sum(ANOTHER_RESULT in sentence for sentence in found(record)) == 2
    assert sum(second in sentence for sentence in found(record)) == 2


def test_another_place_was_told(record: Path) -> None:
    event(record, "step revealed", lambda facts: facts.__setitem__("stars", ["Bo"]))

    assert found(record)


def test_what_was_told_in_another_order_is_seen(record: Path) -> None:
    """The steps are fixed with the result, and the order before anybody knew it."""
    event(record, "reveal planned", lambda facts: facts.__setitem__("order", "by the book"))

    assert ANOTHER_RESULT in found(record)[0]


def test_what_takes_back_something_that_never_was_is_answered_with_a_sentence(record: Path) -> None:
    def turn(entry: dict[str, Any]) -> None:
        entry["event"], entry["facts"] = "step taken back", {"step": 1}

    change(record, EVENTS, 0, turn)

    assert found(record)[-1] == "Step 1 changes what is not there; what comes after it cannot be checked."


def test_others_were_crowned(record: Path) -> None:
    event(record, "champions crowned", lambda facts: facts.__setitem__("stars", ["Ada"]))

    assert found(record)


@pytest.mark.parametrize("nth", range(len(NIGHT.record.entries)))
def test_a_step_of_the_night_that_was_taken_out(record: Path, nth: int) -> None:
    there = lines(record, EVENTS)
    keep(record, EVENTS, [*there[:nth], *there[nth + 1 :]])

    assert found(record)


@pytest.mark.parametrize("nth", range(len(NIGHT.record.entries)))
def test_a_step_that_was_taken_out_and_the_rest_numbered_anew(record: Path, nth: int) -> None:
    there = lines(record, EVENTS)
    left = [json.loads(line) for line in (*there[:nth], *there[nth + 1 :])]
    keep(record, EVENTS, [json.dumps({**entry, "position": n}).encode() for n, entry in enumerate(left, 1)])

    assert found(record)


def test_two_steps_that_changed_places(record: Path) -> None:
    there = lines(record, EVENTS)
    keep(record, EVENTS, [there[1], there[0], *there[2:]])
    (sentence,) = found(record)

    assert "line 1" in sentence


def test_carried_votes_that_turn_the_result(record: Path) -> None:
    carried = json.loads((record / CARRIED).read_bytes())
    carried[0]["votes"] = 10_000
    (record / CARRIED).write_text(json.dumps(carried), encoding="utf-8")

    assert ANOTHER_RESULT in found(record)[0]


def test_carried_votes_that_are_not_there(record: Path) -> None:
    carried = json.loads((record / CARRIED).read_bytes())
    carried.clear()
    (record / CARRIED).write_text(json.dumps(carried), encoding="utf-8")

    assert found(record)


@pytest.mark.parametrize("file", [EVENTS, CARRIED])
def test_a_file_that_is_gone(record: Path, file: str) -> None:
    (record / file).unlink()
    (sentence,) = found(record)

    assert sentence.startswith(f"The record in {record} does not read: ")
    assert file in sentence


@pytest.mark.parametrize("file", [EVENTS, CARRIED])
def test_a_file_that_is_cut_short(record: Path, file: str) -> None:
    (record / file).write_bytes((record / file).read_bytes()[:-20])

    assert found(record)


@given(st.sampled_from([EVENTS, CARRIED]), st.integers(0, 10**6), st.binary(max_size=4), st.integers(0, 9))
def test_a_mangled_record_is_answered_with_sentences(file: str, at: int, put: bytes, cut: int) -> None:
    with tempfile.TemporaryDirectory() as there:
        folder = Path(there) / "record"
        lay(folder, NIGHT)
        content = (folder / file).read_bytes()
        nth = at % (len(content) + 1)
        (folder / file).write_bytes(content[:nth] + put + content[nth + cut :])

        assert all(found(folder))


@given(st.integers(0, 10**6))
def test_names_that_change_places_are_answered_with_sentences(seed: int) -> None:
    """Every line reads, and tells of somebody or something else."""
    rng = Random(seed)  # noqa: S311  # a test has to be repeatable
    words = [b'"Ada"', b'"Bo"', b'"Cy"', b'"Zed"', b'"web"', b'"waltz"', b'"Ida"', b'"Jo"', b'"1"', b":1", b":2"]
    with tempfile.TemporaryDirectory() as there:
        folder = Path(there) / "record"
        lay(folder, NIGHT)
        file = folder / rng.choice([EVENTS, CARRIED])
        one, other = rng.choice(words), rng.choice(words)
        file.write_bytes(file.read_bytes().replace(one, other, rng.choice((1, 2, -1))))

        assert all(found(folder))


# Where it may be written.


def test_a_record_takes_the_place_of_an_older_one(record: Path) -> None:
    other = played((ballot(1, 1, 1, 1, 10),), ())
    lay(record, other)

    assert found(record) == []
    assert decode(lines(record, EVENTS)) == list(other.record.entries)


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    lay(tmp_path, NIGHT)

    assert found(tmp_path) == []


def test_a_folder_with_other_files_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(Occupied, match=r"holds other files\. Name a new or empty folder for the record\."):
        lay(tmp_path, NIGHT)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_in_place_of_the_folder_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "record").write_text("mine", encoding="utf-8")

    with pytest.raises(Occupied):
        lay(tmp_path / "record", NIGHT)
    assert (tmp_path / "record").read_text(encoding="utf-8") == "mine"


def test_a_record_of_nothing_says_what_is_missing(tmp_path: Path) -> None:
    make_room(tmp_path)
    write(tmp_path, Record((), ()), {})

    assert found(tmp_path) == ["The record ends before the result was sealed."]
