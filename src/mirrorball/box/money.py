"""The ledger of a donation vote: what was paid, what was paid back, and how many votes that leaves.

Payments and refunds are notes in the box, in any order, and the ledger is a function of the set of them. Amounts are
whole numbers of the smallest unit of their currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated

import msgspec

from mirrorball.box.ballot import When
from mirrorball.box.block import HEX, Kind
from mirrorball.box.contents import Note
from mirrorball.core.channel import Channel, Price


class Why(Enum):
    """Why a payment or refund is listed for a person to look at. None of these changes a vote."""

    UNKNOWN = "paid back, and no such payment is in the box"
    OVER = "more than was left of the payment"
    CONTRADICTS = "says something else than another note of the same name, which holds"
    UNREADABLE = "is no payment or refund on a channel that takes money"


@dataclass(frozen=True, slots=True)
class Listed:
    """A note that did not go into the sums, and why. ``refund`` is empty for a payment; names are those in the box."""

    why: Why
    payment: str
    refund: str
    amount: int
    at: int


@dataclass(frozen=True, slots=True)
class Sums:
    """Money of one couple in one currency, and the votes that it bought.

    ``votes`` are those of payments in time; ``late`` those that the others would have bought.
    """

    payments: int = 0
    taken: int = 0
    back: int = 0
    votes: int = 0
    late: int = 0

    @property
    def kept(self) -> int:
        """What was taken and not paid back."""
        return self.taken - self.back

    def __add__(self, other: Sums) -> Sums:
        """Both together."""
        return Sums(
            self.payments + other.payments,
            self.taken + other.taken,
            self.back + other.back,
            self.votes + other.votes,
            self.late + other.late,
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """All money of a box. ``back`` says how many votes refunds take back, by voter and id, for ``tally.count``."""

    sums: Mapping[tuple[str, str], Sums]  # by star and currency
    back: Mapping[tuple[bytes, bytes], int]
    listed: tuple[Listed, ...]

    def of(self, star: str | None = None, currency: str | None = None) -> Sums:
        """The sums of one couple or all, in one currency or all; over several currencies only votes mean something."""
        chosen = (s for (of, in_), s in self.sums.items() if star in (None, of) and currency in (None, in_))
        return sum(chosen, Sums())


_Hex = Annotated[str, msgspec.Meta(pattern=HEX)]
_Amount = Annotated[int, msgspec.Meta(gt=0)]


class _Payment(msgspec.Struct, frozen=True):
    payment: str
    voter: _Hex
    id: _Hex
    channel: str
    star: str
    amount: _Amount
    currency: str
    at: int

    @property
    def says(self) -> tuple[str, str, str, str, int, str]:
        return (self.voter, self.id, self.channel, self.star, self.amount, self.currency)


class _Refund(msgspec.Struct, frozen=True):
    payment: str
    refund: str
    amount: _Amount
    at: int

    @property
    def says(self) -> tuple[str, int]:
        return (self.payment, self.amount)


def ledger(notes: Iterable[Note], channels: Sequence[Channel]) -> Ledger:
    """The ledger of these notes; those of other kinds are passed over.

    The same payment or refund again changes nothing. Nothing is written into a box once its count is sealed, so every
    refund that lies in it takes votes back.
    """
    prices = {channel.name: channel.price for channel in channels if channel.price is not None}
    listed: list[Listed] = []
    payments, refunds = _first_of_each(notes, prices, listed)
    back: dict[str, int] = dict.fromkeys(payments, 0)
    for refund in sorted(refunds, key=lambda refund: (refund.at, refund.refund)):
        of = payments.get(refund.payment)
        if of is None:
            listed.append(_listed(Why.UNKNOWN, refund))
        elif refund.amount > of[0].amount - back[refund.payment]:
            listed.append(_listed(Why.OVER, refund))
        else:
            back[refund.payment] += refund.amount
    sums: dict[tuple[str, str], Sums] = {}
    votes_back: dict[tuple[bytes, bytes], int] = {}
    for name, (payment, when) in payments.items():
        price = prices[payment.channel]
        bought, left = bought_by(payment.amount, price), bought_by(payment.amount - back[name], price)
        votes, late = (left, 0) if when is When.IN_TIME else (0, left)
        key = (payment.star, payment.currency)
        sums[key] = sums.get(key, Sums()) + Sums(1, payment.amount, back[name], votes, late)
        if bought > left:
            votes_back[bytes.fromhex(payment.voter), bytes.fromhex(payment.id)] = bought - left
    return Ledger(sums, votes_back, tuple(sorted(listed, key=lambda one: (one.at, one.payment, one.refund))))


def bought_by(amount: int, price: Price) -> int:
    """How many votes an amount buys, in whole votes."""
    return amount // price.amount


def _first_of_each(
    notes: Iterable[Note], prices: Mapping[str, Price], listed: list[Listed]
) -> tuple[dict[str, tuple[_Payment, When]], list[_Refund]]:
    """Each payment and each refund once. Of copies that differ the first holds, one in time before one that is late."""
    payments: list[tuple[_Payment, When]] = []
    refunds: list[_Refund] = []
    for note in notes:
        if note.kind is not Kind.MONEY:
            continue
        read = _read(note.value)
        if isinstance(read, _Refund):
            refunds.append(read)
        elif read is not None and read.channel in prices and read.currency == prices[read.channel].currency:
            payments.append((read, note.when))
        else:
            payment, refund = (str(note.value.get(name, "")) for name in ("payment", "refund"))
            listed.append(Listed(Why.UNREADABLE, payment, refund, 0, note.at))
    payments.sort(key=lambda p: (p[1] is not When.IN_TIME, p[0].at, p[0].says))
    paid = {payment.payment: (payment, when) for payment, when in reversed(payments)}  # the first of each name stays
    listed += (_listed(Why.CONTRADICTS, p) for p, _ in payments if p.says != paid[p.payment][0].says)
    refunds.sort(key=lambda refund: (refund.at, refund.says))
    repaid = {refund.refund: refund for refund in reversed(refunds)}  # the first of each name stays
    listed += (_listed(Why.CONTRADICTS, refund) for refund in refunds if refund.says != repaid[refund.refund].says)
    return paid, list(repaid.values())


def _read(value: dict[str, object]) -> _Payment | _Refund | None:
    try:
        return msgspec.convert(value, _Refund) if "refund" in value else msgspec.convert(value, _Payment)
    except msgspec.ValidationError:
        return None


def _listed(why: Why, note: _Payment | _Refund) -> Listed:
    return Listed(why, note.payment, note.refund if isinstance(note, _Refund) else "", note.amount, note.at)
