"""The second path from marks and votes to a result, plain and slow: two couples are held side by side at a time.

A result is sealed once this path and the core come to the same. They share no rule: the core sorts by a key and reads
groups off it; here every couple is compared with every other one, and its place is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from mirrorball.core.book import Combine, TieBreak
from mirrorball.core.reveals import VOID, Finding
from mirrorball.core.season import Exit, Season, Week
from mirrorball.core.show import Show
from mirrorball.core.ties import Convention, Place
from mirrorball.proof.plain_points import (
    NotPlain,
    Rules,
    points_tonight,
    rules_for,
    votes_tonight,
    who_can_be_placed,
)

__all__ = ["NotPlain", "plain_finding", "plain_week"]


def plain_finding(show: Show) -> Finding:
    """What marks and votes of a night come to. Raises ``NotPlain`` where something is missing or nothing decides."""
    if show.void is not None:
        return VOID
    return plain_week(show.season, show.number, nobody_leaves=show.nobody_leaves is not None)


def plain_week(season: Season, number: int, *, nobody_leaves: bool = False) -> Finding:
    """What the recorded marks and votes of a week come to. Raises ``NotPlain``."""
    week = next(week for week in season.weeks if week.number == number)
    paper = _paper(season, week)
    places = {star: _place(paper, star) for star in paper.stars}
    if week.final:
        return Finding(places)
    leave = 0 if nobody_leaves else _how_many_leave(season, week)
    can_leave = [star for star in paper.stars if not (paper.rules.book.immune_excluded and star in week.immune)]
    leave = min(leave, len(can_leave))
    named = week.jeopardy
    if leave and named < leave:
        named = leave
    if leave and paper.rules.judged and named < leave + 1:
        named = leave + 1
    jeopardy = _lowest(paper, can_leave, named)
    between: list[str] = []
    if leave == 0 or leave == len(can_leave) or not paper.rules.judged:
        out = _lowest_for_sure(paper, can_leave, leave)
    else:
        out, between = _judged(season, week, paper, can_leave, leave)
    return Finding(places, tuple(sorted(jeopardy)), tuple(sorted(out)), tuple(sorted(between)))


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the sheet of paper: each couple's points and votes, and what both come to.

    ``points`` or ``votes`` are None where nobody knows them and the book does not ask for them.
    """

    stars: list[str]
    rules: Rules
    points: Mapping[str, Fraction] | None
    votes: Mapping[str, int] | None
    joined: Mapping[str, Fraction]


def _paper(season: Season, week: Week) -> Paper:
    rules = rules_for(week)
    stars = who_can_be_placed(season, week.number)
    points = points_tonight(season, week.number, rules)
    votes = votes_tonight(season, week.number, rules)
    if points is None and rules.combine is not Combine.VOTES:
        message = f"Not all points that count in week {week.number} are known."
        raise NotPlain(message)
    if votes is None and rules.combine is not Combine.MARKS:
        message = f"Not all votes that count in week {week.number} are known."
        raise NotPlain(message)
    return Paper(stars, rules, points, votes, {star: _joined(rules, points, votes, star) for star in stars})


# The two halves, and what they come to.


def _joined(
    rules: Rules, points: Mapping[str, Fraction] | None, votes: Mapping[str, int] | None, star: str
) -> Fraction:
    """The figure by which a couple stands (1.2, 1.3, 2.2 to 2.4, 2.6)."""
    book, how = rules.book, rules.combine
    if how is Combine.MARKS and points is not None:
        return points[star]
    if how is Combine.VOTES and votes is not None:
        return Fraction(votes[star])
    if points is None or votes is None:
        message = "Points or votes are missing."
        raise NotPlain(message)
    as_fractions = {each: Fraction(cast) for each, cast in votes.items()}
    panel = _half(how, points, book.panel_ties, star)
    audience = _half(how, as_fractions, book.audience_ties, star)
    return panel * book.panel_weight + audience * book.audience_weight


def _half(how: Combine, given: Mapping[str, Fraction], ties: Convention, star: str) -> Fraction:
    """What goes into the sum for a couple, from what everybody was given."""
    if how is Combine.PERCENT:
        whole = Fraction(0)
        for amount in given.values():
            whole += amount
        return given[star] / whole if whole != 0 else Fraction(0)  # nothing at all: equal shares of nothing
    if how is Combine.RANKS:
        return _rank(given, ties, star)
    return len(given) + 1 - _rank(given, ties, star)  # points


