"""How an outcome is told: a step at a time, taken back, chosen in front of everybody, crowned, told anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mirrorball.core import result_refusals
from mirrorball.core.apply import apply
from mirrorball.core.book import Decider
from mirrorball.core.books import BOOKS
from mirrorball.core.commands import Command, ExcuseJudge, Hold, NameSave, Resume, SubstituteJudge
from mirrorball.core.decide import decide
from mirrorball.core.events import ChampionsCrowned, StepRevealed, StepTakenBack
from mirrorball.core.night_refusals import OnHold
from mirrorball.core.refusals import (
    AllRevealed,
    AlreadySealed,
    AlreadySpoken,
    NoChampions,
    NoChoice,
    NotOnPanel,
    NotRevealed,
    NotSealed,
    Refusal,
)
from mirrorball.core.result_commands import ConfirmResult, Crown, PlanReveal, RevealNext, TakeBack
from mirrorball.core.result_refusals import AlreadyTold, ChoiceOpen, NotLastStep, NotNextStep, TrophyHanded
from mirrorball.core.reveals import Decision, RevealOrder, RevealStep, StepKind
from mirrorball.core.season import Week
from mirrorball.core.show import Show
from mirrorball.core.ties import Place
from mirrorball.core.undo import inverse
from tests.core import test_decisions, test_sealing
from tests.core.stage import (
    FINAL,
    FOUND,
    JUDGED,
    ONE,
    PANEL,
    STARS,
    a_week,
    after,
    all_told,
    ballots,
    choosing_show,
    confirmed,
    corrected,
    decided,
    events_of,
    found,
    judged_show,
    next_step,
    refusal_of,
    seal,
    sealed,
    sealed_final,
    sealed_show,
    sheets,
    the_night,
    told,
    told_final,
)

LOWEST = {"Ada": 4, "Bo": 3, "Cy": 2, "Dee": 1}  # as the marks are, so Cy and Dee are the lowest two


def texts(steps: tuple[RevealStep, ...]) -> list[str]:
    """The steps in short."""
    return [" ".join([step.kind.value, *([str(step.place)] if step.place else []), *step.stars]) for step in steps]


def saved(show: Show, **by: str) -> Show:
    """The show after these judges have spoken."""
    return after(show, *(NameSave(judge, star) for judge, star in by.items()))


# One step at a time.


def test_steps_are_told_one_after_the_other() -> None:
    """As they were sealed; the show knows which are told and which are to come."""
    show = sealed_show()
    planned = show.steps
    for nth, step in enumerate(planned, 1):
        assert show.to_reveal[0] == step
        assert events_of(show, RevealNext(nth)) == [StepRevealed(nth, step.kind, step.stars, step.place)]
        assert not show.told
        show = after(show, RevealNext(nth))
        assert show.revealed == planned[:nth]

    assert show.told
    assert show.to_reveal == ()
    assert texts(show.revealed) == ["safe Cy", "safe Dee", "jeopardy Ada Bo", "out 4 Ada"]


def test_of_two_who_press_at_once_one_is_refused() -> None:
    """Both have named the first step."""
    show = after(sealed_show(), RevealNext(1))

    assert refusal_of(show, RevealNext(1)) == AlreadyTold(1)
    assert refusal_of(show, RevealNext(3)) == NotNextStep(3, 2)
    assert refusal_of(show, RevealNext(0)) == NotNextStep(0, 2)
    assert refusal_of(show, RevealNext(-1)) == NotNextStep(-1, 2)


def test_nothing_is_told_before_the_seal_while_held_and_after_the_end() -> None:
    """Whatever step is named."""
    end = all_told(sealed_show())

    assert refusal_of(told(), RevealNext(1)) == NotSealed("result")
    assert refusal_of(after(sealed_show(), Hold("a fire alarm")), RevealNext(1)) == OnHold("a fire alarm")
    assert refusal_of(end, RevealNext(5)) == AllRevealed()
    assert refusal_of(end, RevealNext(4)) == AlreadyTold(4)


def test_a_step_is_taken_back_even_while_the_night_is_held() -> None:
    """The wrong name has to go from the screens at once; told again it is the same step."""
    show = after(sealed_show(), RevealNext(1), RevealNext(2), Hold("wrong"))
    back = after(show, TakeBack(2))

    assert events_of(show, TakeBack(2)) == [StepTakenBack(2)]
    assert back.revealed == show.revealed[:1]
    assert after(back, Resume(), RevealNext(2)).revealed == show.revealed


def test_only_the_last_step_is_taken_back() -> None:
    """And of none told, none."""
    show = after(sealed_show(), RevealNext(1), RevealNext(2))

    for step in (1, 3, 0, -1):
        assert refusal_of(show, TakeBack(step)) == NotLastStep(step)
    assert refusal_of(sealed_show(), TakeBack(0)) == NotLastStep(0)
    assert refusal_of(told(), TakeBack(1)) == NotLastStep(1)
    assert refusal_of(after(show, TakeBack(2)), TakeBack(2)) == NotLastStep(2)


def test_telling_is_undone_and_undone_again() -> None:
    """The inverse of a step is to take it back, and of that to tell it."""
    show = after(sealed_show(), RevealNext(1))
    (event,) = events_of(show, RevealNext(2))
    undo = inverse(show, event)
    assert undo == TakeBack(2)

    forth = apply(show, event)
    (back,) = events_of(forth, undo)
    assert after(forth, undo) == show
    assert inverse(forth, back) == RevealNext(2)
    assert after(show, RevealNext(2)) == forth


def test_what_two_people_fixed_or_everybody_saw_is_not_undone_by_one() -> None:
    """It is reopened, or stays."""
    night = after(the_night(), *sheets())
    lasting: list[tuple[Show, Command]] = [
        (night, PlanReveal(RevealOrder.GROUPS, ONE)),
        (told(), ConfirmResult(FOUND, ONE)),
        (confirmed(told()), seal(told())),
        (choosing_show(), NameSave("Ida", "Cy")),
        (told_final(), Crown()),
    ]
    for show, command in lasting:
        assert [inverse(show, event) for event in events_of(show, command)] == [None]


# The judges choose.


def test_the_judges_choose_once_everybody_has_heard_between_whom() -> None:
    """Not before, and not anybody else."""
    sealed_ = sealed(judged_show())
    assert refusal_of(judged_show(), NameSave("Ida", "Cy")) == NoChoice("Cy")
    assert refusal_of(sealed_, NameSave("Ida", "Cy")) == NoChoice("Cy")

    show = all_told(sealed_)
    assert texts(show.revealed)[-2:] == ["jeopardy Cy Dee", "choice Cy Dee"]
    assert show.choosing == ("Cy", "Dee")
    assert not show.told
    assert refusal_of(show, NameSave("Ida", "Ada")) == NoChoice("Ada")
    assert refusal_of(show, NameSave("Lou", "Cy")) == NotOnPanel("Lou", PANEL)
    assert refusal_of(saved(show, Ida="Cy"), NameSave("Ida", "Dee")) == AlreadySpoken("Ida", "Cy")


def test_nothing_is_told_while_the_judges_choose() -> None:
    """Not even by who knows the number of the step."""
    show = saved(choosing_show(), Ida="Cy")

    assert show.to_reveal == ()
    assert refusal_of(show, next_step(show)) == ChoiceOpen()
    assert refusal_of(show, Crown()) == NoChampions()


@pytest.mark.parametrize(("by", "out"), [({"Ida": "Cy", "Jo": "Cy"}, "Dee"), ({"Ida": "Dee", "Kit": "Dee"}, "Cy")])
def test_who_was_not_saved_leaves_in_the_steps_that_follow(by: dict[str, str], out: str) -> None:
    """Two of three are enough; the third has nothing more to choose."""
    show = saved(choosing_show(), **by)

    assert show.choosing == ()
    assert texts(show.to_reveal) == [f"out 4 {out}"]
    assert refusal_of(show, NameSave("Jo" if "Kit" in by else "Kit", out)) == NoChoice(out)
    assert all_told(show).told
    assert show.sealed is not None
    assert show.sealed.out == ()  # what was sealed is what was known then


def test_a_choice_that_is_taken_back_was_not_made() -> None:
    """A judge has named the wrong couple: all of them choose anew."""
    show = saved(choosing_show(), Ida="Cy", Jo="Cy")
    back = after(show, TakeBack(len(show.revealed)))

    assert [save for save in back.season.saves if save.week == 1] == []
    assert back == after(choosing_show(), TakeBack(len(show.revealed)))
    again = saved(after(back, next_step(back)), Ida="Dee", Jo="Dee")
    assert texts(again.to_reveal) == ["out 4 Cy"]


def test_a_step_behind_the_choice_is_taken_back_alone() -> None:
    """The choice stays."""
    show = all_told(saved(choosing_show(), Ida="Cy", Jo="Cy"))
    back = after(show, TakeBack(len(show.revealed)))

    assert texts(back.to_reveal) == ["out 4 Dee"]
    assert len(back.season.saves) == 2


def test_saves_of_earlier_weeks_stay_when_a_choice_is_taken_back() -> None:
    """They are other nights."""
    show = saved(choosing_show(), Ida="Cy")
    earlier = replace(show.season.saves[0], week=0)
    show = replace(show, season=replace(show.season, saves=(earlier, *show.season.saves)))

    assert after(show, TakeBack(len(show.revealed))).season.saves == (earlier,)


def test_where_two_leave_the_lowest_is_told_first_and_the_judges_choose_between_the_next() -> None:
    """The lowest is named with the others in jeopardy, and is not one of the two."""
    show = all_told(sealed(told(replace(JUDGED, leave=2), votes=LOWEST)))
    assert show.choosing == ("Bo", "Cy")

    show = saved(show, Ida="Cy", Jo="Cy")
    assert texts(show.to_reveal) == ["out 4 Dee", "out 3 Bo"]


def test_a_judge_who_is_away_does_not_keep_the_room_waiting() -> None:
    """Two are left of three, and both have spoken for the same couple."""
    night = after(the_night(JUDGED), *sheets(), ExcuseJudge("Kit", "ill"), *ballots(LOWEST))
    show = all_told(sealed(night))

    assert refusal_of(show, NameSave("Kit", "Cy")) == NotOnPanel("Kit", PANEL)
    assert texts(saved(show, Ida="Cy", Jo="Cy").to_reveal) == ["out 4 Dee"]


HEADED = replace(BOOKS["us-28-29"], head_judge="Ida", decider=Decider.JUDGES)


def test_who_took_the_head_judges_seat_has_the_casting_vote() -> None:
    """Ida's seat is Ned's, Kit is away, and the two who are there are even."""
    night = after(
        the_night(a_week(book=HEADED)),
        *sheets(),
        ExcuseJudge("Kit", "ill"),
        SubstituteJudge("Ida", "Ned", "a train"),
        *ballots(LOWEST),
    )
    show = saved(all_told(sealed(night)), Jo="Dee", Ned="Cy")

    assert texts(show.to_reveal) == ["out 4 Dee"]


# Nobody, or two.


def test_a_void_final_has_no_champions() -> None:
    """The trophy stays where it is."""
    show = all_told(sealed(decided(told(FINAL), Decision.VOTES_VOID)))

    assert texts(show.revealed) == ["the votes are void"]
    assert refusal_of(show, Crown()) == NoChampions()


def test_two_leave_one_after_the_other_or_together() -> None:
    """As the plan says."""
    week = replace(a_week(), leave=2, jeopardy=3)
    night = after(the_night(week), *sheets(), PlanReveal(RevealOrder.GROUPS, ONE), *ballots())

    assert texts(all_told(sealed(told(week))).revealed) == ["safe Dee", "jeopardy Ada Bo Cy", "out 4 Ada", "out 3 Bo"]
    assert texts(all_told(sealed(night)).revealed) == ["safe Dee", "jeopardy Ada Bo Cy", "out Bo Ada"]


# The trophy.


def test_the_trophy_is_handed_over_once_everything_is_told() -> None:
    """In a final, and once."""
    short = after(sealed_final(), *(RevealNext(nth) for nth in (1, 2, 3)))
    end = told_final()

    assert refusal_of(told(FINAL), Crown()) == NotSealed("result")
    assert refusal_of(short, Crown()) == NotRevealed()
    assert refusal_of(after(end, Hold("a fall")), Crown()) == OnHold("a fall")
    assert refusal_of(all_told(sealed_show()), Crown()) == NoChampions()
    assert refusal_of(sealed_show(), Crown()) == NoChampions()
    assert events_of(end, Crown()) == [ChampionsCrowned(("Dee",), "The small trophy")]
    assert refusal_of(after(end, Crown()), Crown()) == AlreadySealed("coronation")


def tied_final(week: Week = FINAL) -> Show:
    """Ada and Dee have as many votes, and the votes alone decide."""
    return told(replace(week, book=BOOKS["gala-votes"]), votes={"Ada": 9, "Bo": 5, "Cy": 3, "Dee": 9})


def test_two_champions_hear_it_in_one_step_and_are_crowned_together() -> None:
    """Nobody hears it first, and the finding has nobody alone in first place."""
    show = all_told(sealed(tied_final()))

    assert texts(show.revealed) == ["place 4 Cy", "place 3 Bo", "place 1-2 Ada Dee"]
    assert found(tied_final()).places["Dee"] == Place(1, 2)
    assert events_of(show, Crown()) == [ChampionsCrowned(("Ada", "Dee"), "The small trophy")]


def test_for_suspense_the_champions_wait_for_the_trophy_until_the_runners_up_are_told() -> None:
    """They are told before."""
    night = after(the_night(FINAL), *sheets(), PlanReveal(RevealOrder.SUSPENSE, ONE), *ballots())
    show = sealed(night)
    champions_told = after(show, *(RevealNext(nth) for nth in (1, 2, 3)))

    assert texts(champions_told.revealed)[-1] == "place 1 Dee"
    assert refusal_of(champions_told, Crown()) == NotRevealed()
    assert after(all_told(show), Crown()).champions == ("Dee",)


def test_after_the_trophy_nothing_is_taken_back_by_one_person() -> None:
    """Two reopen the result, and with it the trophy."""
    show = after(told_final(), Crown())

    assert refusal_of(show, TakeBack(len(show.revealed))) == TrophyHanded()


def test_a_wrong_champion_is_corrected_and_the_right_one_is_told_and_crowned() -> None:
    """Taken back by two, marks corrected, confirmed, sealed, told and crowned anew; nothing of it is a new night."""
    wrong = after(told_final(), Crown())
    assert wrong.champions == ("Dee",)
    mended = corrected(decided(wrong, Decision.REOPEN), "Dee")
    assert (mended.champions, mended.revealed, mended.told) == ((), (), False)

    right = after(all_told(sealed(mended)), Crown())
    assert right.champions == ("Cy",)
    assert right.sealed is not None
    assert wrong.sealed is not None
    assert right.sealed.digest != wrong.sealed.digest
    assert right.reopened == ("so",)
    assert right.tally == wrong.tally


def test_a_choice_before_a_result_was_reopened_is_made_anew() -> None:
    """Whom the judges saved belongs to what was taken back."""
    show = decided(all_told(saved(choosing_show(), Ida="Cy", Jo="Cy")), Decision.REOPEN)

    assert show.season.saves == ()
    assert found(show).between == ("Cy", "Dee")
    assert all_told(sealed(show)).choosing == ("Cy", "Dee")


# Words.


def test_every_kind_of_step_is_met_in_this_file() -> None:
    """A new kind has to be told above."""
    nights = [
        all_told(sealed_show()),
        told_final(),
        choosing_show(),
        all_told(sealed(decided(told(), Decision.NOBODY_LEAVES))),
        all_told(sealed(decided(told(), Decision.VOTES_VOID))),
    ]

    assert {step.kind for show in nights for step in show.revealed} == set(StepKind)


def test_every_refusal_around_the_result_is_met_here_or_beside() -> None:
    """A new one has to be met in one of the three files."""
    known = {
        name
        for name, kind in vars(result_refusals).items()
        if isinstance(kind, type) and issubclass(kind, Refusal) and kind is not Refusal
    }

    assert {name for name in known if name in {*vars(test_sealing), *vars(test_decisions), *globals()}} == known


def test_refusals_name_no_couple_that_was_not_told() -> None:
    """Whoever asks for whatever, before anything is told."""
    commands: list[Command] = [RevealNext(1), RevealNext(9), TakeBack(1), Crown(), NameSave("Ida", "Cy")]
    for show in (judged_show(), sealed(judged_show()), sealed_final(), sealed_show()):
        for command in commands:
            answer = decide(show, command)
            if isinstance(answer, Refusal):
                named = {star for star in STARS if star in answer.sentence}
                assert named <= ({"Cy"} if isinstance(command, NameSave) else set()), answer.sentence
