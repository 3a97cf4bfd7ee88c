"""The bytes of a box under bad luck: cut anywhere, a bit turned anywhere."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from mirrorball.box import block as blocks
from mirrorball.box.ballot import When
from mirrorball.box.block import MOST_BYTES, Block, Damage, Kind, packed, room, walk
from mirrorball.box.contents import NoBox, contents, entries
from mirrorball.box.counting import Counted
from mirrorball.box.recount import recount_box
from mirrorball.box.tally import Count, count
from tests.box.boxes import CHANNELS as ALL_CHANNELS
from tests.box.boxes import CLOSES, OPENS, Row, Writing, by_machine, name, rules, voter

CHANNELS = ALL_CHANNELS[:2]
RULES = rules(CHANNELS)


def row(nth: int, at: int = OPENS) -> Row:
    return Row(voter(nth), name(nth), at, nth % 2, (1 + nth % 3, 0, 2))


def box() -> Writing:
    """A file of a small night: three blocks of ballots in the window and one behind it, with a note between."""
    writing = Writing().open(RULES)
    for first in (0, 3, 6):
        writing.ballots(row(nth) for nth in range(first, first + 3))
    writing.note(Kind.UNREAD, OPENS, {"channel": "app", "voter": "aa", "id": "bb", "at": OPENS, "text": "?"})
    return writing.close().ballots([row(9, CLOSES + 1)])


def by_all(folder: Path) -> Counted:
    """The count, once all three hands came to the same."""
    fast, plain, held = by_machine(folder), recount_box(folder), contents(folder)

    assert fast == plain
    assert fast.count == count(held.ballots, CHANNELS)
    assert (fast.parts, fast.notes, fast.damages) == (held.parts, held.notes, held.damages)
    return fast


def of(rows: list[tuple[Row, When]]) -> Count:
    return count([one.value(RULES, when) for one, when in rows], CHANNELS)


CAST = [*((row(nth), When.IN_TIME) for nth in range(9)), (row(9, CLOSES + 1), When.LATE)]


def test_a_block_comes_back_as_it_was_written() -> None:
    written = [
        Block(Kind.UNREAD, b"box 0001", nth, at, body)
        for nth, (at, body) in enumerate([(0, b""), (-1, b"x"), (1 << 62, b"y" * (MOST_BYTES - 36))])
    ]

    assert [entry for _, entry in walk(BytesIO(b"".join(map(packed, written))))] == written


def test_a_block_is_never_longer_than_a_log_can_hold() -> None:
    with pytest.raises(ValueError, match="65535 is the most"):
        packed(Block(Kind.UNREAD, b"box 0001", 0, 0, b"y" * (MOST_BYTES - 35)))

    assert room(len(RULES.choices), 1) == (MOST_BYTES - 36) // 37


def test_a_file_is_read_a_stretch_at_a_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = box().save(tmp_path)
    whole = list(entries(path))
    monkeypatch.setattr(blocks, "AT_A_TIME", 7)

    assert list(entries(path)) == whole
    assert len(whole) == 9


@pytest.mark.parametrize("last", [1, 4])
def test_a_power_cut_at_any_byte_of_the_last_block_costs_that_block_only(last: int, tmp_path: Path) -> None:
    """The last block is ballots (the process was killed in the window) or ballots behind the close."""
    writing = box() if last == 4 else Writing().open(RULES).ballots([row(0)]).ballots([row(1), row(2)])
    kept = CAST[:9] if last == 4 else CAST[:1]
    path = writing.save(tmp_path)
    before = b"".join(writing.blocks[:-1])
    for size in range(len(writing.blocks[-1])):
        path.write_bytes(before + writing.blocks[-1][:size])
        found = by_all(tmp_path)

        assert found.count == of(kept)
        expected = [] if size == 0 else [(path, Damage(len(before), size, len(writing.blocks) - 1, cut=True))]
        assert list(found.damages) == expected


def test_a_turned_bit_anywhere_is_found_and_named_and_the_rest_is_counted(tmp_path: Path) -> None:
    """Every byte of the file, one of its bits after the other; markers stand there twice, so the window stays known."""
    writing = box()
    path = writing.save(tmp_path)
    whole = path.read_bytes()
    in_block = [nth for nth, block in enumerate(writing.blocks) for _ in block]
    begins = [whole.index(block) for block in writing.blocks]
    begins[1], begins[7] = len(writing.blocks[0]), begins[6] + len(writing.blocks[6])
    ballots = {2: CAST[0:3], 3: CAST[3:6], 4: CAST[6:9], 8: CAST[9:]}
    for offset in range(len(whole)):
        turned = bytearray(whole)
        turned[offset] ^= 1 << offset % 8
        path.write_bytes(turned)
        found = by_all(tmp_path)

        nth = in_block[offset]
        ((_, damage),) = found.damages
        assert (damage.offset, damage.size, damage.number) == (begins[nth], len(writing.blocks[nth]), nth), offset
        # Of the last block alone the size may be what is wrong, and then it looks like a longer one that was cut.
        assert not damage.cut or offset - begins[-1] in (4, 5), offset
        assert found.count == of([one for at, some in ballots.items() if at != nth for one in some]), offset


def test_what_looks_like_a_block_inside_a_damaged_one_is_not_trusted_blindly(tmp_path: Path) -> None:
    """Bytes that begin like a block, and are none, do not end the search."""
    writing = Writing().open(RULES).ballots([Row(b"MBX1MBX1MBX1MBX1", b"MBX1MBX1", OPENS, 0, (1, 0, 0))]).close()
    path = writing.save(tmp_path)
    held = bytearray(path.read_bytes())
    held[len(writing.blocks[0]) + len(writing.blocks[1]) + 20] ^= 1
    path.write_bytes(held)

    found = by_all(tmp_path)
    assert [(d.number, d.size) for _, d in found.damages] == [(2, len(writing.blocks[2]))]
    assert found.parts[0].closed_at == CLOSES


def test_garbage_is_no_box_and_an_empty_file_is_one_that_has_not_opened(tmp_path: Path) -> None:
    (tmp_path / "empty.box").write_bytes(b"")

    found = by_all(tmp_path)
    assert (found.rules, found.count, found.damages) == (None, Count(), ())

    (tmp_path / "garbage.box").write_bytes(b"nothing of this is a block" * 9_000)
    assert [(damage.size, damage.cut) for _, damage in by_all(tmp_path).damages] == [(26 * 9_000, False)]


def test_ballots_without_rules_are_refused_with_what_to_do(tmp_path: Path) -> None:
    Writing().ballots([row(0)]).save(tmp_path)

    for counting in (by_machine, recount_box):
        with pytest.raises(NoBox, match="no whole OPEN block"):
            counting(tmp_path)
    with pytest.raises(NoBox, match="Put another file of the same box beside"):
        contents(tmp_path)


def test_the_rules_may_come_from_another_file_of_the_box(tmp_path: Path) -> None:
    """The OPEN of one file is lost altogether: it counts as open from where it is damaged."""
    lost = Writing(b"box 0002").open(RULES).ballots([row(0)])
    held = bytearray(b"".join(lost.blocks))
    held[40] ^= 4
    held[len(lost.blocks[0]) + 40] ^= 4
    (tmp_path / "lost.box").write_bytes(held)
    Writing().open(RULES).ballots([row(1)]).close().save(tmp_path)

    found = by_all(tmp_path)
    assert found.count == of(CAST[:2])
    assert [damage.number for _, damage in found.damages] == [0]


@pytest.mark.parametrize("counting", [by_machine, recount_box, contents])
def test_files_of_two_boxes_are_not_counted_as_one(counting: object, tmp_path: Path) -> None:
    assert callable(counting)
    Writing().open(RULES).save(tmp_path)
    Writing(b"box 0002").open(rules()).save(tmp_path)

    with pytest.raises(NoBox, match="two boxes"):
        counting(tmp_path)


@pytest.mark.parametrize("counting", [by_machine, recount_box, contents])
def test_a_folder_without_a_box_is_named(counting: object, tmp_path: Path) -> None:
    assert callable(counting)
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NoBox, match=r"\.box files"):
            counting(folder)
