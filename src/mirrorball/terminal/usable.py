"""The season of a folder for a command that looks back; what is wrong with it is told, and the command ends."""

from __future__ import annotations

from pathlib import Path

from mirrorball.core.season import Season
from mirrorball.season.check import Report
from mirrorball.season.problems import Severity
from mirrorball.season.read import read
from mirrorball.season.trade import trade
from mirrorball.terminal.report import problems_in_brief


class NotTold(Exception):
    """There is nothing to look back at. Its text is sentences, a line each, that say why and what to do."""


def season_of(folder: Path) -> Season:
    """The season of a folder. Raises ``NotTold`` while there is a problem in it.

    A result that was impossible by its book is none: a look back tells it as it is recorded, and says so.
    """
    found = read(folder)
    report = Report(found, (*found.problems, *trade(found)), ())
    if report.of(Severity.PROBLEM):
        raise NotTold(problems_in_brief(report))
    return found.season
