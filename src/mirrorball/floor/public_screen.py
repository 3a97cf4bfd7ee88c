"""The public's screen: what board, graphics, feeds and static files show, worked out from the show as it stands.

It follows the desk by itself: what is on, locked, open, told and crowned says what the room looks at. Nothing of a
count, a confirmed or a sealed result is read here but the steps that were told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from mirrorball import sentences
from mirrorball.core.channel import Channel, LimitPer, Unit, Way
from mirrorball.core.marks import Night, sheet, with_sheets
from mirrorball.core.outcome import rules_of
from mirrorball.core.panel import mark_at
from mirrorball.core.replacing import replace
from mirrorball.core.season import Exit, Routine, SegmentKind
from mirrorball.core.show import Dance, Show, Vote
from mirrorball.core.ties import groups, places
from mirrorball.floor import points
from mirrorball.floor.public import (
    CoupleShown,
    HowToVote,
    PublicDance,
    PublicLine,
    PublicMark,
    PublicNight,
    PublicScreen,
    PublicVote,
    Scene,
)
from mirrorball.floor.public_cast import Around
from mirrorball.floor.public_reveal import (
    champions_shown,
    has_moved_on,
    left_tonight,
    look_back,
    reveal_shown,
    void_told,
)
from mirrorball.floor.shown import place_said, season_title, shown, shown_if, tonight

IS_VOID = "void"
FROM = {
    Unit.BROWSER: " from one browser",
    Unit.SEAT: " with a seat code",
    Unit.EMAIL: " with an e-mail address",
    Unit.PHONE: " from one telephone number",
    Unit.ACCOUNT: " from one account",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a public screen needs of the past beside the show.

    ``corrected`` are the routines whose mark was changed after the lock. ``taken_back`` is why what was told was taken
    back, the last time; empty if nothing was. ``told_on`` is the segment that was on when something was told last: who
    goes on from there goes on from the reveal.
    """

    corrected: frozenset[Dance] = frozenset()
    extended: bool = False
    taken_back: str = ""
    told_on: int | None = None


def public_screen(show: Show, around: Around, sight: Sight, sequence: int = 0) -> PublicScreen:
    """The screen of this moment."""
    dance, scene, reveal = (
        _dance(show, around, sight),
        _scene(show, sight),
        reveal_shown(show, around, sight.taken_back),
    )
    nights = points.tonight(show)
    board = points.board(show, nights)
    return PublicScreen(
        sequence=sequence,
        night=_night(show, around),
        scene=scene.value,
        held=show.held is not None,
        correction=sight.taken_back if scene is Scene.CORRECTION else "",
        film=_film(show),
        dance=dance,
        board=tuple(
            PublicLine(
                place=place_said(held.place) if held.place else "",
                couple=around.cast[held.star],
                points=shown_if(held.points),
                made_of=held.made_of,
                out="left tonight" if held.star in left_tonight(show) else "",
            )
            for held in board
        ),
        season=_season(show, around, nights, even=all(held.place is not None for held in board)),
        vote=_vote(show, around, sight),
        reveal=reveal,
        champions=champions_shown(show, around, {held.star: held.points for held in board}),
        look_back=look_back(show, around) if scene is Scene.LOOK_BACK else (),
    )


def _night(show: Show, around: Around) -> PublicNight:
    week = show.week
    return PublicNight(
        title=season_title(show.season),
        week=show.number,
        theme=week.title,
        date=f"{week.date.day} {week.date:%B %Y}" if week.date else "",
        hosts=show.season.hosts,
        panel=tuple(show.sitting(seat) for seat in week.panel if seat not in week.absent),
        trophy=show.season.trophy,
        final=week.final,
        rehearsal=around.rehearsal,
    )


# What the room looks at.


def _scene(show: Show, sight: Sight) -> Scene:
    if sight.taken_back and not show.revealed:
        return Scene.CORRECTION
    if show.revealed and not has_moved_on(show, sight.told_on):
        return Scene.CHAMPIONS if show.champions else Scene.REVEAL
    return _scene_behind_reveal(show) or _scene_of_segment(show)


