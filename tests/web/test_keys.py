"""Keys, pure: what opens a door, and what only looks like it."""

from __future__ import annotations

import inspect
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorball.core.commands import (
    AskCorrection,
    Command,
    DeclineCorrection,
    GiveMark,
    GrantCorrection,
    NameSave,
    ReportTrouble,
    SignReach,
)
from mirrorball.core.people import Key, Role
from mirrorball.core.result_commands import ConfirmResult, DropHandSheet, SealResult, TypeHandSheet
from mirrorball.web import keys
from mirrorball.web.keys import ALLOWED, BLOCKED_MS, Person, Session, Tries

SECRET, OTHER = bytes(32), bytes([1]) * 32
NAME = "abcDEF01-_"
TEXTS = st.text(st.characters(exclude_categories=()), max_size=60)


def test_a_link_opens_what_it_was_made_for() -> None:
    token = keys.link_token(SECRET, NAME)

    assert token.startswith(f"{NAME}.")
    assert len(token) == len(NAME) + 1 + keys.LINK_LENGTH
    assert keys.key_of_link(SECRET, token) == NAME


def test_a_link_of_another_night_opens_nothing() -> None:
    assert keys.key_of_link(SECRET, keys.link_token(OTHER, NAME)) is None


def test_each_changed_character_of_a_link_closes_it() -> None:
    token = keys.link_token(SECRET, NAME)
    for at, letter in enumerate(token):
        changed = token[:at] + ("B" if letter == "A" else "A") + token[at + 1 :]
        assert keys.key_of_link(SECRET, changed) is None, at
    for at in range(len(token)):
        assert keys.key_of_link(SECRET, token[:at]) is None, at
    assert keys.key_of_link(SECRET, token + "A") is None


@given(TEXTS)
def test_no_text_is_a_link_or_a_session_by_accident(text: str) -> None:
    assert keys.key_of_link(SECRET, text) is None
    assert keys.read_session(SECRET, text) is None
    assert not keys.is_pin(SECRET, NAME, text) or "".join(text.split()) == keys.pin_of(SECRET, NAME)


def test_a_session_is_read_as_it_was_written() -> None:
    session = keys.new_session(bytes(range(16)), NAME)
    text = keys.session_text(SECRET, session)

    assert keys.read_session(SECRET, text) == session
    assert keys.read_session(OTHER, text) is None
    assert keys.read_session(SECRET, text.replace(NAME, "anotherKey")) is None


def test_a_link_is_no_session_and_a_session_no_link() -> None:
    link = keys.link_token(SECRET, NAME)
    text = keys.session_text(SECRET, Session("link", NAME))

    assert keys.read_session(SECRET, f"x.{link}") is None
    assert keys.key_of_link(SECRET, text.partition(".")[2]) is None


def test_a_pin_has_six_figures_and_spaces_do_not_matter() -> None:
    pins = {keys.pin_of(SECRET, f"key{n:07}") for n in range(500)}

    assert all(len(pin) == 6 and pin.isdecimal() for pin in pins)
    assert len(pins) > 490
    pin = keys.pin_of(SECRET, NAME)
    assert keys.is_pin(SECRET, NAME, f" {pin[:3]} {pin[3:]}\n")
    assert not keys.is_pin(SECRET, NAME, f"{(int(pin) + 1) % 10**6:06}")
    assert not keys.is_pin(SECRET, NAME, "")


def test_the_name_of_a_key_is_one() -> None:
    for drawn in (bytes(8), bytes([255]) * 8, bytes(range(8))):
        assert keys.KEY_NAME.fullmatch(keys.new_name(drawn))


def test_secrets_are_compared_in_constant_time() -> None:
    """The one place where two texts are compared uses the comparison that takes no notice of where they differ."""
    source = inspect.getsource(keys)

    assert "hmac.compare_digest" in inspect.getsource(keys._same)  # noqa: SLF001  # it is the place that is meant
    for function in (keys.key_of_link, keys.read_session, keys.is_pin):
        assert "_same(" in inspect.getsource(function)
        assert "==" not in inspect.getsource(function).replace('text.count(".") == 2', "")
    assert source.count("compare_digest") == 1


def test_five_wrong_pins_block_a_key_for_ten_minutes_and_no_other() -> None:
    tries = Tries()
    left = [tries.wrong(NAME, 1000) for _ in range(5)]

    assert left == [4, 3, 2, 1, 0]
    assert tries.blocked_ms(NAME, 1000) == BLOCKED_MS == 600_000
    assert tries.blocked_ms("anotherKey", 1000) == 0
    assert tries.blocked_ms(NAME, 1000 + BLOCKED_MS - 1) == 1
    assert tries.blocked_ms(NAME, 1000 + BLOCKED_MS) == 0
    assert tries.wrong(NAME, 1000 + BLOCKED_MS) == 4


def test_the_right_pin_forgets_the_wrong_ones() -> None:
    tries = Tries()
    for _ in range(4):
        tries.wrong(NAME, 0)
    tries.right(NAME)

    assert tries.wrong(NAME, 0) == 4


def test_who_may_ask_what() -> None:
    everything = set(get_args(Command))

    assert ALLOWED[Role.JUDGE] == {GiveMark, AskCorrection, NameSave, ReportTrouble}
    assert ALLOWED[Role.HOST] == set()
    nobodys = {GiveMark, ConfirmResult, SealResult}  # of the desk: the result is confirmed and sealed on its own page
    assert everything - ALLOWED[Role.SCRUTINEER] == nobodys
    for_the_scrutineer = {GrantCorrection, DeclineCorrection, SignReach, TypeHandSheet, DropHandSheet}
    assert everything - ALLOWED[Role.PRODUCER] == nobodys | for_the_scrutineer


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("of", Role)
def test_who_sees_whose_link(role: Role, of: Role) -> None:
    sees = keys.may_see(Person("s", NAME, role, "Somebody"), Key("k", of, "Another"))

    assert sees == (role is Role.SCRUTINEER or (role is Role.PRODUCER and of is not Role.SCRUTINEER))


def test_nobody_comes_in_by_a_revoked_key() -> None:
    session = Session("s", NAME)

    assert keys.person_of(session, {NAME: Key(NAME, Role.JUDGE, "Ida")}) == Person("s", NAME, Role.JUDGE, "Ida")
    assert keys.person_of(session, {NAME: Key(NAME, Role.JUDGE, "Ida", revoked=True)}) is None
    assert keys.person_of(session, {}) is None
    assert Person("s", NAME, Role.JUDGE, "Ida").by == "judge Ida"
