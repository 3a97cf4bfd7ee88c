"""What the pages show of a story: what is told of it, the dances of a night in their order, who stands where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from mirrorball.core.season import Bonus, Couple, Exit, Routine, Season, Song, Week
from mirrorball.recap.story import Journey, Line, Story, ToldWeek, story

LAST = 10**6  # stands for the order of a routine of which the order is not known: behind all others


@dataclass(frozen=True, slots=True)
class Dance:
    """One dance of a night, by one couple or by a team. ``marks`` follows the seats; None was not published."""

    routine: Routine
    couples: tuple[Couple, ...]
    marks: tuple[tuple[str, Fraction | None], ...]
    total: Fraction | None


@dataclass(frozen=True, slots=True)
class DancedRound:
    """The dances of one round, in the order of the night."""

    name: str
    dances: tuple[Dance, ...]


@dataclass(frozen=True, slots=True)
class Contest:
    """Points beside the marks, contest by contest."""

    name: str
    bonuses: tuple[Bonus, ...]


@dataclass(frozen=True, slots=True)
class Credit:
    """One piece of music of the season: who danced what to it, and when. Without songs the music is not known."""

    songs: tuple[Song, ...]
    stars: tuple[str, ...]
    style: str
    round: str


def so_far(whole: Story) -> Story:
    """The story as far as it is told: nothing that is planned or recorded for a later week is left in it.

    A running season's folder may hold next week's music and films already, and its look back must not tell them.
    """
    told = {one.week.number for one in told_weeks(whole)}
    if len(told) == len(whole.weeks):
        return whole
    season = whole.season
    cut = replace(
        season,
        weeks=tuple(week if week.number in told else _planned(week) for week in season.weeks),
        routines=tuple(one for one in season.routines if one.week in told),
        bonuses=tuple(one for one in season.bonuses if one.week in told),
        packages=tuple(one for one in season.packages if one.week in told),
        segments=tuple(one for one in season.segments if one.week in told),
        stated=tuple(one for one in season.stated if one.week in told),
        saves=tuple(one for one in season.saves if one.week in told),
        votes=tuple(one for one in season.votes if one.week in told),
    )
    return story(cut, [one.verdict for one in whole.weeks if one.week.number in told])


def told_weeks(whole: Story) -> tuple[ToldWeek, ...]:
    """The weeks of which something has happened, and those before them."""
    last = max((one.week.number for one in whole.weeks if _happened(whole.season, one)), default=None)
    return () if last is None else tuple(one for one in whole.weeks if one.week.number <= last)


def cast_by_name(season: Season) -> tuple[Couple, ...]:
    """The cast by name: an order that tells nothing. That of a folder is often the order in which people left."""
    return tuple(sorted(season.couples, key=lambda couple: (couple.star.casefold(), couple.star)))


def spelled(day: date | None) -> str:
    """A day as a page prints it: ``5 December 2023``; empty where it is not known."""
    return f"{day.day} {day:%B} {day.year}" if day else ""


def span(weeks: Iterable[Week]) -> str:
    """From the first day to the last; empty where no day is known."""
    days = sorted(week.date for week in weeks if week.date)
    if not days:
        return ""
    first, last = days[0], days[-1]
    if first == last:
        return spelled(first)
    return f"{spelled(first) if first.year != last.year else f'{first.day} {first:%B}'} to {spelled(last)}"


def rounds_of(season: Season, told: ToldWeek) -> tuple[DancedRound, ...]:
    """The dances of a week, round by round in the order of the sheet; a team stands once, with all its couples."""
    found: dict[str, dict[tuple[str, bool], Dance]] = {}
    totals = {(one.routine.round, one.routine.star): one.sheet.total for line in told.lines for one in line.danced}
    for routine in season.danced_in(told.week.number):
        team = routine.team or routine.star
        here = found.setdefault(routine.round, {})
        before = here.get((team, bool(routine.team)))
        couples = (*before.couples, season.couple(routine.star)) if before else (season.couple(routine.star),)
        total = before.total if before else totals.get((routine.round, routine.star))
        shown = before.routine if before else routine
        here[team, bool(routine.team)] = Dance(shown, couples, marks_of(told.week, shown), total)
    return tuple(
        DancedRound(name, tuple(sorted(here.values(), key=lambda one: one.routine.order or LAST)))
        for name, here in found.items()
    )


def marks_of(week: Week, routine: Routine) -> tuple[tuple[str, Fraction | None], ...]:
    """Each seat's mark, in the order of the panel, under the name of who gave it; then whoever else marked."""
    shown: dict[str, Fraction | None] = {}
    for seat in week.panel:
        sat = [who for who in (seat, *week.substitutes.get(seat, ())) if who in routine.marks]
        if sat or seat not in week.absent:
            shown.update({who: routine.marks.get(who) for who in sat or [seat]})
    return tuple({**shown, **{who: mark for who, mark in routine.marks.items() if who not in shown}}.items())


def contests_of(season: Season, told: ToldWeek) -> tuple[Contest, ...]:
    """The bonuses of a week by contest."""
    here = [one for one in season.bonuses if one.week == told.week.number]
    names = dict.fromkeys(one.contest for one in here)
    return tuple(Contest(name, tuple(one for one in here if one.contest == name)) for name in names)


def columns_of(told: ToldWeek) -> tuple[str, ...]:
    """The rounds of a week, as the columns of its board."""
    return tuple(dict.fromkeys(one.routine.round for line in told.lines for one in line.danced))


def in_round(line: Line, name: str) -> tuple[Fraction | None, ...]:
    """A couple's totals in a round: one, or none if it did not dance in it."""
    return tuple(one.sheet.total for one in line.danced if one.routine.round == name)


def music_of(season: Season, told: ToldWeek) -> tuple[Credit, ...]:
    """The music of a week: of its dances, then of its contests."""
    danced = [
        Credit(one.routine.songs, tuple(c.star for c in one.couples), one.routine.style or "", part.name)
        for part in rounds_of(season, told)
        for one in part.dances
    ]
    beside: dict[tuple[str, str, tuple[Song, ...]], list[str]] = {}
    for bonus in season.bonuses:
        if bonus.week == told.week.number and bonus.songs:
            beside.setdefault((bonus.contest, bonus.style or "", bonus.songs), []).append(bonus.star)
    return (*danced, *(Credit(songs, tuple(who), style, name) for (name, style, songs), who in beside.items()))


def still_in(whole: Story) -> tuple[Journey, ...]:
    """Who has not left and was not placed."""
    return tuple(journey for journey in whole.journeys if journey.result is None)


def credit_of(couple: Couple) -> str:
    """Whose photo it is, without the brackets and the word that agencies set around it."""
    told = couple.photo_credit.strip()
    while told.startswith("(") and told.endswith(")"):
        told = told[1:-1].strip()
    for opening in ("photo by:", "photo by", "photo:"):
        if told.casefold().startswith(opening):
            return told[len(opening) :].strip()
    return told


def _happened(season: Season, told: ToldWeek) -> bool:
    """Whether anything of a week is on record that only the night itself could bring."""
    number = told.week.number
    return (
        told.danced
        or bool(told.left)
        or any(one.week == number for one in season.stated)
        or any(one.week == number for one in season.bonuses)
        or any(one.week == number and one.exit is Exit.FINAL for one in season.results)
    )


def _planned(week: Week) -> Week:
    """A week as it was announced."""
    return replace(week, named_in_jeopardy=(), immune=(), viewers=None, note="")
