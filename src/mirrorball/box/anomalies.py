"""What looks odd in a box, for the scrutineer to judge. Nothing is left out of the count because of it.

Each test is stated with its sentence's function. They are made so that an honest crowd sets off none of them in a
million nights, also one that comes in waves, and so that a difference that is real and small is not told. Voters are
HMACs here, so numbers or addresses in sequence cannot be seen; what can be seen of a machine is that it keeps time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from math import inf, lgamma, log, log1p, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirrorball.box.arrivals import Arrivals, Names, Numbers
from mirrorball.box.exclusion import Exclusion
from mirrorball.core.channel import Way

SECOND = 1000  # milliseconds
ONE_IN_A_MILLION = log(1e-6)
SURE = 8  # standard deviations; an honest crowd is not that far off in a million nights
FEW = 30  # ballots, seconds or voters below which nothing is said
MANY_IN_A_SECOND, TIMES = 50, 5
AROUND, BESIDE = 10, 1  # seconds on either side of one that it is compared with, and those next to it that are not
FAR_APART = 0.10  # of the votes; a smaller difference between channels is taste, not trouble
HARDLY_ANY = 0.999  # of the voters of a channel sent fewer ballots than what is called much
TEN_TIMES = 10
KEEPS_TIME, BALLOTS_IN_TIME = 0.1, 20  # deviation of the pauses by their mean; ballots of one voter
PERIODS = (100, 200, 250, 500, 1000, 2000, 5000)  # milliseconds that somebody would write into a script
QUIET_FOR, MANY_BESIDE = 60 * SECOND, 100  # after which, beside how many voters, a channel with no ballot is told
STANDS_STILL = 5  # blocks with one and the same time
APART = 2 * SECOND  # between the markers of two files of a box
MOST_TOLD = 10  # of one kind on one channel


class Oddity(Enum):
    """What kind of thing looks odd."""

    SILENT = "a channel was silent"
    OFF_TREND = "a channel votes unlike the others"
    VOTER = "voters with very many ballots"
    SECOND = "a second with very many ballots"
    REGULAR = "ballots that keep time like a machine"
    BOX_SILENT = "an intake was silent"
    CLOCK = "a clock jumped"
    DAMAGE = "damage"


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something that looks odd. ``channel`` is empty where it is about none.

    ``ballots`` are how many it is about. ``exclusion`` is a rule that would leave them out, which two people would have
    to sign. ``by_couple`` tells for whom the votes were, for who may see that; the sentence never does.
    """

    kind: Oddity
    channel: str
    sentence: str
    ballots: int
    exclusion: Exclusion | None = None
    by_couple: str = ""


Clock = Callable[[int], str]  # a moment in milliseconds since 1970, as a person reads it


def anomalies(box: Arrivals, clock: Clock) -> tuple[Anomaly, ...]:
    """All that looks odd in a box, the gravest kinds first."""
    look = _Look(box, clock)
    found: list[Anomaly] = []
    for test in (_damage, _clocks, _silent_channels, _silent_files, _off_trend, _voters, _seconds, _regular, _in_time):
        found += test(look)
    return tuple(found)


class _Look:
    """A box with what several tests need, worked out once."""

    def __init__(self, box: Arrivals, clock: Clock) -> None:
        self.box, self.clock = box, clock
        mixed = box.voter[:, 0] + box.channel.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        self.by_voter = np.argsort(mixed, kind="stable")  # one voter on one channel together, each in order of time
        turns = np.flatnonzero(np.diff(mixed[self.by_voter]) != 0) + 1
        self.begins = np.concatenate([np.zeros(min(1, len(mixed)), np.int64), turns])
        self.ballots_of = np.diff(np.concatenate([self.begins, [len(mixed)]]))
        self.firsts = np.zeros(len(mixed), np.bool_)  # the first ballot of each voter: what a flood adds only once
        self.firsts[self.by_voter[self.begins]] = True
        self.channel_of = box.channel[self.by_voter[self.begins]]

    def name(self, channel: int) -> str:
        return self.box.rules.channels[channel].name

    def names(self, voters: NDArray[Any]) -> frozenset[bytes]:
        """The names of voters by where they stand in ``begins``."""
        halves: Names = self.box.voter[self.by_voter[self.begins[voters]]]
        return frozenset(bytes(row.tobytes()) for row in halves)


