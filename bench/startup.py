"""Starting up: ``mirrorball --help`` against a Python that does nothing; and the demo against its two limits.

Limits of the demo on a small machine: done within a minute, within 300 MB of memory.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from measure import machine, medians, ms, table, times

ROUNDS, RUNS = 21, 3
MOST_SECONDS, MOST_MB = 60, 300
MB = 1_000_000
UNIT = 1 if sys.platform == "darwin" else 1024  # what ru_maxrss counts, in bytes
MIRRORBALL = str(Path(sys.executable).parent / "mirrorball")


def run(*command: str) -> None:
    """Run a command to its end, unseen."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def demo(folder: Path) -> tuple[float, float]:
    """Seconds and most MB of one demo, from start to end."""
    begun = perf_counter()
    child = subprocess.Popen([MIRRORBALL, "demo", "--record", str(folder)], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    seconds = perf_counter() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"mirrorball demo ended with {child.returncode}")
    return seconds, used.ru_maxrss * UNIT / MB


def main() -> None:
    """Print both tables."""
    machine()
    commands = {
        "python -c pass": (sys.executable, "-c", "pass"),
        "mirrorball --version": (MIRRORBALL, "--version"),
        "mirrorball --help": (MIRRORBALL, "--help"),
    }
    seen = medians(*(partial(run, *command) for command in commands.values()), rounds=ROUNDS)
    started = [(name, ms(seconds), times(seconds / seen[0])) for name, seconds in zip(commands, seen, strict=True)]
    table("starting up", ("what", "time", "ratio"), started)
    with TemporaryDirectory() as scratch:
        played = [demo(Path(scratch) / f"record-{nth}") for nth in range(RUNS)]
    seconds, most = max(taken for taken, _ in played), max(memory for _, memory in played)
    limits = [
        ("time", f"{seconds:.1f} s", f"{MOST_SECONDS} s", times(seconds / MOST_SECONDS)),
        ("peak memory", f"{most:.0f} MB", f"{MOST_MB} MB", times(most / MOST_MB)),
    ]
    table(f"mirrorball demo, the worst of {RUNS} runs", ("what", "seen", "limit", "of the limit"), limits)


if __name__ == "__main__":
    main()
