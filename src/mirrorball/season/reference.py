"""The format told to people (a reference page) and to editors (a JSON Schema), both from the format's own table."""

from __future__ import annotations

from collections.abc import Sequence

from mirrorball.core.book import Confidence
from mirrorball.core.books import BOOKS
from mirrorball.core.channel import POSSIBLE, Way
from mirrorball.season import format as folder_format
from mirrorball.season.books import SETTINGS, kind_of, schema_of
from mirrorball.season.channels import LATER
from mirrorball.season.format import FORMAT, MOST_CHANNELS, MOST_GRACE, TABLES, Column, Kind
from mirrorball.season.settings import EXACT

# At most as many decimals as any currency has; how many its own has, only the reader knows.
PRICE = r"^\s*(?!0+(\.0+)? )[0-9]{1,9}(\.[0-9]{1,3})? [A-Z]{3}\s*$"

_TYPES: dict[Kind, dict[str, object]] = {
    Kind.NAMES: {"type": "array", "items": {"type": "string", "minLength": 1}},
    Kind.WHOLE: {"type": "integer", "minimum": 0},
    Kind.NUMBER: {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{EXACT}$"}]},
    Kind.YES_NO: {"type": "boolean"},
    Kind.PRICE: {"type": "string", "pattern": PRICE},
}


def schema() -> dict[str, object]:
    """The JSON Schema of ``season.toml``."""
    top = _object(folder_format.SEASON)
    properties = dict(_properties(folder_format.SEASON))
    properties["format"] = {"const": FORMAT, "description": "Version of this format."}
    properties["crew"] = {"type": "object", "additionalProperties": {"type": "string"}}
    properties["panel"] = _object(folder_format.PANEL)
    properties["channels"] = {"type": "array", "maxItems": MOST_CHANNELS, "items": _channel()}
    properties["rounds"] = {"type": "array", "items": _object(folder_format.ROUND)}
    properties["books"] = {"type": "object", "additionalProperties": _book()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Mirrorball season, format 1",
        **top,
        "properties": properties,
    }


def page() -> str:
    """The reference page of the season folder, in Markdown."""
    parts = [_INTRODUCTION, "## season.toml\n", _settings_table(folder_format.SEASON)]
    parts += ['`[crew]` holds any roles and names, such as `musical_director = "A Name"`.\n']
    parts += ["### [panel]\n", _settings_table(folder_format.PANEL)]
    parts += ["### [[channels]], one for each way of voting\n", _settings_table(folder_format.CHANNEL)]
    parts += ["### [[rounds]], one for each round with a rule of its own\n", _settings_table(folder_format.ROUND)]
    parts += ["### [books.NAME], a rule book of your own\n", _BOOKS, _book_table()]
    parts += ["### Books that everybody can name\n", _known_books()]
    for table in TABLES:
        must = " Required." if table.required else ""
        once = f" No two rows may have the same {' and '.join(table.key)}." if table.key else ""
        parts += [f"## {table.file}\n", f"{table.meaning}{must}{once}\n", _columns_table(table.columns)]
    return "\n".join(parts)


def _properties(columns: Sequence[Column]) -> dict[str, object]:
    return {column.name: {**_type(column), "description": column.meaning} for column in columns}


def _type(column: Column) -> dict[str, object]:
    return {"enum": list(column.choices)} if column.choices else _TYPES.get(column.kind, {"type": "string"})


def _object(columns: Sequence[Column]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": _properties(columns),
        "required": [column.name for column in columns if column.required],
        "additionalProperties": False,
    }


def _channel() -> dict[str, object]:
    """A way of voting, and what goes with each way."""
    return {**_object(folder_format.CHANNEL), "allOf": [_with_way(way) for way in Way]}


def _with_way(way: Way) -> dict[str, object]:
    """What else a channel of this way can have; one that names no way is a page."""
    is_way: dict[str, object] = {"properties": {"way": {"const": way.value}}}
    allowed: dict[str, object] = {"voter": {"enum": [unit.value for unit in POSSIBLE[way]]}}
    allowed["grace"] = {"maximum": MOST_GRACE if way in LATER else 0}
    if way is Way.DONATION:
        return {
            "if": {**is_way, "required": ["way"]},
            "then": {"properties": {**allowed, "replaceable": {"const": False}}, "required": ["price"]},
        }
    there = is_way if way is Way.PAGE else {**is_way, "required": ["way"]}
    return {"if": there, "then": {"properties": {**allowed, "price": False}}}


def _book() -> dict[str, object]:
    confidence = {
        "type": "object",
        "propertyNames": {"enum": [*SETTINGS, "*"]},
        "additionalProperties": {"enum": [level.value for level in Confidence]},
    }
    properties: dict[str, object] = {setting: schema_of(setting) for setting in SETTINGS}
    properties |= {
        "like": {"type": "string", "description": "Name of the book that this one is like."},
        "confidence": confidence,
    }
    return {"type": "object", "properties": properties, "required": ["like"], "additionalProperties": False}


def _settings_table(columns: Sequence[Column]) -> str:
    words = {Kind.YES_NO: "true or false", Kind.NAMES: "list of names", Kind.NUMBER: "number", Kind.NAME: "text"}
    rows = [(f"`{c.name}`", _holds(c, words.get(c.kind, c.kind.value)), c.meaning) for c in columns]
    return _markdown(("setting", "holds", "meaning"), rows)


def _columns_table(columns: Sequence[Column]) -> str:
    rows = [(f"`{column.name}`", _holds(column, column.kind.value), column.meaning) for column in columns]
    return _markdown(("column", "holds", "meaning"), rows)


def _holds(column: Column, words: str) -> str:
    return (", ".join(column.choices) or words) + (" · **required**" if column.required else "")


def _book_table() -> str:
    levels = ", ".join(level.value for level in Confidence)
    rows = [("`like`", "the name of another book · **required**")]
    rows += [(f"`{setting}`", kind_of(setting)) for setting in SETTINGS]
    rows += [("`confidence`", f'section of settings (or `"*"` for the rest) and how sure each is: {levels}')]
    return _markdown(("setting", "holds"), rows)


def _known_books() -> str:
    rows = [(f"`{book.name}`", book.title, book.least_sure.value) for book in BOOKS.values()]
    return _markdown(("name", "book", "how sure it is"), rows)


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines) + "\n"


