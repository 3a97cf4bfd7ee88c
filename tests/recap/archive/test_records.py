"""Records name everybody who holds them, say what they measure, and keep averages apart."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorball.core.marks import night
from mirrorball.recap.archive import judging, upsets
from mirrorball.recap.archive.collect import Archive
from mirrorball.recap.archive.links import links
from mirrorball.recap.archive.ranking import ranked
from mirrorball.recap.archive.records import Chapter, chapters
from mirrorball.recap.archive.tables import tables
from mirrorball.recap.archive.verdicts import in_short, lines, markdown
from mirrorball.recap.story import story, unvoted
from tests.laws.season_strategies import seasons
from tests.recap.archive import small
from tests.recap.seasons import SHIPPED, shipped


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return small.collected(small.three(tmp_path_factory.mktemp("records") / "archive"))


def of(archive: Archive) -> dict[str, Chapter]:
    """The chapters by their keys."""
    found = chapters(archive.tables, links(archive.tables.seasons, archive.tables.couples))
    return {chapter.key: chapter for chapter in found}


@given(st.lists(st.integers(0, 4)), st.integers(1, 5))
@settings(max_examples=60)
def test_a_tie_is_listed_whole(values: list[int], first: int) -> None:
    listed = ranked(values, lambda value: value, first)

    kept = [value for _, value in listed]
    assert kept == sorted(values, reverse=True)[: len(kept)]
    assert all(values.count(value) == kept.count(value) for value in kept)
    assert len(kept) >= min(first, len(values))
    assert not kept or len(kept) - kept.count(kept[-1]) < first  # and no tie more than is asked for
    for place, value in listed:
        assert place.first == 1 + sum(other > value for other in values)
        assert place.last == sum(other >= value for other in values)


def test_averages_stand_apart(archive: Archive) -> None:
    found = of(archive)

    assert list(found) == ["single", "averages", "careers"]
    single = {cell.text for record in found["single"].records for holder in record.holders for cell in holder.cells}
    assert "Eve" not in single
    assert all(record.measure for chapter in found.values() for record in chapter.records)
    keys = [record.key for chapter in found.values() for record in chapter.records]
    assert len(set(keys)) == len(keys)


def test_who_stood_lowest_and_stayed(archive: Archive) -> None:
    (record,) = [record for record in of(archive)["single"].records if record.key == "single-stayed"]

    assert [holder.about for holder in record.holders] == ["Ďana"]
    assert "1 of 3 weeks" in record.measure
    assert record.headline.startswith(
        "Season 2, week 1: Ďana stayed with 20 from the panel, and Cy <b> & Co with 23 left"
    )


def test_the_strict_judge_is_last(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "ENOUGH", 5)
    (record,) = [record for record in of(archive)["single"].records if record.key == "single-judges"]

    assert [holder.cells[0].text for holder in record.holders][-1] == "Karl"
    assert "Judge 1" not in {holder.cells[0].text for holder in record.holders}


@given(seasons())
@settings(max_examples=30)
def test_leans_are_the_means_of_their_marks(season: object) -> None:
    told = story(unvoted(season))  # type: ignore[arg-type]
    found = {one.judge: one for one in judging.leanings(tables("one", told))}

    for judge in told.judges:
        assert found[judge.judge].lean == (None if judge.lean is None else judge.lean / 10)
        assert len(found[judge.judge].marks) == judge.marks


def test_a_team_dance_counts_once() -> None:
    found = {one.judge: one for one in judging.leanings(tables("us-32", shipped()))}

    assert any(routine.team for routine in SHIPPED.routines)
    assert {judge: len(one.marks) for judge, one in found.items()} == {j.judge: j.marks for j in shipped().judges}


def test_the_points_of_an_upset_are_those_that_decided() -> None:
    for parted in upsets.weeks(tables("us-32", shipped())):
        week = SHIPPED.week(parted.week.week)
        for star, points in parted.points.items():
            assert points == night(SHIPPED, week.book, week.number, star).points


def test_the_table_of_verdicts_counts_each_week_once(archive: Archive) -> None:
    every = lines(archive.tables)

    assert sum(sum(line.counts.values()) for line in every) == len(archive.tables.weeks)
    assert in_short(every).startswith("In 6 of 6 weeks some vote explains what is recorded. There is no exception.")
    page = markdown(archive.tables, links(archive.tables.seasons, archive.tables.couples))
    assert page.count("\n| ") == len(every)
    assert "| The Show, Season 2 |" in page


def test_an_exception_is_named_with_the_note_of_the_folder(tmp_path: Path) -> None:
    folder = small.folders(tmp_path, {"x-1": small.season(1)})
    (folder / "x-1" / "weeks.csv").write_text(
        "week,final,book,note\n1,,gala-marks,Told on air\n2,,,\n3,yes,,\n", encoding="utf-8"
    )

    archive = small.collected(folder)
    (line,) = lines(archive.tables)
    (exception,) = line.exceptions

    assert (exception.row.week, exception.verdict.value) == (1, "impossible")
    assert exception.why.startswith("No vote leads to it. ")
    assert exception.why.endswith("The folder notes: Told on air")


def test_a_lean_has_its_sign() -> None:
    assert judging.signed(Fraction(1, 3)) == "+0.33"
    assert judging.signed(Fraction(-1, 2)) == f"{judging.MINUS}0.5"
    assert judging.signed(Fraction(0)) == "0"
