"""A season that is written reads as the same season, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorball.core.book import Confidence
from mirrorball.core.books import BOOKS
from mirrorball.core.channel import Channel, LimitPer, Price, Unit, Way
from mirrorball.core.season import Bonus, Couple, Routine, Scale, Season, Segment, SegmentKind, Song, Week
from mirrorball.season import write as written
from mirrorball.season.problems import Severity
from mirrorball.season.read import read
from mirrorball.season.write import FolderTaken, Unsayable, write
from mirrorball.season.written_tables import average
from tests.laws.season_strategies import seasons
from tests.season.folders import SHIPPED, season, told

AVERAGES = st.builds(Fraction, st.integers(1, 180), st.integers(1, 12)).filter(lambda mark: 1 <= mark <= 15)
SMALL = Season(
    title="A show",
    judges=("Jo",),
    couples=(Couple(star="Ada", pro="Bo"),),
    weeks=(Week(number=1, panel=("Jo",), book=BOOKS["us-34"]),),
    routines=(Routine(week=1, star="Ada", marks={"Jo": Fraction(7)}),),
)
AVERAGED = {
    "season.toml": 'format = 1\ntitle = "A show"\nbook = "us-34"\n[panel]\njudges = ["Jo"]\naveraged = true\n',
    "couples.csv": "star,pro\nAda,Bo",
    "weeks.csv": "week\n1",
}


def again(season: Season) -> Season:
    """The season as it reads once it was written."""
    with TemporaryDirectory() as folder:
        write(season, Path(folder) / "season")
        return read(Path(folder) / "season").season


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def sayable(drawn: Season) -> Season:
    """The drawn season without what no folder can say: who sat in whose seat, votes for nobody, facts twice."""
    stars = {couple.star for couple in drawn.couples}
    facts = {(r.week, r.contest, r.star): r for r in drawn.bonuses}
    totals = {(s.week, s.star): s for s in drawn.stated}
    saves = {(s.week, s.judge): s for s in drawn.saves if s.judge in drawn.judges}
    panels = {week.number: week.panel for week in drawn.weeks}
    return replace(
        drawn,
        weeks=tuple(
            replace(week, absent=(), substitutes={}, immune=tuple(star for star in week.immune if star in stars))
            for week in drawn.weeks
        ),
        channels=(Channel("web"), Channel("phone", way=Way.RELAY, unit=Unit.PHONE)),
        routines=tuple(
            replace(r, marks={judge: mark for judge, mark in r.marks.items() if judge in panels[r.week]})
            for r in drawn.routines
        ),
        bonuses=tuple(facts.values()),
        stated=tuple(totals.values()),
        saves=tuple(saves.values()),
        votes=tuple(vote for vote in drawn.votes if vote.star in stars),
    )


def test_the_shipped_season_comes_back(tmp_path: Path) -> None:
    shipped = read(SHIPPED).season

    files = write(shipped, tmp_path / "season")

    assert read(tmp_path / "season").season == shipped
    assert read(tmp_path / "season").problems == ()
    assert sorted(path.name for path in files) == sorted(path.name for path in (tmp_path / "season").iterdir())
    assert not (tmp_path / "season" / "votes.csv").exists()  # a table without rows


def test_the_same_season_gives_the_same_bytes(tmp_path: Path) -> None:
    shipped = read(SHIPPED).season
    write(shipped, tmp_path / "one")
    write(read(tmp_path / "one").season, tmp_path / "two")

    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@given(seasons().map(sayable))
@settings(max_examples=40)
def test_a_season_that_is_written_reads_the_same(drawn: Season) -> None:
    assert again(drawn) == drawn


@given(seasons())
@settings(max_examples=40)
def test_whatever_is_drawn_reads_the_same_or_is_refused_whole(drawn: Season) -> None:
    with TemporaryDirectory() as folder:
        try:
            write(drawn, Path(folder) / "season")
        except Unsayable:
            assert list(Path(folder).iterdir()) == []
        else:
            assert read(Path(folder) / "season").season == drawn


@given(st.dictionaries(st.sampled_from(["Jo", "Kim", "Lee"]), AVERAGES, min_size=1))
@settings(max_examples=40)
def test_averages_come_back_exactly(marks: dict[str, Fraction]) -> None:
    week = replace(SMALL.weeks[0], panel=tuple(marks))
    danced = replace(SMALL.routines[0], marks=marks)
    averaged = replace(SMALL, judges=tuple(marks), weeks=(week,), routines=(danced,), averaged=True)

    assert again(averaged) == averaged


@pytest.mark.parametrize(
    ("mark", "cell"),
    [("29/3", "9.6666"), ("28/3", "9.3333"), ("19/2", "9.5"), ("94/9", "10.4444"), ("321/32", "10.03125")],
)
def test_an_average_is_written_as_people_write_it(mark: str, cell: str) -> None:
    assert average(Fraction(mark)) == cell


@pytest.mark.parametrize(
    ("cell", "mark"),
    [("9.6666", "29/3"), ("9.667", "29/3"), ("9.67", "967/100"), ("13.3333", "40/3"), ("7", "7"), ("10.4444", "94/9")],
)
def test_an_averaged_mark_is_the_fraction_that_is_meant(tmp_path: Path, cell: str, mark: str) -> None:
    found = read(season(tmp_path, AVERAGED | {"routines.csv": f"week,star,Jo\n1,Ada,{cell}"}))

    assert found.problems == ()
    assert found.season.averaged
    assert found.season.routines[0].marks == {"Jo": Fraction(mark)}


@pytest.mark.parametrize("cell", ["9/10", "0", "0.5", "ten"])
def test_what_is_no_average_is_refused(tmp_path: Path, cell: str) -> None:
    (sentence,) = told(season(tmp_path, AVERAGED | {"routines.csv": f"week,star,Jo\n1,Ada,{cell}"}))

    assert "a judge's average of the night, from 1 on" in sentence


@pytest.mark.parametrize("cell", ["9.6666", "11", "9.5"])
def test_without_averages_the_scale_holds(tmp_path: Path, cell: str) -> None:
    plain = AVERAGED["season.toml"].replace("averaged = true\n", "")
    (sentence,) = told(
        season(tmp_path, AVERAGED | {"season.toml": plain, "routines.csv": f"week,star,Jo\n1,Ada,{cell}"})
    )

    assert "a mark from 1 to 10 in steps of 1" in sentence


@pytest.mark.parametrize(("total", "good"), [("19.6666", True), ("19.5", False)])
def test_a_total_of_averages_is_read_as_one(tmp_path: Path, total: str, good: bool) -> None:  # noqa: FBT001
    two = AVERAGED["season.toml"].replace('["Jo"]', '["Jo", "Kim"]')
    marks = f"week,star,Jo,Kim,total\n1,Ada,9.6666,10,{total}"

    sentences = told(season(tmp_path, AVERAGED | {"season.toml": two, "routines.csv": marks}))

    assert [sentence for sentence in sentences if "(total)" in sentence] == ([] if good else sentences[:1])


def test_everything_that_a_folder_can_say_comes_back() -> None:
    ours = replace(
        BOOKS["uk-5-6"], name="our own", title="Ours", panel_weight=Fraction(1, 3), final=None, combined_tie=()
    )
    ours = replace(ours, confidence={"*": Confidence.PUBLISHED})
    songs = (Song("One", ("A", "B")), Song("", ("C",), ("D",)), Song('Two, "too"'))
    full = replace(
        SMALL,
        crew={"musical director": "Ray", "stage-hand": "Zoë"},
        scale=Scale(Fraction(0), Fraction(10), Fraction(1, 2)),
        hosts=("A \\ B", 'C "D"'),
        note="Two\nlines\tand = # more",
        channels=(
            Channel("text", limit=10, per=LimitPer.BALLOT, way=Way.RELAY, unit=Unit.PHONE, grace=60_000),
            Channel("coins", way=Way.DONATION, unit=Unit.PAYMENT, price=Price(50, "EUR")),
        ),
        weeks=(replace(SMALL.weeks[0], book=ours, leave=0, jeopardy=3, viewers=Fraction("4.78"), immune=("Ada",)),),
        routines=(replace(SMALL.routines[0], songs=songs, marks={"Jo": Fraction("7.5")}),),
        bonuses=(Bonus(week=1, star="Ada", contest="relay", points=Fraction(-1, 2), songs=songs[:1]),),
        segments=(Segment(week=1, number=1, kind=SegmentKind.ITEM, title="Opening"),),
    )

    assert again(full) == full


TWICE = (SMALL.routines[0], SMALL.routines[0])


@pytest.mark.parametrize(
    ("season", "says"),
    [
        (replace(SMALL, routines=TWICE), "routines"),
        (replace(SMALL, weeks=(replace(SMALL.weeks[0], substitutes={"Jo": ("Kim",)}),)), "weeks"),
        (replace(SMALL, weeks=(replace(SMALL.weeks[0], panel=()),)), "weeks"),
        (replace(SMALL, weeks=(replace(SMALL.weeks[0], book=replace(BOOKS["us-34"], jeopardy=5)),)), "book us-34"),
        (replace(SMALL, routines=(replace(SMALL.routines[0], marks={"Kim": Fraction(7)}),)), "column 'Kim'"),
        (replace(SMALL, routines=(replace(SMALL.routines[0], marks={"Jo": Fraction(29, 3)}),)), "29/3"),
        (replace(SMALL, routines=(replace(SMALL.routines[0], marks={"Jo": Fraction(11)}),)), "routines"),
        (replace(SMALL, couples=(Couple(star="Ada ", pro="Bo"),)), "couples"),
        (replace(SMALL, couples=(Couple(star="# Ada", pro="Bo"),)), "couples"),
        (replace(SMALL, note="\ud800"), "character"),
        (replace(SMALL, hosts=("Gia\x00",)), "hosts"),
    ],
)
def test_what_a_folder_cannot_say_is_refused(tmp_path: Path, season: Season, says: str) -> None:
    with pytest.raises(Unsayable, match=says):
        write(season, tmp_path / "season")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("there", ["notes.txt", "season.toml"])
def test_a_folder_with_files_is_refused(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine")

    with pytest.raises(FolderTaken, match="not empty"):
        write(SMALL, tmp_path)

    assert contents(tmp_path) == {there: b"mine"}


def test_only_a_season_folder_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")

    with pytest.raises(FolderTaken, match=r"no season\.toml"):
        write(SMALL, tmp_path, replace=True)

    assert contents(tmp_path) == {"thesis.txt": b"mine"}


def test_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "season").write_text("mine")

    with pytest.raises(FolderTaken):
        write(SMALL, tmp_path / "season", replace=True)


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    write(SMALL, tmp_path)

    assert read(tmp_path).season == SMALL


def test_replacing_keeps_what_is_no_table(tmp_path: Path) -> None:
    folder = tmp_path / "season"
    write(read(SHIPPED).season, folder)
    (folder / "photos").mkdir()
    (folder / "photos" / "ada.jpg").write_bytes(b"picture")
    (folder / "README.md").write_text("mine")

    write(SMALL, folder, replace=True)

    assert read(folder).season == SMALL
    assert contents(folder).keys() == {
        "season.toml", "couples.csv", "weeks.csv", "routines.csv", "README.md", "photos/ada.jpg",
    }  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["season"]


def test_when_moving_fails_the_old_folder_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "season"
    write(SMALL, folder)
    before = contents(folder)
    _failing(monkeypatch, lambda name: ".new-" in name)

    with pytest.raises(OSError, match="no room"):
        write(replace(SMALL, title="Another"), folder, replace=True)

    assert contents(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["season"]


def test_when_writing_fails_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        message = "no room"
        raise OSError(message)

    monkeypatch.setattr(written, "_reads_back", full)

    with pytest.raises(OSError, match="no room"):
        write(SMALL, tmp_path / "season")

    assert list(tmp_path.iterdir()) == []


def test_the_writer_says_what_it_would_have_written(tmp_path: Path) -> None:
    write(replace(SMALL, averaged=True), tmp_path / "season")
    top = (tmp_path / "season" / "season.toml").read_text(encoding="utf-8")

    assert 'book = "us-34"\n' in top
    assert "averaged = true\n" in top
    assert (tmp_path / "season" / "routines.csv").read_text(encoding="utf-8") == "week,star,Jo\n1,Ada,7\n"
    assert told(tmp_path / "season", Severity.PROBLEM) == []


def _failing(monkeypatch: pytest.MonkeyPatch, which: Callable[[str], bool]) -> None:
    """Let moving a folder of such a name fail."""
    move = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if which(self.name):
            message = "no room"
            raise OSError(message)
        return move(self, target)

    monkeypatch.setattr(Path, "rename", rename)
