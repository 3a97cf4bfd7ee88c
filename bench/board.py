"""Thousands of watchers on one core: how soon a change is on all boards, what a stream costs, what judges feel of it.

The server is the real one and has a core for itself, the watchers are another process on the other core. A change
counts from the moment when the desk sends it, and has reached a watcher when the last byte of its screen has. Marks are
sent while screens are being told, since each mark is a change, too; the peer is the same night with nobody watching.
The static screen is looked at by the time of its file.
"""

from __future__ import annotations

import asyncio
import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import suppress
from multiprocessing import Event, Process, Queue, get_context
from pathlib import Path
from queue import Empty
from statistics import median, quantiles
from typing import cast

import uvloop
from measure import machine, ms, table, times
from tablets import COUPLES, JUDGES, ROUNDS, Night, asked

STEPS = (1000, 5000)  # watchers
CHANGES = 12  # that are followed to the last watcher, at each step
PAUSE = 0.1  # seconds between two marks
AT_ONCE = 100  # connections that are opened together
PATIENCE = 60
SERVER_CORE, WATCHERS_CORE = 0, 1
WHOLE = b"}\n\n"  # the end of a screen
NOTHING, BETWEEN = -2, -1  # in place of a sequence: nothing has come, or no screen is coming just now
SPLIT = 24  # bytes in which the head of a screen may be split over two pieces

ROOM = bytearray(1 << 17)

Arrived = tuple[int, list[float]]  # a sequence, and when it came on each stream


class Watching(asyncio.BufferedProtocol):
    """One stream that reads whatever comes."""

    def __init__(self, came: dict[int, list[float]], opened: asyncio.Future[None]) -> None:
        """Note in ``came`` when each sequence was whole."""
        self._came, self._opened, self._sequence, self._rest = came, opened, NOTHING, b""

    def get_buffer(self, sizehint: int) -> bytearray:
        """Where the next piece goes: all streams share it, since each is read at once."""
        del sizehint
        return ROOM

    def buffer_updated(self, nbytes: int) -> None:
        """A piece has come; it may end anywhere."""
        piece = bytes(memoryview(ROOM)[:nbytes])
        if self._sequence == NOTHING and not self._rest and not piece.startswith(b"HTTP/1.1 200"):
            self._opened.set_exception(ConnectionError(piece.decode(errors="replace")))
            return
        text, at = self._rest + piece, 0
        while True:
            if self._sequence < 0:
                begins = text.find(b"\nid: ", at)
                if begins < 0 or (ends := text.find(b"\n", begins + 5)) < 0:
                    break
                self._sequence, at = int(text[begins + 5 : ends]), ends
            at = text.find(WHOLE, at)
            if at < 0:
                break
            self._came[self._sequence].append(time.perf_counter())
            self._sequence = BETWEEN
            if not self._opened.done():
                self._opened.set_result(None)
        self._rest = piece[-SPLIT:]

    def connection_lost(self, exc: Exception | None) -> None:
        """The server let it go."""
        if not self._opened.done():
            self._opened.set_exception(exc or ConnectionError("the server let a watcher go"))


def watch(port: int, wanted: int, arrived: Queue[Arrived], stop: Event) -> None:  # type: ignore[valid-type]  # multiprocessing gives functions for both
    """Hold so many streams open until told to stop, and tell of each sequence that all of them have."""
    os.sched_setaffinity(0, {WATCHERS_CORE % (os.cpu_count() or 1)})
    os.nice(10)  # what judges feel is the server's doing, and not that of so many watchers on the core of their own
    _take_all_files()

    async def watching() -> None:
        came: dict[int, list[float]] = defaultdict(list)
        loop = asyncio.get_running_loop()
        request = f"GET /board/stream HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
        few = asyncio.Semaphore(AT_ONCE)

        async def one() -> asyncio.BaseTransport:
            async with few:
                opened: asyncio.Future[None] = loop.create_future()
                transport, _ = await loop.create_connection(lambda: Watching(came, opened), "127.0.0.1", port)
                transport.write(request)
                await opened
                return transport

        open_ones = await asyncio.gather(*(one() for _ in range(wanted)))
        first = max(came)
        arrived.put((first, came.pop(first)))
        while not stop.is_set():  # type: ignore[attr-defined]  # as above
            for sequence in [nth for nth, when in came.items() if len(when) == wanted]:
                arrived.put((sequence, came.pop(sequence)))
            await asyncio.sleep(0.005)
        for transport in open_ones:
            transport.close()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(watching())
    arrived.cancel_join_thread()  # nobody asks any more for what came last


