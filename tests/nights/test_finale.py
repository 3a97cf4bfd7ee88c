"""The demo as a person sees it: the finale of season 32 from the first dance to the look back, and its record."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from mirrorball.box.contents import contents
from mirrorball.log.codec import decode
from mirrorball.log.sqlite import SqliteLog
from mirrorball.main import main
from mirrorball.proof.record import BOX, EVENTS, NIGHT, check
from mirrorball.season.example import example
from mirrorball.season.read import read
from tests.season.folders import SHIPPED

SEASON = read(example("season-32")).season
PLACES = ("Xochitl Gomez", "Jason Mraz", "Ariana Madix", "Charity Lawson", "Alyson Hannigan")
OTHER_WINNER = 1  # a seed with which --free crowns somebody else
FEW = ("--ballots", "10000")  # where it is not the number that matters
MEMORY = 300  # megabytes that a rehearsal may take
AGREES = "✓ Worked out again from that record alone"


@dataclass(frozen=True, slots=True)
class Told:
    """What a run of the demo said, and what it left."""

    code: int
    out: str
    err: str
    record: Path
    memory: int = 0

    @property
    def words(self) -> str:
        """What it said, without the ends of lines."""
        return " ".join(self.out.split())

    def between(self, heading: str, following: str) -> str:
        """What stands under a heading."""
        return self.out.split(f"◆ {heading}", 1)[1].split(f"◆ {following}", 1)[0]


def run(record: Path, *arguments: str) -> Told:
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.setenv("COLUMNS", "80")
        code = main(["demo", "--record", str(record), *arguments])
    return Told(code, out.getvalue(), err.getvalue(), record)


@pytest.fixture(scope="module")
def finale(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The whole demo as a process of its own, which tells the memory that it took in the last line of its errors.

    Linux counts the memory of whoever started a process into ru_maxrss, and not here.
    """
    script = (
        "import re, resource, sys; from pathlib import Path; from mirrorball.main import main;"
        "code = main(['demo', '--record', sys.argv[1]]); status = Path('/proc/self/status');"
        "told = status.exists() and re.search(r'VmHWM:\\s+(\\d+)', status.read_text());"
        "print(told.group(1) if told else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr);"
        "sys.exit(code)"
    )
    record = tmp_path_factory.mktemp("finale") / "record"
    asked = [sys.executable, "-c", script, str(record)]
    told = subprocess.run(asked, capture_output=True, text=True, check=False, env=os.environ | {"COLUMNS": "80"})
    *err, memory = told.stderr.splitlines()
    return Told(told.returncode, told.stdout, "\n".join(err), record, int(memory))


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return run(tmp_path_factory.mktemp("other") / "record", "--seed", "7", *FEW)


