"""The host's card: its page, its screen and its stream. Producer and scrutineer may look over the host's shoulder."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from mirrorball.core.people import Role
from mirrorball.web.answers import JSON
from mirrorball.web.edge import edge_of, only, page
from mirrorball.web.keys import DESK, Person
from mirrorball.web.screens import Audience

HOSTS = Audience(Role.HOST, "")  # all hosts read the same card, whoever holds it

for_host = only(DESK | {Role.HOST})


@for_host
async def host(request: Request, person: Person) -> Response:
    """The page. It holds no word of the card."""
    del person
    return page(request, "host.html")


@for_host
async def host_screen(request: Request, person: Person) -> Response:
    """The card as it stands."""
    del person
    screen = await edge_of(request).screens.of(HOSTS)
    return Response(screen.body, media_type=JSON)


@for_host
async def host_stream(request: Request, person: Person) -> Response:
    """The card, whenever something has happened."""
    edge = edge_of(request)
    return edge.push.follow(person, edge.presence.seen(person.key, person.session, edge.ticks()), HOSTS)
