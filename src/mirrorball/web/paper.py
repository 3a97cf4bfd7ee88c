"""Paper ballots: what one person types from a paper, and what a second person reads on the same paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mirrorball.box.block import Kind
from mirrorball.box.contents import Note
from mirrorball.box.paper import OpenPaper
from mirrorball.box.paper import papers as papers_in
from mirrorball.box.rules import Choice, Rules
from mirrorball.core.channel import Channel, LimitPer, Way
from mirrorball.core.people import person
from mirrorball.web.audience import Audience, NotTaken
from mirrorball.web.edge import edge_of, for_desk, page, problem
from mirrorball.web.keys import Person
from mirrorball.web.viewer import form_of

NO_PAPER = 'This night has no channel for paper. Add one with way = "paper" to season.toml and start the night again.'
LONGEST_NAME = 20
MOST_DIGITS = 6
SEALED = "The count is sealed, so no paper changes it any more."
FORM_FIELDS = 120  # the name of the paper, and as many couples as a season can have


@dataclass(frozen=True, slots=True)
class Differing:
    """A paper on which people read different things: by couple, what each typed, in the order of ``by``."""

    paper: str
    by: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class PapersShown:
    """All papers. ``waiting`` are papers with who typed them, which a second person has not typed yet."""

    agreed: tuple[str, ...]
    waiting: tuple[tuple[str, str], ...]
    differing: tuple[Differing, ...]


@for_desk
async def papers(request: Request, who: Person) -> Response:
    """The page."""
    audience = edge_of(request).audience
    channel = _channel(audience.rules) if audience else None
    if audience is None or channel is None:
        return problem(request, NO_PAPER, HTTPStatus.NOT_FOUND)
    return await _page(request, audience, channel, who, kept=request.query_params.get("kept", ""))


@for_desk
async def typed(request: Request, who: Person) -> Response:
    """One person's reading of one paper."""
    edge = edge_of(request)
    audience, channel = edge.audience, _channel(edge.audience.rules) if edge.audience else None
    if audience is None or channel is None:
        return problem(request, NO_PAPER, HTTPStatus.NOT_FOUND)
    sent = await form_of(request, FORM_FIELDS)
    name = " ".join(sent.get("paper", "").split())
    votes, wrong = votes_of(sent, audience.rules.choices)
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        wrong = [f"Write what stands on the paper as its number, at most {LONGEST_NAME} characters.", *wrong]
    wrong += [SEALED] if edge.counter.show.tally is not None else []
    if not wrong:
        try:
            await audience.paper(name, who.holder, votes)
        except NotTaken as error:
            wrong = [str(error)]
    if wrong:
        return await _page(request, audience, channel, who, wrong=wrong, sent=sent, status=HTTPStatus.CONFLICT)
    return RedirectResponse(f"/desk/paper?{urlencode({'kept': name})}", HTTPStatus.SEE_OTHER)


async def _page(  # noqa: PLR0913  # each is another part of the page
    request: Request,
    audience: Audience,
    channel: Channel,
    who: Person,
    *,
    kept: str = "",
    wrong: Sequence[str] = (),
    sent: Mapping[str, str] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    rules = audience.rules
    return page(
        request,
        "paper.html",
        status,
        choices=rules.choices,
        limit=limit_sentence(channel),
        papers=papers_shown(await audience.notes(), channel, rules),
        mine=person(who.holder),
        person=person,
        kept=kept,
        wrong=wrong,
        sent=sent or {},
        sealed=SEALED if edge_of(request).counter.show.tally is not None else "",
    )


def _channel(rules: Rules) -> Channel | None:
    """The channel by which papers come in, or None if there is none."""
    return next((channel for channel in rules.channels if channel.way is Way.PAPER), None)


def votes_of(sent: Mapping[str, str], choices: Sequence[Choice]) -> tuple[dict[str, int], list[str]]:
    """The votes that a form says, by star, and a sentence for each that is none."""
    votes: dict[str, int] = {}
    wrong = []
    for choice in choices:
        text = sent.get(f"v{choice.number}", "").strip() or "0"
        if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
            votes[choice.star] = int(text)
        else:
            wrong.append(
                f"{choice.star}: found {text[:LONGEST_NAME]}, expected a whole number. Leave it empty for none."
            )
    return votes, wrong


def limit_sentence(channel: Channel) -> str:
    """How many votes of one paper count."""
    if channel.limit is None:
        return "All votes on a paper count."
    each = "for each couple" if channel.per is LimitPer.COUPLE else "in all"
    return f"At most {channel.limit} votes {each} count on one paper. Type what stands there, also if it is more."


def papers_shown(notes: Sequence[Note], channel: Channel, rules: Rules) -> PapersShown:
    """The papers in these notes, as the page lists them."""
    found = papers_in(notes, channel.name, rules.stars)
    still_open = {paper.paper for paper in found.open}
    every = {str(note.value.get("paper")) for note in notes if note.kind is Kind.PAPER and note not in found.unreadable}
    return PapersShown(
        agreed=tuple(sorted(every - still_open)),
        waiting=tuple((one.paper, one.typed[0].by) for one in found.open if len(one.typed) == 1),
        differing=tuple(_differing(one, rules) for one in found.open if len(one.typed) > 1),
    )


def _differing(paper: OpenPaper, rules: Rules) -> Differing:
    """Who read what. Couples on whom everybody agrees are left out."""
    read = [dict(one.votes) for one in paper.typed]
    rows = tuple((star, tuple(votes.get(star, 0) for votes in read)) for star in rules.stars)
    return Differing(
        paper.paper, tuple(one.by for one in paper.typed), tuple(row for row in rows if len(set(row[1])) > 1)
    )
