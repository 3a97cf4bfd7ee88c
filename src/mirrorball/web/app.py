"""Every route of the night, in one list."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from mirrorball.web import (
    answers,
    api,
    board,
    cards,
    count,
    desk,
    exclusions,
    feeds,
    graphics,
    host,
    judge,
    lost,
    ograf,
    paper,
    result,
    viewer,
)
from mirrorball.web.audience import NotTaken
from mirrorball.web.edge import STATIC, Answering, Edge
from mirrorball.web.graphics import GraphicFiles
from mirrorball.web.guard import Guard, TooLong, too_long


def _get(path: str, answer: Answering) -> Route:
    return Route(path, answer, methods=["GET"])


def _post(path: str, answer: Answering) -> Route:
    return Route(path, answer, methods=["POST"])


ROUTES = [
    # Everybody.
    _get("/", viewer.landing),
    _get("/in/{token}", viewer.enter),
    _post("/in/{token}", viewer.come_in),
    _post("/out", viewer.go_out),
    _get("/trust", viewer.trust),
    _get("/trust/mirrorball.crt", viewer.authority),
    # The board, for everybody.
    _get("/board", board.board),
    _get("/board/screen", board.board_screen),
    _get("/board/stream", board.board_stream),
    _post("/board/beat", board.board_beat),
    _get("/board/qr.svg", board.vote_code),
    _get("/photo/{number}", board.photo),
    # Judges.
    _get("/judge", judge.judge),
    _get("/judge/screen", judge.judge_screen),
    _get("/judge/stream", judge.judge_stream),
    _get("/judge-worker.js", judge.worker),
    _get("/manifest.webmanifest", judge.manifest),
    # The host.
    _get("/host", host.host),
    _get("/host/screen", host.host_screen),
    _get("/host/stream", host.host_stream),
    # The desk.
    _get("/desk", desk.desk),
    _get("/desk/screen", desk.desk_screen),
    _get("/desk/stream", desk.desk_stream),
    _get("/desk/log", desk.log),
    _get("/desk/keys", desk.all_keys),
    _post("/desk/keys/issue", desk.issue_key),
    _post("/desk/keys/revoke", desk.revoke_key),
    _get("/desk/keys/{key}.svg", desk.qr),
    # The count, paper ballots and rules that leave ballots out.
    _get("/desk/vote", count.vote),
    _get("/desk/vote/count", count.fragment),
    _get("/desk/vote/lost", lost.lost),
    _post("/desk/vote/seal", count.seal),
    _get("/desk/paper", paper.papers),
    _post("/desk/paper", paper.typed),
    _get("/desk/rules", exclusions.rules),
    _post("/desk/rules/effect", exclusions.effect),
    _post("/desk/rules/sign", exclusions.sign),
    # The result: how it is told, two people who stand up for it, its seal.
    _get("/desk/result", result.result),
    _get("/desk/result/cards", cards.cards),
    _get("/desk/result/text", cards.text),
    _post("/desk/result/plan", result.plan),
    _post("/desk/result/hand", result.hand),
    _post("/desk/result/drop-hand", result.drop_hand),
    _post("/desk/result/propose", result.propose),
    _post("/desk/result/agree", result.agree),
    _post("/desk/result/drop", result.drop),
    _post("/desk/result/confirm", result.confirm),
    _post("/desk/result/seal", result.seal),
    # Commands.
    _post("/commands", api.commands),
    _post("/preview", api.preview),
    _post("/beat", api.beat),
    _post("/api/session", api.session),
    _get("/log.json", api.log_json),
    _get("/api", api.api),
    _get("/api/openapi.json", api.openapi),
    # Graphics and feeds, for everybody.
    _get("/graphics", graphics.index),
    _get("/overlay", graphics.overlay),
    _get("/adapter", graphics.adapter),
    Route("/feeds/{name}.{form}", feeds.feed, methods=["GET", "OPTIONS"]),
    _get("/graphics/fonts/{name}.woff2", viewer.font),
    Mount("/graphics", GraphicFiles(directory=ograf.FOLDER)),
    # What pages are made of.
    _get("/static/tokens.css", viewer.tokens),
    _get("/static/fonts/{name}.woff2", viewer.font),
    Mount("/static", StaticFiles(directory=STATIC)),
]


def app_of(edge: Edge) -> Guard:
    """The app of one night."""
    handlers: dict[int | type[Exception], Callable[[Request, Exception], Response]] = {
        HTTPException: _wrong,
        NotTaken: lambda request, error: viewer.not_there(request, str(error), HTTPStatus.CONFLICT),
        TooLong: lambda _, __: too_long(),
        Exception: lambda _, __: answers.failed(),
    }
    app = Starlette(routes=ROUTES, exception_handlers=handlers, lifespan=_telling)
    app.state.edge = edge
    return Guard(app)


@asynccontextmanager
async def _telling(app: Starlette) -> AsyncIterator[None]:
    """Streams are told as long as the app runs."""
    edge: Edge = app.state.edge
    telling = asyncio.create_task(edge.push.run())
    yield
    edge.push.close()
    telling.cancel()
    await asyncio.gather(telling, return_exceptions=True)
    edge.screens.close()
    edge.public.close()


def _wrong(request: Request, error: Exception) -> Response:
    """There is no such page, or it cannot be used like this."""
    if not isinstance(error, HTTPException):
        raise error
    allow = (error.headers or {}).get("Allow", "")
    sentence = "There is no such page here. Start at /, or at /api for the commands."
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        sentence = f"{request.method} is no way to use this. Use {allow or 'another method'}."
    answer = viewer.not_there(request, sentence, HTTPStatus(error.status_code))
    if allow:
        answer.headers["Allow"] = allow
    return answer
