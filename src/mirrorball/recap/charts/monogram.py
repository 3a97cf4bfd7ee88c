"""A portrait for whom there is no photo: a wall of mirrors, each person's lit in its own way, and the initials."""

from __future__ import annotations

from hashlib import sha256

from mirrorball.recap.charts.draw import DISPLAY, Drawn, element, tone
from mirrorball.recap.charts.measure import clusters, width
from mirrorball.recap.charts.mirrors import square

_SIDE, _MIRRORS = 96, 5
_LARGEST, _ROOM = 40, 64  # of letters, and how wide they may be
_DOWN = 0.36  # of the size: from the middle of a line to where its letters stand
_TINTS = ("0.05", "0.1", "0.16", "0.24")
_JOINING = 0x590  # where the scripts begin that join letters
_JOINERLESS = "\u200c"  # keeps letters apart


def monogram(name: str, title: str = "") -> str:
    """A square portrait of a name, always the same for a name. ``title`` is what is read out, if not the name."""
    step = _SIDE / _MIRRORS
    chance = sha256(name.encode("utf-8", "replace")).digest()
    tints = dict.fromkeys(_TINTS, "")
    shades, warm = "", ""
    lights = {chance[30] % 16, chance[31] % 16}
    rim = 0
    for nth in range(_MIRRORS * _MIRRORS):
        row, column = divmod(nth, _MIRRORS)
        x, y = (column + 0.5) * step, (row + 0.5) * step
        if row in {0, _MIRRORS - 1} or column in {0, _MIRRORS - 1}:
            if rim in lights:  # the warm light falls on the rim alone, so that the letters stay clear
                warm += square(x, y, step * 0.86)
            else:
                tints[_TINTS[chance[nth] % 4]] += square(x, y, step * 0.86)
            rim += 1
        else:
            tints[_TINTS[chance[nth] % 3]] += square(x, y, step * 0.86)
        shades += square(x, y, step * 0.86, half=True)
    letters = initials(name)
    size = min(_LARGEST, _LARGEST * _ROOM / max(1.0, width(letters, _LARGEST, "fraunces")))
    return element(
        "svg",
        element("title", title or name),
        element("rect", width=_SIDE, height=_SIDE, fill=tone("raised")),
        *(element("path", d=d, fill=tone("silver"), fill_opacity=tint) for tint, d in tints.items() if d),
        element("path", d=warm, fill=tone("spotlight"), fill_opacity="0.7") if warm else Drawn(),
        element("path", d=shades, fill=tone("raised"), fill_opacity="0.45"),
        element(
            "text",
            letters,
            x=_SIDE / 2,
            y=_SIDE / 2 + size * _DOWN,
            fill=tone("ink"),
            font_family=DISPLAY,
            font_size=size,
            font_weight=600,
            text_anchor="middle",
        ),
        xmlns="http://www.w3.org/2000/svg",
        class_="monogram",
        viewBox=f"0 0 {_SIDE} {_SIDE}",
        width=_SIDE,
        height=_SIDE,
        role="img",
    )


def initials(name: str) -> str:
    """The first letter of the first name and of the last, as capitals if there are any; of one name only one."""
    printable = "".join(sign for sign in name if sign.isprintable())
    words = printable.split()
    led = [_first(words[0]), *([_first(words[-1])] if len(words) > 1 else [])] if words else ["?"]
    joining = any(ord(sign) >= _JOINING for sign in "".join(led))
    return (_JOINERLESS if joining else "").join(led)


def _first(word: str) -> str:
    """The first letter or figure of a word, its accents with it; a sign if there is nothing else."""
    signs = clusters(word)
    letter = next((sign for sign in signs if sign[0].isalnum()), signs[0])
    upper = letter.upper()
    return upper if len(clusters(upper)) == 1 else letter
