"""What the season holds and its pages have to say: whoever changes it after writing leaves it unsaid.

It is looked for in the passages about those whom it belongs to, on the pages that are there: a season that still runs
has no page of a week that is not danced, and of such a week nothing is asked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mirrorball.core.season import Exit, Season, Song
from mirrorball.recap.vouch_kinds import week_named
from mirrorball.recap.vouch_names import alike
from mirrorball.recap.vouch_text import Passage
from mirrorball.sentences import listed

COVER, GALLERY = "index.html", "gallery.html"


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A text that a page does not say of ``about``."""

    page: str
    text: str
    about: tuple[str, ...]


def unsaid(season: Season, said: Sequence[Passage]) -> Iterator[Unsaid]:
    """What of the cast, the weeks and their dances stands on no page that is there for it."""
    texts = _texts(said)
    for page, text, about in _to_be_said(season):
        if page in texts and text.strip() and not _stands(text, texts[page], about):
            yield Unsaid(page, text, about)


def _to_be_said(season: Season) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    yield COVER, str(season.year or ""), ()
    for couple in season.couples:
        for text in (couple.star, couple.pro, couple.known_for, couple.home, str(couple.age or "")):
            yield GALLERY, text, (couple.star,)
        result = season.result(couple.star)
        if result is not None and result.exit is not Exit.FINAL:
            yield GALLERY, week_named(result.week), (couple.star,)
            yield GALLERY, "withdrew" if result.exit is Exit.WITHDREW else "", (couple.star,)
    for week in season.weeks:
        page = f"week-{week.number}.html"
        yield page, week.title, (week_named(week.number),)
        yield page, f"{week.date.day} {week.date:%B} {week.date.year}" if week.date else "", (week_named(week.number),)
    for danced in season.routines:
        about = (danced.star, week_named(danced.week))
        for text in (danced.style or "", danced.danced_with, *_of_songs(danced.songs)):
            yield f"week-{danced.week}.html", text, about
    for bonus in season.bonuses:
        about = (bonus.star, week_named(bonus.week))
        for text in (bonus.style or "", bonus.opponent, bonus.result, *_of_songs(bonus.songs)):
            yield f"week-{bonus.week}.html", text, about


def _of_songs(songs: Sequence[Song]) -> Iterator[str]:
    for song in songs:
        yield song.title
        yield from (listed(names) for names in (song.artists, song.featured) if names)


def _texts(said: Sequence[Passage]) -> dict[str, Mapping[str, list[tuple[frozenset[str], str]]]]:
    """What each page says of each subject, with all that the passage is about."""
    found: dict[str, defaultdict[str, list[tuple[frozenset[str], str]]]] = {}
    for passage in said:
        here = found.setdefault(passage.page, defaultdict(list))
        about = frozenset(subject for subjects in passage.around for subject in subjects)
        for subject in (*about, ""):  # under no name stands the whole page
            here[subject].append((about, alike(passage.text)))
    return dict(found)


def _stands(text: str, page: Mapping[str, list[tuple[frozenset[str], str]]], about: tuple[str, ...]) -> bool:
    wanted = re.compile(rf"(?<!\w){re.escape(' '.join(alike(text).split()))}(?!\w)")
    told = page.get(about[0] if about else "", ())
    return any(wanted.search(here) for subjects, here in told if subjects.issuperset(about))
