"""The plan of a night: what a good one comes to, what is wrong with a bad one, and who has no time to change."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from mirrorball.core.rundown import LOOK_BACK, rundown
from mirrorball.core.season import Segment, SegmentKind
from mirrorball.season.check import check
from mirrorball.season.problems import Severity
from mirrorball.season.read import read
from tests.season.broken import sentences
from tests.season.folders import SHIPPED, Edit, all_of, cell, copied, keep, line, rows, season, told

TABLE = "rundown.csv"
FINALE = 11


def at(order: int, column: str, text: str) -> Edit:
    """Write into the row of this position, which stands on the line after it."""
    return cell(TABLE, {"order": str(order)}, column, text)


MISSED = """
rundown.csv, line 20: found no segment for the redemption of Jason Mraz, expected every routine of week 11
(routines.csv). Add a row for it, or the desk has to call it by hand.
"""
BROKEN: dict[str, tuple[Edit, str]] = {
    "a star who is misspelt": (
        at(3, "star", "Jason Mratz"),
        f"""
        rundown.csv, line 4, column 6 (star): found 'Jason Mratz', expected a star of couples.csv. Did you mean
        'Jason Mraz'?

        {MISSED}
        """,
    ),
    "a round that is misspelt": (
        at(3, "round", "redemtion"),
        f"""
        rundown.csv, line 4, column 5 (round): found 'redemtion', expected a round of Jason Mraz in week 11
        (routines.csv): 'redemption' or 'freestyle'. Did you mean 'redemption'?

        {MISSED}
        """,
    ),
    "somebody who does not dance that week": (
        at(3, "star", "Harry Jowsey"),
        f"""
        rundown.csv, line 4, column 6 (star): found 'Harry Jowsey', expected a star who dances in week 11, by
        routines.csv. Add the dance to routines.csv, or take this row out.

        {MISSED}
        """,
    ),
    "a routine twice": (
        at(12, "round", "redemption"),
        """
        rundown.csv, line 13, column 6 (star): found the redemption of Ariana Madix a second time, expected each routine
        once. Remove one of the two rows; the other stands on line 6.

        rundown.csv, line 20: found no segment for the freestyle of Ariana Madix, expected every routine of week 11
        (routines.csv). Add a row for it, or the desk has to call it by hand.
        """,
    ),
    "a routine left out": (
        line(TABLE, "11,3,routine,,redemption,Jason Mraz,\n", ""),
        MISSED.replace("line 20", "line 19"),
    ),
    "a routine of nobody": (
        at(2, "star", ""),
        f"""
        rundown.csv, line 3, column 6 (star): found an empty cell, expected a star who dances. Fill the cell, or write
        item for the kind.

        {MISSED.replace("Jason Mraz", "Alyson Hannigan")}
        """,
    ),
    "an order twice": (
        at(4, "order", "3"),
        """
        rundown.csv, line 5, column 2 (order): found '3', expected one row for each week and order. Remove one of the
        two rows; the other stands on line 4.
        """,
    ),
    "two votes": (
        at(17, "kind", "vote"),
        """
        rundown.csv, line 18, column 3 (kind): found 'vote' again, expected one vote in week 11. Remove one of the two
        rows; the other stands on line 17.
        """,
    ),
    "a reveal before the results": (
        at(17, "order", "99"),
        """
        rundown.csv, line 18, column 2 (order): found the results at 99, expected the results before the reveal, which
        has order 18. Give it a smaller order; nothing can be told before it is counted and joined.
        """,
    ),
    "results before the vote": (
        at(16, "order", "99"),
        """
        rundown.csv, line 17, column 2 (order): found the vote at 99, expected the vote before the results, which has
        order 17. Give it a smaller order; nothing can be told before it is counted and joined.
        """,
    ),
    "a kind that does not exist": (
        at(17, "kind", "result"),
        """
        rundown.csv, line 18, column 3 (kind): found 'result', expected 'routine' or 'package' or 'vote' or 'results'
        or 'reveal' or 'item'. Did you mean 'results'?
        """,
    ),
    "a film without a title": (
        at(1, "title", ""),
        """
        rundown.csv, line 2, column 4 (title): found an empty cell, expected what the package is. Fill the cell; the
        desk reads it out.
        """,
    ),
    "an item without a title": (
        all_of(at(1, "kind", "item"), at(1, "title", "")),
        """
        rundown.csv, line 2, column 4 (title): found an empty cell, expected what the item is. Fill the cell; the desk
        reads it out.
        """,
    ),
    "a vote in a round": (
        at(16, "round", "freestyle"),
        """
        rundown.csv, line 17, column 5 (round): found 'freestyle', expected a blank cell; a segment of the kind vote
        has no round. Remove it, or write routine for the kind if this is danced.
        """,
    ),
    "a reveal of one star": (
        at(18, "star", "Jason Mraz"),
        """
        rundown.csv, line 19, column 6 (star): found 'Jason Mraz', expected a blank cell; a segment of the kind reveal
        has no star. Remove it, or write routine for the kind if this is danced.
        """,
    ),
    "a week that is not planned": (
        at(16, "week", "12"),
        """
        rundown.csv, line 17, column 1 (week): found '12', expected a week of weeks.csv (1 to 11). Correct the number,
        or add the week to weeks.csv.
        """,
    ),
    "no position": (
        at(16, "order", ""),
        """
        rundown.csv, line 17, column 2 (order): found an empty cell, expected whole number. Fill the cell, or remove
        the row.
        """,
    ),
}


@pytest.mark.parametrize(("edit", "words"), BROKEN.values(), ids=BROKEN)
def test_a_person_is_told(tmp_path: Path, edit: Edit, words: str) -> None:
    folder = copied(tmp_path / "season")
    edit(folder)

    assert told(folder) == sentences(words)


def test_only_what_is_left_out_or_of_no_use_is_a_warning(tmp_path: Path) -> None:
    warned = {"a routine left out", "a vote in a round", "a reveal of one star"}
    for nth, (name, (edit, _)) in enumerate(BROKEN.items()):
        folder = copied(tmp_path / f"{nth}")
        edit(folder)

        assert (told(folder, Severity.PROBLEM) == []) is (name in warned), name


def test_a_dance_that_does_not_read_is_told_once_and_not_missed_in_the_rundown(tmp_path: Path) -> None:
    folder = copied(tmp_path / "season")
    cell("routines.csv", {"week": "11", "round": "redemption", "star": "Jason Mraz"}, "star", "Jason Mratz")(folder)

    assert [sentence for sentence in told(folder) if sentence.startswith(TABLE)] == []


# What a plan comes to.


def test_the_finale_is_planned_with_every_dance_and_every_film() -> None:
    shipped = read(SHIPPED).season
    night = rundown(shipped, FINALE)
    danced = [(s.round, s.star) for s in night if s.kind is SegmentKind.ROUTINE]
    films = Counter((s.title, s.star) for s in night if s.kind is SegmentKind.PACKAGE)

    assert night == shipped.segments
    assert Counter(danced) == Counter((r.round, r.star) for r in shipped.danced_in(FINALE))
    assert films == Counter((film.title, film.star) for film in shipped.packages)
    *_, vote, results, reveal, last = night
    assert [s.kind for s in (vote, results, reveal)] == [SegmentKind.VOTE, SegmentKind.RESULTS, SegmentKind.REVEAL]
    assert (last.kind, last.title) == (SegmentKind.ITEM, LOOK_BACK)
    assert [s.number for s in night] == list(range(1, 20))


def test_recorded_positions_are_those_of_the_plan() -> None:
    shipped = read(SHIPPED).season
    for round_ in ("redemption", "freestyle"):
        stars = [s.star for s in rundown(shipped, FINALE) if s.round == round_]
        known = {r.order: r.star for r in shipped.danced_in(FINALE) if r.round == round_ and r.order}

        assert known
        assert all(stars[order - 1] == star for order, star in known.items())


def test_a_blank_title_is_filled(tmp_path: Path) -> None:
    titles = {s.number: s.title for s in read(SHIPPED).season.segments}

    assert titles[2] == "Salsa"
    assert titles[9] == "Freestyle"
    assert [titles[n] for n in (16, 17, 18)] == ["The vote", "The results are worked out", "The reveal"]
    folder = copied(tmp_path / "season")
    all_of(at(2, "title", "Alyson's salsa"), at(16, "title", "Lines open"))(folder)
    named = {s.number: s.title for s in read(folder).season.segments}
    assert (named[2], named[16]) == ("Alyson's salsa", "Lines open")


def test_segments_stand_in_their_order_whatever_order_the_rows_have(tmp_path: Path) -> None:
    folder = copied(tmp_path / "season")
    head, *others = rows(folder / TABLE)
    keep(folder / TABLE, [head, *reversed([[week, f"{int(order) * 10}", *rest] for week, order, *rest in others])])
    found = read(folder)

    assert found.season.segments == read(SHIPPED).season.segments
    assert [at["order"] for at in found.at[TABLE]] == [f"{n * 10}" for n in range(1, 20)]


def test_a_week_without_rows_is_worked_out(tmp_path: Path) -> None:
    folder = copied(tmp_path / "season")
    (folder / TABLE).unlink()
    night = rundown(read(folder).season, FINALE)

    assert told(folder) == []
    assert Counter(s.kind for s in night) == Counter(s.kind for s in read(SHIPPED).season.segments)


def test_each_week_is_numbered_for_itself(tmp_path: Path) -> None:
    folder = season(tmp_path / "two", TWO_NIGHTS)

    assert told(folder) == []
    assert read(folder).season.segments == (
        Segment(week=1, number=1, kind=SegmentKind.ITEM, title="Opening"),
        Segment(week=1, number=2, kind=SegmentKind.ROUTINE, title="Jive", star="Ada"),
        Segment(week=1, number=3, kind=SegmentKind.ROUTINE, title="dance", star="Bo"),
        Segment(week=2, number=1, kind=SegmentKind.ROUTINE, title="dance", star="Bo", note="first"),
        Segment(week=2, number=2, kind=SegmentKind.ROUTINE, title="Jive", star="Ada"),
    )


TWO_NIGHTS = {
    "season.toml": 'format = 1\ntitle = "Two nights"\nbook = "us-34"\n',
    "couples.csv": "star,pro\nAda,Pat\nBo,Pat\nCy,Quinn",
    "weeks.csv": "week,leave\n1,0\n2,0",
    "routines.csv": "week,star,style\n1,Ada,Jive\n1,Bo,\n2,Ada,Jive\n2,Bo,",
    "rundown.csv": """
