"""The numbers that a text says, in figures and in words, and what the words around a number say that it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from mirrorball.recap.vouch_facts import Kind
from mirrorball.recap.vouch_names import number_of

MONTHS = (
    "January February March April May June July August September October November December".split()
)
_SMALL = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_SMALL += "seventeen eighteen nineteen twenty".split()
_NTHS = "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth".split()
_NTHS += "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
WORDS = {word: nth for nth, word in enumerate(_SMALL, 2)} | {"twice": 2, "thrice": 3} | _TENS
NTHS = {word: nth for nth, word in enumerate(_NTHS, 2)}

_MONTH = "|".join(MONTHS)
_SHORT = "|".join(month[:3] for month in MONTHS)
DATE = re.compile(
    rf"\b(?P<y>\d{{4}})-(?P<m>\d\d)-(?P<d>\d\d)(?:T[\d:.+Z-]+)?(?!\w)"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m2>{_MONTH}|{_SHORT})\b\.?(?:,? (?P<y2>\d{{4}})\b)?"
    rf"|\b(?P<m3>{_MONTH}|{_SHORT})\b\.? (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y3>\d{{4}})\b)?"
    rf"|\b(?P<m4>{_MONTH}) (?P<y4>\d{{4}})\b"
)
_TENS_WORDS = "|".join(sorted(_TENS, key=len, reverse=True))
NUMBER = re.compile(
    r"(?P<figure>(?<![\w.])[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[½¼¾]?|(?<![\w.])[+-]?[½¼¾])"
    r"(?P<end>st|nd|rd|th|s|m)?(?P<percent>\s?%)?(?!\w)"
    rf"|\b(?P<word>(?:{_TENS_WORDS})-(?:{'|'.join([*_SMALL[:8], *_NTHS[:8], 'one', 'first'])})"
    rf"|{'|'.join(sorted({*WORDS, *NTHS}, key=len, reverse=True))}|first(?= place))\b",
    re.IGNORECASE,
)
MIXED = re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d_])\w+\b")  # 50s, P1, h264: figures and letters in one word

_NOUNS = {
    "couple": "couple couples star stars pair pairs finalist finalists contestant contestants celebrity celebrities"
    " dancer dancers pro pros champion champions winner winners people names others left remained remaining",
    "week": "week weeks night nights show shows evening evenings final finals later",
    "routine": "routine routines dance dances number numbers turn turns performance performances sheet sheets total totals",
    "judge": "judge judges guest guests seat seats panellist panellists",
    "mark": "mark marks tens score scores",
    "style": "style styles",
    "song": "song songs title titles track tracks recording recordings tune tunes mashup mashups piece pieces",
    "artist": "artist artists performer performers singer singers act acts",
    "result": "result results",
    "time": "time times",
    "package": "film films package packages",
    "host": "host hosts presenter presenters",
}
_NOUN_OF = {word: noun for noun, words in _NOUNS.items() for word in words.split()}
SUMS = frozenset({Kind.MARK, Kind.POINTS, Kind.BONUS, Kind.MOST, Kind.GAP, Kind.MEAN, Kind.LEAN, Kind.SHARE, Kind.RULE})
PLACES = frozenset({Kind.PLACE, Kind.RANK, Kind.REACH, Kind.SCALE})
_OF_UNITS = {
    **dict.fromkeys(("point", "points"), SUMS),
    **dict.fromkeys(("years", "year", "years'"), frozenset({Kind.AGE, Kind.YEAR})),
    **dict.fromkeys(("million", "millions", "viewers"), frozenset({Kind.VIEWERS})),
    **dict.fromkeys(("vote", "votes"), frozenset({Kind.VOTES, Kind.RULE, Kind.GAP, Kind.POINTS})),
    **dict.fromkeys(("place", "places"), PLACES | {Kind.GAP}),
}
OURS = frozenset("picture pictures page pages file files".split())  # the site's own, and no number of the season
_OF_HEADINGS = (
    (re.compile(r"\bage\b", re.IGNORECASE), frozenset({Kind.AGE})),
    (re.compile(r"\b(?:viewers|millions?)\b", re.IGNORECASE), frozenset({Kind.VIEWERS})),
    (re.compile(r"\b(?:bonus|bonuses)\b", re.IGNORECASE), frozenset({Kind.BONUS})),
    (re.compile(r"\b(?:lean|leans|against the (?:panel|others))\b", re.IGNORECASE), frozenset({Kind.LEAN, Kind.GAP})),
    (re.compile(r"\b(?:mean|average)\b", re.IGNORECASE), frozenset({Kind.MEAN, Kind.LEAN})),
    (re.compile(r"\bplaces?\b|\bstanding\b|\brank\b", re.IGNORECASE), PLACES),
    (re.compile(r"\bweeks?\b|\bleft\b|\bout\b", re.IGNORECASE), frozenset({Kind.WEEK, Kind.COUNT})),
    (re.compile(r"\b(?:total|totals|points|score|sum|night)\b", re.IGNORECASE), SUMS),
)
_ADJECTIVES = frozenset(
    "of the other others perfect own more best remaining regular guest different team judges' known first last highest"
    " lowest full single individual extra whole pro professional music dance couples' such or and in single".split()
)
_CAN = re.compile(r"\b(?:can|could|cannot|vote|votes|whatever|reach|between)\b", re.IGNORECASE)
_BY_POINTS = re.compile(r"\b(?:panel|points|marks|stood|board|night)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+'?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text. ``kinds`` is what it may be by the words around it; ``nouns`` what is counted, if a count."""

    start: int
    end: int
    text: str
    value: Fraction
    ordinal: bool
    kinds: frozenset[Kind] | None
    noun: str
    signed: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A date in a text; what is not said of it is None."""

    start: int
    end: int
    text: str
    year: int | None
    month: int
    day: int | None

    def means(self, day: date) -> bool:
        """Whether it is said of this day."""
        return self.month == day.month and self.day in {None, day.day} and self.year in {None, day.year}


def days_in(text: str) -> Iterator[Day]:
    """The dates of a text."""
    for found in DATE.finditer(text):
        got = found.groupdict()
        year = got["y"] or got["y2"] or got["y3"] or got["y4"]
        month = got["m"] or got["m2"] or got["m3"] or got["m4"]
        day = got["d"] or got["d2"] or got["d3"]
        nth = int(month) if month.isdigit() else [m[:3] for m in MONTHS].index(month[:3]) + 1
        yield Day(
            found.start(), found.end(), found.group(), int(year) if year else None, nth, int(day) if day else None
        )


def numbers_in(text: str, headings: Sequence[str] = ()) -> Iterator[Number]:
    """The numbers of a text, dates left out beforehand. ``headings`` are those over a cell."""
    for found in NUMBER.finditer(text):
        figure, word = found.group("figure"), found.group("word")
        value, ordinal = _valued(word) if word else (number_of(figure), found.group("end") in {"st", "nd", "rd", "th"})
        before, after = text[: found.start()], text[found.end() :]
        percent = bool(found.group("percent"))
        if OURS & set(_nearby(after)[:1]):
            continue
        kinds, noun = _meant(before, after, headings, ordinal=ordinal, percent=percent)
        if found.group("end") == "s":
            kinds, noun = frozenset({Kind.MARK, Kind.RULE, Kind.POINTS}), ""
        if found.group("end") == "m":
            kinds = frozenset({Kind.VIEWERS})
        signed = figure is not None and figure[:1] in {"+", "-"}
        yield Number(found.start(), found.end(), found.group(), value, ordinal, kinds, noun, signed)


def _valued(word: str) -> tuple[Fraction, bool]:
    """A number word, and whether it tells an order."""
    low = word.lower()
    if low == "first":
        return Fraction(1), True
    tens, _, rest = low.partition("-")
    if rest:
        unit = {"one": 1, "first": 1, **WORDS, **NTHS}[rest]
        return Fraction(_TENS[tens] + unit), rest in NTHS or rest == "first"
    return Fraction(WORDS.get(low) or NTHS[low]), low in NTHS


def _meant(
    before: str, after: str, headings: Sequence[str], *, ordinal: bool, percent: bool
) -> tuple[frozenset[Kind] | None, str]:
    """What a number can be by its surroundings, and what it counts; None if they do not say."""
    last = _WORD.findall(before[-40:].lower())[-2:]
    near = _nearby(after)
    if re.search(r"\bweighed (?:\S+ to )?$", before):
        return frozenset({Kind.RULE}), ""
    if percent:
        return frozenset({Kind.SHARE, Kind.MEAN, Kind.POINTS}), ""
    if last[-1:] in (["week"], ["weeks"]) and re.search(r"weeks?\s*$", before, re.IGNORECASE):
        return frozenset({Kind.WEEK}), ""
    if re.search(r"(?:season|series|number|no\.|#)\s*$", before, re.IGNORECASE):
        return frozenset({Kind.NUMBER}), ""
    if re.search(r"\b(?:aged?|at)\s*$", before, re.IGNORECASE) and "age" in last[-1]:
        return frozenset({Kind.AGE}), ""
    if ordinal:
        if near[:1] in (["week"], ["show"], ["night"]):
            return frozenset({Kind.WEEK, Kind.NUMBER, Kind.COUNT}), "week"
        if near[:1] and _NOUN_OF.get(near[0]) == "routine":
            return frozenset({Kind.NTH, Kind.COUNT}), "routine"
        around = before + after
        by_points = headings or _BY_POINTS.search(around)
        return PLACES - (set() if headings or _CAN.search(around) else {Kind.REACH}) - (set() if by_points else {Kind.RANK}), ""
    for word in near:
        if word in _OF_UNITS:
            return _OF_UNITS[word], ""
        if word in _NOUN_OF:
            return frozenset({Kind.COUNT}) | (SUMS if _NOUN_OF[word] in {"mark", "routine"} else frozenset()), _NOUN_OF[word]
        if word not in _ADJECTIVES and not word.endswith("'"):
            break
    for heading in headings:
        for pattern, kinds in _OF_HEADINGS:
            if pattern.search(heading):
                return kinds, ""
    return None, ""


def _nearby(after: str) -> list[str]:
    """The next words, as far as no sign stands between."""
    ahead = re.match(r"[ -]?((?:[^\W\d_]+'?[ -]?){0,4})", after)
    return _WORD.findall(ahead.group(1).lower()) if ahead else []
