"""Write the pictures of the documentation: terminal pages as SVG, in the night colours, with no font from elsewhere."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from secrets import token_bytes
from tempfile import TemporaryDirectory
from time import time_ns

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from mirrorball.log.sqlite import SqliteLog
from mirrorball.look import NIGHT, TERMINAL
from mirrorball.main import BALLOTS
from mirrorball.season.check import check
from mirrorball.terminal.demo import Given, demo
from mirrorball.terminal.report import report
from mirrorball.terminal.week import cast, week

ROOT = Path(__file__).parents[1]
SEASON = ROOT / "examples" / "season-32"
PICTURES = ROOT / "docs" / "pictures"

Draw = Callable[[Console], None]

FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>TITLE</title>
<style>
.{unique_id}-matrix, .{unique_id}-typed {{ font-family: ui-monospace, Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-typed {{ fill: QUIET; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
<rect width="{width}" height="{height}" rx="2" fill="GROUND"/>
<text class="{unique_id}-typed" x="{terminal_x}" y="32">$ TYPED</text>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def rgb(token: str) -> tuple[int, int, int]:
    """A token of the night as red, green and blue."""
    colour = NIGHT[token].removeprefix("#")
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)


NIGHT_THEME = TerminalTheme(rgb("ground"), rgb("ink"), [rgb("ink")] * 8, [rgb("ink")] * 8)


def picture(name: str, title: str, width: int, draw: Draw, span: tuple[str, str] = ("", "\0")) -> None:
    """Draw a page of this width under the command that prints it (the title up to its colon), and write the picture.

    It goes from the first line that holds ``span[0]`` to before ``span[1]``.
    """
    begin, end = span
    whole = _console(width)
    draw(whole)
    lines = whole.export_text(styles=True).rstrip("\n").split("\n")
    first = next(nth for nth, line in enumerate(lines) if begin in line)
    last = next((nth for nth, line in enumerate(lines) if end in line), len(lines))
    part = _console(width)
    part.print(Text.from_ansi("\n".join(["", *lines[first:last]]).rstrip()), end="\n\n")  # air above and below
    typed, _, _ = title.partition(":")
    frame = FRAME
    for word, meant in (("TITLE", title), ("TYPED", typed), ("GROUND", NIGHT["ground"]), ("QUIET", NIGHT["quiet"])):
        frame = frame.replace(word, meant)
    svg = part.export_svg(title=title, theme=NIGHT_THEME, code_format=frame, unique_id=name)
    for token, tone in TERMINAL.items():  # middle tones are for a ground that nobody knows; this one is night
        svg = svg.replace(tone, NIGHT[token])
    svg = re.sub(r"\d+\.\d{3,}", lambda long: f"{float(long[0]):.1f}", svg)
    (PICTURES / f"{name}.svg").write_text("\n".join(line.rstrip() for line in svg.split("\n")), encoding="utf-8")


def _console(width: int) -> Console:
    """A terminal that only records, without bars: they are gone from a screen once they are full."""
    return Console(
        record=True,
        width=width,
        file=io.StringIO(),
        force_terminal=True,
        force_interactive=False,
        color_system="truecolor",
        highlight=False,
    )


def the_demo(to: Console) -> None:
    """The finale of season 32."""
    with TemporaryDirectory() as folder:
        given = Given(keep=SqliteLog, clock=lambda: time_ns() // 1_000_000, draw=token_bytes, version="")
        demo(32, given, free=False, folder=Path(folder) / "record", ballots=BALLOTS, console=to)


def the_week(to: Console) -> None:
    """The finale as ``show`` has it."""
    found = check(SEASON)
    cast(to, found.folder.season)
    week(to, found, 11)


def the_check(to: Console) -> None:
    """What ``check`` says of a folder with five mistakes."""
    with TemporaryDirectory() as folder:
        broken = Path(folder) / "season-32"
        shutil.copytree(SEASON, broken)
        for file, found, wrong in MISTAKES:
            text = (broken / file).read_text(encoding="utf-8")
            (broken / file).write_text(text.replace(found, wrong, 1), encoding="utf-8")
        with chdir(folder):
            report(to, check(Path("season-32")))


REVEAL = ("The judges' board", "Everyone who danced")
MISTAKES = (
    ("season.toml", '"us-32-33"', '"us-32-3"'),
    ("weeks.csv", "yes,10,", "yes,12,"),
    ("routines.csv", "Xochitl Gomez,Cha-cha", "Xóchitl Gomez,Cha-cha"),
    ("routines.csv", "Jason Mraz,Paso doble", "Jason Mraz,Paso dobel"),
    (
        "routines.csv",
        "Get on Your Feet,Gloria Estefan,,,,,9,8,,8,25",
        'Get on Your Feet,Gloria Estefan,,,,,"9,5",8,,8,25',
    ),
)


def main() -> None:
    """Write all pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture("demo", "mirrorball demo: the reveal of the finale", 80, the_demo, REVEAL)
    picture("week-11", "mirrorball show examples/season-32 --week 11: the finale of season 32", 100, the_week)
    picture("check", "mirrorball check season-32: a folder with five mistakes", 90, the_check)


if __name__ == "__main__":
    main()
