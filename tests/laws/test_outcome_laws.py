"""What is true of every outcome: who is safe, in jeopardy, out."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from hypothesis import assume, example, given
from hypothesis import strategies as st

from mirrorball.core.book import Decider
from mirrorball.core.combine import Standing, standing
from mirrorball.core.outcome import Awaits, Outcome, Save, SavedBy, choice, leaving, outcome, protected, rules_of
from mirrorball.core.season import Couple, Exit, Result, Season, Week
from tests.laws import strategies as made

PAIR = ("Ada", "Bo")


@st.composite
def outcomes(draw: st.DrawFn) -> Outcome:
    """An outcome of a week, with whatever the judges have said so far."""
    week, field = draw(made.nights_of_votes())
    return worked_out(week, field, draw(made.saves_of(week, list(field.points))))


def stands(week: Week, field: made.Field) -> Standing:
    """The standing of a week."""
    return standing(rules_of(week), field.points, field.votes)


def worked_out(week: Week, field: made.Field, saves: Mapping[str, str] | None = None) -> Outcome:
    """The outcome of a week."""
    return outcome(week, week.leave, stands(week, field), saves)


@given(made.nights_of_votes(), st.data())
def test_who_is_immune_is_never_in_jeopardy_and_never_out(night: tuple[Week, made.Field], more: st.DataObject) -> None:
    """Nor between the two that judges choose from. Its marks and votes stay in the standing."""
    week, field = night
    result = worked_out(week, field, more.draw(made.saves_of(week, list(field.points))))
    immune = set(protected(rules_of(week), week))

    assert immune == (set(week.immune) if rules_of(week).immune_excluded else set())
    assert set(result.immune) == immune & set(field.points)
    assert immune.isdisjoint({*result.jeopardy, *result.out, *result.between})
    assert result.standing == stands(week, field)


@given(made.nights_of_votes(), st.data())
def test_as_many_leave_as_are_to_leave(night: tuple[Week, made.Field], more: st.DataObject) -> None:
    """Unless somebody has yet to decide: then nobody leaves. In a final nobody does."""
    week, field = night
    result = worked_out(week, field, more.draw(made.saves_of(week, list(field.points))))

    if week.final:
        assert (result.out, result.jeopardy, result.awaits) == ((), (), Awaits.NOTHING)
    elif result.awaits is Awaits.NOTHING:
        assert len(result.out) == len(set(result.out)) == week.leave
        assert result.between == ()
    else:
        assert (result.out, dict(result.places)) == ((), {})
        assert len(result.between) >= 2


@given(made.nights_of_votes(), st.data())
def test_jeopardy_holds_the_lowest_and_all_who_leave(night: tuple[Week, made.Field], more: st.DataObject) -> None:
    """In the order of the standing, as many as the plan names, and more only if more are at risk."""
    week, field = night
    assume(not week.final)
    result = worked_out(week, field, more.draw(made.saves_of(week, list(field.points))))
    eligible = [star for star in result.standing.stars if star not in result.immune]
    chosen_among = week.leave + 1 if week.leave and week.book.decider is not Decider.LOWEST else week.leave

    assert set(result.out) <= set(result.jeopardy)
    assert len(result.jeopardy) == min(len(eligible), max(week.jeopardy, chosen_among))
    assert list(result.jeopardy) == eligible[len(eligible) - len(result.jeopardy) :]


@given(made.nights_of_votes())
def test_where_nobody_chooses_nobody_who_leaves_stands_ahead_of_one_who_stays(night: tuple[Week, made.Field]) -> None:
    """And where a tie falls on the line, the outcome waits and says between whom."""
    week, field = night
    week = replace(week, final=False, book=replace(week.book, decider=Decider.LOWEST))
    result = worked_out(week, field)
    row = result.standing.row
    eligible = [star for star in result.standing.stars if star not in result.immune]
    first_out = eligible[len(eligible) - week.leave] if week.leave else None
    on_the_line = [star for star in eligible if first_out and row(star).place == row(first_out).place]
    split = any(star in on_the_line for star in eligible[: len(eligible) - week.leave])

    if first_out and split:
        assert (result.awaits, list(result.between)) == (Awaits.TIE, on_the_line)
    else:
        assert result.awaits is Awaits.NOTHING
        staying = [star for star in eligible if star not in result.out]
        assert all(row(stays).place < row(leaves).place for stays in staying for leaves in result.out)


@given(made.nights_of_votes(), st.data())
def test_where_judges_choose_a_tie_across_either_end_of_the_two_waits(
    night: tuple[Week, made.Field], more: st.DataObject
) -> None:
    """It has to be known who the two are, whatever the judges say. A tie between just the two does not matter."""
    week, field = night
    week = replace(week, final=False, book=replace(week.book, decider=Decider.DANCE_OFF))
    assume(week.leave > 0)
    result = worked_out(week, field, more.draw(made.saves_of(week, list(field.points))))
    eligible = [star for star in result.standing.stars if star not in result.immune]
    place = [result.standing.row(star).place for star in eligible]
    upper, lower = len(eligible) - week.leave - 1, len(eligible) - week.leave
    tied_above = upper > 0 and place[upper - 1] == place[upper]
    tied_below = lower + 1 < len(eligible) and place[lower] == place[lower + 1]

    assert (result.awaits is Awaits.TIE) is (tied_above or tied_below)
    if result.awaits is Awaits.JUDGES:
        assert list(result.between) == [eligible[upper], eligible[lower]]


@given(outcomes())
def test_places_of_who_leaves_are_the_last_of_the_field(result: Outcome) -> None:
    """They tile the end of the field (SPEC 1.8, 1.10); a final settles every place."""
    if not result.places:
        return
    covered = sorted({place for held in result.places.values() for place in range(held.first, held.last + 1)})
    field = len(result.standing.rows)

    assert covered == list(range(field - len(result.places) + 1, field + 1))
    for held in result.places.values():
        assert sum(other == held for other in result.places.values()) == held.last - held.first + 1


@given(outcomes())
def test_champions_are_who_holds_first_place(result: Outcome) -> None:
    """In a final there is one at least; before it there is none, unless everybody leaves."""
    first = tuple(row.star for row in result.standing.rows if row.place.first == 1)

    assert result.champions in ((), first)
    assert bool(result.champions) is (len(result.places) == len(result.standing.rows))


@given(made.nights_of_votes(), st.integers(0, 4), st.booleans())
def test_a_withdrawal_takes_the_place_of_an_exit(night: tuple[Week, made.Field], gone: int, replaces: bool) -> None:  # noqa: FBT001
    """One for one, never fewer than none, and only if the book says so (SPEC 1.7). Who withdrew is in no standing."""
    week, field = night
    book = replace(week.book, withdrawal_replaces_elimination=replaces)
    week = replace(week, book=book)
    withdrew = tuple(f"withdrawn {nth}" for nth in range(gone))
    season = Season(
        title="",
        couples=tuple(Couple(star=star, pro="") for star in (*field.points, *withdrew)),
        weeks=(week,),
        results=tuple(Result(star=star, exit=Exit.WITHDREW, week=week.number) for star in withdrew),
    )

    planned = 0 if week.final else week.leave
    assert leaving(season, week) == max(0, planned - (gone if replaces else 0))
    assert set(season.field(week.number)) == set(field.points)


# One judge, one vote.

PANELS = st.integers(1, 5).map(lambda n: made.JUDGES[:n])
CASTING = st.sampled_from(["", *made.JUDGES])


@st.composite
def spoken(draw: st.DrawFn) -> tuple[tuple[str, ...], dict[str, str]]:
    """A panel, and whom those of it who have spoken want to save."""
    panel = draw(PANELS)
    return panel, draw(st.dictionaries(st.sampled_from(panel), st.sampled_from(PAIR), max_size=len(panel)))


EVEN = {"Ida": "Ada", "Jo": "Ada", "Kit": "Bo", "Lou": "Bo"}


@given(spoken(), CASTING)
@example((made.JUDGES[:4], EVEN), "Lou")
@example((made.JUDGES[:4], EVEN), "")
@example((made.JUDGES[:4], {"Ida": "Ada"}), "Lou")  # the first to speak does not settle it
@example((made.JUDGES[:4], {"Ida": "Ada", "Jo": "Ada"}), "Lou")  # it can still be two all
def test_one_judge_has_one_vote(said: tuple[tuple[str, ...], dict[str, str]], casting: str) -> None:
    """More than half the panel decides. Where all have spoken and are even, the casting judge's own choice does."""
    panel, saves = said
    save = choice(PAIR, saves, casting, panel)
    for_each = {star: [judge for judge, saved in saves.items() if saved == star] for star in PAIR}
    ahead = [star for star in PAIR if len(for_each[star]) > len(panel) / 2]
    all_even = set(saves) == set(panel) and len(for_each[PAIR[0]]) == len(for_each[PAIR[1]])

    if ahead:
        (saved,) = ahead
        agreed = all(judge in for_each[saved] for judge in saves if saves[judge] in PAIR)
        by = SavedBy.ALL if agreed else SavedBy.MAJORITY
    elif all_even and saves.get(casting) in PAIR:
        saved, by = saves[casting], SavedBy.CASTING_VOTE
    else:
        assert save is None
        return
    lost = PAIR[1] if saved == PAIR[0] else PAIR[0]
    assert save == Save(saved, lost, by, len(for_each[saved]), len(for_each[lost]))


