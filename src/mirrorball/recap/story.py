"""A season as a look back tells it: week by week, couple by couple, judge by judge, all worked out once.

Everything here follows from the season alone. Votes are left out unless they are to be published; then they are in the
season that is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from mirrorball.core.marks import Night, Sheet, night
from mirrorball.core.outcome import Outcome, rules_of
from mirrorball.core.season import Couple, Exit, Package, Result, Routine, Season, Week
from mirrorball.core.show import result_of
from mirrorball.core.ties import Place, groups, places
from mirrorball.season.possible import WeekVerdict, verdict_on


@dataclass(frozen=True, slots=True)
class Danced:
    """One routine and its sheet. ``most`` is the most that those who marked it could give; None if nobody did."""

    routine: Routine
    sheet: Sheet
    most: Fraction | None

    @property
    def share(self) -> Fraction | None:
        """The total as a part of the most there was to have; None while the total is not known."""
        return self.sheet.total / self.most if self.sheet.total is not None and self.most else None


@dataclass(frozen=True, slots=True)
class Line:
    """One couple in one week. ``place`` is by the panel's points of the night; None while they are not known."""

    star: str
    night: Night
    danced: tuple[Danced, ...]
    place: Place | None

    @property
    def total(self) -> Fraction | None:
        """What the night itself gave: marks and bonuses, without anything carried over."""
        return None if self.night.marks is None else self.night.marks + self.night.bonus


@dataclass(frozen=True, slots=True)
class ToldWeek:
    """One week. ``lines`` stand from the most points to the fewest, those whose points are not known behind.

    ``outcome`` is what marks and votes came to, where the votes are known. ``verdict`` is whether what is recorded was
    possible, and holds what the vote could change. ``left`` is who left in this week.
    """

    week: Week
    lines: tuple[Line, ...]
    outcome: Outcome | None
    verdict: WeekVerdict
    left: tuple[Result, ...]
    packages: tuple[Package, ...]

    @property
    def danced(self) -> bool:
        """Whether anything of this week is recorded yet."""
        return any(one.sheet.total is not None or one.routine.marks for line in self.lines for one in line.danced)

    def line(self, star: str) -> Line | None:
        """The line of a star, or None if it did not dance in this week."""
        return next((line for line in self.lines if line.star == star), None)


@dataclass(frozen=True, slots=True)
class Journey:
    """One couple's season. ``nights`` holds its lines by week.

    ``best`` and ``worst`` are the couple's own routines by their share; team dances are left out. The first danced of
    several equal ones is named; ``best_of`` and ``worst_of`` tell how many there are. ``mean`` is the mean of all
    ``marks`` that are known.
    """

    couple: Couple
    result: Result | None
    nights: Mapping[int, Line]
    best: Danced | None
    best_of: int
    worst: Danced | None
    worst_of: int
    mean: Fraction | None
    marks: int

    @property
    def star(self) -> str:
        """The star's full name, by which the couple is known."""
        return self.couple.star

    @property
    def danced(self) -> tuple[Danced, ...]:
        """Every routine of the season, in order."""
        return tuple(one for line in self.nights.values() for one in line.danced)

    @property
    def champion(self) -> bool:
        """Whether the couple won, alone or with another."""
        return self.result is not None and self.result.exit is Exit.FINAL and _place(self.result) == 1


@dataclass(frozen=True, slots=True)
class JudgeTold:
    """One judge over the season: how many marks are known, their mean, and how it leans.

    ``lean`` is the mean, over the marks that are known, of the mark less the mean of the other judges' marks for the
    same routine; None where nobody else marked. ``highest`` and ``lowest`` are how often the ends of the scale were
    given. A team dance is marked once, however many couples dance in it.
    """

    judge: str
    regular: bool
    weeks: tuple[int, ...]
    marks: int
    mean: Fraction
    lean: Fraction | None
    spread: tuple[Fraction, Fraction]  # lowest and highest mark given
    highest: int
    lowest: int


@dataclass(frozen=True, slots=True)
class Story:
    """A season told. ``journeys`` stand by how far the couples came, the best first, those still in before who left."""

    season: Season
    weeks: tuple[ToldWeek, ...]
    journeys: tuple[Journey, ...]
    judges: tuple[JudgeTold, ...]

    @property
    def over(self) -> bool:
        """Whether the season has champions."""
        return bool(self.champions)

    @property
    def champions(self) -> tuple[Journey, ...]:
        """Who won; several if the first place was shared, nobody while it is not told."""
        return tuple(journey for journey in self.journeys if journey.champion)

    @property
    def final(self) -> ToldWeek | None:
        """The week of the final, or None if the plan has none."""
        return next((told for told in reversed(self.weeks) if told.week.final), None)

    @property
    def finalists(self) -> tuple[Journey, ...]:
        """Who was placed in the final, best first."""
        return tuple(j for j in self.journeys if j.result is not None and j.result.exit is Exit.FINAL)

    def journey(self, star: str) -> Journey:
        """The journey of a star. KeyError if the star is not in the cast."""
        for journey in self.journeys:
            if journey.star == star:
                return journey
        raise KeyError(star)

    def week(self, number: int) -> ToldWeek:
        """A week by its number. KeyError if there is none."""
        for told in self.weeks:
            if told.week.number == number:
                return told
        raise KeyError(number)


