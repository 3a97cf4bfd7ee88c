"""How the heat table is drawn: a row a couple where there is room, a column a couple on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from mirrorball.recap.charts.draw import TEXT, Drawn, Layer, Style, element, joined, lines_of, short, tone
from mirrorball.recap.charts.heat_cells import DOWN, Cells
from mirrorball.recap.charts.marks_grid import Group, MarksGrid, named
from mirrorball.recap.charts.measure import Set, clusters, fitted, width, wrapped
from mirrorball.recap.charts.picture import framed
from mirrorball.recap.story import Journey
from mirrorball.sentences import NOT_KNOWN

_EDGE, _WIDE, _ROW, _SIZE = 6.0, 920, 24.0, 13.0
_BETWEEN_ROUNDS, _BETWEEN_WEEKS = 4.0, 10.0


_Block = list[tuple[int, Group]]


def wide(name: str, grid: MarksGrid, told: tuple[str, str]) -> str:
    """A row a couple; the marks of a routine side by side, the weeks one after the other, in some blocks."""
    if not grid.groups:
        return _nothing(name, "wide", _WIDE, grid, told)
    left = round(_EDGE + min(max(width(journey.star, _SIZE) for journey in grid.journeys), 220) + 14)
    room, least = _WIDE - left - _EDGE, max(16.0, _longest(grid) * 11.5 + 3)
    blocks = _blocks(_weeks(grid), lambda groups: _taken(groups, least), room)
    counts = [(sum(len(group.judges) for _, group in block), _taken([one for _, one in block], 0)) for block in blocks]
    cell = min(max(least, 22.0), *((room - gaps) / max(1, judges) for judges, gaps in counts))
    cell = int(max(cell, least))
    signs = _signs(grid.judges)
    drawn: list[Drawn] = []
    y = 12.0
    for block in blocks:
        part, y = _wide_block(grid, block, (left, y), cell, signs)
        drawn.append(part)
    across = max(float(_WIDE), left + max(_taken([one for _, one in block], cell) for block in blocks) + _EDGE)
    key, y = _key(signs, y, across - _EDGE)
    return framed(name, "wide", told, (round(across), y), element("g", *drawn, key, font_family=TEXT))


def _weeks(grid: MarksGrid) -> list[list[tuple[int, Group]]]:
    """The groups of each week, with their places."""
    found: dict[int, list[tuple[int, Group]]] = {}
    for nth, group in enumerate(grid.groups):
        found.setdefault(group.week.number, []).append((nth, group))
    return list(found.values())


def _taken(groups: Sequence[Group], cell: float) -> float:
    """How wide groups are, with the space behind each, if a cell is so wide."""
    return sum(len(group.judges) * (cell + 1) + _behind(group) for group in groups)


def _behind(group: Group) -> float:
    return _BETWEEN_WEEKS if group.nth + 1 == group.rounds else _BETWEEN_ROUNDS


def _blocks(weeks: Sequence[_Block], taken: Callable[[Sequence[Group]], float], room: float) -> list[_Block]:
    """Whole weeks one after the other, in as few blocks as there is room for, each about as wide as the others."""
    across = [taken([one for _, one in week]) for week in weeks]
    count = 1
    while True:
        wanted, blocks, filled = sum(across) / count, [list[tuple[int, Group]]()], 0.0
        for week, own in zip(weeks, across, strict=True):
            if blocks[-1] and filled + own / 2 > wanted * len(blocks):
                blocks.append([])
            blocks[-1] += week
            filled += own
        if count >= len(weeks) or all(taken([one for _, one in block]) <= room for block in blocks):
            return blocks
        count += 1


def _wide_block(
    grid: MarksGrid, block: _Block, at: tuple[float, float], cell: float, signs: dict[str, str]
) -> tuple[Drawn, float]:
    """Some weeks of all couples that danced in them, and where the next block begins."""
    (left, top), row = at, _ROW
    stars = [one for one in grid.journeys if any((one.star, nth) in grid.cells for nth, _ in block)]
    cells = Cells(cell, row - 2, 11.5)
    heads: list[Drawn] = []
    x = begin = left
    for nth, group in block:
        begin = x if group.nth == 0 else begin
        for judge in group.judges:
            heads.append(element("text", signs[judge], x=x + cell / 2, y=top + 25))
            for down, journey in enumerate(stars):
                found = grid.cells.get((journey.star, nth), {}).get(judge)
                if found is not None:
                    cells.add(x, top + 32 + down * row, found, _tone(journey))
            x += cell + 1
        if group.nth + 1 == group.rounds:
            week = str(group.week.number)
            heads.append(element("text", week, x=(begin + x - 1) / 2, y=top + 8, font_size=12, fill=tone("ink")))
        x += _behind(group)
    middles = (top + 32 + down * row + row / 2 - 1 for down in range(len(stars)))
    names = Layer()
    for one, y in zip(stars, middles, strict=True):
        _name(names, one, (_EDGE, y), left - 14)
    quiet: Style = {"fill": tone("quiet")}
    parts = (
        element("text", "Week", x=_EDGE, y=top + 8, font_size=12, **quiet),
        element("g", *heads, font_size=10, text_anchor="middle", **quiet),
        cells.drawn(),
        names.drawn(),
    )
    return joined(parts), top + 32 + row * len(stars) + 26


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
    cell = float(min(30, (360 - 2 * _EDGE - label) // len(block) - 1))
    cells, layer = Cells(cell, row - 2, 10.5), Layer()
    y, since = top, 99
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
            y = _heads(layer, later, y, _EDGE + label, cell)
            since = 0
        _week_head(layer, group, y)
        y += 20
        for judge in group.judges:
            words = fitted(judge, label - 6, 10, 8)
            middle = y + (row - 2) / 2 - (len(words.lines) - 1) * words.size * 0.5 + words.size * DOWN
            quiet: Style = {"fill": tone("quiet"), "font_size": words.size}
            layer.add(lines_of((_EDGE, middle), words.lines, words.size), quiet)
            for at, journey in here:
                found = grid.cells[journey.star, nth].get(judge)
                if found is not None:
                    cells.add(_EDGE + label + at * (cell + 1), y, found, _tone(journey))
            y += row
            since += 1
        y += 6
        since += 1
    return joined((layer.drawn(), cells.drawn())), y


def _week_head(layer: Layer, group: Group, y: float) -> None:
    """The week, and what it was called, in one line."""
    told = named(group) + (f" · {group.week.title}" if group.week.title and group.rounds == 1 else "")
    words = fitted(told, 360 - 2 * _EDGE, 11, 8)
    style: Style = {"fill": tone("ink"), "font_size": words.size, "font_weight": 600}
    layer.add(lines_of((_EDGE, y + 13), words.lines, 10), style)


def _heads(layer: Layer, stars: Iterable[tuple[int, Journey]], y: float, x: float, cell: float) -> float:
    """The couples' names, upright, each over its column; and where the rows begin."""
    sets = [(at, one, _upright(one.star, cell)) for at, one in stars]
    high = max(words.wide for _, _, words in sets)
    base = y + high + 8
    for at, journey, words in sets:
        middle = x + at * (cell + 1) + cell / 2
        for nth, line in enumerate(words.lines):
            across = middle + (nth - (len(words.lines) - 1) / 2) * words.size * 1.1 + words.size * DOWN
            turned = f"translate({short(across)} {short(base)})rotate(-90)"
            layer.add(element("text", line, transform=turned), {"font_size": words.size, **_emphasis(journey)})
    return base + 4


def _upright(name: str, cell: float) -> Set:
    """A name that stands on end: in one line almost always; lines that are more have to fit over the column."""
    words = fitted(name, 150, 11, 8)
    size = min(words.size, (cell + 1) / (1.1 * len(words.lines)))
    return Set(words.lines, size, words.wide * size / words.size)


def _name(layer: Layer, journey: Journey, at: tuple[float, float], room: float) -> None:
    words = fitted(journey.star, room - _EDGE, _SIZE, 10)
    x, middle = at
    y = middle - (len(words.lines) - 1) * words.size * 0.5 + words.size * DOWN
    layer.add(lines_of((x, y), words.lines, words.size), {"font_size": words.size, **_emphasis(journey)})


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
    """Two letters for each judge: the first of the first name and of the last, and more where that is not enough."""
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
