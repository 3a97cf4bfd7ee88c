"""A bad ballot of a relay refuses only itself, with its reason."""

from __future__ import annotations

import pytest

from tests.door.relayed import (
    LYNN,
    NOW,
    PHONE,
    REGGIE,
    Door,
    ballot,
    gift,
    votes_of,
)

# What is refused: one ballot alone.


@pytest.mark.parametrize(
    ("channel", "bad", "why"),
    [
        ("sms", ballot({"3": 11}), "11 votes for '3', and a ballot on sms holds 0 to 10."),
        ("sms", ballot({"3": -1}), "-1 votes"),
        ("sms", ballot({"3": 10**30}), "and a ballot on sms holds 0 to 10."),
        ("app", ballot({"3": 3, "5": 3}), "6 votes, and a ballot on app holds 5 in all."),
        ("app", ballot({"3": 6}), "6 votes for '3', and a ballot on app holds 0 to 5."),
        ("sms", ballot({"3": 0}), "There is no vote on the ballot."),
        ("sms", ballot({}), "There is no vote on the ballot."),
        ("sms", ballot({"4": 1}), "'4' is no couple of this vote. Send a number or a star's full name: 3 Reggie Bush"),
        ("sms", ballot({f"couple {n}": 1 for n in range(100_000)}), "is no couple of this vote"),
        ("sms", ballot({"3": 1, REGGIE: 1}), "names a couple that the ballot has named before"),
        ("sms", ballot({"3": "1"}), "The ballot does not read (Expected `int"),
        ("sms", ballot({"3": 1.5}), "The ballot does not read (Expected `int"),
        ("sms", ballot({"3": True}), "The ballot does not read (Expected `int"),
        ("sms", ballot(), "names neither votes nor a text"),
        ("sms", ballot({"3": 1}, text="REGGIE"), "holds both votes and a text"),
        ("sms", ballot({"3": 1}, voter="0151 2345678"), "'0151 2345678' is no phone number"),
        ("sms", ballot({"3": 1}, voter="+1" + "5" * 300), "is no phone number"),
        ("sms", ballot({"3": 1}, voter="+4912"), "is no phone number"),
        ("sms", ballot({"3": 1}, voter=""), "is no phone number"),
        ("kiosk", ballot({"3": 1}, voter="ann"), "does not look like an e-mail address"),
        ("app", ballot({"3": 1}, voter=" "), "The voter has 0 letters. Send 1 to 200 that name the account."),
        ("app", ballot({"3": 1}, voter="a" * 201), "The voter has 201 letters"),
        ("sms", ballot({"3": 1}, ""), "The id has 0 letters"),
        ("sms", ballot({"3": 1}, "b" * 201), "The id has 201 letters"),
        ("sms", ballot({"3": 1}, at=NOW + 301_000), "lies 301 seconds ahead of our clock"),
        ("sms", ballot({"3": 1}, at=NOW // 1000), "milliseconds since 1970"),
        ("sms", ballot({"3": 1}, at=NOW * 1000), "milliseconds since 1970"),
        ("sms", ballot({"3": 1}, paid={"amount": "5.00", "currency": "EUR"}), "sms takes no money"),
        ("sms", {"voter": PHONE, "votes": {"3": 1}}, "missing required field `id`"),
        ("sms", "REGGIE", "The ballot does not read (Expected `object`, got `str`)"),
        ("gifts", ballot(text="reggie"), "names no payment"),
        ("gifts", gift("5,00"), "The amount '5,00' 'EUR' is not one above nothing in EUR"),
        ("gifts", gift("5.005"), "Send exact decimal text, such as 0.50 EUR."),
        ("gifts", gift("0.00"), "is not one above nothing"),
        ("gifts", gift("-5.00"), "is not one above nothing"),
        ("gifts", gift("5.00", currency="USD"), "'5.00' 'USD' is not one above nothing in EUR"),
        ("gifts", gift("5.00") | {"text": None, "votes": {"3": 11}}, "names 11 votes, and the payment buys 10."),
        (
            "gifts",
            gift("5.00") | {"text": None, "votes": {"3": 5, "5": 5}},
            "names 2 couples, and a payment is for one",
        ),
        ("gifts", gift("5.00") | {"text": None, "votes": {"4": 10}}, "'4' is no couple"),
        ("gifts", gift("5.00") | {"paid": {"amount": 5.0, "currency": "EUR"}}, "Expected `str`, got `float`"),
        ("cents", gift("999999999.99"), "would buy 99,999,999,999 votes, and a ballot holds 4,294,967,295."),
    ],
)
def test_a_bad_ballot_refuses_only_itself(door: Door, channel: str, bad: object, why: str) -> None:
    good = gift("0.50", "p9") if channel in {"gifts", "cents"} else ballot({"3": 1}, "b9", "ann@example.org")
    good |= {"voter": PHONE} if channel == "sms" else {}
    first, answer, last = door.send(channel, good, bad, {**good, "id": "b8"})

    assert first["kept"] is last["kept"] is True
    assert why in answer["refused"]
    assert "again" not in answer
    assert len(door.box().ballots) == 2
    assert door.counts.refused[channel] == 1


def test_a_couple_that_has_left_takes_no_votes(door: Door) -> None:
    by_number, by_text, mixed, other = door.send(
        "sms",
        ballot({"3": 1}),
        ballot(None, "b2", text="reggie"),
        ballot({"3": 1, "5": 1}, "b3"),
        ballot({"3": 0, "5": 1}, "b4"),
        gone=[REGGIE],
    )

    assert all("Reggie Bush is out of the competition" in one["refused"] for one in (by_number, by_text, mixed))
    assert other["kept"] is True
    assert [votes_of(one) for one in door.box().ballots] == [{LYNN: 1}]
