"""A picture as a PNG, without a browser: the two typefaces are cut once into plain fonts and kept."""

from __future__ import annotations

import io
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import unescape
from pathlib import Path

import resvg_py
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]  # it brings no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it brings no types
from fontTools.varLib.instancer import instantiateVariableFont  # type: ignore[import-untyped]  # it brings no types

from mirrorball.fonts import FACES, LETTERS
from mirrorball.look import NIGHT
from mirrorball.recap.charts.draw import painted

# Greek and Cyrillic, which one of the two typefaces has, too.
_MORE = (range(0x370, 0x530), (0x2605, 0x25CF, 0x25CB, 0x2717, 0x2715, 0xD7))


@dataclass(frozen=True, slots=True)
class _Instance:
    """One of our variable typefaces at one weight, under the name and weight that a picture asks for."""

    face: str
    family: str
    weight: int
    axes: Mapping[str, float]
    features: tuple[str, ...]


# Kerning is kept where letters are large; cutting it takes most of the time.
_INSTANCES = (
    _Instance("inter", "Inter", 400, {"opsz": 14, "wght": 400}, ("tnum",)),
    _Instance("inter", "Inter", 600, {"opsz": 14, "wght": 600}, ("tnum",)),
    _Instance("fraunces", "Fraunces", 600, {"SOFT": 0, "WONK": 0, "opsz": 48, "wght": 600}, ("kern",)),
)


def png(svg: str, fonts: Path, width: int | None = None, tones: Mapping[str, str] = NIGHT) -> bytes:
    """An SVG as PNG bytes, ``width`` pixels wide, or as wide as it says. ``fonts`` is where cut typefaces are kept.

    Typefaces of this machine are asked only for signs that ours lack.
    """
    files = font_files(fonts)
    told = painted(svg, tones)
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=told,
            width=width,
            font_files=[str(file) for file in files],
            skip_system_fonts=_ours(told),
            font_family="Inter",
            sans_serif_family="Inter",
            serif_family="Fraunces",
        )
    )


def font_files(folder: Path) -> tuple[Path, ...]:
    """The cut typefaces as files of a folder; what is not there yet is cut, which takes some seconds once."""
    return tuple(_kept(folder, instance) for instance in _INSTANCES)


def _kept(folder: Path, instance: _Instance) -> Path:
    file = folder / f"{instance.face}-{instance.weight}-{_digest(instance)}.ttf"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(f".{os.getpid()}")
        beside.write_bytes(_cut(instance))
        beside.replace(file)
    return file


@cache
def _digest_of(face: str) -> bytes:
    return sha256(FACES[face].file.read_bytes()).digest()


def _digest(instance: _Instance) -> str:
    """Tells a typeface that was cut otherwise, or from another file."""
    how = f"{sorted(instance.axes.items())} {[list(part) for part in (*LETTERS, *_MORE)]} {instance.features}".encode()
    return sha256(_digest_of(instance.face) + how).hexdigest()[:16]


def _cut(instance: _Instance) -> bytes:
    """A typeface at one weight with the letters of European names, named so that renderers find it."""
    with TTFont(FACES[instance.face].file, lazy=True, recalcTimestamp=False) as font:
        options = Options()
        options.layout_features = list(instance.features)
        options.drop_tables += ["DSIG", "MVAR", "STAT"]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[letter for part in (*LETTERS, *_MORE) for letter in part])
        subsetter.subset(font)
        instantiateVariableFont(font, dict(instance.axes), inplace=True)
        font["OS/2"].usWeightClass = instance.weight
        font["name"].names = []
        for name, told in ((1, instance.family), (2, "Regular"), (4, instance.family), (6, instance.family)):
            font["name"].setName(told, name, 3, 1, 0x409)
        held = io.BytesIO()
        font.save(held)
        return held.getvalue()


@cache
def _letters() -> frozenset[int]:
    """What our cut typefaces can draw."""
    with TTFont(FACES["inter"].file, lazy=True) as font:
        return frozenset({letter for part in (*LETTERS, *_MORE) for letter in part} & set(font.getBestCmap()))


def _ours(svg: str) -> bool:
    """Whether our typefaces draw all that a picture says, so that no other is to be sought."""
    said: Iterable[str] = unicodedata.normalize("NFC", unescape(" ".join(re.findall(r">([^<]+)<", svg))))
    return all(ord(sign) in _letters() or sign.isspace() for sign in said)
