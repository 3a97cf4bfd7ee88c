"""``mirrorball query``: a question in SQL to an archive, answered as a table, as JSON or as CSV."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from mirrorball.recap.archive.build import NoArchive
from mirrorball.recap.archive.query import Answer, Unanswered, query
from mirrorball.sentences import counted
from mirrorball.terminal.archive import gathered
from mirrorball.terminal.ink import NAME, QUIET, console, said
from mirrorball.terminal.night_log import plain

DONE, PROBLEMS = 0, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The archive, the question, and in which form it is to be answered."""

    folder: Path
    question: str
    cache: Path
    as_json: bool = False
    as_csv: bool = False


def ask(asked: Asked) -> int:
    """Answer a question. The exit code is 2 where there is no answer."""
    try:
        answer = query(gathered(asked.folder, asked.cache), asked.question)
    except NoArchive as why:
        print("\n".join(why.sentences), file=sys.stderr)
        return PROBLEMS
    except Unanswered as why:
        print(why, file=sys.stderr)
        return PROBLEMS
    except OSError as error:
        print(f"{error.filename or asked.folder}: {error.strerror or error}.", file=sys.stderr)
        return PROBLEMS
    if asked.as_json:
        _json(answer)
    elif asked.as_csv:
        _csv(answer)
    else:
        _table(answer)
    return DONE


def _json(answer: Answer) -> None:
    """A list of rows, a number as a number with all its digits."""
    rows = [dict(zip(_heads(answer.columns), row, strict=True)) for row in answer.rows]
    encoder = msgspec.json.Encoder(decimal_format="number", enc_hook=str)
    print(msgspec.json.format(encoder.encode(rows), indent=2).decode())


def _heads(columns: Sequence[str]) -> list[str]:
    """The names of the columns, each its own: a second one of a name gets a number."""
    heads: list[str] = []
    for name in columns:
        nth, head = 1, name
        while head in heads:
            nth += 1
            head = f"{name}_{nth}"
        heads.append(head)
    return heads


def _csv(answer: Answer) -> None:
    written = csv.writer(sys.stdout, lineterminator="\n")
    written.writerow(answer.columns)
    written.writerows([_text(cell) for cell in row] for row in answer.rows)


def _table(answer: Answer) -> None:
    to = console()
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style=NAME)
    for nth, name in enumerate(answer.columns):
        figures = all(isinstance(row[nth], (int, Decimal, float)) or row[nth] is None for row in answer.rows)
        table.add_column(Text(plain(name)), justify="right" if figures and answer.rows else "left", overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text(plain(_text(cell))) for cell in row))
    to.print(table)
    said(to, f"{counted(len(answer.rows), 'row')}.", QUIET, indent=0)


def _text(cell: object) -> str:
    """A value as text: nothing where nothing is known, a number without zeros that say nothing."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case Decimal() if cell.is_finite():
            return f"{cell.normalize() or Decimal(0):f}"
        case date():
            return cell.isoformat()
        case _:
            return str(cell)
