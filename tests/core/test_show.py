"""The state of a night is what its events add up to."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from mirrorball.core.apply import apply
from mirrorball.core.books import BOOKS
from mirrorball.core.commands import CallRoutine, NameSave
from mirrorball.core.decide import decide
from mirrorball.core.events import (
    ChampionsCrowned,
    Event,
    MarkGiven,
    MarksLocked,
    ResultSealed,
    RoutineCalled,
    SaveNamed,
    StepRevealed,
    StepTakenBack,
    TallySealed,
    VoteClosed,
    VoteExtended,
    VoteOpened,
)
from mirrorball.core.refusals import Refusal
from mirrorball.core.result_commands import ConfirmResult
from mirrorball.core.reveals import RevealStep, StepKind
from mirrorball.core.rundown import rundown
from mirrorball.core.season import Exit, RecordedSave, RecordedVotes, Result, StatedTotal
from mirrorball.core.show import Show, Vote, before, open_night, points_unknown, result_of
from mirrorball.core.ties import Place
from mirrorball.core.votes import Tally
from tests.core.stage import (
    ONE,
    PANEL,
    STARS,
    WALTZ,
    a_season,
    a_week,
    after,
    all_told,
    ballots,
    found,
    mark,
    marked,
    next_step,
    seal,
    sealed,
    sealed_show,
    sheets,
    the_night,
    told,
    voted,
)

FINAL = replace(a_week(), final=True, leave=0)


def test_a_night_begins_with_nothing_done() -> None:
    """Nobody called, no vote, no tally, nothing to reveal."""
    show = the_night()

    assert show == Show(a_season(), 1, rundown(a_season(), 1))
    assert (show.vote, show.tally, show.sealed, show.to_reveal) == (Vote.NOT_OPEN, None, None, ())
    assert show.week == a_week()
    assert [routine.star for routine in show.running_order] == list(STARS)


def test_before_a_night_the_season_knows_nothing_of_it_or_of_later_ones() -> None:
    """Marks, stated totals, saves, votes and results from that week on are gone; the plan and the past stay."""
    season = a_season(a_week(1), a_week(2), a_week(3))
    for week in (1, 2, 3):
        season = voted(marked(season, week), week)
    season = replace(
        season,
        stated=tuple(StatedTotal(week=week, star="Ada", total=Fraction(27)) for week in (1, 2, 3)),
        saves=tuple(RecordedSave(week=week, judge="Ida", star="Ada") for week in (1, 2, 3)),
        results=tuple(
            Result(star=star, exit=Exit.ELIMINATED, week=week) for star, week in zip("xyz", (1, 2, 3), strict=True)
        ),
    )
    then = before(season, 2)

    assert all(bool(routine.marks) is (routine.week == 1) for routine in then.routines)
    for rows in (then.stated, then.saves, then.votes, then.results):
        assert {row.week for row in rows} == {1}
    assert (then.couples, then.weeks) == (season.couples, season.weeks)
    assert before(then, 2) == then


def test_each_event_changes_what_it_is_about() -> None:
    """One after the other."""
    show = the_night()

    show = apply(show, RoutineCalled(WALTZ, "Ada"))
    assert show.called == ((WALTZ, "Ada"),)

    show = apply(show, MarkGiven("Ida", WALTZ, "Ada", Fraction(9)))
    ada, bo = show.routine(WALTZ, "Ada"), show.routine(WALTZ, "Bo")
    assert ada is not None
    assert bo is not None
    assert (dict(ada.marks), dict(bo.marks)) == ({"Ida": Fraction(9)}, {})

    show = apply(show, MarksLocked(WALTZ, "Ada", Fraction(27)))
    assert show.locked == {(WALTZ, "Ada")}

    assert apply(show, VoteOpened(STARS)).vote is Vote.OPEN
    assert apply(show, VoteOpened(STARS)).closes_at is None
    opened = apply(show, VoteOpened(STARS, 8))
    assert (opened.vote, opened.closes_at) == (Vote.OPEN, 8)
    opened = apply(opened, VoteExtended(9, "late", "Sue"))
    assert (opened.vote, opened.closes_at) == (Vote.OPEN, 9)
    show = apply(apply(show, VoteOpened(STARS)), VoteClosed())
    assert show.vote is Vote.CLOSED

    tally = Tally({"Ada": {"web": 3, "sms": 2}})
    show = apply(show, TallySealed(tally))
    assert show.tally == tally
    assert set(show.season.votes) == {
        RecordedVotes(week=1, star="Ada", channel="web", votes=3),
        RecordedVotes(week=1, star="Ada", channel="sms", votes=2),
    }

    show = apply(show, SaveNamed("Ida", "Ada"))
    assert show.season.saves == (RecordedSave(week=1, judge="Ida", star="Ada"),)

    last, third = (RevealStep(StepKind.OUT, (star,), Place(nth, nth)) for star, nth in (("Dee", 4), ("Cy", 3)))
    kept = sealed_show().sealed
    assert kept is not None
    fixed: ResultSealed = replace(kept, steps=(last, third))
    show = apply(show, fixed)
    assert (show.sealed, show.steps, show.to_reveal) == (fixed, (last, third), (last, third))

    show = apply(show, StepRevealed(1, StepKind.OUT, ("Dee",), Place(4, 4)))
    assert (show.revealed, show.to_reveal, show.told) == ((last,), (third,), False)
    assert apply(show, StepRevealed(2, StepKind.OUT, ("Cy",), Place(3, 3))).told
    assert (apply(show, StepTakenBack(1)).revealed, apply(show, StepTakenBack(1)).to_reveal) == ((), (last, third))

    assert apply(show, ChampionsCrowned(("Ada",), "cup")).champions == ("Ada",)


def test_an_event_leaves_the_show_before_it_alone() -> None:
    """A show is a value; the one that was read is still the one that was read."""
    show = the_night()
    apply(apply(show, RoutineCalled(WALTZ, "Ada")), MarkGiven("Ida", WALTZ, "Ada", Fraction(9)))

    assert show == the_night()


def test_a_mark_of_another_week_is_left_alone() -> None:
    """The same round and star dance every week."""
    show = open_night(marked(a_season(a_week(1), a_week(2)), 1), 2)
    show = apply(show, MarkGiven("Ida", WALTZ, "Ada", Fraction(2)))

    assert [dict(routine.marks) for routine in show.season.routines if routine.star == "Ada"] == [
        dict.fromkeys(PANEL, Fraction(9)),
        {"Ida": Fraction(2)},
    ]


def test_the_same_events_again_give_the_same_show() -> None:
    """What a log is for: read it back, and the night stands as it stood."""
    kept: list[Event] = []
    show = the_night(replace(a_week(book="us-28-29")))
    last = {"Ada": 4, "Bo": 3, "Cy": 2, "Dee": 1}
    judged = [NameSave("Ida", "Dee"), NameSave("Jo", "Dee")]
    asked = [*sheets(), *ballots(last)]
    while asked or not show.told:
        if asked:
            command = asked.pop(0)
        elif show.choosing:
            command = judged.pop(0)
        elif show.sealed is None:
            command = seal(show) if show.confirmed else ConfirmResult(found(show), ONE)
        else:
            command = next_step(show)
        answer = decide(show, command)
        assert not isinstance(answer, Refusal)
        for event in answer:
            kept.append(event)
            show = apply(show, event)
    again = the_night(replace(a_week(book="us-28-29")))
    for event in kept:
        again = apply(again, event)

    assert again == show
    assert len(kept) == 4 * 5 + 3 + 2 + 4 + 2 + 1  # sheets, vote, two people, safe to choice, saves, out


def test_a_night_that_ran_and_the_same_night_recorded_come_to_one_result() -> None:
    """The show's season holds what the folder would."""
    show = told()

    assert result_of(show.season, 1) == result_of(voted(marked(a_season(), 1), 1), 1)


