"""Taking ballots: our door against a handler that only reads the body, and against what a user would write.

The door is the real one, a process as ``mirrorball serve`` starts it: it reads a ballot, finds the voter by the cookie,
holds the votes against the limit, and answers when the ballot is on the disk. The limit is a handler of the same server
that reads the body and answers the same bytes at once. The peer is FastAPI, SQLAlchemy and PostgreSQL, a row for each
couple on the ballot (``peers/fastapi_postgres.py``).

Each server has a core, the load has the other; they take turns, and medians of the turns are shown. Closed, the load
asks again when it is answered, and the highest rate comes out; beside it stands what a ballot took of the core, which
tells the same and suffers less from other work on the machine. Then it sends 70 % of that, whether it is answered or
not. At the end the box is read, and every ballot that was answered by 200 must lie in it once.
"""

from __future__ import annotations

import os
import socket
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from statistics import median
from subprocess import Popen
from tempfile import TemporaryDirectory

import msgspec
import numpy as np
from load import BARE, HOST, SERVER_CORE, VOTES, Plan, Seen, ballots, free_port, loaded, name, on, served
from measure import machine, medians, ms, table, times
from numpy.typing import NDArray
from peers.postgres import PACKAGE, database, programs

from mirrorball.box.block import ID_BYTES, VOTER_BYTES, Block, Kind, record
from mirrorball.box.contents import entries, files
from mirrorball.box.counting import count_box
from mirrorball.box.rules import Choice, Rules
from mirrorball.box.voters import Voters
from mirrorball.core.channel import Channel, Unit, Way
from mirrorball.door import wishes

TURNS, SECONDS, OFTEN, BATCH = 3, 4.0, 0.7, 100
WARM = 1.0  # seconds in which a server shows how many requests have to lie ready
SPARE = 1.6
FEW = 32  # connections: at which the peer is fastest, and which relays have
HERE = Path(__file__).parent
SECRET = "5a" * 32
LIMIT = 10
RULES = Rules(
    night="bench",
    title="A vote",
    week=1,
    choices=tuple(Choice(n, f"Star {n}", f"Pro {n}") for n in range(1, len(VOTES) + 1)),
    channels=(
        Channel("web", LIMIT),
        Channel("relay", LIMIT, way=Way.RELAY, unit=Unit.PHONE),
    ),
)
READS, DOOR, PEER = "a handler that reads the body", "our door", "FastAPI + PostgreSQL"
OTHER = "the same under uvicorn"
ONE, MANY = "our door, relay, 1 a request", f"our door, relay, {BATCH} a request"
UVICORN = "-m uvicorn --loop uvloop --http httptools --ws none --no-access-log --log-level warning"
LIBRARIES = ("fastapi", "sqlalchemy", "asyncpg")
MOST = 60_000  # ballots a second that a server is expected to take before anything is known of it
HEADS_OF_SERVER = {"content-length", "date", "server"}
Ids = NDArray[np.uint64]


