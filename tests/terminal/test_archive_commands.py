"""``mirrorball import``, ``archive``, ``query`` and ``compare``, as somebody types them."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mirrorball.recap import site
from mirrorball.recap.archive import build as archive_build
from mirrorball.recap.archive import collect as collected
from mirrorball.recap.archive.collect import pool
from mirrorball.season.imports.strictly import FOUR_TENS
from mirrorball.season.read import read
from mirrorball.season.write import write
from tests.recap.archive.small import folders, season
from tests.season.test_import_sheet import GALA, TABLE
from tests.season.test_import_strictly import ROWS, row, table
from tests.season.workbooks import xlsx
from tests.terminal.test_show import run


@pytest.fixture(autouse=True, scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One folder of shortcuts for all of these, as a user has one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        for module in (collected, archive_build):  # other processes would take longer to start than to work
            patch.setattr(module, "pool", lambda _workers: pool(1))
        yield


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two small seasons, which nobody changes."""
    return folders(tmp_path_factory.mktemp("kept") / "archive", {"us-1": season(1), "us-2": season(2)})


# Bringing in.


def test_seasons_are_brought_in_with_all_that_is_odd(tmp_path: Path) -> None:
    told = run("import", "strictly", table(tmp_path / FOUR_TENS, ROWS), "--to", tmp_path / "archive", width=300)

    assert (told.code, told.err) == (0, "")
    assert "◆ To be looked at" in told.out
    assert "no results; the last dances of 3 couples of series 8" in told.out
    assert told.out.index("To be looked at") < told.out.index("Good to know")
    assert "uk-8 3 couples, 3 weeks, 9 routines" in " ".join(told.out.split())
    assert read(tmp_path / "archive" / "uk-8").usable


def test_nothing_is_written_while_something_is_to_be_mended(tmp_path: Path) -> None:
    bad = table(tmp_path / FOUR_TENS, [*ROWS, row("Dee", 1, series=9, score_len="ten")])
    told = run("import", "strictly", bad, "--to", tmp_path / "archive", width=300)

    assert told.code == 2
    assert "◆ To be mended  1 problem" in told.out
    assert told.err == f"{bad}: 1 problem to be mended. Nothing was written.\n"
    assert not (tmp_path / "archive").exists()


def test_a_season_that_is_there_stays_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    to = tmp_path / "archive"
    file = tmp_path / "Our night.csv"
    file.write_text(TABLE, encoding="utf-8")
    assert run("import", "sheet", file, "--to", to).code == 0
    (to / "our-night" / "photo.jpg").write_bytes(b"a photo")

    told = run("import", "sheet", file, "--to", to)
    assert told.code == 2
    assert told.err == f"{to / 'our-night'} is there already. Replace with --replace. Nothing was written.\n"

    file.write_text(TABLE.replace("Ada", "Eve"), encoding="utf-8")
    assert run("import", "sheet", file, "--to", to, "--replace").code == 0
    assert read(to / "our-night").season.couples[0].star == "Eve"
    assert (to / "our-night" / "photo.jpg").read_bytes() == b"a photo"

    (to / "other").mkdir()
    (to / "other" / "mine.txt").write_text("mine", encoding="utf-8")
    told = run("import", "sheet", xlsx(tmp_path / "other.xlsx", GALA), "--to", to, "--replace")
    assert "is no season folder. Name another archive." in told.err
    assert [path.name for path in (to / "other").iterdir()] == ["mine.txt"]


def test_a_folder_comes_with_its_photos(tmp_path: Path) -> None:
    write(season(1), tmp_path / "Season 1")
    (tmp_path / "Season 1" / "photos").mkdir()
    (tmp_path / "Season 1" / "photos" / "ana.jpg").write_bytes(b"a photo")
    couples = tmp_path / "Season 1" / "couples.csv"
    head, ana, *others = couples.read_text(encoding="utf-8").splitlines()
    couples.write_text("\n".join([f"{head},photo", f"{ana},photos/ana.jpg", *(f"{one}," for one in others), ""]))
    told = run("import", "folder", tmp_path / "Season 1", "--to", tmp_path / "archive")

    assert told.code == 0, told.err
    assert (tmp_path / "archive" / "season-1" / "photos" / "ana.jpg").read_bytes() == b"a photo"


@pytest.mark.parametrize("kind", ["mcm", "strictly", "folder", "sheet"])
def test_no_file_gets_a_sentence(kind: str, tmp_path: Path) -> None:
    told = run("import", kind, tmp_path / "none.csv", "--to", tmp_path / "archive", width=300)

    assert told.code == 2
    assert "none.csv" in told.out
    assert "Found" in told.out
    assert told.err.endswith("Nothing was written.\n")


# The archive.


