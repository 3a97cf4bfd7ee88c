"""An archive: all season folders of a folder, each read, checked, judged and laid out as tables.

Nothing is passed over in silence: a folder that cannot be used is named with its problems, and people who may be one
person under two spellings are named and kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from mirrorball.core.season import Season
from mirrorball.recap.archive import digests
from mirrorball.recap.archive.keeping import Keep
from mirrorball.recap.archive.rows import SeasonRow, Tables
from mirrorball.recap.archive.tables import BETWEEN, joined, tables
from mirrorball.recap.shown import so_far
from mirrorball.recap.slug import slugs
from mirrorball.recap.story import Story, story, unvoted
from mirrorball.season.format import SETTINGS
from mirrorball.season.possible import WeekVerdict, verdict_on
from mirrorball.season.problems import Problem, Severity, plain
from mirrorball.season.read import read
from mirrorball.season.trade import trade

T = TypeVar("T")

WORKERS = 2


Watch = Callable[[Sequence[Path]], Iterable[Path]]


@dataclass(frozen=True, slots=True)
class Found:
    """A season folder before it is read: its name as part of an address, and what its bytes come to."""

    slug: str
    path: Path
    digest: str

    @property
    def verdicts_name(self) -> str:
        """Under which name its verdicts are kept."""
        return f"verdicts-{digests.of_texts(self.digest, digests.of_rooms(*digests.RULES))[:32]}.json"

    @property
    def name(self) -> str:
        """Under which name all of it is kept."""
        return f"season-{digests.of_texts(self.slug, self.digest, digests.of_rooms(*digests.TOLD))[:32]}.json"


@dataclass(frozen=True, slots=True)
class Held:
    """A season of the archive: its rows, its verdicts, and what is to be said of its folder.

    A season with a problem has no rows: it cannot be used as it is. Rows tell a season as far as it has happened.
    """

    slug: str
    folder: str
    digest: str
    problems: tuple[Problem, ...] = ()
    verdicts: tuple[WeekVerdict, ...] = ()
    tables: Tables = field(default_factory=Tables)

    @property
    def usable(self) -> bool:
        """Whether nothing is wrong that would make a result doubtful."""
        return not any(problem.severity is Severity.PROBLEM for problem in self.problems)

    @property
    def row(self) -> SeasonRow:
        """The season in one row. Only a usable season has one."""
        return self.tables.seasons[0]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is to be mended in the folder, or looked at, in a sentence each."""
        severe = (problem for problem in self.problems if problem.severity is not Severity.NOTE)
        return tuple(f"{self.folder}: {problem.sentence}" for problem in severe)


@dataclass(frozen=True)
class Archive:
    """Many seasons, in order. ``passed_over`` names what lies beside them and is no season folder."""

    folder: Path
    every: tuple[Held, ...]
    passed_over: tuple[str, ...] = ()

    @cached_property
    def seasons(self) -> tuple[Held, ...]:
        """The seasons that can be used."""
        return tuple(held for held in self.every if held.usable)

    @property
    def left_out(self) -> tuple[Held, ...]:
        """The seasons that have to be mended first."""
        return tuple(held for held in self.every if not held.usable)

    @cached_property
    def tables(self) -> Tables:
        """The rows of all seasons."""
        return joined(held.tables for held in self.seasons)

    @cached_property
    def near(self) -> tuple[tuple[str, ...], ...]:
        """Names that differ only by accents, spaces or case: perhaps the same person, and never joined."""
        names: dict[str, dict[str, None]] = {}
        for name in self._names():
            names.setdefault(plain(name), {})[name] = None
        return tuple(tuple(sorted(several)) for several in names.values() if len(several) > 1)

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that is to be said of the archive's folders, in a sentence each."""
        near = [f"{' and '.join(names)} are perhaps the same person; they are kept apart." for names in self.near]
        return (*self.passed_over, *(said for held in self.every for said in held.sentences), *near)

    def _names(self) -> Iterator[str]:
        for couple in self.tables.couples:
            yield from (name for name in (couple.star, couple.pro) if name)
        for season in self.tables.seasons:
            yield from (name for name in season.judges.split(BETWEEN) if name)


