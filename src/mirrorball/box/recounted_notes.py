"""The notes of a box, read a second time by plain code for ``recount``: rules, money, paper, signed rules.

Written after docs/box.md, and sharing no code with ``contents``, ``money``, ``paper`` and ``exclusion``. A note that
does not hold what its kind asks for is passed over, as it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mirrorball.box.ballot import When
from mirrorball.box.block import Kind
from mirrorball.box.contents import NoBox, Note
from mirrorball.box.rules import Choice, Rules
from mirrorball.core.channel import Channel, LimitPer, Price, Unit, Way

Typed = tuple[int, bytes, int, bytes, tuple[int, ...]]  # channel, voter, at, id, votes by couple


def read_rules(opening: dict[str, Any]) -> Rules:
    """The rules as an OPEN block writes them. Raises ``NoBox``."""
    try:
        return Rules(
            opening["night"],
            opening["title"],
            opening["week"],
            tuple(Choice(c["number"], c["star"], c["pro"], c.get("keyword", "")) for c in opening["choices"]),
            tuple(_channel(channel) for channel in opening["channels"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        message = f"the rules in an OPEN block cannot be read: {error!r}"
        raise NoBox(message) from error


def _channel(told: dict[str, Any]) -> Channel:
    price = told.get("price")
    return Channel(
        told["name"],
        told.get("limit"),
        LimitPer(told.get("per", "couple")),
        Way(told.get("way", "page")),
        Unit(told.get("unit", "browser")),
        told.get("replaceable", False),
        told.get("grace", 0),
        Price(price["amount"], price["currency"]) if price else None,
    )


def paid_back(notes: Sequence[Note], rules: Rules) -> dict[tuple[bytes, bytes], int]:
    """How many votes of a payment refunds take back, by voter and id of its ballot."""
    prices = {channel.name: channel.price for channel in rules.channels if channel.price is not None}
    money = [note for note in notes if note.kind == Kind.MONEY]
    payments: dict[str, dict[str, Any]] = {}
    paid = [
        note
        for note in money
        if "refund" not in note.value
        and _has(note.value, str, "payment", "voter", "id", "channel", "star", "currency")
        and _is_amount(note.value)
        and _names(note.value, "voter", "id")
        and note.value["channel"] in prices
        and note.value["currency"] == prices[str(note.value["channel"])].currency
    ]
    said = ("voter", "id", "channel", "star", "amount", "currency")
    paid.sort(key=lambda n: (n.when is not When.IN_TIME, n.value["at"], *(n.value[key] for key in said)))
    for note in paid:
        payments.setdefault(str(note.value["payment"]), note.value)
    refunds: dict[str, dict[str, Any]] = {}
    asked = [n.value for n in money if _has(n.value, str, "payment", "refund") and _is_amount(n.value)]
    for refund in sorted(asked, key=lambda value: (value["at"], value["payment"], value["amount"])):
        refunds.setdefault(str(refund["refund"]), refund)
    left = {name: payment["amount"] for name, payment in payments.items()}
    for refund in sorted(refunds.values(), key=lambda value: (value["at"], value["refund"])):
        of = str(refund["payment"])
        if of in left and refund["amount"] <= left[of]:
            left[of] -= refund["amount"]
    back = {}
    for name, payment in payments.items():
        price = prices[payment["channel"]].amount
        taken = payment["amount"] // price - left[name] // price
        if taken:
            back[bytes.fromhex(payment["voter"]), bytes.fromhex(payment["id"])] = taken
    return back


def typed_alike(notes: Sequence[Note], rules: Rules) -> list[Typed]:
    """Paper ballots on which the latest entries of two people agree, and of no other two on something else."""
    numbers = [nth for nth, channel in enumerate(rules.channels) if channel.way is Way.PAPER]
    stars = [choice.star for choice in rules.choices]
    latest: dict[str, dict[str, tuple[Any, ...]]] = {}  # by paper and person
    for note in notes:
        value: dict[str, Any] = note.value
        if note.kind != Kind.PAPER or not _has(value, str, "paper", "by", "voter", "id") or not _has(value, int, "at"):
            continue
        votes = value.get("votes")
        if not isinstance(votes, dict) or any(star not in stars for star in votes):
            continue
        if not value["paper"].strip() or not value["by"].strip() or not all(_is_count(n) for n in votes.values()):
            continue
        if not _names(value, "voter", "id"):
            continue
        by = _person(value["by"])
        says = tuple(sorted((star, n) for star, n in votes.items() if n))
        entry = (value["at"], by, says, value["by"], value["voter"], value["id"])
        people = latest.setdefault(value["paper"], {})
        people[by] = max(people.get(by, entry), entry)
    found: list[Typed] = []
    for people in latest.values():
        alike = [sorted(e for e in people.values() if e[2] == says) for says in {entry[2] for entry in people.values()}]
        agreed = [entries for entries in alike if len(entries) > 1]
        if len(agreed) == 1 and numbers:
            at, _, says, _, voter, name = agreed[0][1]
            given = dict(says)
            votes_by_couple = tuple(given.get(star, 0) for star in stars)
            found.append((numbers[0], bytes.fromhex(voter), at, bytes.fromhex(name), votes_by_couple))
    return found


def in_force(notes: Sequence[Note]) -> list[Callable[[str, bytes, int], bool]]:
    """The rules that two people signed: each tells of a channel, a voter and a time whether it leaves out.

    Raises ``NoBox`` where a signature cannot be read.
    """
    signed: dict[str, tuple[dict[str, Any], set[str]]] = {}
    try:
        for note in notes:
            if note.kind == Kind.EXCLUDE:
                value: dict[str, Any] = note.value
                rule = value["rule"]
                voters = None if rule["voters"] is None else sorted(set(rule["voters"]))
                same = repr((rule["channel"], voters, rule["from"], rule["until"], value["reason"].strip()))
                signed.setdefault(same, (rule, set()))[1].add(_person(value["by"]))
        return [_leaving_out(rule) for rule, people in signed.values() if len(people) > 1]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        message = f"a signature under a rule cannot be read: {error!r}"
        raise NoBox(message) from error


def _leaving_out(rule: dict[str, Any]) -> Callable[[str, bytes, int], bool]:
    voters = None if rule["voters"] is None else {bytes.fromhex(voter) for voter in rule["voters"]}

    def leaves_out(channel: str, voter: bytes, at: int) -> bool:
        return (
            rule["channel"] in (None, channel)
            and (voters is None or voter in voters)
            and (rule["from"] is None or rule["from"] <= at)
            and (rule["until"] is None or at < rule["until"])
        )

    return leaves_out


def _has(value: dict[str, Any], of: type, *names: str) -> bool:
    """Whether a value has all of these, and they are texts, or whole numbers."""
    return all(isinstance(value.get(name), of) and not isinstance(value.get(name), bool) for name in names)


def _is_amount(value: dict[str, Any]) -> bool:
    """Whether some money moved at some time."""
    return _has(value, int, "amount", "at") and bool(value["amount"] > 0)


def _names(value: dict[str, Any], *keys: str) -> bool:
    """Whether these texts are bytes in pairs of small hexadecimal figures."""
    return all(value[key] and not len(value[key]) % 2 and set(value[key]) <= set("0123456789abcdef") for key in keys)


def _is_count(votes: object) -> bool:
    return isinstance(votes, int) and not isinstance(votes, bool) and votes >= 0


def _person(name: str) -> str:
    """A name however it is written: spaces and capitals aside."""
    return " ".join(name.split()).casefold()
