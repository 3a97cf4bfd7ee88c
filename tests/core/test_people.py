"""Who is one person and who is another, where two people have to agree."""

from __future__ import annotations

import pytest

from mirrorball.core.people import person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bea Lund", " bea  lund"),
        ("producer Bea Lund", "scrutineer Bea Lund"),
        ("producer Bea Lund", "Bea Lund"),
        ("producer Producer", "Producer"),
    ],
)
def test_one_person_in_another_spelling_or_role_is_one(one: str, other: str) -> None:
    assert person(one) == person(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("producer Bea", "producer Ann"), ("producer Producer", "scrutineer Scrutineer"), ("producer", "scrutineer")],
)
def test_two_people_are_two(one: str, other: str) -> None:
    assert person(one) != person(other)