def _rank(given: Mapping[str, Fraction], ties: Convention, star: str) -> Fraction:
    """A couple's rank, by counting who has more, and who as much (0.2)."""
    more = [given[other] for other in given if given[other] > given[star]]
    as_much = [given[other] for other in given if given[other] == given[star]]  # the couple is one of them
    if ties is Convention.COMPETITION:
        return Fraction(len(more) + 1)
    if ties is Convention.MODIFIED:
        return Fraction(len(more) + len(as_much))
    if ties is Convention.DENSE:
        return Fraction(len(set(more)) + 1)
    shared = [len(more) + nth for nth in range(1, len(as_much) + 1)]
    return Fraction(sum(shared), len(shared))  # their mean


# Who is ahead of whom.


def _ahead(paper: Paper, one: str, other: str) -> bool:
    """Whether one couple stands ahead of another: by the figure, then by each tie-break of the book in turn."""
    mine, theirs = paper.joined[one], paper.joined[other]
    if mine != theirs:
        return mine < theirs if paper.rules.combine is Combine.RANKS else mine > theirs
    for tie_break in paper.rules.book.combined_tie:
        given = paper.votes if tie_break is TieBreak.AUDIENCE else paper.points
        if given is not None and given[one] != given[other]:
            return given[one] > given[other]
    return False


def _place(paper: Paper, star: str) -> Place:
    """A couple's place, by counting who stands ahead of it and who behind."""
    ahead = sum(1 for other in paper.stars if _ahead(paper, other, star))
    behind = sum(1 for other in paper.stars if _ahead(paper, star, other))
    return Place(ahead + 1, len(paper.stars) - behind)


# Who leaves.


def _how_many_leave(season: Season, week: Week) -> int:
    """As many as the plan says, and one less for each couple that has withdrawn, if the book says so (1.7, 1.8)."""
    leave = week.leave
    for result in season.results:
        if result.exit is Exit.WITHDREW and result.week == week.number and leave > 0:
            leave -= 1 if week.book.withdrawal_replaces_elimination else 0
    return leave


def _lowest(paper: Paper, stars: list[str], how_many: int) -> list[str]:
    """So many of the lowest of these. Of couples that nothing separates, who stands later in the cast is named."""
    left = list(stars)
    lowest: list[str] = []
    while left and len(lowest) < how_many:
        last = left[0]
        for star in left:
            if not _ahead(paper, star, last):
                last = star
        left.remove(last)
        lowest.append(last)
    return lowest


def _not_ahead(paper: Paper, stars: list[str], star: str) -> int:
    """How many of these do not stand ahead of a couple; it is one of them."""
    return sum(1 for other in stars if not _ahead(paper, other, star))


def _behind(paper: Paper, stars: list[str], star: str) -> int:
    """How many of these stand behind a couple."""
    return sum(1 for other in stars if _ahead(paper, star, other))


def _lowest_for_sure(paper: Paper, stars: list[str], how_many: int) -> list[str]:
    """Exactly so many of the lowest of these, where the book separates them from all others (1.8)."""
    lowest = [star for star in stars if _not_ahead(paper, stars, star) <= how_many]
    if len(lowest) != how_many:
        message = "Couples tie on the line between who stays and who leaves, and the book does not separate them."
        raise NotPlain(message)
    return lowest


def _judged(season: Season, week: Week, paper: Paper, stars: list[str], leave: int) -> tuple[list[str], list[str]]:
    """Who leaves, and the two between whom the judges have yet to choose (1.4, 2.5).

    The judges choose between the two on the line; who stands lower leaves at once.
    """
    lower = _lowest_for_sure(paper, stars, leave - 1)
    two = [star for star in _lowest_for_sure(paper, stars, leave + 1) if star not in lower]
    lost = _lost(season, week, paper, two)
    return ([*lower, lost], []) if lost else ([], two)


def _lost(season: Season, week: Week, paper: Paper, two: list[str]) -> str:
    """Whom the judges did not save; empty while that is open. A judge has one vote, whoever has the casting vote."""
    one, other = two
    spoken = {save.judge: save.star for save in season.saves if save.week == week.number}
    for_one = sum(1 for star in spoken.values() if star == one)
    for_other = sum(1 for star in spoken.values() if star == other)
    judges = len(week.panel) - sum(1 for seat in week.panel if seat in week.absent)
    if for_one > judges - for_one:
        return other
    if for_other > judges - for_other:
        return one
    casting = week.casting_judge or paper.rules.book.head_judge
    for substitute in week.substitutes.get(casting, ()):
        casting = substitute  # who took the seat has its casting vote
    if for_one + for_other == judges and spoken.get(casting) in two:
        return other if spoken[casting] == one else one
    return ""
