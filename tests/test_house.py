"""The house keeps its rules, and the checker of the rules finds what breaks them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests import house
from tests.conftest import ROOT

ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PYTHON = list(house.texts(ROOT, "*.py"))
SRC = [(name.removeprefix("src/mirrorball/"), text) for name, text in PYTHON if name.startswith("src/mirrorball/")]
CORE = [(name, text) for name, text in SRC if name.startswith("core/")]

PAGE = """
## The rooms

| room | what it holds | may import from us |
|---|---|---|
| `core/` | the rules | nothing |
| `box/` | ballots | core |
| `main.py` | the command line | all |

## Dependencies, each with its reason

| package | why |
|---|---|
| `rich` | tables |
| `pytest`, `hatchling` | tests, build |
"""
TABLE = house.rooms(PAGE)
PROJECT = """
[build-system]
requires = ["hatchling"]
[project]
dependencies = ["Rich>=13"]
[project.optional-dependencies]
dev = ["pytest>=9 ; python_version > '3'", "types-rich"]
"""


# The repository.


def nothing(found: Iterable[str]) -> None:
    """Fail with all that was found."""
    if lines := list(found):
        pytest.fail("\n".join(lines), pytrace=False)


def test_there_is_something_to_read() -> None:
    """A checker that reads nothing finds nothing."""
    assert {"core/season.py", "floor/floor.py", "main.py"} <= {name for name, _ in SRC}
    assert "tests/house.py" in {name for name, _ in PYTHON}


def test_the_rooms_are_those_of_the_table() -> None:
    nothing(house.room_findings(house.rooms(ARCHITECTURE), (name for name, _ in SRC)))


def test_rooms_import_as_the_table_says() -> None:
    table = house.rooms(ARCHITECTURE)

    nothing(found for name, text in SRC for found in house.import_findings(name, text, table))


def test_the_core_is_pure() -> None:
    nothing(found for name, text in CORE for found in house.purity_findings(name, text))


def test_no_file_is_long() -> None:
    nothing(found for name, text in PYTHON for found in house.length_findings(name, text))


def test_names_say_something() -> None:
    nothing(found for name, text in PYTHON for found in house.name_findings(name, text))


def test_no_text_names_a_path_of_one_machine() -> None:
    nothing(found for name, text in house.texts(ROOT) for found in house.path_findings(name, text))


def test_all_that_is_public_has_a_docstring() -> None:
    nothing(found for name, text in SRC for found in house.docstring_findings(name, text))


def test_the_core_cites_rules_that_are_written() -> None:
    rules = {rule for _, page in house.texts(ROOT, "docs/rules/*.md") for rule in house.written_rules(page)}

    nothing(found for name, text in CORE for found in house.citation_findings(name, text, rules))


def test_dependencies_have_reasons() -> None:
    nothing(house.dependency_findings(PYPROJECT, ARCHITECTURE))


def test_links_lead_somewhere() -> None:
    pages = house.texts(ROOT, "*.md")

    nothing(found for name, text in pages for found in house.link_findings(ROOT, name, text))


# The checker.


def test_the_table_of_the_rooms_is_read() -> None:
    assert house.rooms(PAGE) == {
        "core": frozenset(),
        "box": frozenset({"core"}),
        "main": frozenset({"core", "box", "main"}),
    }


@pytest.mark.parametrize(
    ("page", "names", "says"),
    [
        (PAGE, ["core/a.py", "box/a.py", "main.py", "web/a.py"], "web is not in the table"),
        (PAGE, ["core/a.py", "main.py", "__init__.py"], "there is no room box"),
        (PAGE.replace("| core |", "| cord |"), ["core/a.py", "box/a.py", "main.py"], "import from cord"),
    ],
)
def test_a_table_that_is_not_the_source_is_found(page: str, names: list[str], says: str) -> None:
    (found,) = house.room_findings(house.rooms(page), names)

    assert says in found


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("core/a.py", "from mirrorball.box.tally import count"),
        ("core/a.py", "import mirrorball.box.tally"),
        ("core/a.py", "from mirrorball import box"),
        ("core/a.py", "def f():\n    from mirrorball.box import tally"),
        ("core/a.py", "from mirrorball import __version__"),
        ("core/a.py", "from ..box import tally"),
        ("box/deep/a.py", "from mirrorball.main import main"),
        ("box/a.py", "from mirrorball.nowhere import x"),
        ("nowhere/a.py", "from mirrorball.core import season"),
        ("__init__.py", "from mirrorball.core import season"),
    ],
)
def test_a_forbidden_import_is_found(name: str, source: str) -> None:
    assert len(house.import_findings(name, source, TABLE)) == 1


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("core/a.py", "from mirrorball.core.book import Book\nimport os"),
        ("box/a.py", "from mirrorball.core import book"),
        ("main.py", "from mirrorball import __version__, box, core"),
    ],
)
def test_an_allowed_import_is_not_found(name: str, source: str) -> None:
    assert house.import_findings(name, source, TABLE) == []


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "import random",
        "from time import time",
        "from datetime import datetime",
        "import datetime",
        "from math import sqrt",
        "import math",
        "import os.path",
        "import msgspec",
        "half = 0.5",
        "half = -1e3",
        "unit = 1j",
        "half = float(one)",
        "def f(x: float) -> None: ...",
        "open(name)",
        "print(name)",
        "today = date.today()",
        "day = date(2023, 12, 5)",
        "async def f(): ...",
    ],
)
def test_an_impure_core_is_found(source: str) -> None:
    assert len(house.purity_findings("core/a.py", source)) == 1


def test_a_pure_core_is_not_found() -> None:
    source = """
