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


# ISO 4217: most currencies have hundredths, these have not.
_WHOLE_ONLY = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"]
)
_THOUSANDTHS = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])
MOST_DIGITS = 9
CURRENCY_LETTERS = 3


def decimals(currency: str) -> int:
    """How many decimals an amount of this currency has."""
    return 0 if currency in _WHOLE_ONLY else 3 if currency in _THOUSANDTHS else 2


def amount_of(text: str, currency: str) -> int | None:
    """An amount of money, such as 5 or 5.00, in the smallest unit of its currency; None if it is none or not exact."""
    whole, point, part = text.partition(".")
    places = decimals(currency)
    exact = _digits(whole) and len(part) <= places and (_digits(part) if point else True)
    return int(whole + part.ljust(places, "0")) if exact and _currency(currency) else None


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def _currency(text: str) -> bool:
    return len(text) == CURRENCY_LETTERS and text.isascii() and text.isalpha() and text.isupper()


@dataclass(frozen=True, slots=True)
class Price:
    """What one vote costs, in the smallest unit of the currency: 50 and ``EUR`` are half a euro."""

    amount: int
    currency: str

    def __str__(self) -> str:
        """The price as people write it: 0.50 EUR."""
        places = decimals(self.currency)
        whole, part = divmod(self.amount, 10**places)
        return f"{whole}.{part:0{places}} {self.currency}" if places else f"{whole} {self.currency}"


def price_of(text: str) -> Price | None:
    """A price above nothing, such as 0.50 EUR; None if the text is none."""
    amount, _, currency = text.partition(" ")
    cents = amount_of(amount, currency)
    return Price(cents, currency) if cents else None


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
