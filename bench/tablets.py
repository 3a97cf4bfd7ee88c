"""A judge's mark answered while 500 streams are open: the real server, one mark after the other, each on the disk.

The night has 14 couples that dance three times before four judges. The streams are those of judges and of the desk, so
each mark is drawn anew and pushed to all of them. The peer is the same night with no stream open, in the same run.
"""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import tempfile
import time
from multiprocessing import Event, Process, Queue, get_context
from pathlib import Path
from statistics import median, quantiles

import httpx
from measure import machine, ms, table, times

from mirrorball.core.events import KeyIssued
from mirrorball.log.sqlite import entries
from mirrorball.web import keys

STREAMS, COUPLES, ROUNDS = 500, 14, 3
JUDGES = ("Ida Ray", "Jo Lund", "Kit Moss", "Lou Penn")
DESK_STREAMS = 20
PATIENCE = 30


def folder(into: Path) -> Path:
    """A season folder with one night."""
    into.mkdir()
    panel = ", ".join(f'"{judge}"' for judge in JUDGES)
    (into / "season.toml").write_text(
        f'format = 1\ntitle = "Bench"\nbook = "us-32-33"\n\n[panel]\njudges = [{panel}]\n', encoding="utf-8"
    )
    stars = [f"Star {nth}" for nth in range(1, COUPLES + 1)]
    (into / "couples.csv").write_text("star,pro\n" + "".join(f"{s},Pro of {s}\n" for s in stars), encoding="utf-8")
    (into / "weeks.csv").write_text("week,title\n1,Bench night\n", encoding="utf-8")
    rows = [f"1,round {r},{n},{s},Tango\n" for r in range(1, ROUNDS + 1) for n, s in enumerate(stars, 1)]
    (into / "routines.csv").write_text("week,round,order,star,style\n" + "".join(rows), encoding="utf-8")
    return into


class Night:
    """A server process, and people who come in."""

    def __init__(self, at: Path, *more: str) -> None:
        """Start it on a free port, with these further options, and wait until it answers."""
        with socket.socket() as asked:
            asked.bind(("127.0.0.1", 0))
            port = asked.getsockname()[1]
        self.url, self.files = f"http://127.0.0.1:{port}", at / "nights"
        command = [sys.executable, "-m", "mirrorball.main", "serve", str(folder(at / "bench")), "--port", str(port)]
        command += ["--night", str(self.files), *more]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                httpx.get(self.url, timeout=1)
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        message = "The server did not start."
        raise SystemExit(message)

    def came_in(self, holder: str) -> httpx.Client:
        """A browser of this person."""
        secret = (self.files / "week-01.key").read_bytes()
        (name,) = (
            e.event.key
            for e in entries(self.files / "week-01.sqlite")
            if isinstance(e.event, KeyIssued) and e.event.holder == holder
        )
        client = httpx.Client(base_url=self.url, headers={"Origin": self.url}, timeout=PATIENCE)
        client.post(f"/in/{keys.link_token(secret, name)}", data={"pin": keys.pin_of(secret, name)}).read()
        return client

    def memory(self) -> float:
        """The resident memory of the server, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


def read_streams(port: int, asked: list[tuple[str, str]], opened: Queue[int], stop: Event) -> None:  # type: ignore[valid-type]  # multiprocessing gives functions for both
    """Hold streams open and read whatever comes, until told to stop."""

    async def one(path: str, cookie: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n".encode())
        await reader.readuntil(b"event: screen")
        opened.put(1)
        while await reader.read(65536):
            pass

    async def all_of_them() -> None:
        reading = [asyncio.create_task(one(path, cookie)) for path, cookie in asked]
        await asyncio.to_thread(stop.wait)  # type: ignore[attr-defined]
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)

    asyncio.run(all_of_them())


def asked(client: httpx.Client, nth: int, command: dict[str, object]) -> float:
    """Send a command and return how long its answer took."""
    begun = time.perf_counter()
    answer = client.post("/commands", json={"id": f"{command['ask']} {nth}", "command": command})
    taken = time.perf_counter() - begun
    if answer.status_code != httpx.codes.OK:
        raise SystemExit(answer.text)
    return taken


def marks(judges: dict[str, httpx.Client], desk: httpx.Client, rounds: range) -> list[float]:
    """Play these rounds, and how long each mark's answer took."""
    taken: list[float] = []
    for segment in rounds:
        screen = desk.get("/desk/screen").json()
        (now,) = (s for s in screen["segments"] if s["number"] == segment)
        asked(desk, segment, {"ask": "take", "segment": segment})
        of = {"round": now["round"], "star": now["star"]}
        for nth, (judge, client) in enumerate(judges.items()):
            mark = str(5 + (segment + nth) % 6)
            taken.append(asked(client, segment, {"ask": "give-mark", "judge": judge, **of, "mark": mark}))
            time.sleep(0.02)
        asked(desk, segment, {"ask": "lock-marks", **of})
    return taken


def main() -> None:
    """Two thirds of the night with all streams open, a third without."""
    machine()
    with tempfile.TemporaryDirectory() as at:
        night = Night(Path(at))
        try:
            judges = {judge: night.came_in(judge) for judge in JUDGES}
            desk = night.came_in("Producer")
            third = COUPLES * ROUNDS // 3
            alone = marks(judges, desk, range(1, third + 1))
            before = night.memory()
            cookies = [
                ("/judge/stream", f"mirrorball_session={c.cookies['mirrorball_session']}") for c in judges.values()
            ]
            desk_cookie = ("/desk/stream", f"mirrorball_session={desk.cookies['mirrorball_session']}")
            wanted = [cookies[nth % len(cookies)] for nth in range(STREAMS - DESK_STREAMS)] + [
                desk_cookie
            ] * DESK_STREAMS
            context = get_context("spawn")
            opened, stop = context.Queue(), context.Event()
            reading: Process = context.Process(  # type: ignore[assignment]  # a process of this context
                target=read_streams, args=(int(night.url.rsplit(":", 1)[1]), wanted, opened, stop)
            )
            reading.start()
            for _ in wanted:
                opened.get(timeout=PATIENCE)
            busy = marks(judges, desk, range(third + 1, 3 * third + 1))
            memory = night.memory()
            stop.set()
            reading.join(PATIENCE)
        finally:
            night.process.terminate()
            night.process.wait(PATIENCE)
    rows = []
    for name, took in (("no stream open", alone), (f"{STREAMS} streams open", busy)):
        p99 = quantiles(took, n=100)[98]
        rows.append([name, str(len(took)), ms(median(took)), ms(p99), times(p99 / quantiles(alone, n=100)[98])])
    table("A judge's mark, from sending it to its answer", ["", "marks", "median", "99th percentile", "ratio"], rows)
    limits = [["99th percentile", rows[1][3], "50 ms", times(quantiles(busy, n=100)[98] / 0.05)]]
    limits.append(["resident memory", f"{memory:,.0f} MB", "200 MB", times(memory / 200)])
    limits.append(["the same before the streams", f"{before:,.0f} MB", "200 MB", times(before / 200)])
    table("Against the aims", ["", "seen", "aim", "of the aim"], limits)


if __name__ == "__main__":
    main()
