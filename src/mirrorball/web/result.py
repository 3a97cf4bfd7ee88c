"""How the result comes to be fixed, at the desk: the plan of the telling, the checks, two people, the seal.

A producer confirms or seals without seeing a name or a figure: of what was found the page of a producer holds eight
characters, which both people read to each other. They are signed with the night's secret, so nobody finds the result by
trying all that it could be. A scrutineer sees both results, and what they are compared with.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mirrorball.core.commands import Command
from mirrorball.core.events import ResultSealed
from mirrorball.core.people import Role, person
from mirrorball.core.refusals import AlreadySealed, NotDecided, Refusal
from mirrorball.core.result_commands import (
    AgreeDecision,
    ConfirmResult,
    DropDecision,
    DropHandSheet,
    PlanReveal,
    ProposeDecision,
    SealResult,
    TypeHandSheet,
)
from mirrorball.core.result_refusals import PathsDisagree
from mirrorball.core.reveals import Decision, Finding, RevealOrder, result_text
from mirrorball.core.sealing import steps_ahead, title
from mirrorball.core.show import Show
from mirrorball.floor.host_card import step_said
from mirrorball.floor.result_checks import NOT_SETTLED, YES, Both, both_paths, checks, sides
from mirrorball.floor.result_shown import decisions, holder_of, result_shown
from mirrorball.floor.shown import couple_name
from mirrorball.web import answers
from mirrorball.web.api import answer_to
from mirrorball.web.edge import Edge, edge_of, for_desk, for_scrutineer, page
from mirrorball.web.keys import Person
from mirrorball.web.viewer import form_of

DRAWN_BYTES = 16
READ_OUT = 8  # characters that two people read to each other
SEEN = 32  # characters that a form carries
FORM_FIELDS = 120  # as many couples as a season can have, and what else a form holds
LONGEST = 40  # characters of a text that is shown again
MOST_DIGITS = 4

CHANGED = "The result is not the one on the page that you had. Look at this page again, then confirm it."
NO_SCRUTINEER = "A producer has confirmed it already. The second person is a scrutineer, who has seen the result."

ORDERS: Mapping[RevealOrder, str] = {
    RevealOrder.BOOK: "Who is safe, in the order of the cast; then who is in jeopardy; then who leaves.",
    RevealOrder.NO_ORDER: "Everybody one by one, in an order that is drawn as you press the button.",
    RevealOrder.SUSPENSE: "The lowest of the safe couples late; in a final the champions before the runners-up.",
    RevealOrder.GROUPS: "All who are safe in one step, all in jeopardy in another.",
    RevealOrder.PICKED: "In the order of your numbers below; couples without a number come after them.",
}
DECISIONS: Mapping[Decision, str] = {
    Decision.VOTES_VOID: "The votes are void: no place is told by them tonight",
    Decision.NOBODY_LEAVES: "Nobody leaves tonight, although the plan says so",
    Decision.REOPEN: "The result is reopened: all that was told is taken back on every screen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What went wrong with a form: sentences, how grave, and what was sent, so that nothing has to be typed again."""

    says: tuple[str, ...] = ()
    status: HTTPStatus = HTTPStatus.OK
    sent: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOf:
    """A field of a form with a line for each couple."""

    name: str
    couple: str
    value: str


@for_desk
async def result(request: Request, who: Person) -> Response:
    """The page."""
    return await _page(request, who, Wrong())


@for_desk
async def plan(request: Request, who: Person) -> Response:
    """Fix in which order the outcome is told."""
    edge, sent = edge_of(request), await form_of(request, FORM_FIELDS)
    try:
        order = RevealOrder(sent.get("order", ""))
    except ValueError:
        return await _page(request, who, _wrong(("Choose one of the orders.",), sent))
    stars: tuple[str, ...] = ()
    if order is RevealOrder.PICKED:
        numbers, wrong = numbers_of("call", sent, edge.counter.show)
        if len(set(numbers.values())) < len(numbers):
            wrong = (*wrong, "Two couples have the same number. Give each its own.")
        if not numbers and not wrong:
            wrong = ("Give at least one couple a number.",)
        if wrong:
            return await _page(request, who, _wrong(wrong, sent))
        stars = tuple(sorted(numbers, key=numbers.__getitem__))
    seed = edge.draw(DRAWN_BYTES).hex() if order is RevealOrder.NO_ORDER else ""
    return await _asked(request, who, PlanReveal(order, who.by, stars, seed), sent)


# What only a scrutineer may know.


@for_scrutineer
async def hand(request: Request, who: Person) -> Response:
    """The standing as it was worked out by hand."""
    sent = await form_of(request, FORM_FIELDS)
    places, wrong = numbers_of("place", sent, edge_of(request).counter.show)
    if wrong:
        return await _page(request, who, _wrong(wrong, sent))
    return await _asked(request, who, TypeHandSheet(places, who.by), sent)


