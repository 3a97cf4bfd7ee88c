"""A table like the public one becomes seasons; what is odd is told with its place, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorball.core.season import Couple, Exit, Result
from mirrorball.core.ties import Place
from mirrorball.season.check import check
from mirrorball.season.imports.mcm import mcm
from mirrorball.season.possible import Verdict
from mirrorball.season.problems import Severity
from mirrorball.season.read import read
from mirrorball.season.write import write
from tests.season.mcm_tables import (
    FILE,
    HEAD,
    Edit,
    brought,
    cell,
    cells,
    edited,
    places,
    says,
    text_of,
    usual,
    week_of,
)


def test_each_cell_has_its_meaning(tmp_path: Path) -> None:
    found = brought(tmp_path, text_of(cells()))
    (season,) = found.seasons

    assert found.whole
    assert (season.title, season.number, season.averaged) == ("Dancing With the Stars", 2, True)
    assert season.judges == ("Judge 1", "Judge 2", "Judge 3")
    assert season.couples[0] == Couple(star="Ada", pro="Pro One", known_for="Athlete", age=30, home="Maine, USA")
    assert season.couples[1].home == "Wales"
    assert [(w.number, len(w.panel), w.leave, w.final, w.book.name) for w in season.weeks] == [
        (1, 3, 1, False, "us-1-2"),
        (2, 4, 1, False, "us-1-2"),
        (3, 3, 0, True, "us-1-2"),
    ]
    assert season.routines[-2].marks == {"Judge 1": Fraction(10), "Judge 2": Fraction(29, 3), "Judge 3": Fraction(10)}
    assert {routine.round for routine in season.routines} == {"night"}
    assert len(season.routines) == 4 + 3 + 2
    assert season.results == (
        Result(star="Ada", exit=Exit.FINAL, week=3, place=Place(1, 1)),
        Result(star="Bo", exit=Exit.FINAL, week=3, place=Place(2, 2)),
        Result(star="Cy", exit=Exit.ELIMINATED, week=2, place=Place(3, 3)),
        Result(star="Di", exit=Exit.ELIMINATED, week=1, place=Place(4, 4)),
    )


def test_what_is_brought_is_a_season_folder(tmp_path: Path) -> None:
    write(usual(), tmp_path / "season")
    report = check(tmp_path / "season")

    assert report.folder.season == usual()
    assert [problem.sentence for problem in report.problems] == []
    assert {verdict.verdict for verdict in report.verdicts} == {Verdict.POSSIBLE}


def test_a_final_that_no_vote_explains_is_found(tmp_path: Path) -> None:
    """Equal marks for the first two: who shares a rank with the third's rank to spare cannot come out between them."""
    found = edited(
        tmp_path,
        cell("Cy", "results", "3rd Place"),
        week_of("Ada", 3, "6 6 6 N/A"), week_of("Bo", 3, "9 9 9 N/A"), week_of("Cy", 3, "9 9 9 N/A"),
    )  # fmt: skip
    write(found.seasons[0], tmp_path / "season")

    assert check(tmp_path / "season").verdicts[-1].verdict is Verdict.IMPOSSIBLE


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_every_way_of_saving_reads_the_same(tmp_path: Path, end: str, separator: str, encoding: str) -> None:
    text = text_of(cells(), separator, end)
    found = brought(tmp_path, text.encode(encoding) if encoding != "utf-16-be" else f"\ufeff{text}".encode(encoding))

    assert found.seasons == (usual(),)
    assert bool(says(found, "text in UTF-16")) is encoding.startswith("utf-16")


def test_columns_are_found_wherever_they_stand(tmp_path: Path) -> None:
    moved = [[*reversed(row)] for row in cells()]
    moved[0] = [f" {name.upper()} " for name in moved[0]]

    assert brought(tmp_path, text_of(moved)).seasons == (usual(),)


