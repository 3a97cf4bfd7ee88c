"""The result on paper, for the host's hand and for a sealed envelope: one card a step, with the words of the screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from mirrorball.core.events import ResultSealed
from mirrorball.core.reveals import result_text
from mirrorball.core.sealing import title
from mirrorball.core.show import Show
from mirrorball.floor.host_card import (
    CORRECTION,
    NOBODY_LEAVES,
    TAKEN_BACK,
    VOTE_EXTENDED,
    VOTES_VOID,
    Told,
    step_told,
)
from mirrorball.web.edge import edge_of, for_scrutineer, page, problem
from mirrorball.web.keys import Person

SHORT = 16  # characters of the hash that stand large on a card: enough to tell two results apart by eye
NOT_SEALED = "There are no cards before the result is sealed. Seal it first; then they can be printed."

CHOSEN = Told(
    kind="written",
    heading="Leaves tonight",
    say="The judges' choice decides, so no name is printed. Write it here when the desk says it, then read it out.",
)
SPARE = (
    Told(kind="spare", heading="More time to vote", say=VOTE_EXTENDED),
    Told(kind="spare", heading="The votes are void", say=VOTES_VOID),
    Told(kind="spare", heading="Nobody leaves", say=NOBODY_LEAVES),
    Told(kind="spare", heading=CORRECTION, say=TAKEN_BACK),
)


@dataclass(frozen=True, slots=True)
class Card:
    """One page. ``step`` is what stands in its corner: which step it is, or that it is a spare one."""

    step: str
    told: Told


@for_scrutineer
async def cards(request: Request, person: Person) -> Response:
    """All cards of the sealed result, to be printed."""
    del person
    show = edge_of(request).counter.show
    if show.sealed is None:
        return problem(request, NOT_SEALED, HTTPStatus.CONFLICT)
    sealed = show.sealed
    return page(
        request,
        "cards.html",
        cards=tuple(cards_of(show, sealed)),
        short=" ".join(sealed.digest[at : at + 4] for at in range(0, SHORT, 4)),
        digest=sealed.digest,
        text=text_of(show, sealed),
        by=(sealed.confirmed_by, sealed.by),
    )


@for_scrutineer
async def text(request: Request, person: Person) -> Response:
    """The text of the sealed result, byte by byte as it was hashed."""
    del person
    show = edge_of(request).counter.show
    if show.sealed is None:
        return problem(request, NOT_SEALED, HTTPStatus.CONFLICT)
    answer = PlainTextResponse(text_of(show, show.sealed))
    answer.headers["Content-Disposition"] = f'attachment; filename="result-week-{show.number}.txt"'
    return answer


def cards_of(show: Show, sealed: ResultSealed) -> Iterator[Card]:
    """A card for each step in the order of telling, one to be written by hand where the judges choose, spare ones."""
    for nth, step in enumerate(sealed.steps, 1):
        yield Card(f"Step {nth}", step_told(show.season, step))
    if sealed.found.between:
        yield Card("After the choice", CHOSEN)
    for told in SPARE:
        yield Card("Only if the desk asks for it", told)


def text_of(show: Show, sealed: ResultSealed) -> str:
    """What was hashed."""
    return result_text(title(show.season), show.number, sealed.found, sealed.steps, sealed.salt)