@for_scrutineer
async def drop_hand(request: Request, who: Person) -> Response:
    """The hand sheet does not count any more."""
    return await _asked(request, who, DropHandSheet(who.by), await form_of(request))


# What no rule decides.


@for_desk
async def propose(request: Request, who: Person) -> Response:
    """A first person asks for a decision and says why."""
    sent = await form_of(request)
    decision = _decision(sent)
    if decision is None:
        return await _page(request, who, _wrong(("Choose what is to be decided.",), sent))
    reason = " ".join(sent.get("reason", "").split())
    return await _asked(request, who, ProposeDecision(decision, reason, who.by), sent)


@for_desk
async def agree(request: Request, who: Person) -> Response:
    """A second person agrees."""
    sent = await form_of(request)
    decision = _decision(sent)
    if decision is None:
        return await _page(request, who, _wrong(("Choose what is to be decided.",), sent))
    return await _asked(request, who, AgreeDecision(decision, who.by), sent)


@for_desk
async def drop(request: Request, who: Person) -> Response:
    """What was proposed is dropped."""
    sent = await form_of(request)
    decision = _decision(sent)
    if decision is None:
        return await _page(request, who, _wrong(("Choose what is to be dropped.",), sent))
    return await _asked(request, who, DropDecision(decision, who.by), sent)


def _decision(sent: Mapping[str, str]) -> Decision | None:
    return next((decision for decision in Decision if decision.value == sent.get("decision")), None)


# Two people.


@for_desk
async def confirm(request: Request, who: Person) -> Response:
    """A first person stands up for the result that the page showed."""
    edge, sent = edge_of(request), await form_of(request)
    if _done(edge, who, ConfirmResult, sent):
        return RedirectResponse("/desk/result", HTTPStatus.SEE_OTHER)
    second = _stood_for(edge, sent)
    if isinstance(second, str):
        return await _page(request, who, _wrong((second,), sent))
    return await _asked(request, who, ConfirmResult(second, who.by), sent)


@for_desk
async def seal(request: Request, who: Person) -> Response:
    """A second person confirms the same, and it is fixed."""
    edge, sent = edge_of(request), await form_of(request)
    if _done(edge, who, SealResult, sent):
        return RedirectResponse("/desk/result", HTTPStatus.SEE_OTHER)
    second, first = _stood_for(edge, sent), edge.counter.show.confirmed
    wrong = second if isinstance(second, str) else ""
    if first is not None and not wrong and not _same(first.by, who):
        producers = who.role is Role.PRODUCER and first.by.startswith(f"{Role.PRODUCER.value} ")
        wrong = NO_SCRUTINEER if producers else ""
    if wrong or isinstance(second, str):
        return await _page(request, who, _wrong((wrong,), sent))
    return await _asked(request, who, SealResult(second, edge.draw(DRAWN_BYTES).hex(), who.by), sent)


def _done(edge: Edge, who: Person, kind: type[Command], sent: Mapping[str, str]) -> bool:
    """Whether this very form was sent before and carried out: then there is nothing to look at again."""
    return bool(sent.get("once")) and edge.counter.position(_name(kind, sent), who.by) is not None


def _name(kind: type[Command], sent: Mapping[str, str]) -> str:
    """The id of what a form asks for: the same each time that the form is sent."""
    return f"{kind.__name__} {sent['once'][:SEEN]}"


def _same(by: str, who: Person) -> bool:
    """Whether somebody is who asked before, also where that was with a key of the other role."""
    return person(by) == person(who.by)


def _stood_for(edge: Edge, sent: Mapping[str, str]) -> Finding | str:
    """What both paths come to, if that is what the page showed; otherwise why nobody can stand up for it."""
    show = edge.counter.show
    if show.sealed is not None:
        return AlreadySealed("result").sentence
    both = both_paths(show)
    if isinstance(both.found, Refusal):
        return NOT_SETTLED if isinstance(both.found, NotDecided) else both.found.sentence
    if both.agreed is None:
        return PathsDisagree().sentence
    seen = _seen(edge, show, both.agreed)
    return both.agreed if hmac.compare_digest(sent.get("seen", "").encode(), seen.encode()) else CHANGED


def _seen(edge: Edge, show: Show, found: Finding) -> str:
    """A name for a result and its steps. Without the night's secret nobody gets from the name to what it names."""
    text = result_text(title(show.season), show.number, found, steps_ahead(show), "")
    return hmac.digest(edge.secret, f"result {text}".encode(), sha256).hex()[:SEEN]


def numbers_of(what: str, sent: Mapping[str, str], show: Show) -> tuple[dict[str, int], tuple[str, ...]]:
    """The numbers that a form has for couples, by star, and a sentence for each that is none; none for empty ones."""
    numbers: dict[str, int] = {}
    wrong = []
    for star in show.season.field(show.number):
        text = sent.get(f"{what} {star}", "").strip()
        if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS and int(text):
            numbers[star] = int(text)
        elif text:
            wrong.append(f"{star}: found {text[:LONGEST]}, expected a whole number from 1.")
    return numbers, tuple(wrong)


