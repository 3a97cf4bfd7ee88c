"""The night that ``mirrorball serve`` opens: which one, its show before the first step, its files, its secret."""

from __future__ import annotations

import os
from collections.abc import Callable
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
from mirrorball.floor.ballot_rules import USUAL_CHANNELS
from mirrorball.floor.floor import Floor
from mirrorball.lab.crowd import PER_MILLE, Cast, cast
from mirrorball.log.port import Log
from mirrorball.proof.record import with_carried
from mirrorball.season.check import check
from mirrorball.season.problems import Severity
from mirrorball.terminal.ink import watched
from mirrorball.terminal.night_log import nights_of
from mirrorball.terminal.play import Recorded, drawn_votes, without_marks
from mirrorball.terminal.rehearse import audience
from mirrorball.terminal.report import problems_in_brief
from mirrorball.web import keys

BY = "serve"
OWNER_ONLY = 0o600
FEW = 3000  # ballots of a rehearsal that people watch
LOOPBACK = ("127.0.0.1", "::1", "localhost")
MS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody typed."""

    folder: Path
    week: int | None = None
    host: str = LOOPBACK[0]
    port: int = 8032
    nights: Path | None = None
    rehearse: bool = False
    held: bool = False  # a rehearsal that waits for somebody to let it go on
    speed: float = 1.0
    tls: bool = False
    vote_port: int | None = None  # None: the one behind ``port``
    doors: int = 1
    publish: Path | None = None  # where the static pages go
    published_at: str = ""  # their address


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
    sent: tuple[Cast, ...] = ()  # by the viewers of a rehearsal

    @property
    def key(self) -> Path:
        """The file of its secret."""
        return self.log.with_suffix(".key")

    @property
    def box(self) -> Path:
        """The folder of its ballot box."""
        return self.log.with_name(f"{self.log.stem}-box")


def season_of(folder: Path) -> Season:
    """The season of a folder that has no problem."""
    found = check(folder, watched)
    if found.of(Severity.PROBLEM):
        raise Stopped(problems_in_brief(found))
    return found.folder.season


def night_of(asked: Asked, given: Given, season: Season) -> Night:
    """The night that was asked for, or its rehearsal."""
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
    opened, tally, sent = _voted(season, number, given.seed)
    begun = datetime.fromtimestamp(given.clock() / MS, UTC).astimezone()
    log = folder / f"rehearsal-week-{number:02}-{begun:%Y%m%d-%H%M%S}.sqlite"
    return Night(opened, log, Recorded(season, number, tally), sent)


def _voted(season: Season, number: int, seed: int) -> tuple[Show, Tally, tuple[Cast, ...]]:
    """The night to rehearse with votes carried into it, and a vote: one for the recorded places where it is a final."""
    known = all((result := season.result(star)) and result.place for star in season.field(number))
    if not (season.week(number).final and known):
        rng = Random(seed)  # noqa: S311  # a rehearsal has to be repeatable, not unguessable
        carried, tally = drawn_votes(season, number, rng)
        opened, most = open_night(with_carried(season, carried), number), max(tally.votes.values())
        shares = {star: max(1, PER_MILLE * votes // most) for star, votes in tally.votes.items()}
        return opened, tally, tuple(cast(rng, shares, season.channels or USUAL_CHANNELS, FEW))
    drawn = audience(season, number, seed, free=False, watch=iter, ballots=FEW)
    opened = open_night(with_carried(season, drawn.carried), number)
    return opened, drawn.tally, drawn.sent


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


def log_of(given: Given, night: Night) -> Log:
    """Its log, as it was kept or a new one."""
    try:
        night.log.parent.mkdir(parents=True, exist_ok=True)
        return given.keep(night.log)
    except OSError as error:
        message = f"{night.log} cannot be written: {error.strerror or error}. Name another folder with --night."
        raise Stopped(message) from error


def secret_of(file: Path, draw: Callable[[int], bytes]) -> bytes:
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


def issue(floor: Floor, draw: Callable[[int], bytes]) -> None:
    """A way in for each judge, a producer, a scrutineer and a host, unless somebody has one."""
    if floor.show.keys:
        return
    show = floor.show
    sit = [show.sitting(seat) for seat in show.week.panel if seat not in show.week.absent]
    desk = [(role, role.value.title()) for role in (Role.PRODUCER, Role.SCRUTINEER)]
    host = (Role.HOST, next(iter(show.season.hosts), Role.HOST.value.title()))
    people = [*((Role.JUDGE, judge) for judge in sit), *desk, host]
    for role, holder in people:
        answer = floor.ask(IssueKey(keys.new_name(draw(keys.NAME_BYTES)), role, holder), f"key of {holder}", BY)
        if isinstance(answer, Refusal):
            raise Stopped(answer.sentence)
