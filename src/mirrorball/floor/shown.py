"""The parts that several screens have in common: numbers, the scale, the night, and tonight's dances in order."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from mirrorball import sentences
from mirrorball.core.rundown import running_order
from mirrorball.core.season import Routine, Scale, Season, SegmentKind
from mirrorball.core.show import Show
from mirrorball.core.ties import Place
from mirrorball.floor.screens import Dance, Night, ScaleShown, Shown, TroubleLine

STRUCK = Shown(exact="", text="no mark")  # what a correction asks for that takes a mark away
MOST_BUTTONS = 41  # marks of a scale that a screen lists one by one


@dataclass(frozen=True, slots=True)
class Danced:
    """A routine of tonight, whether it counts or not, and why it does not."""

    routine: Routine
    out: str

    @property
    def key(self) -> tuple[str, str]:
        """Its round and star."""
        return self.routine.round, self.routine.star


@lru_cache(maxsize=1024)  # a desk shows the same few marks hundreds of times
def shown(value: Fraction) -> Shown:
    """A number for a machine and for a person: 17/2 and 8½."""
    return Shown(exact=str(value), text=sentences.mark(value))


def shown_if(value: Fraction | None) -> Shown | None:
    """A number, if there is one."""
    return None if value is None else shown(value)


def scale_shown(scale: Scale) -> ScaleShown:
    """The marks that there are."""
    steps = (scale.highest - scale.lowest) // scale.step
    marks = [scale.lowest + nth * scale.step for nth in range(steps + 1)] if steps < MOST_BUTTONS else []
    return ScaleShown(
        lowest=shown(scale.lowest),
        highest=shown(scale.highest),
        step=shown(scale.step),
        marks=tuple(map(shown, marks)),
    )


def season_title(season: Season) -> str:
    """The season as a host names it."""
    return f"{season.title}, season {season.number}" if season.number is not None else season.title


def night_shown(show: Show) -> Night:
    """What stands over every screen."""
    return Night(title=season_title(show.season), week=show.number, theme=show.week.title, held=show.held)


def place_said(place: Place) -> str:
    """A place as it is said: 1st, or 2nd to 3rd."""
    first, last = sentences.nth(place.first), sentences.nth(place.last)
    return f"{first} to {last}" if place.shared else first


def couple_name(season: Season, star: str) -> str:
    """Both names of a couple, or the star's alone if the cast does not have it."""
    return next((couple.name for couple in season.couples if couple.star == star), star)


def tonight(show: Show) -> tuple[Danced, ...]:
    """Every routine of tonight in the order of the rundown; one that the rundown does not have comes last."""
    routines = {(r.round, r.star): r for r in running_order(show.season, show.number)}
    routines |= {dance: gone.routine for dance, gone in show.scratched.items()}
    withdrew = {r.star: r.note for r in show.season.results if r.star in show.season.withdrew_in(show.number)}
    in_order: list[Danced] = []
    for segment in show.rundown:
        routine = routines.pop((segment.round, segment.star), None) if segment.kind is SegmentKind.ROUTINE else None
        if routine is not None:
            in_order.append(Danced(routine, show.why_out(segment)))
    for dance, routine in routines.items():
        out = f"scratched: {show.scratched[dance].reason}" if dance in show.scratched else ""
        left = f"withdrew: {withdrew[routine.star]}" if routine.star in withdrew else ""
        in_order.append(Danced(routine, out or left))
    return tuple(in_order)


def dance_shown(show: Show, danced: Danced, number: int) -> Dance:
    """A routine as a judge or the desk reads it."""
    routine = danced.routine
    return Dance(
        number=number,
        round=routine.round,
        star=routine.star,
        couple=couple_name(show.season, routine.star),
        style=routine.style or "",
        music=sentences.songs(routine.songs),
        called=danced.key in show.called,
        locked=danced.key in show.locked,
        out=danced.out,
    )


def troubles_shown(show: Show, by: str = "") -> tuple[TroubleLine, ...]:
    """The troubles of the night, or those of one person, the latest first."""
    return tuple(
        TroubleLine(number=t.number, by=t.by, text=t.text, settled=t.settled)
        for t in reversed(show.troubles)
        if by in {"", t.by}
    )
