"""Rules that leave ballots out of the count: proposed by the scrutineer, in force once a second person has signed.

What a rule does to couples is shown to the scrutineer alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mirrorball import sentences
from mirrorball.box.block import Kind
from mirrorball.box.exclusion import Exclusion, NotARule, signed
from mirrorball.box.rules import Rules
from mirrorball.core.people import Role, person
from mirrorball.web.audience import NO_BALLOTS, Audience
from mirrorball.web.edge import Edge, edge_of, for_desk, for_scrutineer, page, problem
from mirrorball.web.keys import Person
from mirrorball.web.viewer import form_of

VOTER_BYTES = 16
MS = 1000
MOST_VOTERS = 1500  # so that a rule fits into one form, and its signature into one block of the box
LONGEST_REASON = 500
SEALED = "The count is sealed, so no rule changes it any more."


class Sent(msgspec.Struct, forbid_unknown_fields=True, rename={"from_at": "from", "until_at": "until"}):
    """A rule with its reason, as a form carries it from page to page."""

    channel: str | None
    voters: tuple[str, ...] | None
    from_at: int | None
    until_at: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as the page shows it. ``sent`` is what its form sends back; ``mine`` where this person has signed it."""

    says: str
    reason: str
    by: tuple[str, ...]
    sent: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule does to one couple: votes that count before and after."""

    star: str
    before: int
    after: int


@for_desk
async def rules(request: Request, who: Person) -> Response:
    """The page."""
    audience = edge_of(request).audience
    if audience is None:
        return problem(request, NO_BALLOTS, HTTPStatus.NOT_FOUND)
    return await _page(request, audience, who)


@for_scrutineer
async def effect(request: Request, who: Person) -> Response:
    """What a proposed rule says and does, before anybody signs it."""
    edge, form = edge_of(request), await form_of(request)
    if edge.audience is None:
        return problem(request, NO_BALLOTS, HTTPStatus.NOT_FOUND)
    rule = read_rule(form["rule"]) if "rule" in form else proposed(form, edge.audience.rules)
    if not isinstance(rule, Exclusion):
        return await _page(request, edge.audience, who, wrong=rule, form=form, status=HTTPStatus.CONFLICT)
    weighed = await edge.audience.weighed(rule)
    if weighed is None:
        return problem(request, "There is no box to count yet. Open the vote first.", HTTPStatus.CONFLICT)
    stars, channels = edge.audience.rules.stars, edge.audience.rules.channels
    was, will = weighed.before.tally(stars, channels).votes, weighed.after.tally(stars, channels).votes
    effects = tuple(Effect(star, was[star], will[star]) for star in stars)
    line = _line(rule, who, edge.audience.rules)
    return page(request, "effect.html", line=line, effects=effects, sealed=_sealed(edge))


@for_desk
async def sign(request: Request, who: Person) -> Response:
    """Somebody signs a rule. Only the scrutineer can be the first."""
    edge = edge_of(request)
    if edge.audience is None:
        return problem(request, NO_BALLOTS, HTTPStatus.NOT_FOUND)
    rule = read_rule((await form_of(request)).get("rule", ""))
    if not isinstance(rule, Exclusion):
        return problem(request, rule, HTTPStatus.CONFLICT)
    wrong = _sealed(edge)
    _, waiting = await _signed(edge.audience)
    if not wrong and who.role is not Role.SCRUTINEER and rule.unsigned not in [one.unsigned for one in waiting]:
        wrong = "A scrutineer proposes a rule; you are asked to sign it after that."
    if wrong:
        return problem(request, wrong, HTTPStatus.CONFLICT)
    await edge.audience.exclude(rule.unsigned, who.holder)
    return RedirectResponse("/desk/rules", HTTPStatus.SEE_OTHER)


async def _page(  # noqa: PLR0913  # each is another part of the page
    request: Request,
    audience: Audience,
    who: Person,
    *,
    wrong: str = "",
    form: Mapping[str, str] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    in_force, waiting = await _signed(audience)
    return page(
        request,
        "rules.html",
        status,
        in_force=[_line(rule, who, audience.rules) for rule in in_force],
        waiting=[_line(rule, who, audience.rules) for rule in waiting],
        channels=[channel.name for channel in audience.rules.channels],
        proposes=who.role is Role.SCRUTINEER,
        wrong=wrong,
        form=form or {},
        sealed=_sealed(edge_of(request)),
    )


async def _signed(audience: Audience) -> tuple[tuple[Exclusion, ...], tuple[Exclusion, ...]]:
    """The rules in force, and those that wait for a second person."""
    try:
        return signed(note.value for note in await audience.notes() if note.kind is Kind.EXCLUDE)
    except NotARule:
        return (), ()


def _sealed(edge: Edge) -> str:
    return SEALED if edge.counter.show.tally is not None else ""


def _line(rule: Exclusion, who: Person, of: Rules) -> RuleLine:
    mine = person(who.holder) in map(person, rule.by)
    return RuleLine(rule_said(rule, of), rule.reason, rule.by, written(rule), mine)


def rule_said(rule: Exclusion, of: Rules) -> str:
    """Which ballots a rule leaves out, in words."""
    known = {channel.name for channel in of.channels}
    channel = "on every channel" if rule.channel is None else f"on {rule.channel}"
    if rule.channel is not None and rule.channel not in known:
        channel += ", which there is not"
    whose = "" if rule.voters is None else f" of {sentences.counted(len(rule.voters), 'voter')}"
    since = "" if rule.from_at is None else f", from {sentences.clock_time(rule.from_at)}"
    until = "" if rule.until_at is None else f", until {sentences.clock_time(rule.until_at)}"
    return f"All ballots{whose} {channel}{since}{until}."


def written(rule: Exclusion) -> str:
    """A rule as a form carries it."""
    voters = None if rule.voters is None else tuple(sorted(voter.hex() for voter in rule.voters))
    return msgspec.json.encode(Sent(rule.channel, voters, rule.from_at, rule.until_at, rule.reason)).decode()


def read_rule(text: str) -> Exclusion | str:
    """The rule that a form carried, or a sentence that says what is wrong with it."""
    try:
        sent = msgspec.json.decode(text.encode(), type=Sent)
        voters = None if sent.voters is None else frozenset(map(bytes.fromhex, sent.voters))
    except (msgspec.DecodeError, ValueError):
        return "This rule does not read. Go back to the list of rules and begin there."
    return checked(Exclusion(sent.channel, voters, sent.from_at, sent.until_at, sent.reason.strip()))


def proposed(form: Mapping[str, str], of: Rules) -> Exclusion | str:
    """The rule that somebody wrote into the form, or a sentence that says what is wrong with it."""
    channel = form.get("channel", "")
    if channel and channel not in {one.name for one in of.channels}:
        return f"There is no channel {channel[:40]}. Choose one of the list."
    names = form.get("voters", "").split()
    try:
        voters = frozenset(map(bytes.fromhex, names))
        from_at, until_at = _moment(form.get("from", "")), _moment(form.get("until", ""))
    except ValueError:
        return "A voter is 32 figures and letters, as the count names them; a time is a day with its time."
    rule = Exclusion(channel or None, voters or None, from_at, until_at, " ".join(form.get("reason", "").split()))
    return checked(rule)


def checked(rule: Exclusion) -> Exclusion | str:
    """The rule if it can be signed, or a sentence that says why not."""
    if rule.channel is None and rule.voters is None and rule.from_at is None and rule.until_at is None:
        return "This would leave out every ballot. Name a channel, voters or a time."
    if rule.from_at is not None and rule.until_at is not None and rule.from_at >= rule.until_at:
        return "This time ends before it begins. Correct one of the two."
    if any(len(voter) != VOTER_BYTES for voter in rule.voters or ()):
        return f"A voter is {2 * VOTER_BYTES} figures and letters, as the count names them. Correct the list."
    if len(rule.voters or ()) > MOST_VOTERS:
        return f"A rule names at most {MOST_VOTERS:,} voters. Name a time instead, or write several."
    if not 0 < len(rule.reason) <= LONGEST_REASON:
        return f"Write why, in a sentence of at most {LONGEST_REASON} characters."
    return rule


def _moment(text: str) -> int | None:
    """A day with its time by the clock of the server, in milliseconds since 1970. Raises ``ValueError``."""
    return int(datetime.fromisoformat(text).astimezone().timestamp()) * MS if text else None
