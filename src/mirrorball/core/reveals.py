"""The steps in which an outcome is told, worked out beforehand; and a result as a text that anybody can hash.

One name is told at a time, in an order that was fixed before anybody knew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from mirrorball.core.outcome import Awaits, Outcome
from mirrorball.core.ties import Place


class RevealOrder(Enum):
    """In which order couples are told (11.1). Places are always told from the last up; the order is for all else.

    ``BOOK``: who is safe in the order of the cast, then who is in jeopardy, then who leaves. ``NO_ORDER``: everybody in
    an order drawn from a seed. ``SUSPENSE``: the lowest safe couple late, and in a final the champions before the
    runners-up. ``GROUPS``: all who are safe in one step, all in jeopardy in another. ``PICKED``: as the producer listed
    them.
    """

    BOOK = "by the book"
    NO_ORDER = "in no particular order"
    SUSPENSE = "for suspense"
    GROUPS = "in groups"
    PICKED = "as picked"


class StepKind(Enum):
    """What a step tells."""

    SAFE = "safe"
    JEOPARDY = "jeopardy"
    CHOICE = "choice"  # the judges choose now, and everybody hears whom
    OUT = "out"
    PLACE = "place"
    NOBODY = "nobody leaves"
    VOID = "the votes are void"


@dataclass(frozen=True, slots=True)
class RevealStep:
    """One step: these couples are told this. ``place`` is None where no place is told."""

    kind: StepKind
    stars: tuple[str, ...] = ()
    place: Place | None = None


class Decision(Enum):
    """What no rule decides and two people can."""

    VOTES_VOID = "the votes are void"
    NOBODY_LEAVES = "nobody leaves"
    REOPEN = "the result is reopened"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one path makes of marks and votes: every couple's place, and by name who is in jeopardy, out, or between.

    Two paths that come to the same are equal, so couples without a place of their own stand in the order of names.
    ``between`` are the two couples between whom the judges choose once the room has heard who they are.
    """

    places: Mapping[str, Place]
    jeopardy: tuple[str, ...] = ()
    out: tuple[str, ...] = ()
    between: tuple[str, ...] = ()

    @property
    def firsts(self) -> dict[str, int]:
        """The places as a hand sheet has them: couples that tie have the same number."""
        return {star: place.first for star, place in self.places.items()}


VOID = Finding({})  # the votes are void: nothing is found


