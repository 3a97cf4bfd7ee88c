"""Points as they stand in the middle of a night: what is locked counts, and the rest is still to come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from mirrorball import sentences
from mirrorball.core.marks import Night, night, sheet
from mirrorball.core.outcome import rules_of
from mirrorball.core.season import Routine
from mirrorball.core.show import Show
from mirrorball.core.ties import Place, groups, places


@dataclass(frozen=True, slots=True)
class Held:
    """What a couple holds now. ``points`` is None while nothing of it is known, ``place`` while places say nothing."""

    star: str
    points: Fraction | None
    place: Place | None
    made_of: str


def total(show: Show, routine: Routine) -> Fraction | None:
    """The total of a routine of tonight; None while a mark is missing."""
    return sheet(show.season, rules_of(show.week), routine).total


def so_far(show: Show, routines: tuple[Routine, ...], star: str) -> Night:
    """A couple's night, if only these routines of it had been danced; what was carried over and bonuses included."""
    mine = tuple(r for r in routines if r.star == star)
    earlier = tuple(r for r in show.season.routines if r.star == star and r.week != show.number)
    season = replace(show.season, routines=(*earlier, *mine))
    return night(season, rules_of(show.week), show.number, star)


def board(show: Show) -> tuple[Held, ...]:
    """What each couple holds that this night can place, the most points first.

    Places are told once every couple has as many locked sheets in each round as it will have, round by round: while one
    couple has danced twice and another once, a place would only say who was called first.
    """
    locked = tuple(r for r in show.due if (r.round, r.star) in show.locked)
    held = {star: _held(so_far(show, locked, star)) for star in show.season.field(show.number)}
    known = {star: points for star, (points, _) in held.items() if points is not None}
    placed = places(groups(known, known.__getitem__)) if len(known) == len(held) and _even(show) else {}
    in_order = [star for group in groups(known, known.__getitem__) for star in group]
    unknown = [star for star in held if star not in known]
    return tuple(Held(star, held[star][0], placed.get(star), held[star][1]) for star in (*in_order, *unknown))


def _held(of: Night) -> tuple[Fraction | None, str]:
    """A couple's points and what they are made of. Before the first locked sheet there is what was carried over."""
    if of.sheets or of.stated:
        return of.points, sentences.points_made_of(of)
    if of.carried is None and not of.bonuses:
        return None, "nothing locked yet"
    carried = of.carried.points if of.carried else Fraction(0)
    told = sentences.points_made_of(replace(of, marks=Fraction(0))).removeprefix("nothing danced + ")
    return None if carried is None else carried + of.bonus, told


def _even(show: Show) -> bool:
    """Whether each round is locked for everybody who dances in it, or for nobody."""
    of_round: dict[str, set[bool]] = {}
    for routine in show.due:
        of_round.setdefault(routine.round, set()).add((routine.round, routine.star) in show.locked)
    return all(len(states) == 1 for states in of_round.values())
