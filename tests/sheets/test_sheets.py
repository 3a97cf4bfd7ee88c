"""Real contests, each worked through the core and held against what was published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations, product
from pathlib import Path
from typing import Any

import pytest

from mirrorball.core.books import BOOKS
from mirrorball.core.combine import Row, Standing, half, standing
from mirrorball.core.outcome import Awaits, choice, outcome
from mirrorball.core.reach import reach
from mirrorball.core.season import Week
from mirrorball.core.ties import Convention, groups, ranks
from tests.sheets.layout import Sheet, agrees, all_sheets, figure, lines

ALL = all_sheets()
TELEVISION = (
    "dwts_percent",
    "dwts_rank",
    "dwts_judges_save",
    "dwts_carryover_bonus",
    "strictly_points",
    "strictly_danceoff",
    "ranking_conventions",
)


def of_kind(kind: str) -> pytest.MarkDecorator:
    """Run a test once for each sheet of this kind."""
    sheets = [sheet for sheet in ALL if sheet.facts["kind"] == kind]
    return pytest.mark.parametrize("sheet", sheets, ids=[sheet.name for sheet in sheets])


def the_week(given: Mapping[str, Any]) -> Week:
    """The week of a sheet that holds only one. The panel is who spoke, unless the sheet names it."""
    spoke = [line["judge"] for line in lines(given["saves"])] if "saves" in given else []
    return Week(
        number=1,
        panel=tuple(given.get("judges", spoke)),
        book=BOOKS[given["book"]],
        leave=given.get("leave", 1),
        final=given.get("final", False),
        casting_judge=given.get("casting", ""),
    )


def points_and_votes(table: str) -> tuple[dict[str, Fraction], dict[str, int]]:
    """What each couple was given. Where only ranks were published, points and votes that rank so."""
    rows = lines(table)
    points, votes = {}, {}
    for row in rows:
        points[row["couple"]] = (
            figure(row["points"]) if "points" in row else Fraction(len(rows) + 1 - int(row["panel rank"]))
        )
        votes[row["couple"]] = (
            int(figure(row["votes"])) if "votes" in row else len(rows) + 1 - int(row["audience rank"])
        )
    return points, votes


def columns_of(row: Row) -> dict[str, Fraction]:
    """The figures of a row, by the column in which a sheet draws them."""
    assert row.panel is not None
    assert row.audience is not None
    return {"panel": row.panel.value, "audience": row.audience.value, "combined": row.combined}


def of_standing(sheet: Sheet) -> Standing:
    """The standing of a sheet of that kind."""
    return standing(BOOKS[sheet.given["book"]], *points_and_votes(sheet.given["table"]))


@pytest.mark.parametrize("sheet", ALL, ids=[sheet.name for sheet in ALL])
def test_every_sheet_says_where_its_figures_come_from(sheet: Sheet) -> None:
    """No figure without its source."""
    for key in ("title", "source", "note", "vectors"):
        assert sheet.facts[key], key
    assert sheet.facts["kind"] in {"standing", "half", "choice", "season", "ranks"}


def test_every_television_vector_has_a_sheet(shared: Path) -> None:
    """Nothing that was collected is left out, and no sheet names a vector that is not there."""
    collected = {
        f"{name}/{vector['id']}"
        for name in TELEVISION
        for vector in json.loads((shared / "rules" / "vectors" / f"{name}.json").read_text(encoding="utf-8"))["vectors"]
    }

    assert {vector for sheet in ALL for vector in sheet.facts["vectors"]} == collected


@of_kind("standing")
def test_a_standing_has_the_order_and_the_figures_of_its_sheet(sheet: Sheet) -> None:
    """Best first; each half, the sum and the place."""
    result = of_standing(sheet)
    expected = lines(sheet.expected["table"])
    within = figure(sheet.expected["within"]) if "within" in sheet.expected else None

    assert list(result.stars) == [line["couple"] for line in expected]
    for line in expected:
        row = result.row(line["couple"])
        for column, number in columns_of(row).items():
            assert agrees(number, line[column], within), (line["couple"], column, number)
        assert str(row.place) == line["place"]


@of_kind("standing")
def test_a_standing_gives_the_reasons_of_its_sheet(sheet: Sheet) -> None:
    """What separates each couple from the next, with both figures."""
    if "why" not in sheet.expected:
        return
    found = [
        {"ahead": s.ahead, "behind": s.behind, "by": s.by.value, "figures": (s.ahead_figure, s.behind_figure)}
        for s in of_standing(sheet).separations
    ]
    drawn = [
        {
            "ahead": line["ahead"],
            "behind": line["behind"],
            "by": line["by"],
            "figures": (figure(line["ahead's"]), figure(line["behind's"])),
        }
        for line in lines(sheet.expected["why"])
    ]

    assert found == drawn


@of_kind("standing")
def test_a_standing_leads_to_the_outcome_of_its_sheet(sheet: Sheet) -> None:
    """Who is in jeopardy, who leaves, who is crowned, and whether somebody else has to decide."""
    week = the_week(sheet.given)
    result = outcome(week, 0 if week.final else week.leave, of_standing(sheet))

    assert list(result.jeopardy) == sheet.expected.get("jeopardy", [])
    assert list(result.out) == sheet.expected.get("out", [])
    assert list(result.champions) == sheet.expected.get("champions", [])
    assert result.awaits.value == sheet.expected.get("awaits", "nothing")


@of_kind("standing")
def test_a_misprint_is_not_what_the_rule_gives(sheet: Sheet) -> None:
    """A figure that a source got wrong is kept in the sheet, and the core does not repeat it."""
    for misprint in sheet.facts.get("misprint", []):
        number = columns_of(of_standing(sheet).row(misprint["couple"]))[misprint["column"]]

        assert not agrees(number, misprint["printed"])
        assert misprint["because"]


@of_kind("standing")
def test_what_the_audience_could_have_done_is_what_the_sheet_counts(sheet: Sheet) -> None:
    """Each order of the votes is tried, and what ``reach`` says agrees with the count."""
    points, _ = points_and_votes(sheet.given["table"])
    orders = list(permutations(points))
    for line in lines(sheet.expected["reach"]) if "reach" in sheet.expected else []:
        week = Week(number=1, panel=(), book=BOOKS[line["book"]])
        escapes = 0
        for order in orders:
            votes = {star: len(order) - nth for nth, star in enumerate(order)}
            escapes += line["couple"] not in outcome(week, 1, standing(week.book, points, votes)).jeopardy

        assert (escapes, len(orders)) == (int(line["escapes the lowest two"]), int(line["of"]))
        (mine,) = (found for found in reach(week, 1, points) if found.star == line["couple"])
        assert mine.can_escape_jeopardy is (escapes > 0)


@of_kind("half")
def test_half_a_result_has_the_figures_of_its_sheet(sheet: Sheet) -> None:
    """Where only the panel's side was published."""
    book = BOOKS[sheet.given["book"]]
    points = {line["couple"]: figure(line["points"]) for line in lines(sheet.given["table"])}
    panel = half(book.combine, points, book.panel_ties)
    within = figure(sheet.expected["within"]) if "within" in sheet.expected else None

    assert len(panel) == len(lines(sheet.expected["table"]))
    for line in lines(sheet.expected["table"]):
        assert agrees(panel[line["couple"]].value, line["panel"], within), line["couple"]


