"""What the pages of an archive say of a season and of a person, from rows to plain sentences."""

from __future__ import annotations

from collections.abc import Sequence

from mirrorball.core.season import Exit
from mirrorball.recap.archive.links import Links
from mirrorball.recap.archive.people import Person, Turn, place_of
from mirrorball.recap.archive.rows import CoupleRow, RoutineRow, SeasonRow, Tables
from mirrorball.sentences import NOT_KNOWN, counted, listed, number, ordinal

RUNNING, TO_COME = "still running", "not begun"


def opening(tables: Tables) -> str:
    """What the archive holds."""
    parts = [
        counted(len(tables.seasons), "season"),
        counted(len(tables.couples), "couple"),
        counted(len(tables.nights), "night"),
        counted(len(tables.marks), "mark"),
    ]
    return f"{listed(parts)}, each season checked against its rule book."


def state(season: SeasonRow, tables: Tables) -> str:
    """Where a season without champions stands; nothing for one that is over."""
    if season.finished:
        return ""
    danced = any(row.season == season.season for row in tables.nights)
    return RUNNING if danced else TO_COME


def how_far(row: CoupleRow) -> str:
    """How a couple's season ended."""
    place = place_of(row)
    if row.champion:
        return "champions" if place is None or not place.shared else "champions together with others"
    placed = f"{ordinal(place)} place" if place else f"place {NOT_KNOWN}"
    if not row.exit:
        return "still in"
    if row.exit == Exit.FINAL.value:
        return f"{placed}, in the final"
    return f"{placed}, {row.exit} in week {row.last_week}"


def star_lead(person: Person, links: Links) -> str:
    """A star in a sentence."""
    told = []
    for turn in person.turns:
        row = turn.couple
        beside = f" with {row.pro}" if row.pro else ""
        told.append(f"danced{beside} in {_season(row, links)}: {how_far(row)}")
    return f"{person.name} {listed(told)}."


def pro_lead(person: Person) -> str:
    """A pro in two sentences: how often, and how it ended."""
    seasons = f"{person.name} danced in {counted(len(person.turns), 'season')}, on {counted(person.nights, 'night')}"
    best = person.best_place
    if person.won:
        names = listed([turn.couple.star for turn in person.won])
        return f"{seasons}. {counted(len(person.won), 'win')}: with {names}."
    return f"{seasons}. The best place is {ordinal(best)}." if best else f"{seasons}. No place is known."


def near(names: Sequence[str]) -> str:
    """That a name may be somebody else's spelling."""
    who = listed(list(names))
    return f"Perhaps the same person as {who}: the names differ only by accents, spaces or case. They are kept apart."


def best(turn: Turn) -> str:
    """The best routine of a season, with how many are as good."""
    return _routine(turn.best)


def worst(turn: Turn) -> str:
    """The worst routine of a season, with how many are as low."""
    return _routine(turn.worst)


def _routine(equal: Sequence[RoutineRow]) -> str:
    row = next(iter(equal), None)
    if row is None or row.share is None or row.total is None or row.most is None:
        return NOT_KNOWN
    style = f"{row.style} in week {row.week}" if row.style else f"week {row.week}"
    more = f", and {counted(len(equal) - 1, 'other')} like it" if len(equal) > 1 else ""
    return f"{style}: {number(row.total)} of {number(row.most)}{more}"


def _season(row: CoupleRow, links: Links) -> str:
    name = links.name(row.season)
    return f"{name[0].lower()}{name[1:]}" if name.startswith("Season ") else name