def test_points_are_unknown_until_every_judge_has_marked() -> None:
    """Couple by couple."""
    show = after(the_night(), *sheets(("Ada", "Cy")))
    assert points_unknown(show) == ("Bo", "Dee")

    show = after(show, CallRoutine(WALTZ, "Bo"), mark("Ida", "Bo"), mark("Jo", "Bo"))
    assert points_unknown(show) == ("Bo", "Dee")
    assert points_unknown(after(show, mark("Kit", "Bo"))) == ("Dee",)


def test_where_the_votes_alone_decide_no_points_are_asked_for() -> None:
    """A gala by votes needs no marks to have a result."""
    show = the_night(replace(FINAL, book=BOOKS["gala-votes"]))

    assert points_unknown(show) == ()


@pytest.mark.parametrize(
    ("book", "marks", "votes", "known"),
    [
        ("us-3-16", True, True, True),
        ("us-3-16", True, False, False),
        ("us-3-16", False, True, False),
        ("gala-votes", False, True, True),
        ("gala-votes", True, False, False),
        ("gala-marks", True, False, True),
        ("gala-marks", False, True, False),
    ],
)
def test_a_result_is_known_when_the_halves_that_the_book_asks_for_are(
    book: str,
    marks: bool,  # noqa: FBT001
    votes: bool,  # noqa: FBT001
    known: bool,  # noqa: FBT001
) -> None:
    """No half is guessed, and none is waited for in vain."""
    season = a_season(replace(FINAL, book=BOOKS[book]))
    season = marked(season, 1) if marks else season
    season = voted(season, 1) if votes else season

    assert (result_of(season, 1) is not None) is known