from datetime import date
from fractions import Fraction
from math import lcm
from mirrorball.core.book import Book
day: date | None = None
half = Fraction(1, 2)
show.open(1)
"""
    assert house.purity_findings("core/a.py", source) == []


def test_a_long_file_is_found() -> None:
    assert house.length_findings("a.py", "x = 1\n" * 400) == []
    assert house.length_findings("a.py", "x = 1\n" * 401) == ["a.py: 401 lines, more than 400; are these two families?"]


@pytest.mark.parametrize(
    "source",
    [
        "class VoteManager: ...",
        "class HTTPService: ...",
        "def load_data(): ...",
        "async def helper(): ...",
        "info = 1",
        "votes_info: int = 1",
        "self.data = 1",
        "def f(*, data): ...",
        "f = lambda utils: 1",
        "for data in night: ...",
        "with night as data: ...",
        "import season as data",
        "try: ...\nexcept Refused as info: ...",
        "match night:\n    case Show() as data: ...",
        "(data := 1)",
        "[data for data in night]",
    ],
)
def test_a_name_that_says_nothing_is_found(source: str) -> None:
    assert len(house.name_findings("a.py", source)) == 1


@pytest.mark.parametrize("name", ["core/utils.py", "helpers/a.py", "tests/test_data.py", "vote_service.py"])
def test_a_module_that_says_nothing_is_found(name: str) -> None:
    assert len(house.name_findings(name, "")) == 1


def test_names_of_others_are_not_found() -> None:
    source = """
