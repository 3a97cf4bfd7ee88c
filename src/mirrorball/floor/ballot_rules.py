"""The rules of tonight's vote, as its ballot box begins with them: who can be voted for, and by which channels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mirrorball.box.rules import Choice, Rules
from mirrorball.core.channel import Channel
from mirrorball.core.season import Couple
from mirrorball.core.show import Show

# A show that says nothing of how it votes has a vote page all the same.
USUAL_CHANNELS = (Channel("web", limit=10, replaceable=True),)


def rules(show: Show, night: str) -> Rules:
    """The rules of a vote that opens now. ``night`` is a name that no other night has.

    Couples stand in the order of their numbers, each with a number of its own: what couples.csv says, or else the
    first number from where the couple stands in tonight's field that no other couple has.
    """
    season = show.season
    couples = [season.couple(star) for star in season.field(show.number)]
    theme = f": {show.week.title}" if show.week.title else ""
    choices = [
        Choice(number, couple.star, couple.pro, couple.keyword)
        for number, couple in zip(_numbers(couples), couples, strict=True)
    ]
    return Rules(
        night=night,
        title=f"{season.title}, week {show.number}{theme}",
        week=show.number,
        choices=tuple(sorted(choices, key=lambda choice: choice.number)),
        channels=season.channels or USUAL_CHANNELS,
    )


def _numbers(couples: Sequence[Couple]) -> Iterator[int]:
    """A number for each couple, in their order."""
    taken: set[int] = set()
    wished = {couple.number for couple in couples if couple.number}
    for place, couple in enumerate(couples, 1):
        number = couple.number or place
        while number in taken or (number in wished and number != couple.number) or number < 1:
            number += 1
        taken.add(number)
        yield number
