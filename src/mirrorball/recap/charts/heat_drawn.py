"""How the heat table is drawn: a row a couple where there is room, a column a couple on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from mirrorball.recap.charts.draw import TEXT, Drawn, Style, element, joined, lines_of, short, tone
from mirrorball.recap.charts.marks_grid import Cell, Group, MarksGrid, named
from mirrorball.recap.charts.measure import clusters, fitted, width, wrapped
from mirrorball.recap.charts.picture import framed
from mirrorball.recap.story import Journey
from mirrorball.sentences import NOT_KNOWN

# How strongly a cell is tinted, from the lowest mark of the scale to just under the highest. Up to here text in ink can
# be read on it by night and by day; the highest mark is full, with text in the colour of the ground.
WEAKEST, STRONGEST, LEVELS = 0.04, 0.45, 10

_EDGE = 6.0
_DOWN = 0.36  # of the size: from the middle of a cell to where its letters stand


@dataclass(slots=True)
class _Cells:
    """Cells that are drawn together: all of one tint as one path, and the marks of a row as one text."""

    wide: float
    high: float
    size: float
    tints: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    rows: dict[tuple[float, bool], list[tuple[float, str]]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def add(self, x: float, y: float, cell: Cell, colour: str) -> None:
        """A cell whose upper left corner stands here."""
        full = cell.mark is not None and cell.share == 1
        box = f"M{short(x)} {short(y)}h{short(self.wide)}v{short(self.high)}h{short(-self.wide)}z"
        if cell.mark is None:
            self.unknown.append(box)
        else:
            self.tints.setdefault((colour, LEVELS if full else int(cell.share * LEVELS)), []).append(box)
        self.rows.setdefault((y, full), []).append((x + self.wide / 2, cell.shown))

    def drawn(self) -> Drawn:
        """All cells, the strongest tint last."""
        tints = (
            element("path", d="".join(boxes), fill=tone(colour), fill_opacity=_strength(level))
            for (colour, level), boxes in sorted(self.tints.items())
        )
        hollow = element("path", d="".join(self.unknown), fill="none", stroke=tone("quiet"), stroke_opacity="0.4")
        texts = {
            full: [
                _row(y + self.high / 2 + self.size * _DOWN, at)
                for (y, is_full), at in self.rows.items()
                if is_full == full
            ]
            for full in (False, True)
        }
        style: Style = {"font_size": self.size, "text_anchor": "middle"}
        return joined(
            (
                *tints,
                hollow if self.unknown else Drawn(),
                element("g", *texts[False], fill=tone("ink"), **style),
                element("g", *texts[True], fill=tone("ground"), font_weight=600, **style) if texts[True] else Drawn(),
            )
        )


def _strength(level: int) -> str | None:
    return None if level == LEVELS else f"{WEAKEST + (STRONGEST - WEAKEST) * level / (LEVELS - 1):.2f}"


def _row(y: float, at: Sequence[tuple[float, str]]) -> Drawn:
    """The marks of a row: those of one figure each in one run of letters, each over its own place."""
    parts: list[Drawn] = []
    run: list[tuple[float, str]] = []
    for x, shown in (*at, (0.0, "")):
        if len(shown) == 1:
            run.append((x, shown))
            continue
        if run:
            places = " ".join(short(place) for place, _ in run)
            parts.append(element("tspan", "".join(one for _, one in run), x=places))
            run = []
        if shown:
            parts.append(element("tspan", shown, x=x))
    return element("text", *parts, y=y)


def wide(name: str, grid: MarksGrid, told: tuple[str, str]) -> str:
    """A row a couple; the marks of a routine side by side, the weeks one after the other, in as many blocks as it takes."""
    if not grid.groups:
        return _nothing(name, "wide", 920, grid, told)
    size, small, row, gap, between = 13.0, 10.0, 24.0, 4.0, 10.0
    left = round(_EDGE + min(max(width(journey.star, size) for journey in grid.journeys), 220) + 14)
    cell = max(16.0, _longest(grid) * 11.5 + 3)
    signs = _signs(grid.judges)

    def taken(nth: int) -> float:
        group = grid.groups[nth]
        return len(group.judges) * (cell + 1) + (between if group.nth + 1 == group.rounds else gap)

    blocks = _blocks(range(len(grid.groups)), taken, 940 - left)
    full = max(sum(taken(nth) for nth in block) for block in blocks)
    drawn: list[Drawn] = []
    y = 12.0
    for block in blocks:
        stars = [one for one in grid.journeys if any((one.star, nth) in grid.cells for nth in block)]
        cells = _Cells(cell, row - 2, 11.5)
        heads: list[Drawn] = []
        x, begin = float(left), float(left)
        for nth in block:
            group = grid.groups[nth]
            begin = x if group.nth == 0 or nth == block[0] else begin
            for at, judge in enumerate(group.judges):
                here = x + at * (cell + 1)
                heads.append(element("text", signs[judge], x=here + cell / 2, y=y + 24))
                for down, journey in enumerate(stars):
                    found = grid.cells.get((journey.star, nth), {}).get(judge)
                    if found is not None:
                        cells.add(here, y + 32 + down * row, found, _tone(journey))
            end = x + len(group.judges) * (cell + 1) - 1
            if group.nth + 1 == group.rounds or nth == block[-1]:
                week = str(group.week.number)
                heads.append(element("text", week, x=(begin + end) / 2, y=y + 8, font_size=12, fill=tone("ink")))
            x += taken(nth)
        names = [
            _name(journey, (_EDGE, y + 32 + down * row + row / 2 - 1), left - 14, size)
            for down, journey in enumerate(stars)
        ]
        words = element("text", "Week", x=_EDGE, y=y + 8, font_size=12, fill=tone("quiet"))
        drawn += [
            words,
            element("g", *heads, font_size=small, fill=tone("quiet"), text_anchor="middle"),
            cells.drawn(),
            *names,
        ]
        y += 32 + row * len(stars) + 26
    key, y = _key(signs, y, left + full - between)
    return framed(
        name, "wide", told, (left + round(full) - between + _EDGE, y), element("g", *drawn, key, font_family=TEXT)
    )


def narrow(name: str, grid: MarksGrid, told: tuple[str, str]) -> str:
    """A column a couple and a row a judge, week below week; the couples' names again before they are out of sight."""
    if not grid.groups:
        return _nothing(name, "narrow", 360, grid, told)
    most = 14 if _longest(grid) < 2 else 9  # noqa: PLR2004  # letters of a mark
    stars = [one for one in grid.journeys if any(star == one.star for star, _ in grid.cells)]
    drawn: list[Drawn] = []
    y = 4.0
    for block in _even(stars, most):
        part, y = _narrow_block(grid, block, y)
        drawn.append(part)
        y += 20
    return framed(name, "narrow", told, (360, round(y - 12)), element("g", *drawn, font_family=TEXT))


