"""Putting a folder in its place: made beside it, and moved there whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path


@contextmanager
def beside(place: Path) -> Iterator[Path]:
    """A new folder beside a place; whatever is still there at the end is removed."""
    place.absolute().parent.mkdir(parents=True, exist_ok=True)
    made = _free(place, "new")
    made.mkdir()
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def put(made: Path, place: Path) -> None:
    """Move a folder to its place. What lies there is moved away first, and back again if that fails."""
    if not place.exists():
        made.rename(place)
        return
    old = _free(place, "old")
    place.rename(old)
    try:
        made.rename(place)
    except OSError:
        old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _free(place: Path, what: str) -> Path:
    """A name beside a place that nobody has."""
    there = place.absolute()
    names = (there.with_name(f".{there.name}.{what}-{os.getpid()}-{nth}") for nth in count())
    return next(name for name in names if not name.exists())
