"""What one viewer cast, at one time, by one channel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Ballot:
    """One ballot.

    ``at`` is when it was received, in milliseconds since the window opened; ``id`` is made by the sender.

    The fields stand in the order in which ballots are counted: by time, then by id.
    """

    at: int
    id: str
    voter: str
    channel: str
    votes: tuple[tuple[str, int], ...]  # star and votes


@dataclass(frozen=True, slots=True)
class Window:
    """When ballots count: from 0 until before ``closes_at``, in milliseconds since the window opened."""

    closes_at: int
