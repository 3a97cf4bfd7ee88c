"""Answers that are no page: what became of a command, and everything that went wrong, each with a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus

import msgspec
from starlette.responses import Response

from mirrorball.core.refusals import Refusal

JSON = "application/json"


class Json(Response):
    """A value as JSON."""

    media_type = JSON

    def render(self, content: object) -> bytes:
        """The bytes of a value."""
        return msgspec.json.encode(content)


def done(position: int) -> Json:
    """The command was carried out, or had been before; the log holds it up to this position."""
    return Json({"answer": "done", "position": position})


def refused(refusal: Refusal) -> Json:
    """The command met a refusal, and nothing changed."""
    answer = {"answer": "refused", "why": type(refusal).__name__, "sentence": refusal.sentence}
    return Json(answer, HTTPStatus.CONFLICT)


def not_kept(why: object) -> Json:
    """What happened could not be written down, so it did not happen."""
    return Json({"answer": "not kept", "sentence": not_kept_sentence(why)}, HTTPStatus.SERVICE_UNAVAILABLE)


def not_kept_sentence(why: object) -> str:
    """What a person reads while nothing can be written down."""
    return f"This did not happen, because {why}. Make room on the disk; it is safe to send this again."


def unreadable(problems: Sequence[str], status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY) -> Json:
    """What was sent does not read; all that is wrong with it is told at once."""
    return Json({"answer": "unreadable", "problems": list(problems)}, status)


def not_allowed(
    sentence: str, status: HTTPStatus = HTTPStatus.FORBIDDEN, headers: Mapping[str, str] | None = None
) -> Json:
    """Whoever asks may not."""
    return Json({"answer": "not allowed", "sentence": sentence}, status, headers)


def not_in() -> Json:
    """Nobody came in by what was sent."""
    sentence = "You are not in, or your key was closed. Open your link and type your PIN; the desk has both."
    return not_allowed(sentence, HTTPStatus.UNAUTHORIZED, {"WWW-Authenticate": "Bearer"})


def not_found(sentence: str, status: HTTPStatus = HTTPStatus.NOT_FOUND) -> Json:
    """There is nothing of this kind."""
    return Json({"answer": "not found", "sentence": sentence}, status)


def failed() -> Json:
    """An accident of the program."""
    sentence = "Something broke in the program; nothing was recorded by this. Send it again, and tell the desk."
    return Json({"answer": "failed", "sentence": sentence}, HTTPStatus.INTERNAL_SERVER_ERROR)


def said(answer: Response) -> str:
    """What an answer says to a person."""
    found = msgspec.json.decode(answer.body)
    return found.get("sentence") or " ".join(found.get("problems", ()))