def _damage(look: _Look) -> Iterator[Anomaly]:
    """Bytes that are no block. The end of a file that was being written when the power went is no damage."""
    for path, damage in look.box.damages:
        where = f"{path.name}: block {damage.number}, {damage.size:,} bytes from byte {damage.offset:,}"
        said = "was cut while it was being written; nobody was told that it was kept" if damage.cut else "is damaged"
        yield Anomaly(Oddity.DAMAGE, "", f"{where}, {said}.", 0)


def _clocks(look: _Look) -> Iterator[Anomaly]:
    """Blocks that begin before the block in front of them, or many at one time; files whose markers disagree."""
    for part, times in zip(look.box.parts, look.box.blocks_at, strict=True):
        back = np.flatnonzero(np.diff(times) < 0)
        for at in back[:MOST_TOLD]:
            far = (times[at] - times[at + 1]) / SECOND
            said = f"{part.path.name}: the clock went back by {far:,.1f} s after {look.clock(int(times[at]))}."
            yield Anomaly(Oddity.CLOCK, "", said, 0)
        changes = np.concatenate([[0], np.flatnonzero(np.diff(times)) + 1, [len(times)]])
        for begin, run in zip(changes[:-1], np.diff(changes), strict=True):
            if run >= STANDS_STILL:
                stood = f"{part.path.name}: {run} blocks in a row begin at {look.clock(int(times[begin]))}"
                yield Anomaly(Oddity.CLOCK, "", f"{stood}, to the millisecond; the clock had gone back, or stood.", 0)
    closed = [(part.closed_at, part.path.name) for part in look.box.parts if part.closed_at is not None]
    if closed and max(closed)[0] - min(closed)[0] > APART:
        (first, early), (last, late) = min(closed), max(closed)
        said = f"{late} closed {(last - first) / SECOND:,.1f} s after {early}; one of their clocks is wrong."
        yield Anomaly(Oddity.CLOCK, "", said, 0)


def _silent_channels(look: _Look) -> Iterator[Anomaly]:
    """No ballot by a channel for so long that chance leaves one in a million, by its own pace and by the others'."""
    box = look.box
    for nth, channel in enumerate(box.rules.channels):
        if channel.way in {Way.PAPER, Way.DONATION}:  # these may well have nothing for an hour
            continue
        mine = box.channel == nth
        others = int((look.firsts & ~mine).sum())
        if not mine.any():
            if others >= MANY_BESIDE and box.ended_at - box.opened_at >= QUIET_FOR:
                said = f"No ballot has come by {channel.name} since the window opened, and {others:,} voters by others."
                yield Anomaly(Oddity.SILENT, channel.name, said, 0)
            continue
        for since, until, beside in _silences(look, mine, box.opened_at, box.ended_at):
            said = f"No ballot came by {channel.name} from {look.clock(since)} to {look.clock(until)}"
            yield Anomaly(Oddity.SILENT, channel.name, f"{said}, while {beside:,} voters came by others.", 0)


def _silent_files(look: _Look) -> Iterator[Anomaly]:
    """The same of a file; and a file that just ends, although the window was closed."""
    box = look.box
    for nth, part in enumerate(box.parts):
        begun = part.opened_at if part.opened_at is not None else box.opened_at
        mine = box.part == nth
        silences = list(_silences(look, mine, begun, box.ended_at)) if mine.any() else []
        for since, until, beside in silences:
            said = f"{part.path.name} took no ballot from {look.clock(since)} to {look.clock(until)}"
            yield Anomaly(Oddity.BOX_SILENT, "", f"{said}, while {beside:,} voters came to others.", 0)
        began = part.opened_at is not None or part.ballots
        if box.closed and part.closed_at is None and began and not silences:
            ended = f"{part.path.name} ends at {look.clock(part.last_at)} without a close"
            yield Anomaly(Oddity.BOX_SILENT, "", f"{ended}: its intake was stopped. What it had kept is there.", 0)


