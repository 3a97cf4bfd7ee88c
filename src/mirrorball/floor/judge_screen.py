"""A judge's tablet: what is danced now, and the marks of this judge. Nothing of any other judge is read here."""

from __future__ import annotations

from mirrorball.core.people import Role
from mirrorball.core.show import Show
from mirrorball.floor.screens import ChoiceShown, JudgeScreen, OwnMark
from mirrorball.floor.shown import (
    STRUCK,
    Danced,
    couple_name,
    dance_shown,
    night_shown,
    scale_shown,
    shown,
    shown_if,
    tonight,
    troubles_shown,
)


def judge_screen(show: Show, judge: str, position: int) -> JudgeScreen:
    """The screen of one judge. A substitute sees what he or she gave, and not what was given from the seat before."""
    danced = tonight(show)
    order = tuple(dance_shown(show, one, number) for number, one in enumerate(danced, 1))
    now = show.now
    return JudgeScreen(
        position=position,
        night=night_shown(show),
        judge=judge,
        sits=show.seat_of(judge) is not None,
        now=next((d for d in order if now and not d.out and (d.round, d.star) == (now.round, now.star)), None),
        order=order,
        scale=scale_shown(show.season.scale),
        mine=tuple(_own_mark(show, judge, one) for one in danced),
        choosing=tuple(ChoiceShown(star=star, couple=couple_name(show.season, star)) for star in show.choosing),
        saved=next((s.star for s in show.season.saves if (s.week, s.judge) == (show.number, judge)), ""),
        troubles=troubles_shown(show, f"{Role.JUDGE.value} {judge}"),
    )


def _own_mark(show: Show, judge: str, danced: Danced) -> OwnMark:
    routine, key = danced.routine, (judge, *danced.key)
    mark, asked = routine.marks.get(judge), show.asked.get(key)
    state = "open" if mark is None else "stored"
    return OwnMark(
        round=routine.round,
        star=routine.star,
        mark=shown_if(mark),
        state="locked" if danced.key in show.locked else state,
        asked=(STRUCK if asked.mark is None else shown(asked.mark)) if asked else None,
        from_paper=key in show.paper,
    )
