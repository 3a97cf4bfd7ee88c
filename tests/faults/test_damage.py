"""A log that is not as it was written: what is found, where, and that a power cut is not taken for damage."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from random import Random
from shutil import copy

import pytest

from mirrorball.core.events import MarkGiven, RoutineCalled, VoteClosed
from mirrorball.log.port import Damaged, Entry
from mirrorball.log.sqlite import SqliteLog, entries
from tests.conftest import CI

EVERY, EVERY_AHEAD = (7, 41) if CI else (61, 301)  # bytes, each of them in one bit
MARKS = [Entry(n, MarkGiven("Ida", "waltz", f"Star {n}", Fraction(n)), n, f"c{n}", "judge Ida") for n in range(1, 13)]


def closed(folder: Path) -> Path:
    """A log with marks in it that was closed."""
    path = folder / "night.sqlite"
    with closing(SqliteLog(path)) as log:
        log.append(0, MARKS)
    return path


def killed(folder: Path, night: list[Entry]) -> Path:
    """What the disk holds of a log that was written entry by entry and never closed."""
    folder.mkdir()
    with closing(SqliteLog(folder / "writing.sqlite")) as log:
        for entry in night:
            log.append(log.head, [entry])
        for end in ("", "-wal"):
            copy(folder / f"writing.sqlite{end}", folder / f"night.sqlite{end}")
    return folder / "night.sqlite"


def ahead(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def flips(written: bytes, every: int) -> Iterator[tuple[int, bytes]]:
    """A file with one bit changed, in one place after the other; where nothing is written nothing is changed."""
    chance = Random(every)  # noqa: S311  # bits, not secrets
    for at in range(chance.randrange(every), len(written), every):
        if any(written[max(0, at - 32) : at + 32]):
            yield at, written[:at] + bytes([written[at] ^ 1 << chance.randrange(8)]) + written[at + 1 :]


def read(path: Path) -> list[Entry]:
    """What whoever starts the night would have."""
    with closing(SqliteLog(path)) as log:
        return list(log.read())


def outcome(reads: Callable[[Path], list[Entry]], path: Path) -> list[Entry] | str:
    """What is read, or what is said of the damage."""
    try:
        return reads(path)
    except Damaged as damage:
        return str(damage)


def put(path: Path, files: dict[str, bytes]) -> None:
    """These files and no others."""
    for left in path.parent.iterdir():
        left.unlink()
    for end, written in files.items():
        path.with_name(f"{path.name}{end}").write_bytes(written)


@pytest.mark.parametrize("reads", [read, entries])
def test_a_changed_bit_anywhere_is_found_or_changes_nothing(
    tmp_path: Path, reads: Callable[[Path], list[Entry]]
) -> None:
    """And where it stands in a line, the position of that line is named."""
    path = closed(tmp_path)
    written = path.read_bytes()
    starts = {entry.position: written.index(b'{"position":%d,' % entry.position) for entry in MARKS}
    named = set()
    for at, changed in flips(written, EVERY):
        put(path, {"": changed})
        line = next((position for position, start in starts.items() if start <= at < start + 100), None)
        found = outcome(reads, path)
        if isinstance(found, str):
            named.add(line)
            assert (f"at position {line}:" if line else "position") in found, at
        else:
            assert (found, line) == (MARKS, None), at
    assert named == {*starts, None}


@pytest.mark.parametrize("reads", [read, entries])
def test_a_changed_bit_in_what_was_written_ahead_is_found(tmp_path: Path, reads: Callable[[Path], list[Entry]]) -> None:
    """SQLite by itself takes all that follows for half-written and leaves it out without a word.

    Of the last entry nobody can tell whether a power cut left it half-written, and one bit can make the last two look
    like one.
    """
    path = killed(tmp_path / "night", MARKS)
    whole, written = path.read_bytes(), ahead(path).read_bytes()
    told = 0
    for at, changed in flips(written, EVERY_AHEAD):
        put(path, {"": whole, "-wal": changed})
        found = outcome(reads, path)
        if isinstance(found, str):
            told += 1
            assert "at position" in found, at
            assert ahead(path).read_bytes() == changed, at  # it stays as it was found, for whoever can mend it
        else:
            assert found in (MARKS[:-1], MARKS[:-2]), at
            assert at > len(written) * 8 // 10, at
    assert told > 10


def test_damage_in_what_was_written_ahead_is_named_by_position(tmp_path: Path) -> None:
    path = killed(tmp_path / "night", MARKS)
    written = ahead(path).read_bytes()
    at = written.index(b"Star 7")
    ahead(path).write_bytes(written[:at] + b"X" + written[at + 1 :])

    for reads in (entries, read):
        with pytest.raises(Damaged, match="at position 7:"):
            reads(path)


def test_the_head_of_what_was_written_ahead_is_looked_at(tmp_path: Path) -> None:
    path = killed(tmp_path / "night", MARKS)
    whole, written = path.read_bytes(), ahead(path).read_bytes()
    for at in range(32):
        put(path, {"": whole, "-wal": written[:at] + bytes([written[at] ^ 1]) + written[at + 1 :]})
        for reads in (entries, read):
            with pytest.raises(Damaged, match="at position 1:"):
                reads(path)


def test_a_last_entry_that_is_not_counted_any_more_is_missed(tmp_path: Path) -> None:
    """Up to it every digest holds, so that SQLite is asked whether its page adds up."""
    path = closed(tmp_path)
    written = bytearray(path.read_bytes())
    cells = slice(4096 + 3, 4096 + 5)  # of the page that holds all the lines
    assert int.from_bytes(written[cells]) == len(MARKS)
    written[cells] = (len(MARKS) - 1).to_bytes(2)
    put(path, {"": bytes(written)})

    for reads in (entries, read):
        with pytest.raises(Damaged, match="behind position 11"):
            reads(path)


# What is no damage.


@pytest.mark.parametrize("filled", [False, True], ids=["shorter", "filled with nothing"])
@pytest.mark.parametrize("missing", [1, 100, 512, 4000, 4119])
def test_an_entry_that_a_power_cut_left_half_written_was_never_answered(
    tmp_path: Path, missing: int, *, filled: bool
) -> None:
    path = killed(tmp_path / "night", MARKS)
    written = ahead(path).read_bytes()
    ahead(path).write_bytes(written[:-missing] + bytes(missing if filled else 0))

    assert entries(path) == MARKS[:-1]
    assert read(path) == MARKS[:-1]


def test_what_was_written_ahead_earlier_in_the_night_is_no_damage(tmp_path: Path) -> None:
    """SQLite begins that file again once it has brought the entries over; what lies behind the new ones is old."""
    night = [Entry(n, RoutineCalled("waltz", "Star " * 4_000), n) for n in range(1, 301)]
    path = killed(tmp_path / "night", night)

    assert len(ahead(path).read_bytes()) < 5_000_000  # of six that were written
    assert entries(path) == night
    assert read(path) == night


def test_a_log_that_was_killed_while_it_was_begun_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "night.sqlite"
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA journal_mode=WAL")
    assert path.stat().st_size > 0

    assert entries(path) == []
    assert read(path) == []
    path.write_bytes(b"")
    assert entries(path) == []
    assert read(path) == []


def test_a_log_that_was_killed_in_its_very_first_write_is_empty(tmp_path: Path) -> None:
    """The first write of all is not ahead yet: SQLite keeps beside it what to take back."""
    (tmp_path / "night").mkdir()
    path = tmp_path / "night" / "night.sqlite"
    with closing(sqlite3.connect(tmp_path / "begun", isolation_level=None)) as file:
        file.execute("PRAGMA cache_size=1")  # so that it is in the file before it is finished
        file.execute("BEGIN")
        file.execute("CREATE TABLE entries (position INTEGER PRIMARY KEY)")
        file.executemany("INSERT INTO entries VALUES (?)", [(n,) for n in range(10_000)])
        for end in ("", "-journal"):
            copy(tmp_path / f"begun{end}", f"{path}{end}")

    assert entries(path) == []
    assert read(path) == []
    assert entries(path) == []


# Other versions of this program.


def by_another(path: Path, *lines: bytes) -> Path:
    """A log as another version of this program wrote it."""
    digest = b""
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("CREATE TABLE entries (position INTEGER PRIMARY KEY, line BLOB NOT NULL, digest BLOB NOT NULL)")
        for position, line in enumerate(lines, 1):
            digest = sha256(digest + line).digest()
            file.execute("INSERT INTO entries VALUES (?, ?, ?)", (position, line, digest))
    return path


CALLED = b'{"position":1,"event":"routine called","version":1,"facts":{"round":"waltz","star":"Ada"}}'
FACTS = b'{"judge":"Ida","round":"waltz","star":"Ada","mark":"17/2"}'


def test_a_log_of_an_older_version_reads_and_goes_on(tmp_path: Path) -> None:
    given = b'{"position":2,"event":"mark given","version":1,"facts":%s,"at":5,"command":"c","by":"d"}' % FACTS
    path = by_another(tmp_path / "night.sqlite", CALLED, given)
    with closing(SqliteLog(path)) as log:
        log.append(2, [Entry(3, VoteClosed())])

    mark = MarkGiven("Ida", "waltz", "Ada", Fraction(17, 2), confirmed_by="")
    night = [Entry(1, RoutineCalled("waltz", "Ada")), Entry(2, mark, 5, "c", "d"), Entry(3, VoteClosed())]
    assert entries(path) == read(path) == night


def test_a_log_of_a_newer_version_is_told_by_position(tmp_path: Path) -> None:
    given = b'{"position":2,"event":"mark given","version":3,"facts":%s}' % FACTS
    path = by_another(tmp_path / "night.sqlite", CALLED, given)

    for reads in (entries, read):
        with pytest.raises(Damaged, match="line 2: this program does not know 'mark given' in version 3"):
            reads(path)
