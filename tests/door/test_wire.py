"""One phone number is written in one way, also where no table of the world's numbers is asked."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from mirrorball.core.channel import Unit
from mirrorball.door import wire
from mirrorball.door.wire import Refused, known_as

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
CODES = sorted({phonenumbers.country_code_for_region(region) for region in REGIONS})
TYPES = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
SIGNS = "0123456789 -()./"


def literally(typed: str) -> str | None:
    """E.164 as the tables of the world's numbers have it; None if this is no number."""
    try:
        read = phonenumbers.parse(typed)
    except NumberParseException:
        return None
    return str(phonenumbers.format_number(read, PhoneNumberFormat.E164))


@pytest.mark.parametrize("kind", TYPES)
def test_a_number_of_every_country_is_one_voter_with_and_without_its_trunk_prefix(kind: int) -> None:
    for region in REGIONS:
        example = phonenumbers.example_number_for_type(region, kind)
        if example is None:
            continue
        number = str(phonenumbers.format_number(example, PhoneNumberFormat.E164))
        spaced = str(phonenumbers.format_number(example, PhoneNumberFormat.INTERNATIONAL))
        assert known_as(Unit.PHONE, number, "gate") == number, region
        assert known_as(Unit.PHONE, spaced, "gate") == number, region
        code = f"+{example.country_code}"
        for trunk in ("0", "1", "8", "06"):
            with_trunk = code + trunk + number.removeprefix(code)
            if literally(with_trunk) == number:
                assert known_as(Unit.PHONE, with_trunk, "gate") == number, region


@given(st.sampled_from(CODES), st.text("0123456789", min_size=5, max_size=13))
def test_what_passes_by_its_looks_is_what_the_tables_say(code: int, rest: str) -> None:
    """The short way and the long way never make two voters of one number."""
    number = f"+{code}{rest}"
    expected = literally(number)
    assume(expected is not None)
    try:
        found = known_as(Unit.PHONE, number, "gate")
    except Refused:
        return
    assert found == expected


def test_most_numbers_need_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or a batch of a thousand texts would take a tenth of a second."""
    monkeypatch.setattr(wire, "_number", None)  # calling it would fail

    for number in ("+14155550101", "+447400123456", "+4915123456789", "+8613123456789", "+79123456789", "+33612345678"):
        assert known_as(Unit.PHONE, number, "gate") == number


@given(st.text(SIGNS + "+aé٣"))
def test_any_text_is_a_number_or_refused(typed: str) -> None:
    try:
        found = known_as(Unit.PHONE, typed, "gate")
    except Refused as refused:
        assert "is no phone number. Send it in the international form" in str(refused)  # noqa: PT017  # either is right
    else:
        assert known_as(Unit.PHONE, found, "gate") == found
