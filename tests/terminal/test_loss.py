"""``mirrorball loss``: what lost votes could change, of a recorded week and of a sealed night."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest

from mirrorball.core import events as e
from mirrorball.core.events import Event
from mirrorball.core.votes import Tally
from mirrorball.log.port import Entry
from mirrorball.log.sqlite import SqliteLog
from mirrorball.season.new import Kind, new
from tests.season.folders import keep, rows
from tests.season.test_new import MARKS, fill
from tests.terminal.test_show import run

VOTES = {"Star 1": 10, "Star 2": 60, "Star 3": 20, "Star 4": 10}
PLACES = ("who wins", "places 2 and 3", "places 3 and 4")


@pytest.fixture
def gala(tmp_path: Path) -> Path:
    """A gala night with its marks and votes; Star 2 wins."""
    return fill(tmp_path / "gala")


def kept(log: Path, *happened: Event) -> Path:
    """The log of a night in which this has happened."""
    with closing(SqliteLog(log)) as written:
        written.append(0, [Entry(nth, event) for nth, event in enumerate(happened, 1)])
    return log


def sealed(votes: Mapping[str, int] = VOTES) -> tuple[Event, ...]:
    """The marks of the night, and its tally."""
    judges = ("Judge Amber", "Judge Birch", "Judge Cedar")
    marks = [e.MarkGiven(judge, "", star, Fraction(mark)) for star, mark in MARKS.items() for judge in judges]
    return (*marks, e.TallySealed(Tally({star: {"web": cast} for star, cast in votes.items()})))


def test_a_recorded_week_says_what_it_bears(gala: Path) -> None:
    told = run("loss", gala, "--week", 1)

    assert (told.code, told.err) == (0, "")
    assert told.out.count("holds against") == len(PLACES)
    assert "What may be lost" not in told.out


def test_what_may_be_lost_is_answered_in_sentences(gala: Path) -> None:
    told = run("loss", gala, "--week", 1, "--lost", "web=1", "--lost", "web=2,000")
    assert (told.code, told.out) == (2, "")
    assert told.err == "--lost: found web twice, expected each channel once. Add the two numbers.\n"

    told = run("loss", gala, "--week", 1, "--lost", "web=2,000")
    assert told.code == 0
    assert "2,000 lost votes by web can change who wins, places 2 and 3 and places 3 and 4." in words(told.out)


def words(text: str) -> str:
    return " ".join(text.split())


def test_programs_read_the_same(gala: Path) -> None:
    told = json.loads(run("loss", gala, "--week", 1, "--lost", "web=5", "--json").out)

    assert told["votes"] == VOTES
    assert tuple(one["decision"] for one in told["decisions"]) == PLACES
    assert told["lost"] == {"web": 5}
    for one in told["decisions"]:
        assert sum(one["added"].values()) == one["least"]
        assert one["changed_by"] == (["web"] if one["least"] <= 5 else [])
        assert one["changed_by_all"] == (one["least"] <= 5)
    (sentence,) = told["sentences"]
    assert sentence.startswith("5 lost votes by web cannot change who wins")


def test_a_sealed_night_is_asked_by_its_log(gala: Path, tmp_path: Path) -> None:
    """The votes of the folder are not those that count then."""
    log = kept(tmp_path / "week-01.sqlite", *sealed({"Star 1": 500, "Star 2": 1, "Star 3": 2, "Star 4": 3}))
    told = json.loads(run("loss", gala, "--week", 1, "--night", log, "--json").out)

    assert (told["night"], told["votes"]["Star 1"]) == (str(log), 500)
    assert told["decisions"][0]["groups"][0] == ["Star 1"]


def test_every_wrong_loss_is_told_at_once(gala: Path) -> None:
    lost = ("fax=3", "web", "web=-1", "web=1.5", "=4")
    told = run("loss", gala, "--week", 1, *(part for text in lost for part in ("--lost", text)))

    assert (told.code, told.out) == (2, "")
    assert told.err.splitlines() == [
        "--lost: found the channel fax; there are web and paper. Correct its name.",
        '--lost: found web, expected a channel and a whole number, such as "web=8000".',
        '--lost: found web=-1, expected a channel and a whole number, such as "web=8000".',
        '--lost: found web=1.5, expected a channel and a whole number, such as "web=8000".',
        '--lost: found =4, expected a channel and a whole number, such as "web=8000".',
    ]


def without_votes(folder: Path) -> None:
    keep(folder / "votes.csv", rows(folder / "votes.csv")[:2])


def wrong(*arguments: object) -> str:
    """What a command says that cannot be done."""
    told = run("loss", *arguments)
    assert (told.code, told.out) == (2, "")
    assert "Traceback" not in told.err
    return told.err.strip()


def test_what_is_missing_is_told_with_what_to_do(gala: Path, tmp_path: Path) -> None:
    advice = "Add what is missing to the folder, or name the log of its night with --night."
    assert wrong(gala, "--week", 3) == f"{gala} has no week 3. Its weeks are: 1."
    assert wrong(tmp_path / "none", "--week", 1).startswith(f"{tmp_path / 'none'}: found no such folder")
    assert wrong(gala, "--week", 1, "--night", tmp_path / "x.sqlite") == (
        f"There is no log {tmp_path / 'x.sqlite'}. Leave --night out to go by the votes that the folder records."
    )
    without_votes(gala)
    assert (
        wrong(gala, "--week", 1)
        == f"Nobody knows the votes of week 1, so nothing is decided by them in week 1. {advice}"
    )
    new(tmp_path / "empty", Kind.GALA)
    assert advice in wrong(tmp_path / "empty", "--week", 1)


@pytest.mark.parametrize(
    ("happened", "sentence"),
    [
        ([e.VoteClosed()], "holds no sealed tally yet. Seal the count at the desk first."),
        (sealed({**VOTES, "Somebody": 4}), "is not the log of week 1 of this season. Name that one."),
        ([e.RoutineRestored("", "Somebody")], "is not the log of week 1 of this season. Name that one."),
    ],
)
def test_a_log_that_does_not_fit_is_told(gala: Path, tmp_path: Path, happened: Sequence[Event], sentence: str) -> None:
    log = kept(tmp_path / "log.sqlite", *happened)
    assert wrong(gala, "--week", 1, "--night", log) == f"{log} {sentence}"


def test_a_log_that_is_none_is_told(gala: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.sqlite"
    log.write_bytes(b"no log at all" * 100)
    assert str(log) in wrong(gala, "--week", 1, "--night", log)
