"""Small words that every sentence of a look back is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from mirrorball.core.season import Routine, Song
from mirrorball.core.ties import Place
from mirrorball.recap.story import Danced, Story
from mirrorball.sentences import NOT_KNOWN, listed, nth, number, songs

_WORDS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_NTHS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh"),
    *("eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"),
    *("fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
_PROPER = {"Argentine", "Viennese", "American", "Bollywood", "Broadway", "Charleston", "Latin", "Lindy", "Hawaiian"}
_NO_ARTICLE = {
    "jazz",
    "contemporary",
    "hip-hop",
    "disco",
    "bollywood",
    "broadway",
    "lyrical",
    "musical theatre",
    "hip hop",
}
_ENDS = (".", "!", "?", "…")
_VOWELS = "aeiou"


def in_words(many: int) -> str:
    """A count: in words up to twenty, in figures above."""
    return _WORDS[many] if 0 <= many < len(_WORDS) else f"{many:,}"


def nth_in_words(position: int) -> str:
    """A place in an order: ``first`` to ``twentieth``, in figures above."""
    return _NTHS[position - 1] if 0 < position <= len(_NTHS) else nth(position)


def so_many(many: int, what: str) -> str:
    """A count with what is counted: ``one week``, ``eleven weeks``."""
    return f"{in_words(many)} {what}{'' if many == 1 else 's'}"


def times(many: int) -> str:
    """How often: ``once``, ``twice``, ``three times``."""
    return {1: "once", 2: "twice"}.get(many, f"{in_words(many)} times")


def of_all(many: int, weeks: int) -> str:
    """In how many of the weeks in which somebody stood first: ``in seven of eleven weeks``."""
    return "in every week that had a leader" if many == weeks else f"in {in_words(many)} of {so_many(weeks, 'week')}"


def begins(sentence: str) -> str:
    """The same with a capital at its beginning; for sentences that begin with a word of ours, and not with a name."""
    return f"{sentence[:1].upper()}{sentence[1:]}"


def stop(sentence: str) -> str:
    """The same with a full stop, unless it ends with a name that brings one: ``Robert Downey Jr.``."""
    return sentence if sentence.endswith(_ENDS) else f"{sentence}."


def season_named(story: Story) -> str:
    """The season inside a sentence: ``season 32 of Dancing With the Stars``."""
    season = story.season
    return f"season {season.number} of {season.title}" if season.number is not None else season.title


def day(when: date) -> str:
    """A date as people write it: 5 December 2023."""
    return f"{when.day} {when:%B} {when.year}"


def of(name: str) -> str:
    """Whose: ``Matt Walsh's``, ``Jamie Lynn Spears'``."""
    return f"{name}'" if name.endswith(("s", "S")) else f"{name}'s"


def couples(story: Story, stars: Sequence[str]) -> str:
    """Couples by both names, as a person lists them; an ``and`` between couples has a comma before it."""
    return joined([story.season.couple(star).name for star in stars])


def joined(parts: Sequence[str]) -> str:
    """Parts of a sentence in a row, with a comma before the last ``and`` where a part has one of its own."""
    if len(parts) <= 1 or not any(" and " in part for part in parts):
        return listed(parts)
    return f"{', '.join(parts[:-1])}, and {parts[-1]}"


def by_number(counted_: Counter[str]) -> list[tuple[int, list[str]]]:
    """Names by how often each was counted, the most first."""
    found: dict[int, list[str]] = {}
    for name, many in counted_.most_common():
        found.setdefault(many, []).append(name)
    return list(found.items())


def in_weeks(numbers: Sequence[int]) -> str:
    """When: ``week 3``, ``weeks 3, 5 and 9``."""
    return f"week{'' if len(numbers) == 1 else 's'} {listed([str(one) for one in numbers])}"


def style(routine: Routine) -> str:
    """A style inside a sentence: ``tango``, ``Argentine tango``; empty where it is not known.

    A style that is written with capitals inside is somebody's own spelling and stays as it is.
    """
    named = routine.style or ""
    first, *_ = named.split(" ", 1)
    own = first in _PROPER or named[1:] != named[1:].lower()
    return named if own else f"{named[:1].lower()}{named[1:]}"


def noun(routine: Routine) -> str:
    """A style as what was danced: ``foxtrot``, ``jazz routine``; empty where it is not known."""
    named = style(routine)
    return f"{named} routine" if named.lower() in _NO_ARTICLE else named


def a_dance(routine: Routine) -> str:
    """A style with its article: ``a foxtrot``, ``an Argentine tango``, ``a jazz routine``."""
    named = noun(routine)
    if not named:
        return f"a dance whose style is {NOT_KNOWN}"
    return f"{'an' if named[0].lower() in _VOWELS else 'a'} {named}"


def music(played: Sequence[Song]) -> str:
    """Songs inside a sentence: ``“Enchanted” by Taylor Swift and “Papi” by Jennifer Lopez``."""
    return listed([songs((song,)) for song in played]) if played else songs(played)


def danced_to(routine: Routine) -> str:
    """A routine inside a sentence: its style, and its music where that is known."""
    return f"{a_dance(routine)} to {music(routine.songs)}" if routine.songs else a_dance(routine)


def out_of(one: Danced) -> str:
    """A total and the most there was: ``28 of 30``."""
    if one.sheet.total is None or one.most is None:
        return f"total {NOT_KNOWN}"
    return f"{number(one.sheet.total)} of {number(one.most)}"


def came(place: Place) -> str:
    """Where somebody ended: ``came third``, ``shared third place``."""
    return f"shared {nth_in_words(place.first)} place" if place.shared else f"came {nth_in_words(place.first)}"


def in_place(place: Place | None) -> str:
    """Where somebody ended, after a comma: ``, in third place``; empty where it is not known."""
    if place is None:
        return ""
    return f", in {'a shared ' if place.shared else ''}{nth_in_words(place.first)} place"


def ranked(place: Place) -> str:
    """A place by the panel's points: ``third``, ``level third``."""
    return f"{'level ' if place.shared else ''}{nth_in_words(place.first)}"


def pick(story: Story, about: str, ways: Sequence[str], nth_of: int = 0) -> str:
    """One of several ways to say a thing, always the same one for the same season and subject.

    ``nth_of`` is the number of what it is said of, a week's or a couple's in the cast: neighbours take different ways.
    """
    key = f"{story.season.title} {story.season.number} {about}".encode()
    return ways[(sha256(key).digest()[0] + nth_of) % len(ways)]
