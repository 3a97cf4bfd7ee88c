"""Ports for servers that tests put up, take down and put up again at the same place, while other tests run beside them.

A port that the system chose may be given to somebody else while its server is down. So each process of tests has ports
of its own, from a range out of which no system chooses; and whoever asks for one gets the next one, too, since a night
puts the public's door behind its own port.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from itertools import cycle

FIRST, OF_EACH = 20_000, 3_000  # four processes stay below 32,768, where systems begin to choose


def _own() -> Iterator[int]:
    """The ports of this process, round and round; two runs at once do not begin at the same one."""
    nth = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 4
    begin = os.getpid() % (OF_EACH // 2)
    return cycle(FIRST + nth * OF_EACH + (begin + step) % (OF_EACH // 2) * 2 for step in range(OF_EACH // 2))


_ports = _own()


def free_port() -> int:
    """A port of this machine that nobody uses, and nobody the one behind it."""
    return next(port for port in _ports if _is_free(port) and _is_free(port + 1))


def _is_free(port: int) -> bool:
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except OSError:
        return False
