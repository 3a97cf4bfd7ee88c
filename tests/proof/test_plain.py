"""The second path on real contests: golden sheets, 34 seasons, the example, and books that it does not know."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from mirrorball.core.book import Book, Combine
from mirrorball.core.books import BOOKS, book_of
from mirrorball.core.refusals import NotDecided, Refusal
from mirrorball.core.reveals import VOID, Finding
from mirrorball.core.sealing import found_tonight
from mirrorball.core.season import (
    Couple,
    Exit,
    RecordedSave,
    RecordedVotes,
    Result,
    Routine,
    Season,
    StatedTotal,
    Week,
)
from mirrorball.core.show import Show, Vote
from mirrorball.core.ties import Place
from mirrorball.core.votes import Tally
from mirrorball.proof import plain_points
from mirrorball.proof.plain import NotPlain, plain_finding, plain_week
from mirrorball.season.read import read
from tests.core import stage
from tests.sheets.layout import Sheet, all_sheets, lines
from tests.sheets.test_season_sheets import WEEKS, expected_of, the_season
from tests.sheets.test_sheets import of_kind, points_and_votes, the_week

ROOT = Path(__file__).parents[2]
MCM = "data/dwts-34-seasons/2026_MCM_Problem_C_Data.csv"


def of_points(week: Week, points: dict[str, Fraction], votes: dict[str, int], season: Season | None = None) -> Season:
    """A season of one week of which only totals and votes are known."""
    return replace(
        season or Season(title=""),
        couples=tuple(Couple(star=star, pro="") for star in points),
        weeks=(week,),
        stated=tuple(StatedTotal(week=week.number, star=star, total=total) for star, total in points.items()),
        votes=tuple(RecordedVotes(week=week.number, star=s, channel="all", votes=cast) for s, cast in votes.items()),
    )


def counted(season: Season, number: int) -> Show:
    """The night of a week of a recorded season, marked and counted."""
    show = Show(season, number, vote=Vote.CLOSED, tally=Tally({}))
    return replace(show, locked=frozenset((r.round, r.star) for r in show.due))


def place(text: str) -> Place:
    """A place as a sheet draws it."""
    first, _, last = text.partition("-")
    return Place(int(first), int(last or first))


# The golden sheets.


@of_kind("standing")
def test_a_sheet_of_one_night_comes_out_by_the_second_path_too(sheet: Sheet) -> None:
    """Places, who is in jeopardy, who leaves, as published; and nothing where somebody has to decide."""
    season = of_points(the_week(sheet.given), *points_and_votes(sheet.given["table"]))
    if sheet.expected.get("awaits", "nothing") == "a decision on the tie":
        with pytest.raises(NotPlain, match="tie"):
            plain_week(season, 1)
        return
    found = plain_week(season, 1)

    assert found.places == {line["couple"]: place(line["place"]) for line in lines(sheet.expected["table"])}
    assert found.jeopardy == tuple(sorted(sheet.expected.get("jeopardy", [])))
    assert found.out == tuple(sorted(sheet.expected.get("out", [])))


@pytest.mark.parametrize(("sheet", "number"), WEEKS)
def test_a_week_of_a_season_sheet_comes_out_by_the_second_path_too(sheet: Sheet, number: int) -> None:
    """Withdrawals, weeks that are carried, bonuses, team dances, dance-offs, immunity."""
    expected = expected_of(sheet, number)
    if not expected.get("known", True):
        with pytest.raises(NotPlain, match="known"):
            plain_week(the_season(sheet), number)
        return
    found = plain_week(the_season(sheet), number)

    assert found.places == {line["couple"]: place(line["place"]) for line in lines(expected["table"])}
    assert found.jeopardy == tuple(sorted(expected["jeopardy"]))
    assert found.out == tuple(sorted(expected["out"]))


@of_kind("choice")
def test_the_choice_of_the_judges_comes_out_by_the_second_path_too(sheet: Sheet) -> None:
    """Before they speak both couples are between; then one of them leaves, whichever of the two stood lower."""
    if "saves" not in sheet.given:
        return
    week = the_week(sheet.given)
    saves = tuple(RecordedSave(week=1, judge=row["judge"], star=row["saves"]) for row in lines(sheet.given["saves"]))
    for pair in (sheet.given["pair"], sheet.given["pair"][::-1]):
        order = ["a couple that is safe", *pair, *sheet.given.get("below", [])]
        votes = {star: len(order) - nth for nth, star in enumerate(order)}
        season = of_points(week, {star: Fraction(n) for star, n in votes.items()}, votes)

        assert plain_week(season, 1).between == tuple(sorted(pair))
        chosen = plain_week(replace(season, saves=saves), 1)
        assert chosen.out == tuple(sorted(sheet.expected["out"]))
        assert chosen.between == ()


def test_every_kind_of_sheet_is_held_against_the_second_path() -> None:
    """Two kinds hold no result: ranks of figures, and the panel's half."""
    assert {sheet.facts["kind"] for sheet in all_sheets()} == {"standing", "season", "choice", "half", "ranks"}


