"""Laws of the running night, on drawn sequences of commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from mirrorball.core.apply import apply
from mirrorball.core.asked import asked
from mirrorball.core.commands import (
    AskCorrection,
    BackOut,
    CallRoutine,
    CloseVote,
    Command,
    ConfirmMark,
    DropTyped,
    ExcuseJudge,
    ExtendVote,
    GiveBonus,
    GiveMark,
    GrantCorrection,
    GrantImmunity,
    Hold,
    LockMarks,
    Move,
    OpenVote,
    Reinstate,
    RestoreRoutine,
    Resume,
    ReturnJudge,
    ScratchRoutine,
    Skip,
    SubstituteJudge,
    Take,
    TakeBonus,
    TypeMark,
    Unskip,
    Withdraw,
)
from mirrorball.core.decide import decide
from mirrorball.core.events import Event, MarkCorrected, MarkGiven, VoteClosed, VoteExtended, VoteOpened
from mirrorball.core.refusals import Refusal
from mirrorball.core.season import SegmentKind
from mirrorball.core.show import Show
from mirrorball.core.undo import inverse
from tests.core.stage import PANEL, STARS, WALTZ, the_night

stars = st.sampled_from(STARS)
judges = st.sampled_from((*PANEL, "Lou"))
marks = st.integers(1, 10).map(Fraction)
segments = st.integers(0, len(STARS) + 4)
people = st.sampled_from(("judge Ida", "producer Bea", "scrutineer Ann"))
why = st.just("so")
waltz = st.just(WALTZ)
moments = st.integers(0, 20)

commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(Take, segments),
    st.builds(CallRoutine, waltz, stars),
    st.builds(CallRoutine, waltz, stars),
    st.builds(GiveMark, judges, waltz, stars, marks),
    st.builds(GiveMark, judges, waltz, stars, marks),
    st.builds(LockMarks, waltz, stars),
    st.builds(BackOut, segments),
    st.builds(Skip, segments, why),
    st.builds(Unskip, segments),
    st.builds(Move, segments, segments),
    st.builds(Hold, why),
    st.builds(Resume),
    st.builds(TypeMark, judges, waltz, stars, marks, people),
    st.builds(ConfirmMark, judges, waltz, stars, marks, people),
    st.builds(DropTyped, judges, waltz, stars),
    st.builds(AskCorrection, judges, waltz, stars, marks | st.none(), why, people),
    st.builds(GrantCorrection, judges, waltz, stars, people),
    st.builds(ExcuseJudge, judges, why),
    st.builds(ReturnJudge, judges),
    st.builds(SubstituteJudge, judges, judges, why),
    st.builds(ScratchRoutine, waltz, stars, why),
    st.builds(RestoreRoutine, waltz, stars),
    st.builds(Withdraw, stars, why),
    st.builds(Reinstate, stars),
    st.builds(GiveBonus, stars, why, marks),
    st.builds(TakeBonus, stars, why),
    st.builds(GrantImmunity, stars),
    st.builds(OpenVote, st.none() | moments),
    st.builds(ExtendVote, moments, why, people),
    st.builds(CloseVote),
)
nights = st.lists(commands, max_size=40)


def played(asked_for: list[Command]) -> Iterator[tuple[Show, Event]]:
    """Each event of a night, with the show before it. What is refused happens not."""
    show = the_night()
    for command in asked_for:
        answer = decide(show, command)
        if not isinstance(answer, Refusal):
            for event in answer:
                yield show, event
                show = apply(show, event)


@given(nights)
def test_each_event_follows_when_it_is_asked_for_again(asked_for: list[Command]) -> None:
    """So a stranger who reads the log can check every step."""
    for show, event in played(asked_for):
        assert decide(show, asked(event)) == [event]


@given(nights)
def test_a_window_opens_once_and_closes_once_and_is_never_cut_short(asked_for: list[Command]) -> None:
    """Whoever read until when the vote is open has at least until then, unless somebody closes it by hand."""
    of_the_window = VoteOpened | VoteExtended | VoteClosed
    steps = [(show, event) for show, event in played(asked_for) if isinstance(event, of_the_window)]
    told = "".join({VoteOpened: "(", VoteExtended: "-", VoteClosed: ")"}[type(event)] for _, event in steps)

    assert re.fullmatch(r"(\(-*\)?)?", told)
    for show, event in steps:
        if isinstance(event, VoteExtended):
            assert show.closes_at is None or event.closes_at > show.closes_at


@given(nights)
def test_what_can_be_undone_is_granted_at_once(asked_for: list[Command]) -> None:
    """Undoing the last thing is never refused, and the panel, the marks and the rundown are as they were."""
    for show, event in played(asked_for):
        undo = inverse(show, event)
        if undo is None:
            continue
        after = apply(show, event)
        answer = decide(after, undo)
        assert not isinstance(answer, Refusal), (event, undo, answer)
        back = reduce(apply, answer, after)
        assert seen(back) == seen(show)


@given(nights)
def test_the_rundown_is_tiled(asked_for: list[Command]) -> None:
    """Every segment stands in it once, whatever was moved; what was taken was taken once; one comes next, or none."""
    show = reduce(lambda _, step: apply(*step), played(asked_for), the_night())
    numbers = [segment.number for segment in show.rundown]

    assert sorted(numbers) == sorted(s.number for s in the_night().rundown)
    assert len(set(show.taken)) == len(show.taken)
    coming = show.next_segment
    assert coming is None or (coming not in show.taken and show.why_out(show.rundown[numbers.index(coming)]) == "")


@given(nights)
def test_no_mark_changes_without_two_people(asked_for: list[Command]) -> None:
    """A mark that was given is changed by a correction alone, and its two people differ."""
    given_marks: dict[tuple[str, str], Fraction] = {}
    for _, event in played(asked_for):
        match event:
            case MarkGiven(judge, _, star, mark):
                assert (judge, star) not in given_marks
                given_marks[judge, star] = mark
            case MarkCorrected(judge=judge, star=star, old=old, new=new, asked_by=first, granted_by=second):
                assert (old, first != second) == (given_marks.pop((judge, star)), True)
                if new is not None:
                    given_marks[judge, star] = new
            case _:
                pass


def seen(show: Show) -> object:
    """What anybody can see of a night, but for the reasons that an undoing does not give again."""
    return (
        {(r.round, r.star): (dict(r.marks), r.songs) for r in show.running_order},
        [show.sitting(seat) for seat in show.week.panel if seat not in show.week.absent],
        set(show.week.absent),
        set(show.week.immune),
        show.season.field(show.number),
        {(b.star, b.contest, b.points) for b in show.season.bonuses},
        [(s.number, bool(show.why_out(s))) for s in show.rundown],
        show.taken,
        show.called,
        show.held is None,
        dict(show.typed) if show.typed else {},
        [s.kind for s in show.rundown if s.kind is SegmentKind.ROUTINE],
    )
