"""``mirrorball show`` and ``check`` as they are typed: what is printed, how wide, and what they exit with."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mirrorball.core.season import Exit, Season
from mirrorball.main import main
from mirrorball.season.read import read
from tests.season.folders import SHIPPED, added, cell, copied, line

SEASON = read(SHIPPED).season
WIDTHS = (60, 80, 100, 160)
each_week = pytest.mark.parametrize("number", range(1, 12))


@dataclass(frozen=True, slots=True)
class Told:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def words(self) -> str:
        """What it said, without the ends of lines."""
        return " ".join(self.out.split())

    def under(self, heading: str) -> str:
        """What stands under a heading, without the ends of lines."""
        return " ".join(self.out.split(f"◆ {heading}", 1)[1].split("\n◆", 1)[0].split())


def run(*arguments: object, width: int = 80) -> Told:
    """Run a command whose output goes into a pipe."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.setenv("COLUMNS", str(width))
        code = main([str(argument) for argument in arguments])
    return Told(code, out.getvalue(), err.getvalue())


@cache
def shown(number: int, width: int = 80, folder: Path = SHIPPED) -> Told:
    return run("show", folder, "--week", number, width=width)


# Its shape.


@pytest.mark.parametrize("width", [40, *WIDTHS])
def test_no_line_is_wider_than_the_terminal_or_ends_in_a_space(width: int) -> None:
    told = run("show", SHIPPED, width=width)
    lines = told.out.splitlines()

    assert (told.code, told.err) == (0, "")
    assert max(map(len, lines)) <= width
    assert [one for one in lines if one != one.rstrip()] == []
    assert "\x1b" not in told.out


@each_week
def test_marks_and_totals_are_there(number: int) -> None:
    told = shown(number, 160)
    for danced in SEASON.danced_in(number):
        panel = SEASON.week(number).panel
        marks = [f"{danced.marks[judge]}" if judge in danced.marks else "?" for judge in panel]
        total = "?" if "?" in marks else f"{sum(danced.marks.values())}"
        couple = SEASON.couple(danced.star)
        name = f"{danced.star} and {danced.danced_with or couple.pro}"

        assert f"{name} {' '.join(marks)} {total} " in told.words, danced


@pytest.mark.parametrize("width", WIDTHS)
def test_the_finale_in_every_width(width: int) -> None:
    told = shown(11, width)

    assert "Judges: Carrie Ann Inaba (CAI), Derek Hough (DH), Bruno Tonioli (BT)" in told.words
    for points in (120, 118, 117, 104):
        assert f" {points} " in told.under("Standing")
    assert "1st: Xochitl Gomez and Val Chmerkovskiy." in told.under("The result")
    assert "The recorded places could come about under the book us-32-33 (assumed)." in told.under("The result")
    assert "Alyson Hannigan can come 2nd to 5th, and cannot win whatever the vote." in told.words


@pytest.mark.parametrize(("number", "star"), [(1, "Matt Walsh"), (8, "Barry Williams"), (9, "Harry Jowsey")])
def test_who_left(number: int, star: str) -> None:
    told = shown(number)

    assert f"{SEASON.couple(star).name} left, {15 - number}th." in told.under("Who left")
    assert f"{star} could leave under the book us-32-33 (assumed)." in told.under("Who left")


def test_what_nobody_knows_is_said_to_be_so() -> None:
    told = shown(10)

    assert "Alyson Hannigan and Sasha Farber 9 ? ? ? ? ?" in told.words
    assert "? not known" in told.words
    assert "51 stated, not every mark is known." in told.under("Standing")
    assert "the votes are not known" in told.words
    assert "Style not known" in shown(7).words
    assert "music not known" in shown(1).words


def test_a_guest_a_contest_a_team_and_a_stand_in() -> None:
    assert "Billy Porter (BP)" in shown(8).words
    assert "dance-off" in shown(8).words.casefold()
    assert "Barry Williams 3 won against Jason Mraz" in shown(8).words
    assert "Team Young'n Style" in shown(7).words
    assert "Charity Lawson and Ezra Sosa" in shown(2).words


def test_all_weeks_come_one_after_the_other() -> None:
    told = run("show", SHIPPED)
    headings = [told.out.index(f"◆ Week {number}: ") for number in range(1, 12)]

    assert headings == sorted(headings)
    assert told.code == 0


