"""What a page was made from, as digests: the bytes of a folder, and those of the program."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RULES = ("core", "season")  # the rooms that verdicts follow from
TOLD = (*RULES, "recap")  # and those that tables and pages follow from
BESIDE_ROOMS = ("__init__.py", "look.py", "fonts.py", "sentences.py")


def of_folder(folder: Path) -> str:
    """The digest of all files of a folder, with their names. Files that begin with a dot are passed over."""
    return _of_files(folder, (path for path in folder.rglob("*") if not path.name.startswith(".")))


@cache
def of_rooms(*rooms: str) -> str:
    """The digest of the program as far as these rooms go, its version and what stands beside the rooms among it."""
    files = [path for room in rooms for path in (ROOT / room).rglob("*") if "__pycache__" not in path.parts]
    return _of_files(ROOT, [*files, *(ROOT / name for name in BESIDE_ROOMS)])


def of_texts(*texts: str) -> str:
    """The digest of several texts, each told from the next."""
    together = sha256()
    for text in texts:
        each = text.encode()
        together.update(len(each).to_bytes(8, "big"))
        together.update(each)
    return together.hexdigest()


def _of_files(folder: Path, paths: Iterable[Path]) -> str:
    together = sha256()
    for path in sorted(path for path in paths if path.is_file()):
        name, written = path.relative_to(folder).as_posix().encode(), path.read_bytes()
        together.update(b"%d %d\n" % (len(name), len(written)))
        together.update(name)
        together.update(written)
    return together.hexdigest()
