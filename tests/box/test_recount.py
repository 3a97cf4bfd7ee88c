"""The second count by example, and a third one in another language."""

from __future__ import annotations

import ast
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from mirrorball.box import recount, recounted_notes
from mirrorball.box.block import Kind
from mirrorball.box.contents import NoBox
from mirrorball.box.recount import recount_box
from mirrorball.core.votes import NotCounted
from tests.box.boxes import CHANNELS, CLOSES, OPENS, STARS, Row, Writing, by_machine, name, rules, voter
from tests.laws.test_box_laws import small_machine

SHARED_BY_BOTH = {"ballot", "block", "contents", "counting", "recounted_notes", "rules", "tally"}  # for their values
VALUES = {
    *("When", "Damage", "Kind", "NoBox", "Note", "Part", "Counted", "Rules", "Choice", "Count"),
    *("paid_back", "typed_alike", "in_force", "read_rules"),
}


def crowd(folder: Path, *, files: int = 3, ballots: int = 3_000) -> None:
    """A box with all channels: copies, late ones, limits that are passed."""
    rng = random.Random(11)  # noqa: S311
    for nth in range(files):
        writing = Writing(nth.to_bytes(8, "big")).open(rules())
        for _ in range(ballots // files // 100):
            writing.ballots(
                Row(
                    voter(rng.randrange(300)),
                    name(rng.randrange(400)),
                    OPENS + rng.randrange(1_000),
                    rng.randrange(5),
                    tuple(rng.randrange(9) for _ in STARS),
                )
                for _ in range(100)
            )
        writing.close().ballots([Row(voter(nth), name(nth), CLOSES + 9, 0, (5, 5, 5))]).save(folder)


@pytest.mark.skipif(shutil.which("perl") is None, reason="for want of perl; to bring it: apt-get install perl-base")
def test_a_reader_in_another_language_counts_the_same(tmp_path: Path) -> None:
    """Perl, with nothing but docs/box.md."""
    crowd(tmp_path)
    reader = Path(__file__).with_name("read_box.pl")
    paths = sorted(map(str, tmp_path.iterdir()))
    told = subprocess.run(["perl", str(reader), *paths], capture_output=True, text=True, check=True).stdout  # noqa: S607

    found = by_machine(tmp_path).count
    expected = [f"{c.name} {star} {found.counted(star, c.name)}" for c in CHANNELS[:5] for star in STARS]
    assert told.splitlines() == sorted(expected)
    assert found.why_not().keys() == {
        NotCounted.DUPLICATE,
        NotCounted.OVER_LIMIT,
        NotCounted.REPLACED,
        NotCounted.LATE,
    }

    held = bytearray(Path(paths[0]).read_bytes())
    held[len(held) // 2] ^= 1
    Path(paths[0]).write_bytes(held)
    done = subprocess.run(["perl", str(reader), *paths], capture_output=True, text=True, check=False)  # noqa: S607
    assert "is damaged" in done.stderr or "no block" in done.stderr


def test_the_second_path_takes_only_values_from_the_first() -> None:
    """No function of the compiled path, of the reader or of the ledgers is in it; nor numpy, numba or msgspec."""
    for module in (recount, recounted_notes):
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert {alias.name for alias in node.names} <= {"json", "struct", "zlib"}
            elif isinstance(node, ast.ImportFrom) and str(node.module).startswith("mirrorball.box"):
                assert str(node.module).rsplit(".", 1)[-1] in SHARED_BY_BOTH
                assert {alias.name for alias in node.names} <= VALUES


def test_two_boxes_are_merged_in_any_order(tmp_path: Path) -> None:
    """Files of two machines in one folder, under names that put them in either order."""
    (tmp_path / "one").mkdir()
    crowd(tmp_path / "one")
    found = []
    paths = sorted((tmp_path / "one").iterdir())
    for order, names in enumerate([paths, paths[::-1]]):
        folder = tmp_path / f"order {order}"
        folder.mkdir()
        for nth, path in enumerate(names):
            shutil.copy(path, folder / f"{nth}.box")
        found.append((by_machine(folder).count, recount_box(folder).count))

    assert found[0][0] == found[0][1] == found[1][0] == found[1][1]


def test_a_file_that_was_copied_under_another_name_counts_once(tmp_path: Path) -> None:
    crowd(tmp_path)
    once = by_machine(tmp_path).count
    for path in list(tmp_path.iterdir()):
        shutil.copy(path, tmp_path / f"copy of {path.name}")
    twice = by_machine(tmp_path)

    assert recount_box(tmp_path) == twice
    for channel in CHANNELS:
        for star in STARS:
            assert twice.count.counted(star, channel.name) == once.counted(star, channel.name)
        assert twice.count.ballots[channel.name] == 2 * once.ballots[channel.name]


def test_voters_are_counted_in_slices_and_it_is_told_how_far(tmp_path: Path) -> None:
    crowd(tmp_path)
    told: list[tuple[int, int]] = []
    with small_machine(memory=10_000, chunk=9_000, piece=70_000):
        sliced = recount_box(tmp_path, lambda gone, whole: told.append((gone, whole)))

    assert sliced == by_machine(tmp_path)
    assert len(told) > 100
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_a_copied_message_is_unread_once(tmp_path: Path) -> None:
    line = {"channel": "app", "voter": "aa", "id": "bb", "at": OPENS, "text": "?"}
    writing = Writing().open(rules()).note(Kind.UNREAD, OPENS, line, line, {**line, "id": "cc"}).close()
    for other in ("one", "two"):
        writing.save(tmp_path, other)

    for counted in (by_machine(tmp_path), recount_box(tmp_path)):
        assert counted.unread == {"app": 2}


def test_a_box_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoBox, match="no box to recount"):
        recount_box(tmp_path / "nowhere")
