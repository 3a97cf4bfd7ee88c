"""All that is said of a season, by what it is about, and what no sentence may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from mirrorball.core.season import Exit, Season
from mirrorball.recap import words
from mirrorball.recap.story import Story

WRONG = re.compile(
    r"None\b|Fraction\(|  |!|\b(?:one|1) (?:week|couple|routine|song|point|mark|time|guest)s\b|[{}]| [,.;:]|\.\.|,,|;,"
    r"|^[a-z]|\b(?:a|an|the) (?:a|an|the)\b|\b0th\b|\bno time"
)


def all_of(whole: Story) -> dict[str, list[str]]:
    """Every sentence of a season, by what it is about."""
    said = {
        "lead": [words.lead(whole)],
        "road": words.road(whole),
        "not known": words.not_known(whole),
        "checked": [words.checked(whole)],
        "bump": [words.bump_sentence(whole)],
        "heat": [words.heat_sentence(whole)],
        "judges": [words.judges_sentence(whole)],
        "music": [words.music_sentence(whole)],
    }
    for told in whole.weeks:
        said[f"week {told.week.number}"] = [
            *words.week_story(whole, told),
            *words.could_change(whole, told),
            *(words.why_left(whole, told, result) for result in told.left),
            *(words.how_points_came(line) for line in told.lines),
        ]
    for journey in whole.journeys:
        said[journey.star] = words.star_line(whole, journey)
        result = journey.result
        if result and result.exit is Exit.FINAL:
            said[journey.star].append(words.why_left(whole, whole.week(result.week), result))
    return said | {judge.judge: [words.judge_line(whole, judge)] for judge in whole.judges}


def unsound(whole: Story) -> list[tuple[str, str]]:
    """The sentences that no page may print. Signs in the names of the season itself are nobody's fault."""
    own = sorted({text for text in _texts(whole.season) if not text.isalpha()}, key=len, reverse=True)
    found = []
    for about, said in all_of(whole).items():
        for sentence in said:
            bare = sentence
            for text in own:
                bare = bare.replace(text, "X")
            if bare != bare.strip() or WRONG.search(bare) or not sentence.endswith((".", "?", "!", "…")):
                found.append((about, sentence))
    return found


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, dict):
        for inner in (*value, *value.values()):
            yield from _texts(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _texts(inner)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            if not (isinstance(value, Season) and one.name in {"note", "segments", "channels"}):
                yield from _texts(getattr(value, one.name))


__all__ = ["all_of", "unsound"]
