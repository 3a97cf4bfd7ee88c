"""What can still happen: given a book, the panel's points and nothing about the votes, exactly.

Every question here is one question: *is there a vote after which each couple of one group stands ahead of each couple
of the next?* ``separate`` answers it with such a vote, or with None when there is none. It is not sampled:

* Shares. The lowest group needs no votes. Each couple above needs just enough to reach the best of the group below
  it. Needs only grow with what lies below, so these least votes are enough if they fit into one whole; what is left
  over lifts everybody clear of ties.
* Ranks and points. Only the order of the votes counts. For two groups, the upper one takes the best ranks of the vote
  and the lower one the worst, and within a group the couple with the fewest points takes the best rank: that raises a
  group's lowest and lowers its highest figure at once as far as any order can. With more groups the orders are tried,
  and a branch is left as soon as it fails.

Votes in which two couples have equally many are left out where only their order counts (docs/rules/television.md
2.3). A candidate vote is always checked by the real rule before it is given out, so a witness can be trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from math import lcm

from mirrorball.core.book import Book, Combine, Decider
from mirrorball.core.combine import Half, Key, Standing, figures_of, half, key_of, standing
from mirrorball.core.outcome import protected, rules_of
from mirrorball.core.season import Week
from mirrorball.core.ties import Place

Points = Mapping[str, Fraction]
Votes = dict[str, int]
Groups = Sequence[Sequence[str]]  # best first

TWO = 2  # groups for which the order is known beforehand
ORDERS_TRIED = 50_000  # far more than any panel of a real night needs; a bound, so that no question runs for ever


class TooManyOrders(Exception):
    """A question on more than two groups could not be settled within ``ORDERS_TRIED`` orders of the vote."""


class Fate(Enum):
    """What is settled for a couple before a single vote is counted."""

    OPEN = "open"
    SAFE = "safe whatever the vote"
    IN_JEOPARDY = "among the lowest whatever the vote"  # and somebody chooses among these
    OUT = "out whatever the vote"
    PLACED = "in the same place whatever the vote"


@dataclass(frozen=True, slots=True)
class Reach:
    """What the vote can do for one couple. Places count among the couples that are not immune.

    ``best`` and ``worst`` are the best and the worst place that some vote gives; ``for_best`` and ``for_worst`` are
    such votes.
    """

    star: str
    best: int
    worst: int
    for_best: Votes
    for_worst: Votes
    can_leave: bool
    can_stay: bool
    can_escape_jeopardy: bool
    can_win: bool
    fate: Fate

    @property
    def vote_matters(self) -> bool:
        """Whether votes can change anything for this couple."""
        return self.best != self.worst


def reach(week: Week, leave: int, points: Points) -> tuple[Reach, ...]:
    """What the vote can do for each couple that can leave in this week (goal 7, incidents I01 and I02)."""
    book = rules_of(week)
    eligible = [star for star in points if star not in protected(book, week)]
    lines = _lines(week, leave, len(eligible))
    found = []
    for star in eligible:
        best, for_best = _best(book, points, star, eligible)
        worst, for_worst = _worst(book, points, star, eligible)
        found.append(
            Reach(
                star,
                best,
                worst,
                for_best,
                for_worst,
                can_leave=leave > 0 and worst > lines.safe,
                can_stay=best <= lines.staying,
                can_escape_jeopardy=best <= lines.unnamed,
                can_win=best == 1,
                fate=_fate(best, worst, lines),
            )
        )
    return tuple(found)


def vote_for_exit(week: Week, points: Points, out: Collection[str]) -> Votes | None:
    """A vote after which exactly ``out`` may leave, or None if there is none.

    Where judges choose between two, the last of ``out`` has to be one of the two, and the judges may choose it.
    """
    book = rules_of(week)
    immune = [star for star in points if star in protected(book, week)]
    stay = [star for star in points if star not in out and star not in immune]
    if any(star in immune for star in out):
        return None
    if book.decider is Decider.LOWEST or not stay or not out:
        return separate(book, points, [stay, list(out)])
    for saved in sorted(stay, key=points.__getitem__):
        for chosen in out:
            groups = [[s for s in stay if s != saved], [saved, chosen], [s for s in out if s != chosen]]
            votes = separate(book, points, groups)
            if votes is not None:
                return votes
    return None


def vote_for_order(book: Book, points: Points, order: Sequence[Collection[str]]) -> Votes | None:
    """A vote that places the couples just as ``order`` has them, best first, or None. Couples of one group may tie."""
    return separate(book, points, [list(group) for group in order])


def separate(book: Book, points: Points, groups: Groups) -> Votes | None:
    """A vote that puts each couple of a group ahead of all couples of the next; None if no vote does.

    Couples of ``points`` that are in no group may stand anywhere. Two couples that the book cannot separate count as
    standing either way. Raises ``TooManyOrders`` where more than two groups ask for too much.
    """
    groups = [group for group in groups if group]
    by_share = book.combine is Combine.PERCENT and book.audience_weight > 0
    for votes in _shares(book, points, groups) if by_share else _orders(book, points, groups):
        if _stands(standing(book, points, votes), groups):
            return votes
    return None


@dataclass(frozen=True, slots=True)
class _Lines:
    """The last places that are above a line: each number is the worst place of which it can still be said."""

    safe: int  # cannot leave
    staying: int  # does not leave if the judges choose the other one
    unjudged: int  # no choice is made about it
    unnamed: int  # is not named as in jeopardy


def _lines(week: Week, leave: int, eligible: int) -> _Lines:
    """Where the lines lie among so many couples that can leave."""
    leave = min(leave, eligible)
    judged = 1 if 0 < leave < eligible and rules_of(week).decider is not Decider.LOWEST else 0
    stay = eligible - leave
    unnamed = eligible - max(week.jeopardy, leave + judged)
    if not leave:
        return _Lines(0, eligible, eligible, unnamed)
    return _Lines(stay - judged, stay + judged, stay - judged if judged else eligible, unnamed)


def _fate(best: int, worst: int, lines: _Lines) -> Fate:
    """What is settled for a couple that can come from ``best`` to ``worst``."""
    if worst <= lines.safe:
        return Fate.SAFE
    if best > lines.staying:
        return Fate.OUT
    if best > lines.unjudged:
        return Fate.IN_JEOPARDY
    return Fate.PLACED if best == worst else Fate.OPEN


def _best(book: Book, points: Points, star: str, eligible: Sequence[str]) -> tuple[int, Votes]:
    """The best place of a couple: the more of the others it can stand ahead of, the weakest first, the better."""
    others = sorted((s for s in eligible if s != star), key=points.__getitem__)
    beaten, votes = _most(len(others), lambda n: separate(book, points, [[star], others[:n]]))
    return len(others) - beaten + 1, votes


def _worst(book: Book, points: Points, star: str, eligible: Sequence[str]) -> tuple[int, Votes]:
    """The worst place of a couple: the more of the others can stand ahead of it, the strongest first, the worse."""
    others = sorted((s for s in eligible if s != star), key=points.__getitem__, reverse=True)
    ahead, votes = _most(len(others), lambda n: separate(book, points, [others[:n], [star]]))
    return ahead + 1, votes


def _most(highest: int, votes_for: Callable[[int], Votes | None]) -> tuple[int, Votes]:
    """The highest number for which there is a vote, and that vote. A vote for some number serves all below it."""
    none = votes_for(0)
    if none is None:
        raise AssertionError(highest)  # nothing is asked of the vote, so every vote will do
    found, lowest = (0, none), 1
    while lowest <= highest:
        middle = (lowest + highest) // 2
        votes = votes_for(middle)
        if votes is None:
            highest = middle - 1
        else:
            found, lowest = (middle, votes), middle + 1
    return found


def _stands(result: Standing, groups: Groups) -> bool:
    """Whether no couple of a group stands behind one of the next group. A shared place is behind nobody."""
    place = {row.star: row.place for row in result.rows}
    return all(
        max(place[star].first for star in upper) <= min(place[star].first for star in lower)
        for upper, lower in pairwise(groups)
    )


def _shares(book: Book, points: Points, groups: Groups) -> Iterator[Votes]:
    """The vote by least shares; at most one candidate, written with as few votes as keep it true."""
    whole = sum(points.values(), Fraction(0))
    panel = {star: book.panel_weight * got / whole if whole else Fraction(0) for star, got in points.items()}
    need = _least(book, panel, groups, Fraction(0))
    spare = 1 - sum(need.values(), Fraction(0))
    if spare < 0:
        return
    if spare > 0:
        margin = spare * book.audience_weight / (len(points) * (len(groups) + 1))
        need = _least(book, panel, groups, margin)
        rest = 1 - sum(need.values(), Fraction(0))
        need = {s: v + (rest / len(groups[0]) if s in groups[0] else 0) for s, v in need.items()}
    for total in (1_000, 1_000_000):
        yield {star: round(share * total) for star, share in need.items()}
    exact = lcm(*(share.denominator for share in need.values()))
    yield {star: int(share * exact) for star, share in need.items()}


def _least(book: Book, panel: Points, groups: Groups, margin: Fraction) -> dict[str, Fraction]:
    """The least share of the votes for each couple, if each group must beat the next by ``margin``."""
    need = dict.fromkeys(panel, Fraction(0))
    floor: Fraction | None = None
    for group in reversed(groups):
        for star in group:
            if floor is not None:
                need[star] = max(Fraction(0), (floor + margin - panel[star]) / book.audience_weight)
        floor = max(panel[star] + book.audience_weight * need[star] for star in group)
    return need


def _orders(book: Book, points: Points, groups: Groups) -> Iterator[Votes]:
    """The orders of the vote that have to be looked at, each as votes."""
    grouped = {star for group in groups for star in group}
    free = [star for star in points if star not in grouped]
    weakest_first = [sorted(group, key=points.__getitem__) for group in groups]
    if not groups[TWO:]:
        upper, *lower = weakest_first
        yield _as_votes([*upper, *free, *(star for group in lower for star in group)])
        return
    search = _Search(book, points, tuple((nth, star) for nth, group in enumerate(weakest_first) for star in group))
    for taken in search.orders():
        ranks_left = iter(sorted(set(range(1, len(points) + 1)) - set(taken.values())))
        rank_of = taken | {star: next(ranks_left) for star in free}
        yield _as_votes(sorted(points, key=rank_of.__getitem__))


def _as_votes(order: Sequence[str]) -> Votes:
    """Votes that stand in this order, the most first."""
    return {star: len(order) - nth for nth, star in enumerate(order)}


class _Search:
    """Every order of the vote in which each group stands ahead of the next, found from the top down."""

    def __init__(self, book: Book, points: Points, wanted: Sequence[tuple[int, str]]) -> None:
        self.book, self.wanted, self.field = book, wanted, len(points)
        self.panel = half(book.combine, points, book.panel_ties)
        self.tried = 0

    def orders(
        self, taken: Mapping[str, int] | None = None, ceiling: Key | None = None, lowest: Key | None = None
    ) -> Iterator[dict[str, int]]:
        """The ranks by votes of the wanted couples, for each order that works.

        ``ceiling`` is the lowest key of the group above, ``lowest`` the lowest so far in this group.
        """
        taken = taken or {}
        if len(taken) == len(self.wanted):
            yield dict(taken)
            return
        group, star = self.wanted[len(taken)]
        if taken and group != self.wanted[len(taken) - 1][0]:
            ceiling, lowest = lowest, None
        for rank in range(1, self.field + 1):
            if rank in taken.values():
                continue
            self.tried += 1
            if self.tried > ORDERS_TRIED:
                raise TooManyOrders
            key = self._key(star, rank)
            if ceiling is None or key <= ceiling:
                yield from self.orders({**taken, star: rank}, ceiling, key if lowest is None else min(lowest, key))

    def _key(self, star: str, rank: int) -> Key:
        """The sort key of a couple that the audience ranks ``rank``."""
        votes = Fraction(self.field + 1 - rank)
        value = Fraction(rank) if self.book.combine is Combine.RANKS else votes
        audience = Half(votes, Place(rank, rank), value)
        return key_of(figures_of(self.book, self.book.combine, self.panel[star], audience))