def _narrow_block(grid: MarksGrid, block: Sequence[Journey], top: float) -> tuple[Drawn, float]:
    """Some couples over the whole season, and where the block ends."""
    label, row = 88.0, 18.0
    cell = min(30.0, (360 - 2 * _EDGE - label) / len(block) - 1)
    cells = _Cells(round(cell, 1), row - 1.5, 10.5)
    drawn: list[Drawn] = []
    y, since = top, 99
    quiet: Style = {"fill": tone("quiet"), "font_size": 10}
    for nth, group in enumerate(grid.groups):
        here = [(at, one) for at, one in enumerate(block) if (one.star, nth) in grid.cells]
        if not here:
            continue
        if since > 14:  # noqa: PLR2004  # rows: about what a phone shows at once
            later = [
                (at, one)
                for at, one in enumerate(block)
                if any((one.star, n) in grid.cells for n in range(nth, len(grid.groups)))
            ]
            heads, y = _heads(later, y, _EDGE + label, cell)
            drawn.append(heads)
            since = 0
        drawn.append(_week_head(group, y))
        y += 20
        for judge in group.judges:
            words = fitted(judge, label - 6, 10, 8)
            middle = y + (row - 1.5) / 2
            at_y = middle - (len(words.lines) - 1) * words.size * 0.5 + words.size * _DOWN
            drawn.append(lines_of((_EDGE, at_y), words.lines, words.size, **{**quiet, "font_size": words.size}))
            for at, journey in here:
                found = grid.cells[journey.star, nth].get(judge)
                if found is not None:
                    cells.add(_EDGE + label + at * (cell + 1), y, found, _tone(journey))
            y += row
            since += 1
        y += 6
        since += 1
    return joined((*drawn, cells.drawn())), y


def _week_head(group: Group, y: float) -> Drawn:
    """The week, and what it was called, in one line."""
    told = named(group) + (f" · {group.week.title}" if group.week.title and group.rounds == 1 else "")
    words = fitted(told, 360 - 2 * _EDGE, 11, 8)
    return lines_of((_EDGE, y + 13), words.lines, 10, fill=tone("ink"), font_size=words.size, font_weight=600)


