"""An organiser's spreadsheet: workbooks and tables of all kinds, and one clear sentence for each that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from mirrorball.season.imports.brought import Brought
from mirrorball.season.imports.sheet import sheet
from mirrorball.season.problems import Severity
from mirrorball.season.read import read
from tests.season.folders import SHIPPED, rows
from tests.season.workbooks import Cell, Sheets, ods, xlsx

Write = Callable[[Path, Sheets], Path]
SETTINGS: list[list[Cell]] = [
    ["setting", "value"],
    ["title", "Our gala"],
    ["year", 2024],
    ["hosts", "Ann Host", "Bob Host"],
    ["book", "gala-percent"],
    ["judges", "Judge Amber; Judge Birch"],
    ["highest", 10],
    ["step", 0.5],
]
COUPLES: list[list[Cell]] = [["star", "pro", "number"], ["Ada", "Pat", 1], ["Böð & <Bo>", "Quin", 2]]
WEEKS: list[list[Cell]] = [["week", "date", "title", "final"], [1, date(2024, 3, 9), "The night", True]]
ROUTINES: list[list[Cell]] = [
    ["week", "star", "style", "song", "Judge Amber", "Judge Birch", "total"],
    [1, "Ada", "Waltz", "Moon River", 8.5, 9, 17.5],
    [1, "Böð & <Bo>", "Jive", "Footloose", 7, 7.5, None],
]
RESULTS: list[list[Cell]] = [["star", "exit", "week", "place"], ["Ada", "final", 1, 1], ["Böð & <Bo>", "final", 1, 2]]
GALA: Sheets = {"Season": SETTINGS, "couples": COUPLES, "Weeks": WEEKS, "routines.csv": ROUTINES, "results": RESULTS}


def said(found: Brought, *severities: Severity) -> list[str]:
    """What is said, of these severities; problems if none is named."""
    wanted = severities or (Severity.PROBLEM,)
    return [remark.sentence for remark in found.remarks if remark.severity in wanted]


def only(found: Brought) -> str:
    """The one problem; nothing is brought then."""
    assert found.seasons == ()
    (sentence,) = said(found)
    return sentence


@pytest.mark.parametrize(("write", "name"), [(xlsx, "gala.xlsx"), (ods, "gala.ods"), (xlsx, "gala.anything")])
def test_a_workbook_is_read_whatever_wrote_it(write: Write, name: str, tmp_path: Path) -> None:
    found = sheet(write(tmp_path / name, GALA))

    assert said(found, *Severity) == []
    (season,) = found.seasons
    assert (season.title, season.year, season.hosts) == ("Our gala", 2024, ("Ann Host", "Bob Host"))
    assert season.weeks[0].date == date(2024, 3, 9)
    assert [couple.star for couple in season.couples] == ["Ada", "Böð & <Bo>"]
    assert season.routines[0].marks == {"Judge Amber": Fraction(17, 2), "Judge Birch": Fraction(9)}
    assert [(result.star, str(result.place)) for result in season.results] == [("Ada", "1"), ("Böð & <Bo>", "2")]


def test_the_shipped_season_as_a_workbook_is_the_shipped_season(tmp_path: Path) -> None:
    tables: dict[str, list[list[Cell]]] = {
        path.stem: [list(row) for row in rows(path)] for path in sorted(SHIPPED.glob("*.csv"))
    }
    shipped = read(SHIPPED).season
    tables["season"] = [
        ["title", shipped.title],
        ["number", "32"],
        ["year", "2023"],
        ["trophy", shipped.trophy],
        ["hosts", *shipped.hosts],
        ["book", "us-32-33"],
        ["judges", *shipped.judges],
        ["styles", *shipped.styles],
        ["note", shipped.note],
    ]
    (season,) = sheet(xlsx(tmp_path / "s32.xlsx", tables)).seasons

    assert season == replace(shipped, crew={}, channels=(), rounds=())  # these have no sheet


def test_columns_and_sheets_may_stand_in_any_order(tmp_path: Path) -> None:
    turned = {name: [list(reversed(row)) for row in sheet_] for name, sheet_ in reversed(list(GALA.items()))}
    turned["Season"] = SETTINGS

    assert sheet(xlsx(tmp_path / "a.xlsx", turned)).seasons == sheet(xlsx(tmp_path / "b.xlsx", GALA)).seasons


def test_a_sheet_that_is_none_of_ours_is_passed_over_and_told(tmp_path: Path) -> None:
    found = sheet(xlsx(tmp_path / "gala.xlsx", {**GALA, "shopping": [["beer"]], "package": [["x"]]}))

    assert len(found.seasons) == 1
    near, far = said(found, Severity.WARNING, Severity.NOTE)
    if "shopping" in near:
        near, far = far, near
    assert near.startswith("gala.xlsx: found a sheet 'package'")
    assert near.endswith("Did you mean 'packages'? It was passed over.")
    assert far.endswith("It was passed over.")


# One table.

TABLE = "star;pro;style;Judge Amber;Judge Birch\nAda;Pat;Waltz;8;9\nBo;Quin;Jive;7;7\n"


def test_one_table_of_routines_is_a_night(tmp_path: Path) -> None:
    (tmp_path / "Our night.csv").write_text(TABLE, encoding="utf-8")
    found = sheet(tmp_path / "Our night.csv")

    (season,) = found.seasons
    assert season.title == "Our night"
    assert [(couple.star, couple.pro) for couple in season.couples] == [("Ada", "Pat"), ("Bo", "Quin")]
    assert season.judges == ("Judge Amber", "Judge Birch")
    assert [(week.number, week.leave, week.book.name) for week in season.weeks] == [(1, 0, "gala-percent")]
    told = said(found, Severity.WARNING)
    assert len(told) == 6
    for worked_out in ("title", "rule book", "panel", "sheet couples", "sheet weeks", "column week"):
        assert any(f"found no {worked_out}, expected" in one for one in told), worked_out


def test_one_sheet_of_any_name_is_taken_as_the_routines(tmp_path: Path) -> None:
    cells: list[list[Cell]] = [list(line.split(";")) for line in TABLE.splitlines()]
    (season,) = sheet(ods(tmp_path / "night.ods", {"Sheet1": cells, "Sheet2": []})).seasons

    assert [routine.star for routine in season.routines] == ["Ada", "Bo"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_table_in_another_encoding_is_read_or_told(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "night.csv").write_bytes(TABLE.replace("Ada", "Adéla").encode(encoding))
    found = sheet(tmp_path / "night.csv")

    assert found.seasons[0].couples[0].star == "Adéla"
    assert any("Windows-1252" in one for one in said(found, Severity.WARNING)) == (encoding == "cp1252")


def test_a_cell_of_several_lines_moves_no_place(tmp_path: Path) -> None:
    text = 'week,star,note,Judge Amber\n1,Ada,"two\nlines",8\n\n1,Bo,,many\n1,Cy,,7\n'
    (tmp_path / "night.csv").write_text(text, encoding="utf-8")
    columns = TABLE.replace("Ada;Pat;Waltz;8;9", 'Ada;Pat;"Wal\ntz";8;9').replace(";7;7", ";7;70")
    (tmp_path / "other.csv").write_text(columns, encoding="utf-8")

    assert only(sheet(tmp_path / "night.csv")).startswith("night.csv, line 1, column 4: found 'Judge Amber'")
    assert only(sheet(tmp_path / "other.csv")).startswith("other.csv, line 4, column 5 (Judge Birch): found '70'")


# What is wrong.


def changed(table: str, row: int, column: int, cell: Cell) -> Sheets:
    """The gala with another cell."""
    cells = [list(one) for one in GALA[table]]
    cells[row][column] = cell
    return {**GALA, table: cells}


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        (changed("routines.csv", 0, 1, "stars"), "gala.xlsx, sheet routines.csv, line 1, column 2: found 'stars'"),
        (changed("routines.csv", 0, 2, "star"), "sheet routines.csv, line 1, column 3: found 'star' a second time"),
        (changed("routines.csv", 1, 4, 11), "sheet routines.csv, line 2, column 5 (Judge Amber): found '11', expected"),
        (
            changed("routines.csv", 1, 1, "Adda"),
            "line 2, column 2 (star): found 'Adda', expected a star of couples.csv",
        ),
        (changed("Weeks", 1, 1, "9 March"), "sheet Weeks, line 2, column 2 (date): found '9 March', expected a date"),
        (changed("results", 1, 3, date(2025, 12, 13)), "sheet results, line 2, column 4 (place): found '2025-12-13'"),
        (changed("couples", 0, 2, ""), "sheet couples, line 2, column 3: found '1' under no heading"),
        (changed("Season", 4, 1, "gala-per cent"), "sheet Season, line 5 (book): found 'gala-per cent', expected the"),
        (changed("Season", 2, 0, "yeer"), "sheet Season, line 3, column 1: found 'yeer', expected a setting"),
        (changed("Season", 2, 1, "last"), "sheet Season, line 3 (year): found 'last', expected a whole number"),
        (changed("Season", 2, 0, "title"), "line 3, column 1: found 'title', expected each setting once"),
        ({**GALA, " couples": COUPLES}, "gala.xlsx: found two sheets that are called 'couples'"),
        ({"a": [["x"]], "b": [["y"]]}, "gala.xlsx: found the sheets 'a', 'b', expected sheets named couples, weeks"),
        ({"a": [], "b": []}, "gala.xlsx: found no filled sheet"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_wrong_is_told_with_its_place(sheets: Sheets, sentence: str, tmp_path: Path) -> None:
    found = sheet(xlsx(tmp_path / "gala.xlsx", sheets))

    assert found.seasons == ()
    assert any(sentence in one for one in said(found)), said(found)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", b"PK\x03\x04 and no more", "a.xlsx: found a file that is no workbook, or a damaged one"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls: found a file that is no workbook"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0" + b"\0" * 99 + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx: found a workbook that is locked with a password, expected a workbook or a CSV table. Take the",
        ),
        ("a.pdf", b"%PDF-1.7\n\x00\x01\xff\xfe", "a.pdf, line 2: found bytes that are no text"),
        ("a.csv", b"", "a.csv, line 1: found an empty file"),
        ("a.csv", b'star;x\n"Ada;8\n', "a.csv, line 2: found a row that cannot be read"),
        ("a.csv", b"star;Judge\nAda;8;9\n", "a.csv, line 2, column 3: found '9' under no heading"),
        ("a.csv", b"name;Judge\nAda;8\n", "a.csv, line 1, column 1: found 'name'"),
    ],
)
def test_a_file_of_another_kind_gets_a_sentence(name: str, content: bytes, sentence: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    found = sheet(tmp_path / name)

    assert found.seasons == ()
    assert any(one.startswith(sentence) for one in said(found)), said(found)


def test_a_locked_workbook_of_the_other_kind_gets_the_same_sentence(tmp_path: Path) -> None:
    assert "locked with a password" in only(sheet(ods(tmp_path / "gala.ods", GALA, locked=True)))


def test_no_file_and_a_folder_get_a_sentence(tmp_path: Path) -> None:
    assert only(sheet(tmp_path / "none.xlsx")).startswith("none.xlsx: found a file that cannot be opened (No such file")
    assert "cannot be opened" in only(sheet(tmp_path))
