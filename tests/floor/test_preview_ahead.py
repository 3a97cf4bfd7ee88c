"""What a preview says of empty seats, of the end of the rundown, and of what the vote can still do."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from mirrorball.core.book import Absent
from mirrorball.core.commands import (
    AskCorrection,
    Command,
    ExcuseJudge,
    GrantCorrection,
    GrantImmunity,
    OpenVote,
    SignReach,
    Take,
    Withdraw,
)
from mirrorball.core.refusals import Refusal
from mirrorball.core.show import Show
from mirrorball.floor.preview import preview
from tests.core.stage import (
    FINAL,
    JUDGED,
    STARS,
    WALTZ,
    a_week,
    after,
    ballots,
    sheets,
    the_night,
)

ANN, IDA = "scrutineer Ann", "judge Ida"
NOT_UNDONE = "This cannot be undone."


def said(show: Show, command: Command) -> tuple[str, ...]:
    """What the preview says of a command that is not refused."""
    told_ = preview(show, command)
    assert not isinstance(told_, Refusal), told_.sentence
    return told_


def hopeless() -> Show:
    """A final in which Cy and Dee cannot win: the panel's half counts twenty times the audience's."""
    return after(the_night(replace(FINAL, book=replace(FINAL.book, panel_weight=Fraction(20)))), *sheets())


def locked(*stars: str) -> Show:
    return after(the_night(), *sheets(stars or STARS))


@pytest.mark.parametrize(
    ("rule", "says", "points"),
    [
        (Absent.AVERAGE, "A mark that is missing from that seat is the mean of the other marks.", False),
        (Absent.WAIT, "No sheet can be locked without that seat until somebody takes it.", False),
        (Absent.WITHOUT, "The night counts without that seat, for every couple alike.", True),
    ],
)
def test_an_empty_seat_by_the_book(rule: Absent, says: str, points: bool) -> None:  # noqa: FBT001 - a table of cases
    week = a_week()
    show = after(the_night(replace(week, book=replace(week.book, absent=rule))), *sheets(("Ada",)))
    told_ = said(show, ExcuseJudge("Ida", "ill"))

    assert says in told_
    assert ("Points change: Ada from 27 to 18." in told_) == points
    assert ("1 mark given before is without effect." in told_) == points


def test_the_last_lock_tells_what_the_vote_can_still_do() -> None:
    *most, last = sheets()
    told_ = said(after(the_night(), *most), last)

    assert "Each of the 4 couples can leave or stay by the vote." in told_


def test_an_immunity_changes_who_could_still_leave() -> None:
    told_ = said(locked(), GrantImmunity("Ada"))

    assert told_[1] == "Each of the 3 couples can leave or stay by the vote."


def test_a_struck_mark_opens_its_sheet_and_the_question_again() -> None:
    show = after(locked(), AskCorrection("Ida", WALTZ, "Ada", None, "wrong couple", IDA))
    told_ = said(show, GrantCorrection("Ida", WALTZ, "Ada", ANN))

    assert told_ == (
        "Ida's 9 for Ada's waltz is struck: wrong couple.",
        "1 mark given before is without effect.",
        "The sheet of Ada's waltz is open again.",
        "Points change: Ada from 27 to not known.",
        "What the vote can still do is open again.",
        "It can be corrected again.",
    )


def test_opening_a_vote_that_matters_for_everybody() -> None:
    assert said(locked(), OpenVote())[1:] == (
        "Each of the 4 couples can leave or stay by the vote.",
        "The vote matters for every couple.",
        NOT_UNDONE,
    )


def test_opening_a_vote_that_was_signed_names_whose_fate_is_settled() -> None:
    told_ = said(after(hopeless(), SignReach("told the producer", ANN)), OpenVote())

    assert "Settled before the first vote: Cy and Dee." in told_


def test_the_end_of_the_rundown() -> None:
    show = after(locked(), *ballots()[:1], Take(5), Take(6))

    assert "After that the rundown is over." in said(show, Take(7))


def test_a_preview_changes_nothing() -> None:
    show = locked("Ada")
    before = replace(show)
    said(show, Withdraw("Ada", "knee"))

    assert show == before


def test_judges_choose_in_a_judged_week() -> None:
    """The report before the vote says who is at risk where judges have the last word."""
    told_ = said(after(the_night(JUDGED), *sheets()), OpenVote())

    assert told_[1].startswith("Each of the 4 couples")
