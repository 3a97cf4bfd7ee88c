"""The host's card: what stands on it, and that it knows nothing of what is still to come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorball.core.commands import (
    CallRoutine,
    CloseVote,
    Command,
    Hold,
    NameSave,
    OpenVote,
    Resume,
    SealTally,
    SignReach,
    Take,
)
from mirrorball.core.result_commands import AgreeDecision, Crown, PlanReveal, ProposeDecision, RevealNext, TakeBack
from mirrorball.core.reveals import Decision, RevealOrder, RevealStep, StepKind
from mirrorball.core.season import Couple, Package, Season, Segment, SegmentKind, Week
from mirrorball.core.show import Show, open_night
from mirrorball.core.stuck import settled
from mirrorball.core.ties import Place
from mirrorball.core.votes import Tally
from mirrorball.floor.floor import Floor
from mirrorball.floor.host import HostCard
from mirrorball.floor.host_card import (
    NOBODY_LEAVES,
    TAKEN_BACK,
    TOLD_ANEW,
    VOTES_VOID,
    host_card,
    step_heading,
    step_said,
)
from mirrorball.floor.public_cast import around
from mirrorball.floor.public_history import begun
from tests.core.stage import FINAL, JUDGED, PANEL, STARS, WALTZ, a_season, a_week, sheets
from tests.web.sealed import play, seal

ORDERS = [order for order in RevealOrder if order is not RevealOrder.PICKED]
LEAVING = {"Ada": 40, "Bo": 30, "Cy": 20, "Dee": 10}  # with the marks, so that nothing is tied


class Host:
    """Follows a night, as the screens do."""

    def __init__(self, opened: Show, *, rehearsal: bool = False) -> None:
        self._history = begun(opened, around(opened, rehearsal=rehearsal))

    def reads(self, floor: Floor) -> HostCard:
        """The card as it stands."""
        self._history = history = self._history.after(floor.read(self._history.position))
        return host_card(history.show, history.screen, history.position)


def card(floor: Floor, opened: Show, *, rehearsal: bool = False) -> HostCard:
    """The card as it stands."""
    return Host(opened, rehearsal=rehearsal).reads(floor)


def a_night(season: Season, *steps: Command) -> tuple[Floor, Show]:
    """A night after these steps, and the night before its first."""
    opened = open_night(season, 1)
    floor = Floor(opened)
    play(floor, *steps)
    return floor, opened


def sealed(
    week: Week, votes: Mapping[str, int], order: RevealOrder = RevealOrder.BOOK, season: Season | None = None
) -> tuple[Floor, Show]:
    """A night whose result is sealed and not told."""
    floor, opened = a_night(season or a_season(week), PlanReveal(order, "Producer", seed="seed"), *sheets())
    if settled(floor.show):
        play(floor, SignReach("A test.", "Scrutineer"))
    tally = Tally({star: {"web": cast} for star, cast in votes.items()})
    play(floor, OpenVote(), CloseVote(), SealTally(tally))
    seal(floor)
    return floor, opened


def to_tell(floor: Floor) -> Iterable[int]:
    """Each step, told; judges who have to choose save whoever was named first."""
    while not floor.show.told:
        judges = iter(PANEL)
        while floor.show.choosing:  # most of them settle it
            play(floor, NameSave(next(judges), floor.show.choosing[0]))
        play(floor, RevealNext(len(floor.show.revealed) + 1))
        yield len(floor.show.revealed)


def names_on(shown: HostCard, stars: Iterable[str] = STARS) -> set[str]:
    """The couples named anywhere on a card."""
    text = msgspec.json.encode(shown).decode()
    return {star for star in stars if re.search(rf"\b{star}\b", text)}


# Laws.

WEEKS = st.builds(
    lambda week, leave, jeopardy: week if week.final else replace(week, leave=leave, jeopardy=jeopardy),
    st.sampled_from([FINAL, a_week(), JUDGED, a_week(book="us-30-31"), a_week(book="uk-15-22")]),
    st.integers(0, 2),
    st.integers(0, 3),
)
VOTES = st.permutations([7, 1_300, 240_000, 35_000_000]).map(lambda votes: dict(zip(STARS, votes, strict=True)))


@given(week=WEEKS, votes=VOTES, order=st.sampled_from(ORDERS))
def test_no_card_names_a_couple_before_its_step(week: Week, votes: dict[str, int], order: RevealOrder) -> None:
    floor, opened = sealed(week, votes, order)
    host = Host(opened)
    host.reads(floor)
    for _ in to_tell(floor):
        assert names_on(host.reads(floor)) == set(floor.show.revealed[-1].stars)


@given(week=WEEKS, one=VOTES, other=VOTES, order=st.sampled_from(ORDERS))
def test_what_comes_next_is_the_same_whatever_the_outcome(
    week: Week, one: dict[str, int], other: dict[str, int], order: RevealOrder
) -> None:
    said = []
    for votes in (one, other):
        floor, opened = sealed(week, votes, order)
        host = Host(opened)
        said.append([host.reads(floor).next, *(host.reads(floor).next for _ in to_tell(floor))])
    assert said[0] == said[1]
    assert not [text for text in said[0] if any(re.search(rf"\b{star}\b", text) for star in STARS)]


# What a step says.


def place(first: int, *stars: str) -> RevealStep:
    return RevealStep(StepKind.PLACE, stars, Place(first, first + len(stars) - 1))


ADA, BO = "Ada and Ada's pro", "Bo and Bo's pro"
SAID = [
    (place(1, "Ada"), "Champions", f"{ADA} are the champions!"),
    (place(1, "Ada", "Bo"), "Champions", f"The title is shared. {ADA}, and {BO} are the champions!"),
    (place(2, "Ada"), "Second place", f"In second place: {ADA}."),
    (place(3, "Ada", "Bo"), "Joint third place", f"In joint third place: {ADA}, and {BO}."),
    (place(14, "Ada"), "14th place", f"In 14th place: {ADA}."),
    (RevealStep(StepKind.SAFE, ("Ada",)), "Safe", f"{ADA} are safe."),
    (RevealStep(StepKind.JEOPARDY, ("Ada", "Bo")), "In jeopardy", f"{ADA}, and {BO} are in jeopardy."),
    (
        RevealStep(StepKind.CHOICE, ("Ada", "Bo")),
        "The judges choose",
        f"The judges choose now between {ADA}, and {BO}.",
    ),
    (RevealStep(StepKind.OUT, ("Ada",), Place(4, 4)), "Leaves tonight", f"{ADA} leave tonight."),
    (RevealStep(StepKind.OUT, ("Ada", "Bo")), "Leave tonight", f"{ADA}, and {BO} leave tonight."),
    (RevealStep(StepKind.NOBODY), "Nobody leaves", NOBODY_LEAVES),
    (RevealStep(StepKind.VOID), "The votes are void", VOTES_VOID),
]


@pytest.mark.parametrize(("step", "heading", "says"), SAID, ids=[says for _, _, says in SAID])
def test_a_step_in_words(step: RevealStep, heading: str, says: str) -> None:
    season = a_season()
    assert (step_heading(season, step), step_said(season, step)) == (heading, says)


def test_one_person_alone_is_a_champion() -> None:
    season = replace(a_season(), couples=(Couple(star="Ada", pro=""), Couple(star="Bo", pro="")))
    assert step_heading(season, place(1, "Ada")) == "Champion"
    assert step_said(season, place(1, "Ada")) == "Ada is the champion!"
    assert step_said(season, place(1, "Ada", "Bo")) == "The title is shared. Ada and Bo are the champions!"
    assert step_said(season, RevealStep(StepKind.OUT, ("Ada",))) == "Ada leaves tonight."


def test_no_sentence_but_the_champions_has_an_exclamation_mark() -> None:
    season = a_season()
    assert [heading for step, heading, _ in SAID if "!" in step_said(season, step)] == ["Champions", "Champions"]


# The night.


def test_a_final_from_the_count_to_the_trophy() -> None:
    floor, opened = sealed(FINAL, LEAVING)
    shown = [card(floor, opened) for _ in to_tell(floor)]
    assert [(one.heading, one.kind) for one in shown][-2:] == [("Second place", "place"), ("Champions", "champions")]
    assert [one.next for one in shown] == ["Next: one more card."] * 3 + ["Next: the champions' trophy."]
    assert all(len(one.names) == 1 and one.numbers == () for one in shown)
    play(floor, Crown())
    assert card(floor, opened).say.endswith("are the champions! The small trophy is theirs.")
    assert card(floor, opened).next == "Wait for the desk."


def test_the_judges_choose_in_front_of_everybody() -> None:
    floor, opened = sealed(JUDGED, {"Ada": 4, "Bo": 3, "Cy": 2, "Dee": 1})
    seen = {}
    for _ in to_tell(floor):
        shown = card(floor, opened)
        seen[shown.heading] = shown
    assert seen["The judges choose"].names == ("Cy and Cy's pro", "Dee and Dee's pro")
    assert seen["The judges choose"].next == "Next: each judge names a couple."
    assert seen["Leaves tonight"].names == ("Dee and Dee's pro",)
    assert seen["Leaves tonight"].next == "Wait for the desk."


def test_a_couple_on_the_floor_and_its_total() -> None:
    floor, opened = a_night(a_season(), CallRoutine(WALTZ, "Bo"))
    shown = card(floor, opened)
    assert (shown.scene, shown.heading, shown.names, shown.numbers) == ("dance", "On the floor", (BO,), ("2",))
    assert "Bo" not in shown.next
    play(floor, *sheets(("Bo",))[1:])
    shown = card(floor, opened)
    assert (shown.heading, shown.names, shown.say) == ("Total 24", (BO,), "The judges give 24.")


def test_a_film_says_who_is_in_it() -> None:
    season = replace(
        a_season(),
        packages=(Package(week=1, title="At home", star="Ada", people=("Ada", "A brother", "A sister")),),
        segments=(Segment(week=1, number=1, kind=SegmentKind.PACKAGE, title="At home", star="Ada"),),
    )
    floor, opened = a_night(season, Take(1))
    shown = card(floor, opened)
    assert (shown.heading, shown.names, shown.say) == ("At home", (ADA,), "With A brother and A sister.")


def test_the_window_with_its_closing_time() -> None:
    floor, opened = a_night(a_season(), *sheets(), Take(5), OpenVote(1_700_000_000_000))
    shown = card(floor, opened)
    assert (shown.heading, shown.clock) == ("The vote is open", 1_700_000_000_000)
    assert re.fullmatch(r"You can vote now until \d\d:\d\d:\d\d\.", shown.say)


def test_nothing_stands_on_a_card_while_the_night_is_held() -> None:
    floor, opened = sealed(FINAL, LEAVING)
    play(floor, RevealNext(1), Hold("Somebody fell"))
    shown = card(floor, opened)
    assert (shown.heading, shown.names, shown.next) == ("Wait", (), "Wait for the desk.")
    assert "fell" not in msgspec.json.encode(shown).decode()
    play(floor, Resume())
    assert card(floor, opened).heading == "Fourth place"


def test_a_correction_is_read_out_and_the_next_step_says_so() -> None:
    floor, opened = sealed(FINAL, LEAVING)
    play(floor, RevealNext(1), RevealNext(2), TakeBack(2))
    assert card(floor, opened).heading == "Fourth place"
    reopen = Decision.REOPEN
    play(floor, ProposeDecision(reopen, "A wrong count.", "Producer"), AgreeDecision(reopen, "Scrutineer"))
    shown = card(floor, opened)
    assert (shown.heading, shown.names, shown.say, shown.correction) == ("Correction", (), TAKEN_BACK, "A wrong count.")
    seal(floor)
    assert card(floor, opened).heading == "Correction"
    play(floor, RevealNext(1))
    assert card(floor, opened).say.startswith(TOLD_ANEW)


def test_a_result_taken_back_before_anybody_heard_it_is_no_correction() -> None:
    floor, opened = sealed(FINAL, LEAVING)
    before = card(floor, opened)
    reopen = Decision.REOPEN
    play(floor, ProposeDecision(reopen, "A wrong count.", "Producer"), AgreeDecision(reopen, "Scrutineer"))
    assert card(floor, opened).heading == before.heading != "Correction"


def test_void_votes_and_a_week_without_an_elimination() -> None:
    for decision, heading in ((Decision.VOTES_VOID, "The votes are void"), (Decision.NOBODY_LEAVES, "Nobody leaves")):
        floor, opened = a_night(a_season(), *sheets(), OpenVote(), CloseVote())
        play(floor, ProposeDecision(decision, "A fault.", "Producer"), AgreeDecision(decision, "Scrutineer"))
        if decision is Decision.NOBODY_LEAVES:
            play(floor, SealTally(Tally({star: {"web": cast} for star, cast in LEAVING.items()})))
        seal(floor)
        play(floor, RevealNext(1))
        shown = card(floor, opened)
        assert (shown.heading, shown.names, shown.next) == (heading, (), "Wait for the desk.")


def test_a_rehearsal_says_so() -> None:
    floor, opened = a_night(a_season())
    assert card(floor, opened, rehearsal=True).rehearsal
    assert not card(floor, opened).rehearsal
