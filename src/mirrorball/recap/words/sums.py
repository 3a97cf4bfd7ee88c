"""How a couple's points of a night came about, in figures and in words."""

from __future__ import annotations

from fractions import Fraction

from mirrorball.recap.story import Line
from mirrorball.recap.words.said import begins, noun, nth_in_words, so_many, stop
from mirrorball.sentences import NOT_KNOWN, listed, number, points_made_of

Part = tuple[Fraction, str]


def how_points_came(line: Line) -> str:
    """What a couple's points of a night are the sum of.

    ``60 + 30 + 30 = 120: 60 carried over from week 10, 30 for the foxtrot and 30 for the freestyle.``
    """
    if line.night.points is None:
        return stop(f"Points {NOT_KNOWN}: {points_made_of(line.night)}")
    parts = parts_of(line)
    if len(parts) <= 1:
        return stop(begins(made_of(line, "points ")))
    return stop(f"{_added(parts)} = {number(line.night.points)}: {made_of(line)}")


def made_of(line: Line, unit: str = "") -> str:
    """The parts in words: ``30 for the foxtrot and 30 for the freestyle``; a contest that brought nothing is named."""
    said = [f"{number(abs(value))} {unit}{words}" for value, words in parts_of(line)]
    said += [f"nothing in the {bonus.contest}" for bonus in line.night.bonuses if not bonus.points]
    return listed(said) if said else f"0 {unit}from the panel"


def parts_of(line: Line) -> list[Part]:
    """The parts of a couple's points, each with what it is; contests that brought nothing are left out."""
    night = line.night
    parts: list[Part] = []
    if night.carried is not None and night.carried.points is not None:
        parts.append((night.carried.points, f"carried over from week {night.carried.week}"))
    if night.marks is not None:
        parts += _marks(line, night.marks)
    for bonus in night.bonuses:
        if bonus.points:
            parts.append((bonus.points, f"{'taken off ' if bonus.points < 0 else ''}in the {bonus.contest}"))
    return parts


def _marks(line: Line, marks: Fraction) -> list[Part]:
    """What the panel gave, routine by routine where that adds up."""
    if line.night.stated:
        return [(marks, "from the panel, of which not every mark is known")]
    totals = [one.sheet.total for one in line.danced if one.sheet.total is not None]
    if sum(totals, Fraction(0)) != marks:
        return [(marks, f"on average over {so_many(len(totals), 'dance')}")]
    named = [noun(one.routine) for one in line.danced]
    if len(totals) == 1 and not named[0]:
        return [(marks, "from the panel")]
    called = [f"for the {name or f'{nth_in_words(nth)} dance'}" for nth, name in enumerate(named, 1)]
    return list(zip(totals, called, strict=True))


def _added(parts: list[Part]) -> str:
    """The sum itself: ``60 + 30 - 2``."""
    said = ""
    for value, _ in parts:
        sign = " - " if value < 0 else " + "
        said += f"{sign}{number(abs(value))}" if said else number(value)
    return said