def test_other_decimals_and_blanks_read_the_same(tmp_path: Path) -> None:
    table = cells()
    for row in table[1:]:
        row[5] += ".0"
        row[9:] = ["" if mark == "N/A" else f"{mark}.0" if mark.isdigit() else mark for mark in row[9:]]
    table.append([""] * len(HEAD))
    found = brought(tmp_path, text_of(table))

    assert found.seasons == (usual(),)
    assert len(says(found, "read as a whole number")) == 1
    assert len(says(found, "read as N/A")) == 1
    assert len(says(found, "a blank row")) == 1


def test_decimal_commas_are_read_where_commas_separate_nothing(tmp_path: Path) -> None:
    table = [[text.replace("9.6666", "9,6666").replace("8.5", "8,5") for text in row] for row in cells()]

    assert brought(tmp_path, text_of(table, ";")).seasons == (usual(),)
    assert brought(tmp_path, text_of(table, ",")).seasons == ()


def test_a_long_decimal_is_the_fraction(tmp_path: Path) -> None:
    assert edited(tmp_path, cell("Ada", "week3_judge2_score", "9.666666666666666")).seasons == (usual(),)


@pytest.mark.parametrize("name", ["week2_judge3_score", "celebrity_name", "placement", "celebrity_industry"])
def test_a_missing_column_is_one_problem(tmp_path: Path, name: str) -> None:
    at = HEAD.index(name)
    found = brought(tmp_path, text_of([row[:at] + row[at + 1 :] for row in cells()]))

    assert found.seasons == ()
    assert [(p.line, p.field, p.expected) for p in found.remarks] == [(1, name, f"a column {name}")]


def test_a_doubled_column_is_one_problem(tmp_path: Path) -> None:
    found = brought(tmp_path, text_of([[*row, row[2]] for row in cells()]))

    assert found.seasons == ()
    assert places(found, Severity.PROBLEM) == [f"{FILE}, line 1, column {len(HEAD) + 1}"]


def test_a_renamed_column_is_offered(tmp_path: Path) -> None:
    table = cells()
    table[0][0] = "celebrity_nam"

    (sentence,) = says(brought(tmp_path, text_of(table)), "a column celebrity_name")
    assert "Did you mean 'celebrity_nam'?" in sentence