def with_the_pair_last(given: Mapping[str, Any], pair: tuple[str, str]) -> Standing:
    """A standing in which one couple is safe, then come the two to choose between, then who is lower still."""
    order = ["a couple that is safe", *pair, *given.get("below", [])]
    votes = {star: len(order) - nth for nth, star in enumerate(order)}
    return standing(BOOKS[given["book"]], {star: Fraction(n) for star, n in votes.items()}, votes)


@of_kind("choice")
def test_the_judges_choice_is_that_of_the_sheet(sheet: Sheet) -> None:
    """Whom they saved, by how many, and who left. It does not matter which of the two stood lower."""
    if "saves" not in sheet.given:
        return
    week = the_week(sheet.given)
    saves = {line["judge"]: line["saves"] for line in lines(sheet.given["saves"])}
    first, second = sheet.given["pair"]
    for pair in ((first, second), (second, first)):
        result = outcome(week, week.leave, with_the_pair_last(sheet.given, pair), saves)

        assert result.save is not None
        assert result.save == choice(pair, saves, week.casting_judge or week.book.head_judge, week.panel)
        assert result.save.saved == sheet.expected["saved"]
        assert result.save.by.value == sheet.expected["by"]
        assert f"{result.save.for_saved}-{result.save.for_lost}" == sheet.expected["count"]
        assert list(result.out) == sheet.expected["out"]
        assert result.awaits is Awaits.NOTHING


@of_kind("choice")
def test_a_choice_whose_votes_were_not_published_fits_every_way_they_can_have_been(sheet: Sheet) -> None:
    """Where the couple on record was saved, the couples on record left; otherwise others did."""
    if "saves" in sheet.given:
        return
    week = the_week(sheet.given)
    first, second = sheet.given["pair"]
    saved_as_recorded = 0
    for spoken in product((first, second), repeat=len(week.panel)):
        saves = dict(zip(week.panel, spoken, strict=True))
        result = outcome(week, week.leave, with_the_pair_last(sheet.given, (first, second)), saves)
        assert result.save is not None
        as_recorded = result.save.saved == sheet.expected["saved"]

        assert (list(result.out) == sheet.expected["out"]) is as_recorded
        saved_as_recorded += as_recorded
    assert saved_as_recorded == 2 ** len(week.panel) // 2


@of_kind("ranks")
def test_ties_are_ranked_as_the_sheet_has_them(sheet: Sheet) -> None:
    """Each convention, one column; equal values keep the order in which they came."""
    rows = lines(sheet.expected["table"])
    sign = -1 if sheet.given["best"] == "lowest" else 1
    values = {nth: sign * figure(row["value"]) for nth, row in enumerate(rows)}
    for convention in Convention:
        if convention.value in rows[0]:
            found = ranks(values, convention)
            assert [found[nth] for nth in values] == [figure(row[convention.value]) for row in rows], convention
    if "in order" in rows[0]:
        in_order = [key for group in groups(values, values.__getitem__) for key in group]
        assert [in_order.index(nth) + 1 for nth in values] == [int(row["in order"]) for row in rows]
