"""Rules that leave ballots out: what they hold for, and that one person alone cannot make one."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorball.box.ballot import Ballot
from mirrorball.box.exclusion import Exclusion, NotARule, signature, signed

ANN, BEN = bytes(range(16)), bytes(range(16, 32))
RULE = Exclusion("sms", frozenset({ANN}), 1000, 2000, "one phone sent 900 texts")


def ballot(at: int = 1000, voter: bytes = ANN, channel: str = "sms") -> Ballot:
    return Ballot(at, b"12345678", voter, channel, (("Ada", 1),))


def note(rule: Exclusion, by: str, at: int = 0) -> Mapping[str, object]:
    read: Mapping[str, object] = json.loads(signature(rule, by, at))
    return read


def test_a_rule_holds_for_ballots_that_fit_all_its_parts() -> None:
    assert RULE.holds(ballot())
    assert RULE.holds(ballot(at=1999))
    assert not RULE.holds(ballot(at=999))
    assert not RULE.holds(ballot(at=2000))
    assert not RULE.holds(ballot(voter=BEN))
    assert not RULE.holds(ballot(channel="web"))


def test_a_part_that_is_not_there_asks_nothing_and_an_empty_list_of_voters_means_nobody() -> None:
    assert Exclusion(None, None, None, None, "numbers were swapped on screen").holds(ballot(at=-5, voter=BEN))
    assert not Exclusion(None, frozenset(), None, None, "nobody").holds(ballot())


def test_a_rule_is_in_force_once_two_people_have_signed_it() -> None:
    in_force, waiting = signed([note(RULE, "Ida", 1), note(RULE, "Jo", 2), note(RULE, "Kit", 3)])

    assert [rule.by for rule in in_force] == [("Ida", "Jo")]
    assert in_force[0].unsigned == RULE
    assert waiting == ()


@pytest.mark.parametrize("again", ["Ida", " ida ", "IDA"])
def test_one_person_who_signs_twice_is_one_person(again: str) -> None:
    in_force, waiting = signed([note(RULE, "Ida", 1), note(RULE, again, 2)])

    assert in_force == ()
    assert [rule.by for rule in waiting] == [("Ida",)]


@pytest.mark.parametrize(
    "other",
    [
        Exclusion("web", RULE.voters, RULE.from_at, RULE.until_at, RULE.reason),
        Exclusion(RULE.channel, None, RULE.from_at, RULE.until_at, RULE.reason),
        Exclusion(RULE.channel, RULE.voters, RULE.from_at, 2001, RULE.reason),
        Exclusion(RULE.channel, RULE.voters, RULE.from_at, RULE.until_at, "another reason"),
    ],
)
def test_two_people_who_sign_different_things_have_signed_nothing_together(other: Exclusion) -> None:
    in_force, waiting = signed([note(RULE, "Ida", 1), note(other, "Jo", 2)])

    assert in_force == ()
    assert len(waiting) == 2


@given(st.data())
def test_order_and_repetition_of_the_signatures_change_nothing(drawn: st.DataObject) -> None:
    """Notes may come from several files of a box, late and twice."""
    names = st.sampled_from(["Ida", "ida", "Jo", "Kit"])
    rules = st.sampled_from([RULE, Exclusion("web", None, None, None, "swapped"), Exclusion(None, None, 5, None, "x")])
    notes = drawn.draw(st.lists(st.builds(note, rules, names, st.integers(0, 3)), max_size=8))
    more = drawn.draw(st.lists(st.sampled_from(notes), max_size=4)) if notes else []

    assert signed(drawn.draw(st.permutations([*notes, *more]))) == signed(notes)


@given(st.lists(st.sampled_from(["Ida", "Jo", "Kit"]), max_size=6))
def test_more_signatures_never_put_a_rule_out_of_force(names: list[str]) -> None:
    counts = [len(signed([note(RULE, by, at) for at, by in enumerate(names[:n])])[0]) for n in range(len(names) + 1)]

    assert counts == sorted(counts)
    assert counts[-1] == (len(set(names)) >= 2)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({}, "missing required field"),
        ({"rule": {}, "reason": "x", "by": "Ida", "at": 1}, "missing required field"),
        (
            {
                "rule": {"channel": None, "voters": ["zz"], "from": None, "until": None},
                "reason": "x",
                "by": "I",
                "at": 1,
            },
            "names a voter",
        ),
    ],
)
def test_a_signature_that_cannot_be_read_is_said_and_not_passed_over(broken: dict[str, object], says: str) -> None:
    with pytest.raises(NotARule, match=says):
        signed([broken])
