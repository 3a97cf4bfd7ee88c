"""Commands over HTTP, for our own pages and for a venue's own tools."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mirrorball.core.commands import Command, IssueKey, RevokeKey
from mirrorball.core.people import Key
from mirrorball.core.refusals import Refusal
from mirrorball.core.result_commands import PlanReveal
from mirrorball.core.reveals import RevealOrder
from mirrorball.floor.counter import Closed
from mirrorball.floor.embargo import withheld
from mirrorball.log.codec import encode
from mirrorball.log.port import Entry, NotKept
from mirrorball.web import answers, keys, wire
from mirrorball.web.answers import JSON, Json
from mirrorball.web.edge import Edge, edge_of, for_all, for_desk, page
from mirrorball.web.keys import Person
from mirrorball.web.openapi import document, listed
from mirrorball.web.viewer import key_of_token, try_pin
from mirrorball.web.wire import Body, NotYours, Unreadable

SEED_BYTES = 16
NO_KEY_FOR_THAT = "A scrutineer's key is issued and closed by a scrutineer."


async def body_of(request: Request, body: Body) -> dict[str, Any] | Response:
    """The fields that were sent as JSON, or the answer that says all that is wrong with them."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        sentence = f"The content type: found {kind or 'none'}, expected {JSON}. Send JSON and say so."
        return answers.unreadable([sentence], HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    found = wire.read_body(wire.read_json(await request.body()), body)
    return answers.unreadable(found.problems) if isinstance(found, Unreadable) else found


@for_all
async def commands(request: Request, person: Person) -> Response:
    """One command: read, asked, answered."""
    sent = await body_of(request, wire.REQUEST)
    if isinstance(sent, Response):
        return sent
    edge = edge_of(request)
    command = command_of(edge, sent["command"], person)
    if isinstance(command, Response):
        return command
    refused = wire.not_ahead(command, edge.clock())
    if refused and edge.counter.position(sent["id"], person.by) is None:  # what was answered before is answered again
        return answers.refused(refused)
    return await answer_to(edge, command, sent["id"], person)


async def answer_to(edge: Edge, command: Command, name: str, person: Person) -> Response:
    """What becomes of a command."""
    try:
        answer = await edge.counter.ask(command, name, person.by)
    except NotKept as error:
        return answers.not_kept(error)
    except Closed:
        return answers.not_kept("the night is being stopped")
    if isinstance(answer, Refusal):
        return answers.refused(answer)
    return answers.done(edge.counter.position(name, person.by) or edge.counter.head)


def command_of(edge: Edge, found: object, person: Person) -> Command | Response:
    """The command that was sent, or the answer that says why it is none."""
    closing = wire.closing_at(found, edge.clock())
    command = closing if isinstance(closing, Unreadable) else wire.command_of(closing, person)
    match command:
        case Unreadable(problems):
            return answers.unreadable(problems)
        case NotYours(sentence):
            return answers.not_allowed(sentence)
        case IssueKey(_, role, holder) if not keys.may_see(person, Key("", role, holder)):
            return answers.not_allowed(NO_KEY_FOR_THAT)
        case RevokeKey(name) if (key := edge.counter.show.keys.get(name)) and not keys.may_see(person, key):
            return answers.not_allowed(NO_KEY_FOR_THAT)
        case PlanReveal(order=RevealOrder.NO_ORDER, seed=""):
            return replace(command, seed=edge.draw(SEED_BYTES).hex())
        case _:
            return command


@for_all
async def preview(request: Request, person: Person) -> Response:
    """What a command would do."""
    sent = await body_of(request, wire.PREVIEW)
    if isinstance(sent, Response):
        return sent
    command = command_of(edge_of(request), sent["command"], person)
    if isinstance(command, Response):
        return command
    refused = wire.not_ahead(command, edge_of(request).clock())
    found = refused or await edge_of(request).screens.preview(command)
    return answers.refused(found) if isinstance(found, Refusal) else Json({"sentences": list(found)})


@for_all
async def beat(request: Request, person: Person) -> Response:
    """A sign of life of a device, and the time."""
    sent, edge = await body_of(request, wire.BEAT), edge_of(request)
    if isinstance(sent, Response):
        return sent
    now = edge.clock()
    device = edge.presence.seen(person.key, person.session, edge.ticks())
    device.unsent, device.version, device.battery = sent["unsent"], sent["version"], sent["battery"]
    device.offset_ms = sent["sent_at"] - now
    return Json({"now": now})


async def session(request: Request) -> Response:
    """A session for a tool."""
    sent, edge = await body_of(request, wire.SESSION), edge_of(request)
    if isinstance(sent, Response):
        return sent
    key = key_of_token(edge, sent["token"])
    if isinstance(key, str):
        return answers.not_allowed(key, HTTPStatus.UNAUTHORIZED, {"WWW-Authenticate": "Bearer"})
    found = try_pin(edge, key, sent["pin"])
    if isinstance(found, str):
        blocked = edge.tries.blocked_ms(key.name, edge.ticks()) > 0
        status = HTTPStatus.TOO_MANY_REQUESTS if blocked else HTTPStatus.UNAUTHORIZED
        return answers.not_allowed(found, status)
    return Json({"session": keys.session_text(edge.secret, found)})


@for_desk
async def log_json(request: Request, person: Person) -> Response:
    """All that happened, as the log has it; what is under embargo without its facts."""
    del person
    counter = edge_of(request).counter
    lines = [
        _shut(entry) if withheld(counter.show, entry.event) else encode(entry) for entry in await counter.entries()
    ]
    return Response(b'{"entries":[' + b",".join(lines) + b"]}", media_type=JSON)


def _shut(entry: Entry) -> bytes:
    return msgspec.json.encode(msgspec.json.decode(encode(entry)) | {"facts": {}, "withheld": True})


async def api(request: Request) -> Response:
    """The commands, for people."""
    return page(request, "api.html", commands=listed())


async def openapi(request: Request) -> Response:
    """The commands, for tools."""
    return Json(document(edge_of(request).opened.season.title, edge_of(request).version))
