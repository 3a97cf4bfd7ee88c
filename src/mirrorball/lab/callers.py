"""A drawn audience that votes over real HTTP: browsers one ballot at a time, text messages through a relay in batches.

Whoever votes twice does so on one line, so that the order of a viewer's ballots is the drawn one.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import ssl
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from zlib import crc32

from mirrorball.box.rules import Rules
from mirrorball.box.voters import SHA, Voters
from mirrorball.core.channel import Channel, Way
from mirrorball.door.asking import COOKIE
from mirrorball.door.relay import relay_key
from mirrorball.lab.crowd import Cast

LINES = 64
BATCH = 100
RELAY = "rehearsal"
KEPT, LATE = 200, 409


class NotAnswered(Exception):
    """A door gave another answer than a vote gets. Its text says which."""


@dataclass(frozen=True, slots=True)
class Callers:
    """Viewers in front of the doors at this port of this machine.

    ``authority`` is the certificate that they trust, as PEM; without one they come by plain HTTP.
    """

    port: int
    rules: Rules
    voters: Voters
    clock: Callable[[], int]  # milliseconds since 1970
    authority: bytes = b""
    host: str = "127.0.0.1"

    async def vote(self, sent: Iterable[Cast], told: Callable[[int], None]) -> None:
        """Send all of it and wait for every answer. ``told`` hears how many were answered. Raises ``NotAnswered``."""
        channels = {channel.name: channel for channel in self.rules.channels}
        lines: list[list[Cast]] = [[] for _ in range(LINES)]
        for one in sent:
            way = channels[one.channel].way
            at = crc32(f"{way.value} {one.voter}".encode()) % (LINES // 2)
            lines[at if way is Way.PAGE else LINES // 2 + at].append(one)
        await asyncio.gather(*(self._line(one, channels, told) for one in lines if one))

    async def _line(self, sent: Sequence[Cast], channels: dict[str, Channel], told: Callable[[int], None]) -> None:
        trusted = ssl.create_default_context(cadata=self.authority.decode()) if self.authority else None
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104  # all addresses
        reader, writer = await asyncio.open_connection(host, self.port, ssl=trusted)
        try:
            for name, group in groupby(sent, key=lambda one: one.channel):
                if channels[name].way is Way.PAGE:
                    for one in group:
                        await self._page(reader, writer, one, channels[name])
                        told(1)
                else:
                    waiting = list(group)
                    for at in range(0, len(waiting), BATCH):
                        batch = waiting[at : at + BATCH]
                        await self._relay(reader, writer, batch, name)
                        told(len(batch))
        finally:
            writer.close()

    async def _page(self, reader: StreamReader, writer: StreamWriter, one: Cast, channel: Channel) -> None:
        given = dict(one.votes)
        body = json.dumps({"id": one.name, "votes": [given.get(star, 0) for star in self.rules.stars]})
        token = self.voters.token(channel.unit, one.voter)
        status, answer = await _ask(reader, writer, "/vote", body.encode(), f"Cookie: {COOKIE}={token}\r\n")
        if status != (LATE if one.late else KEPT):
            raise NotAnswered(answer.decode())

    async def _relay(self, reader: StreamReader, writer: StreamWriter, batch: Sequence[Cast], name: str) -> None:
        ballots = [{"id": one.name, "voter": one.voter, "votes": dict(one.votes)} for one in batch]
        body = json.dumps({"channel": name, "ballots": ballots}).encode()
        seconds, key = self.clock() // 1000, relay_key(self.voters, RELAY).encode()
        signed = hmac.digest(key, f"{seconds}.".encode() + body, SHA).hex()
        header = f"Mirrorball-Signature: t={seconds},k={RELAY},v={signed}\r\n"
        status, answer = await _ask(reader, writer, "/relay", body, header)
        if status != KEPT:
            raise NotAnswered(answer.decode())


async def _ask(reader: StreamReader, writer: StreamWriter, path: str, body: bytes, headers: str) -> tuple[int, bytes]:
    """One request on a line that stays open, and its answer."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n{headers}\r\n"
    )
    writer.write(head.encode() + body)
    told = await reader.readuntil(b"\r\n\r\n")
    lines = told.lower().split(b"\r\n")
    length = next(int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:"))
    return int(told[9:12]), await reader.readexactly(length)
