"""The load: a process of its own on a core of its own that sends ballots over loopback and times the answers.

Alone, ``bench/load.py`` prints what it can send, against a handler that answers at once; a benchmark of a server means
nothing where the load is the slower of the two. Other scripts call ``loaded``, which starts it as a process.

Closed: each connection asks again as soon as it is answered. Open: requests are due at moments drawn ahead, whether or
not the earlier ones have been answered, and a latency is counted from the moment when its request was due; so a server
that stops for a second is charged with all who would have come in that second. Nothing is made while it measures: all
requests lie ready. A request that was sent is waited for, and one that was not answered by 200 is reported by number.
"""

from __future__ import annotations

import gc
import hmac
import os
import select
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from time import perf_counter, process_time, sleep, time

import msgspec
from measure import machine, ms, table

from mirrorball.box.voters import Voters
from mirrorball.core.channel import Unit

HOST, PATIENCE, READ = "127.0.0.1", 20.0, 1 << 16
VOTES = (3, 0, 7, 0, 10)  # on every ballot
OK, HEAD_END, LENGTH, KEPT = b"HTTP/1.1 200", b"\r\n\r\n", b"content-length: ", b'"kept":true'
MOST_REASONS, LONGEST = 5, 200  # of what a server says instead of 200
BARE = Path(__file__).parent / "peers" / "reads_body.py"
SERVER_CORE, LOAD_CORE = 0, 1


@dataclass(frozen=True, slots=True)
class Plan:
    """What is sent: ``ready`` requests at most, for ballots from number ``first`` on, each by a voter of its own.

    With a ``rate``, in requests a second, the load is open; without, it is closed. With a ``batch``, a request goes to
    the relay endpoint and holds so many ballots of ``channel``, signed in the name of ``relay``.
    """

    port: int
    seconds: float
    ready: int
    secret: str  # of the night, in hexadecimal
    first: int = 0
    connections: int = 256
    rate: float = 0.0
    batch: int = 0
    relay: str = "bench"
    channel: str = "relay"


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of it. Latencies are in seconds, rates in requests a second; ``used`` is the load's share of its core.

    ``refused`` holds the numbers, from 0 within this plan, of requests that were not answered by 200, and ``why`` a
    few of the other answers.
    """

    sent: int
    rate: float
    p50: float
    p99: float
    worst: float
    used: float
    refused: list[int] = field(default_factory=list)
    why: dict[str, int] = field(default_factory=dict)


def name(number: int) -> str:
    """What the sender calls the ballot of this number."""
    return f"{number:016x}"


def phone(number: int) -> str:
    """The number from which a relay was given this ballot."""
    return f"+43660{number:08d}"


def ballots(plan: Plan) -> Iterator[bytes]:
    """Requests of the vote page's script, one ballot each."""
    voters = Voters(bytes.fromhex(plan.secret))
    votes = ",".join(map(str, VOTES))
    for number in range(plan.first, plan.first + plan.ready):
        cookie = f"Cookie: mirrorball_voter={voters.token(Unit.BROWSER, name(number))}"
        yield request("/vote", f'{{"id":"{name(number)}","votes":[{votes}]}}', cookie)


def batches(plan: Plan) -> Iterator[bytes]:
    """Signed requests of a relay, so many ballots each."""
    key = hmac.digest(Voters(bytes.fromhex(plan.secret)).relay, plan.relay.encode(), "sha256").hex().encode()
    votes = ",".join(f'"{number}":{given}' for number, given in enumerate(VOTES, 1) if given)
    for first in range(plan.first, plan.first + plan.ready * plan.batch, plan.batch):
        numbers = range(first, first + plan.batch)
        each = (f'{{"id":"{name(n)}","voter":"{phone(n)}","votes":{{{votes}}}}}' for n in numbers)
        body, at = f'{{"channel":"{plan.channel}","receipts":false,"ballots":[{",".join(each)}]}}', int(time())
        signed = hmac.digest(key, f"{at}.{body}".encode(), "sha256").hex()
        yield request("/relay", body, f"Mirrorball-Signature: t={at},k={plan.relay},v={signed}")


