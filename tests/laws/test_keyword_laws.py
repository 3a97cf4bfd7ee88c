"""What is announced for a couple reads as that couple; what two could mean, neither is."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from mirrorball.box.keywords import Read, Unread, read
from mirrorball.box.rules import Choice
from tests.laws import voting_strategies as made

CHOICES = made.choices()


@given(CHOICES, st.data())
def test_star_number_and_keyword_read_back_in_any_case_and_spacing(
    choices: tuple[Choice, ...], more: st.DataObject
) -> None:
    """Whatever else the couples are called."""
    choice = more.draw(st.sampled_from(choices))
    said = more.draw(st.sampled_from([choice.star, str(choice.number), choice.keyword or choice.star]))

    assert read(more.draw(made.typed(said)), choices) == Read(choice.star, 1)


@given(CHOICES, st.data(), st.integers(1, 99))
def test_a_count_stands_before_or_behind_a_star(choices: tuple[Choice, ...], more: st.DataObject, votes: int) -> None:
    """A name cannot be taken for a number; with numbers alone the couple's comes first."""
    choice = more.draw(st.sampled_from(choices))
    word = more.draw(made.typed(choice.star))

    assert read(f"{word} {votes}", choices) == read(f"{votes} {word}", choices) == Read(choice.star, votes)
    assert read(f"{choice.number} {votes}", choices) == Read(choice.star, votes)


@given(CHOICES, st.data(), st.randoms(use_true_random=False))
def test_the_order_of_the_couples_settles_nothing(
    choices: tuple[Choice, ...], more: st.DataObject, rng: random.Random
) -> None:
    """If it did, two couples would fit and one would be guessed."""
    text = more.draw(made.texts(choices))
    found = read(text, choices)
    shuffled = list(choices)
    rng.shuffle(shuffled)
    again = read(text, shuffled)

    assert again == found if isinstance(found, Read) else isinstance(again, Unread)


@given(CHOICES, st.data(), st.integers(1, 20))
def test_what_is_read_is_a_couple_and_within_the_limit(
    choices: tuple[Choice, ...], more: st.DataObject, limit: int
) -> None:
    """And what is not read is answered with a sentence."""
    found = read(more.draw(made.texts(choices) | st.text()), choices, limit)

    if isinstance(found, Read):
        assert found.star in {choice.star for choice in choices}
        assert 1 <= found.votes <= limit
    else:
        assert any(str(choice.number) in found.help for choice in choices)


@given(CHOICES, st.data())
def test_of_two_couples_that_share_a_name_neither_is_meant_by_it(
    choices: tuple[Choice, ...], more: st.DataObject
) -> None:
    """Unless the name is announced for one of them, as its keyword or its star."""
    name = more.draw(st.sampled_from([word for choice in choices for word in choice.star.split()]))
    bear = [c for c in choices if name in (*c.star.split(), *c.pro.split())]
    announced = {word.casefold() for c in choices for word in (c.star, c.keyword)}
    if len(bear) > 1 and name.casefold() not in announced and not name.isdecimal():
        found = read(name, choices)
        assert isinstance(found, Unread)
        assert all(f"{choice.number} {choice.star}" in found.help for choice in bear)
