"""Questions to an archive in SQL. The tables lie in memory, DuckDB reaches nothing else, and what it may do is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb

from mirrorball.recap.archive.collect import Archive
from mirrorball.recap.archive.exact import DIGITS, EXACT, PLACES, Laid, Value, laid_out
from mirrorball.recap.archive.rows import Tables, columns, kinds

TYPES = {
    str: "VARCHAR",
    int: "BIGINT",
    bool: "BOOLEAN",
    date: "DATE",
    Decimal: f"DECIMAL({DIGITS}, {PLACES})",
}
READS = frozenset({"SELECT", "EXPLAIN"})

_KIND = re.compile(r"^[A-Za-z ]+ Error: ")
_ENDS = (".", "!", "?")


class Unanswered(Exception):
    """A question that cannot be answered: one sentence that says why, and what there is to ask for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question came to: the names of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def query(archive: Archive, sql: str) -> Answer:
    """The answer to one question in SQL. ``Unanswered`` if it asks for what is not there, or for a change."""
    with loaded(archive.tables) as opened:
        _shut(opened)
        try:
            statements = opened.extract_statements(sql)
        except duckdb.Error as error:
            raise Unanswered(_why(error, sql)) from error
        if len(statements) != 1 or statements[0].type.name not in READS:
            found = "a command" if len(statements) == 1 else f"{len(statements) or 'no'} questions"
            message = f"Found {found}, expected one question that reads, such as SELECT. {_there_is(sql)}"
            raise Unanswered(message)
        try:
            asked = opened.execute(statements[0])
            heads = tuple(column[0] for column in asked.description or ())
            return Answer(heads, tuple(asked.fetchall()))
        except duckdb.Error as error:
            raise Unanswered(_why(error, sql)) from error


def loaded(tables: Tables) -> duckdb.DuckDBPyConnection:
    """A database in memory that holds the tables, each row in its place."""
    opened = duckdb.connect(":memory:")
    opened.execute("SET threads = 1")
    for table in laid_out(tables):
        named = ", ".join(f'"{name}" {TYPES[kind]}' for name, kind in table.columns)
        opened.execute(f'CREATE TABLE "{table.name}" ({named})')
        _fill(opened, table)
    return opened


def _fill(opened: duckdb.DuckDBPyConnection, table: Laid) -> None:
    """A whole column at a time, as texts: row by row the marks alone would take seconds."""
    if not table.rows:
        return
    lists = ", ".join(f"unnest(?::{TYPES[kind]}[])" for _, kind in table.columns)
    written = [[_text(row[nth]) for row in table.rows] for nth in range(len(table.columns))]
    opened.execute(f'INSERT INTO "{table.name}" SELECT {lists}', written)  # our own names, no others


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def _shut(opened: duckdb.DuckDBPyConnection) -> None:
    """From here on no file is read or written, no setting is changed, and no table either."""
    opened.execute("SET enable_external_access = false")
    opened.execute("SET lock_configuration = true")
    opened.execute("BEGIN TRANSACTION READ ONLY")


def _why(error: duckdb.Error, sql: str) -> str:
    """What DuckDB says, as one sentence, without its picture of the place; and what there is."""
    if isinstance(error, duckdb.PermissionException):
        return f"Found a question that reaches for a file, expected one to the tables alone. {_there_is(sql)}"
    if isinstance(error, duckdb.TransactionException):
        return f"Found a question that would change a table, expected one that reads. {_there_is(sql)}"
    said = _KIND.sub("", str(error)).split("\n\n")[0]
    first = " ".join(line.strip() for line in said.splitlines() if line.strip())
    return f"{first if first.endswith(_ENDS) else f'{first}.'} {_there_is(sql)}"


def _there_is(sql: str) -> str:
    """The columns of the tables that were named; if none was, the tables."""
    named = [name for name in kinds() if re.search(rf"\b{name}\b", sql, re.IGNORECASE)]
    if not named:
        return f"The tables are {', '.join(kinds())}."
    return " ".join(f"Columns of {name}: {', '.join(_columns(name))}." for name in named)


def _columns(name: str) -> list[str]:
    """The names of a table's columns; a number has a second one, which is said in short."""
    exact = f" (and {{}}{EXACT})"
    return [
        one.name + (exact.format(one.name) if TYPES.get(one.kind) is None else "") for one in columns(kinds()[name])
    ]
