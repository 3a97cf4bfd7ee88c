"""A door for relays in the tests: a box in a folder, and requests that are signed as a relay signs them."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from mirrorball.box.ballot import Ballot
from mirrorball.box.block import Kind
from mirrorball.box.contents import Contents, contents
from mirrorball.box.intake import Intake
from mirrorball.box.rules import Choice, Rules
from mirrorball.box.voters import Voters
from mirrorball.box.writer import BoxFile
from mirrorball.core.channel import Channel, LimitPer, Price, Unit, Way
from mirrorball.door.page import Stage
from mirrorball.door.relay import Relays, relay_key
from mirrorball.door.window import Counts

NOW = 1_700_000_000_000
BOX = b"\x12\x34567890"
REGGIE, LYNN, FOXX = "Reggie Bush", "Jamie Lynn Spears", "Jamie Foxx"
RULES = Rules(
    "night",
    "Finale",
    11,
    (Choice(3, REGGIE, "Emma Slater", "REGGIE"), Choice(5, LYNN, "Alan Bersten"), Choice(7, FOXX, "Sharna Burgess")),
    (
        Channel("web", 10),
        Channel("sms", 10, way=Way.RELAY, unit=Unit.PHONE, grace=60_000),
        Channel("app", 5, LimitPer.BALLOT, way=Way.RELAY, unit=Unit.ACCOUNT),
        Channel("kiosk", 1000, way=Way.RELAY, unit=Unit.EMAIL),
        Channel("open", way=Way.RELAY, unit=Unit.ACCOUNT),
        Channel("gifts", way=Way.DONATION, unit=Unit.PAYMENT, price=Price(50, "EUR")),
        Channel("cents", way=Way.DONATION, unit=Unit.PAYMENT, price=Price(1, "EUR")),
        Channel("hall", way=Way.PAPER, unit=Unit.PAPER),
    ),
)
VOTERS = Voters(b"secret")
PHONE = "+14155550101"


class Door:
    """A box in a folder, its relays, and a clock that stands still until it is set."""

    def __init__(self, folder: Path, runner: asyncio.Runner) -> None:
        self.folder, self.now, self._runner = folder, NOW, runner
        self.counts = Counts()
        self.intake = runner.run(self._begin())
        self.relays = Relays(RULES, VOTERS, lambda: self.now, self.counts)
        self.mark(Kind.OPEN)

    async def _begin(self) -> Intake:
        return Intake(BoxFile(self.folder, BOX), len(RULES.choices), lambda: self.now)

    def mark(self, kind: Kind) -> None:
        """Open or close the window."""
        value = (msgspec.to_builtins(RULES) if kind is Kind.OPEN else {}) | {"at": self.now}
        self._runner.run(self.intake.note(kind, msgspec.json.encode(value)))

    def post(
        self, body: bytes, headers: dict[str, str] | None = None, stage: Stage = Stage.OPEN, gone: Sequence[str] = ()
    ) -> tuple[int, dict[str, Any]]:
        """Send these bytes, signed as they should be unless other headers are given."""
        with_headers = signed(body, self.now // 1000) if headers is None else headers
        taken = self.relays.take(self.intake, with_headers, body, stage, frozenset(gone))
        status, answer = self._runner.run(taken)
        return status, json.loads(answer)

    def send(
        self,
        channel: str,
        *ballots: object,
        refunds: Sequence[object] = (),
        stage: Stage = Stage.OPEN,
        gone: Sequence[str] = (),
    ) -> list[dict[str, Any]]:
        """Send these ballots; what each was answered, refunds last."""
        asked = {"channel": channel, "ballots": ballots, "refunds": refunds}
        status, answer = self.post(json.dumps(asked).encode(), None, stage, gone)
        assert status == 200, answer
        return [*answer["ballots"], *answer.get("refunds", ())]

    def box(self) -> Contents:
        """The box as it lies on the disk."""
        return contents(self.folder)


def signed(body: bytes, seconds: int, key: str = "", name: str = "gate") -> dict[str, str]:
    """The header of a signed request."""
    signature = hmac.digest((key or relay_key(VOTERS, name)).encode(), f"{seconds}.".encode() + body, "sha256").hex()
    return {"mirrorball-signature": f"t={seconds},k={name},v={signature}"}


def ballot(votes: object = None, name: str = "b1", voter: str = PHONE, **other: object) -> dict[str, object]:
    """A ballot as a relay sends it."""
    return {"id": name, "voter": voter} | ({} if votes is None else {"votes": votes}) | other


def gift(amount: str, name: str = "p1", currency: str = "EUR", **other: object) -> dict[str, object]:
    """A payment as a relay sends it, for the couple that its text names."""
    return ballot(None, name, name, paid={"amount": amount, "currency": currency}, text="reggie") | other


def refund(amount: str, name: str = "r1", payment: str = "p1", currency: str = "EUR") -> dict[str, object]:
    """Money paid back."""
    return {"id": name, "payment": payment, "amount": amount, "currency": currency}


def votes_of(one: Ballot) -> dict[str, int]:
    """The votes on a ballot, without those that got none."""
    return {star: votes for star, votes in one.votes if votes}