def test_an_archive_becomes_a_site_and_only_what_changed_is_told_anew(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = {"index.html": b"<p>A season.</p>"}
    monkeypatch.setattr(site, "files_of", lambda _story, _options: (dict(page), tuple(page), ("A remark.",)))
    monkeypatch.setattr(site, "assets", lambda *_: {})
    told = run("archive", archive, "-o", tmp_path / "site")
    assert (told.code, told.err) == (0, "")
    assert "2 seasons and" in told.out
    assert "told anew" in told.out
    assert "us-1: A remark." in told.out
    assert (tmp_path / "site" / "index.html").is_file()

    assert "Nothing had changed." in run("archive", archive, "-o", tmp_path / "site").out


def test_tables_go_to_parquet_and_sqlite(archive: Path, tmp_path: Path) -> None:
    told = run("archive", archive, "--parquet", tmp_path / "tables", "--sqlite", tmp_path / "all.sqlite", width=300)

    assert (told.code, told.err) == (0, "")
    assert f"✓ {tmp_path / 'tables' / 'marks.parquet'}" in told.out
    with closing(sqlite3.connect(tmp_path / "all.sqlite")) as opened:
        assert opened.execute("SELECT count(*) FROM seasons").fetchone() == (2,)


def test_what_cannot_be_made_gets_a_sentence(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    for asked in (["-o", tmp_path / "site"], ["--parquet", tmp_path / "tables"]):
        told = run("archive", tmp_path / "empty", *asked)
        assert told.code == 2
        assert "found no season folder in it" in told.err

    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "mine.txt").write_text("mine", encoding="utf-8")
    told = run("archive", archive, "--parquet", tmp_path / "tables")
    assert (told.code, "found mine.txt" in told.err) == (2, True)

    with pytest.raises(SystemExit) as stopped:
        run("archive", archive)
    assert stopped.value.code == 2
    assert capsys.readouterr().out == ""


# Questions.


def test_a_question_is_answered_as_a_table_as_json_and_as_csv(archive: Path) -> None:
    question = 'select season, couples, 1.50 as "x", null as nothing from seasons order by season'
    told = run("query", archive, question)
    assert (told.code, told.err) == (0, "")
    lines = [line.split() for line in told.out.splitlines() if line.strip()]
    assert lines[0] == ["season", "couples", "x", "nothing"]
    assert lines[2:4] == [["us-1", "4", "1.5"], ["us-2", "4", "1.5"]]
    assert "2 rows." in told.out

    rows = json.loads(run("query", archive, question, "--json").out)
    assert rows[0] == {"season": "us-1", "couples": 4, "x": 1.5, "nothing": None}

    (head, first, _) = csv.reader(io.StringIO(run("query", archive, question, "--csv").out))
    assert (head, first) == (["season", "couples", "x", "nothing"], ["us-1", "4", "1.5", ""])


def test_two_columns_of_one_name_are_both_answered(archive: Path) -> None:
    rows = json.loads(run("query", archive, "select 1 as a, 2 as a", "--json").out)

    assert list(rows[0].values()) == [1, 2]
    assert len(rows[0]) == 2


def test_what_a_name_holds_cannot_command_the_terminal(archive: Path) -> None:
    assert "\x1b" not in run("query", archive, "select chr(27) || '[31m' as red").out


@pytest.mark.parametrize("question", ["selec", "drop table seasons", "select * from nothing", ""])
def test_a_question_that_cannot_be_answered_gets_a_sentence(archive: Path, question: str) -> None:
    told = run("query", archive, question)

    assert (told.code, told.out) == (2, "")
    assert "seasons" in told.err
    assert "Traceback" not in told.err


# Side by side.


def test_two_seasons_stand_side_by_side(archive: Path, tmp_path: Path) -> None:
    told = run("compare", archive / "us-1", archive / "us-2", width=100)
    assert (told.code, told.err) == (0, "")
    assert "The Show, season 1" in told.out
    assert max(map(len, told.out.splitlines())) <= 100
    assert run("compare", "us-1", "us-2", "--archive", archive, width=100).out == told.out

    assert run("compare", "us-1", "us-2", "--archive", archive, "-o", tmp_path / "page.html").code == 0
    assert "The Show, season 2" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_season_stands_under_two_books(archive: Path) -> None:
    one = run("compare", archive / "us-1", "--book", "us-28-29", width=100)
    assert (one.code, one.err) == (0, "")
    assert "As it was run" in one.out
    assert "us-28-29" in one.out

    two = run("compare", archive / "us-1", "--book", "us-28-29", "--book", "us-3-16", width=100)
    assert "As it was run" not in two.out


def test_what_cannot_be_compared_gets_a_sentence(archive: Path, tmp_path: Path) -> None:
    one = archive / "us-1"
    for asked, sentence in (
        ((one,), "Name two season folders, or one and a rule book with --book.\n"),
        ((one, one, one), "Name two season folders, or one and a rule book with --book.\n"),
        ((one, one, "--book", "us-3-16"), "Name one season folder and one or two rule books"),
        ((one, "--book", "us-3"), "--book: found us-3, expected the name of a rule book. Did you mean 'us-3-16'?\n"),
        ((one, tmp_path / "none"), f"{tmp_path / 'none'}: found no such folder, expected a season folder."),
        ((one, one, "-o", tmp_path), f"{tmp_path} is a folder. Name a file such as"),
    ):
        told = run("compare", *asked)
        assert (told.code, told.out) == (2, "")
        assert told.err.startswith(sentence)
