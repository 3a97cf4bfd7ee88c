"""The numbers that a text says, in figures and in words, and what the words around a number say that it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from mirrorball.recap.vouch_kinds import Kind
from mirrorball.recap.vouch_meant import meant, ours
from mirrorball.recap.vouch_names import number_of

MONTHS: tuple[str, ...] = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
)
MONTHS += ("November", "December")
_SMALL: tuple[str, ...] = (
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
)
_SMALL += ("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")
_NTHS: tuple[str, ...] = (
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)
_NTHS += ("thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth")
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
MIXED = re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d_½¼¾])\w+\b")  # 50s, P1, h264: figures and letters in one word


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
        if ours(after):
            continue
        kinds, noun = meant(before, after, headings, ordinal=ordinal, percent=percent)
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
