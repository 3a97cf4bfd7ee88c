"""The other server: an ASGI app under uvicorn that reads the body and answers the same bytes as our door."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec

Message = MutableMapping[str, Any]
SAID = msgspec.json.decode(os.environ.get("ANSWER", '{"heads": [], "body": ""}'))
BODY = SAID["body"].encode()
HEADS = [(name.encode(), value.encode()) for name, value in (*SAID["heads"], ("content-length", str(len(BODY))))]


async def app(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """Answer whoever asks."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": HEADS})
    await send({"type": "http.response.body", "body": BODY})
