"""Each judge against the panel: the mean of its marks beside what the others gave for the same routines."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from mirrorball.recap.charts.panel_drawn import Row, drawn
from mirrorball.recap.charts.picture import Picture, Table
from mirrorball.recap.story import JudgeTold, Story
from mirrorball.sentences import NOT_KNOWN, counted, listed, mark, number

_NAME = "panel"
_TITLE = "Each judge against the panel"
_HEADING = ("Judge", "Mean mark", "Against the others", "Lowest mark", "Highest mark", "Marks")


def panel(story: Story) -> Picture:
    """The judges as dots against the others, with the spread of their marks and how many there are.

    In gold stand the judges of the regular panel who lie highest and lowest against the others.
    """
    gold = ends(story)
    rows = tuple(
        Row(
            one.judge,
            float(one.mean),
            None if one.lean is None else float(one.mean - one.lean),
            one.spread,
            one in gold,
            _figures(one),
        )
        for one in story.judges
    )
    told = (_TITLE, _description(story, gold))
    table = Table(_HEADING, tuple((row.judge, *row.figures) for row in rows), _TITLE)
    return Picture(_NAME, *told, drawn(_NAME, "wide", rows, told), table, drawn(_NAME, "narrow", rows, told))


def ends(story: Story) -> tuple[JudgeTold, ...]:
    """The highest and the lowest of the regular panel against the others; nobody where there is no difference."""
    leaning = [(one.lean, one) for one in story.judges if one.regular and one.lean is not None]
    if not leaning:
        return ()
    low, high = (pick(leaning, key=lambda pair: pair[0]) for pick in (min, max))
    return () if low[0] == high[0] else (high[1], low[1])


def signed(value: Fraction) -> str:
    """A difference with its sign, to at most two decimals."""
    told = number(abs(value))
    if told == "0":
        return told
    return f"{'+' if value > 0 else chr(0x2212)}{told}"


def _figures(one: JudgeTold) -> tuple[str, ...]:
    """Mean, difference from the others, lowest, highest, how many."""
    lean = NOT_KNOWN if one.lean is None else signed(one.lean)
    return (number(one.mean), lean, mark(one.spread[0]), mark(one.spread[1]), str(one.marks))


def _description(story: Story, gold: Sequence[JudgeTold]) -> str:
    if not story.judges:
        return f"{counted(len(story.season.judges), 'judge')}. Marks are {NOT_KNOWN}."
    told = (
        f"{counted(len(story.judges), 'judge')}. A line runs from the lowest mark given to the highest. The dot is the "
        "mean; the upright stroke lies as far from it as the others' marks lay for the same routines, on average."
    )
    return f"{told} In gold: {listed([one.judge for one in gold])}." if gold else told
