"""What all terminal pages share: the console, headings and styles."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from mirrorball import look
from mirrorball.core.season import Week

QUIET = look.TERMINAL["quiet"]
GOLD = f"bold {look.TERMINAL['spotlight']}"
NAME = "bold"
WIDEST = 100


class Trimmed(io.TextIOBase):
    """A text stream that passes lines on without the spaces at their ends, for whoever reads a pipe or a file."""

    def __init__(self, to: TextIO) -> None:
        """Pass lines on to ``to``."""
        self._to = to

    def write(self, text: str) -> int:
        """Pass text on; it comes in whole lines."""
        self._to.write(re.sub(r"[ ]+(?=\n)", "", text))
        return len(text)

    def flush(self) -> None:
        """Pass it on now."""
        self._to.flush()


def console() -> Console:
    """The terminal as it is; for a pipe or a file plain text without padding."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(highlight=False, file=Trimmed(sys.stdout))  # type: ignore[arg-type]  # it writes text, which is all Rich asks


def watched(weeks: Sequence[Week]) -> Iterable[Week]:
    """The weeks, under a bar where somebody waits at a terminal."""
    beside = Console(stderr=True)
    with Progress(transient=True, console=beside, disable=not beside.is_terminal) as progress:
        yield from progress.track(weeks, description="What the vote could do")


def heading(to: Console, text: str, beside: str = "") -> None:
    """A section begins."""
    to.print()
    to.print(Text.assemble(("◆ ", GOLD), (text[0].upper() + text[1:], NAME), (f"  {beside}" if beside else "", QUIET)))


def said(to: Console, text: str, style: str = "", indent: int = 2) -> None:
    """A sentence, wrapped under its own beginning."""
    to.print(Padding(Text(text, style=style), (0, 0, 0, indent)), width=width(to))


def marked(to: Console, sign: str, style: str, text: Text | str) -> None:
    """A line behind a sign, wrapped under its own beginning."""
    line = Table.grid(padding=(0, 1, 0, 0))
    line.add_column(no_wrap=True)
    line.add_column()
    line.add_row(Text(sign, style=style), text)
    to.print(line, width=width(to))


def width(to: Console) -> int:
    """How wide a page is: as the terminal, and no wider than the eye follows a line."""
    return min(to.width, WIDEST)
