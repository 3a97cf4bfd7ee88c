"""The quick ``replace`` is ``dataclasses.replace``."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import Any

import pytest

from mirrorball.core.books import BOOKS
from mirrorball.core.people import Key, Role, Trouble
from mirrorball.core.replacing import replace
from mirrorball.core.season import Routine, Season, Week
from mirrorball.core.show import Show

VALUES: list[Any] = [
    Routine(week=1, star="Ada", marks={"Ida": Fraction(9)}),
    Season(title="S"),
    Week(number=1, panel=("Ida",), book=BOOKS["us-3-16"]),
    Show(Season(title="S"), 1),
    Key("k", Role.JUDGE, "Ida"),
    Trouble(1, "Ida", "dark"),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_it_gives_what_the_standard_library_gives(value: Any) -> None:  # noqa: ANN401  # of any class

    for field in dataclasses.fields(value):
        changed = replace(value, **{field.name: "changed"})

        assert changed == dataclasses.replace(value, **{field.name: "changed"})
        assert getattr(value, field.name) != "changed"
    assert replace(value) == value


def test_a_field_that_is_not_there_is_refused() -> None:
    with pytest.raises(TypeError, match="Key has no field colour"):
        replace(Key("k", Role.JUDGE, "Ida"), colour="red")  # type: ignore[call-arg]  # that is what is refused
