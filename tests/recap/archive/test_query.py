"""A question reads and changes nothing; a wrong one comes back as a sentence with what there is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorball.recap.archive.collect import Archive
from mirrorball.recap.archive.exact import decimal, laid_out, outside
from mirrorball.recap.archive.query import Unanswered, query
from mirrorball.recap.archive.reference import EXAMPLES, page
from mirrorball.recap.archive.rows import columns, kinds
from tests.conftest import ROOT
from tests.recap.archive import small


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return small.collected(small.three(tmp_path_factory.mktemp("query") / "archive"))


def test_every_column_of_every_table_can_be_asked_for(archive: Archive) -> None:
    for table in laid_out(archive.tables):
        asked = ", ".join(name for name, _ in outside(columns(kinds()[table.name])))  # none of them is a word of SQL
        answer = query(archive, f"SELECT {asked} FROM {table.name}")  # noqa: S608  # our own names
        assert answer.columns == tuple(name for name, _ in table.columns)
        assert answer.rows == table.rows


def test_an_answer(archive: Archive) -> None:
    answer = query(archive, "SELECT star, mean, mean_exact FROM couples WHERE season = 'x-10' ORDER BY nth LIMIT 1")

    assert answer.columns == ("star", "mean", "mean_exact")
    assert answer.rows == (("Ana Ray", Decimal("10.333333"), "31/3"),)


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE marks",
        "DELETE FROM marks",
        "UPDATE marks SET mark = 10",
        "INSERT INTO seasons (season) VALUES ('x')",
        "WITH new AS (INSERT INTO seasons (season) VALUES ('x') RETURNING *) SELECT * FROM new",
        "CREATE TABLE mine AS SELECT 1",
        "SET enable_external_access = true",
        "COPY marks TO '{out}'",
        "EXPLAIN ANALYZE COPY marks TO '{out}'",
        "EXPORT DATABASE '{out}'",
        "ATTACH '{out}' AS other",
        "INSTALL httpfs",
        "COMMIT",
        "SELECT 1; DROP TABLE marks",
        "SELECT * FROM read_csv('{there}')",
        "SELECT * FROM '{there}'",
        "SELECT * FROM glob('*')",
        "",
        "-- nothing",
    ],
)
def test_what_is_no_question_to_the_tables_is_refused(archive: Archive, tmp_path: Path, sql: str) -> None:
    there, out = tmp_path / "there.csv", tmp_path / "out"
    there.write_text("a\n1\n")
    before = query(archive, "SELECT * FROM marks").rows

    with pytest.raises(Unanswered):
        query(archive, sql.format(out=out, there=there))

    assert not out.exists()
    assert query(archive, "SELECT * FROM marks").rows == before


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("SELECT mrk FROM marks", "Columns of marks: season, week, round"),
        ("SELECT * FROM dances", "The tables are seasons, couples, weeks"),
        ("SELCT 1", "syntax error"),
        ("SELECT star FROM couples WHERE age = 'old'", "Columns of couples"),
        ("DROP TABLE marks", "Found a command, expected one question that reads"),
        ("SELECT 1; SELECT 2", "Found 2 questions"),
    ],
)
def test_a_wrong_question_is_told_in_a_sentence(archive: Archive, sql: str, says: str) -> None:
    with pytest.raises(Unanswered) as told:
        query(archive, sql)

    sentence = str(told.value)
    assert says in sentence
    assert "\n" not in sentence
    assert "Error:" not in sentence


@settings(max_examples=60)
@given(st.fractions(min_value=-1000, max_value=1000))
def test_a_decimal_is_the_nearest(value: Fraction) -> None:
    found = decimal(value)

    assert abs(Fraction(found) - value) <= Fraction(1, 2_000_000)
    assert found.as_tuple().exponent == -6


def test_a_half_goes_away_from_zero() -> None:
    assert decimal(Fraction(1, 2_000_000)) == Decimal("0.000001")
    assert decimal(Fraction(-1, 2_000_000)) == Decimal("-0.000001")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_the_questions_of_the_page_are_answered(archive: Archive, example: object) -> None:
    answer = query(archive, example.sql)  # type: ignore[attr-defined]

    assert answer.columns
    assert answer.rows


def test_the_page_is_what_the_tables_say() -> None:
    written = (ROOT / "docs" / "archive.md").read_text(encoding="utf-8")

    assert written == page(), "Write it again: python tools/archive_page.py"
    assert all(f"| `{one.name}` |" in written for kind in kinds().values() for one in columns(kind))


def test_a_day_is_a_day(archive: Archive) -> None:
    assert query(archive, "SELECT DATE '2023-09-26'").rows == ((date(2023, 9, 26),),)
