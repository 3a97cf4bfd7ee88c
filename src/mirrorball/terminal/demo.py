"""``mirrorball demo``: the finale of season 32, told from the first dance to the look back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from mirrorball.core.events import ChampionsCrowned, Event, MarksLocked, ReachSigned, StepRevealed
from mirrorball.core.season import Season
from mirrorball.core.show import Show
from mirrorball.lab.crowd import Cast, NoSuchVotes
from mirrorball.log.port import Log
from mirrorball.proof.record import BOX, NIGHT, Occupied, check, make_room, write
from mirrorball.season.example import example
from mirrorball.season.read import read
from mirrorball.terminal import ink, telling
from mirrorball.terminal.rehearse import (
    Refused,
    audience,
    night,
    play_marks,
    play_reveal,
    record_of,
)
from mirrorball.terminal.rehearse_vote import House, free_port, play_vote
from mirrorball.terminal.roll import recorded_places, roll

DONE, PROBLEMS = 0, 2
Bar = Callable[[str], AbstractContextManager[Callable[[int], None]]]
FINALE = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What ``main`` picks: how the log of a night is kept in a file, a clock of milliseconds since 1970, and chance."""

    keep: Callable[[Path], Log]
    clock: Callable[[], int]
    draw: Callable[[int], bytes]
    version: str


def demo(  # noqa: PLR0913  # what a person can ask for
    seed: int, given: Given, *, free: bool, folder: Path, ballots: int, console: Console | None = None
) -> int:
    """Play the finale, write its record into ``folder``, work it out again from there; 0 if all agrees, else 2."""
    console = console or ink.console()
    folder_read = read(example("season-32"))
    season = folder_read.season
    if not folder_read.usable:
        print("The example season does not read. Run: mirrorball check examples/season-32", file=sys.stderr)
        return PROBLEMS
    try:
        make_room(folder)
        with closing(given.keep(folder / NIGHT)) as log:
            return _play(console, season, seed, given, free=free, folder=folder, ballots=ballots, log=log)
    except (Refused, NoSuchVotes, Occupied) as stopped:
        print(stopped, file=sys.stderr)
    except OSError as error:
        print(f"{folder} cannot hold the record: {error.strerror}. Name another folder with --record.", file=sys.stderr)
    return PROBLEMS


def _play(  # noqa: PLR0913  # all that one night is made of
    console: Console, season: Season, seed: int, given: Given, *, free: bool, folder: Path, ballots: int, log: Log
) -> int:
    telling.opening(console, season, FINALE, seed, free=free)
    bar = partial(_bar, console, ballots)
    drawn = audience(season, FINALE, seed, free=free, watch=lambda cast: _drawing(bar, cast), ballots=ballots)
    floor = night(season, FINALE, drawn, lambda show, event: _tell(console, show, event), log)
    telling.carried(console, floor.show)
    play_marks(floor, season)
    telling.judges_board(console, floor.show)
    telling.vote_ahead(console, floor.show)
    house = House(free_port(), folder / BOX, given.clock, given.draw, given.version)
    with bar("Voting over HTTP") as told:
        play_vote(floor, drawn, house, told)
    telling.count(console, floor.show, drawn)
    play_reveal(floor)
    telling.result(console, floor.show)
    sealed = dict(floor.show.sealed.places) if floor.show.sealed else {}
    roll(console, season, recorded_places(season) | sealed)
    write(folder, record_of(floor, drawn), telling.for_people(floor.show, drawn, seed, free=free))
    return _checked(console, season, folder)


def _drawing(bar: Bar, cast: Iterable[Cast]) -> Iterator[Cast]:
    """The ballots as they are drawn, under a bar where somebody looks."""
    with bar("Drawing ballots") as told:
        for one in cast:
            told(1)
            yield one


@contextmanager
def _bar(console: Console, ballots: int, name: str) -> Iterator[Callable[[int], None]]:
    """A bar that goes on by as many ballots as it is told."""
    columns = (TextColumn(name), BarColumn(complete_style=ink.GOLD, finished_style=ink.GOLD), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(name, total=ballots)
        yield lambda some: progress.advance(task, some)


def _tell(console: Console, show: Show, event: Event) -> None:
    """What the room hears when something has happened."""
    match event:
        case MarksLocked():
            telling.routine(console, show, event)
        case ReachSigned():
            telling.signed(console, event)
        case StepRevealed():
            telling.step(console, show, event)
        case ChampionsCrowned():
            telling.crown(console, show, event)
        case _:
            pass


def _checked(console: Console, season: Season, folder: Path) -> int:
    """Read the record as a stranger would and say whether it comes to the same result."""
    disagreements = check(folder, season, FINALE)
    telling.record(console, folder, disagreements)
    return PROBLEMS if disagreements else DONE
