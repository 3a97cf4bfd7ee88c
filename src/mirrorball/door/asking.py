"""A request as RSGI hands it over, and what every route does with one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

from mirrorball.box.voters import Voters
from mirrorball.door.sender import Sender

COOKIE = "mirrorball_voter"
KEPT_FOR = 7 * 24 * 60 * 60  # seconds that a browser keeps who it is
TOO_LONG = "This is far longer than any ballot. Load the page again and vote from there."
ELSEWHERE = "This was sent from a page of another site. Open the vote page itself and vote from there."


class Headers(Protocol):
    """The headers of a request."""

    def get(self, name: str, default: str | None = None) -> str | None:
        """One of them."""

    def items(self) -> Iterable[tuple[str, str]]:
        """All of them."""


class Scope(Protocol):
    """A request without its body."""

    method: str
    path: str
    query_string: str
    headers: Headers


class Reply(Protocol):
    """The other half of a request: its body, and the way to answer it."""

    def __call__(self) -> Awaitable[bytes]:
        """The whole body."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """The body in parts."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Answer."""


class NotTaken(Exception):
    """What was sent is not taken. Its text says why and what to do; ``status`` is that of the answer."""

    def __init__(self, sentence: str, status: int = HTTPStatus.BAD_REQUEST) -> None:
        """Say why."""
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What a door is given: keys, a clock of milliseconds since 1970, chance, who carries codes, where the box lies."""

    voters: Voters
    sender: Sender
    clock: Callable[[], int]
    draw: Callable[[int], bytes]
    folder: Path
    secure: bool = False
    rehearsal: bool = False
    version: str = ""


def is_short(headers: Headers, most: int) -> bool:
    """Whether a body says that it has at most so many bytes; the server holds it to what it says."""
    length = headers.get("content-length")
    return length is not None and int(length) <= most


async def read_up_to(most: int, headers: Headers, reply: Reply) -> bytes:
    """The body, if it has at most so many bytes. Raises ``NotTaken``, before it has read more than that."""
    if is_short(headers, most):
        return await reply()
    if headers.get("content-length") is not None:
        raise NotTaken(TOO_LONG, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    held = bytearray()
    async for part in reply:
        held += part
        if len(held) > most:
            raise NotTaken(TOO_LONG, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return bytes(held)


def see_that_it_is_ours(headers: Headers) -> None:
    """See that a request comes from a page of ours. Raises ``NotTaken``.

    Browsers that say nothing are old ones; their cookie is posted from our own pages only.
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        raise NotTaken(ELSEWHERE, HTTPStatus.FORBIDDEN)


def cookie(token: str, *, secure: bool) -> tuple[str, str]:
    """The header by which a browser stays this voter.

    It is sent along when somebody follows a link to us, from a mail with a seat code, say, and never with a form or a
    script of another site.
    """
    only = "; Secure" if secure else ""
    return "set-cookie", f"{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={KEPT_FOR}{only}"