@dataclass
class Contender:
    """A server and how it is asked, with what was seen turn by turn."""

    name: str
    plan: Plan
    processes: tuple[int, ...]
    of_box: bool = False
    used: list[float] = field(default_factory=list)  # seconds of a core, a ballot, at the highest load
    closed: list[Seen] = field(default_factory=list)
    opened: list[Seen] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Ballots a second at the highest load, the median of the turns."""
        return median(one.rate for one in self.closed) * max(1, self.plan.batch)

    def core(self) -> float:
        """Seconds of a core that it has used so far, with all that it has started."""
        stats = [Path(f"/proc/{pid}/stat").read_text(encoding="utf-8") for one in self.processes for pid in family(one)]
        ticks = sum(int(word) for stat in stats for word in stat.rpartition(")")[2].split()[11:13])
        return ticks / os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """A process and those it has started."""
    lines = (path.read_text(encoding="utf-8") for path in Path(f"/proc/{pid}/task").glob("*/children"))
    return [pid, *(one for line in lines for child in line.split() for one in family(int(child)))]


class Caller:
    """Who sends: each ballot has a number of its own, whoever is asked, so that the box can be held against them."""

    def __init__(self) -> None:
        """Begin with the first ballot."""
        self.next = 0
        self.sent: list[tuple[Plan, Seen]] = []  # to our door

    def send(self, to: Contender, seconds: float, expected: float, rate: float = 0.0) -> Seen:
        """Send for so long: as fast as it is answered, where ``expected`` requests a second lie ready, or at a rate."""
        ready = ceil((rate or expected) * seconds * SPARE) + to.plan.connections
        plan = replace(to.plan, seconds=seconds, ready=ready, rate=rate, first=self.next)
        seen = loaded(plan)
        self.next += ready * max(1, plan.batch)
        if to.of_box:
            self.sent.append((plan, seen))
        return seen

    def warm(self, to: Contender) -> float:
        """Send for a moment, which tells how many requests have to lie ready for a turn."""
        return self.send(to, WARM, MOST / max(1, to.plan.batch)).rate

    def acknowledged(self) -> Ids:
        """The ids of all ballots that our door answered by 200. A relay's ids are made from what it calls them."""
        voters, found = Voters(bytes.fromhex(SECRET)), []
        for plan, seen in self.sent:
            kept = np.ones(seen.sent, dtype=bool)
            kept[seen.refused] = False
            numbers = plan.first + np.flatnonzero(np.repeat(kept, max(1, plan.batch)))
            if plan.batch:
                held = b"".join(voters.ballot(f"{plan.relay}/{name(number)}") for number in numbers.tolist())
                numbers = np.frombuffer(held, ">u8")
            found.append(numbers.astype(np.uint64))
        return np.concatenate(found)


def begin(box: Path, port: int) -> bytes:
    """What the keeper of a night says to a door first: here, that the window is open."""
    first = wishes.Begin(
        secret=SECRET,
        folder=str(box),
        host=HOST,
        port=port,
        rules=RULES,
        address=f"http://{HOST}:{port}",
        version="bench",
        stage="open",
    )
    return wishes.encode(first) + b"\n"


def answer_of(contender: Contender, caller: Caller) -> str:
    """What our door answers to a ballot, as ``reads_body`` takes it: it is to answer the same bytes."""
    plan = replace(contender.plan, ready=1, first=caller.next)
    with socket.create_connection((HOST, plan.port), timeout=WARM) as wire:
        wire.sendall(next(ballots(plan)))
        lines, _, body = wire.recv(1 << 16).decode().partition("\r\n\r\n")
    status, *heads = lines.split("\r\n")
    if " 200 " not in status:
        sys.exit(f"the door answered {status}: {body}")
    caller.next += 1
    caller.sent.append((plan, Seen(1, 0, 0, 0, 0, 0)))
    pairs = [head.split(": ", 1) for head in heads]
    kept = [(head, value) for head, value in pairs if head not in HEADS_OF_SERVER]
    return msgspec.json.encode({"heads": kept, "body": body}).decode()


def why_no_peer() -> str:
    """What is missing for the peer, and how to get it; empty if nothing is."""
    if not all(map(find_spec, LIBRARIES)):
        return f"left out: {PEER} (.venv/bin/pip install --require-hashes -r bench/requirements.lock)"
    return "" if programs() else f"left out: {PEER} ({PACKAGE})"


def peer(running: ExitStack, folder: Path, apart: bool) -> Contender:  # noqa: FBT001  # one of two rows
    """FastAPI on its core, with PostgreSQL on the same core or wherever the system puts it."""
    with ExitStack() as placed:
        if not apart:
            placed.enter_context(on(SERVER_CORE))
        address, server = running.enter_context(database(programs() or Path(), folder))
    port = free_port()
    command = (*f"{sys.executable} {UVICORN} --host {HOST} --port {port}".split(), "peers.fastapi_postgres:app")
    app = running.enter_context(served(PEER, command, port, DATABASE=address, PYTHONPATH=str(HERE)))
    name = f"{PEER} on any core" if apart else PEER
    return Contender(name, Plan(port, 0, 0, SECRET, connections=FEW), (app.pid, server))