def unvoted(season: Season) -> Season:
    """The same season without a single vote: what a look back is made of, unless votes are to be published."""
    return replace(season, votes=())


def story(season: Season, verdicts: Iterable[WeekVerdict] | None = None) -> Story:
    """The season told. ``verdicts`` are those of its weeks, if somebody has worked them out already."""
    known = {verdict.week: verdict for verdict in verdicts or ()}
    weeks = tuple(_told(season, week, known.get(week.number)) for week in season.weeks)
    journeys = [_journey(season, couple, weeks) for couple in season.couples]
    order = {couple.star: nth for nth, couple in enumerate(season.couples)}
    journeys.sort(key=lambda journey: (_how_far(journey.result), order[journey.star]))
    return Story(season, weeks, tuple(journeys), _judges(season))


def danced(season: Season, sheet: Sheet) -> Danced:
    """A routine with the most that those who marked it could give."""
    marks, book = len(sheet.routine.marks), rules_of(season.week(sheet.routine.week))
    counting = max(0, marks - book.drop_high - book.drop_low)
    most = season.scale.highest * counting if counting else None
    return Danced(sheet.routine, sheet, most)


def _told(season: Season, week: Week, verdict: WeekVerdict | None) -> ToldWeek:
    book = rules_of(week)
    nights = [night(season, book, week.number, star) for star in season.in_at(week.number)]
    here = [one for one in nights if one.sheets or one.points is not None]
    known = {one.star: one.points for one in here if one.points is not None}
    in_order = groups(known, known.__getitem__)
    placed = places(in_order)
    order = [star for group in in_order for star in group]
    here.sort(key=lambda one: order.index(one.star) if one.star in placed else len(order))
    lines = tuple(
        Line(one.star, one, tuple(danced(season, sheet) for sheet in one.sheets), placed.get(one.star)) for one in here
    )
    return ToldWeek(
        week,
        lines,
        result_of(season, week.number),
        verdict or verdict_on(season, week),
        tuple(r for r in season.results if r.week == week.number and r.exit is not Exit.FINAL),
        tuple(package for package in season.packages if package.week == week.number),
    )


def _journey(season: Season, couple: Couple, weeks: Sequence[ToldWeek]) -> Journey:
    lines = {told.week.number: line for told in weeks if (line := told.line(couple.star))}
    own = [one for line in lines.values() for one in line.danced if not one.routine.team]
    shares = [(one.share, one) for one in own if one.share is not None]
    best = max((share for share, _ in shares), default=None)
    worst = min((share for share, _ in shares), default=None)
    marks = [mark for line in lines.values() for one in line.danced for mark in one.routine.marks.values()]
    return Journey(
        couple,
        season.result(couple.star),
        lines,
        next((one for share, one in shares if share == best), None),
        sum(1 for share, _ in shares if share == best),
        next((one for share, one in shares if share == worst), None),
        sum(1 for share, _ in shares if share == worst),
        sum(marks, Fraction(0)) / len(marks) if marks else None,
        len(marks),
    )


def _place(result: Result) -> int | None:
    return result.place.first if result.place else None


def _how_far(result: Result | None) -> tuple[int, int, int]:
    """Sorts by how far a couple came: winners first, whoever is still in next, then the later who left the earlier."""
    if result is None:
        return (1, 0, 0)
    place = _place(result)
    if result.exit is Exit.FINAL and place == 1:
        return (0, 0, 0)
    if place is not None:
        return (2, place, 0)
    return (2, 0, -result.week) if result.exit is Exit.FINAL else (3, -result.week, 0)


def _judges(season: Season) -> tuple[JudgeTold, ...]:
    """Every judge whose marks are known, the regular panel first, then guests in the order in which they came."""
    given: dict[str, list[tuple[Routine, Fraction]]] = {judge: [] for judge in season.judges}
    sheets = {
        (r.week, r.round, r.team or r.star, bool(r.team)): r for r in sorted(season.routines, key=lambda r: r.week)
    }
    for routine in sheets.values():
        for judge, mark in routine.marks.items():
            given.setdefault(judge, []).append((routine, mark))
    return tuple(_judge(season, judge, marks) for judge, marks in given.items() if marks)


def _judge(season: Season, judge: str, given: Sequence[tuple[Routine, Fraction]]) -> JudgeTold:
    marks = [mark for _, mark in given]
    leans = []
    for routine, mark in given:
        others = [other for who, other in routine.marks.items() if who != judge]
        if others:
            leans.append(mark - sum(others, Fraction(0)) / len(others))
    return JudgeTold(
        judge,
        judge in season.judges,
        tuple(sorted({routine.week for routine, _ in given})),
        len(marks),
        sum(marks, Fraction(0)) / len(marks),
        sum(leans, Fraction(0)) / len(leans) if leans else None,
        (min(marks), max(marks)),
        sum(1 for mark in marks if mark == season.scale.highest),
        sum(1 for mark in marks if mark == season.scale.lowest),
    )
