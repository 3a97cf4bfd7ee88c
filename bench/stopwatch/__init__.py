"""Time taken side by side: rivals take turns in one run, and medians are compared. Shared by the scripts of bench/."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

Rivals = Mapping[str, Callable[[], object]]


def side_by_side(rivals: Rivals, turns: int) -> dict[str, float]:
    """The median seconds of each rival over so many turns.

    Each turn runs all of them once, so that a slow moment of the machine meets all of them alike; every other turn
    runs them in the opposite order.
    """
    taken: dict[str, list[float]] = {name: [] for name in rivals}
    for turn in range(turns):
        for name in list(rivals)[:: -1 if turn % 2 else 1]:
            start = perf_counter()
            rivals[name]()
            taken[name].append(perf_counter() - start)
    return {name: median(seconds) for name, seconds in taken.items()}


def milliseconds(seconds: float) -> str:
    """Seconds as milliseconds, with about three figures."""
    shown = seconds * 1000
    return f"{shown:.3f}" if shown < 1 else f"{shown:.1f}" if shown < 100 else f"{shown:,.0f}"  # noqa: PLR2004


def times(ratio: float) -> str:
    """A ratio as a person reads it."""
    return f"{ratio:.2f} x" if ratio < 10 else f"{ratio:,.0f} x"  # noqa: PLR2004


def show(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """One small table: the first column is text, the others are figures."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for nth, head in enumerate(heads):
        table.add_column(head, justify="right" if nth else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    console = Console(highlight=False, width=110)
    console.print(title)
    console.print(table)
    console.print()


def machine() -> None:
    """What this ran on."""
    print(
        f"{os.cpu_count()} cores, {platform.system()}, {platform.python_implementation()} {platform.python_version()}"
    )
