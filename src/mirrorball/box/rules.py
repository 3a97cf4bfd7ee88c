"""The rules of a vote as they stand in a box: who can be voted for, by which channels, under which limits.

The first block of every box file holds them, so that a box can be counted with nothing else at hand. Couples and
channels are known in ballots by where they stand here.
"""

from __future__ import annotations

from dataclasses import dataclass

from mirrorball.core.channel import Channel


@dataclass(frozen=True, slots=True)
class Choice:
    """A couple as it stands on the ballot. ``number`` is what viewers type; ``keyword`` another word for it."""

    number: int
    star: str
    pro: str
    keyword: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """One vote. ``night`` is a name that no other night has."""

    night: str
    title: str
    week: int
    choices: tuple[Choice, ...]
    channels: tuple[Channel, ...]

    @property
    def stars(self) -> tuple[str, ...]:
        """The stars, in the order in which ballots hold their votes."""
        return tuple(choice.star for choice in self.choices)

    def channel(self, name: str) -> int:
        """Where a channel stands. Raises ``KeyError`` if there is none of this name."""
        for at, channel in enumerate(self.channels):
            if channel.name == name:
                return at
        raise KeyError(name)
