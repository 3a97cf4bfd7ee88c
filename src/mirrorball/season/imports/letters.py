"""The bytes of somebody's table to its text: in which encoding, and where that is doubtful."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from mirrorball.season.problems import Problem, Severity

MOST_BYTES = 50_000_000
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how the files of spreadsheet programs begin
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
AGAIN = "Save it again from the spreadsheet as 'CSV UTF-8'."


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a file, None if it cannot be read, and remarks on that."""

    text: str | None
    remarks: tuple[Problem, ...] = ()


def text_of(path: Path) -> Text:
    """The text of a file in UTF-8 or UTF-16, or in Windows-1252, which is told. Never raises."""
    try:
        content = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except OSError as error:
        found = f"a file that cannot be opened ({error.strerror})"
        return _refused(path.name, None, found, "Check its name and its permissions.")
    except ValueError:  # a name that no system can have, such as one with a zero byte
        return _refused(path.name, None, "a name that no file can have", "Check the name.")
    if content is None:
        return _refused(path.name, None, f"more than {MOST_BYTES:,} bytes", "Check that this is the right file.")
    return decoded(path.name, content)


def decoded(file: str, content: bytes) -> Text:
    """The text of these bytes, its accents written in one way."""
    if content.startswith(WORKBOOK):
        return _refused(file, None, "a workbook of a spreadsheet program", AGAIN)
    wide = content.startswith(UTF_16)
    remarks: tuple[Problem, ...] = ()
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        if wide or content.startswith(codecs.BOM_UTF8) or b"\0" in content:
            return _refused(file, content.count(b"\n", 0, error.start) + 1, "bytes that are no text", AGAIN)
        older = _windows(file, content, error)
        if older.text is None:
            return older
        text, remarks = older.text, older.remarks
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return _refused(file, line, "a zero byte, as in UTF-16 without its mark", AGAIN)
    if wide:
        remarks = (_remark(file, 1, "text in UTF-16", "It was read all the same; nothing has to be done."),)
    return Text(unicodedata.normalize("NFC", text), remarks)


def _windows(file: str, content: bytes, error: UnicodeDecodeError) -> Text:
    """The text in the encoding that spreadsheets on Windows used to write. It always fits or nearly so: it is told."""
    line = content.count(b"\n", 0, error.start) + 1
    found = f"the byte {content[error.start]:#04x}, which is not UTF-8"
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return _refused(file, line, found, AGAIN)
    advice = f"The file was read as Windows-1252. Look at the names with accents; if they are wrong: {AGAIN}"
    return Text(text, (_remark(file, line, found, advice, Severity.WARNING),))


def _refused(file: str, line: int | None, found: str, advice: str) -> Text:
    return Text(None, (_remark(file, line, found, advice, Severity.PROBLEM),))


def _remark(file: str, line: int | None, found: str, advice: str, severity: Severity = Severity.NOTE) -> Problem:
    return Problem(
        file=file, line=line, found=found, expected="a table as text in UTF-8", advice=advice, severity=severity
    )
