"""Very many connections that each hold half a header, from a process of its own, until its input ends."""

from __future__ import annotations

import socket
import sys
from contextlib import ExitStack
from resource import RLIMIT_NOFILE, getrlimit, setrlimit


def hold(port: int, count: int) -> None:
    """Open them, say so, and hold them."""
    _, most = getrlimit(RLIMIT_NOFILE)
    setrlimit(RLIMIT_NOFILE, (most, most))
    with ExitStack() as ends:
        for _ in range(count):
            line = ends.enter_context(socket.create_connection(("127.0.0.1", port)))
            line.sendall(b"POST /vote HTTP/1.1\r\nHost: x\r\nContent-Le")
        sys.stdout.write("held\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    hold(int(sys.argv[1]), int(sys.argv[2]))
