"""Feeds for title engines, which ask for the whole of one again and again: the newest public screen as flat rows."""

from __future__ import annotations

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from mirrorball.floor.feeds import FEEDS, FORMS, written
from mirrorball.web.edge import edge_of
from mirrorball.web.graphics import address
from mirrorball.web.viewer import not_there

# A page of another host asks first whether it may send a key along; none is needed, and it may.
ASKED_FIRST = {"Access-Control-Allow-Methods": "GET", "Access-Control-Allow-Headers": "Authorization, Content-Type"}


async def feed(request: Request) -> Response:
    """One feed in one form."""
    name, form = request.path_params["name"], request.path_params["form"]
    if request.method == "OPTIONS":
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=ASKED_FIRST)
    if name not in FEEDS or form not in FORMS:
        known = ", ".join(FEEDS)
        return not_there(request, f"There is no feed {name}.{form} here. There are {known}, each as json, csv and xml.")
    public = await edge_of(request).public.now()
    return Response(written(name, form, public.shown, address(request)), media_type=FORMS[form].media_type)
