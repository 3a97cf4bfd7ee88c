"""Starting again in the middle of a night: a log of 100,000 events, read from SQLite, verified, decoded and added up.

The log is the finale of season 32 going round: every routine is called, marked and locked, its sheet opened again by
two people, its marks struck, the call taken back. One such lap is decided by the rules and leaves the night as it was,
so a log of many laps is one that the rules would have written.

The first peer only reads the rows and computes their digests, which is the least that verifying takes; the second opens
the log, which besides asks SQLite whether its pages add up.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from measure import machine, medians, table, times

from mirrorball.core import commands as c
from mirrorball.core.refusals import Refusal
from mirrorball.core.show import Show, open_night
from mirrorball.floor.floor import Floor
from mirrorball.log.port import Entry
from mirrorball.log.sqlite import SqliteLog
from mirrorball.season.example import example
from mirrorball.season.read import read

EVENTS, TOGETHER, ROUNDS, WEEK = 100_000, 1_000, 5, 11


def lap(show: Show) -> Iterator[c.Command]:
    """Every routine danced, marked and locked, and all of it taken back."""
    season = read(example("season-32")).season
    for routine in season.danced_in(WEEK):
        dance = (routine.round, routine.star)
        yield c.CallRoutine(*dance)
        for judge in show.week.panel:
            yield c.GiveMark(judge, *dance, routine.marks[judge])
        yield c.LockMarks(*dance)
        yield c.Hold("the wrong music was played")
        yield c.Resume()
        for judge in show.week.panel:
            yield c.AskCorrection(judge, *dance, None, "danced again", f"judge {judge}")
            yield c.GrantCorrection(judge, *dance, "scrutineer Ada")
        (segment,) = (s.number for s in show.rundown if (s.round, s.star) == dance)
        yield c.BackOut(segment)


def write(path: Path, show: Show) -> int:
    """A log of so many events at this path, and how many bytes its lines have."""
    floor = Floor(show)
    for nth, command in enumerate(lap(show)):
        answer = floor.ask(command, f"command {nth}", "bench")
        if isinstance(answer, Refusal):
            raise SystemExit(answer.sentence)
    if floor.show != show:
        message = "the lap does not lead back to where it began"
        raise SystemExit(message)
    endless = islice(enumerate(cycle(floor.entries), 1), EVENTS)
    entries = [replace(entry, position=n, command=f"sender-{n}", at=1_700_000_000_000 + n) for n, entry in endless]
    with closing(SqliteLog(path)) as log:
        for first in range(0, EVENTS, TOGETHER):
            log.append(first, entries[first : first + TOGETHER])
    with closing(sqlite3.connect(path)) as file:
        return int(file.execute("SELECT sum(length(line)) FROM entries").fetchone()[0])


def only_read(path: Path) -> bytes:
    """The rows, and the digest of each line and the digest before it."""
    digest = b""
    with closing(sqlite3.connect(path)) as file:
        for line, _ in file.execute("SELECT line, digest FROM entries ORDER BY position"):
            digest = sha256(digest + line).digest()
    return digest


def opened(path: Path) -> int:
    """The log, opened and verified; no event is read."""
    with closing(SqliteLog(path)) as log:
        return log.head


def rebuilt(path: Path, show: Show) -> Entry:
    """The night as the program has it before it answers the first command."""
    with closing(SqliteLog(path)) as log:
        floor = Floor(show, log=log)
        if floor.head != EVENTS:
            message = f"{floor.head} events were rebuilt"
            raise SystemExit(message)
        return next(iter(log.read(EVENTS - 1)))


def main() -> None:
    """Print the table."""
    machine()
    show = open_night(read(example("season-32")).season, WEEK)
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / "night.sqlite"
        size = write(path, show)
        runs: dict[str, Callable[[], object]] = {
            "rows and digests only": partial(only_read, path),
            "opened and verified": partial(opened, path),
            "rebuilt": partial(rebuilt, path, show),
        }
        seen = medians(*runs.values(), rounds=ROUNDS)
    rows = [
        (name, f"{seconds:.2f} s", f"{EVENTS / seconds:,.0f}", times(seconds / seen[0]))
        for name, seconds in zip(runs, seen, strict=True)
    ]
    title = f"{EVENTS:,} events, {size / EVENTS:.0f} bytes each"
    table(title, ("what", "time", "events a second", "ratio"), rows)


if __name__ == "__main__":
    main()
