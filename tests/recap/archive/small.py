"""Small archives for tests: made-up seasons of a few couples, written as folders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from mirrorball.core.books import BOOKS
from mirrorball.core.season import Couple, Exit, Result, Routine, Season, Week
from mirrorball.core.ties import Place
from mirrorball.recap.archive.collect import Archive, collect
from mirrorball.season.write import write

CAST = (("Ana Ray", "Max"), ("Bo Li", "Nia"), ("Cy <b> & Co", "Oz"), ("Ďana", ""))
JUDGES = ("Judy", "Karl", "Lea")
BOOK = BOOKS["us-3-16"]


def season(
    number: int,
    cast: Sequence[tuple[str, str]] = CAST,
    judges: Sequence[str] = JUDGES,
    *,
    averaged: bool = False,
    over: bool = True,
) -> Season:
    """One couple leaves each week, in the first the second lowest by the panel; the first of the cast wins."""
    stars = [star for star, _ in cast]
    last = len(stars) - 1
    order = [*reversed(stars[2:])]
    order[:2] = reversed(order[:2])
    routines = []
    for week in range(1, last + 1 if over else 2):
        for nth, star in enumerate(star for star in stars if star not in order[: week - 1]):
            marks = {judge: Fraction(10 - nth - (judge == "Karl")) for judge in judges}
            if averaged:
                marks = {judge: mark + Fraction(1, 3) for judge, mark in marks.items()}
            routines.append(Routine(week=week, star=star, marks=marks, style=None if averaged else "Tango"))
    gone = [
        Result(star=star, exit=Exit.ELIMINATED, week=week, place=Place(len(stars) + 1 - week, len(stars) + 1 - week))
        for week, star in enumerate(order, 1)
    ]
    placed = [Result(star=stars[nth], exit=Exit.FINAL, week=last, place=Place(nth + 1, nth + 1)) for nth in (0, 1)]
    return Season(
        title="The Show",
        number=number,
        judges=tuple(judges),
        averaged=averaged,
        couples=tuple(Couple(star=star, pro=pro, known_for="Singing") for star, pro in cast),
        weeks=tuple(
            Week(number=n, panel=tuple(judges), book=BOOK, final=n == last, leave=int(n != last))
            for n in range(1, last + 1)
        ),
        routines=tuple(routines),
        results=tuple([*gone, *placed] if over else gone[:1]),
    )


def folders(to: Path, seasons: Mapping[str, Season]) -> Path:
    """An archive of these seasons, each in the folder of its name."""
    for name, one in seasons.items():
        write(one, to / name)
    return to


def three(to: Path) -> Path:
    """Three seasons: one over, one of averages by seats without names, one that still runs."""
    return folders(
        to,
        {
            "x-2": season(2),
            "x-10": season(
                10, [("Ana Ray", "Nia"), ("Eve", "Max"), ("bo li", "Oz")], ("Judge 1", "Judge 2"), averaged=True
            ),
            "x-11": season(11, [("Fay", "Max"), ("Gus", "Ana Ray"), ("Hal", "Nia")], over=False),
        },
    )


def collected(folder: Path) -> Archive:
    """The archive, in this process."""
    return collect(folder, workers=1)
