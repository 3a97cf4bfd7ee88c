"""A PostgreSQL for the time of a benchmark: in a temporary folder, under an ordinary user, on no network port.

Debian's package: ``apt-get install --no-install-recommends postgresql-15``. The settings are those of the package, so
an answer to COMMIT means that the ballot is on the disk (fsync and synchronous_commit are on).
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from signal import SIGINT
from time import perf_counter, sleep

PACKAGE = "apt-get install --no-install-recommends postgresql-15"
PATIENCE = 20.0
USER = "mirrorball"


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, or None where it is not installed."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((one for one in reversed(folders) if (one / "postgres").exists()), None)


def as_ordinary_user(folder: Path, command: Sequence[str]) -> list[str]:
    """The command; where we are root, as somebody else to whom the folder is given, because PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return [*command]
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, user)
    return ["runuser", "-u", user, "--", *command]


@contextmanager
def database(bin_folder: Path, folder: Path) -> Iterator[tuple[str, int]]:
    """A fresh database in this folder: its address for SQLAlchemy with asyncpg, and its process. Stopped at the end."""
    folder.mkdir(mode=0o700)
    files = folder / "files"
    make = ("initdb", "--auth=trust", f"--username={USER}", "--encoding=UTF8", "--locale=C", "--pgdata", str(files))
    subprocess.run(
        as_ordinary_user(folder, [str(bin_folder / make[0]), *make[1:]]),
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )
    run = (str(bin_folder / "postgres"), "-D", str(files), "-k", str(folder), "-c", "listen_addresses=")
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(as_ordinary_user(folder, run), stdout=said, stderr=said, cwd="/")
    until = perf_counter() + PATIENCE
    try:
        while not (folder / ".s.PGSQL.5432").exists() or b"ready to accept" not in (folder / "said").read_bytes():
            if process.poll() is not None or perf_counter() > until:
                sys.exit(f"PostgreSQL did not start: {(folder / 'said').read_text(encoding='utf-8')}")
            sleep(0.05)
        yield f"postgresql+asyncpg://{USER}@/postgres?host={folder}", server(files)
    finally:
        if process.poll() is None:
            os.kill(server(files), SIGINT)  # the fast way: nobody is waited for, and everything is on the disk
            process.wait(PATIENCE)


def server(files: Path) -> int:
    """The process of the database that lies here."""
    return int((files / "postmaster.pid").read_text(encoding="utf-8").split()[0])
