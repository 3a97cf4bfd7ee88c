"""What every log and every floor does, whatever happens during a night."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorball.core import commands as c
from mirrorball.core import result_commands as r
from mirrorball.core.events import Event
from mirrorball.core.reveals import VOID, Decision
from mirrorball.core.season import Couple, Routine, Season
from mirrorball.core.show import Show, open_night
from mirrorball.floor.floor import Asked, Floor
from mirrorball.log.codec import decode, encode
from mirrorball.log.memory import MemoryLog
from mirrorball.log.port import Entry
from tests.laws.strategies import HALVES, JUDGES, STARS, values, weeks


@pytest.mark.parametrize("event", get_args(Event), ids=lambda event: event.__name__)
@settings(max_examples=50)  # for each of fifty kinds
@given(drawn=st.data())
def test_every_event_reads_as_it_was_written(event: type[Event], drawn: st.DataObject) -> None:
    entry = Entry(1, drawn.draw(values(event)), *drawn.draw(st.tuples(values(int), values(str), values(str))))

    assert decode([encode(entry)]) == [entry]


# A night that is asked all kinds of things.

ROUND, STAR, JUDGE = st.just("waltz"), st.sampled_from(STARS[:2]), st.sampled_from(JUDGES[:3])
PEOPLE, SEGMENT = st.sampled_from(["producer Pat", "scrutineer Sue"]), st.integers(1, 5)
DECISION = st.sampled_from(Decision)
COMMANDS: st.SearchStrategy[c.Command] = st.one_of(
    st.builds(c.CallRoutine, ROUND, STAR),
    st.builds(c.GiveMark, JUDGE, ROUND, STAR, HALVES),
    st.builds(c.TypeMark, JUDGE, ROUND, STAR, HALVES, PEOPLE),
    st.builds(c.AskCorrection, JUDGE, ROUND, STAR, HALVES, st.just("slip"), PEOPLE),
    st.builds(c.GrantCorrection, JUDGE, ROUND, STAR, PEOPLE),
    st.builds(c.LockMarks, ROUND, STAR),
    st.builds(c.Take, SEGMENT),
    st.builds(c.BackOut, SEGMENT),
    st.sampled_from([c.Hold("fog"), c.Resume(), c.OpenVote(), c.CloseVote(), r.Crown(), r.RevealNext(1)]),
    st.sampled_from([r.ConfirmResult(VOID, "producer Pat"), r.SealResult(VOID, "5a17", "scrutineer Sue")]),
    st.builds(r.ProposeDecision, DECISION, st.just("storm"), PEOPLE),
    st.builds(r.AgreeDecision, DECISION, PEOPLE),
    st.builds(c.GiveBonus, STAR, st.just("relay"), st.just(Fraction(1))),
)
ASKED = st.lists(st.builds(Asked, COMMANDS, st.sampled_from(["", "1", "2", "3"]), PEOPLE), max_size=30)


@st.composite
def nights(draw: st.DrawFn) -> Show:
    """A night of two couples with one routine each, before its first step."""
    season = Season(
        title="S",
        couples=tuple(Couple(star=star, pro="") for star in STARS[:2]),
        weeks=(draw(weeks(STARS[:2])),),
        routines=tuple(Routine(week=1, star=star, round="waltz") for star in STARS[:2]),
    )
    return open_night(season, 1)


@given(nights(), ASKED, st.lists(st.integers(1, 9), min_size=30, max_size=30))
def test_a_group_is_answered_as_one_after_the_other(show: Show, asked: list[Asked], sizes: list[int]) -> None:
    """And whoever opens the log afterwards stands in the same place."""
    alone, log = Floor(show), MemoryLog()
    grouped, answers, rest = Floor(show, log=log), [], asked
    for size in sizes:
        answers += grouped.ask_all(rest[:size])
        rest = rest[size:]

    assert answers == [alone.ask(one.command, one.name, one.by) for one in asked]
    assert grouped.entries == alone.entries
    assert grouped.now == alone.now == Floor(show, log=log).now
