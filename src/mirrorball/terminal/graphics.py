"""``mirrorball graphics``: the graphics for broadcast as a folder that hosts of OGraf and of older templates take."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill

from mirrorball.fonts import FACES, Fonts
from mirrorball.web import ograf
from mirrorball.web.edge import STATIC, filled
from mirrorball.web.ograf import Graphic

PROBLEMS = 2
OGRAF, TEMPLATES = "ograf", "spx"
README = """\
Mirrorball {version}: graphics for broadcast

{folder}/{ograf}/ holds {count} OGraf v1 graphics. Each folder in it stands by itself: import the folder of the
graphic that you want, or all of them.

{names}

  SPX 1.4 or newer   Copy {ograf}/ into ASSETS/templates/ and add the graphics to a project.
  H2R Graphics 3.3   Import the folder of a graphic.
  Other OGraf hosts  Point them to the folder, or to the .ograf.json file in it.

{folder}/{templates}/ holds the same graphics as HTML templates, for SPX before 1.4 and for CasparCG. They load what
lies in {ograf}/, so copy {folder} as a whole into ASSETS/templates/ or into the template folder of CasparCG.

No file asks another host for anything, and no graphic holds a result: whoever drives it sends each step as it is told.
OBS and vMix need none of this. While a night runs, it serves one page for them at /overlay, and feeds at /feeds; the
page /graphics lists every address.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Where to write, where cut typefaces are kept, and which version this is."""

    folder: Path
    cache: Path
    version: str


def graphics(asked: Asked) -> int:
    """Write the folder."""
    folder = asked.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        print(f"{folder} is there already and not empty. Name a new or empty folder.", file=sys.stderr)
        return PROBLEMS
    try:
        found = _write(asked)
    except OSError as error:
        print(f"{error.filename or folder}: {error.strerror}.", file=sys.stderr)
        return PROBLEMS
    for graphic in found:
        print(folder / OGRAF / graphic.name)
    print(folder / TEMPLATES)
    print(f"\nHow to bring them on the air: {folder / 'README.md'}")
    return 0


def _write(asked: Asked) -> tuple[Graphic, ...]:
    found = ograf.graphics()
    fonts = {f"fonts/{name}.woff2": asyncio.run(Fonts(asked.cache).cut(name)) for name in FACES}
    for graphic in found:
        others = [other.name for other in found if other is not graphic]
        _package(others, asked.folder / OGRAF / graphic.name, fonts)
    _templates(found, asked.folder / TEMPLATES)
    names = "\n".join(_told(one) for one in found)
    text = README.format(
        version=asked.version, folder=asked.folder.name, ograf=OGRAF, templates=TEMPLATES, count=len(found), names=names
    )
    (asked.folder / "README.md").write_text(text, encoding="utf-8")
    return found


def _told(graphic: Graphic) -> str:
    """A graphic in the README: its folder, and what it is."""
    return fill(
        f"{graphic.name:<15} {graphic.manifest.description}", 110, initial_indent="  ", subsequent_indent=18 * " "
    )


def _package(others: Sequence[str], to: Path, fonts: Mapping[str, bytes]) -> None:
    """A graphic with all that it loads, in one folder: hosts import a folder, and some take one graphic from each."""
    for file in ograf.files():
        if not file.name.startswith(tuple(f"{other}." for other in others)):
            _put(to / file.relative_to(ograf.FOLDER), file.read_bytes())
    for name, font in fonts.items():
        _put(to / name, font)


def _templates(found: tuple[Graphic, ...], to: Path) -> None:
    """The graphics as templates. SPX reads what a template's fields are from the file itself."""
    to.mkdir(parents=True)
    for name in ("adapter.js", "overlay.css"):
        shutil.copyfile(STATIC / name, to / name)
    for graphic in found:
        main = f"../{OGRAF}/{graphic.name}/{graphic.main}"
        page = filled("adapter.html", **ograf.of_template(graphic, main, inline=True))
        _put(to / f"{graphic.name}.html", page.encode())


def _put(file: Path, text: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text)
