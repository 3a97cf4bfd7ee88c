"""``mirrorball serve``: one night, from a season folder to pages that judges and the desk open."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from mirrorball.core.commands import IssueKey
from mirrorball.core.people import Role
from mirrorball.core.refusals import Refusal
from mirrorball.core.season import Season
from mirrorball.core.show import Show, open_night
from mirrorball.core.votes import Tally
from mirrorball.floor.counter import Counter
from mirrorball.floor.floor import Floor
from mirrorball.lab.crowd import NoSuchVotes
from mirrorball.log.port import Damaged, Log, NotKept, Taken
from mirrorball.proof.record import with_carried
from mirrorball.season.check import check
from mirrorball.season.problems import Severity
from mirrorball.terminal import doors
from mirrorball.terminal.authority import Unusable, certified, names_of_this_machine
from mirrorball.terminal.ink import console, watched
from mirrorball.terminal.night_log import nights_of
from mirrorball.terminal.play import Recorded, drawn_votes, play, without_marks
from mirrorball.terminal.rehearse import Refused, audience
from mirrorball.terminal.report import problems_in_brief
from mirrorball.web import keys
from mirrorball.web.edge import Edge
from mirrorball.web.fonts import FACES, Fonts
from mirrorball.web.serve import listen, run

DONE, PROBLEMS = 0, 2
OPEN_NETWORK = (
    "Without --tls whoever is in this network can read what is sent, and tablets cannot keep the judge's page for when "
    "the network is away."
)
BY = "serve"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # what a person writes to open all addresses
OWNER_ONLY = 0o600
MS = 1000
MOST_PORT = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody typed."""

    folder: Path
    week: int | None = None
    host: str = LOOPBACK[0]
    port: int = 8032
    nights: Path | None = None
    rehearse: bool = False
    speed: float = 1.0
    tls: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What ``main`` picks: how a log is kept, two clocks, chance, and the user's folders."""

    keep: Callable[[Path], Log]
    clock: Callable[[], int]  # milliseconds since 1970
    ticks: Callable[[], int]  # milliseconds of a clock that nobody sets
    draw: Callable[[int], bytes]
    seed: int
    settings: Path
    cache: Path
    version: str


