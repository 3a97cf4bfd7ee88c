"""The loss certificate of a night: what each decision bears against votes that may be lost, and by which votes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mirrorball.core.book import Combine
from mirrorball.core.loss import Margin, margins
from mirrorball.core.outcome import rules_of
from mirrorball.core.show import Show
from mirrorball.core.votes import recorded_tally, week_without_votes
from mirrorball.sentences import decision_named, what_a_decision_bears, what_lost_votes_could_change

MOST_DIGITS = 12  # of a number of lost votes: more than there are telephones
_WHOLE = re.compile("[0-9]+|[0-9]{1,3}(?:([, ])[0-9]{3})(?:\\1[0-9]{3})*")


@dataclass(frozen=True, slots=True)
class Witness:
    """One way in which lost votes would make another decision: by couple, what was counted and what would be added."""

    about: str
    rows: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """What each decision of a night bears, by the votes that the book looks at: those of the week, or carried ones."""

    margins: tuple[Margin, ...]
    votes: Mapping[str, int]

    @property
    def sentences(self) -> tuple[str, ...]:
        """A sentence a decision."""
        return tuple(map(what_a_decision_bears, self.margins))

    @property
    def witnesses(self) -> tuple[Witness, ...]:
        """The votes behind those sentences, for each decision that some lost votes would change."""
        return tuple(
            Witness(
                decision_named(margin),
                tuple((star, votes, margin.added.get(star, 0)) for star, votes in self.votes.items()),
            )
            for margin in self.margins
            if margin.added
        )

    def against(self, lost: Mapping[str, int]) -> tuple[str, ...]:
        """What so many votes lost on these channels could and could not change; nothing where none is lost."""
        some = {channel: votes for channel, votes in lost.items() if votes}
        return tuple(what_lost_votes_could_change(some, self.margins)) if some else ()


def certificate(show: Show) -> Certificate | str:
    """The certificate of a night whose votes and marks are known, or a sentence that says what is missing."""
    book, found = rules_of(show.week), margins(show)
    tally = recorded_tally(show.season, book, show.number)
    if book.combine is Combine.MARKS:
        return f"The book of week {show.number} asks no vote, so lost votes change nothing."
    if tally is None:
        without = week_without_votes(show.season, book, show.number)
        return (
            f"Nobody knows the votes of week {show.number if without is None else without}, "
            f"so nothing is decided by them in week {show.number}."
        )
    if not found:
        return f"Marks of week {show.number} are missing, so nothing is decided yet that lost votes could change."
    return Certificate(found, {star: tally.votes.get(star, 0) for star in show.season.field(show.number)})


def lost_votes(text: str) -> int | None:
    """How many votes somebody wrote: ``8000``, ``8,000`` or ``8 000``; None where that is no whole number."""
    written = _WHOLE.fullmatch(text.strip())
    figures = re.sub("[, ]", "", text.strip())
    return int(figures) if written and len(figures) <= MOST_DIGITS else None