def _scene_behind_reveal(show: Show) -> Scene | None:
    """Once all is told the last segment is the look back, and what stands between belongs to the champions."""
    if not show.told or (show.week.final and not show.champions) or show.now is not None:
        return None
    if show.next_segment is None:
        return Scene.LOOK_BACK
    return Scene.CHAMPIONS if show.champions and _kind_on(show) is SegmentKind.ITEM else None


def _scene_of_segment(show: Show) -> Scene:
    kind = _kind_on(show)
    if kind is SegmentKind.ROUTINE or show.now is not None:  # a night may also call a dance without a rundown
        return _scene_of_dance(show)
    if kind is SegmentKind.PACKAGE:
        return Scene.FILM
    if show.vote is Vote.OPEN:
        return Scene.VOTE
    if kind is SegmentKind.VOTE and show.vote is Vote.NOT_OPEN:
        return Scene.ITEM
    if kind is None:
        return Scene.COUNTING if show.vote is Vote.CLOSED else Scene.WAITING
    return Scene.ITEM if kind is SegmentKind.ITEM else Scene.COUNTING


def _kind_on(show: Show) -> SegmentKind | None:
    on = show.segment(show.on) if show.on is not None else None
    return None if on is None else on.kind


def _scene_of_dance(show: Show) -> Scene:
    routine = _on_floor(show)
    if routine is None:
        return Scene.WAITING
    return Scene.MARKS if (routine.round, routine.star) in show.locked else Scene.DANCE


def _film(show: Show) -> str:
    """The title of the film or item that is on, and whom a film is about."""
    on = show.segment(show.on) if show.on is not None else None
    if on is None or on.kind not in {SegmentKind.PACKAGE, SegmentKind.ITEM, SegmentKind.VOTE}:
        return ""
    return f"{on.title}: {on.star}" if on.star else on.title


# The dance.


def _on_floor(show: Show) -> Routine | None:
    """The routine that has the floor, or else the one called last, of those that count."""
    due = {(routine.round, routine.star): routine for routine in show.due}
    now = show.now
    last_first = [*([(now.round, now.star)] if now else []), *reversed(show.called)]
    return next((due[dance] for dance in last_first if dance in due), None)


def _dance(show: Show, around: Around, sight: Sight) -> PublicDance | None:
    routine = _on_floor(show)
    if routine is None:
        return None
    key = (routine.round, routine.star)
    order = [danced.key for danced in tonight(show) if not danced.out]
    locked = key in show.locked
    return PublicDance(
        number=order.index(key) + 1 if key in order else len(order),
        of=len(order),
        round=routine.round,
        couple=_danced_by(around, routine),
        style=routine.style or "",
        music=sentences.songs(routine.songs) if routine.songs else "",
        marks=tuple(_marks(show, routine, locked=locked)),
        total=shown_if(sheet(show.season, rules_of(show.week), routine).total) if locked else None,
        locked=locked,
        corrected=locked and key in sight.corrected,
    )


def _danced_by(around: Around, routine: Routine) -> CoupleShown:
    """The couple on the floor: where another pro dances tonight, that name is shown."""
    couple = around.cast[routine.star]
    if not routine.danced_with or routine.danced_with == couple.pro:
        return couple
    return replace(couple, pro=routine.danced_with, couple=f"{couple.star} and {routine.danced_with}")


def _marks(show: Show, routine: Routine, *, locked: bool) -> Iterator[PublicMark]:
    week = show.week
    for seat in week.panel:
        mark = mark_at(week, routine, seat)
        names = (seat, *week.substitutes.get(seat, ()))
        yield PublicMark(
            judge=next((name for name in names if name in routine.marks), show.sitting(seat)),
            given=mark is not None,
            absent=seat in week.absent,
            mark=shown(mark) if locked and mark is not None else None,
        )


