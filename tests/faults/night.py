"""A night in a process of its own, so that it can be killed: commands come through a pipe, answers go back."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from resource import RLIMIT_FSIZE, getrlimit, setrlimit

from mirrorball.core.commands import ReportTrouble
from mirrorball.core.season import Season
from mirrorball.core.show import Show
from mirrorball.floor.counter import Counter
from mirrorball.floor.floor import Floor
from mirrorball.log.port import NotKept
from mirrorball.log.sqlite import SqliteLog

BEFORE = Show(Season(title="S"), 1)
BY, OPEN, GROW = "judge Ida", "open", "grow"

# A process that has all modules and forks, where there is one: a night that starts in milliseconds can be killed often.
FORKS = "forkserver" in get_all_start_methods()
if FORKS:
    get_context("forkserver").set_forkserver_preload([__name__, "mirrorball.terminal.serve"])


def start(path: Path, theirs: Connection, room: int | None = None) -> BaseProcess:
    """The night, running, on a disk where a file may have no more than so many bytes until it is told to grow."""
    program: BaseProcess
    if FORKS:
        program = get_context("forkserver").Process(target=serve, args=(path, theirs, room))
    else:
        program = get_context("spawn").Process(target=serve, args=(path, theirs, room))
    program.start()
    theirs.close()
    return program


def serve(path: Path, pipe: Connection, room: int | None) -> None:
    """Run the night: each name that comes is reported as a trouble under this name, and answered with its position."""
    if room is not None:
        _limit(room)
    asyncio.run(_serve(path, pipe))


def _limit(room: int | None) -> None:
    _, most = getrlimit(RLIMIT_FSIZE)
    setrlimit(RLIMIT_FSIZE, (most if room is None else room, most))


async def _serve(path: Path, pipe: Connection) -> None:
    log = SqliteLog(path)
    counter = Counter(Floor(BEFORE, log=log))
    tasks: set[asyncio.Task[None]] = set()

    async def answer(name: str) -> None:
        try:
            await counter.ask(ReportTrouble(name, BY), name, BY)
            pipe.send((name, counter.position(name, BY)))
        except NotKept:
            pipe.send((name, counter.trouble))

    pipe.send(OPEN)
    with suppress(EOFError):
        while name := await asyncio.to_thread(pipe.recv):
            if name == GROW:
                _limit(None)
                continue
            task = asyncio.create_task(answer(name))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
    await asyncio.gather(*tasks)
    await counter.close()
    log.close()
    pipe.close()
