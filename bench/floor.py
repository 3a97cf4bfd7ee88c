"""Commands answered: ``floor.counter.Counter`` with 1, 10 and 100 senders, each answer on the disk before it is given.

Every sender waits for its answer before it sends again. What they send is marks typed from paper, since one of those
may be typed again and again; each is decided, recorded, added to the show, and answered across two threads,
on the event loop that the server uses.

The peer is what SQLite itself does on the same disk with the same settings: one row of the same size in a transaction
of its own, with nothing decided. They take turns.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, time_ns

import uvloop
from measure import machine, ms, table, times

from mirrorball.core.commands import CallRoutine, TypeMark
from mirrorball.core.refusals import Refusal
from mirrorball.core.show import Show, open_night
from mirrorball.floor.counter import Counter
from mirrorball.floor.floor import Floor
from mirrorball.log.codec import encode
from mirrorball.log.sqlite import SqliteLog
from mirrorball.season.example import example
from mirrorball.season.read import read

SENDERS, SECONDS, ROUNDS, WEEK = (1, 10, 100), 0.8, 4, 11
MARKS = [Fraction(mark) for mark in range(1, 11)]


def bare(path: Path, size: int) -> list[float]:
    """How long each commit of one row took, for a while."""
    taken: list[float] = []
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("PRAGMA synchronous=FULL")
        file.execute("CREATE TABLE rows (position INTEGER PRIMARY KEY, line BLOB NOT NULL, digest BLOB NOT NULL)")
        line, digest, until = bytes(size), bytes(32), perf_counter() + SECONDS
        while (begun := perf_counter()) < until:
            file.execute("INSERT INTO rows VALUES (?, ?, ?)", (len(taken) + 1, line, digest))
            taken.append(perf_counter() - begun)
    return taken


async def answered(floor: Floor, senders: int) -> list[float]:
    """How long each answer took, with so many who send at the same time, for a while."""
    counter = Counter(floor)
    taken: list[float] = []
    dance = floor.show.called[0]
    panel = floor.show.week.panel
    until = perf_counter() + SECONDS

    async def send(by: str) -> None:
        sent = 0
        while (begun := perf_counter()) < until:
            sent += 1
            command = TypeMark(panel[sent % len(panel)], *dance, MARKS[sent % len(MARKS)], by)
            if isinstance(answer := await counter.ask(command, f"{by} {sent}", by), Refusal):
                raise SystemExit(answer.sentence)
            taken.append(perf_counter() - begun)

    await asyncio.gather(*(send(f"sender {nth}") for nth in range(senders)))
    await counter.close()
    return taken


def on_disk(path: Path, show: Show, senders: int) -> tuple[list[float], int]:
    """The same in a log of its own, and the size of a line there. Whatever was answered has to be in that log."""
    with closing(SqliteLog(path)) as log:
        floor = Floor(show, log=log, clock=lambda: time_ns() // 1_000_000)
        dance = floor.show.running_order[0]
        floor.ask(CallRoutine(dance.round, dance.star))
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
            taken = loop.run(answered(floor, senders))
        if log.head != len(taken) + 1:
            message = f"{len(taken)} were answered, {log.head - 1} are in the log"
            raise SystemExit(message)
        return taken, len(encode(next(log.read(log.head - 1))))


def main() -> None:
    """Print the table."""
    machine()
    show = open_night(read(example("season-32")).season, WEEK)
    seen: dict[int, list[list[float]]] = {senders: [] for senders in (0, *SENDERS)}
    with TemporaryDirectory() as scratch:
        for nth in range(ROUNDS):
            for senders in SENDERS:
                taken, size = on_disk(Path(scratch) / f"{nth} {senders}", show, senders)
                seen[senders].append(taken)
            seen[0].append(bare(Path(scratch) / f"{nth} bare", size))
    rate = {senders: median(len(taken) for taken in runs) / SECONDS for senders, runs in seen.items()}
    rows = []
    for senders, runs in seen.items():
        cuts = quantiles((one for taken in runs for one in taken), n=100)
        name = f"{senders} sender{'s' if senders > 1 else ''}" if senders else "bare SQLite"
        rows.append((name, f"{rate[senders]:,.0f}", times(rate[senders] / rate[0]), ms(cuts[49]), ms(cuts[98])))
    table("on disk", ("what", "a second", "of bare SQLite", "median", "99th percentile"), rows)


if __name__ == "__main__":
    main()