def _wrong(says: tuple[str, ...], sent: Mapping[str, str]) -> Wrong:
    return Wrong(says=says, status=HTTPStatus.CONFLICT, sent=sent)


async def _asked(request: Request, who: Person, command: Command, sent: Mapping[str, str]) -> Response:
    """What becomes of a command. A form that is sent twice asks once."""
    edge = edge_of(request)
    name = _name(type(command), sent if sent.get("once") else {"once": edge.draw(DRAWN_BYTES).hex()})
    answer = await answer_to(edge, command, name, who)
    if answer.status_code == HTTPStatus.OK:
        return RedirectResponse("/desk/result", HTTPStatus.SEE_OTHER)
    wrong = Wrong(says=(answers.said(answer),), status=HTTPStatus(answer.status_code), sent=sent)
    return await _page(request, who, wrong)


# The page.


async def _page(request: Request, who: Person, wrong: Wrong) -> Response:
    edge = edge_of(request)
    show, head = edge.counter.now
    both, sent = both_paths(show), wrong.sent or {}
    found_so = checks(show, both)
    known = both.agreed
    scrutineer = who.role is Role.SCRUTINEER
    seen = _seen(edge, show, known) if known is not None else ""
    return page(
        request,
        "result.html",
        wrong.status,
        wrong=wrong.says,
        sent=sent,
        once=edge.draw(DRAWN_BYTES).hex(),
        head=head,
        scrutineer=scrutineer,
        stands=result_shown(show),
        checks=found_so,
        ready=all(one.state == YES for one in found_so[:-1]),
        seen=seen,
        code=f"{seen[: READ_OUT // 2]} {seen[READ_OUT // 2 : READ_OUT]}" if seen else "",
        mine=show.confirmed is not None and _same(show.confirmed.by, who),
        sealed_at=await _sealed_at(edge) if show.sealed is not None else "",
        **_plan(show, sent),
        **_decisions(show, who),
        **(_for_the_scrutineer(show, both, sent) if scrutineer else {}),
    )


def _plan(show: Show, sent: Mapping[str, str]) -> dict[str, object]:
    """How the outcome is told: as it is planned, and the form for it while nobody can know the outcome."""
    picked = {star: str(nth) for nth, star in enumerate(show.plan.stars, 1)}
    return {
        "plan": show.plan,
        "plan_says": ORDERS[show.plan.order],
        "picked": tuple(couple_name(show.season, star) for star in show.plan.stars),
        "can_plan": not (show.tally or show.confirmed or show.sealed or show.reopened),
        "orders": tuple((order, says) for order, says in ORDERS.items()),
        "calls": _fields("call", show, sent, picked),
    }


def _decisions(show: Show, who: Person) -> dict[str, object]:
    """What no rule decides: what was decided, what waits, and what can be proposed."""
    waits = [(decision, asked, _same(asked.by, who)) for decision, asked in show.proposed.items()]
    return {
        "void": show.void,
        "nobody_leaves": show.nobody_leaves,
        "waits": [(one.value, DECISIONS[one], asked.reason, holder_of(asked.by), mine) for one, asked, mine in waits],
        "can_decide": [(one.value, DECISIONS[one]) for one in decisions(show)],
    }


def _for_the_scrutineer(show: Show, both: Both, sent: Mapping[str, str]) -> dict[str, object]:
    """Both results, the hand sheet, and the steps as they are told. None of it is handed to a producer's page."""
    typed = {star: str(place) for star, place in (show.hand_sheet or {}).items()}
    told = show.steps if show.sealed is not None else steps_ahead(show) if isinstance(both.found, Finding) else ()
    return {
        "found": both.found if isinstance(both.found, Finding) else None,
        "missing": "" if isinstance(both.found, Finding) else both.found.sentence,
        "second_missing": both.second if isinstance(both.second, str) else "",
        "sides": sides(show, both),
        "typed": show.hand_sheet is not None,
        "places": _fields("place", show, sent, typed),
        "steps": tuple(step_said(show.season, step) for step in told),
    }


def _fields(what: str, show: Show, sent: Mapping[str, str], kept: Mapping[str, str]) -> Sequence[FieldOf]:
    """A field for each couple, with what was sent last, or what is kept."""
    season = show.season
    names = [(star, f"{what} {star}") for star in season.field(show.number)]
    return [
        FieldOf(name=name, couple=couple_name(season, star), value=sent.get(name, kept.get(star, "")))
        for star, name in names
    ]


async def _sealed_at(edge: Edge) -> str:
    """When the result that stands was sealed, by the clock of the server."""
    entries = await edge.counter.entries()
    at = next((entry.at for entry in reversed(entries) if isinstance(entry.event, ResultSealed)), 0)
    return f"{datetime.fromtimestamp(at / 1000, UTC).astimezone():%H:%M:%S}"
