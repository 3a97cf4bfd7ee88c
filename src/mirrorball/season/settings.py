"""``season.toml``: its settings checked against the format, and turned into values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mirrorball.core.channel import price_of
from mirrorball.season import format as folder_format
from mirrorball.season.format import SETTINGS, Column, Kind
from mirrorball.season.problems import Problem, controls, did_you_mean, quoted
from mirrorball.season.toml_file import line_of

EXACT = r"-?[0-9]{1,9}(\.[0-9]{1,9}|/0*[1-9][0-9]{0,8})?"
SECTIONS = ("crew", "panel", "channels", "rounds", "books")


@dataclass(slots=True)
class Settings:
    """What ``season.toml`` says, and where; what is wrong goes to ``problems``."""

    text: str
    values: Mapping[str, Any]
    problems: list[Problem]

    def problem(  # noqa: PLR0913  # one argument for each part of the sentence
        self, table: str, key: str, expected: str, advice: str, *, found: object = None, nth: int = 0
    ) -> Problem:
        """A problem with one setting."""
        return Problem(
            file=SETTINGS,
            line=line_of(self.text, table, key, nth),
            field=f"{table}.{key}" if table else key,
            found="nothing" if found is None else quoted(str(found)),
            expected=expected,
            advice=advice,
        )

    def top(self) -> dict[str, Any]:
        """The settings that belong to no section."""
        others = {key: value for key, value in self.values.items() if key not in SECTIONS}
        return self._read("", others, folder_format.SEASON, also=SECTIONS)

    def section(self, name: str, columns: Sequence[Column]) -> dict[str, Any]:
        """The settings of ``[name]``; empty if there is no such section."""
        written = self.values.get(name, {})
        if isinstance(written, dict):
            return self._read(name, written, columns)
        self.problems.append(self.problem("", name, f"a section [{name}]", "Write it as a section.", found=written))
        return {}

    def sections(self, name: str, columns: Sequence[Column]) -> dict[int, dict[str, Any]]:
        """The settings of each ``[[name]]`` by which one it is, from 0; those that cannot be used are left out."""
        written = self.values.get(name, [])
        if not isinstance(written, list) or not all(isinstance(one, dict) for one in written):
            self.problems.append(
                self.problem("", name, f"sections [[{name}]]", f"Write each as a section [[{name}]].", found=written)
            )
            return {}
        read = {nth: self._read(name, one, columns, nth=nth) for nth, one in enumerate(written)}
        return {nth: one for nth, one in read.items() if "name" in one}

    def crew(self) -> dict[str, str]:
        """Roles and who has them."""
        written = self.values.get("crew", {})
        if isinstance(written, dict) and all(map(_is_text, written.values())):
            return {role.replace("_", " "): person for role, person in written.items()}
        self.problems.append(
            self.problem("", "crew", "a section [crew] of roles and names", 'Write lines such as director = "A Name".')
        )
        return {}

    def _read(
        self,
        table: str,
        written: Mapping[str, Any],
        columns: Sequence[Column],
        *,
        nth: int = 0,
        also: Sequence[str] = (),
    ) -> dict[str, Any]:
        known = {column.name: column for column in columns}
        values: dict[str, Any] = {}
        for key, value in written.items():
            column = known.get(key)
            if column is None:
                advice = did_you_mean(key, [*known, *also], f"The settings here are: {', '.join(known)}.")
                self.problems.append(self.problem(table, key, "a setting of this format", advice, found=key, nth=nth))
                continue
            read = _value(column, value)
            if read is None:
                advice = "Write it so; text stands in double quotes, a list in square brackets."
                self.problems.append(self.problem(table, key, _expected(column), advice, found=value, nth=nth))
            else:
                values[key] = read
        for column in columns:
            if column.required and column.name not in written:
                advice = f"Add a line {column.name} = ... here."
                self.problems.append(self.problem(table, column.name, f"a setting {column.name}", advice, nth=nth))
        return values


def exact(value: object) -> Fraction | None:
    """A number exactly as it was written: 0.5 is a half, and so is "1/2"."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)) or not re.fullmatch(EXACT, str(value)):
        return None
    return Fraction(str(value))


def _value(column: Column, value: object) -> object:
    """The value of a setting, or None if it is of another kind."""
    match column.kind:
        case Kind.NAMES:
            names = isinstance(value, list) and all(_is_text(name) and name.strip() for name in value)
            return tuple(dict.fromkeys(name.strip() for name in value)) if names and isinstance(value, list) else None
        case Kind.WHOLE:
            return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**12 else None
        case Kind.NUMBER:
            return exact(value)
        case Kind.YES_NO:
            return value if isinstance(value, bool) else None
        case Kind.PRICE:
            return price_of(value.strip()) if isinstance(value, str) else None
        case _:
            fits = _is_text(value) and (not column.choices or value in column.choices)
            return value.strip() if fits and isinstance(value, str) else None


def _is_text(value: object) -> bool:
    """Whether a value is text that prints."""
    return isinstance(value, str) and not controls(value)


def _expected(column: Column) -> str:
    if column.choices:
        return " or ".join(quoted(choice) for choice in column.choices)
    words = {
        Kind.NAMES: "a list of names",
        Kind.WHOLE: "a whole number from 0",
        Kind.NUMBER: "a number",
        Kind.YES_NO: "true or false",
        Kind.PRICE: 'a price above nothing, such as "0.50 EUR"',
    }
    return words.get(column.kind, "text")
