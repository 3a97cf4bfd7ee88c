"""A couple's season, small enough to stand in a line: a bar a week, as high as the share of what there was to have."""

from __future__ import annotations

from fractions import Fraction

from mirrorball.recap.charts.draw import Drawn, element, short, tone
from mirrorball.recap.story import Journey, Line, Story
from mirrorball.sentences import NOT_KNOWN, whole_percent

_HEIGHT, _BAR, _STEP = 28.0, 7.0, 10.0


def spark(story: Story, journey: Journey) -> str:
    """The share of the panel's possible total week by week, the best weeks in gold; told in words as well.

    Every season of a show is as wide as its weeks, so that couples can be compared under each other. A week that is not
    known is a ring on the ground line, a week after the couple left is empty.
    """
    weeks = [told.week.number for told in story.weeks if told.danced] or [told.week.number for told in story.weeks]
    known = {number: share(line) for number, line in journey.nights.items() if number in weeks}
    best = max((one for one in known.values() if one is not None), default=None)
    bars: dict[str, str] = {"silver": "", "spotlight": ""}
    rings = []
    for nth, number in enumerate(weeks):
        if number not in known:
            continue
        part, x = known[number], nth * _STEP + 1
        if part is None:
            rings.append(element("circle", cx=x + _BAR / 2, cy=_HEIGHT - 4, r=2.2))
        else:
            high = float(part) * (_HEIGHT - 2)
            colour = "spotlight" if part == best else "silver"
            bars[colour] += f"M{short(x)} {short(_HEIGHT - 1)}v{short(-high)}h{short(_BAR)}v{short(high)}z"
    across = max(1, len(weeks)) * _STEP
    return element(
        "svg",
        element("title", f"{journey.star}: {_told(known)}"),
        element("path", d=f"M0 {short(_HEIGHT - 0.5)}H{short(across)}", stroke=tone("quiet"), stroke_opacity="0.5"),
        *(element("path", d=d, fill=tone(colour)) for colour, d in bars.items() if d),
        element("g", *rings, fill="none", stroke=tone("quiet"), stroke_width=1.2) if rings else Drawn(),
        xmlns="http://www.w3.org/2000/svg",
        class_="spark",
        viewBox=f"0 0 {short(across)} {short(_HEIGHT)}",
        width=across,
        height=_HEIGHT,
        role="img",
    )


def share(line: Line) -> Fraction | None:
    """What the panel gave in a week as a part of the most there was to have; None while a part of it is not known."""
    parts = [(one.sheet.total, one.most) for one in line.danced]
    if not parts or any(total is None or not most for total, most in parts):
        return None
    got = sum((total for total, _ in parts if total is not None), Fraction(0))
    return got / sum((most for _, most in parts if most is not None), Fraction(0))


def _told(known: dict[int, Fraction | None]) -> str:
    """The weeks in words."""
    if not known:
        return f"marks {NOT_KNOWN}"
    told = (f"week {number} {NOT_KNOWN if part is None else whole_percent(part)}" for number, part in known.items())
    return f"share of the most there was to have: {', '.join(told)}"
