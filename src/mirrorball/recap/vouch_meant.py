"""What the words around a number say that it is: a mark, a place, an age, so many of something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mirrorball.recap.vouch_kinds import Kind

Kinds = frozenset[Kind]
Meant = tuple[Kinds | None, str]  # None if the words do not say; of a count, what is counted

SUMS = frozenset({Kind.MARK, Kind.POINTS, Kind.BONUS, Kind.MOST, Kind.GAP, Kind.MEAN, Kind.LEAN, Kind.SHARE})
SAID = {
    Kind.MEAN: re.compile(r"\b(?:means?|average|averaged)\b", re.IGNORECASE),
    Kind.OTHERS: re.compile(r"\bothers?\b", re.IGNORECASE),
    Kind.LEAN: re.compile(r"\b(?:above|below|against|leans?|difference|others?)\b", re.IGNORECASE),
    Kind.GAP: re.compile(
        r"\b(?:ahead|behind|apart|between|more|less|fewer|above|below|lead|gap|difference|short)\b", re.IGNORECASE
    ),
    Kind.RULE: re.compile(
        r"\b(?:scale|from|to|step|limit|weighed|each|highest|lowest|full|was|came|a|the)\b", re.IGNORECASE
    ),
}  # what has to be said with a number that is one of these

PLACES = frozenset({Kind.PLACE, Kind.RANK, Kind.REACH, Kind.SCALE})
WEIGHT = frozenset({Kind.RULE})

_NOUNS = {
    "couple": "couple|star|pair|finalist|contestant|celebrit(?:y|ie)|dancer|pro|champion|winner|name|other"
    "|people|left|remained|remaining",
    "week": "week|night|show|evening|final|later",
    "routine": "routine|dance|number|turn|performance|sheet|total",
    "judge": "judge|guest|seat|panellist",
    "mark": "mark|score|ten(?=s)",
    "style": "style",
    "song": "song|title|track|recording|tune|mashup|piece",
    "artist": "artist|performer|singer|act",
    "result": "result",
    "source": "source",
    "time": "time",
    "package": "film|package",
    "host": "host|presenter",
}
_NOUN = re.compile("|".join(f"(?P<{noun}>(?:{words})s?)" for noun, words in _NOUNS.items()))
_UNITS = (
    (re.compile(r"points?"), SUMS),
    (re.compile(r"years?'?"), frozenset({Kind.AGE, Kind.YEAR})),
    (re.compile(r"millions?|viewers"), frozenset({Kind.VIEWERS})),
    (re.compile(r"votes?"), frozenset({Kind.VOTES, Kind.RULE, Kind.GAP, Kind.POINTS})),
    (re.compile(r"places?"), PLACES | {Kind.GAP}),
)
_ADJECTIVES = re.compile(
    r"of|the|others?|perfect|own|more|best|remaining|regular|guest|different|team|known|first|last|highest|lowest|full"
    r"|single|individual|extra|whole|pro|professional|music|dance|recorded|such|or|and|\w+'"
)
_BEFORE: tuple[tuple[re.Pattern[str], Kinds], ...] = (
    (re.compile(r"\bweighed (?:\S+ to )?$"), WEIGHT),
    (re.compile(r"\bweeks?\s*$", re.IGNORECASE), frozenset({Kind.WEEK})),
    (re.compile(r"(?:\bseason|\bseries|\bnumber|\bno\.|#)\s*$", re.IGNORECASE), frozenset({Kind.NUMBER})),
    (re.compile(r"\b(?:aged?|age of)\s*$", re.IGNORECASE), frozenset({Kind.AGE})),
)
_HEADINGS = (
    (re.compile(r"\bage\b", re.IGNORECASE), frozenset({Kind.AGE})),
    (re.compile(r"\b(?:viewers|millions?)\b", re.IGNORECASE), frozenset({Kind.VIEWERS})),
    (re.compile(r"\b(?:bonus|bonuses)\b", re.IGNORECASE), frozenset({Kind.BONUS})),
    (re.compile(r"\b(?:leans?|against the (?:panel|others))\b", re.IGNORECASE), frozenset({Kind.LEAN, Kind.GAP})),
    (re.compile(r"\b(?:mean|average)\b", re.IGNORECASE), frozenset({Kind.MEAN})),
    (re.compile(r"\bothers?\b", re.IGNORECASE), frozenset({Kind.OTHERS})),
    (re.compile(r"\b(?:places?|standing|rank)\b", re.IGNORECASE), PLACES),
    (re.compile(r"\bcarried\b", re.IGNORECASE), frozenset({Kind.POINTS})),
    (re.compile(r"\b(?:weeks?|left|out)\b", re.IGNORECASE), frozenset({Kind.WEEK, Kind.COUNT})),
    (re.compile(r"\b(?:totals?|points|score|sum|night)\b", re.IGNORECASE), SUMS),
)
_CAN = re.compile(r"\b(?:can|could|cannot|vote|votes|whatever|reach|between)\b", re.IGNORECASE)
_BY_POINTS = re.compile(r"\b(?:panel|points|marks|stood|board|night)\b", re.IGNORECASE)
_OURS = re.compile(r"pictures?|pages?|files?")
_WORD = re.compile(r"[^\W\d_]+'?")


def said_so(kind: Kind, words: str) -> bool:
    """Whether the words around a number say that it is of this kind, where that has to be said."""
    return kind not in SAID or bool(SAID[kind].search(words))


def ours(after: str) -> bool:
    """Whether a number counts what the site itself is made of, and is no number of the season."""
    near = _nearby(after)
    return bool(near and _OURS.fullmatch(near[0]))


def meant(before: str, after: str, headings: Sequence[str], *, ordinal: bool, percent: bool) -> Meant:
    """What a number can be by its surroundings. ``headings`` are those over a cell."""
    for pattern, kinds in _BEFORE:
        if pattern.search(before):
            return kinds, ""
    if percent:
        return frozenset({Kind.SHARE, Kind.MEAN, Kind.POINTS}), ""
    if ordinal:
        return _nth(before, after, headings)
    return _counted(after) or _under(headings)


def _nth(before: str, after: str, headings: Sequence[str]) -> Meant:
    """A place, by points only where points are spoken of, by the vote only where it is about what could be."""
    near = _noun(next(iter(_nearby(after)), ""))
    if near == "week":
        return frozenset({Kind.WEEK, Kind.NUMBER, Kind.COUNT}), "week"
    if near == "routine":
        return frozenset({Kind.NTH, Kind.COUNT}), "routine"
    around, left_out = before + after, set()
    if not headings and not _CAN.search(around):
        left_out.add(Kind.REACH)
    if not headings and not _BY_POINTS.search(around):
        left_out.add(Kind.RANK)
    return PLACES - left_out, ""


def _counted(after: str) -> Meant | None:
    """What is counted, by the noun that follows; None if none does."""
    for word in _nearby(after):
        for unit, kinds in _UNITS:
            if unit.fullmatch(word):
                return kinds, ""
        if noun := _noun(word):
            return frozenset({Kind.COUNT}) | (SUMS if noun in {"mark", "routine"} else frozenset()), noun
        if not _ADJECTIVES.fullmatch(word):
            return None
    return None


def _under(headings: Sequence[str]) -> Meant:
    found = (kinds for heading in headings for pattern, kinds in _HEADINGS if pattern.search(heading))
    return next(found, None), ""


def _noun(word: str) -> str:
    found = _NOUN.fullmatch(word)
    return (found.lastgroup or "") if found else ""


def _nearby(after: str) -> list[str]:
    """The next words, as far as no sign stands between."""
    ahead = re.match(r"[ -]?((?:[^\W\d_]+'?[ -]?){0,4})", after)
    return _WORD.findall(ahead.group(1).lower()) if ahead else []
