"""``mirrorball demo``: the finale of season 32, told from the first dance to the look back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from mirrorball.box.ballot import Ballot
from mirrorball.core.events import ChampionsCrowned, Event, MarksLocked, PlaceRevealed, ReachSigned
from mirrorball.core.season import Season
from mirrorball.core.show import Show
from mirrorball.lab.crowd import NoSuchVotes
from mirrorball.log.memory import MemoryLog
from mirrorball.log.port import Log
from mirrorball.proof.record import NIGHT, Occupied, check, make_room, write
from mirrorball.season.example import example
from mirrorball.season.read import read
from mirrorball.terminal import ink, telling
from mirrorball.terminal.rehearse import (
    BALLOTS,
    Refused,
    audience,
    night,
    play_marks,
    play_reveal,
    play_vote,
    record_of,
)
from mirrorball.terminal.roll import recorded_places, roll

DONE, PROBLEMS = 0, 2
FINALE = 11

Keep = Callable[[Path], Log]  # opens the log of the night in a file


def _in_memory(_: Path) -> Log:
    return MemoryLog()


def demo(seed: int, *, free: bool, folder: Path, keep: Keep = _in_memory, console: Console | None = None) -> int:
    """Play the finale, write its record into ``folder``, work it out again from there; 0 if all agrees, else 2."""
    console = console or ink.console()
    folder_read = read(example("season-32"))
    season = folder_read.season
    if not folder_read.usable:
        print("The example season does not read. Run: mirrorball check examples/season-32", file=sys.stderr)
        return PROBLEMS
    try:
        make_room(folder)
        (folder / NIGHT).unlink(missing_ok=True)
        with closing(keep(folder / NIGHT)) as log:
            return _play(console, season, seed, free=free, folder=folder, log=log)
    except (Refused, NoSuchVotes, Occupied) as stopped:
        print(stopped, file=sys.stderr)
    except OSError as error:
        print(f"{folder} cannot hold the record: {error.strerror}. Name another folder with --record.", file=sys.stderr)
    return PROBLEMS


def _play(  # noqa: PLR0913  # all that one night is made of
    console: Console, season: Season, seed: int, *, free: bool, folder: Path, log: Log
) -> int:
    telling.opening(console, season, FINALE, seed, free=free)
    drawn = audience(season, FINALE, seed, free=free, watch=lambda cast: _progress(console, cast))
    floor = night(season, FINALE, drawn, lambda show, event: _tell(console, show, event), log)
    telling.carried(console, floor.show)
    play_marks(floor, season)
    telling.judges_board(console, floor.show)
    telling.vote_ahead(console, floor.show)
    play_vote(floor, drawn)
    telling.count(console, floor.show, drawn)
    play_reveal(floor)
    telling.result(console, floor.show)
    sealed = dict(floor.show.sealed.places) if floor.show.sealed else {}
    roll(console, season, recorded_places(season) | sealed)
    write(folder, record_of(floor, drawn), telling.for_people(floor.show, drawn, seed, free=free))
    return _checked(console, season, folder)


def _progress(console: Console, cast: Iterable[Ballot]) -> Iterator[Ballot]:
    """The ballots as they are drawn, under a bar where somebody looks."""
    columns = (TextColumn("Drawing ballots"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield from progress.track(cast, total=BALLOTS)


def _tell(console: Console, show: Show, event: Event) -> None:
    """What the room hears when something has happened."""
    match event:
        case MarksLocked():
            telling.routine(console, show, event)
        case ReachSigned():
            telling.signed(console, event)
        case PlaceRevealed():
            telling.place(console, show, event)
        case ChampionsCrowned():
            telling.crown(console, show, event)
        case _:
            pass


def _checked(console: Console, season: Season, folder: Path) -> int:
    """Read the record as a stranger would and say whether it comes to the same result."""
    disagreements = check(folder, season, FINALE)
    telling.record(console, folder, disagreements)
    return PROBLEMS if disagreements else DONE
