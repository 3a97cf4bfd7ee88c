"""The public's sequence follows from the log alone, and what the public does not see leaves it as it is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import msgspec
import pytest

from mirrorball.core.commands import (
    AskCorrection,
    CloseVote,
    Command,
    ConfirmMark,
    DeclineCorrection,
    DropTyped,
    GrantCorrection,
    IssueKey,
    OpenVote,
    ReportTrouble,
    RevokeKey,
    SealTally,
    SettleTrouble,
    Take,
    TypeMark,
)
from mirrorball.core.events import Event
from mirrorball.core.people import Role
from mirrorball.core.result_commands import (
    AgreeDecision,
    ConfirmResult,
    Crown,
    DropDecision,
    DropHandSheet,
    PlanReveal,
    ProposeDecision,
    RevealNext,
    TypeHandSheet,
)
from mirrorball.core.reveals import Decision, RevealOrder
from mirrorball.core.votes import Tally
from mirrorball.floor.embargo import EVENTS, Embargo
from mirrorball.floor.public_history import HIDDEN, begun, seen
from mirrorball.floor.public_screen import Sight, public_screen
from tests.core.stage import FINAL, JUDGED, ONE, STARS, TWO, WALTZ, a_week, ballots, found, mark, the_night
from tests.floor.public_night import Seen, danced

VOTES = {"Ada": 4, "Bo": 3, "Cy": 2, "Dee": 1}


def whole_night() -> Seen:
    """A final with everything in it, from the first dance to a correction that was told anew."""
    night = Seen(the_night(FINAL))
    night.play(IssueKey("key", Role.JUDGE, "Ida"), *danced(), Take(5), OpenVote(), CloseVote(), Take(6))
    night.play(SealTally(Tally({star: {"web": votes} for star, votes in VOTES.items()})))
    night.seal()
    night.play(Take(7))
    night.tell_all()
    night.play(Crown(), Take(8), ProposeDecision(Decision.REOPEN, "misread", ONE), AgreeDecision(Decision.REOPEN, TWO))
    night.seal()
    night.tell_all()
    return night


def test_the_sequence_is_the_same_after_a_restart() -> None:
    night = whole_night()
    assert night.read_again() == night.history
    entries = list(night.floor.read(0))
    for at in range(0, len(entries), 7):
        stopped = begun(night.opened, night.around).after(entries[:at])
        assert stopped.after(entries[at:]) == night.history
        assert stopped.after(entries) == night.history  # what is known already is passed over


def test_each_change_counts_one() -> None:
    night = whole_night()
    history, before = begun(night.opened, night.around), b""
    for entry in night.floor.read(0):
        after = history.after([entry])
        shown = msgspec.json.encode(replace(after.screen, sequence=0))
        before = before or msgspec.json.encode(replace(history.screen, sequence=0))
        assert after.screen.sequence - history.screen.sequence == int(shown != before)
        history, before = after, shown


def test_what_is_hidden_changes_nothing() -> None:
    """Not the bytes, and not the number; drawn by itself the screen is the same, too."""
    night = Seen(the_night())
    night.play(Take(1), mark("Jo", "Ada"))
    hidden: list[Command] = [
        IssueKey("key", Role.JUDGE, "Ida"),
        RevokeKey("key"),
        ReportTrouble("It is dark.", "Jo"),
        SettleTrouble(1, "A lamp.", ONE),
        TypeMark("Ida", WALTZ, "Ada", Fraction(8), ONE),
        DropTyped("Ida", WALTZ, "Ada"),
        AskCorrection("Jo", WALTZ, "Ada", Fraction(2), "slip", "Jo"),
        DeclineCorrection("Jo", WALTZ, "Ada", "no", TWO),
        PlanReveal(RevealOrder.SUSPENSE, ONE),
        ProposeDecision(Decision.NOBODY_LEAVES, "a lamp", ONE),
        DropDecision(Decision.NOBODY_LEAVES, TWO),
        TypeHandSheet({star: nth for nth, star in enumerate(STARS, 1)}, ONE),
        DropHandSheet(ONE),
    ]
    body = night.body
    for command in hidden:
        night.play(command)
        assert night.body == body, command
        drawn = public_screen(night.show, night.around, night.history.sight, night.screen.sequence)
        assert msgspec.json.encode(drawn) == body, command
    night.play(TypeMark("Ida", WALTZ, "Ada", Fraction(8), ONE), ConfirmMark("Ida", WALTZ, "Ada", Fraction(8), TWO))
    assert night.body != body


def test_hidden_events_are_never_of_the_public_class() -> None:
    assert all(EVENTS[kind] is not Embargo.PUBLIC for kind in HIDDEN)
    sealed = {kind for kind, embargo in EVENTS.items() if embargo is Embargo.SEALED}
    assert sealed <= HIDDEN


@pytest.mark.parametrize("week", [a_week(), JUDGED, FINAL], ids=["one leaves", "judges choose", "final"])
def test_nothing_public_changes_between_the_count_and_the_first_step_whatever_the_result(week: object) -> None:
    """Two nights with different votes are the same to every byte, until the first step is told."""
    bodies: list[list[bytes]] = []
    for votes in (VOTES, dict(zip(STARS, reversed(VOTES.values()), strict=True))):
        night = Seen(the_night(week))  # type: ignore[arg-type]  # parametrized
        night.play(*danced(), Take(5), OpenVote(), CloseVote(), Take(6))
        said = [night.body]
        night.play(SealTally(Tally({star: {"web": n} for star, n in votes.items()})))
        said.append(night.body)
        night.seal()
        said.append(night.body)
        night.play(Take(7))
        assert night.screen.scene == "counting"
        said.append(night.body)
        bodies.append(said)
        assert len(set(said)) == 1
    assert bodies[0] == bodies[1]


def test_steps_to_come_are_not_told_by_those_that_were() -> None:
    """After each step the screen is the same for every outcome in which these steps are the same."""
    shown: dict[tuple[object, ...], set[bytes]] = {}
    for votes in product((1, 2, 3), repeat=4):
        night = Seen(the_night(JUDGED))
        night.play(*danced(), *ballots(dict(zip(STARS, votes, strict=True))))
        try:
            night.seal()
        except AssertionError:  # a tie that the book leaves open
            continue
        while night.show.to_reveal:
            night.tell()
            if not night.show.told:
                shown.setdefault(night.show.revealed, set()).add(msgspec.json.encode(night.screen))
    assert len(shown) > 3
    assert {len(bodies) for bodies in shown.values()} == {1}


def test_a_correction_counts_only_behind_the_lock() -> None:
    show = the_night()
    asked: Event
    for locked, expected in ((frozenset[tuple[str, str]](), False), (frozenset({(WALTZ, "Ada")}), True)):
        at = replace(show, locked=locked)
        night = Seen(show)
        night.play(*danced())
        night.play(AskCorrection("Jo", WALTZ, "Ada", Fraction(2), "slip", "Jo"))
        (asked,) = _granted(night)
        assert bool(seen(at, Sight(), asked).corrected) is expected


def _granted(night: Seen) -> list[Event]:
    before = night.floor.head
    night.play(GrantCorrection("Jo", WALTZ, "Ada", TWO))
    return [entry.event for entry in night.floor.read(before)]


def test_two_who_press_at_once_tell_one_step() -> None:
    night = Seen(the_night(FINAL))
    night.play(*danced(), *ballots(VOTES))
    night.seal()
    sequence = night.tell().sequence
    refused = night.floor.ask(RevealNext(1))
    assert not isinstance(refused, list)
    assert night.screen.sequence == sequence


def test_a_result_confirmed_by_one_is_not_seen() -> None:
    night = Seen(the_night())
    night.play(*danced(), *ballots(VOTES))
    body = night.body
    night.play(ConfirmResult(found(night.show), ONE))
    assert night.body == body
