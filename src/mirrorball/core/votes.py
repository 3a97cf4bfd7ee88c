"""The audience's half: a tally is a value, whoever counted it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from mirrorball.core.book import Book, Carry
from mirrorball.core.marks import deciding_week
from mirrorball.core.season import Season, Week


class NotCounted(Enum):
    """Why votes on a ballot were not counted."""

    OVER_LIMIT = "over the limit"
    DUPLICATE = "the same ballot again"
    UNKNOWN_COUPLE = "no such couple"
    UNKNOWN_CHANNEL = "no such channel"
    EARLY = "before the window opened"
    LATE = "after the window closed"
    REPLACED = "replaced by a later ballot"
    VOIDED = "paid back"
    EXCLUDED = "left out by a signed rule"


@dataclass(frozen=True, slots=True)
class Tally:
    """Votes counted, by couple and channel, and votes not counted, by reason."""

    counted: Mapping[str, Mapping[str, int]]
    not_counted: Mapping[NotCounted, int] = field(default_factory=dict)

    @property
    def votes(self) -> dict[str, int]:
        """The votes of each couple over all channels."""
        return {star: sum(by_channel.values()) for star, by_channel in self.counted.items()}

    @property
    def total(self) -> int:
        """All votes counted."""
        return sum(self.votes.values())

    def __add__(self, other: Tally) -> Tally:
        """Both tallies as one."""
        stars = list(dict.fromkeys([*self.counted, *other.counted]))
        counted = {
            star: dict(Counter(self.counted.get(star, {})) + Counter(other.counted.get(star, {}))) for star in stars
        }
        return Tally(counted, dict(Counter(self.not_counted) + Counter(other.not_counted)))


def recorded_tally(season: Season, book: Book, number: int) -> Tally | None:
    """The recorded votes that decide week ``number``; None if any part of them is not known (1.5)."""
    week = deciding_week(season, number, book.votes_lag)
    return _with_carried(season, book, week) if week else None


def week_without_votes(season: Season, book: Book, number: int) -> int | None:
    """The first week whose votes week ``number`` needs and the season does not record; None if it has them all."""
    week = deciding_week(season, number, book.votes_lag)
    while week is not None:
        if not any(row.week == week.number for row in season.votes):
            return week.number
        week = _carried(season, book, week)
    return None


def _carried(season: Season, book: Book, week: Week) -> Week | None:
    """The week whose votes a week takes over, if the book carries votes."""
    if book.carry is not Carry.MARKS_AND_VOTES or week.carry is None or week.carry >= week.number:
        return None
    return season.week(week.carry)


def _with_carried(season: Season, book: Book, week: Week) -> Tally | None:
    """The votes of a week, with those of the week that it carries if the book carries votes."""
    counted: dict[str, dict[str, int]] = {}
    for row in season.votes:
        if row.week == week.number:
            by_channel = counted.setdefault(row.star, {})
            by_channel[row.channel] = by_channel.get(row.channel, 0) + row.votes
    if not counted:
        return None
    earlier = _carried(season, book, week)
    if earlier is None:
        return Tally(counted)
    carried = _with_carried(season, book, earlier)
    return carried + Tally(counted) if carried else None
