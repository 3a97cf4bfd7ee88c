"""What anybody sees: the landing page, the way in and out, how to trust this night, and what pages are made of."""

from __future__ import annotations

from base64 import b64decode
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from mirrorball import look, sentences
from mirrorball.core.people import Key
from mirrorball.fonts import FACES
from mirrorball.web import answers, keys
from mirrorball.web.edge import COOKIE, Edge, edge_of, home, page, problem, wants_page, who
from mirrorball.web.keys import SESSION_BYTES, Person

MINUTE = 60_000  # milliseconds
MOST_FIELDS = 10


async def landing(request: Request) -> Response:
    """The first page: what this is, and where to go on."""
    person = who(request)
    edge = edge_of(request)
    return page(
        request,
        "landing.html",
        person=person,
        home=home(person) if person else "",
        trust=bool(edge.authority),
        votes=edge.audience.address if edge.audience else "",
        window=sentences.window(edge.counter.show),
    )


async def enter(request: Request) -> Response:
    """A link was opened: it asks for the PIN."""
    key = _key_of(request)
    return key if isinstance(key, Response) else _asks_for_pin(request, key)


async def come_in(request: Request) -> Response:
    """A PIN was typed."""
    edge, key = edge_of(request), _key_of(request)
    if isinstance(key, Response):
        return key
    typed = (await form_of(request)).get("pin", "")
    session = try_pin(edge, key, typed)
    if isinstance(session, str):
        status = HTTPStatus.TOO_MANY_REQUESTS if _blocked(edge, key) else HTTPStatus.FORBIDDEN
        return _asks_for_pin(request, key, session, status)
    answer = RedirectResponse(home(Person(session.id, key.name, key.role, key.holder)), HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        COOKIE, keys.session_text(edge.secret, session), httponly=True, samesite="strict", secure=edge.secure, path="/"
    )
    return answer


async def go_out(request: Request) -> Response:
    """Somebody leaves on this device."""
    person = who(request)
    if person:
        edge_of(request).presence.left(person.key, person.session)
    answer = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict", secure=edge_of(request).secure)
    return answer


def try_pin(edge: Edge, key: Key, typed: str) -> keys.Session | str:
    """A new session, or a sentence that says why there is none."""
    now = edge.ticks()
    blocked = edge.tries.blocked_ms(key.name, now)
    if blocked:
        return _blocked_for(blocked)
    if not keys.is_pin(edge.secret, key.name, typed):
        left = edge.tries.wrong(key.name, now)
        if not left:
            return _blocked_for(edge.tries.blocked_ms(key.name, now))
        return f"That is not the PIN. {left} {'try is' if left == 1 else 'tries are'} left."
    edge.tries.right(key.name)
    session = keys.new_session(edge.draw(SESSION_BYTES), key.name)
    edge.presence.seen(key.name, session.id, now)
    return session


def key_of_token(edge: Edge, token: str) -> Key | str:
    """The key whose link this is, or a sentence that says why it opens nothing."""
    name = keys.key_of_link(edge.secret, token)
    key = edge.counter.show.keys.get(name) if name else None
    if key is None:
        return "This link opens nothing here. Ask the desk for the link of tonight."
    return "This link was closed. Ask the desk for a new one." if key.revoked else key


async def form_of(request: Request, most: int = MOST_FIELDS) -> dict[str, str]:
    """The fields of a form that was posted; none if there are more than ``most``."""
    try:
        found = parse_qs((await request.body()).decode(), keep_blank_values=True, max_num_fields=most)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in found.items()}


def _key_of(request: Request) -> Key | Response:
    key = key_of_token(edge_of(request), request.path_params["token"])
    return problem(request, key, HTTPStatus.FORBIDDEN) if isinstance(key, str) else key


def _asks_for_pin(request: Request, key: Key, wrong: str = "", status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
    answer = page(request, "enter.html", status, role=key.role.value, holder=key.holder, wrong=wrong)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _blocked(edge: Edge, key: Key) -> bool:
    return edge.tries.blocked_ms(key.name, edge.ticks()) > 0


def _blocked_for(milliseconds: int) -> str:
    minutes = -(-milliseconds // MINUTE)
    wait = "a minute" if minutes == 1 else f"{minutes} minutes"
    return f"Too many wrong PINs. This link takes none for {wait}. The desk can give you another link at once."


# The way in for a venue's own network.


async def trust(request: Request) -> Response:
    """How a tablet comes to trust this night."""
    edge = edge_of(request)
    if not edge.authority:
        return not_there(request, "This night runs without TLS, so there is nothing to trust. Start it with --tls.")
    return page(request, "trust.html", prints=fingerprint(edge.authority))


async def authority(request: Request) -> Response:
    """The certificate of this night's authority; its key stays where it is."""
    edge = edge_of(request)
    if not edge.authority:
        return not_there(request, "This night runs without TLS, so there is nothing to trust. Start it with --tls.")
    named = {"Content-Disposition": 'attachment; filename="mirrorball.crt"'}
    return Response(edge.authority, media_type="application/x-x509-ca-cert", headers=named)


def fingerprint(pem: bytes) -> str:
    """The SHA-256 of a certificate, as tablets show it."""
    raw = b"".join(line for line in pem.splitlines() if not line.startswith(b"-----"))
    digest = sha256(b64decode(raw)).hexdigest().upper()
    return " ".join(digest[at : at + 2] for at in range(0, len(digest), 2))


# What pages are made of.


async def tokens(request: Request) -> Response:
    """The colours."""
    del request
    return PlainTextResponse(look.css(), media_type="text/css")


async def font(request: Request) -> Response:
    """A typeface."""
    name = request.path_params["name"]
    if name not in FACES:
        return not_there(request, f"There is no typeface {name} here.")
    return Response(await edge_of(request).fonts.cut(name), media_type="font/woff2")


def not_there(request: Request, sentence: str, status: HTTPStatus = HTTPStatus.NOT_FOUND) -> Response:
    """There is nothing of this kind, as a page or as JSON."""
    if wants_page(request):
        return problem(request, sentence, status)
    return answers.not_found(sentence, status)
