"""Rule books: those that everybody knows, and a season's own, written in ``season.toml`` as ``[books.NAME]``."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, replace
from enum import Enum
from fractions import Fraction
from typing import Any, get_args, get_origin, get_type_hints

from mirrorball.core.book import Book, Confidence
from mirrorball.core.books import BOOKS
from mirrorball.season.cells import Unreadable
from mirrorball.season.problems import Problem, did_you_mean, quoted
from mirrorball.season.settings import EXACT, Settings, exact

_KINDS = get_type_hints(Book)
MOST = 100  # for every setting that counts weeks, couples or marks
_TAKEN = "Give the section another name, and name that as the book; everybody knows this one."
SETTINGS = tuple(f.name for f in fields(Book) if f.name not in {"name", "confidence"})


def books(settings: Settings) -> tuple[dict[str, Book], list[Problem]]:
    """All books that this season can name, and what is wrong with its own."""
    known, problems = dict(BOOKS), list[Problem]()
    own = settings.values.get("books", {})
    if not isinstance(own, dict):
        return known, [settings.problem("", "books", "sections such as [books.ours]", "Write each book as a section.")]
    for name, written in own.items():
        table = f"books.{name}"
        if not isinstance(written, dict):
            problems.append(settings.problem("", "books", f"a section [{table}]", "Write the book as a section."))
            continue
        if name in BOOKS:
            problems.append(settings.problem(table, "like", "a name of its own", _TAKEN, found=name))
            continue
        like = written.get("like")
        if like not in known or not isinstance(like, str):
            advice = did_you_mean(str(like), known, f"Name one of: {', '.join(known)}.")
            problems.append(settings.problem(table, "like", "the book that this one is like", advice, found=like))
            known[name] = replace(next(iter(BOOKS.values())), name=name)  # so that who names it is not told as well
            continue
        book, wrong = _own(settings, table, replace(known[like], name=name, title=f"{name}, like {like}"), written)
        known[name] = book
        problems += wrong
    return known, problems


def kind_of(setting: str) -> str:
    """What a setting of a book holds, in words."""
    kind = _KINDS[setting]
    if get_origin(kind) is tuple:
        return f"a list of {_choices(get_args(kind)[0])}"
    one = _member(kind)
    if issubclass(one, Enum):
        return _choices(one)
    return {bool: "true or false", int: "a whole number", str: "text", Fraction: 'a number such as 1 or "1/2"'}[one]


def schema_of(setting: str) -> dict[str, object]:
    """The JSON Schema of a setting of a book."""
    kind = _KINDS[setting]
    if get_origin(kind) is tuple:
        return {"type": "array", "items": {"enum": [member.value for member in get_args(kind)[0]]}}
    one = _member(kind)
    if issubclass(one, Enum):
        return {"enum": [member.value for member in one]}
    if one is Fraction:
        return {
            "anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": f"^{EXACT.removeprefix('-?')}$"}]
        }
    if one is int:
        return {"type": "integer", "minimum": 0, "maximum": MOST}
    return {"type": {bool: "boolean", str: "string"}[one]}


def _own(settings: Settings, table: str, book: Book, written: Mapping[str, Any]) -> tuple[Book, list[Problem]]:
    """A book with the settings that were written over it."""
    problems = list[Problem]()
    changed: dict[str, Any] = {}
    for setting, value in written.items():
        if setting == "like":
            continue
        if setting == "confidence":
            sure, wrong = _confidence(settings, table, value)
            changed["confidence"] = sure if "*" in sure else {**book.confidence, **sure}
            problems += wrong
            continue
        if setting not in SETTINGS:
            advice = did_you_mean(setting, SETTINGS, f"A book has these settings: {', '.join(SETTINGS)}.")
            problems.append(settings.problem(table, setting, "a setting of a book", advice, found=setting))
            continue
        read = _value(_KINDS[setting], value)
        if isinstance(read, Unreadable):
            advice = did_you_mean(
                str(value), _values_of(setting) if isinstance(value, str) else (), "Write one of these."
            )
            problems.append(settings.problem(table, setting, kind_of(setting), advice, found=value))
        else:
            changed[setting] = read
    own = replace(book, **changed)
    if not own.panel_weight and not own.audience_weight:
        advice = "Give marks or votes a weight above 0; with none at all everybody would tie."
        problems.append(settings.problem(table, "panel_weight", "a weight above 0", advice, found=own.panel_weight))
    return own, problems


def _confidence(settings: Settings, table: str, value: object) -> tuple[dict[str, Confidence], list[Problem]]:
    sure: dict[str, Confidence] = {}
    problems = list[Problem]()
    levels = [level.value for level in Confidence]
    if not isinstance(value, dict):
        expected, advice = (
            "a section of settings",
            f'Write a section [{table}.confidence] with lines such as "*" = "published".',
        )
        return {}, [settings.problem(table, "confidence", expected, advice, found=value)]
    table = f"{table}.confidence"
    for setting, level in value.items():
        if setting not in (*SETTINGS, "*"):
            advice = did_you_mean(str(setting), SETTINGS, 'Name a setting of the book, or "*" for all others.')
            problems.append(settings.problem(table, str(setting), "a setting of a book", advice, found=setting))
        elif level not in levels:
            problems.append(
                settings.problem(table, str(setting), _choices(Confidence), "Write one of these.", found=level)
            )
        else:
            sure[str(setting)] = Confidence(level)
    return sure, problems


def _values_of(setting: str) -> list[str]:
    """The values that a setting can have, if they can be listed."""
    kind = _KINDS[setting]
    one = get_args(kind)[0] if get_origin(kind) is tuple else _member(kind)
    return [str(member.value) for member in one] if issubclass(one, Enum) else []


def _value(kind: Any, value: object) -> object:
    """The value of a setting, or Unreadable."""
    wrong = Unreadable("", "")
    if get_origin(kind) is tuple:
        items = [_value(get_args(kind)[0], item) for item in value] if isinstance(value, list) else [wrong]
        return wrong if any(isinstance(item, Unreadable) for item in items) else tuple(items)
    one = _member(kind)
    if issubclass(one, Enum):
        return next((member for member in one if member.value == value), wrong)
    if one is Fraction:
        read = exact(value)
        return wrong if read is None or read < 0 else read
    if one is int:
        return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST else wrong
    return value if isinstance(value, one) else wrong


def _member(kind: Any) -> Any:
    """The type without ``None``."""
    return get_args(kind)[0] if isinstance(kind, types.UnionType) else kind


def _choices(kind: type[Enum]) -> str:
    *most, last = [quoted(str(member.value)) for member in kind]
    return f"{', '.join(most)} or {last}"
