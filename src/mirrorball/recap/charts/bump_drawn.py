"""How the bump chart is drawn, for a wide place and for a narrow one.

Who leaves falls to the row of its final place, where nobody comes later; so every name stands on free ground.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from mirrorball.core.season import Exit
from mirrorball.core.ties import Place
from mirrorball.recap.charts.draw import TEXT, Drawn, Layer, Style, element, joined, lines_of, short, tone
from mirrorball.recap.charts.measure import Set, fitted, width
from mirrorball.recap.charts.mirrors import mirrors
from mirrorball.recap.charts.picture import framed
from mirrorball.recap.charts.standings import Standings, Way, ending
from mirrorball.recap.story import Journey
from mirrorball.sentences import NOT_KNOWN, tied

_EDGE, _GAP, _TOP = 6.0, 10.0, 56.0
_LEADING = 1.15
_DOWN = 0.36  # of the size: from the middle of a line to where its letters stand
_SHRUNK = 0.8  # of the size, and no smaller
_FEW = 16  # couples that stand comfortably
_TONES = ("quiet", "silver", "spotlight")  # what is loud is drawn last
_STRONG = {"quiet": 1.4, "silver": 2.3, "spotlight": 4.0}
_SIDE = {"quiet": 0.5, "silver": 0.75, "spotlight": 1.0}  # of a champion's mirror

_Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Form:
    """The measures of one form, in its own units."""

    name: str
    columns: int  # weeks; how it ended stands in one more
    width: float
    left: float  # where the first week stands
    right: float  # room beside the last column
    row: float
    size: float  # of names
    small: float
    mirror: float  # the side of a champion's mirrors

    @property
    def step(self) -> float:
        """From one week to the next."""
        return (self.width - self.left - self.right) / max(1, self.columns)

    def x(self, column: float) -> float:
        """Where a column stands."""
        return round(self.left + self.step * column, 1)

    def y(self, row: float) -> float:
        """The middle of a row."""
        return round(_TOP + self.row * (row + 0.5), 1)


def drawn(name: str, form: str, found: Standings, told: tuple[str, str]) -> str:
    """The whole picture in the form ``wide`` or ``narrow``."""
    used = _form(form, found)
    if not found.weeks:
        return _nothing(name, used, found, told)
    layer = Layer()
    for way in found.ways:
        _left(layer, used, way)
        _right(layer, used, found, way)
    inner = element(
        "g",
        _heads(used, found),
        _bands(used, found),
        *(_ways(used, [way for way in found.ways if _tone(way.journey) == tone_], tone_) for tone_ in _TONES),
        layer.drawn(),
        font_family=TEXT,
        font_size=used.size,
    )
    return framed(name, form, told, (used.width, used.y(found.rows - 0.5) + 12), inner)


def _form(name: str, found: Standings) -> _Form:
    """The measures that fit the names: beside the lines as much room as they ask for, and rows as high as they are."""
    columns, names = len(found.weeks), [way.journey.star for way in found.ways]
    if name == "wide":
        row = 32 if len(names) <= _FEW else 24
        form = _Form(name, columns, 920, 0, 0, row, 14, 12, 11)
        least, most = 110, 240
    else:
        form = _Form(name, columns, 360, 0, 0, 34, 11.5, 10, 7)
        least, most = 62, 78
    wide = max((width(one, form.size) for one in names), default=0)
    word = max((width(part, form.size * _SHRUNK) for one in names for part in one.split()), default=0)
    begin = min(max(wide if wide <= most else word, least), most)
    beside = max((_beside(form, found, way) for way in found.ways if way.end[0] == columns), default=0)
    end = min(max(beside, least), 250 if name == "wide" else 92)
    form = replace(form, left=round(_EDGE + _figure(form) + begin + _GAP), right=round(_GAP + end + _EDGE))
    lines = max((len(_begin_words(form, way).lines) for way in found.ways), default=1) * form.size
    high = max((_high(form, found, way) for way in found.ways), default=0)
    return replace(form, row=round(max(form.row, lines * _LEADING + 4, high + 4)))


def _beside(form: _Form, found: Standings, way: Way) -> float:
    """How wide a name is with how it ended; in the narrow form that stands below."""
    how = width(ending(way.journey, found.weeks), form.small)
    name = width(way.journey.star, form.size)
    return name + 6 + how if form.name == "wide" else max(name, how)


def _nothing(name: str, form: _Form, found: Standings, told: tuple[str, str]) -> str:
    """Nobody's place is known: the names, and that."""
    room = form.width - 2 * _EDGE
    notes = fitted(f"Places by the panel's points are {NOT_KNOWN}.", room, form.size, form.size)
    style: Style = {"font_family": TEXT, "font_size": form.size}
    drawn_ = [lines_of((_EDGE, 24), notes.lines, form.size * 1.4, fill=tone("quiet"), **style)]
    y = 24 + len(notes.lines) * form.size * 1.4 + 12
    for way in found.ways:
        words = fitted(way.journey.star, room, form.size, form.size)
        drawn_.append(lines_of((_EDGE, y), words.lines, form.size * 1.3, fill=tone("ink"), **style))
        y += len(words.lines) * form.size * 1.3 + 4
    return framed(name, form.name, told, (form.width, round(y)), *drawn_)