def test_what_stands_in_a_cell_does_not_command_the_terminal(tmp_path: Path) -> None:
    """A folder may come from anybody."""
    folder = copied(tmp_path / "season")
    cell("weeks.csv", {"week": "11"}, "title", "Fi\x1b[2Jna\x07le")(folder)
    cell("couples.csv", {"star": "Jason Mraz"}, "pro", "Dan\x1b]0;x\x07iella")(folder)
    told = shown(11, folder=folder)

    assert told.code in {0, 2}
    assert not {letter for letter in told.out + told.err if not letter.isprintable()} - {"\n"}


def test_brackets_in_a_cell_are_only_brackets(tmp_path: Path) -> None:
    folder = copied(tmp_path / "season")
    cell("weeks.csv", {"week": "11"}, "title", "[bold]Finale[/bold] [link=x] [/]")(folder)

    assert "Week 11: [bold]Finale[/bold] [link=x] [/]" in shown(11, folder=folder).words


# For programs.


def figures(number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The figures of the season, and of one week."""
    told = run("show", SHIPPED, "--week", number, "--json")
    assert (told.code, told.err) == (0, "")
    whole: dict[str, Any] = json.loads(told.out)
    (week,) = whole["weeks"]
    return whole, week


@each_week
def test_the_figures_for_programs_are_the_same(number: int) -> None:
    _, week = figures(number)
    danced = [routine for round_ in week["rounds"] for routine in round_["routines"]]
    by_name = {
        (round_["round"], routine["star"]): routine for round_ in week["rounds"] for routine in round_["routines"]
    }

    assert len(danced) == len(SEASON.danced_in(number))
    for routine in SEASON.danced_in(number):
        told = by_name[routine.round, routine.star]
        assert told["marks"] == {judge: int(mark) for judge, mark in routine.marks.items()}
        whole = len(routine.marks) == len(SEASON.week(number).panel)
        assert told["total"] == (sum(routine.marks.values()) if whole else None)
        assert (told["style"], told["team"]) == (routine.style, routine.team)
    assert [row["points"] for row in week["contests"]] == [b.points for b in SEASON.bonuses if b.week == number]


def test_the_finale_for_programs() -> None:
    whole, week = figures(11)

    assert (whole["title"], whole["number"], len(whole["couples"])) == ("Dancing With the Stars", 32, 14)
    assert {star: told["points"] for star, told in week["points"].items()} == {
        "Xochitl Gomez": 120,
        "Jason Mraz": 117,
        "Ariana Madix": 117,
        "Charity Lawson": 118,
        "Alyson Hannigan": 104,
    }
    assert [row["place"] for row in week["standing"]["rows"]] == ["1", "2", "3-4", "3-4", "5"]
    assert {row["votes"] for row in week["standing"]["rows"]} == {None}
    assert week["book"]["sure"] == "assumed"
    assert week["carried_week"] == 10
    assert week["films"][0]["title"] == "A message from loved ones"
    assert {one["star"]: one["place"] for one in week["out"]} == places(SEASON)
    assert week["verdict"]["verdict"] == "possible"


def places(season: Season) -> dict[str, str]:
    return {result.star: str(result.place) for result in season.results if result.exit is Exit.FINAL}


def test_a_figure_that_is_no_whole_number_stays_exact(tmp_path: Path) -> None:
    folder = copied(tmp_path / "season")
    line("season.toml", "step = 1", "step = 0.5")(folder)
    where = {"week": "1", "star": "Xochitl Gomez"}
    cell("routines.csv", where, "Derek Hough", "6.5")(folder)
    cell("routines.csv", where, "total", "18.5")(folder)
    told = run("show", folder, "--week", 1, "--json")
    first = json.loads(told.out)["weeks"][0]["rounds"][0]["routines"][0]

    assert first["marks"]["Derek Hough"] == "13/2"
    assert Fraction(first["total"]) == Fraction("18.5")
    assert "6 6.5 6 18.5" in shown(1, folder=folder).words


def test_what_is_not_known_is_null() -> None:
    _, week = figures(10)
    jive = next(r for r in week["rounds"][0]["routines"] if r["star"] == "Alyson Hannigan")

    assert (jive["total"], jive["rank"], jive["so_far"]) == (None, None, None)
    assert week["points"]["Alyson Hannigan"]["stated"] is True


# What goes wrong.


def test_a_week_that_does_not_exist() -> None:
    told = shown(12)

    assert told == Told(2, "", f"{SHIPPED} has no week 12. Its weeks are: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11.\n")


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    told = run("show", tmp_path / "nowhere")

    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(f"{tmp_path / 'nowhere'}: found no such folder, expected a season folder.")


def test_a_broken_folder_says_what_to_mend(tmp_path: Path) -> None:
    folder = copied(tmp_path / "season")
    cell("routines.csv", {"week": "1", "star": "Xochitl Gomez"}, "style", "Cha cha")(folder)
    told = run("show", folder, "--week", 1)
    sentence, *after = told.err.splitlines()

    assert (told.code, told.out) == (2, "")
    assert sentence.endswith("found 'Cha cha', expected a style of season.toml. Did you mean 'Cha-cha'?")
    assert after == [f"{folder}: 1 problem and 2 notes. Mend the problems, then check again."]


def test_a_warning_does_not_stop_the_show(tmp_path: Path) -> None:
    folder = copied(tmp_path / "season")
    cell("results.csv", {"star": "Harry Jowsey"}, "place", "7")(folder)

    assert shown(9, folder=folder).code == 0


@pytest.mark.parametrize(
    "wrong", [["show"], ["show", "x", "--week", "one"], ["dance"], [], ["new", "x", "--kind", "y"]]
)
def test_a_command_that_is_not_one_is_explained(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(wrong)

    assert stopped.value.code == 2
    assert "usage: mirrorball" in capsys.readouterr().err


# check.


def test_check_says_what_each_week_comes_to() -> None:
    told = run("check", SHIPPED, "--strict")

    assert (told.code, told.err) == (0, "")
    assert "Week 9: Harry Jowsey could leave under the book us-32-33 (assumed)." in told.words
    assert "Week 10: nobody left by the vote." in told.words
    assert told.words.endswith("14 couples, 11 weeks, 118 routines. Clean, 2 notes.")


@pytest.mark.parametrize("width", WIDTHS)
def test_check_keeps_to_the_width(width: int, tmp_path: Path) -> None:
    folder = copied(tmp_path / "season")
    added("couples.csv", f"{'x' * 300},{'y' * 300},,,,,,,")(folder)
    lines = run("check", folder, width=width).out.splitlines()

    assert max(map(len, lines[:-1])) <= width
    assert [one for one in lines if one != one.rstrip()] == []


def test_warnings_count_only_where_they_are_asked_for(tmp_path: Path) -> None:
    folder = copied(tmp_path / "season")
    cell("results.csv", {"star": "Harry Jowsey"}, "place", "7")(folder)

    assert run("check", folder).code == 0
    assert run("check", folder, "--strict").code == 1
    assert "Usable, 1 warning and 2 notes." in run("check", folder).words


def test_problems_count_always(tmp_path: Path) -> None:
    folder = copied(tmp_path / "season")
    cell("weeks.csv", {"week": "11"}, "carry", "12")(folder)

    assert run("check", folder).code == run("check", folder, "--strict").code == 2
    assert "1 problem and 2 notes. Mend the problems, then check again." in run("check", folder).words


@pytest.mark.parametrize("strict", [[], ["--strict"]])
def test_check_for_programs(tmp_path: Path, strict: list[str]) -> None:
    folder = copied(tmp_path / "season")
    cell("results.csv", {"star": "Harry Jowsey"}, "place", "7")(folder)
    told = run("check", folder, "--json", *strict)
    report = json.loads(told.out)

    assert told.code == report["exit_code"] == len(strict)
    assert [p["severity"] for p in report["problems"]] == ["warning", "note", "note"]
    assert report["problems"][0]["line"] == 7
    assert report["problems"][0]["sentence"].startswith("results.csv, line 7, column 4 (place): found '7'")
    assert [week["verdict"] for week in report["weeks"]] == ["possible"] * 9 + ["nobody left", "possible"]
    assert report["weeks"][0]["votes_are"] == "a witness"
