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

from stopwatch import machine, milliseconds, show, side_by_side, times

TURNS, RUNS = 21, 3
MOST_SECONDS, MOST_BYTES = 60, 300_000_000
KIB = 1024 if sys.platform != "darwin" else 1  # ru_maxrss counts KiB, on a Mac bytes
MIRRORBALL = str(Path(sys.executable).parent / "mirrorball")


def run(*command: str) -> None:
    """Run a command to its end, unseen."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # our own commands


def demo(folder: Path) -> tuple[float, int]:
    """Seconds and most bytes of one demo from start to end."""
    start = perf_counter()
    child = subprocess.Popen(  # noqa: S603
        [MIRRORBALL, "demo", "--record", str(folder)], stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(child.pid, 0)
    seconds = perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"mirrorball demo ended with {child.returncode}")
    return seconds, used.ru_maxrss * KIB


def main() -> None:
    """Both questions."""
    python = "python -c pass"
    taken = side_by_side(
        {
            python: partial(run, sys.executable, "-c", "pass"),
            "mirrorball --version": partial(run, MIRRORBALL, "--version"),
            "mirrorball --help": partial(run, MIRRORBALL, "--help"),
        },
        TURNS,
    )
    rows = [(name, milliseconds(seconds), times(seconds / taken[python])) for name, seconds in taken.items()]
    show("Starting up", ("", "ms", "Ratio"), rows)

    with TemporaryDirectory() as scratch:
        played = [demo(Path(scratch) / f"record-{nth}") for nth in range(RUNS)]
    seconds, most = max(s for s, _ in played), max(m for _, m in played)
    rows = [
        ("seconds", f"{seconds:.1f}", f"{MOST_SECONDS}", f"{seconds / MOST_SECONDS:.1%}"),
        ("peak memory, MB", f"{most / 1e6:.0f}", f"{MOST_BYTES / 1e6:.0f}", f"{most / MOST_BYTES:.1%}"),
    ]
    show(f"mirrorball demo, the worst of {RUNS} runs", ("", "Seen", "Limit", "Of the limit"), rows)
    machine()


if __name__ == "__main__":
    main()
