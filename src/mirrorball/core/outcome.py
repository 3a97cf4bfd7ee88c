"""Who is safe, who is in jeopardy, who leaves: read off a standing, the plan of the week, and the judges' choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from mirrorball.core.book import Book, Decider
from mirrorball.core.combine import Standing
from mirrorball.core.panel import sitting
from mirrorball.core.season import Season, Week
from mirrorball.core.ties import Place


class SavedBy(Enum):
    """How the judges' choice came about."""

    ALL = "all"
    MAJORITY = "majority"
    CASTING_VOTE = "casting vote"


class Awaits(Enum):
    """What an outcome still needs."""

    NOTHING = "nothing"
    JUDGES = "the judges"  # the judges have to choose between ``between``
    TIE = "a decision on the tie"  # the book does not separate ``between``, and the line falls among them


@dataclass(frozen=True, slots=True)
class Save:
    """The judges' choice between two couples (1.4, 2.5)."""

    saved: str
    lost: str
    by: SavedBy
    for_saved: int
    for_lost: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a week comes to. Each tuple stands in the order of the standing, best first.

    ``jeopardy`` holds the lowest couples, those who leave among them. ``out`` holds who leaves. ``places`` holds the
    places that this night settles: of who leaves, or of everybody in a final.
    """

    standing: Standing
    immune: tuple[str, ...]
    jeopardy: tuple[str, ...]
    out: tuple[str, ...]
    places: Mapping[str, Place]
    save: Save | None = None
    awaits: Awaits = Awaits.NOTHING
    between: tuple[str, ...] = ()

    @property
    def champions(self) -> tuple[str, ...]:
        """Who holds first place, if this night settles it."""
        return tuple(star for star, place in self.places.items() if place.first == 1)


def rules_of(week: Week) -> Book:
    """The book of a week, as it works in the final if the week is one."""
    return week.book.for_final() if week.final else week.book


def leaving(season: Season, week: Week) -> int:
    """How many are to leave after withdrawals have taken their part (1.7)."""
    if week.final:
        return 0
    withdrew = len(season.withdrew_in(week.number)) if week.book.withdrawal_replaces_elimination else 0
    return max(0, week.leave - withdrew)


def protected(book: Book, week: Week) -> tuple[str, ...]:
    """Who cannot leave in this week (1.6)."""
    return week.immune if book.immune_excluded else ()


def outcome(week: Week, leave: int, standing: Standing, saves: Mapping[str, str] | None = None) -> Outcome:
    """The outcome of a week in which ``leave`` couples are to leave. ``saves`` is whom each judge saved, as spoken."""
    book = rules_of(week)
    immune = tuple(star for star in standing.stars if star in protected(book, week))
    if week.final:
        return Outcome(standing, immune, (), (), {row.star: row.place for row in standing.rows})
    eligible = [star for star in standing.stars if star not in immune]
    leave = min(leave, len(eligible))
    judged = book.decider is not Decider.LOWEST and 0 < leave < len(eligible)  # else nobody can be saved
    named = max(week.jeopardy, leave + (1 if judged else 0))
    jeopardy = tuple(eligible[max(0, len(eligible) - named) :])
    tied = _tie_at(standing, eligible, leave + 1 if judged else leave) or (
        _tie_at(standing, eligible, leave - 1) if judged else ()
    )
    if tied:
        return Outcome(standing, immune, jeopardy, (), {}, awaits=Awaits.TIE, between=tied)
    if not judged:
        out = tuple(eligible[len(eligible) - leave :])
        return Outcome(standing, immune, jeopardy, out, _places_of_out(standing, out))
    pair = tuple(eligible[-leave - 1 : len(eligible) - leave + 1])
    here = tuple(seat for seat in week.panel if seat not in week.absent)  # who is away chooses nobody (10.1)
    save = choice(pair, saves or {}, sitting(week, week.casting_judge or book.head_judge), here)
    if save is None:
        return Outcome(standing, immune, jeopardy, (), {}, awaits=Awaits.JUDGES, between=pair)
    out = (save.lost, *eligible[len(eligible) - leave + 1 :])
    return Outcome(standing, immune, jeopardy, out, _places_of_out(standing, out), save)


def choice(pair: Sequence[str], saves: Mapping[str, str], casting: str, panel: Sequence[str]) -> Save | None:
    """Whom the judges save; None while it is open.

    It is settled once more than half of the panel agree. Where all have spoken and are even, the choice of the judge
    with the casting vote stands: that judge has one vote, not two (1.4, 2.5).
    """
    first, second = pair
    count = {star: sum(1 for saved in saves.values() if saved == star) for star in pair}
    if 2 * max(count.values()) > len(panel):
        saved = max(pair, key=count.__getitem__)
        by = SavedBy.MAJORITY if min(count.values()) else SavedBy.ALL
    elif sum(count.values()) == len(panel) and saves.get(casting) in pair:
        saved, by = saves[casting], SavedBy.CASTING_VOTE
    else:
        return None
    lost = second if saved == first else first
    return Save(saved, lost, by, count[saved], count[lost])


def _tie_at(standing: Standing, eligible: Sequence[str], below: int) -> tuple[str, ...]:
    """The couples that tie across the line above the lowest ``below``, or none."""
    if not 0 < below < len(eligible):
        return ()
    above_line, under_line = eligible[-below - 1], eligible[-below]
    place = standing.row(under_line).place
    return (
        tuple(s for s in eligible if standing.row(s).place == place) if standing.row(above_line).place == place else ()
    )


def _places_of_out(standing: Standing, out: Sequence[str]) -> dict[str, Place]:
    """The last places of the field, for who leaves, in the order of ``out`` (1.8, 1.10)."""
    first = len(standing.rows) - len(out) + 1
    settled: dict[str, Place] = {}
    for nth, star in enumerate(out):
        sharing = [i for i, other in enumerate(out) if standing.row(other).place == standing.row(star).place]
        settled[star] = (
            Place(first + min(sharing), first + max(sharing)) if len(sharing) > 1 else Place(first + nth, first + nth)
        )
    return settled
