"""The outcome as far as it is told: steps, saves, champions, and the look back. Only what was told is read here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from mirrorball.core.reveals import RevealStep, StepKind
from mirrorball.core.season import Exit, SegmentKind
from mirrorball.core.show import Show
from mirrorball.core.ties import Place
from mirrorball.floor.host_card import step_said
from mirrorball.floor.public import Champions, CoupleShown, LookBackLine, PublicReveal, PublicSave, PublicStep
from mirrorball.floor.public_cast import Around
from mirrorball.floor.shown import place_said, shown_if

WORST = Place(10**6, 10**6)  # stands behind every place


def has_moved_on(show: Show, told_on: int | None) -> bool:
    """Whether the rundown went on to something else since something was told last."""
    if show.on == told_on or show.on is None:
        return False
    on = show.segment(show.on)
    return on is None or on.kind not in {SegmentKind.RESULTS, SegmentKind.REVEAL}


def void_told(show: Show) -> bool:
    """Whether the room has heard that the votes are void."""
    return any(step.kind is StepKind.VOID for step in show.revealed)


def left_tonight(show: Show) -> frozenset[str]:
    """Of whom the room has heard that they leave."""
    return frozenset(star for step in show.revealed if step.kind is StepKind.OUT for star in step.stars)


def reveal_shown(show: Show, around: Around, taken_back: str) -> PublicReveal:
    """The steps that were told, and who has not been called yet."""
    called = {star for step in show.revealed for star in step.stars}
    chosen = any(step.kind is StepKind.CHOICE for step in show.revealed)
    return PublicReveal(
        steps=tuple(_step(show, around, nth, step) for nth, step in enumerate(show.revealed, 1)),
        saves=tuple(
            PublicSave(judge=save.judge, couple=around.cast[save.star])
            for save in show.season.saves
            if chosen and save.week == show.number
        ),
        uncalled=_couples(around, [] if show.told else [s for s in show.season.field(show.number) if s not in called]),
        told=show.told,
        corrected=bool(taken_back) and bool(show.revealed),
    )


def _step(show: Show, around: Around, number: int, step: RevealStep) -> PublicStep:
    says = step_said(show.season, step)
    if step.kind is StepKind.VOID and show.void:
        says = f"The votes of tonight are void: {show.void.rstrip('.')}."
    return PublicStep(
        number=number,
        kind=step.kind.value,
        couples=_couples(around, step.stars),
        place=place_said(step.place) if step.place else "",
        says=says,
    )


def _couples(around: Around, stars: list[str] | tuple[str, ...]) -> tuple[CoupleShown, ...]:
    return tuple(around.cast[star] for star in stars)


def champions_shown(show: Show, around: Around, held: Mapping[str, Fraction | None]) -> Champions | None:
    """Who holds the trophy, with their score of the night where they have one score."""
    stars = show.champions
    if not stars:
        return None
    scores = {held.get(star) for star in stars}
    step = RevealStep(StepKind.PLACE, stars, Place(1, len(stars)))
    return Champions(
        couples=_couples(around, stars),
        score=shown_if(scores.pop()) if len(scores) == 1 else None,
        says=step_said(show.season, step),
    )


# The look back.


def look_back(show: Show, around: Around) -> tuple[LookBackLine, ...]:
    """Every star of the season, best first; of tonight only what was told."""
    found = sorted(_came(show, around), key=lambda one: one[0])  # sorted keeps the order of the cast among equals
    return tuple(
        LookBackLine(couple=around.cast[star], place=place_said(place) if place else "", says=says)
        for _, star, place, says in found
    )


def _came(show: Show, around: Around) -> Iterator[tuple[Place, str, Place | None, str]]:
    """Of each star: where it stands in the gallery, its place, and how far it came."""
    told = {star: step.place for step in show.revealed if step.kind is StepKind.PLACE for star in step.stars}
    out = {star: step.place for step in show.revealed if step.kind is StepKind.OUT for star in step.stars}
    for star in around.cast:
        result = show.season.result(star)
        if star in show.champions:
            yield (
                told.get(star) or Place(1, 1),
                star,
                told.get(star),
                "Champions" if _pair(around, star) else "Champion",
            )
        elif star in told:
            yield told[star] or WORST, star, told[star], "Danced in the final"
        elif star in out:
            yield out[star] or WORST, star, out[star], "Left tonight"
        elif result is None or result.exit is Exit.FINAL:
            yield Place(0, 0), star, None, "Still in"
        else:
            how = "Withdrew" if result.exit is Exit.WITHDREW else "Left"
            when = "tonight" if result.week == show.number else f"in week {result.week}"
            yield result.place or WORST, star, result.place, f"{how} {when}"


def _pair(around: Around, star: str) -> bool:
    return bool(around.cast[star].pro)
