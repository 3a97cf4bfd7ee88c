"""``mirrorball log``: a night as it was recorded, one line an entry, for people or for programs."""

from __future__ import annotations

import re
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from mirrorball.chronicle import Chronicle
from mirrorball.core import events
from mirrorball.core.events import Event
from mirrorball.core.season import Season
from mirrorball.log.codec import encode
from mirrorball.log.port import Damaged, Entry
from mirrorball.season.read import read
from mirrorball.sentences import NOT_KNOWN, listed
from mirrorball.terminal.ink import GOLD, NAME, QUIET, console, heading, width

DONE, PROBLEMS = 0, 2
SUFFIX = ".sqlite"
EVERY = 1.0  # seconds between two looks at a log that is followed
SIGNS: tuple[tuple[str, tuple[type[Event], ...]], ...] = (
    ("✎", (events.CorrectionAsked, events.MarkCorrected, events.CorrectionDeclined)),
    ("‖", (events.NightHeld,)),
    ("!", (events.TroubleReported,)),
)
_WEEK = re.compile(r"(?:rehearsal-)?week-(\d+)\b.*")
_NIGHT = re.compile(rf"week-(\d+)\{SUFFIX}")
_TURNED = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # would turn the rest of the line round

Entries = Callable[[Path], Sequence[Entry]]  # reads a whole log, while somebody writes it or not


class NoNight(Exception):
    """There is no log to read. Its text says what was looked for and what to do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to read: a season folder or a log, and which of its nights."""

    folder: Path
    week: int | None = None
    night: Path | None = None
    season: Path | None = None

    @property
    def file(self) -> Path:
        """The log. Raises ``NoNight``."""
        if self.season and not self.season.is_dir():
            message = f"There is no season folder {self.season}. Leave --season out to read the log without one."
            raise NoNight(message)
        if self.folder.suffix == SUFFIX:
            if self.folder.is_file():
                return self.folder
            message = f"There is no log {self.folder}. Give the season folder to read its latest night."
            raise NoNight(message)
        if not self.folder.is_dir():
            message = f"There is no folder {self.folder}. Give a season folder, or the {SUFFIX} file of a night."
            raise NoNight(message)
        return self._latest() if self.week is None else self._of_week(self.week)

    @property
    def season_folder(self) -> Path | None:
        """The folder whose rundown names the segments; None where only a log was given."""
        return self.season or (None if self.folder.suffix == SUFFIX else self.folder)

    @property
    def nights(self) -> Path:
        """The folder of the nights."""
        return self.night or nights_of(self.folder)

    def _latest(self) -> Path:
        there = _nights_in(self.nights)
        if there:
            return there[max(there)]
        looked = self.nights / f"week-NN{SUFFIX}"
        message = f"No night has begun: there is no {looked}. Begin one with: mirrorball serve {self.folder}"
        raise NoNight(message)

    def _of_week(self, number: int) -> Path:
        there = _nights_in(self.nights)
        if number in there:
            return there[number]
        looked = self.nights / f"week-{number:02}{SUFFIX}"
        others = f" There are nights of week {listed([str(n) for n in sorted(there)])}." if there else ""
        begin = f"Begin it with: mirrorball serve {self.folder} --week {number}"
        message = f"The night of week {number} has not begun: there is no {looked}.{others} {begin}"
        raise NoNight(message)


def nights_of(folder: Path) -> Path:
    """Where the nights of a season folder are kept: beside it."""
    named = folder if folder.name not in {"", ".."} else folder.resolve()
    return named.with_name(f"{named.name}-nights")


