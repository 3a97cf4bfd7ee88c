"""Files that are not what they should be: missing, empty, cut short, saved by another program, or far too large."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mirrorball.season.check import check
from mirrorball.season.format import MOST_COUPLES
from mirrorball.season.problems import Severity
from mirrorball.season.read import read
from tests.season.broken import sentences
from tests.season.folders import SHIPPED, Edit, all_of, copied, keep, line, rows, told

TABLES = sorted(path.name for path in SHIPPED.glob("*.csv"))
SOON = 20  # seconds that a person waits for an answer on a file that is much too large, on a slow machine


def bytes_of(file: str, change: Callable[[bytes], bytes]) -> Edit:
    def edit(folder: Path) -> None:
        (folder / file).write_bytes(change((folder / file).read_bytes()))

    return edit


def without(file: str) -> Edit:
    return lambda folder: (folder / file).unlink()


def empty(file: str) -> Edit:
    return bytes_of(file, lambda _: b"")


def renamed(file: str, to: str) -> Edit:
    def edit(folder: Path) -> None:
        (folder / file).rename(folder / to)

    return edit


def a_folder_instead(folder: Path) -> None:
    (folder / "stated.csv").unlink()
    (folder / "stated.csv").mkdir()


def text(file: str, old: str, new: str) -> Edit:
    return bytes_of(file, lambda content: content.replace(old.encode(), new.encode()))


BAD: dict[str, tuple[Edit, str]] = {
    "a table without rows and headings": (
        empty("stated.csv"),
        """
        stated.csv, line 1: found an empty file, expected a first row with the column names, at least week, star, total.
        Fill the table, or remove the file if it is not needed.
        """,
    ),
    "a letter of Latin-1": (
        bytes_of("stated.csv", lambda content: content.replace(b"Pinkvilla", b"Caf\xe9")),
        """
        stated.csv, line 2: found the byte 0xe9, which is not UTF-8, expected text in UTF-8.
        Save the file again as UTF-8 (in a spreadsheet: 'CSV UTF-8').
        """,
    ),
    "a table in UTF-16": (
        bytes_of("stated.csv", lambda content: b"\xff\xfe" + content.decode().encode("utf-16-le")),
        """
        stated.csv, line 1: found the byte 0xff, which is not UTF-8, expected text in UTF-8.
        Save the file again as UTF-8 (in a spreadsheet: 'CSV UTF-8').
        """,
    ),
    "a quote that is not closed": (
        text("stated.csv", "51,Pink", '51,"Pink'),
        """
        stated.csv, line 2: found a row that cannot be read (unexpected end of data), expected cells with quotes closed
        and doubled inside. Close the quote that is open on this line, or save the table again from the spreadsheet.
        """,
    ),
    "a row that is too long": (
        bytes_of("stated.csv", lambda content: content.rstrip() + b",more\n"),
        """
        stated.csv, line 2, column 5: found 'more' beyond the last column, expected 4 cells, as in the first row.
        Put text that holds the separator into double quotes.
        """,
    ),
    "a row that is too short": (
        bytes_of("stated.csv", lambda _: b"week,star,total,source\n10,Alyson Hannigan,51\n"),
        """
        stated.csv, line 2: found 3 cells, expected 4, as in the first row.
        The cells that are missing are taken as blank. Add separators if that is meant.
        """,
    ),
    "a cell that is huge": (
        text("stated.csv", ",51,", f",{'x' * 100_000},"),
        f"""
        stated.csv, line 2, column 3 (total): found '{"x" * 57}...', expected a number such as 9 or 9.5.
        Write the number in digits. Leave the cell blank if nobody knows it or none was given.
        """,
    ),
    "a number of 5,000 digits": (
        text("stated.csv", ",51,", f",{'9' * 5000},"),
        f"""
        stated.csv, line 2, column 3 (total): found '{"9" * 57}...', expected a number such as 9 or 9.5.
        Write the number in digits. Leave the cell blank if nobody knows it or none was given.
        """,
    ),
    "a folder in place of a table": (
        a_folder_instead,
        """
        stated.csv: found a file that cannot be opened (Is a directory), expected a file that you may read.
        Check its permissions.
        """,
    ),
    "a cell over two lines": (
        text("stated.csv", "Alyson Hannigan", '"Alyson\nHannigan"'),
        """
        stated.csv, line 2, column 2 (star): found 'Alyson\\nHannigan', expected a star of couples.csv.
        Write 'Alyson Hannigan': the two differ only by accents, spaces or case.
        """,
    ),
}

# The first sentence; what follows from it is another question.
FIRST: dict[str, tuple[Edit, str]] = {
    "no season.toml": (
        without("season.toml"),
        """
        season.toml: found no such file, expected season.toml in the folder FOLDER.
        Write it, or start a folder with: mirrorball new DIR
        """,
    ),
    "no couples.csv": (
        without("couples.csv"),
        """
        couples.csv: found no such file, expected couples.csv in the folder FOLDER.
        Write it, or start a folder with: mirrorball new DIR
        """,
    ),
    "no weeks.csv": (
        without("weeks.csv"),
        """
        weeks.csv: found no such file, expected weeks.csv in the folder FOLDER.
        Write it, or start a folder with: mirrorball new DIR
        """,
    ),
    "couples.csv under the name that a download gave it": (
        renamed("couples.csv", "Couples (1).csv"),
        """
        couples.csv: found no such file, expected couples.csv in the folder FOLDER. Did you mean 'Couples (1).csv'?
        """,
    ),
    "an empty season.toml": (
        empty("season.toml"),
        """
        season.toml, line 1 (format): found nothing, expected a setting format. Add a line format = ... here.
        """,
    ),
    "an empty couples.csv": (
        empty("couples.csv"),
        """
        couples.csv, line 1: found an empty file, expected a first row with the column names, at least star.
        Fill the table, or remove the file if it is not needed.
        """,
    ),
    "TOML that stops in the middle": (
        bytes_of("season.toml", lambda content: content[:250]),
        """
        season.toml, line 8: found text that is not TOML (unterminated string), expected settings such as
        title = "My show". Mend this line; if the file stops in the middle, bring back its end from a copy.
        """,
    ),
    "a setting that stands there twice": (
        line("season.toml", "year = 2023", "year = 2023\nyear = 2024"),
        """
        season.toml, line 8, column 12: found text that is not TOML (cannot overwrite a value), expected settings
        such as title = "My show". Mend this line; if the file stops in the middle, bring back its end from a copy.
        """,
    ),
    "10,000 couples": (
        bytes_of("couples.csv", lambda _: b"star,pro\n" + b"".join(b"Star %d,Pro\n" % n for n in range(10_000))),
        f"""
        couples.csv, line {MOST_COUPLES + 2}: found 10,000 couples, expected at most {MOST_COUPLES} in one season.
        Check that this is the right table, or split the contest into several seasons.
        """,
    ),
}


@pytest.mark.parametrize(("edit", "words"), BAD.values(), ids=BAD)
def test_a_file_that_is_broken(tmp_path: Path, edit: Edit, words: str) -> None:
    folder = copied(tmp_path / "season")
    edit(folder)

    assert told(folder) == sentences(words)


@pytest.mark.parametrize(("edit", "words"), FIRST.values(), ids=FIRST)
def test_what_comes_first(tmp_path: Path, edit: Edit, words: str) -> None:
    folder = copied(tmp_path / "season")
    edit(folder)

    assert told(folder)[:1] == sentences(words.replace("FOLDER", str(folder)))
    assert check(folder).exit_code(strict=False) == 2


@pytest.mark.parametrize("file", ["season.toml", "couples.csv", "weeks.csv"])
def test_what_follows_from_a_missing_file_does_not_bury_it(tmp_path: Path, file: str) -> None:
    """Each row names couples, weeks and judges. That these are not known is one thing to mend and not two hundred."""
    folder = copied(tmp_path / "season")
    without(file)(folder)

    assert len(told(folder)) <= 3


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (sentence,) = told(tmp_path / "nowhere")

    assert sentence == (
        f"{tmp_path / 'nowhere'}: found no such folder, expected a season folder. "
        "Give the folder that holds season.toml, or start one with: mirrorball new DIR"
    )


def test_a_file_in_place_of_the_folder() -> None:
    (sentence,) = told(SHIPPED / "season.toml")

    assert sentence.startswith(f"{SHIPPED / 'season.toml'}: found a file, expected a season folder.")


def test_an_empty_folder(tmp_path: Path) -> None:
    assert [sentence.split(":")[0] for sentence in told(tmp_path)] == ["season.toml", "couples.csv", "weeks.csv"]


def test_tables_that_hold_only_their_headings(tmp_path: Path) -> None:
    """A season before its first night: the cast and the plan, and nothing danced yet."""
    folder = copied(tmp_path / "season")
    for table in ("routines.csv", "bonuses.csv", "packages.csv", "rundown.csv", "stated.csv", "results.csv"):
        keep(folder / table, rows(folder / table)[:1])

    assert told(folder) == []
    assert len(read(folder).season.couples) == 14


def test_as_a_spreadsheet_in_another_country_saves_it(tmp_path: Path) -> None:
    """A byte order mark, semicolons, and two characters at the end of each line."""
    folder = copied(tmp_path / "season")
    for table in TABLES:
        keep(folder / table, rows(folder / table), separator=";", end="\r\n")
    for file in ("season.toml", *TABLES):
        bytes_of(file, lambda content: b"\xef\xbb\xbf" + content)(folder)
    bytes_of("season.toml", lambda content: content.replace(b"\n", b"\r\n"))(folder)

    assert told(folder) == []
    assert read(folder).season == read(SHIPPED).season


def test_with_tabs(tmp_path: Path) -> None:
    folder = copied(tmp_path / "season")
    for table in TABLES:
        keep(folder / table, rows(folder / table), separator="\t")

    assert told(folder) == []
    assert read(folder).season == read(SHIPPED).season


def test_spaces_remarks_blank_rows_and_the_order_of_columns_do_not_matter(tmp_path: Path) -> None:
    folder = copied(tmp_path / "season")
    for table in TABLES:
        spaced = [[f" {cell} " for cell in reversed(row)] for row in rows(folder / table)]
        keep(folder / table, [spaced[0], ["# a remark"], [], *spaced[1:], [""]])

    assert told(folder) == []
    assert read(folder).season == read(SHIPPED).season


def test_letters_with_accents_may_be_written_in_two_ways(tmp_path: Path) -> None:
    """Some programs write a letter and its accent as two characters."""
    folder = copied(tmp_path / "season")
    text("routines.csv", "Beyoncé", "Beyonce\u0301")(folder)

    assert read(folder).season == read(SHIPPED).season


@pytest.mark.parametrize("odd", ["\ufeff", "\u202e", "\u200b"])
def test_a_character_that_nobody_sees_does_not_hide_in_a_sentence(tmp_path: Path, odd: str) -> None:
    folder = copied(tmp_path / "season")
    text("couples.csv", "Jason Mraz", f"Jason{odd} Mraz")(folder)

    assert told(folder)
    assert [sentence for sentence in told(folder) if not sentence.isprintable()] == []


@pytest.mark.parametrize("rows_of_it", [10_000, 60_000, 1_000_000])
def test_a_table_that_is_far_too_long_is_told_soon(tmp_path: Path, rows_of_it: int) -> None:
    folder = copied(tmp_path / "season")
    (folder / "couples.csv").write_bytes(b"star,pro\n" + b"".join(b"Star %d,Pro\n" % n for n in range(rows_of_it)))
    began = time.monotonic()

    assert f"at most {MOST_COUPLES} in one season" in told(folder)[0]
    assert time.monotonic() - began < SOON


def test_everything_is_told_at_once(tmp_path: Path) -> None:
    folder = copied(tmp_path / "season")
    all_of(
        line("season.toml", "trophy =", "trophey ="),
        line("couples.csv", "known_for", "knwon_for"),
        text("bonuses.csv", "Xochitl Gomez,5,", "Xochitl Gomez,five,"),
        bytes_of("packages.csv", lambda content: content.replace(b"America", b"Am\xe9rica")),
        text("stated.csv", "51,Pink", '51,"Pink'),
        text("results.csv", "eliminated,9,6", "eliminated,9,sixth"),
        text("weeks.csv", "2023-10-03", "3 October"),
    )(folder)
    found = check(folder)

    assert [problem.file for problem in found.of(Severity.PROBLEM)] == [
        "season.toml",
        "couples.csv",
        "weeks.csv",
        "bonuses.csv",
        "packages.csv",
        "stated.csv",
        "results.csv",
    ]
    assert found.verdicts == ()
    assert found.exit_code(strict=False) == 2
