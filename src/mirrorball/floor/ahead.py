"""What the vote can still do, once every sheet is locked."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from mirrorball import sentences
from mirrorball.core.book import Combine
from mirrorball.core.marks import nights, points
from mirrorball.core.outcome import leaving, rules_of
from mirrorball.core.reach import Reach, reach
from mirrorball.core.season import Week
from mirrorball.core.show import Show
from mirrorball.core.stuck import settled
from mirrorball.floor.screens import ReachReport

REMEMBERED = 16  # a night asks the same question at every screen, and a few others when somebody previews


@dataclass(frozen=True, slots=True)
class Question:
    """All that the answer depends on. A plan has mappings and so no hash of its own; equality compares all of it."""

    week: Week
    leave: int
    points: tuple[tuple[str, Fraction], ...]
    show: Show = field(compare=False)  # the night in which it is asked; what of it matters is in the other fields

    def __hash__(self) -> int:
        """By what differs most."""
        return hash((self.week.number, self.leave, self.points))


@dataclass(frozen=True, slots=True)
class Ahead:
    """What the vote can do for each couple, and for whom it can do nothing."""

    week: Week
    leave: int
    reach: tuple[Reach, ...]
    stuck: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The same in words."""
        if rules_of(self.week).votes_lag:
            return ("Votes of tonight decide what is told in a later week.",)
        return tuple(sentences.what_the_vote_could_change(self.reach, self.week, self.leave))

    @property
    def undecided(self) -> tuple[str, ...]:
        """Who can leave, or in a final win, by some vote and not by every vote."""
        if self.week.final:
            return tuple(one.star for one in self.reach if one.can_win)
        return tuple(one.star for one in self.reach if one.can_leave and one.can_stay)


def open_sheets(show: Show) -> tuple[str, ...]:
    """The couples with a routine of tonight that is not locked."""
    return tuple(dict.fromkeys(r.star for r in show.due if (r.round, r.star) not in show.locked))


def ahead(show: Show) -> Ahead | None:
    """What the vote can still do; None while a sheet is open or points are not known."""
    if open_sheets(show):
        return None
    book = rules_of(show.week)
    given = points(nights(show.season, book, show.number))
    if given is None and book.combine is Combine.VOTES:
        given = dict.fromkeys(show.season.field(show.number), Fraction(0))
    if given is None:
        return None
    return _answer(Question(show.week, leaving(show.season, show.week), tuple(given.items()), show))


def reach_report(show: Show) -> ReachReport:
    """The report for the desk; while it is not ready, what it waits for."""
    found = ahead(show)
    if found is None:
        waits = open_sheets(show)
        says = f"Still open: the marks of {sentences.listed(waits)}." if waits else "Not all points are known."
        return ReachReport(ready=False, sentences=(says,), stuck=(), signed=False)
    signed = bool(found.stuck) and found.stuck == show.reach_signed
    return ReachReport(ready=True, sentences=found.sentences, stuck=found.stuck, signed=signed)


@lru_cache(maxsize=REMEMBERED)
def _answer(asked: Question) -> Ahead:
    found = reach(asked.week, asked.leave, dict(asked.points))
    return Ahead(asked.week, asked.leave, found, settled(asked.show) or ())
