"""What of the public's screen stays the same all night: each couple from its one row, and what it danced before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from unicodedata import combining, normalize

from mirrorball.box.rules import Rules
from mirrorball.core.marks import night
from mirrorball.core.outcome import rules_of
from mirrorball.core.season import Couple, Season
from mirrorball.core.show import Show
from mirrorball.floor.ballot_rules import rules
from mirrorball.floor.public import CoupleShown


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a couple danced before tonight. ``points`` is None where not every mark is known."""

    points: Fraction | None
    dances: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the public may see of a night and no event says. ``vote_page`` is where the public votes, or empty."""

    rules: Rules
    cast: Mapping[str, CoupleShown]
    earlier: Mapping[str, Earlier]
    vote_page: str = ""
    rehearsal: bool = False


def around(
    opened: Show, *, vote_page: str = "", rehearsal: bool = False, photos: Mapping[str, str] | None = None
) -> Around:
    """What surrounds a night. ``opened`` is the night before its first step; ``photos`` are addresses by star.

    Numbers, names and keywords come from the rules that the ballot box begins with, which are of the same moment.
    """
    of_vote = rules(opened, "")
    numbers = {choice.star: choice.number for choice in of_vote.choices}
    found = photos or {}
    return Around(
        rules=of_vote,
        cast={c.star: _shown(c, numbers.get(c.star, 0), found.get(c.star, "")) for c in opened.season.couples},
        earlier={c.star: _earlier(opened.season, opened.number, c.star) for c in opened.season.couples},
        vote_page=vote_page,
        rehearsal=rehearsal,
    )


def photo_numbers(opened: Show) -> dict[str, int]:
    """The number under which each couple's photo lies: that of the ballot; who is not on it gets one that is free."""
    numbers = {choice.star: choice.number for choice in rules(opened, "").choices}
    taken = set(numbers.values())
    for couple in opened.season.couples:
        if couple.star in numbers:
            continue
        number = couple.number or 1
        while number in taken or number < 1:
            number += 1
        taken.add(number)
        numbers[couple.star] = number
    return numbers


def monogram(name: str) -> str:
    """The first letters of the first and the last part of a name, each with its accents."""
    parts = [letter for part in normalize("NFC", name).split() if (letter := _first_letter(part))]
    return "".join((parts[0], parts[-1]) if len(parts) > 1 else parts)


def _first_letter(part: str) -> str:
    at = next((nth for nth, letter in enumerate(part) if letter.isalnum()), None)
    if at is None:
        return ""
    end = at + 1
    while end < len(part) and combining(part[end]):
        end += 1
    return part[at:end].upper()


def _shown(couple: Couple, number: int, photo: str) -> CoupleShown:
    return CoupleShown(
        number=number,
        star=couple.star,
        pro=couple.pro,
        couple=couple.name,
        keyword=couple.keyword,
        known_for=couple.known_for,
        monogram=monogram(couple.star),
        photo=photo,
        photo_credit=couple.photo_credit,
    )


def _earlier(season: Season, number: int, star: str) -> Earlier:
    """Marks and bonuses of the weeks before, each counted once: what a week carried over is not counted again."""
    points: Fraction | None = Fraction(0)
    dances = 0
    for week in season.weeks:
        if week.number >= number:
            continue
        of = night(season, rules_of(week), week.number, star)
        if not of.sheets and not of.stated and not of.bonuses:
            continue
        dances += len(of.sheets)
        points = None if points is None or of.marks is None else points + of.marks + of.bonus
    return Earlier(points, dances)
