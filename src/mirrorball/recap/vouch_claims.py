"""What a sentence claims without a number: who left, withdrew or won, and whose recording a song is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mirrorball.core.season import Exit, Season, Song
from mirrorball.recap.vouch_names import Names, Said, alike
from mirrorball.sentences import NOT_KNOWN, listed

_LEFT = re.compile(r"\b(?:left|leaves|eliminated|went home|withdrew|out in|knocked out)\b(?! or\b)", re.IGNORECASE)
_WITHDREW = re.compile(r"\bwithdrew\b|\bwithdrawal\b", re.IGNORECASE)
_BY = re.compile(r"^[”\"']?\s*by\s+")
_CREDITED = re.compile(r"“([^“”]+)”")


def claims(season: Season, known: Names, sentence: str, said: list[Said], named_weeks: list[int]) -> Iterator[str]:
    """What is wrong with what a sentence claims. ``named_weeks`` are the weeks that it, or else its place, is about."""
    stars = list(dict.fromkeys(known.people[one.text] for one in said if known.people.get(one.text) in known.stars))
    if len(stars) == 1:
        result = season.result(stars[0])
        for one in said:  # a song may be called "Left Outside Alone"
            sentence = sentence[: one.start] + " " * len(one.text) + sentence[one.end :]
        if _LEFT.search(sentence) and len(named_weeks) == 1:
            if result is None or result.exit is Exit.FINAL:
                yield f"{stars[0]} left in no week of the season"
            elif result.week != named_weeks[0]:
                yield f"{stars[0]} left in week {result.week}, and not in week {named_weeks[0]}"
        if _WITHDREW.search(sentence) and result is not None and result.exit is Exit.ELIMINATED:
            yield f"{stars[0]} did not withdraw"


def credited(known: Names, text: str, subjects: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with a credit that follows a title: ``“Lover” by Taylor Swift``."""
    for quoted in _CREDITED.finditer(text):
        title, after = quoted.group(1).strip(), text[quoted.end() :].lstrip()
        songs = known.credits.get(title)
        if songs is None:
            yield title, "is no song of the season"
            continue
        stars, weeks = subjects & known.stars, {subject for subject in subjects if subject.startswith("week ")}
        fitting = [song for song, about in songs if _fits(about, stars) and _fits(about, weeks)]
        if not fitting:
            yield title, f"was not danced to by {listed(sorted(stars | weeks))}"
        elif _BY.match(after) and not any(_stands(song, after) for song in fitting):
            yield title, f"is credited to {alike(listed(fitting[0].artists)) if fitting[0].artists else NOT_KNOWN}"


def _fits(about: frozenset[str], subjects: set[str] | frozenset[str]) -> bool:
    return not subjects or bool(about & subjects)


def _stands(song: Song, after: str) -> bool:
    """Whether the words after a title are the song's credit, and nobody else's."""
    by = " ".join(alike(f"by {listed(song.artists)}").split())
    if not song.artists or not after.startswith(by):
        return False
    rest = after[len(by) :].lstrip()
    featured = f"featuring {alike(listed(song.featured))}" if song.featured else ""
    return rest.startswith(featured) if featured else not rest.startswith("featuring ")
