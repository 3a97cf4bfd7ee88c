"""A copy of season 32 broken in one place, and the sentence that a person gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from mirrorball.season.check import check
from mirrorball.season.possible import Verdict
from mirrorball.season.problems import Severity
from tests.season.broken import BROKEN, sentences
from tests.season.folders import Edit, added, cell, copied, line, season, told


@pytest.mark.parametrize(("edit", "words"), BROKEN.values(), ids=BROKEN)
def test_a_person_is_told(tmp_path: Path, edit: Edit, words: str) -> None:
    folder = copied(tmp_path / "season")
    edit(folder)

    assert told(folder) == sentences(words)


def test_a_mark_of_a_judge_who_was_not_there(tmp_path: Path) -> None:
    """The totals no longer add up either, so there is more to tell; this comes first."""
    folder = copied(tmp_path / "season")
    cell("weeks.csv", {"week": "11"}, "panel", "Carrie Ann Inaba; Bruno Tonioli")(folder)

    assert told(folder)[:1] == sentences("""
        routines.csv, line 110, column 13 (Derek Hough): found '8', expected a blank cell: the panel of week 11 is
        Carrie Ann Inaba, Bruno Tonioli. Move the mark, or add Derek Hough to the panel of that week in weeks.csv.
    """)


def test_two_couples_that_differ_by_case_are_one_too_many(tmp_path: Path) -> None:
    """The places no longer fit the number of couples either, so there is more to tell; this comes first."""
    folder = copied(tmp_path / "season")
    added("couples.csv", "Jason MRAZ,Someone,,,,,,,")(folder)

    assert told(folder)[:1] == sentences("""
        couples.csv, line 16, column 1 (star): found 'Jason MRAZ', expected another star than those above.
        It is 'Jason Mraz' but for accents, spaces or case. Keep one of the two couples.
    """)


def test_a_week_that_the_marks_alone_decide_otherwise(tmp_path: Path) -> None:
    """There is no vote to speak of, and the book is sure, so this is a problem."""
    folder = copied(tmp_path / "season")
    cell("weeks.csv", {"week": "8"}, "book", "gala-marks")(folder)
    found = check(folder)
    (sentence,) = told(folder, Severity.PROBLEM)

    assert found.verdicts[7].verdict is Verdict.IMPOSSIBLE
    assert found.exit_code(strict=False) == 2
    assert "Barry Williams in week 8, expected one that the book gala-marks can have (published)" in sentence
    assert "votes" not in sentence.split(", expected", maxsplit=1)[0]


def test_a_second_place_without_a_first(tmp_path: Path) -> None:
    """Places that two couples share are written 2-3; each place is held by somebody."""
    folder = copied(tmp_path / "season")
    cell("results.csv", {"star": "Xochitl Gomez"}, "place", "2")(folder)

    assert any(sentence.startswith("results.csv, line ") for sentence in told(folder))


def test_a_redemption_dance_that_may_repeat_a_style_that_nobody_knows(tmp_path: Path) -> None:
    """The style of Alyson Hannigan's own dance in week 7 is not known, so nobody can say that it was another one."""
    folder = copied(tmp_path / "season")
    redemption = {"week": "11", "round": "redemption", "star": "Alyson Hannigan"}
    cell("routines.csv", redemption, "style", "Quickstep")(folder)

    assert told(folder, Severity.PROBLEM) == []


def test_one_broken_heading_is_one_thing_to_mend(tmp_path: Path) -> None:
    """Without its couples no other table of the season makes sense; to say so of each row would bury the cause."""
    folder = copied(tmp_path / "season")
    line("couples.csv", "star,pro", "str,pro")(folder)

    assert len(told(folder)) <= 2


def test_a_couple_whose_vote_can_no_longer_matter(tmp_path: Path) -> None:
    """The semi-final of 2008: two couples tied on top of the judges' board, so the third is in the dance-off anyhow."""
    folder = season(tmp_path / "semi", SEMI_FINAL)

    assert told(folder) == sentences("""
        weeks.csv, line 2, column 1 (week): found a vote that can no longer matter for Tom Chambers, who is among the
        lowest whatever the vote, expected a vote that can still matter for everybody.
        Look at the book, or say so before the vote opens.
    """)
    assert check(folder).exit_code(strict=True) == 1
    assert check(folder).exit_code(strict=False) == 0


def test_a_semi_final_in_which_every_vote_matters(tmp_path: Path) -> None:
    folder = season(tmp_path / "semi", SEMI_FINAL)
    cell("routines.csv", {"star": "Lisa Snowdon"}, "Panel", "74")(folder)

    assert told(folder) == []


SEMI_FINAL = {
    "season.toml": """
format = 1
title = "Semi-final"
book = "uk-5-6"

[panel]
judges = ["Panel"]
highest = 80
""",
    "couples.csv": "star\nRachel Stevens\nLisa Snowdon\nTom Chambers",
    "weeks.csv": "week\n1",
    "routines.csv": "week,star,Panel\n1,Rachel Stevens,75\n1,Lisa Snowdon,75\n1,Tom Chambers,67",
}
