"""What no rule decides and two people can; what is sealed then, its hash, and how it is reopened."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from mirrorball.core.books import BOOKS
from mirrorball.core.commands import (
    CloseVote,
    OpenVote,
)
from mirrorball.core.decide import decide
from mirrorball.core.events import DecisionAgreed, DecisionProposed, ResultSealed
from mirrorball.core.night_refusals import ReasonMissing, SamePerson
from mirrorball.core.refusals import NotSealed, VoteState
from mirrorball.core.result_commands import (
    AgreeDecision,
    DropDecision,
    ProposeDecision,
    RevealNext,
    SealResult,
)
from mirrorball.core.result_refusals import (
    AlreadyDecided,
    NobodyToKeep,
    NotConfirmed,
    NotProposed,
    WaitsForSecond,
)
from mirrorball.core.reveals import VOID, Decision, Finding, RevealStep, StepKind
from mirrorball.core.sealing import found_tonight
from mirrorball.proof.plain import plain_finding
from tests.core.stage import (
    FINAL,
    FOUND,
    JUDGED,
    ONE,
    STARS,
    TWO,
    a_week,
    after,
    all_told,
    closed_show,
    confirmed,
    corrected,
    decided,
    events_of,
    found,
    judged_show,
    propose,
    refusal_of,
    seal,
    sealed,
    sealed_final,
    sealed_show,
    sheets,
    the_night,
    told,
)

# What two people decide.


def test_a_decision_needs_a_reason_and_a_second_person() -> None:
    """The reason stands in the log with both names."""
    decision = Decision.NOBODY_LEAVES
    show = after(told(), ProposeDecision(decision, "  an ankle ", ONE))

    assert events_of(told(), ProposeDecision(decision, " so ", ONE)) == [DecisionProposed(decision, "so", ONE)]
    assert refusal_of(told(), ProposeDecision(decision, "  ", ONE)) == ReasonMissing("a reason")
    assert refusal_of(show, propose(decision, TWO)) == WaitsForSecond("nobody leaves")
    assert refusal_of(show, AgreeDecision(decision, ONE.title())) == SamePerson(ONE.title())
    assert events_of(show, AgreeDecision(decision, TWO)) == [DecisionAgreed(decision, "an ankle", ONE, TWO)]


def test_what_nobody_proposed_is_neither_agreed_to_nor_dropped() -> None:
    """And what was dropped is as if never proposed."""
    decision = Decision.NOBODY_LEAVES
    dropped = after(told(), propose(decision), DropDecision(decision, ONE))

    for show in (told(), dropped):
        assert refusal_of(show, AgreeDecision(decision, TWO)) == NotProposed("nobody leaves")
        assert refusal_of(show, DropDecision(decision, TWO)) == NotProposed("nobody leaves")
    assert sealed(dropped).sealed == sealed_show().sealed


@pytest.mark.parametrize("decision", [Decision.NOBODY_LEAVES, Decision.VOTES_VOID])
def test_what_is_decided_is_not_decided_again(decision: Decision) -> None:
    """It is so."""
    assert refusal_of(decided(told(), decision), propose(decision)) == AlreadyDecided(decision.value)


def test_each_decision_has_its_time() -> None:
    """Votes are void once they are cast; in a final nobody leaves anyway; only what was sealed is reopened."""
    open_vote = after(the_night(), OpenVote())

    assert refusal_of(the_night(), propose(Decision.VOTES_VOID)) == VoteState("closed", "not open yet")
    assert refusal_of(open_vote, propose(Decision.VOTES_VOID)) == VoteState("closed", "open")
    assert refusal_of(told(FINAL), propose(Decision.NOBODY_LEAVES)) == NobodyToKeep()
    assert refusal_of(told(), propose(Decision.REOPEN)) == NotSealed("result")
    assert decided(the_night(), Decision.NOBODY_LEAVES).nobody_leaves == "so"
    assert decided(closed_show(), Decision.VOTES_VOID).void == "so"


def test_nobody_leaves_where_two_people_say_so() -> None:
    """Places and jeopardy are worked out, and one step tells that nobody leaves."""
    show = sealed(decided(told(), Decision.NOBODY_LEAVES))

    assert show.sealed is not None
    assert (show.sealed.out, dict(show.sealed.places)) == ((), {})
    assert show.sealed.found == replace(FOUND, out=())
    assert show.steps == (RevealStep(StepKind.NOBODY),)


def test_nobody_is_chosen_between_where_nobody_leaves() -> None:
    """The judges have nothing to say then."""
    show = all_told(sealed(decided(judged_show(), Decision.NOBODY_LEAVES)))

    assert found(show).between == ()
    assert show.choosing == ()
    assert show.told


@pytest.mark.parametrize("week", [a_week(), FINAL, JUDGED])
def test_void_votes_are_told_in_one_step_and_place_nobody(week: object) -> None:
    """In a final as well: no champions are made of no votes."""
    show = sealed(decided(told(week), Decision.VOTES_VOID))  # type: ignore[arg-type]

    assert show.sealed is not None
    assert show.sealed.found == VOID
    assert (show.sealed.order, show.sealed.out, dict(show.sealed.places)) == (STARS, (), {})
    assert show.steps == (RevealStep(StepKind.VOID),)


def test_void_votes_need_no_count() -> None:
    """The line was down: nobody knows how many there were."""
    show = decided(after(the_night(), *sheets(), OpenVote(), CloseVote()), Decision.VOTES_VOID)

    assert show.tally is None
    assert sealed(show).steps == (RevealStep(StepKind.VOID),)


# What is sealed.


def test_what_is_sealed_can_be_hashed_by_anybody() -> None:
    """The digest is that of a text which is written here line by line."""
    show = sealed_show()
    text = (
        "Mirrorball result 1\ntitle: A small season\nweek: 1\nplace 1: Dee\nplace 2: Cy\nplace 3: Bo\nplace 4: Ada\n"
        "jeopardy: Ada\njeopardy: Bo\nout: Ada\n"
        "step 1: safe | Cy\nstep 2: safe | Dee\nstep 3: jeopardy | Ada | Bo\nstep 4: out 4 | Ada\nsalt: 5a17\n"
    )

    assert show.sealed is not None
    assert show.sealed.digest == hashlib.sha256(text.encode()).hexdigest()
    assert (show.sealed.confirmed_by, show.sealed.by) == (ONE, TWO)


def test_the_same_result_has_another_hash_with_another_salt() -> None:
    """Nobody finds a result by hashing all that there can be."""
    show = confirmed(told())
    digests = set()
    for salt in ("5a17", "5a18", ""):
        (event,) = events_of(show, SealResult(FOUND, salt, TWO))
        assert isinstance(event, ResultSealed)
        digests.add(event.digest)

    assert len(digests) == 3


def test_the_hash_holds_the_number_of_the_season() -> None:
    """So that the same couples in another season have another one."""
    show = told()
    numbered = sealed(replace(show, season=replace(show.season, number=32))).sealed

    assert numbered is not None
    assert numbered.digest != sealed_show().sealed.digest  # type: ignore[union-attr]


# Taken back after it was sealed.


def test_a_reopened_result_is_as_if_never_told_and_keeps_why() -> None:
    """Marks are corrected then, and all of it is confirmed, sealed and told anew."""
    show = decided(all_told(sealed_final()), Decision.REOPEN)

    assert (show.sealed, show.confirmed, show.revealed, show.champions) == (None, None, (), ())
    assert show.reopened == ("so",)
    assert refusal_of(show, RevealNext(1)) == NotSealed("result")
    assert refusal_of(show, seal(show)) == NotConfirmed()
    assert sealed(corrected(show)).sealed is not None


def test_a_result_may_be_reopened_twice() -> None:
    """Every reason is kept."""
    again = decided(sealed(decided(sealed_show(), Decision.REOPEN)), Decision.REOPEN)

    assert again.reopened == ("so", "so")


def test_nothing_is_reopened_while_only_one_person_wants_it() -> None:
    """Telling goes on, and the step that was told stays told."""
    show = after(sealed_show(), RevealNext(1), propose(Decision.REOPEN), RevealNext(2))

    assert show.sealed is not None
    assert len(show.revealed) == 2
    assert decide(after(show, DropDecision(Decision.REOPEN, TWO)), RevealNext(3)) == decide(show, RevealNext(3))


def test_books_of_television_come_to_a_seal_by_both_paths() -> None:
    """Every book on the small night: sealed, or waiting for the judges, the week before, or two people."""
    for book in BOOKS:
        show = told(a_week(book=book))
        right = found_tonight(show)
        if isinstance(right, Finding):
            assert plain_finding(show) == right, book
            assert sealed(show).sealed is not None


@pytest.mark.parametrize("decision", [Decision.VOTES_VOID, Decision.NOBODY_LEAVES])
def test_what_two_people_decided_is_open_again_in_a_reopened_result(decision: Decision) -> None:
    show = decided(told(), decision)
    sealed = after(confirmed(show), seal(show))

    again = decided(sealed, Decision.REOPEN)

    assert (again.void, again.nobody_leaves) == (None, None)
    assert again.reopened == ("so",)