def _tone(journey: Journey) -> str:
    if journey.champion:
        return "spotlight"
    return "silver" if journey.result is None or journey.result.exit is Exit.FINAL else "quiet"


def _heads(form: _Form, found: Standings) -> Drawn:
    """The weeks' numbers, as many as there is room for, and a hairline down to the last couple of each week."""
    numbers = [str(told.week.number) for told in found.weeks]
    every = 1
    while every * form.step < max(width(one, form.small) for one in numbers) + 5:
        every += 1
    upper, lower = _TOP - 14 - form.small * 1.4, _TOP - 14
    shown = (element("text", one, x=form.x(nth), y=lower) for nth, one in enumerate(numbers) if nth % every == 0)
    deep = [
        max(spot.row for way in found.ways for spot in way.spots if spot.column == nth) for nth in range(len(numbers))
    ]
    hair = "".join(
        f"M{short(form.x(nth))} {short(_TOP - 6)}V{short(form.y(row + 0.4))}" for nth, row in enumerate(deep)
    )
    heads = element(
        "g",
        element("text", "Place", x=_EDGE, y=lower),
        element("text", "Week", x=form.x(0) - width("0", form.small) / 2, y=upper),
        element("text", "How it ended", x=form.x(form.columns) + _GAP, y=upper),
        element("g", *shown, text_anchor="middle"),
        fill=tone("quiet"),
        font_size=form.small,
    )
    return joined((heads, element("path", d=hair, stroke=tone("quiet"), stroke_opacity="0.22", fill="none")))


def _bands(form: _Form, found: Standings) -> Drawn:
    """A band behind those who share a place."""
    half = round(min(form.mirror * 0.8, form.step * 0.42), 1)
    bands = (
        element(
            "rect",
            x=form.x(column) - half,
            y=form.y(first) - half,
            width=2 * half,
            height=form.y(last) - form.y(first) + 2 * half,
            rx=half,
        )
        for column, first, last in found.shared
    )
    return element("g", *bands, fill=tone("silver"), fill_opacity="0.16")


def _ways(form: _Form, ways: list[Way], colour: str) -> Drawn:
    """The lines of one colour: whole where week follows week, fine dots where one is missing and to the end."""
    firm: list[str] = []
    loose: list[str] = []
    spots: list[_Point] = []
    ends: list[_Point] = []
    crosses: list[_Point] = []
    rings: list[_Point] = []
    for way in ways:
        at = [(form.x(spot.column), form.y(spot.row)) for spot in way.spots]
        end = (form.x(way.end[0]), form.y(way.end[1]))
        spots += at
        result = way.journey.result
        kind = ends if way.journey.champion else crosses if result and result.exit is not Exit.FINAL else rings
        kind.append(end)
        columns = [spot.column for spot in way.spots]
        firm += [_run(at[a : b + 1]) for a, b in _runs(columns)]
        loose += [_run(at[b : b + 2]) for _, b in _runs(columns)[:-1]]
        loose += [_run([at[-1], end])] if at else []
    strong = round(_STRONG[colour] * (form.mirror / 11) ** 0.5, 1)
    side = min(_SIDE[colour] * form.mirror, form.step * 0.5)
    lines = element(
        "g",
        element("path", d="".join(firm)),
        element("path", d="".join(loose), stroke_dasharray="1 5"),
        stroke=tone(colour),
        stroke_width=strong,
        stroke_linecap="round",
        stroke_opacity="0.62" if colour == "quiet" else None,
        fill="none",
    )
    return joined((lines, _marks(form, spots, side, colour), _end_signs(form, ends, crosses, rings, colour)))


def _runs(columns: list[int]) -> list[tuple[int, int]]:
    """Where weeks follow each other: the first and the last position of each run."""
    runs: list[tuple[int, int]] = []
    for nth, column in enumerate(columns):
        if runs and column - columns[nth - 1] == 1:
            runs[-1] = (runs[-1][0], nth)
        else:
            runs.append((nth, nth))
    return runs


def _run(at: list[_Point]) -> str:
    """A line through points that leaves and enters each of them level."""
    (x, y), *more = at
    parts = [f"M{short(x)} {short(y)}"] if more else []
    for next_x, next_y in more:
        along, down = next_x - x, next_y - y
        half = short(along / 2)
        parts.append(f"c{half} 0 {half} {short(down)} {short(along)} {short(down)}" if down else f"h{short(along)}")
        x, y = next_x, next_y
    return "".join(parts)


