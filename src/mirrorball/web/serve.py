"""The server: one process, one event loop, no record of who asked for what, and a stop that answers all who wait."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import uvicorn

from mirrorball.web.app import app_of
from mirrorball.web.edge import Edge

PATIENCE = 5  # seconds that answers under way get when the night is stopped
SWITCH = 0.001  # seconds after which a thread that draws screens lets answers pass
MOST_WAITING = 1024
FOR_OTHERS = 1000  # open files that watchers leave to judges, desk, log and doors

Loop = Callable[[], asyncio.AbstractEventLoop]


def listen(host: str, port: int) -> socket.socket:
    """A socket at this address. Raises ``OSError``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=MOST_WAITING)


def most_open() -> int:
    """How many files and connections this process may hold open, once it has taken all that it may have."""
    if sys.platform == "win32":
        return sys.maxsize
    import resource  # noqa: PLC0415  # it is not there on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            soft = hard
    return soft if soft != resource.RLIM_INFINITY else sys.maxsize


def _room(files: int) -> int:
    """How many watchers so many open files leave room for."""
    return max(files - FOR_OTHERS, files // 2)


def run(
    edge: Edge,
    listening: socket.socket,
    tls: Path | None,
    ready: Callable[[], None],
    meanwhile: Callable[[], Awaitable[None]],
) -> None:
    """Serve until Ctrl-C or a signal to stop.

    ``ready`` is called once requests are taken; ``meanwhile`` runs beside from then on.
    """
    sys.setswitchinterval(SWITCH)
    gc.collect()  # all that is there now stays; the collector of garbage need not look through it while judges wait
    gc.freeze()
    edge.watchers.most = min(edge.watchers.most, _room(most_open()))
    config = uvicorn.Config(
        app_of(edge),
        access_log=False,
        log_config=None,
        server_header=False,
        ws="none",
        ssl_certfile=tls,
        timeout_graceful_shutdown=PATIENCE,
    )
    server = _Server(config, edge, ready, meanwhile)
    with _stops(server.stop), asyncio.Runner(loop_factory=_fastest_loop()) as runner:
        runner.run(_until_stopped(server, edge, listening))


@contextmanager
def _stops(stop: Callable[[], None]) -> Iterator[None]:
    """Stop at Ctrl-C and at a signal to end, from the first moment on."""
    before = {one: signal.signal(one, lambda *_: stop()) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


async def _until_stopped(server: uvicorn.Server, edge: Edge, listening: socket.socket) -> None:
    try:
        await server.serve([listening])
    finally:
        await edge.counter.close()


async def _caught(meanwhile: Callable[[], Awaitable[None]]) -> None:
    try:
        await meanwhile()
    except Exception:
        logging.getLogger(__name__).exception("What ran beside the night broke; the night goes on")


class _Server(uvicorn.Server):
    """uvicorn, which ends our streams before it waits for all that is open."""

    def __init__(
        self,
        config: uvicorn.Config,
        edge: Edge,
        ready: Callable[[], None],
        meanwhile: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(config)
        self._edge, self._ready, self._meanwhile = edge, ready, meanwhile
        self._beside: asyncio.Task[None] | None = None
        self._stopped_early = False

    def stop(self) -> None:
        """Let everybody go and end; asked twice, do not wait for anybody."""
        self.force_exit = self.should_exit
        if self.started:
            self.should_exit = True
        else:  # uvicorn would go without its shutdown, and what was begun would be left as it is
            self._stopped_early = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Take requests, say so, and begin with what runs beside."""
        await super().startup(sockets)
        self._ready()
        self._beside = asyncio.create_task(_caught(self._meanwhile))
        if self._stopped_early:
            asyncio.get_running_loop().call_soon(self.stop)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals were taken in hand before."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take nothing more and let everybody go."""
        if self._beside:
            self._beside.cancel()
        self._edge.push.close()
        await super().shutdown(sockets)
        if self._beside:  # it may have to end what it began
            await asyncio.gather(self._beside, return_exceptions=True)


def _fastest_loop() -> Loop | None:
    if sys.platform == "win32":
        return None
    import uvloop  # noqa: PLC0415  # it is not there on Windows

    return uvloop.new_event_loop
