"""The box made public after the night: what was cast, so that anybody can count again, and nobody's name in the box.

A folder of three files, plain enough to be read by a few lines of any language:

* ``box.json``: the rules of the vote, the rules that left ballots out, and the count that is claimed.
* ``commitments.txt``: a line a ballot in the order of the box: file, block, place, and the commitment, which is
  SHA-256 of ``mirrorball ballot v1``, the salt and the opened text.
* ``openings.txt``: a line a ballot: its salt and the opened text, JSON. They stand bucket by bucket, a minute or more
  with 20 ballots or more each, in an order drawn by chance, and carry the time of their bucket and no other.

A voter has a name drawn for this folder alone; it leads back to the box for nobody who has not both. ``nth`` is the
order of a voter's ballots, which limits ask for; the same ``ballot`` of a voter again is a duplicate.

What this hides and what it does not: who has a voter's receipt knows the block and the place of the ballot, and finds
its opening by the commitment. So a receipt is a secret of its voter.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from mirrorball.box.arrivals import rules_there
from mirrorball.box.ballot import Ballot, When
from mirrorball.box.block import Damage, Kind
from mirrorball.box.contents import NoBox, Note, Reading, entries, files
from mirrorball.box.exclusion import Exclusion, NotARule, signed
from mirrorball.box.money import ledger
from mirrorball.box.paper import papers
from mirrorball.box.rules import Rules
from mirrorball.box.tally import Count, count
from mirrorball.core.channel import Way
from mirrorball.core.votes import NotCounted

FORMAT = "mirrorball published box v1"
PREFIX = b"mirrorball ballot v1"
ABOUT, COMMITMENTS, OPENINGS = "box.json", "commitments.txt", "openings.txt"
SALT_BYTES, NAME_BYTES = 16, 8
BUCKET, LEAST = 60_000, 20  # milliseconds, ballots
PAPER = "paper"  # stands for the file of a ballot that two people typed

Draw = Callable[[int], bytes]  # so many bytes by chance


class NotPublished(Exception):
    """A folder that is no published box, or that none can be written to; its text is a sentence for a person."""


class Opening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of a ballot. ``at`` is when its bucket began; ``back`` how many of its votes were paid back."""

    voter: str
    nth: int
    ballot: int
    at: int
    channel: str
    when: When
    votes: tuple[int, ...]
    back: int = 0
    excluded: bool = False


class LeftOut(msgspec.Struct, frozen=True, rename={"from_at": "from", "until_at": "until"}):
    """A rule that was in force: for how many voters, in which time, why, and who signed."""

    channel: str | None
    voters: int | None
    from_at: int | None
    until_at: int | None
    reason: str
    by: tuple[str, ...]


class Claimed(msgspec.Struct, frozen=True):
    """What became of votes: ``why_not`` is None where they count."""

    channel: str
    star: str
    why_not: NotCounted | None
    votes: int


class About(msgspec.Struct, frozen=True):
    """What stands in ``box.json``. ``damaged`` is how many pieces of the box could not be read."""

    format: str
    rules: Rules
    ballots: dict[str, int]
    count: tuple[Claimed, ...]
    left_out: tuple[LeftOut, ...]
    damaged: int


@dataclass(frozen=True, slots=True)
class Lying:
    """A ballot and where it lies: file, block, place."""

    box: str
    block: int
    place: int
    ballot: Ballot


@dataclass(frozen=True, slots=True)
class _Box:
    """A box as far as it is made public, its ballots in the order in which they lie."""

    rules: Rules
    lying: tuple[Lying, ...]
    exclusions: tuple[Exclusion, ...]
    back: dict[tuple[bytes, bytes], int]
    damaged: int

    def excluded(self, ballot: Ballot) -> bool:
        return any(rule.holds(ballot) for rule in self.exclusions)

    @property
    def count(self) -> Count:
        return count((one.ballot for one in self.lying), self.rules.channels, self.excluded, self.back)


