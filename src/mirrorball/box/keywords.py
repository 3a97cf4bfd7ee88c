"""What a text message means: for which couple, and how many votes. Read tolerantly, and never guessed.

Capitals, spaces, accents and punctuation do not matter. These are the rules, in their order:

1. A text that is a couple's number, keyword or star, with or without a count before or behind it, means that couple.
2. Otherwise words are names: of the star, of the pro, the keyword, or any part of them. All words have to fit one
   couple and no other. A name of four letters or more may be one letter off if no other couple is as near.
3. Beside a name, a number is the count. A second one has to be the couple's own number.
4. Without a name, the first number is the couple's and a second one is the count.
5. Without a count, a text is one vote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from mirrorball.box.rules import Choice

LONGEST = 320  # characters; two messages' worth, and nobody means a couple by more
REMEMBERED = 8192  # texts; most of a night's messages say the same few things
LEAST_LETTERS = 4  # of a name that may be one letter off
MOST_COUNT_DIGITS = 9
FILLING = frozenset(
    """
    a all and best couple couples for from give go hello hi i is love me my no nr number of please pls plz point points
    star team thank thanks the times to tonight u vote votes voting want win with x you
    """.split()  # noqa: SIM905  # reads better than forty words in quotes
)

_APART = str.maketrans(
    # Letters that Unicode does not take apart, as people without them type them.
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "\N{LATIN SMALL LETTER DOTLESS I}": "i", "æ": "ae", "œ": "oe", "þ": "th"}
    # An apostrophe, whichever the telephone makes of it, parts no name.
    | dict.fromkeys("'`\u2019\u2018\u02bc\u00b4", "")
    # The marks that make an emoji of a figure; ten has an emoji of its own.
    | {"\ufe0f": "", "\u20e3": "", "\N{KEYCAP TEN}": " 10 "}
)
_TOKENS = re.compile(r"[0-9]+|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Read:
    """A text that means so many votes for this star's couple."""

    star: str
    votes: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A text that means no couple, or not one alone. ``help`` is a sentence for whoever sent it."""

    help: str


def read(text: str, choices: Sequence[Choice], limit: int | None = None) -> Read | Unread:
    """What a text means. More than ``limit`` votes at once are not read as fewer: the sender is told instead."""
    if len(text) > LONGEST:
        return _vocabulary(tuple(choices)).no_couple()
    return _read(text, tuple(choices), limit)


@lru_cache(maxsize=REMEMBERED)
def _read(text: str, choices: tuple[Choice, ...], limit: int | None) -> Read | Unread:
    vocabulary = _vocabulary(choices)
    tokens = _tokens(text)
    telling = [token for token in tokens if token not in FILLING]
    found = vocabulary.whole(tokens) or vocabulary.whole(telling) or vocabulary.parsed(tokens)
    if isinstance(found, Unread):
        return found
    choice, votes = found
    if votes < 1 or (limit is not None and votes > limit):
        most = "1 vote or more" if limit is None else f"1 to {limit} votes" if limit > 1 else "1 vote"
        return Unread(f"A message may hold {most} for {choice.star}. {_such_as(choice)}")
    return Read(choice.star, votes)


@dataclass(frozen=True, slots=True)
class _Names:
    """What one couple may be called: each name without spaces."""

    choice: Choice
    names: frozenset[str]


class _Vocabulary:
    """All that the couples of one vote may be called."""

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        self._choices = choices
        self._by_number = {choice.number: choice for choice in choices}
        self._names = [_Names(choice, _names(choice)) for choice in choices]
        self._exact: dict[tuple[str, ...], list[Choice]] = {}
        for choice in choices:
            for known_as in {_form(_tokens(each)) for each in (str(choice.number), choice.star, choice.keyword)}:
                if known_as:
                    self._exact.setdefault(known_as, []).append(choice)

    def whole(self, tokens: Sequence[str]) -> tuple[Choice, int] | None:
        """The couple whose number, keyword or star this is, and the count that stands before or behind it."""
        form = _form(tokens)
        alone = self._exactly(form)
        if alone is not None:
            return alone, 1
        if len(form) > 1 and form[-1].isdecimal() and (before := self._exactly(form[:-1])):
            return before, _count(form[-1])
        # Only a name may stand behind its count: of two numbers the first is the couple's.
        named = any(not token.isdecimal() for token in form)
        if named and form[0].isdecimal() and (behind := self._exactly(form[1:])):
            return behind, _count(form[0])
        return None

    def parsed(self, tokens: Sequence[str]) -> tuple[Choice, int] | Unread:
        """Names and numbers, wherever they stand."""
        numbers = [token for token in tokens if token.isdecimal()]
        words = [token for token in tokens if not token.isdecimal()]
        telling = [word for word in words if word not in FILLING]
        if not telling and words and any(set(words) & couple.names for couple in self._names):
            telling = words
        if not telling:
            return self._by_numbers(numbers)
        found = self._named(telling)
        return found if isinstance(found, Unread) else self._with_count(found, numbers)

    def no_couple(self) -> Unread:
        """Help for a text that names nobody."""
        return Unread(f"Please send the number or the name of one couple: {_listed(self._choices)}.")

    def _exactly(self, form: tuple[str, ...]) -> Choice | None:
        found = self._exact.get(form, ())
        return found[0] if len(found) == 1 else None

    def _named(self, words: list[str]) -> Choice | Unread:
        """The one couple that all these words fit."""
        joined = "".join(words)
        exact = self._exactly((joined,))
        if exact is not None:
            return exact
        fits = self._fit(lambda names: joined in names or names.issuperset(words))
        if not fits:
            fits = self._fit(lambda names: _near(joined, names) or all(_near(word, names) for word in words))
        if not fits:
            return self._which(self._fit(lambda names: not names.isdisjoint(words)))
        return fits[0] if len(fits) == 1 else self._which(fits)

    def _fit(self, holds: Callable[[frozenset[str]], bool]) -> list[Choice]:
        return [couple.choice for couple in self._names if holds(couple.names)]

    def _which(self, fits: list[Choice]) -> Unread:
        """Help for a text that fits several couples, or one only in part."""
        if not fits:
            return self.no_couple()
        if len(fits) == 1:
            return Unread(f"If this is for {fits[0].star}, please send only the number: {fits[0].number}")
        return Unread(f"This could be {_listed(fits, 'or')}. Please send the number of one couple.")

    def _by_numbers(self, numbers: list[str]) -> tuple[Choice, int] | Unread:
        couple = self._by_number.get(_count(numbers[0])) if numbers else None
        if couple is None or len(numbers) > 2:  # noqa: PLR2004  # the couple's and a count
            return self.no_couple()
        return couple, _count(numbers[1]) if len(numbers) > 1 else 1

    def _with_count(self, choice: Choice, numbers: list[str]) -> tuple[Choice, int] | Unread:
        counts = [_count(number) for number in numbers]
        if len(counts) > 1 and choice.number in counts:
            counts.remove(choice.number)
        if len(counts) > 1:
            return Unread(f"This holds {len(numbers)} numbers beside {choice.star}. {_such_as(choice)}")
        return choice, counts[0] if counts else 1


@lru_cache(maxsize=16)
def _vocabulary(choices: tuple[Choice, ...]) -> _Vocabulary:
    return _Vocabulary(choices)


def _tokens(text: str) -> list[str]:
    """Words and numbers of a text: small letters without accents, figures 0 to 9."""
    apart = unicodedata.normalize("NFKD", text.translate(_APART)).casefold().translate(_APART)
    plain = "".join(_figure(letter) for letter in apart if not unicodedata.combining(letter))
    return [token.lstrip("0") or "0" if token.isdecimal() else token for token in _TOKENS.findall(plain)]


def _figure(letter: str) -> str:
    """Any script's figures as 0 to 9."""
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)


