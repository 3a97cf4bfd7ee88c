"""Colours, in one place. A dark ballroom, one warm light; by daylight the same in ink on warm white.

``TERMINAL`` holds middle tones of the same hues: nobody knows whether a terminal is dark or light, and these keep a
contrast of 4.5 to 1 on black and on white. Colour is never the only sign.
"""

from __future__ import annotations

from collections.abc import Mapping

NIGHT: Mapping[str, str] = {
    "ground": "#0b1020",
    "raised": "#151c33",
    "ink": "#f3f1ea",
    "quiet": "#a7b0c6",
    "spotlight": "#f2c14e",
    "silver": "#c9d3e6",
    "safe": "#5cc8a1",
    "jeopardy": "#ff8a65",
}

DAY: Mapping[str, str] = {
    "ground": "#fbf8f2",
    "raised": "#ffffff",
    "ink": "#141b2e",
    "quiet": "#56607a",
    "spotlight": "#8a5a00",
    "silver": "#626c86",
    "safe": "#14704f",
    "jeopardy": "#b03a14",
}

TERMINAL: Mapping[str, str] = {
    "quiet": "#6f7584",
    "spotlight": "#9a6e06",
    "safe": "#2a8464",
    "jeopardy": "#c4532b",
}

FACETS = "◆◇◆"


def css() -> str:
    """The colours as variables of a style sheet: by night, and by day on paper and where a page asks for it."""
    night, day = ("".join(f"--{name}:{colour};" for name, colour in one.items()) for one in (NIGHT, DAY))
    return f":root{{{night}}}\n[data-day]{{{day}}}\n@media print{{:root{{{day}}}}}\n"
