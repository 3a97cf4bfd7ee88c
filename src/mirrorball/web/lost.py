"""What lost votes could change, for the scrutineer alone, and only once the vote is closed or its count is sealed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from mirrorball.core.apply import apply
from mirrorball.core.events import TallySealed
from mirrorball.core.show import Vote
from mirrorball.floor.certificate import Certificate, certificate, lost_votes
from mirrorball.web.audience import NO_BALLOTS, Audience, NotTaken
from mirrorball.web.edge import Edge, edge_of, for_scrutineer, page, problem
from mirrorball.web.keys import Person

NOT_YET = "Once the vote is closed, this says what lost votes could change. Load the page again then."
NO_BOX = "There is no box to count, so nobody knows what lost votes could change."
LONGEST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Field:
    """A channel of the form, and what was typed for it. ``wrong`` is a sentence; empty if it reads."""

    name: str
    channel: str
    typed: str
    wrong: str = ""


@for_scrutineer
async def lost(request: Request, person: Person) -> Response:
    """The certificate, and what the lost votes that the form names could change."""
    del person
    edge = edge_of(request)
    if edge.audience is None:
        return problem(request, NO_BALLOTS, HTTPStatus.NOT_FOUND)
    shown = await lost_shown(edge, edge.audience, request.query_params)
    return page(request, "lost_page.html", HTTPStatus.CONFLICT if shown["lost_wrong"] else HTTPStatus.OK, **shown)


async def lost_shown(edge: Edge, audience: Audience, sent: Mapping[str, str]) -> dict[str, object]:
    """What the certificate's part of a page is made of; ``sent`` are the fields of its form."""
    found = await _certificate(edge, audience)
    fields = _fields([channel.name for channel in audience.rules.channels], sent)
    wrong = [field.wrong for field in fields if field.wrong]
    told: tuple[str, ...] = ()
    if isinstance(found, Certificate) and not wrong:
        told = found.against({field.channel: lost_votes(field.typed or "0") or 0 for field in fields})
    return {
        "certificate": found if isinstance(found, Certificate) else None,
        "no_certificate": found if isinstance(found, str) else "",
        "of_sealed": edge.counter.show.tally is not None,
        "lost_fields": fields,
        "lost_wrong": wrong,
        "lost_told": told,
    }


def _fields(channels: Sequence[str], sent: Mapping[str, str]) -> tuple[Field, ...]:
    """The form's fields, each with what is wrong with it."""
    fields = []
    for nth, channel in enumerate(channels, 1):
        typed = sent.get(f"lost{nth}", "").strip()
        is_wrong = bool(typed) and lost_votes(typed) is None
        wrong = f"{channel}: found {typed[:LONGEST_SHOWN]}, expected a whole number. Leave it empty for none."
        fields.append(Field(f"lost{nth}", channel, typed, wrong if is_wrong else ""))
    return tuple(fields)


async def _certificate(edge: Edge, audience: Audience) -> Certificate | str:
    """The certificate by the sealed tally, or by the box as it counts now; a sentence where there is none."""
    show = edge.counter.show
    if show.tally is None:
        if show.vote is not Vote.CLOSED:
            return NOT_YET
        try:
            counted = (await edge.count.of(audience)).counted
        except NotTaken as error:
            return str(error)
        if counted is None or counted.rules is None:
            return NO_BOX
        field = show.season.field(show.number)
        show = apply(show, TallySealed(counted.count.tally(field, counted.rules.channels)))  # as if it were sealed
    return await asyncio.to_thread(certificate, show)
