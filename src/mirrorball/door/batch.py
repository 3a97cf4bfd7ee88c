"""The ballots and refunds of one request of a relay: what each asks, into the box with it, one wait for all of them.

Everything up to the wait is done in one go, so that no marker of the window comes between a payment and its ballot.
"""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections.abc import Mapping
from http import HTTPStatus

import msgspec
from msgspec import UNSET, UnsetType

from mirrorball.box.block import HEAD, MOST_BYTES, MOST_VOTES, NO_AGE, SUM, Kind
from mirrorball.box.intake import Full, Group, Intake
from mirrorball.box.keywords import Unread, read
from mirrorball.box.money import bought_by
from mirrorball.box.receipt import Spot, receipt, spot_box
from mirrorball.box.rules import Rules
from mirrorball.box.voters import Voters
from mirrorball.core.channel import Channel, LimitPer, Price, Way, amount_of
from mirrorball.door import wire
from mirrorball.door.wire import Amount, Refund, Refused, Sent, Unfit

MS = 1000
AHEAD = 300 * MS  # how far a relay's clock may be ahead of ours; such a ballot came when we got it
OLDEST = 24 * 60 * 60 * MS  # of a ballot when it comes; older than that, its time is in another unit than ours
MOST_TEXT = 40  # letters of a message that nobody could read, kept so that somebody can
ROOM = MOST_BYTES - HEAD.size - SUM.size  # bytes of a note

MANY = "Very many ballots are waiting for the disk. This one was not kept; send it again under the same id."
NO_ROOM = "The box could not be written at this moment. This one was not kept; send it again under the same id."
NO_VOTES = (
    'The ballot names neither votes nor a text. Send one of them, such as "votes": {"3": 10} or "text": "REGGIE 10".'
)
BOTH = "The ballot holds both votes and a text. Send one of them."


class Kept(msgspec.Struct, gc=False):
    """The answer for a ballot or refund that is on the disk. What a text or a payment was read as stands beside it.

    ``late``: it came after the close and does not count. ``grace``: it came after the close and counts if it is still
    in the grace and its own time lies before the close.
    """

    id: str
    kept: bool = True
    receipt: str | UnsetType = UNSET
    star: str | UnsetType = UNSET
    votes: int | UnsetType = UNSET
    rest: Amount | UnsetType = UNSET  # of a payment: what bought no vote
    late: bool | UnsetType = UNSET
    grace: bool | UnsetType = UNSET


class NotRead(msgspec.Struct, gc=False):
    """The answer for a text that means no couple, or not one alone; ``help`` is a sentence for its sender."""

    id: str
    help: str
    unread: bool = True


class NotKept(msgspec.Struct, gc=False):
    """The answer for what was not taken; with ``again`` it should be sent again."""

    id: str
    refused: str
    again: bool | UnsetType = UNSET


Answer = Kept | NotRead | NotKept
Ready = tuple[int, Kept, bytes, bytes, list[int], int]  # a ballot: slot, answer, voter, id, votes, age


class _Answers(msgspec.Struct):
    ballots: list[Answer]
    refunds: list[Answer] | UnsetType = UNSET


_encode = msgspec.json.Encoder().encode


