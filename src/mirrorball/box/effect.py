"""What a rule that leaves ballots out does to the count: the voters it touches, counted without it and with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from mirrorball.box.ballot import Ballot
from mirrorball.box.block import Block, Kind
from mirrorball.box.contents import Note, Reading, entries, files
from mirrorball.box.exclusion import Exclusion
from mirrorball.box.money import ledger
from mirrorball.box.paper import papers
from mirrorball.box.rules import Rules
from mirrorball.box.tally import Count, count
from mirrorball.core.channel import Way

MOST = 300_000  # ballots of touched voters that are held in memory, a kilobyte each


def effect(
    folder: Path, rules: Rules, notes: Sequence[Note], rule: Exclusion, beside: Iterable[Exclusion] = ()
) -> tuple[Count, Count] | None:
    """The count of all voters who have a ballot that ``rule`` leaves out, before and after; None if they are too many.

    ``beside`` are the other rules in force. Other voters count the same either way. Raises ``NoBox``.
    """
    others = [other for other in beside if other.unsigned != rule.unsigned]
    voters = {ballot.voter for ballot in _ballots(folder, rules, notes) if rule.holds(ballot)}
    touched: list[Ballot] = []
    for ballot in _ballots(folder, rules, notes):
        if ballot.voter in voters:
            touched.append(ballot)
            if len(touched) > MOST:
                return None
    back = ledger(notes, rules.channels).back

    def counted(in_force: Sequence[Exclusion]) -> Count:
        return count(touched, rules.channels, lambda ballot: any(one.holds(ballot) for one in in_force), back)

    return counted(others), counted([*others, rule])


def _ballots(folder: Path, rules: Rules, notes: Sequence[Note]) -> Iterator[Ballot]:
    """All ballots of a box, those that two people typed among them."""
    for path in files(folder):
        reading = Reading(path, rules)
        for entry in entries(path):
            reading.take(entry)
            if isinstance(entry, Block) and entry.kind is Kind.BALLOTS:
                yield from reading.ballots(entry)
    typed = next((channel.name for channel in rules.channels if channel.way is Way.PAPER), None)
    if typed is not None:
        yield from papers(notes, typed, rules.stars).agreed
