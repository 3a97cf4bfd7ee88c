"""A log in one SQLite file: what an organiser's laptop keeps a night in.

SQLite writes ahead (WAL) with full synchronisation: when ``append`` returns, the entries are on the disk. Each row
holds the digest of its line and of the row before, so a byte that has changed is found when the log is opened.

One process at a time writes: it holds a lock on an empty SQLite file beside the log, which ends with the process
however it ends, and on every system that SQLite knows. Whoever wants to read, reads at the same time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from threading import Condition, Lock

from mirrorball.log.codec import Unreadable, decode_line, encode
from mirrorball.log.port import Damaged, Entry, Moved, NotKept, Taken
from mirrorball.log.wal import cut_short

_TABLE = "CREATE TABLE entries (position INTEGER PRIMARY KEY, line BLOB NOT NULL, digest BLOB NOT NULL)"
_BEHIND = "SELECT position, line, digest FROM entries WHERE position > ? ORDER BY position LIMIT ?"
_DIGEST = "SELECT digest FROM entries WHERE position = ?"
_KEEP = "INSERT INTO entries VALUES (?, ?, ?)"
_AT_ONCE = 5_000  # rows, so that a long log needs little memory and a reader never holds a writer up for long
_PATIENCE = 5.0  # seconds: who has just opened the file to read may be putting it in order after a power cut
_START = b""
_BROKEN = (sqlite3.Error, UnicodeDecodeError)  # SQLite may quote what it cannot read

Row = tuple[int, bytes, bytes]


def entries(path: Path) -> list[Entry]:
    """All that a log holds, while somebody writes it or not. Raises ``Damaged``, and ``OSError`` where none is."""
    if not path.is_file():
        message = f"There is no log at {path}. It comes with the first start of the night."
        raise FileNotFoundError(message)
    if cut_short(_ahead(path)) and cut_short(_ahead(path)):  # the first look may have met a writer at work
        raise _damaged_behind(path)
    try:
        file = _reading(path)
    except (Taken, NotKept) as error:
        if getattr(error.__cause__, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_ROLLBACK:
            return []  # whoever began the file was killed before it was a log; the next writer begins it again
        message = f"{path} cannot be read ({error.__cause__}). It takes the right to read it and to write beside it."
        raise OSError(message) from error
    with closing(file):
        found = [_entry(row) for row in _rows(file, 0)] if _begun(path, file) else []
        _check_pages(file, len(found))
        return found


class SqliteLog:
    """A log in a file, opened for writing."""

    def __init__(self, path: Path) -> None:
        """Open or begin the log and read it through. Raises ``Taken``, ``Damaged`` and ``NotKept``."""
        self._lock, self._grown = Lock(), Condition()
        self._writer = _locked(path)
        try:
            self._file = _opened(path)
        except BaseException:
            self._writer.close()
            raise
        try:
            self.head, self._digest = 0, _START
            for position, _, digest in self._rows(0):
                self.head, self._digest = position, digest
            _check_pages(self._file, self.head)
        except BaseException:
            self.close()
            raise

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
        return map(_entry, self._rows(after))

    def wait(self, after: int, seconds: float) -> int:
        """The head, once it lies behind ``after`` or the time is over."""
        with self._grown:
            self._grown.wait_for(lambda: self.head > after, seconds)
            return self.head

    def close(self) -> None:
        """Close the file and let others write it."""
        with self._lock:
            self._file.close()
            self._writer.close()

    def _keep(self, rows: Sequence[Row]) -> None:
        try:
            if len(rows) == 1:  # a statement by itself is a transaction: one call to SQLite in place of three
                self._file.execute(_KEEP, rows[0])
                return
            self._file.execute("BEGIN IMMEDIATE")
            self._file.executemany(_KEEP, rows)
            self._file.execute("COMMIT")
        except sqlite3.Error as error:
            if self._file.in_transaction:
                with suppress(sqlite3.Error):  # SQLite rolls back by itself when the disk fails
                    self._file.execute("ROLLBACK")
            message = f"the log could not be written ({error})"
            raise NotKept(message) from error

    def _rows(self, after: int) -> Iterator[Row]:
        return _rows(self._file, after, self._lock)


def _locked(path: Path) -> sqlite3.Connection:
    """The lock of whoever writes this log, held. Raises ``Taken`` and ``NotKept``."""
    writer = _connected(path, _uri(path.with_name(f"{path.name}.writer")), patience=0)
    with _opening(path, writer):
        writer.execute("PRAGMA journal_mode=MEMORY")  # there is nothing to roll back, and no third file is left behind
        writer.execute("BEGIN EXCLUSIVE")
    return writer


def _opened(path: Path) -> sqlite3.Connection:
    """The file, ready to be written. Raises ``Taken``, ``Damaged`` and ``NotKept``."""
    if cut_short(_ahead(path)):
        raise _damaged_behind(path)
    file = _connected(path, _uri(path))
    with _opening(path, file):
        begun = _begun(path, file)
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("PRAGMA synchronous=FULL")
        file.execute("PRAGMA fullfsync=ON")  # macOS alone: a plain fsync leaves entries in the disk's own memory
        if not begun:
            file.execute(_TABLE)
    return file


def _reading(path: Path) -> sqlite3.Connection:
    """The file as it is at this moment, opened so that nothing that is kept can change. Raises as ``_opened`` does."""
    file = _connected(path, f"{_uri(path)}?mode=ro")
    with _opening(path, file):
        file.execute("BEGIN")
        _begun(path, file)
    return file


def _begun(path: Path, file: sqlite3.Connection) -> bool:
    """Whether the log has its table; whoever was killed on beginning it leaves a file with nothing in it."""
    found = file.execute("SELECT sql FROM sqlite_master").fetchall()
    (pages,) = file.execute("PRAGMA page_count").fetchone()
    if found != [(_TABLE.encode(),)] and (found or pages > 1):
        raise _no_log(path, "its table is not that of a log")
    return bool(found)


def _connected(path: Path, name: str, patience: float = _PATIENCE) -> sqlite3.Connection:
    try:
        file = sqlite3.connect(name, timeout=patience, isolation_level=None, check_same_thread=False, uri=True)
    except sqlite3.Error as error:
        raise _refused(path, error) from error
    file.text_factory = bytes  # a damaged file may hold text that is none
    return file


@contextmanager
def _opening(path: Path, file: sqlite3.Connection) -> Iterator[None]:
    """If something fails within, close the file and say why."""
    try:
        yield
    except _BROKEN as error:
        file.close()
        raise _refused(path, error) from error
    except BaseException:
        file.close()
        raise


def _uri(path: Path) -> str:
    return path.resolve().as_uri()


def _ahead(path: Path) -> Path:
    """Where SQLite writes ahead."""
    return path.with_name(f"{path.name}-wal")


def _entry(row: Row) -> Entry:
    position, line, _ = row
    try:
        return decode_line(position, line)
    except Unreadable as error:
        raise Damaged(str(error)) from error


def _rows(file: sqlite3.Connection, after: int, lock: Lock | None = None) -> Iterator[Row]:
    """The rows behind a position, each checked against the one before. Raises ``Damaged``."""
    lock, before, broken = lock or Lock(), _START, None
    while True:
        rows: list[Row] = []
        with lock:
            try:
                if after and before == _START:
                    (before,) = file.execute(_DIGEST, (after,)).fetchone() or (_START,)
                rows.extend(file.execute(_BEHIND, (after, _AT_ONCE)))
            except _BROKEN as error:
                broken = error
        for position, line, digest in rows:
            if position != after + 1 or not isinstance(line, bytes) or sha256(before + line).digest() != digest:
                message = f"the log is damaged at position {after + 1}: it does not read as it was written"
                raise Damaged(message)
            before, after = digest, position
            yield position, line, digest
        if broken:
            message = f"the log is damaged at position {after + 1}: {broken}"
            raise Damaged(message) from broken
        if len(rows) < _AT_ONCE:
            return


def _check_pages(file: sqlite3.Connection, head: int) -> None:
    """Ask SQLite whether its pages add up: the digests hold for what is read, and say nothing of a row that is gone."""
    try:
        (said,) = file.execute("PRAGMA quick_check(1)").fetchone()
    except _BROKEN as error:
        said = str(error).encode()
    if said != b"ok":
        why = said.decode(errors="replace").replace("\n", " ")
        message = f"the log is damaged behind position {head}, up to which it reads as it was written: {why}"
        raise Damaged(message)


def _damaged_behind(path: Path) -> Damaged:
    """What to say where SQLite would read no further than some entry. Opened for reading, so that nothing is lost."""
    head = 0
    with suppress(Damaged), closing(_reading(path)) as file:
        for position, _, _ in _rows(file, 0):
            head = position
    return Damaged(f"the log is damaged at position {head + 1}: entries stand behind it that do not read as written")


def _no_log(path: Path, why: str) -> Damaged:
    return Damaged(f"{path} is damaged from position 1 on: {why}. Bring it back from a copy.")


def _refused(path: Path, error: Exception) -> Exception:
    """Why a log cannot be opened for writing."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # without what SQLite adds to some
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return Taken(f"{path} is being written by another process. Stop that one first.")
    if code in {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return _no_log(path, str(error))
    return NotKept(
        f"{path} cannot be opened for writing ({error}). The folder has to be there, writable, on a disk with space."
    )
