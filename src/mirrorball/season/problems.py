"""What is wrong in a folder, as values with their place; and the valid name that was probably meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from rapidfuzz import fuzz, process

LONGEST = 60  # characters of a cell that are shown
NEAR = 70  # how alike two names are, of 100, before one is offered for the other


class Severity(Enum):
    """How much a problem matters."""

    PROBLEM = "problem"  # the folder cannot be used as it is
    WARNING = "warning"  # it can be used, and is probably not what was meant
    NOTE = "note"  # good to know


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to mend: where it is, what was found there, what was expected, and what to do.

    ``line`` counts from 1 in the file, and is None where a whole file or folder is meant. ``column`` is the cell in a
    table, from 1, or the character in a TOML file.
    """

    file: str
    line: int | None
    found: str
    expected: str
    advice: str
    column: int | None = None
    field: str = ""
    severity: Severity = Severity.PROBLEM

    @property
    def where(self) -> str:
        """The place as a person reads it."""
        parts = [self.file]
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts) + (f" ({self.field})" if self.field else "")

    @property
    def sentence(self) -> str:
        """The whole of it in a few plain words."""
        return f"{self.where}: found {self.found}, expected {self.expected}. {self.advice}"


def quoted(text: str) -> str:
    """A cell as it stands in the file, in one line; very long ones are cut, so that the sentence stays a sentence."""
    text = in_one_line(text[: LONGEST + 1])
    shown = text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
    return "an empty cell" if not text else f"'{shown}'"


def in_one_line(text: str) -> str:
    """Text with everything that does not print written as Python writes it."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def controls(text: str) -> bool:
    """Whether text holds a character that would command a terminal or a printer, and is no text."""
    return any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in text)


def same_but_for(one: str, other: str) -> bool:
    """Whether two different names differ only by accents, spaces or case."""
    return one != other and plain(one) == plain(other)


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """The valid name that was probably meant, or None."""
    names = list(dict.fromkeys(valid))
    for known in names:
        if plain(known) == plain(name):
            return known
    found = process.extractOne(name, names, scorer=fuzz.WRatio, processor=plain, score_cutoff=NEAR)
    return found[0] if found else None


def did_you_mean(name: str, valid: Iterable[str], otherwise: str) -> str:
    """What to do about a name that is not known: the nearest one, or ``otherwise``."""
    near = nearest(name, valid)
    if near is None:
        return otherwise
    if same_but_for(name, near):
        return f"Write {quoted(near)}: the two differ only by accents, spaces or case."
    return f"Did you mean {quoted(near)}?"


def plain(name: str) -> str:
    """A name without accents, spaces and case."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(
        letter for letter in letters if not unicodedata.combining(letter) and not letter.isspace()
    ).casefold()
