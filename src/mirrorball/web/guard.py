"""What holds for every request and every answer.

Headers that keep a browser safe, no posting from other sites, no long bodies, and accidents written down once.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mirrorball.web import answers

MOST_BYTES = 64 * 1024
OPEN_TO_TOOLS = frozenset({"/api/session"})  # gives a session in its answer and sets no cookie
READING = frozenset({"GET", "HEAD", "OPTIONS"})
# What pages of other hosts may read, say those of a renderer: it is public, and whoever reads it is not asked.
FOR_OTHER_HOSTS = ("/feeds/", "/graphics/", "/photo/")
FILES = ("/static/", "/graphics/", "/photo/")

POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "font", "connect", "manifest", "worker")),
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Under "no-referrer" a browser names no origin when it posts a form, not even our own, and outside of TLS it sends
    # no Sec-Fetch-Site either. This way a link's token is named to nobody but us, and our own forms can be told.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
KEEP_NOTHING = "no-store"
ASK_AGAIN = "no-cache"  # a browser may keep it and asks whether it has changed

_log = logging.getLogger(__name__)


class TooLong(Exception):
    """The body is longer than anything that we take."""


class Guard:
    """Stands before all routes."""

    def __init__(self, app: ASGIApp) -> None:
        """Guard this app."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, text in HEADERS.items():
                    headers[name] = text
                file = scope["path"].startswith(FILES) and message["status"] < HTTPStatus.BAD_REQUEST
                headers["Cache-Control"] = ASK_AGAIN if file else KEEP_NOTHING
                if scope["path"].startswith(FOR_OTHER_HOSTS):
                    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
                    headers["Access-Control-Allow-Origin"] = "*"
            await send(message)

        sent = Headers(scope=scope)
        refusal = _refusal(scope, sent)
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        try:
            await self._app(scope, _limited(receive), guarded)
        except Exception:  # noqa: BLE001  # an accident is caught once, here; it was answered by the app before
            _log.exception("A request to %r came to nothing", _without_token(scope["path"]))


def is_ours(sent: Headers) -> bool | None:
    """Whether a request comes from a page of ours; None if it does not say."""
    site, origin = sent.get("sec-fetch-site"), sent.get("origin")
    if site is not None and site != "same-origin":
        return False
    if origin is None or (origin == "null" and site is not None):
        return None if site is None else True
    _, _, place = origin.partition("://")
    return bool(place) and place == sent.get("host", "")


def _refusal(scope: Scope, sent: Headers) -> Response | None:
    """Why this request goes no further, or None."""
    if scope["method"] in READING:
        return None
    length = sent.get("content-length", "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return too_long()
    ours = is_ours(sent)
    by_tool = sent.get("authorization", "").lower().startswith("bearer ") or scope["path"] in OPEN_TO_TOOLS
    if ours is False or (ours is None and not by_tool):
        return answers.not_allowed("This was sent from a page of another site. Send it from a page of this night.")
    return None


def _limited(receive: Receive) -> Receive:
    """The body, up to what we take. Raises ``TooLong``."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MOST_BYTES:
            raise TooLong
        return message

    return counted


def too_long() -> Response:
    """The answer to a body that is longer than anything that we take."""
    sentence = f"This is longer than {MOST_BYTES // 1024} kB, which is the most that is taken. Send less at once."
    return answers.unreadable([sentence], HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _without_token(path: str) -> str:
    """A path as it may be written down: what opens a door is left out."""
    return "/in/..." if path.startswith("/in/") else path
