"""Drawings inside a page, made lighter: what a page has is not said again, and what is drawn twice is drawn once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from markupsafe import Markup

LONG = 300  # characters of a drawn part from which on it pays to refer to it

_BROUGHT = re.compile(r"var\((--[a-z]+),#[0-9a-f]{6}\)")
_COMMAND = re.compile(r"([a-zA-Z])([^a-zA-Z]*)")
_PATH = re.compile(r'<path d="([^"]*)"')
_LONG_PATH = re.compile(rf'<path d="[^"]{{{LONG},}}"[^>]*/>')
_AGAIN = Markup(
    '<svg class="monogram" viewBox="0 0 96 96" width="96" height="96" role="img" aria-label="{}">'
    '<use href="#{}"/></svg>'
)


def inline(svg: str) -> Markup:
    """A drawing of ours inside a page, without the colours and the name space that only a file has to bring along."""
    bare = _BROUGHT.sub(r"var(\1)", svg).replace('<svg xmlns="http://www.w3.org/2000/svg"', "<svg")
    return Markup(_PATH.sub(lambda path: f'<path d="{_shorter(path[1])}"', bare))  # noqa: S704  # drawn by us


def drawn_once(text: str, monograms: Mapping[str, str], names: Mapping[str, str]) -> str:
    """The same page with each monogram, and each long part of several, drawn where it comes first.

    From there on it is referred to. ``monograms`` are those of the page by star, ``names`` are parts of addresses.
    """
    for star, drawn in ((star, str(drawn)) for star, drawn in monograms.items()):
        first, *rest = text.split(drawn)
        if len(rest) > 1:
            label = f"face-{names[star]}"
            again = str(_AGAIN.format(star, label))
            text = first + drawn.replace("<svg ", f'<svg id="{label}" ', 1) + again.join(rest)
    parts = [part for part, times in Counter(_LONG_PATH.findall(text)).items() if times > 1]
    for nth, part in enumerate(parts, start=1):
        first, *rest = text.split(part)
        text = first + part.replace("<path ", f'<path id="part-{nth}" ', 1) + f'<use href="#part-{nth}"/>'.join(rest)
    return text


def _shorter(path: str) -> str:
    """The same path: a sign is enough between numbers, and a line goes on without its letter after another line."""
    told, before = "", ""
    for command, numbers in _COMMAND.findall(path):
        tight = numbers.strip().replace(" -", "-")
        told += tight if command == before == "l" and tight.startswith("-") else command + tight
        before = command
    return told
