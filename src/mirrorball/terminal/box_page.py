"""The page of ``mirrorball box``: a ballot box at a glance, and not for whom anybody voted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mirrorball import look
from mirrorball.box.anomalies import Anomaly
from mirrorball.box.arrivals import MINUTE, Arrivals, Numbers
from mirrorball.box.counting import Counted
from mirrorball.box.exclusion import Exclusion
from mirrorball.box.tally import Count
from mirrorball.core.votes import NotCounted
from mirrorball.sentences import clock_time, counted, listed, percent
from mirrorball.terminal.ink import GOLD, NAME, QUIET, heading, marked, said
from mirrorball.terminal.night_log import plain

BARS = " ▁▂▃▄▅▆▇█"
MOST_BARS = 60
SOME = look.TERMINAL["jeopardy"]
NO_VOTES = (
    "For whom the votes are is not shown: whoever knows it before it is told can give it away. "
    "--votes shows it to who may know."
)
COLUMNS = {
    "counted": None,
    "over limit": NotCounted.OVER_LIMIT,
    "replaced": NotCounted.REPLACED,
    "again": NotCounted.DUPLICATE,
    "late": NotCounted.LATE,
    "paid back": NotCounted.VOIDED,
    "excluded": NotCounted.EXCLUDED,
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """A rule that somebody signed, and the count of the voters it touches before and after it."""

    rule: Exclusion
    counts: tuple[Count, Count] | None

    def taken(self) -> dict[tuple[str, str], tuple[int, int]]:
        """The votes counted without and with the rule, by channel and star, where it changes them."""
        if self.counts is None:
            return {}
        before, after = self.counts
        cells = [(channel, star) for channel, star, why_not in before.fates if why_not is None]
        both = {(c, s): (before.counted(s, c), after.counted(s, c)) for c, s in cells}
        return {cell: votes for cell, votes in both.items() if votes[0] != votes[1]}

    def by_channel(self) -> dict[str, object]:
        """The same by channel, for programs."""
        taken: Counter[str] = Counter()
        for (channel, _), (before, after) in self.taken().items():
            taken[channel] += before - after
        return {"votes_left_out": dict(taken) if self.counts is not None else None}


class Page:
    """Prints a box."""

    def __init__(self, to: Console, folder: Path, box: Arrivals, whole: Counted) -> None:
        """Begin a page about this box."""
        self._to, self._folder, self._box, self._whole = to, folder, box, whole
        self._votes: dict[tuple[str, NotCounted | None], int] = Counter()
        for (channel, _, why_not), n in whole.count.fates.items():
            self._votes[channel, why_not] += n

    def print(self, odd: Sequence[Anomaly], weighed: Sequence[Weighed], *, votes: bool) -> None:
        """Print all of it, the votes by couple only where they are asked for."""
        self._opening()
        self._channels()
        self._minutes()
        self._files()
        if weighed:
            self._rules(weighed, votes=votes)
        self._odd(odd, votes=votes)
        if votes:
            self._couples()
        else:
            self._to.print()
            said(self._to, NO_VOTES, QUIET)

    def _opening(self) -> None:
        box, whole = self._box, self._whole
        heading(self._to, plain(box.rules.title), str(self._folder))
        until = f"closed {clock_time(box.ended_at)}" if box.closed else f"open; last block {clock_time(box.ended_at)}"
        blocks = sum(part.blocks for part in whole.parts)
        held = f"{counted(whole.count.ballots.total(), 'ballot')} in {counted(blocks, 'block')}"
        said(self._to, f"Opened {clock_time(box.opened_at)}, {until}. {held} of {counted(len(whole.parts), 'file')}.")

    def _channels(self) -> None:
        heading(self._to, "Votes by channel")
        shown = [
            name
            for name, why in COLUMNS.items()
            if why is None or any(self._votes.get((c.name, why)) for c in self._box.rules.channels)
        ]
        table = Table(box=None, padding=(0, 1), header_style=QUIET)
        table.add_column("")
        for head in ("ballots", *shown, "unread"):
            table.add_column(head, justify="right", no_wrap=True)
        for channel in self._box.rules.channels:
            votes = [f"{self._votes.get((channel.name, COLUMNS[name]), 0):,}" for name in shown]
            ballots, unread = self._whole.count.ballots[channel.name], self._whole.unread[channel.name]
            table.add_row(Text(plain(channel.name), style=NAME), f"{ballots:,}", *votes, f"{unread:,}")
        self._to.print(table)

    def _minutes(self) -> None:
        minutes = self._box.a_minute()
        each, rows = _binned(minutes)
        heading(self._to, "Ballots over time", "a bar a minute" if each == 1 else f"a bar for {each} minutes")
        table = Table(box=None, padding=(0, 1), show_header=False)
        for style in (NAME, "", QUIET):
            table.add_column(style=style, no_wrap=True)
        for nth, channel in enumerate(self._box.rules.channels):
            name = plain(channel.name)
            if minutes[nth].any():
                peak = int(minutes[nth].argmax())
                at = clock_time(self._box.opened_at + peak * MINUTE)
                most = f"most {int(minutes[nth][peak]):,} a minute, from {at}"
                table.add_row(name, bars(rows[nth]), most)
            else:
                table.add_row(name, "", "none")
        self._to.print(table)

    def _files(self) -> None:
        heading(self._to, "Files")
        table = Table(box=None, padding=(0, 1), header_style=QUIET)
        for head, justify in (
            ("", "left"),
            ("blocks", "right"),
            ("ballots", "right"),
            ("opened", "left"),
            ("closed", "left"),
            ("last block", "left"),
        ):
            table.add_column(head, justify=justify, no_wrap=True)  # type: ignore[arg-type]  # rich knows these words
        for part in self._whole.parts:
            times = [clock_time(at) if at is not None else "not" for at in (part.opened_at, part.closed_at)]
            last = clock_time(part.last_at) if part.blocks else "none"
            table.add_row(plain(part.path.name), f"{part.blocks:,}", f"{part.ballots:,}", *times, last)
        self._to.print(table)

    def _rules(self, weighed: Sequence[Weighed], *, votes: bool) -> None:
        heading(self._to, "Rules that leave ballots out")
        for one in weighed:
            names = listed([plain(name) for name in one.rule.by])
            state = f"in force, signed by {names}" if one.rule.in_force else f"waits for a second person beside {names}"
            marked(
                self._to,
                "●" if one.rule.in_force else "○",
                GOLD,
                f"{plain(one.rule.reason)}: {meant(one.rule)}; {state}.",
            )
            if one.counts is None:
                said(self._to, "It touches more voters than can be weighed here.", QUIET)
                continue
            taken = one.taken()
            for channel in dict.fromkeys(channel for channel, _ in taken):
                out = sum(before - after for (of, _), (before, after) in taken.items() if of == channel)
                self._before_and_after(channel, out, in_force=one.rule.in_force)
            if not taken:
                said(self._to, "It changes no vote that counts.", QUIET)
            for (channel, star), (before, after) in taken.items() if votes else ():
                said(self._to, f"{star} by {channel}: {after - before:+,} votes.", indent=4)

    def _before_and_after(self, channel: str, out: int, *, in_force: bool) -> None:
        now = self._votes.get((channel, None), 0)
        before, after = (now + out, now) if in_force else (now, now - out)
        said(self._to, f"By {plain(channel)} {before:,} votes count without it, {after:,} with it.", QUIET)

    def _odd(self, odd: Sequence[Anomaly], *, votes: bool) -> None:
        heading(self._to, "What looks odd")
        if not odd:
            said(self._to, "Nothing.")
        for one in odd:
            marked(self._to, "!", f"bold {SOME}", plain(one.sentence))
            if votes and one.by_couple:
                said(self._to, one.by_couple)
        if odd:
            said(self._to, "All of it counts as it is. Two people can sign a rule that leaves ballots out.", QUIET)

    def _couples(self) -> None:
        heading(self._to, "Votes by couple", "not to be passed on before they are told")
        channels = [channel.name for channel in self._box.rules.channels]
        table = Table(box=None, padding=(0, 1), header_style=QUIET)
        table.add_column("")
        for head in (*channels, "all", "share"):
            table.add_column(plain(head), justify="right", no_wrap=True)
        whole = sum(self._votes.get((name, None), 0) for name in channels)
        for choice in self._box.rules.choices:
            cast = [self._whole.count.counted(choice.star, name) for name in channels]
            share = percent(Fraction(sum(cast), whole or 1))
            table.add_row(Text(plain(choice.star), style=NAME), *(f"{n:,}" for n in cast), f"{sum(cast):,}", share)
        self._to.print(table)


def bars(counts: Sequence[int] | Numbers) -> str:
    """A row of bars; zero has none, and anything else is seen."""
    most = max(counts)
    return "".join(BARS[0 if not n else max(1, round(8 * int(n) / int(most)))] for n in counts)


def meant(rule: Exclusion) -> str:
    """Which ballots a rule leaves out, in words."""
    parts = [f"by {plain(rule.channel)}" if rule.channel is not None else "by any channel"]
    if rule.voters is not None:
        parts.append(f"of {counted(len(rule.voters), 'voter')}")
    if rule.from_at is not None:
        parts.append(f"from {clock_time(rule.from_at)}")
    if rule.until_at is not None:
        parts.append(f"until {clock_time(rule.until_at)}")
    return f"all ballots {' '.join(parts)}"


def _binned(minutes: Numbers) -> tuple[int, Numbers]:
    """How many minutes a bar stands for, and the bars of each channel."""
    each = -(-minutes.shape[1] // MOST_BARS)
    return each, np.add.reduceat(minutes, np.arange(0, minutes.shape[1], each), axis=1)
