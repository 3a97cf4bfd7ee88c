"""Starting a season folder: files that read as they stand, with remarks on what to write where."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path

from mirrorball.season import format as folder_format
from mirrorball.season.format import FORMAT, SETTINGS, Table
from mirrorball.season.reference import schema

SCHEMA = "season.schema.json"
JUDGES = ("Judge Amber", "Judge Birch", "Judge Cedar")


class Kind(Enum):
    """What a folder is started for."""

    SEASON = "season"  # many weeks, one couple leaves in each, a final
    GALA = "gala"  # one night, everybody is placed


class FolderTaken(Exception):
    """The folder holds files already. Its text says which folder, and what to do."""


def new(folder: Path, kind: Kind) -> list[Path]:
    """Write a starting folder and return its files. Raises ``FolderTaken`` and changes nothing if files are there."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} is there already and not empty. Name a new or empty folder."
        raise FolderTaken(message)
    folder.mkdir(parents=True, exist_ok=True)
    files = {SETTINGS: _SETTINGS[kind], SCHEMA: json.dumps(schema(), indent=2) + "\n"}
    files |= {table.file: _table(table, kind) for table in folder_format.TABLES if table.file in _ROWS[kind]}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files]


def _table(table: Table, kind: Kind) -> str:
    """A table with its remark, its heading and its first rows."""
    names = [column.name for column in table.columns]
    if table is folder_format.ROUTINES:
        at = names.index("total")
        names[at:at] = JUDGES
    rows = [[row.get(name, "") for name in names] for row in _ROWS[kind][table.file]]
    lines = [",".join(names), f"# {_REMARKS[table.file]}", *(",".join(row) for row in rows)]
    return "\n".join(lines) + "\n"


_REMARKS: Mapping[str, str] = {
    "couples.csv": "One row a couple. Rows that begin with # are remarks.",
    "weeks.csv": "The plan. A blank panel is the regular one; a blank leave is one couple.",
    "routines.csv": "One row for each dance of a couple. Leave a mark blank until it is given.",
    "bonuses.csv": "Points beside the marks such as a marathon or a dance-off.",
    "packages.csv": "Films shown between the dances.",
    "rundown.csv": "The plan of a night if it is to run otherwise than from dance to dance with the vote at the end.",
    "votes.csv": "Votes as counted; leave the table empty until then.",
    "results.csv": "Who left and when: exit is final or eliminated or withdrew.",
}


def _cast(count: int) -> list[dict[str, str]]:
    """Places for couples, to be written over."""
    return [{"star": f"Star {nth}", "pro": f"Pro {nth}", "number": f"{nth}"} for nth in range(1, count + 1)]


def _danced(count: int, rounds: Sequence[str]) -> list[dict[str, str]]:
    """The first night's running order."""
    return [
        {"week": "1", "round": round_, "order": f"{nth}", "star": f"Star {nth}"}
        for round_ in rounds
        for nth in range(1, count + 1)
    ]


_ROWS: Mapping[Kind, Mapping[str, Sequence[Mapping[str, str]]]] = {
    Kind.SEASON: {
        "couples.csv": _cast(6),
        "weeks.csv": [
            {"week": "1", "title": "First night", "leave": "0"},
            {"week": "2", "title": "Second night", "carry": "1"},
            {"week": "3", "title": "Third night"},
            {"week": "4", "title": "Semi-final"},
            {"week": "5", "title": "Final", "final": "yes"},
        ],
        "routines.csv": _danced(6, [""]),
        "bonuses.csv": [],
        "packages.csv": [],
        "rundown.csv": [],
        "votes.csv": [],
        "results.csv": [],
    },
    Kind.GALA: {
        "couples.csv": _cast(8),
        "weeks.csv": [{"week": "1", "title": "Gala night", "final": "yes"}],
        "routines.csv": _danced(8, [""]),
        "rundown.csv": [],
        "votes.csv": [],
        "results.csv": [],
    },
}

_TOP = f"""\
#:schema ./{SCHEMA}
# Lines that begin with # are remarks. Write your own show over what stands here, then run: mirrorball check .

format = {FORMAT}
"""

_PANEL = """
[panel]
judges = ["Judge Amber", "Judge Birch", "Judge Cedar"]
lowest = 1
highest = 10
step = 1                     # 0.5 if half marks are given
"""

_SETTINGS: Mapping[Kind, str] = {
    Kind.SEASON: f"""\
{_TOP}title = "My dance season"
number = 1
year = 2026
trophy = "The trophy"
hosts = ["Host Dove", "Host Eagle"]

# How marks and votes become a result. "ours" is written below; every book of the US and the British show has a name
# as well, such as "us-3-16" or "uk-10-14".
book = "ours"

# The styles that may be danced. Without this list every style may.
styles = ["Cha-cha", "Foxtrot", "Freestyle", "Jive", "Quickstep", "Rumba", "Salsa", "Samba", "Tango", "Waltz"]
{_PANEL}
# One section for each way of voting. limit counts for each couple ("couple") or for the whole ballot ("ballot"), and
# for one voter: on the vote page that is a browser, a seat code or an e-mail address.
[[channels]]
name = "web"
way = "page"
voter = "browser"
limit = 10
per = "couple"
replaceable = true           # a voter may change the ballot until the vote closes

# A round with a rule of its own. repeats_style asks for a style that the couple danced in an earlier week.
[[rounds]]
name = "freestyle"
style = "Freestyle"

# A book of your own: like another, with its own settings. Ranks by marks and by votes are added, the lowest leaves.
[books.ours]
like = "us-34"
jeopardy = 2                 # how many are named as the lowest

# How sure you are of it. A rule that you made yourself is published.
[books.ours.confidence]
"*" = "published"
""",
    Kind.GALA: f"""\
{_TOP}title = "My gala"
year = 2026
trophy = "The trophy"
hosts = ["Host Dove"]

# Share of the marks plus share of the votes. "gala-votes" lets the audience decide alone, "gala-marks" the panel.
book = "gala-percent"
{_PANEL}
# One vote a guest, on a phone or on paper. A guest is known by the code on the card at the seat: mirrorball tickets
# prints them. Write voter = "browser" if there are no cards. For a charity add a channel with way = "donation" and
# a price, without a limit.
[[channels]]
name = "web"
way = "page"
voter = "seat code"
limit = 1
per = "ballot"
replaceable = true           # a guest may change the ballot until the vote closes

# Paper ballots count once two people have typed the same from the same paper.
[[channels]]
name = "paper"
way = "paper"
limit = 1
per = "ballot"
""",
}
