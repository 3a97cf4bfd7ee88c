"""``mirrorball loss``: how many lost votes each decision of a week bears, and what those that may be lost could change.

It is for the scrutineer: it tells what came of the votes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from mirrorball.core.apply import apply
from mirrorball.core.book import Combine
from mirrorball.core.loss import Margin
from mirrorball.core.outcome import rules_of
from mirrorball.core.season import Season
from mirrorball.core.show import Show, open_night
from mirrorball.floor.ballot_rules import USUAL_CHANNELS
from mirrorball.floor.certificate import Certificate, certificate, lost_votes
from mirrorball.log.port import Damaged, Entry
from mirrorball.season.check import Report
from mirrorball.season.problems import Severity
from mirrorball.season.read import read
from mirrorball.season.trade import trade
from mirrorball.sentences import decision_named, listed, what_a_decision_bears
from mirrorball.terminal.ink import console, heading, said
from mirrorball.terminal.night_log import Entries
from mirrorball.terminal.report import problems_in_brief

DONE, PROBLEMS = 0, 2


class NoCertificate(Exception):
    """There is none. Its text is sentences, a line each, that say why and what to do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which week of which season folder. ``night`` is the log of a night whose sealed tally holds instead of votes.csv.

    ``lost`` are the texts behind ``--lost``, such as ``text message=8000``.
    """

    folder: Path
    week: int
    entries: Entries
    lost: Sequence[str] = ()
    night: Path | None = None
    as_json: bool = False


def loss(asked: Asked) -> int:
    """Print the certificate. The exit code is 2 where there is none."""
    try:
        show = _show(asked)
        lost = _lost(asked.lost, _channels(show))
        found = _certificate(show, asked.night)
    except (NoCertificate, Damaged) as problem:
        print(problem, file=sys.stderr)
        return PROBLEMS
    except OSError as error:
        where = error.filename or asked.night or asked.folder
        print(f"{where} cannot be read: {error.strerror or error}", file=sys.stderr)
        return PROBLEMS
    if asked.as_json:
        print(json.dumps(_json(asked, found, lost), indent=2, ensure_ascii=False))
    else:
        _page(asked, show.season, found, lost)
    return DONE


def _show(asked: Asked) -> Show:
    """The week as it was recorded, or as its night stands. Raises ``NoCertificate``, ``Damaged`` and ``OSError``."""
    folder = read(asked.folder)
    found = Report(folder, (*folder.problems, *trade(folder)), ())
    if found.of(Severity.PROBLEM):
        raise NoCertificate(problems_in_brief(found))
    numbers = [week.number for week in folder.season.weeks]
    if asked.week not in numbers:
        known = ", ".join(map(str, numbers)) or "none"
        message = f"{asked.folder} has no week {asked.week}. Its weeks are: {known}."
        raise NoCertificate(message)
    if asked.night is None:
        return Show(folder.season, asked.week)
    if not asked.night.is_file():
        message = f"There is no log {asked.night}. Leave --night out to go by the votes that the folder records."
        raise NoCertificate(message)
    return _night(asked.night, asked.entries(asked.night), open_night(folder.season, asked.week))


def _night(log: Path, entries: Sequence[Entry], opened: Show) -> Show:
    """The night as its log leaves it. Raises ``NoCertificate``."""
    elsewhere = f"{log} is not the log of week {opened.number} of this season. Name that one."
    try:
        show = reduce(apply, (entry.event for entry in entries), opened)
    except KeyError as unknown:
        raise NoCertificate(elsewhere) from unknown
    if show.tally is None:
        message = f"{log} holds no sealed tally yet. Seal the count at the desk first."
        raise NoCertificate(message)
    if not show.tally.counted.keys() <= set(show.season.field(show.number)):
        raise NoCertificate(elsewhere)
    return show


def _certificate(show: Show, night: Path | None) -> Certificate:
    found = certificate(show)
    if isinstance(found, str):
        instead = "" if night else " Add what is missing to the folder, or name the log of its night with --night."
        asks_none = rules_of(show.week).combine is Combine.MARKS
        raise NoCertificate(found if asks_none else found + instead)
    return found


def _channels(show: Show) -> tuple[str, ...]:
    """The channels by which votes can be lost: those of the vote, and those by which votes of the week are recorded."""
    recorded = (row.channel for row in show.season.votes if row.week == show.number and row.channel)
    planned = (channel.name for channel in show.season.channels or USUAL_CHANNELS)
    return tuple(dict.fromkeys([*planned, *recorded]))


def _lost(texts: Sequence[str], channels: Sequence[str]) -> dict[str, int]:
    """Lost votes by channel. Raises ``NoCertificate`` with all that is wrong."""
    lost: dict[str, int] = {}
    wrong = []
    there = f"{'is only' if len(channels) == 1 else 'are'} {listed(channels)}"
    for text in texts:
        name, _, number = text.rpartition("=")
        channel, votes = name.strip(), lost_votes(number)
        if not channel or votes is None:
            wrong.append(f'--lost: found {text}, expected a channel and a whole number, such as "{channels[0]}=8000".')
        elif channel not in channels:
            wrong.append(f"--lost: found the channel {channel}; there {there}. Correct its name.")
        elif channel in lost:
            wrong.append(f"--lost: found {channel} twice, expected each channel once. Add the two numbers.")
        else:
            lost[channel] = votes
    if wrong:
        raise NoCertificate("\n".join(wrong))
    return lost


def _page(asked: Asked, season: Season, found: Certificate, lost: Mapping[str, int]) -> None:
    to = console()
    heading(to, f"What lost votes could change in week {asked.week}", str(asked.night or season.title))
    for sentence in found.sentences:
        said(to, sentence)
    told = found.against(lost)
    if told:
        heading(to, "What may be lost")
    for sentence in told:
        said(to, sentence)


def _json(asked: Asked, found: Certificate, lost: Mapping[str, int]) -> dict[str, object]:
    """The same for programs."""
    return {
        "folder": str(asked.folder),
        "week": asked.week,
        "night": None if asked.night is None else str(asked.night),
        "votes": dict(found.votes),
        "decisions": [_decision(margin, lost) for margin in found.margins],
        "lost": dict(lost),
        "sentences": list(found.against(lost)),
    }


def _decision(margin: Margin, lost: Mapping[str, int]) -> dict[str, object]:
    return {
        "decision": decision_named(margin),
        "groups": [list(group) for group in margin.groups],
        "least": margin.least,
        "added": dict(margin.added),
        "ahead": margin.ahead,
        "behind": margin.behind,
        "changed_by": [channel for channel, votes in lost.items() if margin.can_change(votes)],
        "changed_by_all": margin.can_change(sum(lost.values())),
        "sentence": what_a_decision_bears(margin),
    }
