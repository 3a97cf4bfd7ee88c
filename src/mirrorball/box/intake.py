"""The hot path: ballots that wait together are written together, and one wait for the disk answers them all.

Everything runs on one event loop, but for the writing: while a thread waits for the disk, whoever comes queues up for
the next block.
"""

from __future__ import annotations

import asyncio
from asyncio import AbstractEventLoop, Future
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread

from mirrorball.box.block import HEAD, MOST_BYTES, NO_AGE, SUM, Kind, record, room
from mirrorball.box.writer import BoxFile, NotKept, Part

PAUSE = 0.003  # seconds that the first of a group waits for others
LONGEST = 60_000  # milliseconds that a group can span: only a clock that jumps makes it so long
MOST_WAITING = 20_000  # ballots; whoever comes then is refused, and comes again

Clock = Callable[[], int]  # milliseconds since 1970


class Full(Exception):
    """More wait than can be answered in time. Sending again later is safe."""


class Written(Future[int]):
    """The number of a block once it is on the disk. Many wait for it: whoever goes away takes it from nobody."""

    def cancel(self, msg: object = None) -> bool:
        """Nobody can."""
        del msg
        return False


class Group:
    """Ballots that are written as one block, and what their senders wait for: the number of that block.

    ``late`` says that the block stands behind the close.
    """

    __slots__ = ("at", "late", "rows", "width", "written")

    def __init__(self, at: int, width: int, written: Future[int], *, late: bool) -> None:
        """Begin a group at this time."""
        self.at, self.width, self.written, self.late = at, width, written, late
        self.rows: list[bytes] = []


class Intake:
    """Takes ballots for one box file. Made on the event loop that uses it."""

    def __init__(self, file: BoxFile, couples: int, clock: Clock) -> None:
        """Take ballots for so many couples."""
        self._loop: AbstractEventLoop = asyncio.get_running_loop()
        self._file, self._couples, self._clock = file, couples, clock
        self.path = file.path
        self.box = file.box
        self._pack = {width: record(couples, width).pack for width in (1, 2, 4)}
        self._room = {width: room(couples, width) for width in (1, 2, 4)}
        self._now, self._ahead = 0, 0  # the latest time given, and by how much it was ahead of the clock
        self._group: Group | None = None
        self.waiting = 0  # ballots that the disk has not got yet
        self._writing, self._closed = False, False
        self._queue: SimpleQueue[list[tuple[Part, Future[int]]] | None] = SimpleQueue()
        self._behind: list[tuple[Part, Future[int]]] = []  # whole parts that the thread has not been given yet
        self.taken = 0  # ballots that are on the disk
        self.trouble = ""  # why the last group could not be written; empty while the disk keeps
        self._thread = Thread(target=self._write, name="box", daemon=True)
        self._thread.start()

    def now(self) -> int:
        """The time, never before a time that was given earlier.

        Where the clock goes back, time goes on from where it was, until the clock has come there again: it tells which
        of a voter's ballots is the last.
        """
        seen = self._clock()
        if seen >= self._now:
            self._ahead = 0
        else:
            if seen + self._ahead < self._now:
                self._ahead = self._now - seen + 1
            seen += self._ahead
        self._now = seen
        return seen

    def put(  # noqa: PLR0913  # what a ballot is made of
        self, voter: bytes, name: bytes, channel: int, votes: list[int], *, width: int = 1, age: int = NO_AGE
    ) -> tuple[Group, int]:
        """Put one ballot into the next block: its group, and its place in it.

        It is in the box once ``group.written`` is done, which holds the number of the block, or raises ``NotKept``.
        Raises ``Full``.
        """
        if self.waiting >= MOST_WAITING:
            raise Full
        at = self.now()
        group = self._group
        if (
            group is None
            or group.width != width
            or len(group.rows) >= self._room[width]
            or at - group.at > LONGEST  # which has no room in a record
        ):
            group = self._begin(at, width)
        self.waiting += 1
        rows = group.rows
        rows.append(self._pack[width](voter, name, at - group.at, age, channel, 0, *votes))
        return group, len(rows) - 1

    async def note(self, kind: Kind, line: bytes) -> int:
        """Write something that is not a ballot, behind all ballots that came before it; the number of its block.

        Raises ``NotKept``.
        """
        return await self.put_note(kind, line)

    def put_note(self, kind: Kind, line: bytes) -> Future[int]:
        """The same without waiting, for a note that belongs to ballots: no marker comes between them.

        Raises ``NotKept`` if the note is too long.
        """
        if len(line) > MOST_BYTES - HEAD.size - SUM.size:
            message = "the note is longer than a block"
            raise NotKept(message)
        self._finish()
        self._closed = self._closed or kind is Kind.CLOSE
        written = Written(loop=self._loop)
        self._behind.append((Part(kind, self.now(), line, count=1), written))
        self._hand_over()
        return written

    async def close(self) -> None:
        """Write what waits and end the thread."""
        self._finish()
        while self._writing or self._behind:
            self._hand_over()
            await asyncio.sleep(PAUSE)
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)
        self._file.close()

    def _begin(self, at: int, width: int) -> Group:
        self._finish()
        written = Written(loop=self._loop)
        self._group = Group(at, width, written, late=self._closed)
        if not self._writing:
            self._writing = True
            self._loop.call_later(PAUSE, self._flush)
        return self._group

    def _finish(self) -> None:
        """The group that is being filled takes nobody more."""
        group, self._group = self._group, None
        if group is not None:
            part = Part(
                Kind.BALLOTS,
                group.at,
                b"".join(group.rows),
                count=len(group.rows),
                couples=self._couples,
                width=group.width,
            )
            self._behind.append((part, group.written))

    def _hand_over(self) -> None:
        if not self._writing:
            self._writing = True
            self._flush()

    def _flush(self) -> None:
        """All that waits goes to the thread."""
        self._finish()
        behind, self._behind = self._behind, []
        self._queue.put(behind)

    def _write(self) -> None:
        """The thread: what waited, group after group."""
        while (behind := self._queue.get()) is not None:
            first: int | Exception
            try:
                first = self._file.append(*(part for part, _ in behind)) if behind else 0
            except Exception as error:  # noqa: BLE001  # nobody may wait for ever, whatever broke
                first = error
            with suppress(RuntimeError):  # the loop has ended, and nobody waits there any more
                self._loop.call_soon_threadsafe(self._written, behind, first)

    def _written(self, behind: list[tuple[Part, Future[int]]], first: int | Exception) -> None:
        for nth, (part, written) in enumerate(behind):
            if part.kind is Kind.BALLOTS:
                self.waiting -= part.count
            if isinstance(first, Exception):
                self.trouble = str(first)
                written.set_exception(first if isinstance(first, NotKept) else NotKept(str(first)))
                written.exception()  # whoever gave up waiting leaves no complaint behind
            else:
                self.trouble = ""
                self.taken += part.count if part.kind is Kind.BALLOTS else 0
                written.set_result(first + nth)
        if self._group is not None or self._behind:
            self._flush()
        else:
            self._writing = False
