"""``mirrorball box`` and ``mirrorball recount``: what lies in a ballot box, and whether it counts twice to the same.

``box`` is for the scrutineer. It tells how much came when, by which way, and what looks odd. For whom the votes are it
tells only where somebody asks for it by ``--votes``: whoever knows that before it is told on air can give it away.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from mirrorball.box.anomalies import Anomaly, anomalies
from mirrorball.box.arrivals import Arrivals, arrivals
from mirrorball.box.block import Damage, Kind
from mirrorball.box.contents import NoBox
from mirrorball.box.counting import Counted, count_box
from mirrorball.box.counting import Progress as Told
from mirrorball.box.effect import effect
from mirrorball.box.exclusion import Exclusion, signed
from mirrorball.box.publish import Draw, NotPublished, check_published, is_published, publish
from mirrorball.box.recount import recount_box
from mirrorball.box.tally import Count
from mirrorball.core.events import TallySealed
from mirrorball.core.votes import Tally
from mirrorball.log.port import Damaged
from mirrorball.sentences import clock_time, counted
from mirrorball.terminal.box_page import Page, Weighed
from mirrorball.terminal.ink import console, heading, marked, said
from mirrorball.terminal.night_log import Entries

DONE, PROBLEMS = 0, 2
GOOD, WRONG = "✓", "✗"


@dataclass(frozen=True, slots=True)
class Publishing:
    """Where a box is published, a key for the salts, and where chance comes from."""

    out: Path
    salt: bytes
    draw: Draw


@dataclass(frozen=True, slots=True)
class Asked:
    """Which box somebody wants to look at, and how."""

    folder: Path
    votes: bool = False
    as_json: bool = False
    publish: Publishing | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """Which box is counted again. ``night`` is a log whose sealed tally is to agree, ``entries`` reads it."""

    folder: Path
    night: Path | None = None
    entries: Entries | None = None


def box(asked: Asked) -> int:
    """Show a box, or publish it. The exit code is 2 where it cannot be read or is damaged."""
    try:
        if asked.publish is not None:
            return _publish(asked.folder, asked.publish)
        with _progress("Reading the box") as told:
            found = arrivals(asked.folder)
            whole = count_box(asked.folder, told)
            odd = anomalies(found, clock_time)
            weighed = _weighed(asked.folder, whole)
    except (NoBox, NotPublished) as problem:
        print(problem, file=sys.stderr)
        return PROBLEMS
    except OSError as error:
        print(_unreadable(error, asked.folder), file=sys.stderr)
        return PROBLEMS
    if asked.as_json:
        print(json.dumps(_json(asked, found, whole, odd, weighed), indent=2, ensure_ascii=False))
    else:
        Page(console(), asked.folder, found, whole).print(odd, weighed, votes=asked.votes)
    return _damage(whole.damages)


def recount(asked: Again) -> int:
    """Count a box twice and compare, or check a published one. The exit code is 2 where anything differs."""
    to = console()
    try:
        if is_published(asked.folder):
            return _check_published(to, asked.folder)
        with _progress("Counting, the compiled way") as told:
            first = count_box(asked.folder, told)
        with _progress("Counting again, the plain way") as told:
            second = recount_box(asked.folder, told)
        sealed = _sealed(asked)
    except (NoBox, NotPublished, Damaged) as problem:
        print(problem, file=sys.stderr)
        return PROBLEMS
    except OSError as error:
        print(_unreadable(error, asked.folder), file=sys.stderr)
        return PROBLEMS
    rules = first.rules
    heading(to, rules.title if rules else "A box whose window has not opened", str(asked.folder))
    votes = sum(n for (_, _, why_not), n in first.count.fates.items() if why_not is None)
    said(to, f"{counted(first.count.ballots.total(), 'ballot')}, {counted(votes, 'vote')} that count.")
    differ = differences(first, second)
    _verdict(to, differ, "Both counts agree, by channel, couple and reason.", "The two counts differ:")
    from_log: list[str] = []
    if asked.night is not None and sealed is None:
        marked(to, "·", "", f"{asked.night} holds no sealed tally yet, so there is nothing to compare with.")
    elif sealed is not None and asked.night is not None:
        from_log = from_sealed(sealed, first.count)
        right = f"The tally sealed in {asked.night.name} is what the box counts to."
        _verdict(to, from_log, right, f"The tally sealed in {asked.night.name} is not what the box counts to:")
    return _damage(first.damages) or (PROBLEMS if differ or from_log else DONE)


def differences(first: Counted, second: Counted) -> list[str]:
    """Where two counts of a box differ, a sentence each."""
    found = []
    one, other = +first.count.fates, +second.count.fates
    for channel, star, why_not in dict.fromkeys([*one, *other]):
        mine, theirs = one[channel, star, why_not], other[channel, star, why_not]
        if mine != theirs:
            what = "counted" if why_not is None else why_not.value
            found.append(f"{star} by {channel}, {what}: {mine:,} compiled, {theirs:,} plain.")
    for name, mine_of, theirs_of in (
        ("ballots", first.count.ballots, second.count.ballots),
        ("unread messages", first.unread, second.unread),
    ):
        found += [
            f"{name} by {channel}: {mine_of[channel]:,} compiled, {theirs_of[channel]:,} plain."
            for channel in sorted(mine_of.keys() | theirs_of.keys())
            if mine_of[channel] != theirs_of[channel]
        ]
    if first.rules != second.rules:
        found.append("the rules of the vote are read differently.")
    return found


def from_sealed(sealed: Tally, box_count: Count) -> list[str]:
    """Where the votes that a night sealed are not those that its box counts to. Only couples of the tally are asked."""
    stars = sealed.counted
    cells = [(star, channel) for star, by_channel in stars.items() for channel in by_channel]
    cells += [(star, channel) for channel, star, why_not in box_count.fates if why_not is None and star in stars]
    return [
        f"{star} by {channel}: {sealed.counted[star].get(channel, 0):,} sealed, "
        f"{box_count.counted(star, channel):,} in the box."
        for star, channel in dict.fromkeys(cells)
        if sealed.counted[star].get(channel, 0) != box_count.counted(star, channel)
    ]


def _publish(folder: Path, how: Publishing) -> int:
    with _progress("Publishing the box"):
        found = publish(folder, how.salt, how.draw, how.out)
    to = console()
    said(to, f"{counted(found.ballots.total(), 'ballot')} of {folder} are published in {how.out}.", indent=0)
    said(to, f"Anybody can count them again: mirrorball recount {how.out}", indent=0)
    return DONE


def _check_published(to: Console, folder: Path) -> int:
    with _progress("Counting what was published"):
        found, problems = check_published(folder)
    heading(to, "A published box", str(folder))
    said(to, f"{counted(found.ballots.total(), 'ballot')} were counted from their openings.")
    right = "Every opening fits its commitment, and they come to the count that is claimed."
    _verdict(to, problems, right, f"{counted(len(problems), 'thing')} do not agree:")
    return PROBLEMS if problems else DONE


def _verdict(to: Console, wrong: Sequence[str], right: str, not_right: str) -> None:
    if not wrong:
        marked(to, GOOD, "", right)
        return
    marked(to, WRONG, "", not_right)
    for sentence in wrong:
        said(to, sentence)


def _sealed(asked: Again) -> Tally | None:
    """The tally that the night's log holds, None where it holds none."""
    if asked.night is None or asked.entries is None:
        return None
    if not asked.night.is_file():
        message = f"There is no log {asked.night}. Leave --night out to recount the box alone."
        raise NoBox(message)
    sealed = [entry.event.tally for entry in asked.entries(asked.night) if isinstance(entry.event, TallySealed)]
    return sealed[-1] if sealed else None


