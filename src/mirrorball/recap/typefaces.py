"""The two typefaces of a site, cut down further than those of a night: the letters of its own text, fixed sizes.

A page of a look back is read on a phone in a train, so its two files together are smaller than one of a night's.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from mirrorball.fonts import FACES, FEATURES, LETTERS, Limits, cut

AXES: Mapping[str, Limits] = {
    "inter": {"opsz": 16, "wght": (400, 600)},
    "fraunces": {"SOFT": 0, "WONK": 0, "opsz": 72, "wght": 500},
}
# Western European names, punctuation and figures: in every site, so that most seasons share one cut.
ALWAYS = frozenset(
    letter
    for part in (
        range(0x20, 0x7F),
        range(0xA0, 0x180),
        range(0x218, 0x21C),
        range(0x300, 0x30D),
        range(0x2010, 0x2028),
        (0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2713),
        (0x25C6, 0x25C7),
    )
    for letter in part
)


def typefaces(cache: Path, text: str = "") -> dict[str, bytes]:
    """Both typefaces as WOFF2, by the names that the style sheet has for them, with the letters of ``text``.

    They are kept in the folder ``cache``; cutting one takes some seconds, once.
    """
    letters = tuple(sorted(ALWAYS | (frozenset(map(ord, text)) & _ours())))
    return {f"fonts/{name}.woff2": _kept(cache, name, letters) for name in AXES}


def _ours() -> frozenset[int]:
    """All letters that the typefaces are ever cut to."""
    return frozenset(letter for part in LETTERS for letter in part)


def _kept(cache: Path, name: str, letters: tuple[int, ...]) -> bytes:
    original = FACES[name].file.read_bytes()
    how = f"{sorted(AXES[name].items())} {letters} {FEATURES}".encode()
    file = cache / f"{name}-recap-{sha256(original + how).hexdigest()[:16]}.woff2"
    with suppress(OSError):
        return file.read_bytes()
    font = cut(original, AXES[name], [letters])
    with suppress(OSError):  # a folder that cannot be written costs some seconds the next time, and no more
        cache.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(f".{os.getpid()}")
        beside.write_bytes(font)
        beside.replace(file)
    return font
