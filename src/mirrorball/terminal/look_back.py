"""The commands of the look back: what each is called, what it takes, and what runs it.

Heavy things are imported by the command that needs them, so that help and refusals come at once.
"""
# ruff: noqa: PLC0415  # so that help and refusals come at once

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from mirrorball.log.port import Entry

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  # it has no other name
KINDS = ("mcm", "strictly", "folder", "sheet")


@dataclass(frozen=True, slots=True)
class Given:
    """What ``main`` picks: how a log is read, and where the user's cut typefaces and shortcuts lie."""

    entries: Callable[[Path], Sequence[Entry]]
    cache: Callable[[], Path]


def look_back(commands: Commands, given: Given) -> None:
    """Add the commands."""
    _recap(commands, given)
    _import(commands)
    _archive(commands, given)
    _query(commands, given)
    _compare(commands)


def _recap(commands: Commands, given: Given) -> None:
    recap = commands.add_parser("recap", help="the look back at a season as a site, and its check against the season")
    recap.add_argument("source", type=Path, metavar="DIR", help="season folder, or the .sqlite file of a night")
    recap.add_argument("-o", "--out", type=Path, required=True, metavar="SITE", help="folder of the site")
    recap.add_argument("--season", type=Path, metavar="DIR", help="season folder of a night that is given as a file")
    recap.add_argument("--week", type=int, metavar="N", help="which week such a night is (as its file says)")
    recap.add_argument("--at", default="", metavar="URL", help="where the site will lie: for its feeds and its map")
    recap.add_argument("--votes", action="store_true", help="publish votes, as far as they hold nothing back any more")
    recap.add_argument("--check", action="store_true", help="write nothing: hold the site against the season")

    def run(asked: argparse.Namespace) -> int:
        from mirrorball.terminal.recap import Asked
        from mirrorball.terminal.recap import recap as run_recap

        return run_recap(
            Asked(
                source=asked.source,
                out=asked.out,
                cache=given.cache(),
                entries=given.entries,
                at=asked.at,
                votes=asked.votes,
                check=asked.check,
                season=asked.season,
                week=asked.week,
            )
        )

    recap.set_defaults(run=run)


def _import(commands: Commands) -> None:
    brought = commands.add_parser("import", help="bring seasons into an archive, from public tables or a spreadsheet")
    brought.add_argument(
        "kind",
        choices=KINDS,
        help="mcm: the public table of US seasons; strictly: the British one, or the folder of British tables; "
        "folder: a season folder; sheet: an organiser's spreadsheet (XLSX, ODS, CSV)",
    )
    brought.add_argument("file", type=Path, metavar="FILE")
    brought.add_argument("--to", type=Path, required=True, metavar="ARCHIVE", help="folder of season folders")
    brought.add_argument("--replace", action="store_true", help="put new seasons in place of those that are there")

    def run(asked: argparse.Namespace) -> int:
        from mirrorball.terminal.bring import Asked, bring

        return bring(Asked(asked.kind, asked.file, asked.to, replace=asked.replace))

    brought.set_defaults(run=run)


def _archive(commands: Commands, given: Given) -> None:
    archive = commands.add_parser("archive", help="many seasons as one site, or their tables for other programs")
    archive.add_argument("folder", type=Path, metavar="ARCHIVE", help="folder of season folders")
    archive.add_argument("-o", "--out", type=Path, metavar="SITE", help="folder of the site; what is as it was stays")
    archive.add_argument("--at", default="", metavar="URL", help="where the site will lie: for its feeds and its map")
    archive.add_argument("--parquet", type=Path, metavar="FOLDER", help="write each table as a Parquet file")
    archive.add_argument("--sqlite", type=Path, metavar="FILE", help="write all tables into one SQLite database")

    def run(asked: argparse.Namespace) -> int:
        from mirrorball.terminal.archive import Asked
        from mirrorball.terminal.archive import archive as run_archive

        if asked.out is None and asked.parquet is None and asked.sqlite is None:
            archive.error("name what is to be made: a site with -o, or tables with --parquet or --sqlite")
        return run_archive(
            Asked(
                folder=asked.folder,
                cache=given.cache(),
                out=asked.out,
                at=asked.at,
                parquet=asked.parquet,
                sqlite=asked.sqlite,
            )
        )

    archive.set_defaults(run=run)


def _query(commands: Commands, given: Given) -> None:
    query = commands.add_parser("query", help="ask an archive a question in SQL")
    query.add_argument("folder", type=Path, metavar="ARCHIVE", help="folder of season folders")
    query.add_argument("question", metavar="SQL", help="one question that reads, such as 'select * from seasons'")
    form = query.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the answer for programs")
    form.add_argument("--csv", action="store_true", help="print the answer as a CSV table")

    def run(asked: argparse.Namespace) -> int:
        from mirrorball.terminal.query import Asked, ask

        wanted = Asked(
            folder=asked.folder, question=asked.question, cache=given.cache(), as_json=asked.json, as_csv=asked.csv
        )
        return ask(wanted)

    query.set_defaults(run=run)


def _compare(commands: Commands) -> None:
    compare = commands.add_parser("compare", help="two seasons side by side, or one season under two rule books")
    compare.add_argument("seasons", type=Path, nargs="+", metavar="DIR", help="one or two season folders")
    compare.add_argument(
        "--book", action="append", default=[], metavar="NAME", help="a rule book; given once, beside the season's own"
    )
    compare.add_argument("--archive", type=Path, metavar="ARCHIVE", help="the seasons are named as they are in there")
    compare.add_argument("-o", "--out", type=Path, metavar="PAGE", help="write it as a page, such as comparison.html")

    def run(asked: argparse.Namespace) -> int:
        from mirrorball.terminal.compare import Asked, side_by_side

        return side_by_side(Asked(seasons=asked.seasons, books=asked.book, archive=asked.archive, out=asked.out))

    compare.set_defaults(run=run)