from dataclasses import dataclass
from hypothesis import data
from thirdparty import Manager as Keeper
database = response.data
response.call(data=database, information=1)
"""
    assert house.name_findings("a.py", source) == []


@pytest.mark.parametrize("path", ["work/main", "root/.venv", "home/ada/show", "tmp/show", "Users/ada"])
def test_a_path_of_one_machine_is_found(path: str) -> None:
    assert len(house.path_findings("a.md", f"first\nsee /{path} there")) == 1
    assert len(house.path_findings("a.md", f'"/{path}"')) == 1
    assert house.path_findings("a.md", f"https://example.org/{path} and ./{path}") == []


@pytest.mark.parametrize(
    "source",
    [
        "x = 1",
        '"""Module."""\nclass Show: ...',
        '"""Module."""\ndef show(): ...',
        '"""Module."""\nasync def show(): ...',
        '"""Module."""\nclass Show:\n    """A show."""\n    def open(self): ...',
    ],
)
def test_a_missing_docstring_is_found(source: str) -> None:
    assert len(house.docstring_findings("a.py", source)) == 1


def test_what_is_private_needs_no_docstring() -> None:
    source = '"""Module."""\ndef _f():\n    def g(): ...\nclass _C:\n    def f(self): ...\n'

    assert house.docstring_findings("a.py", source) == []


def test_written_rules_open_a_heading_or_stand_in_bold() -> None:
    page = "### 1.7 Who leaves\n**2.3** Places\n- **2.4a Ties**\n5.5 is a mark, and so is **the 6.5**\n## 2010\n"

    assert house.written_rules(page) == {"1.7", "2.3", "2.4a"}


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ('"""Who leaves (1.8)."""', ["1.8"]),
        ("x = 1  # SPEC 1.8", ["1.8"]),
        ('"""Who leaves (1.7, 1.8 to 2.2)."""', ["1.8", "2.2"]),
        ('"""Who leaves.\n\nSPEC 1.7 and 2.2a hold.\n"""', ["2.2a"]),
        ('"""Who leaves (1.7); 2.5 is no place."""', []),
        ("x = f(1.8)", []),
    ],
)
def test_a_cited_rule_that_is_not_written_is_found(source: str, missing: list[str]) -> None:
    found = house.citation_findings("core/a.py", source, {"1.7"})

    assert [line.split("rule ")[1].split(",")[0] for line in found] == missing


def test_a_citation_is_found_on_its_line() -> None:
    (found,) = house.citation_findings("a.py", '\n"""One.\n\nTwo (1.8).\n"""\n', set())

    assert found.startswith("a.py:4:")


@pytest.mark.parametrize(
    ("project", "page", "says"),
    [
        (PROJECT.replace('"Rich>=13"', '"Rich>=13", "msgspec"'), PAGE, "no reason for msgspec"),
        (PROJECT.replace('"types-rich"', '"types-toml"'), PAGE, "no reason for toml"),
        (
            PROJECT.replace('"hatchling"', '"setuptools"'),
            PAGE.replace("hatchling", "pytest"),
            "no reason for setuptools",
        ),
        (PROJECT, PAGE.replace("`rich` |", "`rich`, `numpy` |"), "numpy has a reason"),
    ],
)
def test_a_dependency_without_a_reason_is_found(project: str, page: str, says: str) -> None:
    (found,) = house.dependency_findings(project, page)

    assert says in found


def test_a_dependency_with_a_reason_is_not_found() -> None:
    assert house.dependency_findings(PROJECT, PAGE) == []


@pytest.mark.parametrize(
    "text",
    ["[x](gone.md)", "![x](gone.svg)", "[x](gone.md#part)", "[x]: gone.md", '<img src="gone.svg">', "[x](../../etc)"],
)
def test_a_link_that_leads_nowhere_is_found(tmp_path: Path, text: str) -> None:
    assert len(house.link_findings(tmp_path, "a.md", text)) == 1


def test_links_that_lead_somewhere_are_not_found(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "b.md").touch()
    text = """
[x](../b.md#part) [`b`](../b.md) [y](#part) [z](https://example.org/a) `[x](gone.md)`
```
[x](gone.md)
```
"""

    assert house.link_findings(tmp_path, "docs/a.md", text) == []


def test_without_git_all_but_what_is_built_is_read(tmp_path: Path) -> None:
    for name in ("a.py", ".ci/run", ".venv/lib/b.py", "build/c.py", "x/__pycache__/d.py", ".mypy_cache/e.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x = 1\n")
    (tmp_path / ".gitignore").write_bytes((ROOT / ".gitignore").read_bytes())
    (tmp_path / "picture.png").write_bytes(b"\x89\xff")

    assert [name for name, _ in house.texts(tmp_path)] == [".ci/run", ".gitignore", "a.py"]
