"""What a relay sends, and one way of writing who its voters are. docs/relay.md describes it for whoever writes a relay.

A request is decoded whole where it is as it should be, which is nearly always; otherwise ballot by ballot, so that a
bad one refuses only itself.
"""

from __future__ import annotations

import re
from functools import lru_cache
from http import HTTPStatus

import msgspec

from mirrorball.core.channel import Unit
from mirrorball.door.asking import NotTaken
from mirrorball.door.codes import NoCode, canonical

MOST_BALLOTS = 1000  # in a request; refunds come on top, as many
MOST_LETTERS = 200  # of an id or an account
KNOWN_NUMBERS = 65_536  # of those that had to be looked at twice

# Numbers that can only be written in this one way: all digits of E.164, and no trunk prefix of the country left in. The
# rest (a 0 behind the country's code; the 8 of Russia; countries whose short numbers have a long form) is asked twice.
_PLAIN_NUMBER = re.compile(
    r"\+(?:1[2-9][0-9]{9}|(?!78|3708|3758|9938|861[12]|86179|35215|6921|261[^3]|378|5590"
    r"|(?:7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"
    r"|(?:2[1-689]|3[578]|42|5[09]|6[789]|8[03578]|9[679])[0-9])0)"
    r"[2-9][0-9]{6,14})"
)

_ANY_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")


class Refused(Exception):
    """One ballot or refund is not taken. Its text says what was found, what was expected and what to do."""


class Amount(msgspec.Struct, frozen=True, gc=False):
    """Money as exact decimal text."""

    amount: str
    currency: str


class Sent(msgspec.Struct, frozen=True, gc=False):
    """One ballot as a relay sends it. ``at`` is when the relay was given it, in milliseconds since 1970."""

    id: str
    voter: str
    votes: dict[str, int] | None = None  # by star or by the number of the couple
    text: str | None = None
    at: int | None = None
    paid: Amount | None = None


class Refund(msgspec.Struct, frozen=True, gc=False):
    """Money that was paid back. ``payment`` is what the payment's ballot called its voter."""

    id: str
    payment: str
    amount: str
    currency: str


class Unfit(msgspec.Struct, frozen=True):
    """What stands where a ballot or a refund should, and why it is none."""

    id: str
    why: str


class Asked(msgspec.Struct, frozen=True):
    """A request."""

    channel: str
    ballots: list[Sent | Unfit]
    refunds: list[Refund | Unfit]
    receipts: bool  # whether the relay wants a receipt for each ballot; who needs none is answered sooner


class _Whole(msgspec.Struct):
    channel: str
    ballots: list[Sent] = []
    refunds: list[Refund] = []
    receipts: bool = True


class _Loose(msgspec.Struct):
    channel: str
    ballots: list[msgspec.Raw] = []
    refunds: list[msgspec.Raw] = []
    receipts: bool = True


class _Named(msgspec.Struct):
    id: str


_whole, _loose = msgspec.json.Decoder(_Whole).decode, msgspec.json.Decoder(_Loose).decode
_sent, _refund = msgspec.json.Decoder(Sent).decode, msgspec.json.Decoder(Refund).decode
_named = msgspec.json.Decoder(_Named).decode

_NOT_READ = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def asked(body: bytes) -> Asked:
    """What a relay asks. Raises ``NotTaken`` if it is no request at all, or one of too many ballots."""
    found: Asked | _Whole
    try:
        found = _whole(body)
    except _NOT_READ:
        found = _one_by_one(body)
    for what, number in (("ballots", len(found.ballots)), ("refunds", len(found.refunds))):
        if number > MOST_BALLOTS:
            message = f"The request holds {number:,} {what}, and {MOST_BALLOTS:,} is the most. Send them in several."
            raise NotTaken(message, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return Asked(found.channel, list(found.ballots), list(found.refunds), found.receipts)


def known_as(unit: Unit, typed: str, relay: str) -> str:
    """Whoever votes, written in one way only. Accounts and payments are those of the relay. Raises ``Refused``."""
    match unit:
        case Unit.PHONE:
            return typed if _PLAIN_NUMBER.fullmatch(typed) else _number(typed)
        case Unit.EMAIL:
            try:
                return canonical(typed)
            except NoCode as error:
                raise Refused(str(error)) from None
        case _:
            name = typed.strip()
            if not name or len(name) > MOST_LETTERS:
                message = f"The voter has {len(name)} letters. Send 1 to {MOST_LETTERS} that name the {unit.value}."
                raise Refused(message)
            return f"{relay}/{name}"


def _one_by_one(body: bytes) -> Asked:
    """A request that does not read as a whole: each ballot alone."""
    try:
        loose = _loose(body)
    except _NOT_READ as error:
        message = f"The request does not read ({error}). Send JSON with channel and ballots; docs/relay.md shows it."
        raise NotTaken(message) from None
    ballots: list[Sent | Unfit] = []
    refunds: list[Refund | Unfit] = []
    for raw in loose.ballots[: MOST_BALLOTS + 1]:
        try:
            ballots.append(_sent(raw))
        except _NOT_READ as error:
            ballots.append(_unfit(raw, f"The ballot does not read ({error})."))
    for raw in loose.refunds[: MOST_BALLOTS + 1]:
        try:
            refunds.append(_refund(raw))
        except _NOT_READ as error:
            refunds.append(_unfit(raw, f"The refund does not read ({error})."))
    return Asked(loose.channel, ballots, refunds, loose.receipts)


def _unfit(raw: msgspec.Raw, why: str) -> Unfit:
    try:
        name = _named(raw).id
    except _NOT_READ:
        name = ""
    return Unfit(name, f"{why} docs/relay.md says what stands in it.")


@lru_cache(maxsize=KNOWN_NUMBERS)
def _number(typed: str) -> str:
    """A phone number in E.164. Raises ``Refused``."""
    import phonenumbers  # noqa: PLC0415  # it takes long to load, and most numbers never need it

    message = f"{typed[:30]!r} is no phone number. Send it in the international form, such as +14155550123."
    if len(typed) > MOST_LETTERS:
        raise Refused(message)
    try:
        read = phonenumbers.parse(typed.strip())
    except phonenumbers.NumberParseException:
        raise Refused(message) from None
    number = str(phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164))
    if not _ANY_NUMBER.fullmatch(number) or not phonenumbers.is_possible_number(read):
        raise Refused(message)
    return number