def ids(box: Path) -> Ids:
    """The ids of all ballots in a box, as numbers."""
    found = []
    for path in files(box):
        for block in entries(path):
            if isinstance(block, Block) and block.kind is Kind.BALLOTS:
                size = record(block.couples, block.width).size
                rows = np.frombuffer(block.body, np.uint8).reshape(block.count, size)
                found.append(rows[:, VOTER_BYTES : VOTER_BYTES + ID_BYTES].copy().view(">u8").ravel())
    return np.concatenate(found).astype(np.uint64)


def memory(process: Popen[bytes]) -> tuple[float, float]:
    """Resident memory of a process in MB: now, and the most that it ever was."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    of = {line.split()[0]: int(line.split()[1]) / 1000 for line in status.splitlines() if line.startswith("Vm")}
    return of["VmRSS:"], of["VmHWM:"]


def disk(folder: Path) -> float:
    """How long it takes until 64 kB are on the disk, in seconds."""
    with (folder / "tried").open("wb", buffering=0) as file:

        def kept() -> None:
            file.write(bytes(1 << 16))
            os.fdatasync(file.fileno())

        return medians(kept, rounds=50)[0]


def measured(contenders: Sequence[Contender], caller: Caller) -> None:
    """All turns: each server in turn at its highest load, then those that take single ballots at 70 % of it."""
    expected = {contender.name: caller.warm(contender) for contender in contenders}
    for nth in range(TURNS):
        for contender in (*contenders[nth % len(contenders) :], *contenders[: nth % len(contenders)]):
            before = contender.core()
            seen = caller.send(contender, SECONDS, expected[contender.name])
            contender.closed.append(seen)
            contender.used.append((contender.core() - before) / seen.sent / max(1, contender.plan.batch))
            expected[contender.name] = max(expected[contender.name], seen.rate)
    for _ in range(TURNS):
        for contender in contenders:
            if not contender.plan.batch:
                contender.opened.append(caller.send(contender, SECONDS, 0, contender.rate * OFTEN))


def report(contenders: Sequence[Contender], resident: tuple[float, float]) -> None:
    """Print what was seen, and the ratios that are aimed at."""
    of = {contender.name: contender for contender in contenders}
    limit, ours, theirs = of[READS].rate, of[DOOR].rate, of[PEER].rate if PEER in of else 0.0
    rows: list[Sequence[str]] = []
    steady: list[Sequence[str]] = []
    for one in contenders:
        rates = [seen.rate * max(1, one.plan.batch) for seen in one.closed]
        sent, refused = (sum(each) for each in zip(*((s.sent, len(s.refused)) for s in one.closed), strict=True))
        spread = f"{min(rates):,.0f}-{max(rates):,.0f}"
        ratios = times(one.rate / limit), times(one.rate / theirs) if theirs else "-"
        waits = [ms(median(getattr(s, what) for s in one.closed)) for what in ("p50", "p99")]
        busy = f"{median(seen.used for seen in one.closed):.0%}"
        each = f"{median(one.used) * 1e6:,.0f} us"
        rows.append((one.name, f"{one.rate:,.0f}", spread, *ratios, each, *waits, f"{refused / sent:.2%}", busy))
        if one.opened:
            waits = [ms(median(getattr(s, what) for s in one.opened)) for what in ("p50", "p99", "worst")]
            share = sum(len(s.refused) for s in one.opened) / sum(s.sent for s in one.opened)
            due, answered = one.rate * OFTEN, median(s.rate for s in one.opened)
            steady.append((one.name, f"{due:,.0f}", f"{answered:,.0f}", *waits, f"{share:.2%}"))
    heads: Sequence[str]
    heads = ("server", "a second", "turns", "/ the first", "/ the peer", "core each", "p50", "p99", "not 200", "load")
    table(f"ballots, as fast as they are answered, {TURNS} turns of {SECONDS:g} s", heads, rows)
    heads = ("server", "due a second", "answered", "p50", "p99", "worst", "not 200")
    table(f"at {OFTEN:.0%} of that, counted from when a ballot was due", heads, steady)
    p99 = median(seen.p99 for seen in of[DOOR].opened)
    core = {name: median(one.used) for name, one in of.items()}
    aims = [("our door / reading the body", times(ours / limit), times(core[READS] / core[DOOR]), "at least 0.8")]
    if theirs:
        aims.append((f"our door / {PEER}", times(ours / theirs), times(core[PEER] / core[DOOR]), "at least 40"))
    many = times(of[MANY].rate / ours), times(core[DOOR] / core[MANY])
    many_by_relay = times(of[MANY].rate / of[ONE].rate), times(core[ONE] / core[MANY])
    now, highest = (f"{megabytes:,.0f} MB" for megabytes in resident)
    aims += [
        (f"a ballot of {BATCH} a request / a single one of a relay", *many_by_relay, "at least 10"),
        (f"a ballot of {BATCH} a request / a single one of the page", *many, "at least 10"),
        (f"99th percentile at {OFTEN:.0%}", ms(p99), "", "under 100 ms"),
        ("resident memory of our door at the end", now, "", "under 400 MB"),
        ("and the most that it ever was", highest, "", "under 400 MB"),
    ]
    table("against the aims", ("figure", "seen", "by core time", "aim"), aims)


def held_against(box: Path, caller: Caller) -> None:
    """Print whether the box holds what was acknowledged."""
    (found, often), acknowledged = np.unique(ids(box), return_counts=True), caller.acknowledged()
    lost, again = len(np.setdiff1d(acknowledged, found)), int((often > 1).sum())
    counted = count_box(box).count
    votes = [sum(counted.counted(star, channel.name) for channel in RULES.channels) for star in RULES.stars]
    print(f"\n{len(acknowledged):,} ballots were acknowledged, and the box holds {often.sum():,}.")
    print(f"Every acknowledged ballot is in the box, once: {'NO' if lost or again else 'yes'}", end="")
    print(f" ({lost:,} are not there, {again:,} more than once)" if lost or again else "")
    print(f"All their votes count: {'yes' if votes == [len(found) * given for given in VOTES] else f'NO, {votes}'}")
    for why, n in sum((Counter(seen.why) for _, seen in caller.sent), Counter()).most_common():
        print(f"  not 200, {n} times or more: {why}")


def main() -> None:
    """Start all servers, take turns, print the tables, and hold the box against what was acknowledged."""
    machine()
    with TemporaryDirectory() as scratch, ExitStack() as running:
        folder, caller, missing, port = Path(scratch), Caller(), why_no_peer(), free_port()
        folder.chmod(0o711)  # PostgreSQL, as another user, has to come through
        box = folder / "box"
        print(f"the box is on a disk that has 64 kB after {ms(disk(folder))}")
        command: Sequence[str] = (sys.executable, "-m", "mirrorball.door.process")
        door = running.enter_context(served(DOOR, command, port, said=begin(box, port)))
        ours = Contender(DOOR, Plan(port, 0, 0, SECRET), (door.pid,), of_box=True)
        relays = [
            Contender(ONE, replace(ours.plan, batch=1), (door.pid,), of_box=True),
            Contender(MANY, replace(ours.plan, batch=BATCH, connections=FEW), (door.pid,), of_box=True),
        ]
        port = free_port()
        answer = answer_of(ours, caller)
        command = (sys.executable, str(BARE), str(port), "body", answer)
        reads = running.enter_context(served(READS, command, port))
        limit = Contender(READS, replace(ours.plan, port=port), (reads.pid,))
        port = free_port()
        command = f"{sys.executable} {UVICORN} --host {HOST} --port {port} peers.asgi_reads_body:app".split()
        other = running.enter_context(served(OTHER, command, port, ANSWER=answer, PYTHONPATH=str(HERE)))
        under_uvicorn = Contender(OTHER, replace(ours.plan, port=port), (other.pid,))
        if missing:
            print(missing)
        peers = [] if missing else [peer(running, folder / f"peer{apart:d}", apart) for apart in (False, True)]
        contenders = [limit, under_uvicorn, ours, *relays, *peers]
        measured(contenders, caller)
        resident = memory(door)
        report(contenders, resident)
        held_against(box, caller)


if __name__ == "__main__":
    main()
