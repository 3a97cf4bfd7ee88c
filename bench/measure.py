"""What every benchmark shares: medians of interleaved runs, a plain table, and the machine in words."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter


def medians(*runs: Callable[[], object], rounds: int = 5) -> list[float]:
    """The median time of each run, in seconds. The runs take turns, so that a slow moment of the machine hits all."""
    times: list[list[float]] = [[] for _ in runs]
    for _ in range(rounds):
        for run, taken in zip(runs, times, strict=True):
            begun = perf_counter()
            run()
            taken.append(perf_counter() - begun)
    return [median(taken) for taken in times]


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under their heads, figures to the right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    print(f"\n{title}")
    for row in (head, *rows):
        first, *others = (
            cell.ljust(w) if nth == 0 else cell.rjust(w) for nth, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *others]))


def machine() -> None:
    """Print what the figures were seen on."""
    print(f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}")


def ms(seconds: float) -> str:
    """Milliseconds, to two places."""
    return f"{seconds * 1000:,.2f} ms"


def times(ratio: float) -> str:
    """A ratio, with as many places as it is worth."""
    return f"{ratio:,.2f}" if ratio < 10 else f"{ratio:,.0f}"  # noqa: PLR2004
