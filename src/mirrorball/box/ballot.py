"""What one viewer cast, at one time, by one channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class When(Enum):
    """How a ballot lies to the window of its box."""

    EARLY = "before the window opened"
    IN_TIME = "in the window"
    LATE = "after the window closed"


@dataclass(frozen=True, slots=True, order=True)
class Ballot:
    """One ballot, as it lies in a box.

    ``at`` is when it was received, in milliseconds since 1970; ``id`` and ``voter`` are made from what the sender gave,
    under the night's key. Whether it came in time is told by the markers of its box, not by a clock.

    The fields stand in the order in which ballots are counted: by time, then by id.
    """

    at: int
    id: bytes
    voter: bytes
    channel: str
    votes: tuple[tuple[str, int], ...]  # star and votes, each star once
    when: When = field(default=When.IN_TIME, compare=False)
