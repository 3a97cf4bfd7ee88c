"""What a night's log has told, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from mirrorball.core.apply import apply
from mirrorball.core.commands import (
    CloseVote,
    Command,
    ExcuseJudge,
    GiveMark,
    GrantImmunity,
    LockMarks,
    NameSave,
    OpenVote,
    ScratchRoutine,
    SealTally,
    SignReach,
    Withdraw,
)
from mirrorball.core.events import Event, ResultSealed, RoutineCalled, RoutineRestored, StepRevealed
from mirrorball.core.refusals import Refusal
from mirrorball.core.result_commands import ConfirmResult, Crown, RevealNext, SealResult, TakeBack
from mirrorball.core.reveals import Decision, StepKind
from mirrorball.core.sealing import found_tonight
from mirrorball.core.season import (
    Bonus,
    Exit,
    Package,
    RecordedSave,
    RecordedVotes,
    Result,
    Season,
)
from mirrorball.core.show import open_night
from mirrorball.core.stuck import settled
from mirrorball.core.votes import Tally
from mirrorball.floor.rehearsal import marked as danced
from mirrorball.recap.story import story, unvoted
from mirrorball.recap.told import OtherNight, night, told, told_through, votes_told, week_sealed
from mirrorball.season.possible import verdict_on
from mirrorball.season.read import read
from tests.core.stage import (
    FINAL,
    ONE,
    PANEL,
    SALT,
    STARS,
    TWO,
    VOTES,
    WALTZ,
    a_season,
    a_week,
    after,
    all_told,
    ballots,
    choosing_show,
    decided,
    events_of,
    marked_show,
    next_step,
    sealed,
    sealed_show,
    sheets,
    the_night,
    told_final,
    voted,
)
from tests.core.stage import told as counted_night
from tests.season.folders import SHIPPED

FINALE = 11


def left(season: Season) -> dict[str, tuple[str, str]]:
    """Who left or was placed, how, and at which place."""
    return {result.star: (result.exit.value, str(result.place)) for result in season.results}


# Marks.


def test_marks_are_told_once_their_sheet_is_locked() -> None:
    show = marked_show()
    assert [routine.marks for routine in told(show).routines] == [{}] * len(STARS)

    show = after(show, *(GiveMark(judge, WALTZ, "Ada", Fraction(9)) for judge in PANEL[1:]), LockMarks(WALTZ, "Ada"))
    assert [len(routine.marks) for routine in told(show).routines] == [3, 0, 0, 0]


def test_what_is_noted_of_a_routine_waits_for_its_sheet() -> None:
    season = a_season()
    noted = replace(season, routines=tuple(replace(r, note="The highest of the night") for r in season.routines))
    show = after(open_night(noted, 1), *sheets(("Ada",)))

    assert [routine.note for routine in told(show).routines] == ["The highest of the night", "", "", ""]


def test_a_scratched_routine_and_an_excused_judge_are_seen_by_everybody() -> None:
    show = after(the_night(), ExcuseJudge("Kit", "a reason for the desk"), ScratchRoutine(WALTZ, "Bo", "hurt"))
    season = told(show)

    assert season.week(1).absent == ("Kit",)
    assert [routine.star for routine in season.routines] == ["Ada", "Cy", "Dee"]


# The result.


def test_a_step_at_a_time() -> None:
    show = sealed_show()
    seen = [left(told(show))]
    while show.to_reveal:
        show = after(show, next_step(show))
        seen.append(left(told(show)))

    assert seen[-2:] == [{}, {"Ada": ("eliminated", "4")}]
    assert told(show).week(1).named_in_jeopardy == ("Ada", "Bo")


def test_a_step_that_was_taken_back_is_not_told() -> None:
    show = all_told(sealed_show())
    show = after(show, TakeBack(len(show.revealed)))

    assert left(told(show)) == {}


def test_a_reopened_result_is_not_told() -> None:
    crowned = after(told_final(), Crown())
    assert left(told(crowned))["Dee"] == ("final", "1")

    assert left(told(decided(crowned, Decision.REOPEN))) == {}


def test_places_of_a_final_come_one_by_one() -> None:
    show = sealed(counted_night(FINAL))
    show = after(show, next_step(show))

    season = told(show)
    assert left(season) == {"Ada": ("final", "4")}
    assert not story(season).over
    assert [journey.star for journey in story(told(all_told(show))).champions] == ["Dee"]


def test_the_judges_choice_is_told_once_they_choose_in_front_of_everybody() -> None:
    show = choosing_show()
    assert told(show).saves == ()
    show = after(show, NameSave("Ida", "Dee"))
    assert told(show).saves == (RecordedSave(week=1, judge="Ida", star="Dee"),)
    assert left(told(show)) == {}

    show = after(show, NameSave("Jo", "Dee"))
    show = all_told(show)
    assert left(told(show)) == {"Cy": ("eliminated", "4")}


def test_nobody_leaves_once_the_room_has_heard_it() -> None:
    show = sealed(decided(counted_night(), Decision.NOBODY_LEAVES))
    assert told(show).week(1).leave == 1

    season = told(all_told(show), votes=True)
    assert season.week(1).leave == 0
    assert (left(season), story(season).week(1).outcome is not None) == ({}, True)


def test_void_votes_are_published_by_nobody() -> None:
    show = all_told(sealed(decided(counted_night(), Decision.VOTES_VOID)))

    assert show.told
    assert told(show, votes=True).votes == ()
    assert told(show).week(1).leave == 0


def test_who_withdrew_is_seen_and_why_is_for_the_desk() -> None:
    (result,) = told(after(the_night(), Withdraw("Bo", "a private matter"))).results

    assert (result.star, result.exit, result.note) == ("Bo", Exit.WITHDREW, "")


def test_immunity_of_the_plan_is_known_and_that_of_the_night_is_told_at_its_end() -> None:
    week = replace(a_week(), immune=("Dee",))
    show = after(the_night(week), GrantImmunity("Cy"))
    assert told(show).week(1).immune == ()
    assert told(show, planned=week).week(1).immune == ("Dee",)

    show = all_told(sealed(after(show, *sheets(), *ballots())))
    assert told(show).week(1).immune == ("Dee", "Cy")


def test_films_are_told_as_they_are_shown_and_later_weeks_are_not() -> None:
    films = tuple(Package(week=week, title=f"Film {week}", star="Ada") for week in (1, 2, 3))
    bonus = tuple(Bonus(week=week, star="Ada", contest="relay", points=Fraction(3)) for week in (1, 2, 3))
    season = replace(a_season(a_week(1), a_week(2), a_week(3)), packages=films, bonuses=bonus)
    show = open_night(season, 2)

    assert [film.week for film in told(show).packages] == [1]
    assert [one.week for one in told(show).bonuses] == [1, 2]
    assert {routine.week for routine in told(show).routines} == {1, 2}
    assert [week.number for week in told(show).weeks] == [1, 2, 3]


# Votes.


def test_votes_are_told_when_they_are_asked_for_and_all_is_told() -> None:
    show = sealed_show()
    assert told(show, votes=True).votes == ()

    whole = all_told(show)
    assert told(whole).votes == ()
    assert {row.star: row.votes for row in told(whole, votes=True).votes} == VOTES


@pytest.mark.parametrize(
    ("book", "carry", "told_after"),
    [("us-3-16", None, {1: [1], 2: [1, 2]}), ("us-18-25", None, {1: [], 2: [1]}), ("us-32-33", 1, {1: [], 2: [1, 2]})],
)
def test_votes_wait_for_every_result_that_rests_on_them(
    book: str, carry: int | None, told_after: Mapping[int, list[int]]
) -> None:
    weeks = (a_week(1, book), replace(a_week(2, book), carry=carry), a_week(3, book))
    season = voted(voted(a_season(*weeks), 1), 2)

    for through, weeks_told in told_after.items():
        assert sorted({row.week for row in votes_told(season, through)}) == weeks_told
    assert told_through(season) == 0
    assert told_through(replace(season, results=(Result(star="Ada", exit=Exit.ELIMINATED, week=2),))) == 2


# The log beside the folder.


def events_of_finale() -> tuple[Season, list[Event]]:
    """The finale of season 32 played on a vote that leads to the recorded places."""
    season = read(SHIPPED).season
    votes = verdict_on(season, season.week(FINALE)).votes
    assert votes is not None
    carried = tuple(RecordedVotes(week=10, star=star, channel="online", votes=n) for star, n in votes.items())
    show = open_night(replace(season, votes=carried), FINALE)
    happened: list[Event] = []

    def ask(command: Command) -> None:
        nonlocal show
        for event in events_of(show, command):
            happened.append(event)
            show = apply(show, event)

    for command in danced(season, FINALE):
        ask(command)
    ask(SignReach("so", TWO)) if settled(show) else None
    tally = Tally({star: {"online": n} for star, n in votes.items()})
    for command in (OpenVote(), CloseVote(), SealTally(tally)):
        ask(command)
    found = found_tonight(show)
    assert not isinstance(found, Refusal)
    for command in (ConfirmResult(found, ONE), SealResult(found, SALT, TWO)):
        ask(command)
    while show.to_reveal:
        ask(RevealNext(len(show.revealed) + 1))
    ask(Crown())
    return season, happened


@pytest.fixture(scope="module")
def finale() -> tuple[Season, list[Event]]:
    return events_of_finale()


def test_a_whole_night_tells_what_the_folder_says_once_it_is_written_in(finale: tuple[Season, list[Event]]) -> None:
    season, happened = finale
    log, folder = told(night(season, FINALE, happened)), unvoted(season)
    by_star = {result.star: replace(result, note="") for result in folder.results}

    assert {result.star: replace(result, note="") for result in log.results} == by_star
    assert replace(log, results=folder.results) == folder
    assert replace(story(log), season=folder, journeys=()) == replace(story(folder), journeys=())
    assert [j.star for j in story(log).journeys] == [j.star for j in story(folder).journeys]


def test_the_week_is_found_by_the_hash_of_the_sealed_result(finale: tuple[Season, list[Event]]) -> None:
    season, happened = finale
    assert week_sealed(season, happened) == FINALE
    assert week_sealed(replace(season, title="Another"), happened) is None
    assert week_sealed(season, [e for e in happened if not isinstance(e, ResultSealed)]) is None


def test_the_log_of_another_night_is_refused() -> None:
    season = a_season()
    with pytest.raises(OtherNight, match="calls Zoe for waltz, whom week 1"):
        night(season, 1, [RoutineCalled(WALTZ, "Zoe")])
    with pytest.raises(OtherNight, match="tells something of Zoe"):
        night(season, 1, [StepRevealed(1, StepKind.OUT, ("Zoe",), None)])
    with pytest.raises(OtherNight, match="entry 2 changes what is not there"):
        night(season, 1, [RoutineCalled(WALTZ, "Ada"), RoutineRestored(WALTZ, "Bo")])
