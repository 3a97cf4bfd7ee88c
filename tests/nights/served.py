"""A night as an organiser runs it: ``mirrorball serve`` as a process, and people who come in by their cards."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from mirrorball.core.events import KeyIssued
from mirrorball.log.sqlite import entries
from mirrorball.web import keys
from tests.conftest import ROOT
from tests.ports import free_port

FINALE = 11
PATIENCE = 30  # seconds until a server that does not answer counts as broken


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs. ``night`` is the folder of its log and secret."""

    process: subprocess.Popen[str]
    url: str
    night: Path
    stem: str

    @property
    def log(self) -> Path:
        """The log of the night."""
        return self.night / f"{self.stem}.sqlite"

    def card(self, holder: str) -> tuple[str, str]:
        """The link and the PIN on the card of this person."""
        secret = (self.night / f"{self.stem}.key").read_bytes()
        issued = [e.event for e in entries(self.log) if isinstance(e.event, KeyIssued) and e.event.holder == holder]
        name = issued[-1].key
        return f"{self.url}/in/{keys.link_token(secret, name)}", keys.pin_of(secret, name)

    def client(self, holder: str) -> httpx.Client:
        """A tool of this person, which has come in."""
        client = httpx.Client(base_url=self.url, headers={"Origin": self.url}, timeout=PATIENCE)
        link, pin = self.card(holder)
        answer = client.post(link, data={"pin": pin})
        if answer.status_code != httpx.codes.SEE_OTHER:
            raise AssertionError(answer.text)
        return client


@contextmanager
def served(
    night: Path, *more: str, folder: Path = ROOT / "examples" / "season-32", week: int = FINALE
) -> Iterator[Served]:
    """Serve a night until the end; the process is ended by its id."""
    port = free_port()
    command = [sys.executable, "-m", "mirrorball.main", "serve", str(folder), "--week", str(week)]
    command += ["--night", str(night), "--port", str(port), *more]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ | {"COLUMNS": "100"}
    )
    try:
        yield Served(process, f"http://127.0.0.1:{port}", night, _up(process, port, night))
    finally:
        process.terminate()
        try:
            process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def _up(process: subprocess.Popen[str], port: int, night: Path) -> str:
    """Wait until the server answers; the name of its files."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=2)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return max(night.glob("*.sqlite")).stem
    process.kill()
    raise AssertionError(process.communicate()[0])
