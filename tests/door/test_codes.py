"""Codes by e-mail: which are good, for how long, how often, and which addresses are one voter."""

from __future__ import annotations

import pytest

from mirrorball.door.codes import BETWEEN, DAY, MOST_A_DAY, MOST_WRONG, SECOND, SLOT, Codes, NoCode, canonical

KEY = bytes(range(32))
NOON = SLOT * 3_000_000  # the beginning of a slot
ME, YOU = "me@example.org", "you@example.org"


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_code_is_good_in_its_slot_and_the_next() -> None:
    codes = Codes(KEY)
    code = codes.code(ME, NOON)

    assert len(code) == 6
    for at in (NOON, NOON + SLOT, NOON + 2 * SLOT - 1):
        codes.check(ME, code, at)
    with pytest.raises(NoCode, match="not the six figures"):
        codes.check(ME, code, NOON + 2 * SLOT)


def test_every_door_knows_every_code_and_no_other_night_does() -> None:
    code = Codes(KEY).code(ME, NOON)

    Codes(KEY).check(ME, code, NOON)
    with pytest.raises(NoCode):
        Codes(KEY[::-1]).check(ME, code, NOON)


def test_a_code_is_for_one_address() -> None:
    codes = Codes(KEY)

    with pytest.raises(NoCode):
        codes.check(YOU, codes.code(ME, NOON), NOON)


@pytest.mark.parametrize(
    "written", ["{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", " {0} ", "{0[0]}-{0[1]}-{0[2]}{0[3]}{0[4]}{0[5]}."]
)
def test_figures_are_read_as_people_write_them(written: str) -> None:
    codes = Codes(KEY)

    codes.check(ME, written.format(codes.code(ME, NOON)), NOON)


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1234567", "\N{SUPERSCRIPT TWO}" * 6])
def test_what_is_no_code_is_not_taken(typed: str) -> None:
    with pytest.raises(NoCode):
        Codes(KEY).check(ME, typed, NOON)


def test_after_five_wrong_tries_the_right_figures_wait_for_the_next_slot() -> None:
    codes = Codes(KEY)
    code = codes.code(ME, NOON)
    for _ in range(MOST_WRONG):
        with pytest.raises(NoCode, match="not the six figures"):
            codes.check(ME, wrong(code), NOON)
    with pytest.raises(NoCode, match="in 4 minutes") as locked:
        codes.check(ME, code, NOON + SLOT - 190 * SECOND)

    assert locked.value.after == 190
    codes.check(ME, code, NOON + SLOT)


def test_right_figures_use_up_no_try_and_others_are_not_held_back() -> None:
    codes = Codes(KEY)
    code = codes.code(ME, NOON)
    for _ in range(MOST_WRONG + 1):
        codes.check(ME, code, NOON)
    for _ in range(MOST_WRONG):
        with pytest.raises(NoCode):
            codes.check(ME, wrong(code), NOON)

    codes.check(YOU, codes.code(YOU, NOON), NOON)


def test_a_minute_passes_between_two_codes() -> None:
    codes = Codes(KEY)
    codes.code(ME, NOON)
    with pytest.raises(NoCode, match="again in 1 second") as early:
        codes.code(ME, NOON + BETWEEN - 1)

    assert early.value.after == 1
    codes.code(ME, NOON + BETWEEN)


def test_five_codes_a_day() -> None:
    codes = Codes(KEY)
    for nth in range(MOST_A_DAY):
        codes.code(ME, NOON + nth * BETWEEN)
    with pytest.raises(NoCode, match="5 codes were sent to this address today"):
        codes.code(ME, NOON + DAY - 1)

    codes.code(ME, NOON + DAY)


def test_a_code_that_could_not_be_sent_does_not_count() -> None:
    codes = Codes(KEY)
    first = codes.code(ME, NOON)
    codes.unsent(ME)

    assert codes.code(ME, NOON) == first


def test_what_holds_no_longer_is_forgotten() -> None:
    codes = Codes(KEY)
    for nth in range(100):
        address = f"{nth}@example.org"
        code = codes.code(address, NOON)
        with pytest.raises(NoCode):
            codes.check(address, wrong(code), NOON)
    codes.code(ME, NOON + DAY + SLOT)

    assert codes.kept == 1


@pytest.mark.parametrize(
    ("typed", "one"),
    [
        (" Me@Example.ORG\n", "me@example.org"),
        ("STRASSE@example.org", "strasse@example.org"),
        ("e\N{COMBINING ACUTE ACCENT}toile@bücher.example", "étoile@bücher.example"),
        ("o'neil+vote@a.b-c.co.uk", "o'neil+vote@a.b-c.co.uk"),
        ("me@xn--bcher-kva.example", "me@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_written_in_one_way(typed: str, one: str) -> None:
    assert canonical(typed) == one


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "me",
        "@example.org",
        "me@",
        "me@example",
        "me@example..org",
        ".me@example.org",
        "me.@example.org",
        "me@-example.org",
        "me@example.o",
        "me@127.0.0.1",
        "me you@example.org",
        "me@you@example.org",
        "me@example.org\nBcc: all@example.org",
        "me@example.org,you@example.org",
        "<me@example.org>",
        f"{'m' * 65}@example.org",
        f"me@{'example.' * 40}org",
    ],
)
def test_what_is_no_address_is_not_taken(typed: str) -> None:
    with pytest.raises(NoCode, match="does not look like an e-mail address"):
        canonical(typed)
