"""The board, for everybody: its page, its screen and its stream, the couples' photos, and what room screens tell."""

from __future__ import annotations

import io
from http import HTTPStatus

import msgspec
import segno
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from mirrorball.web import answers
from mirrorball.web.answers import JSON, Json
from mirrorball.web.edge import Edge, edge_of, page
from mirrorball.web.viewer import not_there
from mirrorball.web.watchers import HEADERS

INK, PAPER = "#0b1020", "#ffffff"
COME_AGAIN = "60"  # seconds
SVG = "image/svg+xml"


class Beat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a room screen tells: its name, and the sequence of what it shows."""

    name: str
    sequence: int


async def board(request: Request) -> Response:
    """The page. Where no more can watch here, and the static pages are known, it is there."""
    edge = edge_of(request)
    if edge.published_at and edge.watchers.full(room_screen=_is_room_screen(request)):
        return RedirectResponse(edge.published_at, HTTPStatus.SEE_OTHER)
    return page(request, "board.html", live=True, root="/")


async def board_screen(request: Request) -> Response:
    """The screen as it stands. Its tag is its sequence: that it changed is all that a tag tells."""
    edge = edge_of(request)
    if edge.watchers.full(room_screen=True):
        return full(edge)
    screen = await edge.public.now()
    tag = {"ETag": f'"{screen.sequence}"'}
    if request.headers.get("if-none-match") == tag["ETag"]:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=tag)
    return Response(screen.body, media_type=JSON, headers=tag)


async def board_stream(request: Request) -> Response:
    """The screen, whenever it has changed."""
    edge = edge_of(request)
    if request.method == "HEAD":
        return Response(headers={name.decode(): text.decode() for name, text in HEADERS})
    if edge.watchers.full(room_screen=_is_room_screen(request)):
        return full(edge)
    return edge.watchers.follow()


async def board_beat(request: Request) -> Response:
    """A screen in the room tells what it shows."""
    edge = edge_of(request)
    try:
        beat = msgspec.json.decode(await request.body(), type=Beat)
    except msgspec.DecodeError as error:
        return answers.unreadable([str(error)])
    newest = (await edge.public.now()).sequence
    if not 0 <= beat.sequence <= newest:
        return answers.unreadable([f"There is no screen {beat.sequence}; the newest is {newest}."])
    if not edge.rooms.heard(beat.name, beat.sequence, edge.ticks()):
        return answers.unreadable(["This screen has no name, or so many tell how they are that it is not listed."])
    return Json({"answer": "heard", "sequence": newest})


async def vote_code(request: Request) -> Response:
    """The address of the vote page as a QR code."""
    code = vote_code_of(edge_of(request))
    return Response(code, media_type=SVG) if code else not_there(request, "This night takes no votes on a page.")


async def photo(request: Request) -> Response:
    """A couple's photo, by its number; what stands behind a dot is the kind of file, and read by nobody."""
    number = request.path_params["number"].partition(".")[0]
    found = edge_of(request).photos.get(int(number)) if number.isascii() and number.isdecimal() else None
    if found is None or not found.file.is_file():
        return not_there(request, f"There is no photo {number[:20]} here.")
    return FileResponse(found.file, media_type=found.media_type)


def vote_code_of(edge: Edge) -> bytes:
    """The QR code of the vote page, as SVG; empty where there is none."""
    if edge.audience is None:
        return b""
    picture = io.BytesIO()
    segno.make(edge.audience.address, error="m").save(picture, kind="svg", dark=INK, light=PAPER, scale=4)
    return picture.getvalue()


def full(edge: Edge) -> Response:
    """No more can watch here, so that judges are not harmed."""
    elsewhere = f"Open {edge.published_at}" if edge.published_at else "Ask the show for the address of its static pages"
    sentence = f"As many watch here as this machine can serve. {elsewhere}: they show the same."
    answer = Json(
        {"answer": "full", "sentence": sentence, "address": edge.published_at}, HTTPStatus.SERVICE_UNAVAILABLE
    )
    answer.headers["Retry-After"] = COME_AGAIN
    return answer


def _is_room_screen(request: Request) -> bool:
    return bool(request.query_params.get("screen", "").strip())
