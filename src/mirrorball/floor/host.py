"""What stands on the host's card, as a value: the present step, and of the next one only its kind."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HostCard:
    """The present step only. ``names`` are told now, one line each; ``next`` names a kind and nobody.

    ``step`` counts the steps that are told, 0 before the first; ``heading`` says what the names are ("Champions").
    ``kind`` is the ``StepKind`` value of the step that is on the card, "champions" for first place, or empty: a card
    looks unlike one of another kind, so that nobody takes a place for the title.
    """

    position: int
    title: str
    scene: str
    held: bool
    rehearsal: bool
    correction: str
    step: int
    kind: str
    heading: str
    names: tuple[str, ...]
    numbers: tuple[
        str, ...
    ]  # of the couples, as on the ballot; none on a card of the reveal, where a figure could be read as a place
    say: str  # one or two sentences to read out
    next: str  # what comes next in kind: "Next: a couple is safe or in jeopardy." is too much; "Next: one more name."
    clock: int | None  # when the window closes, in ms since 1970
