"""A log in one SQLite file: what an organiser's laptop keeps a night in.

SQLite writes ahead (WAL) with full synchronisation: when ``append`` returns, the entries are on the disk. Each row
holds the digest of its line and of the row before, so a byte that has changed is found when the log is opened. One
process at a time has the file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from threading import Condition, Lock

from mirrorball.log.codec import Unreadable, decode_line, encode
from mirrorball.log.port import Damaged, Entry, Moved, NotKept, Taken

_TABLE = "CREATE TABLE IF NOT EXISTS entries (position INTEGER PRIMARY KEY, line BLOB NOT NULL, digest BLOB NOT NULL)"
_BEHIND = "SELECT position, line, digest FROM entries WHERE position > ? ORDER BY position"
_START = b""


class SqliteLog:
    """A log in a file, opened for writing."""

    def __init__(self, path: Path) -> None:
        """Open or begin the log and read it through. Raises ``Taken`` and ``Damaged``."""
        self._lock, self._grown = Lock(), Condition()
        self._file = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            self._file.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._file.execute("PRAGMA journal_mode=WAL")
            self._file.execute("PRAGMA synchronous=FULL")
            self._file.execute("BEGIN EXCLUSIVE")
            self._file.execute(_TABLE)
            self._file.execute("COMMIT")
        except sqlite3.OperationalError as error:
            self._file.close()
            message = f"{path} is being written by another process. Stop that one first."
            raise Taken(message) from error
        except sqlite3.DatabaseError as error:
            self._file.close()
            message = f"{path} is damaged from position 1 on: {error}. Bring it back from a copy."
            raise Damaged(message) from error
        self.head, self._digest = 0, _START
        for position, _, digest in self._rows(0):
            self.head, self._digest = position, digest

    def append(self, after: int, entries: Sequence[Entry]) -> None:
        """Keep these entries: they are on the disk when this returns."""
        with self._lock:
            if after != self.head or [e.position for e in entries] != list(range(after + 1, after + len(entries) + 1)):
                raise Moved(self.head)
            digest, rows = self._digest, []
            for entry in entries:
                line = encode(entry)
                digest = sha256(digest + line).digest()
                rows.append((entry.position, line, digest))
            self._keep(rows)
            with self._grown:
                self._digest, self.head = digest, after + len(entries)
                self._grown.notify_all()

    def read(self, after: int = 0) -> Iterator[Entry]:
        """The entries behind a position."""
        for position, line, _ in self._rows(after):
            try:
                yield decode_line(position, line)
            except Unreadable as error:
                raise Damaged(str(error)) from error

    def wait(self, after: int, seconds: float) -> int:
        """The head, once it lies behind ``after`` or the time is over."""
        with self._grown:
            self._grown.wait_for(lambda: self.head > after, seconds)
            return self.head

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._file.close()

    def _keep(self, rows: Sequence[tuple[int, bytes, bytes]]) -> None:
        try:
            self._file.execute("BEGIN IMMEDIATE")
            self._file.executemany("INSERT INTO entries VALUES (?, ?, ?)", rows)
            self._file.execute("COMMIT")
        except sqlite3.Error as error:
            if self._file.in_transaction:
                self._file.execute("ROLLBACK")
            message = f"the log could not be written ({error})"
            raise NotKept(message) from error

    def _rows(self, after: int) -> Iterator[tuple[int, bytes, bytes]]:
        """The rows behind a position, each checked against the one before."""
        with self._lock:
            found = self._file.execute("SELECT digest FROM entries WHERE position = ?", (after,)).fetchone()
            before = found[0] if found else _START
            try:
                rows = self._file.execute(_BEHIND, (after,)).fetchall()
            except sqlite3.DatabaseError as error:
                message = f"the log is damaged behind position {after}: {error}"
                raise Damaged(message) from error
        expected = after + 1
        for position, line, digest in rows:
            if position != expected or sha256(before + line).digest() != digest:
                message = f"the log is damaged at position {expected}: it does not read as it was written"
                raise Damaged(message)
            before, expected = digest, expected + 1
            yield position, line, digest