# Thirty-four seasons.


@dataclass(frozen=True, slots=True)
class Row:
    """One couple in the table of all seasons."""

    season: int
    star: str
    ended: str
    marks: dict[int, dict[str, Fraction]]  # week -> judge -> mark

    @property
    def result(self) -> Result | None:
        """How it left, if it did before the final."""
        how, _, week = self.ended.rpartition(" ")
        if how == "Eliminated Week":
            return Result(star=self.star, exit=Exit.ELIMINATED, week=int(week))
        if self.ended == "Withdrew":
            return Result(star=self.star, exit=Exit.WITHDREW, week=max(self.marks))
        return None


def table(file: Path) -> list[Row]:
    """Every couple of every season. ``N/A`` is no mark, and so is 0: it stands where a couple was out."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return [
            Row(int(cells["season"]), cells["celebrity_name"].strip(), cells["results"].strip(), _marks(cells))
            for cells in csv.DictReader(opened)
        ]


def _marks(cells: dict[str, str]) -> dict[int, dict[str, Fraction]]:
    marks: dict[int, dict[str, Fraction]] = {}
    for column, cell in cells.items():
        if column.endswith("_score") and cell not in {"N/A", "0", ""}:
            week, judge, _ = column.split("_")
            marks.setdefault(int(week.removeprefix("week")), {})[judge] = Fraction(cell)
    return marks


def one_season(number: int, rows: list[Row], rng: Random) -> Season:
    """A season with its marks and exits on record, by the books of its time, and with votes that are drawn."""
    last = max(max(row.marks) for row in rows)
    gone = [row.result for row in rows if row.result is not None]
    plan: list[Week] = []
    for week in range(1, last + 1):
        panel = tuple(sorted({judge for row in rows for judge in row.marks.get(week, {})}))
        leave = sum(1 for result in gone if result.exit is Exit.ELIMINATED and result.week == week)
        book = book_of("us", number, week)
        carry = week - 1 if week > 1 and plan[-1].leave == 0 else None
        plan.append(Week(number=week, panel=panel, book=book, leave=leave, final=week == last, carry=carry, jeopardy=2))
    return Season(
        title="Dancing with the Stars",
        number=number,
        couples=tuple(Couple(star=row.star, pro="") for row in rows),
        weeks=tuple(plan),
        routines=tuple(Routine(week=w, star=row.star, marks=m) for row in rows for w, m in row.marks.items()),
        votes=tuple(
            RecordedVotes(week=week.number, star=row.star, channel="phone", votes=rng.choice([3, rng.randrange(10**6)]))
            for week in plan
            for row in rows
        ),
        results=tuple(gone),
    )


def drawn_seasons(shared: Path) -> Iterator[Season]:
    """All seasons, with votes that are the same every time."""
    rows = table(shared / MCM)
    for number in range(1, 35):
        yield one_season(number, [row for row in rows if row.season == number], Random(number))  # noqa: S311  # votes in a test


def test_both_paths_agree_on_every_week_of_thirty_four_seasons(shared: Path) -> None:
    """With the marks on record, by the books of the time; and they wait for the same reasons."""
    agreed = waited = 0
    for season in drawn_seasons(shared):
        for week in season.weeks:
            show = counted(season, week.number)
            right = found_tonight(show)
            if isinstance(right, Refusal):
                with pytest.raises(NotPlain):
                    plain_finding(show)
                waited += 1
            else:
                assert plain_finding(show) == right, (season.number, week.number)
                agreed += 1

    assert agreed + waited == sum(len(season.weeks) for season in drawn_seasons(shared))
    assert agreed > 290, (agreed, waited)  # the rest tie, or have no week before


@pytest.mark.parametrize("book", BOOKS)
def test_both_paths_agree_by_every_book_on_the_finale_of_the_example(book: str) -> None:
    """Season 32, weeks 9 to 11, with drawn votes."""
    season = read(ROOT / "examples" / "season-32").season
    rng = Random(32)  # noqa: S311  # votes in a test
    votes = tuple(
        RecordedVotes(week=week.number, star=couple.star, channel="web", votes=rng.randrange(1, 10**6))
        for week in season.weeks
        for couple in season.couples
    )
    weeks = tuple(replace(week, book=BOOKS[book]) for week in season.weeks)
    for number in (9, 10, 11):
        show = counted(replace(season, votes=votes, weeks=weeks), number)

        assert plain_finding(show) == found_tonight(show)


# What two people decide.


def test_void_votes_find_nothing() -> None:
    """Whatever the marks are."""
    assert plain_finding(replace(stage.told(), void="the line was down")) == VOID


def test_nobody_leaves_where_two_people_have_decided_so() -> None:
    """Places and jeopardy are as they were."""
    show = stage.told()
    kept = plain_finding(replace(show, nobody_leaves="a tie"))

    assert plain_finding(show).out == ("Ada",)
    assert kept == replace(plain_finding(show), out=())


def test_a_tie_on_the_line_is_said_and_not_broken() -> None:
    """As in the core."""
    show = stage.told(votes=dict.fromkeys(stage.STARS, 7))
    level = replace(
        show, season=replace(show.season, routines=tuple(replace(r, marks=_eights()) for r in show.season.routines))
    )

    assert found_tonight(level) == NotDecided()
    with pytest.raises(NotPlain, match="tie on the line"):
        plain_finding(level)


def _eights() -> dict[str, Fraction]:
    return dict.fromkeys(stage.PANEL, Fraction(8))


@pytest.mark.parametrize(
    ("show", "says"),
    [
        (stage.the_night(), "Not all points that count in week 1 are known."),
        (stage.after(stage.the_night(), *stage.sheets()), "Not all votes that count in week 1 are known."),
    ],
)
def test_what_is_missing_is_said(show: Show, says: str) -> None:
    """A finding is never worked out of a part."""
    with pytest.raises(NotPlain) as refused:
        plain_finding(show)

    assert str(refused.value) == says


def test_a_week_to_carry_that_the_plan_does_not_have_is_said() -> None:
    """It is not taken for nothing."""
    with pytest.raises(NotPlain, match="Week 1 is to be carried"):
        plain_week(of_points(Week(number=2, panel=(), book=BOOKS["us-34"], carry=1), {"Ada": Fraction(1)}, {}), 2)


# Settings that nobody has read.


@pytest.mark.parametrize("setting", plain_points.CHOICES)
def test_a_value_that_the_second_path_does_not_know_is_refused(setting: str) -> None:
    """By the name of its setting. No value is taken for another."""
    week = Week(number=1, panel=(), book=replace(BOOKS["us-34"], **{setting: "by lot"}))  # type: ignore[arg-type]
    with pytest.raises(NotPlain, match=f"does not know {setting} = by lot of the book us-34"):
        plain_week(of_points(week, {"Ada": Fraction(1)}, {"Ada": 1}), 1)


def test_a_tie_break_that_the_second_path_does_not_know_is_refused() -> None:
    """As well as the others."""
    week = Week(number=1, panel=(), book=replace(BOOKS["us-34"], combined_tie=("the older star",)))  # type: ignore[arg-type]
    with pytest.raises(NotPlain, match="combined_tie"):
        plain_week(of_points(week, {"Ada": Fraction(1)}, {"Ada": 1}), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterBook(Book):
    """A book of a later version, with one setting more."""

    toss_a_coin: bool = True


def test_a_setting_that_came_later_is_refused_until_somebody_has_read_it() -> None:
    """A book with more to it than this path works out is not worked out by the rest."""
    book = LaterBook(name="later", title="", combine=Combine.MARKS)
    with pytest.raises(NotPlain, match="toss_a_coin"):
        plain_week(of_points(Week(number=1, panel=(), book=book), {"Ada": Fraction(1)}, {}), 1)


@pytest.mark.parametrize(
    ("kind", "read_by_it"),
    [
        (Week, "number panel book leave jeopardy final carry immune casting_judge absent substitutes"),
        (Finding, "places jeopardy out between"),
    ],
)
def test_what_a_week_says_is_read_or_known_to_say_nothing_of_the_result(kind: type, read_by_it: str) -> None:
    """A field that is new here has to be looked at by somebody."""
    of_no_weight = {"date", "title", "named_in_jeopardy", "viewers", "note"}

    assert {one.name for one in fields(kind)} - of_no_weight == set(read_by_it.split())