week,order,kind,title,star,note
2,1,routine,,Bo,first
2,2,routine,,Ada,
1,1,item,Opening,,
1,2,routine,,Ada,
1,3,routine,,Bo,
""",
}


# Time to change.


def notes(folder: Path) -> list[str]:
    return [note for note in told(folder, Severity.NOTE) if "straight after" in note]


def a_night(tmp_path: Path, routines: str, plan: str = "") -> Path:
    files = {**TWO_NIGHTS, "weeks.csv": "week,leave\n1,0", "routines.csv": routines}
    del files["rundown.csv"]
    return season(tmp_path / "night", {**files, **({TABLE: plan} if plan else {})})


def test_a_pro_who_dances_twice_in_a_row_is_noted(tmp_path: Path) -> None:
    folder = a_night(tmp_path, "week,order,star\n1,1,Ada\n1,2,Bo\n1,3,Cy")

    assert notes(folder) == sentences("""
        routines.csv, line 3, column 2 (order): found Pat again straight after Ada's dance, in Bo's dance, expected
        another dance, or a film, between the two. See that Pat can change in time, or move one of the two.
    """)
    assert check(folder).exit_code(strict=True) == 0


def test_last_of_a_round_and_first_of_the_next(tmp_path: Path) -> None:
    two_rounds = "week,round,order,star\n1,one,1,Ada\n1,one,{last},Cy\n1,two,1,Cy\n1,two,2,Ada"

    (note,) = notes(a_night(tmp_path, two_rounds.format(last=2)))
    assert "found Cy and Quinn again straight after Cy's one, in Cy's two" in note
    assert notes(a_night(tmp_path, two_rounds.format(last=""))) == []


@pytest.mark.parametrize(
    "routines",
    [
        "week,order,star\n1,1,Ada\n1,2,Cy\n1,3,Bo",
        "week,order,star\n1,,Ada\n1,,Bo\n1,,Cy",
        "week,order,star\n1,1,Ada\n1,3,Bo",
        "week,order,star,danced_with\n1,1,Ada,\n1,2,Bo,Rae\n1,3,Cy,",
        "week,round,order,star,team\n1,team,,Ada,Reds\n1,team,,Bo,Reds",
    ],
    ids=["apart", "order not known", "a gap", "somebody stands in", "one team"],
)
def test_time_enough_or_not_certain_is_not_noted(tmp_path: Path, routines: str) -> None:
    assert notes(a_night(tmp_path, routines)) == []


def test_a_plan_makes_the_order_certain_and_a_film_gives_time(tmp_path: Path) -> None:
    routines = "week,star\n1,Ada\n1,Bo"
    straight = "week,order,kind,title,star\n1,1,routine,,Ada\n1,2,routine,,Bo"
    with_film = "week,order,kind,title,star\n1,1,routine,,Ada\n1,2,package,A film,\n1,3,routine,,Bo"

    assert len(notes(a_night(tmp_path, routines, straight))) == 1
    assert notes(a_night(tmp_path, routines, with_film)) == []


def test_a_member_of_a_team_who_dances_alone_straight_after(tmp_path: Path) -> None:
    routines = "week,round,star,team\n1,team,Ada,Reds\n1,team,Cy,Reds\n1,solo,Ada,\n1,solo,Cy,"
    plan = """
week,order,kind,round,star
1,1,routine,team,Ada
1,2,routine,team,Cy
1,3,routine,solo,Ada
1,4,routine,solo,Cy
"""
    (note,) = notes(a_night(tmp_path, routines, plan))

    assert "found Ada and Pat again straight after Reds's team, in Ada's solo" in note


def test_the_shipped_season_leaves_everybody_time_to_change() -> None:
    assert notes(SHIPPED) == []