def test_a_casting_vote_does_not_beat_a_majority() -> None:
    """Two for Ada, one for Bo, and one for a couple that is not in the choice: not even, so nobody casts."""
    saves = {"Ida": "Ada", "Jo": "Ada", "Kit": "Bo", "Lou": "Cy"}

    assert choice(PAIR, saves, "Kit", made.JUDGES[:4]) is None


@given(spoken(), CASTING, st.randoms(use_true_random=False))
def test_in_which_order_the_judges_speak_does_not_matter(
    said: tuple[tuple[str, ...], dict[str, str]], casting: str, rng: random.Random
) -> None:
    """Nor which of the two couples is named first."""
    panel, saves = said
    turns = list(saves.items())
    rng.shuffle(turns)

    assert choice(PAIR, dict(turns), casting, panel) == choice(PAIR, saves, casting, panel)
    assert choice(PAIR[::-1], saves, casting, panel) == choice(PAIR, saves, casting, panel)


@given(PANELS, CASTING, st.data())
def test_what_is_settled_stays_settled(panel: tuple[str, ...], casting: str, more: st.DataObject) -> None:
    """Those still to speak cannot change it. When all have spoken, only an even panel can wait."""
    saves: dict[str, str] = {}
    settled: set[str] = set()
    for judge in panel:
        saves[judge] = more.draw(st.sampled_from(PAIR))
        save = choice(PAIR, saves, casting, panel)
        settled |= {save.saved} if save else set()
        assert len(settled) <= 1
        assert save is not None or not settled
    even = sum(saved == PAIR[0] for saved in saves.values()) * 2 == len(panel)
    assert bool(settled) is (not even or casting in panel)


@given(outcomes())
def test_judges_choose_between_two_neighbours_above_those_already_out(result: Outcome) -> None:
    """Who was saved and who was not stand together; whoever else leaves stands below both (SPEC 1.4)."""
    if result.save is None:
        return
    stars = [star for star in result.standing.stars if star not in result.immune]
    at = sorted([stars.index(result.save.saved), stars.index(result.save.lost)])

    assert at[1] == at[0] + 1
    assert result.out == (result.save.lost, *stars[at[1] + 1 :])