def collect(folder: Path, kept: Path | None = None, watch: Watch = iter, workers: int = WORKERS) -> Archive:
    """The archive of a folder of season folders. Never raises on what a folder holds.

    ``kept`` is a folder for what need not be worked out again. ``watch`` passes those folders on that have to be looked
    at, as they are done; so many ``workers`` look at them.
    """
    keep = Keep(kept)
    places, passed_over = found(folder)
    known = {place.slug: held for place in places if (held := keep.get(place.name, Held)) is not None}
    new = {place.path: place for place in places if place.slug not in known}
    with pool(min(workers, len(new))) as ask:
        answers = {path: ask(hold, place, kept) for path, place in new.items()}
        for path in watch(tuple(new)):
            known[new[path].slug] = answers[path].result()
    return Archive(folder, tuple(known[place.slug] for place in places), passed_over)


def found(folder: Path) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """The season folders of a folder, in the order of their names (us-2 before us-10), and what else lies there."""
    if not folder.is_dir():
        what = "a file" if folder.exists() else "no such folder"
        return (), (f"{folder}: found {what}, expected a folder of season folders. Give the folder that holds them.",)
    inside = sorted((path for path in folder.iterdir() if not path.name.startswith(".")), key=_by_name)
    paths = [path for path in inside if path.is_dir() and (path / SETTINGS).is_file()]
    named = slugs(path.name for path in paths)
    others = tuple(
        f"{path.name}: found a folder without {SETTINGS}, expected a season folder. It is not part of the archive."
        for path in inside
        if path.is_dir() and path not in paths
    )
    if not paths:
        others = (*others, f"{folder}: found no season folder in it, expected at least one.")
    return tuple(Found(named[path.name], path, digests.of_folder(path)) for path in paths), others


def hold(place: Found, kept: Path | None = None) -> Held:
    """Read, check and judge one season, and lay it out as tables; from what is kept as far as that goes.

    Recorded votes are left out, as they are in a recap: no page, table or verdict of an archive tells of them.
    """
    keep = Keep(kept)
    folder = read(place.path)
    held = Held(place.slug, place.path.name, place.digest, (*folder.problems, *trade(folder)))
    if held.usable:
        season = unvoted(folder.season)
        verdicts = keep.get(place.verdicts_name, tuple[WeekVerdict, ...]) or judged(season)
        rows = tables(place.slug, so_far(story(season, verdicts)))
        held = Held(place.slug, place.path.name, place.digest, held.problems, verdicts, rows)
        keep.put(place.verdicts_name, verdicts)
    keep.put(place.name, held)
    return held


def told(place: Path, held: Held) -> Story:
    """The story of a held season, without its votes."""
    return story(unvoted(read(place).season), held.verdicts)


def judged(season: Season) -> tuple[WeekVerdict, ...]:
    """The verdict on each week of a season."""
    return tuple(verdict_on(season, week) for week in season.weeks)


@contextmanager
def pool(workers: int) -> Iterator[Callable[..., Future[Any]]]:
    """Something that runs calls: in processes of their own if there are several, else at once."""
    if workers <= 1:
        yield _at_once
        return
    with ProcessPoolExecutor(workers, get_context("spawn")) as processes:
        try:
            yield processes.submit
        except BaseException:
            processes.shutdown(wait=False, cancel_futures=True)
            raise


def _at_once(call: Callable[..., T], *given: object) -> Future[T]:
    done: Future[T] = Future()
    done.set_result(call(*given))
    return done


def _by_name(path: Path) -> tuple[tuple[str | int, ...], str]:
    """Numbers in a name count as numbers. Text and numbers take turns, so no two kinds are compared."""
    parts = re.split(r"(\d+)", path.name.casefold())
    return tuple(int(part) if nth % 2 else part for nth, part in enumerate(parts)), path.name
