"""The rundown of a night: its segments, in the order in which they are taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mirrorball.core.season import Package, Routine, Season, Segment, SegmentKind

TITLES: Mapping[SegmentKind, str] = {
    SegmentKind.VOTE: "The vote",
    SegmentKind.RESULTS: "The results are worked out",
    SegmentKind.REVEAL: "The reveal",
}
LOOK_BACK = "The look back"  # a final goes on to it from the trophy


def rundown(season: Season, number: int) -> tuple[Segment, ...]:
    """The rundown of week ``number``: the planned one, or one that follows from what is danced and shown.

    Without a plan, films that are about nobody open the night; each couple's films come before its dances, one before
    each; then the window, the results and the reveal, and after a final the look back.
    """
    planned = tuple(segment for segment in season.segments if segment.week == number)
    if planned:
        return planned
    return tuple(replace(segment, number=nth) for nth, segment in enumerate(_worked_out(season, number), 1))


def title_of(routine: Routine) -> str:
    """What a segment is called in which this is danced."""
    return routine.style or routine.round or "dance"


def running_order(season: Season, number: int) -> tuple[Routine, ...]:
    """The routines of a week, round by round as the sheet has them.

    Within a round they come by their recorded position; those whose position nobody knows keep the order of the sheet
    and fill the gaps.
    """
    danced = season.danced_in(number)
    rounds = dict.fromkeys(routine.round for routine in danced)
    return tuple(r for name in rounds for r in _in_order([r for r in danced if r.round == name]))


def _worked_out(season: Season, number: int) -> Iterator[Segment]:
    films = [film for film in season.packages if film.week == number]
    stars = {routine.star for routine in season.danced_in(number)}
    yield from (_film(film) for film in films if film.star not in stars)
    waiting = [film for film in films if film.star in stars]
    for routine in running_order(season, number):
        film = next((film for film in waiting if film.star == routine.star), None)
        if film:
            waiting.remove(film)
            yield _film(film)
        yield Segment(
            week=number,
            number=0,
            kind=SegmentKind.ROUTINE,
            title=title_of(routine),
            round=routine.round,
            star=routine.star,
        )
    yield from (_film(film) for film in waiting)
    for kind, title in TITLES.items():
        yield Segment(week=number, number=0, kind=kind, title=title)
    if season.week(number).final:
        yield Segment(week=number, number=0, kind=SegmentKind.ITEM, title=LOOK_BACK)


def _film(film: Package) -> Segment:
    return Segment(week=film.week, number=0, kind=SegmentKind.PACKAGE, title=film.title, star=film.star, note=film.note)


def _in_order(routines: list[Routine]) -> list[Routine]:
    placed = {r.order: r for r in routines if r.order is not None}
    if len(placed) < sum(1 for r in routines if r.order is not None):  # a position given twice tells nothing
        return routines
    unplaced = iter([r for r in routines if r.order is None])
    in_order: list[Routine] = []
    for position in range(1, max(placed, default=0) + 1):
        following = placed.get(position) or next(unplaced, None)
        if following is not None:
            in_order.append(following)
    return [*in_order, *unplaced]