def _heads(stars: Iterable[tuple[int, Journey]], y: float, x: float, cell: float) -> tuple[Drawn, float]:
    """The couples' names, upright, each over its column; and where the rows begin."""
    sets = [(at, one, fitted(one.star, 116, 11, 8)) for at, one in stars]
    high = max(words.wide for _, _, words in sets)
    base = y + high + 8
    drawn = []
    for at, journey, words in sets:
        middle = x + at * (cell + 1) + cell / 2
        for nth, line in enumerate(words.lines):
            across = middle + (nth - (len(words.lines) - 1) / 2) * words.size + words.size * _DOWN
            turned = f"translate({short(across)} {short(base)})rotate(-90)"
            drawn.append(element("text", line, transform=turned, font_size=words.size, **_emphasis(journey)))
    return joined(drawn), base + 4


def _name(journey: Journey, at: tuple[float, float], room: float, size: float) -> Drawn:
    words = fitted(journey.star, room - _EDGE, size, 10)
    x, middle = at
    y = middle - (len(words.lines) - 1) * words.size * 0.5 + words.size * _DOWN
    return lines_of((x, y), words.lines, words.size, font_size=words.size, **_emphasis(journey))


def _emphasis(journey: Journey) -> Style:
    if journey.champion:
        return {"fill": tone("spotlight"), "font_weight": 600}
    return {"fill": tone("ink")}


def _tone(journey: Journey) -> str:
    return "spotlight" if journey.champion else "silver"


def _longest(grid: MarksGrid) -> float:
    """The widest mark, as a part of the size."""
    shown = {cell.shown for cells in grid.cells.values() for cell in cells.values()}
    return max(width(one, 1) for one in shown)


def _signs(judges: Sequence[str]) -> dict[str, str]:
    """Two letters for each judge: the first of the first name and of the last; three and more where that is not enough."""
    found: dict[str, str] = {}
    for judge in judges:
        words = judge.split() or ["?"]
        first, last = clusters(words[0]), clusters(words[-1] if len(words) > 1 else words[0])
        tries = [
            f"{first[0]}{''.join(last[:n]) if len(words) > 1 else ''.join(first[1:n])}" for n in range(1, len(last) + 1)
        ]
        tries += [f"{first[0]}{n}" for n in range(2, 2 + len(judges))]
        found[judge] = next(one for one in tries if one not in found.values())
    return found


def _key(signs: dict[str, str], y: float, right: float) -> tuple[Drawn, float]:
    """Which letters stand for whom, and where that ends."""
    drawn, x = [], _EDGE
    for judge, sign in signs.items():
        wide_ = width(sign, 12) + 6 + width(judge, 12)
        if x > _EDGE and x + wide_ > right:
            x, y = _EDGE, y + 18
        full = element("tspan", judge, dx=5, fill=tone("ink"), font_weight=400)
        drawn.append(element("text", sign, full, x=x, y=y))
        x += wide_ + 20
    return element("g", *drawn, fill=tone("quiet"), font_size=12, font_weight=600), y + 12


def _blocks(parts: range, taken: Callable[[int], float], room: float) -> list[list[int]]:
    """Groups one after the other, as many in each block as there is room for; never fewer than one."""
    blocks: list[list[int]] = []
    for nth in parts:
        if blocks and sum(taken(one) for one in blocks[-1]) + taken(nth) <= room + 10:
            blocks[-1].append(nth)
        else:
            blocks.append([nth])
    return blocks


def _even(stars: Sequence[Journey], most: int) -> list[Sequence[Journey]]:
    """Blocks of about the same length."""
    count = -(-len(stars) // most)
    each = -(-len(stars) // count)
    return [stars[begin : begin + each] for begin in range(0, len(stars), each)]


def _nothing(name: str, form: str, across: float, grid: MarksGrid, told: tuple[str, str]) -> str:
    """No routine is recorded: the names, and that."""
    room = across - 2 * _EDGE
    drawn = [element("text", f"Marks are {NOT_KNOWN}.", x=_EDGE, y=22, fill=tone("quiet"))]
    y = 46.0
    for journey in grid.journeys:
        lines = wrapped(journey.star, room, 13)
        drawn.append(lines_of((_EDGE, y), lines, 16, **_emphasis(journey)))
        y += 16 * len(lines) + 5
    return framed(name, form, told, (across, y), element("g", *drawn, font_family=TEXT, font_size=13))