class Line:
    """One channel of relays: what a ballot on it must look like."""

    def __init__(self, at: int, channel: Channel, rules: Rules) -> None:
        """Work out the shape of a ballot on the channel that stands here in the rules."""
        self.at, self.channel, self.unit, self.choices = at, channel, channel.unit, rules.choices
        self.takes_money = channel.way is Way.DONATION
        self.most = MOST_VOTES[4] if channel.limit is None else min(channel.limit, MOST_VOTES[4])
        self.in_all = channel.limit if channel.per is LimitPer.BALLOT else None
        self.width = 4 if self.takes_money else next(w for w, most in MOST_VOTES.items() if self.most <= most)
        self.stars = {choice.star: nth for nth, choice in enumerate(rules.choices)}
        self.places = {str(choice.number): nth for nth, choice in enumerate(rules.choices)} | self.stars
        self._no_votes = [0] * len(rules.choices)

    def place(self, couple: str) -> int:
        """Where a couple stands that is named by its number or its star. Raises ``Refused``."""
        nth = self.places.get(couple)
        if nth is None:
            raise Refused(self._no_such(couple))
        return nth

    def row(self, votes: dict[str, int]) -> list[int]:
        """Votes in the order of the rules. Raises ``Refused``."""
        row, given, most = self._no_votes.copy(), 0, self.most
        for couple, number in votes.items():
            nth = self.places.get(couple)
            if nth is None:
                raise Refused(self._no_such(couple))
            if row[nth]:
                message = f"{couple!r} names a couple that the ballot has named before. Send each couple once."
                raise Refused(message)
            if not 0 <= number <= most:
                message = f"{number} votes for {couple!r}, and a ballot on {self.channel.name} holds 0 to {most:,}."
                raise Refused(message)
            row[nth] = number
            given += number
        if not given:
            message = "There is no vote on the ballot. Send at least one."
            raise Refused(message)
        if self.in_all is not None and given > self.in_all:
            message = f"{given:,} votes, and a ballot on {self.channel.name} holds {self.in_all:,} in all."
            raise Refused(message)
        return row

    def one(self, nth: int, votes: int) -> list[int]:
        """Votes for one couple."""
        row = self._no_votes.copy()
        row[nth] = votes
        return row

    def _no_such(self, couple: str) -> str:
        named = ", ".join(f"{choice.number} {choice.star}" for choice in self.choices)
        return f"{couple[:40]!r} is no couple of this vote. Send a number or a star's full name: {named}."

    def price(self) -> Price:
        """What a vote costs. Raises ``Refused`` where nothing can be paid for."""
        if not self.takes_money or self.channel.price is None:
            message = f"{self.channel.name} takes no money. Send paid ballots and refunds to a channel of donations."
            raise Refused(message)
        return self.channel.price


