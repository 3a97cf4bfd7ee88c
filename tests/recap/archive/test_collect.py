"""An archive holds every season folder of a folder, says what is wrong with the others, and joins exact names alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mirrorball.core.channel import Channel
from mirrorball.core.season import RecordedVotes
from mirrorball.recap.archive import collect as collecting
from mirrorball.recap.archive import digests
from mirrorball.recap.archive.collect import collect
from mirrorball.recap.archive.people import pros, stars
from mirrorball.season.read import read
from tests import house
from tests.conftest import ROOT
from tests.recap.archive import small


def test_seasons_stand_by_the_numbers_in_their_names(tmp_path: Path) -> None:
    archive = small.collected(small.three(tmp_path / "archive"))

    assert [held.slug for held in archive.seasons] == ["x-2", "x-10", "x-11"]
    assert [row.finished for row in archive.tables.seasons] == [True, True, False]


def test_what_is_no_season_is_named(tmp_path: Path) -> None:
    folder = small.three(tmp_path / "archive")
    (folder / "notes").mkdir()
    (folder / ".hidden").mkdir()

    said = small.collected(folder).sentences

    assert [one for one in said if one.startswith("notes: found a folder without season.toml")]
    assert not [one for one in said if "hidden" in one]


@pytest.mark.parametrize("there", ["nothing", "a folder", "a file"])
def test_nothing_at_all_is_said(tmp_path: Path, there: str) -> None:
    folder = tmp_path / "archive"
    if there == "a folder":
        folder.mkdir()
    elif there == "a file":
        folder.touch()

    archive = small.collected(folder)

    assert archive.every == ()
    assert len(archive.sentences) == 1


def test_a_season_with_a_problem_is_left_out_and_named(tmp_path: Path) -> None:
    folder = small.three(tmp_path / "archive")
    text = (folder / "x-2" / "couples.csv").read_text(encoding="utf-8")
    (folder / "x-2" / "couples.csv").write_text(text.replace("Bo Li,", "Ana Ray,"), encoding="utf-8")

    archive = small.collected(folder)

    assert [held.slug for held in archive.left_out] == ["x-2"]
    assert [held.slug for held in archive.seasons] == ["x-10", "x-11"]
    assert any(one.startswith("x-2: couples.csv") for one in archive.sentences)


def test_a_name_is_one_person_and_a_near_name_is_told(tmp_path: Path) -> None:
    archive = small.collected(small.three(tmp_path / "archive"))
    by_name = {person.name: person for person in stars(archive.tables, archive.near)}

    assert [turn.couple.season for turn in by_name["Ana Ray"].turns] == ["x-2", "x-10"]
    assert by_name["Bo Li"].near == ("bo li",)
    assert [turn.couple.star for turn in by_name["bo li"].turns] == ["bo li"]
    assert archive.near == (("Bo Li", "bo li"),)
    assert any("perhaps the same person" in one for one in archive.sentences)


def test_a_pro_has_every_partner(tmp_path: Path) -> None:
    archive = small.collected(small.three(tmp_path / "archive"))
    by_name = {person.name: person for person in pros(archive.tables)}

    assert [turn.couple.star for turn in by_name["Max"].turns] == ["Ana Ray", "Eve", "Fay"]
    assert "" not in by_name


def test_what_is_kept_is_not_worked_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, kept = small.three(tmp_path / "archive"), tmp_path / "kept"
    first = collect(folder, kept, workers=1)
    looked: list[str] = []

    def watch(paths: object) -> object:
        looked.extend(path.name for path in paths)  # type: ignore[attr-defined]
        return paths

    monkeypatch.setattr(collecting, "judged", lambda _: pytest.fail("a verdict was worked out again"))
    again = collect(folder, kept, watch, workers=1)  # type: ignore[arg-type]

    assert again == first
    assert looked == []


def test_what_is_kept_and_damaged_is_worked_out_again(tmp_path: Path) -> None:
    folder, kept = small.three(tmp_path / "archive"), tmp_path / "kept"
    first = collect(folder, kept, workers=1)
    for nth, file in enumerate(sorted(kept.iterdir())):
        file.write_bytes([b"", b"{}", b"\xff", b'{"slug": 1}'][nth % 4])

    assert collect(folder, kept, workers=1) == first


def test_two_processes_find_the_same(tmp_path: Path) -> None:
    folder = small.three(tmp_path / "archive")

    assert collect(folder, workers=2) == small.collected(folder)


def test_no_table_verdict_or_story_of_an_archive_knows_a_vote(tmp_path: Path) -> None:
    """Two folders that differ in votes alone come to the same, but for the digests of their bytes."""
    plain = replace(small.season(2), channels=(Channel("web", 10),))
    by_votes = {"Ana Ray": 9_000_001, "Bo Li": 8_000_002, "Cy <b> & Co": 7_000_003, "Ďana": 6_000_004}
    voted = tuple(
        RecordedVotes(week=week.number, star=star, channel="web", votes=by_votes[star])
        for week in plain.weeks
        for star in plain.field(week.number)
    )
    small.folders(tmp_path / "with", {"x-2": replace(plain, votes=voted)})
    small.folders(tmp_path / "without", {"x-2": plain})
    told = [small.collected(tmp_path / name) for name in ("with", "without")]

    assert read(tmp_path / "with" / "x-2").season.votes == voted
    assert told[0].tables == told[1].tables
    assert told[0].seasons[0].verdicts == told[1].seasons[0].verdicts
    stories = [collecting.told(one.folder / "x-2", one.seasons[0]) for one in told]
    assert stories[0] == stories[1]
    assert stories[0].season.votes == ()


def test_what_is_kept_is_worked_out_anew_when_any_room_that_it_follows_from_has_changed() -> None:
    table = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    allowed = house.rooms(table)["recap"] | {"recap"}

    beside = {name.removesuffix(".py") for name in digests.BESIDE_ROOMS}
    assert set(digests.TOLD) | beside - {"__init__"} == allowed
    assert set(digests.RULES) == {"core", "season"}
