"""``mirrorball import``: seasons from public tables, folders and spreadsheets into an archive, with all that is odd."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from mirrorball import look
from mirrorball.core.season import Season
from mirrorball.recap.slug import slugs
from mirrorball.season.format import SETTINGS
from mirrorball.season.imports.brought import Brought
from mirrorball.season.imports.folder import folder
from mirrorball.season.imports.mcm import mcm
from mirrorball.season.imports.sheet import sheet
from mirrorball.season.imports.strictly import strictly
from mirrorball.season.photos import photo
from mirrorball.season.problems import Severity
from mirrorball.season.write import FolderTaken, Unsayable, write
from mirrorball.sentences import counted, listed
from mirrorball.terminal.ink import GOLD, NAME, QUIET, console, heading, marked, said

DONE, PROBLEMS = 0, 2
KINDS: Mapping[str, tuple[Callable[[Path], Brought], str]] = {
    "mcm": (mcm, "us"),
    "strictly": (strictly, "uk"),
    "folder": (folder, ""),
    "sheet": (sheet, ""),
}
_TOLD = {
    Severity.PROBLEM: ("To be mended", "✗", look.TERMINAL["jeopardy"]),
    Severity.WARNING: ("To be looked at", "!", GOLD),
    Severity.NOTE: ("Good to know", "·", QUIET),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed: of which kind the file is, and the archive that it is brought into."""

    kind: str
    file: Path
    to: Path
    replace: bool = False


def bring(asked: Asked) -> int:
    """Bring seasons in, all of them or none. The exit code is 2 if none is brought."""
    to = console()
    importer, show = KINDS[asked.kind]
    found = importer(asked.file)
    _remarks(to, found)
    if not found.whole or not found.seasons:
        left = found.of(Severity.PROBLEM)
        why = f"{counted(len(left), 'problem')} to be mended" if left else "there is no season in it"
        print(f"{asked.file}: {why}. Nothing was written.", file=sys.stderr)
        return PROBLEMS
    try:
        placed = _placed(asked, found, show)
        written = _write(asked, placed)
    except (FolderTaken, Unsayable) as refused:
        print(f"{refused} Nothing was written.", file=sys.stderr)
        return PROBLEMS
    except OSError as error:
        print(f"{error.filename or asked.to}: {error.strerror or error}.", file=sys.stderr)
        return PROBLEMS
    to.print()
    for path, season in written.items():
        marked(to, "✓", "", Text.assemble((f"{path}", NAME), f"  {_size(season)}"))
    said(to, f"{counted(len(written), 'season')} brought in. Look at {'it' if len(written) == 1 else 'them'} with:")
    said(to, f"mirrorball archive {asked.to} -o site/", indent=4)
    return DONE


def _remarks(to: Console, found: Brought) -> None:
    """All that is odd, the worst first, each with its place."""
    for severity in Severity:
        remarks, (title, sign, style) = found.of(severity), _TOLD[severity]
        if remarks:
            heading(to, title, counted(len(remarks), severity.value))
        for remark in remarks:
            marked(to, sign, style, Text(remark.where, style=NAME))
            said(to, f"Found {remark.found}, expected {remark.expected}. {remark.advice}")


def _size(season: Season) -> str:
    sizes = ((season.couples, "couple"), (season.weeks, "week"), (season.routines, "routine"))
    return ", ".join(counted(len(which), what) for which, what in sizes)


# The folders.


def _placed(asked: Asked, found: Brought, show: str) -> dict[Path, Season]:
    """The folder of each season. Raises ``FolderTaken`` if one of them may not be written."""
    if asked.to.is_file():
        message = f"{asked.to} is a file. Name the folder of an archive, or a new one."
        raise FolderTaken(message)
    placed = {asked.to / _name(asked, season, show): season for season in found.seasons}
    taken = [path for path in placed if path.exists() and any(path.iterdir())]
    if taken and not asked.replace:
        message = f"{listed([str(path) for path in taken])} {_are(taken)} there already. Replace with --replace."
        raise FolderTaken(message)
    strange = [path for path in taken if not (path / SETTINGS).is_file()]
    if strange:
        message = f"{listed([str(path) for path in strange])} {_are(strange)} no season folder. Name another archive."
        raise FolderTaken(message)
    return placed


def _are(paths: list[Path]) -> str:
    return "is" if len(paths) == 1 else "are"


def _name(asked: Asked, season: Season, show: str) -> str:
    """What the folder of a season is called: us-7, uk-7, or as the folder or file is."""
    if show and season.number is not None:
        return f"{show}-{season.number}"
    named = asked.file.resolve().name if asked.kind == "folder" else asked.file.stem
    return slugs([named])[named] or "season"


def _write(asked: Asked, placed: Mapping[Path, Season]) -> Mapping[Path, Season]:
    """Write every season once for trial, so that what cannot be written is known before anything changes."""
    beside = Console(stderr=True)
    with (
        tempfile.TemporaryDirectory() as trial,
        Progress(transient=True, console=beside, disable=not beside.is_terminal) as progress,
    ):
        for path, season in progress.track(placed.items(), description="Trying"):
            write(season, Path(trial) / path.name)
        for path, season in progress.track(placed.items(), description="Writing"):
            write(season, path, replace=asked.replace)
            if asked.kind == "folder":
                _photos(asked.file, path, season)
    return placed


def _photos(source: Path, path: Path, season: Season) -> None:
    """Copy the photos that a folder holds beside its tables."""
    for couple in season.couples:
        file = photo(source, couple)
        if file is not None:
            place = path / file.relative_to(source.resolve())
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, place)
