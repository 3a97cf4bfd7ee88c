"""The names and texts that a season vouches for, each with whom it is about, found again in what a page says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from mirrorball.core.season import Bonus, Routine, Season, Song
from mirrorball.recap.vouch_kinds import NOBODY, Subjects, week_named

SHORT = 3  # a part of a name that is shorter than this is no name by itself
WORD = re.compile(r"[^\W\d_]+(?:['\-.&][^\W\d_]+)*", re.UNICODE)
TOKEN = re.compile(r"\w+|[^\w\s]", re.UNICODE)
WEEKS = re.compile(
    r"\bweeks\s+(\d+\b(?:\s*(?:,? and|,? or|,|to|-|&)\s*(?:weeks?\s+)?\d+\b(?![.½¼¾]\d| %))*)|\bweeks?\s+(\d+)\b",
    re.IGNORECASE,
)
_ALIKE = str.maketrans(
    dict.fromkeys("\u2018\u2019", "'")
    | dict.fromkeys("\u2010\u2011\u2013\u2014\u2212", "-")
    | dict.fromkeys("\xa0\u202f", " ")
)


class Named(Enum):
    """What a text is, as far as it matters for whom it may be said."""

    STAR = "star"
    PRO = "pro"
    JUDGE = "judge"
    WEEK = "week"
    STYLE = "style"
    SONG = "song"
    ARTIST = "artist"
    OF_A_STAR = "of a star"  # home, what they are known for, the credit of a photo
    TEXT = "text"  # stands in the season, and may stand anywhere


BOUND = frozenset({Named.STYLE, Named.SONG, Named.ARTIST, Named.OF_A_STAR})


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the season that a page says, and where in the passage it lies."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Names:
    """All texts of a season. ``about`` is what each is and for whom; ``people`` the subject that a name stands for.

    ``words`` are all words that stand anywhere in the season, ``runs`` its texts in scripts without capitals.
    ``credits`` holds, by title, who performs a song and for whom it was played. ``dates`` are those of the weeks.
    """

    about: Mapping[str, frozenset[tuple[Named, Subjects]]]
    people: Mapping[str, str]
    words: frozenset[str]
    runs: frozenset[str]
    first: Mapping[str, tuple[str, ...]]
    credits: Mapping[str, frozenset[tuple[Song, Subjects]]]
    dates: Mapping[date, Subjects]
    weeks: frozenset[int]
    stars: frozenset[str]
    judges: frozenset[str]
    read: dict[str, Subjects] = field(default_factory=dict)  # texts that were looked through: headings come often

    def found_in(self, text: str) -> list[Said]:
        """The texts of the season in a passage, the longest where several begin."""
        found, end = [], 0
        for token in TOKEN.finditer(text):
            if token.start() < end:
                continue
            for candidate in self.first.get(token.group(), ()):
                last = token.start() + len(candidate)
                if text.startswith(candidate, token.start()) and not _goes_on(text, last):
                    found.append(Said(token.start(), last, candidate))
                    end = last
                    break
        return found

    def subjects_in(self, text: str) -> Subjects:
        """Whom a text names: stars, by themselves or by their pro, judges and weeks."""
        if text not in self.read:
            found = {self.people[one.text] for one in self.found_in(text) if one.text in self.people}
            self.read[text] = frozenset(found | {week_named(number) for number in weeks_in(text)})
        return self.read[text]


def alike(text: str) -> str:
    """A text with one sort of apostrophe, dash and space, each character where it was."""
    return text.translate(_ALIKE)


def weeks_in(text: str) -> Iterator[int]:
    """The weeks that are named by their numbers: ``week 3``, ``weeks 3, 5 and 9``, ``weeks 3 to 5``."""
    for named in WEEKS.finditer(text):
        numbers = [int(number) for number in re.findall(r"\d+", named.group())]
        yield from numbers
        for low, high in re.findall(r"(\d+)\s*(?:to|-)\s*(\d+)", named.group()):
            yield from range(int(low), int(high) + 1)


def names(season: Season) -> Names:
    """All texts of a season, ready to be found."""
    about: dict[str, set[tuple[Named, Subjects]]] = {}
    for text, named, subjects in _texts(season):
        if text := " ".join(alike(text).split()):
            about.setdefault(text, set()).add((named, subjects))
    # Names of rounds and contests may hold a number; they stand as they are, or at the head of something.
    spoken = {r.round for r in season.routines} | {b.contest for b in season.bonuses}
    opened = {text[0].upper() + text[1:] for text in spoken if text}
    spoken = {" ".join(alike(text).split()) for text in spoken if " " in text}
    people = _people(season)
    whole = spoken | {text[0].upper() + text[1:] for text in spoken}
    whole |= {text for text in about if _names_something(text)} | set(people)
    first: dict[str, list[str]] = {}
    for text in sorted(whole, key=len, reverse=True):
        token = TOKEN.search(text)
        if token is not None:
            first.setdefault(token.group(), []).append(text)
    everything = [alike(text) for text in strings(season)]
    return Names(
        {text: frozenset(kinds) for text, kinds in about.items()},
        people,
        frozenset(word for text in everything for word in words_of(text)) | _initials(season) | opened,
        frozenset(run for text in everything for run in caseless(text)) | _initials(season),
        {token: tuple(texts) for token, texts in first.items()},
        _credits(season),
        _dates(season),
        frozenset(week.number for week in season.weeks),
        frozenset(couple.star for couple in season.couples),
        frozenset(_judges(season)),
    )


def words_of(text: str) -> Iterator[str]:
    """The words of a text, and the parts of those that are joined."""
    for word in WORD.findall(text):
        yield word
        yield from re.split(r"['\-.&]", word)


def caseless(text: str) -> Iterator[str]:
    """The runs of a text in scripts that know no capitals."""
    for run in re.findall(r"[^\W\d_](?:[^\W\d_]|[\s·・'\-.]|[\u0300-\u036f\u0900-\u0fff])*", text):
        bare = "".join(sign if sign.lower() == sign.upper() else "\n" for sign in run)
        yield from (part for part in (p.strip(" .·・-'") for p in bare.split("\n")) if any(s.isalpha() for s in part))


def strings(value: object) -> Iterator[str]:
    """Every text anywhere in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from strings(key)
            yield from strings(inner)
    elif isinstance(value, tuple | list | frozenset | set):
        for inner in value:
            yield from strings(inner)
    elif is_dataclass(value):
        for one in fields(value):
            yield from strings(getattr(value, one.name))


