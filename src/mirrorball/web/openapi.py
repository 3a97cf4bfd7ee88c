"""The commands as an OpenAPI 3.1 document, made from the same tables by which they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import msgspec

from mirrorball.core.commands import Command
from mirrorball.core.people import Role
from mirrorball.core.votes import NotCounted
from mirrorball.floor.command_names import COMMAND_NAMES
from mirrorball.floor.screens import DeskScreen, JudgeScreen
from mirrorball.web import wire
from mirrorball.web.audience import AudienceShown
from mirrorball.web.keys import ALLOWED
from mirrorball.web.presence import DeviceLine

Schema = dict[str, Any]

_REF = "#/components/schemas/{name}"
_TEXT: Schema = {"type": "string"}
_SENTENCE: Schema = {"type": "string", "description": "What was wrong and what to do next, to be shown as it is."}
_POSITION: Schema = {"type": "integer", "minimum": 0}


@dataclass(frozen=True, slots=True)
class Listed:
    """A command as the page for people lists it."""

    name: str
    does: str
    fields: tuple[str, ...]
    roles: tuple[str, ...]


def listed() -> list[Listed]:
    """Every command that can be sent."""
    return [
        Listed(
            name,
            _first_line(kind),
            tuple(field.name for field in wire.fields_of(kind, own=False)),
            tuple(role.value for role in Role if kind in ALLOWED[role]),
        )
        for name, kind in _of(set(Role))
    ]


@cache
def document(title: str, version: str) -> Schema:
    """The whole document."""
    components = _components()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{title}: the night over HTTP",
            "version": version,
            "description": (
                "Every command that the pages send, for a venue's own tools. Make an id for each command and keep it "
                "until you are answered: sent again under the same id, a command is answered and not carried out "
                "again. Who asks is known from the session and is never sent. Marks are exact text, such as 17/2. In "
                "the place of closes_at, closes_in says in how many seconds from now the vote closes. A seed that is "
                "left out is drawn. The result is confirmed and sealed by two people at /desk/result, and not here."
            ),
        },
        "security": [{"session": []}],
        "paths": _paths(),
        "components": {
            "schemas": components,
            "responses": {
                "NotIn": _answer("Nobody came in by this session.", "NotAllowed"),
                "NotAllowed": _answer("Whoever asks may not.", "NotAllowed"),
                "Refused": _answer("The rules refuse it; nothing changed.", "Refused"),
                "Unreadable": _answer("It does not read; all that is wrong is told.", "Unreadable"),
                "NotKept": _answer("It could not be written to the disk, so it did not happen.", "NotKept"),
            },
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
    }


def _paths() -> Schema:
    return {
        "/commands": {
            "post": _post(
                "Ask for something to happen",
                {"id": _schema_of(wire.Id), "command": _ref("Command")},
                _object({"answer": {"const": "done"}, "position": _POSITION}),
                {"409": "Refused", "503": "NotKept"},
            )
        },
        "/preview": {
            "post": _post(
                "Ask what a command would change; nothing is changed",
                {"command": _ref("Command")},
                _object({"sentences": {"type": "array", "items": _TEXT}}),
                {"409": "Refused"},
            )
        },
        "/beat": {
            "post": _post(
                "Tell that a device is well, and get the time",
                {field.name: _schema_of(field.kind) for field in wire.BEAT.fields},
                _object({"now": {"type": "integer", "description": "milliseconds since 1970, UTC"}}),
            )
        },
        "/api/session": {
            "post": _post(
                "Come in with the link and the PIN that the desk handed out",
                {field.name: _schema_of(field.kind) for field in wire.SESSION.fields},
                _object({"session": _TEXT}),
                {"429": "NotAllowed"},
            )
            | {"security": []}
        },
        "/judge/screen": {"get": _get("A judge's screen", _ref("JudgeScreen"))},
        "/desk/screen": {"get": _get("The desk's screen", _ref("DeskScreen"))},
        "/desk/stream": {
            "get": {
                "summary": "The desk's screen, whenever something has happened",
                "description": (
                    "Events: screen (a DeskScreen, its position as id), devices (a list of DeviceLine, every 2 s), "
                    "audience (an AudienceShown, every 2 s, where ballots are taken), "
                    "disk (a sentence while nothing can be written down, else empty), "
                    "out (the key was revoked; the stream ends)."
                ),
                "responses": _wrong() | {"200": {"description": "A stream", "content": {"text/event-stream": {}}}},
            }
        },
        "/log.json": {
            "get": _get("All that happened", _object({"entries": {"type": "array", "items": _ref("Entry")}}))
        },
    }


def _components() -> dict[str, Schema]:
    kinds = [field.kind for _, kind in _of(set(Role)) for field in wire.fields_of(kind, own=False)]
    _, found = msgspec.json.schema_components(
        [*kinds, DeskScreen, JudgeScreen, DeviceLine, AudienceShown], schema_hook=_hook, ref_template=_REF
    )
    # msgspec does not say that the keys of a mapping are those of an enumeration.
    found["TallySent"]["properties"]["not_counted"]["propertyNames"] = {"enum": [reason.value for reason in NotCounted]}
    judge = {_title(kind, own=True): _command(name, kind, own=True) for name, kind in _of({Role.JUDGE})}
    desk = {_title(kind): _command(name, kind) for name, kind in _of({Role.PRODUCER, Role.SCRUTINEER})}
    return {
        **found,
        **judge,
        **desk,
        "JudgeCommand": _one_of(judge),
        "DeskCommand": _one_of(desk),
        "Command": {"anyOf": [_ref("JudgeCommand"), _ref("DeskCommand")]},
        "Refused": _object({"answer": {"const": "refused"}, "why": _TEXT, "sentence": _SENTENCE}),
        "Unreadable": _object({"answer": {"const": "unreadable"}, "problems": {"type": "array", "items": _SENTENCE}}),
        "NotAllowed": _object({"answer": {"const": "not allowed"}, "sentence": _SENTENCE}),
        "NotKept": _object({"answer": {"const": "not kept"}, "sentence": _SENTENCE}),
        "Entry": _object(
            {"position": _POSITION, "event": _TEXT, "version": _POSITION, "facts": {"type": "object"}},
            {"at": {"type": "integer"}, "command": _TEXT, "by": _TEXT, "withheld": {"const": True}},
        ),
    }


def _of(roles: set[Role]) -> list[tuple[str, type[Command]]]:
    return [(name, kind) for name, kind in COMMAND_NAMES.items() if any(kind in ALLOWED[role] for role in roles)]


def _command(name: str, kind: type[Command], *, own: bool = False) -> Schema:
    fields = wire.fields_of(kind, own=own)
    must = {field.name: _schema_of(field.kind) for field in fields if field.required}
    may = {field.name: _schema_of(field.kind) for field in fields if not field.required}
    return {"description": _first_line(kind), **_object({"ask": {"const": name}, **must}, may)}


def _title(kind: type[Command], *, own: bool = False) -> str:
    return f"{'Judge' if own else 'Desk'}{kind.__name__}"


def _one_of(commands: Mapping[str, Schema]) -> Schema:
    of = {schema["properties"]["ask"]["const"]: _REF.format(name=name) for name, schema in commands.items()}
    return {
        "oneOf": [_ref(name) for name in commands],
        "discriminator": {"propertyName": "ask", "mapping": of},
    }


def _post(summary: str, body: Schema, done: Schema, more: Mapping[str, str] | None = None) -> Schema:
    said = {"403": "NotAllowed", "413": "Unreadable", "415": "Unreadable", "422": "Unreadable", **(more or {})}
    return {
        "summary": summary,
        "requestBody": {"required": True, "content": {"application/json": {"schema": _object(body)}}},
        "responses": _wrong(said) | {"200": _json("Done", done)},
    }


def _get(summary: str, found: Schema) -> Schema:
    return {"summary": summary, "responses": _wrong() | {"200": _json("Found", found)}}


def _wrong(more: Mapping[str, str] | None = None) -> Schema:
    said = {"401": "NotIn", "403": "NotAllowed", **(more or {})}
    return {status: {"$ref": f"#/components/responses/{name}"} for status, name in said.items()}


def _answer(description: str, schema: str) -> Schema:
    return _json(description, _ref(schema))


def _json(description: str, schema: Schema) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _object(must: Mapping[str, Schema], may: Mapping[str, Schema] | None = None) -> Schema:
    return {
        "type": "object",
        "properties": {**must, **(may or {})},
        "required": list(must),
        "additionalProperties": False,
    }


def _ref(name: str) -> Schema:
    return {"$ref": _REF.format(name=name)}


def _schema_of(kind: object) -> Schema:
    (schema,), _ = msgspec.json.schema_components([kind], schema_hook=_hook, ref_template=_REF)
    return schema


def _hook(kind: type) -> Schema:
    """What msgspec knows no schema for."""
    if kind is Fraction:
        return {"type": "string", "pattern": wire.FRACTION}
    return {"description": "Any JSON."}


def _first_line(kind: type) -> str:
    return (kind.__doc__ or "").strip().splitlines()[0]
