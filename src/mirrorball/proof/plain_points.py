"""Marks and votes counted with paper and a calculator: the first half of the second path to a result.

It reads the rules of docs/rules/television.md once more, slowly, and shares no line of rule with ``core``: what both
come to is worth more than what one comes to. It takes the values of a season and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction

from mirrorball.core.book import Absent, Book, Carry, Combine, Decider, Sum, TieBreak
from mirrorball.core.season import Exit, Routine, Season, Week
from mirrorball.core.ties import Convention


class NotPlain(Exception):
    """The second path cannot work this out, and does not guess. Its text says what is missing or not known to it."""


# What this path has read and works out. A setting or a value that is new in a book is none of these, and is refused.
WAYS_TO_TIE = (Convention.COMPETITION, Convention.MODIFIED, Convention.DENSE, Convention.AVERAGE)
WAYS_TO_COMBINE = (Combine.RANKS, Combine.PERCENT, Combine.POINTS, Combine.VOTES, Combine.MARKS)
CHOICES: Mapping[str, tuple[object, ...]] = {
    "combine": WAYS_TO_COMBINE,
    "final": (None, *WAYS_TO_COMBINE),
    "panel_ties": WAYS_TO_TIE,
    "audience_ties": WAYS_TO_TIE,
    "routine": (Sum.SUM, Sum.MEAN),
    "night": (Sum.SUM, Sum.MEAN),
    "carry": (Carry.NOTHING, Carry.MARKS, Carry.MARKS_AND_VOTES),
    "absent": (Absent.WAIT, Absent.WITHOUT, Absent.AVERAGE),
    "decider": (Decider.LOWEST, Decider.JUDGES, Decider.DANCE_OFF),
}
NUMBERS = ("panel_weight", "audience_weight", "drop_high", "drop_low", "marks_lag", "votes_lag")
OTHERS = ("combined_tie", "head_judge", "immune_excluded", "withdrawal_replaces_elimination")
NOT_COUNTED = ("name", "title", "jeopardy", "confidence", "source")  # how many are in jeopardy stands in the week


@dataclass(frozen=True, slots=True)
class Rules:
    """A book as it holds tonight."""

    book: Book
    combine: Combine
    judged: bool
    marks_lag: int
    votes_lag: int


def rules_for(week: Week) -> Rules:
    """The book of a week. In a final its own marks and votes count, and the judges choose nobody (1.9, 2.6)."""
    book = week.book
    for setting in fields(book):
        value = getattr(book, setting.name)
        if setting.name in CHOICES:
            known = value in CHOICES[setting.name]
        elif setting.name == "combined_tie":
            known = all(tie_break in {TieBreak.AUDIENCE, TieBreak.PANEL} for tie_break in value)
        else:
            known = setting.name in NUMBERS or setting.name in OTHERS or setting.name in NOT_COUNTED
        if not known:
            message = f"The second path does not know {setting.name} = {value} of the book {book.name}."
            raise NotPlain(message)
    if week.final:
        return Rules(book, book.combine if book.final is None else book.final, judged=False, marks_lag=0, votes_lag=0)
    return Rules(book, book.combine, book.decider is not Decider.LOWEST, book.marks_lag, book.votes_lag)


def who_can_be_placed(season: Season, number: int) -> list[str]:
    """The cast without who left in an earlier week and who withdrew in this one (1.7)."""
    stay = []
    for couple in season.couples:
        gone = False
        for result in season.results:
            if result.star == couple.star and result.exit is not Exit.FINAL and result.week < number:
                gone = True
            if result.star == couple.star and result.exit is Exit.WITHDREW and result.week == number:
                gone = True
        if not gone:
            stay.append(couple.star)
    return stay


def weeks_back(season: Season, number: int, lag: int) -> Week | None:
    """The week that lies so many weeks of the plan before another; None if the season does not go so far back."""
    numbers = sorted(week.number for week in season.weeks)
    at = numbers.index(number) - lag
    if at < 0:
        return None
    for week in season.weeks:
        if week.number == numbers[at]:
            return week
    return None


def _the_week(season: Season, number: int) -> Week:
    for week in season.weeks:
        if week.number == number:
            return week
    message = f"Week {number} is to be carried, and the plan does not have it."
    raise NotPlain(message)


# Points.


def points_tonight(season: Season, number: int, rules: Rules) -> dict[str, Fraction] | None:
    """Every couple's points for what is told in a week; None while one couple's are not known."""
    counts = weeks_back(season, number, rules.marks_lag)
    if counts is None:
        return None
    points = {}
    for star in who_can_be_placed(season, number):
        total = _points(season, rules.book, counts, star)
        if total is None:
            return None
        points[star] = total
    return points or None


def _points(season: Season, book: Book, week: Week, star: str) -> Fraction | None:
    """Marks, and bonuses, and an earlier week if the plan carries one (1.1, 1.5, 1.6)."""
    points = _marks(season, book, week, star)
    if points is None:
        return None
    for bonus in season.bonuses:
        if bonus.week == week.number and bonus.star == star:
            points += bonus.points
    if book.carry is Carry.NOTHING or week.carry is None or week.carry >= week.number:
        return points
    earlier = _points(season, book, _the_week(season, week.carry), star)
    return None if earlier is None else points + earlier


def _marks(season: Season, book: Book, week: Week, star: str) -> Fraction | None:
    """What the panel gave for all routines of a couple; where not all of it is known, what a source states."""
    danced = [routine for routine in season.routines if routine.week == week.number and routine.star == star]
    totals = [_sheet(book, week, routine) for routine in danced]
    whole = [total for total in totals if total is not None]
    if whole and len(whole) == len(totals):
        return _joined(book.night, whole)
    for stated in season.stated:
        if stated.week == week.number and stated.star == star:
            return stated.total
    return None


def _sheet(book: Book, week: Week, routine: Routine) -> Fraction | None:
    """The total of one routine, from the marks of all seats that count (6.2, 10.1, 10.2)."""
    marks = []
    to_fill = 0
    for seat in week.panel:
        mark = _from_seat(week, routine, seat)
        if seat in week.absent and book.absent is Absent.WITHOUT:
            continue  # whatever was marked from there counts for nobody
        if mark is not None:
            marks.append(mark)
        elif seat in week.absent and book.absent is Absent.AVERAGE:
            to_fill += 1
        else:
            return None
    if not marks:
        return None
    marks += to_fill * [_sum(marks) / len(marks)]
    if len(marks) <= book.drop_high + book.drop_low:
        return None
    for _ in range(book.drop_high):
        marks.remove(max(marks))
    for _ in range(book.drop_low):
        marks.remove(min(marks))
    return _joined(book.routine, marks)


def _from_seat(week: Week, routine: Routine, seat: str) -> Fraction | None:
    """The mark from a seat: of the judge of the plan, or of whoever sat there later."""
    if seat in routine.marks:
        return routine.marks[seat]
    for substitute in week.substitutes.get(seat, ()):
        if substitute in routine.marks:
            return routine.marks[substitute]
    return None


# Votes.


def votes_tonight(season: Season, number: int, rules: Rules) -> dict[str, int] | None:
    """Every couple's votes for what is told in a week; None if a week that counts was never counted (1.5)."""
    counts = weeks_back(season, number, rules.votes_lag)
    if counts is None:
        return None
    to_count = [counts]
    if rules.book.carry is Carry.MARKS_AND_VOTES:
        while counts.carry is not None and counts.carry < counts.number:
            counts = _the_week(season, counts.carry)
            to_count.append(counts)
    votes = dict.fromkeys(who_can_be_placed(season, number), 0)
    for week in to_count:
        rows = [row for row in season.votes if row.week == week.number]
        if not rows:
            return None
        for row in rows:
            if row.star in votes:
                votes[row.star] += row.votes
    return votes


# A calculator.


def _sum(numbers: list[Fraction]) -> Fraction:
    total = Fraction(0)
    for number in numbers:
        total += number
    return total


def _joined(how: Sum, numbers: list[Fraction]) -> Fraction:
    return _sum(numbers) if how is Sum.SUM else _sum(numbers) / len(numbers)
