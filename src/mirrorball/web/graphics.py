"""Graphics for broadcast: their files for OGraf hosts, a page for OBS and vMix, templates for CasparCG and SPX."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from mirrorball import sentences
from mirrorball.floor.feeds import FEEDS, FORMS
from mirrorball.web import ograf
from mirrorball.web.edge import edge_of, page
from mirrorball.web.viewer import not_there

ALL = "all"
FEEDS_OF = {
    "lower-third": ("now", "couples"),
    "score-bug": ("now", "marks"),
    "leaderboard": ("board", "season"),
    "vote-open": ("vote",),
    "result-reveal": ("reveal",),
}

COUPLES = ("Ada Lowe and Ben Reyes", "Cleo Marsh and Dan Okafor", "Eva Lind and Finn Sato", "Gus Hale and Ida Novak")
POINTS = ("30", "28", "27½", "25")
SAMPLES: Mapping[str, Mapping[str, object]] = {  # invented, so that a look at a graphic tells nothing
    "lower-third": {"kicker": "Freestyle", "title": COUPLES[0], "subtitle": "Tango · “A song” by a band"},
    "score-bug": {
        "couple": COUPLES[0],
        "style": "Tango",
        "rows": [{"judge": f"Judge {nth}", "score": mark} for nth, mark in enumerate(("10", "9½", "9"), 1)],
        "total": "28½",
        "pace": "all",
    },
    "leaderboard": {
        "title": "Leaderboard",
        "subtitle": "Week 1",
        "rows": [
            {"place": sentences.nth(nth), "name": name, "points": points}
            for nth, (name, points) in enumerate(zip(COUPLES, POINTS, strict=True), 1)
        ],
    },
    "vote-open": {
        "title": "Vote now",
        "address": "https://vote.example",
        "secondsLeft": 252,
        "rows": [{"number": nth, "name": name} for nth, name in enumerate(COUPLES, 1)],
    },
    "result-reveal": {"title": "Week 1", "step": "1", "kind": "safe", "couple": COUPLES[0]},
}

_graphics = cache(ograf.graphics)  # they do not change while the program runs


class GraphicFiles(StaticFiles):
    """The files of the graphics, and nothing else that lies beside them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, if it is of a kind that a page may load."""
        if not path.endswith(tuple(ograf.SHOWN)):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return await super().get_response(path, scope)


async def index(request: Request) -> Response:
    """What there is, with the address of each for each host."""
    return page(
        request,
        "graphics.html",
        graphics=_graphics(),
        here=address(request),
        feeds_of=FEEDS_OF,
        feeds={name: feed.says for name, feed in FEEDS.items()},
        forms=tuple(FORMS),
        mains=mains(),
        samples=SAMPLES,
    )


async def overlay(request: Request) -> Response:
    """One transparent page, which follows the night by itself."""
    asked = request.query_params.get("graphic", ALL)
    if asked != ALL and asked not in mains():
        return _unknown(request, asked, (*mains(), ALL))
    return page(request, "overlay.html", graphic=asked, mains=mains())


async def adapter(request: Request) -> Response:
    """One graphic as a template, which its host drives."""
    asked = request.query_params.get("graphic", "")
    found = next((one for one in _graphics() if one.name == asked), None)
    if found is None:
        return _unknown(request, asked, tuple(mains()))
    made_of = ograf.of_template(found, mains()[found.name], place="/static/")
    return page(request, "adapter.html", HTTPStatus.OK, **made_of)


def mains() -> dict[str, str]:
    """Where the module of each graphic lies, by its name."""
    return {one.name: f"/graphics/{one.main}" for one in _graphics()}


def address(request: Request) -> str:
    """What addresses begin with, as others reach us."""
    return edge_of(request).address or str(request.base_url).rstrip("/")


def _unknown(request: Request, asked: str, known: tuple[str, ...]) -> Response:
    named = f"There is no graphic {asked} here. There are" if asked else "Say which graphic: ?graphic= and one of"
    return not_there(request, f"{named} {', '.join(known)}.")
