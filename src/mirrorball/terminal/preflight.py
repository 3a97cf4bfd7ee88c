"""``mirrorball preflight``: before a night, everything that has to be the same is held together, and a vote is tried.

It leaves nothing behind: its box lies in a folder that is thrown away.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table
from rich.text import Text

from mirrorball import look
from mirrorball.box.contents import NoBox
from mirrorball.box.rules import Choice
from mirrorball.core.book import Combine
from mirrorball.core.outcome import rules_of
from mirrorball.core.season import Season
from mirrorball.core.show import Show
from mirrorball.door.keeper import NotOpened
from mirrorball.floor.ballot_rules import rules
from mirrorball.floor.mapping import Mapped, mapped
from mirrorball.season.check import Report
from mirrorball.season.problems import Severity
from mirrorball.season.read import read
from mirrorball.season.trade import trade
from mirrorball.sentences import counted
from mirrorball.terminal import opening, readiness
from mirrorball.terminal.ink import GOLD, NAME, QUIET, console, heading, marked, said
from mirrorball.terminal.proving import Proof, prove
from mirrorball.terminal.readiness import Line, Ready
from mirrorball.terminal.rehearse_vote import House, free_port
from mirrorball.terminal.report import problems_in_brief
from mirrorball.web.photos import addresses, photos_of

GO, NO_GO, PROBLEMS = 0, 1, 2
NIGHT = "preflight"
SIGNS = {
    Ready.GO: ("✓", look.TERMINAL["safe"]),
    Ready.LOOK: ("!", GOLD),
    Ready.NO_GO: ("✗", look.TERMINAL["jeopardy"]),
}

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """A night that was looked at: all lines, what every path says, and what became of the test votes."""

    opened: Show
    lines: tuple[Line, ...]
    mapped: Mapped
    proof: Proof | None

    @property
    def against(self) -> tuple[Line, ...]:
        """What speaks against going on air."""
        return tuple(line for line in self.lines if line.ready is Ready.NO_GO)


def preflight(asked: opening.Asked, given: opening.Given) -> int:
    """Look at a night, print the list, and return 0 for go, 1 for no-go, 2 if the folder has problems."""
    folder = read(asked.folder)
    report = Report(folder, (*folder.problems, *trade(folder)), ())
    if report.of(Severity.PROBLEM):
        print(problems_in_brief(report), file=sys.stderr)
        return PROBLEMS
    try:
        night = opening.night_of(asked, given, folder.season)
    except opening.Stopped as error:
        print(error, file=sys.stderr)
        return PROBLEMS
    beside = Console(stderr=True)
    with (
        TemporaryDirectory(prefix="mirrorball-preflight-") as temporary,
        Progress(transient=True, console=beside, disable=not beside.is_terminal) as progress,
    ):
        voting = progress.add_task("Test votes", total=None)
        house = House(free_port(), Path(temporary) / "box", given.clock, given.draw, given.version)
        found = checked(night.opened, folder.season, asked.folder, house, partial(_moved, progress, voting))
    warnings = report.of(Severity.WARNING)
    if warnings:
        says = f"{counted(len(warnings), 'warning')}. Read them with: mirrorball check {asked.folder}"
        found = Checked(found.opened, (Line(Ready.LOOK, "Folder", says), *found.lines), found.mapped, found.proof)
    _print(console(), found)
    return NO_GO if found.against else GO


def checked(opened: Show, season: Season, folder: Path, house: House, told: Told) -> Checked:
    """Look at everything. ``opened`` is the night before its first step, ``season`` the folder's with all marks."""
    photos = photos_of(opened, folder)
    found = mapped(opened, addresses(photos))
    lines = [
        *readiness.of_couples(found),
        *readiness.of_cast(opened),
        *readiness.of_photos(opened, tuple(photos.values())),
    ]
    proof = None
    if rules_of(opened.week).combine is Combine.MARKS:
        lines.append(Line(Ready.LOOK, "Test votes", "This book asks for no votes, so none were tried."))
    elif found.couples:
        proof, voted = _voted(opened, found, house, told)
        lines += voted
    lines += [*readiness.of_reach(opened, season), *readiness.of_graphics()]
    return Checked(opened, tuple(lines), found, proof)


def _voted(opened: Show, found: Mapped, house: House, told: Told) -> tuple[Proof | None, Sequence[Line]]:
    """Vote for the couples that the board shows, through a door of their own."""
    tonight = rules(opened, NIGHT)
    shown = [Choice(couple.number, couple.star, couple.pro, couple.keyword) for couple in found.couples]
    try:
        proof = asyncio.run(prove(tonight, shown, house, told))
    except (NotOpened, NoBox, OSError) as error:
        return None, [Line(Ready.NO_GO, "Test votes", f"No vote could be tried: {error}")]
    return proof, list(readiness.of_vote(tonight.channels, proof))


def _moved(progress: Progress, task: TaskID, done: int, of: int) -> None:
    progress.update(task, completed=done, total=of)


# What is printed.


def _print(to: Console, found: Checked) -> None:
    season, week = found.opened.season, found.opened.week
    theme = f" “{week.title}”" if week.title else ""
    heading(to, f"Preflight: {season.title}, week {week.number}{theme}")
    if found.mapped.couples:
        to.print()
        to.print(_couples(found))
    for ready, title in ((Ready.NO_GO, "Against it"), (Ready.LOOK, "To be looked at"), (Ready.GO, "For it")):
        lines = [line for line in found.lines if line.ready is ready]
        if lines:
            heading(to, title)
            for line in lines:
                marked(to, *SIGNS[ready], Text.assemble((f"{line.about}: ", NAME), line.says))
    to.print()
    if found.against:
        reasons = counted(len(found.against), "reason")
        to.print(Text(f"NO-GO. {reasons}, see above.", style=f"bold {look.TERMINAL['jeopardy']}"))
    else:
        to.print(Text("GO.", style=f"bold {look.TERMINAL['safe']}"))
        said(
            to, "What nobody but a person can see: that each photo shows the couple it stands beside.", QUIET, indent=0
        )


def _couples(found: Checked) -> Table:
    """Each couple as it is voted for, and whether everybody says the same of it."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style=QUIET)
    for column in ("No.", "Couple", "Keyword", "Photo", "Everywhere the same", "Test votes"):
        table.add_column(column, justify="right" if column == "No." else "left")
    for couple in found.mapped.couples:
        alike = not any(different.star == couple.star for different in found.mapped.differences)
        table.add_row(
            str(couple.number),
            couple.couple,
            couple.keyword or "none",
            couple.photo or "monogram",
            _sign(well=alike),
            *_votes(found, couple.star),
        )
    return table


def _votes(found: Checked, star: str) -> Iterator[Text | str]:
    tried = [one for one in found.proof.tried if one.star == star] if found.proof else []
    wrong = any(one.wrong for one in tried) or any(
        says.startswith(f"{star},") for says in (found.proof.miscounted if found.proof else ())
    )
    yield Text.assemble(_sign(well=not wrong), f", {len(tried)}") if tried else "none"


def _sign(*, well: bool) -> Text:
    sign, style = SIGNS[Ready.GO if well else Ready.NO_GO]
    return Text.assemble((sign, style), " yes" if well else " no")
