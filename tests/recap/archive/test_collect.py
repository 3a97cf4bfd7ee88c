"""An archive holds every season folder of a folder, says what is wrong with the others, and joins exact names alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from mirrorball.recap.archive import collect as collecting
from mirrorball.recap.archive.collect import collect
from mirrorball.recap.archive.people import pros, stars
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
