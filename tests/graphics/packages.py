"""The graphics as files, and the checks of a manifest that no schema makes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

FOLDER = ROOT / "src" / "mirrorball" / "graphics"
NAMES = ("lower-third", "score-bug", "leaderboard", "vote-open", "result-reveal")
SUFFIX = ".ograf.json"

Manifest = Mapping[str, Any]


def manifest(name: str) -> dict[str, Any]:
    """The manifest of a graphic."""
    read: dict[str, Any] = json.loads((FOLDER / f"{name}{SUFFIX}").read_text(encoding="utf-8"))
    return read


def unmet(file: Path, found: Manifest) -> Iterator[str]:
    """What hosts need of a manifest and the EBU's schema does not ask."""
    if not file.name.endswith(SUFFIX):
        yield f"The name of a manifest ends in {SUFFIX}."
    doubled = [one for one, times in Counter(one["id"] for one in found.get("customActions", [])).items() if times > 1]
    yield from (f"Two custom actions are called {one}." for one in doubled)
    if not (file.parent / found["main"]).is_file():
        yield f"The main file {found['main']} is not there."
    if "/" in found["id"]:
        yield "An id holds no slash."
    pictures = [one["file"] for one in found.get("thumbnails", [])]
    yield from (f"The thumbnail {one} is not there." for one in pictures if not (file.parent / one).is_file())
