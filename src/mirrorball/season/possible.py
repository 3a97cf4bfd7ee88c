"""Was the recorded result of each week possible? Exact, with a vote that proves it, and told with how sure the book is.

A week is judged by its own book. Where the recorded result is impossible under it, the neighbouring books are tried
before anything is said: most books of past seasons were never published (SPEC 1.11).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction

from mirrorball.core.book import Book, Combine, Confidence
from mirrorball.core.marks import nights, points
from mirrorball.core.outcome import Awaits, Outcome, leaving, protected, rules_of
from mirrorball.core.reach import Reach, TooManyOrders, Votes, reach, vote_for_exit, vote_for_order
from mirrorball.core.season import Exit, Season, Week
from mirrorball.core.show import result_of
from mirrorball.core.ties import Convention

Points = Mapping[str, Fraction]


class Verdict(Enum):
    """What can be said about the recorded result of a week."""

    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    NOBODY_LEFT = "nobody left"  # nothing to explain
    NOT_RECORDED = "not recorded"
    NOT_KNOWN = "not known"  # some points are not known, so no book can be applied
    NOT_SETTLED = "not settled"  # a tie that the book leaves, or too many orders of the vote to look at


@dataclass(frozen=True, slots=True)
class WeekVerdict:
    """The verdict on one week.

    ``votes`` is a vote with the recorded result. ``by_record`` tells that it is the recorded vote and not a witness.
    ``neighbours`` names the neighbouring books under which an impossible result is possible. ``reach`` is what the
    vote could do for each couple.
    """

    week: int
    verdict: Verdict
    out: tuple[str, ...] = ()
    votes: Votes | None = None
    by_record: bool = False
    book: str = ""
    confidence: Confidence = Confidence.ASSUMED
    neighbours: tuple[str, ...] = ()
    reach: tuple[Reach, ...] = ()


def verdict_on(season: Season, week: Week) -> WeekVerdict:
    """The verdict on one week."""
    given = _points(season, week)
    recorded = _final_order(season, week.number) if week.final else season.eliminated_in(week.number)
    out = () if week.final else season.eliminated_in(week.number)
    unsettled = WeekVerdict(week.number, Verdict.NOT_SETTLED, out, book=week.book.name, confidence=week.book.least_sure)
    over = max((result.week for result in season.results), default=0)
    if not recorded:
        plain = Verdict.NOBODY_LEFT if week.number < over else Verdict.NOT_RECORDED
        return replace(unsettled, verdict=plain, reach=_reach(season, week, given))
    if given is None:
        return replace(unsettled, verdict=Verdict.NOT_KNOWN)
    unsettled = replace(unsettled, reach=_reach(season, week, given))
    try:
        verdict, votes, by_record = _explained(season, week)
    except TooManyOrders:
        return unsettled
    near = _under_neighbours(season, week) if verdict is Verdict.IMPOSSIBLE else ()
    return replace(unsettled, verdict=verdict, votes=votes, by_record=by_record, neighbours=near)


def neighbours(book: Book) -> Iterator[tuple[str, Book]]:
    """Books that differ from this one in a setting that was often a guess, and how they differ."""
    other = {Combine.RANKS: Combine.PERCENT, Combine.PERCENT: Combine.RANKS}.get(book.combine)
    if other:
        yield f"joined by {other.value}", replace(book, combine=other)
    for lag in (0, 1):
        if lag != book.marks_lag:
            when = "the same week" if lag == 0 else "the week before"
            yield f"with the marks and votes of {when}", replace(book, marks_lag=lag, votes_lag=lag)
    for ties in Convention:
        if ties is not book.panel_ties and book.combine in {Combine.RANKS, Combine.POINTS}:
            yield f"with {ties.value} ranks for equal marks", replace(book, panel_ties=ties)


def vote_for(season: Season, week: Week) -> Votes | None:
    """A vote under which the recorded result of a week happens, or None if no vote does it.

    Raises ``TooManyOrders`` where that cannot be settled, and ``LookupError`` if the points are not known.
    """
    given = _points(season, week)
    if given is None:
        raise LookupError(week.number)
    if week.final:
        return vote_for_order(rules_of(week), given, _final_order(season, week.number))
    return vote_for_exit(week, given, season.eliminated_in(week.number))


def _points(season: Season, week: Week) -> Points | None:
    """The points that decide a week; where the votes alone do, everybody has the same."""
    book = rules_of(week)
    if book.combine is Combine.VOTES:
        return dict.fromkeys(season.field(week.number), Fraction(0))
    return points(nights(season, book, week.number))


def _explained(season: Season, week: Week) -> tuple[Verdict, Votes | None, bool]:
    """Whether the recorded result can be explained, with which votes, and whether these are the recorded ones.

    Raises as ``vote_for`` does.
    """
    counted = result_of(season, week.number)
    if counted is None:
        votes = vote_for(season, week)
        return Verdict.IMPOSSIBLE if votes is None else Verdict.POSSIBLE, votes, False
    recorded = {row.star: int(row.audience.given) for row in counted.standing.rows if row.audience}
    return _by_record(season, week, counted), recorded or None, True


def _by_record(season: Season, week: Week, counted: Outcome) -> Verdict:
    """Whether the recorded votes come to the recorded result; who was saved by the judges may not be recorded."""
    if counted.awaits is Awaits.TIE:
        return Verdict.NOT_SETTLED
    if week.final:
        agrees = dict(counted.places) == _recorded_places(season, week)
    else:
        out = set(season.eliminated_in(week.number))
        chosen = out & set(counted.between)
        eligible = [star for star in counted.standing.stars if star not in counted.immune]
        sure = set(eligible[len(eligible) - len(out) + 1 :]) if counted.between else set()
        agrees = out == set(counted.out) if not counted.between else len(chosen) == 1 and out == chosen | sure
    return Verdict.POSSIBLE if agrees else Verdict.IMPOSSIBLE


def _under_neighbours(season: Season, week: Week) -> tuple[str, ...]:
    """How the book would have to differ for the recorded result to be possible."""
    found = []
    for how, book in neighbours(week.book):
        changed = replace(week, book=book)
        weeks = tuple(changed if other is week else other for other in season.weeks)
        try:
            if _explained(replace(season, weeks=weeks), changed)[0] is Verdict.POSSIBLE:
                found.append(how)
        except (LookupError, TooManyOrders):
            continue
    return tuple(found)


def _reach(season: Season, week: Week, given: Points | None) -> tuple[Reach, ...]:
    """What the vote could do, where it is settled soon enough to be told."""
    if given is None or all(star in protected(rules_of(week), week) for star in given):
        return ()
    return reach(week, leaving(season, week), given)


def _final_order(season: Season, number: int) -> list[list[str]]:
    """The finalists by their recorded place, those of the same place together; empty if a place is not recorded."""
    placed = [result for result in season.results if result.exit is Exit.FINAL and result.week == number]
    if not placed or any(result.place is None for result in placed):
        return []
    found = sorted({result.place for result in placed if result.place})
    return [[result.star for result in placed if result.place == place] for place in found]


def _recorded_places(season: Season, week: Week) -> dict[str, object]:
    return {r.star: r.place for r in season.results if r.exit is Exit.FINAL and r.week == week.number}
