"""What a log promises, asked of every store."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from mirrorball.core.events import RoutineCalled, VoteClosed, VoteOpened
from mirrorball.log.memory import MemoryLog
from mirrorball.log.port import Damaged, Entry, Log, Moved, NotKept, Taken
from mirrorball.log.sqlite import SqliteLog, entries

NIGHT = [
    Entry(1, RoutineCalled("waltz", "Ada"), 1_000, "c1", "desk"),
    Entry(2, VoteOpened(("Ada", "Zoë \U0001f483")), 900, "c2", "desk"),
    Entry(3, VoteClosed(), 2_000, "c3", "desk"),
]
STORES: dict[str, Callable[[Path], Log]] = {
    "memory": lambda _: MemoryLog(),
    "sqlite": lambda folder: SqliteLog(folder / "night.sqlite"),
}


@pytest.fixture(params=STORES)
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Log]:
    """Each store, empty."""
    opened = STORES[request.param](tmp_path)
    yield opened
    opened.close()


def test_an_empty_log_has_no_head(log: Log) -> None:
    assert log.head == 0
    assert list(log.read()) == []


def test_what_is_appended_reads_the_same_in_order(log: Log) -> None:
    log.append(0, NIGHT[:1])
    log.append(1, NIGHT[1:])

    assert list(log.read()) == NIGHT
    assert log.head == 3
    assert all(later.position == earlier.position + 1 for earlier, later in pairwise(log.read()))


def test_reading_begins_behind_a_position(log: Log) -> None:
    log.append(0, NIGHT)

    assert list(log.read(2)) == NIGHT[2:]
    assert list(log.read(3)) == []


@pytest.mark.parametrize(("after", "entries"), [(0, NIGHT[:1]), (2, NIGHT[2:]), (1, NIGHT[2:]), (1, NIGHT[:1])])
def test_who_does_not_know_the_head_appends_nothing(log: Log, after: int, entries: list[Entry]) -> None:
    log.append(0, NIGHT[:1])
    with pytest.raises(Moved):
        log.append(after, entries)

    assert list(log.read()) == NIGHT[:1]
    log.append(1, NIGHT[1:])


def test_nothing_can_be_appended(log: Log) -> None:
    log.append(0, [])

    assert log.head == 0


def test_who_waits_hears_of_what_comes(log: Log) -> None:
    assert log.wait(0, 0.01) == 0
    writer = threading.Timer(0.05, log.append, (0, NIGHT))
    writer.start()

    assert log.wait(0, 10) == 3
    assert log.wait(1, 0) == 3
    writer.join()


# What outlives the process.


def kept(folder: Path) -> Path:
    """A file with the night in it."""
    log = SqliteLog(folder / "night.sqlite")
    log.append(0, NIGHT)
    log.close()
    return folder / "night.sqlite"


def test_a_log_opened_again_goes_on_where_it_stood(tmp_path: Path) -> None:
    log = SqliteLog(kept(tmp_path))

    assert list(log.read()) == NIGHT
    log.append(3, [Entry(4, VoteClosed())])
    assert log.head == 4
    log.close()


@pytest.mark.parametrize("position", [1, 2, 3])
def test_a_changed_byte_is_found_and_named(tmp_path: Path, position: int) -> None:
    path = kept(tmp_path)
    with sqlite3.connect(path) as file:
        (line,) = file.execute("SELECT line FROM entries WHERE position = ?", (position,)).fetchone()
        changed = bytes([line[0], *line[1:-2], line[-2] ^ 1, line[-1]])
        file.execute("UPDATE entries SET line = ? WHERE position = ?", (changed, position))
    file.close()

    with pytest.raises(Damaged, match=f"at position {position}:"):
        SqliteLog(path)


def test_an_entry_that_was_taken_out_is_found(tmp_path: Path) -> None:
    path = kept(tmp_path)
    with sqlite3.connect(path) as file:
        file.execute("DELETE FROM entries WHERE position = 2")
    file.close()

    with pytest.raises(Damaged, match="at position 2:"):
        SqliteLog(path)


def test_a_file_that_is_no_log_is_no_log(tmp_path: Path) -> None:
    (tmp_path / "night.sqlite").write_bytes(b"a letter to my aunt " * 100)

    with pytest.raises(Damaged):
        SqliteLog(tmp_path / "night.sqlite")


def test_a_log_that_another_process_writes_is_refused(tmp_path: Path) -> None:
    path = kept(tmp_path)
    log = SqliteLog(path)
    other = "import sys, pathlib, mirrorball.log.sqlite as log; log.SqliteLog(pathlib.Path(sys.argv[1]))"
    answer = subprocess.run([sys.executable, "-c", other, path], capture_output=True, text=True, check=False)
    log.close()

    assert answer.returncode == 1
    assert Taken.__name__ in answer.stderr
    assert "another process" in answer.stderr


def test_a_full_disk_keeps_nothing_and_the_night_goes_on_when_there_is_room(tmp_path: Path) -> None:
    log = SqliteLog(kept(tmp_path))
    (pages,) = log._file.execute("PRAGMA page_count").fetchone()  # noqa: SLF001  # the only way to a full disk here
    log._file.execute(f"PRAGMA max_page_count = {pages}")  # noqa: SLF001
    large = Entry(4, RoutineCalled("waltz", "A" * 1_000_000))

    with pytest.raises(NotKept, match="full"):
        log.append(3, [large])
    assert log.head == 3
    assert list(log.read()) == NIGHT

    log._file.execute("PRAGMA max_page_count = 1000000")  # noqa: SLF001
    log.append(3, [large])
    assert list(log.read(3)) == [large]
    log.close()


# Reading beside the writer.


def test_a_log_is_read_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "night.sqlite"
    log = SqliteLog(path)

    assert entries(path) == []
    log.append(0, NIGHT[:2])
    assert entries(path) == NIGHT[:2]
    log.append(2, NIGHT[2:])
    assert entries(path) == NIGHT
    log.close()
    assert entries(path) == NIGHT


def test_another_process_reads_while_this_one_writes(tmp_path: Path) -> None:
    path = tmp_path / "a night # with % everything? in its name.sqlite"
    log = SqliteLog(path)
    log.append(0, NIGHT)
    other = "import sys, pathlib, mirrorball.log.sqlite as log; print(len(log.entries(pathlib.Path(sys.argv[1]))))"
    answer = subprocess.run([sys.executable, "-c", other, path], capture_output=True, text=True, check=True)

    assert answer.stdout == "3\n"
    log.append(3, [Entry(4, VoteClosed())])
    log.close()


def test_a_reader_holds_no_writer_up(tmp_path: Path) -> None:
    log = SqliteLog(kept(tmp_path))
    behind = log.read()
    first = next(behind)
    log.append(3, [Entry(4, VoteClosed())])

    assert [first, *behind][:3] == NIGHT
    log.close()


def test_reading_changes_nothing_that_is_kept(tmp_path: Path) -> None:
    path = kept(tmp_path)
    before = path.read_bytes()
    entries(path)

    assert path.read_bytes() == before


def test_there_is_no_log_to_read(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="There is no log at"):
        entries(tmp_path / "night.sqlite")

    assert list(tmp_path.iterdir()) == []


def test_what_is_no_log_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "letter.sqlite").write_bytes(b"a letter to my aunt " * 100)
    with sqlite3.connect(tmp_path / "other.sqlite") as file:
        file.execute("CREATE TABLE recipes (cake TEXT)")
    file.close()
    for name in ("letter.sqlite", "other.sqlite"):
        for reads in (entries, SqliteLog):
            with pytest.raises(Damaged, match="damaged from position 1 on"):
                reads(tmp_path / name)


def test_a_log_that_was_closed_can_be_written_by_another(tmp_path: Path) -> None:
    path = kept(tmp_path)
    log = SqliteLog(path)
    with pytest.raises(Taken):
        SqliteLog(path)
    log.close()
    SqliteLog(path).close()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotKept, match="cannot be opened for writing"):
        SqliteLog(tmp_path / "nowhere" / "night.sqlite")
