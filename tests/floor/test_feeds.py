"""Feeds for title engines: flat rows that keep their columns and their places, and hold nothing that is not public."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from mirrorball.floor.feeds import FEEDS, FORMS, Rows, rows, written
from mirrorball.floor.public import PublicScreen, PublicStep, Scene
from tests.floor.public_values import (
    ALYSON,
    CAST,
    CROWNED,
    JASON,
    LOCKED,
    PANEL,
    SCREEN,
    UNTOLD,
    VOTE,
    WAITING,
    XOCHITL,
    after,
    couple,
    screens,
)

HERE = "http://127.0.0.1:8032"
NASTY = (
    'Sinéad "The, Voice" O\'Connor; <b>&amp;</b>',
    "=SUM(A1:A9)",
    "نجوى كرم",
    "Đặng Thị Ngọc Thịnh ]]> and a name that goes on and on for sixty letters",
    "two\nlines\r\nand\ttabs\x00\x0b",
    " led and trailed ",
)


def read_xml(text: bytes) -> list[dict[str, str]]:
    return [{cell.tag: cell.text or "" for cell in row} for row in ET.fromstring(text).findall("row")]  # noqa: S314


def read_csv(text: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.decode(), newline="")))


def as_texts(found: Rows) -> list[dict[str, str]]:
    return [{column: str(cell) for column, cell in row.items()} for row in found]


def columns(found: Rows, *names: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in names) for row in found]


# Laws.


@given(screen=screens)
def test_rows_are_flat_and_alike_and_never_none(screen: PublicScreen) -> None:
    for name in FEEDS:
        found = rows(name, screen, HERE)

        assert found
        assert all(list(row) == list(found[0]) for row in found)
        assert all(type(cell) in {str, int, float} for row in found for cell in row.values())
        assert all(math.isfinite(cell) for row in found for cell in row.values() if isinstance(cell, float))
        assert [row["row"] for row in found] == list(range(1, len(found) + 1))
        assert {row["sequence"] for row in found} == {screen.sequence}


@given(screen=screens)
def test_every_form_reads_back_as_it_was(screen: PublicScreen) -> None:
    for name in FEEDS:
        found = rows(name, screen, HERE)

        assert json.loads(written(name, "json", screen, HERE)) == [dict(row) for row in found]
        assert read_csv(written(name, "csv", screen, HERE)) == as_texts(found)
        assert read_xml(written(name, "xml", screen, HERE)) == as_texts(found)


@pytest.mark.parametrize("name", FEEDS)
def test_columns_are_the_same_all_night(name: str) -> None:
    night = (WAITING, SCREEN, replace(SCREEN, dance=LOCKED), *(after(nth) for nth in range(4)), CROWNED)

    assert len({tuple(rows(name, screen, HERE)[0]) for screen in night}) == 1
    assert all(column.replace("_", "").isalnum() and column.isascii() for column in rows(name, SCREEN, HERE)[0])


@pytest.mark.parametrize("nasty", NASTY)
def test_a_nasty_name_is_one_line_in_every_form(nasty: str) -> None:
    screen = replace(SCREEN, season=(), board=(), reveal=replace(UNTOLD, uncalled=(couple(1, nasty, nasty),)))
    screen = replace(screen, vote=replace(VOTE, couples=()))
    flat = "".join(letter if letter.isprintable() else " " for letter in nasty)

    for form, read in (("json", json.loads), ("csv", read_csv), ("xml", read_xml)):
        (row,) = read(written("couples", form, screen, HERE))
        assert row["star"] == flat
    assert len(written("couples", "csv", screen, HERE).splitlines()) == 2


# What each holds.


@pytest.mark.parametrize("name", FEEDS)
def test_a_night_before_its_first_step_has_rows(name: str) -> None:
    found = rows(name, WAITING, HERE)

    assert len(found) == (len(PANEL) if name == "marks" else 1)
    assert "None" not in written(name, "csv", WAITING, HERE).decode()


def test_the_board_stands_by_place_with_numbers_as_numbers() -> None:
    found = rows("board", SCREEN, HERE)

    assert columns(found, "row", "place", "star", "points", "points_text") == [
        (1, "1st", ALYSON.star, 30, "30"),
        (2, "2nd", XOCHITL.star, 28.5, "57/2"),
        (3, "", JASON.star, "", ""),
    ]


def test_photos_have_whole_addresses() -> None:
    bare = replace(SCREEN, board=(replace(SCREEN.board[0], couple=replace(ALYSON, photo="")), *SCREEN.board[1:]))

    assert columns(rows("board", bare, HERE + "/"), "photo") == [("",), (f"{HERE}/photo/1",), (f"{HERE}/photo/2",)]


def test_marks_stand_there_once_the_sheet_is_locked() -> None:
    early = replace(SCREEN, dance=replace(LOCKED, locked=False))  # as no screen should be

    for screen in (SCREEN, early):
        assert columns(rows("marks", screen, HERE), "given", "mark", "mark_text", "total") == [(1, "", "", "")] * 3
        assert rows("now", screen, HERE)[0]["mark1"] == rows("now", screen, HERE)[0]["total"] == ""

    locked = replace(SCREEN, dance=LOCKED)
    assert columns(rows("marks", locked, HERE), "judge", "mark", "mark_text", "total") == [
        (PANEL[0], 10, "10", 28.5),
        (PANEL[1], 9.5, "9½", 28.5),
        (PANEL[2], 9, "9", 28.5),
    ]
    (now,) = rows("now", locked, HERE)
    assert [now[f"mark{nth}"] for nth in range(1, 6)] == [10, 9.5, 9, "", ""]


def test_couples_stand_in_the_order_of_the_cast_at_every_step() -> None:
    for screen in (SCREEN, *(after(nth) for nth in range(4))):
        assert columns(rows("couples", screen, HERE), "star") == [(who.star,) for who in CAST]

    assert columns(rows("couples", after(2), HERE), "step", "told", "place", "champion") == [
        ("", "", "", 0),
        (2, "place", "2nd", 0),
        (1, "place", "3rd", 0),
    ]
    assert columns(rows("couples", CROWNED, HERE), "champion") == [(1,), (0,), (0,)]


@pytest.mark.parametrize("told", range(4))
def test_the_reveal_holds_told_steps_and_nothing_else(told: int) -> None:
    found = rows("reveal", after(told), HERE)

    called = [(ALYSON.star, "3rd"), (JASON.star, "2nd"), (XOCHITL.star, "1st")][:told]
    assert columns(found, "star", "place") == (called or [("", "")])
    assert [row["newest"] for row in found] == [0] * (len(found) - 1) + [int(told > 0)]
    for form in FORMS:
        text = written("reveal", form, after(told), HERE).decode()
        assert all(
            (who.star in text) == ((who.star, place) in called)
            for who, place in ((ALYSON, "3rd"), (JASON, "2nd"), (XOCHITL, "1st"))
        )


def test_a_step_for_several_has_a_row_each_and_one_for_nobody_has_one() -> None:
    both = PublicStep(number=1, kind="jeopardy", couples=(XOCHITL, JASON), place="", says="In jeopardy: two couples.")
    nobody = PublicStep(number=2, kind="nobody leaves", couples=(), place="", says="Nobody leaves tonight.")
    screen = replace(SCREEN, reveal=replace(UNTOLD, steps=(both, nobody)))

    assert columns(rows("reveal", screen, HERE), "step", "star", "newest") == [
        (1, XOCHITL.star, 0),
        (1, JASON.star, 0),
        (2, "", 1),
    ]


def test_what_is_taken_back_is_gone_and_the_reason_stands() -> None:
    taken_back = after(0, scene=Scene.CORRECTION.value, correction="A mark was read wrongly.")

    (row,) = rows("reveal", taken_back, HERE)
    assert (row["step"], row["correction"]) == ("", "A mark was read wrongly.")
    assert rows("now", taken_back, HERE)[0]["correction"] == "A mark was read wrongly."


def test_the_vote_has_a_row_for_each_couple_on_the_ballot() -> None:
    found = rows("vote", SCREEN, HERE)

    assert columns(found, "number", "keyword", "state") == [(c.number, c.keyword, "open") for c in CAST]
    assert found[0]["ways"] == "At 127.0.0.1:8033. Send ALYSON to 21523."


def test_xpath_finds_a_cell() -> None:
    tree = ET.fromstring(written("board", "xml", SCREEN, HERE))  # noqa: S314  # we wrote it

    assert tree.findtext("./row[place='1st']/star") == ALYSON.star
    assert [cell.text for cell in tree.iterfind("./row/number")] == ["3", "1", "2"]