@pytest.fixture(scope="module")
def free(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return run(tmp_path_factory.mktemp("free") / "record", "--seed", str(OTHER_WINNER), "--free", *FEW)


def reveal(told: Told) -> list[tuple[str, str]]:
    """Place and star in the order in which they were told."""
    names = {couple.name: couple.star for couple in SEASON.couples}
    lines = [line.split("  ") for line in told.between("The reveal", "Marks and votes").splitlines()]
    words = [[part.strip() for part in line if part.strip()] for line in lines]
    return [(line[0], names[line[1]]) for line in words if len(line) == 2 and line[1] in names]


def votes_of(told: Told) -> dict[str, int]:
    figures = json.loads((told.record / "result.json").read_text(encoding="utf-8"))
    return {row["star"]: row["votes"] for row in figures["standing"]["rows"]}


def test_it_ends_well(finale: Told) -> None:
    assert (finale.code, finale.err) == (0, "")


def test_the_champions(finale: Told) -> None:
    assert "◆◇◆ Xochitl Gomez and Val Chmerkovskiy ◆◇◆" in finale.words
    assert "Champions, with 120!" in finale.out
    assert "They hold the Len Goodman Mirrorball Trophy." in finale.out


def test_places_are_told_from_the_last_to_the_first(finale: Told) -> None:
    assert reveal(finale) == list(zip(("5th", "4th", "3rd", "2nd", "1st"), reversed(PLACES), strict=True))


def test_no_place_is_told_before_the_reveal(finale: Told) -> None:
    before = finale.out.split("◆ The reveal", 1)[0]

    assert "Champions" not in before
    assert "by votes: " not in before
    assert before.rstrip().endswith("Tally and result are sealed. Nobody has been told a place.")


def test_what_is_real_and_what_is_drawn_is_said_first(finale: Told) -> None:
    first = " ".join(finale.out.split("◆ Carried over", 1)[0].split())

    assert "The marks and the places are real." in first
    assert "The real votes were never published: these are drawn from seed 32" in first
    assert "Other votes would fit as well." in first
    assert "This is assumed: it was never published." in first


def test_every_dance_with_its_marks_and_music(finale: Told) -> None:
    for danced in SEASON.danced_in(11):
        for song in danced.songs:
            assert f"“{song.title}”" in finale.words
            assert all(artist in finale.words for artist in (*song.artists, *song.featured)), song
        marks = [f"{danced.marks[judge]}" for judge in SEASON.judges]
        told = f"{SEASON.couple(danced.star).name} {' '.join(marks)} {sum(danced.marks.values())}"
        assert told in finale.words, told


def test_who_leads_who_judges_and_what_was_shown(finale: Told) -> None:
    for name in (*SEASON.hosts, *SEASON.judges, *(person for film in SEASON.packages for person in film.people)):
        assert name in finale.words


def test_carried_points_and_the_judges_board(finale: Told) -> None:
    board = " ".join(finale.between("The judges' board", "What the vote").split())

    for star, points in zip(PLACES, (120, 117, 117, 118, 104), strict=True):
        assert f"{SEASON.couple(star).name} {points}" in board
    for points in (60, 57, 58, 59, 51):
        assert f"{points} carried over from week 10" in board


def test_what_the_vote_can_still_do(finale: Told) -> None:
    assert "Alyson Hannigan can come 2nd to 5th, and cannot win whatever the vote." in finale.words


def test_every_ballot_is_accounted_for(finale: Told) -> None:
    assert len(contents(finale.record / BOX).ballots) == 100_000
    vote = " ".join(finale.between("The vote", "The reveal").split())

    assert "Ballots drawn 100,000" in vote
    assert "Votes counted, online" in vote
    assert "Votes counted, text message" in vote
    for reason in ("over the limit", "the same ballot again", "after the window closed", "replaced by a later ballot"):
        assert f"Votes not counted, {reason}" in vote


def test_the_look_back_has_all_fourteen(finale: Told) -> None:
    back = finale.out.split("◆ Everyone who danced", 1)[1]
    words = " ".join(back.split())
    couples = [words.index(f"{couple.star} with {couple.pro}") for couple in SEASON.couples]

    assert len(couples) == 14
    assert couples == sorted(couples)  # the table stands in the order of the places
    assert all(couple.photo_credit in words for couple in SEASON.couples)
    assert all(f"{place}th {star} with" in words for place, star in ((5, PLACES[4]), (14, "Matt Walsh")))


def test_no_line_is_wider_than_the_terminal_or_ends_in_a_space(finale: Told) -> None:
    lines = finale.out.splitlines()

    assert max(map(len, lines)) <= 80
    assert [line for line in lines if line != line.rstrip()] == []
    assert "\x1b" not in finale.out


def test_the_record_agrees_and_says_so(finale: Told, other: Told, free: Told) -> None:
    for told in (finale, other, free):
        assert AGREES in told.words
        assert check(told.record, SEASON, 11) == []


def test_the_log_of_the_night_is_what_the_record_tells(finale: Told) -> None:
    """The log that was kept while the night ran, opened again, and its plain lines beside it."""
    log = SqliteLog(finale.record / NIGHT)
    kept = list(log.read())
    log.close()

    assert kept == decode((finale.record / "events.jsonl").read_bytes().splitlines())
    assert [entry.command for entry in kept] == [f"rehearsal-{n}" for n in range(1, len(kept) + 1)]


def test_the_record_is_for_people_too(finale: Told) -> None:
    for file in ("README.txt", "result.txt", "result.json"):
        assert (finale.record / file).stat().st_size > 0
    result = (finale.record / "result.txt").read_text(encoding="utf-8")

    assert "1st: Xochitl Gomez and Val Chmerkovskiy." in result
    assert "never published" in result


def test_the_same_seed_tells_the_same(other: Told, tmp_path: Path) -> None:
    again = run(tmp_path / "record", "--seed", "7", *FEW)

    assert again.out.replace(str(again.record), "").split() == other.out.replace(str(other.record), "").split()
    assert (again.record / EVENTS).read_bytes() == (other.record / EVENTS).read_bytes()


def test_another_seed_draws_other_votes_to_the_same_places(finale: Told, other: Told) -> None:
    assert other.code == 0
    assert reveal(other) == reveal(finale)
    assert votes_of(other) != votes_of(finale)
    assert "drawn from seed 7" in other.words


def test_free_votes_may_crown_somebody_else(free: Told) -> None:
    told = reveal(free)
    champion = SEASON.couple(told[-1][1])

    assert free.code == 0
    assert [place for place, _ in told] == ["5th", "4th", "3rd", "2nd", "1st"]
    assert champion.star != "Xochitl Gomez"
    assert f"◆◇◆ {champion.name} ◆◇◆" in free.words
    assert "without regard to the real result, so anyone may win." in free.words
    assert free.words.split("Everyone who danced", 1)[1].split("1st ", 1)[1].startswith(champion.star)


def test_a_folder_with_other_files_is_refused_before_the_night(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    told = run(tmp_path)

    assert told.code == 2
    assert told.err == f"{tmp_path} holds other files. Name a new or empty folder for the record.\n"
    assert "Champions" not in told.out
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_place_where_nobody_may_write_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    told = run(tmp_path / "file" / "record")

    assert told.code == 2
    assert told.err.count("\n") == 1
    assert str(tmp_path / "file") in told.err


def test_the_demo_plays_what_is_shipped() -> None:
    assert example("season-32").resolve() == SHIPPED.resolve()


def test_a_rehearsal_takes_little_memory(finale: Told) -> None:
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024

    assert 0 < finale.memory / unit < MEMORY