def _goes_on(text: str, end: int) -> bool:
    """Whether a word goes on where a text has ended; the s of a possessive or a plural does not count."""
    after = re.match(r"(?:'s|s)?(\w?)", text[end:])
    return bool(text[end - 1 : end].isalnum() and after and after.group(1))


def _names_something(text: str) -> bool:
    return any(sign.isupper() or sign.isdigit() or (sign.isalpha() and sign.lower() == sign.upper()) for sign in text)


def _judges(season: Season) -> Iterator[str]:
    yield from season.judges
    for week in season.weeks:
        yield from week.panel
        for seat in week.substitutes.values():
            yield from seat
    yield from (judge for routine in season.routines for judge in routine.marks)


def _people(season: Season) -> dict[str, str]:
    """Each way to name somebody, and the subject it stands for. A part of a name counts if it is nobody else's too."""
    whole: dict[str, str] = {}
    for week in season.weeks:
        if len(week.title) >= SHORT:
            whole.setdefault(alike(week.title), week_named(week.number))
        whole[week_named(week.number)] = week_named(week.number)
        whole[week_named(week.number).capitalize()] = week_named(week.number)
    whole |= {alike(judge): judge for judge in _judges(season)}
    whole |= {alike(couple.pro): couple.star for couple in season.couples if couple.pro}
    whole |= {alike(couple.star): couple.star for couple in season.couples}
    parts: dict[str, set[str]] = {}
    for name, subject in whole.items():
        if not subject.startswith("week "):
            for part in name.removeprefix("The ").split():
                parts.setdefault(part, set()).add(subject)
    alone = {part: min(of) for part, of in parts.items() if len(of) == 1 and len(part) >= SHORT and part[0].isupper()}
    return alone | whole


def _texts(season: Season) -> Iterator[tuple[str, Named, Subjects]]:
    """Every text with what it is and for whom it may be said."""
    for text in strings(season):
        yield text, Named.TEXT, NOBODY
    for couple in season.couples:
        about = frozenset({couple.star})
        yield couple.star, Named.STAR, about
        yield couple.pro, Named.PRO, about
        for text in (couple.known_for, couple.home, couple.photo_credit):
            yield text, Named.OF_A_STAR, about
    for judge in _judges(season):
        yield judge, Named.JUDGE, frozenset({judge})
    for week in season.weeks:
        yield week.title, Named.WEEK, frozenset({week_named(week.number)})
    everything: tuple[Routine | Bonus, ...] = (*season.routines, *season.bonuses)
    for danced in everything:
        about = frozenset({danced.star, week_named(danced.week)})
        team = isinstance(danced, Routine) and danced.team  # "team dance" is a word as well as a style
        style = danced.style or ""
        yield from ((text, Named.STYLE, about) for text in ((style,) if team else (style, style.lower())))
        for song in danced.songs:
            yield song.title, Named.SONG, about
            yield from ((artist, Named.ARTIST, about) for artist in (*song.artists, *song.featured))


def _credits(season: Season) -> dict[str, frozenset[tuple[Song, Subjects]]]:
    found: dict[str, set[tuple[Song, Subjects]]] = {}
    everything: tuple[Routine | Bonus, ...] = (*season.routines, *season.bonuses)
    for danced in everything:
        for song in danced.songs:
            about = frozenset({danced.star, week_named(danced.week)})
            found.setdefault(" ".join(alike(song.title).split()), set()).add((song, about))
    return {title: frozenset(songs) for title, songs in found.items()}


def _initials(season: Season) -> frozenset[str]:
    """What a drawn portrait may show of a name: its first letter, or the first of each part."""
    parts = [name.replace("-", " ").split() for name in (*(c.star for c in season.couples), *_judges(season)) if name]
    short = {"".join(part[0] for part in name[:many]).upper() for name in parts for many in (1, 2, 3, 4)}
    return frozenset(short | {(name[0][0] + name[-1][0]).upper() for name in parts})


def _dates(season: Season) -> dict[date, Subjects]:
    found: dict[date, set[str]] = {}
    for week in season.weeks:
        if week.date is not None:
            found.setdefault(week.date, set()).add(week_named(week.number))
    return {day: frozenset(weeks) for day, weeks in found.items()}


def number_of(text: str) -> Fraction:
    """A number as a page prints it: 8.5, 8½, 1,200."""
    parts = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
    rest = text.rstrip("½¼¾")
    whole = Fraction(rest.replace(",", "")) if rest.strip("-+") else Fraction(0)
    part = parts.get(text[len(rest) :], Fraction(0))
    return whole - part if text.startswith("-") else whole + part
