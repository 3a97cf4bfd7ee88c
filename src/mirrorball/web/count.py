"""The count of the public's votes, for the scrutineer alone: live, by channel and couple, and sealed at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mirrorball import sentences
from mirrorball.box.counting import Counted
from mirrorball.box.exclusion import Exclusion
from mirrorball.core.commands import SealTally
from mirrorball.core.refusals import Refusal
from mirrorball.core.show import Vote
from mirrorball.core.votes import NotCounted, Tally
from mirrorball.web import answers
from mirrorball.web.api import answer_to
from mirrorball.web.audience import NO_BALLOTS, Audience, NotTaken, Twice
from mirrorball.web.edge import Edge, edge_of, for_scrutineer, page, problem
from mirrorball.web.exclusions import checked, written
from mirrorball.web.keys import Person
from mirrorball.web.lost import lost_shown
from mirrorball.web.viewer import form_of

ALWAYS = (NotCounted.OVER_LIMIT, NotCounted.LATE, NotCounted.VOIDED, NotCounted.EXCLUDED)  # a column each, also of 0
ALL_CHANNELS = "All channels"


@dataclass(frozen=True, slots=True)
class CoupleRow:
    """The votes of one couple: all that came, those that count, and the others by reason."""

    star: str
    taken: int
    counted: int
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChannelTable:
    """One channel, or all of them: its couples in the order of the ballot."""

    name: str
    ballots: int
    unread: int
    rows: tuple[CoupleRow, ...]
    total: CoupleRow


@dataclass(frozen=True, slots=True)
class CountShown:
    """A count as the scrutineer reads it. ``reasons`` are why votes do not count, a column each."""

    reasons: tuple[str, ...]
    tables: tuple[ChannelTable, ...]
    damages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """What two counts say of one couple on one channel, or of one reason."""

    what: str
    counted: int
    recounted: int


@dataclass(frozen=True, slots=True)
class Odd:
    """What looks odd, and the rule that would leave it out as a form carries it; empty if there is none."""

    says: str
    by_couple: str
    rule: str


@for_scrutineer
async def vote(request: Request, person: Person) -> Response:
    """The page."""
    del person
    edge = edge_of(request)
    if edge.audience is None:
        return problem(request, NO_BALLOTS, HTTPStatus.NOT_FOUND)
    looked_at: dict[str, object] = {"odd": (), "why_not_odd": ""}
    try:
        found = await edge.audience.anomalies()
        looked_at["odd"] = [Odd(one.sentence, one.by_couple, _carried(one.exclusion)) for one in found]
    except NotTaken as error:
        looked_at["why_not_odd"] = str(error)
    lost = await lost_shown(edge, edge.audience, {})
    return page(request, "vote.html", HTTPStatus.OK, **await _counted(edge, edge.audience), **looked_at, **lost)


def _carried(rule: Exclusion | None) -> str:
    """The rule as a form carries it, if there is one that can be signed."""
    return written(rule) if rule is not None and checked(rule) == rule else ""


@for_scrutineer
async def fragment(request: Request, person: Person) -> Response:
    """The part of the page that moves."""
    del person
    edge = edge_of(request)
    if edge.audience is None:
        return problem(request, NO_BALLOTS, HTTPStatus.NOT_FOUND)
    return page(request, "count.html", HTTPStatus.OK, **await _counted(edge, edge.audience))


@for_scrutineer
async def seal(request: Request, person: Person) -> Response:
    """Count twice and show both; once more, and seal, if the scrutineer has seen that count and is sure."""
    edge = edge_of(request)
    if edge.audience is None:
        return problem(request, NO_BALLOTS, HTTPStatus.NOT_FOUND)
    wait = _why_not_yet(edge, edge.audience)
    if wait:
        return problem(request, wait, HTTPStatus.CONFLICT)
    sure = (await form_of(request)).get("sure", "")
    twice = await edge.audience.count_twice()
    digest = digest_of(twice.counted)
    if not twice.agree or sure != digest:
        return await _both(request, edge, twice, digest, changed=bool(sure))
    answer = await answer_to(edge, SealTally(twice.counted), f"seal {digest}", person)
    if answer.status_code == HTTPStatus.OK:
        return RedirectResponse("/desk/vote", HTTPStatus.SEE_OTHER)
    return problem(request, answers.said(answer), HTTPStatus(answer.status_code))


async def _both(request: Request, edge: Edge, twice: Twice, digest: str, *, changed: bool) -> Response:
    """Both counts beside each other, and what sealing would do."""
    found = await edge.screens.preview(SealTally(twice.counted))
    refused = found.sentence if isinstance(found, Refusal) else ""
    return page(
        request,
        "seal.html",
        HTTPStatus.OK if twice.agree and not refused else HTTPStatus.CONFLICT,
        pairs=tuple(pairs(twice)),
        total=twice.counted.total,
        agree=twice.agree,
        digest=digest,
        changed=changed,
        refused=refused,
        will=() if isinstance(found, Refusal) else found,
    )


async def _counted(edge: Edge, audience: Audience) -> dict[str, object]:
    """What the moving part of the page is made of."""
    show, why, found, at = edge.counter.show, "", None, edge.clock()
    try:
        last = await edge.count.of(audience)
        found, at = last.counted, last.at
    except NotTaken as error:
        why = str(error)
    rules = found.rules if found else None
    now = found.count.tally(show.season.field(show.number), rules.channels) if found and rules else None
    return {
        "count": count_shown(found) if found and rules else None,
        "why": why,
        "window": sentences.window(show),
        "at": sentences.clock_time(at),
        "files": sentences.counted(audience.status().boxes, "file"),
        "sealed": show.tally,
        "same": show.tally is not None and now is not None and show.tally == now,
        "now": now,
        "wait": _why_not_yet(edge, audience),
    }


def _why_not_yet(edge: Edge, audience: Audience) -> str:
    """Why the count cannot be sealed now; empty if it can."""
    show, final_at = edge.counter.show, audience.status().final_at
    if show.vote is not Vote.CLOSED:
        return "The count can be sealed once the vote is closed."
    if show.tally is not None:
        return "The count is sealed."
    if final_at is None or edge.clock() < final_at:
        until = f" until {sentences.clock_time(final_at)}" if final_at is not None else ""
        return f"Relays may still bring ballots that they were given in time{until}. Seal after that."
    return ""


def count_shown(found: Counted) -> CountShown:
    """A counted box as tables: all channels together, then each of them."""
    fates, rules = found.count.fates, found.rules
    channels = tuple(channel.name for channel in rules.channels) if rules else ()
    stars = rules.stars if rules else ()
    there = {reason for _, _, reason in fates if reason is not None and reason not in ALWAYS}
    reasons = (*ALWAYS, *(reason for reason in NotCounted if reason in there))

    def row(star: str, names: Sequence[str]) -> CoupleRow:
        others = tuple(sum(fates[name, star, reason] for name in names) for reason in reasons)
        counts = sum(fates[name, star, None] for name in names)
        return CoupleRow(star, counts + sum(others), counts, others)

    def table(title: str, names: Sequence[str]) -> ChannelTable:
        rows = tuple(row(star, names) for star in stars)
        columns = zip(*(one.others for one in rows), strict=True) if rows else ()
        total = CoupleRow("All", sum(r.taken for r in rows), sum(r.counted for r in rows), tuple(map(sum, columns)))
        ballots = sum(found.count.ballots[name] for name in names)
        return ChannelTable(title, ballots, sum(found.unread[name] for name in names), rows, total)

    each = [table(name, (name,)) for name in channels]
    whole = [table(ALL_CHANNELS, channels)] if len(channels) > 1 else []
    damages = tuple(
        f"{path.name}: bytes {damage.offset} to {damage.offset + damage.size} "
        + ("are half a block, for which nobody was answered." if damage.cut else "are damaged.")
        for path, damage in found.damages
    )
    return CountShown(tuple(reason.value for reason in reasons), (*whole, *each), damages)


def pairs(twice: Twice) -> Iterator[Pair]:
    """Both counts line by line: every couple on every channel, then every reason."""
    one, other = twice.counted, twice.recounted
    for star in dict.fromkeys([*one.counted, *other.counted]):
        here, there = one.counted.get(star, {}), other.counted.get(star, {})
        for channel in dict.fromkeys([*here, *there]):
            yield Pair(f"{star}, {channel}", here.get(channel, 0), there.get(channel, 0))
    for reason in NotCounted:
        if one.not_counted.get(reason) or other.not_counted.get(reason):
            yield Pair(f"Not counted: {reason.value}", one.not_counted.get(reason, 0), other.not_counted.get(reason, 0))


def digest_of(tally: Tally) -> str:
    """A name for a tally, so that what is sealed is what somebody has seen."""
    return sha256(msgspec.json.encode(msgspec.to_builtins(tally, str_keys=True), order="deterministic")).hexdigest()
