"""What a scrutineer may want to look at: marks that are correct by the rules and unlike those of the rest of the panel.

A hint is no fault and changes nothing. Judges never see one. Every hint is worked out from the sheets that have at
least three marks, since two marks alone cannot tell which of them is unlike the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise

from mirrorball.core.book import Absent
from mirrorball.core.season import Routine, Scale, SegmentKind, Week
from mirrorball.core.show import Show

FEWEST_MARKS = 3
FAR = Fraction(1, 5)  # of the scale's range
ALIKE_FROM = 4  # routines
UPSIDE_DOWN_FROM = 5  # routines
UPSIDE_DOWN = Fraction(-1, 2)
EXCHANGED_APART = Fraction(3, 10)  # of the scale's range
EXCHANGED_TOGETHER = Fraction(1, 10)  # of the scale's range


@dataclass(frozen=True, slots=True)
class FarOff:
    """A mark is at least a fifth of the scale's range away from the median of the other marks, and from most of them.

    The second half is for small panels: beside a 2 the median of two marks lies far from a 9 that another judge gave
    as well.
    """

    judge: str
    round: str
    star: str
    mark: Fraction
    median: Fraction


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Two marks of a judge, for routines danced one after the other in a round, would agree with the panel if swapped.

    That is: together they are at least three tenths of the scale's range away from the medians of the other marks on
    their sheets, and would be at most one tenth away if they were swapped. It takes the place of ``FarOff`` for both.
    """

    judge: str
    round: str
    star: str
    mark: Fraction
    other_star: str
    other_mark: Fraction


@dataclass(frozen=True, slots=True)
class AllAlike:
    """A judge gave the same mark to every routine so far, four or more, where the others did tell them apart.

    ``round`` and ``star`` name the latest of these routines.
    """

    judge: str
    round: str
    star: str
    mark: Fraction
    routines: int


@dataclass(frozen=True, slots=True)
class UpsideDown:
    """A judge orders the routines the other way round than the rest of the panel.

    That is: over at least five routines, Kendall's tau between the judge's marks and the means of the others is at
    most -1/2. Tau is (pairs in the same order - pairs in opposite order) / all pairs; a pair that one side does not
    tell apart is neither. ``round`` and ``star`` name the latest of these routines.
    """

    judge: str
    round: str
    star: str
    tau: Fraction
    opposite: int
    pairs: int


Hint = FarOff | Exchanged | AllAlike | UpsideDown


@dataclass(frozen=True, slots=True)
class _Seen:
    """A judge's mark for a routine, the other marks for it, and their median and mean."""

    routine: Routine
    mark: Fraction
    others: tuple[Fraction, ...]
    median: Fraction
    mean: Fraction


def hints(show: Show) -> tuple[Hint, ...]:
    """All hints of the night so far, judge by judge; of each judge first those on single marks, in running order."""
    sheets = [
        (r, marks) for r in _once(_in_order(show)) if len(marks := marks_that_count(show.week, r)) >= FEWEST_MARKS
    ]
    judges = dict.fromkeys(judge for _, marks in sheets for judge in marks)
    return tuple(hint for judge in judges for hint in hints_on(judge, sheets, show.season.scale))


def hints_on(judge: str, sheets: Sequence[tuple[Routine, Mapping[str, Fraction]]], scale: Scale) -> Iterator[Hint]:
    """The hints on one judge. ``sheets`` are routines in running order, with all the marks that count, by judge."""
    seen = [_seen(judge, routine, marks) for routine, marks in sheets if judge in marks]
    width = scale.highest - scale.lowest
    exchanged = [(one, other) for one, other in pairwise(seen) if _exchanged(one, other, width)]
    explained = [mark for pair in exchanged for mark in pair]
    for one in seen:
        if one not in explained and _far_off(one, width * FAR):
            yield FarOff(judge, one.routine.round, one.routine.star, one.mark, one.median)
    for one, other in exchanged:
        yield Exchanged(judge, one.routine.round, one.routine.star, one.mark, other.routine.star, other.mark)
    yield from _on_the_whole(judge, seen)


def median(numbers: Sequence[Fraction]) -> Fraction:
    """The one in the middle, or the mean of the two in the middle. There has to be one."""
    ordered, half = sorted(numbers), len(numbers) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _seen(judge: str, routine: Routine, marks: Mapping[str, Fraction]) -> _Seen:
    others = tuple(mark for name, mark in marks.items() if name != judge)
    return _Seen(routine, marks[judge], others, median(others), sum(others, Fraction(0)) / len(others))


def _far_off(one: _Seen, line: Fraction) -> bool:
    if abs(one.mark - one.median) < line:
        return False
    return 2 * sum(1 for other in one.others if abs(one.mark - other) >= line) > len(one.others)


def _exchanged(one: _Seen, other: _Seen, width: Fraction) -> bool:
    if one.routine.round != other.routine.round or one.routine.star == other.routine.star:
        return False
    as_given = abs(one.mark - one.median) + abs(other.mark - other.median)
    swapped = abs(other.mark - one.median) + abs(one.mark - other.median)
    return as_given >= width * EXCHANGED_APART and swapped <= width * EXCHANGED_TOGETHER


def _on_the_whole(judge: str, seen: Sequence[_Seen]) -> Iterator[Hint]:
    if not seen:
        return
    last = seen[-1].routine
    told_apart = len({one.mean for one in seen}) > 1
    if len(seen) >= ALIKE_FROM and len({one.mark for one in seen}) == 1 and told_apart:
        yield AllAlike(judge, last.round, last.star, seen[-1].mark, len(seen))
    if len(seen) >= UPSIDE_DOWN_FROM:
        marks, means = _ranks([one.mark for one in seen]), _ranks([one.mean for one in seen])
        signs = [(m - n) * (a - b) for (m, a), (n, b) in combinations(zip(marks, means, strict=True), 2)]
        same, opposite = sum(1 for sign in signs if sign > 0), sum(1 for sign in signs if sign < 0)
        tau = Fraction(same - opposite, len(signs))
        if tau <= UPSIDE_DOWN:
            yield UpsideDown(judge, last.round, last.star, tau, opposite, len(signs))


def _ranks(numbers: Sequence[Fraction]) -> list[int]:
    """The numbers as whole ones in the same order, since a night has hundreds of pairs to compare."""
    rank = {number: nth for nth, number in enumerate(sorted(set(numbers)))}
    return [rank[number] for number in numbers]


def _in_order(show: Show) -> list[Routine]:
    """Tonight's routines that count, in the order of the rundown."""
    nth = {(s.round, s.star): n for n, s in enumerate(show.rundown) if s.kind is SegmentKind.ROUTINE}
    return sorted(show.due, key=lambda r: nth.get((r.round, r.star), len(show.rundown)))


def marks_that_count(week: Week, routine: Routine) -> dict[str, Fraction]:
    """The marks of a sheet that count, by who gave them."""
    left_out = week.absent if week.book.absent is Absent.WITHOUT else ()
    seats = [(seat, *week.substitutes.get(seat, ())) for seat in week.panel if seat not in left_out]
    givers = [next((name for name in names if name in routine.marks), None) for names in seats]
    return {giver: routine.marks[giver] for giver in givers if giver is not None}


def _once(routines: Sequence[Routine]) -> list[Routine]:
    """The routines, with a team dance once: each of its members has a row with the team's marks."""
    teams: set[tuple[object, ...]] = set()
    kept = []
    for routine in routines:
        team = (routine.round, routine.team, frozenset(routine.marks.items()))
        if not routine.team or team not in teams:
            kept.append(routine)
            teams.add(team)
    return kept