def _marks(form: _Form, at: list[_Point], side: float, colour: str) -> Drawn:
    """A mark for each week: a mirror, or for the quiet a dot."""
    if colour != "quiet":
        return mirrors(at, side, colour, f"bump-{form.name}-{colour}", rim=round(side / 8, 1))
    dots = "".join(f"M{short(x)} {short(y)}h0" for x, y in at)
    return element("path", d=dots, stroke=tone(colour), stroke_width=round(side, 1), stroke_linecap="round")


def _end_signs(form: _Form, ends: list[_Point], crosses: list[_Point], rings: list[_Point], colour: str) -> Drawn:
    """The signs of an end: a large mirror for the champions, a cross for who left, a ring for everybody else."""
    arm = round(form.mirror * 0.32, 1)
    cross = "".join(
        f"M{short(x - arm)} {short(y - arm)}l{short(2 * arm)} {short(2 * arm)}"
        f"m0 {short(-2 * arm)}l{short(-2 * arm)} {short(2 * arm)}"
        for x, y in crosses
    )
    return joined(
        (
            mirrors(ends, form.mirror * 1.5, colour, f"bump-{form.name}-end", rim=1),
            element("path", d=cross, stroke=tone("jeopardy"), stroke_width=1.8, stroke_linecap="round")
            if cross
            else Drawn(),
            *(
                element("circle", cx=x, cy=y, r=arm * 1.3, fill=tone("ground"), stroke=tone(colour), stroke_width=1.8)
                for x, y in rings
            ),
        )
    )


def _left(layer: Layer, form: _Form, way: Way) -> None:
    """Place and name where a couple begins, if it begins in the first week."""
    if not way.spots or way.spots[0].column:
        return
    spot = way.spots[0]
    words = _begin_words(form, way)
    step = words.size * _LEADING
    y = form.y(spot.row) - (len(words.lines) - 1) * step / 2 + words.size * _DOWN
    place = element("text", _place(form, spot.place), x=_EDGE, y=form.y(spot.row) + form.small * _DOWN)
    layer.add(place, _quiet(form))
    style: Style = {"text_anchor": "end", **_name_style(way, words.size)}
    layer.add(lines_of((form.left - _GAP, y), words.lines, step), style)


def _begin_words(form: _Form, way: Way) -> Set:
    return fitted(way.journey.star, form.left - _GAP - _EDGE - _figure(form), form.size, form.size * _SHRUNK)


def _figure(form: _Form) -> float:
    """Room for a place."""
    return width(_place(form, Place(10, 11)), form.small) + 4


def _place(form: _Form, place: Place) -> str:
    """A place as it is read; in the narrow form without its ending."""
    return tied(place) if form.name == "wide" else f"{'=' if place.shared else ''}{place.first}"


def _right(layer: Layer, form: _Form, found: Standings, way: Way) -> None:
    """The name where a season ended, and how it did: beside the name, or below it."""
    x, y = form.x(way.end[0]) + _GAP, form.y(way.end[1])
    how, words = ending(way.journey, found.weeks), _end_words(form, way)
    style = _name_style(way, words.size)
    if _in_a_line(form, found, way):
        span = element("tspan", how, dx=6, font_weight=400 if way.journey.champion else None, **_quiet(form))
        layer.add(element("text", words.lines[0], span, x=x, y=y + words.size * _DOWN), style)
        return
    step = words.size * _LEADING
    top = y - _high(form, found, way) / 2 + words.size * 0.86
    layer.add(lines_of((x, top), words.lines, step), style)
    layer.add(element("text", how, x=x, y=top + (len(words.lines) - 1) * step + form.small * 1.2), _quiet(form))


def _end_words(form: _Form, way: Way) -> Set:
    return fitted(way.journey.star, form.width - _EDGE - form.x(way.end[0]) - _GAP, form.size, form.size * _SHRUNK)


def _in_a_line(form: _Form, found: Standings, way: Way) -> bool:
    """Whether name and ending fit in one line; in the narrow form those of the last column stand alike in two."""
    room = form.width - _EDGE - form.x(way.end[0]) - _GAP
    whole = width(way.journey.star, form.size) + 6 + width(ending(way.journey, found.weeks), form.small)
    return whole <= room and (form.name == "wide" or way.end[0] < form.columns)


def _high(form: _Form, found: Standings, way: Way) -> float:
    """How high the words at an end are."""
    words = _end_words(form, way)
    return words.size if _in_a_line(form, found, way) else len(words.lines) * words.size * _LEADING + form.small


def _quiet(form: _Form) -> Style:
    return {"fill": tone("quiet"), "font_size": form.small}


def _name_style(way: Way, size: float) -> Style:
    colour = _tone(way.journey)
    return {
        "fill": tone("ink" if colour == "silver" else colour),
        "font_size": size,
        "font_weight": 600 if way.journey.champion else None,
    }
