"""The look back: everyone who danced, from the champions to the first who left."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from mirrorball import sentences
from mirrorball.core.marks import night
from mirrorball.core.season import Couple, Season
from mirrorball.core.ties import Place
from mirrorball.terminal.ink import NAME, QUIET, heading, said


def roll(to: Console, season: Season, places: Mapping[str, Place]) -> None:
    """Every couple in the order of its place; those without one stand at the end."""
    heading(to, "Everyone who danced" if places else "The couples")
    for couple in sorted(season.couples, key=lambda c: places.get(c.star, Place(len(places) + 1, len(places) + 1))):
        where = sentences.ordinal(places[couple.star]) if couple.star in places else ""
        pro = f" with {couple.pro}" if couple.pro else ""
        to.print(Text.assemble((f"{where:>7}  ", NAME), (couple.star, NAME), pro))
        said(to, _about(season, couple), QUIET, indent=9)


def recorded_places(season: Season) -> dict[str, Place]:
    """The places that the season records."""
    return {result.star: result.place for result in season.results if result.place is not None}


def _about(season: Season, couple: Couple) -> str:
    """What a star is known for, the best routine of the season, and whose photo it is."""
    sheets = [one for week in season.weeks for one in night(season, week.book, week.number, couple.star).sheets]
    known = [(one.total, one.routine) for one in sheets if one.total is not None and not one.routine.team]
    told = [couple.known_for] if couple.known_for else []
    if known:
        total, best = max(known, key=lambda entry: entry[0] / len(season.week(entry[1].week).panel))
        of = sentences.number(len(season.week(best.week).panel) * season.scale.highest)
        told.append(f"Best: {sentences.dance(best)}, week {best.week}, {sentences.number(total)} of {of}")
    if couple.photo_credit:
        told.append(f"Photo credit: {couple.photo_credit}")
    return ". ".join(told) + "." if told else ""