def _weighed(folder: Path, whole: Counted) -> list[Weighed]:
    """Each rule that somebody signed, with what it does."""
    if whole.rules is None:
        return []
    in_force, waiting = signed(note.value for note in whole.notes if note.kind is Kind.EXCLUDE)
    return [Weighed(rule, effect(folder, whole.rules, whole.notes, rule, in_force)) for rule in (*in_force, *waiting)]


def _damage(damages: Sequence[tuple[Path, Damage]]) -> int:
    """Name what is damaged; a block that was cut while it was written is no damage, since nobody was answered."""
    worse = [(path, damage) for path, damage in damages if not damage.cut]
    for path, damage in worse:
        where = f"{path}: block {damage.number} should stand at byte {damage.offset:,}"
        print(
            f"{where}; {damage.size:,} bytes there are no whole block. All others were counted. "
            "Look for a good copy of this file.",
            file=sys.stderr,
        )
    return PROBLEMS if worse else DONE


def _json(
    asked: Asked, found: Arrivals, whole: Counted, odd: Sequence[Anomaly], weighed: Sequence[Weighed]
) -> dict[str, object]:
    """The same for programs."""
    votes: dict[str, Counter[str]] = {channel.name: Counter() for channel in found.rules.channels}
    by_couple: dict[str, Counter[str]] = {star: Counter() for star in found.rules.stars}
    for (channel, star, why_not), n in whole.count.fates.items():
        votes[channel]["counted" if why_not is None else why_not.value] += n
        if why_not is None:
            by_couple[star][channel] += n
    told: dict[str, object] = {
        "night": found.rules.night,
        "title": found.rules.title,
        "week": found.rules.week,
        "opened_at": found.opened_at,
        "closed_at": found.ended_at if found.closed else None,
        "channels": [
            {
                "channel": channel.name,
                "ballots": whole.count.ballots[channel.name],
                "unread": whole.unread[channel.name],
                "votes": dict(votes[channel.name]),
                "a_minute": found.a_minute()[nth].tolist(),
            }
            for nth, channel in enumerate(found.rules.channels)
        ],
        "files": [asdict(part) | {"box": part.box.hex(), "path": str(part.path)} for part in whole.parts],
        "damages": [asdict(damage) | {"path": str(path)} for path, damage in whole.damages],
        "exclusions": [_rule(one.rule) | {"in_force": one.rule.in_force} | one.by_channel() for one in weighed],
        "anomalies": [
            {
                "kind": one.kind.name.lower(),
                "channel": one.channel,
                "sentence": one.sentence,
                "ballots": one.ballots,
                "exclusion": _rule(one.exclusion) if one.exclusion else None,
            }
            | ({"by_couple": one.by_couple} if asked.votes else {})
            for one in odd
        ],
    }
    return told | ({"counted": {star: dict(cast) for star, cast in by_couple.items()}} if asked.votes else {})


def _rule(rule: Exclusion) -> dict[str, object]:
    """A rule as its signature in the box writes it."""
    voters = None if rule.voters is None else sorted(voter.hex() for voter in rule.voters)
    what = {"channel": rule.channel, "voters": voters, "from": rule.from_at, "until": rule.until_at}
    return {"rule": what, "reason": rule.reason, "by": list(rule.by)}


@contextmanager
def _progress(what: str) -> Iterator[Told]:
    """A bar where somebody waits at a terminal."""
    beside = Console(stderr=True)
    with Progress(transient=True, console=beside, disable=not beside.is_terminal) as progress:
        task = progress.add_task(what, total=None)

        def told(gone: int, whole: int) -> None:
            progress.update(task, completed=gone, total=whole)

        yield told


def _unreadable(error: OSError, folder: Path) -> str:
    return f"{error.filename or folder} cannot be read or written: {error.strerror or error}"
