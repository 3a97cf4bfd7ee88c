"""The server: one process, one event loop, no record of who asked for what, and a stop that answers all who wait."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from mirrorball.web.app import app_of
from mirrorball.web.edge import Edge

PATIENCE = 5  # seconds that answers under way get when the night is stopped
SWITCH = 0.001  # seconds after which a thread that draws screens lets answers pass
MOST_WAITING = 1024

Loop = Callable[[], asyncio.AbstractEventLoop]


def listen(host: str, port: int) -> socket.socket:
    """A socket at this address. Raises ``OSError``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=MOST_WAITING)


def run(edge: Edge, listening: socket.socket, tls: Path | None, meanwhile: Callable[[], Awaitable[None]]) -> None:
    """Serve until Ctrl-C or a signal to stop. ``meanwhile`` runs beside it, from when the first request is taken."""
    sys.setswitchinterval(SWITCH)
    with asyncio.Runner(loop_factory=_fastest_loop()) as runner:
        runner.run(_until_stopped(edge, listening, tls, meanwhile))


async def _until_stopped(
    edge: Edge, listening: socket.socket, tls: Path | None, meanwhile: Callable[[], Awaitable[None]]
) -> None:
    config = uvicorn.Config(
        app_of(edge),
        access_log=False,
        log_config=None,
        server_header=False,
        ws="none",
        ssl_certfile=tls,
        timeout_graceful_shutdown=PATIENCE,
    )
    server = _Server(config, edge, meanwhile)
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

    def __init__(self, config: uvicorn.Config, edge: Edge, meanwhile: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._edge, self._meanwhile = edge, meanwhile
        self._beside: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Take requests, and begin with what runs beside."""
        await super().startup(sockets)
        self._beside = asyncio.create_task(_caught(self._meanwhile))

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at a signal, and return as if that were the end: nothing went wrong."""
        loop = asyncio.get_running_loop()
        signals = [signal.SIGINT, signal.SIGTERM]
        try:
            for one in signals:
                loop.add_signal_handler(one, self.handle_exit, one, None)
        except NotImplementedError:  # Windows
            with super().capture_signals():
                yield
            return
        try:
            yield
        finally:
            for one in signals:
                loop.remove_signal_handler(one)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take nothing more and let everybody go."""
        if self._beside:
            self._beside.cancel()
        self._edge.push.close()
        await super().shutdown(sockets)


def _fastest_loop() -> Loop | None:
    if sys.platform == "win32":
        return None
    import uvloop  # noqa: PLC0415  # it is not there on Windows

    return uvloop.new_event_loop