def _take_all_files() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Show:
    """The night goes on, one change after the other."""

    def __init__(self, night: Night, published: Path) -> None:
        """Come in as everybody."""
        self._judges = {judge: night.came_in(judge) for judge in JUDGES}
        self._desk, self._published = night.came_in("Producer"), published
        self._segment = self._nth = 0

    def marks(self, dances: int) -> list[float]:
        """So many dances are danced, marked and locked; how long each mark's answer took."""
        taken: list[float] = []
        for _ in range(dances):
            of = self._next_dance()
            for nth, (judge, client) in enumerate(self._judges.items()):
                mark = str(5 + (self._segment + nth) % 6)
                taken.append(asked(client, self._segment, {"ask": "give-mark", "judge": judge, **of, "mark": mark}))
                time.sleep(PAUSE)
            asked(self._desk, self._segment, {"ask": "lock-marks", **of})
        return taken

    def change(self) -> tuple[float, int, float]:
        """Hold the night, or let it go on: when that was asked, its sequence, and seconds until it was published."""
        self._nth += 1
        begun, at = time.perf_counter(), time.time_ns()
        command: dict[str, object] = {"ask": "hold", "reason": "bench"} if self._nth % 2 else {"ask": "resume"}
        asked(self._desk, 10_000 + self._nth, command)
        sequence = int(self._desk.get("/board/screen").json()["sequence"])
        return begun, sequence, self._published_after(sequence, at)

    def _published_after(self, sequence: int, at: int) -> float:
        until = time.monotonic() + PATIENCE
        file = self._published / "screen.json"
        while b'"sequence":%d,' % sequence not in file.read_bytes()[:40]:
            if time.monotonic() > until:
                sys.exit("A change was not published.")
            time.sleep(0.002)
        return (file.stat().st_mtime_ns - at) / 1e9

    def _next_dance(self) -> dict[str, object]:
        self._segment += 1
        asked(self._desk, self._segment, {"ask": "take", "segment": self._segment})
        segments = self._desk.get("/desk/screen").json()["segments"]
        (now,) = (segment for segment in segments if segment["number"] == self._segment)
        return {"round": now["round"], "star": now["star"]}


def step(night: Night, show: Show, watchers: int, dances: int) -> tuple[list[str], list[float]]:
    """So many watchers: a row of figures, and how long marks took meanwhile."""
    context = get_context("spawn")
    arrived, stop = cast("Queue[Arrived]", context.Queue()), context.Event()
    port, before = int(night.url.rsplit(":", 1)[1]), night.memory()
    watching = cast("Process", context.Process(target=watch, args=(port, watchers, arrived, stop), daemon=True))
    watching.start()
    try:
        _opened(arrived, watching)
        memory = night.memory()
        middles: list[float] = []
        lasts: list[float] = []
        published: list[float] = []
        for _ in range(CHANGES):
            begun, sequence, after = show.change()
            when = _when(arrived, sequence)
            middles.append(median(when) - begun)
            lasts.append(max(when) - begun)
            published.append(after)
        marks = show.marks(dances)
    finally:
        stop.set()
        watching.join(PATIENCE)
        _wait_until_left(night)
    each = (memory - before) * 1024 / watchers
    times_seen = [ms(median(middles)), ms(median(lasts)), ms(max(lasts)), ms(median(published)), ms(max(published))]
    return [f"{watchers:,}", *times_seen, f"{each:,.0f} kB"], marks


def _opened(arrived: Queue[Arrived], watching: Process) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and watching.is_alive():
        with suppress(Empty):
            arrived.get(timeout=1)
            return
    sys.exit("Not all watchers could open their stream.")


def _wait_until_left(night: Night) -> None:
    """A place is free again once the server has seen that its watcher left."""
    until = time.monotonic() + PATIENCE
    while len(list(Path(f"/proc/{night.process.pid}/fd").iterdir())) > AT_ONCE and time.monotonic() < until:
        time.sleep(0.1)


def _when(arrived: Queue[Arrived], sequence: int) -> list[float]:
    try:
        while True:
            nth, when = arrived.get(timeout=PATIENCE)
            if nth == sequence:
                return when
    except Empty:
        sys.exit(f"Screen {sequence} did not reach all watchers in {PATIENCE} seconds.")


def main() -> None:
    """A third of the night with nobody watching, and the rest with ever more."""
    machine()
    os.sched_setaffinity(0, {SERVER_CORE})  # the server inherits it
    with tempfile.TemporaryDirectory() as at:
        published = Path(at) / "published"
        night = Night(Path(at), "--doors", "0", "--publish", str(published))
        os.sched_setaffinity(0, {WATCHERS_CORE % (os.cpu_count() or 1)})
        try:
            show, third = Show(night, published), COUPLES * ROUNDS // (len(STEPS) + 1)
            alone = show.marks(third)
            found = [(watchers, *step(night, show, watchers, third)) for watchers in STEPS]
            size = len((published / "screen.json").read_bytes())
        finally:
            night.process.terminate()
            night.process.wait(PATIENCE)
    heads = ["watchers", "half have it", "all have it", "at worst", "published", "at worst", "memory a stream"]
    table(f"A change, {size / 1000:,.1f} kB, median of {CHANGES}", heads, [row for _, row, _ in found])
    rows = [
        [name, str(len(took)), ms(median(took)), ms(_p99(took)), times(_p99(took) / _p99(alone))]
        for name, took in [("nobody watches", alone), *((f"{n:,} watch", took) for n, _, took in found)]
    ]
    table("A judge's mark, from sending it to its answer", ["", "marks", "median", "99th percentile", "ratio"], rows)


def _p99(took: list[float]) -> float:
    return quantiles(took, n=100)[98]


if __name__ == "__main__":
    main()
