"""One door as a process of its own: it hears of the window from its keeper and tells how it is, and ends with it."""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import msgspec
import uvloop
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from mirrorball.box.block import Kind
from mirrorball.box.voters import Voters
from mirrorball.box.writer import NotKept
from mirrorball.door import wishes
from mirrorball.door.app import App
from mirrorball.door.asking import House
from mirrorball.door.page import Stage
from mirrorball.door.sender import LogSender, Sender, SmtpSender, mail_of
from mirrorball.door.window import Window
from mirrorball.door.wishes import Asked, Begin, CloseWindow, Done, ExtendWindow, Finish, Gone, OpenWindow, Put, Shut

MOST_WAITING = 4096  # connections that the system holds for us
MOST_OPEN = 100_000  # requests under way, whoever is slow with them
SELDOM = (50_000, 20, 20)  # a ballot leaves nothing behind that has to be looked for
LISTENING = 0.01  # seconds between two looks whether the server listens
TELLING = 0.5  # seconds between two words on how we are
LEAVING = 2  # seconds at the end in which whoever waits is answered
SLOW_HEADERS = 20_000  # milliseconds until a request that does not come is given up
MOST_LINE = 16 * 1024 * 1024
STAGES = {"before": Stage.BEFORE, "open": Stage.OPEN, "closed": Stage.CLOSED, wishes.FINISHED: Stage.CLOSED}


def main() -> None:
    """Run a door until its keeper is gone."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_door())


async def _door() -> None:
    lines = _lines()
    begin = wishes.decode_begin(await anext(lines))
    _see_that_nobody_else_stands_there(begin)
    voters = Voters(bytes.fromhex(begin.secret))
    house = House(
        voters=voters,
        sender=_sender(begin),
        clock=_clock,
        draw=os.urandom,
        folder=Path(begin.folder),
        secure=bool(begin.tls),
        rehearsal=begin.rehearsal,
        version=begin.version,
    )
    window = Window(house.folder, begin.rules, _clock, os.urandom)
    window.gone, window.shut = frozenset(begin.gone), begin.shut
    if begin.stage in {"open", "closed"}:  # what two people type may still come after the close
        await window.open(begin.closes_at)
    if begin.stage == "closed" and begin.closed_at is not None:
        await window.close(begin.closed_at)
    window.stage = STAGES[begin.stage]
    app = App(house, window)
    server = Server(
        app,
        address=begin.host,
        port=begin.port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=SLOW_HEADERS),
        websockets=False,
        backlog=MOST_WAITING,
        backpressure=MOST_OPEN,
        log_enabled=False,
        ssl_cert=Path(begin.tls) if begin.tls else None,
        ssl_key=Path(begin.tls) if begin.tls else None,
    )
    serving = asyncio.create_task(server.serve())
    telling = asyncio.create_task(_tell(window, app))
    try:
        await _until_it_listens(begin, serving)
        gc.collect()
        gc.freeze()  # what is here stays; only what requests leave behind is looked through from now on
        gc.set_threshold(*SELDOM)
        _say(wishes.Ready(begin.port))
        async for line in lines:
            asked = wishes.decode_asked(line)
            _say(await _done(asked, window))
            app.changed()
    finally:
        telling.cancel()
        server.stop()  # type: ignore[no-untyped-call]
        await asyncio.wait({serving, telling}, timeout=LEAVING)  # not for whoever sent half a request
        await window.finish()


def _sender(begin: Begin) -> Sender:
    """Who carries codes to addresses: in a rehearsal whoever reads the terminal."""
    mail = None if begin.rehearsal else mail_of({}, os.environ)
    return LogSender(partial(print, file=sys.stderr, flush=True)) if mail is None else SmtpSender(mail)


def _see_that_nobody_else_stands_there(begin: Begin) -> None:
    """End if another program has our port: to connect there would look as if we listened. Other doors share it."""
    try:
        (family, kind, *_, address), *_ = socket.getaddrinfo(begin.host, begin.port, type=socket.SOCK_STREAM)
        with socket.socket(family, kind) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            tried.bind(address)
    except OSError:
        sys.exit(wishes.PORT_TAKEN)


async def _until_it_listens(begin: Begin, serving: asyncio.Task[None]) -> None:
    """Wait until somebody who comes to our port is let in. Raises what kept the server from it."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(begin.host, begin.host)  # noqa: S104  # all addresses
    while not serving.done():
        with suppress(OSError):
            _, line = await asyncio.open_connection(host, begin.port)
            line.close()
            return
        await asyncio.sleep(LISTENING)
    serving.result()


async def _done(asked: Asked, window: Window) -> Done:  # noqa: PLR0911  # an arm a wish
    """Carry out one wish."""
    try:
        match asked.wish:
            case OpenWindow() if window.intake is not None:  # told again, since another door had fallen
                return Done(asked.number)
            case OpenWindow(closes_at):
                return Done(asked.number, await window.open(closes_at))
            case ExtendWindow(closes_at, reason, by):
                return Done(asked.number, await window.extend(closes_at, reason, by))
            case CloseWindow(at):
                return Done(asked.number, await window.close(at))
            case Shut():
                window.shut = True
                return Done(asked.number)
            case Finish():
                await window.finish()
                return Done(asked.number)
            case Gone(stars):
                window.gone = frozenset(stars)
                return Done(asked.number)
            case Put(kind, note):
                return Done(asked.number, await window.note(Kind(kind), msgspec.json.decode(note)))
    except (NotKept, OSError) as error:
        return Done(asked.number, why=str(error))


async def _lines() -> AsyncIterator[bytes]:
    """What the keeper says, until it is gone."""
    reader = asyncio.StreamReader(limit=MOST_LINE)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        yield line


async def _tell(window: Window, app: App) -> None:
    """Say how we are, again and again."""
    while True:
        await asyncio.sleep(TELLING)
        intake, counts = window.intake, window.counts
        traffic = {
            channel.name: wishes.Traffic(
                counts.offered[channel.name], counts.taken[channel.name], counts.refused[channel.name]
            )
            for channel in window.rules.channels
        }
        waiting, trouble = (intake.waiting, intake.trouble) if intake else (0, "")
        troubles = " ".join(filter(None, (trouble, app.trouble)))
        _say(wishes.State(_clock(), waiting, troubles, traffic))


def _say(said: wishes.Said) -> None:
    with suppress(BrokenPipeError):  # the keeper is gone, and we shall hear of it
        sys.stdout.buffer.write(wishes.encode(said) + b"\n")
        sys.stdout.buffer.flush()


def _clock() -> int:
    return time.time_ns() // 1_000_000


if __name__ == "__main__":
    main()