def test_a_further_column_is_passed_over(tmp_path: Path) -> None:
    found = brought(tmp_path, text_of([[*row, "x"] for row in cells()]))

    assert found.seasons == (usual(),)
    assert places(found, Severity.NOTE)[0] == f"{FILE}, line 1, column {len(HEAD) + 1}"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no heading"),
        (b"PK\x03\x04rest", "a workbook"),
        (text_of(cells()).encode("utf-16-le"), "a zero byte"),
        (b"\xef\xbb\xbf" + text_of(cells()).encode() + b"\xff", "bytes that are no text"),
        (text_of(cells()).replace("Bo", "B\x81").encode("latin-1"), "0x81"),
        (text_of(cells()).replace("Bo", 'B"o"').encode() + b'"open', "cannot be read"),
        (text_of(cells()[:1]).encode(), "no row"),
        (text_of([*cells(), [*cells()[1], "x"]]).encode(), "beyond the last column"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    found = brought(tmp_path, content)
    problems = found.of(Severity.PROBLEM)

    assert found.seasons == ()
    assert says in problems[0].found


@pytest.mark.parametrize("there", [True, False])
def test_what_cannot_be_opened_is_refused(tmp_path: Path, there: bool) -> None:  # noqa: FBT001
    found = mcm(tmp_path if there else tmp_path / "none.csv")

    assert found.seasons == ()
    assert len(found.of(Severity.PROBLEM)) == 1


def test_windows_letters_are_read_and_told(tmp_path: Path) -> None:
    found = brought(tmp_path, text_of(cells()).replace("Bo", "Zoë").encode("cp1252"))

    assert found.seasons[0].couples[1].star == "Zoë"
    assert places(found, Severity.WARNING) == [f"{FILE}, line 3"]


ODD: dict[str, tuple[Sequence[Edit], str, str]] = {
    "no-break space": ([cell("Ada", "celebrity_name", "Ada\xa0")], "line 2, column 1", "no-break space"),
    "lost letter": ([cell("Ada", "celebrity_name", "Ada?")], "line 2, column 1", "'Ada?'"),
    "bonus": ([cell("Ada", "week2_judge1_score", "11.3333")], "line 2, column 14", "'11.3333'"),
    "no average": ([cell("Ada", "week2_judge1_score", "9.67")], "line 2, column 14", "'9.67'"),
    "no age": ([cell("Bo", "celebrity_age_during_season", "old")], "line 3, column 6", "'old'"),
    "no pro": ([cell("Bo", "ballroom_partner", "")], "line 3, column 2", "an empty cell"),
    "zero before": ([week_of("Cy", 1, "0 0 0 N/A")], "line 4, column 10", "'0' for Cy"),
    "one zero": ([cell("Cy", "week1_judge2_score", "0")], "line 4, column 11", "'0' for Cy"),
    "no fourth mark": ([cell("Cy", "week2_judge4_score", "N/A")], "line 4, column 17", "'N/A' for Cy"),
    "gone unmarked": ([week_of("Cy", 2, "0 0 0 0")], "line 4, column 8", "'Eliminated Week 2' for Cy"),
    "gone in the final": (
        [cell("Bo", "results", "Eliminated Week 3")], "line 3, column 8", "'Eliminated Week 3' for Bo",
    ),
    "placed before the final": (
        [cell("Cy", "results", "3rd Place")], "line 4, column 8", "'3rd Place' for Cy",
    ),
    "withdrew": ([cell("Di", "results", "Withdrew")], "line 5, column 8", "'Withdrew' for Di"),
    "nobody left": ([cell("Di", "results", "Withdrew")], "line 2, column 14", "nobody eliminated in week 2"),
    "two left": (
        [cell("Di", "results", "Eliminated Week 2"), week_of("Di", 2, "5 5 5 5")],
        "line 5, column 8", "Cy and Di eliminated in week 2",
    ),
    "tie": ([cell("Di", "placement", "3")], "line 4, column 9", "3 for Cy and Di"),
    "gap of places": ([cell("Di", "placement", "5")], "line 5, column 9", "5 for Di"),
    "panel": ([], "line 2, column 14", "a panel of 4 in week 2 of season 2"),
    "two spellings": ([cell("Di", "celebrity_industry", "model")], "line 5, column 3", "'model' in 1 row"),
    "no champion": (
        [cell("Ada", "results", "2nd Place"), cell("Ada", "placement", "2")], "line 2, column 8", "nobody in 1st",
    ),
    "dark week": (
        [week_of(star, 1, "N/A N/A N/A N/A") for star in ("Ada", "Bo", "Cy", "Di")],
        "line 2, column 10", "no mark in week 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_what_is_odd_is_told_at_its_place_and_brought(tmp_path: Path, odd: str) -> None:
    edits, place, words = ODD[odd]
    if odd == "nobody left":  # who withdrew had danced before: nobody else left in the week after
        edits = [*edits, cell("Cy", "results", "3rd Place"), week_of("Cy", 3, "6 6 6 N/A")]
    found = edited(tmp_path, *edits)

    assert [r.where for r in found.remarks if words in r.found and r.where.startswith(f"{FILE}, {place} (")]
    assert found.whole
    assert len(found.seasons) == 1
    write(found.seasons[0], tmp_path / "season")  # a season folder can say it


WRONG: dict[str, tuple[Edit, str]] = {
    "no star": (cell("Ada", "celebrity_name", " "), "line 2, column 1"),
    "star of a remark": (cell("Ada", "celebrity_name", "#1"), "line 2, column 1"),
    "star twice": (cell("Bo", "celebrity_name", "ADA"), "line 3, column 1"),
    "control": (cell("Ada", "celebrity_name", "A\x07da"), "line 2, column 1"),
    "no result": (cell("Ada", "results", ""), "line 2, column 8"),
    "another result": (cell("Ada", "results", "Left the show"), "line 2, column 8"),
    "result without a number": (cell("Cy", "results", "Eliminated"), "line 4, column 8"),
    "a week too late": (cell("Cy", "results", "Eliminated Week 4"), "line 4, column 8"),
    "marked when out": (cell("Cy", "results", "Eliminated Week 1"), "line 4, column 8"),
    "place and placement": (cell("Bo", "placement", "3"), "line 3, column 8"),
    "no placement": (cell("Bo", "placement", "N/A"), "line 3, column 9"),
    "placement of nothing": (cell("Cy", "placement", "0"), "line 4, column 9"),
    "mark in words": (cell("Ada", "week1_judge1_score", "seven"), "line 2, column 10"),
    "mark without its point": (cell("Ada", "week1_judge1_score", "85"), "line 2, column 10"),
    "mark below nothing": (cell("Ada", "week1_judge1_score", "-7"), "line 2, column 10"),
    "season of words": (cell("Ada", "season", "two"), "line 2, column 7"),
    "season without a book": (cell("Ada", "season", "99"), "line 2, column 7"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_keeps_its_season_out(tmp_path: Path, wrong: str) -> None:
    edit, place = WRONG[wrong]
    table = cells()
    edit(table)
    found = brought(tmp_path, text_of([*table, *cells("3")[1:]]))

    assert any(where.startswith(f"{FILE}, {place} ") for where in places(found, Severity.PROBLEM))
    kept = [season.number for season in found.seasons]
    assert kept == {"season of words": [], "season without a book": [2, 3]}.get(wrong, [3])


def test_who_withdrew_went_before_who_came_further(tmp_path: Path) -> None:
    """Di withdrew and is placed behind Cy, who was eliminated in the week of Di's last dance."""
    found = edited(
        tmp_path,
        cell("Di", "results", "Withdrew"), cell("Cy", "results", "Eliminated Week 1"), week_of("Cy", 2, "0 0 0 0"),
    )  # fmt: skip
    (season,) = found.seasons

    assert season.withdrew_in(1) == ("Di",)
    assert season.week(1).leave == 2  # one went of her own accord in place of an elimination, and one was eliminated
    assert len(says(found, "Cy, eliminated in that week, came further")) == 1


def test_what_is_very_often_odd_is_told_once_a_season(tmp_path: Path) -> None:
    found = edited(tmp_path, week_of("Ada", 2, "11 12 11 11"), week_of("Bo", 2, "10.5 10.5 9 9"))

    (bonus,) = [remark for remark in found.remarks if "at most 10 from a judge" in remark.expected]
    assert bonus.found == "'11' and 5 more like it in season 2"
    assert (bonus.line, bonus.field) == (2, "week2_judge1_score")


CELL = st.one_of(
    st.sampled_from(
        ["", "N/A", "0", "7", "7.0", "9.6666", "11", "-1", "#", "Withdrew", "1st Place", "Eliminated Week 2"]
    ),
    st.text(max_size=6),
)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, len(HEAD) - 1), CELL), max_size=6), st.integers(0, 3))
@settings(max_examples=60)
def test_whatever_stands_in_the_cells_is_brought_or_told(edits: list[tuple[int, int, str]], season: int) -> None:
    table = cells(str(season))
    for row, column, text in edits:
        table[row][column] = text
    with TemporaryDirectory() as at:
        found = brought(Path(at), text_of(table).encode("utf-8", "replace"))
        for one in found.seasons:
            write(one, Path(at) / f"{one.number}")
            assert read(Path(at) / f"{one.number}").season == one
        assert found.seasons or not found.whole


@given(st.binary(max_size=300))
def test_whatever_the_bytes_are_it_does_not_raise(content: bytes) -> None:
    with TemporaryDirectory() as at:
        assert not brought(Path(at), content).whole
