"""The public tables of British series: what 0 means, who judged, who left and how, and whose word a save is."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from mirrorball.core.season import Exit, RecordedSave, Season, StatedTotal
from mirrorball.core.ties import Place
from mirrorball.season.imports.brought import Brought
from mirrorball.season.imports.strictly import FOUR_TENS, JUDGES, PASSED, strictly
from mirrorball.season.imports.strictly_tables import COLUMNS, MARKS, PERFORMANCES, RESULTS, SAVES
from mirrorball.season.possible import vote_for
from mirrorball.season.problems import Severity
from mirrorball.season.write import write

PANEL = ("craig", "len", "bruno", "alesha")
HEAD = (
    *PASSED,
    *("celebrity", "professional", "dance", "song", "series", "week", "running_order"),
    *(f"score_{judge}" for judge in JUDGES),
    "total",
)
Row = dict[str, str]


def row(star: str, week: int, marks: Sequence[int] = (7, 7, 7, 7), pro: str = "", **other: object) -> Row:
    """A dance; the four of the panel mark it."""
    cells = dict.fromkeys(HEAD, "0") | {"celebrity": star, "professional": pro or f"{star}'s pro"}
    cells |= {"dance": "Waltz", "song": "Moon River", "series": "8", "week": str(week), "running_order": "1"}
    cells |= {f"score_{judge}": str(mark) for judge, mark in zip(PANEL, marks, strict=True)}
    cells |= {"total": str(sum(marks))} | {column: str(cell) for column, cell in other.items()}
    return cells


ROWS = [
    row("Ada", 1, (8, 9, 9, 8), running_order=2),
    row("Bo", 1, running_order=1),
    row("Cy", 1, (3, 4, 4, 3), running_order=3),
    row("Ada", 2, pro="Stan Din"),
    row("Bo", 2),
    row("Ada", 3, dance="Waltz"),
    row("Ada", 3, dance="Jive", running_order=3),
    row("Bo", 3, running_order=2),
    row("Bo", 3, (0, 0, 0, 0), dance="Show dance", running_order=4),
]


def table(path: Path, rows: Sequence[Row], head: Sequence[str] = HEAD, encoding: str = "utf-8") -> Path:
    """Write the one table."""
    with path.open("w", encoding=encoding, newline="") as file:
        written = csv.DictWriter(file, head, extrasaction="ignore")
        written.writeheader()
        written.writerows(rows)
    return path


def said(found: Brought, *severities: Severity) -> list[str]:
    wanted = severities or (Severity.PROBLEM,)
    return [remark.sentence for remark in found.remarks if remark.severity in wanted]


def brought(tmp_path: Path, *rows: Row) -> Brought:
    """What the table of these rows brings."""
    return strictly(table(tmp_path / FOUR_TENS, rows))


# The one table.


@pytest.fixture
def season(tmp_path: Path) -> Season:
    found = brought(tmp_path, *ROWS)
    assert said(found) == []
    return found.seasons[0]


def test_a_judge_with_0_was_not_on_the_panel(season: Season) -> None:
    assert season.judges == ("Craig Revel Horwood", "Len Goodman", "Bruno Tonioli", "Alesha Dixon")
    assert {week.panel for week in season.weeks} == {season.judges}
    assert season.routines[1].marks == dict(zip(season.judges, map(Fraction, (8, 9, 9, 8)), strict=True))


def test_rounds_are_counted_where_somebody_dances_twice(season: Season) -> None:
    assert [(r.week, r.round, r.star, r.order) for r in season.routines] == [
        *[(1, "", "Bo", 1), (1, "", "Ada", 2), (1, "", "Cy", 3)],
        *[(2, "", "Ada", 1), (2, "", "Bo", 2)],
        *[(3, "first dance", "Ada", 1), (3, "first dance", "Bo", 2)],
        *[(3, "second dance", "Ada", 1), (3, "second dance", "Bo", 2)],
    ]


def test_what_the_table_does_not_tell_is_worked_out_and_told(tmp_path: Path) -> None:
    found = brought(tmp_path, *ROWS)
    (season,) = found.seasons

    assert [(r.star, r.exit, r.week, r.place) for r in season.results] == [
        ("Bo", Exit.FINAL, 3, None),
        ("Ada", Exit.FINAL, 3, None),
        ("Cy", Exit.ELIMINATED, 1, Place(3, 3)),
    ]
    assert [week.leave for week in season.weeks] == [1, 0, 0]
    assert [week.final for week in season.weeks] == [False, False, True]
    (results,) = [one for one in said(found, Severity.WARNING) if "found no results" in one]
    assert "some may have withdrawn" in results


def test_a_dance_without_marks_has_none_and_the_night_keeps_its_total(season: Season) -> None:
    assert season.routines[-1].marks == {}
    assert [(one.week, one.star, one.total) for one in season.stated] == [(3, "Bo", Fraction(28))]


def test_who_stood_in_for_a_pro_is_told(tmp_path: Path) -> None:
    found = brought(tmp_path, *ROWS)

    assert [(r.week, r.danced_with) for r in found.seasons[0].routines if r.danced_with] == [(2, "Stan Din")]
    assert any("found Ada with Stan Din in week 2" in one for one in said(found, Severity.NOTE))


def test_books_are_those_of_the_table_of_books(season: Season) -> None:
    assert {week.book.name for week in season.weeks} == {"uk-8-9"}


def test_a_mark_in_the_wrong_column_is_told_and_kept_as_a_total(tmp_path: Path) -> None:
    odd = row("Cy", 1, (3, 4, 0, 3)) | {"score_shirley": "4", "total": "14"}
    found = brought(tmp_path, *ROWS[:2], odd, *ROWS[3:])

    (told,) = [one for one in said(found, Severity.WARNING) if "a mark by" in one]
    assert "found a mark by Shirley Ballas for Cy in week 1, expected marks by Craig Revel Horwood, Len" in told
    assert StatedTotal(week=1, star="Cy", total=Fraction(14), source=FOUR_TENS) in found.seasons[0].stated


def without(head: str) -> Callable[[Path], Path]:
    return lambda path: table(path, ROWS, [one for one in HEAD if one != head])


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (without("week"), "found no such column, expected a column week"),
        (without("score_len"), "found no such column, expected a column score_len"),
        (lambda path: table(path, ROWS, [*HEAD, "week"]), "found 'week' a second time, expected each column once"),
        (
            lambda path: table(path, [row("Ada", 1) | {"week": "one"}]),
            "line 2, column 8 (week): found 'one', expected a whole",
        ),
        (
            lambda path: table(path, [row("Ada", 1, score_len="ten")]),
            "(score_len): found 'ten', expected a mark from 1",
        ),
        (lambda path: table(path, [row("Ada", 1, score_len=11)]), "(score_len): found '11', expected a mark from 1 to"),
        (lambda path: table(path, [row("", 1)]), "(celebrity): found an empty cell, expected the name of the star"),
        (
            lambda path: table(path, [*ROWS, ROWS[0]]),
            "found 'Ada' with the same dance and song in week 1 a second time",
        ),
        (
            lambda path: table(path, [row("Ada", 1, series=99)]),
            "found '99', expected a series whose rule book is known",
        ),
        (lambda path: table(path, []), "line 1 (week): found no row"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_brought(
    written: Callable[[Path], Path], sentence: str, tmp_path: Path
) -> None:
    found = strictly(written(tmp_path / FOUR_TENS))

    assert found.seasons == ()
    assert any(sentence in one for one in said(found)), said(found)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_columns_may_move_and_encodings_differ(encoding: str, tmp_path: Path, season: Season) -> None:
    moved = strictly(table(tmp_path / FOUR_TENS, ROWS, HEAD[::-1], encoding))

    assert [s.couples for s in moved.seasons] == [season.couples]
    assert {frozenset(r.marks.items()) for r in moved.seasons[0].routines} == {
        frozenset(r.marks.items()) for r in season.routines
    }


def test_a_wrong_total_is_told(tmp_path: Path) -> None:
    found = brought(tmp_path, row("Ada", 1, total=30), row("Bo", 1))

    assert any("marks that come to 28 and a total of 30 for Ada" in one for one in said(found, Severity.WARNING))


# The folder.


def folder(path: Path, rows: dict[str, list[str]]) -> Path:
    """A folder of tables: the rows of each as text, their columns those of the public tables."""
    path.mkdir()
    for file, lines in rows.items():
        head = COLUMNS[file].split()
        with (path / file).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([head, *(line.split("|") for line in lines)])
    table(path / FOUR_TENS, ROWS)
    return path


def dance(nth: int, week: int, couple: str, name: str, *total_and_music: str) -> str:
    total, music = (*total_and_music, "")[:2]
    marks = 4 if int(total or "0") > 10 else 0
    return f"P{nth}|8|{week}|Week {week}: Night {week}||1|{nth}|{couple}|{name}|{music}||{total}|{marks}|"


def end(week: int, couple: str, total: str, status: str, beside: str = "") -> str:
    return f"8|{week}||Week {week}|{couple}|{couple}|1|0|{total}||{beside}|1|1|1|1||{status}"


TABLES = {
    PERFORMANCES: [
        dance(1, 1, "Ada & Ada's", "Waltz", "34", '"Moon River" — Andy Williams, feat. A Friend'),
        dance(2, 1, "Bo & Bo's", "Jive", "28", '"America" — from West Side Story'),
        dance(3, 1, "Cy & Cy's", "Group / Salsa", "14", "Moon River by somebody"),
        dance(4, 2, "Ada & Stan", "Rumba", "28"),
        dance(5, 2, "Bo & Bo's", "Rumba", "28"),
        dance(6, 2, "Bo and Bo's", "Swing-a-thon / (Swing Marathon)", "2"),
        dance(7, 3, "Ada & Ada's", "Show", "28"),
        dance(8, 3, "Bo & Bo's / Ada & Ada's", "Group / Waltz", ""),
        dance(9, 3, "Bo & Bo's", "Show", "28"),
    ],
    MARKS: [
        f"P{nth}|8|{week}|x|{slot}|{judge}|{mark}.0"
        for nth, week, given in [
            *[(1, 1, (8, 9, 9, 8)), (2, 1, (7, 7, 7, 7)), (3, 1, (3, 4, 4, 3)), (4, 2, (7, 7, 7, 7))],
            *[(5, 2, (7, 7, 7, 7)), (7, 3, (7, 7, 7, 7)), (9, 3, (7, 7, 7, 7))],
        ]
        for slot, (judge, mark) in enumerate(zip([JUDGES[one] for one in PANEL], given, strict=True), 1)
    ],
    RESULTS: [
        end(1, "Ada & Ada's", "34", "safe"),
        end(1, "Bo & Bo's", "28", "bottom_two"),
        end(1, "Cy & Cy's", "14", "eliminated"),
        end(2, "Ada & Ada's", "28", ""),
        end(2, "Bo & Bo's", "30", "", "2"),
        end(3, "Ada & Ada's", "28", "winner"),
        end(3, "Bo & Bo's", "28", "runner_up"),
    ],
    SAVES: [
        "8|1||Horwood|1|Bo & Bo's||Bo & Bo's",
        "8|1||Tonioli|1|Bo and Bo's.||Bo & Bo's",
        "8|1||Goodman|0|Bo & Bo's||Did not vote, but would have voted to save Bo & Bo's",
        "8|1||Ballas|1|Bo & Bo's||Bo & Bo's",
    ],
}


def test_a_folder_tells_more(tmp_path: Path) -> None:
    found = strictly(folder(tmp_path / "tables", TABLES))
    assert said(found) == []
    (season,) = found.seasons

    assert [(c.star, c.pro) for c in season.couples] == [("Ada", "Ada's pro"), ("Bo", "Bo's pro"), ("Cy", "Cy's pro")]
    assert [week.title for week in season.weeks] == ["Night 1", "Night 2", "Night 3"]
    assert season.weeks[0].named_in_jeopardy == ("Bo", "Cy")
    assert [(r.star, r.exit, str(r.place)) for r in season.results] == [
        *[("Ada", Exit.FINAL, "1"), ("Bo", Exit.FINAL, "2"), ("Cy", Exit.ELIMINATED, "3")]
    ]
    moon, america, odd = (r.songs[0] for r in season.routines[:3])
    assert (moon.title, moon.artists, moon.featured) == ("Moon River", ("Andy Williams",), ("A Friend",))
    assert (america.title, america.artists, season.routines[1].note) == ("America", (), "from West Side Story")
    assert odd.title == "Moon River by somebody"
    assert season.routines[2].style == "Group Salsa"


def test_points_of_a_marathon_are_a_bonus_and_a_dance_together_is_a_team_dance(tmp_path: Path) -> None:
    (season,) = strictly(folder(tmp_path / "tables", TABLES)).seasons

    assert [(b.week, b.star, b.contest, b.points) for b in season.bonuses] == [
        (2, "Bo", "Swing-a-thon (Swing Marathon)", Fraction(2))
    ]
    assert [(r.star, r.team, dict(r.marks)) for r in season.routines if r.team] == [
        ("Bo", "Group Waltz", {}),
        ("Ada", "Group Waltz", {}),
    ]
    assert [(s.week, s.star, s.total) for s in season.stated] == [(3, "Bo", Fraction(28)), (3, "Ada", Fraction(28))]


def test_a_save_is_a_vote_and_not_what_somebody_would_have_voted(tmp_path: Path) -> None:
    found = strictly(folder(tmp_path / "tables", TABLES))

    assert found.seasons[0].saves == (
        RecordedSave(week=1, judge="Craig Revel Horwood", star="Bo"),
        RecordedSave(week=1, judge="Bruno Tonioli", star="Bo"),
    )
    assert any("would have voted to save" in one for one in said(found, Severity.NOTE))
    assert any("found 'Ballas', expected a judge of this week" in one for one in said(found, Severity.WARNING))


def test_a_couple_that_the_tables_lose_withdrew_and_that_is_told(tmp_path: Path) -> None:
    lost = {**TABLES, RESULTS: [one.replace("eliminated", "safe") for one in TABLES[RESULTS]]}
    found = strictly(folder(tmp_path / "tables", lost))

    assert [(r.star, r.exit, r.week) for r in found.seasons[0].results][-1] == ("Cy", Exit.WITHDREW, 2)
    assert any("no end for Cy, last danced in week 1" in one for one in said(found, Severity.WARNING))


def test_where_two_tables_differ_it_is_told(tmp_path: Path) -> None:
    other = {**TABLES, MARKS: [TABLES[MARKS][0].replace("8.0", "5.0"), *TABLES[MARKS][1:]]}
    found = strictly(folder(tmp_path / "tables", other))

    (told,) = [one for one in said(found, Severity.WARNING) if one.startswith(FOUR_TENS)]
    assert "found Craig Revel Horwood 8, Len Goodman 9" in told
    assert "expected the marks of performances.csv, Craig Revel Horwood 5, Len Goodman 9" in told


def test_a_folder_of_something_else_gets_one_sentence(tmp_path: Path) -> None:
    (sentence,) = said(strictly(tmp_path))
    assert sentence.startswith(
        f"{tmp_path}: found a folder without performances.csv, expected the folder of the public"
    )
    made = folder(tmp_path / "tables", TABLES)
    (made / RESULTS).unlink()
    assert "week_results.csv: found no such file" in said(strictly(made))[0]


# The public tables themselves.


def explained(season: Season) -> Counter[str]:
    """Of how many weeks with an exit or places a vote explains them."""
    found = Counter[str]()
    for week in season.weeks:
        if not (week.final or season.eliminated_in(week.number)):
            continue
        try:
            found["possible" if vote_for(season, week) else "impossible"] += 1
        except LookupError:
            found["not known"] += 1
    return found


def test_every_exit_of_the_public_tables_was_possible(shared: Path, tmp_path: Path) -> None:
    found = strictly(shared / "data" / "strictly")
    assert said(found) == []

    assert sum(map(explained, found.seasons), Counter[str]()) == {"possible": 156, "not known": 13}
    casts = [len(season.couples) for season in found.seasons]
    assert casts == [8, 10, 12, 14, 14, 16, 16, 14, 14, 14, 15, 15, 15, 15, 15]
    champions = [next(r.star for r in s.results if r.place == Place(1, 1)) for s in found.seasons]
    assert (champions[0], champions[-1]) == ("Natasha Kaplinsky", "Joe McFadden")
    assert write(found.seasons[6], tmp_path / "series-7")  # which reads back, or this raises


def test_the_public_table_alone_is_read_whole(shared: Path) -> None:
    found = strictly(shared / "data" / "strictly" / FOUR_TENS)

    assert said(found) == []
    assert sum(len(season.routines) for season in found.seasons) == 1734
    assert {week.book.name for week in found.seasons[4].weeks} == {"uk-5-6"}


def test_the_public_table_in_pieces_says_what_is_missing(shared: Path, tmp_path: Path) -> None:
    shutil.copytree(shared / "data" / "strictly", tmp_path / "tables")
    (tmp_path / "tables" / FOUR_TENS).unlink()
    found = strictly(tmp_path / "tables")

    assert len(found.seasons) == 15  # by first names, which is told of each
    assert any("expected a couple of four-tens-results.csv" in one for one in said(found, Severity.WARNING))
