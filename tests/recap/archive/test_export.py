"""What goes out reads back as the same rows, in the same order; what others put there is not touched."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from mirrorball.recap.archive.collect import Archive
from mirrorball.recap.archive.exact import Laid, laid_out
from mirrorball.recap.archive.export import Taken, parquet, sqlite
from tests.recap.archive import small


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return small.collected(small.three(tmp_path_factory.mktemp("export") / "archive"))


def test_parquet_reads_back(archive: Archive, tmp_path: Path) -> None:
    files = parquet(archive, tmp_path / "out")

    assert [file.name for file in files] == [f"{table.name}.parquet" for table in laid_out(archive.tables)]
    for table, file in zip(laid_out(archive.tables), files, strict=True):
        with duckdb.connect() as opened:
            read = opened.execute("SELECT * FROM read_parquet(?)", [str(file)])
            assert tuple(column[0] for column in read.description or ()) == tuple(name for name, _ in table.columns)
            assert tuple(read.fetchall()) == table.rows


def test_sqlite_reads_back(archive: Archive, tmp_path: Path) -> None:
    file = sqlite(archive, tmp_path / "archive.sqlite")

    with closing(sqlite3.connect(file)) as opened:
        for table in laid_out(archive.tables):
            read = opened.execute(f"SELECT * FROM {table.name} ORDER BY rowid")  # noqa: S608  # our own name
            assert tuple(column[0] for column in read.description) == tuple(name for name, _ in table.columns)
            assert [list(back(table, row)) for row in read] == [list(row) for row in table.rows]


def back(table: Laid, row: Iterable[object]) -> Iterable[object]:
    """SQLite's values as ours."""
    for value, (_, kind) in zip(row, table.columns, strict=True):
        if value is None:
            yield None
        elif kind is Decimal:
            yield Decimal(repr(value)).quantize(Decimal("0.000001"))
        elif kind is date:
            yield date.fromisoformat(str(value))
        else:
            yield kind(value)


def test_two_exports_are_equal(archive: Archive, tmp_path: Path) -> None:
    first, again = parquet(archive, tmp_path / "one"), parquet(archive, tmp_path / "two")

    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in again]
    assert sqlite(archive, tmp_path / "a").read_bytes() == sqlite(archive, tmp_path / "b").read_bytes()


def test_an_earlier_export_is_replaced(archive: Archive, tmp_path: Path) -> None:
    for _ in range(2):
        parquet(archive, tmp_path / "out")
        sqlite(archive, tmp_path / "archive.sqlite")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive.sqlite", "out"]


def test_what_others_put_there_stays(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    (tmp_path / "mine").write_text("mine")

    with pytest.raises(Taken, match=r"mine\.txt"):
        parquet(archive, tmp_path / "out")
    with pytest.raises(Taken):
        parquet(archive, tmp_path / "mine")
    with pytest.raises(Taken):
        sqlite(archive, tmp_path / "mine")
    with pytest.raises(Taken):
        sqlite(archive, tmp_path / "out")

    assert sorted(path.name for path in tmp_path.rglob("*")) == ["mine", "mine.txt", "out"]
    assert (tmp_path / "mine").read_text() == "mine"
