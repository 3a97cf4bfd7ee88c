"""The limit of the intake: a handler of the same server that reads the body and answers the same bytes.

Called with a port, with ``empty`` (the body is left where it is) or ``body``, and with the answer as JSON.
"""

from __future__ import annotations

import sys

import msgspec
import uvloop
from granian._granian import RSGIHTTPProtocol as HTTPProtocol
from granian.constants import Interfaces
from granian.rsgi import Scope
from granian.server.embed import Server


class Answer(msgspec.Struct):
    """What is answered to everybody."""

    heads: list[tuple[str, str]] = msgspec.field(default_factory=lambda: [("content-type", "application/json")])
    body: str = '{"receipt":"AAAAAA-AAAAAA-AAAAAA","block":1000,"votes":20,"at":1700000000000}'


def app(answer: Answer, *, reads: bool) -> object:
    """The handler."""
    heads, body = answer.heads, answer.body.encode()

    async def empty(_: Scope, protocol: HTTPProtocol) -> None:
        protocol.response_bytes(200, heads, body)

    async def read(_: Scope, protocol: HTTPProtocol) -> None:
        await protocol()
        protocol.response_bytes(200, heads, body)

    return read if reads else empty


async def main(port: int, what: str, answer: str = "{}") -> None:
    """Answer until told to stop."""
    handler = app(msgspec.json.decode(answer, type=Answer), reads=what == "body")
    server = Server(
        handler,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.RSGI,
        log_enabled=False,
        websockets=False,
        backlog=4096,
        backpressure=20_000,
    )
    await server.serve()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), *sys.argv[2:]))
