"""Who may know what: every event and every screen has a class, and what is sealed stays shut until all is told."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import get_args

import pytest

from mirrorball import floor
from mirrorball.core.commands import Command, NameSave
from mirrorball.core.events import (
    DecisionAgreed,
    Event,
    HandSheetTyped,
    ResultConfirmed,
    ResultSealed,
    StepRevealed,
    TallySealed,
)
from mirrorball.core.result_commands import AgreeDecision, ProposeDecision, RevealNext, TakeBack, TypeHandSheet
from mirrorball.core.reveals import Decision, StepKind
from mirrorball.core.show import Show
from mirrorball.floor.embargo import EVENTS, SCREENS, Embargo, withheld
from tests.core.stage import (
    ONE,
    TWO,
    after,
    all_told,
    choosing_show,
    confirmed,
    found,
    sealed,
    sealed_final,
    sealed_show,
    the_night,
    told,
    told_final,
)

SHUT: list[Event] = [
    TallySealed(told().tally),  # type: ignore[arg-type]  # the count of this night is sealed
    HandSheetTyped({"Ada": 1}, TWO),
    ResultConfirmed(found(told()), ONE),
    sealed_show().sealed,  # type: ignore[list-item]  # it is sealed
]
SCREENLIKE = ("Screen", "Card", "Both", "Check", "Row")
REOPENED: list[Command] = [ProposeDecision(Decision.REOPEN, "a slip", ONE), AgreeDecision(Decision.REOPEN, TWO)]


def screens() -> Iterator[type]:
    """Each value of the floor that a page or a stream is made of as a whole."""
    for module in pkgutil.iter_modules(floor.__path__):
        for name, value in vars(importlib.import_module(f"{floor.__name__}.{module.name}")).items():
            if name.endswith(SCREENLIKE) and isinstance(value, type) and is_dataclass(value):
                yield value


def test_every_event_has_a_class() -> None:
    assert EVENTS.keys() == set(get_args(Event))
    assert {kind for kind, of in EVENTS.items() if of is Embargo.SEALED} == {
        TallySealed,
        HandSheetTyped,
        ResultConfirmed,
        ResultSealed,
    }


def test_every_screen_has_a_class() -> None:
    assert SCREENS.keys() == set(screens())
    assert set(SCREENS.values()) == set(Embargo)


@pytest.mark.parametrize(
    ("show", "shut"),
    [
        (the_night(), True),
        (told(), True),
        (after(told(), TypeHandSheet(dict.fromkeys(("Ada", "Bo", "Cy", "Dee"), 1), TWO)), True),
        (confirmed(told()), True),
        (sealed(told()), True),
        (sealed_final(), True),
        (after(sealed_final(), *map(RevealNext, (1, 2, 3))), True),
        (told_final(), False),
        (after(told_final(), TakeBack(4)), True),
        (after(told_final(), *REOPENED), True),
        (confirmed(after(told_final(), *REOPENED)), True),
        (sealed(after(told_final(), *REOPENED)), True),
        (all_told(sealed(after(told_final(), *REOPENED))), False),
        (choosing_show(), True),
        (after(choosing_show(), NameSave("Ida", "Cy"), NameSave("Jo", "Cy")), True),
        (all_told(after(choosing_show(), NameSave("Ida", "Cy"), NameSave("Jo", "Cy"))), False),
    ],
)
def test_what_is_sealed_is_shut_until_everything_is_told(show: Show, shut: bool) -> None:  # noqa: FBT001  # a case
    assert [withheld(show, event) for event in SHUT] == [shut] * len(SHUT)


def test_what_the_room_has_heard_is_never_shut() -> None:
    """Nor what two people decide: the desk has to act on it."""
    heard = StepRevealed(1, StepKind.SAFE, ("Cy",), None)

    assert not withheld(sealed_show(), heard)
    assert not withheld(told(), DecisionAgreed(Decision.NOBODY_LEAVES, "a storm", ONE, TWO))
