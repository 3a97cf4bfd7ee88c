"""What has become of a ballot: its receipt leads to the bytes, and they are counted with all others of that voter."""

from __future__ import annotations

from pathlib import Path

from mirrorball.box.ballot import Ballot, When
from mirrorball.box.block import Block, Kind, record
from mirrorball.box.contents import Reading, entries, files, rules_of
from mirrorball.box.exclusion import Exclusion, signed
from mirrorball.box.receipt import Spot, is_receipt, spot_box, spot_of
from mirrorball.box.rules import Rules
from mirrorball.box.tally import count
from mirrorball.box.writer import SUFFIX
from mirrorball.door.page import Found

COUNTED = "Counted."
PARTLY = "Counted up to the limit; the rest is over it."
OVER = "Not counted: the limit was used up before."
COPY = "The same ballot came twice. It counts once."
EXCLUDED = "Not counted: a rule that two people signed with a reason leaves it out."
REPLACED = "Not counted any more: a later ballot has taken its place."
OUTSIDE = {
    When.EARLY: "Not counted: it came before voting opened.",
    When.LATE: "Not counted: it came after voting had closed.",
}


def find(folder: Path, typed: str, key: bytes) -> Found | None:
    """The ballot in this box that a receipt was given for; None if there is none. Raises ``NoBox`` and ``OSError``."""
    spot = spot_of(typed)
    block = _block(folder, spot) if spot else None
    if spot is None or block is None or spot.place >= block.count:
        return None
    row = record(block.couples, block.width)
    voter, name, *_ = row.unpack_from(block.body, spot.place * row.size)
    if not is_receipt(key, typed, spot, voter, name):
        return None
    paths = files(folder)
    rules = rules_of(paths)
    if rules is None:
        return None
    mine, left_out = _of_voter(paths, rules, voter)
    here = mine[spot_box(block.box), spot.block, spot.place]
    given = sum(votes for _, votes in here.votes)
    standing = _standing(here, sorted(mine.values()), rules, left_out)
    return Found(at=here.at, votes=given, box=spot.box, block=spot.block, standing=standing)


def _block(folder: Path, spot: Spot) -> Block | None:
    """The block of ballots that a receipt names."""
    for path in sorted(folder.glob(f"{spot.box:04x}*{SUFFIX}")):
        for entry in entries(path):
            if isinstance(entry, Block) and entry.number == spot.block:
                return entry if entry.kind is Kind.BALLOTS else None
    return None


def _of_voter(
    paths: tuple[Path, ...], rules: Rules, voter: bytes
) -> tuple[dict[tuple[int, int, int], Ballot], tuple[Exclusion, ...]]:
    """All ballots of one voter, by where they lie, and the rules in force that leave ballots out."""
    found: dict[tuple[int, int, int], Ballot] = {}
    signatures: list[dict[str, object]] = []
    for path in paths:
        reading = Reading(path, rules)
        for entry in entries(path):
            reading.take(entry)
            if isinstance(entry, Block) and entry.kind is Kind.EXCLUDE:
                signatures += [note.value for note in reading.notes(entry)]
            if isinstance(entry, Block) and entry.kind is Kind.BALLOTS and voter in entry.body:
                for place, ballot in enumerate(reading.ballots(entry)):
                    if ballot.voter == voter:
                        found[spot_box(entry.box), entry.number, place] = ballot
    return found, signed(signatures)[0]


def _standing(here: Ballot, mine: list[Ballot], rules: Rules, left_out: tuple[Exclusion, ...]) -> str:
    """What became of one of a voter's ballots, among the others in the order in which they count."""
    if here.when is not When.IN_TIME:
        return OUTSIDE[here.when]
    channel = rules.channels[rules.channel(here.channel)]
    mine = [ballot for ballot in mine if ballot.channel == channel.name and ballot.when is When.IN_TIME]
    first = next(ballot for ballot in mine if ballot.id == here.id)
    if first is not here:
        return COPY
    mine = [ballot for ballot in mine if not any(rule.holds(ballot) for rule in left_out)]
    if here not in mine:
        return EXCLUDED
    if channel.replaceable:
        firsts = {ballot.id: ballot for ballot in reversed(mine)}
        return COUNTED if max(firsts.values()) is here else REPLACED
    nth = mine.index(here)
    counted = _counted(mine[: nth + 1], rules) - _counted(mine[:nth], rules)
    if counted == sum(votes for _, votes in here.votes):
        return COUNTED
    return PARTLY if counted else OVER


def _counted(ballots: list[Ballot], rules: Rules) -> int:
    """How many votes of these ballots count."""
    fates = count(ballots, rules.channels).fates
    return sum(n for (_, _, reason), n in fates.items() if reason is None)
