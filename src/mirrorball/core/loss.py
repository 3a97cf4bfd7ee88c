"""What lost votes could have changed: for each decision of a night the least number of them that would, exactly.

Lost votes are votes that were cast and never counted. Nobody knows for whom they were, so they are taken to be for
whom they would do most: each couple has at least what was counted, and what is missing may be spread in any way.

Every decision is a line in the standing: it stays as it is while each couple above the line stands ahead of each below
it. So all that has to be asked is: *how many votes must be added before this couple is no longer behind that one?*
A tie counts as a change, since somebody would have to decide it. ``overtaking`` answers without trying:

* Votes alone, and shares: nothing helps a couple more than votes of its own.
* Ranks and points: what helps is to be ranked higher, to have others ranked between the two, or, where it stays behind,
  to have fewer between them. Votes for the couple that is ahead never help. A couple matters only by where it stands
  to the two, so each has few sensible numbers of votes, and the cheapest of their combinations is found by adding
  couple after couple. Where equal votes count as one rank (``DENSE``), what counts is how many different numbers of
  votes lie between the two: cheapest to join when fewer are wanted, cheapest to pull apart when more are.

Before an answer is given out, the real rule is asked whether these votes do it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from itertools import combinations
from math import ceil, floor
from typing import TypeVar

from mirrorball.core.book import Book, Combine, TieBreak
from mirrorball.core.combine import half, standing
from mirrorball.core.marks import nights, points
from mirrorball.core.outcome import Awaits, Outcome, protected, rules_of
from mirrorball.core.season import Week
from mirrorball.core.show import Show, result_tonight
from mirrorball.core.ties import Convention
from mirrorball.core.votes import recorded_tally

Key = TypeVar("Key")
Points = Mapping[str, Fraction] | None
Votes = Mapping[str, int]
Added = dict[str, int]  # votes that were lost, by couple; only couples that have some
Groups = tuple[tuple[str, ...], ...]  # best first


class Decision(Enum):
    """What a night decides by votes."""

    LEAVES = "who leaves"
    CHOICE = "between whom the judges choose"
    JEOPARDY = "who is in jeopardy"
    CHAMPIONS = "who wins"
    PLACES = "places"


@dataclass(frozen=True, slots=True)
class Margin:
    """How many lost votes a decision bears.

    ``groups`` are the couples between whom the lines of the decision lie, best first. ``least`` is the smallest number
    of lost votes after which it could have been another: 0 where couples on both sides of a line are level now (they
    share a place, or a tie awaits a decision), None where no number would do. ``added`` is one way in which so many
    would do it, by bringing ``behind`` level with ``ahead`` or past it.
    ``place`` is the last place above the line, where the decision is about places.
    """

    decision: Decision
    groups: Groups
    least: int | None
    added: Mapping[str, int]
    ahead: str = ""
    behind: str = ""
    place: int | None = None

    def can_change(self, lost: int) -> bool:
        """Whether so many lost votes could have made it another decision."""
        return self.least is not None and self.least <= lost


def margins(show: Show) -> tuple[Margin, ...]:
    """What each decision of this night bears, by the votes that decide it; none while there is no outcome by votes.

    Those are the votes of the week on which the book looks, with the votes that it carries (1.5, 1.11).
    """
    result = result_tonight(show) if show.void is None else None
    book = rules_of(show.week)
    tally = recorded_tally(show.season, book, show.number)
    if result is None or tally is None:
        return ()
    given = points(nights(show.season, book, show.number))
    votes = {star: tally.votes.get(star, 0) for star in show.season.field(show.number)}
    return margins_of(show.week, given, votes, result)


def margins_of(week: Week, given: Points, votes: Votes, result: Outcome) -> tuple[Margin, ...]:
    """The same of an outcome, from the points and votes that led to it."""
    book = rules_of(week)
    ask = _Asked(book, given, votes)
    return tuple(ask.margin(margin) for margin in _decisions(week, book, result))


def overtaking(book: Book, given: Points, votes: Votes, ahead: str, behind: str) -> Added | None:
    """The fewest votes that have to be added before ``behind`` does not stand behind ``ahead``; None if none suffice.

    ``votes`` holds every couple of the standing.
    """
    if _level(book, given, votes, ahead, behind):
        return {}
    ways = _by_rank if book.combine in {Combine.RANKS, Combine.POINTS} else _by_own
    best = min(ways(book, given, votes, ahead, behind), key=lambda added: sum(added.values()), default=None)
    if best is not None and not _level(book, given, with_added(votes, best), ahead, behind):
        raise AssertionError(best)  # the search and the rule disagree
    return best


def with_added(votes: Votes, added: Mapping[str, int]) -> dict[str, int]:
    """Votes as they would be if these had not been lost."""
    return {star: n + added.get(star, 0) for star, n in votes.items()}


class _Asked:
    """The margins of one night; what two decisions both need is worked out once."""

    def __init__(self, book: Book, given: Points, votes: Votes) -> None:
        self._book, self._given, self._votes = book, given, votes
        self._known: dict[tuple[str, str], Added | None] = {}

    def margin(self, of: Margin) -> Margin:
        """The decision with its least number filled in."""
        if of.least is not None:
            return of
        found = [
            (sum(added.values()), ahead, behind, added)
            for upper, lower in combinations(of.groups, 2)
            for ahead in reversed(upper)
            for behind in lower
            if (added := self._added(ahead, behind)) is not None
        ]
        if not found:
            return of
        least, ahead, behind, added = min(found, key=lambda one: one[0])
        return replace(of, least=least, added=added, ahead=ahead, behind=behind)

    def _added(self, ahead: str, behind: str) -> Added | None:
        if (ahead, behind) not in self._known:
            self._known[ahead, behind] = overtaking(self._book, self._given, self._votes, ahead, behind)
        return self._known[ahead, behind]


def _decisions(week: Week, book: Book, result: Outcome) -> Iterator[Margin]:
    """What this night decides, each with its groups and no figure yet."""
    if week.final:
        stars = result.standing.stars
        yield Margin(Decision.CHAMPIONS, (stars[:1], stars[1:]), None, {})
        yield from _lines(stars, range(2, len(stars)))
        return
    able = tuple(star for star in result.standing.stars if star not in protected(book, week))
    if result.awaits is Awaits.TIE:
        first, second, *_ = result.between
        yield Margin(Decision.LEAVES, (result.between,), 0, {}, first, second)
        return
    pair = result.between or ((result.save.saved, result.save.lost) if result.save else ())
    if pair:
        at = min(map(able.index, pair))
        lowest = able[at:]
        yield Margin(Decision.CHOICE, (able[:at], lowest[:2], lowest[2:]), None, {})
    else:
        lowest = result.out
        if lowest:
            yield Margin(Decision.LEAVES, (able[: len(able) - len(lowest)], lowest), None, {})
    if len(result.jeopardy) > len(lowest):
        yield Margin(Decision.JEOPARDY, (able[: len(able) - len(result.jeopardy)], result.jeopardy), None, {})
    if not pair and not set(result.immune):  # with immune couples among them, places in the standing are not told
        stars = result.standing.stars
        yield from _lines(stars, range(len(stars) - len(lowest) + 1, len(stars)))


def _lines(stars: tuple[str, ...], after: range) -> Iterator[Margin]:
    """The lines after these places."""
    for place in after:
        yield Margin(Decision.PLACES, (stars[:place], stars[place:]), None, {}, place=place)


def _level(book: Book, given: Points, votes: Votes, ahead: str, behind: str) -> bool:
    """Whether, by the real rule, one couple is not behind the other."""
    result = standing(book, given, votes)
    return result.row(behind).place <= result.row(ahead).place


def _by_own(book: Book, given: Points, votes: Votes, ahead: str, behind: str) -> Iterator[Added]:
    """Votes alone, shares, and votes that only break a tie of marks: none but the couple's own help."""
    short = votes[ahead] - votes[behind]
    numbers = {short, short + 1}
    if book.combine is Combine.PERCENT and given is not None:
        shares = half(Combine.PERCENT, given, book.panel_ties)
        gap = book.panel_weight * (shares[ahead].value - shares[behind].value)
        room = book.audience_weight - gap  # what each further vote is worth, in the measure of ``owed``
        owed = gap * sum(votes.values()) + book.audience_weight * short
        if room > 0:
            numbers |= {ceil(owed / room), ceil(owed / room) + 1}
    for n in sorted(numbers):
        if n > 0 and _level(book, given, with_added(votes, {behind: n}), ahead, behind):
            yield {behind: n}
            return