def finding_of(result: Outcome) -> Finding:
    """What the rules come to, before the judges have chosen."""
    return Finding(
        {row.star: row.place for row in result.standing.rows},
        tuple(sorted(result.jeopardy)),
        tuple(sorted(result.out)),
        tuple(sorted(result.between)) if result.awaits is Awaits.JUDGES else (),
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """How an outcome is to be told. ``stars`` are the couples as picked; ``seed`` is what an order is drawn from."""

    order: RevealOrder = RevealOrder.BOOK
    stars: tuple[str, ...] = ()
    seed: str = ""


BY_THE_BOOK = Plan()


def in_plan(plan: Plan, stars: Sequence[str]) -> tuple[str, ...]:
    """These couples, given in the order of the cast, in the order of a plan."""
    if plan.order is RevealOrder.NO_ORDER:
        return tuple(sorted(stars, key=lambda star: sha256(f"{plan.seed} {star}".encode()).digest()))
    picked = plan.stars if plan.order is RevealOrder.PICKED else ()
    return (*(star for star in picked if star in stars), *(star for star in stars if star not in picked))


def steps(plan: Plan, field: Sequence[str], result: Outcome, *, final: bool) -> tuple[RevealStep, ...]:
    """The steps of an outcome. ``field`` holds who can be placed, in the order of the cast."""
    if final:
        return tuple(_places(plan, result))
    if not result.out and result.awaits is Awaits.NOTHING:
        return (RevealStep(StepKind.NOBODY),)
    return (*_called(plan, field, result), *(_choice(field, result) or leaving_steps(plan, result)))


def leaving_steps(plan: Plan, result: Outcome) -> tuple[RevealStep, ...]:
    """Who leaves, the lowest first: one step each, or one for all where couples are told in groups."""
    if plan.order is RevealOrder.GROUPS and len(result.out) > 1:
        return (RevealStep(StepKind.OUT, result.out),)
    return tuple(RevealStep(StepKind.OUT, (star,), result.places.get(star)) for star in reversed(result.out))


def _places(plan: Plan, result: Outcome) -> Iterator[RevealStep]:
    """A final: from the last place up; couples that share a place hear it together."""
    sharing: dict[Place, list[str]] = {}
    for star in result.standing.stars:
        sharing.setdefault(result.places[star], []).append(star)
    upwards = [RevealStep(StepKind.PLACE, tuple(stars), place) for place, stars in reversed(sharing.items())]
    if plan.order is RevealOrder.SUSPENSE and len(upwards) > 1:
        upwards[-2:] = upwards[:-3:-1]
    yield from upwards


def _called(plan: Plan, field: Sequence[str], result: Outcome) -> Iterator[RevealStep]:
    """Who is safe and who is in jeopardy. Where all in jeopardy leave, saying so first would say nothing else."""
    named = set(result.jeopardy) - set(result.out) if result.awaits is Awaits.NOTHING else set(result.jeopardy)
    jeopardy = [star for star in field if star in result.jeopardy] if named else []
    safe = [star for star in field if star not in result.jeopardy]
    kind = {star: StepKind.JEOPARDY if star in result.jeopardy else StepKind.SAFE for star in field}
    match plan.order:
        case RevealOrder.BOOK:
            yield from (RevealStep(StepKind.SAFE, (star,)) for star in safe)
            if jeopardy:
                yield RevealStep(StepKind.JEOPARDY, tuple(jeopardy))
        case RevealOrder.GROUPS:
            groups = ((StepKind.SAFE, safe), (StepKind.JEOPARDY, jeopardy))
            yield from (RevealStep(told, tuple(stars)) for told, stars in groups if stars)
        case RevealOrder.SUSPENSE:
            lowest = [star for star in result.standing.stars if star in safe][-1:]
            first = [star for star in safe if star not in lowest]
            late = [*jeopardy[:-1], *lowest, *jeopardy[-1:]]
            yield from (RevealStep(kind[star], (star,)) for star in (*first, *late))
        case RevealOrder.NO_ORDER | RevealOrder.PICKED:
            called = [star for star in field if star in safe or star in jeopardy]
            yield from (RevealStep(kind[star], (star,)) for star in in_plan(plan, called))


def _choice(field: Sequence[str], result: Outcome) -> tuple[RevealStep, ...]:
    """That the judges choose, between couples in the order of the cast."""
    if result.awaits is not Awaits.JUDGES:
        return ()
    return (RevealStep(StepKind.CHOICE, tuple(star for star in field if star in result.between)),)


def result_text(title: str, week: int, found: Finding, told: Iterable[RevealStep], salt: str) -> str:
    """A result as a text that anybody can write and hash: what was found, the steps, and a salt against guessing."""
    in_order = sorted(found.places.items(), key=lambda one: (one[1], one[0]))
    return "\n".join(
        [
            "Mirrorball result 1",
            f"title: {title}",
            f"week: {week}",
            *(f"place {place}: {star}" for star, place in in_order),
            *(f"jeopardy: {star}" for star in found.jeopardy),
            *(f"between: {star}" for star in found.between),
            *(f"out: {star}" for star in found.out),
            *(f"step {nth}: {_step_text(step)}" for nth, step in enumerate(told, 1)),
            f"salt: {salt}",
            "",
        ]
    )


def digest_of(text: str) -> str:
    """The SHA-256 of a result's text in UTF-8, as ``sha256sum`` writes it."""
    return sha256(text.encode()).hexdigest()


def _step_text(step: RevealStep) -> str:
    place = f" {step.place}" if step.place else ""
    return f"{step.kind.value}{place}" + "".join(f" | {star}" for star in step.stars)