class Stopped(Exception):
    """The night cannot begin. Its text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Night:
    """A night that is about to begin: its show before the first step, its files, and what a rehearsal plays."""

    opened: Show
    log: Path
    recorded: Recorded | None

    @property
    def key(self) -> Path:
        """The file of its secret."""
        return self.log.with_suffix(".key")


def serve(asked: Asked, given: Given) -> int:
    """Serve a night until it is stopped; 0 then, 2 if it cannot begin."""
    try:
        season = _season(asked.folder)
        night = _night(asked, given, season)
        with closing(_log(given, night)) as log:
            return _serve(asked, given, night, log)
    except (Stopped, Taken, Damaged, Unusable, Refused, NoSuchVotes) as stopped:
        print(stopped, file=sys.stderr)
    except NotKept as error:
        print(f"The night cannot begin, because {error}. Make room on the disk and start again.", file=sys.stderr)
    return PROBLEMS


# What is served.


def _season(folder: Path) -> Season:
    """The season of a folder that has no problem."""
    found = check(folder, watched)
    if found.of(Severity.PROBLEM):
        raise Stopped(problems_in_brief(found))
    return found.folder.season


def _night(asked: Asked, given: Given, season: Season) -> Night:
    number = _week(asked, season)
    folder = asked.nights or nights_of(asked.folder)
    if not asked.rehearse:
        return Night(open_night(season, number), folder / f"week-{number:02}.sqlite", None)
    left = without_marks(open_night(season, number), season)
    if left or not season.danced_in(number):
        named = ", ".join(left) or "nobody"
        message = (
            f"Week {number} cannot be rehearsed: its marks are not all recorded (routines.csv has some missing for "
            f"{named}). Rehearse a week that was danced, or serve this one without --rehearse."
        )
        raise Stopped(message)
    opened, tally = _voted(season, number, given.seed)
    begun = datetime.fromtimestamp(given.clock() / MS, UTC).astimezone()
    log = folder / f"rehearsal-week-{number:02}-{begun:%Y%m%d-%H%M%S}.sqlite"
    return Night(opened, log, Recorded(season, number, tally))


def _voted(season: Season, number: int, seed: int) -> tuple[Show, Tally]:
    """The night to rehearse with votes carried into it, and a tally: of the recorded places where it is a final."""
    known = all((result := season.result(star)) and result.place for star in season.field(number))
    if not (season.week(number).final and known):
        rng = Random(seed)  # noqa: S311  # a rehearsal has to be repeatable, not unguessable
        carried, tally = drawn_votes(season, number, rng)
        return open_night(with_carried(season, carried), number), tally
    drawn = audience(season, number, seed, free=False, watch=iter)
    opened = open_night(with_carried(season, drawn.carried), number)
    return opened, drawn.tally


def _week(asked: Asked, season: Season) -> int:
    """The week that was asked for, the only one, or the first without a result."""
    numbers = [week.number for week in season.weeks]
    known = ", ".join(map(str, numbers)) or "none"
    if asked.week is not None:
        if asked.week in numbers:
            return asked.week
        message = f"{asked.folder} has no week {asked.week}. Its weeks are: {known}."
        raise Stopped(message)
    recorded = {result.week for result in season.results} | {
        routine.week for routine in season.routines if routine.marks
    }
    open_ = [number for number in numbers if number > max(recorded, default=0)]
    if len(numbers) == 1:
        return numbers[0]
    if open_ and not asked.rehearse:
        return open_[0]
    message = f"Every week of {asked.folder} has its result. Say which one to serve with --week: {known}."
    if asked.rehearse:
        message = f"Say which week of {asked.folder} to rehearse with --week: {known}."
    raise Stopped(message)


def _log(given: Given, night: Night) -> Log:
    try:
        night.log.parent.mkdir(parents=True, exist_ok=True)
        return given.keep(night.log)
    except OSError as error:
        message = f"{night.log} cannot be written: {error.strerror or error}. Name another folder with --night."
        raise Stopped(message) from error


def _secret(file: Path, draw: Callable[[int], bytes]) -> bytes:
    """The secret of a night: as it was kept, or a new one."""
    try:
        if file.exists():
            secret = file.read_bytes()
        else:
            secret = draw(keys.SECRET_BYTES)
            with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY), "wb") as written:
                written.write(secret)
        file.chmod(OWNER_ONLY)
    except OSError as error:
        message = f"{file} cannot be used: {error.strerror or error}. It holds what links and PINs are made from."
        raise Stopped(message) from error
    if len(secret) != keys.SECRET_BYTES:
        message = f"{file} holds {len(secret)} bytes, expected {keys.SECRET_BYTES}. Remove it: all links become new."
        raise Stopped(message)
    return secret


def _issue(floor: Floor, draw: Callable[[int], bytes]) -> None:
    """A way in for each judge, a producer and a scrutineer, unless somebody has one."""
    if floor.show.keys:
        return
    show = floor.show
    sit = [show.sitting(seat) for seat in show.week.panel if seat not in show.week.absent]
    desk = [(role, role.value.title()) for role in (Role.PRODUCER, Role.SCRUTINEER)]
    people = [*((Role.JUDGE, judge) for judge in sit), *desk]
    for role, holder in people:
        answer = floor.ask(IssueKey(keys.new_name(draw(keys.NAME_BYTES)), role, holder), f"key of {holder}", BY)
        if isinstance(answer, Refusal):
            raise Stopped(answer.sentence)


# How it is served.


def _listening(asked: Asked) -> socket.socket:
    """A socket at the address that was asked for."""
    if not 0 <= asked.port <= MOST_PORT:
        message = f"There is no port {asked.port}. Choose one from 1024 to {MOST_PORT} with --port."
        raise Stopped(message)
    try:
        return listen(asked.host, asked.port)
    except OSError as error:
        why = error.strerror or error
        message = (
            f"Port {asked.port} of {asked.host} cannot be had: {why}. Stop what uses it, or choose another --port."
        )
        raise Stopped(message) from error


def _serve(asked: Asked, given: Given, night: Night, log: Log) -> int:
    floor = Floor(night.opened, log=log, clock=given.clock)
    secret, position = _secret(night.key, given.draw), floor.head
    _issue(floor, given.draw)
    own = [name for name in names_of_this_machine() if (":" in name) <= (":" in asked.host)]
    reached = own if asked.host in EVERYWHERE else [asked.host]
    settings = given.settings / "tls"
    tls = certified(settings, [*names_of_this_machine(), *reached], given.clock()) if asked.tls else None
    with closing(_listening(asked)) as listening:
        port = listening.getsockname()[1]
        addresses = [f"{'https' if tls else 'http'}://{_in_url(name)}:{port}" for name in reached]
        edge = Edge(
            opened=night.opened,
            counter=Counter(floor),
            secret=secret,
            clock=given.clock,
            ticks=given.ticks,
            draw=given.draw,
            fonts=Fonts(given.cache),
            version=given.version,
            address=addresses[0],
            secure=asked.tls,
            rehearsal=asked.rehearse,
            authority=tls.authority if tls else b"",
        )
        said = doors.Doors(
            show=floor.show,
            addresses=addresses,
            secret=secret,
            log=str(night.log),
            position=position,
            rehearsal=asked.rehearse,
            authority=edge.authority,
            warning="" if asked.tls or asked.host in LOOPBACK else OPEN_NETWORK,
        )
        run(
            edge,
            listening,
            tls.file if tls else None,
            ready=lambda: _open_doors(said),
            meanwhile=lambda: _meanwhile(asked, given, night, edge),
        )
    print(f"\n{_how_to_go_on(asked, night)}")
    return DONE


def _open_doors(said: doors.Doors) -> None:
    doors.doors(console(), said)
    sys.stdout.flush()


async def _meanwhile(asked: Asked, given: Given, night: Night, edge: Edge) -> None:
    """Cut the typefaces, and play a rehearsal."""
    await asyncio.gather(_cut(edge), _play(asked, given, night, edge))


async def _cut(edge: Edge) -> None:
    for name in FACES:
        await edge.fonts.cut(name)


async def _play(asked: Asked, given: Given, night: Night, edge: Edge) -> None:
    if night.recorded is not None:
        rng = Random(given.seed)  # noqa: S311  # a rehearsal has to be repeatable, not unguessable
        await play(edge.counter, night.recorded, asked.speed, rng, lambda words: print(words, flush=True))
        print("The rehearsal is over. Its pages stay open until Ctrl-C.", flush=True)


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _how_to_go_on(asked: Asked, night: Night) -> str:
    if asked.rehearse:
        return f"Stopped. Read this rehearsal with: mirrorball log {night.log} --season {asked.folder}"
    where = f" --night {asked.nights}" if asked.nights else ""
    again = f"mirrorball serve {asked.folder} --week {night.opened.number}{where}"
    return f"Stopped. All that was answered is kept in {night.log}. To go on where the night stands: {again}"
