"""Two seasons side by side, and one season under two books. All figures are exact; words are made elsewhere.

A season under another book is a question on each week by itself: the couples are those who really danced in it. Who
would have stayed or left in an earlier week, and so could have danced, nobody can know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from mirrorball.core.book import Book, Combine
from mirrorball.core.marks import nights, points
from mirrorball.core.outcome import Awaits, protected, rules_of
from mirrorball.core.reach import Reach
from mirrorball.core.season import Routine, Season, Week
from mirrorball.core.show import result_of
from mirrorball.core.ties import Place
from mirrorball.recap.story import JudgeTold, Story, ToldWeek, unvoted
from mirrorball.season.possible import Verdict, WeekVerdict, verdict_on

Watch = Callable[[Sequence[Week]], Iterable[Week]]


@dataclass(frozen=True, slots=True)
class Final:
    """How near champions and runners-up were by the panel's points of the final, and the most that any couple had.

    ``gap`` is below 0 where the champions had fewer points.
    """

    champions: tuple[str, ...]
    runners_up: tuple[str, ...]
    gap: Fraction
    most: Fraction

    @property
    def part(self) -> Fraction:
        """The gap as a part of the most that any couple had, without its sign."""
        return abs(self.gap) / self.most if self.most else Fraction(0)


@dataclass(frozen=True, slots=True)
class Parting:
    """A week in which somebody was eliminated: by the points that decided, the lowest and highest who could leave."""

    week: int
    out: tuple[str, ...]
    lowest: tuple[str, ...]
    highest: tuple[str, ...]

    @property
    def lowest_left(self) -> bool:
        """Whether one of the panel's lowest is among those who left."""
        return bool(set(self.out) & set(self.lowest))

    @property
    def highest_left(self) -> bool:
        """Whether one of the panel's highest left, and not everybody was level: an upset."""
        return bool(set(self.out) & set(self.highest)) and set(self.highest) != set(self.lowest)


@dataclass(frozen=True, slots=True)
class Figures:
    """One season in figures. A team dance is counted once, however many couples dance in it.

    ``perfect`` counts sheets on which every judge gave the highest mark; None for a season whose marks are averages, in
    which nobody knows. ``mean`` is the mean mark, ``spread`` how far a mark lies from it on average. ``unknown`` are
    weeks in which somebody was eliminated and not every couple's points are known.
    """

    title: str
    number: int | None
    averaged: bool
    highest: Fraction
    couples: int
    weeks: int
    routines: int
    marks: int
    perfect: int | None
    mean: Fraction | None
    spread: Fraction | None
    judges: tuple[JudgeTold, ...]
    final: Final | None
    partings: tuple[Parting, ...]
    unknown: tuple[int, ...]

    @property
    def lowest_left(self) -> int:
        """In how many weeks the panel's lowest left."""
        return sum(1 for one in self.partings if one.lowest_left)

    @property
    def upsets(self) -> int:
        """In how many weeks the panel's highest left."""
        return sum(1 for one in self.partings if one.highest_left)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two seasons side by side. ``judges`` marked in both, and ``stars`` and ``pros`` danced in both."""

    one: Figures
    other: Figures
    judges: tuple[tuple[JudgeTold, JudgeTold], ...]
    stars: tuple[str, ...]
    pros: tuple[str, ...]

    @property
    def alike(self) -> bool:
        """Whether marks can be compared as they are: on the same scale, and averages in neither or both."""
        return (self.one.highest, self.one.averaged) == (self.other.highest, self.other.averaged)


def compare(one: Story, other: Story) -> Comparison:
    """Two seasons side by side."""
    judges = {judge.judge: judge for judge in other.judges}
    stars = {journey.star for journey in other.journeys}
    pros = {journey.couple.pro for journey in other.journeys} - {""}
    return Comparison(
        figures(one),
        figures(other),
        tuple((judge, judges[judge.judge]) for judge in one.judges if judge.judge in judges),
        tuple(journey.star for journey in one.journeys if journey.star in stars),
        tuple(dict.fromkeys(j.couple.pro for j in one.journeys if j.couple.pro in pros)),
    )


def figures(told: Story) -> Figures:
    """One season in figures."""
    season = unvoted(told.season)
    routines = list(_once(season.routines))
    marks = [mark for routine in routines for mark in routine.marks.values()]
    mean = sum(marks, Fraction(0)) / len(marks) if marks else None
    partings = [_parting(season, one) for one in told.weeks if _eliminated(season, one)]
    return Figures(
        title=season.title,
        number=season.number,
        averaged=season.averaged,
        highest=season.scale.highest,
        couples=len(season.couples),
        weeks=sum(1 for one in told.weeks if one.danced),
        routines=len(routines),
        marks=len(marks),
        perfect=None if season.averaged else sum(1 for routine in routines if _perfect(season, routine)),
        mean=mean,
        spread=None if mean is None else sum((abs(mark - mean) for mark in marks), Fraction(0)) / len(marks),
        judges=told.judges,
        final=_final(told),
        partings=tuple(one for one in partings if isinstance(one, Parting)),
        unknown=tuple(one for one in partings if isinstance(one, int)),
    )


def _once(routines: Sequence[Routine]) -> Iterator[Routine]:
    """The routines, a team dance once."""
    seen = set()
    for routine in routines:
        key = (routine.week, routine.round, routine.team or routine.star, bool(routine.team))
        if key not in seen:
            seen.add(key)
            yield routine


def _perfect(season: Season, routine: Routine) -> bool:
    panel = season.week(routine.week).panel
    full = len(routine.marks) >= len(panel) > 0
    return full and all(mark == season.scale.highest for mark in routine.marks.values())


def _final(told: Story) -> Final | None:
    """How near the final was; None while it is not told, or where not every finalist's points are known."""
    if told.final is None:
        return None
    held = {line.star: line.night.points for line in told.final.lines}
    known = {star: value for star, value in held.items() if value is not None}
    first, second = (_at(told, nth) for nth in (0, 1))
    if not first or not second or not {*first, *second} <= known.keys() or len(known) < len(held):
        return None
    best, next_ = (max(known[star] for star in group) for group in (first, second))
    return Final(first, second, best - next_, max(known.values()))


