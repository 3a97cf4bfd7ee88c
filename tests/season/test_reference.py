"""The reference page and the schema are what the format's own table says, and the schema agrees with the reader."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mirrorball.core.books import BOOKS
from mirrorball.season.books import SETTINGS
from mirrorball.season.format import CHANNEL, PANEL, ROUND, SEASON, TABLES
from mirrorball.season.new import Kind, new
from mirrorball.season.reference import page, schema
from tests.conftest import ROOT
from tests.season.folders import season, told

REWRITE = "It is written from the format's own table. Write it again: .venv/bin/python tools/reference.py"
PAGE = (ROOT / "docs" / "season-folder.md").read_text(encoding="utf-8")
VALIDATOR = Draft202012Validator(schema())
TOP = 'format = 1\ntitle = "A show"\nbook = "us-34"\n'
OURS = '[books.ours]\nlike = "us-34"\n'
GOOD = {
    "the least": "",
    "all of the top": 'number = 1\nyear = 2026\ntrophy = ""\nhosts = ["A", "B"]\nstyles = []\nnote = "long"\n',
    "crew": '[crew]\nmusical_director = "A Name"\n',
    "panel": '[panel]\njudges = ["A"]\nlowest = 0\nhighest = 10.5\nstep = "1/2"\n',
    "channels": '[[channels]]\nname = "web"\n[[channels]]\nname = "sms"\nway = "relay"\nlimit = 10\nper = "ballot"\n',
    "page": '[[channels]]\nname = "web"\nvoter = "seat code"\nreplaceable = true\ngrace = 0\n',
    "relay": '[[channels]]\nname = "sms"\nway = "relay"\nvoter = "account"\ngrace = 3600\n',
    "paper": '[[channels]]\nname = "paper"\nway = "paper"\nvoter = "paper ballot"\n',
    "donation": '[[channels]]\nname = "coins"\nway = "donation"\nprice = "0.50 EUR"\ngrace = 5\n',
    "rounds": '[[rounds]]\nname = "last"\nstyle = "Freestyle"\n[[rounds]]\nname = "again"\nrepeats_style = true\n',
    "own book": f'{OURS}combine = "percent"\npanel_weight = "1/2"\ncombined_tie = []\nfinal = "votes"\n',
    "how sure": f'{OURS}[books.ours.confidence]\n"*" = "published"\njeopardy = "weak"\n',
}
WRONG = {
    "format of text": TOP.replace("1", '"1"', 1),
    "newer format": TOP.replace("1", "2", 1),
    "no format": TOP.replace("format = 1\n", ""),
    "no title": TOP.replace('title = "A show"\n', ""),
    "no book": TOP.replace('book = "us-34"\n', ""),
    "title of a number": TOP.replace('"A show"', "5"),
    "book of a list": TOP.replace('"us-34"', '["us-34"]'),
    "unknown setting": f"{TOP}trophey = 'x'\n",
    "number of text": f'{TOP}number = "5"\n',
    "number below nothing": f"{TOP}number = -1\n",
    "number with a fraction": f"{TOP}number = 1.5\n",
    "year of true": f"{TOP}year = true\n",
    "year of a date": f"{TOP}year = '2023-01-01'\n",
    "trophy of a list": f'{TOP}trophy = ["x"]\n',
    "hosts of text": f'{TOP}hosts = "A Name"\n',
    "hosts of numbers": f"{TOP}hosts = [1, 2]\n",
    "hosts without a name": f'{TOP}hosts = ["A", ""]\n',
    "styles of a section": f"{TOP}[styles]\na = 1\n",
    "crew of text": f'{TOP}crew = "A Name"\n',
    "crew of numbers": f"{TOP}[crew]\ndirector = 5\n",
    "panel of a list": f'{TOP}panel = ["A"]\n',
    "panel with another setting": f'{TOP}[panel]\njury = ["A"]\n',
    "lowest of words": f'{TOP}[panel]\nlowest = "one"\n',
    "highest of true": f"{TOP}[panel]\nhighest = true\n",
    "step of a list": f"{TOP}[panel]\nstep = [1]\n",
    "judges of text": f'{TOP}[panel]\njudges = "A"\n',
    "channels of one section": f'{TOP}[channels]\nname = "web"\n',
    "channel without a name": f"{TOP}[[channels]]\nlimit = 1\n",
    "channel with another setting": f'{TOP}[[channels]]\nname = "web"\nmost = 1\n',
    "limit of text": f'{TOP}[[channels]]\nname = "web"\nlimit = "ten"\n',
    "limit below nothing": f'{TOP}[[channels]]\nname = "web"\nlimit = -1\n',
    "per voter": f'{TOP}[[channels]]\nname = "web"\nper = "voter"\n',
    "way unknown": f'{TOP}[[channels]]\nname = "web"\nway = "sms"\n',
    "voter unknown": f'{TOP}[[channels]]\nname = "web"\nvoter = "person"\n',
    "page with a phone number": f'{TOP}[[channels]]\nname = "web"\nvoter = "phone number"\n',
    "relay with a browser": f'{TOP}[[channels]]\nname = "sms"\nway = "relay"\nvoter = "browser"\n',
    "paper with a seat code": f'{TOP}[[channels]]\nname = "p"\nway = "paper"\nvoter = "seat code"\n',
    "replaceable in words": f'{TOP}[[channels]]\nname = "web"\nreplaceable = "yes"\n',
    "page with grace": f'{TOP}[[channels]]\nname = "web"\ngrace = 1\n',
    "grace in milliseconds": f'{TOP}[[channels]]\nname = "sms"\nway = "relay"\ngrace = 60000\n',
    "page with a price": f'{TOP}[[channels]]\nname = "web"\nprice = "1 EUR"\n',
    "relay with a price": f'{TOP}[[channels]]\nname = "sms"\nway = "relay"\nprice = "1 EUR"\n',
    "donation without a price": f'{TOP}[[channels]]\nname = "c"\nway = "donation"\n',
    "donation for nothing": f'{TOP}[[channels]]\nname = "c"\nway = "donation"\nprice = "0.00 EUR"\n',
    "donation in a number": f'{TOP}[[channels]]\nname = "c"\nway = "donation"\nprice = 0.5\n',
    "donation in no currency": f'{TOP}[[channels]]\nname = "c"\nway = "donation"\nprice = "0.50"\n',
    "donation that is replaced": (
        f'{TOP}[[channels]]\nname = "c"\nway = "donation"\nprice = "1 EUR"\nreplaceable = true\n'
    ),
    "many channels": TOP + "".join(f'[[channels]]\nname = "c{n}"\nway = "relay"\n' for n in range(21)),
    "round without a name": f'{TOP}[[rounds]]\nstyle = "Jive"\n',
    "repeats_style of text": f'{TOP}[[rounds]]\nname = "last"\nrepeats_style = "yes"\n',
    "rounds of text": f'{TOP}rounds = "last"\n',
    "books of a list": f"{TOP}books = []\n",
    "book that is no section": f'{TOP}[books]\nours = "us-34"\n',
    "book like nothing": f'{TOP}[books.ours]\ncombine = "ranks"\n',
    "book like a number": f"{TOP}[books.ours]\nlike = 5\n",
    "book with another setting": f'{TOP}{OURS}name = "ours"\n',
    "combine unknown": f'{TOP}{OURS}combine = "sum"\n',
    "weight of words": f'{TOP}{OURS}panel_weight = "half"\n',
    "weight below nothing": f"{TOP}{OURS}panel_weight = -1\n",
    "ties unknown": f'{TOP}{OURS}panel_ties = "mean"\n',
    "tie-breaks of text": f'{TOP}{OURS}combined_tie = "audience"\n',
    "tie-break unknown": f'{TOP}{OURS}combined_tie = ["coin"]\n',
    "marks dropped by half": f"{TOP}{OURS}drop_low = 0.5\n",
    "lag below nothing": f"{TOP}{OURS}marks_lag = -1\n",
    "jeopardy of a thousand": f"{TOP}{OURS}jeopardy = 1000\n",
    "immunity in words": f'{TOP}{OURS}immune_excluded = "yes"\n',
    "final unknown": f'{TOP}{OURS}final = "both"\n',
    "sure of nothing known": f'{TOP}{OURS}[books.ours.confidence]\nmagic = "weak"\n',
    "sure in another word": f'{TOP}{OURS}[books.ours.confidence]\ncombine = "sure"\n',
    "sure in one word": f'{TOP}{OURS}confidence = "published"\n',
}


def errors(settings: str) -> list[str]:
    """What an editor with the schema would mark."""
    return [error.message for error in VALIDATOR.iter_errors(tomllib.loads(settings))]


def read_by_us(folder: Path, settings: str) -> list[str]:
    """What the reader says of these settings in a folder in which nothing else is wrong."""
    return told(season(folder, {"season.toml": settings, "couples.csv": "star\nAda\nBo", "weeks.csv": "week\n1"}))


def test_the_page_is_the_format() -> None:
    assert page() == PAGE, REWRITE


def test_the_schema_is_the_format() -> None:
    there = (ROOT / "docs" / "season.schema.json").read_text(encoding="utf-8")

    assert json.dumps(schema(), indent=2) + "\n" == there, REWRITE


def test_the_page_has_every_file_column_setting_and_book() -> None:
    columns = [column for table in TABLES for column in table.columns]
    named = [*(c.name for c in (*columns, *SEASON, *PANEL, *CHANNEL, *ROUND)), *SETTINGS, *BOOKS]

    assert [name for name in named if f"| `{name}` |" not in PAGE] == []
    assert [table.file for table in TABLES if f"## {table.file}\n" not in PAGE] == []


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("example", sorted((ROOT / "examples").glob("*/season.toml")), ids=lambda p: p.parent.name)
def test_the_schema_accepts_the_examples(example: Path) -> None:
    settings = example.read_text(encoding="utf-8")
    first = settings.splitlines()[0]

    assert errors(settings) == []
    assert first.startswith("#:schema ")
    assert (example.parent / first.removeprefix("#:schema ")).resolve() == ROOT / "docs" / "season.schema.json"


@pytest.mark.parametrize("kind", Kind)
def test_the_schema_accepts_new_folders(tmp_path: Path, kind: Kind) -> None:
    new(tmp_path, kind)

    assert errors((tmp_path / "season.toml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("settings", GOOD.values(), ids=GOOD)
def test_good_settings_are_good_to_both(tmp_path: Path, settings: str) -> None:
    assert errors(TOP + settings) == []
    assert read_by_us(tmp_path, TOP + settings) == []


@pytest.mark.parametrize("settings", WRONG.values(), ids=WRONG)
def test_wrong_settings_are_wrong_to_both(tmp_path: Path, settings: str) -> None:
    assert errors(settings)
    assert read_by_us(tmp_path, settings)
