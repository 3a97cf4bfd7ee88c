"""A rule that leaves ballots out of the count: it holds once two different people have signed the same rule and reason.

Nothing is taken out of the box. The ballots stay where they are, are counted as excluded, and the rule with its reason
and both names stands in the box beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import msgspec

from mirrorball.box.ballot import Ballot
from mirrorball.core.people import person

SIGNATURES = 2


class NotARule(ValueError):
    """A signature in the box that cannot be read. Its text says what was found."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Which ballots a rule leaves out: those that fit all of its parts. A part that is None asks nothing.

    ``voters`` are names of the box. ``from_at`` is the first and ``until_at`` the first no longer meant millisecond.
    ``by`` are the names of who signed, at most two, in the order in which they signed; nobody has signed a proposal.
    """

    channel: str | None
    voters: frozenset[bytes] | None
    from_at: int | None
    until_at: int | None
    reason: str
    by: tuple[str, ...] = ()

    def holds(self, ballot: Ballot) -> bool:
        """Whether the rule leaves this ballot out, if it is in force."""
        return (
            (self.channel is None or ballot.channel == self.channel)
            and (self.voters is None or ballot.voter in self.voters)
            and (self.from_at is None or ballot.at >= self.from_at)
            and (self.until_at is None or ballot.at < self.until_at)
        )

    @property
    def in_force(self) -> bool:
        """Whether two different people have signed."""
        return len({person(name) for name in self.by}) >= SIGNATURES

    @property
    def unsigned(self) -> Exclusion:
        """The rule and its reason, whoever signed."""
        return replace(self, reason=self.reason.strip(), by=())


class _Rule(msgspec.Struct, rename={"from_at": "from", "until_at": "until"}):
    """The rule as a note of the box writes it."""

    channel: str | None
    voters: list[str] | None
    from_at: int | None
    until_at: int | None


class _Signature(msgspec.Struct):
    """One person's signature as a note of the box writes it."""

    rule: _Rule
    reason: str
    by: str
    at: int


def signature(rule: Exclusion, by: str, at: int) -> bytes:
    """The line of an EXCLUDE block in which somebody signs a rule at this time (milliseconds since 1970)."""
    voters = None if rule.voters is None else sorted(voter.hex() for voter in rule.voters)
    told = _Rule(rule.channel, voters, rule.from_at, rule.until_at)
    return msgspec.json.encode(_Signature(told, rule.reason.strip(), by, at))


def signed(notes: Iterable[Mapping[str, object]]) -> tuple[tuple[Exclusion, ...], tuple[Exclusion, ...]]:
    """The rules in force, and those that wait for a second person, from the values of all EXCLUDE notes of a box.

    The notes may come in any order and more than once. Rules stand in the order in which they were first signed.
    Raises ``NotARule``.
    """
    by_rule: dict[Exclusion, list[str]] = {}
    for said in sorted(map(_read, notes), key=lambda one: (one.at, msgspec.json.encode(one))):
        names = by_rule.setdefault(_meant(said), [])
        if len(names) < SIGNATURES and person(said.by) not in map(person, names):
            names.append(said.by)
    rules = [replace(rule, by=tuple(names)) for rule, names in by_rule.items()]
    return tuple(r for r in rules if r.in_force), tuple(r for r in rules if not r.in_force)


def _read(note: Mapping[str, object]) -> _Signature:
    try:
        return msgspec.convert(dict(note), _Signature)
    except msgspec.ValidationError as error:
        message = f"a signature under a rule cannot be read: {error}"
        raise NotARule(message) from error


def _meant(said: _Signature) -> Exclusion:
    rule = said.rule
    try:
        voters = None if rule.voters is None else frozenset(map(bytes.fromhex, rule.voters))
    except ValueError as error:
        message = f"a rule names a voter that is no name of the box: {error}"
        raise NotARule(message) from error
    return Exclusion(rule.channel, voters, rule.from_at, rule.until_at, said.reason.strip())
