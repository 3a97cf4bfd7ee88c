"""What the graphics answer to fits the official types of OGraf, as the TypeScript compiler sees it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.graphics.packages import FOLDER, NAMES
from tests.npm import installed, unpinned

HERE = Path(__file__).parent
BUILT = ROOT / "build" / "graphics-types"
METHODS = (
    "load",
    "dispose",
    "playAction",
    "stopAction",
    "updateAction",
    "customAction",
    "goToTime",
    "setActionsSchedule",
)
FLAGS = [
    *("--noEmit", "--allowJs", "--checkJs", "--strict", "--skipLibCheck", "--noUncheckedIndexedAccess"),
    *("--module", "nodenext", "--target", "es2023", "--lib", "es2023,dom,dom.iterable"),
]
FITS = """import type {{ GraphicsAPI }} from "ograf";
import Made from "./{name}.js";
export const made: new () => HTMLElement & GraphicsAPI.Graphic = Made;
"""


@pytest.fixture(scope="session")
def compiler() -> Path:
    """The pinned compiler beside the types, installed once and kept."""
    return installed(HERE, BUILT) / "tsc"


@pytest.fixture
def folder(compiler: Path) -> Iterator[Path]:
    """A folder beside the types, for files to compile."""
    del compiler
    made = BUILT / f"checked-{os.getpid()}"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    yield made
    shutil.rmtree(made)


def put(folder: Path, names: tuple[str, ...]) -> list[Path]:
    """The graphics, and for each a file in which it has to fit."""
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    files = []
    for name in names:
        files.append(folder / f"fits-{name}.ts")
        files[-1].write_text(FITS.format(name=name), encoding="utf-8")
    return files


def compiled(compiler: Path, files: list[Path]) -> tuple[int, str]:
    """What the compiler says of these files."""
    command = [str(compiler), *FLAGS, *(str(file.relative_to(BUILT)) for file in files)]
    answer = subprocess.run(command, cwd=BUILT, capture_output=True, text=True, check=False)
    return answer.returncode, answer.stdout + answer.stderr


def test_each_graphic_fits_the_official_types(compiler: Path, folder: Path) -> None:
    files = put(folder, NAMES)

    assert compiled(compiler, [*files, *folder.rglob("*.js")]) == (0, "")


def test_a_graphic_without_a_method_does_not(compiler: Path, folder: Path) -> None:
    files = []
    for method in METHODS:
        files += put(folder / method, ("lower-third",))
        base = folder / method / "shared" / "graphic.js"
        text, times = re.subn(
            rf"^  async {method}\(", f"  async not{method}(", base.read_text("utf-8"), flags=re.MULTILINE
        )
        assert times == 1
        base.write_text(text, encoding="utf-8")

    code, said = compiled(compiler, files)

    assert code != 0
    for method in METHODS:
        (told,) = re.findall(rf"/{method}/fits-lower-third\.ts\(.*\n(?:  .*\n)*", said)
        assert f"'{method}' is missing" in told


def test_the_lock_names_no_host_and_pins_by_hash() -> None:
    assert unpinned(HERE) == []
