"""Every refusal is one sentence of facts and one of advice."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from fractions import Fraction
from string import Formatter

import pytest

from mirrorball.core import night_refusals, refusals
from mirrorball.core.refusals import MarksMissing, NotOnPanel, OutOfScale, Refusal
from mirrorball.core.season import Scale

ALL = [
    kind
    for kind in {**vars(refusals), **vars(night_refusals)}.values()
    if isinstance(kind, type) and issubclass(kind, Refusal) and kind is not Refusal
]

each = pytest.mark.parametrize("kind", ALL, ids=[kind.__name__ for kind in ALL])


@each
def test_a_sentence_names_its_facts_and_only_those(kind: type[Refusal]) -> None:
    """Every name in braces is a field. ``needed`` and the like may only be shown where they are known."""
    assert is_dataclass(kind)
    named = {name.split(".")[0] for _, name, _, _ in Formatter().parse(kind.says) if name}

    assert named <= {fact.name for fact in fields(kind)}
    assert len(named) >= len(fields(kind)) - 1 or not fields(kind)


@each
def test_a_sentence_says_what_is_wrong_and_what_to_do(kind: type[Refusal]) -> None:
    """Two sentences, at the most three, each with its full stop."""
    assert re.fullmatch(r".+[.:].*\.", kind.says)
    assert 2 <= len(re.findall(r"\.(?: |$)", kind.says)) <= 3
    assert kind.__doc__


def test_names_are_listed_as_a_person_lists_them() -> None:
    """One, two, more."""
    assert MarksMissing("Ada", ("Ida",)).sentence.startswith("Ida did not mark Ada yet.")
    assert MarksMissing("Ada", ("Ida", "Jo")).sentence.startswith("Ida and Jo did not")
    assert MarksMissing("Ada", ("Ida", "Jo", "Kit")).sentence.startswith("Ida, Jo and Kit did not")


def test_nobody_at_all_can_be_listed() -> None:
    """A week without a panel: the sentence has to hold without a name."""
    assert NotOnPanel("Ida", ()).sentence.startswith("Ida is not on tonight's panel.")


def test_a_scale_is_shown_as_it_is() -> None:
    """Halves and steps as fractions."""
    scale = Scale(Fraction(1, 2), Fraction(10), Fraction(1, 2))

    assert OutOfScale(Fraction(11), scale).sentence == "11 is no mark here. Give 1/2 to 10 in steps of 1/2."


def test_two_refusals_with_the_same_facts_are_the_same() -> None:
    """They are values: an edge may compare, keep and count them."""
    assert NotOnPanel("Ida", ("Jo",)) == NotOnPanel("Ida", ("Jo",))
    assert NotOnPanel("Ida", ("Jo",)) != NotOnPanel("Ida", ("Kit",))