def _at(told: Story, nth: int) -> tuple[str, ...]:
    """The finalists at the nth of the places that are held; several share one."""
    held = sorted({journey.result.place for journey in told.finalists if journey.result and journey.result.place})
    return tuple(j.star for j in told.finalists if j.result and held[nth:] and j.result.place == held[nth])


def _eliminated(season: Season, told: ToldWeek) -> bool:
    return not told.week.final and bool(season.eliminated_in(told.week.number))


def _parting(season: Season, told: ToldWeek) -> Parting | int | None:
    """Who left in a week, and who was lowest and highest by the points that decided.

    The number of the week where not every couple's points are known, and None where the votes alone decide.
    """
    week, book = told.week, rules_of(told.week)
    if book.combine is Combine.VOTES:
        return None
    given = points(nights(season, book, week.number))
    if given is None:
        return week.number
    could = {star: value for star, value in given.items() if star not in protected(book, week)}
    out = season.eliminated_in(week.number)
    least, most = min(could.values(), default=None), max(could.values(), default=None)
    lowest = tuple(star for star, value in could.items() if value == least)
    return Parting(week.number, out, lowest, tuple(star for star, value in could.items() if value == most))


# One season under two books.


@dataclass(frozen=True, slots=True)
class Under:
    """A week under one book.

    ``out``, ``places`` and ``awaits`` are what the recorded votes come to; ``voted`` tells whether they are known.
    ``verdict`` is whether the recorded result is possible, and ``reach`` what the vote could change.
    """

    book: str
    voted: bool
    out: tuple[str, ...]
    places: tuple[tuple[str, Place], ...]
    awaits: Awaits
    between: tuple[str, ...]
    verdict: WeekVerdict
    reach: tuple[Reach, ...]

    def can(self, *, final: bool) -> tuple[str, ...]:
        """Who can win by the vote in a final, and who can leave or stay by it in another week."""
        return tuple(one.star for one in self.reach if (one.can_win if final else one.can_leave and one.can_stay))


@dataclass(frozen=True, slots=True)
class WeekUnder:
    """One week under two books. ``recorded`` is who left in it; in a final the places stand in ``places``."""

    week: Week
    recorded: tuple[str, ...]
    places: tuple[tuple[str, Place], ...]
    one: Under
    other: Under

    @property
    def differs(self) -> bool:
        """Whether the two books part in this week: who leaves, what is possible, or whom the vote can decide on."""
        here, there = self.one, self.other
        by_votes = (here.out, here.places, here.awaits) != (there.out, there.places, there.awaits)
        return by_votes or here.verdict.verdict is not there.verdict.verdict or self._parted

    @property
    def _parted(self) -> bool:
        return self.one.can(final=self.week.final) != self.other.can(final=self.week.final)

    @property
    def opposed(self) -> bool:
        """Whether the recorded result is possible under one of the two books and not under the other."""
        verdicts = {self.one.verdict.verdict, self.other.verdict.verdict}
        return verdicts == {Verdict.POSSIBLE, Verdict.IMPOSSIBLE}


def compare_books(told: Story, one: Book | None, other: Book | None, watch: Watch = iter) -> tuple[WeekUnder, ...]:
    """Each week of a season under two books; None stands for the books by which the season was really run.

    Where votes are recorded in the season that is given, who would leave is worked out; else only what could be.
    ``watch`` passes the weeks on as they are looked at.
    """
    return tuple(
        WeekUnder(
            week,
            tuple(result.star for result in told.week(week.number).left),
            tuple((r.star, r.place) for r in told.season.results if week.final and r.week == week.number and r.place),
            _under(told.season, week.number, one),
            _under(told.season, week.number, other),
        )
        for week in watch([danced.week for danced in told.weeks if danced.danced])
    )


def _under(season: Season, number: int, book: Book | None) -> Under:
    changed = (
        season if book is None else replace(season, weeks=tuple(replace(week, book=book) for week in season.weeks))
    )
    week = changed.week(number)
    counted = result_of(changed, number)
    verdict = verdict_on(changed, week)
    return Under(
        week.book.name,
        counted is not None,
        counted.out if counted else (),
        tuple(counted.places.items()) if counted and week.final else (),
        counted.awaits if counted else Awaits.NOTHING,
        counted.between if counted else (),
        verdict,
        verdict.reach,
    )