class Batch:
    """The ballots and refunds of one request, on their way through the disk."""

    def __init__(self, voters: Voters, line: Line, relay: str, intake: Intake, *, receipts: bool) -> None:
        """Begin a request of this relay, who wants a receipt for each ballot or none."""
        self._wants_receipts = receipts
        self._voters, self._line, self._relay, self._intake = voters, line, relay, intake
        self._ballots: list[Answer] = []
        self._refunds: list[Answer] = []
        self._in: list[tuple[int, Kept, Group, int, bytes, bytes]] = []  # slot, answer, group, place, voter, id
        self._paid: list[Ready] = []
        self._payments, self._repaid, self._unread = _Notes(Kind.MONEY), _Notes(Kind.MONEY), _Notes(Kind.UNREAD)
        self._noted: dict[int, Future[int]] = {}  # what slots wait for besides their ballots

    def put(self, sent: list[Sent | Unfit], gone: frozenset[str]) -> None:
        """Put each ballot into the next block, or see why not."""
        out = [nth for star, nth in self._line.stars.items() if star in gone]
        for ballot in sent:
            try:
                self._ballots.append(self._put(ballot, out))
            except Refused as refused:
                self._ballots.append(NotKept(ballot.id, str(refused)))
            except Full:
                self._ballots.append(NotKept(ballot.id, MANY, again=True))
        # The payments stand in front of their ballots, so that a power cut between them leaves no unpaid vote.
        self._noted |= self._payments.put(self._intake)
        for ready in self._paid:
            try:
                self._lay(ready)
            except Full:
                slot, kept, *_ = ready
                self._ballots[slot] = NotKept(kept.id, MANY, again=True)

    def _put(self, sent: Sent | Unfit, out: list[int]) -> Answer:
        if isinstance(sent, Unfit):
            raise Refused(sent.why)
        line, voters, relay, votes = self._line, self._voters, self._relay, sent.votes
        if not 0 < len(sent.id) <= wire.MOST_LETTERS:
            raise Refused(_bad_id(sent.id))
        known = wire.known_as(line.unit, sent.voter, relay)
        voter = voters.voter(line.unit, known)
        age = NO_AGE if sent.at is None else self._age(sent.at)
        if votes is not None and sent.text is None and not line.takes_money and sent.paid is None:
            kept, row = Kept(sent.id), line.row(votes)
            name = voters.ballot(f"{relay}/{sent.id}")
        else:
            # Of one payment there is one ballot, whatever it is called.
            name = voters.ballot(known if line.takes_money else f"{relay}/{sent.id}")
            read_as = self._read(sent)
            if isinstance(read_as, NotRead):
                note = {"channel": line.channel.name, "voter": voter.hex(), "id": name.hex()}
                self._unread.add(len(self._ballots), self._dated(note | {"text": (sent.text or "")[:MOST_TEXT]}, age))
                return read_as
            kept, row = read_as
        for nth in out:
            if row[nth]:
                message = f"{line.choices[nth].star} is out of the competition and takes no votes any more."
                raise Refused(message)
        if line.takes_money:
            self._pay(sent, voter, name, age, str(kept.star))
            self._paid.append((len(self._ballots), kept, voter, name, row, age))
        else:
            self._lay((len(self._ballots), kept, voter, name, row, age))
        return kept

    def _lay(self, ready: Ready) -> None:
        """Lay a ballot into the next block. Raises ``Full``."""
        line = self._line
        slot, kept, voter, name, row, age = ready
        group, place = self._intake.put(voter, name, line.at, row, width=line.width, age=age)
        if group.late:
            can_count = line.channel.grace and age != NO_AGE
            kept.late, kept.grace = (UNSET, True) if can_count else (True, UNSET)
        self._in.append((slot, kept, group, place, voter, name))

    def _read(self, sent: Sent) -> tuple[Kept, list[int]] | NotRead:
        """What a ballot with a text or a payment asks. Raises ``Refused``."""
        line, votes, text = self._line, sent.votes, sent.text
        if (votes is None) == (text is None):
            raise Refused(NO_VOTES if votes is None else BOTH)
        if sent.paid is not None or line.takes_money:
            price, bought, rest = self._bought(sent.paid)
        else:
            price, bought, rest = None, 0, 0
        if text is not None:
            found = read(text, line.choices, line.channel.limit if price is None else None)
            if isinstance(found, Unread):
                return NotRead(sent.id, found.help)
            star, number = found.star, found.votes
        else:
            star, number = self._only_couple(votes or {}, bought)
        kept = Kept(sent.id, star=star, votes=number if price is None else bought)
        if price is None:
            return kept, line.row({star: number})
        kept.rest = _amount(rest, price)
        return kept, line.one(line.stars[star], bought)

    def _bought(self, paid: Amount | None) -> tuple[Price, int, int]:
        """What a vote costs, how many a payment buys, and what is left of it. Raises ``Refused``."""
        price = self._line.price()
        if paid is None:
            message = 'The ballot names no payment. Send one, such as "paid": {"amount": "5.00", "currency": "EUR"}.'
            raise Refused(message)
        amount = _exact(paid, price)
        bought = bought_by(amount, price)
        if bought > MOST_VOTES[4]:
            message = f"{paid.amount} {paid.currency} would buy {bought:,} votes, and a ballot holds {MOST_VOTES[4]:,}."
            raise Refused(message)
        return price, bought, amount - bought * price.amount

    def _only_couple(self, votes: dict[str, int], bought: int) -> tuple[str, int]:
        """The star whose couple a payment is for. Raises ``Refused``."""
        if len(votes) != 1:
            message = f"The ballot names {len(votes)} couples, and a payment is for one."
            raise Refused(message)
        ((couple, number),) = votes.items()
        nth = self._line.place(couple)
        if number != bought:
            message = f"The ballot names {number:,} votes, and the payment buys {bought:,}. Send that number."
            raise Refused(message)
        return self._line.choices[nth].star, number

    def _pay(self, sent: Sent, voter: bytes, name: bytes, age: int, star: str) -> None:
        """A payment for the ledger. It is known by the name of its voter, who is the payment."""
        price = self._line.price()
        amount = _exact(sent.paid, price) if sent.paid else 0
        note = {"payment": voter.hex(), "voter": voter.hex(), "id": name.hex(), "channel": self._line.channel.name}
        note |= {"star": star, "currency": price.currency}
        self._payments.add(len(self._ballots), self._dated({**note, "amount": amount}, age))

    def pay_back(self, refunds: list[Refund | Unfit]) -> None:
        """Note each refund. Whether such a payment is there, and had so much left, is for the ledger."""
        for refund in refunds:
            try:
                self._refunds.append(self._pay_back(refund))
            except Refused as refused:
                self._refunds.append(NotKept(refund.id, str(refused)))

    def _pay_back(self, refund: Refund | Unfit) -> Kept:
        if isinstance(refund, Unfit):
            raise Refused(refund.why)
        line, voters, relay = self._line, self._voters, self._relay
        price = line.price()
        amount = _exact(Amount(refund.amount, refund.currency), price)
        if not 0 < len(refund.id) <= wire.MOST_LETTERS:
            raise Refused(_bad_id(refund.id))
        payment = voters.voter(line.unit, wire.known_as(line.unit, refund.payment, relay)).hex()
        name = voters.ballot(f"{relay}/refund/{refund.id}").hex()
        self._repaid.add(
            ~len(self._refunds), self._dated({"payment": payment, "refund": name, "amount": amount}, NO_AGE)
        )
        return Kept(refund.id)

    def _age(self, at: int) -> int:
        """How many milliseconds ago a relay was given a ballot. Raises ``Refused`` if its time cannot be right."""
        age = self._intake.now() - at
        if -AHEAD <= age <= OLDEST:
            return max(0, age)
        how = f"{-age // MS:,} seconds ahead of our clock" if age < 0 else f"{age // MS:,} seconds ago"
        message = f'The time of the ballot lies {how}. Send "at" in milliseconds since 1970, or leave it out.'
        raise Refused(message)

    def _dated(self, note: Mapping[str, object], age: int) -> bytes:
        dated = {**note, "at": self._intake.now()} | ({} if age == NO_AGE else {"age": age})
        return _encode(dated)

    async def answer(self) -> tuple[int, bytes]:
        """Wait for the disk, then answer each for itself."""
        noted = self._noted | self._repaid.put(self._intake) | self._unread.put(self._intake)
        written = {group.written for _, _, group, *_ in self._in} | set(noted.values())
        if written:
            await asyncio.wait(written)  # it leaves them alone if the one who asked has gone
        self._write_receipts()
        for slot, future in noted.items():
            if future.exception() is not None:
                answers, at = (self._ballots, slot) if slot >= 0 else (self._refunds, ~slot)
                answers[at] = NotKept(answers[at].id, NO_ROOM, again=True)
        answered = [*self._ballots, *self._refunds]
        none = answered and all(isinstance(one, NotKept) and one.again is True for one in answered)
        said = _Answers(self._ballots, self._refunds or UNSET)
        return HTTPStatus.SERVICE_UNAVAILABLE if none else HTTPStatus.OK, _encode(said)

    @property
    def kept(self) -> int:
        """How many of the ballots are on the disk."""
        return sum(isinstance(one, Kept) for one in self._ballots)

    def _write_receipts(self) -> None:
        key, box = self._voters.receipt, spot_box(self._intake.box)
        latest: Group | None = None
        block: int | None = None
        for slot, kept, group, place, voter, name in self._in:
            if group is not latest:
                latest, block = group, None if group.written.exception() else group.written.result()
            if block is None:
                self._ballots[slot] = NotKept(kept.id, NO_ROOM, again=True)
            elif self._wants_receipts:
                kept.receipt = receipt(key, Spot(box, block, place), voter, name)


