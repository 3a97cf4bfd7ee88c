"""Small words that every sentence of a look back is made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from mirrorball.core.season import Routine
from mirrorball.core.ties import Place
from mirrorball.recap.story import Danced, Story
from mirrorball.sentences import NOT_KNOWN, listed, number, ordinal, songs

_WORDS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_PROPER = {"Argentine", "Viennese", "American", "Bollywood", "Broadway", "Charleston", "Latin", "Lindy", "Hawaiian"}
_VOWELS = "aeiou"


def in_words(many: int) -> str:
    """A count: in words up to twenty, in figures above."""
    return _WORDS[many] if many < len(_WORDS) else f"{many:,}"


def so_many(many: int, what: str) -> str:
    """A count with what is counted: ``one week``, ``eleven weeks``."""
    return f"{in_words(many)} {what}{'' if many == 1 else 's'}"


def times(many: int) -> str:
    """How often: ``once``, ``twice``, ``three times``."""
    return {1: "once", 2: "twice"}.get(many, f"{in_words(many)} times")


def begins(sentence: str) -> str:
    """The same with a capital at its beginning."""
    return f"{sentence[:1].upper()}{sentence[1:]}"


def season_named(story: Story) -> str:
    """The season inside a sentence: ``season 32 of Dancing With the Stars``."""
    season = story.season
    return f"season {season.number} of {season.title}" if season.number is not None else season.title


def day(when: date) -> str:
    """A date as people write it: 5 December 2023."""
    return f"{when.day} {when:%B %Y}"


def of(name: str) -> str:
    """Whose: ``Matt Walsh's``, ``Jamie Lynn Spears'``."""
    return f"{name}'" if name.endswith(("s", "S")) else f"{name}'s"


def couples(story: Story, stars: Sequence[str]) -> str:
    """Couples by both names, as a person lists them."""
    named = [story.season.couple(star).name for star in stars]
    return listed(named) if len(named) == 1 or not any(" and " in name for name in named) else "; ".join(named)


def style(routine: Routine) -> str:
    """A style inside a sentence, with its article: ``a foxtrot``, ``an Argentine tango``."""
    if not routine.style:
        return f"a dance whose style is {NOT_KNOWN}"
    first, *rest = routine.style.split(" ", 1)
    plain = " ".join([first if first in _PROPER else f"{first[0].lower()}{first[1:]}", *rest])
    return f"{'an' if plain[0].lower() in _VOWELS else 'a'} {plain}"


def danced_to(one: Danced) -> str:
    """A routine inside a sentence: style, music and total."""
    music = f" to {songs(one.routine.songs)}" if one.routine.songs else ""
    return f"{style(one.routine)}{music}, {out_of(one)}"


def out_of(one: Danced) -> str:
    """A total and the most there was: ``28 of 30``."""
    if one.sheet.total is None or one.most is None:
        return f"total {NOT_KNOWN}"
    return f"{number(one.sheet.total)} of {number(one.most)}"


def placed(place: Place) -> str:
    """A place inside a sentence: ``2nd``, ``10th-11th``."""
    return ordinal(place)


def pick(story: Story, about: object, ways: Sequence[str]) -> str:
    """One of several ways to say a thing, always the same one for the same season and subject."""
    key = f"{story.season.title} {story.season.number} {about}".encode()
    return ways[sha256(key).digest()[0] % len(ways)]