def publish(folder: Path, salt: bytes, draw: Draw, out: Path) -> Count:
    """Write the box ``folder`` to the new folder ``out`` for everybody, and return the count that it claims.

    ``salt`` is a key for the salts, drawn for this one publishing. All ballots are in memory meanwhile, about a
    kilobyte each.
    Raises ``NoBox``, ``NotPublished`` where something lies at ``out``, ``OSError``.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        message = f"{out} is there already and not empty. Name a new folder for the published box."
        raise NotPublished(message)
    box = _read(folder)
    counted = box.count
    out.mkdir(parents=True, exist_ok=True)
    told = _told(box, draw)
    salts = [_salt(salt, one) for one in box.lying]
    with (out / COMMITMENTS).open("w", encoding="ascii", newline="\n") as file:
        for one, drawn, (_, text) in zip(box.lying, salts, told, strict=True):
            file.write(f"{one.box} {one.block} {one.place} {commitment(drawn, text)}\n")
    with (out / OPENINGS).open("wb") as opened:
        by_bucket = sorted(range(len(told)), key=lambda nth: (told[nth][0], draw(NAME_BYTES)))
        opened.writelines(salts[nth].hex().encode() + b" " + told[nth][1] + b"\n" for nth in by_bucket)
    about = About(
        FORMAT,
        box.rules,
        dict(counted.ballots),
        tuple(Claimed(*what, votes) for what, votes in counted.fates.items() if votes),
        tuple(map(_left_out, box.exclusions)),
        box.damaged,
    )
    (out / ABOUT).write_bytes(msgspec.json.format(msgspec.json.encode(about)) + b"\n")
    return counted


def commitment(salt: bytes, opened: bytes) -> str:
    """The commitment to a ballot, in hex: ``opened`` is its text in ``openings.txt``, as it stands there."""
    return sha256(PREFIX + salt + opened).hexdigest()


def is_published(folder: Path) -> bool:
    """Whether a folder looks like a published box."""
    return (folder / ABOUT).is_file()


def check_published(folder: Path) -> tuple[Count, tuple[str, ...]]:
    """Count a published box from its openings by the plain rule, and all that does not agree, each in a sentence.

    Raises ``NotPublished`` where the folder is none, ``OSError``.
    """
    about = _about(folder)
    problems: list[str] = []
    ballots: list[Ballot] = []
    back: dict[tuple[bytes, bytes], int] = {}
    left_out: set[tuple[bytes, int]] = set()
    seen: set[tuple[bytes, int]] = set()
    committed = _committed(folder / COMMITMENTS, problems)
    for line, opened in _opened(folder / OPENINGS, committed, problems):
        wrong = _wrong(opened, about.rules)
        voter, name = opened.voter.encode(), opened.ballot.to_bytes(8, "big")
        if (voter, opened.nth) in seen:
            wrong = f"ballot {opened.nth} of voter {opened.voter} is there a second time"
        if wrong:
            problems.append(f"{folder / OPENINGS}, line {line}: {wrong}.")
            continue
        seen.add((voter, opened.nth))
        votes = tuple(zip(about.rules.stars, opened.votes, strict=True))
        ballots.append(Ballot(opened.nth, name, voter, opened.channel, votes, opened.when))
        if opened.back:
            back[voter, name] = opened.back
        if opened.excluded:
            left_out.add((voter, opened.nth))
    problems += [
        f"{folder / COMMITMENTS}, line {line} ({spot}): no opening fits it." for line, spot in committed.values()
    ]
    found = count(ballots, about.rules.channels, lambda ballot: (ballot.voter, ballot.at) in left_out, back)
    problems += _differences(folder / ABOUT, about, found)
    return found, tuple(problems)


def _read(folder: Path) -> _Box:
    """A box with the place of each ballot. Raises ``NoBox``."""
    paths = files(folder)
    rules = rules_there(paths)
    lying: list[Lying] = []
    notes: list[Note] = []
    damaged = 0
    for path in paths:
        reading = Reading(path, rules)
        for entry in entries(path):
            reading.take(entry)
            if isinstance(entry, Damage):
                damaged += not entry.cut
            elif entry.kind is Kind.BALLOTS:
                here = enumerate(reading.ballots(entry))
                lying += [Lying(entry.box.hex(), entry.number, place, ballot) for place, ballot in here]
            else:
                notes += reading.notes(entry)
    typed = next((channel.name for channel in rules.channels if channel.way is Way.PAPER), None)
    agreed = papers(notes, typed, rules.stars).agreed if typed is not None else ()
    lying += [Lying(PAPER, 0, nth, ballot) for nth, ballot in enumerate(agreed)]
    try:
        exclusions, _ = signed(note.value for note in notes if note.kind is Kind.EXCLUDE)
    except NotARule as error:
        message = f"{folder}: {error}."
        raise NoBox(message) from error
    return _Box(rules, tuple(lying), exclusions, dict(ledger(notes, rules.channels).back), damaged)


def _told(box: _Box, draw: Draw) -> list[tuple[int, bytes]]:
    """The time of its bucket and the opened text of each ballot, in the order of the box."""
    in_order = sorted(range(len(box.lying)), key=lambda nth: box.lying[nth].ballot)
    named: dict[bytes, str] = {}
    sent: Counter[bytes] = Counter()
    known: dict[tuple[bytes, str, bytes], int] = {}
    told = [(0, b"")] * len(box.lying)
    for nth, bucket in zip(in_order, _buckets([box.lying[nth].ballot.at for nth in in_order]), strict=True):
        ballot = box.lying[nth].ballot
        voter = named.setdefault(ballot.voter, draw(NAME_BYTES).hex())
        sent[ballot.voter] += 1
        on_it = dict(ballot.votes)
        opening = Opening(
            voter,
            sent[ballot.voter],
            known.setdefault((ballot.voter, ballot.channel, ballot.id), sent[ballot.voter]),
            bucket,
            ballot.channel,
            ballot.when,
            tuple(on_it.get(star, 0) for star in box.rules.stars),
            box.back.get((ballot.voter, ballot.id), 0),
            box.excluded(ballot),
        )
        told[nth] = bucket, msgspec.json.encode(opening)
    return told


def _buckets(times: Sequence[int]) -> list[int]:
    """When the bucket of each ballot began; the times are in order."""
    begins: list[int] = []  # where a bucket begins
    for at, time in enumerate(times):
        if not begins or (at - begins[-1] >= LEAST and time // BUCKET != times[at - 1] // BUCKET):
            begins.append(at)
    if len(begins) > 1 and len(times) - begins[-1] < LEAST:
        begins.pop()
    of: list[int] = []
    for begin, end in zip(begins, [*begins, len(times)][1:], strict=True):
        of += [times[begin] // BUCKET * BUCKET] * (end - begin)
    return of


def _salt(key: bytes, spot: Lying) -> bytes:
    said = f"{spot.box} {spot.block} {spot.place}".encode()
    return hmac.digest(key, said, sha256().name)[:SALT_BYTES]


def _left_out(rule: Exclusion) -> LeftOut:
    """A rule without the names that its voters have in the box."""
    voters = None if rule.voters is None else len(rule.voters)
    return LeftOut(rule.channel, voters, rule.from_at, rule.until_at, rule.reason, rule.by)


def _about(folder: Path) -> About:
    if not is_published(folder):
        message = f"{folder} holds no {ABOUT}, so it is no published box."
        raise NotPublished(message)
    try:
        about = msgspec.json.decode((folder / ABOUT).read_bytes(), type=About)
    except msgspec.MsgspecError as error:
        message = f"{folder / ABOUT} cannot be read: {error}. Get a whole copy of the published box."
        raise NotPublished(message) from error
    if about.format != FORMAT:
        message = f"{folder / ABOUT} is of the format {about.format!r}, and this program reads {FORMAT!r}."
        raise NotPublished(message)
    return about


def _committed(path: Path, problems: list[str]) -> dict[str, tuple[int, str]]:
    """Line and spot of each commitment."""
    found: dict[str, tuple[int, str]] = {}
    for line, text in _lines(path):
        match text.decode("ascii", "replace").split(" "):
            case [box, block, place, committed] if committed not in found:
                found[committed] = line, f"file {box}, block {block}, place {place}"
            case [_, _, _, committed]:
                problems.append(f"{path}, line {line}: the same commitment stands in line {found[committed][0]}.")
            case _:
                problems.append(f"{path}, line {line}: expected file, block, place and commitment.")
    return found


def _opened(path: Path, committed: dict[str, tuple[int, str]], problems: list[str]) -> Iterator[tuple[int, Opening]]:
    """The openings that fit a commitment, which is taken out of ``committed``."""
    for line, text in _lines(path):
        salt, _, opened = text.partition(b" ")
        try:
            fits = commitment(bytes.fromhex(salt.decode("ascii")), opened)
            opening = msgspec.json.decode(opened, type=Opening)
        except (ValueError, msgspec.MsgspecError) as error:
            problems.append(f"{path}, line {line}: expected a salt and an opening ({error}).")
            continue
        if committed.pop(fits, None) is None:
            who = f"ballot {opening.nth} of voter {opening.voter}"
            problems.append(f"{path}, line {line}: {who} fits no commitment that is left; it was changed or added.")
        else:
            yield line, opening


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            yield from enumerate((line.rstrip(b"\r\n") for line in file), 1)
    except FileNotFoundError as error:
        message = f"{path} is missing. Get a whole copy of the published box."
        raise NotPublished(message) from error


def _wrong(opened: Opening, rules: Rules) -> str:
    """Why an opening cannot be of this vote; empty if it can."""
    if len(opened.votes) != len(rules.choices) or any(votes < 0 for votes in opened.votes):
        return f"expected {len(rules.choices)} numbers of votes, found {list(opened.votes)}"
    if opened.channel not in {channel.name for channel in rules.channels}:
        return f"the vote has no channel {opened.channel!r}"
    return "" if 0 < opened.ballot <= opened.nth else f"ballot {opened.ballot} cannot come {opened.nth}th"


def _differences(path: Path, about: About, found: Count) -> Iterable[str]:
    """Where the count of the openings is not the one that is claimed."""
    claimed = Counter({(one.channel, one.star, one.why_not): one.votes for one in about.count})
    for channel, star, why_not in dict.fromkeys([*claimed, *found.fates]):
        said, is_so = claimed[channel, star, why_not], found.fates[channel, star, why_not]
        if said != is_so:
            what = "counted" if why_not is None else why_not.value
            yield f"{path}: {said:,} votes for {star} by {channel} ({what}), and the openings come to {is_so:,}."
    for channel in sorted(about.ballots.keys() | found.ballots.keys()):
        said, is_so = about.ballots.get(channel, 0), found.ballots[channel]
        if said != is_so:
            yield f"{path}: {said:,} ballots by {channel}, and {is_so:,} openings."
