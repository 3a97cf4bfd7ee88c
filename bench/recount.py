"""Counting a big box from disk: ``count_box`` against DuckDB and Polars with the same question on the same ballots.

Five couples, two channels, at most ten votes a couple and channel from each voter; 60 % of the ballots are a voter's
first, the others are from voters drawn by chance. The box is written in its own format; the peers get Parquet, their
best native one, with voters as two whole numbers. All of them use two threads, each in a process of its own, and come
to the same sums. The same question has a ballot that is there twice count once; there is none in this crowd, so the
peers are also asked without looking for copies, which is easier. The box alone is checked for damage, and its ballots
for the order of their times and their place in the window.

    recount.py [BALLOTS] [ROUNDS]
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import NamedTuple

import msgspec
import numpy as np
from measure import machine, table, times
from numpy.typing import NDArray

from mirrorball.box.block import NO_AGE, Block, Kind, packed, room
from mirrorball.box.counting import count_box, warm
from mirrorball.box.rules import Choice, Rules
from mirrorball.core.channel import Channel, Unit, Way

BALLOTS, ROUNDS = 2_000_000, 3
STARS = ("Ada", "Bo", "Cy", "Dee", "Eli")
LIMIT, FILES, TOGETHER, THREADS = 10, 2, 1_000_000, 2
OPENS, CLOSES = 1_700_000_000_000, 1_700_007_200_000
PEER_MEMORY = 14 << 30  # bytes of address space for a peer, so that it fails alone and takes nobody along
CHANNELS = (Channel("web", LIMIT), Channel("sms", LIMIT, way=Way.RELAY, unit=Unit.PHONE))
ROW = np.dtype(
    [
        ("voter", "<u8", 2),
        ("id", "<u8"),
        ("after", "<u4"),
        ("age", "<u4"),
        ("channel", "u1"),
        ("nothing", "u1"),
        ("votes", "u1", len(STARS)),
    ]
)
COUPLES = [f"v{nth}" for nth in range(len(STARS))]


def crowd(ballots: int) -> Iterator[NDArray[np.void]]:
    """So many ballots, a million at a time."""
    rng = np.random.default_rng(32)
    voters = max(1, ballots * 6 // 10)
    # Most couples get nothing on a ballot; a few voters give ten and come again, and go over the limit.
    given = np.array([0] * 10 + [1, 1, 2, 3, 5, 10], np.uint8)
    for first in range(0, ballots, TOGETHER):
        size = min(TOGETHER, ballots - first)
        rows = np.zeros(size, ROW)
        who = rng.integers(0, voters, size, np.uint64)
        new = np.arange(first * 6 // 10, min(voters, (first + size) * 6 // 10), dtype=np.uint64)
        who[rng.permutation(size)[: len(new)]] = new
        rows["voter"][:, 0], rows["voter"][:, 1] = mixed(who), mixed(who + np.uint64(1 << 40))
        rows["id"] = mixed(np.arange(first, first + size, dtype=np.uint64))
        rows["age"] = NO_AGE
        rows["channel"] = rng.integers(0, len(CHANNELS), size)
        rows["votes"] = given[rng.integers(0, len(given), (size, len(STARS)))]
        yield rows


def mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Other numbers, as far apart as names under a key are (splitmix64)."""
    value = numbers * np.uint64(0x9E37_79B9_7F4A_7C15)
    value = (value ^ value >> np.uint64(30)) * np.uint64(0xBF58_476D_1CE4_E5B9)
    value = (value ^ value >> np.uint64(27)) * np.uint64(0x94D0_49BB_1331_11EB)
    return value ^ value >> np.uint64(31)


def write(folder: Path, ballots: int) -> None:
    """The ballots as a box and as Parquet."""
    import polars  # noqa: PLC0415, ICN001  # where it is installed

    box, parquet = folder / "box", folder / "parquet"
    box.mkdir()
    parquet.mkdir()
    choices = tuple(Choice(nth, star, "pro") for nth, star in enumerate(STARS, 1))
    rules = msgspec.to_builtins(Rules("a night", "The vote", 11, choices, CHANNELS))
    opening = msgspec.json.encode({**rules, "at": OPENS, "closes_at": CLOSES})
    files = [(nth.to_bytes(8, "big"), (box / f"{nth}.box").open("wb")) for nth in range(FILES)]
    numbers = [1] * FILES
    for name, file in files:
        file.write(packed(Block(Kind.OPEN, name, 0, OPENS, opening)))
    fit = room(len(STARS), 1)
    for nth, rows in enumerate(crowd(ballots)):
        columns = {"hi": rows["voter"][:, 0], "lo": rows["voter"][:, 1], "id": rows["id"], "channel": rows["channel"]}
        columns |= {couple: rows["votes"][:, at] for at, couple in enumerate(COUPLES)}
        polars.DataFrame({key: np.ascontiguousarray(column) for key, column in columns.items()}).write_parquet(
            parquet / f"{nth:04}.parquet", compression="uncompressed"
        )
        for begin in range(0, len(rows), fit):
            to = begin // fit % FILES
            some = rows[begin : begin + fit]
            name, file = files[to]
            body = some.tobytes()
            file.write(packed(Block(Kind.BALLOTS, name, numbers[to], OPENS + nth, body, len(some), len(STARS), 1)))
            numbers[to] += 1
    for (name, file), number in zip(files, numbers, strict=True):
        file.write(packed(Block(Kind.CLOSE, name, number, CLOSES, msgspec.json.encode({"at": CLOSES}))))
        file.close()


def by_box(folder: Path) -> list[int]:
    """The votes that count, channel by channel, from the box."""
    counted = count_box(folder / "box")
    return [counted.count.counted(star, channel.name) for channel in CHANNELS for star in STARS]


