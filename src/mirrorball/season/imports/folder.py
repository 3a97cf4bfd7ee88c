"""Bringing in a season folder: the season as it reads, and everything that is to be said about its files."""

from __future__ import annotations

from pathlib import Path

from mirrorball.season.imports.brought import Brought
from mirrorball.season.problems import Severity
from mirrorball.season.read import read
from mirrorball.season.trade import trade


def folder(path: Path) -> Brought:
    """The season of a folder. It is not brought while something in it is a problem. Never raises on what it holds."""
    found = read(path)
    remarks = (*found.problems, *trade(found))
    usable = not any(remark.severity is Severity.PROBLEM for remark in remarks)
    return Brought((found.season,) if usable else (), remarks)
