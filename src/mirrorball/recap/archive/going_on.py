"""The files of an old site that a new one goes on with: linked, where a disk can."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path


def files(folder: Path) -> tuple[str, ...]:
    """Every file below a folder, in order, as seen from it."""
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))


def link(names: Iterable[str], old: Path, new: Path) -> None:
    """The same files in another folder: linked, or copied where a disk cannot link. OSError if one is gone."""
    for name in names:
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(old / name, new / name)
        except FileNotFoundError:
            raise
        except OSError:
            shutil.copy2(old / name, new / name)
