"""Names as parts of an address: plain letters, each name its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from hashlib import sha256

# Letters that no decomposition leads to plain ones.
_PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}
)


def slug(name: str) -> str:
    """A name in plain lower-case letters and figures, words joined by ``-``; a name without any is told by a digest."""
    letters = unicodedata.normalize("NFKD", name.translate(_PLAIN)).encode("ascii", "ignore").decode()
    kept = "".join(letter if letter.isalnum() else " " for letter in letters.replace("'", ""))
    return "-".join(kept.lower().split()) or f"name-{sha256(name.encode()).hexdigest()[:8]}"


def slugs(names: Iterable[str]) -> dict[str, str]:
    """The slug of each name. Of several names that read alike the first keeps it, and the others add a number."""
    found: dict[str, str] = {}
    for name in dict.fromkeys(names):
        nth, plain = 1, slug(name)
        wanted = plain
        while wanted in found.values():
            nth += 1
            wanted = f"{plain}-{nth}"
        found[name] = wanted
    return found