def log(
    asked: Asked, entries: Entries, *, as_json: bool, follow: bool, pause: Callable[[float], None] = time.sleep
) -> int:
    """Print a night, and go on as it grows where it is to be followed."""
    try:
        file = asked.file
        page = _Lines() if as_json else _page(asked, file)
        night = entries(file)
        page.opening(night)
        shown = _print(page, night, 0)
        while follow:
            pause(EVERY)
            shown = _print(page, entries(file), shown)
    except NoNight as nowhere:
        print(nowhere, file=sys.stderr)
        return PROBLEMS
    except Damaged as error:
        said = str(error)
        print(said if str(file) in said else f"{file}: {said}", file=sys.stderr)
        return PROBLEMS
    except OSError as error:
        print(f"{file} cannot be read: {error.strerror or error}", file=sys.stderr)
        return PROBLEMS
    return DONE


class _Lines:
    """Lines for programs, as the log itself writes them."""

    def opening(self, entries: Sequence[Entry]) -> None:
        """Nothing stands over them."""

    def entry(self, entry: Entry) -> None:
        print(encode(entry).decode())


class _Page:
    """Lines for people: wrapped at a terminal, one line an entry in a pipe."""

    def __init__(self, to: Console, title: str, beside: str, chronicle: Chronicle) -> None:
        self._to, self._title, self._beside = to, title, beside
        self._chronicle, self._day = chronicle, ""

    def opening(self, entries: Sequence[Entry]) -> None:
        heading(self._to, self._title, self._beside)
        if not entries:
            self._to.print("Nothing has happened yet.")

    def entry(self, entry: Entry) -> None:
        day, hour = _moment(entry.at)
        if day not in {"", self._day}:
            self._day = day
            self._to.print(Text(day, style=NAME))
        sign = next((sign for sign, marked in SIGNS if isinstance(entry.event, marked)), "")
        who, said = plain(entry.by) or NOT_KNOWN, plain(self._chronicle.sentence(entry.event))
        if self._to.is_terminal:
            self._wrapped(entry.position, hour, sign, who, said)
        else:
            print(f"{entry.position:>5}  {hour}  {sign or ' '}  {who}: {said}")

    def _wrapped(self, position: int, hour: str, sign: str, who: str, said: str) -> None:
        line = Table.grid(padding=(0, 2, 0, 0))
        line.add_column(justify="right", min_width=5, no_wrap=True, style=QUIET)
        line.add_column(no_wrap=True)
        line.add_column(min_width=1, no_wrap=True, style=GOLD)
        line.add_column()
        words = Text.assemble((f"{who}: ", QUIET), (said, GOLD if sign else ""))
        line.add_row(f"{position}", hour, sign, words)
        self._to.print(line, width=width(self._to))


def plain(text: str) -> str:
    """What people typed, in one line, without characters that would command a terminal or turn the line round."""
    return "".join(
        repr(letter)[1:-1] if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} or letter in _TURNED else letter
        for letter in text
    )


def _print(page: _Lines | _Page, entries: Sequence[Entry], shown: int) -> int:
    """Print what is new, and return how much is printed now."""
    for entry in entries[shown:]:
        page.entry(entry)
    sys.stdout.flush()
    return len(entries)


def _page(asked: Asked, file: Path) -> _Page:
    season = read(asked.season_folder).season if asked.season_folder else None
    named = _WEEK.fullmatch(file.name)
    number = int(named.group(1)) if named else asked.week or 0
    return _Page(console(), _title(season, number), str(file), Chronicle(season, number))


def _title(season: Season | None, number: int) -> str:
    night = f"week {number}" if number else "a night"
    return f"{plain(season.title)}, {night}" if season and season.title else night


def _nights_in(folder: Path) -> dict[int, Path]:
    """The logs of a folder by the week; rehearsals are not among them."""
    if not folder.is_dir():
        return {}
    return {int(found.group(1)): path for path in folder.iterdir() if (found := _NIGHT.fullmatch(path.name))}


def _moment(at: int) -> tuple[str, str]:
    """Day and time of day where this is read, to the second."""
    if not at:
        return "", "--:--:--"
    moment = datetime.fromtimestamp(at / 1000, UTC).astimezone()
    return f"{moment:%A} {moment.day} {moment:%B %Y}", f"{moment:%H:%M:%S}"