def by_duckdb(folder: Path, *, once: bool) -> list[int]:
    """The same from Parquet, by DuckDB; ``once``: a ballot that is there again counts once."""
    import duckdb  # noqa: PLC0415  # where it is installed

    sums = ", ".join(f"sum({couple})::BIGINT AS {couple}" for couple in COUPLES)
    least = ", ".join(f"sum(least({couple}, {LIMIT}))::BIGINT" for couple in COUPLES)
    source = f"'{folder}/parquet/*.parquet'"
    if once:
        any_of = ", ".join(f"any_value({couple}) AS {couple}" for couple in COUPLES)
        source = f"(SELECT hi, lo, channel, id, {any_of} FROM {source} GROUP BY hi, lo, channel, id)"  # noqa: S608
    with duckdb.connect(
        config={"threads": THREADS, "memory_limit": "10GB", "temp_directory": str(folder / "spilled")}
    ) as base:
        rows = base.execute(
            f"SELECT channel, {least} FROM (SELECT hi, lo, channel, {sums} "  # noqa: S608  # our own names
            f"FROM {source} GROUP BY hi, lo, channel) GROUP BY channel ORDER BY channel"
        ).fetchall()
    return [votes for _, *by_couple in rows for votes in by_couple]


def by_polars(folder: Path, *, once: bool) -> list[int]:
    """The same from Parquet, by Polars and its engine for streams; ``once``: as above."""
    import polars as pl  # noqa: PLC0415  # where it is installed

    ballots = pl.scan_parquet(folder / "parquet" / "*.parquet")
    if once:
        ballots = ballots.unique(["hi", "lo", "channel", "id"], keep="any")
    of_voter = ballots.group_by("hi", "lo", "channel")
    limited = of_voter.agg(pl.col(couple).cast(pl.UInt32).sum().clip(upper_bound=LIMIT) for couple in COUPLES)
    sums = limited.group_by("channel").agg(pl.col(couple).cast(pl.Int64).sum() for couple in COUPLES)
    rows = sums.sort("channel").collect(engine="streaming").rows()
    return [votes for _, *by_couple in rows for votes in by_couple]


OURS = "count_box"
RUNS: dict[str, Callable[[Path], list[int]]] = {
    OURS: by_box,
    "DuckDB": partial(by_duckdb, once=True),
    "Polars": partial(by_polars, once=True),
    "DuckDB, no look for copies": partial(by_duckdb, once=False),
    "Polars, no look for copies": partial(by_polars, once=False),
}


class Answer(NamedTuple):
    """What one of them came to: seconds on the clock and of both cores together, sums, the most bytes of memory."""

    seconds: float
    worked: float
    votes: list[int]
    most: int


def middle(found: Sequence[Answer]) -> tuple[float, float]:
    """The medians of seconds and of work."""
    return median(answer.seconds for answer in found), median(answer.worked for answer in found)


def alone(name: str, folder: Path, small: Path) -> None:
    """Run one of them in this process, warmed by a small crowd, and print seconds, sums and the most memory."""
    warm()
    RUNS[name](small)
    if name != OURS:
        resource.setrlimit(resource.RLIMIT_AS, (PEER_MEMORY, PEER_MEMORY))
    begun, worked = perf_counter(), process_time()
    votes = RUNS[name](folder)
    seconds, worked = perf_counter() - begun, process_time() - worked
    print(json.dumps([seconds, worked, votes, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024]))


def ask(name: str, folder: Path, small: Path) -> Answer | None:
    """The answer of one of them from a process of its own; None if it failed."""
    command = [sys.executable, __file__, "--alone", name, str(folder), str(small)]
    done = subprocess.run(
        command,
        env={**os.environ, "POLARS_MAX_THREADS": str(THREADS)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(f"{name} failed: {done.stderr.strip().splitlines()[-1:]}")
        return None
    return Answer(*json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Print the table, and whether all came to the same sums."""
    asked = [int(word.replace(",", "").replace("_", "")) for word in sys.argv[1:]]
    ballots, rounds = (*asked, *(BALLOTS, ROUNDS)[len(asked) :])
    machine()
    with TemporaryDirectory() as scratch:
        folder, small = Path(scratch) / "big", Path(scratch) / "small"
        for each, size in ((folder, ballots), (small, 1_000)):
            each.mkdir()
            write(each, size)
        box = sum(path.stat().st_size for path in (folder / "box").iterdir())
        parquet = sum(path.stat().st_size for path in (folder / "parquet").iterdir())
        answers = [{name: ask(name, folder, small) for name in RUNS} for _ in range(rounds)]
    seen = {name: [answer for each in answers if (answer := each[name]) is not None] for name in RUNS}
    ours_seconds, ours_worked = middle(seen[OURS])
    rows = []
    for name, found in seen.items():
        if found:
            seconds, worked = middle(found)
            most = max(answer.most for answer in found)
            ratios = times(seconds / ours_seconds), times(worked / ours_worked)
            times_told = f"{seconds:.2f} s", f"{ballots / seconds:,.0f}", ratios[0], f"{worked:.2f} s", ratios[1]
            rows.append((name, *times_told, f"{most / 1e9:.1f} GB"))
    title = f"{ballots:,} ballots, {box / 1e9:.2f} GB as a box, {parquet / 1e9:.2f} GB as Parquet"
    head = ("what", "time", "ballots a second", "/ count_box", "work of both cores", "/ count_box", "most memory")
    table(title, head, rows)
    sums = [answer.votes for found in seen.values() for answer in found]
    print(f"\nAll came to the same sums: {'yes' if all(votes == sums[0] for votes in sums) else 'NO'}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        alone(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
