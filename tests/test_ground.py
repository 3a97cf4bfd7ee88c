"""The ground that all stands on: help at once, pinned dependencies, the two commands of the README."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mirrorball import __version__
from tests import house
from tests.conftest import ROOT, SHARED

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
COMPARED = (ROOT / "bench" / "requirements.lock").read_text(encoding="utf-8")  # what benchmarks compare with, too
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PIN = re.compile(r"([a-z0-9.-]+)==\S+( ; [^\\]+?)?( --hash=sha256:[0-9a-f]{64})+")


def run(*arguments: str, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    around = {name: value for name, value in os.environ.items() if name not in {"CI", SHARED}} | env
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=around)


def test_help_comes_and_names_the_commands() -> None:
    answer = run("-m", "mirrorball.main", "--help")

    assert (answer.returncode, answer.stderr) == (0, "")
    for command in ("new", "check", "show", "demo"):
        assert re.search(rf"^ +{command} ", answer.stdout, re.MULTILINE)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["demo", "--help"], ["no such command"]])
def test_help_and_refusals_load_nothing_heavy(arguments: list[str]) -> None:
    program = f"""
import contextlib, sys
from mirrorball.main import main
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(sys.stderr):
    main({arguments})
print(sorted({{"rich", "msgspec", "rapidfuzz"}} & set(sys.modules)))
"""
    assert run("-c", program).stdout == "[]\n"


def test_the_version_is_that_of_the_package() -> None:
    assert run("-m", "mirrorball.main", "--version").stdout == f"mirrorball {__version__}\n"


def test_the_lock_pins_each_package_by_its_hashes() -> None:
    pins = [pin for lock in (LOCK, COMPARED) for pin in re.sub(r" \\\n +", " ", lock).splitlines()]

    assert [pin[:60] for pin in pins if not PIN.fullmatch(pin)] == []


def test_the_lock_names_no_host() -> None:
    assert [
        line for lock in (LOCK, COMPARED) for line in lock.splitlines() if "//" in line or line.startswith(("#", "-"))
    ] == []


def test_the_lock_holds_every_dependency() -> None:
    """The build backend too: a checkout is installed without fetching anything that is not pinned."""
    asked = house.dependencies((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    installed, compared = ({line.split("==")[0] for line in lock.splitlines()} for lock in (LOCK, COMPARED))

    assert asked - compared == set()
    assert asked - installed == {"fastapi", "polars", "sqlalchemy", "asyncpg"}
    assert installed <= compared


def test_pages_name_commands_that_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    named = {
        name: {target for code in house.CODE.findall(text) for target in re.findall(r"\bmake ([a-z]+)", code)}
        for name, text in house.texts(ROOT, "*.md")
    }

    assert {"demo", "test"} <= named["README.md"]
    assert {name: gone for name, asked in named.items() if (gone := asked - targets)} == {}


def test_commands_of_the_makefile_explain_themselves() -> None:
    targets = re.findall(r"^([a-z]+):(.*)", MAKEFILE, re.MULTILINE)

    assert [target for target, rest in targets if "## " not in rest] == []


def test_the_run_of_ci_can_be_started() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


READS = "def test_reads(shared): assert shared.is_dir()"
SKIPS = "import pytest\ndef test_skips(): pytest.skip('for want of a browser')"


@pytest.mark.parametrize(
    ("source", "env", "code", "says"),
    [
        (
            READS,
            {},
            0,
            f"Left out: 1 test, for want of third-party files; to bring them: name their folder in {SHARED}",
        ),
        (READS, {SHARED: "."}, 0, "1 passed"),
        (READS, {"CI": "true"}, 1, f"No folder of third-party files is there. Name it in {SHARED}."),
        (READS, {"CI": "true", SHARED: "."}, 0, "1 passed"),
        (SKIPS, {}, 0, "Left out: 1 test, for want of a browser"),
        (SKIPS, {"CI": "true"}, 1, "In CI nothing may be left out, so this run has failed."),
    ],
)
def test_what_is_left_out_is_said_and_fails_in_ci(
    tmp_path: Path, source: str, env: dict[str, str], code: int, says: str
) -> None:
    tests = tmp_path / "checkout" / "tests"
    tests.mkdir(parents=True)
    (tests / "conftest.py").write_bytes((ROOT / "tests" / "conftest.py").read_bytes())
    (tests / "test_one.py").write_text(source, encoding="utf-8")
    answer = run("-m", "pytest", "-p", "no:cacheprovider", cwd=tests, **env)

    assert says in answer.stdout
    assert answer.returncode == code
