"""``mirrorball log``: which night is read, how it is printed, and what is said when there is none to read."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

from mirrorball.core import events as e
from mirrorball.log.codec import decode, encode
from mirrorball.log.port import Entry
from mirrorball.log.sqlite import SqliteLog
from mirrorball.terminal.night_log import Asked, log, nights_of, plain
from tests.season.folders import copied
from tests.terminal.test_show import Told, run

AT = int(datetime(2023, 12, 6, 1, 2, 3, tzinfo=UTC).timestamp() * 1000)
DAY = 24 * 60 * 60 * 1000
XO, HOUGH = "Xochitl Gomez", "Derek Hough"
NIGHT = [
    Entry(1, e.SegmentTaken(7), AT, "c1", "producer Bo"),
    Entry(2, e.RoutineCalled("redemption", XO), AT + 1000, "c2", "producer Bo"),
    Entry(3, e.MarkGiven(HOUGH, "redemption", XO, Fraction(17, 2)), AT + 2000, "c3", f"judge {HOUGH}"),
    Entry(
        4,
        e.MarkCorrected(
            HOUGH, "redemption", XO, Fraction(17, 2), Fraction(9), None, "misread", f"judge {HOUGH}", "scrutineer Ann"
        ),
        AT + 3000,
        "c4",
        "scrutineer Ann",
    ),
    Entry(5, e.NightHeld("a lamp fell"), AT + 4000, "c5", "producer Bo"),
    Entry(6, e.TroubleReported(1, "dark\n\x1b[2J\u202ehere", f"judge {HOUGH}"), AT + DAY, "c6", f"judge {HOUGH}"),
    Entry(7, e.VoteClosed()),
]


@pytest.fixture(autouse=True)
def _in_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Times of day are those of where the log is read: five hours behind, without summer time."""
    monkeypatch.setenv("TZ", "EST5")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def kept(path: Path, entries: Sequence[Entry] = NIGHT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(SqliteLog(path)) as written:
        written.append(0, entries)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A season folder with the nights of weeks 10 and 11 beside it, and a rehearsal that came last."""
    season = copied(tmp_path / "show")
    kept(tmp_path / "show-nights" / "week-10.sqlite", NIGHT[:1])
    kept(tmp_path / "show-nights" / "week-11.sqlite")
    kept(tmp_path / "show-nights" / "rehearsal-week-11-20231206-010203.sqlite", NIGHT[:2])
    return season


def said(folder: Path, *more: object) -> Told:
    told = run("log", folder, *more)
    assert (told.code, told.err) == (0, "")
    return told


def refused(*arguments: object) -> str:
    told = run("log", *arguments)
    assert (told.code, told.out) == (2, "")
    return told.err.strip()


# What is printed.


def test_a_pipe_gets_one_line_an_entry(folder: Path) -> None:
    lines = said(folder).out.splitlines()

    assert lines[1].startswith("◆ Dancing With the Stars, week 11")
    assert lines[-9:] == [
        "Tuesday 5 December 2023",
        "    1  20:02:03     producer Bo: “A message from loved ones” (Xochitl Gomez) began.",
        "    2  20:02:04     producer Bo: Xochitl Gomez has the floor for the redemption.",
        "    3  20:02:05     judge Derek Hough: Derek Hough gave Xochitl Gomez 8½ for the redemption.",
        (
            "    4  20:02:06  ✎  scrutineer Ann: Derek Hough's mark for Xochitl Gomez's redemption corrected from 8½ "
            "to 9: misread (asked by judge Derek Hough, granted by scrutineer Ann)."
        ),
        "    5  20:02:07  ‖  producer Bo: The night is held: a lamp fell.",
        "Wednesday 6 December 2023",
        "    6  20:02:03  !  judge Derek Hough: judge Derek Hough reported trouble 1: dark\\n\\x1b[2J\\u202ehere.",
        "    7  --:--:--     not known: The vote closed.",
    ]
    assert "\x1b" not in "".join(lines)


def test_programs_get_the_lines_of_the_log_itself(folder: Path) -> None:
    lines = said(folder, "--json").out.encode().splitlines()

    assert lines == [encode(entry) for entry in NIGHT]
    assert decode(lines) == NIGHT
    assert json.loads(lines[2])["facts"]["mark"] == "17/2"


def test_at_a_terminal_lines_are_wrapped_under_their_beginning(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    night = [NIGHT[3]]
    assert log(Asked(folder), lambda _: night, as_json=False, follow=False) == 0
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", row).rstrip() for row in capsys.readouterr().out.splitlines()]
    at = next(nth for nth, row in enumerate(lines) if row.startswith("    4  20:02:06  ✎  scrutineer Ann: "))

    assert max(map(len, lines)) <= 60
    assert len(lines) - at > 2
    assert {row[:20].strip() for row in lines[at + 1 :]} == {""}
    assert {row[20:21] for row in lines[at:]} & {" ", ""} == set()


def test_a_night_in_which_nothing_happened(folder: Path) -> None:
    empty = kept(folder.parent / "empty" / "week-11.sqlite", [])

    assert "Nothing has happened yet." in said(empty).out
    assert said(empty, "--json").out == ""


def test_what_commands_a_terminal_is_written_out_and_other_letters_stay() -> None:
    assert plain("a\x07b\u2028c\u2066d") == "a\\x07b\\u2028c\\u2066d"
    assert plain("Zoë שלום 👩\u200d🎤") == "Zoë שלום 👩\u200d🎤"


# Which night.


def test_the_latest_night_is_read_and_no_rehearsal(folder: Path) -> None:
    assert "week 11" in said(folder).out
    assert len(said(folder, "--week", 10, "--json").out.splitlines()) == 1


def test_a_log_by_its_file_needs_no_season(folder: Path) -> None:
    file = folder.parent / "show-nights" / "rehearsal-week-11-20231206-010203.sqlite"

    assert "producer Bo: Segment 7 began." in said(file).out
    assert "“A message from loved ones” (Xochitl Gomez) began." in said(file, "--season", folder).out


def test_nights_in_another_folder(folder: Path, tmp_path: Path) -> None:
    kept(tmp_path / "elsewhere" / "week-03.sqlite", NIGHT[:3])

    assert len(said(folder, "--night", tmp_path / "elsewhere", "--json").out.splitlines()) == 3


def test_a_night_that_is_being_written(folder: Path) -> None:
    with closing(SqliteLog(folder.parent / "show-nights" / "week-11.sqlite")) as writing:
        writing.append(7, [Entry(8, e.NightResumed(), AT)])

        assert said(folder).out.splitlines()[-1].endswith("The night goes on.")


def test_nights_lie_beside_the_folder_however_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "show" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "show" / "deep")

    assert nights_of(Path("a/show")) == nights_of(Path("a/show/")) == Path("a/show-nights")
    assert nights_of(Path("..")).resolve() == tmp_path / "show-nights"
    assert nights_of(Path()).resolve() == tmp_path / "show" / "deep-nights"


# A night that goes on.


class Stopped(Exception):
    """Somebody pressed Ctrl-C."""


@pytest.mark.parametrize("begun", [0, 2])
def test_a_night_is_followed_and_nothing_is_printed_twice(
    folder: Path, capsys: pytest.CaptureFixture[str], begun: int
) -> None:
    there, waited = NIGHT[:begun], []

    def pause(seconds: float) -> None:
        waited.append(seconds)
        if len(there) == len(NIGHT):
            raise Stopped
        there.append(NIGHT[len(there)])

    with pytest.raises(Stopped):
        log(Asked(folder), lambda _: list(there), as_json=False, follow=True, pause=pause)
    lines = capsys.readouterr().out.splitlines()

    assert [int(row.split()[0]) for row in lines if row[4:5].isdigit()] == list(range(1, 8))
    assert sum(row.startswith("◆") for row in lines) == 1
    assert all(seconds > 0 for seconds in waited)


# No night to read.


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "none") == (
        f"There is no folder {tmp_path / 'none'}. Give a season folder, or the .sqlite file of a night."
    )


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "week-11.sqlite"

    assert refused(file) == f"There is no log {file}. Give the season folder to read its latest night."
    assert not file.exists()


def test_no_night_yet(tmp_path: Path) -> None:
    season = copied(tmp_path / "show")
    looked = tmp_path / "show-nights" / "week-NN.sqlite"

    assert refused(season) == f"No night has begun: there is no {looked}. Begin one with: mirrorball serve {season}"


def test_a_week_whose_night_has_not_begun(folder: Path) -> None:
    looked = folder.parent / "show-nights" / "week-03.sqlite"

    assert refused(folder, "--week", 3) == (
        f"The night of week 3 has not begun: there is no {looked}. There are nights of week 10 and 11. "
        f"Begin it with: mirrorball serve {folder} --week 3"
    )


def test_a_season_that_is_not_there(folder: Path, tmp_path: Path) -> None:
    log_file = folder.parent / "show-nights" / "week-11.sqlite"

    assert refused(log_file, "--season", tmp_path / "none").startswith(
        f"There is no season folder {tmp_path / 'none'}."
    )


# A log that does not read.


def test_a_damaged_log_is_named_by_position(folder: Path) -> None:
    file = folder.parent / "show-nights" / "week-11.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None)) as raw:
        raw.execute("UPDATE entries SET line = replace(line, 'redemption', 'redemptiom') WHERE position = 3")

    assert refused(folder).startswith(f"{file}: the log is damaged at position 3")


def test_what_is_no_log_is_said(tmp_path: Path) -> None:
    file = tmp_path / "week-11.sqlite"
    file.write_text("This is a letter and no log, however it is named. " * 50, encoding="utf-8")
    told = refused(file)

    assert told.startswith(f"{file} is damaged from position 1 on")
    assert told.count(str(file)) == 1


def test_an_event_of_a_newer_program(folder: Path) -> None:
    file = folder.parent / "show-nights" / "week-12.sqlite"
    kept(file, NIGHT[:1])
    line = encode(NIGHT[0]).replace(b'"version":1', b'"version":9')
    with closing(sqlite3.connect(file, isolation_level=None)) as raw:
        raw.execute("UPDATE entries SET line = ?, digest = ?", (line, sha256(line).digest()))

    assert refused(folder) == f"{file}: line 1: this program does not know 'segment taken' in version 9"


def test_a_folder_is_no_log(tmp_path: Path) -> None:
    (tmp_path / "week-11.sqlite").mkdir()

    assert "There is no log" in refused(tmp_path / "week-11.sqlite")
