"""For whom the vote cannot matter: asked when the last mark locks, and again before the window opens (10.8)."""

from __future__ import annotations

from mirrorball.core.book import Combine
from mirrorball.core.marks import nights, points
from mirrorball.core.outcome import leaving, rules_of
from mirrorball.core.reach import Fate, Reach, reach
from mirrorball.core.show import Show


def reached(show: Show) -> tuple[Reach, ...] | None:
    """What the vote can still do for each couple; None while a mark may still change it, or no vote counts tonight."""
    book = rules_of(show.week)
    if book.combine in {Combine.MARKS, Combine.VOTES} or book.votes_lag or book.marks_lag:
        return None
    if any((routine.round, routine.star) not in show.locked for routine in show.due):
        return None
    given = points(nights(show.season, book, show.number))
    return None if given is None else reach(show.week, leaving(show.season, show.week), given)


def settled(show: Show) -> tuple[str, ...] | None:
    """Couples whose fate no vote can change, and in a final those who cannot win; None while nobody knows."""
    found = reached(show)
    if found is None:
        return None
    return tuple(r.star for r in found if r.fate is not Fate.OPEN or (show.week.final and not r.can_win))