_INTRODUCTION = f"""\
# The season folder, format {FORMAT}

This page is written from the program's own table of the format (`python tools/reference.py`); a test keeps it true.

A season is a folder of plain files: `season.toml` for an editor, CSV tables for a spreadsheet. `mirrorball new DIR`
starts one, `mirrorball check DIR` says what is wrong with it, all at once. `season.toml`, `couples.csv` and `weeks.csv`
are required; the other tables come when there is something to put into them.

- Tables are UTF-8, with or without a byte order mark; separated by commas, semicolons or tabs; with either line end.
  The first row names the columns, in any order. A row that begins with `#` is a remark.
- A blank cell means that nobody knows, or that it has not happened. A mark that was not given is blank, never 0.
- Numbers have a point (`9.5`), dates are `2023-09-26`, several names in one cell are separated by `;`.
- A couple is known in all tables by the full name of its star, a judge by the full name.
- At most {folder_format.MOST_COUPLES} couples and {folder_format.MOST_WEEKS} weeks.

For an editor that knows JSON Schema, [season.schema.json](season.schema.json) completes and checks `season.toml`; its
first line `#:schema` names it.
"""

_BOOKS = """\
`book` names one of the books below, or one that you write yourself: like another, with the settings that differ. What
each setting means stands in [rules/television.md](rules/television.md). Votes that come in for both halves weigh as
`panel_weight` and `audience_weight` say.
"""
