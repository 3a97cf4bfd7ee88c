"""``mirrorball recap``: the look back at a season as a site, from its folder or from a night's log; and its check."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from mirrorball.core.events import Event
from mirrorball.core.season import Season
from mirrorball.log.port import Damaged
from mirrorball.recap import site
from mirrorball.recap.shown import so_far
from mirrorball.recap.story import Story, story
from mirrorball.recap.told import OtherNight, night, told, told_through, votes_told, week_sealed
from mirrorball.recap.vouch import Doubt, vouch
from mirrorball.season.placing import beside, put
from mirrorball.season.possible import verdict_on
from mirrorball.sentences import counted
from mirrorball.terminal.ink import GOLD, NAME, QUIET, console, marked, said, watched
from mirrorball.terminal.night_log import SUFFIX, Entries
from mirrorball.terminal.usable import NotTold, season_of

DONE, PROBLEMS = 0, 2
FIRST = "index.html"
KB = 1000
SHOWN = 50  # doubts that are printed one by one
_REHEARSAL = "rehearsal-"
_WEEK = re.compile(rf"(?:{_REHEARSAL})?week-(\d+)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody typed, and what ``main`` picks: where cut typefaces lie, and how a log is read.

    ``source`` is a season folder, or the log of a night; then ``season`` is its folder, and ``week`` may say which.
    """

    source: Path
    out: Path
    cache: Path
    entries: Entries
    at: str = ""
    votes: bool = False
    check: bool = False
    season: Path | None = None
    week: int | None = None


def recap(asked: Asked) -> int:
    """Write the site and have it checked, or only check it. The exit code is 2 if anything is doubtful."""
    try:
        found = _story(asked)
        return _checked(console(), asked, found) if asked.check else _written(console(), asked, found)
    except (NotTold, Damaged) as why:
        print(why, file=sys.stderr)
    except OSError as error:
        print(f"{error.filename or asked.out}: {error.strerror or error}.", file=sys.stderr)
    return PROBLEMS


# What is told.


def story_of(season: Season) -> Story:
    """A season told, with a bar over the weeks where somebody waits."""
    return story(season, [verdict_on(season, week) for week in watched(season.weeks)])


def _story(asked: Asked) -> Story:
    if asked.source.suffix == SUFFIX:
        return story_of(_of_log(asked))
    if asked.season is not None:
        message = f"--season goes with the {SUFFIX} file of a night. {asked.source} is none: leave --season out."
        raise NotTold(message)
    season = season_of(asked.source)
    votes = votes_told(season, told_through(season)) if asked.votes else ()
    return story_of(replace(season, votes=votes))


def _of_log(asked: Asked) -> Season:
    """The season as far as a night has told it."""
    if asked.season is None:
        message = f"A log holds no cast. Name its season folder: mirrorball recap {asked.source} --season DIR -o SITE"
        raise NotTold(message)
    if not asked.source.is_file():
        message = f"There is no log {asked.source}. Give the {SUFFIX} file of a night, or a season folder."
        raise NotTold(message)
    season = season_of(asked.season)
    happened = [entry.event for entry in asked.entries(asked.source)]
    number = _week(asked, season, happened)
    if asked.source.name.startswith(_REHEARSAL):
        print(f"{asked.source.name} is the log of a rehearsal: its votes were drawn.", file=sys.stderr)
    try:
        show = night(season, number, happened)
    except OtherNight as why:
        other = f"{asked.source} is not the log of week {number} of {asked.season}"
        message = f"{other}: {why}. Name the right folder, or the week with --week."
        raise NotTold(message) from why
    return told(show, votes=asked.votes, planned=season.week(number))


def _week(asked: Asked, season: Season, happened: Sequence[Event]) -> int:
    """Which week a log is of: as somebody says, as its name says, as the hash of its result says, or the only one."""
    numbers = [week.number for week in season.weeks]
    named = _WEEK.match(asked.source.name)
    by_name = int(named.group(1)) if named else None
    number = next((n for n in (asked.week, by_name, week_sealed(season, happened)) if n is not None), None)
    if number is None and len(numbers) == 1:
        return numbers[0]
    known = ", ".join(map(str, numbers)) or "none"
    if number is None:
        message = f"Which week {asked.source} is of cannot be told from its name. Say so with --week: {known}."
        raise NotTold(message)
    if number not in numbers:
        message = f"{asked.season} has no week {number}. Its weeks are: {known}."
        raise NotTold(message)
    return number


# The site.


def _written(to: Console, asked: Asked, found: Story) -> int:
    """Write the site beside its place, check it there, and move it to its place only if nothing in it is doubtful."""
    options = site.Options(cache=asked.cache, folder=asked.season or asked.source, at=asked.at)
    try:
        site.refuse(asked.out)
        with beside(asked.out) as made:
            built = site.build(found, made, options)
            doubts = vouch(made, so_far(found))
            if doubts:
                aside = _aside(asked.out)
                shutil.copytree(made, aside)
                print(f"The site was kept aside in {aside}; {asked.out} is as it was.", file=sys.stderr)
                return _doubted(doubts)
            put(made, asked.out)
    except site.NotOurs as why:
        raise NotTold(str(why)) from why
    size = f"{built.bytes / KB:,.0f} kB"
    marked(to, "✓", GOLD, Text(f"{asked.out}: {counted(built.files, 'file')}, {size}", style=NAME))
    for remark in built.remarks:
        said(to, remark, QUIET)
    said(to, f"Open {asked.out / FIRST}")
    _vouched(to)
    return DONE


def _aside(out: Path) -> Path:
    """Where a doubtful site is kept: beside its place, under a name that says so, in place of an older one."""
    place = out.resolve().with_name(f"{out.resolve().name}-doubted")
    shutil.rmtree(place, ignore_errors=True)
    return place if not place.exists() else place.with_name(f"{place.name}-{os.getpid()}")


def _checked(to: Console, asked: Asked, found: Story) -> int:
    """Hold the pages that are there against the season."""
    if not (asked.out / FIRST).is_file():
        message = f"There is no site in {asked.out}: it holds no {FIRST}. Write it by leaving --check out."
        raise NotTold(message)
    doubts = vouch(asked.out, so_far(found))
    if doubts:
        return _doubted(doubts)
    marked(to, "✓", GOLD, Text(f"{asked.out}", style=NAME))
    _vouched(to)
    return DONE


def _vouched(to: Console) -> None:
    said(to, "Checked: every number and every name on its pages stands in the season, or follows from it.")


def _doubted(doubts: Sequence[Doubt]) -> int:
    for doubt in doubts[:SHOWN]:
        print(doubt.why, file=sys.stderr)
    more = f" The first {SHOWN} are told." if len(doubts) > SHOWN else ""
    print(f"{counted(len(doubts), 'doubt')}: these pages do not say what the season says.{more}", file=sys.stderr)
    return PROBLEMS
