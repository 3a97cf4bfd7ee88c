"""Starting a folder: it reads as it stands, nothing of anybody's is written over, and it can be filled to a result."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from mirrorball.core.show import result_of
from mirrorball.main import main
from mirrorball.season.check import check
from mirrorball.season.format import SETTINGS
from mirrorball.season.new import SCHEMA, FolderTaken, Kind, new
from mirrorball.season.possible import Verdict
from mirrorball.season.read import read
from mirrorball.season.reference import schema
from tests.season.folders import keep, rows, told

both = pytest.mark.parametrize("kind", Kind)
MARKS = {"Star 1": "9", "Star 2": "7", "Star 3": "8", "Star 4": "5"}
VOTES = {"Star 1": 10, "Star 2": 60, "Star 3": 20, "Star 4": 10}


@both
def test_a_new_folder_is_clean_as_it_stands(tmp_path: Path, kind: Kind, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "show"

    assert main(["new", str(folder), "--kind", kind.value]) == 0
    assert main(["check", str(folder), "--strict"]) == 0
    assert capsys.readouterr().err == ""
    assert check(folder).problems == ()
    assert {verdict.verdict for verdict in check(folder).verdicts} == {Verdict.NOT_RECORDED}


@both
def test_it_answers_with_the_files_that_it_wrote(tmp_path: Path, kind: Kind) -> None:
    written = new(tmp_path / "deep" / "show", kind)

    assert sorted(written) == sorted((tmp_path / "deep" / "show").iterdir())
    assert {"season.toml", "couples.csv", "weeks.csv", "routines.csv"} <= {path.name for path in written}


@both
def test_an_empty_folder_will_do(tmp_path: Path, kind: Kind) -> None:
    new(tmp_path, kind)

    assert told(tmp_path) == []


@both
def test_the_schema_lies_beside_the_settings_and_they_name_it(tmp_path: Path, kind: Kind) -> None:
    new(tmp_path, kind)
    first, *_ = (tmp_path / SETTINGS).read_text(encoding="utf-8").splitlines()

    assert first == f"#:schema ./{SCHEMA}"
    assert json.loads((tmp_path / SCHEMA).read_text(encoding="utf-8")) == schema()


@both
def test_a_folder_with_anything_in_it_is_left_as_it_is(
    tmp_path: Path, kind: Kind, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    assert main(["new", str(tmp_path), "--kind", kind.value]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert capsys.readouterr().err == f"{tmp_path} is there already and not empty. Name a new or empty folder.\n"


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    new(tmp_path, Kind.SEASON)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    with pytest.raises(FolderTaken):
        new(tmp_path, Kind.GALA)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_file_in_place_of_the_folder_is_left_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "show"
    file.write_text("mine", encoding="utf-8")

    assert main(["new", str(file)]) == 2
    assert file.read_text(encoding="utf-8") == "mine"
    assert "Name a new or empty folder." in capsys.readouterr().err


def test_a_place_where_nobody_may_write_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    assert main(["new", str(tmp_path / "file" / "show")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_remarks_say_what_to_do_next(tmp_path: Path) -> None:
    new(tmp_path, Kind.GALA)

    assert "mirrorball check" in (tmp_path / SETTINGS).read_text(encoding="utf-8")
    for table in tmp_path.glob("*.csv"):
        assert rows(table)[1][0].startswith("# "), table.name


def test_a_rule_book_of_ones_own_comes_with_a_season(tmp_path: Path) -> None:
    new(tmp_path, Kind.SEASON)
    written = tomllib.loads((tmp_path / SETTINGS).read_text(encoding="utf-8"))

    assert written["book"] == "ours"
    assert {week.book.name for week in read(tmp_path).season.weeks} == {"ours"}


def fill(folder: Path) -> Path:
    """Four couples with three equal marks each, and their votes."""
    new(folder, Kind.GALA)
    couples = rows(folder / "couples.csv")
    keep(folder / "couples.csv", couples[:6])
    head, remark, *danced = rows(folder / "routines.csv")
    at = head.index("Judge Amber")
    for row in danced[:4]:
        row[at : at + 3] = [MARKS[row[head.index("star")]]] * 3
    keep(folder / "routines.csv", [head, remark, *danced[:4]])
    votes = rows(folder / "votes.csv")
    keep(folder / "votes.csv", [*votes, *(["1", star, "web", str(n)] for star, n in VOTES.items())])
    return folder


def test_a_gala_that_is_filled_comes_to_a_result(tmp_path: Path) -> None:
    """Marks of 27, 21, 24 and 15 are 87 together: 27/87 + 10/100, 21/87 + 60/100, 24/87 + 20/100, 15/87 + 10/100."""
    folder = fill(tmp_path)
    result = result_of(read(folder).season, 1)

    assert told(folder) == []
    assert result is not None
    assert {star: str(place) for star, place in result.places.items()} == {
        "Star 2": "1",
        "Star 3": "2",
        "Star 1": "3",
        "Star 4": "4",
    }
    assert result.champions == ("Star 2",)


def test_a_gala_shows_its_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(fill(tmp_path))]) == 0
    shown = capsys.readouterr().out

    assert "Gala night" in shown
    assert "24.14 % of the marks and 60.00 % of the votes: 84.14 %." in " ".join(shown.split())


def test_places_written_against_the_votes_are_told(tmp_path: Path) -> None:
    folder = fill(tmp_path)
    head, remark = rows(folder / "results.csv")
    places = {"Star 1": "1", "Star 2": "2", "Star 3": "3", "Star 4": "4"}
    keep(folder / "results.csv", [head, remark, *([star, "final", "1", n, ""] for star, n in places.items())])

    assert [verdict.verdict for verdict in check(folder).verdicts] == [Verdict.IMPOSSIBLE]
    assert len(told(folder)) == 1