def test_a_final_is_decided_by_its_own_night() -> None:
    """Also where the weeks before were decided by the marks and votes of the week before (1.9, 1.11)."""
    season = a_season(a_week(1, "us-18-25"), replace(a_week(2, "us-18-25"), final=True, leave=0))
    season = voted(marked(season, 1), 1, dict(zip(STARS, (9, 1, 1, 1), strict=True)))
    season = voted(marked(season, 2, dict.fromkeys(STARS, 8)), 2)
    result = result_of(season, 2)

    assert result is not None
    assert result.champions == ("Dee",)


def test_a_week_decided_by_the_week_before_ignores_tonight() -> None:
    """Both lags at once: tonight's marks and votes are for the next week (1.11)."""
    season = a_season(a_week(1, "us-18-25"), a_week(2, "us-18-25"))
    season = voted(marked(season, 1), 1, dict(zip(STARS, (400, 300, 200, 100), strict=True)))
    season = voted(marked(season, 2, dict.fromkeys(STARS, 8)), 2)

    assert result_of(season, 1) is None
    result = result_of(season, 2)
    assert result is not None
    assert result.out == ("Dee",)


def test_votes_for_who_is_gone_are_no_part_of_a_share() -> None:
    """Week 2 carries week 1, and Dee left between them."""
    season = a_season(a_week(1), replace(a_week(2), carry=1))
    season = voted(voted(marked(marked(season, 1), 2), 1), 2, {"Ada": 100, "Bo": 100, "Cy": 100})
    season = replace(season, results=(Result(star="Dee", exit=Exit.ELIMINATED, week=1),))
    result = result_of(season, 2)

    assert result is not None
    shares = {row.star: row.audience.value for row in result.standing.rows if row.audience}
    assert shares == {"Ada": Fraction(200, 900), "Bo": Fraction(300, 900), "Cy": Fraction(400, 900)}


def test_who_stays_hears_no_place() -> None:
    """In a week that is no final only who leaves is given a place."""
    show = sealed(told())

    assert [(step.stars, step.place) for step in show.to_reveal if step.place] == [(("Ada",), Place(4, 4))]
    assert [step.stars for step in show.to_reveal if not step.place] == [("Cy",), ("Dee",), ("Ada", "Bo")]
    assert all_told(show).to_reveal == ()
