"""The two typefaces, cut down to the letters of European names, punctuation and figures.

They are cut once, in a thread, and kept in memory and in a folder of the user's; pages show another typeface meanwhile.
"""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Thread

import fontpkg_fraunces  # type: ignore[import-untyped]  # it brings no types
import fontpkg_inter  # type: ignore[import-untyped]  # it brings no types
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]  # it brings no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it brings no types
from fontTools.varLib.instancer import instantiateVariableFont  # type: ignore[import-untyped]  # it brings no types

Limits = Mapping[str, float | tuple[float, float]]

LETTERS = (
    range(0x20, 0x7F),  # Latin
    range(0xA0, 0x250),  # Latin-1, Extended-A and -B
    range(0x2B9, 0x2DE),  # modifiers
    range(0x300, 0x370),  # accents that stand behind their letter
    range(0x1E00, 0x1F00),  # Latin Extended Additional
    range(0x2010, 0x2060),  # punctuation
    range(0x2070, 0x20C0),  # small figures, currencies
    (0x2116, 0x2122, 0x2126, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2215, 0x25C6, 0x25C7, 0x2713),
    range(0x2150, 0x2160),  # fractions
)
FEATURES = ("kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "lnum", "zero", "frac", "case", "ss01")


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface: its file, and the axes that pages do not use, pinned or narrowed."""

    file: Path
    limits: Limits


FACES: Mapping[str, Face] = {
    "inter": Face(Path(fontpkg_inter.ROOT, "files", "Inter[opsz,wght].ttf"), {"wght": (400, 700)}),
    "fraunces": Face(
        Path(fontpkg_fraunces.ROOT, "files", "Fraunces[SOFT,WONK,opsz,wght].ttf"),
        {"SOFT": 0, "WONK": 0, "wght": (400, 700)},
    ),
}


class Fonts:
    """The cut typefaces."""

    def __init__(self, folder: Path) -> None:
        """Keep them in this folder, too."""
        self._folder = folder
        self._cutting: dict[str, Future[bytes]] = {}

    async def cut(self, name: str) -> bytes:
        """A typeface of ``FACES`` as WOFF2."""
        if name not in self._cutting:
            self._cutting[name] = Future()
            # A thread that does not keep the program from stopping; an executor's would.
            Thread(target=self._answer, args=(self._cutting[name], FACES[name]), daemon=True).start()
        return await asyncio.shield(asyncio.wrap_future(self._cutting[name]))

    def _answer(self, cutting: Future[bytes], face: Face) -> None:
        try:
            cutting.set_result(self._kept(face))
        except Exception as error:  # noqa: BLE001  # whoever waits for the typeface hears of it
            cutting.set_exception(error)

    def _kept(self, face: Face) -> bytes:
        """From the folder, or cut anew if it was cut otherwise, or not yet."""
        original = face.file.read_bytes()
        how = f"{face.limits} {[list(part) for part in LETTERS]} {FEATURES}".encode()
        file = self._folder / f"{face.file.stem.split('[')[0].lower()}-{sha256(original + how).hexdigest()[:16]}.woff2"
        with suppress(OSError):
            return file.read_bytes()
        font = cut(original, face.limits)
        with suppress(OSError):  # a folder that cannot be written costs some seconds at the next start, and no more
            self._folder.mkdir(parents=True, exist_ok=True)
            beside = file.with_suffix(f".{os.getpid()}")
            beside.write_bytes(font)
            beside.replace(file)
        return font


def cut(original: bytes, limits: Limits, letters: Iterable[Iterable[int]] = LETTERS) -> bytes:
    """A font with these letters only, as WOFF2."""
    font = TTFont(io.BytesIO(original), recalcTimestamp=False)
    options = Options()
    options.layout_features = list(FEATURES)
    options.flavor = "woff2"
    options.drop_tables += ["DSIG", "MVAR"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[letter for part in letters for letter in part])
    subsetter.subset(font)
    font = instantiateVariableFont(font, dict(limits))
    font.flavor = "woff2"
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()
