"""What ``mirrorball serve`` prints: where the night is, and for each person a link, its QR code and the PIN."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import segno
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mirrorball.core.show import Show
from mirrorball.terminal.ink import GOLD, NAME, QUIET, heading, said
from mirrorball.web import keys
from mirrorball.web.viewer import fingerprint

BORDER = 2  # light squares around a code, which a camera needs
ON_PAPER = "#000000 on #ffffff"
HALVES = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
GAP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Where a night can be reached, and what it is kept in."""

    show: Show
    addresses: Sequence[str]  # the one that links use first
    votes: str  # where the public votes; empty: not here
    secret: bytes
    log: str
    position: int
    rehearsal: bool
    authority: bytes
    warning: str = ""
    publish: str = ""  # the folder of the static pages; empty: there are none


def doors(to: Console, night: Doors) -> None:
    """Print it all."""
    season, week = night.show.season, night.show.week
    theme = f" “{week.title}”" if week.title else ""
    heading(to, f"{season.title}, week {week.number}{theme}", "REHEARSAL" if night.rehearsal else "")
    said(to, f"Kept in {night.log}" + (f", which holds {night.position} entries." if night.position else "."), QUIET)
    for address in night.addresses:
        said(to, address, NAME)
    said(to, f"The board, for everybody: {night.addresses[0]}/board", NAME)
    if night.publish:
        said(to, f"It is kept as static files in {night.publish}, for any web server.", QUIET)
    if night.votes:
        said(to, f"The public votes at {night.votes}", NAME)
    if night.authority:
        said(to, f"Tablets learn to trust it at {night.addresses[0]}/trust. Its fingerprint there has to be:")
        said(to, fingerprint(night.authority), QUIET)
    if night.warning:
        said(to, night.warning)
    ways = [key for key in night.show.keys.values() if not key.revoked]
    for key in ways:
        link = f"{night.addresses[0]}/in/{keys.link_token(night.secret, key.name)}"
        pin = keys.pin_of(night.secret, key.name)
        words = Text.assemble(
            (f"{key.role.value} ", QUIET), (key.holder, NAME), "\n", ("PIN ", QUIET), (f"{pin[:3]} {pin[3:]}", GOLD)
        )
        to.print()
        if to.is_terminal:
            side_by_side = Table.grid(padding=(0, GAP, 0, 0))
            side_by_side.add_row(code(link), Text.assemble(words, "\n\n", link))
            to.print(side_by_side)
        else:
            to.print(f"  {key.role.value} {key.holder}: PIN {pin}, {link}", soft_wrap=True)
    to.print()
    said(to, "Whoever has a link and its PIN is in. The desk closes links and makes new ones. Ctrl-C stops the night.")


def code(link: str) -> Text:
    """A QR code, two rows of squares in a line of text, dark on light whatever the terminal's colours are."""
    rows = [list(row) for row in segno.make(link, error="l").matrix_iter(border=BORDER)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    lines = (
        "".join(HALVES[int(bool(upper)), int(bool(lower))] for upper, lower in zip(*pair, strict=True))
        for pair in zip(rows[::2], rows[1::2], strict=True)
    )
    return Text("\n".join(lines), style=ON_PAPER, no_wrap=True)
