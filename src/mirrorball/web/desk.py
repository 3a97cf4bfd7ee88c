"""The desk of producer and scrutineer: its page, screen and stream; keys, and the log of the night."""

from __future__ import annotations

import io
from http import HTTPStatus

import segno
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mirrorball.core.channel import Way
from mirrorball.core.people import Key, Role
from mirrorball.web import answers, keys, wire
from mirrorball.web.answers import JSON, Json
from mirrorball.web.api import answer_to, body_of, command_of
from mirrorball.web.edge import Edge, edge_of, for_desk, page, problem
from mirrorball.web.judge import stream_of
from mirrorball.web.keys import NAME_BYTES, Person
from mirrorball.web.screens import audience_of
from mirrorball.web.viewer import form_of, not_there
from mirrorball.web.wire import Body, Field

ISSUE = Body((Field("role", Role, wire.ROLES), Field("holder", wire.Text, "a name")))
INK, PAPER = "#0b1020", "#ffffff"


@for_desk
async def desk(request: Request, person: Person) -> Response:
    """The page."""
    audience = edge_of(request).audience
    paper = audience is not None and any(channel.way is Way.PAPER for channel in audience.rules.channels)
    votes = audience.address if audience else ""
    return page(request, "desk.html", role=person.role.value, holder=person.holder, votes=votes, paper=paper)


@for_desk
async def desk_screen(request: Request, person: Person) -> Response:
    """The screen as it stands."""
    screen = await edge_of(request).screens.of(audience_of(person))
    return Response(screen.body, media_type=JSON)


@for_desk
async def desk_stream(request: Request, person: Person) -> Response:
    """The screen, whenever something has happened, and how the devices are."""
    return stream_of(request, person)


@for_desk
async def log(request: Request, person: Person) -> Response:
    """All that happened, in sentences."""
    del person
    edge = edge_of(request)
    return page(request, "log.html", lines=await edge.screens.log())


@for_desk
async def all_keys(request: Request, person: Person) -> Response:
    """Every way in, with link and PIN."""
    edge = edge_of(request)
    shown = [_line(request, edge, person, key) for key in edge.counter.show.keys.values()]
    fresh = keys.new_name(edge.draw(NAME_BYTES))
    roles = [role.value for role in Role if keys.may_see(person, Key("", role, ""))]
    season = edge.counter.show.season
    known = list(dict.fromkeys([*season.judges, *season.hosts]))
    return page(request, "keys.html", keys=shown, fresh=fresh, roles=roles, known=known)


@for_desk
async def issue_key(request: Request, person: Person) -> Response:
    """Somebody gets a way in. From a form, the key was named when the page was made, so posting twice issues once."""
    edge = edge_of(request)
    by_form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    sent = await form_of(request) if by_form else await body_of(request, ISSUE)
    if isinstance(sent, Response):
        return sent
    role = sent.get("role")
    name = sent.get("key") or keys.new_name(edge.draw(NAME_BYTES))
    asked = {"ask": "issue-key", "key": name, "role": getattr(role, "value", role), "holder": sent.get("holder")}
    answer = await _asked(edge, asked, person, f"issue {name}")
    if by_form:
        return _back_to_keys(request, answer)
    return Json({"key": name}) if answer.status_code == HTTPStatus.OK else answer


@for_desk
async def revoke_key(request: Request, person: Person) -> Response:
    """A way in is closed."""
    name = (await form_of(request)).get("key", "")
    answer = await _asked(edge_of(request), {"ask": "revoke-key", "key": name}, person, f"revoke {name}")
    return _back_to_keys(request, answer)


@for_desk
async def qr(request: Request, person: Person) -> Response:
    """The link of a key as a QR code."""
    edge = edge_of(request)
    key = edge.counter.show.keys.get(request.path_params["key"])
    if key is None or key.revoked or not keys.may_see(person, key):
        return not_there(request, "There is no such key that is open to you. Look at the list of keys.")
    picture = io.BytesIO()
    segno.make(link_of(request, edge, key), error="m").save(picture, kind="svg", dark=INK, light=PAPER, scale=4)
    return Response(picture.getvalue(), media_type="image/svg+xml")


def link_of(request: Request, edge: Edge, key: Key) -> str:
    """The link of a key, as a tablet reaches it."""
    address = edge.address or f"{request.url.scheme}://{request.url.netloc}"
    return f"{address}/in/{keys.link_token(edge.secret, key.name)}"


def _line(request: Request, edge: Edge, person: Person, key: Key) -> dict[str, object]:
    """A key as the page shows it: link and PIN only where they are this person's to hand out."""
    shown = not key.revoked and keys.may_see(person, key)
    return {
        "key": key,
        "role": key.role.value,
        "shown": shown,
        "link": link_of(request, edge, key) if shown else "",
        "pin": keys.pin_of(edge.secret, key.name) if shown else "",
        "blocked": edge.tries.blocked_ms(key.name, edge.ticks()) > 0,
        "own": key.name == person.key,
    }


async def _asked(edge: Edge, asked: dict[str, object], person: Person, name: str) -> Response:
    command = command_of(edge, asked, person)
    return command if isinstance(command, Response) else await answer_to(edge, command, name, person)


def _back_to_keys(request: Request, answer: Response) -> Response:
    if answer.status_code == HTTPStatus.OK:
        return RedirectResponse("/desk/keys", HTTPStatus.SEE_OTHER)
    return problem(request, answers.said(answer), HTTPStatus(answer.status_code))
