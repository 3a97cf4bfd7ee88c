"""``mirrorball archive``: many seasons as one site, or their tables as files for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from mirrorball.recap.archive.build import NoArchive, Options, build
from mirrorball.recap.archive.collect import Archive, collect
from mirrorball.recap.archive.export import Taken, parquet, sqlite
from mirrorball.sentences import counted
from mirrorball.terminal.ink import GOLD, NAME, QUIET, console, marked, said

DONE, PROBLEMS = 0, 2
FIRST = "index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody typed: the folder of seasons, and what is to be made of it; and the user's folder for shortcuts."""

    folder: Path
    cache: Path
    out: Path | None = None
    at: str = ""
    parquet: Path | None = None
    sqlite: Path | None = None

    @property
    def kept(self) -> Path:
        """Where what need not be worked out again lies, for this archive alone."""
        return kept(self.cache, self.folder)


def kept(cache: Path, folder: Path) -> Path:
    """The folder of an archive's shortcuts among the user's."""
    return cache / "archives" / sha256(str(folder.resolve()).encode()).hexdigest()[:16]


def archive(asked: Asked) -> int:
    """Make of an archive what was asked for. The exit code is 2 where nothing could be made."""
    try:
        if asked.out is not None:
            _site(asked, asked.out)
        if asked.parquet is not None or asked.sqlite is not None:
            _export(asked)
    except NoArchive as why:
        print("\n".join(why.sentences), file=sys.stderr)
    except Taken as why:
        print(why, file=sys.stderr)
    except OSError as error:
        print(f"{error.filename or asked.folder}: {error.strerror or error}.", file=sys.stderr)
    else:
        return DONE
    return PROBLEMS


def gathered(folder: Path, cache: Path) -> Archive:
    """The archive of a folder. Raises ``NoArchive`` if it holds no season that can be used."""
    found = collect(folder, kept(cache, folder), watched)
    if not found.seasons:
        raise NoArchive(*found.sentences)
    return found


def watched(folders: Sequence[Path]) -> Iterable[Path]:
    """The folders, under a bar where somebody waits at a terminal."""
    beside = Console(stderr=True)
    with Progress(transient=True, console=beside, disable=not beside.is_terminal) as progress:
        yield from progress.track(folders, description="Season by season")


def _site(asked: Asked, out: Path) -> None:
    options = Options(cache=asked.cache, at=asked.at, kept=asked.kept)
    built = build(asked.folder, out, options, watched)
    to = console()
    _sentences(to, built.sentences)
    marked(to, "✓", GOLD, Text(f"{out}: {counted(len(built.archive.seasons), 'season')}", style=NAME))
    anew = f"{counted(len(built.told), 'season')} and {counted(len(built.written), 'page')} of the archive told anew"
    said(to, f"{anew}; all else is as it was." if built.told or built.written else "Nothing had changed.")
    said(to, f"Open {out / FIRST}")


def _export(asked: Asked) -> None:
    found = gathered(asked.folder, asked.cache)
    to = console()
    _sentences(to, found.sentences)
    made = list(parquet(found, asked.parquet)) if asked.parquet is not None else []
    made += [sqlite(found, asked.sqlite)] if asked.sqlite is not None else []
    for file in made:
        marked(to, "✓", GOLD, Text(f"{file}", style=NAME))


def _sentences(to: Console, sentences: Sequence[str]) -> None:
    """What is to be said of the folders, and of what is missing in them."""
    for sentence in sentences:
        said(to, sentence, QUIET, indent=0)
