"""What lost votes could change, in plain English: for the desk, the scrutineer and the statement to the press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mirrorball.core.loss import Margin
from mirrorball.sentences import counted, listed


def decision(margin: Margin) -> str:
    """What a margin is about: ``who leaves``, ``places 3 and 4``."""
    if margin.place is not None:
        return f"places {margin.place} and {margin.place + 1}"
    return margin.decision.value


def bears(margin: Margin) -> str:
    """How many lost votes a decision bears, and which would change it first."""
    about = decision(margin)
    told = f"{about[0].upper()}{about[1:]}"
    if margin.least is None:
        return f"{told}: no number of lost votes could have changed this."
    if margin.least == 0:
        return f"{told}: open as it is, since {margin.ahead} and {margin.behind} are level."
    votes = listed([f"{n:,} for {star}" for star, n in margin.added.items()])
    held = "not one" if margin.least == 1 else f"up to {margin.least - 1:,}"
    past = f"would bring {margin.behind} level with {margin.ahead}, or past"
    return (
        f"{told}: holds against {held} of the votes that may be lost. {counted(margin.least, 'vote')} ({votes}) {past}."
    )


def could_change(lost: Mapping[str, int], margins: Sequence[Margin]) -> list[str]:
    """What the votes lost on each channel could and could not change, and those of all channels together."""
    told = [
        _could(lost_here, f"{counted(lost_here, 'lost vote')} by {channel}", margins)
        for channel, lost_here in lost.items()
    ]
    if len(lost) > 1:
        together = sum(lost.values())
        told.append(_could(together, f"All {together:,} together", margins))
    return told


def _could(lost: int, who: str, margins: Sequence[Margin]) -> str:
    safe = [decision(margin) for margin in margins if not margin.can_change(lost)]
    open_ = [decision(margin) for margin in margins if margin.can_change(lost)]
    if not margins:
        return f"{who}: nothing is decided yet that they could change."
    if not open_:
        return f"{who} cannot change {_any(safe)}."
    if not safe:
        return f"{who} can change {listed(open_)}."
    return f"{who} cannot change {_any(safe)}; they can change {listed(open_)}."


def _any(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last