class _Notes:
    """Lines for the box, in as few notes as hold them, and whose lines they are."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._chunks: list[tuple[list[int], bytearray]] = []

    def add(self, slot: int, line: bytes) -> None:
        """One line more, of the ballot or refund in this slot."""
        if not self._chunks or len(self._chunks[-1][1]) + len(line) + 1 > ROOM:
            self._chunks.append(([], bytearray()))
        slots, held = self._chunks[-1]
        slots.append(slot)
        held += line + b"\n"

    def put(self, intake: Intake) -> dict[int, Future[int]]:
        """Put them into the box: what each slot waits for."""
        waits: dict[int, Future[int]] = {}
        for slots, held in self._chunks:
            waits |= dict.fromkeys(slots, intake.put_note(self._kind, bytes(held)))
        return waits


def _exact(paid: Amount, price: Price) -> int:
    """An amount in the smallest unit of the channel's currency, above nothing. Raises ``Refused``."""
    amount = amount_of(paid.amount, paid.currency)
    if not amount or paid.currency != price.currency:
        message = (
            f"The amount {paid.amount[:20]!r} {paid.currency[:3]!r} is not one above nothing in {price.currency}. "
            f"Send exact decimal text, such as {price}."
        )
        raise Refused(message)
    return amount


def _amount(amount: int, price: Price) -> Amount:
    """Money as exact decimal text."""
    text, _, currency = str(Price(amount, price.currency)).partition(" ")
    return Amount(text, currency)


def _bad_id(given: str) -> str:
    return f"The id has {len(given)} letters. Send 1 to {wire.MOST_LETTERS}, and the same when sending again."