# The season.


def _season(show: Show, around: Around, nights: Mapping[str, Night], *, even: bool) -> tuple[PublicLine, ...]:
    """Everybody who danced, with the points of the season. Places are told while they are on tonight's board, too."""
    held = {star: _of_season(show, around, nights.get(star), star) for star in around.cast}
    here = set(show.season.in_at(show.number))
    danced = {star: of for star, of in held.items() if of[1] or star in here}
    known = {star: total for star, (total, _) in danced.items() if total is not None}
    in_order = groups(known, known.__getitem__)
    placed = places(in_order) if even and len(known) == len(danced) and any(known.values()) else {}
    ordered = [*(star for group in in_order for star in group), *(star for star in danced if star not in known)]
    return tuple(
        PublicLine(
            place=place_said(placed[star]) if star in placed else "",
            couple=around.cast[star],
            points=shown_if(danced[star][0]),
            made_of=_made_of(*danced[star]),
            out=_out(show, star),
        )
        for star in ordered
    )


def _of_season(show: Show, around: Around, whole: Night | None, star: str) -> tuple[Fraction | None, int]:
    """A couple's points of the season, and of how many dances; tonight's count once their sheets are locked."""
    before = around.earlier[star]
    if whole is None:
        return before.points, before.dances
    locked = [s for s in whole.sheets if (s.routine.round, s.routine.star) in show.locked]
    of = with_sheets(rules_of(show.week), whole, locked)
    if before.points is None:
        return None, before.dances + len(locked)
    return before.points + (of.marks or Fraction(0)) + of.bonus, before.dances + len(locked)


def _made_of(total: Fraction | None, dances: int) -> str:
    if not dances:
        return "nothing danced"
    if total is None:
        return f"{sentences.counted(dances, 'dance')}, not every mark is known"
    return f"{sentences.counted(dances, 'dance')}, {sentences.number(total / dances)} points a dance"


def _out(show: Show, star: str) -> str:
    """When and how a couple left; what was not told tonight is not known here."""
    if star in left_tonight(show):
        return "left tonight"
    result = show.season.result(star)
    if result is None or result.exit is Exit.FINAL:
        return ""
    how = "withdrew" if result.exit is Exit.WITHDREW else "left"
    return f"{how} tonight" if result.week == show.number else f"{how} in week {result.week}"


# The vote.


def _vote(show: Show, around: Around, sight: Sight) -> PublicVote:
    field = show.season.field(show.number)
    is_void = void_told(show)
    return PublicVote(
        state=IS_VOID if is_void else show.vote.value,
        says="The votes of tonight are void." if is_void else sentences.window(show),
        closes_at=show.closes_at if show.vote is Vote.OPEN else None,
        extended=sight.extended,
        address=around.vote_page,
        ways=tuple(_ways(show, around)),
        couples=tuple(around.cast[choice.star] for choice in around.rules.choices if choice.star in field),
    )


def _ways(show: Show, around: Around) -> Iterator[HowToVote]:
    """How to vote. A season that names no channel is voted for on this night's own page, if there is one."""
    if not show.season.channels and not around.vote_page:
        return
    for channel in around.rules.channels:
        yield HowToVote(name=channel.name, says=_way_said(channel))


def _way_said(channel: Channel) -> str:
    how = {
        Way.PAGE: "On the vote page",
        Way.RELAY: f"By {channel.name}",
        Way.PAPER: "On paper",
        Way.DONATION: f"With a donation, {channel.price} a vote" if channel.price else "With a donation",
    }[channel.way]
    if channel.limit is None:
        return f"{how}: as many votes as you like."
    of = "" if channel.limit == 1 else "up to "
    whom = " for each couple" if channel.per is LimitPer.COUPLE else "" if channel.limit == 1 else " in all"
    return f"{how}: {of}{sentences.counted(channel.limit, 'vote')}{whom}{FROM.get(channel.unit, '')}."