def _by_rank(book: Book, given: Points, votes: Votes, ahead: str, behind: str) -> Iterator[Added]:
    """Ranks and points: the cheapest way to end with more, with as many, and with fewer votes than the other."""
    two = _Two(book, given or {}, votes, ahead, behind)
    level, above, below = two.need(0), two.need(1), two.need(-1)
    short = two.b - two.mine
    if short >= 0 and level is not None and level <= 0:
        yield {behind: short} if short else {}
    dense = book.audience_ties is Convention.DENSE
    if above is not None:
        yield from two.pulled_apart(above) if dense else two.ranked(above, over=True)
    if below is not None and short > 0:
        yield from two.joined(below) if dense else two.ranked(below, over=False)


class _Two:
    """Two couples and the others by their votes. ``b`` is what the couple ahead has, ``mine`` what the other has.

    Gains are how many ranks of the vote the couple stands before the other, in halves, since tied ranks may be shared.
    """

    def __init__(self, book: Book, given: Mapping[str, Fraction], votes: Votes, ahead: str, behind: str) -> None:
        self._book, self._given, self._ahead, self._behind = book, given, ahead, behind
        self.b, self.mine = votes[ahead], votes[behind]
        others = [star for star in votes if star not in {ahead, behind}]
        self._others = sorted((votes[star], star) for star in others)
        panel = half(Combine.RANKS, given, book.panel_ties)
        self._owed = book.panel_weight * (panel[behind].value - panel[ahead].value)

    def need(self, sign: int) -> int | None:
        """The least gain that will do, if the couple has more (1), as many (0) or fewer votes (-1); None if none."""
        if not self._book.audience_weight:
            none_needed = -4 * (len(self._others) + 2)
            return none_needed if self._owed < 0 or (self._owed == 0 and self._tie_goes(sign)) else None
        exact = 2 * self._owed / self._book.audience_weight
        return ceil(exact) if exact.denominator > 1 or self._tie_goes(sign) else int(exact) + 1

    def _tie_goes(self, sign: int) -> bool:
        """Whether the couple is not behind at equal figures."""
        for tie_break in self._book.combined_tie:
            marks = self._given[self._behind] - self._given[self._ahead]
            by = sign if tie_break is TieBreak.AUDIENCE else marks
            if by:
                return by > 0
        return True

    def ranked(self, need: int, *, over: bool) -> Iterator[Added]:
        """Where a rank counts who is ahead: for each sensible number of own votes, the cheapest places of the rest."""
        b, best = self.b, None
        marks = {self.mine, b + 1, b + 2} | {n + more for n, _ in self._others for more in (0, 1)}
        for a in sorted(a for a in marks if a >= self.mine and (a > b if over else a < b)):
            own = a - self.mine
            if best is not None and own >= sum(best.values()):
                break
            ways: dict[int, Added] = {self._between(a, b) - self._between(b, a): {self._behind: own} if own else {}}
            for n, star in self._others:
                moved: dict[int, Added] = {}
                for to in sorted({n, b, b + 1}):
                    if to < n:
                        continue
                    more = {star: to - n} if to > n else {}
                    for gain, added in ways.items():
                        then = gain + self._between(to, b) - self._between(to, a)
                        _keep_cheapest(moved, then, added | more)
                ways = moved
            for gain, added in ways.items():
                if gain >= need and (best is None or sum(added.values()) < sum(best.values())):
                    best = added
        if best is not None:
            yield best

    def _between(self, theirs: int, own: int) -> int:
        """What a couple with ``theirs`` votes adds to the rank of one with ``own``, in halves."""
        higher, equal = {
            Convention.COMPETITION: (2, 0),
            Convention.MODIFIED: (2, 2),
            Convention.AVERAGE: (2, 1),
            Convention.DENSE: (0, 0),  # asked otherwise
        }[self._book.audience_ties]
        return higher if theirs > own else equal if theirs == own else 0

    def pulled_apart(self, need: int) -> Iterator[Added]:
        """Equal votes are one rank, and the couple ends above: enough different numbers of votes between the two."""
        wanted = max(0, ceil(Fraction(need, 2)) - 1)
        ways: dict[tuple[int, int], Added] = {(0, self.b): {}}  # how many, and the highest of them
        for n, star in self._others:
            for (count, last), added in list(ways.items()):
                level = max(n, last + 1)
                if count < wanted:
                    _keep_cheapest(ways, (count + 1, level), added | ({star: level - n} if level > n else {}))
        for (count, last), added in ways.items():
            if count == wanted:
                own = max(0, last + 1 - self.mine)
                yield added | ({self._behind: own} if own else {})

    def joined(self, need: int) -> Iterator[Added]:
        """Equal votes are one rank, and the couple stays below: few different numbers of votes between the two."""
        levels = floor(Fraction(-need, 2)) - 1
        if levels < 0:
            return
        for a in sorted({self.mine} | {n for n, _ in self._others if self.mine < n < self.b}):
            own = {self._behind: a - self.mine} if a > self.mine else {}
            middle = [(n, star) for n, star in self._others if a < n < self.b]
            yield own | _lifted(middle, min(levels, len(middle)), self.b)


def _lifted(couples: Sequence[tuple[int, str]], levels: int, top: int) -> Added:
    """The cheapest way to lift couples, the fewest votes first, onto so many levels and ``top``."""
    best = {star: top - n for n, star in couples}
    if levels == 0:
        return best
    for end in range(len(couples)):
        height = couples[end][0]
        onto = {star: height - n for n, star in couples[: end + 1] if n < height}
        added = onto | _lifted(couples[end + 1 :], levels - 1, top)
        if sum(added.values()) < sum(best.values()):
            best = added
    return best


def _keep_cheapest(ways: dict[Key, Added], at: Key, added: Added) -> None:
    """Keep a way if none that leads to the same is cheaper."""
    known = ways.get(at)
    if known is None or sum(added.values()) < sum(known.values()):
        ways[at] = added
