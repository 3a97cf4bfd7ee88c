"""What the pages name exists: commands, options and targets; words of the glossary in the code; rooms and tools."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator

import pytest

from mirrorball import __version__
from mirrorball.core.books import BOOKS
from mirrorball.main import main
from mirrorball.season.format import SETTINGS, TABLES
from tests import house
from tests.conftest import ROOT

SRC = ROOT / "src" / "mirrorball"
FENCE = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
TICKED = re.compile(r"`([^`\n]+)`")
DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
PAGES = {
    name: text
    for name, text in house.texts(ROOT, "*.md")
    if not name.startswith(("tests/", "docs/rules/"))  # the rules name code of nobody's
}
GLOSSARY = PAGES["GLOSSARY.md"]
FILES = {SETTINGS, *(table.file for table in TABLES)}  # of a season folder


def commands(page: str) -> list[str]:
    """The lines of a page's blocks that call our command or make, without what is said beside them."""
    lines = [line.split(" #")[0].strip() for block in FENCE.findall(page) for line in block.splitlines()]
    return [line for line in lines if re.match(r"(\.venv/bin/)?mirrorball |make\b", line)]


def targets() -> set[str]:
    """What ``make`` can make."""
    return set(re.findall(r"^([a-z-]+):.*?##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def terms() -> list[tuple[str, list[str]]]:
    """Each word of the glossary, and its names in code."""
    entries = re.findall(r"^- \*\*(.+(?:\n  .+)*)", GLOSSARY, re.MULTILINE)
    return [(entry.split("**")[0], TICKED.findall(entry)) for entry in entries]


def defined(tree: ast.AST) -> Iterator[str]:
    """The names that a module gives, those of a class as ``Class.name``."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name, body=body):
                yield name
                for inner in body:
                    match inner:
                        case ast.AnnAssign(target=ast.Name(id=field)) | ast.FunctionDef(name=field):
                            yield f"{name}.{field}"
                        case ast.Assign(targets=[ast.Name(id=field)]):
                            yield f"{name}.{field}"
                        case _:
                            pass
            case ast.FunctionDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]):
                yield name
            case _:
                pass


def names_in_code() -> set[str]:
    """Every name of the source, a module's also behind the module's name and its room's: ``marks.Night``."""
    found: set[str] = set()
    for path in SRC.rglob("*.py"):
        names = set(defined(ast.parse(path.read_text(encoding="utf-8"))))
        room = path.parent.name
        found |= names | {path.stem, f"{room}.{path.stem}"}
        found |= {f"{path.stem}.{name}" for name in names} | {f"{room}.{path.stem}.{name}" for name in names}
    return found


CODE = names_in_code()


def exists(name: str) -> bool:
    """Whether what stands between backticks is in the code: a file, an option, or a name."""
    if name.startswith("--"):
        return any(f'"{name}"' in path.read_text(encoding="utf-8") for path in SRC.rglob("*.py"))
    if "/" in name:
        return (SRC / name).exists() or (ROOT / name).exists()
    return name in CODE | FILES or (SRC / name).exists() or (ROOT / name).exists()


def test_there_is_something_to_read() -> None:
    assert {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "GLOSSARY.md"} <= PAGES.keys()
    assert {"demo", "test", "check"} <= targets()
    assert len(dict(terms())) > 50
    assert len(commands(PAGES["README.md"])) > 5


@pytest.mark.parametrize("page", PAGES)
def test_every_target_of_make_that_a_page_names_exists(page: str) -> None:
    named = [words[1] for one in commands(PAGES[page]) if len(words := shlex.split(one)) > 1 and words[0] == "make"]
    named += [words[1] for tick in TICKED.findall(PAGES[page]) if len(words := tick.split()) > 1 and words[0] == "make"]

    assert [name for name in named if name not in targets()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_a_page_names_exists(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Asked for its help, a command answers; one that does not exist is refused."""
    for asked in commands(PAGES[page]):
        words = shlex.split(asked)
        if words[0] == "make":
            words = ["mirrorball", "demo", *arguments] if (arguments := arguments_of(words)) else []
        if len(words) > 1:
            with pytest.raises(SystemExit) as stopped:
                main([*words[1:], "--help"])
            assert stopped.value.code == 0, asked
            options = {word for word in words if word.startswith("--")}
            assert options <= set(re.findall(r"--[a-z-]+", capsys.readouterr().out)), asked


def arguments_of(words: list[str]) -> list[str]:
    """What ``make demo`` passes on."""
    passed = [word.removeprefix("ARGS=") for word in words if word.startswith("ARGS=")]
    return shlex.split(passed[0]) if passed and words[1] == "demo" else []


def test_a_command_that_does_not_exist_would_be_noticed() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["dance", "--help"])

    assert stopped.value.code == 2


def test_every_command_stands_in_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    offered = re.findall(r"^ {4}([a-z]+) ", capsys.readouterr().out, re.MULTILINE)

    assert offered
    assert [name for name in offered if not re.search(rf"mirrorball {name}\b|make {name}\b", PAGES["README.md"])] == []


def test_the_command_knows_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])

    assert capsys.readouterr().out == f"mirrorball {__version__}\n"


@pytest.mark.parametrize(("word", "names"), terms(), ids=[word for word, _ in terms()])
def test_a_word_of_the_glossary_has_its_name_in_code(word: str, names: list[str]) -> None:
    wanted = [name for name in names if DOTTED.fullmatch(name) or "/" in name or name.startswith("--")]

    assert names, word
    assert [name for name in wanted if not exists(name)] == []


def test_a_name_that_is_nowhere_would_be_noticed() -> None:
    assert exists("Book.marks_lag")
    assert exists("marks.Night")
    assert exists("terminal/rehearse.py")
    assert not exists("Book.coin")
    assert not exists("Ballroom")
    assert not exists("terminal/dance.py")


def test_no_word_stands_in_the_glossary_twice() -> None:
    words = [word for word, _ in terms()]

    assert sorted(set(words)) == sorted(words)


def test_every_file_that_a_page_names_exists() -> None:
    """Files of ours are named from the root, or from ``src/mirrorball``."""
    named = [
        (page, tick)
        for page in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")
        for tick in TICKED.findall(FENCE.sub("", PAGES[page]))
        if re.fullmatch(r"[\w./-]+\.(?:py|md|toml|sh)", tick)
    ]
    there = {path.name for path in house.tracked(ROOT)} | FILES

    assert [(page, tick) for page, tick in named if not exists(tick) and tick not in there | {"case.toml"}] == []


def test_every_book_that_a_page_names_exists() -> None:
    books = re.compile(r"(?:us|uk)-\d[\w-]*|gala-\w+")
    named = {(page, tick) for page, text in PAGES.items() for tick in TICKED.findall(text) if books.fullmatch(tick)}

    assert named
    assert {(page, book) for page, book in named if book not in BOOKS} == set()
