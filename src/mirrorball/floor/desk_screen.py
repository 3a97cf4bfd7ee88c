"""The desk: rundown, sheets, the judges' board as it stands, what the vote can still do, what can be undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mirrorball.core.book import Absent
from mirrorball.core.hints import hints
from mirrorball.core.marks import Night
from mirrorball.core.panel import mark_at
from mirrorball.core.people import Role
from mirrorball.core.show import Show
from mirrorball.floor import points
from mirrorball.floor.ahead import reach_report
from mirrorball.floor.result_shown import result_shown
from mirrorball.floor.said import hint_said
from mirrorball.floor.screens import (
    BoardLine,
    BonusLine,
    CoupleLine,
    DeskScreen,
    KeyLine,
    SeatLine,
    SeatMark,
    SegmentLine,
    SheetLine,
    UndoLine,
)
from mirrorball.floor.shown import (
    STRUCK,
    Danced,
    couple_name,
    dance_shown,
    night_shown,
    place_said,
    scale_shown,
    shown,
    shown_if,
    tonight,
    troubles_shown,
)


def desk_screen(show: Show, role: Role, holder: str, position: int, undo: tuple[UndoLine, ...] = ()) -> DeskScreen:
    """The screen of one person at the desk. ``undo`` is ``History.undo_lines`` of the same position."""
    season, week, nights = show.season, show.week, points.tonight(show)
    return DeskScreen(
        position=position,
        night=night_shown(show),
        role=role.value,
        holder=holder,
        segments=tuple(_segments(show)),
        on=show.on,
        next=show.next_segment,
        sheets=tuple(_sheets(show, nights)),
        board=tuple(
            BoardLine(
                place=place_said(held.place) if held.place else "",
                star=held.star,
                couple=couple_name(season, held.star),
                points=shown_if(held.points),
                made_of=held.made_of,
            )
            for held in points.board(show, nights)
        ),
        panel=tuple(SeatLine(seat=s, judge=show.sitting(s), absent=s in week.absent) for s in week.panel),
        couples=tuple(_couples(show)),
        scale=scale_shown(season.scale),
        vote=show.vote.value,
        closes_at=show.closes_at,
        reach=reach_report(show),
        result=result_shown(show),
        troubles=troubles_shown(show),
        keys=tuple(
            KeyLine(key=key.name, role=key.role.value, holder=key.holder, revoked=key.revoked)
            for key in show.keys.values()
        ),
        undo=undo,
        hints=tuple(map(hint_said, hints(show))) if role is Role.SCRUTINEER else (),
    )


def _segments(show: Show) -> Iterator[SegmentLine]:
    """The rundown. A segment that was taken stays so, even if its couple has left since."""
    on, following = show.on, show.next_segment
    for segment in show.rundown:
        why = show.why_out(segment)
        if segment.number == on:
            status = "on"
        elif segment.number in show.taken:
            status = "taken"
        elif segment.number in show.skipped:
            status = "skipped"
        elif why:
            status = "out"
        else:
            status = "next" if segment.number == following else "waiting"
        yield SegmentLine(
            number=segment.number,
            kind=segment.kind.value,
            title=segment.title,
            round=segment.round,
            star=segment.star,
            couple=couple_name(show.season, segment.star) if segment.star else "",
            note=segment.note,
            status=status,
            why=why,
        )


def _sheets(show: Show, nights: Mapping[str, Night]) -> Iterator[SheetLine]:
    """Every sheet of the night, with each couple's points after it as far as its sheets are whole until then."""
    counted: dict[str, int] = {}
    due = {(routine.round, routine.star) for routine in show.due}
    for number, one in enumerate(tonight(show), 1):
        star, total, held = one.routine.star, None, None
        if one.key in due:
            counted[star] = counted.get(star, 0) + 1
            total = nights[star].sheets[counted[star] - 1].total
            held = points.so_far(show, nights[star], counted[star]) if total is not None else None
        yield SheetLine(
            dance=dance_shown(show, one, number),
            status=_status(show, one, whole=total is not None),
            seats=tuple(_seat_mark(show, one, seat) for seat in show.week.panel),
            total=shown_if(total),
            so_far=shown_if(held),
        )


def _status(show: Show, danced: Danced, *, whole: bool) -> str:
    """Where a sheet stands. A whole one has every mark that it waits for, so it has a total and can be locked."""
    if danced.out:
        return "out"
    if danced.key in show.locked:
        return "locked"
    if danced.key not in show.called:
        return "waiting"
    if whole:
        return "ready"
    return "marking" if danced.routine.marks or show.now != danced.routine else "dancing"


def _seat_mark(show: Show, danced: Danced, seat: str) -> SeatMark:
    """One seat on a sheet. Its judge is who gave the mark, or who sits there now if nobody did."""
    week, routine = show.week, danced.routine
    names = (seat, *week.substitutes.get(seat, ()))
    mark = mark_at(week, routine, seat)
    judge = next((name for name in names if name in routine.marks), show.sitting(seat))
    key = (judge, *danced.key)
    typed, asked = show.typed.get(key), show.asked.get(key)
    left_out = seat in week.absent and week.book.absent is Absent.WITHOUT
    if asked:
        state = "asked"
    elif left_out:
        state = "absent"
    elif mark is not None:
        state = "paper" if key in show.paper else "given"
    elif typed:
        state = "typed"
    else:
        state = "absent" if seat in week.absent else "missing"
    return SeatMark(
        seat=seat,
        judge=judge,
        mark=shown_if(mark),
        state=state,
        typed=shown(typed.mark) if typed else None,
        typed_by=typed.by if typed else "",
        asked=(STRUCK if asked.mark is None else shown(asked.mark)) if asked else None,
        asked_by=asked.by if asked else "",
        asked_reason=asked.reason if asked else "",
    )


def _couples(show: Show) -> Iterator[CoupleLine]:
    """Everybody who was in when the night began."""
    season, withdrew = show.season, show.season.withdrew_in(show.number)
    for star in season.in_at(show.number):
        yield CoupleLine(
            star=star,
            couple=couple_name(season, star),
            withdrew=star in withdrew,
            immune=star in show.week.immune,
            bonuses=tuple(
                BonusLine(contest=bonus.contest, points=shown(bonus.points))
                for bonus in season.bonuses
                if (bonus.week, bonus.star) == (show.number, star)
            ),
        )
