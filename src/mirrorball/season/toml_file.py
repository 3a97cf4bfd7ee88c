"""Reading a TOML file, and finding the line of a setting in it."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from mirrorball.season.problems import Problem, in_one_line

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_HEADER = re.compile(r"^\s*(\[{1,2})\s*([^\[\]]+?)\s*\]{1,2}\s*(#.*)?$")


def parse(file: str, text: str) -> dict[str, Any] | Problem:
    """The settings of a TOML text, or where it stops being TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _not_toml(file, text, str(error))
    except (RecursionError, ValueError) as error:  # nested too deep, or a number or date that Python cannot hold
        return _not_toml(file, text, str(error))


def line_of(text: str, table: str, key: str, nth: int = 0) -> int:
    """The line of ``key`` in ``table`` (the ``nth`` of its name; the top of the file is ``""``), or of the table.

    1 if neither stands there in so many words. This only serves to point; values come from the real reader.
    """
    here, seen, found = "", -1, 1
    setting = re.compile(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*(=|\.)")
    for number, line in enumerate(text.split("\n"), 1):
        header = _HEADER.match(line)
        if header:
            here = re.sub(r"[\"'\s]", "", header.group(2))
            seen += here == table
            if (here == table and seen == nth) or (not table and here == key):
                found = number
        elif here == table and max(seen, 0) == nth and setting.match(line):
            return number
    return found


def _not_toml(file: str, text: str, message: str) -> Problem:
    place = _PLACE.search(message)
    line = int(place.group(1)) if place else max(1, len(text.rstrip("\n").split("\n")))
    said = in_one_line(re.sub(r"\s*\(at .*\)$", "", message))
    return Problem(
        file=file,
        line=line,
        column=int(place.group(2)) if place else None,
        found=f"text that is not TOML ({said[:1].lower()}{said[1:]})",
        expected='settings such as title = "My show"',
        advice="Mend this line; if the file stops in the middle, bring back its end from a copy.",
    )