def request(path: str, body: str, head: str) -> bytes:
    """A request as a browser writes it, with fewer heads."""
    heads = f"Host: {HOST}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n{head}"
    return f"POST {path} HTTP/1.1\r\n{heads}\r\n\r\n{body}".encode()


class Connection:
    """One connection, on which at most one request is under way."""

    __slots__ = ("due", "got", "number", "wire")

    def __init__(self, port: int) -> None:
        """Connect."""
        self.wire = socket.create_connection((HOST, port), timeout=PATIENCE)
        self.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.wire.settimeout(0)
        self.got, self.due, self.number = b"", 0.0, -1


class Load:
    """The requests of one plan while they are sent."""

    def __init__(self, plan: Plan) -> None:
        """Make all requests and connect."""
        self.plan, self.requests = plan, list(batches(plan) if plan.batch else ballots(plan))
        self.waits: list[float] = []
        self.refused: list[int] = []
        self.why: dict[str, int] = {}
        self.next = 0
        self.poll = select.epoll()
        self.lines: dict[int, Connection] = {}
        self.free: deque[Connection] = deque()
        for _ in range(plan.connections):
            self._connect()

    def run(self) -> Seen:
        """Send for as long as planned, wait for what is under way, and say what was seen."""
        gc.collect()
        gc.disable()
        used, begun = process_time(), perf_counter()
        (self._open if self.plan.rate else self._closed)(begun, begun + self.plan.seconds)
        used, took = process_time() - used, perf_counter() - begun
        waits = sorted(self.waits) or sys.exit("nothing was answered")
        p50, p99 = (waits[int(len(waits) * share)] for share in (0.5, 0.99))
        return Seen(self.next, len(waits) / took, p50, p99, waits[-1], used / took, self.refused, self.why)

    def _closed(self, begun: float, end: float) -> None:
        """Whoever is answered asks again."""
        while self.free and self.next < len(self.requests):
            self._send(self.free.popleft(), begun)
        while len(self.free) < len(self.lines):
            for line in self._answered(PATIENCE):
                now = perf_counter()
                if now < end and self.next < len(self.requests):
                    self._send(line, now)
                else:
                    self.free.append(line)

    def _open(self, begun: float, end: float) -> None:
        """Requests are due when they are due; it turns without sleeping, because a sleep is a millisecond long."""
        draw, due = Random(self.plan.first), begun
        waiting: deque[float] = deque()
        for _ in self.requests:
            due += draw.expovariate(self.plan.rate)
            if due >= end:
                break
            waiting.append(due)
        while waiting or len(self.free) < len(self.lines):
            now = perf_counter()
            while waiting and self.free and waiting[0] <= now:
                self._send(self.free.popleft(), waiting.popleft())
            self.free.extend(self._answered(0))
            if now > end + PATIENCE:
                sys.exit(f"the server still owed answers {PATIENCE:.0f} s after the end")

    def _send(self, line: Connection, due: float) -> None:
        """The next request goes out on this connection."""
        line.due, line.number = due, self.next
        self.next += 1
        held = self.requests[line.number]
        try:
            sent = line.wire.send(held)
            if sent < len(held):  # a long one finds the socket's room full
                line.wire.settimeout(PATIENCE)
                line.wire.sendall(memoryview(held)[sent:])
                line.wire.settimeout(0)
        except OSError:
            return  # what has become of it shows when the connection is read

    def _answered(self, patience: float) -> Iterator[Connection]:
        """The connections whose answer has come whole. It ends the process where nothing comes."""
        ready = self.poll.poll(patience)
        if patience and not ready:
            sys.exit(f"no answer came for {patience:.0f} s")
        for number, _ in ready:
            line = self.lines[number]
            try:
                piece = line.wire.recv(READ)
            except OSError:
                piece = b""
            if not piece:
                yield from self._broken(line)
                continue
            got = line.got = line.got + piece if line.got else piece
            head = got.find(HEAD_END)
            at = got.find(LENGTH, 0, head)
            if head < 0 or len(got) < head + len(HEAD_END) + int(got[at + len(LENGTH) : got.index(b"\r", at)]):
                continue
            self.waits.append(perf_counter() - line.due)
            self._judge(line.number, got, head)
            line.got, line.number = b"", -1
            yield line

    def _judge(self, number: int, got: bytes, head: int) -> None:
        """Whether this answer says that all is kept."""
        kept = not self.plan.batch or got.count(KEPT) == self.plan.batch
        if not (kept and got.startswith(OK)):
            self._refuse(number, f"{got[: got.index(HEAD_END[:1])].decode()} {got[head:].decode().strip()[:LONGEST]}")

    def _broken(self, line: Connection) -> Iterator[Connection]:
        """The server hung up: another connection takes the place of this one, and what was under way is lost."""
        self.poll.unregister(line.wire)
        del self.lines[line.wire.fileno()]
        line.wire.close()
        self._connect()
        if line.number < 0:
            self.free.remove(line)
        else:
            self._refuse(line.number, "the server hung up")
            yield self.free.pop()

    def _connect(self) -> None:
        line = Connection(self.plan.port)
        self.lines[line.wire.fileno()] = line
        self.poll.register(line.wire, select.EPOLLIN)
        self.free.append(line)

    def _refuse(self, number: int, why: str) -> None:
        self.refused.append(number)
        if why in self.why or len(self.why) < MOST_REASONS:
            self.why[why] = self.why.get(why, 0) + 1


