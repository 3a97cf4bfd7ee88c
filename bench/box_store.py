"""What a box costs on the disk: one file that blocks are appended to, against SQLite that holds the same.

Each commit is one group of ballots and one wait for the disk. SQLite writes ahead (WAL) and waits for the disk at each
commit (``synchronous=FULL``), which is what the box does; it keeps a block a row, or a ballot a row with the group in
one transaction. Nobody asks anything of either while they write, and no index but the row's number is kept.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from measure import machine, medians, table, times

from mirrorball.box.block import BOX_BYTES, ID_BYTES, NO_AGE, VOTER_BYTES, Block, Kind, packed, record
from mirrorball.box.writer import BoxFile, Part

COUPLES, WIDTH = 5, 1
TOGETHER = (1, 10, 100)  # ballots in a group
GROUPS, ROUNDS = 400, 7
AT = 1_700_000_000_000
BOX = bytes(BOX_BYTES)
WAITING = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL")

Row = tuple[bytes, bytes, int, int, int, bytes]
Group = tuple[Row, ...]
Store = Callable[[Path, Sequence[Group]], int]  # keeps all groups in a file of this folder; the bytes that it took


def cast(rng: Random, together: int) -> tuple[Group, ...]:
    """Groups of ballots: voter, id, milliseconds, age, channel, votes."""
    return tuple(
        tuple(
            (rng.randbytes(VOTER_BYTES), rng.randbytes(ID_BYTES), nth, NO_AGE, 0, rng.randbytes(COUPLES))
            for nth in range(together)
        )
        for _ in range(GROUPS)
    )


def block(group: Group) -> bytes:
    """The body of the block that a group is."""
    pack = record(COUPLES, WIDTH).pack
    return b"".join(pack(voter, name, at, age, channel, 0, *votes) for voter, name, at, age, channel, votes in group)


def by_appending(folder: Path, groups: Sequence[Group]) -> int:
    """As the box does it."""
    file = BoxFile(folder, BOX)
    for group in groups:
        file.append(Part(Kind.BALLOTS, AT, block(group), count=len(group), couples=COUPLES, width=WIDTH))
    file.close()
    return file.path.stat().st_size


def by_rows_of_blocks(folder: Path, groups: Sequence[Group]) -> int:
    """SQLite, a row a block: the same bytes, with their checksum."""
    with closing(_opened(folder, "CREATE TABLE block (number INTEGER PRIMARY KEY, bytes BLOB)")) as kept:
        for number, group in enumerate(groups):
            held = packed(Block(Kind.BALLOTS, BOX, number, AT, block(group), len(group), COUPLES, WIDTH))
            kept.execute("INSERT INTO block VALUES (?, ?)", (number, held))
            kept.commit()
    return (folder / "box.sqlite").stat().st_size


def by_rows_of_ballots(folder: Path, groups: Sequence[Group]) -> int:
    """SQLite, a row a ballot."""
    columns = "voter BLOB, id BLOB, at INTEGER, age INTEGER, channel INTEGER, votes BLOB"
    with closing(_opened(folder, f"CREATE TABLE ballot ({columns})")) as kept:
        for group in groups:
            kept.executemany("INSERT INTO ballot VALUES (?, ?, ?, ?, ?, ?)", group)
            kept.commit()
    return (folder / "box.sqlite").stat().st_size


STORES: dict[str, Store] = {
    "a file, blocks appended": by_appending,
    "SQLite, a row a block": by_rows_of_blocks,
    "SQLite, a row a ballot": by_rows_of_ballots,
}


def _opened(folder: Path, made: str) -> sqlite3.Connection:
    kept = sqlite3.connect(folder / "box.sqlite")
    for said in (*WAITING, made):
        kept.execute(said)
    return kept


def compared(folder: Path, together: int) -> list[list[str]]:
    """A line for each store with groups of this size."""
    groups, fresh = cast(Random(together), together), count()
    sizes: dict[str, int] = {}

    def run(name: str) -> None:
        here = folder / f"{together}-{next(fresh)}"
        here.mkdir()
        sizes[name] = STORES[name](here, groups)

    seen = dict(zip(STORES, medians(*(partial(run, name) for name in STORES), rounds=ROUNDS), strict=True))
    ballots, ours = GROUPS * together, seen["a file, blocks appended"]
    return [
        [name, str(together), f"{ballots / taken:,.0f}", times(taken / ours), f"{sizes[name] / ballots:,.0f}"]
        for name, taken in seen.items()
    ]


def main() -> None:
    """Print the table."""
    machine()
    with TemporaryDirectory() as folder:
        rows = [line for together in TOGETHER for line in compared(Path(folder), together)]
    head = ("store", "ballots a group", "ballots a second", "times the file's time", "bytes a ballot")
    table("One wait for the disk a group", head, rows)


if __name__ == "__main__":
    main()
