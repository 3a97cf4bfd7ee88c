"""When ballots came: a box of any size as columns, for looking at it as a whole. Nothing is counted here.

A ballot takes about forty bytes of memory here, ten million of them some 400 MB.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mirrorball.box.ballot import When
from mirrorball.box.block import ID_BYTES, VOTER_BYTES, Block, Damage, Kind
from mirrorball.box.contents import NoBox, Part, Reading, entries, files, misfit, rules_of, without_rules
from mirrorball.box.rules import Rules

MINUTE = 60_000  # milliseconds

Numbers = NDArray[np.int64]
Names = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The ballots of a box that lie between its markers, in order of time.

    Each column has an entry a ballot: ``at`` in milliseconds since 1970, ``channel`` and ``part`` by where they stand
    in ``rules`` and ``parts``, the two halves of ``voter``, and how many ``votes`` are on it, counted or not.
    ``by_couple`` holds the votes of each channel (row) and couple (column). ``blocks_at`` holds for each file the times
    of its blocks, in the order in which they stand.
    """

    rules: Rules
    parts: tuple[Part, ...]
    damages: tuple[tuple[Path, Damage], ...]
    at: Numbers
    channel: NDArray[np.uint8]
    part: NDArray[np.uint16]
    voter: Names
    votes: Numbers
    by_couple: Numbers
    blocks_at: tuple[Numbers, ...]

    @property
    def opened_at(self) -> int:
        """When the window opened, by the first marker; if no marker is whole, when the first ballot came."""
        opened = [part.opened_at for part in self.parts if part.opened_at is not None]
        return min(opened) if opened else int(self.at[0]) if len(self.at) else 0

    @property
    def ended_at(self) -> int:
        """When the window closed, by the last marker; while it is open, when the last block was begun."""
        closed = [part.closed_at for part in self.parts if part.closed_at is not None]
        last = int(self.at[-1]) if len(self.at) else self.opened_at
        return max(closed) if closed else max(last, *(part.last_at for part in self.parts))

    @property
    def closed(self) -> bool:
        """Whether a file of the box holds the close."""
        return any(part.closed_at is not None for part in self.parts)

    def a_minute(self) -> Numbers:
        """Ballots of each channel (row) in each minute of the window (column)."""
        minutes = max(0, self.ended_at - self.opened_at) // MINUTE + 1
        of = np.clip((self.at - self.opened_at) // MINUTE, 0, minutes - 1)
        spots = self.channel.astype(np.int64) * minutes + of
        return np.bincount(spots, minlength=len(self.rules.channels) * minutes).reshape(-1, minutes)


def arrivals(folder: Path, progress: Callable[[int], None] = lambda _: None) -> Arrivals:
    """Read a box. ``progress`` is told how many ballots have been read. Raises ``NoBox``."""
    paths = files(folder)
    rules = rules_there(paths)
    columns: list[tuple[Numbers, NDArray[np.uint8], NDArray[np.uint16], Names, Numbers]] = []
    by_couple = np.zeros((len(rules.channels), len(rules.choices)), np.int64)
    parts, damages, blocks_at = [], [], []
    read = 0
    for nth, path in enumerate(paths):
        reading, times = Reading(path, rules), []
        for entry in entries(path):
            reading.take(entry)
            if isinstance(entry, Damage):
                damages.append((path, entry))
                continue
            times.append(entry.at)
            if entry.kind is Kind.BALLOTS and reading.when is When.IN_TIME and entry.count:
                rows = _rows(entry)
                if int(rows["channel"].max()) >= len(rules.channels):
                    raise NoBox(
                        misfit(path, entry.number, f"channel {rows['channel'].max() + 1}", f"{len(rules.channels)}")
                    )
                votes = rows["votes"].astype(np.int64)
                for channel in np.unique(rows["channel"]):
                    by_couple[channel] += votes[rows["channel"] == channel].sum(axis=0)
                columns.append(
                    (
                        entry.at + rows["after"].astype(np.int64),
                        rows["channel"].copy(),
                        np.full(entry.count, nth, np.uint16),
                        rows["voter"].copy(),
                        votes.sum(axis=1),
                    )
                )
                read += entry.count
                progress(read)
        parts.append(reading.part())
        blocks_at.append(np.array(times, np.int64))
    at, channel, part, voter, votes = _joined(columns)
    order = np.argsort(at, kind="stable")
    return Arrivals(
        rules,
        tuple(parts),
        tuple(damages),
        at[order],
        channel[order],
        part[order],
        voter[order],
        votes[order],
        by_couple,
        tuple(blocks_at),
    )


def rules_there(paths: Sequence[Path]) -> Rules:
    """The rules of a box whose window has opened. Raises ``NoBox``."""
    rules = rules_of(paths)
    if rules is not None:
        return rules
    if any(path.stat().st_size for path in paths):
        raise NoBox(without_rules(paths))
    message = f"{paths[0].parent}: its window has not opened yet, so nothing is in it. Look again once it has."
    raise NoBox(message)


def _rows(block: Block) -> np.ndarray[tuple[int], np.dtype[np.void]]:
    """The ballots of a block as they lie there (``block.record``)."""
    return np.frombuffer(
        block.body,
        np.dtype(
            [
                ("voter", "<u8", VOTER_BYTES // 8),
                ("id", "V", ID_BYTES),
                ("after", "<u4"),
                ("age", "<u4"),
                ("channel", "u1"),
                ("nothing", "u1"),
                ("votes", f"<u{block.width}", block.couples),
            ]
        ),
    )


def _joined(
    columns: list[tuple[Numbers, NDArray[np.uint8], NDArray[np.uint16], Names, Numbers]],
) -> tuple[Numbers, NDArray[np.uint8], NDArray[np.uint16], Names, Numbers]:
    """The columns of all blocks, one behind the other."""
    if not columns:
        nothing = np.zeros(0, np.int64)
        return nothing, np.zeros(0, np.uint8), np.zeros(0, np.uint16), np.zeros((0, 2), np.uint64), nothing
    at, channel, part, voter, votes = zip(*columns, strict=True)
    return (
        np.concatenate(at),
        np.concatenate(channel),
        np.concatenate(part),
        np.concatenate(voter),
        np.concatenate(votes),
    )
