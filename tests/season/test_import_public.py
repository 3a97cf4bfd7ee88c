"""The public table of 34 US seasons itself, and season folders, brought in."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from mirrorball.core.season import Exit
from mirrorball.season.check import check
from mirrorball.season.imports.brought import Brought
from mirrorball.season.imports.folder import folder
from mirrorball.season.imports.mcm import mcm
from mirrorball.season.possible import Verdict
from mirrorball.season.problems import Severity
from mirrorball.season.read import read
from mirrorball.season.write import write
from tests.season.folders import SHIPPED, copied
from tests.season.mcm_tables import usual


@pytest.fixture(scope="module")
def public(shared: Path) -> Brought:
    """What the public file comes to."""
    return mcm(_public(shared))


def _public(shared: Path) -> Path:
    return shared / "data" / "dwts-34-seasons" / "2026_MCM_Problem_C_Data.csv"


def _known(shared: Path) -> dict[str, set[tuple[str, ...]]]:
    """The oddities that somebody else counted in the file, by kind: season, star and week."""
    known: dict[str, set[tuple[str, ...]]] = {}
    with (_public(shared).parent / "known_issues.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            known.setdefault(row["issue"], set()).add(
                (row["season"], row["celebrity"], row["week"], row["detail"].partition("=")[0])
            )
    return known


def test_the_public_file_holds_34_seasons(public: Brought) -> None:
    assert [season.number for season in public.seasons] == list(range(1, 35))
    assert sum(len(season.couples) for season in public.seasons) == 421
    assert public.whole


def test_the_public_seasons_come_back_from_their_folders(public: Brought, tmp_path: Path) -> None:
    for season in public.seasons:
        write(season, tmp_path / f"{season.number}")
        again = read(tmp_path / f"{season.number}")

        assert again.season == season
        assert again.problems == ()


def test_the_oddities_are_those_that_were_counted(public: Brought, shared: Path) -> None:
    known = _known(shared)
    nobody = {
        (s.number, w.number) for s in public.seasons for w in s.weeks if not w.final and not s.eliminated_in(w.number)
    }
    several = {(s.number, w.number) for s in public.seasons for w in s.weeks if len(s.eliminated_in(w.number)) > 1}
    above = sum(mark > 10 for s in public.seasons for r in s.routines for mark in r.marks.values())
    changing = {s.number for s in public.seasons if len({len(w.panel) for w in s.weeks}) > 1}
    withdrew = {r.star for s in public.seasons for r in s.results if r.exit is Exit.WITHDREW}

    # In two seasons the third place was told a week before the final, so somebody did leave in that week.
    assert nobody == {(int(s), int(w)) for s, _, w, _ in known["no_elimination_week"]} - {(1, 5), (3, 9)}
    assert several == {(int(s), int(w)) for s, _, w, _ in known["multiple_elimination_week"]}
    assert above == len(known["score_above_10_bonus"]) == 221
    assert changing == {int(s) for s, *_ in known["panel_size_varies"]}
    assert withdrew == {star for _, star, *_ in known["withdrew"]}
    for words, count in (("nobody eliminated in week", len(nobody)), (" eliminated in week", len(nobody | several))):
        assert sum(words in remark.found for remark in public.remarks) == count


@pytest.mark.parametrize(
    ("words", "line", "field"),
    [
        ("'Eliminated Week 2' for Diana Nyad", 206, "results"),
        (r"'Dwight Howard\xa0'", 400, "celebrity_name"),
        ("'Floyd Mayweather Jr. '", 44, "celebrity_name"),
        ("'Social media personality' in 1 row", 419, "celebrity_industry"),
        ("12 for Tori Spelling and Anna Delvey", 396, "placement"),
        ("'3rd Place' for Joey Lawrence", 21, "results"),
        ("'Eliminated Week 11' for Jana Kramer", 274, "results"),
        ("'Withdrew' for Selma Blair", 368, "results"),
        ("'Alan Bersten (Rashad Jennings week 9)'", 411, "ballroom_partner"),
    ],
)
def test_single_oddities_of_the_public_file_are_told(public: Brought, words: str, line: int, field: str) -> None:
    (remark,) = [remark for remark in public.remarks if words in remark.found]

    assert (remark.line, remark.field) == (line, field)


def test_who_stood_in_for_a_pro_is_not_another_pro(public: Brought) -> None:
    last = public.seasons[33]
    stood_in = {(r.week, r.star, r.danced_with) for r in last.routines if r.danced_with}

    assert {couple.pro for couple in last.couples if "(" in couple.pro or "/" in couple.pro} == set()
    assert {week for week, _, _ in stood_in} == {9}
    assert {other for _, _, other in stood_in} == {
        *("Rashad Jennings", "Apolo Anton Ohno", "Kaitlyn Bristowe", "Xoshitl Gomez", "Joey Graziadei", "Rumer Willis")
    }
    assert last.couple("Andy Richter").pro == "Emma Slater"


def test_decimals_of_the_public_file_are_all_fractions(public: Brought) -> None:
    parts = {mark.denominator for s in public.seasons for r in s.routines for mark in r.marks.values()}

    assert parts == {1, 2, 3, 4, 6, 8, 9}


@pytest.mark.parametrize("number", [1, 2, 26])
def test_public_seasons_were_possible(public: Brought, tmp_path: Path, number: int) -> None:
    write(public.seasons[number - 1], tmp_path / "season")
    report = check(tmp_path / "season")

    assert report.of(Severity.PROBLEM) == ()
    assert {verdict.verdict for verdict in report.verdicts} <= {Verdict.POSSIBLE, Verdict.NOBODY_LEFT}


# Folders.


def test_a_season_folder_is_brought(tmp_path: Path) -> None:
    found = folder(copied(tmp_path / "season"))

    assert found.whole
    assert found.seasons == (read(SHIPPED).season,)


def test_a_season_folder_with_a_problem_is_told(tmp_path: Path) -> None:
    copied(tmp_path / "season")
    (tmp_path / "season" / "couples.csv").unlink()

    assert folder(tmp_path / "season").seasons == ()
    assert not folder(tmp_path / "season").whole
    assert not folder(tmp_path / "none").whole


def test_a_problem_between_tables_keeps_a_folder_out(tmp_path: Path) -> None:
    season = usual()
    late = replace(season.routines[-1], star="Di")
    write(replace(season, routines=(*season.routines, late)), tmp_path / "season")

    assert folder(tmp_path / "season").seasons == ()