def loaded(plan: Plan) -> Seen:
    """Send by this plan from a process on the load's core and wait for its end."""
    with on(LOAD_CORE):
        process = subprocess.Popen(
            [sys.executable, __file__, msgspec.json.encode(plan).decode()], stdout=subprocess.PIPE
        )
    said, _ = process.communicate()
    return msgspec.json.decode(said, type=Seen) if process.returncode == 0 else sys.exit("the load stopped")


@contextmanager
def on(core: int) -> Iterator[None]:
    """Whatever is started here stays on this core, with all its threads and children."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core} & cores or cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def served(
    name: str, command: Sequence[str], port: int, said: bytes = b"", **named: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A server on its core, with these names in its environment, from when it listens until the end.

    One to which something is ``said`` is told of its end by the end of that, and any other by a signal.
    """
    with on(SERVER_CORE):
        process = subprocess.Popen(
            command, env=os.environ | named, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, bufsize=0
        )
    assert process.stdin  # noqa: S101  # it is a pipe
    until = perf_counter() + PATIENCE
    try:
        process.stdin.write(said)
        with socket.socket() as probe:
            while probe.connect_ex((HOST, port)):
                if process.poll() is not None or perf_counter() > until:
                    sys.exit(f"{name} did not start")
                sleep(0.05)
        yield process
    finally:
        process.stdin.close()
        if not said:
            process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main() -> None:
    """Print what the load can send to a handler that answers at once, closed and open."""
    machine()
    plan = Plan(port := free_port(), seconds=3, ready=200_000, secret="00" * 32)
    with served("the empty handler", (sys.executable, str(BARE), str(port), "empty"), port):
        closed = {n: loaded(replace(plan, connections=n)) for n in (64, 256, 1024)}
        rates = [max(seen.rate for seen in closed.values()) * share for share in (0.25, 0.5, 0.7)]
        opened = [loaded(replace(plan, rate=rate)) for rate in rates]
    rows = [
        (f"closed, {connections} connections", *shown(seen), f"{seen.used:.0%}", f"{seen.rate / seen.used:,.0f}")
        for connections, seen in closed.items()
    ]
    rows += [
        (f"open, {rate:,.0f} due a second", *shown(seen), "it turns", "")
        for rate, seen in zip(rates, opened, strict=True)
    ]
    heads = ("load", "answers a second", "not 200", "p50", "p99", "its core used", "answers a second of its core")
    table("what the load can send to a handler that answers at once", heads, rows)


def shown(seen: Seen) -> tuple[str, str, str, str]:
    """The rate, the share of answers that were not 200, the median and the 99th percentile."""
    return f"{seen.rate:,.0f}", f"{len(seen.refused) / seen.sent:.1%}", ms(seen.p50), ms(seen.p99)


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.stdout.buffer.write(msgspec.json.encode(Load(msgspec.json.decode(sys.argv[1], type=Plan)).run()))
    else:
        main()
