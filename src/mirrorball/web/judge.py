"""The judge's tablet: its page, its screen and its stream."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from mirrorball.web.answers import JSON
from mirrorball.web.edge import STATIC, edge_of, for_judge, page, rendered
from mirrorball.web.keys import Person
from mirrorball.web.screens import audience_of


@for_judge
async def judge(request: Request, person: Person) -> Response:
    """The page. It holds no mark; the tablet keeps it for when the network is away."""
    return page(request, "judge.html", role=person.role.value, holder=person.holder)


@for_judge
async def judge_screen(request: Request, person: Person) -> Response:
    """The screen as it stands."""
    screen = await edge_of(request).screens.of(audience_of(person))
    return Response(screen.body, media_type=JSON)


@for_judge
async def judge_stream(request: Request, person: Person) -> Response:
    """The screen, whenever something has happened."""
    return stream_of(request, person)


def stream_of(request: Request, person: Person) -> Response:
    """The stream of this person's screen."""
    edge = edge_of(request)
    return edge.push.follow(person, edge.presence.seen(person.key, person.session, edge.ticks()))


async def manifest(request: Request) -> Response:
    """What makes the judge's page one that can be installed."""
    return Response(rendered(request, "manifest.webmanifest"), media_type="application/manifest+json")


async def worker(request: Request) -> Response:
    """The script that keeps the judge's page on the tablet. It stands at the root, so that it may keep all of it."""
    del request
    return FileResponse(STATIC / "judge-worker.js", media_type="text/javascript")
