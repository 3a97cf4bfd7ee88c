"""Checking a folder: ``season.check.check`` against merely reading the same files with csv and tomllib.

The peer makes lists of texts and no more; the ratio is what types, places, trade questions and the exact verdict on
each week cost. Then larger folders, written into a folder that is removed afterwards:

* ten times the dances: every couple dances each of its routines in ten rounds;
* three times the couples: three of every kind, and three leave each week.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from measure import machine, medians, ms, table, times

from mirrorball.season.check import Report, check
from mirrorball.season.example import example
from mirrorball.season.problems import Severity
from mirrorball.season.read import read

TEN, THREE = 10, 3
Row = dict[str, str]


def only_read(folder: Path) -> list[object]:
    """The files as lists of texts and nested tables."""
    found: list[object] = [tomllib.loads((folder / "season.toml").read_text(encoding="utf-8"))]
    for file in sorted(folder.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            found.append(list(csv.reader(lines)))
    return found


def ten_times_the_dances(to: Path) -> Path:
    """Season 32 with ten rounds for each that it had. Totals that were stated for a whole night go."""
    folder = copytree(example("season-32"), to)

    def ten(row: Row) -> Iterable[Row]:
        return [row | {"round": f"{row['round']} {nth}".strip(), "order": ""} for nth in range(1, TEN + 1)]

    rewrite(folder / "routines.csv", ten)
    return folder


def three_times_the_couples(to: Path) -> Path:
    """Season 32 with three couples for each that it had; who left alone leaves with two others."""
    folder = copytree(example("season-32"), to)

    def named(name: str, nth: int) -> str:
        return f"{name} {'I' * nth}" if name else ""

    def three(row: Row) -> Iterable[Row]:
        for nth in range(THREE):
            written = row | {column: named(row[column], nth) for column in ("star", "opponent") if row.get(column)}
            if row.get("place"):
                written["place"] = str((int(row["place"]) - 1) * THREE + nth + 1)
            yield written | {column: "" for column in ("order", "keyword", "team") if row.get(column)}

    for name in ("couples", "routines", "bonuses", "packages", "stated", "results"):
        rewrite(folder / f"{name}.csv", three)
    rewrite(folder / "weeks.csv", lambda row: [row | {"leave": "" if row["final"] else row["leave"] or str(THREE)}])
    return folder


def rewrite(file: Path, rows_for: Callable[[Row], Iterable[Row]]) -> None:
    """A table again, with these rows for each of its rows."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(written for row in rows for written in rows_for(row))


def size(report: Report) -> str:
    """How big a folder is."""
    season = report.folder.season
    return f"{len(season.couples)} couples, {len(season.routines):,} routines"


def said(report: Report) -> str:
    """What the check came to."""
    counts = [f"{len(found)} {one.value}s" for one in Severity if (found := report.of(one))]
    settled = sum(1 for verdict in report.verdicts if verdict.votes is not None)
    return ", ".join([*counts, f"{settled} of {len(report.verdicts)} weeks with a witness"])


def main() -> None:
    """Print the table, and what the check came to."""
    machine()
    with TemporaryDirectory() as scratch:
        folders = {
            "season 32": (example("season-32"), 7),
            "ten times the dances": (ten_times_the_dances(Path(scratch) / "dances"), 3),
            "three times the couples": (three_times_the_couples(Path(scratch) / "couples"), 2),
        }
        rows, came_to = [], []
        for name, (folder, rounds) in folders.items():
            seen = medians(partial(only_read, folder), partial(read, folder), partial(check, folder), rounds=rounds)
            report = check(folder)
            rows.append((name, size(report), *map(ms, seen), times(seen[-1] / seen[0])))
            came_to.append(f"{name}: {said(report)}")
    heads = ("folder", "size", "only read", "read", "check", "check / only read")
    table("check against merely reading the files", heads, rows)
    print("", *came_to, sep="\n")


if __name__ == "__main__":
    main()
