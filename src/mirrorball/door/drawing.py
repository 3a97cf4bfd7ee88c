"""Pages as pieces with places between them, and the files that pages ask for: all read once, at the start."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from mirrorball import look

HERE = Path(__file__).parent
PLACE = "\0"  # stands around the name of a place; it cannot stand in a page
_COMMENT = re.compile(r"^ */\*.*?\*/|(?<=[;{]) +// [^\n]*", re.MULTILINE | re.DOTALL)
BLENDS = {"hair": ("silver", "ground", 20), "edge": ("silver", "ground", 56), "lifted": ("silver", "raised", 9)}


@dataclass(frozen=True, slots=True)
class File:
    """A file that pages ask for."""

    kind: str
    body: bytes


class Drawn:
    """A page: its pieces in turn with the names of places between them."""

    def __init__(self, pieces: list[bytes | str]) -> None:
        """Of bytes, and of names as text."""
        self._pieces = pieces

    def filled(self, places: Mapping[str, bytes]) -> bytes:
        """The page with these in their places; a place that is not named stays empty."""
        return b"".join(one if isinstance(one, bytes) else places.get(one, b"") for one in self._pieces)

    def having(self, places: Mapping[str, bytes]) -> Drawn:
        """The page with these already in their places, in fewer pieces."""
        fewer: list[bytes | str] = [b""]
        for one in self._pieces:
            piece = places.get(one, one) if isinstance(one, str) else one
            if isinstance(piece, bytes) and isinstance(fewer[-1], bytes):
                fewer[-1] += piece
            else:
                fewer.append(piece)
        return Drawn(fewer)


def drawn(template: str, handed: Mapping[str, object]) -> Drawn:
    """A template with what it is handed; ``at("name")`` in it is a place to be filled in later."""
    text = _pages.get_template(template).render(_clean(handed), at=_at, **NAMES)
    halves = text.split(PLACE)
    return Drawn([half if nth % 2 else half.encode() for nth, half in enumerate(halves)])


def _at(name: str | int, number: int | None = None) -> Markup:
    """A place: ``at("id")``, ``at(3)`` for what is in the field of couple 3, ``at("in", 3)``."""
    named = f"v{name}" if isinstance(name, int) else f"{name}{'' if number is None else number}"
    return Markup(f"{PLACE}{named}{PLACE}")  # noqa: S704  # names of ours only


def _clean(handed: object) -> object:
    """The same without the sign that stands around places, wherever text is."""
    match handed:
        case str():
            return handed.replace(PLACE, "")
        case dict():
            return {name: _clean(one) for name, one in handed.items()}
        case list():
            return [_clean(one) for one in handed]
        case _:
            return handed


def _blended(one: str, other: str, percent: int) -> str:
    """A colour between two of the look: so much of the first. Old phones cannot mix colours themselves."""
    pairs = zip(bytes.fromhex(look.NIGHT[one][1:]), bytes.fromhex(look.NIGHT[other][1:]), strict=True)
    return "#" + bytes((a * percent + b * (100 - percent) + 50) // 100 for a, b in pairs).hex()


def _squeezed(name: str) -> str:
    """A file without its comments, and without what stands before its lines."""
    text = _COMMENT.sub("", (HERE / "static" / name).read_text(encoding="utf-8"))
    return "".join(f"{line.strip()}\n" for line in text.splitlines() if line.strip())


def _files() -> Mapping[str, File]:
    """All files, by names that change when they do, so that a browser may keep each for ever."""
    blends = "".join(f"--{name}:{_blended(*blend)};" for name, blend in BLENDS.items())
    css = f"{look.css()}:root{{{blends}}}\n{_squeezed('vote.css')}"
    raw = {
        ("vote", "css"): File("text/css; charset=utf-8", css.encode()),
        ("vote", "js"): File("text/javascript; charset=utf-8", _squeezed("vote.js").encode()),
        ("mark", "svg"): File("image/svg+xml", (HERE / "static/mark.svg").read_bytes()),
    }
    return {f"{stem}-{sha256(f.body).hexdigest()[:10]}.{kind}": f for (stem, kind), f in raw.items()}


_pages = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
FILES = _files()
NAMES = {Path(name).suffix[1:]: name for name in FILES}
