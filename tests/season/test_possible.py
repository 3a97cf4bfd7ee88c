"""What is said of a recorded result: possible with a vote that shows it, impossible, not known, not settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from mirrorball.core.book import Combine, Confidence, Decider
from mirrorball.core.books import BOOKS
from mirrorball.core.reach import Fate
from mirrorball.core.season import RecordedVotes
from mirrorball.core.show import result_of
from mirrorball.core.ties import Convention
from mirrorball.season.check import Report, check
from mirrorball.season.possible import Verdict, WeekVerdict, neighbours, vote_for
from mirrorball.season.problems import Severity
from mirrorball.season.read import read
from tests.season.folders import season, sentences

Figures = Mapping[int, Mapping[str, int | str]]  # week -> star -> marks or votes; "" is not known
MANY = {f"Star {nth:02}": 90 - 3 * nth for nth in range(14)}
FINAL = "week,final\n1,yes"
TWO_NIGHTS = "week,leave,final\n1,0,\n2,1,\n3,,yes"


def contest(folder: Path, book: str, marks: Figures, exits: Sequence[str], **more: str) -> Report:
    """A season with one judge, whose marks go up to 100; ``more`` holds further tables by name."""
    files = {
        "season.toml": f'format = 1\ntitle = "T"\nbook = "{book}"\n[panel]\njudges = ["Judge"]\nhighest = 100\n',
        "couples.csv": "\n".join(["star", *dict.fromkeys(star for week in marks.values() for star in week)]),
        "weeks.csv": more.pop("weeks", FINAL),
        "routines.csv": "week,star,Judge\n" + lines(marks),
        "results.csv": "\n".join(["star,exit,week,place", *exits]),
        **{f"{name}.csv": text for name, text in more.items()},
    }
    return check(season(folder, files))


def lines(figures: Figures) -> str:
    return "\n".join(f"{week},{star},{figure}" for week, row in figures.items() for star, figure in row.items())


def votes(figures: Figures) -> str:
    return "week,star,votes\n" + lines(figures)


def places(*stars: str) -> list[str]:
    return [f"{star},final,1,{place}" for place, star in enumerate(stars, 1)]


def only(found: Report) -> WeekVerdict:
    (verdict,) = found.verdicts
    return verdict


def comes_to_the_record(found: Report, number: int) -> bool:
    """Whether the season with the witness as its votes comes to the recorded exits."""
    verdict = next(verdict for verdict in found.verdicts if verdict.week == number)
    assert verdict.votes is not None
    cast = tuple(RecordedVotes(week=number, star=s, channel="", votes=n) for s, n in verdict.votes.items())
    result = result_of(replace(found.folder.season, votes=cast), number)
    return result is not None and result.out == verdict.out


# By a witness.


def test_a_final_that_a_vote_explains(tmp_path: Path) -> None:
    found = contest(tmp_path, "us-32-33", {1: {"Ada": 10, "Bo": 9, "Cy": 5}}, places("Cy", "Bo", "Ada"))

    assert only(found).verdict is Verdict.POSSIBLE
    assert only(found).votes == {"Cy": 3, "Bo": 2, "Ada": 1}
    assert not only(found).by_record
    assert sentences(found) == []


def test_a_final_that_another_way_to_join_explains(tmp_path: Path) -> None:
    """The last of five by marks has a sum of 6 at best. The book was never published, so this is a warning."""
    marks = {1: {"Ada": 50, "Bo": 40, "Cy": 30, "Dee": 20, "Eli": 10}}
    found = contest(tmp_path, "us-32-33", marks, places("Eli", "Ada", "Bo", "Cy", "Dee"))
    (sentence,) = sentences(found)

    assert only(found).verdict is Verdict.IMPOSSIBLE
    assert only(found).votes is None
    assert only(found).neighbours == ("joined by percent",)
    assert "impossible for every vote" in sentence
    assert "It is possible joined by percent." in sentence
    assert (found.exit_code(strict=False), found.exit_code(strict=True)) == (0, 1)


def test_under_a_book_that_was_reported_the_same_is_a_problem(tmp_path: Path) -> None:
    marks = {1: {"Ada": 50, "Bo": 40, "Cy": 30, "Dee": 20, "Eli": 10}}
    found = contest(tmp_path, "us-1-2", marks, places("Eli", "Ada", "Bo", "Cy", "Dee"))

    assert [problem.severity for problem in found.problems] == [Severity.PROBLEM]
    assert found.exit_code(strict=False) == 2


def test_an_elimination_that_the_other_night_explains(tmp_path: Path) -> None:
    """By the first night's shares nobody catches up with Ada; by the second night's she may well leave."""
    marks = {1: {"Ada": 100, "Bo": 1, "Cy": 1}, 2: {"Ada": 1, "Bo": 100, "Cy": 100}, 3: {"Bo": 9, "Cy": 9}}
    found = contest(tmp_path, "us-27", marks, ["Ada,eliminated,2,3"], weeks=TWO_NIGHTS)

    assert found.verdicts[1].verdict is Verdict.IMPOSSIBLE
    assert found.verdicts[1].neighbours == ("joined by ranks", "with the marks and votes of the same week")
    assert found.verdicts[1].confidence is Confidence.WEAK


def test_an_elimination_that_no_book_explains(tmp_path: Path) -> None:
    """The two who left hold nearly all points between them, so not four others can pass them, by shares or by ranks."""
    night = {"Ada": 100, "Bo": 100, "Cy": 1, "Dee": 1, "Eli": 1, "Fay": 1}
    weeks = "week,leave,final\n1,2,\n2,,yes"
    exits = ["Ada,eliminated,1,5-6", "Bo,eliminated,1,5-6"]
    found = contest(tmp_path, "us-32-33", {1: night}, exits, weeks=weeks)
    by_shares = contest(tmp_path, "us-3-16", {1: night}, exits, weeks=weeks)

    assert found.verdicts[0].neighbours == ("with dense ranks for equal marks",)
    assert by_shares.verdicts[0].verdict is Verdict.IMPOSSIBLE
    assert by_shares.verdicts[0].neighbours == ()
    assert "Ada and Bo in week 1" in sentences(by_shares, Severity.PROBLEM)[0]
    assert "no neighbouring book explains it either" in sentences(by_shares, Severity.PROBLEM)[0]


@pytest.mark.parametrize("book", ["us-3-16", "us-32-33", "uk-1-4", "uk-8-9"])
@pytest.mark.parametrize("out", ["Ada", "Bo", "Cy", "Dee"])
def test_who_leaves_by_a_witness_leaves(tmp_path: Path, book: str, out: str) -> None:
    marks = {1: {"Ada": 30, "Bo": 27, "Cy": 21, "Dee": 20}}
    found = contest(tmp_path, book, marks, [f"{out},eliminated,1,4"], weeks="week,final\n1,\n2,yes")
    first = found.verdicts[0]

    assert (first.verdict, first.out) == (Verdict.POSSIBLE, (out,))
    assert comes_to_the_record(found, 1)


def test_where_judges_choose_the_one_who_left_is_of_the_lowest_two(tmp_path: Path) -> None:
    marks = {1: {"Ada": 30, "Bo": 27, "Cy": 21, "Dee": 20}}
    found = contest(tmp_path, "us-28-29", marks, ["Ada,eliminated,1,4"], weeks="week,final\n1,\n2,yes")
    first = found.verdicts[0]
    assert first.votes is not None
    cast = tuple(RecordedVotes(week=1, star=s, channel="", votes=n) for s, n in first.votes.items())
    result = result_of(replace(found.folder.season, votes=cast), 1)

    assert first.verdict is Verdict.POSSIBLE
    assert result is not None
    assert "Ada" in result.between
    assert len(result.between) == 2


# By the record.


def test_recorded_votes_that_agree(tmp_path: Path) -> None:
    figures = {1: {"Ada": 10, "Bo": 9, "Cy": 5}}
    found = contest(tmp_path, "us-32-33", figures, places("Ada", "Bo", "Cy"), votes=votes(figures))

    assert (only(found).verdict, only(found).by_record) == (Verdict.POSSIBLE, True)
    assert only(found).votes == figures[1]
    assert sentences(found) == []


def test_recorded_votes_that_contradict(tmp_path: Path) -> None:
    """Ada has the most of both, so by no book does she come second."""
    figures = {1: {"Ada": 10, "Bo": 9, "Cy": 5}}
    found = contest(tmp_path, "us-32-33", figures, places("Bo", "Ada", "Cy"), votes=votes(figures))
    (sentence,) = sentences(found, Severity.PROBLEM)

    assert (only(found).verdict, only(found).by_record) == (Verdict.IMPOSSIBLE, True)
    assert "these places in week 1, expected one that the book us-32-33 can have" in sentence
    assert found.exit_code(strict=False) == 2


def test_recorded_votes_that_another_way_to_join_explains(tmp_path: Path) -> None:
    """By ranks Ada has 1 + 2, Cy 3 + 1 and Bo 2 + 3. By shares Cy is far ahead."""
    found = contest(
        tmp_path,
        "us-32-33",
        {1: {"Ada": 10, "Bo": 9, "Cy": 5}},
        places("Cy", "Ada", "Bo"),
        votes=votes({1: {"Ada": 10, "Bo": 0, "Cy": 90}}),
    )

    assert only(found).verdict is Verdict.IMPOSSIBLE
    assert "no neighbouring book explains it" not in sentences(found)[0]
    assert only(found).neighbours == ("joined by percent",)


def test_recorded_votes_that_leave_a_tie_settle_nothing(tmp_path: Path) -> None:
    marks = {1: {"Ada": 10, "Bo": 9, "Cy": 9}}
    found = contest(
        tmp_path,
        "us-32-33",
        marks,
        ["Cy,eliminated,1,3"],
        weeks="week,final\n1,\n2,yes",
        votes=votes({1: {"Ada": 5, "Bo": 1, "Cy": 1}}),
    )

    assert found.verdicts[0].verdict is Verdict.NOT_SETTLED
    assert sentences(found) == []


@pytest.mark.parametrize(
    ("immune", "out", "verdict"),
    [
        ("", ("Dee", "Eli"), Verdict.POSSIBLE),
        ("", ("Cy", "Eli"), Verdict.POSSIBLE),
        ("", ("Cy", "Dee"), Verdict.IMPOSSIBLE),
        ("", ("Ada", "Eli"), Verdict.IMPOSSIBLE),
        ("Eli", ("Cy", "Dee"), Verdict.POSSIBLE),
        ("Eli", ("Bo", "Dee"), Verdict.POSSIBLE),
        ("Eli", ("Bo", "Cy"), Verdict.IMPOSSIBLE),
    ],
)
def test_two_leave_and_nobody_wrote_down_whom_the_judges_saved(
    tmp_path: Path, immune: str, out: tuple[str, str], verdict: Verdict
) -> None:
    """The lowest who can leave does; the judges chose between the two above, and may have chosen either."""
    figures = {1: {"Ada": 50, "Bo": 40, "Cy": 30, "Dee": 20, "Eli": 10}}
    found = contest(
        tmp_path,
        "us-28-29",
        figures,
        [f"{star},eliminated,1,4-5" for star in out],
        weeks=f"week,leave,final,immune\n1,2,,{immune}\n2,,yes,",
        votes=votes(figures),
    )

    assert (found.verdicts[0].verdict, found.verdicts[0].by_record) == (verdict, True)


# Nothing to explain, or too little known.


def test_a_week_before_its_result_and_a_week_that_kept_everybody(tmp_path: Path) -> None:
    marks: Figures = {1: {"Ada": 9, "Bo": 8, "Cy": 7}, 2: {"Ada": 9, "Bo": 8, "Cy": 7}, 3: {"Ada": "", "Bo": ""}}
    found = contest(tmp_path, "us-26", marks, ["Cy,eliminated,2,3"], weeks=TWO_NIGHTS)

    assert [verdict.verdict for verdict in found.verdicts] == [
        Verdict.NOBODY_LEFT,
        Verdict.POSSIBLE,
        Verdict.NOT_RECORDED,
    ]
    assert sentences(found) == []


def test_a_mark_that_nobody_knows(tmp_path: Path) -> None:
    marks: Figures = {1: {"Ada": 10, "Bo": "", "Cy": 5}}
    found = contest(tmp_path, "us-32-33", marks, ["Cy,eliminated,1,3"], weeks="week,final\n1,\n2,yes")

    assert found.verdicts[0].verdict is Verdict.NOT_KNOWN
    assert found.verdicts[0].reach == ()
    assert [problem.severity for problem in found.problems] == [Severity.NOTE]


def test_a_final_whose_places_are_not_all_recorded(tmp_path: Path) -> None:
    marks = {1: {"Ada": 10, "Bo": 9}}
    found = contest(tmp_path, "us-32-33", marks, ["Ada,final,1,1", "Bo,final,1,"])

    assert only(found).verdict in {Verdict.NOT_RECORDED, Verdict.NOBODY_LEFT}
    assert sentences(found) == []


def test_too_many_orders_of_the_vote(tmp_path: Path) -> None:
    """Fourteen couples in an order that nearly fits: a bound, so that no check runs for ever."""
    stars = list(MANY)
    found = contest(tmp_path, "us-32-33", {1: MANY}, places(*stars[7:], *stars[:7]))

    assert only(found).verdict is Verdict.NOT_SETTLED
    assert only(found).votes is None
    assert sentences(found) == []


def test_fourteen_couples_the_other_way_round(tmp_path: Path) -> None:
    found = contest(tmp_path, "us-32-33", {1: MANY}, places(*reversed(MANY)))

    assert only(found).verdict is Verdict.POSSIBLE


def test_a_vote_for_a_week_whose_points_are_not_known(tmp_path: Path) -> None:
    contest(tmp_path, "us-32-33", {1: {"Ada": 10, "Bo": ""}}, places("Ada", "Bo"))
    season_read = read(tmp_path).season

    with pytest.raises(LookupError):
        vote_for(season_read, season_read.week(1))


# Neighbours and reach.


def test_neighbours_differ_in_one_setting_that_was_often_a_guess() -> None:
    found = dict(neighbours(BOOKS["us-32-33"]))

    assert list(found) == [
        "joined by percent",
        "with the marks and votes of the week before",
        "with modified ranks for equal marks",
        "with dense ranks for equal marks",
        "with average ranks for equal marks",
    ]
    assert found["joined by percent"] == replace(BOOKS["us-32-33"], combine=Combine.PERCENT)
    assert found["with dense ranks for equal marks"].panel_ties is Convention.DENSE


def test_no_neighbour_is_the_book_itself() -> None:
    for book in BOOKS.values():
        assert all(other != book for _, other in neighbours(book)), book.name
        assert {other.decider for _, other in neighbours(book)} <= {book.decider, Decider.LOWEST}


def test_a_couple_far_ahead_is_safe_whatever_the_vote(tmp_path: Path) -> None:
    """With shares of 100, 1, 1 and 1 nobody else has votes enough to pass Ada three times."""
    found = contest(
        tmp_path, "us-3-16", {1: {"Ada": 100, "Bo": 1, "Cy": 1, "Dee": 1}}, [], weeks="week,final\n1,\n2,yes"
    )
    fates = {reach.star: reach.fate for reach in found.verdicts[0].reach}

    assert fates == {"Ada": Fate.SAFE, "Bo": Fate.OPEN, "Cy": Fate.OPEN, "Dee": Fate.OPEN}
    assert "a vote that can no longer matter for Ada, who is safe whatever the vote" in sentences(found)[0]
