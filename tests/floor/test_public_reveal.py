"""The outcome on the public's screen: step by step, taken back, corrected, and never before it is told."""

from __future__ import annotations

from dataclasses import replace

from mirrorball.core.commands import CloseVote, NameSave, OpenVote, Take
from mirrorball.core.result_commands import AgreeDecision, Crown, PlanReveal, ProposeDecision, TakeBack
from mirrorball.core.reveals import Decision, RevealOrder
from mirrorball.floor.public import PublicScreen
from mirrorball.floor.public_screen import IS_VOID
from tests.core.stage import FINAL, JUDGED, ONE, STARS, TWO, ballots, the_night
from tests.floor.public_night import Seen, danced


def judged_until_sealed() -> Seen:
    """Cy and Dee are the lowest, and the judges will choose."""
    night = Seen(the_night(JUDGED))
    night.play(*danced(), *ballots({"Ada": 4, "Bo": 3, "Cy": 2, "Dee": 1}))
    night.seal()
    return night


def reopened(night: Seen, reason: str = "A sheet was misread.") -> PublicScreen:
    night.play(ProposeDecision(Decision.REOPEN, reason, ONE))
    return night.play(AgreeDecision(Decision.REOPEN, TWO))


def test_steps_are_told_one_by_one_and_nobody_before() -> None:
    night = Seen(the_night())
    night.play(PlanReveal(RevealOrder.PICKED, ONE, ("Bo", "Dee", "Ada", "Cy")))
    night.play(*danced(), *ballots({"Ada": 4, "Bo": 3, "Cy": 2, "Dee": 1}))
    sealed = night.seal()
    assert (sealed.reveal.steps, sealed.reveal.told) == ((), False)
    assert [c.star for c in sealed.reveal.uncalled] == list(STARS)

    told = night.tell(2).reveal
    assert [(s.number, s.kind, [c.star for c in s.couples], s.says) for s in told.steps] == [
        (1, "safe", ["Bo"], "Bo and Bo's pro are safe."),
        (2, "jeopardy", ["Dee"], "Dee and Dee's pro are in jeopardy."),
    ]
    assert [c.star for c in told.uncalled] == ["Ada", "Cy"]
    assert {line.out for line in night.screen.board} == {""}

    night.tell_all()
    assert night.screen.reveal.told
    assert night.screen.reveal.steps[-1].kind == "out"
    (out,) = night.screen.reveal.steps[-1].couples
    assert [line.couple.star for line in night.screen.board if line.out == "left tonight"] == [out.star]
    assert [line.couple.star for line in night.screen.season if line.out == "left tonight"] == [out.star]


def test_a_step_that_is_taken_back_is_gone_everywhere() -> None:
    night = Seen(the_night())
    night.play(*danced(), Take(5), *ballots(), Take(6))
    night.seal()
    before = replace(night.screen, sequence=0)
    night.tell()
    after = night.play(TakeBack(1))
    assert replace(after, sequence=0) == before
    assert after.scene == "counting"


def test_saves_are_shown_once_the_choice_was_told() -> None:
    night = judged_until_sealed()
    night.tell_all()
    choice = night.screen.reveal.steps[-1]
    assert (choice.kind, [c.star for c in choice.couples]) == ("choice", ["Cy", "Dee"])
    assert not night.screen.reveal.told

    first = night.play(NameSave("Ida", "Dee"))
    assert [(s.judge, s.couple.star) for s in first.reveal.saves] == [("Ida", "Dee")]
    night.play(NameSave("Jo", "Dee"))
    assert night.screen.scene == "reveal"
    assert night.tell().reveal.steps[-1].says == "Cy and Cy's pro leave tonight."
    assert night.screen.reveal.told


def test_that_nobody_leaves_is_told_and_not_shown_before() -> None:
    night = Seen(the_night())
    night.play(*danced(), *ballots())
    before = night.body
    night.play(ProposeDecision(Decision.NOBODY_LEAVES, "A lamp fell.", ONE), AgreeDecision(Decision.NOBODY_LEAVES, TWO))
    night.seal()
    assert night.body == before
    told = night.tell()
    assert [step.kind for step in told.reveal.steps] == ["nobody leaves"]
    assert told.reveal.steps[0].says.startswith("Nobody leaves tonight.")
    assert (told.reveal.told, told.reveal.uncalled) == (True, ())


def test_that_the_votes_are_void_is_told_and_not_shown_before() -> None:
    night = Seen(the_night(FINAL))
    night.play(*danced(), Take(5), OpenVote(), CloseVote())
    before = night.body
    night.play(ProposeDecision(Decision.VOTES_VOID, "The page was down.", ONE), AgreeDecision(Decision.VOTES_VOID, TWO))
    night.seal()
    assert night.body == before
    told = night.tell()
    assert (told.vote.state, told.vote.says) == (IS_VOID, "The votes of tonight are void.")
    assert told.reveal.steps[0].says == "The votes of tonight are void: The page was down."
    assert told.reveal.told


def test_a_tie_for_the_title_is_told_as_one() -> None:
    night = Seen(the_night(FINAL))
    night.play(*danced(dict.fromkeys(STARS, 9)), *ballots(dict.fromkeys(STARS, 5)))
    night.seal()
    (step,) = night.tell_all().reveal.steps
    assert (step.place, [couple.star for couple in step.couples]) == ("1st to 4th", list(STARS))
    crowned = night.play(Crown()).champions
    assert crowned is not None
    assert [couple.star for couple in crowned.couples] == list(STARS)
    assert (crowned.score and crowned.score.text, crowned.says.count("!")) == ("27", 1)


# Corrections.


def test_a_result_reopened_before_anything_was_told_changes_nothing_public() -> None:
    night = judged_until_sealed()
    before = night.body
    reopened(night)
    assert night.body == before
    night.seal()
    assert night.body == before


def test_a_correction_after_the_champions_shows_at_once() -> None:
    night = Seen(the_night(FINAL))
    night.play(*danced(), Take(5), *ballots(), Take(6))
    night.seal()
    night.play(Take(7))
    night.tell_all()
    crowned = night.play(Crown(), Take(8))
    assert crowned.champions is not None

    corrected = reopened(night, "A sheet was misread.")
    assert (corrected.scene, corrected.correction) == ("correction", "A sheet was misread.")
    assert (corrected.champions, corrected.look_back, corrected.reveal.steps) == (None, (), ())
    assert corrected.sequence == crowned.sequence + 1

    assert night.seal() == corrected
    told = night.tell()
    assert (told.scene, told.correction, told.reveal.corrected) == ("reveal", "", True)
    night.play(TakeBack(1))
    assert night.screen.scene == "correction"