def _silences(look: _Look, mine: NDArray[np.bool_], begun: int, ended: int) -> Iterator[tuple[int, int, int]]:
    """Pauses that are too long: from when, until when, and how many voters came elsewhere meanwhile.

    With ``k`` different seconds in which something came, spread by chance over ``t`` seconds, one of the ``k + 1``
    pauses is ``g`` or longer with a chance of at most ``(k + 1) (1 - g/t)^k``; and ``m`` or more of ``n`` others fall
    into one with at most ``(k + 1) C(n-m+k, k) / C(n+k, k)``. Both have to be under one in a million.
    """
    at = look.box.at[mine]
    k, whole = len(np.unique(at // SECOND)), ended - begun
    elsewhere = np.cumsum(look.firsts & ~mine)
    n = int(elsewhere[-1])
    edges = np.concatenate([[begun], at, [ended]])
    before = int(np.searchsorted(look.box.at, begun))
    passed = np.concatenate([[elsewhere[before - 1] if before else 0], elsewhere[mine], [n]])
    pauses = np.diff(edges)
    for longest in np.argsort(pauses, kind="stable")[::-1][:MOST_TOLD]:
        g, m = int(pauses[longest]), int(passed[longest + 1] - passed[longest])
        by_pace = k * log1p(-g / whole) if g < whole else -inf
        by_others = lgamma(n - m + k + 1) - lgamma(n - m + 1) - lgamma(n + k + 1) + lgamma(n + 1)
        if max(by_pace, by_others) + log(k + 1) < ONE_IN_A_MILLION:
            yield int(edges[longest]), int(edges[longest + 1]), m


def _off_trend(look: _Look) -> Iterator[Anomaly]:
    """The share of a couple on one channel, against all others: far apart, and further than chance takes voters.

    A voter with many votes is one voter: ``sum(w)^2 / sum(w^2)`` voters with ``w`` votes each tell as much as so many
    with one. The channel that is furthest off is told, and the others are then compared without it.
    """
    box = look.box
    of_voter = np.add.reduceat(box.votes[look.by_voter], look.begins) if len(look.begins) else box.votes
    left = list(range(len(box.rules.channels)))
    while len(left) > 1:
        found = [off for nth in left if (off := _off(look, of_voter, nth, [other for other in left if other != nth]))]
        if not found:
            return
        _, nth, told = max(found, key=lambda off: off[0])
        left.remove(nth)
        yield told


def _off(
    look: _Look, of_voter: Numbers, nth: int, beside: list[int]
) -> tuple[tuple[float, float], int, Anomaly] | None:
    """How far off a channel is (in shares; at equal ones the channel with fewer voters goes first), or None."""
    box = look.box
    here, there = box.by_couple[nth], box.by_couple[beside].sum(axis=0)
    a, b = _worth(of_voter[look.channel_of == nth]), _worth(of_voter[np.isin(look.channel_of, beside)])
    if min(a, b) < FEW:
        return None
    share, others = here / here.sum(), there / there.sum()
    couple = int(np.argmax(np.abs(share - others)))
    apart = abs(float(share[couple] - others[couple]))
    p = float(share[couple] * a + others[couple] * b) / (a + b)
    if apart < FAR_APART or apart <= SURE * sqrt(p * (1 - p) * (1 / a + 1 / b)):
        return None
    name, ballots = look.name(nth), int((box.channel == nth).sum())
    said = f"Votes by {name} fall on the couples unlike those by other channels"
    told = f"{box.rules.stars[couple]}: {share[couple]:.1%} by {name}, {others[couple]:.1%} by others."
    sentence = f"{said}: the share of one couple is {apart * 100:.0f} points apart, which chance does not do."
    return (apart, -a), nth, Anomaly(Oddity.OFF_TREND, name, sentence, ballots, by_couple=told)


def _worth(votes: Numbers) -> float:
    """How many voters with one vote each tell as much."""
    squares = float((votes.astype(np.float64) ** 2).sum())
    return float(votes.sum()) ** 2 / squares if squares else 0.0


def _voters(look: _Look) -> Iterator[Anomaly]:
    """Voters who sent at least 30 ballots, and ten times what all but one in a thousand on their channel sent."""
    for nth in range(len(look.box.rules.channels)):
        here = np.flatnonzero(look.channel_of == nth)
        if not len(here):
            continue
        sent = look.ballots_of[here]
        much = max(FEW, TEN_TIMES * float(np.quantile(sent, HARDLY_ANY, method="lower")))
        many = here[sent >= much]
        if len(many):
            ballots, most, name = int(look.ballots_of[many].sum()), int(look.ballots_of[many].max()), look.name(nth)
            who = "One voter" if len(many) == 1 else f"{len(many):,} voters"
            said = f"{who} sent {ballots:,} ballots by {name}"
            said += "" if len(many) == 1 else f", up to {most:,} each"
            rule = Exclusion(name, look.names(many), None, None, f"{who} with up to {most:,} ballots each")
            yield Anomaly(Oddity.VOTER, name, f"{said}. The limit holds for each of them as for all.", ballots, rule)


def _seconds(look: _Look) -> Iterator[Anomaly]:
    """A second with 50 ballots or more, and five times as many as around it and as its channel's usual one."""
    box = look.box
    if not len(box.at):
        return
    begun = int(box.at[0]) // SECOND * SECOND
    for nth in range(len(box.rules.channels)):
        counts = np.bincount((box.at[box.channel == nth] - begun) // SECOND)
        if not counts.any():
            continue
        reach = np.ones(2 * AROUND + 1)
        reach[AROUND - BESIDE : AROUND + BESIDE + 1] = 0
        around = np.convolve(counts, reach)[AROUND : AROUND + len(counts)]
        there = np.convolve(np.ones(len(counts)), reach)[AROUND : AROUND + len(counts)]
        usual = np.maximum(np.maximum(around / np.maximum(there, 1), 1), np.median(counts[counts > 0]))
        odd = np.flatnonzero((counts >= MANY_IN_A_SECOND) & (counts >= TIMES * usual))
        runs = np.split(odd, np.flatnonzero(np.diff(odd) > 1) + 1) if len(odd) else []
        for run in sorted(runs, key=lambda these: int(counts[these].sum()), reverse=True)[:MOST_TOLD]:
            since, until, name = begun + int(run[0]) * SECOND, begun + int(run[-1] + 1) * SECOND, look.name(nth)
            n = int(counts[run].sum())
            lasted = "one second" if len(run) == 1 else f"{len(run)} seconds"
            said = f"{n:,} ballots came by {name} within {lasted} from {look.clock(since)}"
            rule = Exclusion(name, None, since, until, f"{n:,} ballots in {lasted}")
            near = f"{usual[run].max():,.0f} a second were usual near it"
            yield Anomaly(Oddity.SECOND, name, f"{said}, and {near}.", n, rule)


def _regular(look: _Look) -> Iterator[Anomaly]:
    """Ballots by the page at one and the same moment of every second (or half, or five): more than chance puts there.

    Where ballots come in nearly every millisecond of the window, nothing can be seen this way.
    """
    box = look.box
    for nth, channel in enumerate(box.rules.channels):
        if channel.way is not Way.PAGE:  # a relay brings what it gathered when its own clock says so
            continue
        moments = np.unique(box.at[box.channel == nth])
        for period in PERIODS:
            here = np.bincount(moments % period, minlength=period)
            usual = len(moments) / period
            extra = float(here.max()) - usual
            if extra >= FEW and extra > SURE * sqrt(usual):
                said = f"About {extra:,.0f} ballots by {channel.name} keep a beat of {period / SECOND:g} s"
                yield Anomaly(
                    Oddity.REGULAR, channel.name, f"{said} to the millisecond, as a machine does.", int(extra)
                )
                break


def _in_time(look: _Look) -> Iterator[Anomaly]:
    """Voters with 20 ballots or more whose pauses are all alike, within a tenth."""
    at, begins = look.box.at[look.by_voter], look.begins
    for nth in range(len(look.box.rules.channels)):
        many = np.flatnonzero((look.ballots_of >= BALLOTS_IN_TIME) & (look.channel_of == nth))
        steady = [
            voter for voter in many if _steady(np.diff(at[begins[voter] : begins[voter] + look.ballots_of[voter]]))
        ]
        if steady:
            of, name = np.array(steady), look.name(nth)
            ballots = int(look.ballots_of[of].sum())
            who = "One voter" if len(of) == 1 else f"{len(of):,} voters"
            rule = Exclusion(name, look.names(of), None, None, f"{who} with ballots in even pauses")
            said = f"{who} sent {ballots:,} ballots by {name} in even pauses, as a machine does."
            yield Anomaly(Oddity.REGULAR, name, said, ballots, rule)


def _steady(pauses: Numbers) -> bool:
    """Whether pauses are alike. No pause at all is one message sent twice, or a relay's batch."""
    mean = float(pauses.mean())
    return mean >= 1 and float(pauses.std()) <= KEEPS_TIME * mean
