"""The shipped season mangled at random: whatever stands in a folder, the answer is sentences and never a crash."""

from __future__ import annotations

import csv
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorball.main import main
from mirrorball.season.check import check
from tests.conftest import CI
from tests.season.folders import SHIPPED, keep, rows

FILES = sorted(path.name for path in SHIPPED.iterdir() if path.suffix in {".csv", ".toml"})
TABLES = [name for name in FILES if name.endswith(".csv")]
REQUIRED = {"season.toml", "couples.csv", "weeks.csv"}
ENDS = re.compile(rb"\r\n|\r|\n")
ODD = (
    *(
        b"\0",
        b'"',
        b'""',
        b"'",
        b",",
        b";",
        b"\t",
        b"\r",
        b"\n",
        b"\r\n",
        b"#",
        b"=",
        b"[",
        b"]]",
        b"{",
        b"\\",
        b"\x1b[2J",
    ),
    *(b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", "\u2028\u0085\u000b".encode(), "\u202e".encode(), "½".encode()),
    *(
        "e\u0301\u0301".encode(),
        "\uff11".encode(),
        "٣".encode(),
        "🕺".encode(),
        b"-0",
        b"1e9",
        b"nan",
        b"Infinity",
        b"0x1F",
    ),
    *(b"9" * 5000, b"999999999999", b"-1", b"0", b"100", b"101", b"1/0", b"2023-02-30", b"10000-01-01", b"no", b"YES"),
    *(
        b"us-18-25",
        b"uk-5-6",
        b"gala-votes",
        b"gala-marks",
        b"us-28-29",
        b"final",
        b"withdrew",
        b"Xochitl Gomez",
        b"11",
    ),
)
CELLS = (*(odd.decode("utf-8", errors="replace") for odd in ODD), "", " ", "9.5", "x" * 2000)
Mangle = Callable[[Path, Random], None]


def _bytes(change: Callable[[bytearray, Random], None]) -> Mangle:
    """A change of one file's bytes."""

    def mangle(folder: Path, rng: Random) -> None:
        file = folder / rng.choice(FILES)
        if file.is_file():
            content = bytearray(file.read_bytes())
            change(content, rng)
            file.write_bytes(content)

    return mangle


def _delete(content: bytearray, rng: Random) -> None:
    at = rng.randrange(len(content) + 1)
    del content[at : at + rng.choice((1, 1, 2, 10, 200))]


def _insert(content: bytearray, rng: Random) -> None:
    at = rng.randrange(len(content) + 1)
    content[at:at] = rng.choice(ODD)


def _swap(content: bytearray, rng: Random) -> None:
    if len(content) > 1:
        one, other = rng.randrange(len(content)), rng.randrange(len(content))
        content[one], content[other] = content[other], content[one]


def _byte(content: bytearray, rng: Random) -> None:
    """Any byte at all; every other one is no UTF-8 there."""
    if content:
        content[rng.randrange(len(content))] = rng.randrange(256)


def _truncate(content: bytearray, rng: Random) -> None:
    del content[rng.randrange(len(content) + 1) :]


def _lines(content: bytearray, rng: Random) -> None:
    """One line is left out, doubled, or put elsewhere."""
    found = content.split(b"\n")
    at = rng.randrange(len(found))
    moved = found[at]
    if rng.random() < 0.7:
        del found[at]
    if rng.random() < 0.7:
        found.insert(rng.randrange(len(found) + 1), moved)
    content[:] = b"\n".join(found)


def _delimiters(content: bytearray, rng: Random) -> None:
    content[:] = content.replace(b",", rng.choice((b";", b"\t", b"|", b"")), rng.choice((-1, 1, 20)))


def _cell(folder: Path, rng: Random) -> None:
    """One cell is written over, or changes places with another of its table."""
    file = folder / rng.choice(TABLES)
    try:
        cells = rows(file)
    except (OSError, UnicodeDecodeError, csv.Error):
        return  # an earlier step has left no cells
    filled = [row for row in cells if row]
    if filled:
        row, other = rng.choice(filled), rng.choice(filled)
        at, there = rng.randrange(len(row)), rng.randrange(len(other))
        if rng.random() < 0.5:
            row[at] = rng.choice(CELLS)
        else:
            row[at], other[there] = other[there], row[at]
        keep(file, cells)


def _drop(folder: Path, rng: Random) -> None:
    (folder / rng.choice(FILES)).unlink(missing_ok=True)


def _twin(folder: Path, rng: Random) -> None:
    """One file holds what another should."""
    one, other = folder / rng.choice(FILES), folder / rng.choice(FILES)
    if one.is_file():
        other.write_bytes(one.read_bytes())


MANGLES: dict[str, Mangle] = {
    "delete": _bytes(_delete),
    "insert": _bytes(_insert),
    "swap": _bytes(_swap),
    "byte": _bytes(_byte),
    "truncate": _bytes(_truncate),
    "lines": _bytes(_lines),
    "delimiters": _bytes(_delimiters),
    "cell": _cell,
    "drop": _drop,
    "twin": _twin,
}
COMMANDS = (("check",), ("check", "--strict", "--json"), ("show", "--json"), ("show",), ("show", "--week", "11"))
# A cell is what people get wrong most often.
mangled = st.lists(st.tuples(st.sampled_from([*MANGLES, "cell", "cell", "cell"]), st.integers(0, 2**32)), max_size=4)


@contextmanager
def folder_of(steps: list[tuple[str, int]]) -> Iterator[Path]:
    """The shipped season after these steps."""
    with tempfile.TemporaryDirectory() as there:
        folder = Path(there) / "season"
        shutil.copytree(SHIPPED, folder)
        for name, seed in steps:
            MANGLES[name](folder, Random(seed))  # noqa: S311  # a test has to be repeatable
        yield folder


def _lines_of(path: Path) -> int:
    """How many lines a file has, whatever ends them; the first is always there."""
    return len(ENDS.split(path.read_bytes()))


@settings(max_examples=100 if CI else 50)
@given(mangled)
def test_every_answer_is_sentences_with_a_place(steps: list[tuple[str, int]]) -> None:
    with folder_of(steps) as folder:
        found = check(folder)

        assert found.exit_code(strict=False) in {0, 2}
        assert found.exit_code(strict=True) in {0, 1, 2}
        for problem in found.problems:
            assert problem.sentence.isprintable(), problem
            assert all((problem.found, problem.expected, problem.advice)), problem
            file = folder / problem.file
            if problem.line is None:
                assert file.exists() or problem.file in REQUIRED, problem
            else:
                assert 1 <= problem.line <= _lines_of(file), problem


@settings(max_examples=60 if CI else 30)
@given(mangled, st.sampled_from(COMMANDS))
def test_the_command_line_answers(steps: list[tuple[str, int]], command: tuple[str, ...]) -> None:
    with folder_of(steps) as folder:
        code, out, err = said([command[0], str(folder), *command[1:]])

    assert code in ({0, 1, 2} if "--strict" in command else {0, 2})
    assert "Traceback" not in out + err
    if command[0] == "check":
        assert out
        assert not err
    else:
        assert bool(err) == (code == 2)
    if "--json" in command and out:
        told = json.loads(out)
        assert told.get("exit_code", code) == code


def said(command: list[str]) -> tuple[int, str, str]:
    """Exit code, output and complaints of a command whose output goes to a pipe."""
    with pytest.MonkeyPatch.context() as patch:
        out, err = _Heard(), _Heard()
        patch.setattr("sys.stdout", out)
        patch.setattr("sys.stderr", err)
        patch.setenv("COLUMNS", "80")
        code = main(command)
    return code, out.text, err.text


class _Heard:
    """A pipe, and what was written into it."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        text.encode()
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False
