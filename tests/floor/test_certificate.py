"""The loss certificate: what it says of a night, and why there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mirrorball.core.show import Show
from mirrorball.floor.certificate import Certificate, certificate, lost_votes
from tests.core.stage import FINAL, a_season, a_week, marked, told, voted


def of(show: Show) -> Certificate:
    """The certificate, which has to be there."""
    found = certificate(show)
    assert isinstance(found, Certificate), found
    return found


def test_each_decision_has_its_sentence_and_the_votes_that_would_change_it() -> None:
    found = of(told(FINAL, votes={"Ada": 1000, "Bo": 500, "Cy": 300, "Dee": 299}))

    assert len(found.sentences) == len(found.margins) == 3
    last = found.witnesses[-1]
    (margin,) = [one for one in found.margins if one.place == 3]
    assert last.about == "places 3 and 4"
    assert {star: more for star, _, more in last.rows if more} == margin.added
    assert {star: votes for star, votes, _ in last.rows} == found.votes


def test_a_decision_that_no_votes_change_has_no_witness() -> None:
    found = of(told(FINAL, votes={"Ada": 1000, "Bo": 500, "Cy": 300, "Dee": 299}))
    alone = replace(found, margins=tuple(replace(one, least=None, added={}) for one in found.margins))

    assert alone.witnesses == ()


def test_channels_on_which_nothing_is_lost_are_not_told() -> None:
    found = of(told(FINAL, votes={"Ada": 1000, "Bo": 500, "Cy": 300, "Dee": 299}))

    assert found.against({"web": 0}) == ()
    assert found.against({"web": 0, "text message": 1}) == found.against({"text message": 1})
    assert len(found.against({"web": 5, "text message": 1})) == 3


def test_without_votes_marks_or_a_vote_there_is_none() -> None:
    unmarked, by_marks = voted(a_season(), 1), voted(marked(a_season(a_week(book="gala-marks")), 1), 1)

    assert certificate(Show(marked(a_season(), 1), 1)) == (
        "Nobody knows the votes of week 1, so nothing is decided by them in week 1."
    )
    assert certificate(Show(unmarked, 1)) == (
        "Marks of week 1 are missing, so nothing is decided yet that lost votes could change."
    )
    assert certificate(Show(by_marks, 1)) == "The book of week 1 asks no vote, so lost votes change nothing."


@pytest.mark.parametrize(
    ("text", "votes"),
    [("0", 0), (" 8000 ", 8000), ("8,000", 8000), ("8 000", 8000), ("1,234,567", 1_234_567), ("9" * 12, 10**12 - 1)],
)
def test_numbers_are_read_as_people_write_them(text: str, votes: int) -> None:
    assert lost_votes(text) == votes


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "1,5", "8,0000", "1,000 000", "9" * 13, "٣", "8 ,000", "1e3"])
def test_what_is_no_whole_number_is_none(text: str) -> None:
    assert lost_votes(text) is None
