"""Laws of what screens show, on drawn nights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from mirrorball.core.apply import apply
from mirrorball.core.commands import (
    AskCorrection,
    CloseVote,
    Command,
    ConfirmMark,
    GiveMark,
    GrantCorrection,
    LockMarks,
    NameSave,
    OpenVote,
    SealTally,
    TypeMark,
)
from mirrorball.core.decide import decide
from mirrorball.core.events import Event, TallySealed
from mirrorball.core.marks import night, with_sheets
from mirrorball.core.outcome import rules_of
from mirrorball.core.people import Role
from mirrorball.core.refusals import Refusal
from mirrorball.core.season import Routine, SegmentKind
from mirrorball.core.show import Show
from mirrorball.core.undo import inverse
from mirrorball.core.votes import Tally
from mirrorball.floor.desk_screen import desk_screen
from mirrorball.floor.history import SHOWN, History
from mirrorball.floor.judge_screen import judge_screen
from mirrorball.floor.points import tonight
from mirrorball.floor.preview import preview
from mirrorball.log.port import Entry
from tests.core.stage import FINAL, PANEL, STARS, WALTZ, after, choosing_show, next_step, sealed, sheets, the_night
from tests.laws.test_night_laws import commands

# Nights that begin as planned, as far as drawn, and go on in any way: so that whole and locked sheets are among them.
steps: st.SearchStrategy[list[Command]] = st.builds(
    lambda begun, drawn: [*sheets()[:begun], *drawn], st.integers(0, len(sheets())), st.lists(commands, max_size=25)
)
judges = st.sampled_from((*PANEL, "Lou"))


def happened(asked_for: Sequence[Command]) -> list[Event]:
    """What these commands cause, one after the other; what is refused causes nothing."""
    show, events = the_night(), []
    for command in asked_for:
        answer = decide(show, command)
        if not isinstance(answer, Refusal):
            events += answer
            show = reduce(apply, answer, show)
    return events


def night_of(asked_for: Sequence[Command]) -> Show:
    return reduce(apply, happened(asked_for), the_night())


def judge_bytes(show: Show, judge: str) -> bytes:
    return msgspec.json.encode(judge_screen(show, judge, 1))


def desk_bytes(show: Show, role: Role) -> bytes:
    return msgspec.json.encode(desk_screen(show, role, "Ann", 1))


@given(steps, judges)
def test_a_judge_sees_nothing_of_what_others_gave(asked_for: list[Command], judge: str) -> None:
    """If every mark, typed mark and correction of all others had been another one, not one byte would be different."""
    show = night_of(asked_for)

    def otherwise(routine: Routine) -> Routine:
        mine = {name: mark for name, mark in routine.marks.items() if name == judge}
        return replace(routine, marks={"Somebody": Fraction(3), **mine})

    other = replace(
        show,
        season=replace(show.season, routines=tuple(map(otherwise, show.season.routines))),
        scratched={dance: replace(s, routine=otherwise(s.routine)) for dance, s in show.scratched.items()},
        typed={},
        asked={key: asked for key, asked in show.asked.items() if key[0] == judge},
        paper=frozenset(key for key in show.paper if key[0] == judge),
    )

    assert judge_bytes(other, judge) == judge_bytes(show, judge)


@given(steps, judges)
def test_marks_of_others_do_not_move_a_judges_screen(asked_for: list[Command], judge: str) -> None:
    """As the night goes, marking by others is never seen; a struck mark may open a locked sheet, which is."""
    show = the_night()
    for command in asked_for:
        answer = decide(show, command)
        if isinstance(answer, Refusal):
            continue
        then = reduce(apply, answer, show)
        match command:
            case GiveMark() | TypeMark() | ConfirmMark() | AskCorrection() | GrantCorrection():
                if command.judge != judge and show.locked == then.locked:
                    assert judge_bytes(then, judge) == judge_bytes(show, judge)
            case _:
                pass
        show = then


@given(steps, judges)
def test_a_judges_screen_has_each_routine_of_the_night_once(asked_for: list[Command], judge: str) -> None:
    show = night_of(asked_for)
    screen = judge_screen(show, judge, 1)

    assert [(o.round, o.star) for o in screen.mine] == [(d.round, d.star) for d in screen.order]
    assert sorted(d.star for d in screen.order) == sorted(r.star for r in the_night().running_order)
    assert [d.number for d in screen.order] == list(range(1, len(screen.order) + 1))
    assert screen.now is None or (screen.now in screen.order and screen.now.called and not screen.now.out)


@given(steps)
def test_every_due_routine_has_one_sheet(asked_for: list[Command]) -> None:
    show = night_of(asked_for)
    lines = desk_screen(show, Role.PRODUCER, "Bea", 1).sheets

    assert len({(line.dance.round, line.dance.star) for line in lines}) == len(lines)
    assert {(r.round, r.star) for r in show.due} <= {(line.dance.round, line.dance.star) for line in lines}
    for line in lines:
        assert [seat.seat for seat in line.seats] == list(show.week.panel)
        assert (line.status == "locked") <= line.dance.locked
        assert (line.so_far is None) or (line.total is not None)


@given(steps)
def test_a_sheet_is_ready_when_it_can_be_locked(asked_for: list[Command]) -> None:
    """Unless a correction waits, or its couple is out, or its segment is skipped."""
    show = night_of(asked_for)
    waiting = {(round_, star) for _, round_, star in show.asked}
    for line in desk_screen(show, Role.PRODUCER, "Bea", 1).sheets:
        dance = (line.dance.round, line.dance.star)
        if line.status in {"out", "waiting"} or dance in waiting:
            continue
        locks = not isinstance(decide(show, LockMarks(*dance)), Refusal)
        assert (line.status == "ready") == locks, line


@given(steps)
def test_the_segments_are_the_rundown(asked_for: list[Command]) -> None:
    """Each segment stands there once, in order; at most one is on, and at most one comes next."""
    show = night_of(asked_for)
    screen = desk_screen(show, Role.PRODUCER, "Bea", 1)
    statuses = [line.status for line in screen.segments]

    assert [line.number for line in screen.segments] == [segment.number for segment in show.rundown]
    assert [line.number for line in screen.segments if line.status == "on"] == ([show.on] if show.on else [])
    assert [line.number for line in screen.segments if line.status == "next"] == (
        [show.next_segment] if show.next_segment else []
    )
    assert statuses.count("taken") == max(0, len(show.taken) - 1)
    assert all(line.why for line in screen.segments if line.status in {"skipped", "out"})


@given(steps)
def test_the_order_of_sheets_is_the_order_of_the_rundown(asked_for: list[Command]) -> None:
    show = night_of(asked_for)
    planned = [(s.round, s.star) for s in show.rundown if s.kind is SegmentKind.ROUTINE]

    assert [(d.dance.round, d.dance.star) for d in desk_screen(show, Role.PRODUCER, "B", 1).sheets] == planned


@given(steps)
def test_hints_are_the_scrutineers(asked_for: list[Command]) -> None:
    """The producer's screen is the scrutineer's without hints."""
    show = night_of(asked_for)
    producer = desk_screen(show, Role.PRODUCER, "Ann", 1)
    scrutineer = desk_screen(show, Role.SCRUTINEER, "Ann", 1)

    assert producer.hints == ()
    assert replace(scrutineer, role=producer.role, hints=()) == producer


tallies = st.fixed_dictionaries({star: st.integers(0, 10**6) for star in STARS}).map(
    lambda votes: Tally({star: {"web": cast} for star, cast in votes.items()})
)


@given(tallies, tallies, st.sampled_from((Role.PRODUCER, Role.SCRUTINEER)))
def test_no_desk_depends_on_what_is_sealed(one: Tally, other: Tally, role: Role) -> None:
    """The count is on a page of its own, for the scrutineer; what the whole desk looks at knows nothing of it."""
    show = night_of([*sheets(), OpenVote(), CloseVote()])

    assert desk_bytes(apply(show, TallySealed(one)), role) == desk_bytes(apply(show, TallySealed(other)), role)


@given(tallies, tallies, st.sampled_from((Role.PRODUCER, Role.SCRUTINEER)), st.integers(0, 1))
def test_no_desk_depends_on_what_is_sealed_until_it_is_told(
    one: Tally, other: Tally, role: Role, steps_told: int
) -> None:
    """Of two results whose first steps are alike, no desk knows which it is; salt and hash are drawn for each."""
    shows = [_sealed_final(tally, steps_told) for tally in (one, other)]
    if shows[0].revealed == shows[1].revealed:
        assert desk_bytes(shows[0], role) == desk_bytes(shows[1], role)
    for show in shows:
        assert len(desk_screen(show, role, "Ann", 1).result.told) == steps_told


def _sealed_final(tally: Tally, steps_told: int) -> Show:
    """A final with this count, sealed and told so far. The hash is the same, so that only what it hides can differ."""
    show = sealed(after(the_night(FINAL), *sheets(), OpenVote(), CloseVote(), SealTally(tally)))
    assert show.sealed is not None
    show = replace(show, sealed=replace(show.sealed, digest="0" * 64))
    for _ in range(steps_told):
        show = after(show, next_step(show))
    return show


@given(st.lists(st.tuples(st.sampled_from(PANEL), st.sampled_from(("Cy", "Dee"))), max_size=4), st.sampled_from(PANEL))
def test_a_tablet_does_not_know_whom_others_save(spoken: list[tuple[str, str]], judge: str) -> None:
    """As long as the judges choose, a judge's screen depends on that judge's choice alone."""
    show = choosing_show()
    for name, star in spoken:
        if not isinstance(decide(show, NameSave(name, star)), Refusal):
            show = after(show, NameSave(name, star))
    own = replace(show, season=replace(show.season, saves=tuple(s for s in show.season.saves if s.judge == judge)))
    if show.choosing:
        assert judge_bytes(show, judge) == judge_bytes(own, judge)
    else:
        assert judge_screen(show, judge, 1).choosing == ()


@given(steps)
def test_screens_are_functions_of_the_show(asked_for: list[Command]) -> None:
    """The same night reached again shows the same, byte for byte."""
    events = happened(asked_for)
    once, again = (reduce(apply, events, the_night()) for _ in range(2))

    for role in (Role.PRODUCER, Role.SCRUTINEER):
        assert desk_bytes(once, role) == desk_bytes(again, role)
    assert judge_bytes(once, PANEL[0]) == judge_bytes(again, PANEL[0])


@given(steps)
def test_points_are_those_of_a_night_with_the_locked_sheets_alone(asked_for: list[Command]) -> None:
    """The short way, by taking sheets out of a night, comes to what the core says of a season without those dances."""
    show = night_of(asked_for)
    book = rules_of(show.week)
    routines = tuple(r for r in show.season.routines if (r.round, r.star) in show.locked)
    locked = replace(show.season, routines=routines)
    for star, whole in tonight(show).items():
        kept = [sheet for sheet in whole.sheets if (WALTZ, star) in show.locked]
        assert with_sheets(book, whole, kept) == night(locked, book, show.number, star)


@given(steps, st.integers(0, 60))
def test_a_history_may_be_read_in_parts(asked_for: list[Command], at: int) -> None:
    entries = [Entry(nth, event, 0) for nth, event in enumerate(happened(asked_for), 1)]
    whole = History(the_night()).after(entries)

    assert History(the_night()).after(entries[:at]).after(entries) == whole
    assert whole.show == night_of(asked_for)
    assert whole.position == len(entries)


@given(steps)
def test_what_is_offered_to_be_undone_is_granted(asked_for: list[Command]) -> None:
    entries = [Entry(nth, event, 0) for nth, event in enumerate(happened(asked_for), 1)]
    history = History(the_night()).after(entries)
    offered = {line.position for line in history.undo_lines}

    assert len(offered) == len(history.undo_lines) <= SHOWN
    assert [line.position for line in history.undo_lines] == sorted(offered, reverse=True)
    for one in history.done:
        if one.position in offered:
            assert not isinstance(decide(history.show, one.undo), Refusal)


@given(steps, commands)
def test_a_preview_says_something_of_whatever_can_be_done(asked_for: list[Command], command: Command) -> None:
    """It is refused as the command is, and tells whether the step can be taken back."""
    show = night_of(asked_for)
    answer, told = decide(show, command), preview(show, command)
    if isinstance(answer, Refusal):
        assert told == answer
        return

    assert not isinstance(told, Refusal)
    assert len(told) > 1
    assert all(sentence and sentence[-1] in ".!?" and "{" not in sentence for sentence in told)
    assert (told[-1] == "This can be undone.") == (inverse(show, answer[-1]) is not None)
