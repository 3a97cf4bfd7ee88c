"""Notes of a growing box: at any moment those that a look from the beginning finds, and only what is new is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from mirrorball.box import following
from mirrorball.box.ballot import When
from mirrorball.box.block import Block, Damage, Kind, walk
from mirrorball.box.contents import NoBox, Note, contents
from mirrorball.box.following import Following
from tests.box.boxes import CLOSES, OPENS, Row, Writing, name, rules, voter

KINDS = (Kind.PAPER, Kind.EXCLUDE)


def written() -> bytes:
    """A file with notes of both kinds before, between and behind ballots and the close."""
    rows = [Row(voter(nth), name(nth), OPENS + nth, 0, (1, 0, 0)) for nth in range(3)]
    writing = Writing().open(rules()).note(Kind.PAPER, OPENS + 1, {"paper": "1"}).ballots(rows)
    writing.note(Kind.UNREAD, OPENS + 2, {"text": "x"}).note(Kind.EXCLUDE, OPENS + 3, {"rule": 1}, {"rule": 2})
    writing.close().note(Kind.PAPER, CLOSES + 1, {"paper": "2"})
    return b"".join(writing.blocks)


def from_the_beginning(folder: Path) -> tuple[Note, ...]:
    return tuple(note for note in contents(folder).notes if note.kind in KINDS)


def test_wherever_a_look_falls_it_finds_what_is_there(tmp_path: Path) -> None:
    """The file grows byte by byte, and another one beside it later."""
    held, found = written(), Following(tmp_path, KINDS)
    path, other = tmp_path / "a.box", tmp_path / "0.box"
    for end in range(1, len(held) + 1):
        path.write_bytes(held[:end])
        if end == len(held) // 2:
            Writing(b"box 0002").open(rules()).note(Kind.PAPER, OPENS + 9, {"paper": "3"}).save(tmp_path, "0")
        assert found.notes() == from_the_beginning(tmp_path), end
    assert other.is_file()
    assert len(found.notes()) == 5


def test_a_damaged_block_is_gone_past_once_one_stands_behind_it(tmp_path: Path) -> None:
    held = bytearray(written())
    held[len(held) // 3] ^= 1
    found = Following(tmp_path, KINDS)
    for end in (len(held) // 2, len(held)):
        (tmp_path / "a.box").write_bytes(held[:end])
        assert found.notes() == from_the_beginning(tmp_path)


def test_a_file_whose_opening_is_damaged_was_open_all_the_same(tmp_path: Path) -> None:
    Writing(b"box 0002").open(rules()).save(tmp_path, "0")  # has the rules
    writing = Writing().open(rules()).note(Kind.PAPER, OPENS + 1, {"paper": "1"})
    openings = bytearray(b"".join(writing.blocks[:2]))
    openings[100] ^= 1
    openings[len(openings) // 2 + 100] ^= 1
    (tmp_path / "a.box").write_bytes(openings + writing.blocks[2])
    (note,) = Following(tmp_path, KINDS).notes()

    assert (note,) == from_the_beginning(tmp_path)
    assert note.when is When.IN_TIME


def test_what_was_read_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, found = tmp_path / "a.box", Following(tmp_path, KINDS)
    path.write_bytes(written())
    found.notes()
    seen: list[object] = []

    def watched(file: BinaryIO) -> Iterator[tuple[int, Block | Damage]]:
        for at, entry in walk(file):
            seen.append(entry)
            yield at, entry

    monkeypatch.setattr(following, "walk", watched)

    assert found.notes() == from_the_beginning(tmp_path)
    assert seen == []


def test_a_box_that_does_not_read_says_so_at_each_look(tmp_path: Path) -> None:
    found = Following(tmp_path, KINDS)
    with pytest.raises(NoBox):
        found.notes()
    Writing().open(rules()).note(Kind.PAPER, OPENS, {"paper": "1"}).save(tmp_path, "a")
    assert len(found.notes()) == 1
    Writing(b"box 0002").open(rules(stars=("Ada", "Bo"))).save(tmp_path, "b")
    for _ in range(2):
        with pytest.raises(NoBox):
            found.notes()
