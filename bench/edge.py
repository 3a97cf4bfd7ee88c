"""The web edge: what a framework, a server and a template engine cost, beside a bare asyncio server that only answers.

The servers take turns on the loopback with the same small app: a mark comes as JSON, goes into SQLite (WAL, FULL) in a
thread and is answered; a page of 20 kB is rendered; one event goes to 500 readers. ``/proc`` (Linux) says what it took.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from selectors import EVENT_READ, DefaultSelector
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Thread
from time import perf_counter, sleep

import msgspec
import uvloop
from jinja2 import Environment
from measure import machine, medians, ms, table, times
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

ROUNDS, SECONDS, CALLERS, SENT, EVERY, READERS, EVENTS, PATIENCE = 4, 0.5, 32, 160, 20, 500, 8, 10
HOST, LOG, BARE, MB = "127.0.0.1", "EDGE_LOG", "bare asyncio", 1_000_000
SERVERS = {
    "uvicorn": "uvicorn --http httptools --ws none --no-access-log --timeout-keep-alive 60",
    "Granian": "granian --interface asgi --http 1 --no-ws --workers 1",
}
CANDIDATES = ("Starlette on uvicorn", "Litestar on uvicorn", "Starlette on Granian", "Litestar on Granian")
ABSENT = [name for name in ("litestar", "granian", "htpy") if not find_spec(name)]
Mark = msgspec.defstruct("Mark", [("judge", str), ("star", str), ("mark", str)])
ENCODE, READ_MARK, READ_ANSWER = msgspec.json.encode, msgspec.json.Decoder(Mark), msgspec.json.Decoder(dict[str, int])

ROWS = [(f"Ada & Bo's team {nth}", "Viennese waltz", "9", "17/2", "8", "51/2") for nth in range(105)]
SHEET = Environment(autoescape=True).from_string(
    '<!doctype html><html lang="en"><head><title>Marks</title></head><body><table>'
    '{% for row in rows %}<tr><th scope="row">{{ row[0] }}</th>'
    '{% for cell in row[1:] %}<td class="mark">{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table></body></html>'
)


def jinja2() -> str:
    """The page as Jinja2 renders it."""
    return SHEET.render(rows=ROWS)


def htpy() -> str:
    """The page as htpy renders it; what all rows share is made once, and no generators, because both are quicker."""
    h = import_module("htpy")
    row, cell = h.th(scope="row"), h.td(class_="mark")
    lines = [h.tr[row[couple], [cell[mark] for mark in marks]] for couple, *marks in ROWS]
    return str(h.html(lang="en")[h.head[h.title["Marks"]], h.body[h.table[lines]]])


ENGINES = {name: page for name, page in (("jinja2", jinja2), ("htpy", htpy)) if name not in ABSENT}


class Show:
    """Keeps marks with one writer thread: all that wait go into one transaction. Tells its readers the newest event."""

    def __init__(self) -> None:
        """Write into the file that the environment names."""
        self.waiting: SimpleQueue[tuple[bytes, Future[int]]] = SimpleQueue()
        self.readers, self.position, self.event, self.told = 0, 0, b"", asyncio.Event()
        Thread(target=self._write, daemon=True).start()

    async def mark(self, body: bytes) -> dict[str, int]:
        """The position of the mark, once it is on the disk."""
        self.waiting.put((ENCODE(READ_MARK.decode(body)), kept := Future[int]()))
        return {"position": await asyncio.wrap_future(kept)}

    def _write(self) -> None:
        connection, head = sqlite3.connect(os.environ[LOG]), 0
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE log (entry BLOB)")
        while batch := [self.waiting.get()]:
            while not self.waiting.empty():
                batch.append(self.waiting.get())
            with connection:
                connection.executemany("INSERT INTO log VALUES (?)", [(entry,) for entry, _ in batch])
            for _, kept in batch:
                kept.set_result(head := head + 1)

    def tell(self) -> dict[str, int]:
        """Tell all readers a screen of 2 kB; its position stands last, so that who has that has all of it."""
        self.position += 1
        self.event = b"event: screen\ndata: " + b"m" * 2000 + b"\nid: %d\n\n" % self.position
        told, self.told = self.told, asyncio.Event()
        told.set()
        return {"position": self.position, "readers": self.readers}

    async def stream(self) -> AsyncIterator[bytes]:
        """All that is told from now on, to one reader."""
        self.readers += 1
        try:
            yield b": here\n\n"
            while await self.told.wait():
                yield self.event
        finally:
            self.readers -= 1


def starlette() -> Starlette:
    """The app on Starlette."""
    show = Show()

    async def mark(request: Request) -> Response:
        return Response(ENCODE(await show.mark(await request.body())), media_type="application/json")

    async def page(request: Request) -> Response:
        return HTMLResponse(ENGINES[request.path_params["engine"]]())

    async def tell(_: Request) -> Response:
        return Response(ENCODE(show.tell()), media_type="application/json")

    async def stream(_: Request) -> Response:
        return StreamingResponse(show.stream(), media_type="text/event-stream")

    gets = [Route("/page/{engine}", page), Route("/tell", tell), Route("/stream", stream)]
    return Starlette(routes=[Route("/marks", mark, methods=["POST"]), *gets])


def litestar() -> object:
    """The app on Litestar, which encodes by itself what a handler returns, with msgspec too."""
    show, lite, stream_of = Show(), import_module("litestar"), import_module("litestar.response").Stream

    async def mark(body: bytes) -> dict[str, int]:
        return await show.mark(body)

    async def page(engine: str) -> str:
        return ENGINES[engine]()

    async def tell() -> dict[str, int]:
        return show.tell()

    async def stream() -> object:
        return stream_of(show.stream(), media_type="text/event-stream")

    stream.__annotations__["return"] = stream_of  # Litestar reads it, and the name is not where it would look
    gets = [lite.get("/page/{engine:str}", media_type="text/html")(page), lite.get("/tell")(tell)]
    routes = [lite.post("/marks", status_code=200)(mark), *gets, lite.get("/stream")(stream)]
    return lite.Litestar(routes, openapi_config=None)


def whole(body: bytes) -> bytes:
    """An answer with the least head."""
    return b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body) + body


async def bare(port: int) -> None:
    """The limit: no request is parsed and no page rendered, and an echo is not even kept."""
    show, listening = Show(), set[asyncio.StreamWriter]()
    fixed = {"/page/jinja2": whole(jinja2().encode()), "/echo": whole(b"{}")}
    fixed["/stream"] = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n: here\n\n"

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while asked := await reader.read(1 << 14):
                way = asked.split(b" ", 2)[1].decode()
                if way == "/marks":
                    writer.write(whole(ENCODE(await show.mark(asked.partition(b"\r\n\r\n")[2]))))
                elif way == "/tell":
                    writer.write(whole(ENCODE(show.tell() | {"readers": len(listening)})))
                    for one in listening:
                        one.write(show.event)
                else:
                    listening.update([writer] if way == "/stream" else [])
                    writer.write(fixed[way])
        listening.discard(writer)
        writer.close()

    await (await asyncio.start_server(talk, HOST, port, backlog=1024)).serve_forever()


def request(line: str, body: str = "") -> bytes:
    """A request as a browser writes it, with fewer heads."""
    kind = f"content-type: application/json\r\ncontent-length: {len(body)}\r\n" if body else ""
    return f"{line} HTTP/1.1\r\nhost: {HOST}\r\n{kind}\r\n{body}".encode()


MARK, ECHO = (request(f"POST /{way}", '{"judge":"Len","star":"Ada","mark":"17/2"}') for way in ("marks", "echo"))
TELL, STREAM = request("GET /tell"), request("GET /stream")
BURSTS = {"mark": MARK, "echo": ECHO, **{engine: request(f"GET /page/{engine}") for engine in ENGINES}}


class Talk:
    """One connection of the client, a plain socket: it costs little, and every wait has an end."""

    def __init__(self, port: int, asked: bytes = b"") -> None:
        """Connect and ask."""
        self.wire, self.got = socket.create_connection((HOST, port), timeout=PATIENCE), b""
        self.wire.sendall(asked)

    def more(self) -> bytes:
        """What has come, with the next piece."""
        self.got += self.wire.recv(1 << 16) or sys.exit("a server hung up")
        return self.got

    def answered(self) -> bytes:
        """The body, if all of it has come with the next piece."""
        head, _, body = self.more().partition(b"\r\n\r\n")
        if b" 200 " not in head[:13]:
            sys.exit(f"a server answered {head.decode()}")
        done = body and len(body) >= int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        self.got = b"" if done else self.got
        return body if done else b""

    def ask(self, asked: bytes) -> dict[str, int]:
        """Ask and wait for the answer."""
        self.wire.sendall(asked)
        while not (body := self.answered()):
            pass
        return READ_ANSWER.decode(body)


def together(talks: Sequence[Talk]) -> DefaultSelector:
    """Wait for all of these at once."""
    waiting = DefaultSelector()
    for talk in talks:
        waiting.register(talk.wire, EVENT_READ, talk)
    return waiting


def ready(waiting: DefaultSelector) -> Iterator[Talk]:
    """The connections on which something has come."""
    return (key.data for key, _ in (waiting.select(PATIENCE) or sys.exit(f"nothing came for {PATIENCE} seconds")))


def heard(waiting: DefaultSelector, words: bytes) -> float:
    """Wait until these words have come on every connection; the moment at which the last one had them."""
    missing = len(waiting.get_map())
    while missing:
        for talk in ready(waiting):
            if words in talk.more():
                talk.got, missing = b"", missing - 1
    return perf_counter()


def family(pid: int) -> list[int]:
    """A process and those it has started."""
    lines = (path.read_text(encoding="utf-8") for path in Path(f"/proc/{pid}/task").glob("*/children"))
    return [pid, *(one for line in lines for child in line.split() for one in family(int(child)))]


@dataclass
class Server:
    """A server that runs, and what was seen of it turn by turn."""

    name: str
    port: int
    pid: int
    sent: int = 0
    seen: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def used(self) -> tuple[float, float]:
        """Seconds of processor and MB of memory, with what it has started."""
        stats = [Path(f"/proc/{pid}/stat").read_text(encoding="utf-8") for pid in family(self.pid)]
        fields = [[int(word) for word in stat.rpartition(")")[2].split()[1:]] for stat in stats]
        pages = sum(each[20] for each in fields) * os.sysconf("SC_PAGE_SIZE")
        return sum(each[10] + each[11] for each in fields) / os.sysconf("SC_CLK_TCK"), pages / MB

    def burst(self, what: str, callers: Sequence[Talk], asked: bytes) -> None:
        """As many answers as it gives to callers who ask again when answered."""
        before, begun, waits, count = self.used()[0], perf_counter(), len(callers), 0
        for talk in callers:
            talk.wire.sendall(asked)
        with together(callers) as waiting:
            while waits:
                for talk in (one for one in ready(waiting) if one.answered()):
                    again = perf_counter() < begun + SECONDS
                    count, waits = count + 1, waits - (not again)
                    talk.wire.sendall(asked if again else b"")
        self.seen[what].append(count / (perf_counter() - begun))
        self.seen[f"{what} cost"].append((self.used()[0] - before) / count)
        self.sent += count if asked == MARK else 0

    def marks(self, what: str, talk: Talk, teller: Talk, readers: Sequence[Talk]) -> None:
        """How long a mark takes; beside readers, one in 20 is sent when an event has just been sent to all of them."""
        with together([talk, teller, *readers]) as waiting:
            for nth in range(SENT):
                if readers and nth % EVERY == 0:
                    teller.wire.sendall(TELL)
                begun, before = perf_counter(), len(self.seen[what])
                talk.wire.sendall(MARK)
                while len(self.seen[what]) == before:
                    for one in ready(waiting):
                        if one is not talk:
                            one.more()
                        elif talk.answered():
                            self.seen[what].append(perf_counter() - begun)
        self.sent += SENT

    def turn(self) -> None:
        """All that is measured, once."""
        talk, teller, *callers = [Talk(self.port) for _ in range(2 + CALLERS)]
        self.marks("alone", talk, teller, [])
        for what in ("mark", "echo", "jinja2") if self.name == BARE else ("mark", *ENGINES):
            self.burst(what, callers, BURSTS[what])
        self.seen["MB"].append(self.used()[1])
        begins, readers = teller.ask(TELL)["position"] + 1, [Talk(self.port, STREAM) for _ in range(READERS)]
        with together(readers) as waiting:
            heard(waiting, b": here\n\n")
            for nth in range(begins, begins + EVENTS):
                begun = perf_counter()
                teller.wire.sendall(TELL)
                self.seen["last"].append(heard(waiting, b"\nid: %d\n\n" % nth) - begun)
                teller.answered()
        self.marks("beside", talk, teller, readers)
        self.seen["MB beside"].append(self.used()[1])
        for one in (talk, teller, *callers[1:], *readers):
            one.wire.close()
        sleep(0.3)
        self.seen["left"].append(callers[0].ask(TELL)["readers"])
        callers[0].wire.close()


@contextmanager
def served(name: str, log: Path) -> Iterator[Server]:
    """A server of this name on a free port, until the end."""
    with socket.create_server((HOST, 0)) as probe:
        port = probe.getsockname()[1]
    app, _, server = name.partition(" on ")
    both = f"--factory --loop uvloop --log-level warning --host {HOST} --port {port} edge:{app.lower()}"
    here, until = os.environ | {"PYTHONPATH": str(Path(__file__).parent), LOG: str(log)}, perf_counter() + PATIENCE
    words = f"-m {SERVERS[server]} {both}".split() if server else [__file__, str(port)]
    process = subprocess.Popen([sys.executable, *words], env=here)
    try:
        with socket.socket() as probe:
            while probe.connect_ex((HOST, port)):
                if process.poll() is not None or perf_counter() > until:
                    sys.exit(f"{name} did not start")
                sleep(0.05)
        yield Server(name, port, process.pid)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        for pid in family(process.pid) if process.returncode is None else []:
            os.kill(pid, signal.SIGKILL)


def report(servers: Sequence[Server]) -> None:
    """Print what was seen. Ratios are of times; the limit is the bare server: its echo, its ready page, its pushing."""
    seen = {one.name: {what: median(of) for what, of in one.seen.items()} for one in servers}
    first, limit = seen[servers[0].name], seen[BARE]
    rates, marks, events = [], [], []
    for what in BURSTS:
        peer, top = ("jinja2", "jinja2") if what in ENGINES else ("mark", "echo")
        for name, of in ((name, of) for name, of in seen.items() if what in of):
            ratios = times(first[peer] / of[what]), times(limit[top] / of[what])
            rates.append((f"{what}: {name}", f"{of[what]:,.0f}", *ratios, f"{of[what + ' cost'] * 1e6:,.0f} us"))
    for one, of in zip(servers, seen.values(), strict=True):
        spread = [quantiles(one.seen[what], n=100) for what in ("alone", "beside")]
        marks.append((one.name, *(ms(of_all[nth]) for of_all in spread for nth in (49, 98))))
        ratios = times(of["last"] / first["last"]), times(of["last"] / limit["last"])
        events.append((one.name, ms(of["last"]), *ratios, *(f"{of[a]:.0f}" for a in ("MB", "MB beside", "left"))))
    to = ("to the first", "to the limit")
    table(f"answers over {CALLERS} connections", ("what", "a second", *to, "processor, each"), rates)
    table("a mark", ("server", "p50 alone", "p99", f"p50 beside {READERS}", "p99"), marks)
    table(f"an event to {READERS}", ("server", "last has it", *to, "MB", "MB beside them", "left over"), events)


def main() -> None:
    """Start all that is installed, take turns, print the tables."""
    machine()
    print(*(f"left out: {name} (pip install {name})\n" for name in ABSENT), sep="", end="")
    names = [name for name in CANDIDATES if not {*name.lower().split(" on ")} & {*ABSENT}] + [BARE]
    with TemporaryDirectory() as folder, ExitStack() as running:
        logs = {name: Path(folder) / f"{name}.sqlite" for name in names}
        servers = [running.enter_context(served(name, log)) for name, log in logs.items()]
        for nth in range(ROUNDS):
            for server in servers[nth % len(names) :] + servers[: nth % len(names)]:
                server.turn()
        kept = [sqlite3.connect(log).execute("SELECT count(*) FROM log").fetchone()[0] for log in logs.values()]
    report(servers)
    seen = medians(*ENGINES.values(), rounds=51)
    rows = [(name, ms(took), times(took / seen[0])) for name, took in zip(ENGINES, seen, strict=True)]
    table(f"a page of {len(jinja2()):,} bytes, only rendered", ("engine", "time", "to the first"), rows)
    print(f"\nEvery answered mark was kept, once: {'yes' if kept == [one.sent for one in servers] else 'NO'}")
    print(f"All engines make the same page: {'yes' if len({page() for page in ENGINES.values()}) == 1 else 'NO'}")


if __name__ == "__main__":
    uvloop.run(bare(int(sys.argv[1]))) if sys.argv[1:] else main()
