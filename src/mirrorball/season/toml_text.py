"""Settings to the text of a TOML file: as little of TOML as a season needs, written the same way every time."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from mirrorball.season.settings import exact

Value = str | bool | int | Fraction | Sequence[str]
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def setting(key: str, value: Value) -> str:
    """One line of a file."""
    return f"{name(key)} = {_value(value)}\n"


def section(header: str, values: Mapping[str, Value]) -> str:
    """A section with its header, such as ``[panel]``, and a blank line before it."""
    return "".join(["\n", header, "\n", *(setting(key, value) for key, value in values.items())])


def name(key: str) -> str:
    """A key as TOML wants it: bare if it can be."""
    return key if _BARE.fullmatch(key) else _text(key)


def _value(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Fraction():
            return _number(value)
        case str():
            return _text(value)
        case _:
            return f"[{', '.join(map(_text, value))}]"


def _number(value: Fraction) -> str:
    """A number as people write it, if that reads as exactly this number; else as a fraction in quotes."""
    if value.denominator == 1:
        return str(value.numerator)
    short = str(value.numerator / value.denominator)
    return short if exact(short) == value else _text(str(value))


def _text(text: str) -> str:
    """Text in double quotes. What JSON escapes, TOML reads; of the rest only one character needs it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
