"""The ways in for votes, and what each of them asks of a voter."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class LimitPer(Enum):
    """What a channel's limit counts."""

    COUPLE = "couple"  # so many votes for each couple
    BALLOT = "ballot"  # so many votes in all


class Way(Enum):
    """How ballots come in on a channel."""

    PAGE = "page"  # the vote page
    RELAY = "relay"  # a gateway, app or kiosk that signs what it hands on
    PAPER = "paper"  # paper ballots, each typed by two people
    DONATION = "donation"  # a relay that takes money; each vote has its price


class Unit(Enum):
    """What a channel takes for one voter. A limit holds for one of these, never for "a person"."""

    BROWSER = "browser"
    SEAT = "seat code"
    EMAIL = "e-mail address"
    PHONE = "phone number"
    ACCOUNT = "account"  # of the relay
    PAPER = "paper ballot"
    PAYMENT = "payment"


USUAL = {Way.PAGE: Unit.BROWSER, Way.RELAY: Unit.PHONE, Way.PAPER: Unit.PAPER, Way.DONATION: Unit.PAYMENT}
POSSIBLE = {
    Way.PAGE: (Unit.BROWSER, Unit.SEAT, Unit.EMAIL),
    Way.RELAY: (Unit.PHONE, Unit.EMAIL, Unit.ACCOUNT),
    Way.PAPER: (Unit.PAPER,),
    Way.DONATION: (Unit.PAYMENT,),
}


@dataclass(frozen=True, slots=True)
class Price:
    """What one vote costs, in the smallest unit of the currency: 50 and ``EUR`` are half a euro."""

    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Channel:
    """One way in for votes. One voter may give at most ``limit`` votes ``per`` couple, or in all, on it.

    Where it is ``replaceable``, a voter's later ballot takes the place of the earlier one; elsewhere ballots add up.
    ``grace`` is for how many milliseconds after the close a relay may still bring ballots that it was given in time.
    """

    name: str
    limit: int | None = None
    per: LimitPer = LimitPer.COUPLE
    way: Way = Way.PAGE
    unit: Unit = Unit.BROWSER
    replaceable: bool = False
    grace: int = 0
    price: Price | None = None
