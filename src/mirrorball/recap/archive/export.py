"""The tables of an archive as files that other programs read: Parquet, a file a table, or one SQLite database."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

from mirrorball.recap.archive.collect import Archive
from mirrorball.recap.archive.exact import Laid, Value, laid_out
from mirrorball.recap.archive.query import loaded
from mirrorball.recap.archive.rows import kinds

SQLITE = b"SQLite format 3\x00"
TYPES = {str: "TEXT", int: "INTEGER", bool: "INTEGER", date: "TEXT", Decimal: "NUMERIC"}


class Taken(Exception):
    """Something lies at the place already that no export has put there; one sentence says what."""


def parquet(archive: Archive, folder: Path) -> tuple[Path, ...]:
    """Write each table as ``<table>.parquet``, in the order of its rows. Files of an earlier export are replaced.

    ``Taken`` if anything else lies in the folder; then nothing has changed.
    """
    ours = {f"{name}.parquet" for name in kinds()}
    if folder.exists() and not folder.is_dir():
        message = f"{folder}: found a file, expected a folder for Parquet files. Name another one."
        raise Taken(message)
    others = sorted(path.name for path in folder.iterdir() if path.name not in ours) if folder.is_dir() else []
    if others:
        message = f"{folder}: found {others[0]}, expected an empty folder or an earlier export. Name another one."
        raise Taken(message)
    with _beside(folder) as made, loaded(archive.tables) as opened:
        for name in kinds():
            file = str(made / f"{name}.parquet").replace("'", "''")
            opened.execute(f"COPY \"{name}\" TO '{file}' (FORMAT parquet)")
        folder.mkdir(parents=True, exist_ok=True)
        return tuple((made / f"{name}.parquet").replace(folder / f"{name}.parquet") for name in kinds())


def sqlite(archive: Archive, file: Path) -> Path:
    """Write all tables into one SQLite database, in the order of their rows. An earlier database is replaced.

    ``Taken`` if anything else lies there; then nothing has changed.
    """
    if file.exists() and not (file.is_file() and _begins(file) == SQLITE):
        message = f"{file}: found something that is no SQLite database, expected none or one. Name another file."
        raise Taken(message)
    with _beside(file) as made:
        with closing(sqlite3.connect(made / "archive.sqlite")) as opened, opened:
            for table in laid_out(archive.tables):
                _fill(opened, table)
        return (made / "archive.sqlite").replace(file)


def _fill(opened: sqlite3.Connection, table: Laid) -> None:
    named = ", ".join(f'"{name}" {TYPES[kind]}' for name, kind in table.columns)
    opened.execute(f'CREATE TABLE "{table.name}" ({named})')
    marks = ", ".join("?" for _ in table.columns)
    rows = ([_plain(value) for value in row] for row in table.rows)
    opened.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', rows)  # noqa: S608  # our own names, no others


def _plain(value: Value) -> str | int | None:
    """A date as people write it, a decimal as its digits, which SQLite turns into its own numbers."""
    return str(value) if isinstance(value, (date, Decimal)) else value


def _begins(file: Path) -> bytes:
    with file.open("rb") as read:
        return read.read(len(SQLITE))


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder beside the target, gone afterwards."""
    target.absolute().parent.mkdir(parents=True, exist_ok=True)
    made = target.absolute().parent / f".{target.name}.{os.getpid()}"
    made.mkdir()
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
