"""The judges' board of a week: routines with marks, total, place in the round, and the points so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from mirrorball.core.marks import night, sheet
from mirrorball.core.outcome import rules_of
from mirrorball.core.rundown import running_order
from mirrorball.core.season import Routine, Season
from mirrorball.core.ties import Place, groups, places


@dataclass(frozen=True, slots=True)
class Line:
    """One routine on the board.

    ``place`` is that of the total within its round. ``so_far`` is what the couple has after this routine, with what
    was carried over and without tonight's contests. None means not known.
    """

    routine: Routine
    total: Fraction | None
    place: Place | None
    so_far: Fraction | None


def board(season: Season, number: int) -> dict[str, tuple[Line, ...]]:
    """The lines of each round of week ``number``, in running order."""
    book = rules_of(season.week(number))
    order = running_order(season, number)
    totals = {(r.round, r.star): sheet(season, book, r).total for r in order}
    rounds: dict[str, tuple[Line, ...]] = {}
    for nth, danced in enumerate(order, 1):
        until_now = replace(
            season,
            routines=(*(r for r in season.routines if r.week != number), *order[:nth]),
            bonuses=tuple(b for b in season.bonuses if b.week != number),
            stated=tuple(s for s in season.stated if s.week != number),
        )
        total = totals[danced.round, danced.star]
        so_far = night(until_now, book, number, danced.star).points
        place = _places(totals, danced.round).get(danced.star)
        rounds[danced.round] = (*rounds.get(danced.round, ()), Line(danced, total, place, so_far))
    return rounds


def _places(totals: dict[tuple[str, str], Fraction | None], round_: str) -> dict[str, Place]:
    """The place of each known total of a round, once all of them are known."""
    of_round = {star: total for (name, star), total in totals.items() if name == round_}
    known = {star: total for star, total in of_round.items() if total is not None}
    return places(groups(known, known.__getitem__)) if len(known) == len(of_round) else {}
