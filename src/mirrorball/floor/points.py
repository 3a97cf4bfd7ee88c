"""Points as they stand in the middle of a night: what is locked counts, and the rest is still to come."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from mirrorball import sentences
from mirrorball.core.book import Book
from mirrorball.core.marks import Night, night, with_sheets
from mirrorball.core.outcome import rules_of
from mirrorball.core.show import Dance, Show
from mirrorball.core.ties import Place, groups, places


@dataclass(frozen=True, slots=True)
class Held:
    """What a couple holds now. ``points`` is None while nothing of it is known, ``place`` while places say nothing."""

    star: str
    points: Fraction | None
    place: Place | None
    made_of: str


def tonight(show: Show) -> dict[str, Night]:
    """The night of every couple that was in when it began, with all of its routines that count in running order."""
    book, nth = rules_of(show.week), {(s.round, s.star): n for n, s in enumerate(show.rundown)}
    found = {}
    for star in show.season.in_at(show.number):
        whole = night(show.season, book, show.number, star)
        sheets = sorted(whole.sheets, key=lambda s: nth.get((s.routine.round, s.routine.star), len(nth)))
        found[star] = replace(whole, sheets=tuple(sheets))
    return found


def so_far(show: Show, whole: Night, number: int) -> Fraction | None:
    """A couple's points after so many of its routines; what was carried over is in them, tonight's contests are not."""
    points = with_sheets(rules_of(show.week), whole, whole.sheets[:number]).points
    return None if points is None else points - whole.bonus


def board(show: Show, nights: Mapping[str, Night]) -> tuple[Held, ...]:
    """What each couple holds that this night can place, the most points first. Locked sheets count.

    Places are told while each round is locked for everybody who dances in it or for nobody: if one couple has danced
    twice and another once, a place would only say who was called first.
    """
    book = rules_of(show.week)
    held = {star: _held(book, nights[star], show.locked) for star in show.season.field(show.number)}
    known = {star: points for star, (points, _) in held.items() if points is not None}
    in_order = groups(known, known.__getitem__)
    placed = places(in_order) if len(known) == len(held) and _even(show) else {}
    ordered = [*(star for group in in_order for star in group), *(star for star in held if star not in known)]
    return tuple(Held(star, held[star][0], placed.get(star), held[star][1]) for star in ordered)


def _held(book: Book, whole: Night, locked: Collection[Dance]) -> tuple[Fraction | None, str]:
    """A couple's points and what they are made of. Before the first locked sheet there is what was carried over."""
    of = with_sheets(book, whole, [s for s in whole.sheets if (s.routine.round, s.routine.star) in locked])
    if of.sheets:
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