def _form(tokens: Sequence[str]) -> tuple[str, ...]:
    """A text without the spaces between its words; numbers stay apart from each other and from words."""
    form: list[str] = []
    for token in tokens:
        if form and not token.isdecimal() and not form[-1].isdecimal():
            form[-1] += token
        else:
            form.append(token)
    return tuple(form)


def _names(choice: Choice) -> frozenset[str]:
    """Every word of star, pro and keyword, and every run of them, without the spaces."""
    names: set[str] = set()
    for called in (choice.star, choice.pro, choice.keyword):
        words = [token for token in _tokens(called) if not token.isdecimal()]
        names |= {"".join(words[at:to]) for at in range(len(words)) for to in range(at + 1, len(words) + 1)}
    return frozenset(names)


def _near(word: str, names: frozenset[str]) -> bool:
    """Whether a word is one of these names, or one letter more, less, other or swapped away from one that is long."""
    return word in names or any(
        len(name) >= LEAST_LETTERS <= len(word) and OSA.distance(word, name, score_cutoff=1) <= 1 for name in names
    )


def _count(figures: str) -> int:
    """A number as typed; one too long to be meant is more than any limit and no couple's."""
    return int(figures[: MOST_COUNT_DIGITS + 1])


def _such_as(choice: Choice) -> str:
    return f"Please send the number of the couple and then how many votes, such as: {choice.number} 1"


def _listed(choices: Sequence[Choice], last: str = "") -> str:
    told = [f"{choice.number} {choice.star}" for choice in choices]
    if last and len(told) > 1:
        return f"{', '.join(told[:-1])} {last} {told[-1]}"
    return ", ".join(told)
